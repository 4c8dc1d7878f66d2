"""Wiring: each screen's page, its presenter, its service, and where its signals lead.

A screen's modules are imported when it is first visited.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from selfstudy.desktop.authoring import author_screen
from selfstudy.desktop.framing import framework_screen
from selfstudy.desktop.own_screens import locking_screen, settings_screen
from selfstudy.desktop.screen import Frame, Screen, nothing, services_of
from selfstudy.desktop.today.page import TodayPage
from selfstudy.desktop.today.presenter import TodayPresenter
from selfstudy.desktop.today.state import TodayState
from selfstudy.desktop.welcome_wiring import welcome_screen
from selfstudy.domain.validity import legal_day

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from selfstudy.desktop.handover.page import HandoverPage
    from selfstudy.desktop.handover.presenter import HandoverState
    from selfstudy.desktop.quiz.page import QuizPage
    from selfstudy.desktop.quiz.presenter import LessonQuizPresenter, ReviewPresenter


class _Today:
    """Draws Today, and tells the frame what it knows."""

    def __init__(self, frame: Frame, page: TodayPage) -> None:
        self._frame, self._page = frame, page

    def show_state(self, state: TodayState) -> None:
        """Draw, then pass on."""
        self._page.show_state(state)
        if state.live:
            self._frame.show_due(state.due)
            if state.handed is not None:
                self._frame.show_handed(state.handed)
            self._frame.now_live()


def today_screen(frame: Frame, page: TodayPage) -> Screen:
    """Today, whose page stands since the first paint."""
    services = services_of(frame)
    presenter = TodayPresenter(
        _Today(frame, page), services.study, frame.tasks, shown=page.shown, clock=frame.clock
    )
    frame.offer_unit(offered=services.desk.is_supervisor() or services.unit.is_root())
    return Screen(page, presenter.reload)


def _library(frame: Frame) -> Screen:
    from selfstudy.desktop.explaining import of_module
    from selfstudy.desktop.library.page import LibraryPage
    from selfstudy.desktop.library.presenter import LibraryPresenter
    from selfstudy.desktop.packs_wiring import wire_packs

    services = services_of(frame)
    page = LibraryPage()
    presenter = LibraryPresenter(page, services.study, frame.tasks)
    packs = wire_packs(frame, page, presenter.reload)
    page.lesson_asked.connect(frame.open_lesson)
    page.module_toggled.connect(presenter.toggle)
    page.sought.connect(presenter.seek)
    page.area_chosen.connect(presenter.choose_area)
    page.standing_chosen.connect(presenter.choose_standing)
    page.mine_chosen.connect(presenter.choose_mine)
    page.cleared.connect(presenter.clear)
    page.explain_asked.connect(lambda card: frame.explainer.explain(of_module(card)))
    page.test_asked.connect(frame.open_test)

    def reload() -> None:
        presenter.reload()
        packs.reload()

    return Screen(page, reload, open=presenter.open_module)


def _ask_to_print(frame: Frame, lesson: str, button: QWidget) -> None:
    from selfstudy.desktop.printing.asking import PrintMenu

    PrintMenu(frame, lesson, button).popup(button.mapToGlobal(button.rect().bottomLeft()))


def _lesson(frame: Frame) -> Screen:
    from selfstudy.desktop import fonts
    from selfstudy.desktop.lesson.page import LessonPage
    from selfstudy.desktop.lesson.presenter import LessonPresenter
    from selfstudy.domain.explained import Figure

    fonts.load_reading()
    page = LessonPage()
    page.view.set_zoom(frame.settings.reading_zoom)
    presenter = LessonPresenter(
        page, services_of(frame).study, frame.tasks, today=lambda: legal_day(frame.clock())
    )
    page.section_read.connect(presenter.section_read)
    page.stayed.connect(presenter.stayed)
    page.moved.connect(presenter.moved)
    page.left.connect(presenter.left)
    page.lesson_asked.connect(frame.open_lesson)
    page.quiz_asked.connect(frame.open_quiz)
    page.question_asked.connect(frame.open_quiz)
    page.changes_asked.connect(lambda lesson: frame.open_on("changes", lesson))
    page.report_asked.connect(lambda *place: frame.open_on("errata", *place))
    page.zoom_chosen.connect(lambda zoom: frame.change(reading_zoom=zoom))
    page.explain_asked.connect(lambda lesson: frame.explainer.explain((Figure("lesson", lesson),)))
    page.print_asked.connect(lambda lesson, button: _ask_to_print(frame, lesson, button))
    return Screen(page, presenter.reload, presenter.left, presenter.open)


def _quiz(frame: Frame) -> Screen:
    from selfstudy.desktop.quiz.page import QuizPage
    from selfstudy.desktop.quiz.presenter import LessonQuizPresenter

    page = QuizPage()
    presenter = LessonQuizPresenter(
        page, services_of(frame).study, frame.tasks, today=lambda: legal_day(frame.clock())
    )
    _connect_quiz(frame, page, presenter)
    return Screen(page, nothing, open=presenter.open)


def _review(frame: Frame) -> Screen:
    from selfstudy.desktop.quiz.page import QuizPage
    from selfstudy.desktop.quiz.presenter import ReviewPresenter

    page = QuizPage()
    presenter = ReviewPresenter(
        page, services_of(frame).review, frame.tasks, today=lambda: legal_day(frame.clock())
    )
    _connect_quiz(frame, page, presenter)
    return Screen(page, presenter.open)


def _test(frame: Frame) -> Screen:
    from selfstudy.desktop.quiz.page import QuizPage
    from selfstudy.desktop.quiz.sitting import TestPresenter

    page = QuizPage()
    testing = services_of(frame).study.testing
    presenter = TestPresenter(page, testing, frame.tasks, today=lambda: legal_day(frame.clock()))
    page.submitted.connect(presenter.submit)
    page.forward_asked.connect(presenter.forward)
    page.question_asked.connect(presenter.look_at)
    page.hand_in_asked.connect(presenter.hand_in)
    page.module_asked.connect(frame.open_module)
    page.closed.connect(lambda: frame.show("library"))
    return Screen(page, nothing, open=presenter.open)


def _changes(frame: Frame) -> Screen:
    from selfstudy.desktop.news_wiring import changes_screen

    return changes_screen(frame)


def _renewing(frame: Frame) -> Screen:
    from selfstudy.desktop.news_wiring import renewing_screen

    return renewing_screen(frame)


def _errata(frame: Frame) -> Screen:
    from selfstudy.desktop.news_wiring import errata_screen

    return errata_screen(frame)


def _connect_quiz(
    frame: Frame, page: QuizPage, presenter: LessonQuizPresenter | ReviewPresenter
) -> None:
    page.submitted.connect(presenter.submit)
    page.forward_asked.connect(presenter.forward)
    page.again_asked.connect(presenter.again)
    page.question_asked.connect(presenter.look_at)
    page.lesson_asked.connect(frame.open_lesson)
    page.closed.connect(lambda: frame.show("today"))
    page.report_asked.connect(lambda *place: frame.open_on("errata", *place))


def _record(frame: Frame) -> Screen:
    from selfstudy.desktop.explaining import of_record, of_row
    from selfstudy.desktop.papers_wiring import ONES_OWN, connect_papers
    from selfstudy.desktop.planning_wiring import connect_own
    from selfstudy.desktop.record.page import RecordPage
    from selfstudy.desktop.record.presenter import RecordPresenter

    services = services_of(frame)
    page = RecordPage()
    presenter = RecordPresenter(
        page,
        services.study,
        services.reporting,
        services.archive,
        frame.tasks,
        clock=frame.clock,
    )
    page.archive_asked.connect(lambda folder, private: presenter.archive(folder, private=private))
    page.year_chosen.connect(presenter.choose_year)
    this = frame.clock().year
    page.figure_asked.connect(
        lambda key: frame.explainer.explain(of_record(key, presenter.state.year or this))
    )
    page.row_asked.connect(lambda row: frame.explainer.explain(of_row(row)))
    page.export_asked.connect(presenter.export)
    page.learning_asked.connect(lambda: frame.show("library"))
    connect_papers(frame, page.papers, ONES_OWN)
    read_own = connect_own(frame, page)

    def reload() -> None:
        presenter.reload()
        read_own()

    return Screen(page, reload, open=page.turn_to)


class _Handover:
    """Draws Hand over, and keeps the sentence at the foot of the sidebar true."""

    def __init__(self, frame: Frame, page: HandoverPage) -> None:
        self._frame, self._page = frame, page

    def show_state(self, state: HandoverState) -> None:
        """Draw, then pass on."""
        self._page.show_state(state)
        if state.handed is not None:
            self._frame.show_handed(state.handed)


def _handover(frame: Frame) -> Screen:
    from selfstudy.desktop.handover.page import HandoverPage
    from selfstudy.desktop.handover.presenter import HandoverPresenter
    from selfstudy.domain.explained import Figure

    services = services_of(frame)
    page = HandoverPage()
    presenter = HandoverPresenter(
        _Handover(frame, page), services.handover, services.sync, frame.tasks
    )
    page.sync_asked.connect(presenter.sync)
    page.explain_asked.connect(lambda: frame.explainer.explain((Figure("unreceived"),)))
    page.export_asked.connect(presenter.export)
    page.files_given.connect(presenter.take)
    page.join_accepted.connect(presenter.join)
    page.join_declined.connect(presenter.decline)
    page.earlier_asked.connect(presenter.bring_earlier)
    page.cancelled.connect(presenter.cancel)
    page.codes_asked.connect(presenter.show_codes)
    page.codes_hidden.connect(presenter.hide_codes)
    page.print_asked.connect(presenter.print_codes)
    page.private_asked.connect(presenter.show_private)
    page.private_hidden.connect(presenter.hide_private)
    page.ticked.connect(presenter.tick)
    page.taken_back.connect(presenter.take_back)
    page.agreed.connect(presenter.agree)
    page.disagreed.connect(presenter.disagree)
    return Screen(page, presenter.load)


def _unit(frame: Frame) -> Screen:
    from selfstudy.desktop.unit_wiring import unit_screen

    return unit_screen(frame)


def _needs(frame: Frame) -> Screen:
    from selfstudy.desktop.needs_wiring import needs_screen

    return needs_screen(frame)


def _search(frame: Frame) -> Screen:
    from selfstudy.desktop.searching import search_screen

    return search_screen(frame)


def _explained(frame: Frame) -> Screen:
    from selfstudy.desktop.explaining import explained_screen

    return explained_screen(frame)


MAKERS: dict[str, Callable[[Frame], Screen]] = {
    "welcome": welcome_screen,
    "library": _library,
    "lesson": _lesson,
    "quiz": _quiz,
    "review": _review,
    "changes": _changes,
    "renewing": _renewing,
    "errata": _errata,
    "test": _test,
    "record": _record,
    "needs": _needs,
    "handover": _handover,
    "unit": _unit,
    "search": _search,
    "settings": settings_screen,
    "locking": locking_screen,
    "explained": _explained,
    "author": author_screen,
    "framework": framework_screen,
}


def make_screen(frame: Frame, key: str) -> Screen:
    """A screen by its key."""
    return MAKERS[key](frame)
