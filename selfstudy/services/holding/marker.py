"""What is kept outside a profile's folder: a token against copies, and how far it was acknowledged.

The heads are kept after each answer without waiting for the disk: they survive the program, not
a power cut. They are never ahead of what is on the disk, so a database that is behind them lost
something that it had acknowledged.
"""

from __future__ import annotations

import contextlib
import mmap
import secrets
from collections.abc import Mapping
from pathlib import Path

from selfstudy.settings import write_whole

NAME = 32  # bytes of a source's name
SLOT = NAME + 8
ROOM = 8  # slots for sources that begin later
OTHERS = b"others".ljust(NAME, b"\0")  # the slot that counts the records of all other sources
PLAUSIBLE = 1_000_000  # numbers beyond what is held; more is a damaged count
MOST = 1_000 * PLAUSIBLE  # records of all others together


class Marker:
    """The two files of one profile in the state folder: `….mark` and `….heads`."""

    def __init__(self, state: Path, profile: str) -> None:
        self.path = state / f"{profile}.mark"
        self._heads = state / f"{profile}.heads"
        self._slots: dict[bytes, int] = {}
        self._kept: mmap.mmap | None = None

    def exists(self) -> bool:
        """Whether the profile was ever open here."""
        return self.path.exists()

    def matches(self, token: str, file: int) -> bool:
        """Whether a database's token, in this file of the disk, was the last one open here.

        The token that comes next counts too: a start broken off between the two is no copy.
        """
        now, following, number = self._read()
        return token in {now, following} and number == str(file)

    def next(self, held: str | None) -> str:
        """The token that a database takes before `renew` is told of it; random for a copy."""
        return (self._read()[1] if held else "") or secrets.token_hex(16)

    def renew(self, token: str, file: int) -> None:
        """Keep that this token, in this file of the disk, is the last one here.

        Raises DiskFull, FolderReadOnly.
        """
        write_whole(self.path, f"{token} {secrets.token_hex(16)} {file}".encode())

    def move(self, file: int) -> None:
        """Keep that the database open here last lies in another file. Raises as `renew` does."""
        *tokens, _number = self._read()
        write_whole(self.path, " ".join([*filter(None, tokens), str(file)]).encode())

    def _read(self) -> tuple[str, str, str]:
        """The token, the one that comes next, and the file's number; empty where unknown."""
        try:
            words = self.path.read_text(encoding="utf-8").split()
        except (OSError, ValueError):
            words = []
        token, *following, number = words if len(words) in {2, 3} else ("", "")
        return token, following[0] if following else "", number

    def heads(self) -> dict[bytes, int]:
        """The highest number that was acknowledged of each own source, and the count of others."""
        try:
            raw = self._heads.read_bytes()
        except OSError:
            return {}
        found: dict[bytes, int] = {}
        for at in range(0, len(raw) - SLOT + 1, SLOT):
            sid, number = raw[at : at + NAME], raw[at + NAME : at + SLOT]
            if any(sid):  # else room that was not needed yet
                found[sid] = int.from_bytes(number, "big")
        return found

    def begin(self, heads: Mapping[bytes, int]) -> None:
        """Go on from the heads of the sources that are still written to, with room for more."""
        self.close()
        with contextlib.suppress(OSError):
            content = b"".join(_slot(sid, number) for sid, number in heads.items())
            partial = self._heads.with_suffix(".part")
            try:
                partial.write_bytes(content + bytes(max(ROOM, len(heads) // 4) * SLOT))
                partial.replace(self._heads)
            finally:
                partial.unlink(missing_ok=True)
            with self._heads.open("r+b") as file:
                self._kept = mmap.mmap(file.fileno(), 0)
            self._slots = {sid: index * SLOT for index, sid in enumerate(heads)}

    def note(self, sid: bytes, number: int) -> None:
        """A record was acknowledged: kept in memory that outlives the program.

        Writing to the file instead made the next answer's wait for the disk longer.
        """
        if self._kept is None:
            return
        at = self._slots.get(sid)
        if at is None:
            at = len(self._slots) * SLOT
            if at >= len(self._kept):
                self.begin({**self.heads(), sid: number})
                return
            self._slots[sid] = at
        self._kept[at : at + SLOT] = _slot(sid, number)

    def close(self) -> None:
        """Let go of the file."""
        if self._kept is not None:
            self._kept.close()
            self._kept = None


def _slot(sid: bytes, number: int) -> bytes:
    return sid + number.to_bytes(8, "big")
