"""Encrypted databases: SQLCipher under a raw key, and copying a file to another key or to none.

`sqlcipher3` is imported when a profile is locked, never before.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

from selfstudy.domain.errors import DatabaseDamaged
from selfstudy.settings import world_error

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGE = 1024  # bytes, as in a plain file
BESIDE = ("-wal", "-shm", "-journal")
CHUNK = 1024 * 1024


def driver(key: bytes | None) -> Any:  # noqa: ANN401 — a module
    """The module that opens a file: the standard library's, or SQLCipher's where there is a key."""
    if key is None:
        return sqlite3
    from sqlcipher3 import dbapi2

    return dbapi2


def faults(key: bytes | None) -> type[Exception]:
    """What that module raises."""
    kind: type[Exception] = driver(key).Error
    return kind


def give_key(connection: Any, key: bytes | None) -> None:  # noqa: ANN401 — either driver's
    """Tell a new connection its key, before anything is read through it."""
    if key is not None:
        connection.execute("PRAGMA cipher_log_level = NONE").fetchall()
        connection.execute(f'PRAGMA key = "{_literal(key)}"').fetchall()
        connection.execute(f"PRAGMA cipher_page_size = {PAGE}").fetchall()


def _literal(key: bytes) -> str:
    return f"x'{key.hex()}'"


def export(path: Path, into: Path, key: bytes | None, into_key: bytes | None) -> None:
    """Copy a database that nobody has open into a new file under another key; compared, on disk.

    Raises DatabaseBusy while somebody has it open, and whatever the disk says.
    """
    from sqlcipher3 import dbapi2

    into.unlink(missing_ok=True)
    try:
        _leave_wal(path, key)
        with closing(dbapi2.connect(str(path), isolation_level=None, timeout=2.0)) as connection:
            give_key(connection, key)
            _export(connection, path, into, into_key)
    except (dbapi2.Error, sqlite3.Error) as error:
        from selfstudy.store.driver import translate

        expected = translate(error, str(path))
        if expected is None:
            raise
        raise expected from error
    with into.open("rb+") as file:
        os.fsync(file.fileno())


def _leave_wal(path: Path, key: bytes | None) -> None:
    """Bring the log into the file; refused while anybody has it open, in this program too."""
    with closing(driver(key).connect(str(path), isolation_level=None, timeout=2.0)) as connection:
        give_key(connection, key)
        connection.execute("PRAGMA journal_mode = DELETE").fetchall()


def _export(connection: Any, path: Path, into: Path, key: bytes | None) -> None:  # noqa: ANN401
    connection.execute("PRAGMA temp_store = MEMORY").fetchall()
    connection.execute("PRAGMA locking_mode = EXCLUSIVE").fetchall()
    secret = _literal(key) if key is not None else ""
    connection.execute("ATTACH DATABASE ? AS other KEY ?", (str(into), secret))
    size = "cipher_page_size" if key is not None else "page_size"
    connection.execute(f"PRAGMA other.{size} = {PAGE}").fetchall()
    connection.execute("BEGIN EXCLUSIVE")
    connection.execute("SELECT sqlcipher_export('other')").fetchall()
    connection.execute("COMMIT")
    sound = connection.execute("PRAGMA other.integrity_check").fetchone()[0] == "ok"
    if not sound or not _same(connection):
        raise DatabaseDamaged(path=str(path), folder=str(path.parent))
    connection.execute("DETACH DATABASE other")


def _same(connection: Any) -> bool:  # noqa: ANN401
    """Whether both files have the same tables with the same rows."""
    listed = "SELECT type, name, sql FROM {}.sqlite_master ORDER BY type, name"
    one, other = (connection.execute(listed.format(side)).fetchall() for side in ("main", "other"))
    tables = [name for kind, name, _sql in one if kind == "table"]
    return one == other and all(_rows_alike(connection, name) for name in tables)


def _rows_alike(connection: Any, table: str) -> bool:  # noqa: ANN401
    one, other = (
        connection.execute(f'SELECT * FROM {side}."{table}"')  # noqa: S608 — names of our own
        for side in ("main", "other")
    )
    return all(row == again for row, again in zip_longest(one, other))


def shred(path: Path) -> None:
    """Overwrite a file with zeros, put that on the disk, and delete it. Raises as the disk does."""
    try:
        with path.open("rb+") as file:
            for part in _zeros(path.stat().st_size):
                file.write(part)
            file.flush()
            os.fsync(file.fileno())
        path.unlink()
    except FileNotFoundError:
        return
    except OSError as error:
        raise world_error(error, path.parent) from error


def _zeros(size: int) -> Iterator[bytes]:
    whole, rest = divmod(size, CHUNK)
    for _ in range(whole):
        yield bytes(CHUNK)
    yield bytes(rest)


def shred_beside(path: Path) -> None:
    """Shred what SQLite keeps beside a database that is closed. Raises as the disk does."""
    for ending in BESIDE:
        shred(Path(f"{path}{ending}"))
