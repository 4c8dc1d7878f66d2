"""Moving the data of all profiles to another folder: off a network share, to a larger disk."""

from __future__ import annotations

import contextlib
import os
import shutil
from contextlib import ExitStack
from pathlib import Path

from selfstudy.domain.errors import DamagedFile, DatabaseOnNetwork, FolderTaken, SelfStudyError
from selfstudy.services.holding.desk import JOURNAL, own_folder, profiles_in
from selfstudy.services.holding.latch import nobody_else
from selfstudy.services.holding.marker import Marker
from selfstudy.settings import Places, make_folder, sync_folder, world_error, write_whole
from selfstudy.store.database import on_network

PART = ".moving"
UNDER_WAY = "moving"  # a file in the state folder: where a move goes that has not ended


def move_data(places: Places, to: Path) -> Path:
    """Copy everything, read it back, and work there from the next start on; where that is.

    The old folder stays as it is. A move that was cut off is begun again. Raises OpenElsewhere
    while somebody has a profile open, DatabaseOnNetwork where the new place is a share too,
    FolderTaken, DiskFull, FolderReadOnly, DamagedFile.
    """
    into = to.expanduser().absolute() / "data"
    if on_network(to if to.exists() else to.parent):
        raise DatabaseOnNetwork(path=str(to))
    note = places.state / UNDER_WAY
    if into.exists() and (into == places.data or not _names(note, into)):
        raise FolderTaken(folder=str(into))
    partial = into.with_name(into.name + PART)
    with ExitStack() as alone:
        for profile in profiles_in(places.profiles):
            alone.enter_context(nobody_else(places.profiles / profile.id, places.state))
        write_whole(note, str(into).encode())
        try:
            for left in (partial, into):
                shutil.rmtree(left, ignore_errors=True)
            make_folder(partial.parent)
            _copy(places.data, partial)
            partial.rename(into)
            sync_folder(into.parent)
        except OSError as error:
            raise world_error(error, to) from error
        finally:
            shutil.rmtree(partial, ignore_errors=True)
        places.keep_data_in(into)
        for profile in profiles_in(places.profiles):
            _no_copy(places, profile.id)
        with contextlib.suppress(OSError):
            note.unlink()
            sync_folder(note.parent)
    return into


def _names(note: Path, into: Path) -> bool:
    """Whether a move to this folder was cut off."""
    try:
        return note.read_text(encoding="utf-8") == str(into)
    except (OSError, ValueError):
        return False


def _copy(old: Path, new: Path) -> None:
    """A folder with all that is in it: read back, on the disk. Raises OSError, DamagedFile."""
    for place, _folders, names in os.walk(old, followlinks=True):
        here = new / Path(place).relative_to(old)
        here.mkdir()
        for name in names:
            if (Path(place) / name).is_file():
                _copy_file(Path(place) / name, here / name)
    for profile in profiles_in(new / "profiles"):
        own_folder(new / "profiles" / profile.id)
    for place, _folders, _files in os.walk(new):
        sync_folder(Path(place))


def _copy_file(old: Path, new: Path) -> None:
    shutil.copyfile(old, new)
    with new.open("rb+") as file:
        os.fsync(file.fileno())
    shutil.copystat(old, new)
    if new.read_bytes() != old.read_bytes():
        raise DamagedFile(name=old.name, reason="content")


def _no_copy(places: Places, profile: str) -> None:
    """The moved journal is the one that goes on; what stays behind is a copy of it."""
    with contextlib.suppress(OSError, SelfStudyError):  # or else it is taken for a copy too
        number = (places.profiles / profile / JOURNAL).stat().st_ino
        Marker(places.state, profile).move(number)
