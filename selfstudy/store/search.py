"""Full-text search that knows Vietnamese: marks may be left out, the same marks come first.

The index is a file of its own that can be made again at any time; it is never backed up.
"""

from __future__ import annotations

import contextlib
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from selfstudy.domain.errors import DatabaseBusy, DiskFull, FolderReadOnly
from selfstudy.domain.search import Document, FoundKind, Hit
from selfstudy.domain.sought import snippet, sought
from selfstudy.domain.vietnamese import comparable, fold, nfc
from selfstudy.store.search_tables import SCHEMA, SCHEMA_VERSION, TABLES
from selfstudy.store.search_words import Query, Reading, read_query, whole

_ADD = """
INSERT INTO documents (grouping, kind, name, lesson, title, other, headings, body)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""
_FORGET = """
INSERT INTO {table} ({table}, rowid, {columns}) SELECT 'delete', id, {columns} FROM {view}
WHERE id IN (SELECT id FROM documents WHERE grouping = ?)
"""
_ENTER = """
INSERT INTO {table} (rowid, {columns}) SELECT id, {columns} FROM {view}
WHERE id IN (SELECT id FROM documents WHERE grouping = ?)
"""
_RANKED = """
SELECT rowid FROM {table}
WHERE {table} MATCH ? AND rank MATCH 'bm25(0.0, {weights})' ORDER BY rank LIMIT ?
"""
_MATCHING = "SELECT rowid FROM {table} WHERE {table} MATCH ?"
_DOCUMENT = "SELECT kind, name, lesson, title, body FROM documents WHERE id = ?"

# An index from which a table is missing tells SQLITE_ERROR.
_DAMAGED = frozenset(
    {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_ERROR}
)

RowT = TypeVar("RowT")
Progress = Callable[[int, int], None]
Ids = dict[int, bool]  # in the order in which they were found, with whether they are called so
Row = tuple[bool, FoundKind, str, str, str, str]


class Search:
    """The search index in one file; a file that is damaged or of another version is made anew."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.RLock()
        self._connection = self._opened()

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._connection.close()

    def digests(self) -> dict[str, str]:
        """What the index was made from: digests by group."""
        return dict(self._run(lambda c: c.execute("SELECT * FROM digests").fetchall()))

    def is_current(self, digests: Mapping[str, str]) -> bool:
        """Whether the index holds exactly these groups in exactly these states."""
        return self.digests() == dict(digests)

    def index(
        self, documents: Iterable[Document], digests: Mapping[str, str] | None = None
    ) -> None:
        """Replace all documents of every group that is named here, all at once or not at all."""
        by_group: dict[str, list[Document]] = {group: [] for group in digests or {}}
        for document in documents:
            by_group.setdefault(document.group, []).append(document)
        with self._changing() as connection:
            for group, listed in by_group.items():
                self._replace(connection, group, listed, (digests or {}).get(group, ""))

    def forget(self, groups: Iterable[str]) -> None:
        """Remove everything of these groups."""
        with self._changing() as connection:
            for group in groups:
                self._remove(connection, group)

    def refresh(
        self,
        digests: Mapping[str, str],
        documents_of: Callable[[str], Iterable[Document]],
        progress: Progress = lambda _done, _total: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> int:
        """Bring the index to these groups and states, one group after the other.

        Returns how many were indexed; after a cancelled one the next goes on where it stopped.
        """
        held = self.digests()
        self.forget(set(held) - set(digests))
        stale = [group for group, digest in digests.items() if held.get(group) != digest]
        for number, group in enumerate(stale):
            if cancelled():
                return number
            progress(number, len(stale))
            self.index(documents_of(group), {group: digests[group]})
        return len(stale)

    def find(self, words: str, limit: int = 20, kind: str = "") -> list[Hit]:
        """The best hits, best first; each word typed must be there, the last may be only begun."""
        query, wanted = read_query(words, kind), sought(words)
        if query is None or wanted is None or limit < 1:
            return []
        rows = self._run(lambda connection: _rows(connection, query, limit))
        scores = (1 - place / len(rows) for place in range(len(rows)))
        return [
            Hit(kind, name, title, snippet(body, wanted) or title, score, lesson, called)
            for score, (called, kind, name, lesson, title, body) in zip(scores, rows, strict=True)
        ]

    def _replace(
        self, connection: sqlite3.Connection, group: str, listed: list[Document], digest: str
    ) -> None:
        self._remove(connection, group)
        connection.executemany(_ADD, (_row(group, document) for document in listed))
        for table, (view, columns, _weights) in TABLES.items():
            connection.execute(_ENTER.format(table=table, view=view, columns=columns), (group,))
        connection.execute("INSERT INTO digests VALUES (?, ?)", (group, digest))

    def _remove(self, connection: sqlite3.Connection, group: str) -> None:
        for table, (view, columns, _weights) in TABLES.items():
            connection.execute(_FORGET.format(table=table, view=view, columns=columns), (group,))
        connection.execute("DELETE FROM documents WHERE grouping = ?", (group,))
        connection.execute("DELETE FROM digests WHERE grouping = ?", (group,))

    @contextlib.contextmanager
    def _changing(self) -> Iterator[sqlite3.Connection]:
        """One transaction; an index that turns out to be damaged is made anew, and empty."""
        with self._lock:
            connection = self._connection
            try:
                connection.execute("BEGIN IMMEDIATE")
                yield connection
                connection.execute("COMMIT")
            except sqlite3.DatabaseError as error:
                self._undo()
                self._not_ours(error)
                self._anew()
            except BaseException:
                self._undo()
                raise

    def _undo(self) -> None:
        if self._connection.in_transaction:
            self._connection.execute("ROLLBACK")

    def _run(self, read: Callable[[sqlite3.Connection], list[RowT]]) -> list[RowT]:
        """What `read` gives; a damaged index is made anew and gives nothing until it is filled."""
        with self._lock:
            try:
                return read(self._connection)
            except sqlite3.DatabaseError as error:
                self._not_ours(error)
                self._anew()
                return []

    def _not_ours(self, error: sqlite3.Error) -> None:
        """Raise what is the world's fault or a bug; what remains is a damaged file."""
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
            raise DatabaseBusy(path=str(self._path)) from error
        if code == sqlite3.SQLITE_FULL:
            raise DiskFull(folder=str(self._path.parent)) from error
        if code in {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN}:
            raise FolderReadOnly(folder=str(self._path.parent)) from error
        if code not in _DAMAGED:
            raise error

    def _opened(self) -> sqlite3.Connection:
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise FolderReadOnly(folder=str(self._path.parent)) from error
        try:
            with contextlib.ExitStack() as closing:
                connection = closing.enter_context(contextlib.closing(self._connected()))
                version = connection.execute("PRAGMA user_version").fetchone()[0]
                if version == 0:
                    connection.executescript(SCHEMA)
                if version in {0, SCHEMA_VERSION}:
                    connection.execute("SELECT count(*) FROM digests").fetchone()
                    closing.pop_all()
                    return connection
        except sqlite3.DatabaseError as error:
            self._not_ours(error)
        return self._created()

    def _anew(self) -> None:
        self._connection.close()
        self._connection = self._created()

    def _created(self) -> sqlite3.Connection:
        try:
            for suffix in ("", "-journal", "-wal", "-shm"):
                self._path.with_name(self._path.name + suffix).unlink(missing_ok=True)
        except PermissionError as error:  # on Windows, while another search has it open
            raise DatabaseBusy(path=str(self._path)) from error
        connection = self._connected()
        connection.executescript(SCHEMA)
        return connection

    def _connected(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self._path, timeout=5, isolation_level=None, check_same_thread=False
        )
        connection.create_function("vfold", 1, fold, deterministic=True)
        connection.create_function("vplain", 1, comparable, deterministic=True)
        connection.create_function("vwhole", 1, whole, deterministic=True)
        connection.execute("PRAGMA synchronous = NORMAL")
        return connection


def _row(group: str, document: Document) -> tuple[str, ...]:
    """A document as it is kept: on one line, so that a snippet costs little."""
    return (
        group,
        document.kind,
        document.id,
        document.lesson,
        " ".join(nfc(document.title).split()),
        " ".join(nfc(document.other).split()),
        " · ".join(map(nfc, document.headings)),
        " ".join(nfc(document.body).split()),
    )


def _rows(connection: sqlite3.Connection, query: Query, limit: int) -> list[Row]:
    """The winners of one reading after the other until there are enough; only they are fetched."""
    named = _found(connection, query.names, limit, {})
    found = _found(connection, query.readings, limit, named)
    winners = list(found)[:limit]
    if query.exact is not None and len(named) < limit:
        exact = _MATCHING.format(table=query.exact.table)
        same = {row[0] for row in connection.execute(exact, (query.exact.match,))}
        winners.sort(key=lambda id_: id_ not in named and id_ not in same)
    return [(found[id_], *connection.execute(_DOCUMENT, (id_,)).fetchone()) for id_ in winners]


def _found(
    connection: sqlite3.Connection, readings: Iterable[Reading], limit: int, before: Ids
) -> Ids:
    """Those found before and, where they are too few, what these readings find besides."""
    found = dict(before)
    for reading in readings:
        if len(found) < limit:
            ranked = _RANKED.format(table=reading.table, weights=TABLES[reading.table][2])
            for row in connection.execute(ranked, (reading.match, limit + len(found))):
                found.setdefault(row[0], reading.called)
    return found
