"""Wiring of the search: what it looks in, and where each thing found leads; see `screens`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from selfstudy.desktop.screen import Frame, Screen, services_of
from selfstudy.desktop.settings_page.page import SettingsPage
from selfstudy.services.studying.finding import Finding
from selfstudy.words import t

if TYPE_CHECKING:
    from selfstudy.desktop.search.presenter import Line

# a place to go to, the screen it is on and, in the settings, the part
PLACES: Final = (
    ("today", "today"), ("library", "library"), ("review", "review"), ("record", "record"),
    ("needs", "needs"), ("handover", "handover"), ("unit", "unit"), ("settings", "settings"),
    ("export", "handover"), ("receive", "handover"), ("packs", "library"),
    ("reports", "unit"), ("people", "unit"), ("look", "settings:general"),
    ("backup", "settings:safety"), ("devices", "settings:devices"), ("privacy", "settings:privacy"),
)  # fmt: skip


def search_screen(frame: Frame) -> Screen:
    """The search over everything that this person may see."""
    from selfstudy.desktop.search.page import SearchPage
    from selfstudy.desktop.search.presenter import Line, SearchPresenter

    services = services_of(frame)
    page = SearchPage()
    supervising = services.desk.is_supervisor()

    def people() -> Iterator[Line]:
        if supervising:
            for person, name, position in services.unit.names():
                yield Line("person", person, name, position)

    presenter = SearchPresenter(
        page,
        Finding(services.desk.library, frame.places.data),
        frame.tasks,
        commands=[
            Line("command", key, _name(key))
            for key, screen in PLACES
            if screen != "unit" or supervising
        ],
        people=people,
    )
    page.sought.connect(presenter.seek)
    page.stop_asked.connect(presenter.stop)
    page.go_on_asked.connect(presenter.go_on)
    page.opened.connect(lambda line: _open(frame, line))
    page.closed.connect(frame.back)

    def shown() -> None:
        page.begin()
        presenter.begin()

    return Screen(page, shown)


def _name(key: str) -> str:
    """A screen is called as in the sidebar."""
    screen = dict(PLACES)[key]
    return t(f"nav.{key}") if key == screen else t(f"search.to_{key}")


def _open(frame: Frame, line: Line) -> None:
    """Lead to what was found: a lesson to the place where the words stand."""
    if line.kind == "command":
        _go_to(frame, dict(PLACES)[line.key])
    elif line.kind == "person":
        _look_for(frame, line.title)
    elif line.kind == "module":
        frame.open_module(line.key)
    elif line.kind == "question":
        frame.open_quiz(line.lesson, line.key)
    elif line.lesson:
        frame.open_lesson(line.lesson, line.words)


def _go_to(frame: Frame, place: str) -> None:
    screen, _, part = place.partition(":")
    frame.show(screen)

    def turn(opened: Screen) -> None:
        opened.reload()
        if part and isinstance(opened.page, SettingsPage):
            opened.page.turn_to(part)

    if part:
        frame.go(screen, turn)


def _look_for(frame: Frame, name: str) -> None:
    """The unit's people, those of this name."""
    frame.window.turn_to("unit")

    def begin(screen: Screen) -> None:
        screen.reload()
        screen.open(name)

    frame.go("unit", begin)
