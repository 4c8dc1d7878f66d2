from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from selfstudy.desktop.lesson.outline import OutlineRow
from selfstudy.desktop.lesson.page import LessonPage
from selfstudy.desktop.lesson.presenter import LessonPresenter, SectionLine
from selfstudy.desktop.tasks import InlineTasks
from selfstudy.domain.amending import Amended
from selfstudy.domain.changes import LessonChanges, SectionChange
from selfstudy.domain.errors import DiskFull
from selfstudy.domain.lesson import Lesson, Section, Source, SourceRef, Term, Vetted
from selfstudy.domain.progress import LessonLine, LessonProgress, OpenLesson
from selfstudy.domain.question import Question

LONG = "Mỗi đoạn kể một việc của phường Hoa Mai trong tuần làm việc đầu tiên. " * 12
TEXT = "\n\n".join(f"## Mục {key.upper()} {{#{key}}}\n\n{LONG}\n\n{LONG}" for key in "abcd")


class FakeStudy:
    def __init__(self, ends=None, draft=True):
        self.ends, self.draft = ends, draft
        self.kept = []
        self.read_so_far = set()

    def open_lesson(self, lesson_id):
        lesson = Lesson(
            "CM03", lesson_id, 1, "Hai mươi chín loại", "", "Tóm tắt.", "", 40,
            tuple(Section(key, f"Mục {key.upper()}", 300) for key in "abcd"), TEXT,
            (SourceRef("ND30", "Điều 7"),), (Term("x", "y"),),
            (Question("q1", "single", "?"),), "d",
        )  # fmt: skip
        source = Source(
            "ND30", "Nghị định 30/2020/NĐ-CP", "Công tác văn thư", "Chính phủ", date(2020, 3, 5),
            date(2020, 3, 5), date(2026, 10, 1), effective_to=self.ends,
        )  # fmt: skip
        lines = tuple(LessonLine(k, n, k, k, 40, "new", 0.0) for n, k in enumerate(("L1", "L2"), 1))
        return OpenLesson(
            lesson, "Soạn thảo", "", lines, (source,), LessonProgress(anchor="c:1"), self.draft, "",
            following="L2",
        )  # fmt: skip

    def read(self, lesson_id, sections, seconds, anchor):
        if seconds == 13:
            raise DiskFull(folder="D:")
        self.kept.append((lesson_id, set(sections), seconds, anchor))
        self.read_so_far |= set(sections)
        return LessonProgress(frozenset(self.read_so_far), fraction=len(self.read_so_far) / 5)


@pytest.fixture
def open_lesson(qtbot):
    def opened(study=None):
        study = study or FakeStudy()
        page = LessonPage()
        qtbot.addWidget(page)
        presenter = LessonPresenter(page, study, InlineTasks(), today=lambda: date(2026, 11, 22))
        page.section_read.connect(presenter.section_read)
        page.stayed.connect(presenter.stayed)
        page.moved.connect(presenter.moved)
        page.left.connect(presenter.left)
        page.resize(1100, 700)
        page.show()
        page.activateWindow()
        qtbot.waitUntil(page.isActiveWindow, timeout=3000)
        presenter.open("L1")
        return page, study, presenter

    return opened


def words_on(page):
    QCoreApplication.processEvents()
    return " | ".join(
        label.text() for label in page.findChildren(QLabel) if label.isVisibleTo(page)
    )


def test_a_lesson_opens_at_the_paragraph_where_it_was_left(open_lesson):
    page, _, _ = open_lesson()

    assert page.view.anchor() == "c:1"
    assert page.view.verticalScrollBar().value() > 300


def test_reading_to_the_end_of_a_section_ticks_it(open_lesson, qtbot):
    page, study, _ = open_lesson()
    page.view.go_to("a")

    bar = page.view.verticalScrollBar()
    for value in range(0, bar.maximum() + 1, 200):
        bar.setValue(value)
        page.view._look_round()
    bar.setValue(bar.maximum())
    page.view._look_round()

    assert study.read_so_far == set("abcd")
    row = page.outline._rows["section a"]
    assert row.accessibleDescription() == "Đã đọc"


def test_progress_does_not_move_the_text(open_lesson):
    page, _, presenter = open_lesson()
    page.view.go_to("b:1")

    presenter.section_read("a", "b:1")

    assert page.view.anchor() == "b:1"


