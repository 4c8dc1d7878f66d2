"""What a database's driver says, as the world's errors that it means; a row put in its place."""

from __future__ import annotations

import contextlib
import shutil
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from selfstudy.domain.errors import (
    DamagedFile,
    DatabaseBusy,
    DatabaseDamaged,
    DatabaseUnreachable,
    DiskFull,
    FolderReadOnly,
    SelfStudyError,
    TooLarge,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

LITTLE = 64 * 1024  # bytes


class Spoilt(Exception):
    """What is stored is not what was put there, though the driver reads it."""

    def __init__(self) -> None:
        super().__init__("malformed")


@contextlib.contextmanager
def stored() -> Iterator[None]:
    """What is read inside was whole when it was stored: no file from elsewhere is to blame.

    Raises Spoilt, which a database tells as its own damage.
    """
    try:
        yield
    except (DamagedFile, IndexError, TooLarge) as error:
        raise Spoilt from error


def _full(folder: Path) -> bool:
    """Whether there is no room: SQLite, unable to make its files, says "I/O" or "open"."""
    try:
        return shutil.disk_usage(folder).free < LITTLE
    except OSError:
        return False


def translate(error: Exception, path: str) -> SelfStudyError | None:
    """The expected error behind a driver's error, or None when it is a fault of ours."""
    original = getattr(error, "orig", None) or error
    text = str(original).lower()
    for words, kind in (
        (("disk is full", "no space left"), DiskFull),
        (("readonly", "read-only", "unable to open"), FolderReadOnly),
        (("locked", "busy"), DatabaseBusy),
        (
            (
                "connection refused",
                "could not connect",
                "connection failed",
                "could not translate",
                "server closed the connection",
                "failed to resolve",
            ),
            DatabaseUnreachable,
        ),
        (("malformed", "not a database", "disk i/o", "decode to utf-8"), DatabaseDamaged),
    ):
        if any(word in text for word in words):
            vague = any(word in text for word in ("disk i/o", "unable to open"))
            full = vague and _full(Path(path).parent)
            return (DiskFull if full else kind)(path=path, folder=str(Path(path).parent))
    return None


def put(connection: sa.Connection, table: sa.Table, **values: object) -> None:
    """A row in the place of the one with its key, whoever else writes it at the same time."""
    connection.execute(_upsert(table, connection.dialect.name, tuple(values)), values)


@cache
def _upsert(table: sa.Table, dialect: str, names: tuple[str, ...]) -> sa.Insert:
    if dialect == "postgresql":
        from sqlalchemy.dialects.postgresql import insert
    else:
        from sqlalchemy.dialects.sqlite import insert  # type: ignore[assignment]
    keys = [column.name for column in table.primary_key]
    statement = insert(table)
    rest = {name: statement.excluded[name] for name in names if name not in keys}
    if rest:
        return statement.on_conflict_do_update(index_elements=keys, set_=rest)
    return statement.on_conflict_do_nothing()
