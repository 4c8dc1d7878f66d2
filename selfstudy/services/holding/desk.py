"""One learner's place on this computer: a folder, a database, keys, the installed content."""

from __future__ import annotations

import contextlib
import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from selfstudy.content.library import Framed, Library
from selfstudy.domain.errors import (
    ProfileDamaged,
    ProfileLocked,
    SelfStudyError,
    UnreadableFile,
)
from selfstudy.domain.people import Profile
from selfstudy.domain.record import ID_SIZE, NO_UNIT, PRIVATE, SHARED, UNIT, Chain, Fact, Source
from selfstudy.domain.record import Profile as ProfileFact
from selfstudy.exchange.cards import Receipt, UnitCard
from selfstudy.exchange.keys import KeyRing
from selfstudy.exchange.lock import database_key, keys_key
from selfstudy.services.holding.burial import Burial
from selfstudy.services.holding.framework_told import ToldFramework
from selfstudy.services.holding.guard import Guard, there
from selfstudy.services.holding.holder import Clock, Holder
from selfstudy.settings import make_folder, read_json, world_error, write_whole
from selfstudy.store.database import Database
from selfstudy.store.erasure import introduced
from selfstudy.store.glance import LOCKS, is_locked
from selfstudy.store.journal import Author, Saved
from selfstudy.store.people import latest_profile, own_words
from selfstudy.store.rereading import read_again
from selfstudy.store.unmoved import unmoved

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from selfstudy.domain.authority import Authorities
    from selfstudy.domain.erasure import Tally

PROFILE, KEYS, JOURNAL, ROOT = "profile.json", "keys.json", "journal.db", "unit-root.json"
LOCK, COPY = LOCKS
PERSON = "person"  # the setting of a computer that was linked: whose records it writes
PLACE = "place"  # the setting that holds position and unit of a locked profile


