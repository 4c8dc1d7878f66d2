"""Wiring: each screen's page, its presenter, its service, and where its signals lead.

A screen's modules are imported when it is first visited.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import selfstudy
from selfstudy.desktop.screen import Frame, Screen, nothing
from selfstudy.desktop.today.page import TodayPage
from selfstudy.desktop.today.presenter import TodayPresenter
from selfstudy.desktop.today.state import TodayState
from selfstudy.words import pick, t

if TYPE_CHECKING:
    from selfstudy.desktop.devices.card import DevicesCard
    from selfstudy.desktop.devices.presenter import DevicesPresenter
    from selfstudy.bootstrap import Services
    from selfstudy.desktop.erasing.card import ErasingCard
    from selfstudy.desktop.erasing.presenter import ErasingPresenter, Wish
    from selfstudy.desktop.handover.page import HandoverPage
    from selfstudy.desktop.handover.presenter import HandoverState
    from selfstudy.desktop.quiz.page import QuizPage
    from selfstudy.desktop.quiz.presenter import LessonQuizPresenter, ReviewPresenter
    from selfstudy.desktop.unit.page import UnitPage
    from selfstudy.desktop.unit.presenter import UnitPresenter
    from selfstudy.domain.erasure import Erased


def services_of(frame: Frame) -> Services:
    """The services of the open profile; screens that need them are made after it is open."""
    if frame.services is None:
        raise RuntimeError("no profile is open")
    return frame.services


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


def _welcome(frame: Frame) -> Screen:
    from selfstudy.desktop.welcome.page import WelcomePage
    from selfstudy.desktop.welcome.presenter import WelcomePresenter

    if frame.profiles is None:
        raise RuntimeError("profiles are read before anybody is welcomed")
    page = WelcomePage()
    presenter = WelcomePresenter(page, frame.profiles, frame.tasks, opened=frame.open_profile)
    page.profile_chosen.connect(presenter.choose_profile)
    page.newcomer_asked.connect(presenter.begin_new)
    page.back_asked.connect(presenter.go_back)
    page.position_sought.connect(presenter.seek_position)
    page.begin_asked.connect(presenter.begin)
    return Screen(page, presenter.reload)


class _Packs:
    """Installs packs and tells their titles."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def install(self, path: Path) -> str:
        """Install a pack; the title of its module comes back."""
        found = self._services.packs.install(path)
        module = self._services.desk.library.module(found.module)
        self._services.study.keep_outline()
        return pick(module.title, module.title_en)


def _library(frame: Frame) -> Screen:
    from selfstudy.desktop.library.page import LibraryPage
    from selfstudy.desktop.library.presenter import LibraryPresenter

    services = services_of(frame)
    page = LibraryPage()
    presenter = LibraryPresenter(page, services.study, _Packs(services), frame.tasks)
    page.lesson_asked.connect(frame.open_lesson)
    page.module_toggled.connect(presenter.toggle)
    page.sought.connect(presenter.seek)
    page.area_chosen.connect(presenter.choose_area)
    page.standing_chosen.connect(presenter.choose_standing)
    page.mine_chosen.connect(presenter.choose_mine)
    page.cleared.connect(presenter.clear)
    page.pack_chosen.connect(presenter.install)
    return Screen(page, presenter.reload, open=presenter.open_module)


def _lesson(frame: Frame) -> Screen:
    from selfstudy.desktop import fonts
    from selfstudy.desktop.lesson.page import LessonPage
    from selfstudy.desktop.lesson.presenter import LessonPresenter

    fonts.load_reading()
    page = LessonPage()
    page.view.set_zoom(frame.settings.reading_zoom)
    presenter = LessonPresenter(
        page, services_of(frame).study, frame.tasks, today=lambda: frame.clock().date()
    )
    page.section_read.connect(presenter.section_read)
    page.stayed.connect(presenter.stayed)
    page.moved.connect(presenter.moved)
    page.left.connect(presenter.left)
    page.lesson_asked.connect(frame.open_lesson)
    page.quiz_asked.connect(frame.open_quiz)
    page.question_asked.connect(frame.open_quiz)
    page.zoom_chosen.connect(lambda zoom: frame.change(reading_zoom=zoom))
    return Screen(page, presenter.reload, presenter.left, presenter.open)


def _quiz(frame: Frame) -> Screen:
    from selfstudy.desktop.quiz.page import QuizPage
    from selfstudy.desktop.quiz.presenter import LessonQuizPresenter

    page = QuizPage()
    presenter = LessonQuizPresenter(
        page, services_of(frame).study, frame.tasks, today=lambda: frame.clock().date()
    )
    _connect_quiz(frame, page, presenter)
    return Screen(page, nothing, open=presenter.open)


