"""Placing segments that others sealed: after the head, aside until they follow, or as a fork."""

from __future__ import annotations

import sqlalchemy as sa

from selfstudy.domain import wire
from selfstudy.store.driver import stored
from selfstudy.store.forks import Forks
from selfstudy.store.places import Counts, Place, Places, standing
from selfstudy.store.schema import segment as segment_table
from selfstudy.store.schema import source as source_table


class Arrivals:
    """Takes verified segments of one source, in any order, each once."""

    def __init__(self, places: Places, forks: Forks) -> None:
        self.places = places
        self.forks = forks

    def take(
        self,
        connection: sa.Connection,
        place: Place,
        part: wire.OpenSegment,
        counts: Counts,
        *,
        waited: bool = False,
    ) -> Place:
        """The place after one verified segment; `waited` when it is stored already."""
        segment = part.segment
        if place.forked:
            if self.forks.hold(connection, place, part) or self._let_go(connection, place, segment):
                counts.known += segment.count
                return place
            return self._replant(connection, place, segment, counts)
        follows = segment.first == place.head + 1 and segment.previous == place.head_digest
        if segment.first > place.head and not follows:
            kept = self.places.keep(connection, place, segment, placed=False)
            counts.waiting += segment.count if kept else 0
            counts.known += 0 if kept else segment.count
            return place
        shared = min(segment.last, place.head)
        if not follows:
            ours = self.places.digest_at(connection, place, shared)
            if ours != part.digests[shared - segment.first]:
                if self._let_go(connection, place, segment):
                    counts.known += segment.count
                    return place
                return self._replant(connection, place, segment, counts, waited=waited)
        counts.known += shared - segment.first + 1
        if segment.last <= place.head:
            if waited:
                self.places.keep(connection, place, segment, placed=True)
            return place
        self.places.keep(connection, place, segment, placed=True)
        fresh = part.lines[place.head + 1 - segment.first :]
        counts.new += len(fresh)
        place = self.places.extend(connection, place, fresh, segment.end)
        return self._follow(connection, place, counts)

    def stand(
        self, connection: sa.Connection, place: Place, footing: wire.Footing, counts: Counts
    ) -> Place:
        """Place what waits right after a signed end whose own lines were let go elsewhere."""
        follows = segment_table.c.first == footing.last + 1
        waiting = self.places.segments(connection, place, segment_table.c.placed == 0, follows)
        if not standing([footing], waiting):
            return place
        self.places.stand(connection, place, footing)
        found = self._grown_anew(connection, place, counts)
        counts.waiting -= min(found.new, counts.waiting)
        return self.places.by_source(connection, place.source) or place

    def _let_go(self, connection: sa.Connection, place: Place, segment: wire.Segment) -> bool:
        """Whether a segment lies in a prefix that was let go: it is not taken again."""
        return segment.last <= self.places.start(connection, place)[0]

    def _follow(self, connection: sa.Connection, place: Place, counts: Counts) -> Place:
        """Place what waited for a record that is held now."""
        waiting = self.places.segments(
            connection, place, segment_table.c.placed == 0, segment_table.c.first <= place.head + 1
        )
        for segment in waiting:
            before = self.places.digest_at(connection, place, segment.first - 1)
            if before != segment.previous:
                continue
            inner = Counts()
            with stored():
                opened = wire.open_segment(place.source.id, segment)
            place = self.take(connection, place, opened, inner, waited=True)
            counts.new += inner.new
            counts.forks += inner.forks
            if inner.new:
                counts.followed = True
                break  # the call above has followed on
        return place

    def _replant(
        self,
        connection: sa.Connection,
        place: Place,
        segment: wire.Segment,
        counts: Counts,
        *,
        waited: bool = False,
    ) -> Place:
        kept = self.places.keep(connection, place, segment, placed=False)
        if not kept and not waited:
            counts.known += segment.count
            return place
        found = self._grown_anew(connection, place, counts)
        placed = self.places.segments(
            connection,
            place,
            segment_table.c.placed == 1,
            segment_table.c.first == segment.first,
            segment_table.c.end == segment.end,
        )
        if placed:
            counts.known += segment.count - min(found.new, segment.count)
        else:
            counts.waiting += segment.count
        fresh = self.places.by_source(connection, place.source)
        return fresh or place

    def _grown_anew(self, connection: sa.Connection, place: Place, counts: Counts) -> Counts:
        """Place a source anew from all that is held of it; what that brought is counted."""
        root = self.places.read(
            connection, source_table.c.unit == place.unit, source_table.c.id == place.root
        )[0]
        found = self.forks.replant(connection, root)
        counts.new += found.new
        counts.forks += found.forks
        counts.followed = True
        return found