class Desk(Holder):
    """A holder whose records are one person's own, and their unit's if they supervise it.

    `key` is the data key of a locked profile. Raises ProfileLocked without it. Only what is `new`
    has no journal yet.
    """

    def __init__(
        self,
        folder: Path,
        state: Path,
        library: Library,
        clock: Clock,
        key: bytes | None = None,
        *,
        new: bool = False,
    ) -> None:
        profile = read_profile(folder)
        key = key if is_locked(folder) else None
        if key is None and is_locked(folder):
            raise ProfileLocked(name=profile.name)
        ring = keys_of(folder, key)
        self.guard = Guard(folder, state, None if key is None else database_key(key), new=new)
        database = self.guard.open()
        super().__init__(database, ring, clock, profile.name)
        self.key = key
        self.folder = folder
        self.library: Library = Framed(library, ToldFramework(self).over)
        self.graves_file = state / f"{profile.id}.graves"
        try:
            self.profile = profile = placed(database, profile) if key else profile
            self.person = bytes.fromhex(database.setting(PERSON) or profile.id)
            self.unit = bytes.fromhex(profile.unit) if profile.unit else NO_UNIT
            self.guard.check(self)
            if self.guard.reading is None:
                read_again(self.journal)
                Burial(self).wake(copied=self.guard.copied)
        except BaseException:
            with unmoved(database.path, database.key):
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
            desk = cls(folder, state, library, clock, new=True)
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
        """Seal facts about oneself; who was erased is introduced again before what is shared."""
        author = self.author()
        shared = any(fact.chain == SHARED and fact.kind != "profile" for fact in facts)
        if shared and self.graves.any() and not introduced(self.journal, author):
            self.introduce()
        return self.append(author, facts)

    def erased(self) -> None:
        """Records of this desk are gone by intent: nobody may take them for lost."""
        self.guard.go_on(self)

    def received(self, source: Source, count: int) -> None:
        """Records of others are held: nobody may lose them without a word."""
        self.guard.received(count if source.author != self.ring.public else 0)

    def write_about(self, person: bytes, *facts: Fact) -> list[Saved]:
        """Seal facts that the unit, by this supervisor, says of a person."""
        return self.append(self.author(), facts, subject=person, chain=UNIT)

    def write_about_each(self, told: Sequence[tuple[bytes, Fact]]) -> list[Saved]:
        """Seal a fact that the unit says of each of many people; either all, or none is kept."""
        moment = self.clock()
        offset = moment.utcoffset()
        minutes = round(offset.total_seconds() / 60) if offset else 0
        at = max(0, self.now())
        return self.noted(self.journal.append_each(self.author(), told, at, minutes, UNIT))

    def introduce(self, staff_code: str | None = None) -> None:
        """Say who one is, to the unit one belongs to, in the place of all that was said before.

        The staff code stays what it was unless told.
        """
        before = own_words(self.journal, self.person, self.my_authorities())
        if staff_code is None:
            staff_code = before[-1].staff_code if before else ""
        self.write(
            ProfileFact(
                self.profile.name,
                self.profile.position,
                staff_code,
                self.ring.seal_public.hex(),
                " ".join(said.digest for said in before),
            )
        )

    def join(self, unit: bytes, also: Callable[[], None] = lambda: None) -> None:
        """Belong to a unit from now on, and do what belongs to that.

        It hears of the person's other computers, as the unit before did.
        The profile names the unit last: broken off before, joining begins again.
        """
        from selfstudy.store.key_words import vouched

        before = self.unit
        others = vouched(self.journal, self.my_authorities(), self.person, self.ring.public)
        self.unit = unit
        try:
            self.introduce()
            self.write(*others)
            also()
            joined = replace(self.profile, unit=unit.hex())
            self._keep_profile(joined)
        except BaseException:
            self.unit = before
            raise
        self.profile = joined
        self.know_again()

    def _keep_profile(self, profile: Profile) -> None:
        if self.key is None:
            write_profile(self.folder, profile)
        else:
            keep_place(self.database, profile)

    def my_authorities(self) -> Authorities:
        """Who may speak in the person's unit."""
        return self.authorities(self.unit)

    def is_supervisor(self) -> bool:
        """Whether a signed appointment makes this person a supervisor now."""
        return self.my_authorities().supervises(self.ring.public, self.now())

    def become(self, person: bytes, said: ProfileFact, unit: bytes) -> None:
        """Write as another person of `unit` from now on: this computer's key is known as theirs.

        What was told under the id that this key founded stays; it is restated by who asked, who
        puts things right here where this fails.
        """
        self.profile = replace(
            self.profile, name=said.name, position=said.position,
            unit="" if unit == NO_UNIT else unit.hex(),
        )  # fmt: skip
        self.person, self.unit, self.name = person, unit, said.name
        self.introduce(said.staff_code)
        self._keep_profile(self.profile)
        self.database.set_setting(PERSON, person.hex())
        self.know_again()

    def go_by(self, name: str, position: str) -> None:
        """Bear what the person says of themselves on this computer too; it is told by who asks."""
        renamed = replace(self.profile, name=name, position=position)
        if self.key is None:
            write_profile(self.folder, renamed)
        else:
            write_profile(self.folder, replace(renamed, position="", unit=""))
            keep_place(self.database, renamed)
        self.profile, self.name = renamed, name

    def renew_seal_key(self) -> None:
        """Have a new sealing key, and say so; the one before opens what was sealed to it."""
        ring = self.ring.renewed()
        ring.save(self.folder / KEYS, None if self.key is None else keys_key(self.key))
        self.ring = ring
        told = latest_profile(self.journal, self.person, self.my_authorities())
        self.introduce(told[0].staff_code if told else "")

    def owns(self, key: bytes) -> bool:
        """Whether a key is one of this person's own devices now."""
        return self.my_authorities().speaks_for(key, self.person)

    def believes(self, receipt: Receipt) -> bool:
        """Whether a receipt is by a receiver of the unit, or by another device of this person."""
        if receipt.unit == NO_UNIT:
            return receipt.person == self.person and self.owns(receipt.receiver)
        return super().believes(receipt)

    def may_keep(self, source: Source, carrier: bytes = b"") -> bool:
        """A learner keeps their own and what the unit says of them; a supervisor the unit's.

        Private records come from one's own devices and from nobody else.
        """
        if source.subject == self.person:
            return source.chain != PRIVATE or self.owns(carrier)
        if not super().may_keep(source, carrier):
            return False
        supervises = self.authorities(source.unit).supervises(self.ring.public, self.now())
        return supervises or source.subject == source.unit

    def counts(self, unit: bytes, person: bytes) -> tuple[Tally, ...]:
        """What a supervisor's reports count of a person."""
        if unit != self.unit or not self.is_supervisor():
            return ()
        from selfstudy.services.holding.counts import counts_of

        return counts_of(self, self.my_authorities(), person)

    def fold(self) -> None:
        """Fold what came in since the last look."""
        self.journal.fold_stale(self.my_authorities())

    @property
    def copied(self) -> bool:
        """Whether the folder was copied or restored since it was last open here."""
        return self.guard.copied

    @property
    def reading(self) -> SelfStudyError | None:
        """Why nothing can be written, or None: then it is read, and nothing is kept."""
        return self.guard.reading

    def append(
        self,
        author: Author,
        facts: Sequence[Fact],
        subject: bytes | None = None,
        chain: Chain | None = None,
    ) -> list[Saved]:
        """Seal facts now, durably; the marker outside the folder hears of it."""
        return self.noted(super().append(author, facts, subject, chain))

    def noted(self, saved: list[Saved]) -> list[Saved]:
        """Let the marker outside the folder know what is on the disk."""
        for each in saved:
            self.guard.note(each.source, each.number)
        return saved

    def close(self) -> None:
        """Let go of the database and of the folder."""
        super().close()
        self.guard.close()


