"""Letting go of the beginning of a source."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from selfstudy.domain import wire
from selfstudy.domain.audience import to_own_device
from selfstudy.domain.record import Profile, Voided
from selfstudy.store.restating import Held
from selfstudy.store.retention import let_go, prefixes
from selfstudy.store.schema import fact as fact_table
from selfstudy.store.schema import segment as segment_table
from tests.builders import (
    HANH,
    NOON,
    a_journal,
    a_segment,
    a_source,
    answered,
    carried,
    dump,
    finished,
    folded,
    lines_of,
    read,
    segments_of,
    take,
    write,
)

ME = to_own_device(HANH.identity)
FACTS = [Profile("Hạnh"), finished("a"), finished("b"), finished("c"), finished("d"), finished("e")]
LINES = lines_of(FACTS)  # a second apart
CUTS = (2, 4, 6)


def drop(journal, seconds: int) -> int:
    """Let go of what is older than so many seconds after noon; how many lines went."""
    found = prefixes(journal, NOON + seconds * 1000, sa.true(), upto={})
    return sum(let_go(journal, prefix) for prefix in found)


@pytest.fixture
def journal(tmp_path):
    with a_journal(tmp_path) as made:
        take(made, carried(a_source(), *segments_of(a_source(), HANH, LINES, CUTS)))
        yield made


def test_the_lines_go_and_heads_and_projections_stay(journal):
    heads, before, facts = journal.heads(ME), folded(journal), dump(journal.database)["fact"]

    assert drop(journal, 3) == 2  # the profile is kept whole; finished a and b lose their words

    assert journal.heads(ME) == heads
    assert dump(journal.database)["fact"] == facts
    journal.folds.mark_all(journal.database)
    assert folded(journal) == before
    assert [s.first for part in journal.since({}, ME) for s in part.segments] == [4, 6]
    (place,) = journal.sources(ME)
    assert journal.line(place, 1) == LINES[0]
    assert journal.line(place, 2) is None
    assert journal.line(place, 4) == LINES[3]
    assert [number for number, _line in journal.lines(place)] == [4, 5, 6]


def test_the_end_that_is_kept_verifies_with_its_signature(journal):
    from selfstudy.exchange.keys import verified

    drop(journal, 3)

    (row,) = dump(journal.database)["retained"]
    _unit, _source, first, last, _previous, end, signature = row
    assert (first, last) == (2, 3)
    message = wire.seal_message(a_source().id, first, last - first + 1, end)
    assert verified(HANH.public, signature, message)
    (following,) = dump(journal.database)["segment"][:1]
    assert end in following


def test_the_same_beginning_is_known_however_it_is_cut(journal):
    drop(journal, 3)
    before = dump(journal.database)

    again = take(journal, carried(a_source(), *segments_of(a_source(), HANH, LINES, CUTS)))
    other = take(journal, carried(a_source(), *segments_of(a_source(), HANH, LINES[:3], (3,))))

    assert (again.new, again.known, again.waiting, again.forks) == (0, 6, 0, 0)
    assert (other.new, other.known) == (0, 3)
    assert dump(journal.database) == before


def test_what_follows_is_still_placed_and_a_fork_still_told(journal, tmp_path):
    drop(journal, 3)
    more = lines_of([*FACTS, finished("f")])
    take(journal, carried(a_source(), *segments_of(a_source(), HANH, more, (7,))[1:]))
    digests = wire.chain(a_source().id, LINES)
    tail = lines_of([answered("q1"), answered("q2")], NOON + 9000)
    fork = a_segment(a_source(), HANH, tail, 5, digests[3])

    counts = take(journal, carried(a_source(), fork))

    assert (counts.new, counts.forks) == (2, 1)
    places = journal.sources(ME)
    assert sorted((p.first, p.head) for p in places) == [(1, 4), (5, 6), (5, 7)]
    with a_journal(tmp_path / "whole.db") as whole:
        everything = segments_of(a_source(), HANH, more, CUTS)
        take(whole, carried(a_source(), *everything, fork))
        assert {p.sid for p in whole.sources(ME)} == {p.sid for p in places}
        assert folded(journal) == folded(whole)
        assert journal.heads(ME) == whole.heads(ME)
    again = take(journal, carried(a_source(), *segments_of(a_source(), HANH, LINES, (4,))))
    assert (again.new, again.known, again.waiting) == (0, 6, 0)
    (trunk,) = [p for p in places if p.first == 1]
    assert journal.line(trunk, 1) == LINES[0]
    assert journal.digest(trunk, 2) is None
    assert drop(journal, 100) == 0  # a forked source is left as it is


def test_what_was_taken_back_stays_taken_back(journal):
    digests = wire.chain(a_source().id, LINES)
    void = Voided(a_source().id.hex(), 2, digests[1].hex(), "nhầm")
    take(
        journal, carried(a_source(epoch=1), *segments_of(a_source(epoch=1), HANH, lines_of([void])))
    )
    before = folded(journal)

    drop(journal, 3)

    journal.folds.mark_all(journal.database)
    assert folded(journal) == before
    assert "a" not in {row.lesson for row in before[0] if row.finished is not None}


def test_what_is_taken_back_after_it_was_let_go_is_taken_back(journal):
    drop(journal, 3)
    digests = wire.chain(a_source().id, LINES)
    voids = [Voided(a_source().id.hex(), 2, digests[1].hex(), "nhầm"),
             Voided(a_source().id.hex(), 9, digests[1].hex(), "nhầm")]  # fmt: skip

    take(
        journal, carried(a_source(epoch=1), *segments_of(a_source(epoch=1), HANH, lines_of(voids)))
    )

    done = {row.lesson for row in folded(journal)[0] if row.finished is not None}
    assert done == {"b", "c", "d", "e"}


def test_what_was_let_go_is_held_already_when_it_is_told_again(journal):
    end = wire.chain(a_source().id, LINES)[4]
    drop(journal, 3)

    with journal.database.read() as connection:
        held = Held(connection, journal.places, journal.sources(ME))
        assert (a_source().id, 2, b"gone with its line") in held
        assert (a_source().id, 5, end) in held
        assert (a_source().id, 5, b"of another tail") not in held
        assert (a_source(epoch=7).id, 2, end) not in held


def test_a_fork_that_begins_inside_what_was_let_go_is_not_taken(journal):
    drop(journal, 3)
    before = journal.heads(ME)
    digests = wire.chain(a_source().id, LINES)
    tail = lines_of([answered("q1"), answered("q2")], NOON + 9000)

    counts = take(journal, carried(a_source(), a_segment(a_source(), HANH, tail, 3, digests[1])))

    assert (counts.new, journal.heads(ME)) == (0, before)


def test_letting_go_again_goes_on_from_where_it_was(journal):
    assert drop(journal, 3) == 2
    assert drop(journal, 3) == 0
    assert drop(journal, 100) == 3
    (place,) = journal.sources(ME)
    assert journal.since({}, ME) == []
    assert journal.since({place.sid: (place.head, place.head_digest)}, ME) == []
    assert drop(journal, 100) == 0


def test_own_lines_go_only_as_far_as_others_confirmed_and_writing_goes_on(tmp_path):
    with a_journal(tmp_path) as journal:
        for fact in (finished("a"), finished("b"), read("s")):
            write(journal, fact)
            journal.seal(HANH.public, HANH.sign)
        shared = next(p for p in journal.sources(ME) if p.source.chain == "s")
        found = prefixes(journal, NOON + 1, sa.true(), upto={shared.sid: 1})
        assert sum(let_go(journal, prefix) for prefix in found) == 2

        (saved,) = write(journal, finished("c"), at=NOON + 5)

        assert (saved.source, saved.number) == (shared.source.id, 3)
        journal.seal(HANH.public, HANH.sign)
        kept = [s.first for part in journal.since({}, ME) for s in part.segments]
        assert kept == [2, 3]


@settings(max_examples=20)
@given(st.sets(st.integers(2, 6)), st.integers(0, 7), st.permutations(range(6)))
def test_a_prefix_that_went_changes_nothing_else(cuts, seconds, order):
    import tempfile
    from pathlib import Path

    parts = segments_of(a_source(), HANH, LINES, cuts)
    with tempfile.TemporaryDirectory() as folder, a_journal(Path(folder)) as journal:
        take(journal, carried(a_source(), *parts))
        heads, before = journal.heads(ME), folded(journal)
        drop(journal, seconds)
        for index in order:
            counts = take(journal, carried(a_source(), *parts[index : index + 1]))
            assert (counts.new, counts.waiting, counts.forks) == (0, 0, 0)
        journal.folds.mark_all(journal.database)
        assert (journal.heads(ME), folded(journal)) == (heads, before)
        with journal.database.read() as connection:
            left = connection.scalars(sa.select(segment_table.c.first)).all()
            rows = connection.scalar(sa.select(sa.func.count()).select_from(fact_table))
        assert rows == len(LINES)
        assert all(first > seconds - 6 for first in left)


# — a holder that never had what was let go ——————————————————————————————————————————————


def left_of(journal):
    """What a journal that let go still gives, and the end that it stands on."""
    drop(journal, 3)
    (given,) = journal.since({}, ME)
    return given


def test_what_is_left_is_placed_where_the_beginning_never_was(journal, tmp_path):
    given = left_of(journal)
    assert [(f.first, f.last) for f in given.footings] == [(2, 3)]
    with a_journal(tmp_path / "new.db") as new:
        counts = take(new, given)

        assert (counts.new, counts.waiting, counts.forks) == (3, 0, 0)
        assert [row.lesson for row in folded(new)[0]] == ["c", "d", "e"]
        assert [number for number, _end in new.heads(ME).values()] == [0]  # nothing is confirmed
        assert take(new, given).new == 0
        assert new.since({}, ME) == [given]  # it gives on what it has, with what that stands on


def test_what_follows_what_was_left_is_placed_too(journal, tmp_path):
    given = left_of(journal)
    more = lines_of([*FACTS, finished("f")])
    with a_journal(tmp_path / "new.db") as new:
        take(new, given)
        counts = take(new, carried(a_source(), *segments_of(a_source(), HANH, more, (7,))[1:]))

        assert (counts.new, counts.forks) == (1, 0)
        assert "f" in {row.lesson for row in folded(new)[0]}


@settings(max_examples=30)
@given(st.permutations(range(5)), st.sets(st.integers(0, 2)))
def test_in_any_order_the_beginning_that_comes_after_all_closes_the_gap(order, lacking):
    import tempfile
    from pathlib import Path

    parts = segments_of(a_source(), HANH, LINES, (2, 3, 4, 6))
    footings = [wire.Footing(p.first, p.count, p.end, p.signature) for p in parts[:3]]
    given = [wire.Carried(a_source(), (part,)) for part in parts]
    given[3] = wire.Carried(a_source(), (parts[3],), (footings[2],))
    with tempfile.TemporaryDirectory() as folder, a_journal(Path(folder)) as journal:
        for index in order:
            if index not in lacking:
                take(journal, given[index])
        held = {row.lesson for row in folded(journal)[0]}
        assert {"c", "d", "e"} <= held
        rooted = [place.head for place in journal.whole(journal.sources(ME)) if place.head]
        first = min(lacking, default=5)
        assert max(rooted, default=0) == (6 if first == 5 else first)
        for part in given:
            take(journal, part)
        with a_journal(Path(folder) / "whole.db") as whole:
            take(whole, carried(a_source(), *parts))
            assert journal.heads(ME) == whole.heads(ME)
            assert folded(journal) == folded(whole)
        assert dump(journal.database)["footing"] == []
        (place,) = journal.sources(ME)
        assert (place.first, place.head, place.forked) == (1, 6, False)


def test_a_signed_end_that_nothing_follows_is_not_kept(journal):
    part = a_segment(a_source(epoch=9), HANH, LINES)
    footing = wire.Footing(part.first, part.count, part.end, part.signature)

    take(journal, wire.Carried(a_source(epoch=9), (), (footing,)))

    assert dump(journal.database)["footing"] == []
