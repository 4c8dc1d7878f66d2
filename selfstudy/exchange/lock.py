"""The lock of a profile: one random data key, wrapped under a secret and under a recovery code.

Only the wrapping changes when a secret does. The file is written in `docs/lock.md`.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any, Literal, get_args

from selfstudy.domain.errors import (
    LockDamaged,
    NewerFormat,
    SecretRefused,
    WrongCode,
    WrongSecret,
)
from selfstudy.domain.vietnamese import nfc
from selfstudy.exchange.keys import derived, opened, sealed, stretched
from selfstudy.exchange.recovery_code import read_code
from selfstudy.settings import write_whole

FORMAT = 1
KEY, SALT, BOX = 32, 16, 12 + 32 + 16  # bytes; a box is nonce, key and tag
LEAST_MEMORY, USUAL_MEMORY, MOST_MEMORY = 19 * 1024, 64 * 1024, 1024 * 1024  # KiB
MOST_ROUNDS = 10_000
SLOW, FAST = 1.0, 0.5  # seconds that one try may cost
DIGITS, LETTERS, LONGEST = 6, 10, 1000
Kind = Literal["pin", "passphrase"]


@dataclass(frozen=True, slots=True)
class Cost:
    """What one try of a secret costs: KiB of memory, rounds over it."""

    memory: int = LEAST_MEMORY
    rounds: int = 2


@dataclass(frozen=True, slots=True)
class Wrapped:
    """A data key in a box that a secret or a code opens."""

    salt: bytes
    box: bytes


@dataclass(frozen=True, slots=True)
class Lock:
    """What `lock.json` says: whose it is, what kind of secret, its cost, and the two boxes."""

    profile: str
    kind: Kind
    cost: Cost
    secret: Wrapped
    code: Wrapped

    def by_secret(self, secret: str) -> bytes:
        """The data key. Raises WrongSecret. Takes as long as `cost` says."""
        found = opened(
            _secret_key(secret, self.secret.salt, self.cost), self.secret.box, self._about()
        )
        if found is None:
            raise WrongSecret
        return found

    def by_code(self, typed: str) -> bytes:
        """The data key. Raises CodeMistyped, WrongCode."""
        found = opened(_code_key(read_code(typed), self.code.salt), self.code.box, self._about())
        if found is None:
            raise WrongCode(what="lock.code_newest")
        return found

    def with_secret(self, key: bytes, secret: str, cost: Cost) -> Lock:
        """The same data key under another secret. Raises SecretRefused."""
        kind, salt = kind_of(secret), secrets.token_bytes(SALT)
        box = sealed(_secret_key(secret, salt, cost), key, self._about())
        return replace(self, kind=kind, cost=cost, secret=Wrapped(salt, box))

    def with_code(self, key: bytes, code: str) -> Lock:
        """The same data key under another recovery code."""
        salt = secrets.token_bytes(SALT)
        return replace(
            self, code=Wrapped(salt, sealed(_code_key(read_code(code), salt), key, self._about()))
        )

    def _about(self) -> bytes:
        return b"tuhoc lock 0 " + self.profile.encode()


def new_lock(profile: str, key: bytes, secret: str, code: str, cost: Cost) -> Lock:
    """A data key wrapped twice. Raises SecretRefused."""
    nothing = Wrapped(b"", b"")
    empty = Lock(profile, "pin", cost, nothing, nothing)
    return empty.with_secret(key, secret, cost).with_code(key, code)


def new_key() -> bytes:
    """A random data key."""
    return secrets.token_bytes(KEY)


def database_key(key: bytes) -> bytes:
    """The raw key of the profile's database."""
    return derived(key, b"tuhoc database 0")


def keys_key(key: bytes) -> bytes:
    """The key that the profile's signing and sealing keys are kept under."""
    return derived(key, b"tuhoc keys 0")


