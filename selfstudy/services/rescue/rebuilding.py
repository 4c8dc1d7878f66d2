"""A profile put together anew beside its folder, then put in its place; the old one is kept.

Going back to a backup and rescuing a damaged profile are the same: a sound base, and everything
that verifies of all that is left, merged into it. So neither loses a record.
"""

from __future__ import annotations

import contextlib
import json
import shutil
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from selfstudy.domain import wire
from selfstudy.domain.errors import (
    UNOPENED,
    DamagedFile,
    DatabaseDamaged,
    DiskFull,
    FolderReadOnly,
    NewerDatabase,
    NewerFormat,
    SelfStudyError,
    UnreadableFile,
)
from selfstudy.domain.people import Profile
from selfstudy.domain.record import ID_SIZE, NO_UNIT
from selfstudy.domain.record import Profile as ProfileFact
from selfstudy.exchange.keys import KeyRing, page_opener
from selfstudy.exchange.lock import database_key, keys_key, read_lock
from selfstudy.services.holding.desk import (
    JOURNAL,
    KEYS,
    LOCK,
    PERSON,
    PLACE,
    PROFILE,
    keep_place,
    keys_of,
    own_folder,
    read_profile,
    write_profile,
)
from selfstudy.services.holding.holder import Clock, Holder
from selfstudy.services.holding.latch import nobody_else
from selfstudy.services.holding.marker import Marker
from selfstudy.services.holding.opener import Opener
from selfstudy.services.holding.tries import tries_of
from selfstudy.services.rescue.backup_file import small_files, unpack, verify
from selfstudy.services.rescue.gathering import Gathering
from selfstudy.services.rescue.lacking import Gathered
from selfstudy.services.rescue.rebuilt import Made, Origin, Rebuilt
from selfstudy.services.rescue.succession import READY, take_place
from selfstudy.settings import read_json, sync_folder, world_error, write_whole
from selfstudy.store.beside import read_beside, take_over
from selfstudy.store.database import Database
from selfstudy.store.facts import rows_of
from selfstudy.store.glance import LOCKS
from selfstudy.store.health import fit
from selfstudy.store.pages import Decipher
from selfstudy.store.salvage import Salvaged, salvage

PART = ".part"


