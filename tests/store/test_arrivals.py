"""Segments that others sealed, one after the other: what is kept, and how it is counted."""

from __future__ import annotations

import pytest

from selfstudy.domain import wire
from selfstudy.domain.audience import to_own_device
from tests.builders import (
    HANH,
    a_journal,
    a_segment,
    a_source,
    answered,
    carried,
    dump,
    lines_of,
    paths,
    segments_of,
    take,
)

SOURCE = a_source(chain="p")
LINES = lines_of([answered(question) for question in "abcd"])
ME = to_own_device(HANH.identity)


@pytest.fixture
def journal(tmp_path):
    with a_journal(tmp_path) as made:
        yield made


def test_records_that_are_held_and_come_in_another_split_are_known_and_not_kept_again(journal):
    whole = carried(SOURCE, *segments_of(SOURCE, HANH, LINES))
    take(journal, whole)
    before = dump(journal.database)

    counts = take(journal, carried(SOURCE, *segments_of(SOURCE, HANH, LINES, {2, 4})))

    assert (counts.new, counts.known, counts.waiting) == (0, 4, 0)
    assert dump(journal.database) == before
    assert journal.since({}, ME) == [whole]


def test_held_records_of_a_fork_in_another_split_are_known_and_not_kept_again(journal):
    tail = lines_of([answered("tail")], at=9)
    fork = a_segment(SOURCE, HANH, tail, 3, wire.chain(SOURCE.id, LINES)[1])
    take(journal, carried(SOURCE, *segments_of(SOURCE, HANH, LINES), fork))
    before = dump(journal.database)

    counts = take(journal, carried(SOURCE, *segments_of(SOURCE, HANH, LINES, {2, 4})))

    assert (counts.new, counts.known, counts.waiting) == (0, 4, 0)
    assert dump(journal.database) == before


def test_a_segment_of_the_next_number_and_another_path_waits(journal):
    take(journal, carried(SOURCE, a_segment(SOURCE, HANH, LINES[:1])))
    elsewhere = segments_of(SOURCE, HANH, lines_of([answered("x"), answered("y")]), {2})[1]

    counts = take(journal, carried(SOURCE, elsewhere))

    assert (counts.new, counts.known, counts.waiting) == (0, 0, 1)
    assert paths(journal) == {SOURCE.id: LINES[:1]}


def test_a_segment_that_follows_by_its_digest_and_not_by_its_number_waits(journal):
    take(journal, carried(SOURCE, a_segment(SOURCE, HANH, LINES[:1])))
    skipped = a_segment(SOURCE, HANH, LINES[1:], 5, wire.chain(SOURCE.id, LINES)[0])

    counts = take(journal, carried(SOURCE, skipped))

    assert (counts.new, counts.known, counts.waiting) == (0, 0, 3)
    assert paths(journal) == {SOURCE.id: LINES[:1]}
    assert [row[8] for row in dump(journal.database)["segment"]] == [1, 0]


def test_of_several_that_wait_for_one_record_each_that_follows_is_placed(journal):
    other = wire.chain(SOURCE.id, lines_of([answered("x")]))[0]
    stray = a_segment(SOURCE, HANH, LINES[1:2], 2, other)
    late = segments_of(SOURCE, HANH, LINES, {3, 4})[1:]
    assert take(journal, carried(SOURCE, stray, *late)).waiting == 3

    counts = take(journal, carried(SOURCE, a_segment(SOURCE, HANH, LINES[:2])))

    assert (counts.new, counts.forks, counts.followed) == (4, 0, True)
    assert paths(journal) == {SOURCE.id: LINES}


def test_a_stray_record_under_a_held_number_waits_and_is_known_when_it_comes_again(journal):
    take(journal, carried(SOURCE, *segments_of(SOURCE, HANH, LINES)))
    other = wire.chain(SOURCE.id, lines_of([answered("x")]))[0]
    stray = carried(SOURCE, a_segment(SOURCE, HANH, lines_of([answered("y")]), 2, other))

    first, second = take(journal, stray), take(journal, stray)

    assert (first.new, first.known, first.waiting, first.forks) == (0, 0, 1, 0)
    assert (second.new, second.known, second.waiting, second.forks) == (0, 1, 0, 0)


def test_of_a_segment_that_parts_the_beginning_is_known_and_the_rest_is_new(journal):
    take(journal, carried(SOURCE, *segments_of(SOURCE, HANH, LINES)))
    tail = lines_of([answered("x"), answered("y"), answered("z")], at=9)

    counts = take(journal, carried(SOURCE, a_segment(SOURCE, HANH, [*LINES[:2], *tail])))
    assert (counts.new, counts.known, counts.waiting, counts.forks) == (3, 2, 0, 1)

    beyond = a_segment(SOURCE, HANH, LINES[:1], 9, bytes(32))
    counts = take(journal, carried(SOURCE, beyond))
    assert (counts.new, counts.known, counts.waiting) == (0, 0, 1)
    counts = take(journal, carried(SOURCE, beyond))
    assert (counts.new, counts.known, counts.waiting) == (0, 1, 0)