def _review(frame: Frame) -> Screen:
    from selfstudy.desktop.quiz.page import QuizPage
    from selfstudy.desktop.quiz.presenter import ReviewPresenter

    page = QuizPage()
    presenter = ReviewPresenter(
        page, services_of(frame).review, frame.tasks, today=lambda: frame.clock().date()
    )
    _connect_quiz(frame, page, presenter)
    return Screen(page, presenter.open)


def _connect_quiz(
    frame: Frame, page: QuizPage, presenter: LessonQuizPresenter | ReviewPresenter
) -> None:
    page.submitted.connect(presenter.submit)
    page.forward_asked.connect(presenter.forward)
    page.again_asked.connect(presenter.again)
    page.question_asked.connect(presenter.look_at)
    page.lesson_asked.connect(frame.open_lesson)
    page.closed.connect(lambda: frame.show("today"))


def _record(frame: Frame) -> Screen:
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
    page.figure_asked.connect(presenter.open_figure)
    page.row_asked.connect(presenter.open_row)
    page.facts_closed.connect(presenter.close_facts)
    page.export_asked.connect(presenter.export)
    page.learning_asked.connect(lambda: frame.show("library"))
    return Screen(page, presenter.reload)


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

    services = services_of(frame)
    page = HandoverPage()
    presenter = HandoverPresenter(
        _Handover(frame, page), services.handover, services.sync, frame.tasks
    )
    page.sync_asked.connect(presenter.sync)
    page.export_asked.connect(presenter.export)
    page.files_given.connect(presenter.take)
    page.join_accepted.connect(presenter.join)
    page.join_declined.connect(presenter.decline)
    page.earlier_asked.connect(presenter.bring_earlier)
    page.cancelled.connect(presenter.cancel)
    page.codes_asked.connect(presenter.show_codes)
    page.codes_hidden.connect(presenter.hide_codes)
    page.print_asked.connect(presenter.print_codes)
    return Screen(page, presenter.load)


def _unit(frame: Frame) -> Screen:
    from selfstudy.desktop.unit.page import UnitPage
    from selfstudy.desktop.unit.presenter import UnitPresenter

    services = services_of(frame)

    def founded() -> None:
        frame.offer_unit(offered=True)
        frame.tasks.run(services.handover.state, frame.show_handed)

    page = UnitPage()
    presenter = UnitPresenter(
        page,
        services.unit,
        frame.tasks,
        today=lambda: frame.clock().date(),
        opened=founded,
        folder=frame.settings.receipts_folder,
        remember=lambda folder: frame.change(receipts_folder=folder),
    )
    page.create_asked.connect(presenter.create)
    page.section_asked.connect(presenter.turn_to)
    page.card_asked.connect(presenter.write_card)
    page.appoint_asked.connect(presenter.appoint)
    page.report_asked.connect(presenter.report)
    page.sought.connect(presenter.look_for)
    page.person_opened.connect(presenter.open_person)
    page.person_closed.connect(presenter.close_person)
    _connect_person(frame, page, presenter)
    intake = presenter.intake
    page.files_given.connect(intake.check)
    page.accepted.connect(intake.accept)
    page.discarded.connect(intake.discard)
    page.cancelled.connect(intake.cancel)
    page.receipts_asked.connect(intake.write_receipts)
    waiting = presenter.waiting
    page.admitted.connect(waiting.admit)
    page.all_admitted.connect(waiting.admit_all)
    page.matched.connect(waiting.match)
    page.all_matched.connect(waiting.match_sure)
    page.approved.connect(waiting.approve)
    page.settled.connect(waiting.settle)
    page.undone.connect(waiting.undo)
    page.retried.connect(waiting.retry)
    page.discard_asked.connect(waiting.ask_to_discard)
    page.file_discarded.connect(waiting.discard)
    page.exported.connect(waiting.export)
    page.packs_asked.connect(lambda: frame.show("library"))
    return Screen(page, presenter.load)


def _connect_person(frame: Frame, page: UnitPage, presenter: UnitPresenter) -> None:
    """Erasing whoever's page is open."""
    from selfstudy.desktop.erasing.presenter import ErasingPresenter
    from selfstudy.desktop.erasing.targets import Person

    def chosen() -> str:
        person = presenter.state.person
        return person.id if person is not None else ""

    def gone(_wish: Wish, done: Erased) -> None:
        frame.window.say(t("erasure.person_done", n=done.records, path=done.path))
        erasing.close()
        presenter.close_person()
        presenter.load()

    card = page.people.one.erasing
    service = Person(services_of(frame).erasure, chosen)
    erasing = ErasingPresenter(card, service, frame.tasks, by_word=False, finished=gone)
    _connect_erasing(card, erasing)
    page.person_opened.connect(lambda _person: erasing.close())


