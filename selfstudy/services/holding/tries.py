"""How often a secret was tried in vain, and how long the next try must wait."""

from __future__ import annotations

import contextlib
import json
import math
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from selfstudy.domain.errors import TooEarly, WrongSecret
from selfstudy.domain.moments import milliseconds
from selfstudy.settings import read_json, write_whole

FREE = 3  # tries without a delay
LONGEST = 60  # seconds
TRIES = "lock.tries.json"
T = TypeVar("T")


def delay(failed: int) -> int:
    """Seconds to wait after so many tries in vain: none for three, then 1, 2, 4 … 60."""
    return 0 if failed < FREE else min(LONGEST, 2 ** min(failed - FREE, 10))


class Tries:
    """Counted in a file, so that a new start of the program does not begin anew."""

    def __init__(self, path: Path, clock: Callable[[], datetime]) -> None:
        self._path, self._clock = path, clock

    def attempt(self, work: Callable[[], T]) -> T:
        """Try a secret; the wait until the next try is in the error (`wait`).

        Raises TooEarly, and WrongSecret as `work` does.
        """
        wait = self.wait()
        if wait:
            raise TooEarly(wait=wait)
        self.begin()
        try:
            found = work()
        except WrongSecret:
            raise WrongSecret(wait=self.wait()) from None
        self.forget()
        return found

    def wait(self) -> int:
        """Seconds until the next try. A clock that was set back begins the delay again."""
        failed, at = self._read()
        now = milliseconds(self._clock())
        if now < at:
            self._write(failed, now)
            at = now
        return max(0, math.ceil(delay(failed) - (now - at) / 1000))

    def begin(self) -> None:
        """A try begins: counted before it is known to be in vain, so that a kill saves none."""
        self._write(self._read()[0] + 1, milliseconds(self._clock()))

    def forget(self) -> None:
        """The right one was found."""
        with contextlib.suppress(OSError):
            self._path.unlink(missing_ok=True)

    def _read(self) -> tuple[int, int]:
        try:
            found = read_json(self._path)
            return max(0, int(found["failed"])), int(found["at"])
        except (OSError, OverflowError, ValueError, KeyError, TypeError):
            return 0, 0

    def _write(self, failed: int, at: int) -> None:
        write_whole(self._path, json.dumps({"failed": failed, "at": at}).encode(), 0o600)


def tries_of(folder: Path, state: Path | None, clock: Callable[[], datetime]) -> Tries | None:
    """Where wrong secrets are counted: in the profile's folder, or in `state` while it has none."""
    if folder.is_dir():
        return Tries(folder / TRIES, clock)
    return None if state is None else Tries(state / f"{folder.name}.tries.json", clock)
