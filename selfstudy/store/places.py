"""Placing records: rows for what is sealed, in the order of its source, forks told apart.

A source is a path of digests from its id. Where two paths part, the common beginning keeps the
source's name and each tail is named after its first differing record (`wire.branch_name`), so
every holder ends with the same names whatever came first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import sqlalchemy as sa

from selfstudy.domain import wire
from selfstudy.domain.audience import Audience, may_hold
from selfstudy.domain.record import Source
from selfstudy.store.driver import put, stored
from selfstudy.store.interned import Interned
from selfstudy.store.schema import checkpoint as checkpoint_table
from selfstudy.store.schema import fact as fact_table
from selfstudy.store.schema import footing as footing_table
from selfstudy.store.schema import line as line_table
from selfstudy.store.schema import retained as retained_table
from selfstudy.store.schema import segment as segment_table
from selfstudy.store.schema import source as source_table
from selfstudy.store.statements import (
    ADD_SEGMENT,
    ADD_SOURCE,
    GROW_SOURCE,
    NEWEST_SOURCE,
    PLACE_SEGMENT,
    PLACED_BETWEEN,
    SEGMENT_PLACED,
    SOURCE,
    add_rows,
)


@dataclass(frozen=True, slots=True)
class Place:
    """A row of `source`: a source, or the tail of a fork, as this journal holds it."""

    unit: int
    id: int
    sid: bytes
    root: int
    source: Source
    first: int
    head: int
    head_digest: bytes
    last: int
    sealed: int
    sealed_digest: bytes
    own: bool
    forked: bool

    def after(self, digest: bytes, at: int) -> Place:
        """The row after one more record; spelt out, because every answer waits for it."""
        return Place(
            self.unit, self.id, self.sid, self.root, self.source, self.first, self.head + 1,
            digest, max(at, self.last), self.sealed, self.sealed_digest, self.own, self.forked,
        )  # fmt: skip


@dataclass(slots=True)
class Counts:
    """What a merge did, in records; `followed` when it also placed what had waited or forked."""

    new: int = 0
    known: int = 0
    waiting: int = 0
    forks: int = 0
    followed: bool = False
    subjects: set[bytes] = field(default_factory=set)

    def add(self, other: Counts) -> None:
        """Sum up."""
        self.new += other.new
        self.known += other.known
        self.waiting += other.waiting
        self.forks += other.forks
        self.followed |= other.followed
        self.subjects |= other.subjects


FactRow = tuple[int, int, int, int, int, int, int, int, int, int, int]


def fact_rows(
    connection: sa.Connection,
    interned: Interned,
    place: Place,
    number: int,
    lines: Iterable[bytes],
) -> tuple[list[FactRow], int]:
    """The narrow rows of lines that start at `number`, and the fold time of the last."""
    read = []
    for line in lines:
        time, _offset, kind, fact = wire.read_line(line)
        read.append((time, kind, *fact.narrow()))
    ids = interned.ids(connection, {text for row in read for text in row[1:5]})
    at = place.last
    unit, source = place.unit, place.id
    rows: list[FactRow] = []
    for n, (time, kind, obj, parent, note, version, value, extra) in enumerate(read, number):
        at = max(at, time)
        rows.append(
            (
                unit, source, n, at, ids[kind], ids[obj], ids[parent], ids[note], version, value,
                extra,
            )
        )  # fmt: skip
    return rows, at


def _growing(place: Place) -> dict[str, object]:
    """The columns of a row that change, as GROW_SOURCE names them."""
    return {
        "first": place.first, "head": place.head, "head_digest": place.head_digest,
        "last": place.last, "sealed": place.sealed, "sealed_digest": place.sealed_digest,
        "own": int(place.own), "forked": int(place.forked),
    }  # fmt: skip


def _segment(row: Any) -> wire.Segment:  # noqa: ANN401 — a row
    return wire.Segment(row.first, row.records, row.previous, row.end, row.signature, row.blob)


def unit_word(unit: bytes) -> str:
    """The name by which a unit is interned."""
    return "unit:" + unit.hex()


def standing(
    footings: Iterable[wire.Footing], segments: Iterable[wire.Segment]
) -> tuple[wire.Footing, ...]:
    """Those signed ends after which one of these segments follows."""
    after = {(segment.first, segment.previous) for segment in segments}
    return tuple(f for f in footings if (f.last + 1, f.end) in after)


class Places:
    """Finds and makes source rows, and places opened segments into them."""

    def __init__(self, interned: Interned) -> None:
        self.interned = interned

    def unit(self, connection: sa.Connection, unit: bytes) -> int:
        """The small number of a unit."""
        return self.interned.id(connection, unit_word(unit))

    def read(self, connection: sa.Connection, *where: sa.ColumnElement[bool]) -> list[Place]:
        """Rows of `source`."""
        query = sa.select(source_table).where(*where).order_by(source_table.c.id)
        return [self._place(connection, row) for row in connection.execute(query)]

    def _place(self, connection: sa.Connection, row: Any) -> Place:  # noqa: ANN401 — a row
        unit_id = bytes.fromhex(self.interned.text(connection, row.unit)[5:])
        source = Source(row.author, row.subject, unit_id, row.chain, row.epoch)
        return Place(
            row.unit, row.id, row.sid, row.root, source, row.first, row.head, row.head_digest,
            row.last, row.sealed, row.sealed_digest, bool(row.own), bool(row.forked),
        )  # fmt: skip

    def told(self, connection: sa.Connection, audience: Audience) -> list[Place]:
        """Sources and tails that an audience may hold."""
        c = source_table.c
        where = [c.subject == audience.person]
        if not audience.own_device:
            unit = self.interned.known(connection, unit_word(audience.unit))
            subjects = c.subject.in_((audience.person, audience.unit))
            where = [c.unit == unit, *([subjects] if audience.person else [])]
        return [p for p in self.read(connection, *where) if may_hold(p.source, audience)]

    def by_source(self, connection: sa.Connection, source: Source) -> Place | None:
        """The row of a source, if this journal holds it; held against others until the commit."""
        unit = self.unit(connection, source.unit)
        if connection.dialect.name != "sqlite":
            mine = sa.select(source_table.c.id).where(
                source_table.c.unit == unit, source_table.c.sid == source.id
            )
            connection.execute(mine.with_for_update())
        row = connection.execute(SOURCE, {"in_unit": unit, "called": source.id}).first()
        return None if row is None else self._place(connection, row)

    def make(
        self, connection: sa.Connection, source: Source, *, own: bool, tail: Place | None = None
    ) -> Place:
        """A new row for a source, or for a tail like `tail` (its id and root are given here)."""
        unit = self.unit(connection, source.unit)
        number = (connection.scalar(NEWEST_SOURCE, {"in_unit": unit}) or 0) + 1
        if tail is not None:
            place = replace(tail, id=number)
        else:
            start = source.id
            place = Place(
                unit, number, start, number, source, 1, 0, start, 0, 0, start, own, forked=False
            )
        connection.execute(
            ADD_SOURCE,
            {
                "unit": place.unit, "id": place.id, "sid": place.sid, "root": place.root,
                "author": source.author, "subject": source.subject, "chain": source.chain,
                "epoch": source.epoch, **_growing(place),
            },
        )  # fmt: skip
        return place

    def update(self, connection: sa.Connection, place: Place) -> None:
        """Keep what changed of a row."""
        here = {"in_unit": place.unit, "in_source": place.id}
        connection.execute(GROW_SOURCE, {**here, **_growing(place)})

    def segments(
        self, connection: sa.Connection, place: Place, *where: sa.ColumnElement[bool]
    ) -> list[wire.Segment]:
        """Stored segments of a root source, in order."""
        query = (
            sa.select(segment_table)
            .where(segment_table.c.unit == place.unit, segment_table.c.source == place.root, *where)
            .order_by(segment_table.c.first, segment_table.c.end)
        )
        return [_segment(row) for row in connection.execute(query)]

    def keep(
        self, connection: sa.Connection, place: Place, segment: wire.Segment, *, placed: bool
    ) -> bool:
        """Store a segment verbatim; False when it was stored before."""
        key = {
            "in_unit": place.unit, "in_source": place.root, "at_first": segment.first,
            "at_end": segment.end,
        }  # fmt: skip
        stored = connection.scalar(SEGMENT_PLACED, key)
        if stored is not None:
            if placed and not stored:
                connection.execute(PLACE_SEGMENT, key)
            return False
        connection.execute(
            ADD_SEGMENT,
            {
                "unit": place.unit, "source": place.root, "first": segment.first,
                "end": segment.end, "records": segment.count, "previous": segment.previous,
                "signature": segment.signature, "blob": segment.blob, "placed": int(placed),
                "in_unit": place.unit,
            },
        )  # fmt: skip
        return True

    def lacking(self, connection: sa.Connection, carried: wire.Carried) -> wire.Carried:
        """What of a batch is not kept in its place already, byte for byte as it comes now."""
        firsts = [part.first for part in carried.segments]
        within = {
            "in_unit": self.interned.known(connection, unit_word(carried.source.unit)),
            "called": carried.source.id, "lowest": min(firsts), "highest": max(firsts),
        }  # fmt: skip
        wanted = set(carried.segments)
        kept = {_segment(row) for row in connection.execute(PLACED_BETWEEN, within)} & wanted
        return replace(carried, segments=tuple(p for p in carried.segments if p not in kept))

    def digest_at(self, connection: sa.Connection, place: Place, number: int) -> bytes | None:
        """The digest of a placed record of an unforked source, or None when it is not held."""
        if number == place.head:
            return place.head_digest
        if number == 0:
            return place.sid
        own = connection.scalar(
            sa.select(line_table.c.digest).where(
                line_table.c.unit == place.unit,
                line_table.c.source == place.root,
                line_table.c.number == number,
            )
        )
        if own is not None:
            return bytes(own)
        covering = self.segments(
            connection,
            place,
            segment_table.c.placed == 1,
            segment_table.c.first <= number,
            segment_table.c.first + segment_table.c.records > number,
        )
        for segment in covering:
            with stored():
                opened = wire.open_segment(place.source.id, segment)
                return opened.digests[number - segment.first]
        last, end = self.start(connection, place)
        return end if number == last else self.checkpoint(connection, place, number)[0]

    def start(self, connection: sa.Connection, place: Place) -> tuple[int, bytes]:
        """Where the lines held of a source begin: after number 0, or after what was let go."""
        r = retained_table.c
        row = connection.execute(
            sa.select(r.last, r.end).where(r.unit == place.unit, r.source == place.root)
        ).first()
        return (row.last, bytes(row.end)) if row is not None else (0, place.source.id)

    def footings(
        self, connection: sa.Connection, place: Place | None = None, *, own: bool = False
    ) -> dict[tuple[int, int], list[wire.Footing]]:
        """The signed ends on which segments stand, by root; `own`: also of what was let go here."""
        found: dict[tuple[int, int], list[wire.Footing]] = {}
        for table in (footing_table, *((retained_table,) if own else ())):
            c = table.c
            query = sa.select(c.unit, c.source, c.first, c.last, c.end, c.signature)
            if place is not None:
                query = query.where(c.unit == place.unit, c.source == place.root)
            for unit, source, first, last, end, signature in connection.execute(query):
                made = wire.Footing(first, last - first + 1, bytes(end), bytes(signature))
                found.setdefault((unit, source), []).append(made)
        return found

    def stand(self, connection: sa.Connection, place: Place, footing: wire.Footing) -> None:
        """Keep a signed end on which a segment stands."""
        put(
            connection, footing_table, unit=place.unit, source=place.root, last=footing.last,
            end=footing.end, first=footing.first, signature=footing.signature,
        )  # fmt: skip

    def unfooted(self, connection: sa.Connection, place: Place, spot: tuple[int, bytes]) -> None:
        """A signed end is held with its lines now."""
        c = footing_table.c
        connection.execute(
            sa.delete(footing_table).where(
                c.unit == place.unit, c.source == place.root, c.last == spot[0], c.end == spot[1]
            )
        )

    def checkpoint(
        self, connection: sa.Connection, place: Place, number: int
    ) -> tuple[bytes | None, bytes | None]:
        """Digest and line of a record in a prefix that was let go, as far as they were kept."""
        c = checkpoint_table.c
        row = connection.execute(
            sa.select(c.digest, c.line).where(
                c.unit == place.unit, c.source == place.root, c.number == number
            )
        ).first()
        return (bytes(row.digest), bytes(row.line) or None) if row is not None else (None, None)

    def extend(
        self, connection: sa.Connection, place: Place, lines: Sequence[bytes], head_digest: bytes
    ) -> Place:
        """Add the rows of lines that follow the head."""
        rows, last = fact_rows(connection, self.interned, place, place.head + 1, lines)
        add_rows(connection, fact_table, rows)
        # A source of ours that somebody else continued (a copy, a restored backup) is closed:
        # the next fact written here begins a new epoch.
        grown = replace(
            place, head=place.head + len(rows), head_digest=head_digest, last=last, own=False
        )
        self.update(connection, grown)
        return grown
