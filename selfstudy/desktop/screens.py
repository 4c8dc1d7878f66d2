"""Wiring: each screen's page, its presenter, its service, and where its signals lead."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from selfstudy.desktop.program import Program, Screen
from selfstudy.desktop.today.page import TodayPage
from selfstudy.desktop.today.presenter import TodayPresenter, TodayState

if TYPE_CHECKING:
    from selfstudy.bootstrap import Services
    from selfstudy.desktop.quiz.page import QuizPage
    from selfstudy.desktop.quiz.presenter import LessonQuizPresenter, ReviewPresenter


def services_of(program: Program) -> Services:
    """The services of the open profile; screens that need them are made after it is open."""
    if program.services is None:
        raise RuntimeError("no profile is open")
    return program.services


class _Told:
    """Passes a page its states, and tells the frame what Today knows."""

    def __init__(self, program: Program, page: TodayPage) -> None:
        self._program, self._page = program, page

    def show_state(self, state: TodayState) -> None:
        """Draw, then pass on."""
        self._page.show_state(state)
        if state.live:
            self._program.show_due(state.due)
            if state.handed is not None:
                self._program.show_handed(state.handed)
            self._program.now_live()


def today_screen(program: Program, page: TodayPage) -> Screen:
    """Today, whose page stands since the first paint."""
    services = services_of(program)
    presenter = TodayPresenter(
        _Told(program, page), services.study, program.tasks, clock=program.clock
    )
    page.lesson_asked.connect(program.open_lesson)
    page.review_asked.connect(lambda: program.show("review"))
    page.library_asked.connect(lambda: program.show("library"))
    page.module_asked.connect(lambda _module: program.show("library"))
    page.hours_asked.connect(lambda: program.show("record"))
    page.handover_asked.connect(lambda: program.show("handover"))
    program.offer_unit(offered=services.desk.is_supervisor() or services.unit.is_root())
    return Screen(page, presenter.reload)


def make_screen(program: Program, key: str) -> Screen:
    """A screen by its key."""
    return MAKERS[key](program)


def _lesson(program: Program) -> Screen:
    from selfstudy.desktop import fonts
    from selfstudy.desktop.lesson.page import LessonPage
    from selfstudy.desktop.lesson.presenter import LessonPresenter

    fonts.load_reading()
    page = LessonPage()
    presenter = LessonPresenter(
        page, services_of(program).study, program.tasks, today=lambda: program.clock().date()
    )
    page.section_read.connect(presenter.section_read)
    page.stayed.connect(presenter.stayed)
    page.moved.connect(presenter.moved)
    page.left.connect(presenter.left)
    page.lesson_asked.connect(program.open_lesson)
    page.quiz_asked.connect(lambda lesson: program.open_quiz(lesson))
    page.question_asked.connect(program.open_quiz)
    page.zoom_chosen.connect(lambda zoom: program.change(reading_zoom=zoom))
    return Screen(page, presenter.reload, presenter.left, presenter.open)


def _quiz(program: Program) -> Screen:
    from selfstudy.desktop.quiz.page import QuizPage
    from selfstudy.desktop.quiz.presenter import LessonQuizPresenter

    page = QuizPage()
    presenter = LessonQuizPresenter(
        page, services_of(program).study, program.tasks, today=lambda: program.clock().date()
    )
    _connect_quiz(program, page, presenter)
    return Screen(page, _nothing, open=presenter.open)


def _review(program: Program) -> Screen:
    from selfstudy.desktop.quiz.page import QuizPage
    from selfstudy.desktop.quiz.presenter import ReviewPresenter

    page = QuizPage()
    presenter = ReviewPresenter(
        page, services_of(program).review, program.tasks, today=lambda: program.clock().date()
    )
    _connect_quiz(program, page, presenter)
    return Screen(page, presenter.open)


def _connect_quiz(
    program: Program, page: QuizPage, presenter: LessonQuizPresenter | ReviewPresenter
) -> None:
    page.submitted.connect(presenter.submit)
    page.forward_asked.connect(presenter.forward)
    page.again_asked.connect(presenter.again)
    page.question_asked.connect(presenter.look_at)
    page.lesson_asked.connect(program.open_lesson)
    page.closed.connect(lambda: program.show("today"))


def _nothing() -> None:
    """A quiz under way is not read again."""


MAKERS: dict[str, Callable[[Program], Screen]] = {
    "lesson": _lesson,
    "quiz": _quiz,
    "review": _review,
}
