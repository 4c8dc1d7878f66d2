"""How often a secret was tried in vain, and how long the next try must wait."""

from __future__ import annotations

import contextlib
import json
import math
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from selfstudy.domain.moments import milliseconds
from selfstudy.settings import write_whole

FREE = 3  # tries without a delay
LONGEST = 60  # seconds


def delay(failed: int) -> int:
    """Seconds to wait after so many tries in vain: none for three, then 1, 2, 4 … 60."""
    return 0 if failed < FREE else min(LONGEST, 2 ** min(failed - FREE, 10))


class Tries:
    """Counted in a file, so that a new start of the program does not begin anew."""

    def __init__(self, path: Path, clock: Callable[[], datetime]) -> None:
        self._path, self._clock = path, clock

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
            found = json.loads(self._path.read_text(encoding="utf-8"))
            return max(0, int(found["failed"])), int(found["at"])
        except (OSError, ValueError, KeyError, TypeError):
            return 0, 0

    def _write(self, failed: int, at: int) -> None:
        write_whole(self._path, json.dumps({"failed": failed, "at": at}).encode(), 0o600)
