"""Tombstones and the sources they name: what was erased, and what may not come back."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from selfstudy.store.database import Database
from selfstudy.store.interned import Interned
from selfstudy.store.schema import grave, source, tombstone

UNPROVEN = 20_000  # sources named by keys whose right to them was not seen yet
ASKED = 500  # names in one question to the database
FIRST = sa.select(tombstone.c.arrived).limit(1)


@dataclass(frozen=True, slots=True)
class Grave:
    """A source that a tombstone names. `person` is whom its signer was seen to speak for."""

    sid: bytes
    tombstone: bytes
    unit: bytes
    signer: bytes
    person: bytes
    proven: bool


@dataclass(frozen=True, slots=True)
class Stone:
    """A tombstone as it was signed; `arrived` counts up in the order of arrival."""

    unit: bytes
    body: bytes
    signature: bytes
    arrived: int
    own: bool = False


class Graves:
    """Keeps them. No right is judged here."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def keep(
        self, stone: Stone, signer: bytes, at: int, sids: Sequence[bytes], *, sure: bool
    ) -> bool:
        """Keep a tombstone; False when it is held, or when too much is kept unproven already."""
        digest = hashlib.sha256(stone.body + stone.signature).digest()
        with self.database.write() as connection:
            if connection.scalar(sa.select(tombstone.c.digest).where(tombstone.c.digest == digest)):
                return False
            if not sure and self._unproven(connection) + len(sids) > UNPROVEN:
                return False
            newest = connection.scalar(sa.select(sa.func.max(tombstone.c.arrived)))
            connection.execute(
                sa.insert(tombstone).values(
                    digest=digest, unit=stone.unit, at=at, signer=signer, person=b"",
                    own=int(stone.own), body=stone.body, signature=stone.signature,
                    arrived=(newest or 0) + 1,
                )
            )  # fmt: skip
            rows = [
                {"sid": sid, "tombstone": digest, "proven": 0, "subject": b""}
                for sid in sorted(set(sids))
            ]
            if rows:
                connection.execute(sa.insert(grave), rows)
        return True

    def _unproven(self, connection: sa.Connection) -> int:
        query = sa.select(sa.func.count()).select_from(grave).where(grave.c.proven == 0)
        return int(connection.scalar(query) or 0)

    def of(self, sid: bytes) -> list[Grave]:
        """What names a source."""
        return self._read(grave.c.sid == sid)

    def open_graves(self, interned: Interned) -> list[Grave]:
        """Sources held here that tombstones name, whether that was proven for them or not."""
        found: list[Grave] = []
        with self.database.read() as connection:
            for unit in connection.scalars(sa.select(tombstone.c.unit).distinct()).all():
                number = interned.known(connection, "unit:" + bytes(unit).hex())
                held = sa.exists().where(source.c.unit == number, source.c.sid == grave.c.sid)
                found += self._read(tombstone.c.unit == unit, held)
        return found

    def _read(self, *where: sa.ColumnElement[bool]) -> list[Grave]:
        g, t = grave.c, tombstone.c
        query = (
            sa.select(g.sid, g.tombstone, t.unit, t.signer, t.person, g.proven)
            .join(tombstone, t.digest == g.tombstone)
            .where(*where)
            .order_by(t.arrived)
        )
        with self.database.read() as connection:
            return [
                Grave(
                    bytes(r.sid), bytes(r.tombstone), bytes(r.unit), bytes(r.signer),
                    bytes(r.person), bool(r.proven),
                )
                for r in connection.execute(query)
            ]  # fmt: skip

    def prove(self, found: Grave, subject: bytes, *, speaks: bool) -> None:
        """The signer's right to a source was seen, and whether it speaks for that person."""
        with self.database.write() as connection:
            connection.execute(
                sa.update(grave)
                .where(grave.c.sid == found.sid, grave.c.tombstone == found.tombstone)
                .values(proven=1, subject=subject)
            )
            if speaks:
                connection.execute(
                    sa.update(tombstone)
                    .where(tombstone.c.digest == found.tombstone)
                    .values(person=subject)
                )

    # — what is told to others ———————————————————————————————————————————————————————————

    def newest(self, unit: bytes) -> int:
        """The arrival of a unit's newest tombstone; 0 when there is none."""
        query = sa.select(sa.func.max(tombstone.c.arrived)).where(tombstone.c.unit == unit)
        with self.database.read() as connection:
            return int(connection.scalar(query) or 0)

    def told(self, unit: bytes, after: int = 0, person: bytes | None = None) -> list[Stone]:
        """Tombstones for the holders of a unit's records, or those that concern one person."""
        where = [tombstone.c.unit == unit, tombstone.c.own == 0, tombstone.c.arrived > after]
        if person is not None:
            about = sa.select(grave.c.tombstone).where(grave.c.subject == person)
            where.append(tombstone.c.digest.in_(about))
        return self._stones(*where)

    def own(self, person: bytes) -> list[Stone]:
        """All tombstones that concern a person, private chains included: for their own devices."""
        about = sa.select(grave.c.tombstone).where(grave.c.subject == person)
        return self._stones(tombstone.c.digest.in_(about))

    def naming(self, unit: bytes, sids: Collection[bytes]) -> list[Stone]:
        """Tombstones of a unit that name some of these sources, and are proven for them."""
        found: dict[bytes, Stone] = {}
        wanted = sorted(sids)
        for start in range(0, len(wanted), ASKED):
            some = sa.select(grave.c.tombstone).where(
                grave.c.sid.in_(wanted[start : start + ASKED]), grave.c.proven == 1
            )
            for stone in self._stones(tombstone.c.unit == unit, tombstone.c.digest.in_(some)):
                found[stone.signature] = stone
        return sorted(found.values(), key=lambda stone: stone.arrived)

    def everything(self) -> list[Stone]:
        """All tombstones."""
        return self._stones()

    def people(self, unit: bytes, since: int) -> set[bytes]:
        """People whom tombstones of a unit named at a time (ms) or later."""
        query = (
            sa.select(grave.c.subject)
            .join(tombstone, tombstone.c.digest == grave.c.tombstone)
            .where(tombstone.c.unit == unit, tombstone.c.at >= since, grave.c.proven == 1)
        )
        with self.database.read() as connection:
            return {bytes(subject) for subject in connection.scalars(query)}

    def any(self) -> bool:
        """Whether anything was ever erased here."""
        with self.database.read() as connection:
            return connection.scalar(FIRST) is not None

    def _stones(self, *where: sa.ColumnElement[bool]) -> list[Stone]:
        t = tombstone.c
        query = sa.select(t.unit, t.body, t.signature, t.arrived, t.own).where(*where)
        with self.database.read() as connection:
            return [
                Stone(bytes(r.unit), bytes(r.body), bytes(r.signature), r.arrived, bool(r.own))
                for r in connection.execute(query.order_by(t.arrived))
            ]


def named(stones: Iterable[Stone]) -> tuple[tuple[bytes, bytes], ...]:
    """Body and signature of each, as a packet carries them."""
    return tuple((stone.body, stone.signature) for stone in stones)