def kind_of(secret: str) -> Kind:
    """Whether a secret is a PIN or a passphrase. Raises SecretRefused when it is too weak."""
    clean = nfc(secret).strip()
    if len(clean) > LONGEST:
        raise SecretRefused(reason="lock.refused_long", limit=LONGEST)
    if clean.isascii() and clean.isdigit():
        kind: Kind = "pin"
        least, reason = DIGITS, "lock.refused_pin"
    else:
        kind = "passphrase"
        least, reason = LETTERS, "lock.refused_passphrase"
    if len(clean) < least:
        raise SecretRefused(reason=reason, least=least)
    if _plain(clean):
        raise SecretRefused(reason="lock.refused_plain")
    return kind


def _plain(secret: str) -> bool:
    """Whether each symbol follows from the one before: 111111, 123456, 987654, aaaaaaaaaa."""
    steps = {ord(after) - ord(before) for before, after in pairwise(secret)}
    return len(steps) == 1 and steps <= {-1, 0, 1}


def calibrated(
    tried: Callable[[Cost], object] = lambda cost: stretched(
        "0", bytes(SALT), cost.memory, cost.rounds
    ),
    clock: Callable[[], float] = time.perf_counter,
) -> Cost:
    """A cost of 0.5 to 1 s on this computer, with as much of 64 MiB of memory as that allows."""
    memory = USUAL_MEMORY
    while True:
        begun = clock()
        tried(Cost(memory, 1))
        spent = clock() - begun
        if spent <= FAST or memory == LEAST_MEMORY:
            break
        memory = max(LEAST_MEMORY, memory // 2)
    rounds = int((FAST + SLOW) / 2 / max(spent, 1e-4))
    return Cost(memory, max(1, min(MOST_ROUNDS, rounds)))


# — the file ————————————————————————————————————————————————————————————————————————————————————


def write_lock(path: Path, lock: Lock) -> None:
    """Keep a lock, and a copy beside it: without either, nobody opens the profile again."""
    content: dict[str, Any] = {
        "lock": FORMAT,
        "profile": lock.profile,
        "kind": lock.kind,
        "cost": asdict(lock.cost),
        "secret": {"salt": lock.secret.salt.hex(), "box": lock.secret.box.hex()},
        "code": {"salt": lock.code.salt.hex(), "box": lock.code.box.hex()},
    }
    content["check"] = _check(content)
    written = json.dumps(content, indent=1).encode()
    for place in (path, copy_of(path)):
        write_whole(place, written, 0o600)


def read_lock(path: Path) -> Lock:
    """Read a lock, or its copy where it is damaged. Raises LockDamaged, NewerFormat."""
    try:
        return _read(path)
    except LockDamaged as error:
        try:
            return _read(copy_of(path))
        except LockDamaged:
            raise error from None


def copy_of(path: Path) -> Path:
    """Where the copy of a lock is kept."""
    return path.with_name(f"{path.stem}.copy{path.suffix}")


def _read(path: Path) -> Lock:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        if found["lock"] > FORMAT:
            raise NewerFormat(name=path.name, version=found["lock"])
        sound = found.pop("check") == _check(found)
        secret, code = (
            Wrapped(bytes.fromhex(found[name]["salt"]), bytes.fromhex(found[name]["box"]))
            for name in ("secret", "code")
        )
        cost = Cost(int(found["cost"]["memory"]), int(found["cost"]["rounds"]))
        lock = Lock(str(found["profile"]), found["kind"], cost, secret, code)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise LockDamaged(name=path.name, folder=str(path.parent)) from error
    if not sound or not _bearable(lock):
        raise LockDamaged(name=path.name, folder=str(path.parent))
    return lock


def _bearable(lock: Lock) -> bool:
    """Whether sizes and costs are such as this program writes: looked at before any work."""
    return (
        lock.kind in get_args(Kind)
        and LEAST_MEMORY <= lock.cost.memory <= MOST_MEMORY
        and 1 <= lock.cost.rounds <= MOST_ROUNDS
        and all(len(w.salt) == SALT and len(w.box) == BOX for w in (lock.secret, lock.code))
    )


def _check(content: dict[str, Any]) -> str:
    """A digest that tells damage from a wrong secret."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _secret_key(secret: str, salt: bytes, cost: Cost) -> bytes:
    return stretched(nfc(secret).strip(), salt, cost.memory, cost.rounds)


def _code_key(code: str, salt: bytes) -> bytes:
    return derived(code.encode(), b"tuhoc recovery 0", salt)
