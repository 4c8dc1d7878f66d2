"""How far a source may be confirmed while what came later was sealed to a key that is retired."""

from __future__ import annotations

import sqlalchemy as sa

from selfstudy.domain.record import Source
from selfstudy.store.driver import put
from selfstudy.store.journal import Heads, Journal
from selfstudy.store.schema import source as source_table
from selfstudy.store.schema import withheld

Head = tuple[int, bytes]


def withheld_heads(journal: Journal) -> Heads:
    """The heads beyond which nothing is confirmed yet, by source."""
    with journal.database.read() as connection:
        rows = connection.execute(sa.select(withheld)).all()
    return {bytes(row.sid): (row.number, bytes(row.digest)) for row in rows}


def head_of(journal: Journal, source: Source) -> Head:
    """The head of a source as it is held; number 0 when nothing is."""
    c = source_table.c
    query = sa.select(c.head, c.head_digest).where(c.sid == source.id, c.subject == source.subject)
    with journal.database.read() as connection:
        row = connection.execute(query).first()
    return (row.head, bytes(row.head_digest)) if row else (0, source.id)


def withhold(journal: Journal, source: Source, head: Head) -> None:
    """Confirm a source no further than this until it is sent again."""
    if source.id in withheld_heads(journal):
        return
    with journal.database.write() as connection:
        put(connection, withheld, sid=source.id, number=head[0], digest=head[1])


def release(journal: Journal, source: Source) -> None:
    """A source was sent again, sealed to the key of now."""
    with journal.database.write() as connection:
        connection.execute(sa.delete(withheld).where(withheld.c.sid == source.id))
