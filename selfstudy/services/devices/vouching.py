"""Computers that nobody vouched for: who says to be whom, approving them, removing a lost one."""

from __future__ import annotations

from selfstudy.domain import vietnamese
from selfstudy.domain.devices import Device, WaitingDevice
from selfstudy.domain.errors import NotEntitled
from selfstudy.domain.record import ID_SIZE, KEY_SIZE, DeviceApproved, KeyRemoved
from selfstudy.domain.wire import from_hex
from selfstudy.services.devices.own_packet import devices_of
from selfstudy.services.people.roll import Roll
from selfstudy.services.record.tallies import Tallies
from selfstudy.store.key_words import claims, seal_key_of, strangers
from selfstudy.store.people import Known, merged
from selfstudy.store.seen import Seen


class Vouching(Roll):
    """What a supervisor asks about people's computers, and says of them."""

    def waiting_devices(self) -> tuple[WaitingDevice, ...]:
        """Keys that say to be somebody's and that nobody vouched for; what they sent is kept."""
        self._supervise()
        known, roster = self.desk.my_authorities(), merged(self._known())
        listed = [person for person in roster if person.admitted]
        named, tallies = {person.person: person for person in roster}, Tallies(self.desk)
        found = [
            WaitingDevice(
                key.hex(), person.hex(), self._called(named.get(person)), "", held.records,
                self._local(held.last), claimed=False,
                candidates=tuple(self._row(p, tallies) for p in listed if p.person == person),
            )
            for (person, key), held in strangers(self.desk.journal, self.desk.unit, known).items()
        ]  # fmt: skip
        for claim in claims(self.desk.journal, known):
            me, key = claim.source.subject, claim.source.author
            if claim.source.unit != self.desk.unit or me in known.members or known.owner_of(key):
                continue
            held = named.get(me)
            found.append(
                WaitingDevice(
                    key.hex(), claim.object, claim.note, claim.parent, held.facts if held else 0,
                    self._local(claim.at), claimed=True,
                    candidates=tuple(self._row(p, tallies) for p in listed if _may_be(p, claim)),
                )
            )  # fmt: skip
        return tuple(sorted(found, key=lambda d: (vietnamese.name_key(d.name), d.key)))

    def approve_device(self, person_id: str, key: str) -> tuple[str, ...]:
        """A key is a person's from now on: their next receipt brings back what they shared.

        Returns the decision, for `undo`.
        """
        self._supervise()
        person = self._person(person_id)
        if len(from_hex(key)) != KEY_SIZE:
            raise NotEntitled(what="devices.what_device")
        seal_key = seal_key_of(self.desk.journal, from_hex(key))
        return self._say([(person.person, DeviceApproved(key, seal_key.hex()))])

    def remove_device(self, person_id: str, key: str, reason: str = "") -> tuple[str, ...]:
        """A lost computer's key speaks for a person no longer; what is held of it stays.

        Returns the decision, for `undo`. Raises NotEntitled when it is not theirs.
        """
        self._supervise()
        person, gone = bytes.fromhex(person_id), from_hex(key)
        if not self.desk.my_authorities().speaks_for(gone, person):
            raise NotEntitled(what="devices.what_device")
        heads = self.desk.told_by(gone, person)
        return self._say([(person, KeyRemoved(key, heads, reason))])

    def devices_of(self, person_id: str) -> tuple[Device, ...]:
        """A person's computers, as far as the unit knows them."""
        self._supervise()
        return devices_of(self.desk, bytes.fromhex(person_id))

    @staticmethod
    def _called(person: Known | None) -> str:
        return person.name if person else ""


def _may_be(person: Known, claim: Seen) -> bool:
    """Whether somebody on the roster may be whom a claim means."""
    if len(from_hex(claim.object)) == ID_SIZE:
        return person.person.hex() == claim.object
    code = claim.parent.casefold()
    if code and person.staff_code.casefold() == code:
        return True
    return vietnamese.fold(person.name) == vietnamese.fold(claim.note)
