"""How sound a database is: its pages, its cells, its records to the last digest and row."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import sqlalchemy as sa

from selfstudy.domain import wire
from selfstudy.domain.errors import DamagedFile, DatabaseDamaged, SelfStudyError, TooLarge
from selfstudy.domain.record import ID_SIZE
from selfstudy.store.database import Database
from selfstudy.store.forks import Branch, Forks
from selfstudy.store.interned import Interned
from selfstudy.store.places import Place, Places
from selfstudy.store.rereading import KINDS
from selfstudy.store.schema import fact as fact_table
from selfstudy.store.schema import line as line_table
from selfstudy.store.schema import metadata
from selfstudy.store.schema import quarantine as quarantine_table
from selfstudy.store.schema import segment as segment_table
from selfstudy.store.schema import source as source_table

NONSENSE = (
    ArithmeticError,
    LookupError,
    SelfStudyError,
    TypeError,
    ValueError,
    sa.exc.SQLAlchemyError,
    sqlite3.Error,
)  # fmt: skip — whatever a spoilt file makes its readers say
STORED = (
    (sa.LargeBinary, "blob"),
    (sa.String, "text"),
    (sa.Float, "real"),
    (sa.Integer, "integer"),
)
"""What SQLite calls a value of a kind of column."""


def heads(database: Database) -> dict[bytes, int]:
    """How far each source and tail goes, by its name."""
    query = sa.select(source_table.c.sid, source_table.c.head)
    with database.read() as connection:
        return {bytes(row.sid): row.head for row in connection.execute(query)}


def count_records(database: Database) -> int:
    """The sum of all heads: it grows with every record."""
    with database.read() as connection:
        return int(connection.scalar(sa.select(sa.func.sum(source_table.c.head))) or 0)


def integrity(database: Database) -> str:
    """What SQLite says of the pages: `ok`, or the first fault."""
    with database.peek() as raw:
        return str(raw.execute("PRAGMA integrity_check(1)").fetchone()[0])


def misshapen(database: Database) -> int:
    """How many rows of a SQLite file hold what their columns cannot: a flipped bit may do that."""
    with database.read() as connection:
        return sum(_misshapen(connection, table) for table in metadata.sorted_tables)


def _misshapen(connection: sa.Connection, table: sa.Table) -> int:
    query = sa.select(sa.func.count()).select_from(table).where(out_of_shape(table))
    return int(connection.scalar(query) or 0)


def out_of_shape(table: sa.Table) -> sa.ColumnElement[bool]:
    """Whether a row holds what its columns cannot."""
    return sa.or_(*(_wrong(column) for column in table.columns))


def _wrong(column: sa.Column[Any]) -> sa.ColumnElement[bool]:
    """Whether a cell is no value of its column; where nothing is known, nothing stands."""
    name = next(name for kind, name in STORED if isinstance(column.type, kind))
    wrong = sa.func.typeof(column) != name
    if isinstance(column.type, sa.LargeBinary) and column.type.length:
        wrong |= sa.func.length(column).not_in((0, column.type.length))
    return wrong & column.is_not(None) if column.nullable else wrong


def fit(database: Database) -> bool:
    """Whether everything in a SQLite file is as this program leaves it, signatures apart."""
    try:
        if integrity(database) != "ok" or misshapen(database) or _orphans(database):
            return False
        sound_part(database, 0, 1)
        return _settings_sound(database)
    except NONSENSE:
        return False


def _orphans(database: Database) -> int:
    """How many segments, lines, rows and tails are of a source that is not there."""
    s, tail = source_table.c, source_table.alias()
    lost = sa.select(sa.func.count()).select_from(
        tail.outerjoin(
            source_table, (s.unit == tail.c.unit) & (s.id == tail.c.root) & (s.root == s.id)
        )
    )
    with database.read() as connection:
        return sum(
            int(connection.scalar(query) or 0)
            for query in (
                lost.where(s.id.is_(None)),
                *(
                    sa.select(sa.func.count())
                    .select_from(table)
                    .outerjoin(source_table, (s.unit == table.c.unit) & (s.id == table.c.source))
                    .where(s.id.is_(None))
                    for table in (segment_table, line_table, fact_table)
                ),
            )
        )


def _settings_sound(database: Database) -> bool:
    """Whether the settings that everything begins with can be read."""
    person, schema = database.setting("person"), schema_of(database)
    return schema > 0 and (person is None or len(wire.from_hex(person)) == ID_SIZE)


def sound_part(database: Database, part: int, parts: int) -> int:
    """Check a part of the sources to the last digest and row; how many sealed records.

    Raises DatabaseDamaged.
    """
    places = Places(Interned())
    as_today = database.setting(KINDS) == json.dumps(wire.shapes())  # else they are read again
    checked = 0
    with database.read() as connection:
        mine = source_table.c.id % parts == part
        try:
            for root in places.read(connection, source_table.c.id == source_table.c.root, mine):
                source = _Family(connection, places, root)
                if not (source.stands() and (source.is_read_right() or not as_today)):
                    raise DatabaseDamaged(path=database.name)
                checked += source.sealed
        except (DamagedFile, KeyError, TooLarge, TypeError, ValueError) as error:
            raise DatabaseDamaged(path=database.name) from error
    return checked


class _Family:
    """A source with the tails of its forks: its rows, and what its segments and lines say.

    Raises what their damage raises.
    """

    def __init__(self, connection: sa.Connection, places: Places, root: Place) -> None:
        c = source_table.c
        self._connection, self._places, self._root = connection, places, root
        told = places.read(connection, c.unit == root.unit, c.root == root.root)
        self._told = {place.sid: place for place in told}
        segments, self._grown = Forks(places).grown(connection, root)
        self.sealed = sum(segment.count for segment in segments)

    def stands(self) -> bool:
        """Whether names, heads and what is marked as placed are what segments and lines make."""
        root = self._root
        told = {sid: (p.first, p.head, p.head_digest) for sid, p in self._told.items()}
        meant = {
            branch.sid: (
                branch.first if index else 1,
                branch.first + len(branch.lines) - 1,
                branch.digests[-1] if branch.digests else branch.previous,
            )
            for index, branch in enumerate(self._grown)
        }
        loose = _loose(self._connection, root)
        linked = not any(_unlinked(root, loose))
        ended = (
            loose
            or not root.own
            or (root.sealed, root.sealed_digest) == (root.head, root.head_digest)
        )
        forked = len(self._grown) > 1
        alike = all(p.source == root.source and p.forked == forked for p in self._told.values())
        named = root.sid == root.source.id and told == meant and alike
        return named and linked and bool(ended) and self._all_placed({row.number for row in loose})

    def _all_placed(self, held: set[int]) -> bool:
        placed = self._places.segments(self._connection, self._root, segment_table.c.placed == 1)
        for segment in placed:
            held.update(range(segment.first, segment.last + 1))
        return all(
            held.issuperset(range(branch.first, branch.first + len(branch.lines)))
            for branch in self._grown
        )

    def is_read_right(self) -> bool:
        """Whether the narrow rows are those of the lines."""
        return all(self._row_right(branch) for branch in self._grown)

    def _row_right(self, branch: Branch) -> bool:
        c, place = fact_table.c, self._told[branch.sid]
        text = self._places.interned.text
        query = (
            sa.select(fact_table)
            .where(c.unit == place.unit, c.source == place.id, c.number >= branch.first)
            .order_by(c.number)
        )
        rows = self._connection.execute(query).all()
        told = [
            (
                row.number,
                *(text(self._connection, n) for n in (row.kind, row.object, row.parent, row.note)),
                row.version, row.value, row.extra,
            )
            for row in rows
        ]  # fmt: skip
        read = [wire.read_line(line) for line in branch.lines]
        meant = [
            (number, *(_kept(value) for value in (line.kind, *line.fact.narrow())))
            for number, line in enumerate(read, branch.first)
        ]
        at = [row.at for row in rows]
        last = not at or at[-1] == place.last
        return told == meant and last and _in_order(at, [line.time for line in read])


def _kept(value: object) -> object:
    """A value as the dictionary of names keeps it."""
    return value.replace("\0", "\ufffd") if isinstance(value, str) else value


def _in_order(at: list[int], times: list[int]) -> bool:
    """Whether fold times are the device's, never before the previous one."""
    first = all(a >= t for a, t in zip(at[:1], times[:1], strict=True))
    rest = zip(at, at[1:], times[1:], strict=False)
    return first and all(after == max(before, time) for before, after, time in rest)


