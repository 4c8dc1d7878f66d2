"""One learner's place on this computer: a folder, a database, keys, the installed content."""

from __future__ import annotations

import json
import os
import secrets
import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from selfstudy.domain.errors import DatabaseDamaged, ProfileDamaged, UnreadableFile
from selfstudy.domain.people import Profile
from selfstudy.domain.record import ID_SIZE, NO_UNIT, UNIT, Fact, Source
from selfstudy.domain.record import Profile as ProfileFact
from selfstudy.exchange.cards import UnitCard
from selfstudy.exchange.keys import KeyRing
from selfstudy.services.holder import Clock, Holder
from selfstudy.settings import world_error, write_whole
from selfstudy.store.database import Database
from selfstudy.store.journal import Author, Saved

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from selfstudy.content.library import Library
    from selfstudy.domain.authority import Authorities
    from selfstudy.domain.erasure import Tally

PROFILE, KEYS, JOURNAL, ROOT = "profile.json", "keys.json", "journal.db", "unit-root.json"


class Desk(Holder):
    """A holder whose records are one person's own, and their unit's if they supervise it."""

    def __init__(self, folder: Path, state: Path, library: Library, clock: Clock) -> None:
        profile, ring = read_profile(folder), _keys_of(folder)
        marker = state / f"{profile.id}.mark"
        if marker.exists() and not _there(folder / JOURNAL):  # never begun anew without a word
            raise DatabaseDamaged(path=str(folder / JOURNAL))
        super().__init__(Database(folder / JOURNAL), ring, clock, profile.name)
        self.folder = folder
        self.library = library
        self.profile = profile
        self.person = bytes.fromhex(profile.id)
        self.unit = bytes.fromhex(profile.unit) if profile.unit else NO_UNIT
        self.graves_file = state / f"{profile.id}.graves"
        try:
            self.copied = self._guard_against_copies(marker)
        except BaseException:
            self.close()
            raise

    @classmethod
    def create(
        cls,
        profiles: Path,
        state: Path,
        library: Library,
        clock: Clock,
        profile: Profile,
        ring: KeyRing | None = None,
    ) -> Desk:
        """Make a profile: new keys (which found the person's id), a folder, the first fact."""
        ring = ring or KeyRing.new()
        person = ring.identity.hex()
        folder = profiles / person
        begun = folder.exists()
        try:
            own_folder(folder)
            ring.save(folder / KEYS)
            made = Profile(person, profile.name, profile.position)
            write_profile(folder, made)
            desk = cls(folder, state, library, clock)
            try:
                desk.introduce()
            except BaseException:
                desk.close()
                raise
        except BaseException:
            if not begun:  # what could not be made whole is no profile: nothing was learned in it
                shutil.rmtree(folder, ignore_errors=True)
            raise
        return desk

    @property
    def card(self) -> UnitCard | None:
        """The card of the person's unit."""
        return self.cards().get(self.unit)

    def author(self) -> Author:
        """Who writes here."""
        return Author(self.ring.public, self.person, self.unit)

    def write(self, *facts: Fact) -> list[Saved]:
        """Seal facts about oneself."""
        return self.append(self.author(), facts)

    def write_about(self, person: bytes, *facts: Fact) -> list[Saved]:
        """Seal facts that the unit, by this supervisor, says of a person."""
        return self.append(self.author(), facts, subject=person, chain=UNIT)

    def introduce(self, staff_code: str = "") -> None:
        """Say who one is, to the unit one belongs to."""
        self.write(
            ProfileFact(
                self.profile.name,
                self.profile.position,
                staff_code,
                self.ring.seal_public.hex(),
            )
        )

    def join(self, unit: bytes, also: Callable[[], None] = lambda: None) -> None:
        """Belong to a unit from now on, and do what belongs to that.

        The profile names the unit last: broken off before, joining begins again.
        """
        before = self.unit
        self.unit = unit
        try:
            self.introduce()
            also()
            joined = replace(self.profile, unit=unit.hex())
            write_profile(self.folder, joined)
        except BaseException:
            self.unit = before
            raise
        self.profile = joined
        self.know_again()

    def my_authorities(self) -> Authorities:
        """Who may speak in the person's unit."""
        return self.authorities(self.unit)

    def is_supervisor(self) -> bool:
        """Whether a signed appointment makes this person a supervisor now."""
        return self.my_authorities().supervises(self.ring.public, self.now())

    def may_keep(self, source: Source) -> bool:
        """A learner keeps their own and what the unit says of them; a supervisor the unit's."""
        if source.subject == self.person and source.chain != "p":
            return True
        if not super().may_keep(source):
            return False
        return self.is_supervisor() or source.subject == source.unit

    def counts(self, unit: bytes, person: bytes) -> tuple[Tally, ...]:
        """What a supervisor's reports count of a person."""
        if unit != self.unit or not self.is_supervisor():
            return ()
        from selfstudy.services.totals import counts_of

        return counts_of(self, person)

    def fold(self) -> None:
        """Fold what came in since the last look."""
        self.journal.fold_stale(self.my_authorities())

    def _guard_against_copies(self, marker: Path) -> bool:
        """Begin a new epoch if this folder was copied or restored since it was last open here.

        A token is kept in the database and outside the data folder, with the file's number on its
        disk; whatever copy does not find its own token and number begins new sources. The marker
        also names the token that comes next, so that a start broken off between the two is none.
        """
        held = self.database.setting("mark")
        number = os.stat(self.folder / JOURNAL).st_ino  # noqa: PTH116 — the number, not the path
        token, following, inode = _marked(marker)
        copied = held is not None and (held not in {token, following} or inode != str(number))
        if copied:
            self.journal.begin_new_epoch()
            self.begin_receipt_epoch()
        fresh = following if held and following and not copied else secrets.token_hex(16)
        self.database.set_setting("mark", fresh)
        write_whole(marker, f"{fresh} {secrets.token_hex(16)} {number}".encode())
        return copied


