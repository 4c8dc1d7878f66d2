"""A damaged profile, from the sentence to the open lesson; the backups of the settings."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel

from selfstudy import bootstrap
from selfstudy.desktop import dropping
from selfstudy.desktop.notices import CrashNotice
from selfstudy.desktop.program import Program
from selfstudy.desktop.tasks import InlineTasks
from selfstudy.domain.errors import FolderReadOnly
from selfstudy.exchange.lock import Cost
from selfstudy.exchange.recovery_code import GROUP, bare
from selfstudy.settings import Places, Settings, load_settings
from tests.builders import answered

PIN = "203041"


def words_of(widget):
    return " | ".join(label.text() for label in widget.findChildren(QLabel) if not label.isHidden())


@pytest.fixture
def learned(tmp_path):
    places = Places(tmp_path)
    people = bootstrap.profiles(places)
    profile = people.create("Nguyễn Thị Hạnh", "P03")
    desk = people.open(profile.id)
    for number in range(30):
        desk.write(answered(f"q{number}"))
    desk.close()
    return places, profile.id


@pytest.fixture
def window(qtbot, learned):
    made = []

    def start():
        places, profile = learned
        program = Program(places, Settings(last_profile=profile), tasks=InlineTasks())
        made.append(program)
        program.begin()
        program.window.show()
        qtbot.waitUntil(lambda: program.services is not None or program.window.page != "today")
        return program

    yield start
    for program in made:
        program.close()
        program.window.close()
        program.window.deleteLater()


def test_a_damaged_profile_is_put_together_by_a_click_and_opened(window, learned, monkeypatch):
    opened = []
    monkeypatch.setattr(dropping, "open_folder", opened.append)
    places, profile = learned
    with (places.profiles / profile / "journal.db").open("rb+") as file:
        file.write(bytes(1500))
    program = window()
    assert program.window.page == "rescue"
    page = program.rescuer._page
    assert "Nguyễn Thị Hạnh" in words_of(page)

    page.begin.click()
    assert "Đã dựng lại hồ sơ của Nguyễn Thị Hạnh" in words_of(page)
    assert profile not in words_of(page), "no code of a folder is read out"
    assert program.window.focusWidget() is page.open
    page.kept.click()
    assert opened == [str(places.profiles / f"{profile}.before")]
    page.open.click()

    assert program.services is not None
    assert program.services.study.my_record().answers == 30


def test_a_profile_whose_file_is_lost_is_not_passed_over(window, learned, qtbot):
    places, profile = learned
    (places.profiles / profile / "profile.json").unlink()
    program = window()

    notice = program.window._notice
    qtbot.waitUntil(lambda: "Dựng lại hồ sơ" in notice._action.text())
    notice.pressed.emit()
    program.rescuer._page.begin.click()

    assert "Nguyễn Thị Hạnh" in words_of(program.rescuer._page)


def test_a_bug_over_a_spoilt_file_leads_to_the_rescue_and_over_a_sound_one_does_not(window):
    program = window()
    program.bug_found.emit("KeyError")
    assert not program.window._notice.isVisible()
    with program.services.desk.database.write() as connection:
        connection.exec_driver_sql("UPDATE memory SET due = 'x'")

    program.bug_found.emit("TypeError")

    program.window._notice.pressed.emit()
    assert program.window.page == "rescue"
    program.rescuer._page.begin.click()
    program.rescuer._page.open.click()
    assert program.services.study.my_record().answers == 30
    for notice in program.window.findChildren(CrashNotice):
        notice.close()


def test_the_folder_of_a_new_backup_opens(window, monkeypatch):
    opened = []
    monkeypatch.setattr(dropping, "open_folder", opened.append)
    program = window()
    program.show("settings")
    card = program.screens["settings"].page.backups

    card._said.pressed.emit()
    assert not opened, "none was made"
    card.now.click()
    card._said.pressed.emit()

    assert opened == [str(program.services.safety.found()[0].path.parent)]


def test_the_settings_list_backups_and_go_back_to_one(window, qtbot):
    program = window()
    program.show("settings")
    card = program.screens["settings"].page.backups
    card.now.click()
    assert "đã kiểm tra" in words_of(card)
    assert "Đã sao lưu và đọc kiểm tra lại" in words_of(card)
    program.services.desk.write(answered("later"))

    program.screens["settings"].page.turn_to("safety")
    qtbot.waitUntil(card.isVisible)
    back = card._backs[0]
    back.setFocus()
    back.click()
    assert "Chỉ máy này có: 1" in words_of(card)
    assert program.window.focusWidget() is card.cancel
    assert card._backs[0] is back, "the rows stay while nothing about them changed"
    card.cancel.click()
    assert card.confirm.parentWidget().isHidden()
    card.looked.emit(program.services.safety.found()[0].path)
    card.confirm.click()
    qtbot.waitUntil(lambda: program.services is not None)

    assert program.services.study.my_record().answers == 31


def locked(places, profile):
    """Lock a profile; its recovery code."""
    people = bootstrap.profiles(places)
    people.cost = lambda: Cost(19 * 1024, 1)
    locking = people.locking(profile)
    prepared = locking.prepare(PIN)
    locking.switch_on(prepared, bare(prepared.code)[GROUP * (prepared.group - 1) :][:GROUP])
    return prepared.code


def test_a_backup_from_when_it_was_locked_asks_in_the_settings_and_takes_the_recovery_code(
    window, learned, qtbot
):
    places, profile = learned
    code = locked(places, profile)
    people = bootstrap.profiles(places)
    key = people.locking(profile).by_secret(PIN)
    desk = people.open(profile, key)
    path = bootstrap.services(desk, places).safety.backup(places.data / "stick")
    desk.close()
    people.locking(profile).switch_off(PIN)
    program = window()
    program.show("settings")
    program.screens["settings"].page.backups.looked.emit(path)
    program.screens["settings"].page.backups.confirm.click()
    card = program.screens["settings"].page.backups
    assert program.screens["settings"].page.sections.key == "safety"
    assert "secret-file" not in words_of(card)

    card.typed.setText("999998")
    card.confirm.click()
    card = program.screens["settings"].page.backups
    assert "Mã khoá chưa đúng" in card._said.accessibleName()
    card.doctor.click()
    assert "Tệp dữ liệu nguyên vẹn" in words_of(card), "what is shown stands on what is open"
    card.looked.emit(path)
    card.confirm.click()
    card = program.screens["settings"].page.backups
    card.typed.setText(code)
    card.confirm.click()

    assert program.services.study.my_record().answers == 30
    assert program.services.desk.key is None, "the newer choice stays"


def test_a_damaged_locked_profile_is_put_together_with_the_recovery_code(window, learned):
    places, profile = learned
    code = locked(places, profile)
    people = bootstrap.profiles(places)
    desk = people.open(profile, people.locking(profile).by_secret(PIN))
    bootstrap.services(desk, places).safety.backup()
    desk.close()
    with (places.profiles / profile / "journal.db").open("rb+") as file:
        file.write(bytes(3000))
    program = window()
    program.rescuer.offer(profile)
    page = program.rescuer._page

    page.begin.click()
    assert not page.secret.parentWidget().isHidden()
    assert not page._said.isVisible(), "it is asked, and nothing was wrong"
    page.secret.setText("999998")
    page.begin.click()
    assert "Mã khoá chưa đúng" in page._said.accessibleName()
    page.secret.setText(code)
    page.begin.click()

    assert "Đã dựng lại hồ sơ" in words_of(page)


def test_the_state_of_the_data_is_told_in_the_settings(window, tmp_path):
    program = window()
    program.show("settings")
    card = program.screens["settings"].page.backups
    card.doctor.click()
    assert "Tệp dữ liệu nguyên vẹn" in words_of(card)

    card.second_chosen.emit(str(tmp_path / "usb"))
    assert "hiện không có" in words_of(card)
    assert load_settings(program.places.settings_file).backup_folder == str(tmp_path / "usb")


def test_a_file_that_is_no_backup_is_said_in_the_card(window, tmp_path):
    program = window()
    program.show("settings")
    card = program.screens["settings"].page.backups

    card.looked.emit(tmp_path / "nothing.zip")

    assert "nothing.zip" in words_of(card)
    card.closed.emit()
    assert "nothing.zip" not in words_of(card)


def test_what_is_only_read_is_said_above_every_page(window):
    program = window()
    program.services.desk.guard.reading = FolderReadOnly(folder="/usb")

    program.rescuer.entered(program.services)

    assert "Chỉ xem được" in words_of(program.window)