class Rebuilding:
    """Makes one profile's folder again, from its own remains and from backups."""

    def __init__(self, folder: Path, state: Path | None, clock: Clock, opener: Opener) -> None:
        self.folder = folder
        self._opener = opener
        self._state = state
        self.marker = Marker(state, folder.name) if state is not None else None
        self._clock = clock
        self._tries = tries_of(folder, state, clock)
        self._fresh = folder.with_name(folder.name + PART)
        self._used: list[str] = []
        self._older: list[Salvaged] = []
        self._found = Gathered()

    def run(self, backups: Sequence[Path], *, needed: bool = False) -> Rebuilt:
        """Rebuild; of the backups, the first sound one is the base.

        `needed`: raise what is wrong with the first instead of doing without it. Raises
        OpenElsewhere, DiskFull, FolderReadOnly, NewerDatabase, NewerFormat.
        """
        with nobody_else(self.folder, self._state):
            shutil.rmtree(self._fresh, ignore_errors=True)
            try:
                self._base(backups, needed=needed)
                made = self._gather([path for path in backups if path.name not in self._used])
                kept = self._put_in_place()
            except OSError as error:
                raise world_error(error, self.folder.parent) from error
            finally:
                shutil.rmtree(self._fresh, ignore_errors=True)
        return Rebuilt(*made, tuple(self._used), kept)

    # — the base —————————————————————————————————————————————————————————————————————————

    def _base(self, backups: Sequence[Path], *, needed: bool) -> None:
        for path in backups:
            try:
                self._unpack(path)
            except (DiskFull, FolderReadOnly, NewerDatabase, *UNOPENED):
                raise
            except SelfStudyError:
                if needed:
                    raise
                shutil.rmtree(self._fresh, ignore_errors=True)
            else:
                self._used.append(path.name)
                return
        own_folder(self._fresh)

    def _unpack(self, path: Path) -> None:
        """Raise DamagedFile unless a backup is this profile and opens."""
        if verify(path).profile != self.folder.name:
            raise DamagedFile(name=path.name, reason="profile")
        own_folder(self._fresh)
        unpack(path, self._fresh)
        key = self._opener.key_of(self._fresh, self.folder, self._tries)
        try:
            keys_of(self._fresh, key)
            sound = read_profile(self._fresh).id == self.folder.name
            sound_base = self._is_fit(key)
        except (DiskFull, FolderReadOnly, NewerDatabase, NewerFormat):
            raise
        except SelfStudyError as error:
            raise DamagedFile(name=path.name, reason="content") from error
        if not sound:
            raise DamagedFile(name=path.name, reason="profile")
        strange = self.folder.is_dir() and key != self._opener.key_of(
            self.folder, tries=self._tries
        )
        if strange or not sound_base:
            self._set_aside(key)

    def _is_fit(self, key: bytes | None) -> bool:
        """Whether the database of a backup can be built on; it may be of a file spoilt already."""
        database = Database(self._fresh / JOURNAL, _database_key(key), new=False)
        try:
            return fit(database)
        finally:
            database.close()

    def _set_aside(self, key: bytes | None) -> None:
        """Only the records are taken of a backup under another key, or of one that is spoilt."""
        self._older.append(salvaged(self._fresh / JOURNAL, key))
        shutil.rmtree(self._fresh)
        own_folder(self._fresh)

    # — gathering ————————————————————————————————————————————————————————————————————————

    def _gather(self, older: Iterable[Path]) -> Made:
        self._copy_small()
        folder = self.folder if self.folder.is_dir() else self._fresh
        key = self._opener.key_of(folder, tries=self._tries)
        donors = [*self._older, *(salvaged(path, key) for path in self._remains())]
        ring, keys = self._keys(key, donors)
        profile, described = self._profile()
        holder = Holder(Database(self._fresh / JOURNAL, _database_key(key)), ring, self._clock, "")
        try:
            take_over(holder.database, read_beside(self.folder / JOURNAL, _decipher(key)))
            person = self._settings(holder, donors)
            unit = self._unit(holder, profile, donors)
            self._merge(holder, Gathering(holder, person, unit), donors, older)
            if profile is None:
                profile, described = self._from_journal(holder, unit), "journal"
            if key is not None:
                keep_place(holder.database, replace(profile, unit=unit.hex()))
            write_profile(self._fresh, profile)
            holder.begin_receipt_epoch()
            holder.know_again()
            holder.papers.log(holder.now(), "rebuilt", profile.name, _said(self._found, self._used))
            self._mark(holder.database)
            return Made(profile, holder.person, self._found, _records(holder), keys, described)
        finally:
            holder.close()

    def _merge(
        self,
        holder: Holder,
        gathering: Gathering,
        donors: Sequence[Salvaged],
        older: Iterable[Path],
    ) -> None:
        holder.seal()
        holder.journal.begin_new_epoch()
        if self.marker is not None:
            gathering.expect(self.marker.heads())
        for donor in donors:
            gathering.take(donor)
        for path in older:
            if gathering.lacks():
                self._borrow(path, gathering)
        self._found = gathering.finish()

    def _copy_small(self) -> None:
        """The profile's own small files stand over a backup's, as far as they can be read."""
        for part in small_files(self.folder) if self.folder.is_dir() else ():
            instead = (self._fresh / part.name).exists() and _is_spoilt(part)
            if part.name not in (KEYS, PROFILE) and not instead:
                write_whole(self._fresh / part.name, part.read_bytes(), 0o600)

    def _keys(self, key: bytes | None, donors: Sequence[Salvaged]) -> tuple[KeyRing, Origin]:
        """The profile's own keys, a backup's, or new ones; not those of somebody else."""
        seal = None if key is None else keys_key(key)
        try:
            ring = KeyRing.load(self.folder / KEYS, seal)
        except NewerFormat:
            raise
        except SelfStudyError:
            return self._other_keys(seal)
        wrote = {s.author for donor in donors for each in donor.sources.values() for s in each}
        if not wrote or ring.public in wrote:
            ring.save(self._fresh / KEYS, seal)
            return ring, "kept"
        return self._other_keys(seal)

    def _other_keys(self, seal: bytes | None) -> tuple[KeyRing, Origin]:
        if (self._fresh / KEYS).exists():
            return KeyRing.load(self._fresh / KEYS, seal), "backup"
        ring = KeyRing.new()
        ring.save(self._fresh / KEYS, seal)
        return ring, "new"

    def _profile(self) -> tuple[Profile | None, Origin]:
        places: tuple[tuple[Path, Origin], ...] = (
            (self.folder, "kept"), (self._fresh, "backup"),
        )  # fmt: skip
        for folder, origin in places:
            with contextlib.suppress(SelfStudyError):
                found = read_profile(folder)
                if found.id == self.folder.name:
                    return found, origin
        return None, "journal"

    def _remains(self) -> list[Path]:
        """Every journal that lies in the folder: the present one, and those set aside in it."""
        if not self.folder.is_dir():
            return []
        left = [p for p in sorted(self.folder.glob(f"{JOURNAL}*")) if p.is_file()]
        return [p for p in left if not p.name.endswith(("-wal", "-shm", "-journal", PART))]

    def _settings(self, holder: Holder, donors: Sequence[Salvaged]) -> bytes:
        """Whose records these are; what a lost database said of that is kept."""
        for name in (PERSON, PLACE):
            for donor in donors:
                if name in donor.settings and holder.database.setting(name) is None:
                    holder.database.set_setting(name, donor.settings[name])
        told = wire.from_hex(holder.database.setting(PERSON) or "")
        holder.person = told if len(told) == ID_SIZE else bytes.fromhex(self.folder.name)
        if holder.database.setting(PERSON) is not None:
            holder.database.set_setting(PERSON, holder.person.hex())
        if self._state is not None:
            holder.graves_file = self._state / f"{self.folder.name}.graves"
        return holder.person

    def _borrow(self, path: Path, gathering: Gathering) -> None:
        """Take from an older backup what is still lacking."""
        apart = self._fresh / "older"
        with contextlib.suppress(DamagedFile, UnreadableFile, DatabaseDamaged):
            if verify(path).profile == self.folder.name:
                own_folder(apart)
                unpack(path, apart)
                gathering.take(salvaged(apart / JOURNAL, self._opener.key_of(apart)))
                self._used.append(path.name)
        shutil.rmtree(apart, ignore_errors=True)

    @staticmethod
    def _unit(holder: Holder, profile: Profile | None, donors: Sequence[Salvaged]) -> bytes:
        """The unit of the profile, or else the one that most of its records are for."""
        place = holder.database.setting(PLACE)
        told = profile.unit if profile is not None else ""
        if told or (profile is not None and place is None):
            return bytes.fromhex(told) or NO_UNIT
        with contextlib.suppress(ValueError, TypeError):
            if place is not None:
                return bytes.fromhex(json.loads(place)[1]) or NO_UNIT
        units = Counter(
            source.unit
            for donor in donors
            for sources in donor.sources.values()
            for source in sources
            if source.unit != NO_UNIT
        )
        return units.most_common(1)[0][0] if units else NO_UNIT

    def _from_journal(self, holder: Holder, unit: bytes) -> Profile:
        """A profile as the journal's newest profile fact tells it."""
        rows = rows_of(holder.journal, bytes.fromhex(self.folder.name), (ProfileFact.kind,))
        name, position = (rows[-1].note, rows[-1].object) if rows else ("", "")
        return Profile(
            self.folder.name, name or self.folder.name[: ID_SIZE // 2], position,
            "" if unit == NO_UNIT else unit.hex(),
        )  # fmt: skip

    def _mark(self, database: Database) -> None:
        """This file is the one open here last: it stands in its place when its folder does."""
        if self.marker is not None:
            token = self.marker.next(None)
            database.set_setting("mark", token)
            self.marker.renew(token, (self._fresh / JOURNAL).stat().st_ino)
            self.marker.begin({})
            self.marker.close()

    # — the place ————————————————————————————————————————————————————————————————————————

    def _put_in_place(self) -> str:
        ready = self.folder.with_name(self.folder.name + READY)
        sync_folder(self._fresh)
        self._fresh.rename(ready)
        sync_folder(self.folder.parent)
        return take_place(ready, self.folder)


def salvaged(path: Path, key: bytes | None) -> Salvaged:
    """All that can be read of a journal; nothing where the disk does not give it."""
    try:
        return salvage(path, (), _decipher(key))
    except OSError:
        return Salvaged()


def _is_spoilt(part: Path) -> bool:
    """Whether a small file of a profile says nothing; a lock and its copy are one."""
    try:
        _told = read_lock(part.with_name(LOCK)) if part.name in LOCKS else read_json(part)
    except (OSError, SelfStudyError, ValueError):
        return True
    return False


def _database_key(key: bytes | None) -> bytes | None:
    return None if key is None else database_key(key)


def _decipher(key: bytes | None) -> Decipher | None:
    return None if key is None else page_opener(database_key(key))


def _said(found: Gathered, used: Sequence[str]) -> dict[str, object]:
    return {
        "new": found.new, "restated": found.restated, "damaged": found.damaged,
        "homeless": found.homeless, "unheard": found.unheard, "others": found.others,
        "lacking": sum(gap.count for gap in found.gaps), "backups": list(used),
    }  # fmt: skip


def _records(holder: Holder) -> int:
    with holder.database.read() as connection:
        places = holder.journal.places.read(connection)
    return sum(place.head - place.first + 1 for place in places)
