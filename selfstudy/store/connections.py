"""How every connection to a file is made: its key, and what makes each commit durable."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from selfstudy.store.cipher import PAGE, give_key

if TYPE_CHECKING:
    import sqlite3


def prepare_connections(engine: sa.Engine, key: bytes | None, journal_mode: str) -> None:
    """Let an engine's connections have their key and wait for the disk at each commit."""

    @sa.event.listens_for(engine, "connect")
    def connected(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        give_key(connection, key)
        for pragma in (
            f"page_size={PAGE}",  # an answer touches four pages: small ones are sooner on disk
            f"journal_mode={journal_mode}",
            "synchronous=FULL",
            "foreign_keys=ON",
            "busy_timeout=5000",
            "temp_store=MEMORY",
            "wal_autocheckpoint=8000",
        ):
            connection.execute(f"PRAGMA {pragma}").fetchall()

    @sa.event.listens_for(engine, "begin")
    def begun(connection: sa.Connection) -> None:
        mode = connection.get_execution_options().get("sqlite_begin", "BEGIN")
        connection.exec_driver_sql(mode)
