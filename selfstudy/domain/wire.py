"""Lines, digests and segments: the exact bytes that are sealed, signed and carried.

A line is the UTF-8 JSON array ``[time, offset, kind, [content…]]`` (time in ms since 1970,
offset in minutes). Its digest is SHA-256(previous digest ‖ line); before the first stands the
source's id. A segment is consecutive lines, joined by line feeds and deflated (zlib).
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any, NamedTuple

import msgspec
from msgspec import Meta

from selfstudy.domain.errors import DamagedFile, TextTooLong, TooLarge
from selfstudy.domain.record import DIGEST_SIZE, KINDS, Fact, Restated, Source, Unknown

MAX_LINE = 64 * 1024
MAX_SEGMENT_RECORDS = 20_000
MAX_SEGMENT_BYTES = 16 * 1024 * 1024
MAX_NUMBER = 2**40
MAX_TIME = 253_402_300_800_000  # the end of the year 9999
MAX_OFFSET = 24 * 60
MAX_KIND = 64

Outer = tuple[
    Annotated[int, Meta(ge=0, lt=MAX_TIME)],
    Annotated[int, Meta(ge=-MAX_OFFSET, le=MAX_OFFSET)],
    Annotated[str, Meta(max_length=MAX_KIND)],
    msgspec.Raw,
]
Reader = Callable[[msgspec.Raw], Fact]


def upcast(shape: type[msgspec.Struct], today: Callable[[Any], Fact]) -> Reader:
    """Reads a kind that is written no more: the shape it had, and the fact that it is today."""
    decode = msgspec.json.Decoder(shape).decode
    return lambda content: today(decode(content))


# A kind changes by new fields behind the others alone, with defaults for the lines that lack them.
# Where that is not enough a new kind takes its place, and the old one is read by `upcast` here.
FORMER: dict[str, Reader] = {}

_outer: Callable[[bytes], Outer] = msgspec.json.Decoder(Outer).decode
_inner: dict[str, Reader] = FORMER | {
    kind: msgspec.json.Decoder(fact).decode for kind, fact in KINDS.items()
}
_encode = msgspec.json.Encoder().encode


class Line(NamedTuple):
    """A decoded line: device time (ms), UTC offset (minutes), kind, fact."""

    time: int
    offset: int
    kind: str
    fact: Fact


@dataclass(frozen=True, slots=True)
class Segment:
    """Consecutive lines of one source with the author's signature; kept and relayed verbatim."""

    first: int
    count: int
    previous: bytes
    end: bytes
    signature: bytes
    blob: bytes

    @property
    def last(self) -> int:
        """The number of the last record."""
        return self.first + self.count - 1


@dataclass(frozen=True, slots=True)
class Footing:
    """The signed end of a segment whose lines were let go: what follows stands on it."""

    first: int
    count: int
    end: bytes
    signature: bytes

    @property
    def last(self) -> int:
        """The number of the last record."""
        return self.first + self.count - 1


@dataclass(frozen=True, slots=True)
class Carried:
    """Segments of one source, on their way from one journal to another, and what they stand on."""

    source: Source
    segments: tuple[Segment, ...]
    footings: tuple[Footing, ...] = ()

    @property
    def records(self) -> int:
        """How many records they say they are."""
        return sum(segment.count for segment in self.segments)


@dataclass(frozen=True, slots=True)
class OpenSegment:
    """A segment whose digests hold: its lines and the digest after each."""

    segment: Segment
    lines: list[bytes]
    digests: list[bytes]


def line_of(time: int, offset: int, fact: Fact) -> bytes:
    """Seal a fact into the bytes of a line. Raises TextTooLong for what no receiver would take."""
    line = _encode((time, offset, fact.kind, fact))
    if len(line) > MAX_LINE:
        raise TextTooLong(limit=MAX_LINE)
    return line


