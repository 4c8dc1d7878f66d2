"""The journal: a set of sealed records that only grows.

One way in for what others sealed (`merge`), one for what is sealed here (`append`), and one way
out (`since`). Nothing else writes a fact.
"""

from __future__ import annotations

import contextlib
import secrets
import sqlite3
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import sqlalchemy as sa

from selfstudy.domain import wire
from selfstudy.domain.audience import Audience
from selfstudy.domain.authority import Authorities
from selfstudy.domain.errors import DatabaseBusy, DatabaseDamaged
from selfstudy.domain.record import ID_SIZE, Chain, Fact, Narrow, Source
from selfstudy.domain.wire import Carried
from selfstudy.store.arrivals import Arrivals
from selfstudy.store.database import Database
from selfstudy.store.folds import Folds, Order
from selfstudy.store.forks import Forks
from selfstudy.store.interned import Interned
from selfstudy.store.places import Counts, Place, Places, standing
from selfstudy.store.schema import fact as fact_table
from selfstudy.store.schema import line as line_table
from selfstudy.store.schema import segment as segment_table
from selfstudy.store.schema import source as source_table
from selfstudy.store.statements import insert_sql

Heads = dict[bytes, tuple[int, bytes]]
Signer = Callable[[bytes], bytes]
OwnKey = tuple[bytes, bytes, bytes, Chain]  # author, subject, unit, chain

ADVANCE = (
    "UPDATE source SET head = ?, head_digest = ?, last = ? "
    "WHERE unit = ? AND id = ? AND head = ? AND own = 1"
)
COLLISIONS = 8
HEAD_SQL = "SELECT head, head_digest, last FROM source WHERE unit = ? AND id = ? AND own = 1"
LINE_SQL = insert_sql(line_table, "sqlite")
FACT_SQL = insert_sql(fact_table, "sqlite")


class Saved(NamedTuple):
    """A fact that is on the disk: where it is sealed and its fold time (ms)."""

    source: bytes
    number: int
    digest: bytes
    at: int


@dataclass(frozen=True, slots=True)
class Author:
    """Who writes here: a key, the person it belongs to, the unit they write for."""

    key: bytes
    person: bytes
    unit: bytes


class Draft(NamedTuple):
    """A fact about to be sealed; `speaks`: its author speaks for its subject, it folds at once."""

    key: OwnKey
    fact: Fact
    narrow: Narrow
    speaks: bool


class _Closed(Exception):
    """Somebody closed a source of ours in between."""


