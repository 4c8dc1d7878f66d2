"""Backups that the program makes by itself and reads back, and going back to one of them."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from selfstudy.domain.errors import FolderReadOnly, SelfStudyError
from selfstudy.services.holding.desk import JOURNAL, Desk
from selfstudy.services.holding.holder import Clock
from selfstudy.services.holding.opener import Opener
from selfstudy.services.rescue.backup_file import About, pack, read_about, unpack, verify
from selfstudy.services.rescue.backups import PREFIX, Backup, Backups
from selfstudy.services.rescue.rebuilding import Rebuilding
from selfstudy.services.rescue.rebuilt import Rebuilt
from selfstudy.settings import make_folder, world_error
from selfstudy.store.database import Database, before_steps
from selfstudy.store.health import count_records, heads, sound_part

__all__ = ["Safety", "go_back", "rescue", "restore", "verify"]

BACKUPS, NOTES = "backups", "backups.json"
PARTS = 7  # of the records whose digests are checked by turns, one each time
OFTEN = timedelta(hours=20)  # at most one automatic backup a day
READ_AGAIN = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Kept:
    """How safe the data is on this computer: what a card says in a sentence.

    `problem` is why the last automatic backup was not made; `second_gone` that the second place
    is not there now.
    """

    newest: Backup | None = None
    second: Path | None = None
    second_newest: Backup | None = None
    second_gone: bool = False
    problem: SelfStudyError | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """What going back to a backup would do: records only it has, and only the present has."""

    about: About
    size: int
    only_backup: int
    only_present: int


class Safety:
    """Makes, reads back and lists the backups of one profile."""

    def __init__(self, desk: Desk, folder: Path, second: Callable[[], str] = str) -> None:
        self.desk = desk
        self.folder = folder / BACKUPS
        self._notes = folder / NOTES
        self._second = second
        self._problem: SelfStudyError | None = None

    # — making —————————————————————————————————————————————————————————————————————————

    def backup(self, into: Path | None = None) -> Path:
        """Write a whole copy of the profile and read it back. Raises DiskFull, FolderReadOnly."""
        place = self._in(into or self.folder)
        moment = self.desk.clock()
        path = place.path(moment)
        copy = path.with_suffix(".db.part")
        try:
            make_folder(place.folder)
            place.clear_broken_off()
            self.desk.database.backup(copy)
            about = self._about(copy, moment)
            pack(path, self.desk.folder, copy, about)
            verify(path)
        except OSError as error:
            _remove(path)
            raise world_error(error, place.folder) from error
        except BaseException:
            _remove(path)
            raise
        finally:
            for partial in (copy, path.with_suffix(".part")):
                _remove(partial)
        place.note(path, moment, None)
        place.thin()
        return path

    def _about(self, copy: Path, moment: datetime) -> dict[str, object]:
        """What a copy of the journal holds, as it reads itself; a part of it to the last digest."""
        database = Database(copy, self.desk.database.key)
        try:
            held = heads(database)
            sound_part(database, moment.toordinal() % PARTS, PARTS)
        finally:
            database.close()
            for rest in ("-wal", "-shm"):
                _remove(Path(f"{copy}{rest}"))
        return {
            "profile": self.desk.profile.id,
            "name": self.desk.profile.name,
            "at": moment.isoformat(),
            "records": sum(held.values()),
            "heads": {sid.hex(): number for sid, number in held.items()},
        }

    def tend(self) -> Kept:
        """Make what is due, read back what was not read for long; for the background.

        What cannot be made is told in the answer and never raised. Damage found in the database
        itself is raised: DatabaseDamaged.
        """
        self._problem = None
        if self.desk.reading is not None:
            return self.kept()
        for folder in (self.folder, *self._second_there()):
            try:
                if self._due(folder):
                    self.backup(folder)
                    self._let_go_of_steps()
                self._read_back(folder)
            except (OSError, SelfStudyError) as error:
                problem = error if isinstance(error, SelfStudyError) else world_error(error, folder)
                if problem.key == "error.DatabaseDamaged":
                    raise problem from error
                self._problem = problem
        return self.kept()

    def _due(self, folder: Path) -> bool:
        """Whether something was learned since the newest backup, and that is not of today."""
        newest = next((b for b in self._in(folder).found() if not b.problem), None)
        if newest is None:
            return True
        if abs(self.desk.clock() - newest.at) < OFTEN:  # a clock that was far off makes one more
            return False
        try:
            return read_about(newest.path).records != count_records(self.desk.database)
        except SelfStudyError:
            return True

    def _read_back(self, folder: Path) -> None:
        """Read one backup again: the one that was not read for longest."""
        place, now = self._in(folder), self.desk.clock()
        waiting = [b for b in place.found() if b.checked is None or now - b.checked > READ_AGAIN]
        for backup in sorted(waiting, key=lambda b: b.checked or b.at)[:1]:
            place.note(backup.path, now, examined(backup.path))

    def _let_go_of_steps(self) -> None:
        """The copy from before a newer schema goes once a backup of the new one is sound."""
        for schema in range(10):
            _remove(before_steps(self.desk.folder / JOURNAL, schema))

    # — looking ————————————————————————————————————————————————————————————————————————

    def kept(self) -> Kept:
        """How safe the data is, without reading any backup."""
        second = self._second()
        place = Path(second) if second else None
        return Kept(
            newest=_newest(self._in(self.folder)),
            second=place,
            second_newest=_newest(self._in(place)) if place is not None else None,
            second_gone=place is not None and not place.is_dir(),
            problem=self._problem,
        )

    def found(self) -> list[Backup]:
        """All backups of this profile, newest first, of both places."""
        listed = self._in(self.folder).found()
        for folder in self._second_there():
            listed += self._in(folder).found()
        return sorted(listed, key=lambda backup: backup.at, reverse=True)

    def preview(self, path: Path) -> Preview:
        """What a backup holds and what the present has beyond it. Raises what is wrong with it."""
        about = read_about(path)
        held = {sid.hex(): number for sid, number in heads(self.desk.database).items()}
        return Preview(
            about,
            path.stat().st_size,
            _beyond(about.heads, held),
            _beyond(held, about.heads),
        )

    def bring_back(self) -> None:
        """Look for what the journal had acknowledged and no longer holds, in its file and backups.

        A log of another day hides what the pages of the file still have.
        """
        from selfstudy.services.rescue.gathering import Gathering
        from selfstudy.services.rescue.rebuilding import salvaged

        if not self.desk.guard.behind:
            return
        gathering = Gathering(self.desk, self.desk.person, self.desk.unit)
        gathering.expect(self.desk.guard.acknowledged())
        gathering.take(salvaged(self.desk.folder / JOURNAL, self.desk.key))
        for backup in self.found():
            if not gathering.lacks():
                break
            apart = self.folder / f"{self.desk.profile.id[:8]}.look.part"
            with contextlib.suppress(OSError, SelfStudyError):
                make_folder(apart)
                unpack(backup.path, apart)
                gathering.take(salvaged(apart / JOURNAL, self.desk.key))
            shutil.rmtree(apart, ignore_errors=True)
        gathering.finish()
        self.desk.guard.settle(self.desk)

    def _in(self, folder: Path) -> Backups:
        return Backups(folder, self.desk.profile.id, self._notes)

    def _second_there(self) -> list[Path]:
        second = self._second()
        return [Path(second)] if second and Path(second).is_dir() else []


def examined(path: Path) -> SelfStudyError | None:
    """What is wrong with a backup after reading all of it, or None."""
    try:
        verify(path)
    except SelfStudyError as error:
        return error
    return None


def restore(path: Path, profiles: Path, secret: str = "") -> str:
    """Go back to a backup, and whose profile it is; for folders that nobody has open."""
    return go_back(path, profiles, opener=Opener(secret)).profile.id


def go_back(
    path: Path,
    profiles: Path,
    state: Path | None = None,
    clock: Clock | None = None,
    opener: Opener | None = None,
) -> Rebuilt:
    """Go back to a backup without losing anything: what is there is kept beside and merged in.

    The profile must not be open; `opener` opens a locked one. Raises what is wrong with the
    backup, OpenElsewhere, SecretMissing, WrongSecret, DiskFull, FolderReadOnly.
    """
    about = verify(path)
    try:
        make_folder(profiles)
    except OSError as error:
        raise world_error(error, profiles) from error
    folder = profiles / about.profile
    rebuilding = Rebuilding(folder, state, clock or local_now, opener or Opener())
    return rebuilding.run([path], needed=True)


def rescue(
    folder: Path,
    state: Path,
    backups: list[Path],
    clock: Clock | None = None,
    opener: Opener | None = None,
) -> Rebuilt:
    """Put a damaged profile together again from what can be read and from its backups.

    `backups` are folders to look in. Raises OpenElsewhere, SecretMissing, WrongSecret,
    DiskFull, FolderReadOnly.
    """
    if not folder.is_dir():
        raise FolderReadOnly(folder=str(folder))
    found = [b for place in backups for b in Backups(place, folder.name).found()]
    newest_first = sorted(found, key=lambda backup: backup.at, reverse=True)
    rebuilding = Rebuilding(folder, state, clock or local_now, opener or Opener())
    return rebuilding.run([backup.path for backup in newest_first])


def local_now() -> datetime:
    """The clock of this computer, aware of its zone."""
    return datetime.now().astimezone()


def is_backup(path: Path) -> bool:
    """Whether a file is named like a backup."""
    return path.name.startswith(PREFIX) and path.suffix == ".zip"


def _newest(place: Backups) -> Backup | None:
    return next(iter(place.found()), None)


def _beyond(one: Mapping[str, int], other: Mapping[str, int]) -> int:
    """How many records go beyond what another holds."""
    return sum(max(0, number - other.get(sid, 0)) for sid, number in one.items())


def _remove(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)
