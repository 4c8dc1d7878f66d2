"""The notes of an Anki collection, a foreign SQLite file that is trusted in nothing."""

from __future__ import annotations

import sqlite3
from contextlib import closing

from selfstudy.domain.errors import UnreadableFile

MOST_NOTES = 5000
MOST_STEPS = 2000  # times a thousand instructions of SQLite: far more than reading takes
LONGEST_NOTE = 100_000


def read_notes(raw: bytes, name: str) -> list[list[str]]:
    """The fields of each note, in the order of their ids. Raises UnreadableFile."""
    steps = iter(range(MOST_STEPS))
    try:
        with closing(sqlite3.connect(":memory:")) as database:
            database.set_progress_handler(lambda: next(steps, None) is None, 1000)
            database.deserialize(raw)
            database.execute("PRAGMA trusted_schema = OFF")
            database.execute("PRAGMA query_only = ON")
            kind = database.execute(
                "SELECT type FROM sqlite_schema WHERE name = 'notes'"
            ).fetchone()
            if kind != ("table",):
                raise UnreadableFile(name=name)
            rows = database.execute(
                "SELECT flds FROM notes WHERE typeof(flds) = 'text' AND length(flds) <= ?"
                " ORDER BY id LIMIT ?",
                (LONGEST_NOTE, MOST_NOTES),
            )
            return [fields.split("\x1f") for (fields,) in rows]
    except (sqlite3.Error, UnicodeDecodeError, MemoryError) as error:
        raise UnreadableFile(name=name) from error
