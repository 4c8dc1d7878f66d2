"""The explaining screen: which number, by which rule, from which records; and the way back."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt

from selfstudy.desktop.explained.page import ExplainedPage
from selfstudy.desktop.explained.presenter import ExplainedPresenter, ExplainedState
from selfstudy.desktop.tasks import InlineTasks
from selfstudy.domain.errors import NoSuchLesson
from selfstudy.domain.explained import Explained, Figure
from selfstudy.domain.progress import FactRow

NOW = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
RIGHT = FactRow(NOW, "answered", "Ai ký?", "100%", "a1b2c3d4e5f6", 7, code="q01", adds=1.0)
TAKEN = FactRow(NOW, "answered", "Ai ký?", "0%", "a1b2c3d4e5f6", 6, counted=False, why="voided")
LATER = FactRow(
    NOW, "reviewed", "Ai ký?", "0%", "a1", 5, counted=False, why="later", by="25/11/2026"
)
ANSWERS, SHARE = Figure("answers"), Figure("right")
LESSON = Figure("lesson", "CM03-01")
FOUND = Explained(ANSWERS, 1.0, (RIGHT, TAKEN))


class Service:
    def __init__(self):
        self.asked = []

    def explain(self, figure):
        self.asked.append(figure)
        if figure.of == "none":
            raise NoSuchLesson(id="none")
        return Explained(figure, 1.0, (RIGHT,))

    def about(self, figure):
        return "Các loại văn bản" if figure.of else ""


class View:
    def __init__(self):
        self.states = []

    def show_state(self, state):
        self.states.append(state)


@pytest.fixture
def view():
    return View()


@pytest.fixture
def presenter(view):
    return ExplainedPresenter(view, Service(), InlineTasks())


@pytest.fixture
def page(qtbot):
    made = ExplainedPage()
    qtbot.addWidget(made)
    made.resize(1126, 768)
    return made


def test_the_first_number_is_explained_and_the_others_are_a_choice_away(presenter, view):
    presenter.open(ANSWERS, LESSON)

    assert view.states[-1].explained.figure == ANSWERS
    assert view.states[-1].names == ("Câu đã trả lời", "Tiến độ bài – Các loại văn bản")
    assert not view.states[-1].busy

    presenter.choose(1)
    assert view.states[-1].explained.figure == LESSON


def test_records_that_came_are_looked_at_again(presenter):
    presenter.reload()
    assert presenter._explaining.asked == [], "nothing was asked yet"

    presenter.open(ANSWERS)
    presenter.reload()

    assert presenter._explaining.asked == [ANSWERS, ANSWERS]


def test_what_cannot_be_explained_says_why(presenter, view):
    presenter.open(Figure("lesson", "none"))

    assert isinstance(view.states[-1].error, NoSuchLesson)
    assert view.states[-1].explained is None


def test_an_answer_for_another_number_comes_too_late():
    class Waiting(InlineTasks):
        def run(self, work, done=None, failed=None, lane="store"):
            later.append((work, done))

    later, view = [], View()
    presenter = ExplainedPresenter(view, Service(), Waiting())
    presenter.open(ANSWERS, SHARE)
    presenter.choose(1)
    for work, done in reversed(later):
        done(work())

    assert view.states[-1].explained.figure == SHARE


def test_the_number_stands_above_its_rule_and_its_records(page):
    page.show_state(ExplainedState(figures=(ANSWERS,), names=("Câu",), explained=FOUND))

    assert page.title.text() == "1 câu đã trả lời"
    assert "Mỗi lần trả lời một câu" in page.rule.text()
    assert "2 bản ghi, 1 được tính" in page.count.text()
    assert page.which.isHidden()
    adds, why = (page.table.model.columns[n] for n in (3, 5))
    assert [adds.words(row) for row in page.table.model.rows] == ["+1", ""]
    assert [why.words(row) for row in (RIGHT, TAKEN, LATER)] == [
        "", "Không tính: đã được rút lại", "Chưa đến hạn: 25/11/2026",
    ]  # fmt: skip


def test_the_record_under_the_keyboard_is_told_in_full(page):
    page.show_state(ExplainedState(figures=(ANSWERS,), names=("Câu",), explained=FOUND))

    page.table.view.selectRow(0)
    assert page.place.text() == "Ai ký? (q01) – niêm phong ở nguồn a1b2c3d4e5f6, số 7."
    page.table.view.selectRow(1)
    assert "đã được rút lại" in page.place.text()
    page.show_state(ExplainedState(figures=(ANSWERS,)))
    assert "niêm phong theo thứ tự" in page.place.text()


def test_another_number_is_chosen_with_the_keyboard(page, qtbot):
    names = ("Câu đã trả lời", "Tỷ lệ trả lời đúng")
    page.show_state(ExplainedState(figures=(ANSWERS, SHARE), names=names, explained=FOUND))
    page.show()
    qtbot.waitExposed(page)

    with qtbot.waitSignal(page.chosen) as chosen:
        qtbot.keyClick(page.which, Qt.Key.Key_Down)
    assert chosen.args == [1]
    page.hide()


def test_the_way_back_is_the_button_or_escape(page, qtbot):
    page.show_state(ExplainedState(figures=(ANSWERS,), names=("Câu",), explained=FOUND))
    with qtbot.waitSignal(page.closed):
        page.back.click()
    with qtbot.waitSignal(page.closed):
        qtbot.keyClick(page.table.view, Qt.Key.Key_Escape)
    with qtbot.assertNotEmitted(page.closed):
        qtbot.keyClick(page, Qt.Key.Key_F2)


def test_what_is_being_looked_for_and_what_failed_is_said(page):
    page.show_state(ExplainedState(busy=True, figures=(ANSWERS,)))
    assert page.title.text() == "Đang tìm các bản ghi…"

    page.show_state(ExplainedState(error=NoSuchLesson(id="CM99"), figures=(LESSON,)))
    assert "CM99" in page._error.accessibleName()


@pytest.mark.parametrize(
    ("explained", "title", "rule"),
    [
        (Explained(SHARE, 0.5), "Trả lời đúng: 50%", "chia cho"),
        (Explained(SHARE, None), "Trả lời đúng: chưa có", "chia cho"),
        (
            Explained(Figure("self_study", year=2026), 1.25),
            "1,25 tiết tự học, năm 2026",
            "xong lần đầu",
        ),
        (
            Explained(Figure("lessons", person="ab"), 2.0, about="Lê Nam"),
            "Lê Nam: 2 bài đã xong",
            "một lần",
        ),
        (
            Explained(
                LESSON, 0.25, about="Thể thức", details={"minutes": 3, "right": 4, "questions": 8}
            ),
            "Bài “Thể thức”: 25%",
            "đủ 8 câu",
        ),
        (
            Explained(LESSON, 0.25, details={"minutes": 3, "right": 0, "questions": 0}),
            "Bài “”: 25%",
            "số phần đã đọc",
        ),
        (Explained(Figure("minutes"), 70.0), "1 giờ 10 phút học thật", "nhiều nhất 5 phút"),
        (
            Explained(Figure("year_people", year=2026), 9.0, erased=6),
            "9 người có kết quả, năm 2026",
            "Trong đó 6 người đã xoá dữ liệu",
        ),
        (
            Explained(Figure("year_people", year=2026), 9.0, erased=None),
            "9 người có kết quả, năm 2026",
            "ít hơn 5 người",
        ),
        (
            Explained(Figure("year_lessons", year=2026), None),
            "chưa có lượt học xong bài của cả đơn vị, năm 2026",
            "Chưa đủ 5 người",
        ),
    ],
)
def test_every_number_is_told_with_its_rule(page, explained, title, rule):
    page.show_state(ExplainedState(figures=(explained.figure,), explained=explained))

    assert page.title.text() == title
    assert rule in page.rule.text()


def test_a_file_set_aside_has_a_digest_and_no_number(page):
    file = FactRow(NOW, "set_aside", "goi.thoc", "bị cắt", "0011aabb", 0, adds=1.0)
    found = Explained(Figure("set_aside"), 1.0, (file,))
    page.show_state(ExplainedState(figures=(found.figure,), explained=found))

    said = [column.words(file) for column in page.table.model.columns]
    assert (said[1], said[-1]) == ("Tệp để riêng", "tệp 0011aabb")
