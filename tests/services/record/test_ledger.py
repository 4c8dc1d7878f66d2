from __future__ import annotations

import pytest

from selfstudy.domain.explained import Figure
from selfstudy.domain.record import HoursRecognised, Voided
from selfstudy.services.record.ledger import Ledger
from tests.builders import (
    LESSON,
    STRANGER,
    a_source,
    answered,
    carried,
    finished,
    lines_of,
    read,
    segments_of,
    take,
)


@pytest.fixture
def hanh(office):
    office.supervisor()
    return office.learner()


def void(saved):
    return Voided(saved.source.hex(), saved.number, saved.digest.hex(), "nhầm")


def test_the_two_ledgers_are_kept_apart_and_by_year(office, hanh):
    office.study(hanh)
    lan = office.desks[0]
    office.hand_over(hanh, lan)
    lan.unit.admit(hanh.desk.profile.id)
    lan.desk.write_about(hanh.desk.person, HoursRecognised("CM99", 1200, "QĐ-15", "2026-11-20"))
    office.answer_with_receipt(lan, hanh)

    record = hanh.study.my_record(2026)

    assert (record.hours.self_study, record.hours.recognised, record.hours.year) == (
        8.0,
        12.0,
        2026,
    )
    assert {(row.ledger, row.module, row.evidence) for row in record.rows} == {
        ("self_study", "CM03", ""), ("recognised", "CM99", "QĐ-15"),
    }  # fmt: skip
    assert (record.lessons_done, record.answers, record.answers_right) == (1, 8, 8)
    assert record.unit == "UBND phường Bến Thành"
    assert hanh.study.my_record(2025).rows == ()
    assert record.years == (2026,)


def test_minutes_are_counted_on_the_day_of_the_own_zone(office, hanh):
    hanh.desk.write(read("a", seconds=600))
    office.clock.move(days=1)
    hanh.desk.write(read("b", seconds=120), answered())

    days = hanh.study.ledger.minutes_by_day(office.clock(), 3)

    assert days == (0, 10, 2)
    office.clock.move(days=5)
    assert hanh.study.ledger.minutes_by_day(office.clock(), 3) == (0, 0, 0)


def test_a_long_pause_over_a_question_is_not_study(office, hanh):
    question = office.shelf.lesson(LESSON).questions[0]
    hanh.study.answer(LESSON, question.id, ("A",), "", 10**9)

    assert hanh.study.my_record().active_minutes == 5


def test_what_was_taken_back_counts_nowhere_and_is_still_shown(office, hanh):
    (saved,) = hanh.desk.write(answered("q1"))
    hanh.desk.write(void(saved))

    assert hanh.study.my_record().answers == 0
    (row,) = hanh.explaining.explain(Figure("answers")).records
    assert (row.kind, row.counted, row.why) == ("answered", False, "voided")


def test_what_a_stranger_says_in_ones_name_counts_nowhere(office, hanh):
    source = a_source(STRANGER, hanh.desk.person, hanh.desk.unit)
    facts = lines_of(
        [answered(), read("a", seconds=600), finished(), HoursRecognised("M", 9, "", "")]
    )
    take(hanh.desk.journal, carried(source, *segments_of(source, STRANGER, facts)))

    record = hanh.study.my_record()

    assert (record.answers, record.active_minutes, record.lessons_done) == (0, 0, 0)
    assert record.rows == ()
    rows = hanh.explaining.explain(Figure("lesson", LESSON)).records
    assert rows
    assert {row.why for row in rows if row.kind != "answered"} == {"author"}


def test_the_facts_behind_a_lesson_say_where_they_are_sealed(office, hanh):
    office.study(hanh)

    rows = hanh.explaining.explain(Figure("lesson", LESSON)).records

    assert {row.kind for row in rows} == {
        "lesson_opened",
        "section_read",
        "answered",
        "lesson_finished",
    }
    assert {row.detail for row in rows if row.kind == "section_read"} == {"150s"}
    assert {row.detail for row in rows if row.kind == "answered"} == {"100%"}
    assert all(row.counted and len(row.source) == 12 and row.number > 0 for row in rows)


def test_a_lesson_of_a_module_that_is_gone_keeps_its_hours_under_its_id(office, hanh):
    hanh.desk.write(finished("CM77-01", hundredths=150))

    (row,) = Ledger(hanh.desk).rows()

    assert (row.lesson_title, row.hours, row.result) == ("CM77-01", 1.5, "8/8")
