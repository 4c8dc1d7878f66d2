"""The supervisor's side: founding a unit, its card and supervisors, its people, what came in."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from selfstudy.domain import vietnamese
from selfstudy.domain.errors import NameRefused, NotEntitled, NoUnit
from selfstudy.domain.moments import milliseconds
from selfstudy.domain.people import UnitView
from selfstudy.domain.record import Admitted
from selfstudy.exchange.cards import Officer, UnitCard, card_file, sign_card
from selfstudy.exchange.keys import KeyRing
from selfstudy.services.devices.vouching import Vouching
from selfstudy.services.holding.desk import ROOT
from selfstudy.services.people.leaving import Leaving
from selfstudy.services.unit.answering import Answering
from selfstudy.services.unit.receiving import Receiving
from selfstudy.services.unit.totals import YearTotals, year_totals
from selfstudy.services.unit.unit_keys import APPOINTMENT_DAYS, CARD_DAYS, UnitKeys
from selfstudy.settings import write_whole
from selfstudy.store.people import merged

MAX_NAME = 200  # characters


class Unit(UnitKeys, Vouching, Receiving, Answering, Leaving):
    """What a supervisor, or the person who founds a unit, asks for."""

    def view(self) -> UnitView | None:
        """The unit as this computer knows it, or None when there is none to look after."""
        card = self.desk.card
        if card is None or not (self.is_root() or self.desk.is_supervisor()):
            return None
        known = merged(self._known())
        reminder, at = self.reminder()
        return UnitView(
            id=card.unit.hex(),
            name=card.name,
            card_number=card.number,
            hub=card.hub,
            supervisors=tuple(officer.name for officer in card.supervisors),
            is_root=self.is_root(),
            is_supervisor=self.desk.is_supervisor(),
            valid_to=self._local(card.until) if card.until else None,
            people=sum(person.belongs(self.desk.today()) for person in known),
            unknown=len(self._waiting(known)),
            quarantined=self.desk.papers.count_set_aside(),
            reminder=reminder,
            reminder_at=self._local(at) if at else None,
        )

    def create(
        self, name: str, passphrase: str, hub: str = "", root: KeyRing | None = None
    ) -> UnitView:
        """Found a unit: a root key under a passphrase, a card, and one's own appointment.

        Raises NotEntitled where a unit was founded already: its root must not be lost.
        """
        if self.is_root() and self.desk.card is not None:
            raise NotEntitled(what="root")
        clean = vietnamese.one_line(name)
        if not clean or len(clean) > MAX_NAME:
            raise NameRefused(limit=MAX_NAME)
        root = root or KeyRing.new()
        now = self.desk.now()
        self.desk.seal()
        root.save_locked(self.desk.folder / ROOT, passphrase)
        me = Officer(self.desk.ring.public, self.desk.ring.seal_public, self.desk.profile.name)
        until = milliseconds(self.desk.clock() + timedelta(days=CARD_DAYS))
        card = UnitCard(root.public, 1, clean, now, until, (me,), (), hub)
        # The appointment first: broken off anywhere, this can be begun again, or has a supervisor.
        self._appoint(root, card, APPOINTMENT_DAYS, me)
        self.desk.take_card(card, sign_card(card, root))
        self.desk.join(card.unit, self._admit_self)
        return self._must_view()

    def write_card(self, folder: Path) -> Path:
        """Write the unit card; it is public and grants nothing."""
        card = self._card()
        signed = self.desk.signed_card(card.unit)
        if signed is None:
            raise NoUnit
        name = vietnamese.file_name(card.name, "DonVi")
        path = folder / f"TheDonVi_{name}_{card.number}.thdv"
        write_whole(path, card_file(signed))
        return path

    def appoint(self, person_id: str, passphrase: str, until: date) -> UnitView:
        """Make a known person a supervisor: a new card and a signed appointment."""
        self.appoint_person(person_id, passphrase, until)
        return self._must_view()

    def name_hub(
        self, address: str, key: bytes, seal_key: bytes, name: str, passphrase: str
    ) -> UnitView:
        """Put a hub on the card."""
        card = self._card()
        hub = Officer(key, seal_key, name)
        self._issue(self._root(passphrase), card, card.supervisors, (hub,), address)
        return self._must_view()

    def _admit_self(self) -> None:
        profile = self.desk.profile
        fact = Admitted(self.desk.ring.public.hex(), profile.name, profile.position)
        self.desk.write_about(self.desk.person, fact)
        self.desk.know_again({self.desk.person})

    def _must_view(self) -> UnitView:
        found = self.view()
        if found is None:
            raise NoUnit
        return found

    def totals(self) -> YearTotals:
        """What everybody did this year, those who were erased included."""
        return year_totals(self.desk, self.desk.clock().year)
