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
    told = journal.database.setting(KINDS)
    before = json.loads(told) if told else {}
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


def _read(
    connection: sa.Connection, journal: Journal, place: Place, stale: sa.ColumnElement[bool]
) -> int:
    """Write the rows of one source anew; of what was let go there is no line to read."""
    c = fact_table.c
    here = (c.unit == place.unit, c.source == place.id)
    wanted = set(connection.scalars(sa.select(c.number).where(*here, stale)))
    rows = []
    for number, line in journal.forks.lines(connection, place):
        if number in wanted:
            fact = wire.read_line(line)
            rows.append((number, fact.kind, *fact.fact.narrow()))
    texts = {text for row in rows for text in row[1:5]}
    ids = journal.interned.ids(connection, texts)
    for number, kind, obj, parent, note, version, value, extra in rows:
        connection.execute(
            sa.update(fact_table).where(*here, c.number == number),
            {
                "kind": ids[kind], "object": ids[obj], "parent": ids[parent], "note": ids[note],
                "version": version, "value": value, "extra": extra,
            },
        )  # fmt: skip
    return len(rows)
