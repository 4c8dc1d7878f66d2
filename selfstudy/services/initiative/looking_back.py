"""A summary of a period, for oneself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selfstudy.domain.initiative import Summary
from selfstudy.domain.moments import moment
from selfstudy.services.initiative.applied import AppliedJournal
from selfstudy.services.record.ledger import STUDY, Ledger, seconds_of
from selfstudy.words import pick

if TYPE_CHECKING:
    from selfstudy.domain.period import Period
    from selfstudy.services.holding.desk import Desk


def summary(desk: Desk, period: Period) -> Summary:
    """What was done from a day to a day; looking writes nothing."""
    ledger, zone = Ledger(desk), desk.clock().tzinfo
    seconds: dict[object, float] = {}
    counts = {"answered": 0, "reviewed": 0, "attempt_submitted": 0}
    for fact in ledger.counted(*STUDY, "attempt_submitted"):
        on = moment(fact.at).astimezone(zone).date()
        if on not in period:
            continue
        if fact.kind in counts:
            counts[fact.kind] += 1
        if fact.kind in STUDY:
            seconds[on] = seconds.get(on, 0.0) + seconds_of(fact)
    rows = [row for row in ledger.rows() if row.at.date() in period]
    hours = {"self_study": 0.0, "recognised": 0.0}
    for row in rows:
        hours[row.ledger] += row.hours
    return Summary(
        period=period,
        minutes=round(sum(seconds.values()) / 60),
        days=sum(each > 0 for each in seconds.values()),
        lessons=tuple(
            pick(row.lesson_title, row.lesson_title_en)
            for row in reversed(rows)
            if row.ledger == "self_study"
        ),
        answers=counts["answered"],
        reviews=counts["reviewed"],
        tests=counts["attempt_submitted"],
        self_study=hours["self_study"],
        recognised=hours["recognised"],
        applied=tuple(one for one in AppliedJournal(desk).entries() if one.day in period),
    )
