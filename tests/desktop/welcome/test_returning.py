"""Somebody who has a profile already: from a backup, or to be linked to another computer."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from selfstudy import bootstrap
from selfstudy.desktop.program import Program
from selfstudy.desktop.qt_tasks import QtTasks
from selfstudy.desktop.tasks import InlineTasks
from selfstudy.desktop.welcome import doors
from selfstudy.exchange.lock import Cost
from selfstudy.exchange.recovery_code import GROUP, bare, new_code
from selfstudy.services.rescue.safety import Safety
from selfstudy.settings import Places, Settings
from tests.builders import answered

NAME, PIN = "Nguyễn Thị Hạnh", "203041"


def words_of(widget):
    return " | ".join(
        label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)
    )


@pytest.fixture
def old(tmp_path):
    """The computer that is gone."""
    return bootstrap.profiles(Places(tmp_path / "old"))


@pytest.fixture
def hanh(old):
    desk = old.open(old.create(NAME, "P03").id)
    desk.write(*(answered(f"q{number}") for number in range(9)))
    desk.close()
    return desk.profile.id


@pytest.fixture
def backup(old, hanh, tmp_path):
    """A stick with a backup of the profile as it is then."""

    def made(key=None):
        desk = old.open(hanh, key)
        path = Safety(desk, old.places.data).backup(tmp_path / "stick")
        desk.close()
        return path

    return made


@pytest.fixture
def start(qtbot, tmp_path):
    made = []

    def begun(tasks=None):
        program = Program(Places(tmp_path / "new"), Settings(), tasks=tasks or InlineTasks())
        made.append(program)
        program.begin()
        program.window.show()
        qtbot.waitUntil(lambda: "welcome" in program.screens)
        page = program.screens["welcome"].page
        qtbot.waitUntil(page.isVisible)
        return program, page

    yield begun
    for program in made:
        program.close()
        program.window.close()
        program.window.deleteLater()


def locked(people, profile, codes=None):
    """Lock a profile; its data key."""
    people.cost = lambda: Cost(19 * 1024, 1)
    locking = people.locking(profile)
    prepared = locking.prepare(PIN)
    if codes is not None:
        codes.append(prepared.code)
    return locking.switch_on(
        prepared, bare(prepared.code)[GROUP * (prepared.group - 1) :][:GROUP]
    )  # fmt: skip


def choose(page, monkeypatch, *paths):
    """Open the door and choose a file."""
    monkeypatch.setattr(doors.dropping, "ask_files", lambda *_: paths)
    page.form.returning.click()
    page.returning.file.click()


def test_on_a_new_computer_a_backup_is_looked_at_restored_and_opened(
    start, backup, hanh, monkeypatch
):
    path = backup()
    program, page = start()

    choose(page, monkeypatch, path)

    said = words_of(page.returning)
    assert NAME in said
    assert "10 bản ghi" in said
    assert not page.returning.secret.isVisible()
    assert not list(program.places.profiles.glob("*")), "looking changes nothing"
    page.returning.confirm.click()
    assert program.services.desk.profile.id == hanh
    assert program.window.page == "today"
    assert f"Đã khôi phục hồ sơ của {NAME}" in words_of(program.window)


def test_a_locked_backup_asks_for_its_secret_and_says_when_it_is_wrong(
    start, backup, old, hanh, monkeypatch, qtbot
):
    path = backup(locked(old, hanh))
    program, page = start()
    choose(page, monkeypatch, path)
    door = page.returning
    assert door.secret.isVisible()
    qtbot.waitUntil(door.secret.hasFocus)

    qtbot.keyClick(door.secret, Qt.Key.Key_Return)
    assert program.services is None, "without a secret nothing is tried"
    door.secret.setText("999998")
    door.confirm.click()
    assert program.services is None
    assert door._said.isVisible()
    door.secret.setText(PIN)
    qtbot.keyClick(door.secret, Qt.Key.Key_Return)

    assert program.services.desk.profile.id == hanh
    assert program.services.desk.key is not None
    assert program.window.page == "today"
    assert door.secret.text() == "", "nothing of it is kept"


def test_who_forgot_the_secret_restores_with_the_recovery_code(
    start, backup, old, hanh, monkeypatch
):
    codes = []
    path = backup(locked(old, hanh, codes))
    program, page = start()
    choose(page, monkeypatch, path)
    door = page.returning
    door.secret.setText(new_code())
    door.confirm.click()
    assert program.services is None
    assert "tờ in có vào lúc sao lưu" in door._said.accessibleName()

    door.secret.setText(codes[0].lower().replace("-", " "))
    door.confirm.click()

    assert program.services.desk.profile.id == hanh
    assert program.services.desk.key is not None


def test_a_file_that_is_no_backup_is_told_and_another_may_be_chosen(
    start, backup, tmp_path, monkeypatch
):
    other = tmp_path / "anh.zip"
    other.write_bytes(b"not a backup")
    program, page = start()

    choose(page, monkeypatch, other)

    assert "Không đọc được tệp anh.zip" in words_of(page.returning)
    assert page.returning.file.isEnabled()
    monkeypatch.setattr(doors.dropping, "ask_files", lambda *_: (backup(),))
    page.returning.file.click()
    assert NAME in words_of(page.returning)
    assert program.services is None


def test_choosing_no_file_stays_where_it_was(start, monkeypatch):
    _program, page = start()

    choose(page, monkeypatch)

    assert page.returning.file.isVisible()


def test_escape_goes_back_a_step_at_a_time_to_where_the_keyboard_was(start, qtbot):
    _program, page = start()
    page.form.returning.setFocus()
    qtbot.keyClick(page.form.returning, Qt.Key.Key_Space)
    qtbot.waitUntil(page.returning.file.hasFocus)
    qtbot.keyClick(page.returning.other, Qt.Key.Key_Return)
    assert "Cài đặt → Thiết bị của tôi" in words_of(page.returning)
    qtbot.waitUntil(page.returning.link.hasFocus)

    qtbot.keyClick(page.returning.link, Qt.Key.Key_Escape)
    assert page.returning.file.isVisible()
    qtbot.keyClick(page.returning.file, Qt.Key.Key_Escape)

    assert page.form.isVisible()
    qtbot.waitUntil(page.form.returning.hasFocus)


def test_who_learns_on_another_computer_makes_a_profile_and_is_led_to_the_devices(start, qtbot):
    program, page = start(QtTasks())
    qtbot.waitUntil(page.form.button.isEnabled)
    page.form.returning.click()
    page.returning.other.click()
    page.returning.link.click()
    assert "Tạo hồ sơ xong" in words_of(page.form)
    qtbot.waitUntil(page.form.name.hasFocus)

    page.begin_asked.emit(NAME, "P03", "")

    qtbot.waitUntil(lambda: "settings" in program.screens, timeout=30_000)
    settings = program.screens["settings"].page
    qtbot.waitUntil(settings.devices.isVisible)
    assert program.window.page == "settings"
    assert program.services.desk.profile.name == NAME


def test_thinking_better_of_linking_leads_back_to_the_plain_form(start, qtbot):
    program, page = start()
    page.form.returning.click()
    page.returning.other.click()
    page.returning.link.click()

    qtbot.keyClick(page.form.name, Qt.Key.Key_Escape)
    assert "Tạo hồ sơ xong" not in words_of(page.form)
    page.begin_asked.emit(NAME, "P03", "")

    assert program.window.page == "today"


def test_where_others_learn_already_the_door_stands_beside_the_newcomer_s(
    start, tmp_path, backup, hanh, monkeypatch
):
    people = bootstrap.profiles(Places(tmp_path / "new"))
    people.create("Trần Văn Tuấn", "P02")
    path = backup()
    program, page = start()
    monkeypatch.setattr(doors.dropping, "ask_files", lambda *_: (path,))

    page.picker.returning.click()
    page.returning.file.click()
    page.returning.confirm.click()

    assert program.services.desk.profile.id == hanh
    program.switch_person()
    rows = program.screens["welcome"].page.picker.people
    assert {row.accessibleName() for row in rows} == {NAME, "Trần Văn Tuấn"}


def test_who_locked_the_profile_after_the_backup_is_asked_when_it_is_restored(
    start, tmp_path, backup, monkeypatch
):
    people, path = bootstrap.profiles(Places(tmp_path / "new")), backup()
    profile, key = people.restore(path)
    assert key is None
    locked(people, profile)
    program, page = start()
    monkeypatch.setattr(doors.dropping, "ask_files", lambda *_: (path,))
    page.picker.returning.click()
    page.returning.file.click()
    assert not page.returning.secret.isVisible()

    page.returning.confirm.click()
    assert page.returning.secret.isVisible()
    assert "secret-file" not in words_of(page.returning)
    page.returning.secret.setText(PIN)
    page.returning.confirm.click()

    assert program.services.desk.profile.id == profile
