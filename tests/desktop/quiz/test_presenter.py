from datetime import UTC, date, datetime

import pytest

from selfstudy.desktop.quiz.feedback import parts
from selfstudy.desktop.quiz.presenter import LessonQuizPresenter, ReviewPresenter
from selfstudy.desktop.tasks import InlineTasks
from selfstudy.domain.errors import DiskFull
from selfstudy.domain.lesson import Source
from selfstudy.domain.progress import LessonProgress, Marked, Quiz, QuizItem
from selfstudy.domain.question import Grade, Option, Question, grade

SAVED = datetime(2026, 11, 22, 9, 41, tzinfo=UTC)
SOURCE = Source(
    "ND30", "Nghị định 30/2020/NĐ-CP", "Công tác văn thư", "Chính phủ",
    date(2020, 3, 5), date(2020, 3, 5), date(2026, 10, 1),
)  # fmt: skip
SINGLE = Question(
    "q1", "single", "Loại nào?",
    (Option("A", "Tờ trình", False, "Chỉ để xin."), Option("B", "Báo cáo", True, "Vì cần số liệu."),
     Option("C", "Thông báo", False, "Gửi nhiều nơi.")),
    source="ND30", place="Điều 7",
)  # fmt: skip
MULTI = Question(
    "q2", "multi", "Những gì?",
    (Option("A", "Một", True, "R1"), Option("B", "Hai", True, "R2"),
     Option("C", "Ba", False, "R3")),
)  # fmt: skip
ORDER = Question(
    "q3", "order", "Thứ tự?",
    (Option("A", "Một", reason="Trước hết."), Option("B", "Hai"), Option("C", "Ba")),
)  # fmt: skip
MATCH = Question(
    "q4",
    "match",
    "Ghép.",
    (Option("A", "QĐ", pair="Quyết định"), Option("B", "TTr", pair="Tờ trình")),
)
NUMERIC = Question(
    "q5", "numeric", "Bao nhiêu?", (Option("A", "27", False, "27 là số chữ viết tắt."),),
    accepted=(("29",),),
)  # fmt: skip
CLOZE = Question("q6", "cloze", "____ và ____", accepted=(("Điều 8",), ("Phụ lục I", "PL I")))


class FakeView:
    def __init__(self):
        self.states = []

    def show_state(self, state):
        self.states.append(state)


class FakeService:
    """Both services; keeps the answers; `full` makes the disk full."""

    def __init__(self, *items):
        self.items = items
        self.kept = []
        self.full = False
        self.finishing = False

    def quiz(self, lesson_id):
        return Quiz("Bài một", "Lesson one", lesson_id, self.items, (SOURCE,))

    def queue(self, limit=20):
        return Quiz("Ôn tập", "Review", "", self.items[:limit])

    def answer(self, lesson_id, question_id, response, confidence, milliseconds):
        if self.full:
            raise DiskFull(folder="D:")
        self.kept.append((lesson_id, question_id, response, confidence, milliseconds))
        question = next(i.question for i in self.items if i.question.id == question_id)
        return Marked(grade(question, response), SAVED, LessonProgress(), self.finishing)


class Clock:
    def __init__(self):
        self.now = 100.0

    def __call__(self):
        return self.now


def a_quiz(*questions, answered=()):
    items = [
        QuizItem("L1", q, answered[n][0], answered[n][1])
        if n < len(answered)
        else QuizItem("L1", q)
        for n, q in enumerate(questions)
    ]
    service, view, clock = FakeService(*items), FakeView(), Clock()
    made = LessonQuizPresenter(
        view, service, InlineTasks(), clock=clock, today=lambda: date(2026, 11, 22)
    )
    made.open("L1")
    return made, service, view, clock


def test_the_first_question_is_shown_with_its_source():
    presenter, _, _, _ = a_quiz(SINGLE, MULTI)
    state = presenter.state

    assert (state.position, state.total, state.question) == (1, 2, SINGLE)
    assert state.source.name == "Nghị định 30/2020/NĐ-CP, Điều 7"
    assert {option.key for option in state.options} == {"A", "B", "C"}


