"""Everything the hours of a unit show; knows no Qt."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal, Protocol

from selfstudy.domain.errors import SelfStudyError
from selfstudy.domain.hours import HourRule
from selfstudy.services.hours.duty import Duty
from selfstudy.services.hours.recognising import Attendant, Given, Receiver

Doing = Literal["", "load", "look", "file", "record", "undo", "minimum"]


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the roster to choose."""

    id: str
    name: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """What a supervisor typed: hours, the decision that gives them, and to whom."""

    course: str = ""
    hours: str = ""
    decision: str = ""
    day: str = ""
    form: str = "in_person"
    people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TypedMinimum:
    """A yearly minimum as it was typed."""

    scope: str
    hours: str
    since: str
    basis: str


@dataclass(frozen=True, slots=True)
class HoursState:
    """`given` and `receivers` are what would be written; `decisions` can be undone.

    `error_at` says which of the cards it is about; `attendants` stand in the file `listed`.
    """

    busy: Doing = ""
    error: SelfStudyError | None = None
    error_at: Doing = ""
    done: Doing = ""
    count: int = 0
    people: tuple[Person, ...] = ()
    listed: str = ""
    attendants: tuple[Attendant, ...] = ()
    given: Given | None = None
    receivers: tuple[Receiver, ...] = ()
    decisions: tuple[str, ...] = ()
    duties: tuple[Duty, ...] = ()
    rules: tuple[HourRule, ...] = ()


class View(Protocol):
    """What the presenter draws on."""

    def show_state(self, state: HoursState) -> None:
        """Draw this."""
        ...


class Recognising(Protocol):
    """Entering hours."""

    def given(self, course: str, hours: str, decision: str, day: str, form: str = "") -> Given:
        """What was typed, looked at."""
        ...

    def receivers(self, people: Collection[str], given: Given) -> tuple[Receiver, ...]:
        """Who would be given hours."""
        ...

    def recognise(self, people: Collection[str], given: Given) -> tuple[str, ...]:
        """Give them."""
        ...

    def attendance(self, path: Path) -> tuple[Attendant, ...]:
        """The people of a list."""
        ...

    def undo(self, *decisions: str) -> None:
        """Take them back."""
        ...


class Minimum(Protocol):
    """The unit's own minimum."""

    def set(self, scope: str, hundredths: int, since: date, basis: str) -> tuple[str, ...]:
        """Say what holds from a day on."""
        ...

    def rules(self) -> tuple[HourRule, ...]:
        """What holds now, the unit's own first."""
        ...


class Duties(Protocol):
    """The year of those for whom a minimum is known."""

    def year(self) -> tuple[Duty, ...]:
        """Who may fall short first."""
        ...
