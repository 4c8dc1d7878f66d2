"""The ways from a number on a screen to its records, and back, in the real program."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from selfstudy import bootstrap
from selfstudy.desktop.explaining import of_record, of_row, of_today
from selfstudy.desktop.program import Program
from selfstudy.desktop.tasks import InlineTasks
from selfstudy.desktop.today.state import TodayState
from selfstudy.domain.explained import Figure
from selfstudy.domain.progress import RecordRow
from selfstudy.domain.question import right_response
from selfstudy.settings import Places, Settings
from tests.fakes import VIETNAM, Clock

LESSON = "CM03-01"


@pytest.fixture
def program(qtbot, tmp_path):
    """Somebody who founded a unit and finished a lesson, at their open window."""
    places, clock = Places(tmp_path), Clock(datetime(2026, 8, 3, 9, 0, tzinfo=VIETNAM))
    profile = bootstrap.profiles(places, clock).create("Nguyễn Thị Hạnh", "P03")
    made = Program(places, Settings(last_profile=profile.id), clock=clock, tasks=InlineTasks())
    made.window.show()
    qtbot.waitExposed(made.window)
    made.open_profile(profile.id)
    services = made.services
    services.unit.create("UBND phường Bến Thành", "mật khẩu dài")
    lesson = services.desk.library.lesson(LESSON)
    for part in lesson.sections:
        services.study.read(LESSON, [part.id], 600, "")
    for question in lesson.questions:
        services.study.answer(LESSON, question.id, right_response(question), "sure", 5000)
    clock.move(days=40)
    made.enter(services)
    made.show("today")
    yield made
    made.close()
    made.window.close()
    made.window.deleteLater()


def explained(program):
    assert program.window.page == "explained"
    return program.screens["explained"].page


def test_every_number_of_today_leads_to_its_records_and_back(program):
    page = program._today
    doors = {
        "self_study": page.hours.why, "day": page.rhythm.why, "module": page.going_on.why,
        "due": page.review.why, "unreceived": page.handed.why,
    }  # fmt: skip
    for key, door in doors.items():
        door.setFocus()
        door.click()

        shown = explained(program)
        assert shown._explained.figure.key == key
        assert shown.table.model.rows or not shown._explained.value, "a module not begun has none"
        shown.back.click()
        assert program.window.page == "today"
        assert program.window.focusWidget() is door, "the keyboard is where it was"


def test_a_day_of_the_rhythm_is_opened_from_its_table(program):
    rhythm = program._today.rhythm
    rhythm.switch.click()
    rhythm.table.row_chosen.emit(rhythm.table.model.rows[-1])

    assert explained(program)._explained.value == rhythm.table.model.rows[-1][1]


def test_the_other_screens_lead_there_too(program):
    program.open_module("CM03")
    program.screens["library"].page.rows["CM03"].why.click()
    assert explained(program)._explained.figure == Figure("module", "CM03")
    explained(program).chosen.emit(1)
    assert explained(program)._explained.figure == Figure("lesson", LESSON)
    explained(program).back.click()
    assert program.window.page == "library"

    program.open_lesson(LESSON)
    program.screens["lesson"].page.why.click()
    assert explained(program)._explained.value == 1.0
    explained(program).back.click()
    assert program.window.page == "lesson"

    program.show("record")
    program.screens["record"].page.figures.tiles["answers"].click()
    assert explained(program)._explained.figure == Figure("answers")
    program.refresh()
    explained(program).back.click()
    program.screens["record"].page.ledgers.buttons["recognised"].click()
    assert explained(program)._explained.figure.key == "recognised"
    explained(program).back.click()
    transcript = program.screens["record"].page.transcript
    transcript.row_asked.emit(program.screens["record"].page._state.rows[0])
    assert explained(program)._explained.figure.of == LESSON

    program.show("handover")
    program.screens["handover"].page.safety.why.click()
    assert explained(program)._explained.figure == Figure("unreceived")


def test_the_unit_screen_leads_there_too(program):
    program.show("unit")
    page = program.screens["unit"].page
    for figure, key in (
        (page.overview.people, "people"),
        (page.overview.unknown, "unknown"),
        (page.overview.set_aside, "set_aside"),
    ):
        figure.why.click()
        assert explained(program)._explained.figure.key == key
        explained(program).back.click()
    assert page.overview.totals._few.isVisibleTo(page), "one person is too few for totals"
    page.overview.totals.explain_asked.emit((Figure("year_people", year=2026),))
    assert explained(program)._explained.value is None
    explained(program).back.click()

    page.section_asked.emit("people")
    page.people.everybody.table.view.selectRow(0)
    page.people.everybody.why.click()
    person = explained(program)._explained.figure.person
    assert explained(program)._explained.figure == Figure("lessons", person=person)
    explained(program).back.click()
    page.person_opened.emit(person)
    page.people.one.why.click()
    assert explained(program)._explained.figure.person == person


def test_nothing_to_explain_opens_nothing(program):
    program.explainer.explain(())

    assert program.window.page == "today"


def test_today_explains_only_what_it_shows(program):
    today = program._today.shown
    days = of_today("rhythm", today)
    first = (program.clock().date() - timedelta(days=40)).isoformat()
    assert [figure.of for figure in days] == [first]
    assert of_today("2026-01-01", TodayState(now=program.clock()))[0].key == "day"
    assert of_today("hours", None) == ()
    assert of_today("hours", TodayState(now=program.clock()))[0].year == program.clock().year
    assert of_today("next", TodayState(now=program.clock())) == ()


def test_the_record_asks_for_what_stands_together():
    assert of_record("minutes", 2026) == (Figure("minutes"),)
    assert of_record("lessons", 2026) == (Figure("lessons"),)
    assert of_record("recognised", 2026)[0] == Figure("recognised", year=2026)
    at = Clock()()
    row = RecordRow(at, "CM99", "Lớp", "", "", "in_person", 16, "recognised", "", "QĐ")
    assert of_row(row) == (Figure("recognised", year=at.year),)
    assert date(2026, 11, 22).year == at.year
