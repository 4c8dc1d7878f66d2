"""Tombstones: signed statements that sources were erased. They name sources, never a person."""

from __future__ import annotations

import msgspec

from selfstudy.domain.errors import BadSignature, DamagedFile, TooLarge
from selfstudy.domain.record import DIGEST_SIZE, ID_SIZE, KEY_SIZE, Int
from selfstudy.exchange.keys import KeyRing, verified
from selfstudy.exchange.packet import Signed

MAX_SOURCES = 10_000
PREFIX = b"tuhoc tombstone 0"


class Tombstone(msgspec.Struct, frozen=True, omit_defaults=True):
    """These sources of a unit are erased, says `signer` at `at` (ms).

    `own` marks private chains: it is told to the person's own linked devices only.
    """

    signer: bytes
    unit: bytes
    at: Int
    sources: tuple[bytes, ...]
    own: bool = False


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Tombstone).decode


def sign_tombstone(tombstone: Tombstone, ring: KeyRing) -> Signed:
    """Sign a tombstone with the key that it names."""
    body = _encode(tombstone)
    return Signed(body, ring.sign(PREFIX + body))


def read_tombstone(signed: Signed) -> Tombstone:
    """A tombstone whose signature holds. Raises DamagedFile, TooLarge, BadSignature."""
    try:
        found = _decode(signed.body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise DamagedFile(name="", reason="tombstone") from error
    if len(found.sources) > MAX_SOURCES:
        raise TooLarge(name="", limit=MAX_SOURCES)
    sizes = {len(source) for source in found.sources} | {DIGEST_SIZE}
    if sizes != {DIGEST_SIZE} or (len(found.signer), len(found.unit)) != (KEY_SIZE, ID_SIZE):
        raise DamagedFile(name="", reason="tombstone")
    if not verified(found.signer, signed.signature, PREFIX + signed.body):
        raise BadSignature(name="")
    return found
