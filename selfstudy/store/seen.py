"""Facts of some kinds with the sources they stand in."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

import sqlalchemy as sa

from selfstudy.domain.record import Source
from selfstudy.store.journal import Journal
from selfstudy.store.places import Place
from selfstudy.store.schema import fact as fact_table
from selfstudy.store.schema import source as source_table

FEW = 1000  # sources; more are cheaper to find by reading all that the unit has


COLUMNS = ("unit", "source", "at", "number", "kind", "object", "parent", "note", "value", "extra")


class Seen(NamedTuple):
    """A narrow fact with its source, in fold order; a tuple, for a unit has hundred thousands."""

    at: int
    number: int
    place: Place
    object: str
    parent: str
    note: str
    value: int
    extra: int

    @property
    def source(self) -> Source:
        """The source it stands in."""
        return self.place.source

    @property
    def name(self) -> tuple[bytes, int]:
        """The source or tail, and the number in it."""
        return self.place.sid, self.number


def seen(journal: Journal, kind: str, *where: sa.ColumnElement[bool]) -> list[Seen]:
    """All facts of a kind, in fold order; conditions are on `source`."""
    return seen_of(journal, (kind,), *where)[kind]


def seen_of(
    journal: Journal, kinds: Sequence[str], *where: sa.ColumnElement[bool]
) -> dict[str, list[Seen]]:
    """All facts of each kind, in fold order, in one look; conditions are on `source`."""
    found: dict[str, list[Seen]] = {kind: [] for kind in kinds}
    with journal.database.read() as connection:
        numbers = {journal.interned.known(connection, kind): kind for kind in kinds}
        numbers.pop(0, None)  # nobody ever said so
        if not numbers:
            return found
        places = {(p.unit, p.id): p for p in journal.places.read(connection, *where)}
        text = journal.interned.text
        query = sa.select(*(fact_table.c[name] for name in COLUMNS))
        query = query.where(fact_table.c.kind.in_(numbers))
        if where and len(places) <= FEW:
            query = query.where(_among(places))
        elif where:
            query = query.join(
                source_table,
                (source_table.c.unit == fact_table.c.unit)
                & (source_table.c.id == fact_table.c.source),
            ).where(*where)
        by_number = {number: found[kind] for number, kind in numbers.items()}
        words = _Words(lambda number: text(connection, number))
        for unit, source, at, number, kind, said, parent, note, value, extra in connection.execute(
            query
        ).all():
            by_number[kind].append(
                Seen(
                    at, number, places[unit, source], words[said], words[parent], words[note],
                    value, extra,
                )
            )  # fmt: skip
    for facts in found.values():
        facts.sort(key=_in_fold_order)
    return found


class _Words(dict[int, str]):
    """The texts of these facts' words: few, said many times."""

    def __init__(self, text: Callable[[int], str]) -> None:
        self._text = text

    def __missing__(self, number: int) -> str:
        self[number] = found = self._text(number)
        return found


def _in_fold_order(fact: Seen) -> tuple[int, bytes, int]:
    return fact.at, fact.place.sid, fact.number


def _among(places: Collection[tuple[int, int]]) -> sa.ColumnElement[bool]:
    """Facts of few sources, by their keys: a join would read all that the unit has."""
    ids: dict[int, list[int]] = {}
    for unit, source in places:
        ids.setdefault(unit, []).append(source)
    chosen = (
        (fact_table.c.unit == unit) & fact_table.c.source.in_(some) for unit, some in ids.items()
    )
    return sa.or_(sa.false(), *chosen)
