"""Lessons as they were when they were studied here: kept to say later what changed since."""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Collection

import sqlalchemy as sa

from selfstudy.store.database import Database
from selfstudy.store.driver import put
from selfstudy.store.schema import studied

MOST = 4 * 1024 * 1024  # bytes of one lesson; no honest one comes near


class Studied:
    """Keeps the bodies of lessons by lesson and digest."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def digests(self) -> dict[str, set[str]]:
        """The digests that are kept of each lesson."""
        found: dict[str, set[str]] = defaultdict(set)
        with self.database.read() as connection:
            for lesson, digest in connection.execute(sa.select(studied.c.lesson, studied.c.digest)):
                found[lesson].add(digest)
        return found

    def has(self, lesson: str, digest: str) -> bool:
        """Whether a body is kept."""
        here = (studied.c.lesson == lesson, studied.c.digest == digest)
        with self.database.read() as connection:
            return connection.scalar(sa.select(studied.c.at).where(*here)) is not None

    def keep(self, lesson: str, digest: str, body: bytes, at: int) -> None:
        """Keep a body, in the place of the one with its digest."""
        with self.database.write() as connection:
            put(
                connection, studied, lesson=lesson, digest=digest, at=at,
                body=zlib.compress(body, 9),
            )  # fmt: skip

    def body(self, lesson: str, digest: str) -> bytes | None:
        """A body that is kept; None when it is not, or is damaged."""
        here = (studied.c.lesson == lesson, studied.c.digest == digest)
        with self.database.read() as connection:
            packed = connection.scalar(sa.select(studied.c.body).where(*here))
        if packed is None:
            return None
        try:
            return zlib.decompressobj().decompress(packed, MOST)
        except zlib.error:
            return None

    def forget(self, lesson: str, digests: Collection[str]) -> None:
        """Let bodies go that nobody asks for any more."""
        with self.database.write() as connection:
            here = (studied.c.lesson == lesson, studied.c.digest.in_(digests))
            connection.execute(sa.delete(studied).where(*here))
