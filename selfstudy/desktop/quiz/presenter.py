"""The quiz screen's state: one question, its answer, and what became of it; knows no Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from time import monotonic
from typing import Generic, Protocol, TypeVar

from selfstudy.desktop.quiz.feedback import parts
from selfstudy.desktop.quiz.state import QuizState, SummaryLine, Verdict
from selfstudy.desktop.sources import SourceLine, lines
from selfstudy.desktop.tasks import Tasks
from selfstudy.domain.errors import SelfStudyError
from selfstudy.domain.lesson import SourceRef
from selfstudy.domain.progress import Confidence, Marked, Quiz, QuizItem, Response
from selfstudy.domain.question import Question, shown_order
from selfstudy.words import pick, t

_NO_QUIZ = Quiz("", "", "", ())


class Answers(Protocol):
    """What both services have: an answer is durable when this returns."""

    def answer(
        self,
        lesson_id: str,
        question_id: str,
        response: Response,
        confidence: Confidence,
        milliseconds: int,
    ) -> Marked:
        """Grade and keep an answer."""
        ...


class Study(Answers, Protocol):
    """A lesson's own questions."""

    def quiz(self, lesson_id: str) -> Quiz:
        """The questions of a lesson and the answers of this round."""
        ...


class Review(Answers, Protocol):
    """Questions due for review."""

    def queue(self, limit: int = 20) -> Quiz:
        """What is due, at most so many."""
        ...


class View(Protocol):
    """What the presenter draws on."""

    def show_state(self, state: QuizState) -> None:
        """Draw this."""
        ...


ServiceT = TypeVar("ServiceT", bound=Answers)


