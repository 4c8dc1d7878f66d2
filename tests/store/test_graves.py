from __future__ import annotations

import sqlite3

import pytest

from selfstudy.domain.authority import Authorities
from selfstudy.domain.erasure import may_erase
from selfstudy.store import erasure, graves
from selfstudy.store.graves import Graves, Stone
from selfstudy.store.schema import source
from tests.builders import (
    HANH,
    LAN,
    ROOT,
    UNIT,
    a_journal,
    a_source,
    answered,
    carried,
    dump,
    finished,
    lines_of,
    segments_of,
    take,
    write,
)


@pytest.fixture
def journal(tmp_path):
    with a_journal(tmp_path) as made:
        yield made


def stone(number: int, *, own: bool = False) -> Stone:
    return Stone(UNIT, bytes([number]), bytes(64), 0, own)


def keep(kept: Graves, number: int, sids, *, sure: bool = True, own: bool = False) -> bool:
    return kept.keep(stone(number, own=own), HANH.public, 1, sids, sure=sure)


def test_a_tombstone_is_kept_once_and_counted_up(journal):
    kept = Graves(journal.database)

    assert not kept.any()
    assert keep(kept, 1, [bytes(32)])
    assert not keep(kept, 1, [bytes(32)])
    assert keep(kept, 2, [])
    assert kept.any()

    assert [s.arrived for s in kept.everything()] == [1, 2]
    assert kept.newest(UNIT) == 2
    assert [s.body for s in kept.told(UNIT, 1)] == [b"\x02"]


def test_what_is_not_proven_is_kept_up_to_a_bound(journal, monkeypatch):
    monkeypatch.setattr(graves, "UNPROVEN", 2)
    kept = Graves(journal.database)

    assert keep(kept, 1, [bytes(32), bytes([1]) * 32], sure=False)
    assert not keep(kept, 2, [bytes([2]) * 32], sure=False)
    assert keep(kept, 3, [bytes([3]) * 32], sure=True)


def test_a_person_is_told_of_their_own_and_their_devices_of_private_ones_too(journal):
    kept = Graves(journal.database)
    keep(kept, 1, [bytes([1]) * 32])
    keep(kept, 2, [bytes([2]) * 32], own=True)
    keep(kept, 3, [bytes([3]) * 32])
    for number in (1, 2):
        (found,) = kept.of(bytes([number]) * 32)
        kept.prove(found, HANH.identity, speaks=number == 1)

    assert [s.body for s in kept.told(UNIT)] == [b"\x01", b"\x03"]
    assert [s.body for s in kept.told(UNIT, 0, HANH.identity)] == [b"\x01"]
    assert [s.body for s in kept.own(HANH.identity)] == [b"\x01", b"\x02"]
    assert [s.body for s in kept.naming(UNIT, [bytes([n]) * 32 for n in (1, 3)])] == [b"\x01"]
    assert kept.of(bytes([1]) * 32)[0].person == HANH.identity
    assert graves.named(kept.own(HANH.identity)) == ((b"\x01", bytes(64)), (b"\x02", bytes(64)))


def test_what_waits_for_its_predecessor_is_counted_and_goes_too(journal):
    parts = segments_of(a_source(), HANH, lines_of([finished("a"), finished("b")]), (2,))
    take(journal, carried(a_source(), parts[1]))
    with journal.database.read() as connection:
        roots = erasure.roots_of(journal, connection, source.c.subject == HANH.identity)

    assert erasure.extent(journal, roots).kinds == (("waiting", 1),)
    assert erasure.erase(journal, roots) == 1

    assert dump(journal.database)["segment"] == []
    assert erasure.extent(journal, []).records == 0
    assert erasure.names_in(journal, []) == set()


def test_a_word_that_others_still_use_stays(journal):
    write(journal, answered("chung"), answered("riêng"))
    write(journal, answered("chung"), ring=LAN)
    with journal.database.read() as connection:
        mine = erasure.roots_of(journal, connection, source.c.subject == HANH.identity)

    erasure.erase(journal, mine)

    words = {row[1] for row in dump(journal.database)["word"]}
    assert "chung" in words
    assert "riêng" not in words
    write(journal, answered("riêng"))  # and is made anew
    assert "riêng" in {row[1] for row in dump(journal.database)["word"]}


def test_pages_wait_while_another_program_reads(journal):
    write(journal, answered())
    with journal.database.read() as connection:
        mine = erasure.roots_of(journal, connection, source.c.subject == HANH.identity)
    other = sqlite3.connect(journal.database.path)
    other.execute("BEGIN")
    other.execute("SELECT count(*) FROM fact").fetchone()
    with journal.database.peek() as raw:
        raw.execute("PRAGMA busy_timeout=50").fetchall()

    erasure.erase(journal, mine)

    assert not erasure.rewrite_pages(journal.database)
    assert erasure.due(journal.database)
    other.close()
    assert erasure.rewrite_pages(journal.database)
    assert not erasure.due(journal.database)


@pytest.mark.parametrize(
    ("signer", "may"),
    [(HANH, True), (ROOT, True), (LAN, False)],
)
def test_who_may_erase_a_shared_source(signer, may):
    theirs = a_source(unit=ROOT.identity)

    assert may_erase(signer.public, ROOT.identity, theirs, Authorities()) is may
    assert not may_erase(signer.public, UNIT, theirs, Authorities())
    assert may_erase(LAN.public, ROOT.identity, theirs, Authorities(), HANH.identity)


def test_an_author_erases_what_they_said_of_a_person_in_no_unit_chain():
    said = a_source(LAN, HANH.identity, ROOT.identity, "u")
    claimed = a_source(LAN, HANH.identity, ROOT.identity, "s")

    assert not may_erase(LAN.public, ROOT.identity, said, Authorities())
    assert may_erase(LAN.public, ROOT.identity, claimed, Authorities())
