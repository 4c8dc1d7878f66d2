"""One learner's place on this computer: a folder, a database, keys, the installed content."""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING

from selfstudy.domain.errors import UnreadableFile
from selfstudy.domain.people import Profile
from selfstudy.domain.record import NO_UNIT, UNIT, Fact, Source
from selfstudy.domain.record import Profile as ProfileFact
from selfstudy.exchange.cards import UnitCard
from selfstudy.exchange.keys import KeyRing
from selfstudy.services.holder import Clock, Holder
from selfstudy.settings import write_whole
from selfstudy.store.database import Database
from selfstudy.store.journal import Author, Saved

if TYPE_CHECKING:
    from collections.abc import Sequence

    from selfstudy.content.library import Library
    from selfstudy.domain.authority import Authorities

PROFILE, KEYS, JOURNAL, ROOT = "profile.json", "keys.json", "journal.db", "unit-root.json"


class Desk(Holder):
    """A holder whose records are one person's own, and their unit's if they supervise it."""

    def __init__(self, folder: Path, state: Path, library: Library, clock: Clock) -> None:
        profile = read_profile(folder)
        super().__init__(
            Database(folder / JOURNAL), KeyRing.load(folder / KEYS), clock, profile.name
        )
        self.folder = folder
        self.library = library
        self.profile = profile
        self.person = bytes.fromhex(profile.id)
        self.unit = bytes.fromhex(profile.unit) if profile.unit else NO_UNIT
        self.copied = self._guard_against_copies(state)

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
        ring.save(folder / KEYS)
        made = Profile(person, profile.name, profile.position)
        write_profile(folder, made)
        desk = cls(folder, state, library, clock)
        desk.introduce()
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

    def join(self, unit: bytes) -> None:
        """Belong to a unit from now on."""
        self.unit = unit
        self.profile = Profile(
            self.profile.id, self.profile.name, self.profile.position, unit.hex()
        )
        write_profile(self.folder, self.profile)
        self.introduce()
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

    def fold(self) -> None:
        """Fold what came in since the last look."""
        self.journal.fold_stale(self.my_authorities())

    def _guard_against_copies(self, state: Path) -> bool:
        """Begin a new epoch if this folder was copied or restored since it was last open here.

        A token is kept in the database and outside the data folder, with the file's number on its
        disk; whatever copy does not find its own token and number begins new sources.
        """
        marker = state / f"{self.profile.id}.mark"
        held = self.database.setting("mark")
        number = os.stat(self.folder / JOURNAL).st_ino  # noqa: PTH116 — the number, not the path
        try:
            token, _space, inode = marker.read_text(encoding="utf-8").partition(" ")
        except OSError:
            token, inode = "", ""
        copied = held is not None and (token != held or inode != str(number))
        if copied:
            self.journal.begin_new_epoch()
            self.begin_receipt_epoch()
        fresh = secrets.token_hex(16)
        self.database.set_setting("mark", fresh)
        write_whole(marker, f"{fresh} {number}".encode())
        return copied


def read_profile(folder: Path) -> Profile:
    """The profile of a folder. Raises UnreadableFile."""
    try:
        found = json.loads((folder / PROFILE).read_text(encoding="utf-8"))
        return Profile(
            str(found["id"]), str(found["name"]), str(found["position"]), str(found["unit"])
        )
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UnreadableFile(name=PROFILE) from error


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
        except UnreadableFile:
            continue
        if profile.id == place.name:  # what a restore set aside has another name
            found.append(profile)
    return found
