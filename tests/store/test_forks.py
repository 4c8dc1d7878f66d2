"""Copies of one source that went different ways: same names for everyone, nothing lost."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from selfstudy.domain import wire
from selfstudy.domain.audience import to_own_device
from selfstudy.store.database import Database
from selfstudy.store.journal import Journal
from tests.builders import (
    HANH,
    a_journal,
    a_segment,
    a_source,
    answered,
    carried,
    dump,
    folded,
    held,
    lines_of,
    opened,
    paths,
    read,
    segments_of,
    take,
    write,
)

SOURCE = a_source(chain="p")
LINES = lines_of([opened(), answered("q1"), answered("q2", 0), read("a", anchor="a:1")])
copies = st.lists(st.lists(st.sampled_from(LINES), min_size=1, max_size=6), min_size=1, max_size=4)
few = settings(max_examples=40)


def expected(segments):
    """Every branch by its name, from what is connected to the beginning: another way to say it."""
    following: dict[bytes, dict[bytes, bytes]] = {}
    for segment in segments:
        previous = segment.previous
        for line in wire.unpack_lines(segment.blob):
            digest = wire.digest(previous, line)
            following.setdefault(previous, {})[digest] = line
            previous = digest
    found: dict[bytes, list[bytes]] = {}

    def walk(name, digest, lines):
        after = following.get(digest, {})
        while len(after) == 1:
            ((digest, line),) = after.items()
            lines = [*lines, line]
            after = following.get(digest, {})
        if lines:
            found[name] = lines
        for first, line in after.items():
            walk(wire.branch_name(SOURCE.id, first), first, [line])

    walk(SOURCE.id, SOURCE.id, [])
    return found


def learned(parts) -> tuple[object, ...]:
    """What a journal holds after taking parts in their order, and how it folds."""
    with tempfile.TemporaryDirectory() as folder, a_journal(Path(folder)) as journal:
        for part in parts:
            take(journal, part)
        found = paths(journal), folded(journal), journal.heads(to_own_device(HANH.identity))
        once = dump(journal.database)
        for part in parts:
            take(journal, part)
        assert dump(journal.database) == once, "taking the same again wrote something"
        return found


def packets(data, segments):
    """Segments in any order, in parts of any size, some of them twice."""
    order = data.draw(st.permutations([*segments, *segments[:2]]))
    parts = []
    while order:
        size = data.draw(st.integers(1, len(order)))
        parts.append(carried(SOURCE, *order[:size]))
        order = order[size:]
    return parts


@given(st.data(), copies)
@few
def test_copies_learned_in_any_order_split_and_repetition_have_the_same_names(data, lines):
    segments = [
        segment
        for copy in lines
        for segment in segments_of(SOURCE, HANH, copy, data.draw(st.sets(st.integers(2, 6))))
    ]
    kept = data.draw(st.lists(st.sampled_from(segments), min_size=1))  # some never arrive

    one, other = learned(packets(data, kept)), learned(packets(data, kept))

    assert one == other
    assert one[0] == expected(kept)


@given(st.data())
@few
def test_records_in_any_order_are_one_chain(data):
    segments = segments_of(SOURCE, HANH, LINES, data.draw(st.sets(st.integers(2, 4))))

    names, _folded, heads = learned(packets(data, segments))

    assert names == {SOURCE.id: LINES}
    assert heads == {SOURCE.id: (4, wire.chain(SOURCE.id, LINES)[-1])}


def test_a_copied_folder_loses_no_answer_on_either_side(tmp_path):
    """What a naive merge loses: both copies wrote their own record 2."""
    (tmp_path / "a").mkdir()
    with a_journal(tmp_path / "a") as journal:
        write(journal, answered("q1"))
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    with a_journal(tmp_path / "a") as here, a_journal(tmp_path / "b") as there:
        write(here, answered("only here"))
        write(there, answered("only there"))

        take(here, *held(there))
        take(there, *held(here))

        assert paths(here) == paths(there)
        assert [len(lines) for lines in paths(here).values()] == [1, 1, 1]
        assert folded(here) == folded(there)
        assert [row.question for row in folded(here)[1]] == ["only here", "only there", "q1"]


def test_whoever_is_told_of_a_fork_begins_a_new_epoch(tmp_path):
    with a_journal(tmp_path) as journal:
        (own,) = write(journal, answered("q1"))
        (place,) = journal.sources(to_own_device(HANH.identity))
        other = a_segment(place.source, HANH, lines_of([answered("elsewhere")]))

        assert take(journal, carried(place.source, other)).forks == 1

        (next_one,) = write(journal, answered("q2"))
        assert next_one.source != own.source
        assert next_one.number == 1
        assert len(paths(journal)) == 3


def test_a_source_that_a_copy_continued_is_closed_here(tmp_path):
    with a_journal(tmp_path) as journal:
        (own,) = write(journal, answered("q1"))
        (place,) = journal.sources(to_own_device(HANH.identity))
        after = a_segment(place.source, HANH, lines_of([answered("copy")]), 2, own.digest)

        assert take(journal, carried(place.source, after)).new == 1

        assert [s.number for s in write(journal, answered("q2"))] == [1]
        assert sorted(map(len, paths(journal).values())) == [1, 2]
        assert sum(p.count for c in held(journal) for p in c.segments) == 3


def test_three_copies_parting_at_different_records_keep_three_tails(tmp_path):
    base = lines_of([answered("q1"), answered("q2")])
    tails = [[*base, *lines_of([answered(name)])] for name in "ab"]
    early = [base[0], *lines_of([answered("c")], at=5)]
    segments = [segments_of(SOURCE, HANH, tail)[0] for tail in (*tails, early)]
    with a_journal(tmp_path) as journal:
        for segment in segments:
            take(journal, carried(SOURCE, segment))

        assert paths(journal) == expected(segments)
        assert len(paths(journal)) == 5  # one common beginning, two stretches, two ends
        assert {row.question for row in folded(journal)[1]} == {"q1", "q2", "a", "b", "c"}


def test_copies_that_part_at_the_first_record_have_an_empty_beginning(tmp_path):
    segments = [segments_of(SOURCE, HANH, lines_of([answered(q)]))[0] for q in "ab"]
    with a_journal(tmp_path) as journal:
        for segment in segments:
            take(journal, carried(SOURCE, segment))

        heads = journal.heads(to_own_device(HANH.identity))
        assert heads.pop(SOURCE.id) == (0, SOURCE.id)
        assert set(heads) == set(expected(segments))
        (out,) = journal.since(heads, to_own_device(HANH.identity)) or [None]
        assert out is None


def test_heads_of_equal_number_but_different_digest_still_exchange(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    me = to_own_device(HANH.identity)
    with a_journal(tmp_path / "a") as here, a_journal(tmp_path / "b") as there:
        take(here, carried(SOURCE, *segments_of(SOURCE, HANH, lines_of([answered("a")]))))
        take(there, carried(SOURCE, *segments_of(SOURCE, HANH, lines_of([answered("b")]))))
        assert here.heads(me)[SOURCE.id][0] == there.heads(me)[SOURCE.id][0] == 1

        take(there, *here.since(there.heads(me), me))
        take(here, *there.since(here.heads(me), me))

        assert paths(here) == paths(there)
        assert here.since(there.heads(me), me) == there.since(here.heads(me), me) == []


def test_a_record_signed_under_a_wrong_number_takes_no_other_away(tmp_path):
    """An author could else unwrite a record (a test they failed) by numbering it anew."""
    digests = wire.chain(SOURCE.id, LINES)
    forged = a_segment(SOURCE, HANH, [LINES[3]], 2, digests[2])  # really number 4
    strayed = a_segment(SOURCE, HANH, lines_of([answered("stray")]), 2, digests[2])
    for order in ((0, 1, 2), (1, 2, 0), (2, 1, 0)):
        parts = [carried(SOURCE, *segments_of(SOURCE, HANH, LINES, {4}))]
        parts += [carried(SOURCE, forged), carried(SOURCE, strayed)]

        names, _folded, heads = learned([parts[index] for index in order])

        assert names == {SOURCE.id: LINES}
        assert heads == {SOURCE.id: (4, digests[3])}


def test_a_tail_that_waited_becomes_a_fork_when_its_predecessor_comes(tmp_path):
    tail = lines_of([answered("tail")], at=9)
    digests = wire.chain(SOURCE.id, LINES)
    waits = a_segment(SOURCE, HANH, tail, 3, digests[1])
    with a_journal(tmp_path) as journal:
        assert take(journal, carried(SOURCE, waits)).waiting == 1
        assert paths(journal) == {}

        counts = take(journal, carried(SOURCE, *segments_of(SOURCE, HANH, LINES)))

        assert (counts.new, counts.forks, counts.followed) == (5, 1, True)
        assert sorted(map(len, paths(journal).values())) == [1, 2, 2]


def test_what_waited_and_was_covered_by_another_split_waits_no_more(tmp_path):
    whole = segments_of(SOURCE, HANH, LINES)
    late = segments_of(SOURCE, HANH, LINES, {3})[1]
    with a_journal(tmp_path) as journal:
        take(journal, carried(SOURCE, late))

        counts = take(journal, carried(SOURCE, segments_of(SOURCE, HANH, LINES, {4})[0]))
        assert (counts.new, counts.known) == (4, 0)
        counts = take(journal, carried(SOURCE, *whole))
        assert (counts.new, counts.known) == (0, 4)

        assert all(row[8] == 1 for row in dump(journal.database)["segment"])


def test_what_waited_and_came_again_whole_waits_no_more(tmp_path):
    with a_journal(tmp_path) as journal:
        take(journal, carried(SOURCE, segments_of(SOURCE, HANH, LINES, {3})[1]))

        assert take(journal, carried(SOURCE, *segments_of(SOURCE, HANH, LINES))).new == 4

        assert [row[8] for row in dump(journal.database)["segment"]] == [1, 1]


def test_a_forks_lines_and_digests_are_read_one_by_one(tmp_path):
    a = [*LINES[:2], *lines_of([answered("a"), answered("a2")])]
    b = [*LINES[:2], *lines_of([answered("b")], at=7)]
    with a_journal(tmp_path) as journal:
        for copy in (a, b):
            take(journal, carried(SOURCE, *segments_of(SOURCE, HANH, copy)))

        for place in journal.sources(to_own_device(HANH.identity)):
            copy = a if place.head == 4 or place.sid == SOURCE.id else b
            digests = wire.chain(SOURCE.id, copy)
            for number in range(place.first, place.head + 1):
                assert journal.line(place, number) == copy[number - 1]
                assert journal.digest(place, number) == digests[number - 1]
            assert journal.line(place, place.head + 1) is None
            assert journal.digest(place, place.head + 1) is None
            assert journal.digest(place, place.first - 1) is None


def test_loose_lines_of_ones_own_are_part_of_a_fork_and_can_still_be_sealed(tmp_path):
    with a_journal(tmp_path) as journal:
        saved = write(journal, answered("q1"), answered("q2"), answered("q3"))
        (place,) = journal.sources(to_own_device(HANH.identity))
        other = a_segment(place.source, HANH, lines_of([answered("copy")]), 2, saved[0].digest)
        take(journal, carried(place.source, other))

        again = held(journal)

        assert sum(s.count for c in again for s in c.segments) == 4
        with tempfile.TemporaryDirectory() as folder, a_journal(Path(folder)) as there:
            take(there, *again)
            assert paths(there) == paths(journal)
            assert folded(there) == folded(journal)


def test_replanting_a_sound_source_changes_nothing(tmp_path):
    with a_journal(tmp_path) as journal:
        take(journal, carried(SOURCE, *segments_of(SOURCE, HANH, LINES, {2, 3})))
        before = dump(journal.database)
        with journal.database.write() as connection:
            (place,) = journal.places.read(connection)
            counts = journal.forks.replant(connection, place)

        assert dump(journal.database) == before
        assert (counts.new, counts.forks) == (0, 0)


def test_lines_of_a_name_that_is_not_there_are_none(tmp_path):
    database = Database(tmp_path / "journal.db")
    journal = Journal(database)
    take(journal, carried(SOURCE, *segments_of(SOURCE, HANH, LINES)))
    (place,) = journal.sources(to_own_device(HANH.identity))

    from dataclasses import replace

    assert list(journal.lines(replace(place, sid=b"x" * 32))) == []
    database.close()
