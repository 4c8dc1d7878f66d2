from __future__ import annotations

from datetime import date

import pytest
from openpyxl import load_workbook

from selfstudy.domain.explained import Figure
from selfstudy.domain.record import HoursRecognised, SessionAttended, Voided
from selfstudy.services.papers.order import Wish
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


def test_what_was_only_attended_is_shown_and_adds_to_neither_ledger(office, hanh, tmp_path):
    lan = office.desks[0]
    office.hand_over(hanh, lan)
    lan.unit.admit(hanh.desk.profile.id)
    lan.desk.write_about(
        hanh.desk.person,
        SessionAttended("Lớp 12", "CM03", "online", "2026-11-20", 400),
        SessionAttended("Lớp 9", "CM99", "hội trường", "ngày nào đó", 800),
        SessionAttended("Lớp 8", "CM99", "blended", "2025-11-20", 800),
        HoursRecognised("CM98", 1200, "QĐ-15", "2026-11-20", "blended"),
    )
    office.answer_with_receipt(lan, hanh)

    record = hanh.study.my_record(2026)

    assert {
        (r.ledger, r.module, r.form, r.hours, r.evidence, r.at.date()) for r in record.rows
    } == {
        ("attended", "CM03", "online", 4.0, "Lớp 12", date(2026, 11, 20)),
        ("attended", "CM99", "in_person", 8.0, "Lớp 9", hanh.desk.clock().date()),
        ("recognised", "CM98", "blended", 12.0, "QĐ-15", date(2026, 11, 20)),
    }
    assert len(record.rows) == 3
    assert (record.hours.self_study, record.hours.recognised) == (0.0, 12.0)
    assert record.years == (2026, 2025)
    hours = hanh.explaining.explain(Figure("recognised", year=2026))
    assert hours.value == 12.0
    assert sorted(row.why for row in hours.records) == ["", "attended", "attended"]
    written = hanh.reporting.write(Wish("F1", own=True), tmp_path / "F1.xlsx")
    (sheet,) = load_workbook(written.path).worksheets
    said = {cell.value for row in sheet.iter_rows() for cell in row}
    assert {"đã dự, không cộng", "được công nhận", "Kết hợp", "Trực tuyến"} <= said


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
