"""What a person sets out to do by themselves, and a rhythm that shames nobody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from selfstudy.domain.period import Period

WEEKS = 12  # of which those with study are counted
MOST = 10_000  # minutes, lessons or reviews of a goal
Span = Literal["week", "quarter"]


@dataclass(frozen=True, slots=True)
class Goal:
    """Minutes, lessons and reviews in a week or quarter; 0: none is set."""

    minutes: int = 0
    lessons: int = 0
    reviews: int = 0

    def __bool__(self) -> bool:
        """Whether anything is set."""
        return bool(self.minutes or self.lessons or self.reviews)

    @property
    def sound(self) -> bool:
        """Whether it can be meant."""
        return all(0 <= each <= MOST for each in (self.minutes, self.lessons, self.reviews))


@dataclass(frozen=True, slots=True)
class Goals:
    """One's own goals; on `days` (0 is Monday) one is reminded from `hour` on."""

    week: Goal = field(default_factory=Goal)
    quarter: Goal = field(default_factory=Goal)
    days: tuple[int, ...] = ()
    hour: int = 8

    @property
    def sound(self) -> bool:
        """Whether they can be meant."""
        days = all(0 <= each <= 6 for each in self.days)
        return self.week.sound and self.quarter.sound and days and 0 <= self.hour <= 23


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How far one is with one's goals. `studied` of the last twelve weeks had study in them.

    `remind` when it is a day on which one meant to study, and nothing was studied yet.
    """

    goals: Goals
    week: Goal
    quarter: Goal
    studied: int
    remind: bool = False

    @property
    def spoken_of(self) -> bool:
        """Whether there is anything to say on Today."""
        return bool(self.goals.week or self.goals.quarter or self.remind)


@dataclass(frozen=True, slots=True)
class Applied:
    """Something learned that was used at work; `shared` when the unit was told it as it stands."""

    id: str
    day: date
    module: str
    text: str
    shared: bool = False
    told: bool = False


@dataclass(frozen=True, slots=True)
class Summary:
    """A period for oneself: the two ledgers apart, never added."""

    period: Period
    minutes: int
    days: int
    lessons: tuple[str, ...]
    answers: int
    reviews: int
    tests: int
    self_study: float
    recognised: float
    applied: tuple[Applied, ...] = ()


def span_of(span: Span, today: date) -> Period:
    """The week (from Monday) or quarter that a day stands in."""
    if span == "week":
        monday = today - timedelta(days=today.weekday())
        return Period(monday, monday + timedelta(days=6))
    first = date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
    after = date(first.year + first.month // 10, (first.month + 2) % 12 + 1, 1)
    return Period(first, after - timedelta(days=1))


def weeks_with_study(minutes: Sequence[int], today: date) -> int:
    """Of the last twelve weeks, this one among them, those in which something was studied.

    `minutes` of each day up to today, oldest first.
    """
    monday = span_of("week", today).first
    weeks = {
        (monday - _monday(today - timedelta(days=back))).days // 7
        for back, studied in enumerate(reversed(minutes))
        if studied > 0
    }
    return sum(week < WEEKS for week in weeks)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def minutes_in(period: Period, minutes: Sequence[int], today: date) -> int:
    """Minutes on the days of a period; `minutes` of each day up to today, oldest first."""
    return sum(
        studied
        for back, studied in enumerate(reversed(minutes))
        if today - timedelta(days=back) in period
    )
