"""Packets: records with their signatures, as bytes for any carrier.

Plaintext: ``index length (4) | index (zlib, JSON) | blobs of the segments, in order | signature of
the carrier (64)``. The carrier's signature says who carried, never who wrote.
"""

from __future__ import annotations

import hashlib
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Annotated, Literal

import msgspec

from selfstudy.domain.errors import (
    BadSignature,
    DamagedFile,
    SelfStudyError,
    TooLarge,
)
from selfstudy.domain.record import DIGEST_SIZE, ID_SIZE, KEY_SIZE, Int, Source
from selfstudy.domain.wire import (
    MAX_NUMBER,
    MAX_SEGMENT_BYTES,
    MAX_SEGMENT_RECORDS,
    Carried,
    Footing,
    OpenSegment,
    Segment,
    check_line,
    open_segment,
    seal_message,
)
from selfstudy.exchange.envelope import PACKET, disclose, enclose, key_id, shell
from selfstudy.exchange.keys import KeyRing, verified

MAX_INDEX = 64 * 1024 * 1024
MAX_SEGMENTS = 200_000
MAX_PAPERS = 20_000  # receipts and cards together, and tombstones
MAX_INFLATED = 1024 * 1024 * 1024
MOST_DEFLATED = 1032  # how much smaller deflating makes anything at most
BATCH = 2_000
SIGNATURE = 64
ALL_PACKS = "*"

Natural = Annotated[int, msgspec.Meta(ge=0, le=2**53)]  # no more than any journal can count


@dataclass(frozen=True, slots=True)
class Carrier:
    """Who carries: a key, a sealing key for the answer, a name for the log."""

    key: bytes
    seal_key: bytes
    name: str


@dataclass(frozen=True, slots=True)
class Signed:
    """Bytes with a signature, kept verbatim: a receipt or a card."""

    body: bytes
    signature: bytes


class PackOffer(msgspec.Struct, frozen=True, array_like=True):
    """A pack that a hub has; `digest` is SHA-256 of its file, `base` the version it updates or 0.

    Everything else is the hub's word, which the pack's own signature replaces.
    """

    module: str
    version: Int
    base: Int
    size: Int
    digest: bytes
    publisher: bytes
    title: str
    title_en: str


