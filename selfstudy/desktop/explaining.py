"""Doors to the explaining screen: which numbers stand together where, and the wiring of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from selfstudy.desktop.screen import Screen, services_of
from selfstudy.domain.explained import Figure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from selfstudy.desktop.screen import Frame
    from selfstudy.desktop.today.state import TodayState
    from selfstudy.domain.progress import ModuleCard, RecordRow


def explained_screen(frame: Frame) -> Screen:
    """The explaining screen."""
    from selfstudy.desktop.explained.page import ExplainedPage
    from selfstudy.desktop.explained.presenter import ExplainedPresenter

    page = ExplainedPage()
    presenter = ExplainedPresenter(page, services_of(frame).explaining, frame.tasks)
    page.closed.connect(frame.explainer.come_back)
    page.chosen.connect(presenter.choose)
    return Screen(page, presenter.reload, open=presenter.open)


def of_today(key: str, state: TodayState | None) -> tuple[Figure, ...]:
    """What a door of Today explains: `hours`, `rhythm`, `next`, `due`, `unreceived`, or a day."""
    if key in {"due", "unreceived"}:
        return (Figure("due" if key == "due" else "unreceived"),)
    if state is None or state.now is None:
        return ()
    if key == "hours":
        year = state.hours.year if state.hours is not None else state.now.year
        return Figure("self_study", year=year), Figure("recognised", year=year)
    if key == "next":
        module = getattr(state.next, "module", "")
        lesson = state.next.lesson if state.next is not None else ""
        found = (Figure("module", module), Figure("lesson", lesson))
        return tuple(figure for figure in found if figure.of)
    days = _days(state.days, state.now.date())
    return tuple(sorted(days, key=lambda figure: figure.of != key))


def _days(minutes: Sequence[int], last: date) -> list[Figure]:
    """The days with study, newest first."""
    first = last - timedelta(days=len(minutes) - 1)
    dated = [(first + timedelta(days=place), n) for place, n in enumerate(minutes)]
    found = [Figure("day", on.isoformat()) for on, n in reversed(dated) if n]
    return found or [Figure("day", last.isoformat())]


def of_module(card: ModuleCard) -> tuple[Figure, ...]:
    """A module and its lessons."""
    return Figure("module", card.id), *(Figure("lesson", line.id) for line in card.lessons)


def of_record(key: str, year: int) -> tuple[Figure, ...]:
    """A number of the record; of answers, the share right too."""
    if key == "answers":
        return Figure("answers"), Figure("right")
    if key == "lessons":
        return (Figure("lessons"),)
    if key == "minutes":
        return (Figure("minutes"),)
    ledgers = (Figure("self_study", year=year), Figure("recognised", year=year))
    return tuple(sorted(ledgers, key=lambda figure: figure.key != key))


def of_row(row: RecordRow) -> tuple[Figure, ...]:
    """A line of form F1."""
    if row.ledger != "self_study":
        return (Figure("recognised", year=row.at.year),)
    return Figure("self_study", row.lesson, year=row.at.year), Figure("lesson", row.lesson)
