"""The rules said a second time: read from the files with SQLite, zlib and SHA-256 alone."""

from __future__ import annotations

import contextlib
import hashlib
import json
import sqlite3
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

Spot = tuple[int, bytes]  # a record's number and digest
NOBODY = bytes(16)


def sha(*parts: bytes) -> bytes:
    return hashlib.sha256(b"".join(parts)).digest()


@dataclass(frozen=True)
class Origin:
    """Author, subject, unit, chain, epoch: what a source's id is made of."""

    author: bytes
    subject: bytes
    unit: bytes
    chain: str
    epoch: bytes

    @property
    def id(self) -> bytes:
        return sha(self.author, self.subject, self.unit, self.chain.encode(), self.epoch)


@dataclass
class Strand:
    """All records that a file holds of one source: where each stands, its line, what follows."""

    origin: Origin
    lines: dict[Spot, bytes] = field(default_factory=dict)
    before: dict[Spot, Spot] = field(default_factory=dict)
    sealed: set[Spot] = field(default_factory=set)
    footings: set[Spot] = field(default_factory=set)

    def add(self, first: int, previous: bytes, lines: Iterable[bytes], *, sealed: bool) -> None:
        spot = (first - 1, previous)
        for line in lines:
            after = (spot[0] + 1, sha(spot[1], line))
            self.lines[after], self.before[after] = line, spot
            if sealed:
                self.sealed.add(after)
            spot = after

    def join(self, other: Strand) -> None:
        self.lines |= other.lines
        self.before |= other.before
        self.sealed |= other.sealed
        self.footings |= other.footings

    def connected(self) -> set[Spot]:
        """The records that follow one another from the beginning, or from what was let go."""
        bearing = {(0, self.origin.id)} | self.footings
        found: set[Spot] = set()
        for spot in sorted(self.lines):
            if self.before[spot] in bearing:
                found.add(spot)
                bearing.add(spot)
        return found

    def moments(self) -> dict[Spot, int]:
        """When each connected record counts as said: never before what it follows."""
        found: dict[Spot, int] = {}
        for spot in sorted(self.connected()):
            time = json.loads(self.lines[spot])[0]
            found[spot] = max(time, found.get(self.before[spot], time))
        return found

    def named(self) -> dict[bytes, list[Spot]]:
        """The stretches without parting, each under the name that everybody gives it."""
        after: dict[Spot, list[Spot]] = {}
        connected = self.connected()
        for spot in connected:
            after.setdefault(self.before[spot], []).append(spot)
        found: dict[bytes, list[Spot]] = {}
        todo = [(self.origin.id, (0, self.origin.id))]
        bearing = (self.footings - connected) & after.keys()
        todo += [(sha(self.origin.id, footing[1]), footing) for footing in bearing]
        while todo:
            name, spot = todo.pop()
            stretch = [spot] if spot in connected else []
            while len(after.get(spot, ())) == 1:
                (spot,) = after[spot]
                stretch.append(spot)
            found[name] = stretch
            todo += [(sha(self.origin.id, new[1]), new) for new in after.get(spot, ())]
        return found


Holding = dict[bytes, Strand]


Past = list[tuple[bytes, int, int, bytes, bytes]]  # source, first, last, previous, blob


def holding(database: Path, past: Past | None = None) -> Holding:
    """Everything in a file, waiting or placed, by source.

    With what it let go in the past, as if it were still there; without, only what it can give.
    """
    with _opened(database) as raw:
        words = dict(raw.execute("SELECT id, text FROM word"))
        found: Holding = {}
        strands = {}
        query = "SELECT unit, id, author, subject, chain, epoch FROM source WHERE id = root"
        for unit, number, author, subject, chain, epoch in raw.execute(query):
            there = bytes.fromhex(words[unit].removeprefix("unit:"))
            strand = Strand(Origin(author, subject, there, chain, epoch))
            found[strand.origin.id] = strands[unit, number] = strand
        query = "SELECT unit, source, first, previous, blob FROM segment"
        for unit, number, first, previous, blob in raw.execute(query):
            lines = zlib.decompress(blob).split(b"\n")
            strands[unit, number].add(first, previous, lines, sealed=True)
        _let_go(raw, strands, past)
        query = "SELECT unit, source, number, digest, line FROM line ORDER BY unit, source, number"
        for unit, number, at, digest, line in raw.execute(query):
            strand = strands[unit, number]
            for spot in [*(s for s in strand.lines if s[0] == at - 1), (0, strand.origin.id)]:
                if sha(spot[1], line) == digest:
                    strand.add(at, spot[1], [line], sealed=False)
    return found