def own_folder(folder: Path) -> None:
    """A folder that only this account may look into. Raises DiskFull, FolderReadOnly."""
    try:
        make_folder(folder)
        folder.chmod(0o700)
    except OSError as error:
        raise world_error(error, folder) from error


def keys_of(folder: Path, key: bytes | None = None) -> KeyRing:
    """The keys of a folder, sealed under its data key if it has one. Raises ProfileDamaged."""
    try:
        return KeyRing.load(folder / KEYS, None if key is None else keys_key(key))
    except UnreadableFile as error:
        raise ProfileDamaged(name=KEYS, folder=str(folder)) from error


def read_profile(folder: Path) -> Profile:
    """The profile of a folder. Raises ProfileDamaged."""
    try:
        found = read_json(folder / PROFILE)
        profile = Profile(
            str(found["id"]), str(found["name"]), str(found["position"]), str(found["unit"])
        )
        sizes = {len(bytes.fromhex(profile.id)), len(bytes.fromhex(profile.unit or profile.id))}
    except (OSError, ValueError, KeyError, TypeError) as error:
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


def keep_place(database: Database, profile: Profile) -> None:
    """Keep in a locked profile's database what its picker does not need: position and unit."""
    database.set_setting(PLACE, json.dumps([profile.position, profile.unit]))


def placed(database: Database, profile: Profile) -> Profile:
    """A locked profile with the position and unit that its database knows."""
    position, unit = json.loads(database.setting(PLACE) or '["", ""]')
    return replace(profile, position=position, unit=unit)


def profiles_in(folder: Path) -> Sequence[Profile]:
    """All readable profiles of a data folder."""
    found = []
    for place in sorted(folder.iterdir()) if folder.is_dir() else ():
        try:
            profile = read_profile(place)
        except ProfileDamaged:
            continue
        if profile.id == place.name:  # what a restore set aside has another name
            found.append(profile)
    return found


def damaged_in(folder: Path) -> tuple[str, ...]:
    """The names of folders where records lie whose profile cannot be read: somebody is here."""
    found = []
    for place in sorted(folder.iterdir()) if folder.is_dir() else ():
        named = len(place.name) == 2 * ID_SIZE and set(place.name) <= set("0123456789abcdef")
        if not named or not any(there(path) for path in place.glob(f"{JOURNAL}*")):
            continue
        with contextlib.suppress(ProfileDamaged):
            if read_profile(place).id == place.name:
                continue
        found.append(place.name)
    return tuple(found)


def expect_profile(folder: Path) -> None:
    """Raise ProfileDamaged where records lie whose profile cannot be read."""
    for name in damaged_in(folder):
        raise ProfileDamaged(name=PROFILE, folder=str(folder / name))
