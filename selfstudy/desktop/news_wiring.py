"""Wiring of the short lesson of what was amended, and of its questions; see `screens`."""

from __future__ import annotations

from selfstudy.desktop.changes.page import ChangesPage
from selfstudy.desktop.changes.presenter import ChangesPresenter
from selfstudy.desktop.quiz.page import QuizPage
from selfstudy.desktop.quiz.presenter import LessonQuizPresenter
from selfstudy.desktop.screen import Frame, Screen, nothing, services_of
from selfstudy.domain.validity import legal_day
from selfstudy.services.renewing import Renewing


def changes_screen(frame: Frame) -> Screen:
    """What is new in a lesson that was finished before."""
    page = ChangesPage()
    presenter = ChangesPresenter(page, Renewing(services_of(frame).study), frame.tasks)
    page.lesson_asked.connect(frame.open_lesson)
    page.quiz_asked.connect(lambda lesson: frame.open_on("renewing", lesson))
    page.ended.connect(presenter.end)
    page.closed.connect(lambda: frame.show("today"))
    return Screen(page, presenter.reload, open=presenter.open)


def renewing_screen(frame: Frame) -> Screen:
    """Its questions, and no others."""
    page = QuizPage()
    service = Renewing(services_of(frame).study)
    presenter = LessonQuizPresenter(
        page, service, frame.tasks, today=lambda: legal_day(frame.clock())
    )
    page.submitted.connect(presenter.submit)
    page.forward_asked.connect(presenter.forward)
    page.again_asked.connect(presenter.again)
    page.question_asked.connect(presenter.look_at)
    page.lesson_asked.connect(lambda lesson: frame.open_on("changes", lesson))
    page.closed.connect(lambda: frame.show("today"))
    return Screen(page, nothing, open=presenter.open)
