"""What a unit's reports count over all people, those who were erased included, without names."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from selfstudy.domain.errors import NotEntitled
from selfstudy.services.record.ledger import Ledger
from selfstudy.store import tallies
from selfstudy.store.facts import rows_by_person
from selfstudy.store.people import belonging, people

if TYPE_CHECKING:
    from selfstudy.services.holding.desk import Desk

SMALLEST = 5  # people; a smaller group is not shown


@dataclass(frozen=True, slots=True)
class YearTotals:
    """A unit's year: people trained, lessons, both ledgers in tiết (never added up).

    `learners` is None for fewer people than may be shown; the others then stay unsaid too.
    `erased` says how many of the people are erased, None when some are and too few to be told;
    `kept` is what those add to each number.
    """

    year: int
    learners: int | None
    lessons: int = 0
    self_study: float = 0.0
    recognised: float = 0.0
    erased: int | None = 0
    kept: dict[str, float] = field(default_factory=dict)


def year_totals(desk: Desk, year: int) -> YearTotals:
    """The totals of a unit's year: of everybody on the roster, and what was kept of the erased.

    Matched ids are one person, as everywhere. Raises NotEntitled.
    """
    if not desk.is_supervisor():
        raise NotEntitled(what="supervisor")
    kept = _kept(desk, year)
    sums = dict(kept)
    given = rows_by_person(desk.journal, "hours_recognised")
    day = min(desk.today(), f"{year}-12-31")
    for person in belonging(people(desk.journal, desk.unit, desk.my_authorities()), day):
        nothing = person.expected and person.person not in given
        rows = () if nothing else Ledger(desk, person.person).rows(year)
        sums["people"] += bool(rows)
        sums["lessons"] += sum(row.ledger == "self_study" for row in rows)
        for row in rows:
            sums[row.ledger] += row.hours
    learners, erased = round(sums["people"]), round(kept["people"])
    if 0 < learners < SMALLEST:
        return YearTotals(year, None)
    return YearTotals(
        year, learners, round(sums["lessons"]), sums["self_study"], sums["recognised"],
        None if 0 < erased < SMALLEST else erased, kept,
    )  # fmt: skip


def _kept(desk: Desk, year: int) -> dict[str, float]:
    """What was kept of erased people: how many they were, their lessons, both ledgers in tiết."""
    found = dict.fromkeys(("people", "lessons", "self_study", "recognised"), 0.0)
    for one in tallies.kept(desk.database, desk.unit, year):
        if not one.module and not one.competency:
            found["people"] += one.learners
            found["lessons"] += one.lessons
            found["self_study"] += one.self_study / 100
            found["recognised"] += one.recognised / 100
    return found
