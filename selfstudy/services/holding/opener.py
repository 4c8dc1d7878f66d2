"""The data keys of locked folders: of a profile and of its backups, which may differ."""

from __future__ import annotations

from pathlib import Path

from selfstudy.domain.errors import SecretMissing, SelfStudyError, WrongSecret
from selfstudy.exchange.lock import read_lock
from selfstudy.services.holding.desk import LOCK, keys_of
from selfstudy.store.glance import is_locked


class Opener:
    """Opens locked folders with a secret, or with a data key that is known already."""

    def __init__(self, secret: str = "", *keys: bytes) -> None:
        self._secret = secret
        self._keys = list(keys)

    def key_of(self, folder: Path) -> bytes | None:
        """The data key of a folder, None for one that is not locked.

        Raises SecretMissing, WrongSecret, LockDamaged.
        """
        if not is_locked(folder):
            return None
        for key in self._keys:
            if _opens(folder, key):
                return key
        if not self._secret:
            raise SecretMissing
        try:
            found = read_lock(folder / LOCK).by_secret(self._secret)
        except WrongSecret:
            raise WrongSecret(what="lock.try_then") from None
        self._keys.append(found)
        return found


def _opens(folder: Path, key: bytes) -> bool:
    try:
        keys_of(folder, key)
    except SelfStudyError:
        return False
    return True
