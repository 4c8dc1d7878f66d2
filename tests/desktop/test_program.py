"""The program from its first paint until the profile is open."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel

from selfstudy import bootstrap
from selfstudy.desktop.program import Program
from selfstudy.desktop.reading_view import ReadingView
from selfstudy.desktop.tasks import InlineTasks, Job
from selfstudy.settings import Places, Settings
from selfstudy.store.room import ROOM


class Later:
    """Tasks that wait until they are let go."""

    def __init__(self):
        self._waiting, self._lane = [], InlineTasks()

    def run(self, work, done, failed=None, lane="store"):
        self._waiting.append(lambda: self._lane.run(work, done, failed, lane))
        return Job()

    def go_on(self):
        while self._waiting:
            self._waiting.pop(0)()


@pytest.fixture
def started(qtbot, tmp_path):
    places, tasks = Places(tmp_path), Later()
    profile = bootstrap.profiles(places).create("Nguyễn Thị Hạnh", "P03")
    program = Program(places, Settings(last_profile=profile.id), tasks=tasks)
    program.begin()
    program.window.show()
    qtbot.waitUntil(lambda: bool(tasks._waiting))
    yield program, tasks
    program.close()
    program.window.close()
    program.window.deleteLater()


def words_of(widget):
    return " | ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def test_the_rest_loads_after_the_first_paint_and_today_becomes_live(started):
    program, tasks = started
    assert not program.live
    assert "Hạnh" in words_of(program.window)

    tasks.go_on()

    assert program.live
    assert program.window.page == "today"


def test_once_it_is_live_the_log_has_room_for_a_day_of_answers(started):
    program, tasks = started
    tasks.go_on()

    log = program.services.desk.folder / "journal.db-wal"

    assert log.stat().st_size == ROOM


def test_a_page_asked_for_early_waits_calmly_and_then_opens(started, qtbot):
    program, tasks = started

    program.window.show_page("library")
    qtbot.waitUntil(lambda: "Đang mở…" in words_of(program.window))
    tasks.go_on()

    assert "Đang mở…" not in words_of(program.window)
    assert program.window.page == "library"
    assert "library" in program.screens


def test_a_lesson_asked_for_early_is_opened_then(started):
    program, tasks = started

    program._today.lesson_asked.emit("CM03-01")
    tasks.go_on()

    assert program.window.page == "lesson"
    assert "lesson" in program.screens


def test_the_first_lesson_that_is_opened_begins_at_its_top(started, qapp):
    program, tasks = started
    program.window.resize(1366, 768)
    tasks.go_on()

    program.open_lesson("CM03-02")
    tasks.go_on()
    for _turn in range(6):
        qapp.processEvents()

    (view,) = (v for v in program.window.findChildren(ReadingView) if v.isVisible())
    assert view.verticalScrollBar().maximum() > 1000
    assert view.verticalScrollBar().value() == 0


def test_the_last_wish_before_opening_counts(started):
    program, tasks = started

    program.window.show_page("library")
    program.window.show_page("today")
    tasks.go_on()

    assert program.live
    assert set(program.screens) == {"today"}


def test_live_today_never_forgets_the_first_look_while_it_reads(started):
    program, tasks = started
    before = program._today.shown

    tasks._waiting.pop(0)()

    assert not program.live
    assert program._today.shown.name == before.name
    tasks.go_on()


def test_the_settings_count_what_erasing_would_take_and_forget_it_when_left(started, qtbot):
    program, tasks = started
    tasks.go_on()
    program.show("settings")
    tasks.go_on()
    card = program.screens["settings"].page.erasing

    card.look.click()
    tasks.go_on()
    assert not card._inside.isHidden()

    program.show("today")
    assert card._inside.isHidden()


def test_erasing_a_person_is_counted_on_their_page_and_forgotten_on_the_next(started, qtbot):
    program, tasks = started
    tasks.go_on()
    program.services.unit.create("UBND phường Bến Thành", "bốn từ dễ nhớ")
    person = program.services.desk.profile.id
    program.show("unit")
    tasks.go_on()
    page = program.screens["unit"].page
    page.section_asked.emit("people")
    page.person_opened.emit(person)
    tasks.go_on()
    card = page.people.one.erasing

    card.look.click()
    tasks.go_on()
    assert not card._inside.isHidden()

    page.people.person_opened.emit(person)
    assert card._inside.isHidden()
    tasks.go_on()
