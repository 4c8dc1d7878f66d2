"""The lock of one profile: set, opened, changed, reset by its recovery code, taken off.

What turns it on or off wants the profile closed. `docs/lock.md` says what is protected from whom.
"""

from __future__ import annotations

import secrets
import zipfile
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from selfstudy.domain.errors import (
    CodeMistyped,
    ProfileDamaged,
    SelfStudyError,
    WrongSecret,
)
from selfstudy.exchange.lock import (
    Cost,
    Kind,
    Lock,
    calibrated,
    database_key,
    keys_key,
    kind_of,
    new_key,
    new_lock,
    read_lock,
    write_lock,
)
from selfstudy.exchange.recovery_code import GROUPS, new_code, same_group
from selfstudy.services.holding.desk import (
    COPY,
    JOURNAL,
    KEYS,
    LOCK,
    PLACE,
    PROFILE,
    keep_place,
    keys_of,
    placed,
    read_profile,
    write_profile,
)
from selfstudy.services.holding.tries import TRIES, Tries
from selfstudy.services.locking.conversion import UNSEALED, changing, settle
from selfstudy.services.rescue.backups import PREFIX
from selfstudy.store.cipher import export, shred
from selfstudy.store.database import Database
from selfstudy.store.glance import is_locked

if TYPE_CHECKING:
    from selfstudy.services.holding.holder import Clock
    from selfstudy.services.rescue.safety import Safety


@dataclass(frozen=True, slots=True)
class Prepared:
    """A lock that is not in force yet: its code is to be printed, a group of it typed back."""

    lock: Lock = field(repr=False)
    key: bytes = field(repr=False)
    code: str = field(repr=False)
    group: int

    def expect(self, typed: str) -> None:
        """Raise CodeMistyped unless that group of the code was typed."""
        if not same_group(self.code, self.group, typed):
            raise CodeMistyped(reason="lock.code_group", group=self.group)


