"""What goes back to the people of a unit: receipts, and what the unit says of them."""

from __future__ import annotations

from pathlib import Path

from selfstudy.domain import vietnamese
from selfstudy.domain.audience import to_person
from selfstudy.domain.errors import NotEntitled
from selfstudy.domain.record import UNIT
from selfstudy.domain.wire import from_hex
from selfstudy.exchange.packet import Packet, write
from selfstudy.services.holding.burial import signed_stones
from selfstudy.services.people.supervising import Supervising
from selfstudy.settings import write_whole
from selfstudy.store.people import Known, decided


class Answering(Supervising):
    """Answers everybody whose records are held."""

    def write_receipts(self, folder: Path) -> int:
        """Write one receipt file for each id whose records are held. Returns how many."""
        self._supervise()
        self.desk.seal()
        written = 0
        for person in self._known():
            if person.facts and person.person != self.desk.person and self._seal_keys(person):
                name = vietnamese.file_name(person.name, "NguoiHoc")
                path = folder / f"BienNhan_{name}_{person.person.hex()[:6]}.thoc"
                write_whole(path, self.receipt_packet(person))
                written += 1
        return written

    def receipt_packet(self, person: Known) -> bytes:
        """A packet back to a person: the receipt, and what the unit says of them.

        Sealed to the keys of their own computers. One that a supervisor approved is also brought
        what the person shared before. Raises NotEntitled when no such key is known.
        """
        card = self._card()
        seal_keys = self._seal_keys(person)
        if not seal_keys:
            raise NotEntitled(what=person.name)
        audience = to_person(person.person, card.unit)
        back = self._coming_back(person.person)
        theirs = [
            carried
            for carried in self.desk.journal.since({}, audience)
            if carried.source.chain == UNIT or carried.source.author in back
        ]
        signed = self.desk.signed_card(card.unit)
        packet = Packet(
            self.desk.carrier(),
            card.unit,
            self.desk.now(),
            tuple(theirs),
            (self.intake_door.receipt_for(card.unit, person.person),),
            (signed,) if signed else (),
            tombstones=signed_stones(self.desk.graves.told(card.unit, person=person.person)),
        )
        return write(packet, self.desk.ring, seal_keys)

    def _coming_back(self, person: bytes) -> frozenset[bytes]:
        """Whose shared records a person is brought: all their keys' while one has told nothing yet.

        A key that a supervisor approved belongs to somebody who lost what they had.
        """
        known, journal = self.desk.my_authorities(), self.desk.journal
        told = {p.source.author for p in journal.sources(to_person(person, self.desk.unit))}
        approved = {
            from_hex(fact.object)
            for fact in decided(journal, known, {person}, "device_approved")
            if known.speaks_for(from_hex(fact.object), person)
        }
        if approved <= told:
            return frozenset()
        return frozenset(key for key in told if known.spoke_for(key, person))
