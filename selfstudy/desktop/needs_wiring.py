"""Wiring of one's own needs, and of the unit's: see `screens`."""

from __future__ import annotations

from collections.abc import Callable

from selfstudy.desktop.screen import Frame, Screen, services_of
from selfstudy.words import t


def needs_screen(frame: Frame) -> Screen:
    """What one needs oneself."""
    from selfstudy.desktop.needs.page import NeedsPage
    from selfstudy.desktop.needs.presenter import NeedsPresenter

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
    return Screen(page, presenter.load)
