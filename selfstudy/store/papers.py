"""What is kept beside the journal: cards, receipts, quarantine, the trail of what was done."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from selfstudy.store.database import Database
from selfstudy.store.driver import put
from selfstudy.store.schema import card, outline, quarantine, receipt, trail

CUT = sa.select(quarantine.c.digest, sa.func.length(quarantine.c.raw)).where(
    quarantine.c.problem == "error.CutFile"
)
ALL = bytes(16)  # a receipt's place for "no person in particular"


@dataclass(frozen=True, slots=True)
class KeptReceipt:
    """A receipt as it was received or issued, verbatim."""

    unit: bytes
    receiver: bytes
    person: bytes
    epoch: bytes
    number: int
    at: int
    name: str
    body: bytes
    signature: bytes


@dataclass(frozen=True, slots=True)
class SetAside:
    """Something in quarantine: why, from which file, and its bytes."""

    digest: bytes
    at: int
    name: str
    problem: str
    details: dict[str, object]
    raw: bytes


@dataclass(frozen=True, slots=True)
class TrailLine:
    """A line of the log of imports and exports; `text` is JSON."""

    at: int
    action: str
    who: str
    text: str


@dataclass(frozen=True, slots=True)
class OutlineLine:
    """A lesson as the first Today knows it."""

    lesson: str
    place: int
    module: str
    module_title: str
    module_title_en: str
    number: int
    of: int
    title: str
    title_en: str
    minutes: int
    sections: int
    questions: int


def _kept(row: sa.Row[Any]) -> KeptReceipt:
    return KeptReceipt(
        bytes(row.unit), bytes(row.receiver), bytes(row.person), bytes(row.epoch), row.number,
        row.at, row.name, bytes(row.body), bytes(row.signature),
    )  # fmt: skip


class Papers:
    """Reads and keeps them."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def cards(self) -> list[tuple[bytes, int, bytes]]:
        """Unit id, number and raw bytes of each card held."""
        with self.database.read() as connection:
            rows = connection.execute(sa.select(card))
            return [(bytes(row.unit), row.number, bytes(row.raw)) for row in rows]

    def keep_card(self, unit: bytes, number: int, raw: bytes) -> None:
        """Put a card in the place of the one held for its unit."""
        with self.database.write() as connection:
            put(connection, card, unit=unit, number=number, raw=raw)

    def receipts(self, unit: bytes, person: bytes | None = None) -> list[KeptReceipt]:
        """The latest receipt of each receiver."""
        query = sa.select(receipt).where(receipt.c.unit == unit)
        if person is not None:
            query = query.where(receipt.c.person == person)
        with self.database.read() as connection:
            return [_kept(row) for row in connection.execute(query)]

    def keep_receipt(self, kept: KeptReceipt, newer: Callable[[KeptReceipt], bool]) -> bool:
        """Keep a receipt if `newer` than the receiver's last; it may lower heads."""
        key = (
            receipt.c.unit == kept.unit,
            receipt.c.receiver == kept.receiver,
            receipt.c.person == kept.person,
        )
        with self.database.write() as connection:
            held = connection.execute(sa.select(receipt).where(*key)).first()
            if held is not None:
                if not newer(_kept(held)):
                    return False
                connection.execute(sa.delete(receipt).where(*key))
            connection.execute(
                sa.insert(receipt).values(
                    unit=kept.unit, receiver=kept.receiver, person=kept.person, epoch=kept.epoch,
                    number=kept.number, at=kept.at, name=kept.name, body=kept.body,
                    signature=kept.signature,
                )
            )  # fmt: skip
        return True

    def set_aside(
        self, name: str, problem: str, details: dict[str, object], raw: bytes, at: int
    ) -> bool:
        """Put bytes in quarantine with the reason; False when they lie there already."""
        digest = hashlib.sha256(raw).digest()
        with self.database.write() as connection:
            there = connection.scalar(
                sa.select(quarantine.c.digest).where(quarantine.c.digest == digest)
            )
            if there is not None:
                return False
            text = json.dumps(details, ensure_ascii=False, default=str)
            connection.execute(
                sa.insert(quarantine).values(
                    digest=digest, at=at, name=name, problem=problem, details=text, raw=raw
                )
            )
        return True

    def quarantine(self) -> list[SetAside]:
        """Everything in quarantine, oldest first."""
        with self.database.read() as connection:
            rows = connection.execute(sa.select(quarantine).order_by(quarantine.c.at)).all()
        return [
            SetAside(bytes(r.digest), r.at, r.name, r.problem, json.loads(r.details), bytes(r.raw))
            for r in rows
        ]

    def count_set_aside(self) -> int:
        """How many files lie in quarantine."""
        with self.database.read() as connection:
            return int(connection.scalar(sa.select(sa.func.count()).select_from(quarantine)) or 0)

    def release_cut(self, whole: bytes) -> None:
        """Take out of quarantine what was the beginning of a file that has come whole."""
        with self.database.read() as connection:
            cut = [(bytes(digest), size) for digest, size in connection.execute(CUT)]
        for digest, size in cut:
            if hashlib.sha256(whole[:size]).digest() == digest:
                self.release(digest)

    def release(self, digest: bytes) -> None:
        """Take bytes out of quarantine: their cause is gone."""
        with self.database.write() as connection:
            connection.execute(sa.delete(quarantine).where(quarantine.c.digest == digest))

    def log(self, at: int, action: str, who: str, content: dict[str, object]) -> None:
        """Add a line to the trail; where nothing is kept, what it tells of is elsewhere."""
        text = json.dumps(content, ensure_ascii=False, default=str)
        with self.database.derive() as connection:
            connection.execute(sa.insert(trail).values(at=at, action=action, who=who, text=text))

    def trail(self, action: str | None = None) -> list[TrailLine]:
        """The trail, newest first."""
        query = sa.select(trail).order_by(trail.c.id.desc())
        if action is not None:
            query = query.where(trail.c.action == action)
        with self.database.read() as connection:
            return [TrailLine(r.at, r.action, r.who, r.text) for r in connection.execute(query)]

    def keep_outline(self, lines: list[OutlineLine]) -> bool:
        """Keep the outline of the installed modules; False when it had not changed."""
        columns = [column.name for column in outline.columns]
        wanted = [{name: getattr(line, name) for name in columns} for line in lines]
        with self.database.read() as connection:
            query = sa.select(outline).order_by(outline.c.place)
            held = [dict(row._mapping) for row in connection.execute(query)]  # noqa: SLF001 — SQLAlchemy's public name
        if held == wanted:
            return False
        with self.database.derive() as connection:
            connection.execute(sa.delete(outline))
            if wanted:
                connection.execute(sa.insert(outline), wanted)
        return True
