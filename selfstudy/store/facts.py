"""Looking at people's facts, in fold order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from selfstudy.domain.authority import Authorities
from selfstudy.domain.record import Restated
from selfstudy.store.journal import Journal
from selfstudy.store.places import Place
from selfstudy.store.restating import Cited, told_again
from selfstudy.store.schema import fact as fact_table
from selfstudy.store.schema import source as source_table
from selfstudy.store.voids import Spots, Void, taken_back


@dataclass(frozen=True, slots=True)
class Row:
    """A narrow fact with its place."""

    at: int
    number: int
    kind: str
    place: Place
    object: str
    parent: str
    note: str
    version: int
    value: int
    extra: int


def rows_of(journal: Journal, person: bytes, kinds: Sequence[str] = ()) -> list[Row]:
    """A person's facts of `kinds` (all kinds when empty), in fold order."""
    return _rows(journal, kinds, source_table.c.subject == person)


def rows_by_person(journal: Journal, *kinds: str) -> dict[bytes, list[Row]]:
    """Everybody's facts of `kinds`, each person's in fold order."""
    found: dict[bytes, list[Row]] = defaultdict(list)
    for row in _rows(journal, kinds):
        found[row.place.source.subject].append(row)
    return found


def _rows(journal: Journal, kinds: Sequence[str], *about: sa.ColumnElement[bool]) -> list[Row]:
    with journal.database.read() as connection:
        places = {(p.unit, p.id): p for p in journal.places.read(connection, *about)}
        query = (
            sa.select(fact_table)
            .join(
                source_table,
                (source_table.c.unit == fact_table.c.unit)
                & (source_table.c.id == fact_table.c.source),
            )
            .where(*about)
        )
        if kinds:
            numbers = [journal.interned.known(connection, kind) for kind in kinds]
            query = query.where(fact_table.c.kind.in_(numbers))
        text = journal.interned.text
        found = [
            Row(
                r.at, r.number, text(connection, r.kind), places[r.unit, r.source],
                text(connection, r.object), text(connection, r.parent), text(connection, r.note),
                r.version, r.value, r.extra,
            )
            for r in connection.execute(query)
        ]  # fmt: skip
    return sorted(found, key=lambda row: (row.at, row.place.sid, row.number))


def voids_of(journal: Journal, person: bytes, known: Authorities) -> Spots:
    """Name and number of the records about a person that somebody entitled has taken back."""
    rows = rows_of(journal, person, ("voided",))
    if not rows:
        return frozenset()
    voids = [Void(r.at, r.place, r.object, r.value, r.parent, r.number) for r in rows]
    with journal.database.read() as connection:
        family = journal.places.read(connection, source_table.c.subject == person)
        return taken_back(connection, journal.places, family, voids, known)


def cited_again(journal: Journal, rows: Iterable[Row]) -> set[Cited]:
    """The records that the restating ones among these tell again."""
    with journal.database.read() as connection:
        found = [
            told_again(connection, journal.places, row.place, row.number)
            for row in rows
            if row.kind == "restated"
        ]
    return {again.cited for again in found if again is not None}


def untold(journal: Journal, rows: Iterable[Row], told: Iterable[Row]) -> list[Row]:
    """Those rows that no restating one among `told` tells again, and whose words are held still."""
    cited = cited_again(journal, told)
    rows = _worded(journal, rows)
    numbers = {(source, number) for source, number, _digest in cited}  # a digest is read for few
    return [
        row
        for row in rows
        if (here := (row.place.source.id, row.number)) not in numbers
        or (*here, journal.digest(row.place, row.number)) not in cited
    ]


def _worded(journal: Journal, rows: Iterable[Row]) -> list[Row]:
    """Rows without those whose term is over: what they said word by word was let go."""
    rows = list(rows)
    with journal.database.read() as connection:
        starts = {
            sid: journal.places.start(connection, place)[0]
            for sid, place in {row.place.sid: row.place for row in rows}.items()
        }
    return [row for row in rows if row.number > starts[row.place.sid]]


def again(journal: Journal, row: Row) -> Restated:
    """A record of which the words are held, as a fact that tells it again."""
    line, digest = journal.line(row.place, row.number), journal.digest(row.place, row.number)
    told = (line or b"").decode(), (digest or b"").hex()
    return Restated(row.place.source.id.hex(), row.number, told[1], told[0])
