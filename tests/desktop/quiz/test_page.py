from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QWidget

from selfstudy.desktop.quiz.arranging import MatchAnswer, OrderAnswer
from selfstudy.desktop.quiz.page import QuizPage
from selfstudy.desktop.quiz.presenter import LessonQuizPresenter
from selfstudy.desktop.quiz.state import QuizState
from selfstudy.desktop.tasks import InlineTasks
from selfstudy.desktop.widgets.inputs import Choice
from selfstudy.domain.errors import DiskFull, NoSuchLesson
from selfstudy.domain.lesson import Source
from selfstudy.domain.progress import LessonProgress, Marked, Quiz, QuizItem
from selfstudy.domain.question import Option, Question, grade, right_response

SINGLE = Question(
    "q1", "single", "Loại nào?",
    (Option("A", "Tờ trình", False, "Chỉ để xin."),
     Option("B", "Báo cáo", True, "Vì cần số liệu.")),
    explanation="Nơi hỏi cần số liệu.",
)  # fmt: skip
MULTI = Question(
    "q2",
    "multi",
    "Những gì?",
    (Option("A", "Một", True), Option("B", "Hai", True), Option("C", "Ba")),
)
TRUE_FALSE = Question(
    "q3", "true_false", "Đúng không?", (Option("A", "Đúng", True), Option("B", "Sai"))
)
SCENARIO = Question(
    "q4",
    "scenario",
    "Làm gì?",
    (Option("A", "Chờ"), Option("B", "Trình", True)),
    case="Chiều thứ Sáu.",
)
ORDER = Question(
    "q5", "order", "Thứ tự?", (Option("A", "Một"), Option("B", "Hai"), Option("C", "Ba"))
)
MATCH = Question(
    "q6",
    "match",
    "Ghép.",
    (Option("A", "QĐ", pair="Quyết định"), Option("B", "TTr", pair="Tờ trình")),
)
NUMERIC = Question("q7", "numeric", "Bao nhiêu?", accepted=(("29,5",),), unit="loại")
CLOZE = Question("q8", "cloze", "____ và ____", accepted=(("Điều 8",), ("Phụ lục I",)))
ALL = (SINGLE, MULTI, TRUE_FALSE, SCENARIO, ORDER, MATCH, NUMERIC, CLOZE)


class FakeService:
    def __init__(self, questions):
        self.questions = {question.id: question for question in questions}
        self.kept = []
        self.full = False

    def quiz(self, lesson_id):
        items = tuple(QuizItem(lesson_id, question) for question in self.questions.values())
        return Quiz("Bài một", "Lesson one", lesson_id, items)

    def answer(self, lesson_id, question_id, response, confidence, milliseconds):
        if self.full:
            raise DiskFull(folder="D:")
        self.kept.append((question_id, response, confidence))
        saved = datetime(2026, 11, 22, 9, 41, tzinfo=UTC)
        return Marked(grade(self.questions[question_id], response), saved, LessonProgress())


@pytest.fixture
def open_quiz(qtbot):
    def opened(*questions):
        page, service = QuizPage(), FakeService(questions)
        qtbot.addWidget(page)
        presenter = LessonQuizPresenter(page, service, InlineTasks())
        page.submitted.connect(presenter.submit)
        page.forward_asked.connect(presenter.forward)
        page.again_asked.connect(presenter.again)
        page.question_asked.connect(presenter.look_at)
        page.resize(900, 700)
        page.show()
        page.activateWindow()
        qtbot.waitUntil(page.isActiveWindow, timeout=3000)
        presenter.open("L1")
        return page, service, presenter

    return opened


def words_on(page):
    QCoreApplication.processEvents()
    return " | ".join(
        label.text() for label in page.findChildren(QLabel) if label.isVisibleTo(page)
    )


def letter_of(presenter, key):
    keys = [option.key for option in presenter.state.options]
    return Qt.Key(Qt.Key.Key_A.value + keys.index(key))


def test_long_right_sides_of_a_match_are_read_in_full(open_quiz):
    long = "Cơ quan chấp hành, cơ quan hành chính nhà nước ở địa phương"
    pairs = (Option("A", "UBND", pair=long), Option("B", "HĐND", pair="Cơ quan quyền lực"))
    page, _service, _presenter = open_quiz(replace(MATCH, options=pairs))
    words_on(page)

    for choice in page.answer.findChildren(Choice):
        assert choice.width() > choice.fontMetrics().horizontalAdvance(long) + 40
        assert choice.parentWidget().width() == choice.width()  # below its left side, not beside


def test_short_right_sides_of_a_match_stand_beside_the_left(open_quiz):
    page, _service, _presenter = open_quiz(MATCH)
    words_on(page)

    for choice in page.answer.findChildren(Choice):
        assert choice.width() < page.answer.width() // 2


