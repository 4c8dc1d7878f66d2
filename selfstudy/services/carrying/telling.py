"""Telling the unit something private: by the person's own choice, record by record, once.

A private record stays where it is; it is restated in the shared chain, citing its digest.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from selfstudy.domain.errors import DamagedFile, NoSuchRecord, NoUnit
from selfstudy.domain.progress import FactRow
from selfstudy.domain.record import NO_UNIT, PRIVATE, SHARED, Restated, Voided
from selfstudy.domain.telling import PrivateGroup, PrivateRow
from selfstudy.domain.wire import read_line
from selfstudy.services.holding.desk import Desk
from selfstudy.services.record import behind
from selfstudy.services.record.ledger import Ledger
from selfstudy.store.facts import Row, rows_of, voids_of
from selfstudy.store.voids import Spots

TELLABLE = frozenset({"answered", "reviewed", "note_written"})
Cited = tuple[str, int, str]  # a source (hex), a number, the line there


@dataclass(frozen=True, slots=True)
class _Private:
    """A private record, what it says, and which record would be cited with which line.

    `again` is the fact itself where the private record tells another one again.
    """

    row: Row
    said: Row
    cited: Cited
    again: Restated | None

    @property
    def id(self) -> str:
        """How the person names it."""
        return f"{self.row.place.sid.hex()}:{self.row.number}"

    @property
    def lesson(self) -> str:
        """The lesson it is about."""
        return self.said.object if self.said.kind == "note_written" else self.said.parent


class Telling:
    """What a person asks about their private records and their unit."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def private(self) -> tuple[PrivateGroup, ...]:
        """All that may be told, by lesson, newest first; nothing without a unit."""
        if self.desk.unit == NO_UNIT:
            return ()
        told, voids = self._told(), self._voids()
        groups: dict[str, list[PrivateRow]] = defaultdict(list)
        for one in reversed(list(self._all())):
            groups[one.lesson].append(self._row(one, told.get(one.cited), voids))
        titled = ((id_, behind.lesson_words(self.desk.library, id_) or id_) for id_ in groups)
        return tuple(PrivateGroup(id_, title, tuple(groups[id_])) for id_, title in titled)

    def would_tell(self, chosen: Collection[str]) -> tuple[FactRow, ...]:
        """What the unit would read of these, but for what it was told. Raises NoSuchRecord."""
        now = self.desk.clock()
        found = []
        for one in self._untold(chosen):
            read = behind.read(self.desk.library, one.row, one.cited[2].encode())
            source = one.row.place.sid.hex()[: behind.SHORT]
            found.append(
                FactRow(
                    now, "restated", read.what, read.detail, source, one.row.number,
                    code=read.code, checked=read.checked,
                )
            )  # fmt: skip
        return tuple(found)

    def tell(self, chosen: Collection[str]) -> int:
        """Restate these for the unit, in one act; what it was told before is not told again.

        Returns how many were told. Raises NoUnit, NoSuchRecord.
        """
        facts = [one.again or self._restating(one) for one in self._untold(chosen)]
        if facts:
            self.desk.write(*facts)
        return len(facts)

    def take_back(self, chosen: Collection[str]) -> int:
        """Say of told records that they do not count; what the unit received, it keeps.

        Returns how many were taken back. Raises NoUnit, NoSuchRecord.
        """
        told, voids = self._told(), self._voids()
        facts = []
        for one in self._named(chosen):
            row = told.get(one.cited)
            if row is not None and _spot(row) not in voids:
                digest = self.desk.journal.digest(row.place, row.number) or b""
                facts.append(Voided(_source(row), row.number, digest.hex()))
        if facts:
            self.desk.write(*facts)
        return len(facts)

    def _row(self, one: _Private, told: Row | None, voids: Spots) -> PrivateRow:
        read = behind.read(self.desk.library, one.row, one.cited[2].encode())
        local = Ledger(self.desk).local
        return PrivateRow(
            one.id, local(one.row.at), one.said.kind, read.what, read.detail,
            score=None if one.said.kind == "note_written" else one.said.value,
            told_at=None if told is None else local(told.at),
            taken_back=told is not None and _spot(told) in voids,
        )  # fmt: skip

    def _untold(self, chosen: Collection[str]) -> list[_Private]:
        told = self._told()
        return [one for one in self._named(chosen) if one.cited not in told]

    def _named(self, chosen: Collection[str]) -> list[_Private]:
        """The records of these ids, in fold order. Raises NoUnit, NoSuchRecord."""
        if self.desk.unit == NO_UNIT:
            raise NoUnit
        wanted = set(chosen)
        found = [one for one in self._all() if one.id in wanted]
        for missing in sorted(wanted - {one.id for one in found}):
            raise NoSuchRecord(record=missing)
        return found

    def _all(self) -> Iterator[_Private]:
        """What may be told, in fold order: what counts of one's own private chains, each once."""
        rows = rows_of(self.desk.journal, self.desk.person, [*sorted(TELLABLE), "restated"])
        private = [row for row in rows if row.place.source.chain == PRIVATE]
        lines = {
            (place.sid, number): line
            for place in {row.place.sid: row.place for row in private}.values()
            for number, line in self.desk.journal.lines(place)
        }
        seen: set[Cited] = set()
        for row in Ledger(self.desk).counting(private):
            line = lines.get(_spot(row))
            if line is None:  # its term is over: what it said word by word is gone
                continue
            again = _restated(line)
            cited = _cited(again) if again else (_source(row), row.number, line.decode())
            said = behind.retold(row, line)
            if said.kind in TELLABLE and cited not in seen:
                seen.add(cited)
                yield _Private(row, said, cited, again)

    def _restating(self, one: _Private) -> Restated:
        source, number, line = one.cited
        digest = self.desk.journal.digest(one.row.place, number) or b""
        return Restated(source, number, digest.hex(), line)

    def _told(self) -> dict[Cited, Row]:
        """The restating record of each that this unit was told."""
        found: dict[Cited, Row] = {}
        for row in rows_of(self.desk.journal, self.desk.person, ("restated",)):
            if row.place.source.chain == SHARED and row.place.source.unit == self.desk.unit:
                fact = _restated(self.desk.journal.line(row.place, row.number) or b"")
                if fact is not None:
                    found.setdefault(_cited(fact), row)
        return found

    def _voids(self) -> Spots:
        return voids_of(self.desk.journal, self.desk.person, self.desk.my_authorities())


def _cited(fact: Restated) -> Cited:
    return fact.source, fact.number, fact.line


def _source(row: Row) -> str:
    return row.place.source.id.hex()


def _spot(row: Row) -> tuple[bytes, int]:
    return row.place.sid, row.number


def _restated(line: bytes) -> Restated | None:
    try:
        fact = read_line(line).fact
    except DamagedFile:
        return None
    return fact if isinstance(fact, Restated) else None
