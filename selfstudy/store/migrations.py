"""Steps from one schema number to the next, loaded only when a file of an older one is opened.

Each runs inside the transaction that opens the file: it is done whole, or the file stays as it
was. Tables that are only new need no step, `metadata.create_all` makes them.
"""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations


def from_0(_operations: Operations) -> None:
    """Number 1 adds tables only."""


STEPS: tuple[Callable[[Operations], None], ...] = (from_0,)


def upgrade(connection: sa.Connection, found: int) -> None:
    """Bring a database of schema `found` to the newest one."""
    operations = Operations(MigrationContext.configure(connection))
    for step in STEPS[found:]:
        step(operations)
