"""What reports count of one person: by year in all, by module and by competency."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from selfstudy.domain.authority import Authorities, entitled
from selfstudy.domain.erasure import Tally
from selfstudy.domain.moments import moment
from selfstudy.store import tallies
from selfstudy.store.facts import rows_of, voids_of

if TYPE_CHECKING:
    from selfstudy.services.holder import Holder

RATED = ("self_rated", "competency_rated")

Key = tuple[int, str, str]


def counts_of(holder: Holder, known: Authorities, person: bytes) -> tuple[Tally, ...]:
    """What counts of one person: by year in all, by module and by competency."""
    found: dict[Key, Counter[str]] = {}

    def count(at: int, module: str, competency: str, **measures: int) -> None:
        year = moment(at).astimezone(holder.clock().tzinfo).year
        here = found.setdefault((year, module, competency), Counter())
        here.update(measures)
        here["learners"] = 1

    with holder.database.read() as connection:
        folded = holder.journal.folds.folded(connection, holder.journal.places, person, known)
    for row in folded.progress:
        if row.finished is not None:
            for module in {row.module, ""}:
                count(row.finished, module, "", lessons=1, self_study=row.hundredths)
    void = voids_of(holder.journal, person, known)
    for fact in rows_of(holder.journal, person, ("hours_recognised", *RATED)):
        standing = (fact.place.sid, fact.number) not in void
        if not standing or not entitled(fact.kind, fact.place.source, fact.at, known):
            continue
        if fact.kind in RATED:
            count(fact.at, "", fact.object)
        else:
            for module in {fact.object, ""}:
                count(fact.at, module, "", recognised=fact.value)
    return tuple(
        Tally(*key, *(sums[name] for name in tallies.MEASURES))
        for key, sums in sorted(found.items())
    )
