"""What a disk holds after the power went: a folder rebuilt from recorded calls.

The model knows only what was promised: a file's bytes are on the disk after a sync of that file, a
name is in a folder after a sync of that folder. Everything later may be there, be gone, or be torn.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.seen import Change

SECTOR = 512
REBUILT = ("-shm",)  # SQLite's index in memory: made anew by whoever opens the file first


@dataclass
class File:
    """A file: its bytes now, its bytes at its last sync, and what happened since."""

    content: bytearray = field(default_factory=bytearray)
    kept: bytes = b""
    since: list[Change] = field(default_factory=list)

    def change(self, change: Change) -> None:
        _apply(self.content, change)
        self.since.append(change)

    def sync(self) -> None:
        self.kept = bytes(self.content)
        self.since.clear()

    def after_a_cut(self, data: str, dice: random.Random) -> bytes:
        """Its bytes on the disk: `dropped`, `kept`, or `torn`."""
        if data == "kept":
            return bytes(self.content)
        found = bytearray(self.kept)
        if data == "torn":
            for change in self.since:
                if dice.random() < 0.6:
                    _apply(found, _torn(change, dice) if dice.random() < 0.4 else change)
        return bytes(found)


@dataclass
class Folder:
    """A folder: its names now, and at its last sync."""

    names: dict[str, File | Folder] = field(default_factory=dict)
    kept: dict[str, File | Folder] = field(default_factory=dict)

    def sync(self) -> None:
        self.kept = dict(self.names)

    def after_a_cut(self, names: str, dice: random.Random) -> dict[str, File | Folder]:
        """Its names on the disk: `undone` since the last sync, `done`, or each by chance."""
        if names == "done":
            return self.names
        if names == "undone":
            return self.kept
        found = {}
        for name in sorted({*self.names, *self.kept}):
            here = (self.names if dice.random() < 0.5 else self.kept).get(name)
            if here is not None:
                found[name] = here
        return found


def _apply(content: bytearray, change: Change) -> None:
    if change.kind == "write":
        end = change.offset + len(change.content)
        content.extend(bytes(max(0, change.offset - len(content))))
        content[change.offset : end] = change.content
    elif change.kind == "truncate":
        del content[change.offset :]
        content.extend(bytes(change.offset - len(content)))
    else:  # allocate
        content.extend(bytes(max(0, change.offset - len(content))))


def _torn(change: Change, dice: random.Random) -> Change:
    sectors = (len(change.content) + SECTOR - 1) // SECTOR
    return change._replace(content=change.content[: SECTOR * dice.randint(0, sectors)])


@dataclass(frozen=True)
class Cut:
    """One way in which a disk may be left."""

    names: str = "undone"
    data: str = "dropped"
    seed: int = 0

    def __str__(self) -> str:
        return f"names {self.names}, data {self.data}, seed {self.seed}"


PESSIMISTIC = Cut()
CUTS = (
    PESSIMISTIC,
    Cut("done", "dropped"),
    Cut("undone", "kept"),
    Cut("done", "torn", 1),
    Cut("chance", "torn", 2),
    Cut("chance", "torn", 3),
)


class Disk:
    """A folder as it was before, and the calls that changed it since."""

    def __init__(self, before: Path) -> None:
        self.root = _read(before)

    def play(self, change: Change) -> None:
        """Let one call happen."""
        kind, path = change.kind, change.path
        if kind == "say" or path.endswith(REBUILT) or path.endswith(" (deleted)"):
            return
        if kind == "sync":
            self._find(path).sync()
        elif kind == "create":
            names, name = self._place(path)
            file = names.setdefault(name, File())
            if change.offset and isinstance(file, File) and file.content:
                file.change(Change("truncate", path))
        elif kind == "mkdir":
            names, name = self._place(path)
            names[name] = Folder()
        elif kind in {"unlink", "rmdir"}:
            names, name = self._place(path)
            del names[name]
        elif kind in {"rename", "link"}:
            names, name = self._place(path)
            there, other = self._place(change.other)
            there[other] = names[name]
            if kind == "rename":
                del names[name]
        else:
            file = self._find(path)
            assert isinstance(file, File)
            file.change(change)

    def cut_power(self, cut: Cut, into: Path) -> None:
        """Leave in `into` what the disk holds, and nothing else."""
        _write(self.root, into, cut, random.Random(cut.seed))

    def _place(self, path: str) -> tuple[dict[str, File | Folder], str]:
        folder, _slash, name = path.rpartition("/")
        found = self._find(folder)
        assert isinstance(found, Folder)
        return found.names, name

    def _find(self, path: str) -> File | Folder:
        found: File | Folder = self.root
        for name in path.split("/") if path not in {"", "."} else ():
            assert isinstance(found, Folder)
            found = found.names[name]
        return found


def _read(path: Path) -> Folder:
    folder = Folder()
    for inside in path.iterdir():
        if inside.is_dir():
            folder.names[inside.name] = _read(inside)
        elif not inside.name.endswith(REBUILT):
            content = inside.read_bytes()
            folder.names[inside.name] = File(bytearray(content), content)
    folder.sync()
    return folder


def _write(folder: Folder, into: Path, cut: Cut, dice: random.Random) -> None:
    into.mkdir(exist_ok=True)
    for name, found in sorted(folder.after_a_cut(cut.names, dice).items()):
        if isinstance(found, Folder):
            _write(found, into / name, cut, dice)
        else:
            (into / name).write_bytes(found.after_a_cut(cut.data, dice))


def moments(changes: list[Change]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """After each call: how many there were, and what was said by then."""
    said: tuple[str, ...] = ()
    for number, change in enumerate(changes, 1):
        if change.kind == "say":
            said = (*said, change.path)
        yield number, said
