"""Handing work over by file: what leaves, what stays, what the unit confirmed."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

from selfstudy.domain import vietnamese
from selfstudy.domain.audience import to_unit
from selfstudy.domain.errors import NoUnit, UnitCardRefused
from selfstudy.domain.people import IntakeReport, UnitView
from selfstudy.domain.progress import Exported, FactRow, Handed, Preview, PreviewLine
from selfstudy.domain.record import NO_UNIT, PRIVATE, SHARED
from selfstudy.domain.wire import Carried
from selfstudy.exchange.cards import UnitCard, accept_card, open_card_file
from selfstudy.exchange.packet import Packet, write
from selfstudy.services.carrying.telling import Telling
from selfstudy.services.holding.burial import signed_stones
from selfstudy.services.holding.desk import Desk
from selfstudy.services.intake.aside import beginning, note_whole
from selfstudy.services.intake.codes import Codes
from selfstudy.services.intake.files import read_bytes
from selfstudy.services.intake.intake import Cancelled, Intake, Progress, never, silent
from selfstudy.services.record.ledger import Ledger
from selfstudy.services.record.standing import (
    NOT_RESULTS,
    confirmed,
    file_receipt,
    handed,
    own_heads,
)
from selfstudy.settings import write_whole
from selfstudy.store.facts import Row, again, rows_of, untold


def look_at_card(path: Path, now: int) -> UnitCard:
    """A unit card that may be joined. Raises when it is none, expired or not to be trusted."""
    card, _signed = open_card_file(read_bytes(path), path.name)
    accept_card(card, None, now)
    return card


class Handover(Telling):
    """The learner's side of every carrier that is a file."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.intake = Intake(desk)

    def state(self) -> Handed:
        """Whether the unit holds what was learned."""
        return handed(self.desk)

    def preview(self, chosen: Collection[str] = ()) -> Preview:
        """Exactly what would leave, and what stays on this computer.

        `chosen` are private records that the person thinks of telling. Raises NoSuchRecord.
        """
        card = self._card()
        receipt = own_heads(self.desk, file_receipt(self.desk))
        rows = rows_of(self.desk.journal, self.desk.person)
        leaving = [row for row in rows if self._leaves(row) and not confirmed(row, [receipt])]
        more = self.would_tell(chosen)
        return Preview(
            unit=card.name,
            lines=self._lines(leaving, more),
            facts=(*Ledger(self.desk).fact_rows(leaving), *more),
            stays=self._lines([row for row in rows if row.place.source.chain == PRIVATE]),
            name=self.desk.profile.name,
            position=self.desk.profile.position,
        )

    def export(self, folder: Path) -> Exported:
        """Write the packet since the unit's latest receipt; nothing is marked as sent."""
        card = self._card()
        raw = self.packet(card)
        moment = self.desk.clock()
        name = vietnamese.file_name(self.desk.profile.name, "NguoiHoc")
        stem = f"KetQua_{name}_{moment:%Y%m%d}"
        if self._only_tombstones(card):
            stem = f"YeuCauXoa_{moment:%Y%m%d}"
        path = folder / f"{stem}.thoc"
        copy = 1
        while os.path.lexists(path):  # each export is sealed anew, so none is like another
            copy += 1
            path = folder / f"{stem}_{copy}.thoc"
        write_whole(path, raw)
        note_whole(self.desk, [beginning(raw)])
        facts = sum(s.count for part in self._since(card) for s in part.segments)
        digest = hashlib.sha256(raw).hexdigest()
        self.desk.papers.log(
            self.desk.now(), "export", self.desk.name,
            {"file": path.name, "facts": facts, "digest": digest},
        )  # fmt: skip
        return Exported(str(path), facts, len(raw), digest)

    def codes(self) -> Codes:
        """The same packet as QR codes. Raises TooManyCodes, NoUnit, UnitCardRefused."""
        from selfstudy.services.intake.codes import draw

        card = self._card()
        raw = self.packet(card)
        facts = sum(s.count for part in self._since(card) for s in part.segments)
        self.desk.papers.log(
            self.desk.now(), "export", self.desk.name,
            {"file": "QR", "facts": facts, "digest": hashlib.sha256(raw).hexdigest()},
        )  # fmt: skip
        today = self.desk.clock().date()
        return draw(raw, self.desk.profile.name, card.name, facts, today)

    def print_codes(self, codes: Codes, path: Path) -> None:
        """Write codes as sheets of paper. Raises DiskFull, FolderReadOnly."""
        from selfstudy.services.intake.codes import write_sheets

        write_sheets(codes, path)

    def packet(self, card: UnitCard) -> bytes:
        """The bytes of that packet, sealed to the unit; never in clear. Raises UnitCardRefused."""
        recipients = self._recipients(card)
        if not recipients:
            raise UnitCardRefused(reason="nobody", name=card.name)
        self.desk.seal()
        carrier = self.desk.carrier()
        if self._only_tombstones(card):  # who asks to be erased is not named in asking
            carrier = replace(carrier, name="")
        stones = signed_stones(self.desk.graves.told(card.unit))
        since = tuple(self._since(card))
        made = Packet(carrier, card.unit, self.desk.now(), since, tombstones=stones)
        return write(made, self.desk.ring, recipients)

    def take(
        self,
        paths: Sequence[Path],
        progress: Progress = silent,
        cancelled: Cancelled = never,
    ) -> IntakeReport:
        """Take receipts, plans and a newer unit card."""
        return self.intake.take_files(paths, progress=progress, cancelled=cancelled)

    def card_of(self, path: Path) -> UnitCard:
        """Look at a unit card before joining."""
        return look_at_card(path, self.desk.now())

    def join(self, path: Path) -> UnitView:
        """Belong to the unit of a card from now on."""
        card, signed = open_card_file(read_bytes(path), path.name)
        accept_card(card, self.desk.cards().get(card.unit), self.desk.now())
        self.desk.take_card(card, signed)
        if self.desk.unit != card.unit:
            self.desk.join(card.unit)
        return UnitView(
            card.unit.hex(), card.name, card.number, card.hub,
            tuple(officer.name for officer in card.supervisors), is_root=False,
            is_supervisor=self.desk.is_supervisor(), valid_to=None, people=0, unknown=0,
            quarantined=0,
        )  # fmt: skip

    def earlier(self) -> int:
        """Results from before joining this unit that it has not been told of."""
        return len(self._earlier())

    def bring_earlier(self) -> int:
        """Tell the unit of results from before, by the person's own choice.

        What lost its words when its term was over cannot be told again.
        """
        facts = [again(self.desk.journal, row) for row in self._earlier()]
        self.desk.write(*facts)
        return len(facts)

    def _earlier(self) -> list[Row]:
        """What still counts of the person's own results for no unit or another one."""
        if self.desk.unit == NO_UNIT:
            return []
        rows = [
            row
            for row in rows_of(self.desk.journal, self.desk.person)
            if row.place.source.chain == SHARED
        ]
        here = [row for row in rows if row.place.source.unit == self.desk.unit]
        before = [
            row
            for row in rows
            if row.place.source.unit != self.desk.unit
            and row.kind not in NOT_RESULTS | {"restated", "voided"}
        ]
        return Ledger(self.desk).counting(untold(self.desk.journal, before, here))

    def _recipients(self, card: UnitCard) -> list[bytes]:
        """The card's receivers, without supervisors whose appointment is known to have ended."""
        known, now = self.desk.my_authorities(), self.desk.now()
        appointed = {appointment.key for appointment in known.appointments}
        ended = {
            officer.seal_key
            for officer in card.supervisors
            if officer.key in appointed and not known.supervises(officer.key, now)
        }
        return [seal_key for seal_key in card.recipients if seal_key not in ended]

    def _card(self) -> UnitCard:
        card = self.desk.card
        if card is None:
            raise NoUnit
        return card

    def _leaves(self, row: Row) -> bool:
        return row.place.source.chain == SHARED and row.place.source.unit == self.desk.unit

    def _only_tombstones(self, card: UnitCard) -> bool:
        return not self._since(card) and bool(self.desk.graves.newest(card.unit))

    def _since(self, card: UnitCard) -> list[Carried]:
        """The person's own shared records that the unit's supervisor has not confirmed."""
        receipt = file_receipt(self.desk)
        return [
            carried
            for carried in self.desk.journal.since(
                own_heads(self.desk, receipt), to_unit(card.unit)
            )
            if carried.source.subject == self.desk.person and carried.source.chain == SHARED
        ]

    def _lines(self, rows: list[Row], more: Sequence[FactRow] = ()) -> tuple[PreviewLine, ...]:
        local = Ledger(self.desk).local
        newest = {row.kind: local(row.at) for row in rows} | {fact.kind: fact.at for fact in more}
        counted = Counter([row.kind for row in rows] + [fact.kind for fact in more])
        return tuple(
            PreviewLine(kind, count, newest[kind]) for kind, count in sorted(counted.items())
        )
