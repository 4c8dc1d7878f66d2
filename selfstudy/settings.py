"""Where things are kept, what the person chose, and files that replace others whole."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import sys
from pathlib import Path
from typing import Any, NamedTuple

from selfstudy.domain.errors import (
    DiskFull,
    FileGone,
    FolderReadOnly,
    SelfStudyError,
    UnreadableFile,
)

DISK_FULL = 28  # errno.ENOSPC, also on Windows
APP = "TuHoc"
MOVED = "data-folder"  # a file that names the folder the data was moved to


def write_whole(path: Path, content: bytes, mode: int = 0o644) -> None:
    """Put `content` in place of `path`, whole and on the disk, or leave it as it was.

    Raises DiskFull or FolderReadOnly; the file that was there is then unchanged.
    """
    partial = path.with_name(path.name + ".part")
    try:
        make_folder(path.parent)
        handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _binary(), mode)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        with contextlib.suppress(OSError):
            partial.unlink(missing_ok=True)
        raise world_error(error, path.parent) from error


def read_json(path: Path) -> Any:  # noqa: ANN401 — what JSON can say
    """What a small file of ours says. Raises OSError; ValueError for what is no JSON of ours."""
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except RecursionError as error:
        raise ValueError(path.name) from error


def _binary() -> int:
    return getattr(os, "O_BINARY", 0)


def world_error(error: OSError, folder: Path) -> DiskFull | FolderReadOnly:
    """The expected error behind one of the operating system's."""
    kind = DiskFull if error.errno == DISK_FULL else FolderReadOnly
    return kind(folder=str(folder))


def unread(error: Exception, name: str) -> SelfStudyError:
    """Why a file could not be read: it is not there, or is none of ours or not for us to read."""
    gone = isinstance(error, FileNotFoundError | NotADirectoryError)
    return FileGone(name=name) if gone else UnreadableFile(name=name)


def make_folder(folder: Path) -> None:
    """A folder and those above it, there after a power cut too. Raises OSError."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for made in missing:
        sync_folder(made.parent)


def sync_folder(folder: Path) -> None:
    """Put a folder's names on the disk, where the system can (Windows does it by itself)."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in {errno.EINVAL, errno.ENOTSUP}:  # a stick that knows no such thing
            raise
    finally:
        os.close(handle)


class Places:
    """The folders of this program: everything under `home`, or the system's own places."""

    def __init__(self, home: Path | None = None) -> None:
        chosen = home or _home_from_environment()
        if chosen is not None:
            chosen = chosen.expanduser().absolute()
            self.data, self.config = chosen / "data", chosen / "config"
            self.logs, self.state = chosen / "logs", chosen / "state"
        else:
            from platformdirs import PlatformDirs  # 20 ms, only without a home of one's own

            dirs = PlatformDirs(APP, appauthor=False)
            self.data, self.config = Path(dirs.user_data_dir), Path(dirs.user_config_dir)
            self.logs, self.state = Path(dirs.user_log_dir), Path(dirs.user_state_dir) / "state"
        self.data = self._kept_elsewhere() or self.data

    def _kept_elsewhere(self) -> Path | None:
        """Where the data was moved to, if it was."""
        try:
            place = Path((self.config / MOVED).read_text(encoding="utf-8").strip())
        except (OSError, ValueError):
            return None
        return place if place.is_absolute() else None

    def keep_data_in(self, folder: Path) -> None:
        """The data is in another folder from now on. Raises DiskFull, FolderReadOnly."""
        write_whole(self.config / MOVED, str(folder).encode())
        self.data = folder

    @property
    def profiles(self) -> Path:
        """One folder for each learner."""
        return self.data / "profiles"

    @property
    def packs(self) -> Path:
        """Modules that were installed from packs."""
        return self.data / "packs"

    @property
    def settings_file(self) -> Path:
        """The file of settings."""
        return self.config / "settings.json"

    @staticmethod
    def _shipped(kind: str) -> Path:
        package = Path(__file__).resolve().parent
        inside = package / "_data" / kind
        return inside if inside.is_dir() else package.parent / kind

    @classmethod
    def resource(cls, name: str) -> Path:
        """A shipped resource, by its path with forward slashes; nothing outside is reached."""
        parts = name.split("/")
        if name.startswith("/") or ".." in parts or ":" in name:
            raise ValueError(name)
        return cls._shipped("resources").joinpath(*parts)

    def lessons(self) -> Path:
        """The folder of shipped modules."""
        return self._shipped("lessons")


def _home_from_environment() -> Path | None:
    home = os.environ.get("SELFSTUDY_HOME", "")
    return Path(home) if home else None


class Settings(NamedTuple):
    """What the person chose. Unknown keys of a newer program are kept in `other`."""

    language: str = "vi"
    theme: str = "system"
    zoom: float = 1.0
    reading_zoom: float = 1.0
    last_profile: str = ""
    sync_automatically: bool = True
    backup_folder: str = ""
    lock_after: int = 0  # minutes without a hand on the computer; 0 is never
    receipts_folder: str = ""
    authoring: bool = False  # whether the screen for authors is offered
    author_folder: str = ""
    other: tuple[tuple[str, Any], ...] = ()


def load_settings(path: Path) -> Settings:
    """Read settings; a missing or damaged file gives the defaults."""
    try:
        found = read_json(path)
    except (OSError, ValueError):
        return Settings()
    if not isinstance(found, dict):
        return Settings()
    defaults = Settings()
    known: dict[str, Any] = {}
    for name in Settings._fields:
        value = found.pop(name, None)
        if name != "other" and isinstance(value, type(getattr(defaults, name))):
            known[name] = value
    return Settings(**known, other=tuple(found.items()))


def save_settings(path: Path, settings: Settings) -> None:
    """Write settings in place of the old ones, whole."""
    content = settings._asdict()
    content.update(dict(content.pop("other")))
    write_whole(path, json.dumps(content, ensure_ascii=False, indent=1).encode())
