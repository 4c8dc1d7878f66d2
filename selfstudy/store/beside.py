"""What stands beside the records in a database and is no record: taken over into a rebuilt one.

Answers of tests that are not handed in, files set aside, errors reported, what was done, settings.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlalchemy as sa

from selfstudy.domain.errors import DatabaseDamaged
from selfstudy.store.database import Database
from selfstudy.store.driver import put
from selfstudy.store.health import NONSENSE, out_of_shape
from selfstudy.store.pages import Decipher
from selfstudy.store.rereading import KINDS
from selfstudy.store.schema import (
    code_part,
    draft,
    erratum,
    meta,
    quarantine,
    studied,
    tally,
    trail,
    withheld,
)

ADDED = (draft, quarantine, code_part, studied)
IN_PLACE = (erratum, trail, tally, withheld)  # a row that is gone went by intent
NOT_TAKEN = frozenset({"mark", "schema", KINDS, "sync"})  # each file has its own

Rows = dict[sa.Table, list[dict[str, Any]]]


def read_beside(path: Path, decipher: Decipher | None = None) -> Rows:
    """The rows of each such table that a file still gives; nothing is changed."""
    try:
        database = Database.for_reading(path, DatabaseDamaged(path=str(path)), decipher)
    except NONSENSE:
        return {}
    found: Rows = {}
    try:
        for table in (*ADDED, *IN_PLACE, meta):
            rows = _rows(database, table)
            if rows is not None:
                found[table] = rows
    finally:
        database.close()
    return found


def _rows(database: Database, table: sa.Table) -> list[dict[str, Any]] | None:
    try:
        with database.read() as connection:
            query = sa.select(table).where(~out_of_shape(table))
            return [dict(row) for row in connection.execute(query).mappings()]
    except NONSENSE:
        return None


def take_over(database: Database, found: Rows) -> None:
    """Put the rows of a newer file in place of older ones, in one transaction."""
    with database.write() as connection:
        for table, rows in found.items():
            if table in IN_PLACE:
                connection.execute(sa.delete(table))
            for row in rows:
                if table is not meta or row["name"] not in NOT_TAKEN:
                    put(connection, table, **row)
