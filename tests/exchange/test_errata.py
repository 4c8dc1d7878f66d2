"""Reports of errors as files: whole or refused, and never with more than was written."""

from __future__ import annotations

import contextlib
from dataclasses import replace

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfstudy.domain.errata import Erratum
from selfstudy.domain.errors import (
    CutFile,
    DamagedFile,
    NewerFormat,
    NotForUs,
    SelfStudyError,
    TooLarge,
    UnreadableFile,
)
from selfstudy.exchange.envelope import ERRATA, ROSTER, enclose
from selfstudy.exchange.errata import LARGEST, MOST, _digest, errata_file, open_errata_file
from tests.builders import HANH, LAN

FOUND = Erratum(
    "ab", "CM03", 2, "CM03-01", "cd", "Điều 7 nay là Điều 8.", "2026-11-22", "a", "q1", "Điều 7",
    "30/2020/NĐ-CP",
)  # fmt: skip


def test_reports_come_back_as_they_were_written():
    assert open_errata_file(errata_file([FOUND, replace(FOUND, id="cd")]))[1].id == "cd"


def test_nothing_in_a_file_names_its_writer():
    raw = errata_file([FOUND])
    for hidden in (HANH.public, HANH.seal_public, HANH.identity):
        assert hidden not in raw
        assert hidden.hex().encode() not in raw


def test_a_report_for_a_hub_is_read_by_it_alone():
    raw = errata_file([FOUND], [HANH.seal_public])
    assert open_errata_file(raw, [HANH]) == (FOUND,)
    assert "Điều 7".encode() not in raw
    with pytest.raises(NotForUs):
        open_errata_file(raw, [LAN])


def test_what_is_no_file_of_reports_is_refused():
    raw = errata_file([FOUND])
    with pytest.raises(UnreadableFile):
        open_errata_file(enclose(ROSTER, b"{}"))
    with pytest.raises(UnreadableFile):
        open_errata_file(b"PK\x03\x04")
    with pytest.raises(CutFile):
        open_errata_file(raw[:-3])
    with pytest.raises(NewerFormat):
        open_errata_file(raw[:6] + b"\x02" + raw[7:])
    with pytest.raises(TooLarge):
        open_errata_file(b"x" * (LARGEST + 1))
    with pytest.raises(DamagedFile):
        open_errata_file(enclose(ERRATA, b"[1,2]"))


@pytest.mark.parametrize(
    "errata",
    [
        [replace(FOUND, words="")],
        [replace(FOUND, quote="x" * 5000)],
        [FOUND] * (MOST + 1),
    ],
)
def test_reports_beyond_the_limits_are_refused_whole(errata):
    body = msgspec.json.encode(tuple(errata))
    with pytest.raises(DamagedFile):
        open_errata_file(enclose(ERRATA, msgspec.json.encode((body, _digest(body)))))


@given(st.integers(0, 2000), st.integers(1, 255))
def test_a_flipped_byte_is_told_or_changes_nothing(place, by):
    raw = bytearray(errata_file([FOUND]))
    raw[place % len(raw)] ^= by
    with contextlib.suppress(SelfStudyError):
        assert open_errata_file(bytes(raw)) == (FOUND,)
