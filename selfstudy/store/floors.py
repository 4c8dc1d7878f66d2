"""Physical floors for the bench: what SQLite alone takes for the same work on the same disk."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from itertools import chain
from pathlib import Path

import sqlalchemy as sa

from selfstudy.store.database import Database
from selfstudy.store.schema import fact

NUMBERS = sa.select(fact.c.at, fact.c.object, fact.c.value)
TOGETHER = 100  # rows in one statement: the quickest that SQLite takes
FACT = "(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
ADD_FACT = f"INSERT INTO fact VALUES {FACT}"  # noqa: S608 — nothing comes from outside
Narrowed = tuple[int, int, int, int, int, int, int, int, int, int]
DURABLE = ("journal_mode=WAL", "synchronous=FULL", "temp_store=MEMORY", "wal_autocheckpoint=2000")


def _opened(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in DURABLE:
        connection.execute(f"PRAGMA {pragma}").fetchall()
    return connection


class Commits:
    """A bare one-row commit, WAL and FULL."""

    def __init__(self, path: Path) -> None:
        self._connection = _opened(path)
        self._connection.execute("CREATE TABLE row (id INTEGER PRIMARY KEY, body BLOB NOT NULL)")

    def once(self, body: bytes) -> float:
        """Seconds that one commit takes."""
        started = time.perf_counter()
        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.execute("INSERT INTO row (body) VALUES (?)", (body,))
        self._connection.execute("COMMIT")
        return time.perf_counter() - started

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()


class NarrowRows:
    """Narrow columns keyed by source and number, the segment beside them as it came."""

    def __init__(self, path: Path) -> None:
        self._connection = _opened(path)
        self._connection.executescript(
            "CREATE TABLE word (id INTEGER PRIMARY KEY, text TEXT UNIQUE NOT NULL);"
            "CREATE TABLE segment (source INTEGER PRIMARY KEY, blob BLOB NOT NULL);"
            "CREATE TABLE fact (source INTEGER, number INTEGER, at INTEGER, kind INTEGER,"
            " object INTEGER, parent INTEGER, note INTEGER, version INTEGER, value INTEGER,"
            " extra INTEGER, PRIMARY KEY (source, number)) WITHOUT ROWID;"
        )
        self._words: dict[str, int] = {}
        self._sources = 0

    @contextmanager
    def packet(self) -> Iterator[int]:
        """One durable transaction; the number of its source."""
        self._connection.execute("BEGIN IMMEDIATE")
        self._sources += 1
        yield self._sources
        self._connection.execute("COMMIT")

    def word(self, text: str) -> int:
        """The number of a word."""
        number = self._words.get(text)
        if number is None:
            number = self._words[text] = len(self._words) + 1
            self._connection.execute("INSERT INTO word VALUES (?, ?)", (number, text))
        return number

    def keep(self, source: int, blob: bytes, rows: Sequence[Narrowed]) -> None:
        """Insert a segment and its rows."""
        self._connection.execute("INSERT INTO segment VALUES (?, ?)", (source, blob))
        whole = len(rows) - len(rows) % TOGETHER
        for start in range(0, whole, TOGETHER):
            flat = tuple(chain.from_iterable(rows[start : start + TOGETHER]))
            self._connection.execute(ADD_FACT + f", {FACT}" * (TOGETHER - 1), flat)
        self._connection.executemany(ADD_FACT, rows[whole:])

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()


def ranked(path: Path, queries: Iterable[str]) -> list[float]:
    """Seconds that FTS5 alone takes to rank the best twenty for each query without marks."""
    taken = []
    with closing(sqlite3.connect(path)) as connection:
        for query in queries:
            started = time.perf_counter()
            connection.execute(
                "SELECT rowid FROM folded WHERE folded MATCH ? ORDER BY rank LIMIT 20", (query,)
            ).fetchall()
            taken.append(time.perf_counter() - started)
    return taken


def narrow_numbers(database: Database) -> int:
    """Read the time, subject and value of every fact, and nothing else. Returns how many."""
    with database.read() as connection:
        return len(connection.execute(NUMBERS).all())
