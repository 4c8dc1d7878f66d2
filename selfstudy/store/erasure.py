"""Erasing sources: rows, names, projections, and the pages that they stood on.

The only place where a record is removed. Everything of one erasure is one transaction; the pages
are rewritten after it, and by the next opening if that was broken off.
"""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from selfstudy.domain import wire
from selfstudy.domain.errors import SelfStudyError
from selfstudy.domain.record import PRIVATE
from selfstudy.store.database import Database
from selfstudy.store.driver import put
from selfstudy.store.journal import Author, Journal
from selfstudy.store.places import Place
from selfstudy.store.schema import (
    checkpoint,
    draft,
    erratum,
    fact,
    footing,
    line,
    memory,
    meta,
    progress,
    receipt,
    retained,
    segment,
    source,
    stale,
    studied,
    word,
)
from selfstudy.store.seen import seen

BESIDE = (draft, studied, erratum)  # what stands beside private records of one's own
DUE = "pages_to_rewrite"
TAKEN = "records_erased"
NAMING_KINDS = ("profile", "admitted", "listed", "claimed")
IN_MEMORY = 64 * 1024 * 1024  # bytes; a larger file is written anew beside itself
ASKED = 500  # names in one question to the database


@dataclass(frozen=True, slots=True)
class Extent:
    """How much a set of sources holds: records by kind, from and until (ms; 0: nothing)."""

    records: int
    kinds: tuple[tuple[str, int], ...]
    first: int
    last: int


def roots_of(
    journal: Journal, connection: sa.Connection, *where: sa.ColumnElement[bool]
) -> list[Place]:
    """The sources (not the tails) that fulfil conditions on `source`."""
    return journal.places.read(connection, source.c.id == source.c.root, *where)


def extent(journal: Journal, roots: Sequence[Place]) -> Extent:
    """What these sources hold, with all tails and whatever waits in them."""
    kinds: dict[str, int] = {}
    first = last = waiting = 0
    with journal.database.read() as connection:
        for root in roots:
            mine = (fact.c.unit == root.unit, fact.c.source.in_(_family(root)))
            count, start, end = sa.func.count(), sa.func.min(fact.c.at), sa.func.max(fact.c.at)
            for kind, some, begun, ended in connection.execute(
                sa.select(fact.c.kind, count, start, end).where(*mine).group_by(fact.c.kind)
            ):
                name = journal.interned.text(connection, kind)
                kinds[name] = kinds.get(name, 0) + some
                first, last = min(first or begun, begun), max(last, ended)
            loose_ends = sa.select(sa.func.sum(segment.c.records)).where(
                segment.c.unit == root.unit, segment.c.source == root.id, segment.c.placed == 0
            )
            waiting += connection.scalar(loose_ends) or 0
    if waiting:
        kinds["waiting"] = int(waiting)
    return Extent(sum(kinds.values()), tuple(sorted(kinds.items())), first, last)


def names_in(journal: Journal, roots: Sequence[Place]) -> set[str]:
    """The names of people that these sources tell."""
    found = set()
    with journal.database.read() as connection:
        kinds = [journal.interned.known(connection, kind) for kind in NAMING_KINDS]
        for root in roots:
            notes = connection.scalars(
                sa.select(fact.c.note)
                .where(
                    fact.c.unit == root.unit,
                    fact.c.source.in_(_family(root)),
                    fact.c.kind.in_(kinds),
                )
                .distinct()
            )
            found |= {journal.interned.text(connection, n) for n in notes}
            waiting = sa.select(segment.c.blob).where(
                segment.c.unit == root.unit, segment.c.source == root.id, segment.c.placed == 0
            )
            for blob in connection.scalars(waiting):
                found |= _named(bytes(blob))
    return {name for note in found if (name := note.partition("\t")[0])}


def _named(blob: bytes) -> set[str]:
    """What the lines of a segment that waits call people; nothing where it is spoilt."""
    facts = []
    with contextlib.suppress(SelfStudyError):
        facts = [wire.read_line(line).fact for line in wire.unpack_lines(blob)]
    return {fact.narrow().note for fact in facts if fact.kind in NAMING_KINDS}


