"""A person's records as numbers meet them: what each tells, and why some are not counted."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Final, Literal

import sqlalchemy as sa

from selfstudy.domain import wire
from selfstudy.domain.authority import Authorities, entitled
from selfstudy.domain.errors import SelfStudyError
from selfstudy.domain.folding import MEMORY_KINDS, PROGRESS_KINDS
from selfstudy.store.facts import Row, rows_of, voids_of
from selfstudy.store.journal import Journal
from selfstudy.store.places import Place
from selfstudy.store.restating import Cited, Held, told_again
from selfstudy.store.schema import segment as segment_table
from selfstudy.store.schema import source as source_table

Why = Literal["", "voided", "author", "held", "again", "waiting"]
TOLD_KINDS: Final = PROGRESS_KINDS | MEMORY_KINDS  # what counts when it is told again


@dataclass(frozen=True, slots=True)
class Judged:
    """A record, and why it is not counted.

    One that tells another again has what that one said, and its time, in the place of its own.
    """

    row: Row
    why: Why = ""


def judged(
    journal: Journal,
    person: bytes,
    known: Authorities,
    known_of: Callable[[bytes], Authorities],
    kinds: Collection[str],
) -> list[Judged]:
    """A person's records of `kinds` in fold order, by the rules of the folds.

    What a learner told is judged by `known`, what a unit said by what is known of that unit.
    """
    again = bool(TOLD_KINDS & set(kinds))
    rows = rows_of(journal, person, [*kinds, *(["restated"] if again else [])])
    voids = voids_of(journal, person, known) if rows else frozenset()
    cited: set[Cited] = set()
    held: Held | None = None
    found: list[Judged] = []
    for row in rows:
        here = (row.place.sid, row.number)
        authorities = known if row.kind in TOLD_KINDS | {"restated"} else known_of(_unit(row))
        why: Why = ""
        if here in voids:
            why = "voided"
        elif not entitled(row.kind, row.place.source, row.at, authorities, here):
            why = "author"
        if row.kind != "restated":
            found.append(Judged(row, why))
            continue
        with journal.database.read() as connection:
            told = told_again(connection, journal.places, row.place, row.number)
            if told is None:
                continue
            if not why:
                held = held or _held(connection, journal, person)
                why = "held" if told.cited in held else "again" if told.cited in cited else ""
        if not why:
            cited.add(told.cited)
        if told.line.kind in TOLD_KINDS & set(kinds):
            at = min(told.line.time, row.at)
            found.append(Judged(_row(row.place, row.number, at, told.line), why))
    return sorted(found, key=lambda one: (one.row.at, one.row.place.sid, one.row.number))


def waiting(journal: Journal, person: bytes, kinds: Collection[str]) -> list[Judged]:
    """A person's records of `kinds` that wait for earlier ones, by the times they say."""
    found: dict[tuple[bytes, int, bytes], Judged] = {}
    for place, segment in _waiting_segments(journal, person):
        try:
            opened = wire.open_segment(place.source.id, segment)
            lines = [wire.read_line(line) for line in opened.lines]
        except SelfStudyError:
            continue
        numbered = zip(lines, opened.digests, strict=True)
        for number, (line, digest) in enumerate(numbered, segment.first):
            if line.kind in kinds:
                spot = (place.sid, number, digest)
                found[spot] = Judged(_row(place, number, line.time, line), "waiting")
    return list(found.values())


def _waiting_segments(journal: Journal, person: bytes) -> Iterator[tuple[Place, wire.Segment]]:
    with journal.database.read() as connection:
        for place in journal.places.read(connection, source_table.c.subject == person):
            if place.id == place.root:
                for segment in journal.places.segments(
                    connection, place, segment_table.c.placed == 0
                ):
                    yield place, segment


def _held(connection: sa.Connection, journal: Journal, person: bytes) -> Held:
    family = journal.places.read(connection, source_table.c.subject == person)
    return Held(connection, journal.places, family)


def _row(place: Place, number: int, at: int, line: wire.Line) -> Row:
    return Row(at, number, line.kind, place, *line.fact.narrow())


def _unit(row: Row) -> bytes:
    return row.place.source.unit
