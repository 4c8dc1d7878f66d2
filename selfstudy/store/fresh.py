"""What is new since a moment, in the order of arrival: how two holders that speak often catch up.

It is a short cut past comparing all heads. What it misses (a segment that waited, two processes
of a hub that committed crosswise) is found by comparing digests.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from selfstudy.domain.audience import Audience
from selfstudy.domain.record import Source
from selfstudy.domain.wire import Carried, Footing, Segment
from selfstudy.store.journal import Journal
from selfstudy.store.places import Place, standing
from selfstudy.store.schema import segment as segment_table
from selfstudy.store.schema import source as source_table

OVERHEAD = 250  # bytes of a segment in a packet, besides its lines
LOOKED_AT = 500  # names in one question to the database

Ends = dict[tuple[int, int], list[Footing]]


@dataclass(frozen=True, slots=True)
class Fresh:
    """Segments by source, the arrival of the last that was looked at, whether more wait."""

    carried: tuple[Carried, ...]
    last: int
    more: bool


def newest(journal: Journal, unit: bytes) -> int:
    """The arrival of a unit's newest segment; 0 when there is none."""
    with journal.database.read() as connection:
        number = journal.interned.known(connection, "unit:" + unit.hex())
        found: int | None = connection.scalar(
            sa.select(sa.func.max(segment_table.c.arrived)).where(segment_table.c.unit == number)
        )
    return found or 0


def fresh(
    journal: Journal, after: int, audience: Audience, may: Callable[[Source], bool], limit: int
) -> Fresh:
    """Segments that arrived after `after` and that an audience may hold, up to `limit` bytes."""
    with journal.database.read() as connection:
        last = newest(journal, audience.unit)
        sources = {
            place.id: place
            for place in journal.places.told(connection, audience)
            if place.id == place.root and may(place.source)
        }
        grouped: dict[int, list[Segment]] = {}
        size = 0
        with _segments(journal, connection, after, audience) as rows:
            for row in rows:
                if row.source not in sources:
                    continue
                size += len(row.blob) + OVERHEAD
                if grouped and size > limit:
                    ends = journal.places.footings(connection, own=True)
                    carried = _carried(sources, grouped, ends)
                    return Fresh(carried, row.arrived - 1, more=True)
                grouped.setdefault(row.source, []).append(
                    Segment(row.first, row.records, row.previous, row.end, row.signature, row.blob)
                )
        ends = journal.places.footings(connection, own=True)
    return Fresh(_carried(sources, grouped, ends), last, more=False)


def _carried(
    sources: dict[int, Place], grouped: dict[int, list[Segment]], ends: Ends
) -> tuple[Carried, ...]:
    return tuple(
        Carried(place.source, tuple(parts), standing(ends.get((place.unit, place.id), ()), parts))
        for place, parts in ((sources[key], parts) for key, parts in grouped.items())
    )


def _segments(
    journal: Journal, connection: sa.Connection, after: int, audience: Audience
) -> sa.CursorResult[Any]:
    c = segment_table.c
    number = journal.interned.known(connection, "unit:" + audience.unit.hex())
    query = sa.select(segment_table).where(c.unit == number, c.placed == 1, c.arrived > after)
    if audience.person:
        subjects = (audience.person, audience.unit)
        joined = (source_table.c.unit == c.unit) & (source_table.c.id == c.source)
        query = query.join(source_table, joined).where(source_table.c.subject.in_(subjects))
    return connection.execute(query.order_by(c.arrived).execution_options(yield_per=100))


def held(journal: Journal, unit: bytes, names: Sequence[bytes]) -> set[bytes]:
    """Which of these sources and tails a journal holds at all."""
    found: set[bytes] = set()
    with journal.database.read() as connection:
        number = journal.interned.known(connection, "unit:" + unit.hex())
        c = source_table.c
        for start in range(0, len(names), LOOKED_AT):
            some = c.sid.in_(names[start : start + LOOKED_AT])
            found.update(connection.scalars(sa.select(c.sid).where(c.unit == number, some)))
    return found


def cut(carried: Sequence[Carried], limit: int) -> tuple[tuple[Carried, ...], tuple[Carried, ...]]:
    """A batch parted in two: up to `limit` bytes but never nothing, and the rest."""
    now: list[Carried] = []
    later: list[Carried] = []
    size = 0
    for part in carried:
        fits: list[Segment] = []
        for segment in part.segments:
            size += len(segment.blob) + OVERHEAD
            if size > limit and (now or fits):
                break
            fits.append(segment)
        rest = part.segments[len(fits) :]
        now += [replace(part, segments=tuple(fits))] if fits else []
        later += [replace(part, segments=rest)] if rest else []
    return tuple(now), tuple(later)
