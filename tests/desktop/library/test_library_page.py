"""The library as it is drawn, and what its filters, rows and files tell."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QLabel

from selfstudy.desktop.library import page as page_module
from selfstudy.desktop.library.module_row import test_note as note_of
from selfstudy.desktop.library.page import LibraryPage
from selfstudy.desktop.library.presenter import LibraryState
from selfstudy.domain.errors import PackRefused
from selfstudy.domain.lesson import Vetted
from selfstudy.domain.progress import LessonLine, ModuleCard
from selfstudy.domain.testing import ModuleTestLine

LINES = (
    LessonLine("CM03-01", 1, "Các loại văn bản", "", 25, "done", 1.0, "expiring", date(2027, 1, 1)),
    LessonLine("CM03-02", 2, "Chín thành phần", "", 25, "going", 0.4),
    LessonLine("CM03-03", 3, "Kỹ thuật trình bày", "", 25, "new", 0.0),
)
FIRST = ModuleCard(
    "CM03", 1, "Soạn thảo văn bản", "Drafting", "Một học phần", "", "CM", 3, LINES, (), True, True,
    "expiring", "going", 0.47, turn=date(2027, 1, 1),
)  # fmt: skip
SECOND = replace(
    FIRST, id="LL02", title="Đạo đức công vụ", area="LL", lessons=LINES[:1], needed=False,
    draft=False, validity="in_force", state="done", fraction=1.0, turn=None,
)  # fmt: skip
BOTH = LibraryState(read=True, modules=(FIRST, SECOND), total=2)


@pytest.fixture
def page(qtbot):
    made = LibraryPage()
    qtbot.addWidget(made)
    made.resize(1126, 768)
    return made


def words_of(widget):
    return " | ".join(
        label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)
    )


def carried(*paths):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(path) for path in paths])
    return mime


def test_a_module_tells_what_it_is_and_how_far_one_is(page):
    page.show_state(BOTH)

    row = page.rows["CM03"]
    assert "Soạn thảo văn bản" in words_of(row)
    assert "CM03 · Chuyên môn · 3 bài · 3 tiết" in words_of(row)
    assert "1/3 bài" in words_of(row)
    assert "đã học 47%" in row.head.accessibleName()
    assert "2 học phần trên máy này" in words_of(page)


def test_badges_warn_of_drafts_and_of_sources_that_change(page):
    page.show_state(BOTH)

    said = page.rows["CM03"].head.accessibleDescription()
    assert "Bản dự thảo – chưa thẩm định" in said
    assert "Căn cứ sẽ thay đổi từ 01/01/2027" in said
    assert "Cần cho vị trí của anh/chị" in said
    shown = [b for b in page.rows["LL02"].head.marks if b.isVisibleTo(page)]
    assert shown == []


def test_a_lesson_whose_source_changes_says_when_and_a_reviewed_module_by_whom(page):
    vetted = replace(FIRST, draft=False, vetted=Vetted("Trưởng khoa", date(2026, 12, 1), 1))
    page.show_state(replace(BOTH, modules=(vetted, SECOND), opened="CM03"))

    assert "sẽ thay đổi từ 01/01/2027" in words_of(page.rows["CM03"].lessons[0])
    said = page.rows["CM03"].head.accessibleDescription()
    assert "Thẩm định: Trưởng khoa, 01/12/2026" in said
    assert "dự thảo" not in said


def test_a_module_opens_by_keyboard_and_shows_its_lessons(page, qtbot):
    page.show_state(BOTH)
    with qtbot.waitSignal(page.module_toggled) as asked:
        qtbot.keyClick(page.rows["CM03"].head, Qt.Key.Key_Return)
    assert asked.args == ["CM03"]

    page.show_state(replace(BOTH, opened="CM03"))

    lessons = page.rows["CM03"].lessons
    assert [row.key for row in lessons] == ["CM03-01", "CM03-02", "CM03-03"]
    assert "Bài 2. Chín thành phần" in words_of(lessons[1])
    assert "đã học 40%" in words_of(lessons[1])


def test_a_lesson_is_asked_for(page, qtbot):
    page.show_state(replace(BOTH, opened="CM03"))

    with qtbot.waitSignal(page.lesson_asked) as asked:
        qtbot.mouseClick(page.rows["CM03"].lessons[2], Qt.MouseButton.LeftButton)

    assert asked.args == ["CM03-03"]


def test_progress_changes_in_place(page):
    page.show_state(replace(BOTH, opened="CM03"))
    rows = list(page.rows["CM03"].lessons)
    done = replace(LINES[1], state="done", fraction=1.0)
    card = replace(FIRST, lessons=(LINES[0], done, LINES[2]))

    page.show_state(replace(BOTH, opened="CM03", modules=(card, SECOND)))

    assert page.rows["CM03"].lessons == rows
    assert "đã xong" in words_of(rows[1])


def test_a_new_version_with_other_lessons_is_drawn_anew(page):
    page.show_state(replace(BOTH, opened="CM03"))

    page.show_state(replace(BOTH, opened="CM03", modules=(replace(FIRST, lessons=LINES[:2]),)))

    assert [row.key for row in page.rows["CM03"].lessons] == ["CM03-01", "CM03-02"]


def test_modules_that_do_not_pass_are_hidden(page):
    page.show_state(BOTH)

    page.show_state(replace(BOTH, modules=(SECOND,), area="LL"))

    assert not page.rows["CM03"].isVisibleTo(page)
    assert page.rows["LL02"].isVisibleTo(page)
    assert "1 trên 2 học phần" in words_of(page)
    assert page.area.key == "LL"


def test_the_filters_tell_what_was_chosen(page, qtbot):
    page.show_state(BOTH)
    page.show()
    qtbot.waitExposed(page)

    with qtbot.waitSignal(page.area_chosen) as area:
        qtbot.keyClick(page.area, Qt.Key.Key_Down)
    with qtbot.waitSignal(page.standing_chosen) as standing:
        qtbot.keyClick(page.standing, Qt.Key.Key_Down)
    with qtbot.waitSignal(page.mine_chosen) as mine:
        page.mine.chosen.emit("mine")
    with qtbot.waitSignal(page.sought) as sought:
        qtbot.keyClicks(page.search, "van ban")
        qtbot.keyClick(page.search, Qt.Key.Key_Return)

    assert (area.args, standing.args, mine.args, sought.args) == (
        ["LL"], ["new"], [True], ["van ban"],
    )  # fmt: skip
    page.hide()


def test_the_switch_says_whose_modules_are_shown(page):
    page.show_state(replace(BOTH, mine=True))

    assert page.mine.key == "mine"


def test_words_cleared_elsewhere_are_cleared_in_the_field(page):
    page.show_state(replace(BOTH, words="văn bản"))
    assert page.search.text() == "văn bản"

    page.show_state(BOTH)

    assert page.search.text() == ""
    page.search._pause.stop()


def test_finding_nothing_says_so_and_leads_back(page, qtbot):
    page.show_state(replace(BOTH, modules=(), words="kế toán"))

    assert "Không có học phần nào chứa “kế toán”" in words_of(page)
    page.search._pause.stop()
    with qtbot.waitSignal(page.cleared):
        page._empty.pressed.emit()
    page.show_state(replace(BOTH, modules=(), area="LL"))
    assert "Không có học phần nào hợp" in words_of(page)


def test_an_empty_library_says_what_to_do(page):
    page.show_state(LibraryState(read=True))

    assert "Kéo tệp gói học liệu (.thpack) vào đây" in words_of(page)
    assert not page.search.isVisibleTo(page)


def test_before_it_was_read_it_does_not_call_itself_empty(page):
    page.show_state(LibraryState(busy=True))

    assert "chưa có học phần" not in words_of(page)


def test_what_went_wrong_is_told(page):
    page.show_state(replace(BOTH, error=PackRefused(name="a.thpack", reason="older")))

    assert "a.thpack" in words_of(page)


def test_a_pack_is_chosen_with_the_button(page, qtbot, monkeypatch):
    monkeypatch.setattr(page_module, "ask_files", lambda *_: (Path("/usb/CM09.thpack"),))

    with qtbot.waitSignal(page.pack_chosen) as chosen:
        page._install.click()

    assert chosen.args == [str(Path("/usb/CM09.thpack"))]


def test_thinking_better_of_it_tells_nothing(page, qtbot, monkeypatch):
    monkeypatch.setattr(page_module, "ask_files", lambda *_: ())

    with qtbot.assertNotEmitted(page.pack_chosen):
        page._install.click()


def test_packs_can_be_dropped_and_other_files_not(page, qtbot):
    mime, other = carried("/usb/CM09.thpack", "/usb/anh.png"), carried("/usb/anh.png")
    action, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(5, 5), action, mime, button, none)
    refused = QDragEnterEvent(QPoint(5, 5), action, other, button, none)
    refused.ignore()

    page.dragEnterEvent(enter)
    page.dragEnterEvent(refused)
    with qtbot.waitSignal(page.pack_chosen) as chosen:
        page.dropEvent(QDropEvent(QPointF(5, 5), action, mime, button, none))

    assert enter.isAccepted()
    assert not refused.isAccepted()
    assert chosen.args == [str(Path("/usb/CM09.thpack"))]


def test_tests_stand_around_the_lessons_and_open(page, qtbot):
    lines = tuple(
        ModuleTestLine("CM03", purpose, 13, standing)
        for purpose, standing in (("pre", "open"), ("post", "later"), ("delayed", "later"))
    )
    card = replace(FIRST, tests=lines)
    page.show_state(replace(BOTH, modules=(card, SECOND), opened="CM03"))
    row = page.rows["CM03"]

    assert row.tests["pre"].isEnabled()
    assert not row.tests["post"].isEnabled()
    with qtbot.waitSignal(page.test_asked) as told:
        row.tests["pre"].click()
    assert told.args == ["CM03", "pre"]
    page.show_state(replace(BOTH, modules=(replace(card, tests=lines[1:]), SECOND), opened="CM03"))
    assert row.tests["pre"].isHidden()


def test_a_test_says_how_it_stands():
    now = datetime(2026, 12, 1, 9, tzinfo=UTC)

    def said(standing, purpose="pre", **more):
        return note_of(ModuleTestLine("CM03", purpose, 13, standing, **more))

    assert "13 câu · chưa làm" in said("open")
    assert "đang làm dở" in said("going")
    assert "Đúng 75% · nộp ngày 01/12/2026" in said("taken", score=0.75, taken_at=now)
    assert "đã xong mọi bài" in said("later", "post")
    assert "Mở 30 ngày sau" in said("later", "delayed")
    assert said("later", "delayed", open_from=now) == "Mở từ ngày 01/12/2026."
