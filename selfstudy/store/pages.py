"""The pages of a SQLite file, read one by one: for when SQLite itself gives up on the file.

The layout is https://www.sqlite.org/fileformat2.html. Nothing is believed: a page, a cell or a
value that makes no sense is left out, and the rest is read. What was deleted but not overwritten
yet is read too.
"""

from __future__ import annotations

import errno
import os
import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from selfstudy.store.cipher import PAGE

Value = int | float | bytes | str | None
Columns = tuple[int, ...]  # the serial types of a record
Decipher = Callable[[int, bytes], bytes]  # the number of a page and its bytes as they lie there
Follow = Callable[[int], bytes]  # the page of a number, where a payload goes on

MAGIC = b"SQLite format 3\x00"
SIZES = (1024, 4096, 8192, 2048, 512, 16384, 32768, 65536)  # ours first
FILE_HEADER = 100
LEAF_TABLE, LEAF_INDEX, INNER_INDEX = 0x0D, 0x0A, 0x02
CELLS_AT = {LEAF_TABLE: 8, LEAF_INDEX: 8, INNER_INDEX: 12}
WIDTHS = (0, 1, 2, 3, 4, 6, 8)  # bytes of the integers of serial types 0 to 6
MAX_IMAGE = 512 * 1024 * 1024  # bytes of memory
MAX_PAYLOAD = 64 * 1024 * 1024
LOG_HEADER, FRAME_HEADER = 32, 24
SEALED = 80  # bytes at the end of each page that SQLCipher keeps for itself
LOG_MAGIC = 0x377F0682


class Row(NamedTuple):
    """A record found in the file; `rowid` is None where its table has none."""

    rowid: int | None
    values: tuple[Value, ...]


class _Nonsense(Exception):
    """What lies here is no record."""


