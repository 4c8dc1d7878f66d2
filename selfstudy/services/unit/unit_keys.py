"""The unit's keys: its card and appointments renewed, a lost key ended, a sealing key replaced."""

from __future__ import annotations

from datetime import date, timedelta

from selfstudy.domain.audience import to_unit
from selfstudy.domain.devices import KeyHolder, KeysView
from selfstudy.domain.errors import NotEntitled, NotHeardFrom
from selfstudy.domain.moments import milliseconds
from selfstudy.domain.record import UNIT, Appointed, Fact, KeyRemoved
from selfstudy.exchange.cards import Officer, UnitCard, sign_card
from selfstudy.exchange.keys import KeyRing, may_seal_to
from selfstudy.services.holding.desk import ROOT
from selfstudy.services.people.supervising import Supervising
from selfstudy.store.journal import Author
from selfstudy.store.key_words import seal_key_of

APPOINTMENT_DAYS = 730
CARD_DAYS = 5 * 365
DAY = 24 * 60 * 60 * 1000
SOON_DAYS = 60
SHOWN = 8  # hex digits of a key
HEADS = 300  # of one removing fact, so that it fits a line


class UnitKeys(Supervising):
    """What the holder of the root decides about keys, and a supervisor about their own."""

    def is_root(self) -> bool:
        """Whether the unit's root key lies in this profile (under its passphrase)."""
        return (self.desk.folder / ROOT).exists()

    def reminder(self) -> tuple[str, int]:
        """The key of a sentence about what ends soon, and when (ms); empty when nothing does."""
        card, known, now = self._card(), self.desk.my_authorities(), self.desk.now()
        mine = [a.until for a in known.appointments if a.key == self.desk.ring.public]
        ends = [("devices.expires", card.until)] if card.until else []
        ends += [("devices.duty_expires", max(mine))] if mine else []
        soon = [(at, key) for key, at in ends if at - now < SOON_DAYS * DAY]
        at, key = min(soon, default=(0, ""))
        return key, at

    def keys(self) -> KeysView:
        """The card as people read it: who receives until when, whose keys were revoked."""
        card, known = self._card(), self.desk.my_authorities()
        until = {a.key: a.until for a in sorted(known.appointments, key=lambda a: a.until)}
        names = {a.key: a.name for a in known.appointments}
        receiving = [o for o in card.supervisors if o.key not in card.revoked]
        holders = [
            KeyHolder(
                officer.key.hex(), officer.name,
                self._local(until[officer.key]) if officer.key in until else None,
                here=officer.key == self.desk.ring.public,
            )
            for officer in receiving
        ]  # fmt: skip
        hubs = [o for o in card.hubs if o.key not in card.revoked]
        return KeysView(
            card.number,
            self._local(card.until) if card.until else None,
            (*holders, *(KeyHolder(o.key.hex(), o.name, hub=True) for o in hubs)),
            tuple((names.get(key, ""), key.hex()[:SHOWN]) for key in card.revoked),
        )

    def renew(self, passphrase: str, days: int = APPOINTMENT_DAYS) -> UnitCard:
        """A new card, valid anew, and its supervisors appointed anew, with their keys of now."""
        card, root = self._card(), self._root(passphrase)
        staying = tuple(self._now(officer) for officer in card.supervisors)
        self._appoint(root, card, days, *staying)
        return self._issue(root, card, staying, card.hubs, card.hub)

    def appoint_person(self, person_id: str, passphrase: str, until: date) -> UnitCard:
        """Make a known person a supervisor: a new card and a signed appointment.

        Raises NotEntitled, WrongPassphrase, NotHeardFrom.
        """
        card, root, person = self._card(), self._root(passphrase), self._person(person_id)
        seal_key = self._seal_key(person)
        if not seal_key:
            raise NotHeardFrom(name=person.name)
        officer = Officer(person.key, seal_key, person.name)
        others = tuple(o for o in card.supervisors if o.key != officer.key)
        days = max(1, (until - self.desk.clock().date()).days)
        self._appoint(root, card, days, officer)
        return self._issue(root, card, (*others, officer), card.hubs, card.hub)

    def revoke(self, key: str, passphrase: str, reason: str = "") -> UnitCard:
        """End a supervisor's key that was lost: what it had said and is held here stays.

        Nothing that comes later is believed, whatever day it names. Raises NotEntitled for a key
        that is not on the card.
        """
        card, root, lost = self._card(), self._root(passphrase), bytes.fromhex(key)
        if lost not in {officer.key for officer in card.supervisors}:
            raise NotEntitled(what="devices.what_key")
        self.desk.seal()
        heads = [
            (place.source.id.hex(), place.head, place.head_digest.hex())
            for place in self.desk.journal.sources(to_unit(card.unit))
            if place.source.author == lost
            and place.source.chain == UNIT
            and place.head >= place.first
        ]
        parts = [tuple(heads[i : i + HEADS]) for i in range(0, max(1, len(heads)), HEADS)]
        self._say_as_root(root, card, *(KeyRemoved(key, part, reason) for part in parts))
        staying = tuple(officer for officer in card.supervisors if officer.key != lost)
        return self._issue(root, card, staying, card.hubs, card.hub, revoked=lost)

    def retire_seal_key(self, passphrase: str = "") -> UnitCard | None:
        """Give this computer a new sealing key; the one before opens what was sealed to it.

        A new card says so at once where the root is here; elsewhere the root's holder renews it.
        """
        self.desk.renew_seal_key()
        card = self._card()
        named = self.desk.ring.public in {officer.key for officer in card.supervisors}
        if not (self.is_root() and passphrase and named):
            return None
        staying = tuple(self._now(officer) for officer in card.supervisors)
        return self._issue(self._root(passphrase), card, staying, card.hubs, card.hub)

    def _now(self, officer: Officer) -> Officer:
        """A supervisor with the sealing key that they told last."""
        if officer.key == self.desk.ring.public:
            return Officer(officer.key, self.desk.ring.seal_public, officer.name)
        told = seal_key_of(self.desk.journal, officer.key)
        return Officer(officer.key, told if may_seal_to(told) else officer.seal_key, officer.name)

    def _issue(
        self,
        root: KeyRing,
        card: UnitCard,
        supervisors: tuple[Officer, ...],
        hubs: tuple[Officer, ...],
        hub: str,
        revoked: bytes = b"",
    ) -> UnitCard:
        """Sign the next card and keep it."""
        until = milliseconds(self.desk.clock() + timedelta(days=CARD_DAYS))
        gone = (*card.revoked, revoked) if revoked else card.revoked
        fresh = UnitCard(
            card.root, card.number + 1, card.name, self.desk.now(), until, supervisors, hubs, hub,
            card.parent, gone,
        )  # fmt: skip
        self.desk.take_card(fresh, sign_card(fresh, root))
        return fresh

    def _appoint(self, root: KeyRing, card: UnitCard, days: int, *officers: Officer) -> None:
        now = self.desk.now()
        until = now + days * DAY
        told = (Appointed(officer.key.hex(), officer.name, now, until) for officer in officers)
        self._say_as_root(root, card, *told)

    def _say_as_root(self, root: KeyRing, card: UnitCard, *facts: Fact) -> None:
        """Say something signed at once: what is believed here, others can be told."""
        author = Author(root.public, card.unit, card.unit)
        self.desk.noted(self.desk.append_signed(author, facts, UNIT, root.sign))
        self.desk.know_again()

    def _root(self, passphrase: str) -> KeyRing:
        if not self.is_root():
            raise NotEntitled(what="root")
        return KeyRing.load_locked(self.desk.folder / ROOT, passphrase)
