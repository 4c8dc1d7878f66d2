"""Moving the data of all profiles to another folder: off a network share, to a larger disk."""

from __future__ import annotations

import shutil
from contextlib import ExitStack
from pathlib import Path

from selfstudy.domain.errors import DamagedFile, DatabaseOnNetwork, FolderReadOnly
from selfstudy.services.desk import own_folder, profiles_in
from selfstudy.services.latch import nobody_else
from selfstudy.settings import Places, make_folder, sync_folder, world_error
from selfstudy.store.database import on_network

PART = ".moving"


def move_data(places: Places, to: Path) -> Path:
    """Copy everything, read it back, and work there from the next start on; where that is.

    The old folder stays as it is. Raises OpenElsewhere while somebody has a profile open,
    DatabaseOnNetwork where the new place is a share too, DiskFull, FolderReadOnly.
    """
    into = to.expanduser().absolute() / "data"
    if on_network(to if to.exists() else to.parent):
        raise DatabaseOnNetwork(path=str(to))
    if into.exists():
        raise FolderReadOnly(folder=str(into))
    partial = into.with_name(into.name + PART)
    with ExitStack() as alone:
        for profile in profiles_in(places.profiles):
            alone.enter_context(nobody_else(places.profiles / profile.id, places.state))
        try:
            shutil.rmtree(partial, ignore_errors=True)
            make_folder(partial.parent)
            shutil.copytree(places.data, partial)
            _compare(places.data, partial)
            for profile in profiles_in(partial / "profiles"):
                own_folder(partial / "profiles" / profile.id)
            partial.rename(into)
            sync_folder(into.parent)
        except OSError as error:
            raise world_error(error, to) from error
        finally:
            shutil.rmtree(partial, ignore_errors=True)
        places.keep_data_in(into)
    return into


def _compare(old: Path, new: Path) -> None:
    """Every file is there with the same bytes. Raises DamagedFile."""
    for path in (p for p in old.rglob("*") if p.is_file()):
        copy = new / path.relative_to(old)
        if not copy.is_file() or copy.read_bytes() != path.read_bytes():
            raise DamagedFile(name=path.name, reason="content")
