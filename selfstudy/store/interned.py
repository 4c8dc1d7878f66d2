"""Names and their small numbers, the same for as long as the database lives."""

from __future__ import annotations

import sqlite3

import sqlalchemy as sa

from selfstudy.store.schema import word

MOST = 100_000  # names in memory; a million attempts have a million names
ASKED = 500  # names in one question

ADD = sa.insert(word).prefix_with("OR IGNORE")
GIVE = "INSERT INTO word (text) VALUES (?)"
IDS = sa.select(word.c.text, word.c.id).where(
    word.c.text.in_(sa.bindparam("texts", expanding=True))
)


class Interned:
    """A grow-only dictionary of names; what was interned in a rolled-back transaction is forgotten.

    The cache holds only what is committed or was read, so it never invents a number.
    """

    def __init__(self) -> None:
        self._ids: dict[str, int] = {}
        self._texts: dict[int, str] = {}

    def forget(self) -> None:
        """Drop the cache, after a transaction that failed."""
        self._ids = {}
        self._texts = {}

    def id(self, connection: sa.Connection, text: str) -> int:
        """The number of `text`, given now if it has none."""
        found = self._ids.get(text)
        return found if found is not None else self.ids(connection, {text})[text]

    def swiftly(self, raw: sqlite3.Connection, texts: set[str]) -> dict[str, int]:
        """The numbers of names, inside a swift transaction of SQLite.

        Whoever rolls that transaction back calls `forget`.
        """
        for text in texts:
            if text in self._ids:  # `texts - self._ids.keys()` would go through every name there is
                continue
            kept = (text.replace("\0", "\ufffd"),)
            found = raw.execute("SELECT id FROM word WHERE text = ?", kept).fetchone()
            self._ids[text] = found[0] if found else raw.execute(GIVE, kept).lastrowid or 0
        return self._ids

    def ids(self, connection: sa.Connection, texts: set[str]) -> dict[str, int]:
        """The numbers of many names."""
        if len(self._ids) > MOST:
            self._ids = {}
        missing = {text for text in texts if text not in self._ids}
        if missing:
            self._intern(connection, sorted(missing))
        return self._ids

    def _intern(self, connection: sa.Connection, texts: list[str]) -> None:
        clean = {text: text.replace("\0", "\ufffd") for text in texts}
        if connection.dialect.name == "postgresql":
            from sqlalchemy.dialects.postgresql import insert as pg_insert

            # Committed at once and by itself: other threads and processes share the numbers, and
            # a transaction that fails must not take one back.
            with connection.engine.begin() as apart:
                apart.execute(
                    pg_insert(word).on_conflict_do_nothing(),
                    [{"text": text} for text in clean.values()],
                )
        else:
            connection.execute(ADD, [{"text": text} for text in clean.values()])
        wanted = list(clean.values())
        for start in range(0, len(wanted), ASKED):
            rows = connection.execute(IDS, {"texts": wanted[start : start + ASKED]})
            self._ids.update((row.text, row.id) for row in rows)
        for text, kept in clean.items():
            self._ids[text] = self._ids[kept]

    def known(self, connection: sa.Connection, text: str) -> int:
        """The number of `text`, or 0 when it has none; for looking."""
        if text not in self._ids:
            found = connection.scalar(sa.select(word.c.id).where(word.c.text == text))
            if found is None:
                return 0
            self._ids[text] = found
        return self._ids[text]

    def text(self, connection: sa.Connection, number: int) -> str:
        """The name behind a number."""
        if number not in self._texts:
            if not self._texts:
                rows = connection.execute(sa.select(word.c.id, word.c.text))
                self._texts.update((row.id, row.text) for row in rows)
            else:
                found = connection.scalar(sa.select(word.c.text).where(word.c.id == number))
                self._texts[number] = found or ""
        return self._texts[number]
