"""A packet as a few QR codes: cut into parts, and put together again from those that were read.

A part is ``TQ | format (1) | first 8 bytes of the packet's SHA-256 | number (1) | parts (1) |
size of the packet (4) | payload``, numbers big-endian. After the `parts` that carry the packet come
spare ones: the spare of a group is the exclusive or of its parts, so one code of each group may be
blurred or cut off.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import reduce

from selfstudy.domain.errors import DamagedFile, NewerFormat, TooManyCodes

HEAD = struct.Struct(">2sB8sBBI")
MARK = b"TQ"
FORMAT = 1
PAYLOAD = 480  # bytes at most: a code of 93 modules, read from a sheet or a screen at arm's length
GROUP = 6  # parts that share one spare: as many as stand on a sheet
MAX_PARTS = 60


@dataclass(frozen=True, slots=True)
class Whole:
    """Which packet a part belongs to: the start of its digest, how many parts, how many bytes."""

    digest: bytes
    parts: int
    size: int

    @property
    def spares(self) -> int:
        """How many spare parts there are."""
        return _spares(self.parts)

    @property
    def width(self) -> int:
        """Bytes of every part's payload; the last part is filled up with zeros."""
        return -(-self.size // self.parts)

    def group(self, spare: int) -> list[int]:
        """The parts (from 0) that a spare stands in for."""
        return list(range(spare, self.parts, self.spares))


@dataclass(frozen=True, slots=True)
class Part:
    """What one code carries; numbers from 0, spares after the packet's own parts."""

    whole: Whole
    number: int
    payload: bytes

    def sealed(self) -> bytes:
        """The bytes of the code."""
        whole = self.whole
        head = HEAD.pack(MARK, FORMAT, whole.digest, self.number, whole.parts, whole.size)
        return head + self.payload


def _spares(parts: int) -> int:
    return -(-parts // GROUP) if parts > 1 else 0


def cut(raw: bytes) -> list[Part]:
    """The parts of a packet, spares last. Raises TooManyCodes."""
    count = -(-len(raw) // PAYLOAD)
    if count > MAX_PARTS:
        raise TooManyCodes(codes=count, limit=MAX_PARTS)
    whole = Whole(hashlib.sha256(raw).digest()[:8], count, len(raw))
    width = whole.width
    own = [raw[n * width : (n + 1) * width].ljust(width, b"\0") for n in range(count)]
    spare = [_xor(own[n] for n in whole.group(group)) for group in range(whole.spares)]
    return [Part(whole, number, payload) for number, payload in enumerate(own + spare)]


def read_part(raw: bytes) -> Part | None:
    """The part in a code's bytes; None when the code is none of ours. Raises NewerFormat."""
    if not raw.startswith(MARK) or len(raw) < HEAD.size:
        return None
    _mark, version, digest, number, parts, size = HEAD.unpack_from(raw)
    if version > FORMAT:
        raise NewerFormat(name="QR", version=version)
    sound = 0 < parts <= MAX_PARTS and 0 < size <= parts * PAYLOAD
    whole = Whole(digest, parts, size)
    payload = raw[HEAD.size :]
    if not sound or number >= parts + whole.spares or len(payload) != whole.width:
        return None
    return Part(whole, number, payload)


def missing(whole: Whole, numbers: Collection[int]) -> list[int]:
    """The parts of a packet that neither were read nor can be computed, from 0."""
    held = set(numbers)
    lacking = []
    groups = [whole.group(spare) for spare in range(whole.spares)] or [[0]]
    for spare, group in enumerate(groups):
        gone = [number for number in group if number not in held]
        if len(gone) > int(whole.parts + spare in held):
            lacking += gone
    return sorted(lacking)


def join(parts: Iterable[Part]) -> bytes:
    """The packet of enough parts of one whole. Raises DamagedFile when they do not fit together."""
    held = {part.number: part for part in parts}
    whole = next(iter(held.values())).whole
    for spare in range(whole.spares):
        numbers = [*whole.group(spare), whole.parts + spare]
        gone = [number for number in numbers if number not in held]
        if len(gone) == 1:
            payload = _xor(held[number].payload for number in numbers if number in held)
            held[gone[0]] = Part(whole, gone[0], payload)
    raw = b"".join(held[number].payload for number in range(whole.parts))[: whole.size]
    if hashlib.sha256(raw).digest()[:8] != whole.digest:
        raise DamagedFile(name="QR", reason="content")
    return raw


def _xor(payloads: Iterable[bytes]) -> bytes:
    """The exclusive or of payloads of one length."""
    kept = list(payloads)
    number = reduce(int.__xor__, (int.from_bytes(payload, "big") for payload in kept))
    return number.to_bytes(len(kept[0]), "big")
