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
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, NamedTuple

from selfstudy.domain.errors import (
    DamagedFile,
    DatabaseDamaged,
    DiskFull,
    FolderReadOnly,
    NewerDatabase,
    NewerFormat,
    SecretMissing,
    SelfStudyError,
    UnreadableFile,
    WrongSecret,
)
from selfstudy.domain.people import Profile
from selfstudy.domain.record import ID_SIZE, NO_UNIT, PRIVATE
from selfstudy.domain.record import Profile as ProfileFact
from selfstudy.exchange.keys import KeyRing, page_opener
from selfstudy.exchange.lock import database_key, keys_key
from selfstudy.services.holding.desk import (
    JOURNAL,
    KEYS,
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
from selfstudy.services.rescue.backup_file import small_files, unpack, verify
from selfstudy.services.rescue.gathering import Gap, Gathered, Gathering
from selfstudy.services.rescue.succession import READY, take_place
from selfstudy.settings import sync_folder, world_error, write_whole
from selfstudy.store.database import Database
from selfstudy.store.facts import rows_of
from selfstudy.store.pages import Decipher
from selfstudy.store.salvage import Salvaged, salvage

PART = ".part"
Origin = Literal["kept", "backup", "journal", "new"]


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What a profile is made of now, and where the folder that it replaced lies."""

    profile: Profile
    person: bytes
    found: Gathered
    records: int
    keys: Origin
    described: Origin
    backups: tuple[str, ...]
    kept: str

    def told(self) -> list[tuple[str, dict[str, object]]]:
        """What there is to say of it: keys of sentences with what fills their places."""
        found = self.found
        whole = not (found.gaps or found.damaged or found.homeless)
        said: list[tuple[str, dict[str, object]]] = [
            ("rescue.whole" if whole else "rescue.records", {"n": self.records})
        ]
        said += [
            (f"rescue.{code}", {"n": n})
            for code, n in (
                ("restated", found.restated),
                ("damaged", found.damaged),
                ("homeless", found.homeless),
            )
            if n
        ]
        said += _gaps_told(found.gaps, self.person)
        said += [(f"rescue.keys_{self.keys}", {})] if self.keys != "kept" else []
        if self.described in ("backup", "journal"):
            said.append(("rescue.profile_made", {"name": self.profile.name}))
        if self.backups:
            said.append(("rescue.used", {"names": ", ".join(self.backups)}))
        if self.kept:
            said.append(("rescue.kept", {"folder": self.kept}))
        return said


def _gaps_told(gaps: Sequence[Gap], person: bytes) -> list[tuple[str, dict[str, object]]]:
    """What each gap means to the learner; others' gaps are counted together."""
    said: list[tuple[str, dict[str, object]]] = []
    others = 0
    for gap in gaps:
        if gap.source.subject != person:
            others += gap.count
            continue
        code = "private" if gap.source.chain == PRIVATE else "held" if gap.held_by else "shared"
        details = {"n": gap.count, "first": gap.first, "last": gap.last, "who": gap.held_by}
        said.append((f"rescue.gap_{code}", details))
    return said + ([("rescue.gap_others", {"n": others})] if others else [])


class Made(NamedTuple):
    """What the new folder holds: the first part of `Rebuilt`."""

    profile: Profile
    person: bytes
    found: Gathered
    records: int
    keys: Origin
    described: Origin


class Rebuilding:
    """Makes one profile's folder again, from its own remains and from backups."""

    def __init__(self, folder: Path, state: Path | None, clock: Clock, opener: Opener) -> None:
        self.folder = folder
        self._opener = opener
        self._state = state
        self.marker = Marker(state, folder.name) if state is not None else None
        self._clock = clock
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
            except (DiskFull, FolderReadOnly, NewerDatabase, SecretMissing, WrongSecret):
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
        key = self._opener.key_of(self._fresh)
        try:
            keys_of(self._fresh, key)
            sound = read_profile(self._fresh).id == self.folder.name
            Database(self._fresh / JOURNAL, _database_key(key)).close()
        except (DiskFull, FolderReadOnly, NewerDatabase, NewerFormat):
            raise
        except SelfStudyError as error:
            raise DamagedFile(name=path.name, reason="content") from error
        if not sound:
            raise DamagedFile(name=path.name, reason="profile")
        if self.folder.is_dir() and self._opener.key_of(self.folder) != key:
            self._set_aside(key)

    def _set_aside(self, key: bytes | None) -> None:
        """A backup from before the profile was locked, or unlocked: only its records are taken."""
        self._older.append(salvaged(self._fresh / JOURNAL, key))
        shutil.rmtree(self._fresh)
        own_folder(self._fresh)

    # — gathering ————————————————————————————————————————————————————————————————————————

    def _gather(self, older: Iterable[Path]) -> Made:
        self._copy_small()
        key = self._opener.key_of(self.folder if self.folder.is_dir() else self._fresh)
        ring, keys = self._keys(key)
        donors = [*self._older, *(salvaged(path, key) for path in self._remains())]
        profile, described = self._profile()
        holder = Holder(Database(self._fresh / JOURNAL, _database_key(key)), ring, self._clock, "")
        try:
            person = self._settings(holder, donors)
            unit = self._unit(holder, profile, donors)
            self._merge(holder, Gathering(holder, person, unit), donors, older)
            if profile is None:
                profile, described = self._from_journal(holder, unit), "journal"
            if key is not None:
                keep_place(holder.database, replace(profile, unit=unit.hex()))
            write_profile(self._fresh, profile)
            holder.begin_receipt_epoch()
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
        """The profile's own small files stand over a backup's."""
        for part in small_files(self.folder) if self.folder.is_dir() else ():
            if part.name not in (KEYS, PROFILE):
                write_whole(self._fresh / part.name, part.read_bytes(), 0o600)

    def _keys(self, key: bytes | None) -> tuple[KeyRing, Origin]:
        """The profile's own keys, a backup's, or new ones."""
        seal = None if key is None else keys_key(key)
        try:
            ring = KeyRing.load(self.folder / KEYS, seal)
        except NewerFormat:
            raise
        except SelfStudyError:
            if (self._fresh / KEYS).exists():
                return KeyRing.load(self._fresh / KEYS, seal), "backup"
            ring = KeyRing.new()
            ring.save(self._fresh / KEYS, seal)
            return ring, "new"
        ring.save(self._fresh / KEYS, seal)
        return ring, "kept"

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
        holder.person = bytes.fromhex(holder.database.setting(PERSON) or self.folder.name)
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


def _database_key(key: bytes | None) -> bytes | None:
    return None if key is None else database_key(key)


def _decipher(key: bytes | None) -> Decipher | None:
    return None if key is None else page_opener(database_key(key))


def _said(found: Gathered, used: Sequence[str]) -> dict[str, object]:
    return {
        "new": found.new, "restated": found.restated, "damaged": found.damaged,
        "homeless": found.homeless, "lacking": sum(gap.count for gap in found.gaps),
        "backups": list(used),
    }  # fmt: skip


def _records(holder: Holder) -> int:
    with holder.database.read() as connection:
        places = holder.journal.places.read(connection)
    return sum(place.head - place.first + 1 for place in places)
