"""How sound a database is: its pages, its records to the last digest, how far its sources go."""

from __future__ import annotations

from typing import NamedTuple

import sqlalchemy as sa

from selfstudy.domain import wire
from selfstudy.domain.errors import DatabaseDamaged, SelfStudyError
from selfstudy.store.database import Database
from selfstudy.store.interned import Interned
from selfstudy.store.places import Places
from selfstudy.store.schema import line as line_table
from selfstudy.store.schema import quarantine as quarantine_table
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


class Counted(NamedTuple):
    """Of a journal: records, forks, records that wait, files set aside, the newest time (ms)."""

    records: int
    forks: int
    waiting: int
    quarantine: int
    newest: int


def counted(database: Database) -> Counted:
    """What stands out in a journal."""
    c = source_table.c
    queries = (
        sa.select(sa.func.sum(c.head - c.first + 1)),
        sa.select(sa.func.count()).where(c.forked == 1, c.id == c.root).select_from(source_table),
        sa.select(sa.func.sum(segment_table.c.records)).where(segment_table.c.placed == 0),
        sa.select(sa.func.count()).select_from(quarantine_table),
        sa.select(sa.func.max(c.last)),
    )
    with database.read() as connection:
        return Counted(*(int(connection.scalar(query) or 0) for query in queries))


def schema_of(database: Database) -> int:
    """The number of a database's schema."""
    return int(database.setting("schema") or 0)


def unlinked(database: Database) -> int:
    """How many own lines that were never handed over do not follow from those before them."""
    places = Places(Interned())
    broken = 0
    with database.read() as connection:
        for place in places.read(connection, source_table.c.id == source_table.c.root):
            query = (
                sa.select(line_table.c.digest, line_table.c.line)
                .where(line_table.c.unit == place.unit, line_table.c.source == place.id)
                .order_by(line_table.c.number)
            )
            digest = place.sealed_digest
            for row in connection.execute(query):
                digest = wire.digest(digest, bytes(row.line))
                broken += digest != bytes(row.digest)
                digest = bytes(row.digest)
    return broken