def introduced(journal: Journal, author: Author) -> bool:
    """Whether a key told a unit whose it is and what is sealed to it, and that was not erased."""
    c = source.c
    with journal.database.read() as connection:
        number = journal.interned.known(connection, "unit:" + author.unit.hex())
    about = (c.author == author.key, c.subject == author.person, c.unit == number)
    return bool(seen(journal, "profile", *about))


def erase(journal: Journal, roots: Sequence[Place]) -> int:
    """Remove sources with all that hangs on them. Returns how many records are gone.

    Joins the transaction that is open; whoever undoes it calls `journal.forget`.
    """
    gone = extent(journal, roots).records
    with journal.database.write() as connection:
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA secure_delete=ON").fetchall()
        words: set[int] = set()
        for root in roots:
            words |= _erase_one(connection, root)
        for unit, subject in {(root.unit, root.source.subject) for root in roots}:
            _forget_person(journal, connection, unit, subject)
        if any(root.own and root.source.chain == PRIVATE for root in roots):
            for table in BESIDE:
                connection.execute(sa.delete(table))
        _erase_words(connection, words)
        put(connection, meta, name=DUE, value="1")
        put(connection, meta, name="erased", value=secrets.token_hex(8))
        before = connection.scalar(sa.select(meta.c.value).where(meta.c.name == TAKEN))
        put(connection, meta, name=TAKEN, value=str(int(before or 0) + gone))
    journal.forget()
    return gone


def _family(root: Place) -> sa.ScalarSelect[int]:
    return (
        sa.select(source.c.id)
        .where(source.c.unit == root.unit, source.c.root == root.id)
        .scalar_subquery()
    )


def _erase_one(connection: sa.Connection, root: Place) -> set[int]:
    """Remove one source and its tails; the words that its facts used."""
    mine = (fact.c.unit == root.unit, fact.c.source.in_(_family(root)))
    used = connection.execute(
        sa.select(fact.c.object, fact.c.parent, fact.c.note).where(*mine).distinct()
    ).all()
    connection.execute(sa.delete(fact).where(*mine))
    for table in (line, segment, retained, footing, checkpoint):
        connection.execute(
            sa.delete(table).where(table.c.unit == root.unit, table.c.source == root.id)
        )
    connection.execute(
        sa.delete(source).where(source.c.unit == root.unit, source.c.root == root.id)
    )
    return {number for row in used for number in row}


def _forget_person(journal: Journal, connection: sa.Connection, unit: int, subject: bytes) -> None:
    """Projections and receipts of a person: folded again from what is left, if anything is."""
    for table in (progress, memory, stale):
        connection.execute(sa.delete(table).where(table.c.subject == subject))
    named = bytes.fromhex(journal.interned.text(connection, unit)[5:])
    connection.execute(
        sa.delete(receipt).where(receipt.c.unit == named, receipt.c.person == subject)
    )
    if connection.scalar(sa.select(source.c.id).where(source.c.subject == subject).limit(1)):
        journal.folds.mark(connection, subject)


def _erase_words(connection: sa.Connection, words: Collection[int]) -> None:
    """Remove the words that nothing uses any more: a name must not outlive its facts."""
    candidates = sorted(words)
    for start in range(0, len(candidates), ASKED):
        some = candidates[start : start + ASKED]
        used: set[int] = set()
        for column in (fact.c.object, fact.c.parent, fact.c.note, fact.c.kind, source.c.unit):
            used.update(connection.scalars(sa.select(column).where(column.in_(some)).distinct()))
        lost = [number for number in some if number not in used]
        connection.execute(sa.delete(word).where(word.c.id.in_(lost)))


def due(database: Database) -> bool:
    """Whether pages still wait to be rewritten."""
    return database.setting(DUE) is not None


def rewrite_pages(database: Database) -> bool:
    """Write the whole file anew and empty its log, so that nothing erased is found in either.

    False when another program is reading: it is tried again at the next opening. A server looks
    after its own pages.
    """
    clean = not database.is_sqlite or _written_anew(database)
    if clean:
        with database.write() as connection:
            connection.execute(sa.delete(meta).where(meta.c.name == DUE))
    return clean


def _written_anew(database: Database) -> bool:
    large = database.size() > IN_MEMORY
    with database.peek() as raw:
        raw.execute(f"PRAGMA temp_store={'FILE' if large else 'MEMORY'}").fetchall()
        raw.execute("VACUUM")
        busy = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    return not busy
