"""The two ledgers of hours, and when a lesson earns its tiết. Rules are dated data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil, inf

from selfstudy.domain.errors import HoursRefused, NumberAmbiguous
from selfstudy.domain.numbers import is_ambiguous, read_number

MOST_TIET = 1000  # of one decision; more is a slip of the keyboard
PASS_SHARE = 0.5  # default pass mark 5/10, domain.md §2.1 (TT 01/2018/TT-BNV, historical)


@dataclass(frozen=True, slots=True)
class HourRule:
    """A yearly minimum of recognised tiết for a scope, as of its dates."""

    scope: str
    min_tiet: float | None
    period: str
    basis: str
    since: date
    confidence: str = "H"


@dataclass(frozen=True, slots=True)
class ReadingRule:
    """`share` of a lesson's reading time that must be active; minutes in a tiết."""

    share: float = 0.5
    minutes_per_tiet: int = 45


def required_seconds(minutes: int, rule: ReadingRule) -> int:
    """Active seconds that a lesson of `minutes` reading time asks for."""
    return round(minutes * 60 * rule.share)


def needed_right(questions: int) -> int:
    """Right answers that pass a lesson's check."""
    return ceil(questions * PASS_SHARE)


def check_passed(right: int, answered: int, questions: int) -> bool:
    """Every question answered, and at least half of them right at the last try."""
    return questions == 0 or (answered >= questions and right >= needed_right(questions))


def reading_fraction(sections_read: int, sections: int, right: int, questions: int) -> float:
    """Progress in a lesson from 0 to 1: two thirds reading, one third questions if it has any."""
    read = sections_read / sections if sections else 1.0
    answered = right / questions if questions else read
    return min(1.0, read * 2 / 3 + answered / 3)


def rule_for(rules: tuple[HourRule, ...], scope: str, day: date) -> HourRule | None:
    """The newest rule of `scope` in force on `day`."""
    found = [rule for rule in rules if rule.scope == scope and rule.since <= day]
    return max(found, key=lambda rule: rule.since, default=None)


def typed_hours(text: str, most: int = MOST_TIET) -> int:
    """Tiết as typed (`7,5`), in hundredths.

    Raises NumberAmbiguous (`1.234`), HoursRefused for what is no number, not above zero or more
    than `most`.
    """
    if is_ambiguous(text):
        bare = "".join(text.split())
        raise NumberAmbiguous(text=bare, whole=bare.replace(".", ""), part=bare.replace(".", ","))
    value = read_number(text)
    hundredths = round(value * 100) if value is not None and abs(value) <= most else 0
    if hundredths <= 0:
        raise HoursRefused(text=text.strip(), most=most)
    return hundredths


def given_on(told: str, at: datetime) -> datetime:
    """The day (ISO) of the decision that recognised hours, else when it was written down."""
    try:
        day = date.fromisoformat(told)
    except ValueError:
        return at
    return at.replace(
        year=day.year, month=day.month, day=day.day, hour=0, minute=0, second=0, microsecond=0
    )


@dataclass(frozen=True, slots=True)
class Pace:
    """Recognised tiết so far in a year and what they come to at its end, if it goes on so.

    `reached` is the day on which the target is met at this pace, None where no day can be told;
    a target that is met already is met `today`.
    """

    recognised: float
    target: float
    by_end: float
    reached: date | None

    @property
    def short(self) -> float:
        """Tiết that lack at the end of the year at this pace."""
        return max(0.0, self.target - max(self.recognised, self.by_end))


def pace_of(recognised: float, target: float, today: date) -> Pace:
    """How the year goes on at the pace it had up to `today`."""
    begin, end = date(today.year, 1, 1), date(today.year, 12, 31)
    gone = (today - begin).days + 1
    daily = recognised / gone
    if recognised >= target:
        reached: date | None = today
    else:
        needed = ceil(target / daily) if daily else inf
        reached = begin + timedelta(days=int(needed) - 1) if needed < 100 * 366 else None
    return Pace(recognised, target, daily * ((end - begin).days + 1), reached)
