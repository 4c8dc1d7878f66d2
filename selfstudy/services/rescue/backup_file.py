"""A backup as a file: a zip of the database, the keys and the profile, which says what it holds."""

from __future__ import annotations

import errno
import json
import lzma
import os
import shutil
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from selfstudy.domain.errors import DamagedFile, NewerFormat, TooLarge, UnreadableFile
from selfstudy.domain.record import ID_SIZE
from selfstudy.services.holding.desk import JOURNAL, KEYS, PROFILE
from selfstudy.settings import sync_folder, unread, world_error
from selfstudy.store.glance import LOCKS

FORMAT = 1
ABOUT = "about.json"
MAX_UNPACKED = 4 * 1024 * 1024 * 1024
MAX_ABOUT = 64 * 1024 * 1024
BINARY = getattr(os, "O_BINARY", 0)
NOT_KEPT = (".lock", ".part", "-wal", "-shm", "-journal")
OPEN = "open.json"
UNREADABLE = (
    OSError,
    EOFError,
    KeyError,
    RuntimeError,
    TypeError,
    ValueError,
    lzma.LZMAError,
    zipfile.BadZipFile,
    zlib.error,
)  # fmt: skip — whatever a damaged or hostile archive makes its reader say


@dataclass(frozen=True, slots=True)
class About:
    """What a backup says of itself; `heads` are how far each source goes, by its name as hex."""

    profile: str
    at: datetime | None
    name: str
    records: int
    heads: Mapping[str, int]
    locked: bool = False


def pack(path: Path, folder: Path, journal: Path, about: Mapping[str, object]) -> None:
    """Write a copy of a journal and the small files of its profile as one whole file."""
    partial = path.with_suffix(".part")
    partial.unlink(missing_ok=True)
    os.close(os.open(partial, os.O_CREAT | os.O_EXCL | BINARY, 0o600))  # it holds the keys
    with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(ABOUT, json.dumps({"backup": FORMAT, **about}, ensure_ascii=False))
        archive.write(journal, JOURNAL)
        for part in small_files(folder):
            archive.write(part, part.name)
    with partial.open("rb+") as file:
        os.fsync(file.fileno())
    partial.replace(path)
    sync_folder(path.parent)


def small_files(folder: Path) -> list[Path]:
    """The files of a profile beside its journal: profile, keys, a unit's root, a lock."""
    return [
        path
        for path in sorted(folder.iterdir())
        if path.is_file()
        and not path.name.startswith(JOURNAL)
        and not path.name.endswith(NOT_KEPT)
        and path.name != OPEN
    ]


def read_about(path: Path) -> About:
    """What a backup says of itself, without reading the rest. Raises what is wrong with it."""
    try:
        with zipfile.ZipFile(path) as archive:
            return _about(archive, path)
    except UNREADABLE as error:
        raise unread(error, path.name) from error


def verify(path: Path) -> About:
    """What a backup says of itself, after reading all of it. Raises what is wrong with it."""
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(info.file_size for info in archive.infolist()) > MAX_UNPACKED:
                raise TooLarge(name=path.name, limit=MAX_UNPACKED)
            about = _about(archive, path)
            if archive.testzip() is not None:
                raise DamagedFile(name=path.name, reason="content")
            missing = {JOURNAL, KEYS, PROFILE} - set(archive.namelist())
    except UNREADABLE as error:
        raise unread(error, path.name) from error
    if missing:
        raise DamagedFile(name=path.name, reason="content")
    return about


def _about(archive: zipfile.ZipFile, path: Path) -> About:
    if archive.getinfo(ABOUT).file_size > MAX_ABOUT:
        raise TooLarge(name=path.name, limit=MAX_ABOUT)
    found = json.loads(archive.read(ABOUT))
    if found["backup"] > FORMAT:
        raise NewerFormat(name=path.name, version=found["backup"])
    profile = str(found["profile"])
    if len(profile) != 2 * ID_SIZE or any(c not in "0123456789abcdef" for c in profile):
        raise DamagedFile(name=path.name, reason="profile")
    try:
        at = datetime.fromisoformat(str(found.get("at", "")))
    except ValueError:
        at = None
    heads = {str(sid): int(number) for sid, number in dict(found.get("heads", {})).items()}
    return About(
        profile, at, str(found.get("name", "")), int(found.get("records", sum(heads.values()))),
        heads, not set(LOCKS).isdisjoint(archive.namelist()),
    )  # fmt: skip


def unpack(path: Path, into: Path) -> None:
    """Put the files of a backup into a folder. Raises UnreadableFile, DiskFull, FolderReadOnly."""
    try:
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                if name != ABOUT and Path(name).name == name and "\\" not in name:
                    _extract(archive, name, into / name)
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EROFS, errno.EACCES):
            raise world_error(error, into) from error
        raise UnreadableFile(name=path.name) from error
    except UNREADABLE as error:
        raise UnreadableFile(name=path.name) from error


def _extract(archive: zipfile.ZipFile, name: str, place: Path) -> None:
    handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | BINARY, 0o600)
    with os.fdopen(handle, "wb") as file, archive.open(name) as content:
        shutil.copyfileobj(content, file, 1024 * 1024)
        file.flush()
        os.fsync(file.fileno())
