"""What a unit's reports count over all people, those who were erased included, without names."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from selfstudy.domain.erasure import Tally
from selfstudy.domain.errors import NotEntitled
from selfstudy.services.counts import counts_of
from selfstudy.store import tallies
from selfstudy.store.people import people

if TYPE_CHECKING:
    from selfstudy.services.desk import Desk

SMALLEST = 5  # people; a smaller group is not shown


@dataclass(frozen=True, slots=True)
class YearTotals:
    """A unit's year: people trained, lessons, both ledgers in tiết (never added up).

    `learners` is None for fewer people than may be shown; the others then stay unsaid too.
    """

    year: int
    learners: int | None
    lessons: int = 0
    self_study: float = 0.0
    recognised: float = 0.0


def year_totals(desk: Desk, year: int) -> YearTotals:
    """The totals of a unit's year: of everybody on the roster, and what was kept of the erased."""
    if not desk.is_supervisor():
        raise NotEntitled(what="supervisor")
    desk.fold()
    known = desk.my_authorities()
    sums: Counter[str] = Counter()
    for one in tallies.kept(desk.database, desk.unit, year):
        if _whole(one):
            sums.update({name: getattr(one, name) for name in tallies.MEASURES})
    humans: set[bytes] = set()  # matched ids are one person
    for person in people(desk.journal, desk.unit, known):
        if not person.admitted:
            continue
        for one in counts_of(desk, known, person.person):
            if one.year == year and _whole(one):
                sums.update({name: getattr(one, name) for name in tallies.MEASURES[1:]})
                humans.add(known.root_of(person.person))
    sums["learners"] += len(humans)
    if 0 < sums["learners"] < SMALLEST:
        return YearTotals(year, None)
    return YearTotals(
        year, sums["learners"], sums["lessons"], sums["self_study"] / 100, sums["recognised"] / 100
    )


def _whole(one: Tally) -> bool:
    return not one.module and not one.competency