def test_the_outline_leads_to_a_section(open_lesson):
    page, _, _ = open_lesson()

    page.outline._rows["section d"].click()

    assert page.view.anchor().startswith("d:")


def test_a_draft_says_so_and_a_reviewed_module_does_not(open_lesson):
    page, _, _ = open_lesson()
    assert page._draft.isVisible()
    assert page._draft.accessibleName() == "Bản dự thảo – chưa thẩm định"

    page, _, _ = open_lesson(FakeStudy(draft=False))
    assert not page._draft.isVisible()


@pytest.mark.parametrize(
    ("ends", "said"),
    [
        (date(2026, 12, 31), "Sẽ thay đổi từ 01/01/2027: Nghị định 30/2020/NĐ-CP"),
        (date(2026, 11, 22), "Sẽ thay đổi từ 23/11/2026"),  # its last day
        (date(2026, 11, 21), "Hết hiệu lực từ 22/11/2026"),
    ],
)
def test_a_source_that_ends_is_told_above_the_text(open_lesson, ends, said):
    page, _, _ = open_lesson(FakeStudy(ends=ends))

    assert page._banner.isVisible()
    assert said in words_on(page)


def test_who_reviewed_it_and_when_stands_above_the_text(open_lesson):
    study = FakeStudy(draft=False)
    opened = replace(study.open_lesson("L1"), vetted=Vetted("Trưởng khoa", date(2026, 12, 1), 1))
    study.open_lesson = lambda _id: opened
    _page, _, presenter = open_lesson(study)

    assert "Thẩm định: Trưởng khoa, 01/12/2026" in presenter.state.rendered.html
    _page, _, presenter = open_lesson()
    assert "Bản dự thảo – chưa thẩm định" in presenter.state.rendered.html


def test_what_was_amended_since_is_one_press_away(open_lesson, qtbot):
    study = FakeStudy()
    changes = LessonChanges("L1", None, None, (SectionChange("a", "A", "x", "y"),), ())
    amended = Amended("L1", "CM03", 1, "Bài", "", "Soạn thảo", "", "aa", changes, 5)
    opened = replace(study.open_lesson("L1"), amended=amended)
    page, _, _ = open_lesson(study)
    assert not page.news.isVisible()

    study.open_lesson = lambda _id: opened
    page, _, _ = open_lesson(study)
    assert page.news.accessibleName() == "Bài 1 vừa sửa 1 mục."
    with qtbot.waitSignal(page.changes_asked) as asked:
        page.news.pressed.emit()
    assert asked.args == ["L1"]


def test_an_error_is_reported_where_one_reads(open_lesson, qtbot):
    page, _, _ = open_lesson()
    with qtbot.waitSignal(page.report_asked) as asked:
        page.report.click()
    assert asked.args == ["L1", "c", "", ""]

    page.view.selectAll()
    with qtbot.waitSignal(page.report_asked) as asked:
        page.report.click()
    assert "Mục A" in asked.args[3]


def test_what_is_cited_as_history_and_what_takes_its_place_is_told_quietly(open_lesson):
    study = FakeStudy(ends=date(2025, 12, 31))
    place, successor = "Điều 7 (lịch sử)", "99/2025/NĐ-CP"
    opened = study.open_lesson("L1")
    lesson = replace(opened.lesson, sources=(SourceRef("ND30", place),))
    source = replace(opened.sources[0], replaced_by=successor)
    study.open_lesson = lambda _id: replace(opened, lesson=lesson, sources=(source,))
    page, _, _ = open_lesson(study)

    assert not page._banner.isVisible()
    assert "Hết hiệu lực từ 01/01/2026. Văn bản thay thế: 99/2025/NĐ-CP." in words_on(page)


def test_a_clock_before_the_day_of_verifying_is_told_and_not_believed(open_lesson):
    study = FakeStudy()
    page, _, presenter = open_lesson(study)
    presenter._today = lambda: date(1999, 12, 31)
    presenter.open("L1")

    assert "31/12/1999" in page._clock.accessibleName()
    assert "01/10/2026" in page._clock.accessibleName()
    assert not page._banner.isVisible()


def test_sources_in_force_need_no_banner(open_lesson):
    page, _, _ = open_lesson()

    assert not page._banner.isVisible()
    assert "Đang có hiệu lực, từ 05/03/2020." in words_on(page)
    assert "Đối chiếu ngày 01/10/2026." in words_on(page)