def _let_go(
    raw: sqlite3.Connection, strands: dict[tuple[int, int], Strand], past: Past | None
) -> None:
    """What is not there any more: on what the rest stands, and the lines of the past."""
    for unit, number, last, end in raw.execute("SELECT unit, source, last, end FROM footing"):
        strands[unit, number].footings.add((last, end))
    for unit, number, last, end in raw.execute("SELECT unit, source, last, end FROM retained"):
        strand = strands[unit, number]
        if past is None:
            strand.footings.add((last, end))
        for sid, first, to, previous, blob in past or ():
            if sid == strand.origin.id and to <= last:
                strand.add(first, previous, zlib.decompress(blob).split(b"\n"), sealed=True)


def joined(holdings: Iterable[Holding]) -> Holding:
    """All that several hold together."""
    found: Holding = {}
    for holding_ in holdings:
        for name, strand in holding_.items():
            found.setdefault(name, Strand(strand.origin)).join(strand)
    return found


def spots(holding_: Holding, *, sealed: bool = False) -> set[tuple[bytes, int, bytes]]:
    """Source, number and digest of all connected records."""
    return {
        (name, *spot)
        for name, strand in holding_.items()
        for spot in strand.connected()
        if not sealed or spot in strand.sealed
    }


def expected_rows(held: Holding) -> tuple[set[object], set[object], set[object]]:
    """What the tables `source`, `fact` and `segment` must say: a function of the set held."""
    heads: set[object] = set()
    facts: set[object] = set()
    for strand in held.values():
        named, moments = strand.named(), strand.moments()
        for name, stretch in named.items():
            if not stretch:
                continue
            heads.add((name, stretch[0][0], *stretch[-1], int(len(named) > 1)))
            for spot in stretch:
                kind = json.loads(strand.lines[spot])[2]
                facts.add((name, spot[0], moments[spot], kind))
    return heads, facts, {(n, *spot) for n, s in held.items() for spot in s.connected()}


def said_rows(database: Path) -> tuple[set[object], set[object], set[object]]:
    """What those tables say. Of segments: the last record of each, if it counts as placed."""
    with _opened(database) as raw:
        query = "SELECT sid, first, head, head_digest, forked FROM source WHERE head >= first"
        heads = set(raw.execute(query))
        facts = set(
            raw.execute(
                "SELECT s.sid, f.number, f.at, w.text FROM fact f JOIN word w ON w.id = f.kind "
                "JOIN source s ON s.unit = f.unit AND s.id = f.source"
            )
        )
        ends = set(
            raw.execute(
                "SELECT s.sid, g.first + g.records - 1, g.end, g.placed FROM segment g "
                "JOIN source s ON s.unit = g.unit AND s.id = g.source"
            )
        )
    return heads, facts, ends


def buried(database: Path) -> set[bytes]:
    """The sources that a file says are erased, by somebody entitled."""
    with _opened(database) as raw:
        return {bytes(sid) for (sid,) in raw.execute("SELECT sid FROM grave WHERE proven = 1")}


def _opened(database: Path) -> contextlib.closing[sqlite3.Connection]:
    return contextlib.closing(sqlite3.connect(database))


# Who may hold what


@dataclass
class Reader:
    """Somebody who holds a file: their keys, whom they are, and what they look after."""

    person: bytes = NOBODY
    keys: frozenset[bytes] = frozenset()
    cards: frozenset[bytes] = frozenset()  # units whose card they hold
    units: frozenset[bytes] = frozenset()  # units that they supervise, or keep as a hub
    also: bytes = NOBODY  # another id that this computer is, or was, the same human under


def may_hold(reader: Reader, origin: Origin) -> bool:
    """The rule of audience in other words."""
    own = origin.subject in {reader.person, reader.also} - {NOBODY}
    if origin.chain == "p":
        return own and origin.author in reader.keys
    if own or origin.author in reader.keys:
        return True
    if origin.unit == NOBODY or origin.unit not in reader.cards:
        return False
    return origin.unit in reader.units or origin.subject == origin.unit
