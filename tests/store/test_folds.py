from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selfstudy.domain import wire
from selfstudy.domain.audience import to_own_device
from selfstudy.domain.authority import Appointment, Authorities
from selfstudy.domain.record import Listed, Restated, Reviewed, Voided
from selfstudy.store.facts import rows_of, voids_of
from selfstudy.store.folds import FEW
from selfstudy.store.journal import Author
from selfstudy.store.restating import told_again
from tests.builders import (
    HANH,
    LAN,
    LESSON,
    NOON,
    ROOT,
    STRANGER,
    a_journal,
    a_segment,
    a_source,
    answered,
    author,
    carried,
    dump,
    finished,
    folded,
    held,
    lines_of,
    opened,
    read,
    segments_of,
    take,
    write,
)

HOME = ROOT.identity
ME = to_own_device(HANH.identity)
SUPERVISED = Authorities(ROOT.public, (Appointment(LAN.public, "Lan", 0, NOON * 2),))
PROJECTIONS = ("progress", "memory", "stale")


@pytest.fixture
def journal(tmp_path):
    with a_journal(tmp_path) as made:
        yield made


def rebuilt(journal, known=None):
    """Everything thrown away and computed again from the segments."""
    held(journal)
    with journal.database.write() as connection:
        for place in journal.places.read(connection):
            if place.id == place.root:
                journal.forks.replant(connection, place)
    journal.folds.mark_all(journal.database)
    return folded(journal, known=known)


def voiding(saved, reason="nhầm"):
    return Voided(saved.source.hex(), saved.number, saved.digest.hex(), reason)


def questions(journal, known=None):
    return [row.question for row in folded(journal, known=known)[1]]


steps = st.one_of(
    st.just(opened()),
    st.builds(
        lambda parts, seconds, anchor: read(*parts, seconds=seconds, anchor=anchor),
        st.sets(st.sampled_from("xy")), st.integers(0, 60), st.sampled_from(["", "x:1", "y:2"]),
    ),
    st.builds(answered, st.sampled_from("ab"), st.sampled_from([0, 1000])),
    st.builds(finished, right=st.integers(0, 8)),
    st.sampled_from(["epoch", "void", "merge"]),
)  # fmt: skip


@given(st.lists(st.tuples(steps, st.integers(-2, 2)), min_size=1, max_size=8))
@settings(max_examples=50)
def test_folding_by_and_by_equals_folding_again_equals_a_rebuild_elsewhere(tmp_path_factory, story):
    folder = tmp_path_factory.mktemp("folds")
    elsewhere = a_source(HANH, chain="p", epoch=77)
    other_lines = lines_of([answered("a", 0), read("z", anchor="z:9")], at=NOON + 1)
    with a_journal(folder / "a.db") as journal, a_journal(folder / "b.db") as other:
        saved = []
        for step, at in story:
            if step == "epoch":
                journal.begin_new_epoch()
            elif step == "merge":
                take(journal, carried(elsewhere, *segments_of(elsewhere, HANH, other_lines)))
            elif step == "void":
                if saved:
                    write(journal, voiding(saved[0]), at=NOON + at)
            else:
                saved += write(journal, step, at=NOON + at)
        incremental = folded(journal)

        journal.folds.mark_all(journal.database)
        assert folded(journal) == incremental
        assert rebuilt(journal) == incremental
        take(other, *reversed(held(journal)))
        assert folded(other) == incremental


def test_an_answer_is_folded_in_the_transaction_that_saves_it(journal):
    write(journal, answered(), read("a"))

    assert dump(journal.database)["stale"] == []
    with journal.database.read() as connection:
        assert len(journal.folds.memory(connection, HANH.identity)) == 1
        assert len(journal.folds.progress(connection, HANH.identity)) == 1


def test_a_review_is_folded_at_once_and_anew_as_the_same(journal):
    review = Reviewed(LESSON, "q1", 1, "ab", "M2", ("A",), 1000, 4000, 2)
    write(journal, answered())
    write(journal, review, at=NOON + 1)

    assert dump(journal.database)["stale"] == []
    at_once = folded(journal)
    assert [(row.answers, row.order.number) for row in at_once[1]] == [(2, 2)]
    assert rebuilt(journal) == at_once


def test_an_answer_from_before_another_devices_marks_its_person_for_folding(journal):
    source = a_source(chain="p")
    take(journal, carried(source, *segments_of(source, HANH, lines_of([answered()], at=NOON + 9))))
    folded(journal)

    write(journal, answered(score=0), at=NOON)

    assert dump(journal.database)["stale"] == [(HANH.identity,)]
    ((row,),) = [folded(journal)[1]]
    assert (row.answers, row.score, row.order.at) == (2, 1000, NOON + 9)


