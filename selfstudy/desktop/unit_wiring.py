"""Wiring of the unit screen: its parts, and where what is asked on them leads; see `screens`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selfstudy.desktop.framing import lead_to_framework
from selfstudy.desktop.own_screens import connect_erasing
from selfstudy.desktop.screen import Frame, Screen, services_of
from selfstudy.words import t

if TYPE_CHECKING:
    from selfstudy.desktop.erasing.presenter import Wish
    from selfstudy.desktop.unit.keys import KeysPresenter
    from selfstudy.desktop.unit.page import UnitPage
    from selfstudy.desktop.unit.people_view import PeopleView
    from selfstudy.desktop.unit.presenter import UnitPresenter
    from selfstudy.desktop.unit.waiting import WaitingPresenter
    from selfstudy.desktop.unit_needs.presenter import UnitNeedsPresenter
    from selfstudy.domain.erasure import Erased


def unit_screen(frame: Frame) -> Screen:
    """The unit: founding one, its people, intake, what waits, needs."""
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
    page.sought.connect(presenter.look_for)
    page.person_opened.connect(presenter.open_person)
    page.person_closed.connect(presenter.close_person)
    page.grouped.connect(presenter.group_by)
    page.explain_asked.connect(frame.explainer.explain)
    _connect_keys(page, presenter.keys)
    needs: list[UnitNeedsPresenter] = []  # one, once its part was looked at
    _connect_views(frame, page, presenter, needs)
    intake = presenter.intake
    page.files_given.connect(intake.check)
    page.accepted.connect(intake.accept)
    page.discarded.connect(intake.discard)
    page.cancelled.connect(intake.cancel)
    page.receipts_asked.connect(intake.write_receipts)
    _connect_waiting(page, presenter.waiting)
    page.packs_asked.connect(lambda: frame.show("library"))

    def look_for(name: str) -> None:
        presenter.turn_to("people")
        presenter.look_for(name)

    def reload() -> None:
        presenter.load()
        for part in needs if page.sections.key == "needs" else ():
            part.load()

    def left() -> None:
        for part in needs:
            part.save()

    return Screen(page, reload, left, look_for)


def _connect_views(
    frame: Frame, page: UnitPage, presenter: UnitPresenter, needs: list[UnitNeedsPresenter]
) -> None:
    """Parts that are made when they are first shown."""
    from selfstudy.desktop.needs_wiring import connect_unit_needs
    from selfstudy.desktop.papers_wiring import OF_UNIT, connect_papers
    from selfstudy.desktop.planning_wiring import connect_plan_and_hours, connect_posting_of
    from selfstudy.desktop.retaining_wiring import connect_retaining
    from selfstudy.desktop.staff_wiring import connect_staff

    connect_plan_and_hours(frame, page)
    page.needs_made.connect(lambda view: needs.append(connect_unit_needs(frame, view)))
    page.people_made.connect(lambda view: _connect_person(frame, view, presenter))
    page.people_made.connect(lambda view: connect_staff(frame, view, presenter))
    page.people_made.connect(lambda view: connect_posting_of(frame, view, presenter))
    page.overview_made.connect(lambda view: connect_papers(frame, view.reports, OF_UNIT))
    page.overview_made.connect(lambda view: lead_to_framework(frame, view))
    page.overview_made.connect(lambda view: connect_retaining(frame, view.retaining))


def _connect_waiting(page: UnitPage, waiting: WaitingPresenter) -> None:
    """Who and what waits, and what is decided about it."""
    page.admitted.connect(waiting.admit)
    page.all_admitted.connect(waiting.admit_all)
    page.matched.connect(waiting.match)
    page.all_matched.connect(waiting.match_sure)
    page.approved.connect(waiting.approve)
    page.settled.connect(waiting.settle)
    page.undone.connect(lambda decisions: waiting.undo(*decisions))
    page.retried.connect(waiting.retry)
    page.discard_asked.connect(waiting.ask_to_discard)
    page.file_discarded.connect(waiting.discard)
    page.exported.connect(waiting.export)


def _connect_keys(page: UnitPage, keys: KeysPresenter) -> None:
    """The unit's card and keys, and the computers of whoever's page is open."""
    page.step_asked.connect(keys.open)
    page.confirmed.connect(keys.confirm)
    page.removal_asked.connect(keys.ask_to_remove)
    page.device_removed.connect(keys.remove)


def _connect_person(frame: Frame, view: PeopleView, presenter: UnitPresenter) -> None:
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

    card = view.one.erasing
    service = Person(services_of(frame).erasure, chosen)
    erasing = ErasingPresenter(card, service, frame.tasks, by_word=False, finished=gone)
    connect_erasing(card, erasing)
    view.person_opened.connect(lambda _person: erasing.close())
