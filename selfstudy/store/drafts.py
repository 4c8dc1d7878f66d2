"""Answers of a test that is not handed in yet: kept here alone, forgotten when it is."""

from __future__ import annotations

import json

import sqlalchemy as sa

from selfstudy.store.database import Database
from selfstudy.store.driver import put
from selfstudy.store.schema import draft


class Drafts:
    """Keeps the answers of tests that were begun."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def keep(
        self, attempt: str, question: str, response: tuple[str, ...], milliseconds: int
    ) -> None:
        """Keep an answer in the place of the one before; the time spent adds up."""
        with self.database.write() as connection:
            here = (draft.c.attempt == attempt, draft.c.question == question)
            spent = connection.scalar(sa.select(draft.c.milliseconds).where(*here)) or 0
            put(
                connection, draft, attempt=attempt, question=question,
                response=json.dumps(response, ensure_ascii=False),
                milliseconds=spent + milliseconds,
            )  # fmt: skip

    def of(self, attempt: str) -> dict[str, tuple[tuple[str, ...], int]]:
        """The answers of a test and the milliseconds spent on each, by question."""
        with self.database.read() as connection:
            rows = connection.execute(sa.select(draft).where(draft.c.attempt == attempt)).all()
        return {row.question: (tuple(json.loads(row.response)), row.milliseconds) for row in rows}

    def forget(self, attempt: str) -> None:
        """Forget a test's answers: they are handed in."""
        with self.database.write() as connection:
            connection.execute(sa.delete(draft).where(draft.c.attempt == attempt))
