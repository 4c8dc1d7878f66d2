"""What results speak of: lessons that people finished, and records without their predecessors."""

from __future__ import annotations

import sqlalchemy as sa

from selfstudy.store.database import Database
from selfstudy.store.schema import progress
from selfstudy.store.schema import segment as segment_table
from selfstudy.store.schema import source as source_table

Finished = tuple[str, str, int, int]  # module, lesson, version, people


def finished_lessons(database: Database) -> list[Finished]:
    """Each version of each lesson that somebody finished, and how many people did."""
    c = progress.c
    query = (
        sa.select(sa.func.max(c.module), c.lesson, c.version, sa.func.count())
        .where(c.finished.is_not(None))
        .group_by(c.lesson, c.version)
        .order_by(c.lesson, c.version)
    )
    with database.read() as connection:
        return [(row[0], row[1], row[2], row[3]) for row in connection.execute(query)]


def waiting_records(database: Database) -> dict[bytes, int]:
    """How many records of each person wait for one before them."""
    query = (
        sa.select(source_table.c.subject, sa.func.sum(segment_table.c.records))
        .join(
            source_table,
            (source_table.c.unit == segment_table.c.unit)
            & (source_table.c.id == segment_table.c.source),
        )
        .where(segment_table.c.placed == 0)
        .group_by(source_table.c.subject)
    )
    with database.read() as connection:
        return {bytes(row[0]): int(row[1]) for row in connection.execute(query)}
