"""What a journal holds of a source beyond its head: what waits, and every digest it knows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

import sqlalchemy as sa

from selfstudy.domain import wire
from selfstudy.domain.record import PRIVATE, SHARED, Source
from selfstudy.store.driver import stored
from selfstudy.store.journal import Journal
from selfstudy.store.places import Place
from selfstudy.store.schema import segment as segment_table
from selfstudy.store.schema import source as source_table

ASKED = 500  # names in one question to the database


def waiting(journal: Journal, author: bytes) -> list[tuple[Place, wire.OpenSegment]]:
    """The segments of an author that wait, opened, with the source they belong to."""
    found = []
    with journal.database.read() as connection:
        for place in journal.places.read(connection, source_table.c.author == author):
            if place.id != place.root:
                continue
            parts = journal.places.segments(connection, place, segment_table.c.placed == 0)
            with stored():
                found += [(place, wire.open_segment(place.source.id, part)) for part in parts]
    return found


def family(journal: Journal, source: Source) -> list[Place]:
    """A source and the tails of its forks; empty when nothing of it is held."""
    with journal.database.read() as connection:
        unit = journal.interned.known(connection, "unit:" + source.unit.hex())
        roots = journal.places.read(
            connection, source_table.c.unit == unit, source_table.c.sid == source.id
        )
        return [
            place
            for root in roots
            for place in journal.places.read(
                connection, source_table.c.unit == unit, source_table.c.root == root.root
            )
        ]


def digests(journal: Journal, source: Source) -> dict[int, set[bytes]]:
    """Every digest that is held of a source, waiting or placed, by number; its name at 0."""
    found = defaultdict(set, {0: {source.id}})
    with journal.database.read() as connection:
        for place in family(journal, source)[:1]:
            for number, digest in journal.forks.spots(connection, place):
                found[number].add(digest)
            for segment in journal.places.segments(connection, place):
                found[segment.first - 1].add(segment.previous)
    return found


def heads_named(journal: Journal, sids: list[bytes]) -> dict[bytes, int]:
    """How far the sources of these names go, with the tails of their forks."""
    root, tail = source_table.alias(), source_table.alias()
    found: dict[bytes, int] = {}
    with journal.database.read() as connection:
        for start in range(0, len(sids), ASKED):
            query = (
                sa.select(root.c.sid, sa.func.max(tail.c.head))
                .join(tail, (tail.c.unit == root.c.unit) & (tail.c.root == root.c.id))
                .where(root.c.sid.in_(sids[start : start + ASKED]))
                .group_by(root.c.sid)
            )
            found |= {bytes(sid): head for sid, head in connection.execute(query)}
    return found


def count_beside(journal: Journal, sids: Collection[bytes]) -> int:
    """How many records are placed in closed sources of other names, and in their forks' tails."""
    root, each = source_table.alias(), source_table.alias()
    query = (
        sa.select(root.c.sid, sa.func.sum(each.c.head - each.c.first + 1).label("n"))
        .join(each, (each.c.unit == root.c.unit) & (each.c.root == root.c.id))
        .where(root.c.own == 0)
        .group_by(root.c.unit, root.c.id)
    )
    with journal.database.read() as connection:
        return sum(row.n for row in connection.execute(query) if bytes(row.sid) not in sids)


def written_by_others(journal: Journal, key: bytes) -> bool:
    """Whether what a learner writes here is written under another key: the keys are not theirs."""
    c = source_table.c
    query = sa.select(c.author).where(c.own == 1, c.chain.in_((SHARED, PRIVATE)))
    with journal.database.read() as connection:
        return any(bytes(row.author) != key for row in connection.execute(query))


def parted(journal: Journal, heads: Mapping[bytes, tuple[int, bytes]]) -> set[bytes]:
    """Sources written to here in which, as these heads tell, a copy of this journal wrote too."""
    with journal.database.read() as connection:
        own = journal.places.read(connection, source_table.c.own == 1)
    return {place.sid for place in own if _parts(journal, place, heads)}


def _parts(journal: Journal, place: Place, heads: Mapping[bytes, tuple[int, bytes]]) -> bool:
    number, digest = heads.get(place.sid, (0, b""))
    if number > place.head:
        return True
    mine = journal.digest(place, number) if number else None
    after = journal.digest(place, number + 1)
    named = after is not None and wire.branch_name(place.source.id, after) in heads
    return named or mine not in (None, digest)  # of what was let go the digest is not known


def own_heads(journal: Journal) -> dict[bytes, int]:
    """The sources that are written to here, and how far they go."""
    query = sa.select(source_table.c.sid, source_table.c.head).where(source_table.c.own == 1)
    with journal.database.read() as connection:
        return {bytes(row.sid): row.head for row in connection.execute(query)}


def sources_held(journal: Journal) -> dict[bytes, Source]:
    """All sources of a journal, by name."""
    with journal.database.read() as connection:
        found = journal.places.read(connection, source_table.c.id == source_table.c.root)
    return {place.source.id: place.source for place in found}
