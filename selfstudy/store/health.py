"""How sound a database is: its pages, its records to the last digest, how far its sources go."""

from __future__ import annotations

import sqlalchemy as sa

from selfstudy.domain import wire
from selfstudy.domain.errors import DatabaseDamaged, SelfStudyError
from selfstudy.store.database import Database
from selfstudy.store.interned import Interned
from selfstudy.store.places import Places
from selfstudy.store.schema import segment as segment_table
from selfstudy.store.schema import source as source_table


def heads(database: Database) -> dict[bytes, int]:
    """How far each source and tail goes, by its name."""
    query = sa.select(source_table.c.sid, source_table.c.head)
    with database.read() as connection:
        return {bytes(row.sid): row.head for row in connection.execute(query)}


def count_records(database: Database) -> int:
    """The sum of all heads: it grows with every record."""
    with database.read() as connection:
        return int(connection.scalar(sa.select(sa.func.sum(source_table.c.head))) or 0)


def integrity(database: Database) -> str:
    """What SQLite says of the pages: `ok`, or the first fault."""
    with database.peek() as raw:
        return str(raw.execute("PRAGMA integrity_check(1)").fetchone()[0])


def sound_part(database: Database, part: int, parts: int) -> int:
    """Check the digests of a part of the sources and their heads; how many records.

    Raises DatabaseDamaged.
    """
    places = Places(Interned())
    checked = 0
    with database.read() as connection:
        mine = source_table.c.id % parts == part
        for place in places.read(connection, source_table.c.id == source_table.c.root, mine):
            for segment in places.segments(connection, place, segment_table.c.placed == 1):
                try:
                    checked += len(wire.open_segment(place.source.id, segment).lines)
                except SelfStudyError as error:
                    raise DatabaseDamaged(path=database.name) from error
    return checked
