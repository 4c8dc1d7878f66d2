"""What goes back to the people of a unit: receipts, and what the unit says of them."""

from __future__ import annotations

from pathlib import Path

from selfstudy.domain import vietnamese
from selfstudy.domain.audience import to_person
from selfstudy.domain.errors import NotEntitled
from selfstudy.domain.record import UNIT, Source
from selfstudy.domain.wire import from_hex
from selfstudy.exchange.keys import may_seal_to
from selfstudy.exchange.packet import Packet, write
from selfstudy.services.holding.burial import signed_stones
from selfstudy.services.holding.receipts import receipt_for
from selfstudy.services.intake.aside import beginning, note_whole
from selfstudy.services.people.supervising import Supervising
from selfstudy.settings import write_whole
from selfstudy.store.key_words import seal_key_of
from selfstudy.store.people import Known, decided


class Answering(Supervising):
    """Answers everybody whose records are held."""

    def write_receipts(self, folder: Path) -> int:
        """Write one receipt file for each id whose records are held. Returns how many.

        A computer that was removed and still tells something gets one of its own, which says so.
        """
        self._supervise()
        self.desk.seal()
        begun: list[bytes] = []
        for person in self._known():
            if person.facts and person.person != self.desk.person and self._seal_keys(person):
                name = vietnamese.file_name(person.name, "NguoiHoc")
                path = folder / f"BienNhan_{name}_{person.person.hex()[:6]}.thoc"
                raw = self.receipt_packet(person)
                write_whole(path, raw)
                begun.append(beginning(raw))
            for key in self._removed_in_use(person.person):
                raw = self._notice(person.person, key)
                name = f"BienNhan_{vietnamese.file_name(person.name, 'NguoiHoc')}"
                write_whole(folder / f"{name}_{key.hex()[:6]}_MayDaGo.thoc", raw)
                begun.append(beginning(raw))
        note_whole(self.desk, begun)
        return len(begun)

    def _removed_in_use(self, person: bytes) -> list[bytes]:
        """Removed keys of a person that told more than is believed of them, and can be answered.

        Somebody still works there, and would not know.
        """
        known, journal = self.desk.my_authorities(), self.desk.journal
        places = journal.sources(to_person(person, self.desk.unit))
        return sorted(
            key
            for (whose, key), kept in known.ended.items()
            if whose == person
            and may_seal_to(seal_key_of(journal, key))
            and any(p.source.author == key and p.head > kept.get(p.sid, 0) for p in places)
        )

    def _notice(self, person: bytes, key: bytes) -> bytes:
        """A packet to a removed computer: the public card, a receipt of its own records, no other.

        The receipt says that the key was removed.
        """
        card = self._card()

        def own(source: Source) -> bool:
            return source.author == key

        receipt = receipt_for(self.desk, card.unit, person, own, key)
        signed = self.desk.signed_card(card.unit)
        packet = Packet(
            self.desk.carrier(), card.unit, self.desk.now(), (), (receipt,),
            (signed,) if signed else (),
        )  # fmt: skip
        return write(packet, self.desk.ring, [seal_key_of(self.desk.journal, key)])

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
