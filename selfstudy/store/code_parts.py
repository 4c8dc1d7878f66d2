"""Codes that were read of packets that are not whole yet, kept until the rest is read."""

from __future__ import annotations

import sqlalchemy as sa

from selfstudy.store.database import Database
from selfstudy.store.driver import put
from selfstudy.store.schema import code_part

MOST = 1_000  # codes kept: about half a megabyte
TAKEN = -1  # the number of a row without bytes: the packet was whole and was taken


class CodeParts:
    """Keeps the bytes of codes under the packet that they belong to."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def keep(self, packet: bytes, number: int, raw: bytes, at: int) -> None:
        """Keep a code; beyond `MOST` the oldest go, which can be photographed again."""
        with self.database.write() as connection:
            put(connection, code_part, packet=packet, number=number, at=at, raw=raw)
            order = (code_part.c.at.desc(), code_part.c.packet, code_part.c.number)
            beyond = connection.execute(
                sa.select(code_part.c.packet, code_part.c.number).order_by(*order).offset(MOST)
            ).all()
            for row in beyond:
                connection.execute(
                    sa.delete(code_part).where(
                        code_part.c.packet == row.packet, code_part.c.number == row.number
                    )
                )

    def of(self, packet: bytes) -> list[bytes]:
        """The codes held of a packet."""
        with self.database.read() as connection:
            query = (
                sa.select(code_part.c.raw)
                .where(code_part.c.packet == packet, code_part.c.number != TAKEN)
                .order_by(code_part.c.number)
            )
            return [bytes(raw) for raw in connection.scalars(query)]

    def taken(self, packet: bytes) -> bool:
        """Whether a packet was whole before, as far as that is remembered."""
        mark = (code_part.c.packet == packet, code_part.c.number == TAKEN)
        with self.database.read() as connection:
            return connection.scalar(sa.select(code_part.c.at).where(*mark)) is not None

    def drop(self, packet: bytes, taken_at: int | None = None) -> None:
        """Forget a packet's codes: it is whole and was taken, or they do not fit together."""
        with self.database.write() as connection:
            connection.execute(sa.delete(code_part).where(code_part.c.packet == packet))
            if taken_at is not None:
                put(connection, code_part, packet=packet, number=TAKEN, at=taken_at, raw=b"")