class Journal:
    """All records that one computer holds, and the projections folded from them."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.interned = Interned()
        self.places = Places(self.interned)
        self.forks = Forks(self.places)
        self.arrivals = Arrivals(self.places, self.forks)
        self.folds = Folds(self.interned)
        self._own: dict[OwnKey, Place] = {}
        self._erased: str | None = None

    # — what is sealed here ———————————————————————————————————————————————————————————————

    def append(
        self,
        author: Author,
        facts: Sequence[Fact],
        at: int,
        offset: int,
        *,
        subject: bytes | None = None,
        chain: Chain | None = None,
        speaks: bool = True,
    ) -> list[Saved]:
        """Seal facts about `subject` (the author's person unless told) in one durable transaction.

        `at` is the device's time in ms, `offset` its UTC offset in minutes. What the next screen
        shows is folded at once; where the author does not speak for the subject now, anew later.
        """
        about = author.person if subject is None else subject
        keys = ((author.key, about, author.unit, chain or fact.chain) for fact in facts)
        return self._sealed(list(zip(keys, facts, strict=True)), at, offset, speaks=speaks)

    def append_each(
        self, author: Author, told: Sequence[tuple[bytes, Fact]], at: int, offset: int, chain: Chain
    ) -> list[Saved]:
        """Seal facts about many subjects in one durable transaction."""
        keyed = [((author.key, one, author.unit, chain), fact) for one, fact in told]
        return self._sealed(keyed, at, offset, speaks=True)

    def _sealed(
        self, told: Sequence[tuple[OwnKey, Fact]], at: int, offset: int, *, speaks: bool
    ) -> list[Saved]:
        with self.database.alone():
            for _attempt in range(3):
                if any(key not in self._own for key, _fact in told):
                    self._open({key for key, _fact in told} - self._own.keys())
                drafts = [Draft(key, fact, fact.narrow(), speaks) for key, fact in told]
                saved = self._commit(drafts, at, offset)
                if saved is not None:
                    return saved
                self._own.clear()  # another program wrote in between
        raise DatabaseBusy(path=self.database.name)

    def number(self, names: set[str]) -> None:
        """Give names their numbers before a record says them."""
        with self.database.derive() as connection:
            self.interned.ids(connection, names)

    def _open(self, keys: Collection[OwnKey]) -> None:
        """Find or begin sources, before the transaction that seals in them."""
        try:
            with self.database.write() as connection:
                units = {self.places.unit(connection, unit) for _key, _one, unit, _chain in keys}
                for place in self.places.read(
                    connection,
                    source_table.c.unit.in_(units),
                    source_table.c.subject.in_({subject for _key, subject, *_rest in keys}),
                    source_table.c.own == 1,
                ):
                    held = place.source
                    self._own[held.author, held.subject, held.unit, held.chain] = place
                for key in sorted(set(keys) - self._own.keys()):
                    begun = Source(*key, secrets.token_bytes(ID_SIZE))
                    self._own[key] = self.places.make(connection, begun, own=True)
        except BaseException:
            self.forget()
            raise

    def _commit(self, drafts: Sequence[Draft], at: int, offset: int) -> list[Saved] | None:
        """Seal drafts in one durable transaction; None when a source of theirs was closed."""
        moved = dict(self._own)
        try:
            with self.database.swift() as raw:
                saved = [self._seal_line(raw, moved, draft, at, offset) for draft in drafts]
        except _Closed:
            self.interned.forget()
            return None
        except BaseException:
            self.forget()
            raise
        self._own = moved
        return saved

    def _seal_line(
        self,
        raw: sqlite3.Connection,
        moved: dict[OwnKey, Place],
        draft: Draft,
        at: int,
        offset: int,
    ) -> Saved:
        """Seal one draft at the head of its source, and keep its rows."""
        line = wire.line_of(at, offset, draft.fact)
        place = self._advance(raw, moved[draft.key], line, at)
        self._keep(raw, place, draft, line)
        moved[draft.key] = place
        return Saved(place.source.id, place.head, place.head_digest, place.last)

    def _keep(self, raw: sqlite3.Connection, place: Place, draft: Draft, line: bytes) -> None:
        """The rows of a line that was sealed at the head of `place`, and what they fold into."""
        narrow = draft.narrow
        names = {draft.fact.kind, narrow.object, narrow.parent, narrow.note}
        ids = self.interned.swiftly(raw, names)
        here = (place.unit, place.id, place.head)
        row = (
            *here, place.last, ids[draft.fact.kind], ids[narrow.object], ids[narrow.parent],
            ids[narrow.note], narrow.version, narrow.value, narrow.extra,
        )  # fmt: skip
        raw.execute(LINE_SQL, (*here, place.head_digest, line))
        raw.execute(FACT_SQL, row)
        order = Order(place.last, place.sid, place.head)
        if draft.speaks:
            self.folds.apply(raw, draft.key[1], draft.fact.kind, narrow, order)
        else:
            self.folds.mark_at_once(raw, draft.key[1])

    def _advance(self, raw: sqlite3.Connection, place: Place, line: bytes, at: int) -> Place:
        """A source after one more line, wherever other programs took it. Raises _Closed."""
        grown = place.after(wire.digest(place.head_digest, line), at)
        values = (grown.head, grown.head_digest, grown.last, place.unit, place.id, place.head)
        if raw.execute(ADVANCE, values).rowcount == 1:
            return grown
        row = raw.execute(HEAD_SQL, (place.unit, place.id)).fetchone()
        if row is None:
            raise _Closed
        fresh = replace(place, head=row[0], head_digest=bytes(row[1]), last=row[2])
        return self._advance(raw, fresh, line, at)

    def look_again(self) -> None:
        """Forget what is remembered of names and places, if another program erased some."""
        mark = self.database.setting("erased")
        if mark != self._erased:
            self._erased = mark
            self.forget()

    def forget(self) -> None:
        """Drop what is remembered of the database, after a transaction that failed."""
        self._own.clear()
        self.interned.forget()

    def begin_new_epoch(self) -> int:
        """Close all own sources, so that the next fact begins new ones. Returns how many."""
        with self.database.write() as connection:
            closed = connection.execute(
                sa.update(source_table).where(source_table.c.own == 1).values(own=0)
            ).rowcount
        self._own.clear()
        return closed

    def seal(self, author: bytes, sign: Signer) -> int:
        """Pack an author's loose lines into signed segments. Returns how many lines.

        Raises DatabaseDamaged rather than sign a line that is not the one that was sealed.
        """
        sealed = 0
        with self.database.derive() as connection:
            loose = sa.exists().where(
                line_table.c.unit == source_table.c.unit, line_table.c.source == source_table.c.id
            )
            while roots := self.places.read(connection, source_table.c.author == author, loose):
                sealed += sum(self._seal_one(connection, place, sign) for place in roots)
        self._own.clear()
        return sealed

    def _seal_one(self, connection: sa.Connection, place: Place, sign: Signer) -> int:
        loose = (line_table.c.unit == place.unit, line_table.c.source == place.id)
        rows = connection.execute(
            sa.select(line_table.c.number, line_table.c.digest, line_table.c.line)
            .where(*loose)
            .order_by(line_table.c.number)
            .limit(wire.MAX_SEGMENT_RECORDS // 4)
        ).all()
        lines = wire.fitting([bytes(row.line) for row in rows])
        first = place.sealed + 1
        end = wire.chain(place.sealed_digest, lines)[-1]
        last = rows[len(lines) - 1]
        if (last.number, last.digest) != (first + len(lines) - 1, end):
            raise DatabaseDamaged(path=self.database.name)
        message = wire.seal_message(place.source.id, first, len(lines), end)
        segment = wire.Segment(
            first, len(lines), place.sealed_digest, end, sign(message), wire.pack_lines(lines)
        )
        self.places.keep(connection, place, segment, placed=True)
        connection.execute(sa.delete(line_table).where(*loose, line_table.c.number <= segment.last))
        self.places.update(connection, replace(place, sealed=segment.last, sealed_digest=end))
        return len(lines)

    # — what others sealed ———————————————————————————————————————————————————————————————

    def lacking(self, carried: Carried) -> Carried:
        """What of a batch is not held in its place already: equal bytes need no second look."""
        with self.database.read() as connection:
            return self.places.lacking(connection, carried)

    def merge(self, carried: Carried, opened: Sequence[wire.OpenSegment]) -> Counts:
        """Take verified segments of one source: set union, whatever the order or repetition.

        Its footings are verified too.
        """
        for _collision in range(COLLISIONS):
            with contextlib.suppress(sa.exc.IntegrityError):  # another process of the hub was first
                return self._merge(carried, opened)
        return self._merge(carried, opened)

    def _merge(self, carried: Carried, opened: Sequence[wire.OpenSegment]) -> Counts:
        counts = Counts()
        try:
            with self.database.write() as connection:
                place = self.places.by_source(connection, carried.source)
                if place is None:
                    place = self.places.make(connection, carried.source, own=False)
                for part in sorted(opened, key=lambda part: part.segment.first):
                    place = self.arrivals.take(connection, place, part, counts)
                for footing in carried.footings:
                    place = self.arrivals.stand(connection, place, footing, counts)
                if counts.new:
                    counts.subjects.add(carried.source.subject)
                    self.folds.mark(connection, carried.source.subject)
        except BaseException:
            self.forget()
            raise
        if counts.forks:
            self._own.clear()
        return counts

    # — the way out ——————————————————————————————————————————————————————————————————————

    def sources(self, audience: Audience) -> list[Place]:
        """Sources and tails that an audience may hold."""
        with self.database.read() as connection:
            return self.places.told(connection, audience)

    def heads(self, audience: Audience) -> Heads:
        """What is held for an audience: the contiguous head of each source and its digest."""
        return {p.sid: (p.head, p.head_digest) for p in self.whole(self.sources(audience))}

    def whole(self, places: Sequence[Place]) -> list[Place]:
        """Those that are held from their beginning, or were: what may be confirmed."""
        with self.database.read() as connection:
            gaps = self.places.footings(connection)
            roots = {(p.unit, p.root): p for p in places if (p.unit, p.root) in gaps}
            rooted = {key: self.forks.rooted(connection, p) for key, p in roots.items()}
        return [p for p in places if p.sid in rooted.get((p.unit, p.root), (p.sid,))]

    def since(self, heads: Mapping[bytes, tuple[int, bytes]], audience: Audience) -> list[Carried]:
        """What an audience that holds `heads` lacks. The only way out.

        Loose own lines are not in it: `seal` first.
        """
        found: list[Carried] = []
        with self.database.read() as connection:
            places = self.places.told(connection, audience)
            family: dict[tuple[int, int], int] = {}
            for place in places:
                start = self._lacking(connection, place, heads.get(place.sid))
                if start:
                    key = (place.unit, place.root)
                    family[key] = min(start, family.get(key, start))
            roots = {(p.unit, p.id): p for p in places if p.id == p.root}
            ends = self.places.footings(connection, own=True)
            for key, start in family.items():
                segments = self.places.segments(
                    connection,
                    roots[key],
                    segment_table.c.placed == 1,
                    segment_table.c.first + segment_table.c.records > start,
                )
                if segments:
                    footings = standing(ends.get(key, ()), segments)
                    found.append(Carried(roots[key].source, tuple(segments), footings))
        return found

    def _lacking(
        self, connection: sa.Connection, place: Place, held: tuple[int, bytes] | None
    ) -> int:
        """The first number that a holder of `held` lacks, or 0 when it lacks nothing."""
        if place.head < place.first:
            return 0
        if held is None:
            return place.first
        number, digest = held
        if number > place.head:  # of a source that is written to here, only a copy has more
            return place.first if place.own else 0
        if number == place.head:
            return 0 if digest == place.head_digest else place.first
        if place.forked or self.places.digest_at(connection, place, number) != digest:
            return place.first
        return number + 1

    def lines(self, place: Place) -> Iterator[tuple[int, bytes]]:
        """Numbers and lines of a source or tail, in order."""
        with self.database.read() as connection:
            yield from self.forks.lines(connection, place)

    def line(self, place: Place, number: int) -> bytes | None:
        """One line of a source or tail."""
        with self.database.read() as connection:
            return self.forks.line(connection, place, number)

    def digest(self, place: Place, number: int) -> bytes | None:
        """The digest of one record of a source."""
        with self.database.read() as connection:
            return self.forks.digest(connection, place, number)

    def fold_stale(self, authorities: Authorities) -> int:
        """Fold every person whose projections are stale. Returns how many."""
        return self.folds.fold_stale(self.database, self.places, authorities)
