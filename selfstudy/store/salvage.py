"""What can be read of a journal whose file is damaged, whatever SQLite says of it.

Records are known by the shape of their columns, not by the table that should lead to them.
Whether they are true is judged later, by their digests and signatures.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from selfstudy.domain.record import NO_UNIT, Source
from selfstudy.domain.wire import Footing, Segment
from selfstudy.store.pages import Columns, Decipher, Pages, Row, page_sizes
from selfstudy.store.papers import KeptReceipt

Key = tuple[int, int]  # a file's own small numbers of unit and source
INTEGERS = frozenset((1, 2, 3, 4, 5, 6, 8, 9))
UNIT_WORD = "unit:"
SHAPES = {
    "word": "n t",
    "source": "i i b32 i b32 b16 t b16 i i b32 i i b32 i i",
    "segment": "i i i b32 i b32 b64 b i i",
    "line": "i i i b32 b",
    "card": "b16 i b",
    "receipt": "b16 b32 b16 b16 i i t b b64",
    "tombstone": "b32 b16 i b32 b16 i b b64 i",
    "meta": "t t",
    "retained": "i i i i b32 b32 b64",
    "footing": "i i i b32 i b64",
}
"""What each column of a table holds: a number, text, bytes (how many), nothing (a row id)."""


class FoundLine(NamedTuple):
    """An own line that was never handed over; nothing of it is verified yet."""

    number: int
    digest: bytes
    line: bytes


@dataclass
class Salvaged:
    """The rows of one file; the keys are its own small numbers of unit and source."""

    sources: dict[Key, set[Source]] = field(default_factory=lambda: defaultdict(set))
    segments: dict[Key, set[Segment]] = field(default_factory=lambda: defaultdict(set))
    footings: dict[Key, set[Footing]] = field(default_factory=lambda: defaultdict(set))
    lines: dict[Key, set[FoundLine]] = field(default_factory=lambda: defaultdict(set))
    heads: dict[bytes, int] = field(default_factory=dict)
    cards: list[bytes] = field(default_factory=list)
    receipts: list[KeptReceipt] = field(default_factory=list)
    stones: list[tuple[bytes, bytes]] = field(default_factory=list)
    settings: dict[str, str] = field(default_factory=dict)
    refused: int = 0

    @property
    def rows(self) -> int:
        """How much was found; of several guesses at the size of a page, the best finds most."""
        segments = sum(len(found) for found in self.segments.values())
        return segments + sum(len(found) for found in self.lines.values())


def salvage(path: Path, units: Iterable[bytes] = (), decipher: Decipher | None = None) -> Salvaged:
    """Read all that can be read of a journal's file and its log.

    `units` are ids that its sources may be written for, beside those that it names itself.
    """
    known = {NO_UNIT, *units}
    found = [_salvage(path, size, known, decipher) for size in page_sizes(path, decipher)]
    return max(found, key=lambda each: each.rows)


def _salvage(path: Path, size: int, units: set[bytes], decipher: Decipher | None) -> Salvaged:
    pages = Pages(path, size, decipher)
    try:
        rows: dict[str, list[Row]] = {table: [] for table in SHAPES}
        for row, table in pages.rows(table_of):
            rows[table].append(row)
    finally:
        pages.close()
    made = Salvaged(refused=len(pages.refused))
    named = dict(_units(rows["word"]))
    for row in rows["source"]:
        _source(made, row.values, {*units, *named.values()}, named)
    for unit, source, first, end, records, previous, signature, blob, *_ in _values(
        rows["segment"]
    ):
        segment = Segment(first, records, previous, end, signature, blob)
        made.segments[unit, source].add(segment)
    for unit, source, first, last, _previous, end, signature in _values(rows["retained"]):
        made.footings[unit, source].add(Footing(first, last - first + 1, end, signature))
    for unit, source, last, end, first, signature in _values(rows["footing"]):
        made.footings[unit, source].add(Footing(first, last - first + 1, end, signature))
    for unit, source, number, digest, line in _values(rows["line"]):
        made.lines[unit, source].add(FoundLine(number, digest, line))
    made.cards = [raw for _unit, _number, raw in _values(rows["card"])]
    made.stones = [(values[6], values[7]) for values in _values(rows["tombstone"])]
    made.settings = {str(row.values[0]): str(row.values[1]) for row in rows["meta"]}
    made.receipts = [KeptReceipt(*values) for values in _values(rows["receipt"])]
    return made


def _values(rows: list[Row]) -> Iterable[tuple[Any, ...]]:
    return (row.values for row in rows)


def _units(rows: list[Row]) -> Iterable[tuple[int, bytes]]:
    for row in rows:
        text = str(row.values[1])
        if row.rowid is not None and text.startswith(UNIT_WORD):
            try:
                yield row.rowid, bytes.fromhex(text.removeprefix(UNIT_WORD))
            except ValueError:
                continue


def _source(
    made: Salvaged, values: tuple[Any, ...], units: set[bytes], named: dict[int, bytes]
) -> None:
    """Keep a source whose parts give its name; a tail is known by its root's parts."""
    unit, number, sid, root, author, subject, chain, epoch, _first, head = values[:10]
    likely = [named[unit]] if unit in named else []
    for candidate in (*likely, *units):
        source = Source(author, subject, candidate, chain, epoch)
        if source.id == sid:
            made.sources[unit, number].add(source)
            made.heads[sid] = max(head, made.heads.get(sid, 0))
            return
    if root != number and likely:
        made.sources[unit, root].add(Source(author, subject, likely[0], chain, epoch))


def table_of(columns: Columns) -> str:
    """The table that a record of these serial types belongs to; empty for one of no interest."""
    for table in _BY_WIDTH.get(len(columns), ()):
        if all(fits(column) for fits, column in zip(_TESTS[table], columns, strict=True)):
            return table
    return ""


def _test(code: str) -> Callable[[int], bool]:
    if code == "i":
        return INTEGERS.__contains__
    if code == "n":
        return lambda column: column == 0
    if code == "t":
        return lambda column: column >= 13 and column % 2 == 1
    size = int(code[1:] or 0)
    if size:
        return lambda column: column == 12 + 2 * size
    return lambda column: column >= 12 and column % 2 == 0


_TESTS = {table: [_test(code) for code in codes.split()] for table, codes in SHAPES.items()}
_BY_WIDTH: dict[int, list[str]] = defaultdict(list)
for _table, _tests in _TESTS.items():
    _BY_WIDTH[len(_tests)].append(_table)
