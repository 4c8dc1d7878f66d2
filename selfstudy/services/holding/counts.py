"""What reports count of one human: by year in all, by module and by competency."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import chain
from typing import TYPE_CHECKING

from selfstudy.domain.authority import Authorities, entitled
from selfstudy.domain.erasure import Tally
from selfstudy.domain.folding import ProgressRow
from selfstudy.domain.hours import given_on
from selfstudy.domain.moments import milliseconds, moment
from selfstudy.services.holding.once import done_once, given_once
from selfstudy.store import tallies
from selfstudy.store.facts import Row, rows_of, voids_of

if TYPE_CHECKING:
    from selfstudy.services.holding.holder import Holder

RATED = ("self_rated", "competency_rated", "survey_typed")

Key = tuple[int, str, str]


def counts_of(holder: Holder, known: Authorities, person: bytes) -> tuple[Tally, ...]:
    """What counts of one human of the roster, as the ledgers count all their ids: nothing twice."""
    if not known.ids_of(person) & known.members:
        return ()
    found: dict[Key, Counter[str]] = {}

    def count(at: int, module: str, competency: str, **measures: int) -> None:
        year = moment(at).astimezone(holder.clock().tzinfo).year
        here = found.setdefault((year, module, competency), Counter())
        here.update(measures)
        here["learners"] = 1

    ids = [person, *sorted(known.ids_of(person) - {person})]
    for row in _done(holder, known, ids):
        if row.finished is not None:
            for module in {row.module, ""}:
                count(row.finished, module, "", lessons=1, self_study=row.hundredths)
    for fact in given_once(_told(holder, known, one, ["hours_recognised"]) for one in ids):
        on = given_on(fact.note, moment(fact.at).astimezone(holder.clock().tzinfo))
        for module in {fact.object, ""}:
            count(milliseconds(on), module, "", recognised=fact.value)
    for fact in chain.from_iterable(_told(holder, known, one, RATED) for one in ids):
        count(fact.at, "", fact.object)
    return tuple(
        Tally(*key, *(sums[name] for name in tallies.MEASURES))
        for key, sums in sorted(found.items())
    )


def _done(holder: Holder, known: Authorities, ids: Sequence[bytes]) -> list[ProgressRow]:
    journal = holder.journal
    with holder.database.read() as connection:
        folds = [journal.folds.folded(connection, journal.places, one, known) for one in ids]
    return done_once(row for folded in folds for row in folded.progress)


def _told(holder: Holder, known: Authorities, person: bytes, kinds: Sequence[str]) -> list[Row]:
    """What the unit said of an id and did not take back."""
    void = voids_of(holder.journal, person, known)
    return [
        fact
        for fact in rows_of(holder.journal, person, kinds)
        if (here := (fact.place.sid, fact.number)) not in void
        and entitled(fact.kind, fact.place.source, fact.at, known, here)
    ]