class Locking:
    """What a person can ask about the lock of a profile's folder; nothing of it is ever destroyed.

    `cost` is asked when a secret is set and may take a second.
    """

    def __init__(
        self, folder: Path, state: Path, clock: Clock, cost: Callable[[], Cost] = calibrated
    ) -> None:
        self.folder = folder
        self._path = folder / LOCK
        self._marker = state / f"{folder.name}.mark"
        self._tries = Tries(folder / TRIES, clock)
        self._cost = cost

    @property
    def is_locked(self) -> bool:
        """Whether a secret is asked for."""
        return is_locked(self.folder)

    def kind(self) -> Kind | None:
        """What kind of secret; None without one. Raises LockDamaged."""
        settle(self.folder, self._marker)
        return read_lock(self._path).kind if self.is_locked else None

    def wait(self) -> int:
        """Seconds until a secret may be tried."""
        return self._tries.wait()

    # — opening ————————————————————————————————————————————————————————————————————————————

    def by_secret(self, secret: str) -> bytes:
        """The data key. Raises TooEarly, WrongSecret, LockDamaged; slow on purpose."""
        lock = read_lock(self._path)
        try:
            return self._tries.attempt(lambda: lock.by_secret(secret))
        except WrongSecret as error:
            wait = error.details["wait"]
            what = "lock.try_after" if wait else "lock.try_now"
            raise WrongSecret(what=what, wait=wait) from None

    def by_code(self, typed: str) -> bytes:
        """The data key. Raises CodeMistyped, WrongCode, LockDamaged."""
        return read_lock(self._path).by_code(typed)

    # — changing what opens it —————————————————————————————————————————————————————————————

    def change(self, secret: str, fresh: str) -> bytes:
        """Another secret for the same data key. Raises SecretRefused before it tries the old."""
        kind_of(fresh)
        return self._rewrap(self.by_secret(secret), fresh)

    def reset(self, typed: str, fresh: str) -> bytes:
        """A new secret by the recovery code, which stays valid."""
        kind_of(fresh)
        return self._rewrap(self.by_code(typed), fresh)

    def _rewrap(self, key: bytes, fresh: str) -> bytes:
        write_lock(self._path, read_lock(self._path).with_secret(key, fresh, self._cost()))
        self._tries.forget()
        return key

    def prepare_code(self, secret: str) -> Prepared:
        """A new recovery code, which counts once a group of it was typed back."""
        key, code = self.by_secret(secret), new_code()
        return Prepared(read_lock(self._path).with_code(key, code), key, code, _any_group())

    def keep_code(self, prepared: Prepared, typed: str) -> None:
        """From now on the new code opens the profile and the old one does not."""
        prepared.expect(typed)
        current = read_lock(self._path)
        write_lock(self._path, replace(current, code=prepared.lock.code))

    # — on and off —————————————————————————————————————————————————————————————————————————

    def prepare(self, secret: str) -> Prepared:
        """A lock to be switched on. Raises SecretRefused; slow on purpose."""
        kind_of(secret)
        key, code = new_key(), new_code()
        lock = new_lock(self.folder.name, key, secret, code, self._cost())
        return Prepared(lock, key, code, _any_group())

    def switch_on(self, prepared: Prepared, typed: str) -> bytes:
        """Encrypt everything of a closed profile; the data key comes back.

        Raises CodeMistyped, OpenElsewhere, DiskFull; the profile is then as it was.
        """
        prepared.expect(typed)
        key = prepared.key
        with changing(self.folder, self._marker) as staged:
            profile, ring = read_profile(self.folder), keys_of(self.folder)
            write_lock(staged / LOCK, prepared.lock)
            (staged / UNSEALED).write_bytes(b"1")
            ring.save(staged / KEYS, keys_key(key))
            write_profile(staged, replace(profile, position="", unit=""))
            export(self.folder / JOURNAL, staged / JOURNAL, None, database_key(key))
            with closing(Database(staged / JOURNAL, database_key(key))) as database:
                keep_place(database, profile)
            _expect_whole(staged, profile.id, key)
        self._tries.forget()
        return key

    def switch_off(self, secret: str) -> None:
        """Decrypt everything of a closed profile."""
        key = self.by_secret(secret)
        with changing(self.folder, self._marker) as staged:
            profile, ring = read_profile(self.folder), keys_of(self.folder, key)
            export(self.folder / JOURNAL, staged / JOURNAL, database_key(key), None)
            with closing(Database(staged / JOURNAL)) as database:
                write_profile(staged, placed(database, profile))
                database.set_setting(PLACE, "")
            ring.save(staged / KEYS)
            _expect_whole(staged, profile.id, None)
            for name in (LOCK, COPY, UNSEALED):
                (staged / name).touch()

    # — copies of before ———————————————————————————————————————————————————————————————————

    def seal_copies(self, safety: Safety) -> None:
        """Once after switching on: a locked backup replaces those in clear, in both places.

        What cannot be done now (no room, a place that is not there) is tried at the next opening.
        """
        if not (self.folder / UNSEALED).exists():
            return
        with suppress(SelfStudyError):
            kept = safety.kept()
            for place in _places(safety.folder, kept.second):
                safety.backup(place)
                for path in self._in_clear(place):
                    shred(path)
            for path in self.folder.glob(f"{JOURNAL}.*"):  # what an upgrade kept of the plain one
                shred(path)
            if not kept.second_gone:
                (self.folder / UNSEALED).unlink()

    def left_in_clear(self, safety: Safety) -> int:
        """How many backups and folders that a restore set aside still lie in clear.

        One of those folders may hold the only copy of something, so they are told of and left.
        """
        aside = self.folder.parent.glob(f"{self.folder.name}.*")
        folders = sum((place / KEYS).exists() and not is_locked(place) for place in aside)
        places = _places(safety.folder, safety.kept().second)
        return folders + sum(len(self._in_clear(place)) for place in places)

    def _in_clear(self, place: Path) -> list[Path]:
        backups = place.glob(f"{PREFIX}{self.folder.name[:8]}_*.zip")
        return [path for path in backups if not _carries_lock(path)]


def _places(first: Path, second: Path | None) -> list[Path]:
    """Where backups are, as far as it is there."""
    return [place for place in (first, second) if place is not None and place.is_dir()]


def _any_group() -> int:
    return secrets.randbelow(GROUPS) + 1


def _expect_whole(folder: Path, profile: str, key: bytes | None) -> None:
    """Raise unless new files open, before they take the place of others."""
    if read_profile(folder).id != profile:
        raise ProfileDamaged(name=PROFILE, folder=str(folder))
    keys_of(folder, key)


def _carries_lock(path: Path) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            return LOCK in archive.namelist()
    except (OSError, zipfile.BadZipFile):
        return False