def test_the_order_shown_is_the_same_after_a_restart():
    first, _, _, _ = a_quiz(SINGLE)
    second, _, _, _ = a_quiz(SINGLE)

    assert first.state.options == second.state.options


def test_an_answer_is_kept_before_the_screen_shows_what_became_of_it():
    presenter, service, view, clock = a_quiz(SINGLE, MULTI)
    clock.now += 12.5

    presenter.submit(("A",), "sure")

    assert service.kept == [("L1", "q1", ("A",), "sure", 12500)]
    busy = view.states[-2]
    assert busy.busy
    assert busy.verdict is None
    assert busy.response == ("A",)
    verdict = presenter.state.verdict
    assert not verdict.right
    assert verdict.saved_at == SAVED
    assert {(p.key, p.mark, p.reason) for p in verdict.parts} == {
        ("A", "wrong", "Chỉ để xin."), ("B", "missed", "Vì cần số liệu."), ("C", "", ""),
    }  # fmt: skip


@pytest.mark.parametrize("nothing", [(), ("",), ("  ", "")])
def test_no_answer_gets_a_gentle_word(nothing):
    presenter, service, _, _ = a_quiz(SINGLE)

    presenter.submit(nothing, "")

    assert presenter.state.unanswered
    assert service.kept == []
    presenter.submit(("B",), "")
    assert not presenter.state.unanswered


def test_a_full_disk_is_told_and_the_answer_stays():
    presenter, service, _, _ = a_quiz(CLOZE)
    service.full = True

    presenter.submit(("Điều 8", "Phụ lục"), "guess")

    state = presenter.state
    assert isinstance(state.error, DiskFull)
    assert (state.response, state.confidence, state.verdict) == (
        ("Điều 8", "Phụ lục"),
        "guess",
        None,
    )
    service.full = False
    presenter.submit(state.response, state.confidence)
    assert presenter.state.error is None
    assert presenter.state.verdict.score == 0.5


def test_an_answer_is_given_once():
    presenter, service, _, _ = a_quiz(SINGLE)

    presenter.submit(("B",), "")
    presenter.submit(("A",), "")

    assert len(service.kept) == 1


def test_a_round_goes_on_where_it_was_left():
    presenter, _, _, _ = a_quiz(
        SINGLE, MULTI, ORDER, answered=[(("B",), Grade(1.0)), (("A",), Grade(0.5))]
    )

    assert presenter.state.position == 3
    assert presenter.state.answered == 2
    assert presenter.state.right == 1


def test_a_round_that_is_through_shows_its_result():
    presenter, _, _, _ = a_quiz(SINGLE, answered=[(("B",), Grade(1.0))])

    assert presenter.state.finished
    assert presenter.state.summary[0].score == 1.0


def test_a_question_left_for_later_comes_back():
    presenter, _, _, _ = a_quiz(SINGLE, MULTI)

    presenter.forward()
    assert presenter.state.position == 2
    presenter.submit(("A", "B"), "")
    presenter.forward()

    assert presenter.state.position == 1
    presenter.submit(("B",), "")
    presenter.forward()
    assert presenter.state.finished
    assert presenter.state.right == 2


def test_the_wrong_ones_can_be_answered_again():
    presenter, _, _, _ = a_quiz(SINGLE, MULTI)
    presenter.submit(("A",), "")
    presenter.forward()
    presenter.submit(("A", "B"), "")
    presenter.forward()

    presenter.again()

    assert (presenter.state.total, presenter.state.question) == (1, SINGLE)
    assert presenter.state.verdict is None
    presenter.submit(("B",), "")
    presenter.forward()
    assert (presenter.state.right, presenter.state.total) == (1, 1)
    turn = presenter.state
    presenter.again()
    assert presenter.state is turn


def test_an_answered_question_can_be_looked_at_again():
    presenter, _, _, _ = a_quiz(SINGLE, MULTI)
    presenter.submit(("A",), "sure")
    presenter.forward()

    presenter.look_at(1)

    state = presenter.state
    assert (state.response, state.confidence) == (("A",), "sure")
    assert state.verdict.saved_at == SAVED
    presenter.look_at(9)
    assert presenter.state is state