def test_what_is_read_right_after_an_answer_is_none_while_something_must_be_folded(journal):
    write(journal, answered(), read("a"))
    progress, memory = journal.folds.of_lesson(journal.database, HANH.identity, "CM03-01")
    whole = folded(journal)
    assert progress == whole[0]
    assert memory == [(row.lesson, row.question, row.score) for row in whole[1]]

    journal.folds.mark_all(journal.database)

    assert journal.folds.of_lesson(journal.database, HANH.identity, "CM03-01") is None


def test_a_void_takes_back_ones_own_fact(journal):
    one, _two = write(journal, answered("q1"), answered("q2"))
    write(journal, voiding(one))

    assert questions(journal) == ["q2"]
    assert len(rows_of(journal, HANH.identity)) == 3, "nothing is removed"
    assert voids_of(journal, HANH.identity, Authorities()) == {(one.source, one.number)}


def test_without_a_void_nothing_is_taken_back(journal):
    write(journal, answered())

    assert voids_of(journal, HANH.identity, Authorities()) == frozenset()


def test_a_void_that_comes_before_its_target_waits_for_it(journal):
    target = a_source(chain="p", epoch=1)
    lines = lines_of([answered("q1"), answered("q2")])
    digest = wire.chain(target.id, lines)[0]
    write(journal, Voided(target.id.hex(), 1, digest.hex()))
    assert questions(journal) == []

    take(journal, carried(target, *segments_of(target, HANH, lines)))

    assert questions(journal) == ["q2"]


@pytest.mark.parametrize("digest", ["00" * 32, "", "no hex"])
def test_a_void_with_another_digest_takes_nothing_back(journal, digest):
    (one,) = write(journal, answered("q1"))
    write(journal, Voided(one.source.hex(), one.number, digest))

    assert questions(journal) == ["q1"]


@pytest.mark.parametrize("source", ["zz", "", "00" * 32])
def test_a_void_of_nothing_harms_nobody(journal, source):
    write(journal, answered("q1"))
    write(journal, Voided(source, 1, "00" * 32))

    assert questions(journal) == ["q1"]


def test_a_void_in_one_copy_leaves_the_other_copys_record_alone(journal):
    source = a_source(chain="p")
    copies = [lines_of([answered("q0"), answered(name)]) for name in "ab"]
    digest = wire.chain(source.id, copies[0])[1]
    for copy in copies:
        take(journal, carried(source, *segments_of(source, HANH, copy)))
    write(journal, Voided(source.id.hex(), 2, digest.hex()))

    assert questions(journal) == ["b", "q0"]


def test_nobody_else_takes_back_a_learners_fact(journal):
    (one,) = write(journal, answered("q1"), unit=HOME)
    thief = Author(STRANGER.public, STRANGER.identity, HOME)
    for chain in ("s", "u", "p"):
        journal.append(thief, [voiding(one)], NOON, 0, subject=HANH.identity, chain=chain)

    assert questions(journal, SUPERVISED) == ["q1"]


def test_a_supervisor_takes_back_a_fact_of_the_unit_and_only_while_appointed(journal):
    (one,) = write(journal, answered("q1"), unit=HOME)
    supervisor = author(LAN, HOME)
    journal.append(supervisor, [voiding(one)], NOON, 0, subject=HANH.identity, chain="u")

    assert questions(journal) == ["q1"], "before the appointment is known"
    journal.folds.mark_all(journal.database)
    assert questions(journal, SUPERVISED) == []
    late = Authorities(ROOT.public, (Appointment(LAN.public, "Lan", 0, NOON - 1),))
    journal.folds.mark_all(journal.database)
    assert questions(journal, late) == ["q1"]


def test_a_fact_by_somebody_not_entitled_is_kept_and_never_folded(journal):
    source = a_source(STRANGER, HANH.identity, HOME, "p")
    take(
        journal, carried(source, *segments_of(source, STRANGER, lines_of([answered(), read("a")])))
    )

    assert folded(journal) == ([], [])
    assert len(rows_of(journal, HANH.identity)) == 2
    vouched = Authorities(keys={HANH.identity: frozenset({STRANGER.public})})
    journal.folds.mark_all(journal.database)
    assert questions(journal, vouched) == ["q1"]


def test_the_kind_of_another_chain_is_not_folded(journal):
    journal.append(author(), [answered("in the shared chain")], NOON, 0, chain="s")
    journal.folds.mark_all(journal.database)

    assert questions(journal) == []


def restating(source, lines, number=1):
    digest = wire.chain(source.id, lines)[number - 1]
    return Restated(source.id.hex(), number, digest.hex(), lines[number - 1].decode())