def test_a_question_is_answered_with_the_keyboard_alone(open_quiz, qtbot):
    page, service, presenter = open_quiz(SINGLE, MULTI)

    qtbot.keyClick(page.focusWidget(), letter_of(presenter, "B"))
    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_2)
    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Return)

    assert service.kept == [("q1", ("B",), "unsure")]
    shown = words_on(page)
    assert "Đúng." in shown
    assert "Nơi hỏi cần số liệu." in shown
    assert "Đã lưu trên máy này lúc" in shown

    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Return)
    assert presenter.state.question == MULTI


@pytest.mark.parametrize(
    ("ends", "place", "said"),
    [
        (date(2026, 11, 21), "Điều 7", "hết hiệu lực từ 22/11/2026"),
        (date(2026, 11, 22), "Điều 7", "sẽ thay đổi từ 23/11/2026"),
        (date(2026, 11, 21), "Điều 7 (lịch sử)", ""),
        (None, "Điều 7", ""),
    ],
)
def test_a_question_whose_source_ended_says_so_before_it_is_answered(open_quiz, ends, place, said):
    since = date(2020, 3, 5)
    decree = Source("ND30", "30/2020/NĐ-CP", "Văn thư", "Chính phủ", since, since, since, ends)
    asked = replace(SINGLE, source="ND30", place=place)
    page, service, presenter = open_quiz(asked)
    quiz = replace(service.quiz("L1"), sources=(decree,))
    service.quiz = lambda _lesson: quiz
    presenter._today = lambda: date(2026, 11, 22)
    presenter.open("L1")

    assert page._validity.isVisible() == bool(said)
    assert said in page._validity.accessibleName()


def test_a_changed_question_says_so_and_an_error_in_it_can_be_reported(open_quiz, qtbot):
    page, service, presenter = open_quiz(SINGLE, MULTI)
    assert not page._changed.isVisible()
    items = (QuizItem("L9", SINGLE, changed=True),)
    service.quiz = lambda _lesson: Quiz("", "", "", items)
    presenter.open("L1")

    assert page._changed.isVisible()
    with qtbot.waitSignal(page.report_asked) as asked:
        page.report.click()
    assert asked.args == ["L9", "", "q1", ""]


def test_several_may_be_chosen(open_quiz, qtbot):
    page, service, presenter = open_quiz(MULTI)

    for key in ("A", "B"):
        qtbot.keyClick(page.focusWidget(), letter_of(presenter, key))
    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Enter)

    assert service.kept == [("q2", ("A", "B"), "")]


def test_letters_choose_wherever_the_focus_is(open_quiz, qtbot):
    page, _, presenter = open_quiz(SINGLE)
    page._confidence.findChild(QAbstractButton).setFocus()

    qtbot.keyClick(page.focusWidget(), letter_of(presenter, "A"))

    assert page.answer.response == ("A",)


def test_an_empty_answer_gets_a_gentle_sentence(open_quiz, qtbot):
    page, service, _ = open_quiz(SINGLE)

    page._submit.click()

    assert service.kept == []
    assert "Anh/chị chưa chọn" in words_on(page)


def test_the_reason_of_a_wrong_choice_and_of_the_right_one_are_told(open_quiz, qtbot):
    page, _, presenter = open_quiz(SINGLE)
    qtbot.keyClick(page.focusWidget(), letter_of(presenter, "A"))
    page._submit.click()

    said = [
        (button.accessibleName(), button.accessibleDescription())
        for button in page.answer.findChildren(QAbstractButton)
    ]

    assert any("Tờ trình" in name and "chưa đúng" in name for name, _ in said)
    assert {"Chỉ để xin.", "Vì cần số liệu."} <= {note for _, note in said}


def test_a_full_disk_keeps_what_was_typed(open_quiz, qtbot):
    page, service, _ = open_quiz(CLOZE)
    first, second = page.answer.findChildren(QLineEdit)
    first.insert("Điều 8")  # QTest types ASCII only
    qtbot.keyClicks(second, "Phu luc 1")
    service.full = True

    qtbot.keyClick(second, Qt.Key.Key_Return)

    assert "đã hết chỗ" in words_on(page)
    assert page.answer.response == ("Điều 8", "Phu luc 1")
    service.full = False
    page._submit.click()
    assert service.kept == [("q8", ("Điều 8", "Phu luc 1"), "")]


def test_digits_and_letters_go_into_a_field(open_quiz, qtbot):
    page, service, _ = open_quiz(NUMERIC)

    qtbot.keyClicks(page.focusWidget(), "29,5")
    assert page._confidence.key == ""
    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Return)

    assert service.kept == [("q7", ("29,5",), "")]
    assert page._verdict.isVisible()


def test_nothing_is_judged_while_typing(open_quiz, qtbot):
    page, _, presenter = open_quiz(NUMERIC)
    before = presenter.state

    qtbot.keyClicks(page.focusWidget(), "khoong phair soos")

    assert presenter.state is before
    assert page.focusWidget().text() == "khoong phair soos"


