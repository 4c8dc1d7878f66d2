"""Changing all files of a profile at once: made whole in a folder inside, then put in their places.

Until that folder has its second name nothing has happened; from then on only copies are left, which
whoever opens the profile next finishes. No secret is needed for them.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

from selfstudy.services.holding.desk import COPY, JOURNAL, KEYS, LOCK, PROFILE
from selfstudy.services.holding.latch import nobody_else
from selfstudy.settings import sync_folder, world_error, write_whole
from selfstudy.store.cipher import shred, shred_beside

STAGED, READY, OLD, NEW = "changing", "changed", ".old", ".new"
UNSEALED = "lock.unsealed"  # copies of before may still lie in clear
REPLACED = (LOCK, COPY, UNSEALED, PROFILE)  # read before anything is settled: there at every moment
SHREDDED = (KEYS, JOURNAL)


@contextlib.contextmanager
def changing(folder: Path, marker: Path) -> Iterator[Path]:
    """A folder for new files; at the end they take their places, an empty one removes the old.

    Raises OpenElsewhere while anybody has the profile open, DiskFull, FolderReadOnly.
    """
    with nobody_else(folder, marker.parent):
        _settle(folder, marker)
        staged = folder / STAGED
        try:
            staged.mkdir(mode=0o700)
            yield staged
            sync_folder(staged)
            staged.rename(folder / READY)
            sync_folder(folder)
        except OSError as error:
            _clear(staged)
            raise world_error(error, folder) from error
        except BaseException:
            _clear(staged)
            raise
        _settle(folder, marker)


def settle(folder: Path, marker: Path) -> None:
    """Finish or undo a change that was broken off. Raises OpenElsewhere while one is under way."""
    if any((folder / name).exists() for name in (STAGED, READY)):
        with nobody_else(folder, marker.parent):
            _settle(folder, marker)


def _settle(folder: Path, marker: Path) -> None:
    try:
        if (folder / READY).exists():
            _put_in_place(folder, marker)
    except OSError as error:
        raise world_error(error, folder) from error
    _clear(folder / STAGED)


def _put_in_place(folder: Path, marker: Path) -> None:
    ready = folder / READY
    for name in REPLACED:
        if (ready / name).exists():
            _replace(ready / name, folder / name)
    for name in SHREDDED:
        if (ready / name).exists():
            _replace_shredding(ready / name, folder / name, marker)
        shred(folder / (name + OLD))
    sync_folder(folder)
    shutil.rmtree(ready)
    sync_folder(folder)


def _replace(fresh: Path, place: Path) -> None:
    if fresh.stat().st_size:
        _copy(fresh, place.with_name(place.name + NEW)).replace(place)
    else:
        place.unlink(missing_ok=True)


def _copy(fresh: Path, into: Path) -> Path:
    """A copy on the disk: a move between two folders may be lost half way when the power goes."""
    shutil.copyfile(fresh, into)
    into.chmod(stat.S_IMODE(fresh.stat().st_mode))
    with into.open("rb+") as file:
        os.fsync(file.fileno())
    return into


def _replace_shredding(fresh: Path, place: Path, marker: Path) -> None:
    """Put a file where another is; that one keeps its bytes under another name until then."""
    old = place.with_name(place.name + OLD)
    shred(old)  # broken off before: its bytes would be lost sight of
    if place.name == JOURNAL:
        shred_beside(place)  # a log of the old one would be taken for the new one's
    new = _copy(fresh, place.with_name(place.name + NEW))
    if place.exists():
        if place.name == JOURNAL:
            _follow(marker, place, new)
        place.replace(old)
    new.replace(place)
    sync_folder(place.parent)


def _follow(marker: Path, old: Path, fresh: Path) -> None:
    """Tell the marker outside the folder the number that the database's file will have."""
    words = marker.read_text(encoding="utf-8").split() if marker.exists() else []
    if words and words[-1] == str(os.stat(old).st_ino):  # noqa: PTH116 — as the desk does
        number = os.stat(fresh).st_ino  # noqa: PTH116
        write_whole(marker, " ".join([*words[:-1], str(number)]).encode())


def _clear(staged: Path) -> None:
    """Nothing of a change that did not happen is left, not even its bytes."""
    for path in sorted(staged.rglob("*")) if staged.exists() else ():
        shred(path)
    shutil.rmtree(staged, ignore_errors=True)