OLD = a_source(unit=bytes(16))


def test_what_is_restated_counts_once_and_at_its_own_time(journal):
    lines = lines_of([finished()], at=NOON - 5000)
    write(journal, restating(OLD, lines), restating(OLD, lines))

    ((row,), _memory) = folded(journal)
    assert (row.lesson, row.finished, row.hundredths) == ("CM03-01", NOON - 5000, 100)


def test_restating_an_answer_twice_counts_it_once(journal):
    lines = lines_of([answered()])
    write(journal, restating(OLD, lines), restating(OLD, lines))

    assert [row.answers for row in folded(journal)[1]] == [1]


def test_what_is_restated_from_the_future_counts_when_it_was_restated(journal):
    write(journal, restating(OLD, lines_of([finished()], at=NOON * 2)))

    assert folded(journal)[0][0].finished == NOON


def test_what_is_held_itself_is_not_counted_from_its_restatement(journal):
    lines = lines_of([answered()])
    source = a_source(chain="p", unit=bytes(16))
    take(journal, carried(source, *segments_of(source, HANH, lines)))

    write(journal, restating(source, lines))

    assert [row.answers for row in folded(journal)[1]] == [1]


def test_equal_numbers_of_two_tails_are_told_again_each(journal):
    shared, here, there = (lines_of([answered(name)]) for name in ("q1", "q2", "q3"))
    source = a_source(chain="p", unit=bytes(16))
    write(journal, restating(source, shared + here, 2), restating(source, shared + there, 2))

    assert [row.question for row in folded(journal)[1]] == ["q2", "q3"]

    for tail in (here, there):  # one tail is held itself, then both
        take(journal, carried(source, *segments_of(source, HANH, shared + tail)))
        assert [(row.question, row.answers) for row in folded(journal)[1]] == [
            ("q1", 1), ("q2", 1), ("q3", 1)
        ]  # fmt: skip


def test_only_what_restates_tells_again(journal):
    write(journal, finished())
    (place,) = journal.sources(ME)

    with journal.database.read() as connection:
        assert told_again(connection, journal.places, place, 1) is None
        assert told_again(connection, journal.places, place, 2) is None


def test_what_waits_itself_counts_from_its_restatement(journal):
    lines = lines_of([answered("q1"), answered("q2")])
    source = a_source(chain="p", unit=bytes(16))
    take(journal, carried(source, *segments_of(source, HANH, lines, (2,))[1:]))

    write(journal, restating(source, lines, 2))

    assert [row.question for row in folded(journal)[1]] == ["q2"]


@pytest.mark.parametrize(
    "line", ["", "no line", '[1,0,"dreamt",[]]', '[1,0,"restated",["",1,"",""]]']
)
def test_a_restatement_of_nonsense_is_folded_into_nothing(journal, line):
    write(journal, Restated("no hex", 1, "", line), answered("q1"))

    assert questions(journal) == ["q1"]


def test_sealed_and_forked_restatements_are_read_too(journal):
    write(journal, restating(OLD, lines_of([finished()])))
    held(journal)
    journal.folds.mark_all(journal.database)
    assert len(folded(journal)[0]) == 1

    (place,) = journal.sources(ME)
    take(journal, carried(place.source, a_segment(place.source, HANH, lines_of([finished("L2")]))))

    assert [row.lesson for row in folded(journal)[0]] == ["CM03-01", "L2"]


def test_numbers_beyond_measure_break_no_projection(journal):
    big = [read("a", seconds=2**53) for _ in range(1100)]
    write(journal, *big, answered())

    journal.folds.mark_all(journal.database)

    assert folded(journal)[0][0].seconds == 2**53


def test_only_people_who_are_stale_are_folded(journal):
    write(journal, answered())
    assert journal.fold_stale(Authorities()) == 0

    journal.folds.mark_all(journal.database)
    with journal.database.write() as connection:
        journal.folds.mark(connection, HANH.identity)

    assert journal.fold_stale(Authorities()) == 1
    assert journal.fold_stale(Authorities()) == 0


def test_of_many_who_told_nothing_there_is_nothing_to_fold_and_who_told_is_folded(journal):
    write(journal, opened(), read("a"), finished())
    before = folded(journal)
    told = [(bytes([n]) * 16, Listed(f"Người {n}")) for n in range(1, FEW + 5)]
    journal.append_each(author(LAN, HOME), told, NOON, 0, "u")
    journal.folds.mark_all(journal.database)

    assert journal.fold_stale(SUPERVISED) == FEW + 5

    assert journal.fold_stale(SUPERVISED) == 0
    assert folded(journal) == before
