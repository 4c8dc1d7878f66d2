"""The people of this computer: choosing, making and opening a profile."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from selfstudy.domain import vietnamese
from selfstudy.domain.errors import NameRefused, UnreadableFile
from selfstudy.domain.moments import milliseconds
from selfstudy.domain.people import Position, Profile
from selfstudy.exchange.lock import Cost, calibrated
from selfstudy.services.carrying.handover import Handover, look_at_card
from selfstudy.services.holding.desk import (
    JOURNAL,
    Desk,
    damaged_in,
    expect_profile,
    profiles_in,
)
from selfstudy.services.locking.conversion import settle
from selfstudy.services.locking.locking import Locking
from selfstudy.services.rescue.succession import finish_interrupted
from selfstudy.services.rescue.suspect import suspecting
from selfstudy.settings import Places, load_settings, sync_folder, world_error
from selfstudy.store.glance import is_locked

if TYPE_CHECKING:
    from selfstudy.content.library import Library
    from selfstudy.services.holding.holder import Clock
    from selfstudy.services.rescue.backup_file import About

MAX_NAME = 120  # characters
BEGUN = ".begun"  # where a profile is made until it is whole
Opened = Callable[[Desk], None]


class Profiles:
    """Profiles are folders; one desk is open at a time."""

    def __init__(
        self,
        places: Places,
        library: Library,
        clock: Clock,
        cost: Callable[[], Cost] = calibrated,
    ) -> None:
        self.places = places
        self.library = library
        self.clock = clock
        self.cost = cost

    def profiles(self) -> tuple[Profile, ...]:
        """Everybody with a profile here, by given name. Raises ProfileDamaged when none opens."""
        self._finish()
        found = profiles_in(self.places.profiles)
        if not found:
            expect_profile(self.places.profiles)
        return tuple(sorted(found, key=lambda profile: vietnamese.name_key(profile.name)))

    def positions(self) -> tuple[Position, ...]:
        """The positions of the framework."""
        return self.library.framework.positions

    def create(self, name: str, position: str, unit_card: Path | None = None) -> Profile:
        """Make a profile; with a unit card, join the unit at once."""
        if unit_card is not None:
            look_at_card(
                unit_card, milliseconds(self.clock())
            )  # a card that is refused leaves no profile behind
        clean = vietnamese.one_line(name)
        if not clean or len(clean) > MAX_NAME:
            raise NameRefused(limit=MAX_NAME)
        begun = self.places.profiles / BEGUN
        shutil.rmtree(begun, ignore_errors=True)  # broken off: nothing was learned in it
        desk = Desk.create(
            begun,
            self.places.state,
            self.library,
            self.clock,
            Profile("", clean, position),
        )
        try:
            if unit_card is not None:
                Handover(desk).join(unit_card)
            desk.close()
            self._show(desk.folder)
        except BaseException:  # asked for again, there would be two of them
            desk.close()
            shutil.rmtree(desk.folder, ignore_errors=True)
            raise
        return desk.profile

    def _show(self, made: Path) -> None:
        """Put a profile that is whole where everybody finds it."""
        try:
            made.rename(self.places.profiles / made.name)
            sync_folder(self.places.profiles)
            made.parent.rmdir()
        except OSError as error:
            raise world_error(error, self.places.profiles) from error

    def open(self, profile_id: str, key: bytes | None = None) -> Desk:
        """Open a profile, a locked one by its data key. Raises UnreadableFile, ProfileLocked."""
        self._finish_erasing()
        folder = self._folder(profile_id)
        settle(folder, self.places.state / f"{profile_id}.mark")
        with suspecting(folder / JOURNAL, key):
            desk = Desk(folder, self.places.state, self.library, self.clock, key)
            if desk.guard.behind:
                self._look_for_lost(desk)
        return desk

    def _finish(self) -> None:
        """What a power cut broke off is done now."""
        finish_interrupted(self.places.profiles, self.places.state)
        self._finish_erasing()

    def _finish_erasing(self) -> None:
        if not any(self.places.profiles.glob("*.gone")):
            return
        from selfstudy.services.rescue.safety import BACKUPS
        from selfstudy.services.unit.erasure import finish_erasing

        second = load_settings(self.places.settings_file).backup_folder
        folders = [self.places.data / BACKUPS, *([Path(second)] if second else [])]
        finish_erasing(self.places.profiles, self.places.state, folders)

    def look_at_backup(self, path: Path) -> About:
        """Whose backup a file is, after reading all of it. Raises what is wrong with it."""
        from selfstudy.services.rescue.backup_file import verify

        return verify(path)

    def restore(self, path: Path, secret: str = "") -> tuple[str, bytes | None]:
        """Go back to a backup, of somebody new here too; whose it is, and their data key.

        Raises what is wrong with the backup, OpenElsewhere, SecretMissing, WrongSecret, DiskFull.
        """
        from selfstudy.services.holding.opener import Opener
        from selfstudy.services.rescue.safety import go_back

        opener = Opener(secret)
        rebuilt = go_back(path, self.places.profiles, self.places.state, self.clock, opener)
        return rebuilt.profile.id, opener.key_of(self._folder(rebuilt.profile.id))

    def _look_for_lost(self, desk: Desk) -> None:
        """What was acknowledged and is not there any more may be in a backup."""
        from selfstudy.services.rescue.safety import Safety

        second = load_settings(self.places.settings_file).backup_folder
        Safety(desk, self.places.data, lambda: second).bring_back()

    def damaged(self) -> tuple[str, ...]:
        """Ids of folders with records that no profile describes: for rescue."""
        return damaged_in(self.places.profiles)

    def locked(self) -> frozenset[str]:
        """Whose profile asks for a secret, by id."""
        return frozenset(
            profile.id
            for profile in profiles_in(self.places.profiles)
            if is_locked(self.places.profiles / profile.id)
        )

    def locking(self, profile_id: str) -> Locking:
        """The lock of a profile. Raises UnreadableFile when there is none."""
        return Locking(self._folder(profile_id), self.places.state, self.clock, self.cost)

    def _folder(self, profile_id: str) -> Path:
        folder = self.places.profiles / profile_id
        if not profile_id or not folder.is_dir():
            raise UnreadableFile(name=profile_id)
        return folder