class QuizPresenter(Generic[ServiceT]):
    """Leads through a queue of questions; the screen changes only when an answer is saved."""

    REVIEW = False

    def __init__(
        self,
        view: View,
        service: ServiceT,
        tasks: Tasks,
        *,
        clock: Callable[[], float] = monotonic,
        today: Callable[[], date] = date.today,
    ) -> None:
        self._view, self._service, self._tasks = view, service, tasks
        self._clock, self._today = clock, today
        self.state = QuizState(review=self.REVIEW)
        self._quiz = _NO_QUIZ
        self._items: list[QuizItem] = []
        self._index = 0
        self._round = 0
        self._turn = 0
        self._since = 0.0
        self._lesson_finished = False
        self._saved_at: dict[int, datetime] = {}

    def submit(self, response: Response, confidence: Confidence) -> None:
        """Give an answer; one without anything in it gets a gentle word, nothing is sent."""
        if self.state.busy or self.state.verdict is not None or self.state.question is None:
            return
        typed = replace(self.state, response=response, confidence=confidence, error=None)
        if not any(part.strip() for part in response):
            self._show(replace(typed, unanswered=True, missing=0))
            return
        missing = _missing(self.state.question, response)
        if missing and missing != self.state.missing:
            self._show(replace(typed, unanswered=False, missing=missing))
            return
        self._show(replace(typed, unanswered=False, missing=0, busy=True))
        item, milliseconds, turn = self._items[self._index], self._spent(), self._turn
        self._tasks.run(
            lambda: self._service.answer(
                item.lesson, item.question.id, response, confidence, milliseconds
            ),
            lambda marked: self._marked(turn, response, confidence, marked),
            self._failed,
        )

    def forward(self) -> None:
        """Go on to the next question without an answer, or to the summary."""
        if self.state.busy or not self._items:
            return
        order = [*range(self._index + 1, len(self._items)), *range(self._index)]
        waiting = next((i for i in order if self._items[i].grade is None), None)
        if waiting is None:
            self._finish()
        else:
            self._go_to(waiting)

    def look_at(self, position: int) -> None:
        """Look at a question again, counted from 1."""
        if not self.state.busy and 1 <= position <= len(self._items):
            self._go_to(position - 1)

    def again(self) -> None:
        """Answer once more what was not wholly right."""
        wrong = [item for item in self._items if item.grade is None or not item.grade.right]
        if self.state.busy or not wrong:
            return
        self._round += 1
        self._begin([QuizItem(item.lesson, item.question) for item in wrong])

    def _load(self, take: Callable[[], Quiz], only: str = "") -> None:
        self._turn += 1
        self._items = []
        self._show(QuizState(busy=True, review=self.REVIEW))
        self._tasks.run(take, lambda quiz: self._loaded(quiz, only), self._failed)

    def _loaded(self, quiz: Quiz, only: str) -> None:
        self._quiz, self._round, self._lesson_finished = quiz, 0, False
        asked = [item for item in quiz.items if only in ("", item.question.id)]
        self._begin(asked or list(quiz.items))

    def _begin(self, items: list[QuizItem]) -> None:
        self._items, self._saved_at = items, {}
        waiting = next((i for i, item in enumerate(items) if item.grade is None), None)
        if not items:
            self._show(replace(self._common(), empty=True))
        elif waiting is None:
            self._finish()
        else:
            self._go_to(waiting)

    def _go_to(self, index: int) -> None:
        self._index = index
        self._turn += 1
        self._since = self._clock()
        item = self._items[index]
        question, seed = item.question, f"{self._quiz.lesson or 'review'}/{self._round}"
        self._show(
            replace(
                self._common(),
                question=question,
                turn=self._turn,
                options=shown_order(question, seed),
                pairs=shown_order(question, f"{seed}/right") if question.kind == "match" else (),
                response=item.response,
                confidence=item.confidence,
                verdict=self._verdict(index, item),
                source=self._source(question),
                asked_in=item.lesson,
                changed=item.changed,
            )
        )

    def _verdict(self, index: int, item: QuizItem) -> Verdict | None:
        if item.grade is None:
            return None
        saved = self._saved_at.get(index)
        return Verdict(item.grade.score, parts(item.question, item.response), saved)

    def _marked(
        self, turn: int, response: Response, confidence: Confidence, marked: Marked
    ) -> None:
        if turn != self._turn:
            return  # kept, but another quiz is on the screen by now
        item = self._items[self._index]
        self._items[self._index] = replace(
            item, response=response, confidence=confidence, grade=marked.grade
        )
        self._saved_at[self._index] = marked.saved_at
        self._lesson_finished |= marked.lesson_finished
        verdict = Verdict(marked.grade.score, parts(item.question, response), marked.saved_at)
        common = self._common()
        self._show(
            replace(
                self.state,
                busy=False,
                verdict=verdict,
                answered=common.answered,
                right=common.right,
                lesson_finished=common.lesson_finished,
            )
        )

    def _finish(self) -> None:
        rows = tuple(
            SummaryLine(n, item.question.text, item.grade.score if item.grade else None)
            for n, item in enumerate(self._items, 1)
        )
        self._show(replace(self._common(), finished=True, summary=rows))

    def _failed(self, error: SelfStudyError) -> None:
        self._show(replace(self.state, busy=False, error=error))

    def _common(self) -> QuizState:
        """What every state of this queue has."""
        graded = [item.grade for item in self._items if item.grade is not None]
        return QuizState(
            title=pick(self._quiz.title, self._quiz.title_en) or t("quiz.review"),
            lesson=self._quiz.lesson,
            review=self.REVIEW,
            position=self._index + 1,
            total=len(self._items),
            answered=len(graded),
            right=sum(grade.right for grade in graded),
            lesson_finished=self._lesson_finished,
        )

    def _source(self, question: Question) -> SourceLine | None:
        refs = (SourceRef(question.source, question.place),) if question.source else ()
        return next(iter(lines(refs, self._quiz.sources, self._today())), None)

    def _spent(self) -> int:
        return max(0, round((self._clock() - self._since) * 1000))

    def _show(self, state: QuizState) -> None:
        self.state = state
        self._view.show_state(state)


class LessonQuizPresenter(QuizPresenter[Study]):
    """The questions of a lesson."""

    def open(self, lesson_id: str, only: str = "") -> None:
        """Ask a lesson's questions, or only one of them."""
        self._load(lambda: self._service.quiz(lesson_id), only)


class ReviewPresenter(QuizPresenter[Review]):
    """The questions due for review."""

    REVIEW = True

    def open(self, limit: int = 20) -> None:
        """Ask what is due, as much as fits ten minutes."""
        self._load(lambda: self._service.queue(limit))


def _missing(question: Question, response: Response) -> int:
    """How many rows or blanks are open in an answer that was begun."""
    if question.kind == "match":
        return len(question.options) - len(response)
    if question.kind == "cloze":
        return len(question.accepted) - sum(bool(part.strip()) for part in response)
    return 0