def _connect_devices(frame: Frame, card: DevicesCard) -> DevicesPresenter:
    """One's computers; who became another computer's person starts anew as them."""
    from selfstudy.desktop.devices.presenter import DevicesPresenter

    services = services_of(frame)
    desk = services.desk
    made = DevicesPresenter(
        card,
        services.devices,
        frame.tasks,
        in_unit=lambda: bool(desk.profile.unit),
        taken=lambda _offer: frame.open_profile(desk.profile.id),
    )
    card.step_asked.connect(made.open)
    card.asked.connect(made.ask)
    card.looked.connect(made.look)
    card.agreed.connect(made.agree)
    card.brought.connect(made.bring)
    card.taken.connect(made.take)
    card.exchange_asked.connect(made.exchange)
    card.remove_asked.connect(made.ask_to_remove)
    card.removed.connect(made.remove)
    card.claimed.connect(made.claim)
    return made


def _settings(frame: Frame) -> Screen:
    from selfstudy.desktop.erasing.presenter import ErasingPresenter
    from selfstudy.desktop.erasing.targets import Oneself
    from selfstudy.desktop.backup_wiring import connect_backups
    from selfstudy.desktop.settings_page.page import SettingsPage
    from selfstudy.desktop.settings_page.presenter import SettingsPresenter

    services = services_of(frame)
    page = SettingsPage()
    presenter = SettingsPresenter(
        page,
        frame,
        services.safety,
        frame.tasks,
        folder=Path(frame.places.data),
        version=selfstudy.__version__,
        clock=frame.clock,
    )

    backups = connect_backups(frame, services, page.backups)

    def reload() -> None:
        backups.reload()
        profile = services.desk.profile
        position = services.desk.library.framework.position_title(profile.position)
        devices.load()
        presenter.reload(profile, position, locked=services_of(frame).desk.key is not None)

    page.language_chosen.connect(presenter.choose_language)
    page.theme_chosen.connect(presenter.choose_theme)
    page.zoom_chosen.connect(presenter.choose_zoom)
    page.backup_asked.connect(presenter.back_up)
    page.switch_asked.connect(frame.switch_person)
    def erased(wish: Wish, _done: Erased) -> None:
        if wish.whole:
            frame.switch_person()

    erasing = ErasingPresenter(
        page.erasing, Oneself(services.erasure), frame.tasks, by_word=True, finished=erased
    )
    _connect_erasing(page.erasing, erasing)
    devices = _connect_devices(frame, page.devices)
    page.lock.asked.connect(lambda: frame.show("locking"))
    page.lock.now_asked.connect(frame.lock_now)
    page.lock.minutes_chosen.connect(presenter.choose_lock_after)
    page.unit_asked.connect(lambda: found_unit(frame))
    return Screen(page, reload)


def _locking(frame: Frame) -> Screen:
    from selfstudy.desktop.locking.page import LockingPage
    from selfstudy.desktop.locking.paper import write_sheet
    from selfstudy.desktop.locking.presenter import LockingPresenter

    profile = services_of(frame).desk.profile
    if frame.profiles is None:
        raise RuntimeError("profiles are read before one is open")
    page = LockingPage()
    presenter = LockingPresenter(
        page, frame.profiles.locking(profile.id), frame.tasks, frame.locker
    )

    def save(path: Path) -> None:
        on, code = frame.clock().date(), presenter.state.code
        frame.tasks.run(
            lambda: write_sheet(path, profile.name, code, on),
            lambda _: page.show_saved(path),
            presenter.show_error,
        )

    page.step_asked.connect(presenter.turn_to)
    page.begun.connect(presenter.begin)
    page.changed.connect(presenter.change)
    page.renewed.connect(presenter.renew)
    page.removed.connect(presenter.remove)
    page.confirmed.connect(presenter.confirm)
    page.cancelled.connect(presenter.cancel)
    page.sheet_asked.connect(save)
    page.back_asked.connect(lambda: frame.show("settings"))
    return Screen(page, presenter.reload)


def _connect_erasing(card: ErasingCard, presenter: ErasingPresenter) -> None:
    card.looked.connect(presenter.look)
    card.closed.connect(presenter.close)
    card.erased.connect(presenter.erase)


def found_unit(frame: Frame) -> None:
    """Offer the unit screen to somebody who looks after training and has no unit yet."""
    frame.offer_unit(offered=True)
    frame.show("unit")


MAKERS: dict[str, Callable[[Frame], Screen]] = {
    "welcome": _welcome,
    "library": _library,
    "lesson": _lesson,
    "quiz": _quiz,
    "review": _review,
    "record": _record,
    "handover": _handover,
    "unit": _unit,
    "settings": _settings,
    "locking": _locking,
}


def make_screen(frame: Frame, key: str) -> Screen:
    """A screen by its key."""
    return MAKERS[key](frame)
