"""Today as it is drawn, and what its buttons tell."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt

from selfstudy import words
from selfstudy.desktop.today.cards import ModuleTile
from selfstudy.desktop.today.page import TodayPage
from selfstudy.desktop.today.state import Glance, TodayState
from selfstudy.desktop.widgets.text import Title
from selfstudy.domain.amending import Amended
from selfstudy.domain.changes import LessonChanges, SectionChange
from selfstudy.domain.errors import DatabaseBusy
from selfstudy.domain.lesson import Source
from selfstudy.domain.progress import (
    Handed,
    Hours,
    LessonLine,
    ModuleCard,
    Next,
    Removal,
)

NOW = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
LINES = (LessonLine("CM03-01", 1, "Bài một", "Lesson one", 25, "done", 1.0),)
MODULE = ModuleCard(
    "CM03", 1, "Soạn thảo văn bản", "Drafting", "", "", "CM", 3, LINES, (), True, False,
    "in_force", "going", 0.5,
)  # fmt: skip
NEXT = Next(
    "CM03", "Soạn thảo văn bản", "Drafting", "CM03-02", "Chín thành phần", "Nine components",
    2, 3, 15, 0.4, True,
)  # fmt: skip
LIVE = TodayState(
    live=True, name="Hạnh", now=NOW, next=NEXT, share=0.5, needed=True, due=8,
    hours=Hours(2026, 27.5, 16, 40), handed=Handed("UBND phường Bến Nghé", 12, 40),
    days=(0,) * 90 + (30,), going=(MODULE,), installed=1,
)  # fmt: skip


@pytest.fixture
def page(qtbot):
    made = TodayPage()
    qtbot.addWidget(made)
    made.resize(1126, 768)
    return made


def words_of(widget):
    from PySide6.QtWidgets import QLabel

    return " | ".join(
        label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)
    )


def test_it_can_be_drawn_from_a_glance_alone(page):
    glance = Glance("Trần Văn Tuấn", "Chín thành phần", "", "Soạn thảo", "", 2, 3, "CM03-02", due=8)

    page.show_state(TodayState.from_glance(glance, NOW))

    assert "Chào buổi sáng, anh/chị Tuấn" in words_of(page)
    assert "Chín thành phần" in words_of(page)
    assert "8 câu cần ôn" in page.review.words
    assert "tiết" not in words_of(page.hours).replace(words.t("today.hours_note"), "")


def test_a_removed_computer_says_so_above_everything_and_what_to_do(page, qtbot):
    page.show_state(LIVE)
    assert page.removed is None
    gone = Removal(NOW, "Trần Thị Lan")

    page.show_state(LIVE._replace(handed=replace(LIVE.handed, removal=gone)))

    said = page.removed.accessibleName()
    assert "Trần Thị Lan cho biết ngày 23/11/2026: máy này đã được gỡ" in said
    assert "nhờ người phụ trách" in said
    assert "đã được gỡ" in page.handed.words
    with qtbot.waitSignal(page.devices_asked):
        page.removed.pressed.emit()
    page.show_state(LIVE._replace(handed=Handed(removal=Removal(NOW))))
    assert "từ một máy khác" in page.removed.accessibleName()
    assert "tạo hồ sơ mới" in page.removed.accessibleName()
    page.show_state(LIVE)
    assert page.removed.isHidden()
    assert "12 kết quả" in page.handed.words


def test_it_greets_and_names_the_day(page):
    page.show_state(LIVE)

    assert page.findChild(Title).text() == "Chào buổi sáng, anh/chị Hạnh"
    assert "Thứ Hai, ngày 23 tháng 11 năm 2026" in words_of(page)


def test_the_lesson_to_go_on_with_tells_place_time_and_reason(page):
    page.show_state(LIVE)

    said = words_of(page.going_on)
    assert "Chín thành phần" in said
    assert "Bài 2 trên 3" in said
    assert "còn khoảng 15 phút" in said
    assert "Vị trí việc làm của anh/chị yêu cầu" in said


def test_continue_asks_for_the_lesson(page, qtbot):
    page.show_state(LIVE)

    with qtbot.waitSignal(page.lesson_asked) as asked:
        qtbot.mouseClick(page.going_on.button, Qt.MouseButton.LeftButton)

    assert asked.args == ["CM03-02"]
    assert page.going_on.button.text() == "Học tiếp"


def test_a_lesson_amended_since_it_was_finished_is_offered_with_its_reason(page, qtbot):
    decree = Source("ND30", "30/2020/NĐ-CP", "", "", NOW.date(), NOW.date(), NOW.date())
    changes = LessonChanges("L", None, None, (SectionChange("a", "A", "x", "y"),) * 2, ())
    amended = Amended("L", "CM03", 3, "Bài", "", "Soạn thảo", "", "aa", changes, 5, (decree,))
    page.show_state(LIVE)
    assert page.news is None

    page.show_state(LIVE._replace(amended=(amended, replace(amended, lesson="L2"))))

    assert "Bài 3 vừa sửa 2 mục vì 30/2020/NĐ-CP hết hiệu lực" in page.news.words
    assert "khoảng 5 phút" in page.news.words
    assert "Còn 1 bài khác vừa sửa." in page.news.words
    with qtbot.waitSignal(page.changes_asked) as asked:
        qtbot.mouseClick(page.news.button, Qt.MouseButton.LeftButton)
    assert asked.args == ["L"]
    page.show_state(LIVE)
    assert page.news.isHidden()
    page.news.pressed.emit()


def test_a_lesson_not_begun_is_begun(page):
    page.show_state(LIVE._replace(next=replace(NEXT, started=False), needed=False))

    assert page.going_on.button.text() == "Bắt đầu"
    assert "Vị trí việc làm" not in words_of(page.going_on)


def test_the_two_ledgers_are_never_added(page):
    page.show_state(LIVE)

    said = words_of(page.hours)
    assert "27,5 tiết" in said
    assert "16 / 40 tiết" in said
    assert "43,5" not in said


def test_what_waits_for_review_has_a_button_and_nothing_has_none(page, qtbot):
    page.show_state(LIVE)
    with qtbot.waitSignal(page.review_asked):
        page.review.button.click()

    page.show_state(LIVE._replace(due=0))

    assert not page.review.button.isVisibleTo(page)
    assert "không có câu nào" in page.review.words


@pytest.mark.parametrize(
    ("handed", "said"),
    [
        (Handed(), "Anh/chị chưa thuộc đơn vị nào"),
        (Handed("Phường", 12, 40), "12 kết quả đơn vị chưa nhận"),
        (Handed("Phường", 12, 40, "Lan", NOW), "Lần nhận gần nhất"),
        (Handed("Phường", 0, 40, "Lan", NOW - timedelta(1)), "Lan xác nhận lúc 22/11/2026"),
        (Handed("Phường", 0, 40), "Tại Phường"),
        (Handed("Phường", 0, 0), "Chưa có kết quả nào để bàn giao"),
        (None, "Đang xem kết quả đã gửi"),
    ],
)
def test_one_sentence_says_whether_the_work_is_safe(page, handed, said):
    page.show_state(LIVE._replace(handed=handed))

    assert said in page.handed.words


def test_unreceived_results_lead_to_the_handover(page, qtbot):
    page.show_state(LIVE)

    with qtbot.waitSignal(page.handover_asked):
        page.handed.button.click()


def test_a_module_under_way_opens(page, qtbot):
    page.show_state(LIVE)
    tile = page.findChild(ModuleTile)

    with qtbot.waitSignal(page.module_asked) as asked:
        qtbot.keyClick(tile, Qt.Key.Key_Return)

    assert asked.args == ["CM03"]
    assert "đã học 50%" in tile.accessibleName()


def test_modules_are_rebuilt_only_when_they_changed(page):
    page.show_state(LIVE)
    tile = page.findChild(ModuleTile)
    page.show_state(LIVE._replace(due=1))
    assert page.findChild(ModuleTile) is tile

    page.show_state(LIVE._replace(going=(), suggested=(replace(MODULE, id="CM04"),)))

    shown = [made for made in page.findChildren(ModuleTile) if made.isVisibleTo(page)]
    assert len(shown) == 1
    assert "Học phần khác" in words_of(page)


@pytest.mark.parametrize(("installed", "said"), [(0, "chưa có học phần"), (3, "đã học xong")])
def test_with_nothing_to_go_on_with_it_says_what_to_do(page, qtbot, installed, said):
    page.show_state(LIVE._replace(next=None, installed=installed, going=()))

    assert said in words_of(page.going_on)
    with qtbot.waitSignal(page.library_asked):
        page.going_on._empty.pressed.emit()


def test_before_anything_is_known_it_claims_nothing(page):
    page.show_state(TodayState(busy=True))

    assert not page.going_on.button.isEnabled()
    assert "chưa có học phần" not in words_of(page)


def test_the_rhythm_has_its_numbers_in_a_table(page):
    page.show_state(LIVE)

    page.rhythm.switch.click()

    assert page.rhythm.table.isVisibleTo(page)
    assert page.rhythm.table.model.rows == ((NOW.date(), 30),)
    page.rhythm.switch.click()
    assert not page.rhythm.table.isVisibleTo(page)


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ((0,) * 91, "Mỗi ngày có học"),
        ((40,) + (0,) * 90, "Có học trong 1 ngày. Quay lại"),
        ((0,) * 90 + (40,), "7 ngày qua học 40 phút"),
        ((), ""),
    ],
)
def test_a_day_without_study_is_never_a_reproach(page, days, said):
    page.show_state(LIVE._replace(days=days))

    assert said in words_of(page.rhythm)


def test_an_error_is_one_sentence(page):
    page.show_state(LIVE._replace(error=DatabaseBusy(path="journal.db")))

    assert "journal.db" in words_of(page)


def test_english_is_equal(page, qtbot):
    words.use("en")
    english = TodayPage()
    qtbot.addWidget(english)

    english.show_state(LIVE)

    assert "Good morning, Hạnh" in words_of(english)
    assert "Nine components" in words_of(english)


def test_nothing_is_wider_than_a_small_screen(page, qtbot):
    page.show_state(LIVE)
    page.show()
    qtbot.waitExposed(page)

    ground = page._frame.widget()
    assert ground.width() <= page._frame.viewport().width()
    page.hide()


def test_its_import_brings_no_service_and_no_heavy_library():
    code = (
        "import sys, selfstudy.desktop.today.page;"
        "print(*[m for m in sys.modules if m.startswith(('selfstudy.', 'msgspec', 'sqlalchemy',"
        " 'cryptography', 'markdown', 'fsrs'))])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    loaded = set(done.stdout.split())
    heavy = ("selfstudy.services", "selfstudy.store", "selfstudy.content", "selfstudy.exchange")
    assert "selfstudy.desktop.today.page" in loaded
    assert [name for name in loaded if name.startswith(heavy)] == []
    assert [name for name in loaded if not name.startswith("selfstudy")] == []
