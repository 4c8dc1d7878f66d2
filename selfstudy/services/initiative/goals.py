"""One's own goals and the rhythm of study; they stay on this computer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from selfstudy.domain.errors import GoalRefused
from selfstudy.domain.initiative import (
    Goal,
    Goals,
    Rhythm,
    minutes_in,
    span_of,
    weeks_with_study,
)
from selfstudy.domain.moments import moment
from selfstudy.services.record.ledger import Ledger

if TYPE_CHECKING:
    from selfstudy.domain.period import Period
    from selfstudy.services.holding.desk import Desk

GOALS = "goals"  # the setting: JSON
DAYS = 92  # a quarter has no more


class Aims:
    """Setting goals and seeing how far one is."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.ledger = Ledger(desk)

    def goals(self) -> Goals:
        """The goals that are set."""
        kept = self.desk.database.setting(GOALS)
        return msgspec.json.decode(kept, type=Goals) if kept else Goals()

    def set(self, goals: Goals) -> Rhythm:
        """Set goals, in the place of those before. Raises GoalRefused."""
        if not goals.sound:
            raise GoalRefused
        self.desk.database.set_setting(GOALS, msgspec.json.encode(goals).decode())
        return self.rhythm()

    def rhythm(self, minutes: Sequence[int] = ()) -> Rhythm:
        """How far one is; `minutes` of the last 92 days where they are known already."""
        now = self.desk.clock()
        today, goals = now.date(), self.goals()
        minutes = minutes or self.ledger.minutes_by_day(now, DAYS)
        spans = [span_of("week", today), span_of("quarter", today)]
        wanted = [goals.week, goals.quarter]
        week, quarter = (
            self._reached(span, minutes, goal) for span, goal in zip(spans, wanted, strict=True)
        )
        due = today.weekday() in goals.days and now.hour >= goals.hour
        return Rhythm(
            goals, week, quarter, weeks_with_study(minutes, today), due and not minutes[-1]
        )

    def _reached(self, span: Period, minutes: Sequence[int], goal: Goal) -> Goal:
        """What was done in a span; what no goal asks for is not looked up."""
        today = self.desk.clock().date()
        lessons = reviews = 0
        if goal.lessons:
            rows = self.ledger.rows()
            lessons = sum(row.ledger == "self_study" and row.at.date() in span for row in rows)
        if goal.reviews:
            zone = self.desk.clock().tzinfo
            facts = self.ledger.counted("reviewed")
            reviews = sum(moment(fact.at).astimezone(zone).date() in span for fact in facts)
        return Goal(minutes_in(span, minutes, today), lessons, reviews)
