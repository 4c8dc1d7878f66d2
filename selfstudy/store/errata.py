"""Reports of errors that were written here: kept until their writer lets them go."""

from __future__ import annotations

from collections.abc import Collection

import sqlalchemy as sa

from selfstudy.store.database import Database
from selfstudy.store.driver import put
from selfstudy.store.schema import erratum


class Errata:
    """Keeps reports with their state: kept, queued for the hub, sent."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def keep(self, report: str, at: int, state: str, body: bytes) -> None:
        """Keep a report, in the place of the one with its id."""
        with self.database.write() as connection:
            put(connection, erratum, id=report, at=at, state=state, body=body)

    def all(self, *states: str) -> list[tuple[str, bytes]]:
        """State and body of the reports in these states (all when empty), newest first."""
        query = sa.select(erratum.c.state, erratum.c.body).order_by(
            erratum.c.at.desc(), erratum.c.id
        )
        if states:
            query = query.where(erratum.c.state.in_(states))
        with self.database.read() as connection:
            return [(row.state, bytes(row.body)) for row in connection.execute(query)]

    def turn(self, reports: Collection[str], state: str) -> None:
        """Another state for these reports."""
        with self.database.write() as connection:
            here = erratum.c.id.in_(reports)
            connection.execute(sa.update(erratum).where(here).values(state=state))

    def forget(self, report: str) -> None:
        """Let a report go."""
        with self.database.write() as connection:
            connection.execute(sa.delete(erratum).where(erratum.c.id == report))