def test_one_question_of_a_lesson_can_be_asked_alone():
    service, view = FakeService(QuizItem("L1", SINGLE), QuizItem("L1", MULTI)), FakeView()
    presenter = LessonQuizPresenter(view, service, InlineTasks())

    presenter.open("L1", only="q2")

    assert (presenter.state.total, presenter.state.question) == (1, MULTI)


def test_finishing_the_lesson_is_told_at_the_end():
    presenter, service, _, _ = a_quiz(SINGLE)
    service.finishing = True

    presenter.submit(("B",), "")
    presenter.forward()

    assert presenter.state.lesson_finished


def test_review_asks_what_is_due_and_no_more():
    service, view = FakeService(QuizItem("L1", SINGLE), QuizItem("L2", MULTI)), FakeView()
    presenter = ReviewPresenter(view, service, InlineTasks())

    presenter.open(limit=1)

    assert (presenter.state.review, presenter.state.total) == (True, 1)
    presenter.submit(("B",), "")
    assert service.kept[0][0] == "L1"


def test_nothing_due_is_an_empty_state():
    presenter = ReviewPresenter(FakeView(), FakeService(), InlineTasks())

    presenter.open()
    presenter.forward()
    presenter.submit(("A",), "")
    presenter.again()

    assert presenter.state.empty
    assert presenter.state.question is None


def test_a_quiz_that_cannot_be_opened_says_so():
    class Broken(FakeService):
        def quiz(self, lesson_id):
            raise DiskFull(folder="D:")

    presenter = LessonQuizPresenter(FakeView(), Broken(), InlineTasks())
    presenter.open("L1")

    assert isinstance(presenter.state.error, DiskFull)
    assert not presenter.state.busy


def test_an_answer_to_a_question_gone_by_changes_nothing_on_screen():
    class Slow:
        def __init__(self):
            self.waiting = []

        def run(self, work, done, failed=None, lane="store"):
            self.waiting.append((work, done))

        def follow(self, work, done, failed=None, progress=None, lane="side"):
            raise AssertionError

        def finish(self):
            work, done = self.waiting.pop(0)
            done(work())

    slow = Slow()
    presenter = LessonQuizPresenter(FakeView(), FakeService(QuizItem("L1", SINGLE)), slow)
    presenter.open("L1")
    slow.finish()
    presenter.submit(("B",), "")
    presenter.open("L2")
    slow.finish()

    assert presenter.state.verdict is None


def test_each_place_of_an_order_says_where_it_belongs():
    found = parts(ORDER, ("B", "A", "C"))

    assert [(p.key, p.mark, p.right) for p in found] == [
        ("B", "wrong", "2"), ("A", "wrong", "1"), ("C", "right", ""),
    ]  # fmt: skip
    assert found[1].reason == "Trước hết."


def test_each_row_of_a_match_says_what_would_be_right():
    found = parts(MATCH, ("A=A", "B=A"))

    assert [(p.key, p.mark, p.right) for p in found] == [
        ("A", "right", ""), ("B", "wrong", "Tờ trình"),
    ]  # fmt: skip


def test_a_common_mistake_has_its_reason():
    (found,) = parts(NUMERIC, ("27",))

    assert (found.mark, found.right, found.reason) == ("wrong", "29", "27 là số chữ viết tắt.")
    assert parts(NUMERIC, ("29,0",))[0].mark == "right"


def test_each_blank_is_judged_by_itself():
    first, second = parts(CLOZE, ("Điều 9", "PL I"))

    assert (first.mark, first.right, second.mark) == ("wrong", "Điều 8", "right")
    assert parts(CLOZE, ("Điều 8",))[1].mark == "wrong"


def test_an_answer_with_open_blanks_is_sent_when_it_is_given_once_more():
    made, service, _, _ = a_quiz(CLOZE)
    made.submit(("Điều 8", ""), "")
    assert (made.state.missing, service.kept) == (1, [])

    made.submit(("Điều 8", ""), "")
    assert made.state.missing == 0
    assert [kept[2] for kept in service.kept] == [("Điều 8", "")]
