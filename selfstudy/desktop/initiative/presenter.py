"""What a person sets out to do by themselves; knows no Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal, Protocol

from selfstudy.desktop.tasks import Tasks
from selfstudy.domain.days import read_day
from selfstudy.domain.errors import GoalRefused, SelfStudyError
from selfstudy.domain.initiative import Applied, Goal, Goals, Rhythm, Summary, span_of
from selfstudy.domain.period import Period, calendar_year
from selfstudy.services.initiative.own import Own

Doing = Literal["", "load", "goals", "keep", "share", "back", "drop", "undo"]
Look = Literal["week", "quarter", "year"]


@dataclass(frozen=True, slots=True)
class TypedGoals:
    """Goals as they were typed; an empty field is none."""

    week: tuple[str, str, str] = ("", "", "")
    quarter: tuple[str, str, str] = ("", "", "")
    days: tuple[int, ...] = ()
    hour: str = ""


@dataclass(frozen=True, slots=True)
class OwnState:
    """`entry` is the one whose words are changed, `dropped` the one that may come back.

    `error_at` says which part it is about.
    """

    busy: Doing = ""
    error: SelfStudyError | None = None
    error_at: Doing = ""
    done: Doing = ""
    rhythm: Rhythm | None = None
    entries: tuple[Applied, ...] = ()
    modules: tuple[tuple[str, str], ...] = ()
    entry: Applied | None = None
    dropped: Applied | None = None
    look: Look = "week"
    summary: Summary | None = None
    unit: bool = False


class View(Protocol):
    """What the presenter draws on."""

    def show_state(self, state: OwnState) -> None:
        """Draw this."""
        ...


class OwnPresenter:
    """Goals, journal and summary of the person at this computer."""

    def __init__(self, view: View, own: Own, tasks: Tasks, *, today: Callable[[], date]) -> None:
        self._view, self._own, self._tasks, self._today = view, own, tasks, today
        self.state = OwnState()

    def load(self) -> None:
        """Read everything again; what is typed stays."""
        period = period_of(self.state.look, self._today())

        def read() -> tuple[Rhythm, tuple[Applied, ...], Summary, tuple[tuple[str, str], ...]]:
            own = self._own
            entries = own.journal.entries()
            return own.aims.rhythm(), entries, own.summary(period), own.modules()

        self._tasks.run(read, self._loaded, self._failed("load"))

    def look_at(self, look: Look) -> None:
        """Sum up another period."""
        self._show(look=look)
        self.load()

    def set_goals(self, typed: TypedGoals) -> None:
        """Set the goals that were typed; what is no number is refused and nothing changes."""
        try:
            goals = Goals(_goal(typed.week), _goal(typed.quarter), typed.days, _whole(typed.hour))
        except SelfStudyError as error:
            self._failed("goals")(error)
            return
        self._do("goals", lambda: self._own.aims.set(goals))

    def keep(self, text: str, module: str, day: str) -> None:
        """Write an entry, or the new words of the one that is being changed."""
        entry = self.state.entry.id if self.state.entry is not None else ""
        try:
            on = read_day(day) if day.strip() else None
        except SelfStudyError as error:
            self._failed("keep")(error)
            return
        self._do("keep", lambda: self._own.journal.keep(text, module, on, entry), entry=None)

    def change(self, entry: str) -> None:
        """Take an entry up to change its words; none: leave it as it is."""
        found = next((one for one in self.state.entries if one.id == entry), None)
        self._show(entry=found, done="", error=None)

    def share(self, entry: str) -> None:
        """Tell the unit."""
        self._do("share", lambda: self._own.journal.share(entry))

    def take_back(self, entry: str) -> None:
        """The unit shall count it no more."""
        self._do("back", lambda: self._own.journal.take_back(entry))

    def drop(self, entry: str) -> None:
        """Out of the journal, with a way back."""
        dropped = next((one for one in self.state.entries if one.id == entry), None)
        self._do("drop", lambda: self._own.journal.drop(entry), dropped=dropped)

    def undo(self) -> None:
        """What was dropped comes back."""
        gone = self.state.dropped
        if gone is not None:
            self._do(
                "undo", lambda: self._own.journal.keep(gone.text, gone.module, gone.day, gone.id)
            )

    def _do(self, doing: Doing, work: Callable[[], object], **changes: Any) -> None:  # noqa: ANN401
        if self.state.busy:
            return
        self._show(busy=doing, done="", error=None, error_at="")

        def done(_result: object) -> None:
            self._show(**{"busy": "", "done": doing, "dropped": None, **changes})
            self.load()

        self._tasks.run(work, done, self._failed(doing))

    def _loaded(
        self, found: tuple[Rhythm, tuple[Applied, ...], Summary, tuple[tuple[str, str], ...]]
    ) -> None:
        rhythm, entries, summary, modules = found
        self._show(
            rhythm=rhythm, entries=entries, summary=summary, modules=modules, unit=self._own.in_unit
        )

    def _failed(self, doing: Doing) -> Callable[[SelfStudyError], None]:
        return lambda error: self._show(busy="", error=error, error_at=doing)

    def _show(self, **changes: Any) -> None:  # noqa: ANN401 - fields of the state
        self.state = replace(self.state, **changes)
        self._view.show_state(self.state)


def period_of(look: Look, today: date) -> Period:
    """The days that are summed up."""
    return calendar_year(today.year) if look == "year" else span_of(look, today)


def _goal(typed: tuple[str, str, str]) -> Goal:
    return Goal(*(_whole(text) for text in typed))


def _whole(text: str) -> int:
    bare = text.strip()
    if not bare:
        return 0
    if not (bare.isascii() and bare.isdigit()) or len(bare) > 6:
        raise GoalRefused
    return int(bare)
