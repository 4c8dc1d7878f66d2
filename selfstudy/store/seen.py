"""Facts of one kind with the sources they stand in."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa

from selfstudy.domain.record import Source
from selfstudy.store.journal import Journal
from selfstudy.store.places import Place
from selfstudy.store.schema import fact as fact_table
from selfstudy.store.schema import source as source_table

FEW = 100  # sources


@dataclass(frozen=True, slots=True)
class Seen:
    """A narrow fact with its source, in fold order."""

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
    with journal.database.read() as connection:
        number = journal.interned.known(connection, kind)
        if not number:  # nobody ever said so
            return []
        places = {(p.unit, p.id): p for p in journal.places.read(connection, *where)}
        text = journal.interned.text
        query = sa.select(fact_table).where(fact_table.c.kind == number)
        if where and len(places) <= FEW:
            query = query.where(_among(places))
        else:
            query = query.join(
                source_table,
                (source_table.c.unit == fact_table.c.unit)
                & (source_table.c.id == fact_table.c.source),
            ).where(*where)
        rows = connection.execute(query).all()
        found = [
            Seen(
                r.at, r.number, places[r.unit, r.source], text(connection, r.object),
                text(connection, r.parent), text(connection, r.note), r.value, r.extra,
            )
            for r in rows
        ]  # fmt: skip
    return sorted(found, key=lambda fact: (fact.at, fact.place.sid, fact.number))


def _among(places: Collection[tuple[int, int]]) -> sa.ColumnElement[bool]:
    """Facts of few sources, by their keys: a join would read all that the unit has."""
    ids: dict[int, list[int]] = {}
    for unit, source in places:
        ids.setdefault(unit, []).append(source)
    chosen = (
        (fact_table.c.unit == unit) & fact_table.c.source.in_(some) for unit, some in ids.items()
    )
    return sa.or_(sa.false(), *chosen)
