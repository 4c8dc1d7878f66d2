"""A record of a newer program is kept, and read as soon as this program knows its kind."""

from __future__ import annotations

import json

import pytest

from selfstudy.domain import wire
from selfstudy.store.facts import rows_of
from selfstudy.store.rereading import KINDS, read_again
from tests.builders import (
    HANH,
    NOON,
    a_journal,
    a_segment,
    a_source,
    answered,
    carried,
    finished,
    folded,
    held,
    lines_of,
    paths,
    read,
    take,
)

SHARED, PRIVATE = a_source(), a_source(chain="p")
LINES = [
    *lines_of([finished()]),
    b'[1795000001000,420,"dreamt",["of", {"sheep": 3}]]',
    b'[1795000002000,420,"lesson_finished",["CM03"]]',
    *lines_of([finished("CM03-02")], NOON + 3000),
]


@pytest.fixture
def journal(tmp_path):
    with a_journal(tmp_path) as made:
        yield made


def kinds(journal):
    return [row.kind for row in rows_of(journal, HANH.identity)]


def as_an_older_program(journal, monkeypatch, without):
    """Records come in while the program does not know a kind yet."""
    with monkeypatch.context() as older:
        older.delitem(wire._inner, without)
        older.setattr(wire, "shapes", lambda: {k: n for k, n in SHAPES.items() if k != without})
        read_again(journal)
        take(journal, carried(SHARED, a_segment(SHARED, HANH, LINES)))
        take(journal, carried(PRIVATE, a_segment(PRIVATE, HANH, lines_of([read("hanh-chinh")]))))


SHAPES = wire.shapes()


def test_what_is_not_known_is_stored_and_relayed_byte_for_byte_and_counts_nothing(
    journal, tmp_path
):
    take(journal, carried(SHARED, a_segment(SHARED, HANH, LINES)))
    (tmp_path / "other").mkdir()

    with a_journal(tmp_path / "other") as other:
        take(other, *held(journal))
        assert paths(other) == paths(journal) == {SHARED.id: LINES}
        progress, _memory = folded(other)
    assert [row.lesson for row in progress] == ["CM03-01", "CM03-02"]
    assert kinds(journal) == ["lesson_finished", "dreamt", "?", "lesson_finished"]


def test_a_kind_that_was_unknown_counts_once_the_program_knows_it(journal, monkeypatch):
    as_an_older_program(journal, monkeypatch, "lesson_finished")
    rows = rows_of(journal, HANH.identity, ["lesson_finished"])
    assert {row.object for row in rows} == {""}, "it was kept, and nothing was read in it"

    assert read_again(journal) == 4, "everything that was unknown is looked at, once"
    assert read_again(journal) == 0

    after, _memory = folded(journal)
    assert [(row.lesson, row.finished is not None) for row in after] == [
        ("CM03-01", True), ("CM03-02", True),
    ]  # fmt: skip
    assert after[0].sections == {"hanh-chinh"}
    assert paths(journal)[SHARED.id] == LINES


def test_a_kind_that_has_more_fields_now_is_read_again_and_others_are_not(journal):
    read_again(journal)
    take(journal, carried(SHARED, a_segment(SHARED, HANH, lines_of([finished()]))))
    take(
        journal,
        carried(PRIVATE, a_segment(PRIVATE, HANH, lines_of([read("a"), answered(), read("b")]))),
    )
    journal.database.set_setting(KINDS, json.dumps(SHAPES | {"section_read": 6}))

    assert read_again(journal) == 2


def test_what_was_read_by_a_program_that_said_nothing_of_it_is_read_again(journal):
    take(journal, carried(SHARED, a_segment(SHARED, HANH, LINES)))
    before = rows_of(journal, HANH.identity)

    assert read_again(journal) == len(LINES)
    assert rows_of(journal, HANH.identity) == before


def test_a_kind_of_before_counts_as_what_it_is_today(journal, monkeypatch):
    line = b'[1795000000000,420,"read_to_the_end",["CM03-01"]]'
    take(journal, carried(SHARED, a_segment(SHARED, HANH, [line])))
    monkeypatch.setitem(
        wire._inner, "read_to_the_end", wire.upcast(tuple[str], lambda old: finished(old[0]))
    )
    monkeypatch.setattr(wire, "shapes", lambda: SHAPES | {"read_to_the_end": 0})

    assert read_again(journal) == 1

    progress, _memory = folded(journal)
    assert (progress[0].lesson, progress[0].hundredths) == ("CM03-01", 100)
    assert paths(journal) == {SHARED.id: [line]}
