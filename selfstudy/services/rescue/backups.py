"""The backups of one profile in a folder: which are kept, and which were read back and found sound.

Kept are the newest of each of the last 7 days, 4 weeks and 12 months, as far as there is room.
"""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from selfstudy.domain.errors import SelfStudyError
from selfstudy.settings import read_json, write_whole

PREFIX = "SaoLuu_"
DAYS, WEEKS, MONTHS = 7, 4, 12
ALWAYS = 3  # the newest, whatever the calendar or the room
MOST = 4 * 1024 * 1024 * 1024  # bytes of one profile's backups in a folder


@dataclass(frozen=True, slots=True)
class Backup:
    """A file; `checked` is when it was last read back whole, `problem` what was wrong."""

    path: Path
    at: datetime
    size: int
    checked: datetime | None = None
    problem: str = ""

    @property
    def sound(self) -> bool:
        """Whether it was read back and nothing is known against it."""
        return self.checked is not None and not self.problem


class Backups:
    """One profile's backups in one folder; `notes` is a file that says what reading them said."""

    def __init__(self, folder: Path, profile: str, notes: Path | None = None) -> None:
        self.folder = folder
        self._file = notes
        self.stem = f"{PREFIX}{profile[:8]}_"

    def path(self, moment: datetime) -> Path:
        """The name of a new one."""
        return self.folder / f"{self.stem}{moment:%Y%m%d_%H%M%S}.zip"

    def found(self) -> list[Backup]:
        """All there are, newest first; none where the folder is gone."""
        notes = self._notes()
        return sorted(self._read(notes), key=lambda backup: backup.path.name, reverse=True)

    def _read(self, notes: dict[str, dict[str, object]]) -> Iterator[Backup]:
        with contextlib.suppress(OSError):
            for path in self.folder.glob(f"{self.stem}*.zip"):
                at = _moment(path.name.removeprefix(self.stem).removesuffix(".zip"))
                size = path.stat().st_size
                note = notes.get(str(path), {})
                if note.get("size") != size:  # another file than the one that was read
                    note = {}
                if at is not None:
                    yield Backup(path, at, size, _read_at(note), str(note.get("problem", "")))

    def note(self, path: Path, at: datetime, error: SelfStudyError | None) -> None:
        """Keep what reading a file back said."""
        if self._file is None:
            return
        with contextlib.suppress(SelfStudyError, OSError):
            notes = {name: note for name, note in self._notes().items() if Path(name).exists()}
            notes[str(path)] = {
                "size": path.stat().st_size,
                "at": at.astimezone(UTC).isoformat(),
                "problem": error.key if error is not None else "",
            }
            write_whole(self._file, json.dumps(notes, ensure_ascii=False).encode())

    def _notes(self) -> dict[str, dict[str, object]]:
        if self._file is None:
            return {}
        try:
            found = read_json(self._file)
        except (OSError, ValueError):
            return {}
        if not isinstance(found, dict):
            return {}
        return {name: note for name, note in found.items() if isinstance(note, dict)}

    def clear_broken_off(self) -> None:
        """Copies that were never finished: they hold what the profile holds, and nobody's."""
        for partial in self.folder.glob(f"{self.stem}*.part*"):
            with contextlib.suppress(OSError):
                partial.unlink()

    def thin(self) -> None:
        """Let go of the old ones; the newest sound one always stays."""
        found = self.found()
        kept = kept_of(found)
        room = sum(backup.size for backup in kept)
        while len(kept) > ALWAYS and (room > MOST or self._tight(kept[0].size)):
            room -= kept[-1].size
            self._drop(kept.pop())
        sound = next((backup for backup in found if backup.sound), None)
        for backup in found:
            if backup not in kept and backup != sound:
                self._drop(backup)

    def _tight(self, needed: int) -> bool:
        with contextlib.suppress(OSError):
            return shutil.disk_usage(self.folder).free < 2 * needed
        return False

    @staticmethod
    def _drop(backup: Backup) -> None:
        with contextlib.suppress(OSError):
            backup.path.unlink()


def kept_of(found: Iterable[Backup]) -> list[Backup]:
    """Of backups, newest first, those that the calendar keeps."""
    newest_first = list(found)
    kept = newest_first[:ALWAYS]
    for name, most in (("%Y-%m-%d", DAYS), ("%G-%V", WEEKS), ("%Y-%m", MONTHS)):
        seen: dict[str, Backup] = {}
        for backup in newest_first:
            seen.setdefault(backup.at.strftime(name), backup)
        kept += list(seen.values())[:most]
    return sorted(set(kept), key=lambda backup: backup.path.name, reverse=True)


def _moment(stamp: str) -> datetime | None:
    try:
        return datetime.strptime(stamp[:15], "%Y%m%d_%H%M%S").astimezone()
    except ValueError:
        return None


def _read_at(note: dict[str, object]) -> datetime | None:
    try:
        return datetime.fromisoformat(str(note["at"])).astimezone()
    except (KeyError, ValueError):
        return None
