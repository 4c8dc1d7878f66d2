"""Who has a profile open: many may, on one computer; to put another in its place, nobody must."""

from __future__ import annotations

import contextlib
import json
import os
import socket
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from selfstudy.domain.errors import OpenElsewhere
from selfstudy.settings import make_folder, read_json, world_error

SEATS = 64  # openers at once, each with a byte of its own
BEAT = 20.0  # seconds between two signs of life on a network share
SILENCE = 90.0  # seconds after which an opener on another computer counts as gone


class Latch:
    """A file in the state folder whose bytes are locked by those who have a profile open."""

    def __init__(self, state: Path, profile: str) -> None:
        self.path = state / f"{profile}.open"
        self._file = -1

    def share(self) -> None:
        """Take a seat; where no file can be made there is nothing to guard."""
        try:
            self._file = self._open()
        except OSError:
            return
        for seat in range(SEATS):
            if _take(self._file, seat, 1):
                return
        self.close()
        raise OpenElsewhere(who="")

    def alone(self) -> None:
        """Take all seats. Raises OpenElsewhere, FolderReadOnly, DiskFull."""
        try:
            self._file = self._open()
        except OSError as error:
            raise world_error(error, self.path.parent) from error
        if not _take(self._file, 0, SEATS):
            self.close()
            raise OpenElsewhere(who="")

    def _open(self) -> int:
        make_folder(self.path.parent)
        return os.open(self.path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)

    def close(self) -> None:
        """Give the seat back."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1


@contextlib.contextmanager
def nobody_else(folder: Path, state: Path | None) -> Iterator[None]:
    """While a profile's folder is put aside. Raises OpenElsewhere."""
    Beacon(folder).raise_if_seen()
    if state is None:
        yield
        return
    latch = Latch(state, folder.name)
    latch.alone()
    try:
        yield
    finally:
        latch.close()


class Beacon:
    """On a network share: who has a profile open, by name of the computer, with signs of life.

    A share's own locks cannot be trusted; this cannot either when both begin in the same second or
    a network is cut, which is why the data should be moved to a disk of the computer.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / "open.json"
        self._mine = {"host": socket.gethostname(), "pid": os.getpid()}
        self._over = threading.Event()
        self._thread: threading.Thread | None = None

    def raise_if_seen(self) -> None:
        """Raise OpenElsewhere while another computer gives signs of life."""
        found = seen(self.path)
        if found is not None and found.get("host") != self._mine["host"]:
            raise OpenElsewhere(who=str(found.get("host", "")))

    def light(self) -> None:
        """Give signs of life from now on."""
        self._write()
        self._thread = threading.Thread(target=self._beat, daemon=True)
        self._thread.start()

    def _beat(self) -> None:
        while not self._over.wait(BEAT):
            self._write()

    def _write(self) -> None:
        with contextlib.suppress(OSError):
            self.path.write_text(json.dumps({**self._mine, "at": time.time()}), encoding="utf-8")

    def close(self) -> None:
        """Nobody is here any more."""
        if self._thread is not None:
            self._over.set()
            self._thread.join()
            self._thread = None
            with contextlib.suppress(OSError):
                self.path.unlink(missing_ok=True)


def seen(path: Path) -> dict[str, object] | None:
    """Who gave a sign of life not long ago, as the file on the share tells."""
    try:
        found = read_json(path)
        recent = time.time() - float(found["at"]) < SILENCE
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return found if recent else None


if sys.platform == "win32":  # pragma: no cover

    def _take(file: int, start: int, count: int) -> bool:
        import msvcrt

        os.lseek(file, start, os.SEEK_SET)
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, count)
        except OSError:
            return False
        return True

else:

    def _take(file: int, _start: int, count: int) -> bool:
        import fcntl

        whole = fcntl.LOCK_EX if count == SEATS else fcntl.LOCK_SH
        try:
            fcntl.flock(file, whole | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
