"""Wiring of the unit's framework; see `screens`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selfstudy.desktop.screen import Frame, Screen, services_of

if TYPE_CHECKING:
    from selfstudy.desktop.unit.overview import OverviewView


def framework_screen(frame: Frame) -> Screen:
    """Positions by competencies, reached from the unit's page."""
    from selfstudy.desktop.framework.page import FrameworkPage
    from selfstudy.desktop.framework.presenter import FrameworkPresenter

    page = FrameworkPage()
    presenter = FrameworkPresenter(page, services_of(frame).framework, frame.tasks)
    page.back_asked.connect(lambda: frame.show("unit"))
    page.moved.connect(presenter.move)
    page.rated.connect(presenter.rate)
    page.undo_asked.connect(presenter.undo)
    page.exported.connect(presenter.export)
    page.file_given.connect(presenter.look)
    page.taken.connect(presenter.take)
    page.dropped.connect(presenter.drop)
    page.version_undone.connect(presenter.take_back)
    return Screen(page, presenter.load)


def lead_to_framework(frame: Frame, view: OverviewView) -> None:
    """The unit's overview leads there."""
    view.framework.pressed.connect(lambda: frame.show("framework"))
