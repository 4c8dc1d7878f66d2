"""The settings as they are drawn, and what each choice tells."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from selfstudy.desktop.settings_page import page as page_module
from selfstudy.desktop.settings_page.page import SettingsPage
from selfstudy.desktop.settings_page.presenter import SettingsState
from selfstudy.desktop.widgets.badges import Avatar
from selfstudy.domain.errors import DiskFull
from selfstudy.domain.people import Profile
from selfstudy.settings import Settings

HERE = SettingsState(
    settings=Settings(theme="dark", zoom=1.3), profile=Profile("1", "Nguyễn Thị Hạnh", "P02"),
    position="Văn thư – lưu trữ", folder="/data", size=48_300_000, version="0.1.0",
)  # fmt: skip


@pytest.fixture
def page(qtbot):
    made = SettingsPage()
    qtbot.addWidget(made)
    made.resize(1126, 768)
    return made


def words_of(widget):
    said = " | ".join(
        label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)
    )
    return said.replace("\u200b", "")


def test_it_shows_what_was_chosen(page):
    page.show_state(HERE)

    assert page.language.key == "vi"
    assert page.theme.key == "dark"
    assert page.zoom.key == "1.25"
    assert "Văn thư – lưu trữ" in words_of(page)
    assert "phiên bản 0.1.0" in words_of(page)
    page.turn_to("safety")
    assert "Đang dùng 46,1\u00a0MB" in words_of(page)


def test_a_theme_of_another_program_falls_back_to_the_system(page):
    page.show_state(replace(HERE, settings=Settings(theme="purple")))

    assert page.theme.key == "system"


def test_the_language_says_when_it_applies(page, qtbot):
    page.show_state(HERE)
    assert "Áp dụng từ lần mở chương trình sau" in words_of(page)
    english = next(b for b in page.language.findChildren(QPushButton) if b.text() == "English")

    with qtbot.waitSignal(page.language_chosen) as chosen:
        english.click()
    page.show_state(replace(HERE, settings=Settings(language="en")))

    assert chosen.args == ["en"]
    assert "Ngôn ngữ mới sẽ dùng từ lần mở chương trình sau" in words_of(page)


def test_theme_and_zoom_are_chosen_by_keyboard(page, qtbot):
    page.show_state(HERE)
    page.show()
    qtbot.waitExposed(page)

    with qtbot.waitSignal(page.theme_chosen) as theme:
        qtbot.keyClick(page.theme, Qt.Key.Key_Down)
    with qtbot.waitSignal(page.zoom_chosen) as zoom:
        qtbot.keyClick(page.zoom, Qt.Key.Key_Down)

    assert theme.args == ["contrast"]
    assert zoom.args == [1.5]
    page.hide()


def test_one_part_is_shown_at_a_time(page, qtbot):
    page.show_state(HERE)
    assert page.language.isVisibleTo(page)
    assert not page.backups.isVisibleTo(page)

    safety = next(b for b in page.sections.findChildren(QPushButton) if "An toàn" in b.text())
    safety.click()

    assert page.sections.key == "safety"
    assert page.backups.isVisibleTo(page)
    assert page.lock.isVisibleTo(page)
    assert not page.language.isVisibleTo(page)


def test_backing_up_is_offered_once(page):
    page.turn_to("safety")

    words = [b.text() for b in page.findChildren(QPushButton) if b.isVisibleTo(page)]
    assert words.count("Sao lưu ngay") == 1


def test_the_data_folder_opens(page, monkeypatch):
    opened = []
    monkeypatch.setattr(page_module, "open_folder", opened.append)
    page.show_state(HERE)

    page._open.click()

    assert opened == ["/data"]


def test_another_person_may_sit_down(page, qtbot):
    page.show_state(HERE)
    with qtbot.waitSignal(page.switch_asked):
        page.switch.click()

    page.show_state(replace(HERE, profile=Profile("2", "Trần Văn Tuấn", "P07")))

    assert "Trần Văn Tuấn" in words_of(page)
    shown = [a.accessibleName() for a in page.findChildren(Avatar) if a.isVisibleTo(page)]
    assert shown[-1] == "Trần Văn Tuấn"


def test_it_says_who_sees_what(page):
    page.turn_to("privacy")
    said = words_of(page)

    assert "Chỉ riêng anh/chị" in said
    assert "Người phụ trách trong đơn vị" in said
    assert "Không ai khác" in said
    page.turn_to("general")
    assert "Chưa mở hồ sơ nào" in words_of(page)


def test_it_names_the_licences_of_what_it_is_made_of(page):
    said = words_of(page)

    for name in ("Be Vietnam Pro", "IBM Plex Serif", "JetBrains Mono", "Lucide", "Qt for Python"):
        assert name in said


def test_an_error_is_one_sentence(page):
    page.show_state(replace(HERE, error=DiskFull(folder="/data")))

    assert "Ổ đĩa chứa /data đã hết chỗ" in words_of(page)


def test_the_card_of_the_lock_offers_to_set_one_and_no_more(page, qtbot):
    page.show_state(HERE)

    assert "Hồ sơ chưa khoá" in words_of(page.lock)
    assert not page.lock.now.isVisibleTo(page)
    assert not page.lock.after.isVisibleTo(page)
    with qtbot.waitSignal(page.lock.asked):
        page.lock.open.click()


def test_a_locked_profile_can_be_hidden_now_or_after_some_minutes(page, qtbot):
    page.show_state(replace(HERE, locked=True, settings=Settings(lock_after=12)))

    assert "mã hoá và khoá" in words_of(page.lock)
    assert page.lock.after.key == "10"
    with qtbot.waitSignal(page.lock.now_asked):
        page.lock.now.click()
    with qtbot.waitSignal(page.lock.minutes_chosen) as chosen:
        page.lock.after.setCurrentIndex(page.lock.after.findData("30"))
        page.lock.after.chosen.emit(page.lock.after.key)
    assert chosen.args == [30]
