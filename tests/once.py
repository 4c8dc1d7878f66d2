"""What every test needs and none of them tests: made once, or as cheaply as can be."""

from __future__ import annotations

import functools
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from selfstudy.content.library import Library
from selfstudy.exchange import keys
from selfstudy.settings import Places
from selfstudy.store.cipher import driver
from selfstudy.store.database import Database

MEMORY = Path("/dev/shm")
ROOM = 1 << 30  # bytes: some homes are large, and several processes test at a time
COSTLY = {"ARGON_MEMORY_KIB": keys.ARGON_MEMORY_KIB, "ARGON_ROUNDS": keys.ARGON_ROUNDS}


def folders_in_memory() -> None:
    """Let `tmp_path` lie in memory where there is room: a sync is seen there, and costs nothing."""
    if sys.platform != "linux" or not os.access(MEMORY, os.W_OK):
        return
    there = os.statvfs(MEMORY)
    if there.f_bavail * there.f_frsize >= ROOM and not there.f_flag & os.ST_NOEXEC:
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(MEMORY))


def cheap_passphrases() -> None:
    """A unit's passphrase costs 120 ms to try; here the least that Argon2id can."""
    keys.ARGON_MEMORY_KIB, keys.ARGON_ROUNDS = 8, 1


def lessons_read_once() -> None:
    """A library begins with the shipped lessons as they were read; what changed is read again."""
    begin = Library.__init__

    @functools.cache
    def shipped() -> Library:
        library = object.__new__(Library)
        begin(library, [Places().lessons()])
        library.refresh()
        return library

    def begin_with_the_shipped(self: Library, folders: Sequence[Path]) -> None:
        begin(self, folders)
        if set(folders) & set(shipped()._folders):
            self._read, self._beside = dict(shipped()._read), dict(shipped()._beside)

    Library.__init__ = begin_with_the_shipped


def statements_compiled_once() -> None:
    """A file's engine would compile each statement anew; here all files share what was compiled."""
    make = Database._sqlite

    @functools.cache
    def model(locked: bool) -> sa.Engine:
        engine = sa.create_engine("sqlite://", module=driver(b"" if locked else None))
        engine.connect().close()  # its dialect knows this SQLite from now on
        return engine

    def sharing(path: Path, key: bytes | None, **how: Any) -> sa.Engine:
        engine, shared = make(path, key, **how), model(key is not None)
        engine.dialect, engine._compiled_cache = shared.dialect, shared._compiled_cache
        return engine

    Database._sqlite = staticmethod(sharing)
