"""Finding files of ours among what a person points at, and reading them."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from selfstudy.domain.errors import TooLarge, UnreadableFile
from selfstudy.domain.vietnamese import one_line
from selfstudy.exchange.envelope import MAGIC, MAX_BODY
from selfstudy.services.intake.codes import is_picture, unread_kind
from selfstudy.settings import unread

MAX_FILES = 20_000
LIST = ".thds"
SUFFIXES = frozenset({".thoc", ".thdv", LIST, ".thbn", ".thpack"})
START = 12  # bytes that tell a file of ours or a picture


def free_path(path: Path) -> Path:
    """A name that no file has yet: the one wished for, or with a number behind it."""
    free, copy = path, 1
    while os.path.lexists(free):
        copy += 1
        free = path.with_name(f"{path.stem}_{copy}{path.suffix}")
    return free


def expand(paths: Iterable[Path]) -> Iterable[Path]:
    """The files named, and those of ours inside the folders named, in order of name."""
    count = 0
    for path in paths:
        folder = _is(path, stat.S_ISDIR)
        for file in sorted(_inside(path)) if folder else [path]:
            if folder and not _looks_like_ours(file):
                continue
            count += 1
            if count > MAX_FILES:
                raise TooLarge(name=path.name, limit=MAX_FILES)
            yield file


def lists_last(files: Iterable[Path]) -> list[Path]:
    """Files in the order in which they are taken: who was erased by another is not listed anew."""
    return sorted(files, key=lambda file: file.suffix.lower() == LIST)


def _inside(folder: Path) -> Iterator[Path]:
    """The files in a folder and the folders in it; one that may not be looked into stands itself.

    No link to a folder is followed.
    """
    closed: list[Path] = []

    def note(error: OSError) -> None:
        closed.append(Path(error.filename or folder))

    for place, _folders, names in os.walk(folder, onerror=note):
        yield from (Path(place, name) for name in names if _is(Path(place, name), stat.S_ISREG))
    yield from closed


def _is(path: Path, what: Callable[[int], bool]) -> bool:
    try:
        return what(path.stat().st_mode)
    except (OSError, ValueError):
        return False


def _looks_like_ours(path: Path) -> bool:
    """In a folder, pictures and files that are named or begin like ours; a lone file is tried.

    A file or folder that cannot be opened is tried too, so that it is said.
    """
    if path.suffix.lower() in SUFFIXES:
        return True
    try:
        with path.open("rb") as file:
            start = file.read(START)
    except OSError:
        return _is(path, stat.S_ISDIR)
    return start.startswith(MAGIC) or is_picture(start) or unread_kind(start) == "heic"


def shown(path: Path) -> str:
    """The name of a file as one line of text that can be kept, whatever bytes it has on the disk.

    Marks are composed with their letters, and nothing in it commands a terminal.
    """
    return one_line(path.name.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))


def read_bytes(path: Path) -> bytes:
    """The bytes of a plain file, its size checked first.

    Raises FileGone, TooLarge, UnreadableFile.
    """
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):  # a device or pipe would never end
            raise UnreadableFile(name=shown(path))
        if found.st_size > MAX_BODY:
            raise TooLarge(name=shown(path), limit=MAX_BODY)
        return path.read_bytes()
    except (OSError, ValueError) as error:
        raise unread(error, shown(path)) from error
