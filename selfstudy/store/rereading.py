"""Records read again once the program knows more kinds, or more of their fields, than before."""

from __future__ import annotations

import json

import sqlalchemy as sa

from selfstudy.domain import wire
from selfstudy.store.driver import put
from selfstudy.store.journal import Journal
from selfstudy.store.places import Place
from selfstudy.store.schema import fact as fact_table
from selfstudy.store.schema import meta

KINDS = "kinds"  # the setting: with which kinds, and how many fields of each, the rows were read


def read_again(journal: Journal) -> int:
    """Bring the rows to what this program reads in their lines. Returns how many it looked at."""
    reads = wire.shapes()
    before = _told(journal.database.setting(KINDS))
    if before == reads:
        return 0
    looked = 0
    with journal.database.write() as connection:
        same = [kind for kind, fields in reads.items() if before.get(kind) == fields]
        sure = [journal.interned.known(connection, kind) for kind in same]
        stale = fact_table.c.kind.not_in(sure)
        pairs = sa.select(fact_table.c.unit, fact_table.c.source).where(stale).distinct()
        behind = {tuple(pair) for pair in connection.execute(pairs)}
        for place in journal.places.read(connection):
            journal.folds.mark(connection, place.source.subject)
            if (place.unit, place.id) in behind:
                looked += _read(connection, journal, place, stale)
        put(connection, meta, name=KINDS, value=json.dumps(reads))
    return looked


def _told(kinds: str | None) -> dict[str, object]:
    """What the setting says; nothing where it is none or spoilt: then everything is read again."""
    try:
        found = json.loads(kinds or "")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _read(
    connection: sa.Connection, journal: Journal, place: Place, stale: sa.ColumnElement[bool]
) -> int:
    """Bring the rows of one source up to date; of what was let go there is no line to read."""
    c = fact_table.c
    here = (c.unit == place.unit, c.source == place.id)
    columns = (c.number, c.kind, c.object, c.parent, c.note, c.version, c.value, c.extra)
    found = connection.execute(sa.select(*columns).where(*here, stale))
    rows = {row.number: tuple(row) for row in found}
    lines = [(n, line) for n, line in journal.forks.lines(connection, place) if n in rows]
    read = [wire.read_line(line) for _number, line in lines]
    narrow = [(line.kind, *line.fact.narrow()) for line in read]
    ids = journal.interned.ids(connection, {text for told in narrow for text in told[:4]})
    for (number, _line), told in zip(lines, narrow, strict=True):
        row = (number, *(ids[text] for text in told[:4]), *told[4:])
        if row != rows[number]:
            values = dict(zip((column.name for column in columns), row, strict=True))
            connection.execute(sa.update(fact_table).where(*here, c.number == number), values)
    return len(lines)
