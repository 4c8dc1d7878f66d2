"""What can be said of a data folder, in codes that have words; no byte is changed for it."""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from selfstudy.domain.errors import NewerDatabase, NewerFormat, SelfStudyError, UnreadableFile
from selfstudy.domain.moments import milliseconds
from selfstudy.exchange.keys import KeyRing, page_opener
from selfstudy.exchange.lock import database_key, read_lock
from selfstudy.services.holding.desk import JOURNAL, KEYS, LOCK, PROFILE, keys_of, read_profile
from selfstudy.services.holding.guard import lacking
from selfstudy.services.holding.latch import Beacon, Latch, nobody_else, seen
from selfstudy.services.holding.marker import Marker
from selfstudy.services.rescue.backup_file import read_about
from selfstudy.services.rescue.backups import Backups
from selfstudy.services.rescue.succession import finish_interrupted
from selfstudy.settings import Places, read_json
from selfstudy.store.database import SCHEMA, Database, on_network
from selfstudy.store.glance import is_locked
from selfstudy.store.health import (
    NONSENSE,
    Counted,
    counted,
    fit,
    schema_of,
    unlinked,
)
from selfstudy.store.journal import Journal
from selfstudy.store.waiting import written_by_others

Level = Literal["good", "note", "bad"]
LITTLE, TIGHT = 50_000_000, 500_000_000  # bytes free
OLD = timedelta(days=14)
AHEAD = timedelta(days=1)
LARGE_LOG = 64 * 1024 * 1024
LEFTOVERS = (".part", ".ready", ".before", ".begun", ".schema")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: `doctor.<code>` is its sentence, `details` fill its places."""

    code: str
    level: Level = "good"
    details: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Examination:
    """All that was found of one folder."""

    folder: Path
    findings: tuple[Finding, ...]

    @property
    def sound(self) -> bool:
        """Whether there is nothing to do."""
        return all(finding.level != "bad" for finding in self.findings)


class Doctor:
    """Looks at one profile's folder and what belongs to it elsewhere."""

    def __init__(
        self,
        places: Places,
        profile: str,
        now: datetime,
        second: str = "",
        key: bytes | None = None,
    ) -> None:
        self.places = places
        self.folder = places.profiles / profile
        self._now = now
        self._second = second
        self._key = key
        self._marker = Marker(places.state, profile)

    def examine(self) -> Examination:
        """Look at everything. Nothing is changed."""
        return Examination(self.folder, tuple(self._all()))

    def repair(self) -> list[str]:
        """Do what is safe: codes of what was done. Raises OpenElsewhere while it is open."""
        done = []
        if finish_interrupted(self.places.profiles, self.places.state):
            done.append("finished")
        with nobody_else(self.folder, self.places.state):
            for path in self._unfinished():
                shutil.rmtree(path) if path.is_dir() else path.unlink()
                done.append("cleared")
            if self._too_open():
                self.folder.chmod(0o700)
                for name in (KEYS, JOURNAL):
                    if (self.folder / name).exists():
                        (self.folder / name).chmod(0o600)
                done.append("closed")
        return list(dict.fromkeys(done))

    def _all(self) -> Iterator[Finding]:
        yield from self._files()
        yield from self._records()
        yield from self._backups()
        yield from self._surroundings()

    # — the folder ———————————————————————————————————————————————————————————————————————

    def _files(self) -> Iterator[Finding]:
        try:
            profile = read_profile(self.folder)
            named = profile.id == self.folder.name
            yield Finding("profile" if named else "profile_damaged", "good" if named else "bad",
                          {"name": profile.name})  # fmt: skip
        except SelfStudyError:
            yield Finding("profile_damaged", "bad", {"name": PROFILE})
        if is_locked(self.folder):
            yield self._lock()
        elif not (self.folder / KEYS).exists():
            yield Finding("keys_gone", "bad")
        else:
            try:
                KeyRing.load(self.folder / KEYS)
                yield Finding("keys")
            except NewerFormat:
                yield Finding("keys_newer", "bad")
            except UnreadableFile:
                yield Finding("keys_damaged", "bad")
        if sys.platform != "win32" and self._too_open():
            yield Finding("too_open", "bad")
        left = [path.name for path in self._leftovers()]
        if left:
            yield Finding("leftovers", "note", {"names": ", ".join(left)})
        if any(path.name.endswith(".ready") for path in self._leftovers()):
            yield Finding("unfinished", "bad")

    def _lock(self) -> Finding:
        try:
            read_lock(self.folder / LOCK)
        except NewerFormat:
            return Finding("keys_newer", "bad")
        except SelfStudyError:
            return Finding("lock_damaged", "bad")
        return Finding("locked")

    def _too_open(self) -> bool:
        try:
            modes = [
                stat.S_IMODE(path.stat().st_mode)
                for path in (self.folder, self.folder / KEYS)
                if path.exists()
            ]
        except OSError:
            return False
        return any(mode & 0o077 for mode in modes)

    def _leftovers(self) -> list[Path]:
        here = [p for p in self.folder.glob("*") if any(word in p.name for word in LEFTOVERS)]
        beside = self.folder.parent.glob(f"{self.folder.name}.*")
        return sorted([*here, *beside])

    def _unfinished(self) -> list[Path]:
        """Leftovers that hold nothing of their own: writing that was broken off."""
        return [path for path in self._leftovers() if path.name.endswith(".part")]

    # — the records ——————————————————————————————————————————————————————————————————————

    def _records(self) -> Iterator[Finding]:
        journal = self.folder / JOURNAL
        if not journal.is_file() or not journal.stat().st_size:
            yield Finding("journal_gone", "bad")
            return
        if is_locked(self.folder) and not self._opens():
            yield Finding("locked_unseen", "note")
            return
        try:
            database = self._database(journal)
        except NewerDatabase:
            yield Finding("newer", "bad")
            return
        except NONSENSE:
            yield Finding("damaged", "bad", {"path": str(journal)})
            return
        found: list[Finding] = []
        try:
            found += self._whole(database)
        except NONSENSE:
            found = [Finding("damaged", "bad", {"path": str(journal)})]
        finally:
            database.close()
        yield from found

    def _opens(self) -> bool:
        try:
            keys_of(self.folder, self._key)
        except SelfStudyError:
            return False
        return self._key is not None

    def _database(self, journal: Path) -> Database:
        """The records in memory: the file is only read."""
        decipher = page_opener(database_key(self._key)) if self._key is not None else None
        return Database.for_reading(journal, UnreadableFile(name=journal.name), decipher)

    def _whole(self, database: Database) -> Iterator[Finding]:
        sound = fit(database)
        yield Finding("pages" if sound else "damaged", "good" if sound else "bad",
                      {"path": database.name})  # fmt: skip
        schema = schema_of(database)
        yield Finding("schema", "good", {"schema": schema, "newest": SCHEMA})
        broken = unlinked(database)
        if broken:
            yield Finding("lines_broken", "bad", {"n": broken})
        found = counted(database)
        if sound:
            yield Finding("records", "good", {"n": found.records, "sealed": found.sealed})
        yield from self._counted(found)
        with contextlib.suppress(SelfStudyError):
            if written_by_others(Journal(database), keys_of(self.folder, self._key).public):
                yield Finding("keys_strange", "bad")
        yield from self._copied(database)
        log = Path(f"{self.folder / JOURNAL}-wal")
        if log.exists() and log.stat().st_size > LARGE_LOG:
            yield Finding("log_large", "note", {"bytes": log.stat().st_size})

    def _counted(self, found: Counted) -> Iterator[Finding]:
        for code, n in (
            ("forks", found.forks), ("waiting", found.waiting), ("quarantine", found.quarantine),
        ):  # fmt: skip
            if n:
                yield Finding(code, "note", {"n": n})
        newest = milliseconds(self._now + AHEAD)
        if found.newest > newest:
            yield Finding("future", "note", {"days": (found.newest - newest) // 86_400_000 + 1})

    def _copied(self, database: Database) -> Iterator[Finding]:
        token = database.setting("mark")
        number = os.stat(self.folder / JOURNAL).st_ino  # noqa: PTH116 — the number, not the path
        if token and not self._marker.matches(token, number):
            yield Finding("copied", "note")
        behind = lacking(self._marker.heads(), Journal(database))
        if behind:
            yield Finding("behind", "bad", {"n": sum(map(len, behind.values()))})

    # — around it ————————————————————————————————————————————————————————————————————————

    def _backups(self) -> Iterator[Finding]:
        notes = self.places.data / "backups.json"
        found = Backups(self.places.data / "backups", self.folder.name, notes).found()
        if self._second:
            second = Path(self._second)
            if not second.is_dir():
                yield Finding("second_gone", "note", {"folder": self._second})
            found += Backups(second, self.folder.name, notes).found()
        newest = max(found, key=lambda backup: backup.at, default=None)
        if newest is None:
            yield Finding("backup_none", "bad")
            return
        details: dict[str, object] = {"at": newest.at, "n": len(found)}
        if newest.problem or _is_no_backup(newest.path):
            yield Finding("backup_damaged", "bad", details)
        elif newest.checked is None:
            yield Finding("backup_unread", "note", details)
        else:
            old = self._now - newest.at > OLD
            yield Finding("backup_old" if old else "backup", "note" if old else "good", details)

    def _surroundings(self) -> Iterator[Finding]:
        if on_network(self.folder):
            yield Finding("network", "bad", {"folder": str(self.folder)})
            other = seen(Beacon(self.folder).path)
            if other is not None:
                yield Finding("open_elsewhere", "note", {"who": other.get("host", "")})
        if self._open_here():
            yield Finding("open_here", "note")
        free = shutil.disk_usage(self.folder).free
        level: Level = "bad" if free < LITTLE else "note" if free < TIGHT else "good"
        yield Finding("room" if level == "good" else "room_little", level, {"bytes": free})
        settings = self.places.settings_file
        if settings.exists() and not _is_told(settings):
            yield Finding("settings_damaged", "note", {"path": str(settings)})
        if not _writable(self.folder):
            yield Finding("read_only", "bad", {"folder": str(self.folder)})

    def _open_here(self) -> bool:
        latch = Latch(self.places.state, self.folder.name)
        if not latch.path.exists():
            return False
        try:
            latch.alone()
        except SelfStudyError:
            return True
        latch.close()
        return False


def _is_no_backup(path: Path) -> bool:
    """Whether a backup does not even say what it holds."""
    try:
        read_about(path)
    except SelfStudyError:
        return True
    return False


def _is_told(settings: Path) -> bool:
    try:
        return isinstance(read_json(settings), dict)
    except (OSError, ValueError):
        return False


def _writable(folder: Path) -> bool:
    """Whether the system would let this account write there: asked, not tried."""
    if hasattr(os, "statvfs") and os.statvfs(folder).f_flag & getattr(os, "ST_RDONLY", 1):
        return False
    return os.access(folder, os.W_OK)