def own_folder(folder: Path) -> None:
    """A folder that only this account may look into. Raises DiskFull, FolderReadOnly."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
    except OSError as error:
        raise world_error(error, folder) from error


def _marked(marker: Path) -> tuple[str, str, str]:
    """A marker's token, the one that comes next, and the file's number; empty where unknown."""
    try:
        words = marker.read_text(encoding="utf-8").split()
    except (OSError, ValueError):
        words = []
    token, *following, number = words if len(words) in {2, 3} else ("", "")
    return token, following[0] if following else "", number


def _there(path: Path) -> bool:
    return path.is_file() and path.stat().st_size > 0


def _keys_of(folder: Path) -> KeyRing:
    try:
        return KeyRing.load(folder / KEYS)
    except UnreadableFile as error:
        raise ProfileDamaged(name=KEYS, folder=str(folder)) from error


def read_profile(folder: Path) -> Profile:
    """The profile of a folder. Raises ProfileDamaged."""
    try:
        found = json.loads((folder / PROFILE).read_text(encoding="utf-8"))
        profile = Profile(
            str(found["id"]), str(found["name"]), str(found["position"]), str(found["unit"])
        )
        sizes = {len(bytes.fromhex(profile.id)), len(bytes.fromhex(profile.unit or profile.id))}
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise ProfileDamaged(name=PROFILE, folder=str(folder)) from error
    if sizes != {ID_SIZE}:
        raise ProfileDamaged(name=PROFILE, folder=str(folder))
    return profile


def write_profile(folder: Path, profile: Profile) -> None:
    """Keep a profile in its folder."""
    content = {
        "id": profile.id,
        "name": profile.name,
        "position": profile.position,
        "unit": profile.unit,
    }
    write_whole(folder / PROFILE, json.dumps(content, ensure_ascii=False).encode())


def profiles_in(folder: Path) -> Sequence[Profile]:
    """All readable profiles of a data folder."""
    if not folder.is_dir():
        return []
    found = []
    for place in sorted(folder.iterdir()):
        try:
            profile = read_profile(place)
        except ProfileDamaged:
            continue
        if profile.id == place.name:  # what a restore set aside has another name
            found.append(profile)
    return found


def expect_profile(folder: Path) -> None:
    """Raise ProfileDamaged where records lie whose profile cannot be read: somebody is here."""
    for place in sorted(folder.iterdir()) if folder.is_dir() else ():
        named = len(place.name) == 2 * ID_SIZE and set(place.name) <= set("0123456789abcdef")
        if named and _there(place / JOURNAL) and read_profile(place).id != place.name:
            raise ProfileDamaged(name=PROFILE, folder=str(place))
