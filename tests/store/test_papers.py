from __future__ import annotations

from dataclasses import replace

import pytest

from selfstudy.store.database import Database
from selfstudy.store.papers import KeptReceipt, OutlineLine, Papers

UNIT, HANH, LAN = b"u" * 16, b"h" * 16, b"l" * 32
FIRST = KeptReceipt(UNIT, LAN, HANH, b"e" * 16, 5, 1000, "Lan", b"body", b"s" * 64)


@pytest.fixture
def papers(tmp_path):
    database = Database(tmp_path / "journal.db")
    yield Papers(database)
    database.close()


def always(_held):
    return True


def test_a_card_takes_the_place_of_the_one_for_its_unit(papers):
    papers.keep_card(UNIT, 1, b"one")
    papers.keep_card(b"o" * 16, 4, b"other")
    papers.keep_card(UNIT, 2, b"two")

    assert sorted(papers.cards()) == [(b"o" * 16, 4, b"other"), (UNIT, 2, b"two")]


def test_a_receipt_is_kept_as_it_came(papers):
    assert papers.keep_receipt(FIRST, always)

    assert papers.receipts(UNIT) == papers.receipts(UNIT, HANH) == [FIRST]
    assert papers.receipts(UNIT, b"x" * 16) == papers.receipts(b"x" * 16) == []


@pytest.mark.parametrize("taken", [True, False])
def test_a_receipt_takes_the_place_of_another_when_it_is_newer(papers, taken):
    papers.keep_receipt(FIRST, always)
    other = replace(FIRST, number=2, body=b"lower heads")
    asked = []

    def newer(held):
        asked.append(held)
        return taken

    assert papers.keep_receipt(other, newer) is taken

    assert asked == [FIRST]
    assert papers.receipts(UNIT, HANH) == [other if taken else FIRST]


def test_receivers_people_and_units_have_receipts_of_their_own(papers):
    papers.keep_receipt(FIRST, always)
    for change in ({"receiver": b"x" * 32}, {"person": b"p" * 16}, {"unit": b"v" * 16}):
        assert papers.keep_receipt(replace(FIRST, number=1, **change), always)

    assert len(papers.receipts(UNIT)) == 3


def test_what_is_set_aside_keeps_its_bytes_and_reason_until_released(papers):
    assert papers.set_aside("b.thoc", "error.BadSignature", {"name": "tệp"}, b"bytes", 20)
    assert not papers.set_aside("again", "other", {}, b"bytes", 30)
    assert papers.set_aside("a.thoc", "error.NotForUs", {"n": 1}, b"older", 10)

    older, kept = papers.quarantine()

    assert (older.raw, kept.raw) == (b"older", b"bytes")
    assert (kept.name, kept.problem, kept.details) == (
        "b.thoc",
        "error.BadSignature",
        {"name": "tệp"},
    )
    papers.release(kept.digest)
    assert papers.quarantine() == [older]


def test_the_trail_is_read_newest_first(papers):
    papers.log(1, "export", "Hạnh", {"file": "một"})
    papers.log(2, "import", "Lan", {"file": "hai"})

    assert [line.action for line in papers.trail()] == ["import", "export"]
    (line,) = papers.trail("export")
    assert (line.at, line.who, line.text) == (1, "Hạnh", '{"file": "một"}')


def test_an_outline_that_did_not_change_is_not_written_again(papers):
    line = OutlineLine("L1", 0, "M", "Mô-đun", "Module", 1, 2, "Bài", "Lesson", 45, 3, 8)

    assert papers.keep_outline([line])
    assert not papers.keep_outline([line])
    assert papers.keep_outline(
        [replace(line, title="Bài mới"), replace(line, lesson="L2", place=1)]
    )
    assert papers.keep_outline([])
    assert not papers.keep_outline([])
