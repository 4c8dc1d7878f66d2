"""A test over a module on the quiz screen: no verdict until it is handed in; knows no Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Protocol

from selfstudy.desktop.quiz.presenter import QuizPresenter, View
from selfstudy.desktop.quiz.state import QuizState, Verdict
from selfstudy.desktop.tasks import Tasks
from selfstudy.domain.lesson import Purpose
from selfstudy.domain.progress import Confidence, Marked, QuizItem, Response
from selfstudy.domain.testing import HandedIn
from selfstudy.services.studying.testing import Sitting
from selfstudy.words import pick, t


class Testing(Protocol):
    """What this screen asks about tests."""

    def sit(self, module_id: str, purpose: Purpose) -> Sitting:
        """A test as it lies before the person."""
        ...

    def answer(
        self,
        module_id: str,
        purpose: Purpose,
        question_id: str,
        response: Response,
        milliseconds: int,
    ) -> Marked:
        """Keep an answer until the test is handed in."""
        ...

    def hand_in(self, module_id: str, purpose: Purpose) -> Sitting:
        """Hand the test in, once."""
        ...


class _Answers:
    """The service as the quiz asks it: one test at a time."""

    def __init__(self, testing: Testing) -> None:
        self.testing = testing
        self.module, self.purpose = "", _FIRST

    def answer(
        self,
        lesson_id: str,
        question_id: str,
        response: Response,
        confidence: Confidence,  # noqa: ARG002 — a test asks for none
        milliseconds: int,
    ) -> Marked:
        return self.testing.answer(lesson_id, self.purpose, question_id, response, milliseconds)


_FIRST: Purpose = "pre"


class TestPresenter(QuizPresenter[_Answers]):
    """Leads through a test; answers may be changed until it is handed in."""

    __test__ = False  # its name is the field's

    def __init__(
        self,
        view: View,
        testing: Testing,
        tasks: Tasks,
        *,
        today: Callable[[], date] = date.today,
    ) -> None:
        super().__init__(view, _Answers(testing), tasks, today=today)
        self._handed_in: HandedIn | None = None

    def open(self, module: str, purpose: Purpose) -> None:
        """Begin a test, go on with it, or look at what was handed in."""
        self._service.module, self._service.purpose = module, purpose
        self._turn += 1
        self._items, self._handed_in = [], None
        self._show(QuizState(busy=True, test=purpose))
        testing = self._service.testing
        self._tasks.run(lambda: testing.sit(module, purpose), self._sat, self._failed)

    def hand_in(self) -> None:
        """Hand the test in; what is not answered counts as wrong."""
        if self.state.busy or self._handed_in is not None or not self._items:
            return
        self._show(replace(self.state, busy=True, error=None))
        asked = self._service
        self._tasks.run(
            lambda: asked.testing.hand_in(asked.module, asked.purpose), self._sat, self._failed
        )

    def forward(self) -> None:
        """On to the next question that is open; when none is, to the end."""
        if self._handed_in is None:
            super().forward()
        elif not self.state.busy and self._index + 1 < len(self._items):
            self._go_to(self._index + 1)
        elif not self.state.busy:
            self._finish()

    def _sat(self, sitting: Sitting) -> None:
        self._quiz, self._round, self._handed_in = sitting.quiz, 0, sitting.tested
        if sitting.tested is not None:
            self._items, self._saved_at = list(sitting.quiz.items), {}
            self._finish()
        else:
            self._begin(list(sitting.quiz.items))

    def _marked(
        self, turn: int, response: Response, confidence: Confidence, marked: Marked
    ) -> None:
        if turn != self._turn:
            return
        item = self._items[self._index]
        self._items[self._index] = replace(
            item, response=response, confidence=confidence, grade=marked.grade
        )
        self._show(replace(self.state, busy=False))
        self.forward()

    def _verdict(self, index: int, item: QuizItem) -> Verdict | None:
        return super()._verdict(index, item) if self._handed_in is not None else None

    def _common(self) -> QuizState:
        common = super()._common()
        title = pick(self._quiz.title, self._quiz.title_en)
        return replace(
            common,
            title=t("test.title", test=t(f"test.{self._service.purpose}"), module=title),
            test=self._service.purpose,
            handed_in=self._handed_in,
            right=common.right if self._handed_in is not None else 0,
        )
