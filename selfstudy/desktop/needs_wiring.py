"""Wiring of one's own needs, and of the unit's: see `screens`."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from selfstudy.desktop.screen import Frame, Screen, services_of
from selfstudy.words import t

if TYPE_CHECKING:
    from selfstudy.desktop.unit_needs.presenter import UnitNeedsPresenter
    from selfstudy.desktop.unit_needs.view import NeedsView


def needs_screen(frame: Frame) -> Screen:
    """What one needs oneself."""
    from selfstudy.desktop.needs.page import NeedsPage
    from selfstudy.desktop.needs.presenter import NeedsPresenter
    from selfstudy.desktop.planning_wiring import connect_posting
    from selfstudy.services.needs.posting import Postings

    services = services_of(frame)

    def offer(code: str, level: int, undo: Callable[[], None]) -> None:
        words = t("needs.kept" if level else "needs.taken_back", code=code, level=level)
        frame.window.say(words, t("needs.undo"), undo)

    page = NeedsPage()
    presenter = NeedsPresenter(
        page,
        services.needs,
        frame.tasks,
        position=services.desk.profile.position,
        in_unit=bool(services.desk.profile.unit),
        offer=offer,
    )
    page.section_asked.connect(presenter.turn_to)
    page.position_chosen.connect(presenter.compare)
    page.looked_at.connect(presenter.look_at)
    page.rated.connect(presenter.rate)
    page.weighed.connect(presenter.weigh)
    page.module_asked.connect(frame.open_module)
    page.survey_kept.connect(presenter.keep_survey)
    page.task_rated.connect(presenter.rate_task)
    page.tasks_kept.connect(presenter.keep_tasks)
    connect_posting(frame, page.posting, Postings(services.desk).mine)
    return Screen(page, presenter.load)


def connect_unit_needs(frame: Frame, view: NeedsView) -> UnitNeedsPresenter:
    """The unit's needs; their presenter comes back, to keep what was rated and to read again."""
    from selfstudy.desktop.unit_needs.presenter import UnitNeedsPresenter

    def offer(name: str, undo: Callable[[], None]) -> None:
        frame.window.say(t("unit_needs.paper_kept", name=name), t("needs.undo"), undo)

    needs = services_of(frame).unit_needs
    presenter = UnitNeedsPresenter(view, needs, frame.tasks, clock=frame.clock, offer=offer)
    view.shown.connect(presenter.load)
    view.part_asked.connect(presenter.turn_to)
    view.cell_opened.connect(presenter.open_cell)
    view.person_opened.connect(presenter.open_person)
    view.person_closed.connect(presenter.close_person)
    view.module_asked.connect(frame.open_module)
    view.rated.connect(lambda *told: presenter.rate(*told[:3], shifted=told[3]))
    view.looked_at.connect(presenter.look_at)
    view.group_chosen.connect(presenter.choose_group)
    view.weighing_chosen.connect(lambda on: presenter.weigh(weighing=on))
    view.undo_asked.connect(presenter.undo)
    view.paused.connect(presenter.save)
    view.tasks_asked.connect(presenter.ask_tasks)
    view.paper_begun.connect(presenter.begin_paper)
    view.paper_dropped.connect(presenter.drop_paper)
    view.paper_kept.connect(presenter.keep_paper)
    return presenter