class Ask(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a computer asks of a hub, and what the hub says back: bound to hub, unit and nonce.

    Asked: for whom (`person`), `cursor` (the hub's own mark of what it has told this key), `card`
    and `receipt` (which card and receipt are held), and `held` (heads, only when `digest`
    disagreed just before). `shelf` is the mark of the hub's packs that were told last; when it is
    `ALL_PACKS`, `packs` are the modules that are held, by version.
    Said: the new cursor, the digest of what this key may read, the number of the hub's card,
    whether there is `more`, in `held` the hub's heads where it is behind those it was sent, in
    `person` whose key this is by somebody else's word, in `shelf` the mark of the hub's packs, in
    `offers` those that are newer than what is held.
    """

    hub: bytes
    unit: bytes
    nonce: bytes
    digest: bytes = b""
    held: list[tuple[bytes, Int, bytes]] | None = None
    packs: list[tuple[str, Int]] = []
    person: bytes = b""
    cursor: str = ""
    card: Int = 0
    more: bool = False
    receipt: str = ""
    shelf: str = ""
    offers: list[PackOffer] = []


@dataclass(frozen=True, slots=True)
class Packet:
    """A batch: segments by source, receipts, unit cards, and what is asked of a hub."""

    carrier: Carrier
    unit: bytes
    at: int
    sources: tuple[Carried, ...] = ()
    receipts: tuple[Signed, ...] = ()
    cards: tuple[Signed, ...] = ()
    ask: Ask | None = None
    tombstones: tuple[Signed, ...] = ()
    digest: str = field(default="", compare=False)
    retired: bool = field(default=False, compare=False)

    @property
    def records(self) -> int:
        """How many records it carries."""
        return sum(carried.records for carried in self.sources)


class _Segment(msgspec.Struct, array_like=True):
    first: Natural
    count: Natural
    previous: bytes
    end: bytes
    signature: bytes
    size: Natural


class _Source(msgspec.Struct, array_like=True):
    author: bytes
    subject: bytes
    unit: bytes
    chain: Literal["s", "u", "p"]
    epoch: bytes
    segments: list[_Segment]


class _Footing(msgspec.Struct, array_like=True):
    source: bytes
    first: Natural
    count: Natural
    end: bytes
    signature: bytes


class _Index(msgspec.Struct):
    carrier: bytes
    seal_key: bytes
    name: str
    unit: bytes
    at: Int
    sources: list[_Source] = []
    receipts: list[tuple[bytes, bytes]] = []
    cards: list[tuple[bytes, bytes]] = []
    ask: Ask | None = None
    tombstones: list[tuple[bytes, bytes]] = []
    footings: list[_Footing] | msgspec.UnsetType = msgspec.UNSET


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(_Index).decode


def write(packet: Packet, ring: KeyRing, recipients: Sequence[bytes] = ()) -> bytes:
    """The bytes of a packet, signed by its carrier and sealed to `recipients` if there are any."""
    sources = [
        _Source(
            part.source.author, part.source.subject, part.source.unit, part.source.chain,
            part.source.epoch,
            [
                _Segment(s.first, s.count, s.previous, s.end, s.signature, len(s.blob))
                for s in part.segments
            ],
        )
        for part in packet.sources
    ]  # fmt: skip
    index = _Index(
        packet.carrier.key, packet.carrier.seal_key, packet.carrier.name, packet.unit, packet.at,
        sources,
        [(r.body, r.signature) for r in packet.receipts],
        [(c.body, c.signature) for c in packet.cards],
        packet.ask,
        [(t.body, t.signature) for t in packet.tombstones],
        [
            _Footing(part.source.id, f.first, f.count, f.end, f.signature)
            for part in packet.sources
            for f in part.footings
        ] or msgspec.UNSET,
    )  # fmt: skip
    packed = zlib.compress(_encode(index), 6)
    blobs = b"".join(s.blob for part in packet.sources for s in part.segments)
    plain = len(packed).to_bytes(4, "big") + packed + blobs
    return enclose(PACKET, plain + ring.sign(_carried(plain)), recipients)


def _carried(plain: bytes) -> bytes:
    return b"tuhoc packet 0" + hashlib.sha256(plain).digest()


def read(raw: bytes, rings: Sequence[KeyRing] = (), name: str = "") -> Packet:
    """Open a packet and check its shell, limits and carrier; segments are checked one by one later.

    Raises UnreadableFile, CutFile, NewerFormat, NotForUs, TooLarge, DamagedFile, BadSignature.
    """
    plain = disclose(raw, PACKET, rings, name)
    if len(plain) < 4 + SIGNATURE:
        raise DamagedFile(name=name, reason="length")
    body, signature = plain[:-SIGNATURE], plain[-SIGNATURE:]
    size = int.from_bytes(body[:4], "big")
    index = _read_index(body[4 : 4 + size], name)
    if not verified(index.carrier, signature, _carried(body)):
        raise BadSignature(name=name)
    sources = tuple(_sources(index, memoryview(body)[4 + size :], name))
    return Packet(
        carrier=Carrier(index.carrier, index.seal_key, index.name[:200]),
        unit=index.unit,
        at=index.at,
        sources=sources,
        receipts=tuple(Signed(*pair) for pair in index.receipts),
        cards=tuple(Signed(*pair) for pair in index.cards),
        ask=index.ask,
        tombstones=tuple(Signed(*pair) for pair in index.tombstones),
        digest=hashlib.sha256(raw).hexdigest(),
        retired=_only_retired(raw, rings),
    )


def _only_retired(raw: bytes, rings: Sequence[KeyRing]) -> bool:
    """Whether a sealed packet was opened with a key that its reader has replaced since."""
    named = {name for name, _wrapped in shell(raw).recipients}
    return bool(named) and not named & {key_id(ring.seal_public) for ring in rings}


def _read_index(packed: bytes, name: str) -> _Index:
    inflater = zlib.decompressobj()
    try:
        text = inflater.decompress(packed, MAX_INDEX + 1)
        if len(text) > MAX_INDEX:
            raise TooLarge(name=name, limit=MAX_INDEX)
        index = _decode(text)
    except (zlib.error, msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise DamagedFile(name=name, reason="index") from error
    segments = sum(max(1, len(source.segments)) for source in index.sources)
    segments += len(index.footings or ())
    papers = max(len(index.receipts) + len(index.cards), len(index.tombstones))
    if segments > MAX_SEGMENTS or papers > MAX_PAPERS:
        raise TooLarge(name=name, limit=MAX_SEGMENTS)
    if len(index.carrier) != KEY_SIZE or len(index.unit) != ID_SIZE:
        raise DamagedFile(name=name, reason="index")
    return index


def _sources(index: _Index, blobs: memoryview, name: str) -> list[Carried]:
    sizes = [s.size for source in index.sources for s in source.segments]
    if sum(sizes) != len(blobs):
        raise DamagedFile(name=name, reason="length")
    footings: dict[bytes, list[Footing]] = defaultdict(list)
    for f in index.footings or ():
        footings[f.source].append(Footing(f.first, f.count, f.end, f.signature))
    found = []
    start = 0
    for source in index.sources:
        parts = []
        for s in source.segments:
            blob = bytes(blobs[start : start + s.size])
            start += s.size
            parts.append(Segment(s.first, s.count, s.previous, s.end, s.signature, blob))
        lengths = (len(source.author), len(source.subject), len(source.unit), len(source.epoch))
        if lengths != (KEY_SIZE, ID_SIZE, ID_SIZE, ID_SIZE):
            raise DamagedFile(name=name, reason="source")
        made = Source(source.author, source.subject, source.unit, source.chain, source.epoch)
        found.append(Carried(made, tuple(parts), tuple(footings.get(made.id, ()))))
    return found


def checked(source: Source, segment: Segment) -> OpenSegment:
    """A segment whose limits, digests and author's signature hold.

    Raises TooLarge, DamagedFile, BadSignature.
    """
    opened = open_segment(source.id, segment)
    if len(segment.signature) != SIGNATURE or len(segment.end) != DIGEST_SIZE:
        raise DamagedFile(name="", reason="signature")
    message = seal_message(source.id, segment.first, segment.count, segment.end)
    if not verified(source.author, segment.signature, message):
        raise BadSignature(name="")
    for line in opened.lines:
        check_line(line)
        _check_text(line)
    return opened


def _check_text(line: bytes) -> None:
    """Content of an unknown kind is not looked into, but what is relayed and archived is UTF-8."""
    try:
        str(line, "utf-8")
    except UnicodeDecodeError as error:
        raise DamagedFile(name="", reason="line") from error


def batches(carried: Carried, records: int = BATCH) -> Iterator[Carried]:
    """The segments of one source in order, in parts of at least `records`, to be kept by turns.

    However much a packet inflates to, no more of it than a part is in memory at a time.
    """
    part: list[Segment] = []
    for segment in sorted(carried.segments, key=lambda segment: segment.first):
        part.append(segment)
        if len(part) >= BATCH or sum(s.count for s in part) >= records:
            yield replace(carried, segments=tuple(part))
            part = []
    if part:
        yield replace(carried, segments=tuple(part))


def signed_footings(carried: Carried) -> Carried:
    """A batch with those of its footings alone that the author signed."""
    sound = [f for f in carried.footings if _holds(carried.source, f)]
    return replace(carried, footings=tuple(sound))


def _holds(source: Source, footing: Footing) -> bool:
    in_range = 1 <= footing.first <= MAX_NUMBER and 1 <= footing.count <= MAX_SEGMENT_RECORDS
    if not in_range or len(footing.end) != DIGEST_SIZE:
        return False
    message = seal_message(source.id, footing.first, footing.count, footing.end)
    return verified(source.author, footing.signature, message)


def checked_all(carried: Carried) -> tuple[list[OpenSegment], list[tuple[Segment, SelfStudyError]]]:
    """The segments of one source that hold, and those that do not with the reason."""
    sound: list[OpenSegment] = []
    broken: list[tuple[Segment, SelfStudyError]] = []
    for segment in carried.segments:
        try:
            sound.append(checked(carried.source, segment))
        except SelfStudyError as error:
            error.__cause__ = error.__context__ = None  # they would hold all that was inflated
            broken.append((segment, error.with_traceback(None)))
    return sound, broken


def most_inflated(segment: Segment) -> int:
    """What was inflated at most of a segment that does not hold."""
    return min(MAX_SEGMENT_BYTES, len(segment.blob) * MOST_DEFLATED)