class Counted(NamedTuple):
    """Of a journal: records, those sealed, forks, those that wait, files set aside, newest time."""

    records: int
    sealed: int
    forks: int
    waiting: int
    quarantine: int
    newest: int


def counted(database: Database) -> Counted:
    """What stands out in a journal."""
    c = source_table.c
    queries = (
        sa.select(sa.func.sum(c.head - c.first + 1)),
        sa.select(sa.func.sum(segment_table.c.records)).where(segment_table.c.placed == 1),
        sa.select(sa.func.count()).where(c.forked == 1, c.id == c.root).select_from(source_table),
        sa.select(sa.func.sum(segment_table.c.records)).where(segment_table.c.placed == 0),
        sa.select(sa.func.count()).select_from(quarantine_table),
        sa.select(sa.func.max(c.last)),
    )
    with database.read() as connection:
        return Counted(*(int(connection.scalar(query) or 0) for query in queries))


def schema_of(database: Database) -> int:
    """The number of a database's schema."""
    told = database.setting("schema") or ""
    return int(told) if told.isdecimal() else 0


def unlinked(database: Database) -> int:
    """How many own lines that were never handed over do not follow from those before them."""
    places = Places(Interned())
    with database.read() as connection:
        roots = places.read(connection, source_table.c.id == source_table.c.root)
        return sum(sum(_unlinked(root, _loose(connection, root))) for root in roots)


def _loose(connection: sa.Connection, root: Place) -> list[Any]:
    """The lines of a source that are not sealed yet."""
    c = line_table.c
    query = sa.select(c.number, c.digest, c.line).where(c.unit == root.unit, c.source == root.id)
    return list(connection.execute(query.order_by(c.number)))


def _unlinked(root: Place, loose: Iterable[Any]) -> Iterator[bool]:
    """Of each line whether it does not follow from the one before."""
    number, digest = root.sealed, root.sealed_digest
    for row in loose:
        number += 1
        digest = wire.digest(digest, row.line)
        yield (row.number, row.digest) != (number, digest)
        number, digest = row.number, row.digest
