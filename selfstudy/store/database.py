"""One database: how it is opened, made durable, written to and read."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from selfstudy.domain.errors import (
    DatabaseDamaged,
    DatabaseUnreachable,
    NewerDatabase,
    SelfStudyError,
)
from selfstudy.settings import sync_folder
from selfstudy.store.cipher import driver, faults, give_key
from selfstudy.store.connections import prepare_connections
from selfstudy.store.driver import Spoilt, put, translate
from selfstudy.store.schema import meta, metadata
from selfstudy.store.unmoved import unmoved

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Self

    from sqlalchemy.engine.interfaces import IsolationLevel

    from selfstudy.store.pages import Decipher

SCHEMA = 1
SETTING = sa.select(meta.c.value).where(meta.c.name == sa.bindparam("called"))
START_LOCK = 7_484_111  # any number, the same in every process
NETWORK_FILESYSTEMS = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "fuse.sshfs"})
DRIVE_REMOTE = 4
MOUNTS = Path("/proc/mounts")


def on_network(path: Path) -> bool:
    """Whether `path` lies on a network share, where WAL is not safe."""
    where = str(path.resolve())
    if sys.platform == "win32":  # pragma: no cover
        import ctypes

        drive = os.path.splitdrive(where)[0]
        return drive.startswith("\\\\") or (
            ctypes.windll.kernel32.GetDriveTypeW(drive + "\\") == DRIVE_REMOTE
        )
    try:
        mounts = MOUNTS.read_text(encoding="utf-8")
    except OSError:
        return False
    found = ("", "")
    for mount in mounts.splitlines():
        _device, escaped, kind, *_rest = mount.split(" ")
        point = escaped.replace("\\040", " ")  # how a space is written there
        inside = where == point or where.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(found[0]):
            found = (point, kind)
    return found[1] in NETWORK_FILESYSTEMS


def before_steps(path: Path, schema: int) -> Path:
    """Where a copy of a database is kept from before it was brought to a newer schema."""
    return path.with_name(f"{path.name}.schema{schema}")


def _shown(url: str) -> str:
    """An address without its password. Raises DatabaseUnreachable when it is none."""
    try:
        return repr(sa.make_url(url))
    except sa.exc.ArgumentError as error:
        raise DatabaseUnreachable(path="–") from error


class Database:
    """A SQLite file (WAL, every commit on the disk) or any other SQLAlchemy URL.

    SQLite has one connection behind a lock; another engine has its pool. With a `key` (32 bytes)
    the file is SQLCipher's. Where it is not `new`, one without our tables is damaged.
    """

    def __init__(
        self,
        url: str | Path,
        key: bytes | None = None,
        *,
        new: bool = True,
        reading: SelfStudyError | None = None,
        decipher: Decipher | None = None,
    ) -> None:
        self.path = url if isinstance(url, Path) else None
        self.name = str(url) if isinstance(url, Path) else _shown(url)
        self._here = threading.local()
        self._lock = threading.RLock()
        self._single: sa.Connection | None = None
        self._driver: Any = None
        self.key = key
        self._new = new
        self._faults = faults(key)
        self.refusal: SelfStudyError | None = None  # why nothing is kept
        self._at_once = False
        self.is_sqlite = True
        if reading is not None:
            self._read_into_memory(reading, decipher)
            return
        if self.path is not None:
            self.engine = self._sqlite(self.path, key)
        else:
            try:
                self.engine = sa.create_engine(str(url), pool_pre_ping=True, hide_parameters=True)
            except sa.exc.ArgumentError as error:  # an address of nothing we know
                raise DatabaseUnreachable(path=self.name) from error
        self.is_sqlite = self.engine.dialect.name == "sqlite"
        with self.errors(), unmoved(self.path, key):
            if self.is_sqlite:
                self._single = self.engine.connect()
                self._driver = self._single.connection.driver_connection
            try:
                self._keep_before_steps()
                self._prepare()
            except BaseException:
                self.close()
                raise

    @classmethod
    def for_reading(cls, path: Path, why: SelfStudyError, decipher: Decipher | None = None) -> Self:
        """A file's contents in memory, where nothing can be written: nothing is kept.

        `why` is raised where something must be kept. Raises it where the file is too large, and
        DatabaseDamaged.
        """
        return cls(path, new=False, reading=why, decipher=decipher)

    def turn_to_reading(self, why: SelfStudyError, decipher: Decipher | None = None) -> None:
        """Go on in memory: the disk became full, or the folder is for reading only."""
        self.close()
        self._read_into_memory(why, decipher)

    def _read_into_memory(self, why: SelfStudyError, decipher: Decipher | None) -> None:
        from selfstudy.store.pages import MAX_IMAGE, image_of

        if self.path is None or self.size() > MAX_IMAGE:
            raise why
        try:
            content = image_of(self.path, decipher)
        except OSError as error:
            raise DatabaseDamaged(path=self.name, folder=str(self.path.parent)) from error
        self.key = None
        self._faults = faults(None)
        memory = sqlite3.connect(":memory:", check_same_thread=False)
        memory.deserialize(content)
        self.engine = sa.create_engine(
            "sqlite://", creator=lambda: memory, poolclass=sa.StaticPool, hide_parameters=True
        )
        prepare_connections(self.engine, None, "MEMORY")
        with self.errors():
            self._single = self.engine.connect()
            self._driver = self._single.connection.driver_connection
            self._prepare()
        self.refusal = why

    def expect_kept(self) -> None:
        """Raise why nothing is kept, before anything is said to be."""
        if self.refusal is not None:
            raise self.refusal

    @classmethod
    def _sqlite(cls, path: Path, key: bytes | None) -> sa.Engine:
        engine = sa.create_engine(
            f"sqlite:///{path.as_posix()}",
            poolclass=sa.StaticPool,
            module=driver(key),
            hide_parameters=True,  # what fails is logged; what was learned is not
            connect_args={"check_same_thread": False, "timeout": 5.0},
        )
        prepare_connections(engine, key, "DELETE" if on_network(path.parent) else "WAL")
        return engine

    def _keep_before_steps(self) -> None:
        """A copy of a file of an older schema, before its tables are changed."""
        if self.path is None or self._single is None:
            return
        with self.read() as connection:
            found = self._schema_found(connection)
        if found is None or found >= SCHEMA:
            return
        copy = before_steps(self.path, found)
        if not copy.exists():
            partial = copy.with_name(copy.name + ".part")
            partial.unlink(missing_ok=True)
            try:
                self.backup(partial)
                partial.replace(copy)
                sync_folder(copy.parent)
            except BaseException:
                partial.unlink(missing_ok=True)
                raise

    def _prepare(self) -> None:
        with self.derive() as connection:
            if not self.is_sqlite:  # two processes of one hub may start at once
                connection.execute(sa.select(sa.func.pg_advisory_xact_lock(START_LOCK)))
            found = self._schema_found(connection)
            if found is None and not self._new:  # SQLite takes a file of a few bytes for a new one
                raise DatabaseDamaged(path=self.name)
            if found is not None and found > SCHEMA:
                raise NewerDatabase(path=self.name)
            if found is not None and found < SCHEMA:
                from selfstudy.store.migrations import upgrade

                upgrade(connection, found)
            metadata.create_all(connection)
            if found != SCHEMA:
                put(connection, meta, name="schema", value=str(SCHEMA))

    def _schema_found(self, connection: sa.Connection) -> int | None:
        """The schema's number in the file; None for a new one. Raises DatabaseDamaged."""
        if not sa.inspect(connection).has_table(meta.name):
            return None
        found = connection.scalar(sa.select(meta.c.value).where(meta.c.name == "schema"))
        if found is None:  # tables without their number: nothing of ours ever left them so
            raise DatabaseDamaged(path=self.name)
        if not found.isdecimal():
            raise DatabaseDamaged(path=self.name)
        return int(found)

    @contextlib.contextmanager
    def errors(self) -> Iterator[None]:
        """Turn the driver's errors into ours where they are the world's fault."""
        try:
            yield
        except (sa.exc.DBAPIError, Spoilt, self._faults) as error:
            expected = translate(error, self.name)
            if expected is None:
                raise
            raise expected from error

    @contextlib.contextmanager
    def write(self) -> Iterator[sa.Connection]:
        """One transaction that is on the disk when it ends, or never was.

        Raises why nothing is kept, where that is so: nobody is told that something was.
        """
        self.expect_kept()
        with self.derive() as connection:
            yield connection

    @contextlib.contextmanager
    def at_once(self) -> Iterator[None]:
        """All that is written inside, swiftly too, is one such transaction."""
        with self.write():
            self._at_once = True
            try:
                yield
            finally:
                self._at_once = False

    @contextlib.contextmanager
    def derive(self) -> Iterator[sa.Connection]:
        """A transaction for what can be made anew: where nothing is kept it is made in memory."""
        with self.errors():
            if self._single is None:
                with self._pooled(None) as connection:
                    yield connection
                return
            with self._lock:
                if self._single.in_transaction():  # nested: the outer one commits
                    yield self._single
                    return
                self._single.execution_options(sqlite_begin="BEGIN IMMEDIATE")
                with self._single.begin():
                    yield self._single

    @contextlib.contextmanager
    def swift(self) -> Iterator[sqlite3.Connection]:
        """A durable transaction on SQLite's own connection, for the one path that must be quick.

        SQLAlchemy's share of an answer was more than the commit itself.
        """
        self.expect_kept()
        with self.errors(), self._lock:
            raw: sqlite3.Connection = self._raw()
            if self._at_once:  # nested: the outer one commits
                yield raw
                return
            raw.execute("BEGIN IMMEDIATE")
            try:
                yield raw
                raw.execute("COMMIT")
            except BaseException:
                if raw.in_transaction:  # SQLite undoes it by itself when the disk is full
                    raw.execute("ROLLBACK")
                raise

    @contextlib.contextmanager
    def peek(self) -> Iterator[sqlite3.Connection]:
        """SQLite's own connection to look through, beside `swift` and for the same reason."""
        with self.errors(), self._lock:
            yield self._raw()

    def _raw(self) -> Any:  # noqa: ANN401 — the driver's own connection
        if self._driver is None:
            raise RuntimeError("only a computer's own file is written to directly")
        return self._driver

    @contextlib.contextmanager
    def read(self) -> Iterator[sa.Connection]:
        """A consistent view."""
        with self.errors():
            if self._single is None:
                with self._pooled("REPEATABLE READ") as connection:
                    yield connection
                return
            with self._lock:
                if self._single.in_transaction():
                    yield self._single
                    return
                self._single.execution_options(sqlite_begin="BEGIN")
                with self._single.begin():
                    yield self._single

    def alone(self) -> contextlib.AbstractContextManager[object]:
        """The lock that every use of a SQLite file holds; a server needs none of ours."""
        return self._lock

    @contextlib.contextmanager
    def _pooled(self, isolation: IsolationLevel | None) -> Iterator[sa.Connection]:
        """A server's transaction; what this thread does inside it joins it, as with a file."""
        outer: sa.Connection | None = getattr(self._here, "connection", None)
        if outer is not None:
            yield outer
            return
        with self.engine.connect() as connection:
            if isolation is not None:
                connection.execution_options(isolation_level=isolation)
            self._here.connection = connection
            try:
                with connection.begin():
                    yield connection
            finally:
                self._here.connection = None

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            if self._single is not None:
                self._single.close()
                self._single = self._driver = None
            self.engine.dispose()

    def size(self) -> int:
        """Bytes on disk, the write-ahead log included; 0 for a server."""
        if self.path is None:
            return 0
        files = (self.path, Path(f"{self.path}-wal"))
        return sum(file.stat().st_size for file in files if file.exists())

    def backup(self, into: Path) -> None:
        """Copy a consistent snapshot into a new file under the same key, check and fsync it.

        It is read through a connection of its own, so that an answer does not wait for it.
        """
        with self.errors(), contextlib.ExitStack() as opened:
            source = self._raw() if self.refusal is not None else self._apart(opened)
            target = driver(self.key).connect(str(into))
            try:
                give_key(target, self.key)
                source.backup(target)
                sound = target.execute("PRAGMA integrity_check").fetchone()[0]
            finally:
                target.close()
        if sound != "ok":
            raise DatabaseDamaged(path=str(into))
        with into.open("rb+") as file:
            os.fsync(file.fileno())

    def _apart(self, opened: contextlib.ExitStack) -> Any:  # noqa: ANN401 — the driver's own
        """A second connection to the same file, closed with `opened`."""
        self._raw()  # only a file has one
        source = driver(self.key).connect(str(self.path), timeout=5.0)
        opened.callback(source.close)
        give_key(source, self.key)
        return source

    def setting(self, name: str) -> str | None:
        """A value of `meta`."""
        with self.read() as connection:
            found: str | None = connection.scalar(SETTING, {"called": name})
            return found

    def set_setting(self, name: str, value: str) -> None:
        """Keep a value in `meta`."""
        with self.write() as connection:
            put(connection, meta, name=name, value=value)
