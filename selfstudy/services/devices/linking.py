"""Becoming one of a person's computers: a request, a countersigned packet, or an approval."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from selfstudy.domain import vietnamese
from selfstudy.domain.devices import LinkOffer, LinkPreview
from selfstudy.domain.errors import LinkRefused, NotEntitled
from selfstudy.domain.progress import Exported
from selfstudy.domain.record import (
    PRIVATE,
    SHARED,
    Chain,
    Claimed,
    DeviceApproved,
    KeyAdded,
)
from selfstudy.domain.record import Profile as ProfileFact
from selfstudy.domain.wire import Carried, read_line
from selfstudy.exchange.cards import accept_card, read_card
from selfstudy.exchange.links import MOST_NAME, LinkRequest, link_file, open_link_file
from selfstudy.exchange.packet import Packet, checked_all, read
from selfstudy.services.devices.own_packet import lines_of, write_own
from selfstudy.services.holding.desk import Desk
from selfstudy.services.intake.files import free_path, read_bytes
from selfstudy.services.intake.intake import Intake
from selfstudy.services.record.ledger import Ledger
from selfstudy.services.record.standing import NOT_RESULTS
from selfstudy.settings import write_whole
from selfstudy.store.facts import Row, again, rows_of, untold
from selfstudy.store.people import latest_profile


class Linking:
    """Both sides of linking: the computer that asks, and the one that is asked."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.intake = Intake(desk)

    # — the computer that asks ————————————————————————————————————————————————————————————

    def request(self, folder: Path, device: str) -> tuple[Path, str]:
        """Write this computer's request to be linked, and the code that both screens show."""
        desk = self.desk
        name = vietnamese.one_line(device)[:MOST_NAME]
        asked = LinkRequest(
            desk.ring.public, desk.ring.seal_public, desk.profile.name, name, desk.now()
        )
        stem = vietnamese.file_name(desk.profile.name, "NguoiHoc")
        path = free_path(folder / f"YeuCauLienKet_{stem}.thlk")
        write_whole(path, link_file(asked, desk.ring))
        return path, asked.code

    def claim(self, person: str = "", staff_code: str = "") -> None:
        """Say to the unit that it knows this person from before; a supervisor decides."""
        self.desk.write(Claimed(person.strip().lower(), self.desk.profile.name, staff_code.strip()))

    def offer(self, path: Path) -> LinkOffer:
        """Whose computer this would become with a packet. Raises LinkRefused and what it is."""
        packet = self._read(path)
        person, fact = self._meant(packet)
        if self.desk.is_supervisor():
            raise LinkRefused(reason="devices.reason_supervisor")
        subject = [c for c in packet.sources if c.source.subject == person]
        return LinkOffer(
            person.hex(), self._name_in(subject), packet.carrier.name,
            isinstance(fact, DeviceApproved), sum(c.records for c in subject),
            len(self._apart(self.desk.ring.identity)) if self._alone() else 0,
        )  # fmt: skip

    def take(self, path: Path) -> LinkOffer:
        """Be the person whom a packet vouches for, with everything that it carries.

        Raises LinkRefused, NotEntitled when nobody entitled vouches, and what the file is.
        """
        offer, packet = self.offer(path), self._read(path)
        self.adopt(bytes.fromhex(offer.person), packet)
        return offer

    def adopt(self, person: bytes, packet: Packet) -> None:
        """Take a packet as `person`, whom this computer's key must then be known to speak for."""
        desk = self.desk
        for signed in packet.cards:
            card = read_card(signed)
            if card.unit == packet.unit:
                accept_card(card, desk.cards().get(card.unit), desk.now())
                desk.take_card(card, signed)

        def take() -> None:
            self.intake.accept(packet)
            desk.know_again()
            self.intake.accept(packet)  # the private part, now that its carrier is known

        self.come_back(person, packet.unit, take)

    def come_back(self, person: bytes, unit: bytes, take: Callable[[], None]) -> None:
        """Be `person` of `unit` once what `take` brings says so; else all is as it was.

        Who they are is kept last: broken off before, this can be done again.
        Raises NotEntitled, and what `take` raises.
        """
        desk, was = self.desk, (self.desk.person, self.desk.unit, self.desk.profile)
        desk.person, desk.unit = person, unit
        try:
            take()
            desk.know_again()
            self._expect_own()
            self.bring()
            told = latest_profile(desk.journal, person, desk.my_authorities())
            said = told[0] if told else ProfileFact(desk.profile.name, desk.profile.position)
            desk.become(person, said, unit)
        except BaseException:
            desk.person, desk.unit, desk.profile = was
            desk.name = desk.profile.name
            desk.know_again()
            raise

    def claimed(self) -> bool:
        """Whether this person said to the unit that they were here before."""
        return bool(rows_of(self.desk.journal, self.desk.person, ("claimed",)))

    def _expect_own(self) -> None:
        """Raise NotEntitled unless this computer's key is known as its person's."""
        if not self.desk.owns(self.desk.ring.public):
            raise NotEntitled(what="devices.what_device")

    def bring(self) -> int:
        """Restate what was told here before, under the id that this computer's key founded."""
        count = 0
        chains: tuple[Chain, ...] = (SHARED, PRIVATE)
        told = rows_of(self.desk.journal, self.desk.person, ("restated",))
        for chain in chains:
            apart = self._apart(self.desk.ring.identity, chain)
            rows = untold(self.desk.journal, apart, told)
            facts = [again(self.desk.journal, row) for row in rows]
            if facts:
                self.desk.append(self.desk.author(), facts, chain=chain)
            count += len(facts)
        self.desk.know_again({self.desk.person})
        return count

    def _alone(self) -> bool:
        return self.desk.person == self.desk.ring.identity

    def _apart(self, person: bytes, chain: Chain = SHARED) -> list[Row]:
        """Results told under another id, on this computer."""
        return [
            row
            for row in rows_of(self.desk.journal, person)
            if row.place.source.chain == chain
            and row.place.source.author == self.desk.ring.public
            and row.kind not in NOT_RESULTS | {"restated", "voided"}
        ]

    def _read(self, path: Path) -> Packet:
        return read(read_bytes(path), [self.desk.ring], path.name)

    def _meant(self, packet: Packet) -> tuple[bytes, KeyAdded | DeviceApproved]:
        """The one other person whom a packet says this computer's key to be. Raises LinkRefused."""
        mine, found = self.desk.ring.public.hex(), {}
        for carried in packet.sources:
            for opened in checked_all(carried)[0]:
                for line in opened.lines:
                    fact = read_line(line).fact
                    if isinstance(fact, KeyAdded | DeviceApproved) and fact.key == mine:
                        found[carried.source.subject] = fact
        found.pop(self.desk.person, None)
        if len(found) != 1:
            raise LinkRefused(reason="devices.reason_several" if found else "devices.reason_nobody")
        return next(iter(found.items()))

    @staticmethod
    def _name_in(sources: list[Carried]) -> str:
        name = ""
        for carried in sources:
            if carried.source.chain != SHARED:
                continue
            for opened in checked_all(carried)[0]:
                facts = [read_line(line).fact for line in opened.lines]
                name = next((f.name for f in facts if isinstance(f, ProfileFact)), name)
        return name

    # — the computer that is asked ————————————————————————————————————————————————————————

    def look(self, path: Path) -> LinkPreview:
        """Who asks, and exactly what they would be given. Raises LinkRefused."""
        asked = self._asked(path)
        rows = rows_of(self.desk.journal, self.desk.person)
        return LinkPreview(
            asked.person, asked.device, asked.code, lines_of(self.desk, rows),
            Ledger(self.desk).fact_rows(rows),
        )  # fmt: skip

    def link(self, path: Path, folder: Path, here: str = "") -> Exported:
        """Vouch for the computer that asks, and write all that this person owns, sealed to it.

        `here` is what this computer is to be called. Raises LinkRefused, NotEntitled.
        """
        asked, desk = self._asked(path), self.desk
        self._expect_own()
        known = desk.my_authorities().keys.get(desk.person, frozenset())
        vouched = [KeyAdded(asked.key.hex(), asked.seal_key.hex(), asked.device)]
        if desk.ring.public not in known:
            own = (desk.ring.public.hex(), desk.ring.seal_public.hex())
            vouched.insert(0, KeyAdded(*own, vietnamese.one_line(here)[:MOST_NAME]))
        if asked.key not in known:
            desk.write(*vouched)
            desk.know_again({desk.person})
        stem = vietnamese.file_name(desk.profile.name, "NguoiHoc")
        path = free_path(folder / f"LienKet_{stem}.thoc")
        return write_own(desk, path, {}, [asked.seal_key])

    def _asked(self, path: Path) -> LinkRequest:
        asked = open_link_file(read_bytes(path), path.name)
        known = self.desk.my_authorities()
        if asked.key == self.desk.ring.public:
            raise LinkRefused(reason="devices.reason_self")
        if (self.desk.person, asked.key) in known.ended:
            raise LinkRefused(reason="devices.reason_removed")
        return asked
