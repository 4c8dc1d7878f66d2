"""What a person may tell their unit of what is private, by their own choice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class PrivateRow:
    """A private record as the unit would read it; `score` in thousandths, None where it has none.

    `id` is its source or tail (hex), a colon and its number.
    """

    id: str
    at: datetime
    kind: str
    what: str
    detail: str
    score: int | None = None
    told_at: datetime | None = None
    taken_back: bool = False


@dataclass(frozen=True, slots=True)
class PrivateGroup:
    """The private records of one lesson, newest first."""

    lesson: str
    title: str
    rows: tuple[PrivateRow, ...]

    @property
    def untold(self) -> tuple[str, ...]:
        """The ids of those that the unit was not told."""
        return tuple(row.id for row in self.rows if row.told_at is None)

    @property
    def score(self) -> int | None:
        """The mean score (thousandths) of the answers, None without any."""
        scores = [row.score for row in self.rows if row.score is not None]
        return round(sum(scores) / len(scores)) if scores else None
