"""Keys: Ed25519 to sign, X25519 to seal, random per learner and device.

`cryptography` is imported here and in `envelope`, nowhere else.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from selfstudy.domain.errors import (
    BadSignature,
    DamagedFile,
    NewerFormat,
    UnreadableFile,
    WrongPassphrase,
)
from selfstudy.domain.record import KEY_SIZE, identity
from selfstudy.settings import read_json, write_whole

FORMAT = 1  # of files of keys
_suite = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
PAGE_SALT, PAGE_END = 16, 80  # bytes: SQLCipher's salt of a file, its vector and seal of a page
WRAP_INFO = b"tuhoc content key 0"
KEYS_INFO = b"tuhoc keys 0"
ARGON_MEMORY_KIB = 19 * 1024
ARGON_ROUNDS = 6
MOST_RETIRED = 8  # sealing keys that still open
NONCE = 12  # bytes before what a box holds


class KeyRing:
    """A signing key and a sealing key; `retired` sealing keys open what was sealed to them."""

    def __init__(self, sign_seed: bytes, seal_seed: bytes, retired: Sequence[bytes] = ()) -> None:
        self._sign = Ed25519PrivateKey.from_private_bytes(sign_seed)
        seals = [X25519PrivateKey.from_private_bytes(seed) for seed in (seal_seed, *retired)]
        self._opens = {seal.public_key().public_bytes_raw(): seal for seal in seals}
        self._seeds = (sign_seed, seal_seed, *retired)
        self.public = self._sign.public_key().public_bytes_raw()
        self.opening = tuple(self._opens)
        self.seal_public = self.opening[0]

    @classmethod
    def new(cls) -> KeyRing:
        """Random keys."""
        return cls(secrets.token_bytes(32), secrets.token_bytes(32))

    def renewed(self) -> KeyRing:
        """The same signing key with a new sealing key; the one before only opens from now on."""
        sign_seed, *seals = self._seeds
        return KeyRing(sign_seed, secrets.token_bytes(KEY_SIZE), seals[:MOST_RETIRED])

    @property
    def identity(self) -> bytes:
        """The id of the person or unit that these keys found."""
        return identity(self.public)

    def sign(self, message: bytes) -> bytes:
        """An Ed25519 signature (64 bytes)."""
        return self._sign.sign(message)

    def unwrap(self, wrapped: bytes, public: bytes = b"") -> bytes | None:
        """Open a content key that was wrapped for a key of this ring (HPKE), or None."""
        try:
            return _suite.decrypt(wrapped, self._opens[public or self.seal_public], WRAP_INFO)
        except (InvalidTag, ValueError):
            return None

    def save(self, path: Path, under: bytes | None = None) -> None:
        """Keep the keys in a file that only this account may read, sealed when `under` a key."""
        sign_seed, seal_seed, *retired = (seed.hex() for seed in self._seeds)
        if under is None:
            older = {"retired": retired} if retired else {}
            text = json.dumps({"keys": FORMAT, "sign": sign_seed, "seal": seal_seed, **older})
        else:
            box = sealed(under, b"".join(self._seeds), KEYS_INFO)
            text = json.dumps({"keys": FORMAT, "box": box.hex()})
        write_whole(path, text.encode(), mode=0o600)

    @classmethod
    def load(cls, path: Path, under: bytes | None = None) -> KeyRing:
        """Read keys. Raises NewerFormat; UnreadableFile, also when `under` does not open them."""
        try:
            found = _told(path, "keys")
            if under is None:
                sign_seed, seal_seed = bytes.fromhex(found["sign"]), bytes.fromhex(found["seal"])
                retired = [bytes.fromhex(seed) for seed in found.get("retired", ())]
                return cls(sign_seed, seal_seed, retired)
            return cls._of(opened(under, bytes.fromhex(found["box"]), KEYS_INFO) or b"")
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise UnreadableFile(name=path.name) from error

    def save_locked(self, path: Path, passphrase: str) -> None:
        """Keep the keys under a passphrase (Argon2id, ChaCha20-Poly1305)."""
        salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
        box = ChaCha20Poly1305(_stretch(passphrase, salt))
        locked = box.encrypt(nonce, b"".join(self._seeds), b"tuhoc root 0")
        text = json.dumps({"locked": FORMAT, "salt": salt.hex(), "box": (nonce + locked).hex()})
        write_whole(path, text.encode(), mode=0o600)

    @classmethod
    def load_locked(cls, path: Path, passphrase: str) -> KeyRing:
        """Open keys under a passphrase. Raises UnreadableFile, NewerFormat, WrongPassphrase."""
        try:
            found = _told(path, "locked")
            salt, box = bytes.fromhex(found["salt"]), bytes.fromhex(found["box"])
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise UnreadableFile(name=path.name) from error
        try:
            opener = ChaCha20Poly1305(_stretch(passphrase, salt))
            seeds = opener.decrypt(box[:12], box[12:], b"tuhoc root 0")
        except InvalidTag as error:
            raise WrongPassphrase(name=path.name) from error
        except ValueError as error:  # too short for what it should be
            raise UnreadableFile(name=path.name) from error
        return cls._of(seeds)

    @classmethod
    def _of(cls, seeds: bytes) -> KeyRing:
        """The ring of seeds that stand one behind the other."""
        sign_seed, seal_seed = seeds[:KEY_SIZE], seeds[KEY_SIZE : 2 * KEY_SIZE]
        rest = range(2 * KEY_SIZE, len(seeds), KEY_SIZE)
        return cls(sign_seed, seal_seed, [seeds[i : i + KEY_SIZE] for i in rest])


def _told(path: Path, number: str) -> dict[str, Any]:
    """What a file of keys says, if its format is one of ours. Raises what reading JSON raises."""
    found: dict[str, Any] = read_json(path)
    if found[number] > FORMAT:
        raise NewerFormat(name=path.name, version=found[number])
    return found


def _stretch(passphrase: str, salt: bytes) -> bytes:
    return stretched(passphrase, salt, ARGON_MEMORY_KIB, ARGON_ROUNDS)


def stretched(secret: str, salt: bytes, memory: int, rounds: int) -> bytes:
    """A key (32 bytes) from a secret by Argon2id, as slow as `memory` (KiB) and `rounds` say."""
    kdf = Argon2id(salt=salt, length=32, iterations=rounds, lanes=1, memory_cost=memory)
    return kdf.derive(secret.encode())


def derived(key: bytes, purpose: bytes, salt: bytes | None = None) -> bytes:
    """A key (32 bytes) for one purpose from a strong one (HKDF-SHA256)."""
    return HKDF(SHA256(), 32, salt, purpose).derive(key)


def sealed(key: bytes, content: bytes, about: bytes) -> bytes:
    """Content in a box (ChaCha20-Poly1305, the nonce before it), bound to what it is about."""
    nonce = secrets.token_bytes(NONCE)
    return nonce + ChaCha20Poly1305(key).encrypt(nonce, content, about)


def opened(key: bytes, box: bytes, about: bytes) -> bytes | None:
    """What a box holds, or None when the key, the box or what it is about is another."""
    try:
        return ChaCha20Poly1305(key).decrypt(box[:NONCE], box[NONCE:], about)
    except (InvalidTag, ValueError):
        return None


def verified(public: bytes, signature: bytes, message: bytes) -> bool:
    """Whether an Ed25519 signature holds."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def verify(public: bytes, signature: bytes, message: bytes) -> None:
    """Raise BadSignature unless the signature holds."""
    if not verified(public, signature, message):
        raise BadSignature(name="")


def may_seal_to(recipient: bytes) -> bool:
    """Whether bytes are a sealing key that something can be wrapped for."""
    try:
        wrap(bytes(KEY_SIZE), recipient)
    except DamagedFile:
        return False
    return True


def wrap(content_key: bytes, recipient: bytes) -> bytes:
    """Wrap a content key for a recipient's sealing key (HPKE, X25519)."""
    try:
        return _suite.encrypt(content_key, X25519PublicKey.from_public_bytes(recipient), WRAP_INFO)
    except ValueError as error:
        raise DamagedFile(name="", reason="key") from error


def page_opener(key: bytes) -> Callable[[int, bytes], bytes]:
    """Opens single pages of an encrypted database, sound or not: SQLCipher 4 under a raw key.

    A page is AES-256-CBC; at its end stand the initialisation vector and a seal that is not
    checked here, for what a damaged page says is judged by digests and signatures.
    """

    def opened(number: int, page: bytes) -> bytes:
        start = PAGE_SALT if number == 1 else 0
        body, end = page[start:-PAGE_END], page[-PAGE_END:]
        decryptor = Cipher(algorithms.AES(key), modes.CBC(end[:16])).decryptor()
        return page[:start] + decryptor.update(body) + decryptor.finalize() + end

    return opened
