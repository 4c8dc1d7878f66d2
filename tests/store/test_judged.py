"""A person's records as numbers meet them, and why some of them are not counted."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from selfstudy.domain import wire
from selfstudy.domain.authority import Appointment, Authorities
from selfstudy.domain.explained import MEASURES, Figure
from selfstudy.domain.record import HoursRecognised, Restated, Voided
from selfstudy.store.facts import rows_of
from selfstudy.store.judged import judged, waiting
from selfstudy.store.restating import Held, cited_by, told_again
from selfstudy.store.retention import let_go, prefixes
from selfstudy.store.schema import segment as segment_table
from tests.builders import (
    HANH,
    LAN,
    NOON,
    ROOT,
    STRANGER,
    UNIT,
    a_journal,
    a_ring,
    a_source,
    answered,
    carried,
    finished,
    lines_of,
    read,
    segments_of,
    take,
    write,
)

NOBODY = Authorities()
ANSWERS = ("answered",)
OLD = a_source(HANH, chain="p", unit=bytes(16))


@pytest.fixture
def journal(tmp_path):
    with a_journal(tmp_path) as made:
        yield made


def told(journal, *kinds, known=NOBODY, known_of=lambda _unit: NOBODY):
    """What each record is about, and why it is not counted."""
    found = judged(journal, HANH.identity, known, known_of, kinds)
    return [(one.row.object, one.why) for one in found]


def restating(source, lines, number=1):
    digest = wire.chain(source.id, lines)[number - 1]
    return Restated(source.id.hex(), number, digest.hex(), lines[number - 1].decode())


def bring(journal, source, ring, facts, *, skip=0, at=NOON):
    """Lines that came from elsewhere, one in a segment; without the first `skip` of them."""
    lines = lines_of(facts, at)
    parts = segments_of(source, ring, lines, range(2, len(lines) + 1))
    take(journal, carried(source, *parts[skip:]))
    return lines


def test_of_somebody_without_records_nothing_is_told(journal):
    write(journal, answered(), ring=LAN)

    assert told(journal, *ANSWERS) == []


def test_what_was_taken_back_is_told_and_does_not_count(journal):
    one, _two = write(journal, answered("q1"), answered("q2"))
    write(journal, Voided(one.source.hex(), one.number, one.digest.hex(), "nhầm"))

    assert told(journal, *ANSWERS) == [("q1", "voided"), ("q2", "")]


def test_what_somebody_else_says_in_ones_name_does_not_count(journal):
    write(journal, answered("q1"))
    bring(journal, a_source(STRANGER, HANH.identity, chain="p"), STRANGER, [answered("q2")])

    assert sorted(told(journal, *ANSWERS)) == [("q1", ""), ("q2", "author")]


def test_what_a_unit_said_is_judged_by_what_is_known_of_that_unit(journal):
    supervised = Authorities(ROOT.public, (Appointment(LAN.public, "Lan", 0, NOON * 2),))
    ours, theirs = ROOT.identity, UNIT
    hours = HoursRecognised("CM03", 800, "QĐ 1", "2026-11-20")
    for at, unit in enumerate((ours, theirs), NOON):
        bring(journal, a_source(LAN, HANH.identity, unit, "u"), LAN, [hours], at=at)

    def known_of(unit):
        return supervised if unit == ours else NOBODY

    kind = "hours_recognised"
    assert [why for _of, why in told(journal, kind, known_of=known_of)] == ["", "author"]
    assert [why for _of, why in told(journal, kind, known=supervised)] == ["author", "author"]


def test_what_is_told_again_counts_once_and_at_its_own_time(journal):
    lines = lines_of([answered("q1")], at=NOON - 5000)
    write(journal, restating(OLD, lines), restating(OLD, lines))

    first, second = judged(journal, HANH.identity, NOBODY, lambda _unit: NOBODY, ANSWERS)

    assert [first.why, second.why] == ["", "again"]
    assert (first.row.kind, first.row.object, first.row.at) == ("answered", "q1", NOON - 5000)


def test_what_is_told_again_from_the_future_counts_when_it_was_told_again(journal):
    write(journal, restating(OLD, lines_of([answered()], at=NOON * 2)))

    (one,) = judged(journal, HANH.identity, NOBODY, lambda _unit: NOBODY, ANSWERS)
    assert one.row.at == NOON


def test_a_telling_that_does_not_count_leaves_the_next_one_counting(journal):
    again = restating(OLD, lines_of([answered("q1")], at=NOON - 5000))
    (wrong,) = write(journal, again)
    write(journal, Voided(wrong.source.hex(), wrong.number, wrong.digest.hex(), "nhầm"))
    write(journal, again, at=NOON + 9)

    assert told(journal, *ANSWERS) == [("q1", "voided"), ("q1", "")]


def test_a_stranger_tells_nothing_again(journal):
    again = restating(OLD, lines_of([answered("q1")]))
    bring(journal, a_source(STRANGER, HANH.identity, chain="p"), STRANGER, [again])
    write(journal, again, at=NOON + 9)

    assert sorted(told(journal, *ANSWERS)) == [("q1", ""), ("q1", "author")]


def test_what_is_held_itself_does_not_count_from_its_telling(journal):
    lines = bring(journal, OLD, HANH, [answered("q1"), answered("q2")])
    write(journal, restating(OLD, lines, 1), restating(OLD, lines, 2), at=NOON + 5000)

    assert sorted(told(journal, *ANSWERS)) == [
        ("q1", ""), ("q1", "held"), ("q2", ""), ("q2", "held")
    ]  # fmt: skip


def test_another_line_of_the_same_number_is_not_what_is_held(journal):
    bring(journal, OLD, HANH, [answered("q1")])
    write(journal, restating(OLD, lines_of([answered("q2")])), at=NOON + 5000)

    assert sorted(told(journal, *ANSWERS)) == [("q1", ""), ("q2", "")]


def test_what_cannot_be_read_is_told_nowhere_and_takes_no_ones_place(journal):
    for line in ("", "no line", '[1,0,"dreamt",[]]', '[1,0,"restated",["",1,"",""]]'):
        write(journal, Restated(OLD.id.hex(), 1, "ab", line))
    write(journal, restating(OLD, lines_of([answered("q1")])))

    assert told(journal, *ANSWERS) == [("q1", "")]


def test_what_is_told_again_is_listed_under_its_own_kind_alone_and_counts_under_all(journal):
    lines = lines_of([answered("q1")])
    later = lines_of([finished()])
    write(journal, restating(OLD, lines))
    write(journal, Restated(OLD.id.hex(), 1, restating(OLD, lines).digest, later[0].decode()))

    assert told(journal, "lesson_finished") == [("CM03-01", "again")]
    assert told(journal, *ANSWERS) == [("q1", "")]
    assert told(journal, "hours_recognised") == []


def test_records_come_in_the_order_of_the_folds(journal):
    write(journal, answered("q2"), at=NOON)
    write(journal, restating(OLD, lines_of([answered("q1")], at=NOON - 9)), at=NOON + 9)

    assert [of for of, _why in told(journal, *ANSWERS)] == ["q1", "q2"]


# What waits


def waits(journal, *kinds, person=HANH):
    found = waiting(journal, person.identity, kinds)
    return [(one.row.object, one.row.number, one.why) for one in found]


def test_what_waits_for_earlier_ones_is_told_with_its_number(journal):
    facts = [answered("q1"), answered("q2"), read("a"), answered("q3")]
    bring(journal, OLD, HANH, facts, skip=1)

    assert waits(journal, *ANSWERS) == [("q2", 2, "waiting"), ("q3", 4, "waiting")]
    assert waits(journal, *ANSWERS, person=LAN) == []
    assert told(journal, *ANSWERS) == []


def test_what_has_its_place_does_not_wait(journal):
    bring(journal, OLD, HANH, [answered("q1"), answered("q2")])
    bring(journal, OLD, HANH, [answered("q1"), answered("other")])  # a tail of its own

    assert waits(journal, *ANSWERS) == []


def test_of_two_tails_that_wait_each_is_told(journal):
    for name in ("here", "there"):
        bring(journal, OLD, HANH, [answered("gone"), answered(name)], skip=1)

    assert sorted(waits(journal, *ANSWERS)) == [("here", 2, "waiting"), ("there", 2, "waiting")]


def test_a_waiting_part_that_cannot_be_opened_is_passed_over(journal):
    bring(journal, OLD, HANH, [answered("q1"), answered("q2")], skip=1)
    other = a_source(a_ring(9), HANH.identity, chain="p")
    bring(journal, other, a_ring(9), [answered("q1"), answered("q3")], skip=1)
    with journal.database.write() as connection:
        (place, *_more) = journal.places.read(connection)
        connection.execute(
            sa.update(segment_table)
            .where(segment_table.c.unit == place.unit, segment_table.c.source == place.id)
            .values(blob=b"broken")
        )

    left = {"q2", "q3"} - ({"q2"} if place.source == OLD else {"q3"})
    assert {of for of, _number, _why in waits(journal, *ANSWERS)} == left


# What is told again, and whether it is here


def test_a_restating_record_cites_source_number_and_digest():
    lines = lines_of([answered("q1"), answered("q2")])

    assert cited_by(restating(OLD, lines, 2)) == (OLD.id, 2, wire.chain(OLD.id, lines)[1])


def test_only_a_restating_record_tells_another_again(journal):
    write(journal, answered("q1"), restating(OLD, lines_of([answered("q2")])))

    with journal.database.read() as connection:
        told = {
            row.kind: told_again(connection, journal.places, row.place, row.number)
            for row in rows_of(journal, HANH.identity)
        }
    assert told["answered"] is None
    assert told["restated"].cited[:2] == (OLD.id, 1)


def test_of_a_beginning_that_was_let_go_the_number_decides(journal):
    source = a_source(HANH)
    facts = [finished("a"), finished("b"), finished("c")]
    lines = bring(journal, source, HANH, facts)
    found = prefixes(journal, NOON + 1500, sa.true(), upto={})
    assert sum(let_go(journal, prefix) for prefix in found) == 2
    digests = wire.chain(source.id, lines)

    with journal.database.read() as connection:
        family = journal.places.read(connection)
        here = Held(connection, journal.places, family)
        assert (source.id, 1, digests[0]) in here
        assert (source.id, 2, b"whatever") in here
        assert (source.id, 3, digests[2]) in here
        assert (source.id, 3, b"whatever") not in here
        assert (source.id, 0, digests[0]) not in here
        assert (source.id, 4, digests[2]) not in here
        assert (OLD.id, 1, digests[0]) not in here


# What a number counts


def test_a_number_counts_records_unless_it_is_named_otherwise():
    assert Figure("answers").measure == "count"
    assert {key: Figure(key).measure for key in MEASURES} == MEASURES
    assert Figure("recognised", person="ab", year=2026).measure == "tiet"
