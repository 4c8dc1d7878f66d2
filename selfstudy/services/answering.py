"""What goes back to the people of a unit: receipts, and what the unit says of them."""

from __future__ import annotations

from pathlib import Path

from selfstudy.domain import vietnamese
from selfstudy.domain.audience import to_person
from selfstudy.domain.errors import NotEntitled
from selfstudy.exchange.packet import Packet, write
from selfstudy.services.burial import signed_stones
from selfstudy.services.supervising import Supervising
from selfstudy.settings import write_whole
from selfstudy.store.people import Known


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
        theirs = [
            carried
            for carried in self.desk.journal.since({}, audience)
            if carried.source.chain == "u"
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
