"""Room in the write-ahead log, made before it is needed.

A file that grows makes each sync wait for the file system's own journal too: on ext4 that was more
than half of an answer's time. SQLite passes over what is not a frame of its own, so the log may end
in zeros, and writes over them.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path

from selfstudy.domain.errors import SelfStudyError
from selfstudy.store.database import Database

ROOM = 4 * 1024 * 1024  # bytes: about 500 answers, more than a day of one person
SPARE = 64 * 1024 * 1024  # bytes that a disk keeps for others


def make_room(database: Database) -> None:
    """Let the log of an open file stand on the disk at its usual size. Never raises for a disk."""
    if database.path is None or database.refusal is not None:
        return
    log = Path(f"{database.path}-wal")
    with (
        contextlib.suppress(OSError, SelfStudyError),
        database.swift(),  # while nobody else writes to the log
        log.open("r+b") as file,
    ):
        held = file.seek(0, os.SEEK_END)
        if held < ROOM and shutil.disk_usage(log.parent).free > SPARE:
            file.write(bytes(ROOM - held))
            file.flush()
            os.fsync(file.fileno())
