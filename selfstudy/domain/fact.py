"""What a fact is, and the source that it is sealed into."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Annotated, ClassVar, Literal, NamedTuple

import msgspec

Chain = Literal["s", "u", "p"]
SHARED: Chain = "s"
UNIT: Chain = "u"
PRIVATE: Chain = "p"

# Numbers beyond 2**53 are no numbers of ours: such a fact is kept and relayed, never folded.
Int = Annotated[int, msgspec.Meta(ge=-(2**53), le=2**53)]

NO_UNIT = bytes(16)
ID_SIZE = 16
KEY_SIZE = 32
DIGEST_SIZE = 32
KEYS = 4096  # public keys whose ids are kept in memory, about 1 MB


@lru_cache(maxsize=KEYS)  # asked at every answer, and of every record that comes in
def identity(public_key: bytes) -> bytes:
    """The 16-byte id of a person or unit: the start of SHA-256 over its first public key."""
    return hashlib.sha256(b"tuhoc identity" + public_key).digest()[:ID_SIZE]


@dataclass(frozen=True)
class Source:
    """One author on one device, about one subject, for one unit, in one chain, since one epoch."""

    author: bytes
    subject: bytes
    unit: bytes
    chain: Chain
    epoch: bytes

    @cached_property
    def id(self) -> bytes:
        """SHA-256 over the parts (32 bytes): the digest before the first record."""
        parts = self.author + self.subject + self.unit + self.chain.encode() + self.epoch
        return hashlib.sha256(parts).digest()


class Narrow(NamedTuple):
    """The columns of a fact that folds read; the names are interned by the store."""

    object: str = ""
    parent: str = ""
    note: str = ""
    version: int = 0
    value: int = 0
    extra: int = 0


class Fact(msgspec.Struct, frozen=True, array_like=True):
    """Something that happened. On the wire its fields stand in this order; new ones come last."""

    kind: ClassVar[str] = ""
    chain: ClassVar[Chain] = SHARED

    def narrow(self) -> Narrow:
        """What folds read of this fact."""
        return Narrow()


class Unknown(Fact, frozen=True, array_like=True):
    """A fact of a kind that this program does not know: stored and relayed, never folded."""

    kind: ClassVar[str] = "?"
