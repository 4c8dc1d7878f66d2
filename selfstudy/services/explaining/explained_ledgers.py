"""The records behind lessons and hours, of oneself or of a person of the unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from selfstudy.domain.hours import given_on
from selfstudy.services.holding.once import decision_of
from selfstudy.services.record.ledger import Ledger
from selfstudy.store.facts import Row
from selfstudy.store.judged import Judged, waiting


class Added(NamedTuple):
    """A record, what it adds to a number, and why it adds nothing; `by` says who or when."""

    row: Row
    adds: float = 0.0
    why: str = ""
    by: str = ""


def held(ledger: Ledger, *kinds: str) -> list[Judged]:
    """A person's records of some kinds, those that wait for earlier ones among them."""
    return [*ledger.judged(*kinds), *waiting(ledger.desk.journal, ledger.person, kinds)]


def each(ledger: Ledger, kinds: Iterable[str], weigh: Callable[[Row], float]) -> Iterator[Added]:
    """Records that add up one by one."""
    for one in held(ledger, *kinds):
        yield Added(one.row, 0.0 if one.why else weigh(one.row), one.why)


def lessons(ledger: Ledger, year: int | None) -> Iterator[Added]:
    """Each version of a lesson counts once, at its first finishing, under whatever id."""
    yield from _finished(ledger, year, _first)


def self_study(ledger: Ledger, year: int | None, lesson: str = "") -> Iterator[Added]:
    """The most tiết told of each version of a lesson, in the year of its first finishing."""
    found = _finished(ledger, year, _greatest)
    return (added for added in found if lesson in ("", added.row.object))


def recognised(ledger: Ledger, year: int | None) -> Iterator[Added]:
    """Hours that supervisors recognised; one decision counts once, under two ids, in two units.

    Sessions that were only attended are told too, and add nothing.
    """
    first: dict[tuple[object, ...], tuple[bytes, bytes]] = {}
    for person in ledger.ids():
        for one in held(Ledger(ledger.desk, person), "hours_recognised"):
            row = one.row
            here = person, row.place.source.unit
            told = here if one.why else first.setdefault(decision_of(row), here)
            why = one.why or ("" if told == here else "once")
            if year in (None, given_on(row.note, ledger.local(row.at)).year):
                yield Added(row, 0.0 if why else row.value / 100, why)
        for added in each(Ledger(ledger.desk, person), ("session_attended",), lambda _row: 0.0):
            if year in (None, ledger.held_on(added.row).year):
                yield added._replace(why=added.why or "attended")


def _finished(
    ledger: Ledger, year: int | None, share: Callable[[list[Row]], Iterator[Added]]
) -> Iterator[Added]:
    """Finishings of lessons by all ids of a human, as each version of a lesson takes them."""
    counting: dict[tuple[str, int], list[Row]] = defaultdict(list)
    for person in ledger.ids():
        for one in held(Ledger(ledger.desk, person), "lesson_finished"):
            if not one.why:
                counting[one.row.object, one.row.version].append(one.row)
            elif year in (None, ledger.local(one.row.at).year):
                yield Added(one.row, 0.0, one.why)
    for rows in counting.values():
        rows.sort(key=lambda row: (row.at, row.note, row.place.sid, row.number))
        if year in (None, ledger.local(rows[0].at).year):
            yield from share(rows)


def _first(rows: list[Row]) -> Iterator[Added]:
    for place, row in enumerate(rows):
        yield Added(row, 0.0 if place else 1.0, "once" if place else "")


def _greatest(rows: list[Row]) -> Iterator[Added]:
    """A later telling adds only what it says more."""
    most = 0
    for place, row in enumerate(rows):
        more, most = max(0, row.extra - most), max(most, row.extra)
        yield Added(row, more / 100, "once" if place and not more else "")
