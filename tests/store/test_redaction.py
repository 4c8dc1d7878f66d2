"""Names are found however they were written, and nobody else's go with them."""

from __future__ import annotations

import unicodedata

import pytest

from selfstudy.domain.record import Claimed, Profile
from selfstudy.store.erasure import names_in, roots_of
from selfstudy.store.redaction import GONE, spotter
from selfstudy.store.schema import segment
from tests.builders import HANH as RING
from tests.builders import a_journal, a_source, carried, finished, lines_of, segments_of, take

HANH = "Nguyễn Thị Hoà Hạnh"
DECOMPOSED = unicodedata.normalize("NFD", HANH)


@pytest.mark.parametrize(
    "text",
    [
        HANH, HANH.upper(), DECOMPOSED, "Nguyễn Thị Hòa Hạnh", "nguyen thi hoa hanh",
        "Nguyen_Thi_Hoa_Hanh", "nguyen-thi-hoa-hanh", "nguyễn.thị.hoà.hạnh", "NguyenThiHoaHanh",
    ],
)  # fmt: skip
def test_a_name_is_found_with_its_marks_or_without_and_in_a_files_name(text):
    found = spotter([HANH])
    assert found
    assert found.finds(f"KetQua_{text}_20261122.thoc")
    assert found.without(f"KetQua_{text}_20261122.thoc") == f"KetQua_{GONE}_20261122.thoc"


@pytest.mark.parametrize(
    "text",
    [
        "Nguyễn Thị Hoà Hanh", "Nguyễn Thị Hoá Hạnh", "Nguyễn Thị Hoà Hạnhh", "Thị Hoà Hạnh",
        unicodedata.normalize("NFD", "Nguyễn Thị Hoá Hạnh"), "",
    ],
)  # fmt: skip
def test_somebody_elses_name_stays_to_the_byte(text):
    found = spotter([HANH])
    assert found
    assert not found.finds(text)
    assert found.without(text) == text


def test_of_two_names_the_longer_goes_whole():
    found = spotter(["Nguyễn Thị", HANH])
    assert found
    assert found.without(f"{HANH}, Nguyễn Thị") == f"{GONE}, {GONE}"


def test_nobody_is_found_by_no_name():
    assert spotter(["", " ", "…"]) is None


def test_what_waits_and_what_claims_tell_names_too(tmp_path):
    source = a_source()
    told = [finished(), Profile(HANH, "P02"), Claimed("", "Lê Mai")]
    waiting = segments_of(source, RING, lines_of(told), cuts=[2])[1]
    with a_journal(tmp_path) as journal:
        take(journal, carried(source, waiting))
        with journal.database.read() as connection:
            roots = roots_of(journal, connection)
        assert names_in(journal, roots) == {HANH, "Lê Mai"}
        with journal.database.write() as connection:
            connection.execute(segment.update().values(blob=b"spoilt"))
        assert names_in(journal, roots) == set()


def test_a_claim_that_is_placed_tells_a_name(tmp_path):
    source = a_source()
    with a_journal(tmp_path) as journal:
        take(journal, carried(source, *segments_of(source, RING, lines_of([Claimed("", HANH)]))))
        with journal.database.read() as connection:
            assert names_in(journal, roots_of(journal, connection)) == {HANH}
