"""Projections: rows folded from facts, kept beside them, thrown away and folded again at will."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import sqlalchemy as sa

from selfstudy.domain.authority import Authorities, Spot, entitled
from selfstudy.domain.folding import (
    FOLDED_KINDS,
    MEMORY_KINDS,
    PROGRESS_KINDS,
    MemoryRow,
    Order,
    ProgressRow,
    fold_memory,
    fold_progress,
)
from selfstudy.domain.memory import Memory
from selfstudy.domain.record import UNIT, Narrow
from selfstudy.store.database import Database
from selfstudy.store.driver import put
from selfstudy.store.interned import Interned
from selfstudy.store.places import Place, Places
from selfstudy.store.restating import Cited, Held, told_again
from selfstudy.store.schema import fact as fact_table
from selfstudy.store.schema import memory as memory_table
from selfstudy.store.schema import progress as progress_table
from selfstudy.store.schema import source as source_table
from selfstudy.store.schema import stale as stale_table
from selfstudy.store.statements import add_rows, insert_sql
from selfstudy.store.voids import Void, taken_back

__all__ = ["Folded", "Folds", "Order"]

LESSON_PROGRESS_SQL = (
    "SELECT lesson, version, module, sections, seconds, anchor, last, finished, hundredths, "
    "minutes, result, anchored_at, anchored_source, anchored_number FROM progress "
    "WHERE subject = ? AND lesson = ?"
)
LESSON_MEMORY_SQL = (
    "SELECT lesson, question, answers, rights, score, state, step, stability, difficulty, due, "
    "last, last_source, last_number FROM memory WHERE subject = ? AND lesson = ?"
)
PROGRESS_SQL = LESSON_PROGRESS_SQL + " AND version = ?"
MEMORY_SQL = LESSON_MEMORY_SQL + " AND question = ?"
SCORES_SQL = "SELECT question, score FROM memory WHERE subject = ? AND lesson = ?"
STALE_SQL = "SELECT 1 FROM stale WHERE subject = ?"
PUT_PROGRESS = insert_sql(progress_table, "sqlite").replace("INSERT", "INSERT OR REPLACE", 1)
PUT_MEMORY = insert_sql(memory_table, "sqlite").replace("INSERT", "INSERT OR REPLACE", 1)
PUT_STALE = insert_sql(stale_table, "sqlite").replace("INSERT", "INSERT OR IGNORE", 1)
FEW = 16  # people folded in one transaction: answers go between
PROGRESS = sa.select(
    *(progress_table.c[name] for name in (
        "subject", "lesson", "version", "module", "sections", "seconds", "anchor", "last",
        "finished", "hundredths", "minutes", "result", "anchored_at", "anchored_source",
        "anchored_number",
    ))
)  # fmt: skip
REFOLDING_KINDS = frozenset({"restated", "voided", "key_added", "key_removed"})


@dataclass(frozen=True, slots=True)
class Placed:
    """A fact as a fold meets it: its order, its kind, its narrow columns, where it stands."""

    order: Order
    kind: str
    narrow: Narrow
    place: Place

    @property
    def spot(self) -> Spot:
        """The name of its source or tail, and its number."""
        return self.place.sid, self.order.number


@dataclass(frozen=True, slots=True)
class Folded:
    """All projections of one person."""

    progress: tuple[ProgressRow, ...]
    memory: tuple[MemoryRow, ...]


def progress_tuple(subject: bytes, row: ProgressRow) -> tuple[object, ...]:
    """A row of `progress` in the order of its columns."""
    sections = "|".join(sorted(row.sections))
    return (
        subject, row.lesson, row.version, row.module, sections, row.seconds, row.anchor, row.last,
        row.finished, row.hundredths, row.minutes, row.result, row.anchored.at,
        row.anchored.source, row.anchored.number,
    )  # fmt: skip


def memory_tuple(subject: bytes, row: MemoryRow) -> tuple[object, ...]:
    """A row of `memory` in the order of its columns."""
    m = row.memory
    return (
        subject, row.lesson, row.question, row.answers, row.rights, row.score, m.state, m.step,
        m.stability, m.difficulty, m.due, m.last, row.order.source, row.order.number,
    )  # fmt: skip


def _void(fact: Placed) -> Void:
    narrow = fact.narrow
    return Void(
        fact.order.at, fact.place, narrow.object, narrow.value, narrow.parent, fact.order.number
    )


def read_progress(row: Sequence[Any]) -> ProgressRow:
    """A row of `progress` as the fold has it."""
    *found, at, source, number = row
    found[3] = frozenset(part for part in found[3].split("|") if part)
    found.append(Order(at, bytes(source), number))
    return ProgressRow(*found)


def read_memory(row: Sequence[Any]) -> MemoryRow:
    """A row of `memory` as the fold has it."""
    lesson, question, answers, rights, score, *rest = row
    memory = Memory(*rest[:6])
    order = Order(memory.last, bytes(rest[6]), rest[7])
    return MemoryRow(lesson, question, answers, rights, score, memory, order)


class Tried(NamedTuple):
    """A question that was answered, and the last score (thousandths)."""

    lesson: str
    question: str
    score: int


class Folds:
    """Folds one's own fact at once, others' when they are about to be read."""

    def __init__(self, interned: Interned) -> None:
        self.interned = interned

    def apply(
        self, raw: sqlite3.Connection, subject: bytes, kind: str, narrow: Narrow, order: Order
    ) -> None:
        """Fold one fact that was sealed here (SQLite), in the transaction that seals it."""
        if kind in PROGRESS_KINDS:
            found = raw.execute(PROGRESS_SQL, (subject, narrow.object, narrow.version)).fetchone()
            row = fold_progress(read_progress(found) if found else None, kind, narrow, order)
            raw.execute(PUT_PROGRESS, progress_tuple(subject, row))
        elif kind in MEMORY_KINDS:
            found = raw.execute(MEMORY_SQL, (subject, narrow.parent, narrow.object)).fetchone()
            before = read_memory(found) if found else None
            if before is not None and before.order > order:
                raw.execute(PUT_STALE, (subject,))  # another device is ahead: fold again in order
                return
            after = fold_memory(before, kind, narrow, order)
            raw.execute(PUT_MEMORY, memory_tuple(subject, after))
        elif kind in REFOLDING_KINDS:
            raw.execute(PUT_STALE, (subject,))

    def mark(self, connection: sa.Connection, subject: bytes) -> None:
        """A person's projections must be folded before they are read."""
        put(connection, stale_table, subject=subject)

    def mark_at_once(self, raw: sqlite3.Connection, subject: bytes) -> None:
        """Mark somebody stale in the transaction that seals (SQLite)."""
        raw.execute(PUT_STALE, (subject,))

    def mark_all(self, database: Database) -> None:
        """Everything must be folded before it is read: a rule or an appointment changed."""
        with database.derive() as connection:
            connection.execute(sa.delete(stale_table))
            connection.execute(
                sa.insert(stale_table).from_select(
                    ["subject"], sa.select(source_table.c.subject).distinct()
                )
            )

    def fold_stale(self, database: Database, places: Places, authorities: Authorities) -> int:
        """Fold everybody who is stale, a few people per transaction. Returns how many."""
        with database.read() as connection:
            subjects = list(connection.scalars(sa.select(stale_table.c.subject)))
        count = len(subjects)
        if count > FEW:
            self._pass_over_silent(database)
            with database.read() as connection:
                subjects = list(connection.scalars(sa.select(stale_table.c.subject)))
        for start in range(0, len(subjects), FEW):
            with database.derive() as connection:
                for subject in subjects[start : start + FEW]:
                    self.refold(connection, places, bytes(subject), authorities)
        return count

    def _pass_over_silent(self, database: Database) -> None:
        """Of who told nothing themselves there is nothing to fold."""
        spoke = sa.select(source_table.c.subject).where(source_table.c.chain != UNIT)
        with database.derive() as connection:
            for table in (progress_table, memory_table, stale_table):
                silent = table.c.subject.in_(sa.select(stale_table.c.subject))
                connection.execute(sa.delete(table).where(silent, table.c.subject.not_in(spoke)))

    def refold(
        self, connection: sa.Connection, places: Places, subject: bytes, authorities: Authorities
    ) -> Folded:
        """Fold one person from nothing, and keep the rows."""
        folded = self.folded(connection, places, subject, authorities)
        for table in (progress_table, memory_table):
            connection.execute(sa.delete(table).where(table.c.subject == subject))
        for table, rows in (
            (progress_table, [progress_tuple(subject, row) for row in folded.progress]),
            (memory_table, [memory_tuple(subject, row) for row in folded.memory]),
        ):
            add_rows(connection, table, rows)
        connection.execute(sa.delete(stale_table).where(stale_table.c.subject == subject))
        return folded

    def folded(
        self, connection: sa.Connection, places: Places, subject: bytes, authorities: Authorities
    ) -> Folded:
        """A person's projections, computed from the facts and nothing else."""
        family = {
            (place.unit, place.id): place
            for place in places.read(connection, source_table.c.subject == subject)
        }
        facts = self._facts(connection, subject, family, {*FOLDED_KINDS, "voided"})
        voids = taken_back(
            connection,
            places,
            family.values(),
            [_void(fact) for fact in facts if fact.kind == "voided"],
            authorities,
        )
        standing = [
            fact
            for fact in sorted(facts, key=lambda fact: fact.order)
            if (fact.place.sid, fact.order.number) not in voids
            and entitled(fact.kind, fact.place.source, fact.order.at, authorities, fact.spot)
        ]
        progress: dict[tuple[str, int], ProgressRow] = {}
        memory: dict[tuple[str, str], MemoryRow] = {}
        for fact in self._told(connection, places, family, standing):
            kind, narrow = fact.kind, fact.narrow
            if kind in PROGRESS_KINDS:
                lesson = (narrow.object, narrow.version)
                progress[lesson] = fold_progress(progress.get(lesson), kind, narrow, fact.order)
            elif kind in MEMORY_KINDS:
                question = (narrow.parent, narrow.object)
                memory[question] = fold_memory(memory.get(question), kind, narrow, fact.order)
        return Folded(tuple(progress.values()), tuple(memory.values()))

    def _told(
        self,
        connection: sa.Connection,
        places: Places,
        family: dict[tuple[int, int], Place],
        facts: list[Placed],
    ) -> list[Placed]:
        """Facts in fold order, with what is restated in the place of what restates it, once.

        It keeps the time of its own line, and is passed over where the record itself is held.
        """
        held = Held(connection, places, family.values())
        found = []
        cited: set[Cited] = set()
        for fact in facts:
            if fact.kind != "restated":
                found.append(fact)
                continue
            again = told_again(connection, places, fact.place, fact.order.number)
            if again is None or again.cited in cited or again.cited in held:
                continue
            cited.add(again.cited)
            line = again.line
            order = fact.order._replace(at=min(line.time, fact.order.at))
            found.append(Placed(order, line.kind, line.fact.narrow(), fact.place))
        return sorted(found, key=lambda fact: fact.order)

    def _facts(
        self,
        connection: sa.Connection,
        subject: bytes,
        family: dict[tuple[int, int], Place],
        kinds: Iterable[str],
    ) -> list[Placed]:
        """A person's facts of some kinds."""
        numbers = {self.interned.known(connection, kind): kind for kind in kinds}
        text = self.interned.text
        rows = connection.execute(
            sa.select(fact_table)
            .join(
                source_table,
                (source_table.c.unit == fact_table.c.unit)
                & (source_table.c.id == fact_table.c.source),
            )
            .where(source_table.c.subject == subject, fact_table.c.kind.in_(numbers))
        )
        found = []
        for row in rows:
            place = family[row.unit, row.source]
            narrow = Narrow(
                text(connection, row.object), text(connection, row.parent),
                text(connection, row.note), row.version, row.value, row.extra,
            )  # fmt: skip
            order = Order(row.at, place.sid, row.number)
            found.append(Placed(order, numbers[row.kind], narrow, place))
        return found

    def of_lesson(
        self, database: Database, subject: bytes, lesson: str
    ) -> tuple[list[ProgressRow], list[Tried]] | None:
        """One person in one lesson (SQLite), right after an answer; None when they are stale."""
        with database.peek() as raw:
            if raw.execute(STALE_SQL, (subject,)).fetchone():
                return None
            key = (subject, lesson)
            progress = raw.execute(LESSON_PROGRESS_SQL, key).fetchall()
            scores = raw.execute(SCORES_SQL, key).fetchall()
        return [read_progress(row) for row in progress], [Tried(lesson, *row) for row in scores]

    def progress(self, connection: sa.Connection, subject: bytes) -> list[ProgressRow]:
        """A person's rows of `progress`."""
        query = PROGRESS.where(progress_table.c.subject == subject)
        return [read_progress(row[1:]) for row in connection.execute(query)]

    def progress_by_person(self, connection: sa.Connection) -> dict[bytes, list[ProgressRow]]:
        """Everybody's rows of `progress`."""
        found: dict[bytes, list[ProgressRow]] = defaultdict(list)
        for row in connection.execute(PROGRESS):
            found[bytes(row.subject)].append(read_progress(row[1:]))
        return found

    def memory(self, connection: sa.Connection, subject: bytes) -> list[MemoryRow]:
        """A person's rows of `memory`."""
        c = memory_table.c
        query = sa.select(
            c.lesson, c.question, c.answers, c.rights, c.score, c.state, c.step, c.stability,
            c.difficulty, c.due, c.last, c.last_source, c.last_number,
        ).where(c.subject == subject)  # fmt: skip
        return [read_memory(row) for row in connection.execute(query)]
