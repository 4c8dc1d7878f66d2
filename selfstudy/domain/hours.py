"""The two ledgers of hours, and when a lesson earns its tiết. Rules are dated data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from math import ceil

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