def test_rows_move_by_keyboard_and_an_untouched_order_is_no_answer(open_quiz, qtbot):
    page, service, _ = open_quiz(ORDER)
    answer = page.answer
    assert isinstance(answer, OrderAnswer)
    shown = [row.key for row in answer._rows]

    page._submit.click()
    assert service.kept == []
    answer.focus_first()
    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)

    assert answer.response == (shown[1], shown[0], shown[2])
    assert page.focusWidget() is answer._rows[1]
    assert "Vị trí 2" in answer._rows[1].accessibleName()
    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Return)
    assert service.kept[0][1] == (shown[1], shown[0], shown[2])
    assert not answer._rows[0].up.isVisible()


def test_rows_move_by_buttons_but_not_past_the_ends(open_quiz, qtbot):
    page, _, _ = open_quiz(ORDER)
    rows = page.answer._rows
    first = rows[0]

    first.moved.emit(-1)
    assert page.answer.response == ()
    first.down.click()
    first.down.click()

    assert page.answer._rows[-1] is first
    assert not first.down.isEnabled()


def test_two_sides_are_joined_by_choices(open_quiz, qtbot):
    page, service, _ = open_quiz(MATCH)
    answer = page.answer
    assert isinstance(answer, MatchAnswer)

    assert answer.response == ()
    answer._rows["A"][0].show_key("A")
    answer._rows["B"][0].show_key("A")
    page._submit.click()

    assert service.kept == [("q6", ("A=A", "B=A"), "")]
    assert "Đáp án: Tờ trình." in words_on(page)


def test_a_scenario_shows_its_story(open_quiz):
    page, _, _ = open_quiz(SCENARIO)

    assert "Chiều thứ Sáu." in words_on(page)


def test_another_question_begins_unmarked(open_quiz, qtbot):
    page, _, presenter = open_quiz(SINGLE, TRUE_FALSE)
    qtbot.keyClick(page.focusWidget(), letter_of(presenter, "A"))
    page._submit.click()

    page._submit.click()

    assert presenter.state.question == TRUE_FALSE
    assert not page._verdict.isVisible()
    assert page.answer.response == ()


def test_the_end_tells_the_score_and_leads_on(open_quiz, qtbot):
    page, _, presenter = open_quiz(SINGLE, TRUE_FALSE)
    presenter.submit(("A",), "")
    presenter.forward()
    presenter.submit(("A",), "")
    page._submit.click()

    assert "1/2 câu đúng" in words_on(page)
    assert not page._foot.isVisible()
    with qtbot.waitSignal(page.lesson_asked) as asked:
        page._summary.back.click()
    assert asked.args == ["L1"]
    rows = [
        b for b in page._summary.findChildren(QAbstractButton) if "Loại nào" in b.accessibleName()
    ]
    rows[0].click()
    assert presenter.state.position == 1
    assert page._verdict.isVisible()
    presenter.forward()
    page._summary.again.click()
    assert (presenter.state.total, presenter.state.question) == (1, SINGLE)


def test_nothing_due_says_so(qtbot):
    page = QuizPage()
    qtbot.addWidget(page)
    from selfstudy.desktop.quiz.state import QuizState

    page.show_state(QuizState(review=True, empty=True))
    page.show()

    assert "Hôm nay không có câu nào cần ôn" in words_on(page)
    with qtbot.waitSignal(page.closed):
        page._empty.pressed.emit()


@pytest.mark.parametrize("question", ALL, ids=lambda question: question.kind)
def test_every_kind_can_be_answered_right(open_quiz, question):
    page, _, presenter = open_quiz(question)

    presenter.submit(right_response(question), "sure")

    assert presenter.state.verdict.right
    assert page._verdict.isVisible()
    page.grab()


@pytest.mark.parametrize("question", ALL, ids=lambda question: question.kind)
def test_every_control_has_a_name(open_quiz, question):
    page, _, _ = open_quiz(question)
    QAccessible.setActive(True)

    nameless = [
        widget
        for widget in page.findChildren(QWidget)
        if widget.isVisibleTo(page)
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)
    ]

    assert nameless == []


@pytest.mark.parametrize("question", ALL, ids=lambda question: question.kind)
def test_every_kind_fits_a_narrow_window(open_quiz, question):
    page, _, presenter = open_quiz(question)
    presenter.submit(right_response(question), "")

    page.resize(640, 600)

    assert page._frame.widget().minimumSizeHint().width() <= 640


def test_a_quiz_whose_lesson_is_gone_says_so_and_offers_no_answer(open_quiz):
    page, _, _ = open_quiz(SINGLE)
    page.show_state(QuizState(error=NoSuchLesson(id="CM03-01")))

    assert "CM03-01" in words_on(page)
    assert not page._submit.isVisible()
