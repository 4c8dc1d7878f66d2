"""Backups that were read back, and going back to one of them."""

from __future__ import annotations

import contextlib
import json
import zipfile
from datetime import datetime
from pathlib import Path

from selfstudy.domain.errors import DamagedFile, NewerFormat, TooLarge, UnreadableFile
from selfstudy.services.desk import JOURNAL, KEYS, PROFILE, ROOT, Desk
from selfstudy.settings import sync_folder, world_error, write_whole

FORMAT = 0
MAX_UNPACKED = 4 * 1024 * 1024 * 1024
PARTS = (JOURNAL, KEYS, PROFILE, ROOT)
KEPT = 10


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
            folder.mkdir(parents=True, exist_ok=True)
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
        with zipfile.ZipFile(partial, "w", zipfile.ZIP_DEFLATED) as archive:
            about = {"backup": FORMAT, "profile": self.desk.profile.id, "at": moment.isoformat()}
            archive.writestr("about.json", json.dumps(about))
            archive.write(journal, JOURNAL)
            for part in PARTS[1:]:
                if (self.desk.folder / part).exists():
                    archive.write(self.desk.folder / part, part)
        with partial.open("rb+") as file:
            file.flush()
            import os

            os.fsync(file.fileno())
        partial.replace(path)
        sync_folder(path.parent)

    def _forget_old(self, folder: Path) -> None:
        found = sorted(folder.glob(f"SaoLuu_{self.desk.profile.id[:8]}_*.zip"))
        for old in found[:-KEPT]:
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
    except (OSError, zipfile.BadZipFile, KeyError, ValueError, TypeError) as error:
        raise UnreadableFile(name=path.name) from error
    if missing:
        raise DamagedFile(name=path.name, reason="content")
    return {key: str(value) for key, value in about.items()}


def restore(path: Path, profiles: Path) -> str:
    """Put a backup in the place of its profile and return the profile's id.

    The profile must not be open. What was there is kept beside it as `….before`. The next opening
    finds that this is a copy and begins new epochs, so no record can be written twice.
    """
    about = verify(path)
    profile = about["profile"]
    if not profile or any(c not in "0123456789abcdef" for c in profile):
        raise DamagedFile(name=path.name, reason="profile")
    folder = profiles / profile
    fresh = profiles / f"{profile}.part"
    try:
        with zipfile.ZipFile(path) as archive:
            for part in PARTS:
                if part in archive.namelist():
                    mode = 0o600 if part in {KEYS, ROOT} else 0o644
                    write_whole(fresh / part, archive.read(part), mode)
        if folder.exists():
            before = profiles / f"{profile}.before"
            _remove(before)
            folder.rename(before)
        fresh.rename(folder)
        sync_folder(profiles)
    except OSError as error:
        raise world_error(error, profiles) from error
    return profile


def _remove(folder: Path) -> None:
    if folder.exists():
        for part in folder.iterdir():
            part.unlink()
        folder.rmdir()
