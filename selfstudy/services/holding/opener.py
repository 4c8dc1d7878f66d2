"""The data keys of locked folders: of a profile and of its backups, which may differ."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from selfstudy.domain.errors import (
    CodeMistyped,
    SecretMissing,
    SelfStudyError,
    TooEarly,
    WrongCode,
    WrongSecret,
)
from selfstudy.exchange.lock import Lock, read_lock
from selfstudy.exchange.recovery_code import looks_like_code
from selfstudy.services.holding.desk import LOCK, keys_of
from selfstudy.services.holding.tries import Tries
from selfstudy.store.glance import is_locked

Opened = list[tuple[Lock, bytes]]


class Opener:
    """Opens locked folders with what somebody typed, or with a data key that is known already.

    What was typed is a secret or a recovery code, of now or of the time of a backup.
    """

    def __init__(self, typed: str = "", *keys: bytes) -> None:
        self._typed = typed
        self._keys = list(keys)

    def key_of(
        self, folder: Path, beside: Path | None = None, tries: Tries | None = None
    ) -> bytes | None:
        """The data key of a folder, None for one that is not locked.

        One whose lock was lost is known by its keys, which a backup's key opens.
        The folder `beside` it may be locked for the same key under another secret. `tries` counts
        wrong secrets. Raises SecretMissing, WrongSecret, TooEarly, WrongCode, CodeMistyped,
        LockDamaged.
        """
        known = self._known(folder)
        if known is not None or not is_locked(folder):
            return known
        if not self._typed:
            raise SecretMissing
        own = read_lock(folder / LOCK)
        opened = self._open([own, *_read(beside)], tries)
        self._keys += (key for _lock, key in opened)
        found = next((key for lock, key in opened if lock is own), self._known(folder))
        if found is None:  # what was typed opens the other folder alone
            raise _wrong(0)
        return found

    def _known(self, folder: Path) -> bytes | None:
        return next((key for key in self._keys if _opens(folder, key)), None)

    def _open(self, locks: list[Lock], tries: Tries | None) -> Opened:
        """The locks that open: by a recovery code where it looks like one, else by a secret."""
        mistaken: SelfStudyError | None = None
        if looks_like_code(self._typed):
            try:
                return _opened(locks, lambda lock: lock.by_code(self._typed), WrongCode)
            except CodeMistyped as error:
                mistaken = error
            except WrongCode:
                mistaken = WrongCode(what="lock.code_then")

        def by_secret() -> Opened:
            return _opened(locks, lambda lock: lock.by_secret(self._typed), WrongSecret)

        try:
            return by_secret() if tries is None else tries.attempt(by_secret)
        except WrongSecret as error:
            raise (mistaken or _wrong(error.details.get("wait", 0))) from None
        except TooEarly as error:
            raise (mistaken or error) from None


def _opened(
    locks: list[Lock], open_by: Callable[[Lock], bytes], refused: type[SelfStudyError]
) -> Opened:
    """Those that open, with their keys. Raises `refused` when none does."""
    found = []
    for lock in locks:
        try:
            found.append((lock, open_by(lock)))
        except refused:
            continue
    if not found:
        raise refused
    return found


def _wrong(wait: object) -> WrongSecret:
    return WrongSecret(what="lock.try_then_after" if wait else "lock.try_then", wait=wait)


def _read(folder: Path | None) -> Iterator[Lock]:
    """The lock of another folder, if it has one that can be read."""
    if folder is not None and is_locked(folder):
        try:
            yield read_lock(folder / LOCK)
        except SelfStudyError:
            return


def _opens(folder: Path, key: bytes) -> bool:
    try:
        keys_of(folder, key)
    except SelfStudyError:
        return False
    return True
