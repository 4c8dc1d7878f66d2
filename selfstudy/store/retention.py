"""Letting go of the beginning of a source: its lines go, what they prove and fold into stays.

Kept are the narrow rows (what folds read), the lines that say who is who and what was taken back,
and of the prefix its end digest with the author's signature: the chain after it still verifies.
The digests in between go too, for from them and the narrow rows an answer could be guessed.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from selfstudy.domain import wire
from selfstudy.store.driver import put, stored
from selfstudy.store.erasure import DUE
from selfstudy.store.journal import Journal
from selfstudy.store.places import Place
from selfstudy.store.schema import checkpoint, fact, meta, retained, segment
from selfstudy.store.schema import source as source_table

# What people did. Who they are, who may speak and what was taken back or told again is kept whole.
LET_GO = frozenset(
    {
        "lesson_opened", "section_read", "lesson_finished", "change_studied", "answered",
        "reviewed", "attempt_started", "attempt_submitted", "survey_answered", "self_rated",
        "need_stated", "applied_at_work", "note_written",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Prefix:
    """The segments that may go of a source, and how many lines of them lose their words."""

    place: Place
    segments: tuple[wire.Segment, ...]
    lines: int


def prefixes(
    journal: Journal, before: int, *where: sa.ColumnElement[bool], upto: dict[bytes, int]
) -> list[Prefix]:
    """What of the sources that fulfil conditions is older than `before` (ms).

    `upto` names sources that may go so far only, as own ones that others must have confirmed. A
    forked source is left as it is.
    """
    found = []
    with journal.database.read() as connection:
        roots = journal.places.read(
            connection, source_table.c.id == source_table.c.root, source_table.c.forked == 0, *where
        )
        for place in roots:
            young = connection.scalar(
                sa.select(sa.func.min(fact.c.number)).where(
                    fact.c.unit == place.unit, fact.c.source == place.id, fact.c.at >= before
                )
            )
            most = min((young or place.head + 1) - 1, upto.get(place.sid, place.head))
            segments = _from_start(journal, connection, place, most)
            lines = _bulk(journal, connection, place, segments[-1].last) if segments else 0
            if lines:  # else nothing would lose its words
                found.append(Prefix(place, tuple(segments), lines))
    return found


def _from_start(
    journal: Journal, connection: sa.Connection, place: Place, most: int
) -> list[wire.Segment]:
    """Placed segments from where the lines begin, end to end, up to a number."""
    number, end = journal.places.start(connection, place)
    found = []
    for part in journal.places.segments(connection, place, segment.c.placed == 1):
        if part.first == number + 1 and part.previous == end and part.last <= most:
            found.append(part)
            number, end = part.last, part.end
    return found


def _bulk(journal: Journal, connection: sa.Connection, place: Place, last: int) -> int:
    begun, _end = journal.places.start(connection, place)
    kinds = [journal.interned.known(connection, kind) for kind in LET_GO]
    query = sa.select(sa.func.count()).where(
        fact.c.unit == place.unit, fact.c.source == place.id, fact.c.kind.in_(kinds),
        fact.c.number > begun, fact.c.number <= last,
    )  # fmt: skip
    return int(connection.scalar(query) or 0)


def let_go(journal: Journal, prefix: Prefix) -> int:
    """Let go of a prefix in one transaction. Returns how many lines lost their words."""
    place = prefix.place
    here = {"unit": place.unit, "source": place.id}
    with journal.database.write() as connection:
        void = _cited(journal, connection, place)
        for part in prefix.segments:
            with stored():
                opened = wire.open_segment(place.source.id, part)
            for row in _kept(opened, void):
                put(connection, checkpoint, **here, **row)
        last = prefix.segments[-1]
        put(
            connection, retained, **here, first=last.first, last=last.last,
            previous=last.previous, end=last.end, signature=last.signature,
        )  # fmt: skip
        connection.execute(
            sa.delete(segment).where(
                segment.c.unit == place.unit,
                segment.c.source == place.id,
                segment.c.first + segment.c.records - 1 <= last.last,
            )
        )
        put(connection, meta, name=DUE, value="1")
    return prefix.lines


def _kept(opened: wire.OpenSegment, void: Collection[int]) -> Sequence[dict[str, object]]:
    """The lines that stay, and the digests of those that were taken back."""
    rows: list[dict[str, object]] = []
    numbered = zip(opened.lines, opened.digests, strict=True)
    for number, (line, digest) in enumerate(numbered, opened.segment.first):
        whole = wire.check_line(line)[2] not in LET_GO
        if whole or number in void:
            rows.append({"number": number, "digest": digest, "line": line if whole else b""})
    return rows


def _cited(journal: Journal, connection: sa.Connection, place: Place) -> set[int]:
    """Numbers of a source's records that voiding facts cite."""
    kind = journal.interned.known(connection, "voided")
    cited = journal.interned.known(connection, place.source.id.hex())
    query = sa.select(fact.c.value).where(fact.c.kind == kind, fact.c.object == cited)
    return set(connection.scalars(query)) if kind and cited else set()
