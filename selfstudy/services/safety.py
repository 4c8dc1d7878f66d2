"""Backups that were read back, and going back to one of them."""

from __future__ import annotations

import contextlib
import json
import lzma
import os
import shutil
import zipfile
import zlib
from datetime import datetime
from pathlib import Path

from selfstudy.domain.errors import (
    DamagedFile,
    DiskFull,
    FolderReadOnly,
    NewerDatabase,
    NewerFormat,
    SecretMissing,
    SelfStudyError,
    TooLarge,
    UnreadableFile,
    WrongSecret,
)
from selfstudy.domain.record import ID_SIZE
from selfstudy.exchange.lock import database_key, read_lock
from selfstudy.services.desk import (
    COPY,
    JOURNAL,
    KEYS,
    LOCK,
    PROFILE,
    ROOT,
    Desk,
    is_locked,
    keys_of,
    own_folder,
    read_profile,
)
from selfstudy.settings import make_folder, sync_folder, world_error, write_whole
from selfstudy.store.database import Database

FORMAT = 0
MAX_UNPACKED = 4 * 1024 * 1024 * 1024
PARTS = (JOURNAL, KEYS, PROFILE, ROOT, LOCK, COPY)
KEPT = 10
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


class Safety:
    """Makes backups of one profile."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        self.desk = desk
        self.folder = folder

    def backup(self, into: Path | None = None) -> Path:
        """Write a whole copy of the profile and read it back. Raises DiskFull, FolderReadOnly."""
        folder = into or self.folder / "backups"
        moment = self.desk.clock()
        path = folder / f"SaoLuu_{self.desk.profile.id[:8]}_{moment:%Y%m%d_%H%M%S}.zip"
        copy = path.with_suffix(".db.part")
        try:
            make_folder(folder)
            self._clear_broken_off(folder)
            self.desk.database.backup(copy)
            self._pack(path, copy, moment)
            verify(path)
        except OSError as error:
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
            raise world_error(error, folder) from error
        finally:
            for partial in (copy, path.with_suffix(".part")):
                with contextlib.suppress(OSError):
                    partial.unlink(missing_ok=True)
        self._forget_old(folder)
        return path

    def _pack(self, path: Path, journal: Path, moment: datetime) -> None:
        partial = path.with_suffix(".part")
        partial.unlink(missing_ok=True)
        os.close(os.open(partial, os.O_CREAT | os.O_EXCL, 0o600))  # it holds the keys
        with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as archive:
            about = {"backup": FORMAT, "profile": self.desk.profile.id, "at": moment.isoformat()}
            archive.writestr("about.json", json.dumps(about))
            archive.write(journal, JOURNAL)
            for part in PARTS[1:]:
                if (self.desk.folder / part).exists():
                    archive.write(self.desk.folder / part, part)
        with partial.open("rb+") as file:
            os.fsync(file.fileno())
        partial.replace(path)
        sync_folder(path.parent)

    def _clear_broken_off(self, folder: Path) -> None:
        """Copies that were never finished: they hold what the profile holds, and nobody's."""
        for partial in folder.glob(f"SaoLuu_{self.desk.profile.id[:8]}_*.part*"):
            with contextlib.suppress(OSError):
                partial.unlink()

    def _forget_old(self, folder: Path) -> None:
        found = sorted(folder.glob(f"SaoLuu_{self.desk.profile.id[:8]}_*.zip"))
        for old in found[:-KEPT]:
            with contextlib.suppress(OSError):
                old.unlink()


def verify(path: Path) -> dict[str, str]:
    """What a backup says of itself, after reading all of it. Raises what is wrong with it."""
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(info.file_size for info in archive.infolist()) > MAX_UNPACKED:
                raise TooLarge(name=path.name, limit=MAX_UNPACKED)
            about = json.loads(archive.read("about.json"))
            if about["backup"] > FORMAT:
                raise NewerFormat(name=path.name, version=about["backup"])
            if archive.testzip() is not None:
                raise DamagedFile(name=path.name, reason="content")
            missing = {JOURNAL, KEYS, PROFILE} - set(archive.namelist())
    except UNREADABLE as error:
        raise UnreadableFile(name=path.name) from error
    if missing:
        raise DamagedFile(name=path.name, reason="content")
    return {key: str(value) for key, value in about.items()}


def restore(path: Path, profiles: Path, secret: str = "") -> str:
    """Put a backup in the place of its profile and return the profile's id.

    The profile must not be open. What was there is kept beside it, however often that is done. The
    next opening finds that this is a copy and begins new epochs, so no record is written twice.
    A locked one wants the secret that was valid then: SecretMissing, WrongSecret.
    """
    profile = verify(path)["profile"]
    if len(profile) != 2 * ID_SIZE or any(c not in "0123456789abcdef" for c in profile):
        raise DamagedFile(name=path.name, reason="profile")
    folder, fresh = profiles / profile, profiles / f"{profile}.part"
    shutil.rmtree(fresh, ignore_errors=True)
    try:
        _unpack(path, fresh)
        _open_once(path, fresh, profile, _key_of(fresh, secret))
        if folder.exists():
            folder.rename(_beside(folder))
        fresh.rename(folder)
        sync_folder(profiles)
    except OSError as error:
        raise world_error(error, profiles) from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return profile


def _unpack(path: Path, into: Path) -> None:
    own_folder(into)
    try:
        with zipfile.ZipFile(path) as archive:
            found = {part: archive.read(part) for part in PARTS if part in archive.namelist()}
    except UNREADABLE as error:
        raise UnreadableFile(name=path.name) from error
    for part, content in found.items():
        write_whole(into / part, content, 0o600)


def _key_of(folder: Path, secret: str) -> bytes | None:
    """The data key of a backup that is locked. Raises SecretMissing, WrongSecret, LockDamaged."""
    if not is_locked(folder):
        return None
    if not secret:
        raise SecretMissing
    try:
        return read_lock(folder / LOCK).by_secret(secret)
    except WrongSecret:
        raise WrongSecret(what="lock.try_then") from None


def _open_once(path: Path, folder: Path, profile: str, key: bytes | None) -> None:
    """Raise DamagedFile unless a folder is a profile that opens: before it replaces another."""
    try:
        keys_of(folder, key)
        sound = read_profile(folder).id == profile
        Database(folder / JOURNAL, None if key is None else database_key(key)).close()
    except (DiskFull, FolderReadOnly, NewerDatabase):
        raise
    except SelfStudyError as error:
        raise DamagedFile(name=path.name, reason="content") from error
    if not sound:
        raise DamagedFile(name=path.name, reason="profile")


def _beside(folder: Path) -> Path:
    """A name for what was there that nothing has yet: `….before`, `….before2`, ….

    None of them is ever replaced: an earlier one may hold the only copy of something.
    """
    number = 1
    while (
        place := folder.with_name(f"{folder.name}.before{number if number > 1 else ''}")
    ).exists():
        number += 1
    return place
