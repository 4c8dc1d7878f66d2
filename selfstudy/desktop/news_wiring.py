"""Wiring of what was amended in a lesson, and of reporting an error in it; see `screens`."""

from __future__ import annotations

from selfstudy.desktop.changes.page import ChangesPage
from selfstudy.desktop.changes.presenter import ChangesPresenter
from selfstudy.desktop.errata.page import ErrataPage
from selfstudy.desktop.errata.presenter import ErrataPresenter
from selfstudy.desktop.quiz.page import QuizPage
from selfstudy.desktop.quiz.presenter import LessonQuizPresenter
from selfstudy.desktop.screen import Frame, Screen, nothing, services_of
from selfstudy.domain.validity import legal_day
from selfstudy.services.studying.renewing import Renewing


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
    page.report_asked.connect(lambda *place: frame.open_on("errata", *place))
    return Screen(page, nothing, open=presenter.open)


def errata_screen(frame: Frame) -> Screen:
    """Reporting an error, and the reports of before."""
    page = ErrataPage()
    presenter = ErrataPresenter(page, services_of(frame).sync.errata, frame.tasks)
    page.changed.connect(presenter.preview)
    page.kept.connect(presenter.keep)
    page.queued.connect(presenter.queue)
    page.withdrawn.connect(presenter.withdraw)
    page.export_asked.connect(presenter.export)
    page.closed.connect(frame.back)
    return Screen(page, presenter.reload, open=presenter.open)
