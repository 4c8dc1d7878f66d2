"""Small real parts for tests of the journal: keys, sources, segments, journals."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import sqlalchemy as sa

from selfstudy.domain import wire
from selfstudy.domain.audience import Audience, to_own_device
from selfstudy.domain.authority import Authorities
from selfstudy.domain.record import (
    Answered,
    Chain,
    Fact,
    LessonFinished,
    LessonOpened,
    SectionRead,
    Source,
)
from selfstudy.domain.wire import Carried, Segment
from selfstudy.exchange.keys import KeyRing
from selfstudy.exchange.packet import checked_all
from selfstudy.store.database import Database
from selfstudy.store.journal import Author, Journal, Saved
from selfstudy.store.places import Counts
from selfstudy.store.schema import metadata

NOON = 1_795_000_000_000  # ms: a day in November 2026
UNIT = b"phuong Ben Thanh"
LESSON = "CM03-01"


def a_ring(seed: int) -> KeyRing:
    """Keys that are the same in every run."""
    return KeyRing(bytes([seed]) * 32, bytes([seed ^ 0xFF]) * 32)


HANH, LAN, ROOT, STRANGER = a_ring(1), a_ring(2), a_ring(3), a_ring(4)


# Facts, in the words of the people


def opened(lesson: str = LESSON) -> LessonOpened:
    return LessonOpened("CM03", lesson, 1, "ab")


def read(*sections: str, seconds: int = 60, anchor: str = "", lesson: str = LESSON) -> SectionRead:
    return SectionRead("CM03", lesson, 1, "ab", sections, seconds, anchor)


def answered(question: str = "q1", score: int = 1000, sure: str = "sure") -> Answered:
    return Answered(LESSON, question, 1, "ab", "M2", ("A",), score, 4000, sure)


def finished(lesson: str = LESSON, hundredths: int = 100, right: int = 8) -> LessonFinished:
    return LessonFinished("CM03", lesson, 1, "ab", 25, hundredths, right, 8)


def lines_of(facts: Iterable[Fact], at: int = NOON) -> list[bytes]:
    """Lines a second apart."""
    return [wire.line_of(at + 1000 * index, 420, fact) for index, fact in enumerate(facts)]


# Sources and segments, made by hand


def a_source(
    ring: KeyRing = HANH,
    subject: bytes | None = None,
    unit: bytes = UNIT,
    chain: Chain = "s",
    epoch: int = 0,
) -> Source:
    person = ring.identity if subject is None else subject
    return Source(ring.public, person, unit, chain, epoch.to_bytes(16, "big"))


def a_segment(
    source: Source, ring: KeyRing, lines: list[bytes], first: int = 1, previous: bytes = b""
) -> Segment:
    """Lines as their author signs them."""
    previous = previous or source.id
    end = wire.chain(previous, lines)[-1]
    signature = ring.sign(wire.seal_message(source.id, first, len(lines), end))
    return wire.make_segment(first, previous, lines, signature)


def segments_of(
    source: Source, ring: KeyRing, lines: list[bytes], cuts: Iterable[int] = ()
) -> list[Segment]:
    """A whole chain of lines, cut before the numbers in `cuts` (the first line has number 1)."""
    found = []
    digests = [source.id, *wire.chain(source.id, lines)]
    bounds = [1, *sorted({cut for cut in cuts if 1 < cut <= len(lines)}), len(lines) + 1]
    for first, after in pairwise(bounds):
        if first < after:
            part = lines[first - 1 : after - 1]
            found.append(a_segment(source, ring, part, first, digests[first - 1]))
    return found


def carried(source: Source, *segments: Segment) -> Carried:
    return Carried(source, segments)


# Journals


@contextlib.contextmanager
def a_journal(path: Path) -> Iterator[Journal]:
    """A journal in a file of its own (or in one that is there)."""
    database = Database(path / "journal.db" if path.is_dir() else path)
    try:
        yield Journal(database)
    finally:
        database.close()


def author(ring: KeyRing = HANH, unit: bytes = UNIT) -> Author:
    return Author(ring.public, ring.identity, unit)


def write(
    journal: Journal, *facts: Fact, ring: KeyRing = HANH, at: int = NOON, unit: bytes = UNIT
) -> list[Saved]:
    """Seal facts about oneself."""
    return journal.append(author(ring, unit), facts, at, 420)


def take(journal: Journal, *parts: Carried) -> Counts:
    """Merge what passes the checks, as every way in does."""
    total = Counts()
    for part in parts:
        sound, broken = checked_all(part)
        assert not broken
        total.add(journal.merge(part, sound))
    return total


def held(journal: Journal, ring: KeyRing = HANH) -> list[Carried]:
    """Everything that a person's own linked device would be given."""
    journal.seal(ring.public, ring.sign)
    return journal.since({}, to_own_device(ring.identity))


def folded(journal: Journal, ring: KeyRing = HANH, known: Authorities | None = None) -> object:
    """A person's projections as they are read."""
    journal.fold_stale(known or Authorities())
    with journal.database.read() as connection:
        progress = journal.folds.progress(connection, ring.identity)
        memory = journal.folds.memory(connection, ring.identity)
    return (
        sorted(progress, key=lambda row: (row.lesson, row.version)),
        sorted(memory, key=lambda row: (row.lesson, row.question)),
    )


def paths(journal: Journal, audience: Audience | None = None) -> dict[bytes, list[bytes]]:
    """The lines of every source and tail, by name: what this journal holds, and where."""
    places = journal.sources(audience or to_own_device(HANH.identity))
    return {
        place.sid: [line for _number, line in journal.lines(place)]
        for place in places
        if place.head >= place.first
    }


def dump(database: Database, without: Sequence[str] = ()) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    with database.read() as connection:
        return {
            table.name: sorted(
                (tuple(row) for row in connection.execute(sa.select(table))), key=repr
            )
            for table in metadata.sorted_tables
            if table.name not in without
        }