def check_line(line: bytes) -> Outer:
    """The four parts of a line. Raises DamagedFile when it is malformed."""
    try:
        return _outer(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise DamagedFile(name="", reason="line") from error


def read_line(line: bytes) -> Line:
    """Decode a line; what is not known gives `Unknown`. Raises DamagedFile when malformed.

    A kind of before comes back as what it is today; content that does not fit has no kind.
    """
    time, offset, kind, content = check_line(line)
    inner = _inner.get(kind)
    if inner is None:
        return Line(time, offset, kind, Unknown())
    try:
        fact = inner(content)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        fact = Unknown()
    return Line(time, offset, fact.kind, fact)


def shapes() -> dict[str, int]:
    """The kinds that this program reads, with how many fields it reads of each."""
    return dict.fromkeys(FORMER, 0) | {
        kind: len(fact.__struct_fields__) for kind, fact in KINDS.items()
    }


def stated(line: Line) -> Line:
    """The line a restating fact tells again, or the line itself."""
    return read_line(line.fact.line.encode()) if isinstance(line.fact, Restated) else line


def digest(previous: bytes, line: bytes) -> bytes:
    """SHA-256(previous ‖ line)."""
    return hashlib.sha256(previous + line).digest()


def chain(previous: bytes, lines: list[bytes]) -> list[bytes]:
    """The digest after each line."""
    found = []
    sha = hashlib.sha256
    for line in lines:
        previous = sha(previous + line).digest()
        found.append(previous)
    return found


def from_hex(text: str) -> bytes:
    """The bytes that a fact tells as hex; empty when they are none, for nobody checked them."""
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""


def branch_name(source: bytes, first_digest: bytes) -> bytes:
    """The name of a fork's tail: SHA-256(source ‖ digest of its first differing record)."""
    return hashlib.sha256(source + first_digest).digest()


def seal_message(source: bytes, first: int, count: int, end: bytes) -> bytes:
    """What an author signs for a segment: its place and its end digest (which covers the rest)."""
    place = first.to_bytes(8, "big") + count.to_bytes(8, "big")
    return b"tuhoc segment 0" + source + place + end


def fitting(lines: list[bytes]) -> list[bytes]:
    """As many of the first lines as one segment may hold inflated."""
    size = 0
    for count, line in enumerate(lines):
        size += len(line) + 1
        if size > MAX_SEGMENT_BYTES:
            return lines[:count]
    return lines


def pack_lines(lines: list[bytes]) -> bytes:
    """Join and deflate lines."""
    return zlib.compress(b"\n".join(lines), 6)


def unpack_lines(
    blob: bytes, limit: int = MAX_SEGMENT_BYTES, count: int | None = None
) -> list[bytes]:
    """Inflate and split lines, never beyond `limit` bytes nor into others than `count`."""
    inflater = zlib.decompressobj()
    try:
        joined = inflater.decompress(blob, limit + 1)
    except zlib.error as error:
        raise DamagedFile(name="", reason="deflate") from error
    if len(joined) > limit:
        raise TooLarge(name="", limit=limit)
    if not inflater.eof or inflater.unused_data:
        raise DamagedFile(name="", reason="deflate")
    if count is not None and joined.count(b"\n") + 1 != count:  # 16 million lines of nothing
        raise DamagedFile(name="", reason="count")
    return joined.split(b"\n")


def make_segment(first: int, previous: bytes, lines: list[bytes], signature: bytes) -> Segment:
    """A segment from own lines; `signature` is over `seal_message` of their end."""
    end = chain(previous, lines)[-1]
    return Segment(first, len(lines), previous, end, signature, pack_lines(lines))


def open_segment(source: bytes, segment: Segment) -> OpenSegment:
    """Check limits and digests. Raises TooLarge or DamagedFile; the signature is checked apart."""
    if not 1 <= segment.count <= MAX_SEGMENT_RECORDS:
        raise TooLarge(name="", limit=MAX_SEGMENT_RECORDS)
    if not 1 <= segment.first <= MAX_NUMBER:
        raise DamagedFile(name="", reason="number")
    if len(segment.previous) != DIGEST_SIZE or len(segment.end) != DIGEST_SIZE:
        raise DamagedFile(name="", reason="digest")
    if segment.first == 1 and segment.previous != source:
        raise DamagedFile(name="", reason="first")
    lines = unpack_lines(segment.blob, count=segment.count)
    if max(map(len, lines)) > MAX_LINE:
        raise TooLarge(name="", limit=MAX_LINE)
    digests = chain(segment.previous, lines)
    if digests[-1] != segment.end:
        raise DamagedFile(name="", reason="digest")
    return OpenSegment(segment, lines, digests)
