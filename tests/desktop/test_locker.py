"""A locked profile in the running program: the first paint, hiding, switching on and off."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLabel

from selfstudy import bootstrap
from selfstudy.desktop.program import Program
from selfstudy.desktop.qt_tasks import QtTasks
from selfstudy.desktop.tasks import InlineTasks
from selfstudy.exchange.lock import Cost
from selfstudy.exchange.recovery_code import GROUP, bare
from selfstudy.settings import Places, Settings

PIN, WORDS, NAME = "203041", "con đò bến cũ", "Nguyễn Thị Hạnh"


def cheap():
    return Cost(19 * 1024, 1)


@pytest.fixture
def places(tmp_path):
    return Places(tmp_path)


@pytest.fixture
def people(places):
    return bootstrap.profiles(places, cost=cheap)


@pytest.fixture
def hanh(people):
    return people.create(NAME, "P03").id


@pytest.fixture
def code(people, hanh):
    """The profile is locked."""
    locking = people.locking(hanh)
    prepared = locking.prepare(PIN)
    locking.switch_on(prepared, bare(prepared.code)[GROUP * (prepared.group - 1) :][:GROUP])
    return prepared.code


@pytest.fixture
def start(qtbot, places, people, hanh):
    """Start the program as the person left it."""
    started = []

    def begin(tasks=None, **choices):
        settings = Settings(last_profile=hanh, sync_automatically=False, **choices)
        program = Program(places, settings, tasks=tasks or InlineTasks())
        program.profiles = people
        started.append(program)
        program.begin()
        program.window.show()
        qtbot.waitExposed(program.window)
        return program

    yield begin
    for program in started:
        program.close()
        program.window.close()
        program.window.deleteLater()


def words_of(widget):
    return " | ".join(label.text() for label in widget.findChildren(QLabel) if label.isVisible())


def unlock(program, secret=PIN):
    program.locker._page.secret_given.emit(secret)


def test_the_first_paint_of_a_locked_profile_asks_for_the_secret(start, code, qtbot):
    program = start()

    assert program.window.page == "unlock"
    assert program.services is None
    assert NAME in words_of(program.window)
    assert not program.window.sidebar.isVisible()
    qtbot.waitUntil(program.locker._page.secret.hasFocus)

    qtbot.keyClicks(program.locker._page.secret, PIN)
    qtbot.keyClick(program.locker._page.secret, Qt.Key.Key_Return)

    assert program.window.page == "today"
    assert program.live
    assert program.window.sidebar.isVisible()


def test_a_wrong_secret_opens_nothing(start, code):
    program = start()

    unlock(program, "999998")

    assert program.window.page == "unlock"
    assert program.services is None


def test_the_window_stays_alive_while_the_secret_is_tried(start, code, people, hanh, qtbot):
    people.locking(hanh).change(PIN, WORDS)
    people.cost = lambda: Cost(64 * 1024, 12)
    people.locking(hanh).change(WORDS, PIN)
    program = start(QtTasks())
    beats = []
    beat = QTimer(program, interval=5)
    beat.timeout.connect(lambda: beats.append(program.locker.asking))
    beat.start()

    unlock(program)
    qtbot.waitUntil(lambda: program.live, timeout=30_000)
    beat.stop()

    assert beats.count(True) > 3, "the screen's thread went on meanwhile"


def test_hiding_takes_everything_from_sight_and_brings_it_back_as_it_was(start, code, qtbot):
    program = start()
    unlock(program)
    program.open_quiz("CM03-01")
    page = program.screens["quiz"].page
    desk = program.services.desk
    program.window.activateWindow()
    qtbot.waitUntil(program.window.isActiveWindow)

    qtbot.keyClick(program.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: program.window.page == "unlock")
    assert not page.isVisible()
    qtbot.keyClick(program.window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert program.window.page == "unlock", "no key leads past it"
    program.lock_now()
    unlock(program)

    assert program.window.page == "quiz"
    assert program.screens["quiz"].page is page, "a running quiz is not closed"
    assert program.services.desk is desk


def test_without_a_lock_hiding_says_where_to_set_one(start, hanh, qtbot):
    program = start()
    qtbot.waitUntil(lambda: program.live)

    program.lock_now()

    assert program.window.page == "today"
    assert "chưa có khoá" in words_of(program.window)


def test_before_anybody_is_here_there_is_nothing_to_hide(start, code):
    program = start()
    page = program.locker._page

    program.lock_now()

    assert program.locker._page is page


def test_when_nobody_is_here_for_the_time_chosen_it_hides_by_itself(start, code, qtbot):
    program = start(lock_after=5)
    unlock(program)
    assert program.locker._idle.interval() == 5 * 60_000
    program.locker._idle.setTimerType(Qt.TimerType.PreciseTimer)
    program.locker._idle.start(60_000)
    qtbot.waitUntil(lambda: program.locker._idle.remainingTime() < 59_980)
    left = program.locker._idle.remainingTime()
    qtbot.keyClick(program.window, Qt.Key.Key_Shift)
    assert program.locker._idle.remainingTime() > left, "the time begins again with each sign"

    program.locker._idle.start(1)

    qtbot.waitUntil(lambda: program.window.page == "unlock")


def test_by_default_it_never_hides_by_itself_and_a_choice_counts_at_once(start, code):
    program = start()
    unlock(program)
    assert not program.locker._idle.isActive()

    program.change(lock_after=10)
    assert program.locker._idle.isActive()

    program.change(lock_after=0)
    assert not program.locker._idle.isActive()


def test_others_come_to_the_picker_which_shows_who_is_locked(start, code, people):
    people.create("Trần Văn Tuấn", "P02")
    program = start()

    program.locker._page.others.click()

    picker = program.screens["welcome"].page.picker
    assert [row.accessibleName() for row in picker.people] == [NAME, "Trần Văn Tuấn"]
    assert picker.people[0].accessibleDescription() == "Đang khoá"
    picker.people[0].click()
    assert program.window.page == "unlock"
    unlock(program)
    assert program.window.page == "today"
    assert program.services.desk.profile.name == NAME


def test_the_lock_is_set_changed_and_taken_off_in_the_window(start, hanh, people, qtbot):
    program = start()
    qtbot.waitUntil(lambda: program.live)
    program.show("settings")
    program.screens["settings"].page.lock.open.click()
    page = program.screens["locking"].page
    page.secret.setText(PIN)
    page.again.setText(PIN)
    page.begin.click()
    state = page._state
    page.typed.setText(state.code.split("-")[state.group - 1])

    page.confirm.click()

    assert program.services.desk.key is not None
    assert program.window.page == "locking"
    assert people.locked() == {hanh}
    qtbot.waitUntil(lambda: "Hồ sơ đã khoá và mã hoá" in words_of(program.window))
    program.show("settings")
    program.screens["settings"].page.turn_to("safety")
    qtbot.waitUntil(program.screens["settings"].page.lock.now.isVisible)
    program.show("locking")
    page.asks["remove"].click()
    page.removed.emit("999998")
    assert program.services.desk.key is not None, "opened again as it was"
    page.removed.emit(PIN)
    assert program.services.desk.key is None
    assert people.locked() == frozenset()
    program.show("today")
    assert program.window.page == "today"


def test_the_sheet_is_written_from_the_window(start, hanh, tmp_path, qtbot):
    program = start()
    qtbot.waitUntil(lambda: program.live)
    program.show("locking")
    page = program.screens["locking"].page
    page.begun.emit(PIN, PIN)

    page.sheet_asked.emit(tmp_path / "ma.pdf")

    assert (tmp_path / "ma.pdf").read_bytes().startswith(b"%PDF")
    page.back.click()
    assert program.window.page == "settings"


def test_what_runs_ends_before_the_profile_is_closed(start, hanh, people, qtbot):
    program = start(QtTasks())
    qtbot.waitUntil(lambda: program.services is not None, timeout=30_000)
    gate, seen = threading.Event(), []
    desk = program.services.desk

    def syncing():
        gate.wait()
        return desk.database.setting("schema")

    program.tasks.run(syncing, seen.append, lane="side")
    program.locker.closed(lambda: seen.append("closed"), lambda: seen.append("done"), seen.append)
    assert seen == []
    gate.set()

    qtbot.waitUntil(lambda: "done" in seen, timeout=30_000)
    assert seen[1:] == ["closed", "done"]
    assert seen[0].isdecimal(), "the sync still found the database open"
    assert program.services.desk is not desk


def test_without_an_open_profile_nothing_is_closed(start, code):
    program = start()

    program.locker.closed(lambda: pytest.fail("nothing is open"), lambda: None, lambda _e: None)

    with pytest.raises(RuntimeError):
        program.locker.left_in_clear(None)


def test_a_dialog_in_front_is_closed_when_everything_is_hidden(start, code, qtbot):
    from selfstudy.desktop.notices import CrashNotice

    program = start()
    unlock(program)
    dialog = CrashNotice(program.window, "details", "logs")
    dialog.open()

    program.lock_now()

    qtbot.waitUntil(lambda: not dialog.isVisible())


def test_who_becomes_another_computers_person_is_not_asked_for_the_secret_again(
    start, code, tmp_path, qtbot
):
    office = bootstrap.profiles(Places(tmp_path / "office"), cost=cheap)
    at_work = bootstrap.services(
        office.open(office.create("Trần Thị Hạnh", "P02").id), office.places
    )
    program = start()
    unlock(program)
    before = program.services.desk
    request, _code = program.services.devices.request(tmp_path, "Máy ở nhà")
    packet = at_work.devices.link(request, tmp_path, "Máy cơ quan").path
    at_work.desk.close()
    program.show("settings")
    page = program.screens["settings"].page

    page.devices.brought.emit(Path(packet))
    page.devices.taken.emit()

    assert program.window.page == "settings"
    assert (program.services.desk is before, program.services.desk.profile.name) == (
        False, "Trần Thị Hạnh",
    )  # fmt: skip
    assert program.services.desk.key is not None
    fresh = program.screens["settings"].page
    fresh.turn_to("devices")
    qtbot.waitUntil(lambda: "Máy cơ quan" in words_of(fresh))
    fresh.devices.remove_asked.emit(at_work.desk.ring.public.hex())
    fresh.devices.removed.emit()
    assert [d.state for d in program.services.devices.list()] == ["linked", "removed"]