class Pages:
    """A database file with its write-ahead log, as numbered pages. Close it."""

    def __init__(self, path: Path, size: int, decipher: Decipher | None = None) -> None:
        self.size = size
        self.usable = size - (SEALED if decipher is not None else 0)
        self._decipher = decipher
        self._file = path.open("rb")
        log = Path(f"{path}-wal")
        self._log = log.read_bytes() if log.is_file() else b""
        self._frames = committed_frames(self._log, size)
        held = os.fstat(self._file.fileno()).st_size
        self.count = max([-(-held // size), *self._frames])
        self.refused: set[int] = set()  # pages that the disk itself did not give

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def page(self, number: int) -> bytes:
        """A page as it was last committed; zeroes where the disk does not give it."""
        if number in self._frames:
            at = self._frames[number]
            return self._plain(number, self._log[at : at + self.size])
        return self._stored(number)

    def _stored(self, number: int) -> bytes:
        """A page as the file has it, without the log."""
        try:
            self._file.seek((number - 1) * self.size)
            raw = self._file.read(self.size)
        except OSError:
            self.refused.add(number)
            raw = b""
        return self._plain(number, raw)

    def _plain(self, number: int, raw: bytes) -> bytes:
        whole = raw.ljust(self.size, b"\x00")
        return self._decipher(number, whole) if self._decipher is not None else whole

    def rows(self, wanted: Callable[[Columns], str]) -> Iterator[tuple[Row, str]]:
        """Every record that can be read, in the file and in its log, with what `wanted` names it.

        `wanted` gives an empty name to what is of no interest.
        """
        for number in range(1, self.count + 1):
            page = self._stored(number)
            yield from self._rows_of(page, number, wanted, self._stored)
            if self._frames:  # the log goes on from there, or is of another day
                yield from self._rows_of(page, number, wanted, self.page)
        for number, at in frames(self._log, self.size):
            page = self._plain(number, self._log[at : at + self.size])
            yield from self._rows_of(page, number, wanted, self.page)

    def _rows_of(
        self, page: bytes, number: int, wanted: Callable[[Columns], str], following: Follow
    ) -> Iterator[tuple[Row, str]]:
        start = FILE_HEADER if number == 1 else 0
        kind = page[start]
        if kind not in CELLS_AT:
            return
        cells = int.from_bytes(page[start + 3 : start + 5], "big")
        pointers = start + CELLS_AT[kind]
        for index in range(min(cells, (self.size - pointers) // 2)):
            at = int.from_bytes(page[pointers + 2 * index : pointers + 2 * index + 2], "big")
            try:
                found = self._cell(page, at, kind, wanted, following)
            except (_Nonsense, IndexError, struct.error, UnicodeDecodeError):
                continue
            if found is not None:
                yield found

    def _cell(
        self, page: bytes, at: int, kind: int, wanted: Callable[[Columns], str], following: Follow
    ) -> tuple[Row, str] | None:
        """The record at a place of a page; None when its shape is not wanted."""
        if kind == INNER_INDEX:
            at += 4
        size, at = varint(page, at)
        rowid = None
        if kind == LEAF_TABLE:
            rowid, at = varint(page, at)
        if not 2 <= size <= MAX_PAYLOAD:
            raise _Nonsense
        here = self._local(size, kind)
        columns, body = shape(page, at)
        name = wanted(columns)
        if not name:
            return None
        payload = self._payload(page, at, size, here, following)
        return Row(rowid, values(payload, columns, body - at)), name

    def _local(self, size: int, kind: int) -> int:
        """How many bytes of a payload stand in its own page."""
        most = self.usable - 35 if kind == LEAF_TABLE else (self.usable - 12) * 64 // 255 - 23
        if size <= most:
            return size
        least = (self.usable - 12) * 32 // 255 - 23
        rest = least + (size - least) % (self.usable - 4)
        return rest if rest <= most else least

    def _payload(self, page: bytes, at: int, size: int, here: int, page_of: Follow) -> bytes:
        """A whole payload, its overflow pages followed. Raises _Nonsense."""
        found = [page[at : at + here]]
        left = size - here
        following = int.from_bytes(page[at + here : at + here + 4], "big")
        while left > 0:
            if not 1 <= following <= self.count:
                raise _Nonsense
            more = page_of(following)
            found.append(more[4 : self.usable][:left])
            left -= self.usable - 4
            following = int.from_bytes(more[:4], "big")
        return b"".join(found)

    def image(self) -> bytes:
        """The database as one file without a log, as it was last committed. Raises OSError."""
        pages = [self.page(number) for number in range(1, self.count + 1)]
        if not pages:
            raise OSError(errno.EIO, "empty")
        first = bytearray(pages[0])
        first[: len(MAGIC)] = MAGIC  # where it was enciphered, something else stands there
        first[18:20] = b"\x01\x01"  # no write-ahead log
        return b"".join([bytes(first), *pages[1:]])


def image_of(path: Path, decipher: Decipher | None = None) -> bytes:
    """A database with its log as the bytes of one file, without touching either."""
    size = page_sizes(path, decipher)[0]
    pages = Pages(path, size, decipher)
    try:
        return pages.image()
    finally:
        pages.close()


def page_sizes(path: Path, decipher: Decipher | None = None) -> tuple[int, ...]:
    """The size of a file's pages as its header has it; all there are where it makes no sense."""
    if decipher is not None:
        return (PAGE,)
    with path.open("rb") as file:
        header = file.read(FILE_HEADER)
    told = int.from_bytes(header[16:18], "big")
    told = 65536 if told == 1 else told
    return (told,) if header.startswith(MAGIC) and told in SIZES else SIZES


def varint(raw: bytes, at: int) -> tuple[int, int]:
    """A number of one to nine bytes, and where it ends. Raises IndexError."""
    value = 0
    for index in range(8):
        byte = raw[at + index]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + index + 1
    return value << 8 | raw[at + 8], at + 9


def shape(raw: bytes, at: int) -> tuple[Columns, int]:
    """The serial types of the record at a place, and where its values begin. Raises _Nonsense."""
    size, here = varint(raw, at)
    end = at + size
    if not here <= end <= len(raw):
        raise _Nonsense
    columns = []
    while here < end:
        column, here = varint(raw, here)
        columns.append(column)
    return tuple(columns), end


def values(payload: bytes, columns: Columns, at: int) -> tuple[Value, ...]:
    """The values of a record. Raises _Nonsense where they do not fill it."""
    found: list[Value] = []
    for column in columns:
        width = width_of(column)
        part = payload[at : at + width]
        if len(part) != width:
            raise _Nonsense
        found.append(_value(column, part))
        at += width
    return tuple(found)


def width_of(column: int) -> int:
    """The bytes of a value of a serial type. Raises _Nonsense."""
    if column >= 12:
        return (column - 12) // 2
    if column < len(WIDTHS):
        return WIDTHS[column]
    if column == 7:
        return 8
    if column in (8, 9):
        return 0
    raise _Nonsense


def _value(column: int, part: bytes) -> Value:
    if column >= 12:
        return part.decode() if column % 2 else part
    if column == 0:
        return None
    if column == 7:
        number: float = struct.unpack(">d", part)[0]
        return number
    if column in (8, 9):
        return column - 8
    return int.from_bytes(part, "big", signed=True)


def frames(log: bytes, size: int) -> Iterator[tuple[int, int]]:
    """The number of each page in a write-ahead log, and where its bytes begin."""
    for at in range(LOG_HEADER, len(log) - FRAME_HEADER - size + 1, FRAME_HEADER + size):
        number = int.from_bytes(log[at : at + 4], "big")
        if number:
            yield number, at + FRAME_HEADER


def committed_frames(log: bytes, size: int) -> dict[int, int]:
    """Where the newest committed state of each page begins in a log, as SQLite itself finds it."""
    magic = int.from_bytes(log[:4], "big")
    if magic & ~1 != LOG_MAGIC or int.from_bytes(log[8:12], "big") != size:
        return {}
    words = ">" if magic & 1 else "<"
    sums = _checksum(log[:24], (0, 0), words)
    committed: dict[int, int] = {}
    waiting: dict[int, int] = {}
    for number, at in frames(log, size):
        head = log[at - FRAME_HEADER : at]
        sums = _checksum(head[:8] + log[at : at + size], sums, words)
        if head[8:16] != log[16:24] or struct.unpack(">II", head[16:24]) != sums:
            break
        waiting[number] = at
        if head[4:8] != b"\x00\x00\x00\x00":  # the last of a transaction
            committed |= waiting
            waiting = {}
    return committed


def _checksum(raw: bytes, before: tuple[int, int], words: str) -> tuple[int, int]:
    one, two = before
    numbers = struct.unpack(f"{words}{len(raw) // 4}I", raw)
    for first, second in zip(numbers[::2], numbers[1::2], strict=True):
        one = (one + first + two) & 0xFFFFFFFF
        two = (two + second + one) & 0xFFFFFFFF
    return one, two
