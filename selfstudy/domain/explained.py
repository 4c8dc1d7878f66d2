"""What stands behind a progress number: the rule it is counted by, and its records."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from selfstudy.domain.progress import FactRow

Key = Literal[
    "lessons", "answers", "right", "minutes", "self_study", "recognised", "lesson", "module",
    "due", "day", "unreceived", "last", "records", "people", "unknown", "set_aside",
    "year_people", "year_lessons", "year_self_study", "year_recognised",
]  # fmt: skip
Measure = Literal["count", "tiet", "minutes", "share", "moment"]

MEASURES: dict[Key, Measure] = {
    "right": "share",
    "minutes": "minutes",
    "self_study": "tiet",
    "recognised": "tiet",
    "lesson": "share",
    "module": "share",
    "day": "minutes",
    "last": "moment",
    "year_self_study": "tiet",
    "year_recognised": "tiet",
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A progress number: its kind, what it is of (a lesson, a module, a day), whose, which year.

    `person` is an id (hex) of the unit, empty for oneself; without `year` all years are meant.
    """

    key: Key
    of: str = ""
    person: str = ""
    year: int | None = None

    @property
    def measure(self) -> Measure:
        """What the number counts."""
        return MEASURES.get(self.key, "count")


@dataclass(frozen=True, slots=True)
class Explained:
    """A number and the records that it was folded from: what adds to it first, newest on top.

    `value` is None while it stays unsaid (too few people, never); a moment is in seconds since
    1970. `about` is a title. `erased` says how many people without records it holds (None: some,
    too few to be told), `apart` what they add to it.
    """

    figure: Figure
    value: float | None
    records: tuple[FactRow, ...] = ()
    about: str = ""
    details: dict[str, object] = field(default_factory=dict)
    erased: int | None = 0
    apart: float = 0.0
