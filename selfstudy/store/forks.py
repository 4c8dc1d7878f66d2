"""Replanting a source whose copies went different ways: both are kept, each under its name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

import sqlalchemy as sa

from selfstudy.domain import wire
from selfstudy.store.driver import stored
from selfstudy.store.places import Counts, Place, Places, fact_rows
from selfstudy.store.schema import fact as fact_table
from selfstudy.store.schema import line as line_table
from selfstudy.store.schema import segment as segment_table
from selfstudy.store.schema import source as source_table
from selfstudy.store.statements import add_rows

Spot = tuple[int, bytes]  # a number and the digest there: an author may sign a wrong number


@dataclass(slots=True)
class Node:
    """A record in the tree of a source: its line, and the digests of those that follow.

    Without a line it is where the tree begins, or only the signed end of what was let go.
    """

    number: int
    line: bytes
    following: list[bytes] = field(default_factory=list)
    footing: bool = False


@dataclass(frozen=True, slots=True)
class Branch:
    """A stretch without parting: named, from `first`, its digests and lines in order.

    Only the first has no parent, and those that stand on a footing, whose end is `previous`.
    """

    sid: bytes
    first: int
    digests: list[bytes]
    lines: list[bytes]
    parent: int | None
    previous: bytes


def grow(
    opened: Sequence[wire.OpenSegment], start: Spot, footings: Iterable[Spot] = ()
) -> dict[Spot, Node]:
    """All records by number and digest, linked to their predecessors; the root is `start`.

    That is number 0, or the end of a prefix that was let go.
    """
    tree: dict[Spot, Node] = {start: Node(start[0], b"")}
    for part in opened:
        numbered = zip(part.digests, part.lines, strict=True)
        for number, (digest, line) in enumerate(numbered, part.segment.first):
            if number > start[0]:
                tree.setdefault((number, digest), Node(number, line))
    for number, digest in footings:
        tree.setdefault((number, digest), Node(number, b"")).footing = True
    for part in opened:
        previous = part.segment.previous
        for number, digest in enumerate(part.digests, part.segment.first):
            before = tree.get((number - 1, previous)) if number > start[0] else None
            if before is not None and digest not in before.following:
                before.following.append(digest)
            previous = digest
    return tree


def branches(source: bytes, tree: dict[Spot, Node]) -> list[Branch]:
    """The named stretches reachable from the root (the tree's first), parents before children.

    Then what stands on a footing that is not reached, named by its digest as a tail is by its
    first record's.
    """
    found = _grown(source, source, tree, next(iter(tree)))
    reached = {(n, end) for branch in found for n, end in enumerate(branch.digests, branch.first)}
    for spot in sorted(spot for spot, node in tree.items() if node.footing):
        if spot not in reached and tree[spot].following:
            more = _grown(source, wire.branch_name(source, spot[1]), tree, spot, len(found))
            reached |= {(n, end) for b in more for n, end in enumerate(b.digests, b.first)}
            found += more
    return found


def _grown(
    source: bytes, name: bytes, tree: dict[Spot, Node], begin: Spot, before: int = 0
) -> list[Branch]:
    """What grows from a spot; `before` stretches are counted already."""
    found: list[Branch] = []
    waiting: list[tuple[bytes, Spot, int | None]] = [(name, begin, None)]
    while waiting:
        sid, start, parent = waiting.pop()
        node = tree[start]
        digests = [start[1]] if parent is not None else []
        lines = [node.line] if parent is not None else []
        first = start[0] if parent is not None else start[0] + 1
        while len(node.following) == 1:
            digest = node.following[0]
            node = tree[node.number + 1, digest]
            digests.append(digest)
            lines.append(node.line)
        found.append(Branch(sid, first, digests, lines, parent, start[1]))
        here = before + len(found) - 1
        waiting.extend(
            (wire.branch_name(source, digest), (node.number + 1, digest), here)
            for digest in sorted(node.following)
        )
    return found


class Forks:
    """Rewrites the rows of one source from everything held of it."""

    def __init__(self, places: Places) -> None:
        self.places = places

    def _tree(
        self, connection: sa.Connection, root: Place
    ) -> tuple[list[wire.Segment], dict[Spot, Node]]:
        """Everything held of a root: its stored segments, and all records."""
        segments = self.places.segments(connection, root)
        with stored():
            opened = [wire.open_segment(root.source.id, segment) for segment in segments]
        start = self.places.start(connection, root)
        everything = opened + self._own_lines(connection, root)
        return segments, grow(everything, start, self._footings(connection, root))

    def grown(
        self, connection: sa.Connection, root: Place
    ) -> tuple[list[wire.Segment], list[Branch]]:
        """The stored segments of a root, and the stretches that all held of it grows into."""
        segments, tree = self._tree(connection, root)
        return segments, branches(root.source.id, tree)

    def _footings(self, connection: sa.Connection, root: Place) -> list[Spot]:
        found = self.places.footings(connection, root).get((root.unit, root.root), [])
        return [(footing.last, footing.end) for footing in found]

    def rooted(self, connection: sa.Connection, root: Place) -> set[bytes]:
        """The names of what is held from the beginning of a source, footings apart."""
        _segments, tree = self._tree(connection, root)
        sure: set[int] = set()
        found = set()
        for index, branch in enumerate(branches(root.source.id, tree)):
            if index == 0 or branch.parent in sure:
                sure.add(index)
                found.add(branch.sid)
        return found

    def spots(self, connection: sa.Connection, root: Place) -> set[Spot]:
        """Numbers and digests of everything held of a root, waiting or placed."""
        return set(self._tree(connection, root)[1])

    def placed(self, connection: sa.Connection, root: Place) -> set[Spot]:
        """Numbers and digests of what is placed of a root, in the source and its tails."""
        _segments, tree = self._tree(connection, root)
        grown = branches(root.source.id, tree)
        return {spot for branch in grown for spot in enumerate(branch.digests, branch.first)}

    def hold(self, connection: sa.Connection, place: Place, part: wire.OpenSegment) -> bool:
        """Whether all records of a segment are held of a forked source, split in any way."""
        spots = set(enumerate(part.digests, part.segment.first))
        return spots <= {
            spot for spot, node in self._tree(connection, place)[1].items() if node.line
        }

    def lines(self, connection: sa.Connection, place: Place) -> list[tuple[int, bytes]]:
        """Numbers and lines of a source or of a fork's tail."""
        _segments, tree = self._tree(connection, place)
        for branch in branches(place.source.id, tree):
            if branch.sid == place.sid:
                return list(enumerate(branch.lines, branch.first))
        return []

    def digest(self, connection: sa.Connection, place: Place, number: int) -> bytes | None:
        """The digest of one record of a source or tail, or None when it is not held."""
        if not place.first <= number <= place.head:
            return None
        if not place.forked or number == place.head:
            return self.places.digest_at(connection, place, number)
        _segments, tree = self._tree(connection, place)
        named = {branch.sid: branch for branch in branches(place.source.id, tree)}
        branch = named[place.sid]
        if number < branch.first:  # let go
            return self.places.checkpoint(connection, place, number)[0]
        return branch.digests[number - branch.first]

    def reach(
        self, connection: sa.Connection, root: Place, number: int, digest: bytes
    ) -> dict[bytes, int]:
        """How far the path to a record goes in its source and each tail; nothing on another path.

        Of a record that has not come yet, what is held is taken for the beginning of its path.
        """
        if not root.forked:
            here = root.head < number or self.places.digest_at(connection, root, number) == digest
            return {root.sid: number} if here else {}
        return self.reached(connection, root, [(number, digest)])

    def reached(
        self, connection: sa.Connection, root: Place, spots: Iterable[Spot]
    ) -> dict[bytes, int]:
        """How far the paths to these records go in a forked source and each of its tails."""
        _segments, tree = self._tree(connection, root)
        before = {
            (spot[0] + 1, after): spot for spot, node in tree.items() for after in node.following
        }
        path: set[Spot] = set()
        for end in tree.keys() & set(spots):
            spot: Spot | None = end
            while spot is not None and spot not in path:
                path.add(spot)
                spot = before.get(spot)
        return {
            branch.sid: max(on, default=0)
            for branch in branches(root.source.id, tree)
            if (on := [n for n, end in enumerate(branch.digests, branch.first) if (n, end) in path])
        }

    def line(self, connection: sa.Connection, place: Place, number: int) -> bytes | None:
        """One line of a source or tail, opening no more than the segment that covers it."""
        if place.forked:
            found = dict(self.lines(connection, place)).get(number)
            return found or self.places.checkpoint(connection, place, number)[1]
        own = connection.scalar(
            sa.select(line_table.c.line).where(
                line_table.c.unit == place.unit,
                line_table.c.source == place.root,
                line_table.c.number == number,
            )
        )
        if own is not None:
            return bytes(own)
        for segment in self.places.segments(
            connection,
            place,
            segment_table.c.placed == 1,
            segment_table.c.first <= number,
            segment_table.c.first + segment_table.c.records > number,
        ):
            with stored():
                return wire.unpack_lines(segment.blob)[number - segment.first]
        return self.places.checkpoint(connection, place, number)[1]

    def replant(self, connection: sa.Connection, root: Place) -> Counts:
        """Place all stored segments and own lines of a root anew, fork or not."""
        segments, tree = self._tree(connection, root)
        grown = branches(root.source.id, tree)
        start = next(iter(tree))
        before = self._held(connection, root) - start[0]
        self._clear(connection, root, start[0])
        self._plant(connection, root, grown)
        reachable = {spot for branch in grown for spot in enumerate(branch.digests, branch.first)}
        for segment in segments:
            placed = (segment.last, segment.end) in reachable
            self._mark(connection, root, segment, placed=placed)
        forked = any(branch.parent is not None for branch in grown)
        counts = Counts(new=len(reachable) - before, forks=int(forked))
        counts.waiting = sum(1 for node in tree.values() if node.line) - len(reachable)
        for spot in self._footings(connection, root):
            if spot in reachable:
                self.places.unfooted(connection, root, spot)
        counts.subjects.add(root.source.subject)
        return counts

    def _own_lines(self, connection: sa.Connection, root: Place) -> list[wire.OpenSegment]:
        """Own lines that are not sealed yet, as if they were a segment."""
        rows = connection.execute(
            sa.select(line_table.c.number, line_table.c.digest, line_table.c.line)
            .where(line_table.c.unit == root.unit, line_table.c.source == root.root)
            .order_by(line_table.c.number)
        ).all()
        if not rows:
            return []
        lines = [bytes(row.line) for row in rows]
        digests = [bytes(row.digest) for row in rows]
        made = wire.Segment(rows[0].number, len(rows), root.sealed_digest, digests[-1], b"", b"")
        return [wire.OpenSegment(made, lines, digests)]

    def _held(self, connection: sa.Connection, root: Place) -> int:
        rows = connection.execute(
            sa.select(source_table.c.first, source_table.c.head).where(
                source_table.c.unit == root.unit, source_table.c.root == root.root
            )
        )
        return sum(row.head - row.first + 1 for row in rows)

    def _clear(self, connection: sa.Connection, root: Place, retained: int) -> None:
        family = (
            sa.select(source_table.c.id)
            .where(source_table.c.unit == root.unit, source_table.c.root == root.root)
            .scalar_subquery()
        )
        connection.execute(
            sa.delete(fact_table).where(
                fact_table.c.unit == root.unit,
                fact_table.c.source.in_(family),
                (fact_table.c.source != root.root) | (fact_table.c.number > retained),
            )
        )
        connection.execute(
            sa.delete(source_table).where(
                source_table.c.unit == root.unit,
                source_table.c.root == root.root,
                source_table.c.id != root.root,
            )
        )

    def _plant(self, connection: sa.Connection, root: Place, grown: list[Branch]) -> None:
        last_at: list[int] = []
        kept = self._last_kept(connection, root)
        for index, branch in enumerate(grown):
            last = 0 if branch.parent is None else last_at[branch.parent]
            last, first = (kept, 1) if index == 0 else (last, branch.first)
            digest = branch.digests[-1] if branch.digests else branch.previous
            head = branch.first + len(branch.lines) - 1
            shape = replace(
                root, sid=branch.sid, first=first, head=head, head_digest=digest, last=last,
                own=root.own and len(grown) == 1, forked=len(grown) > 1,
            )  # fmt: skip
            if index == 0:
                place = shape
            else:
                place = self.places.make(connection, root.source, own=False, tail=shape)
            rows, at = fact_rows(
                connection, self.places.interned, place, branch.first, branch.lines
            )
            add_rows(connection, fact_table, rows)
            last_at.append(at)
            self.places.update(connection, replace(place, last=at))

    def _last_kept(self, connection: sa.Connection, root: Place) -> int:
        """The fold time of the last record of a prefix that was let go; 0 without one."""
        found = connection.scalar(
            sa.select(sa.func.max(fact_table.c.at)).where(
                fact_table.c.unit == root.unit, fact_table.c.source == root.root
            )
        )
        return found or 0

    def _mark(
        self, connection: sa.Connection, root: Place, segment: wire.Segment, *, placed: bool
    ) -> None:
        connection.execute(
            sa.update(segment_table)
            .where(
                segment_table.c.unit == root.unit,
                segment_table.c.source == root.root,
                segment_table.c.first == segment.first,
                segment_table.c.end == segment.end,
            )
            .values(placed=int(placed))
        )