def test_quiz_and_neighbours_are_asked_for(open_lesson, qtbot):
    page, _, _ = open_lesson()

    with qtbot.waitSignal(page.quiz_asked) as asked:
        page._quiz.click()
    assert asked.args == ["L1"]
    with qtbot.waitSignal(page.lesson_asked) as asked:
        page._following.click()
    assert asked.args == ["L2"]
    assert not page._previous.isVisible()
    with qtbot.waitSignal(page.lesson_asked) as asked:
        page.outline._rows["lesson L2"].click()
    assert asked.args == ["L2"]
    with qtbot.waitSignal(page.question_asked) as asked:
        page.view.question_asked.emit("q1")
    assert asked.args == ["L1", "q1"]


def test_leaving_tells_the_place(open_lesson):
    page, study, _ = open_lesson()
    page.view.go_to("d:1")
    place = page.view.anchor()

    page.hide()

    assert study.kept[-1][3] == place


def test_seconds_count_only_while_someone_is_there(open_lesson, qtbot):
    page, _, _ = open_lesson()
    told = []
    page.stayed.connect(lambda seconds, _anchor: told.append(seconds))

    page._counted_at -= 5
    page.count_reading()
    assert told == [5]

    page._used_at -= 61
    page._counted_at -= 5
    page.count_reading()
    assert told == [5]

    qtbot.keyClick(page.view, Qt.Key.Key_Down)
    page._counted_at -= 500
    page.count_reading()
    assert told == [5, 10]

    page.hide()
    page._counted_at -= 5
    page.count_reading()
    assert told == [5, 10]


def test_a_full_disk_is_told_beside_the_text(open_lesson):
    page, _, presenter = open_lesson()

    presenter.stayed(13, "a:1")
    presenter.left()

    assert page._error.isVisible()
    assert "đã hết chỗ" in words_on(page)


def test_what_is_still_to_do_is_told(open_lesson):
    page, _, presenter = open_lesson()
    assert "Còn 4 mục chưa đọc." in words_on(page)

    for key in "abcd":
        presenter.section_read(key, "")
    assert "Đã đọc hết. Làm câu hỏi" in words_on(page)

    page.show_state(replace(presenter.state, check_passed=True, seconds_left=130))
    assert "Còn khoảng 3\u00a0phút đọc nữa" in words_on(page).replace("3 phút", "3\u00a0phút")
    page.show_state(replace(presenter.state, finished=True))
    assert "Đã học xong bài này" in words_on(page)


def test_letters_grow_by_keyboard(open_lesson, qtbot):
    page, _, _ = open_lesson()

    qtbot.keyClick(page.view, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert page.view.zoom == 1.1
    qtbot.keyClick(page.view, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(page.view, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    assert page.view.zoom == 0.9
    qtbot.keyClick(page.view, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert page.view.zoom == 1.0


def test_another_lesson_uses_the_outline_again_for_its_own_sections(open_lesson, qtbot):
    page, _, presenter = open_lesson()
    other = SectionLine("z", "Mục khác", read=True)

    page.show_state(replace(presenter.state, lesson="L2", sections=(other,)))

    rows = page.outline.findChildren(OutlineRow)
    assert len([row for row in rows if row.isVisible()]) == 3
    assert page.outline._rows["section z"].accessibleName() == "Mục khác"
    with qtbot.waitSignal(page.outline.section_chosen) as chosen:
        page.outline._rows["section z"].click()
    assert chosen.args == ["z"]
    assert page.outline._rows["lesson L2"].isChecked()
    assert not page.outline._rows["lesson L1"].isChecked()


def test_the_outline_gives_way_in_a_narrow_window(open_lesson):
    page, _, _ = open_lesson()

    page.resize(700, 600)
    QCoreApplication.processEvents()

    assert not page.outline.isVisible()
    assert page.view.width() > 500


def test_every_control_has_a_name(open_lesson):
    page, _, _ = open_lesson()
    QAccessible.setActive(True)

    nameless = [
        widget
        for widget in page.findChildren(QWidget)
        if widget.isVisibleTo(page)
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
    ]

    assert nameless == []
    assert len(page.findChildren(QAbstractButton)) > 8
