"""The supervisor's side: the unit, its card, its people, what came in, receipts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

from selfstudy.domain import vietnamese
from selfstudy.domain.audience import to_person
from selfstudy.domain.errors import NameRefused, NotEntitled, NoUnit, UnreadableFile
from selfstudy.domain.moments import milliseconds, moment
from selfstudy.domain.people import (
    FileResult,
    IntakeReport,
    PersonRow,
    UnitView,
    UnknownPerson,
)
from selfstudy.domain.progress import FactRow
from selfstudy.domain.record import Admitted, Appointed
from selfstudy.domain.wire import from_hex
from selfstudy.exchange.cards import Officer, UnitCard, card_file, sign_card
from selfstudy.exchange.keys import KeyRing, may_seal_to
from selfstudy.exchange.packet import Packet, write
from selfstudy.services.desk import ROOT, Desk
from selfstudy.services.intake import Cancelled, Intake, Progress, never, silent
from selfstudy.services.ledger import Ledger
from selfstudy.services.reporting import Reporting
from selfstudy.settings import write_whole
from selfstudy.store.facts import rows_of
from selfstudy.store.journal import Author
from selfstudy.store.people import Known, latest_profile, people

APPOINTMENT_DAYS = 730
MAX_NAME = 200  # characters
CARD_DAYS = 5 * 365


class Unit:
    """What a supervisor, or the person who founds a unit, asks for."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.intake_door = Intake(desk)

    # — the unit itself ——————————————————————————————————————————————————————————————————

    def view(self) -> UnitView | None:
        """The unit as this computer knows it, or None when there is none to look after."""
        card = self.desk.card
        if card is None or not (self.is_root() or self.desk.is_supervisor()):
            return None
        known = self._known()
        return UnitView(
            id=card.unit.hex(),
            name=card.name,
            card_number=card.number,
            hub=card.hub,
            supervisors=tuple(officer.name for officer in card.supervisors),
            is_root=self.is_root(),
            is_supervisor=self.desk.is_supervisor(),
            valid_to=self._local(card.until) if card.until else None,
            people=sum(person.admitted for person in known),
            unknown=sum(not person.admitted for person in known),
            quarantined=self.desk.papers.count_set_aside(),
        )

    def is_root(self) -> bool:
        """Whether the unit's root key lies in this profile (under its passphrase)."""
        return (self.desk.folder / ROOT).exists()

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
        self._appoint(root, card, me.key, me.name, APPOINTMENT_DAYS)
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
        card = self._card()
        root = self._root(passphrase)
        person = self._person(person_id)
        seal_key = self._seal_key(person)
        if not seal_key:
            raise UnreadableFile(name=person.name)
        officer = Officer(person.key, seal_key, person.name)
        others = tuple(o for o in card.supervisors if o.key != officer.key)
        self._renew(root, card, (*others, officer), card.hubs, card.hub)
        days = max(1, (until - self.desk.clock().date()).days)
        self._appoint(root, card, officer.key, officer.name, days)
        return self._must_view()

    def name_hub(
        self, address: str, key: bytes, seal_key: bytes, name: str, passphrase: str
    ) -> UnitView:
        """Put a hub on the card."""
        card = self._card()
        hub = Officer(key, seal_key, name)
        self._renew(self._root(passphrase), card, card.supervisors, (hub,), address)
        return self._must_view()

    def _renew(
        self,
        root: KeyRing,
        card: UnitCard,
        supervisors: tuple[Officer, ...],
        hubs: tuple[Officer, ...],
        hub: str,
    ) -> None:
        until = milliseconds(self.desk.clock() + timedelta(days=CARD_DAYS))
        fresh = UnitCard(
            card.root, card.number + 1, card.name, self.desk.now(), until, supervisors, hubs, hub,
            card.parent, card.revoked,
        )  # fmt: skip
        self.desk.take_card(fresh, sign_card(fresh, root))

    def _appoint(self, root: KeyRing, card: UnitCard, key: bytes, name: str, days: int) -> None:
        now = self.desk.now()
        until = now + days * 24 * 60 * 60 * 1000
        author = Author(root.public, card.unit, card.unit)
        self.desk.append(author, [Appointed(key.hex(), name, now, until)])
        self.desk.journal.seal(root.public, root.sign)
        self.desk.know_again()

    def _admit_self(self) -> None:
        profile = self.desk.profile
        fact = Admitted(self.desk.ring.public.hex(), profile.name, profile.position)
        self.desk.write_about(self.desk.person, fact)
        self.desk.know_again({self.desk.person})

    def _root(self, passphrase: str) -> KeyRing:
        if not self.is_root():
            raise NotEntitled(what="root")
        return KeyRing.load_locked(self.desk.folder / ROOT, passphrase)

    def _card(self) -> UnitCard:
        card = self.desk.card
        if card is None:
            raise NoUnit
        return card

    def _must_view(self) -> UnitView:
        found = self.view()
        if found is None:
            raise NoUnit
        return found

    # — people ———————————————————————————————————————————————————————————————————————————

    def people(self) -> tuple[PersonRow, ...]:
        """The roster, by given name; progress and hours, never an answer."""
        self._supervise()
        self.desk.fold()
        rows = [self._row(person) for person in self._known() if person.admitted]
        return tuple(sorted(rows, key=lambda row: vietnamese.name_key(row.name)))

    def unknown(self) -> tuple[UnknownPerson, ...]:
        """People whose facts are kept but whom nobody has admitted."""
        self._supervise()
        roster = [person for person in self._known() if person.admitted]
        found = []
        for person in self._known():
            if person.admitted:
                continue
            alike = tuple(
                self._row(other)
                for other in roster
                if vietnamese.fold(other.name) == vietnamese.fold(person.name)
            )
            found.append(
                UnknownPerson(
                    person.person.hex(), person.name, self._title(person.position),
                    person.staff_code, person.facts, person.key.hex()[:8], alike,
                )
            )  # fmt: skip
        return tuple(sorted(found, key=lambda person: vietnamese.name_key(person.name)))

    def admit(self, person_id: str) -> None:
        """Put a person on the roster: a signed fact that other supervisors and the hub learn."""
        self._supervise()
        person = self._person(person_id)
        fact = Admitted(person.key.hex(), person.name, person.position, person.staff_code)
        self.desk.write_about(person.person, fact)
        self.desk.know_again({person.person})

    def facts_behind(self, person_id: str) -> tuple[FactRow, ...]:
        """The records behind a person's line."""
        self._supervise()
        ledger = Ledger(self.desk, bytes.fromhex(person_id))
        rows = rows_of(self.desk.journal, ledger.person)
        mine = [r for r in rows if r.place.source.unit == self.desk.unit]
        shown = [r for r in mine if r.place.source.chain != "p"]
        return ledger.fact_rows(reversed(shown))

    def _known(self) -> list[Known]:
        card = self._card()
        return people(self.desk.journal, card.unit, self.desk.authorities(card.unit))

    def _person(self, person_id: str) -> Known:
        card, wanted = self._card(), {bytes.fromhex(person_id)}
        found = people(self.desk.journal, card.unit, self.desk.authorities(card.unit), wanted)
        if not found:
            raise NotEntitled(what=person_id)
        return found[0]

    def _row(self, person: Known) -> PersonRow:
        ledger = Ledger(self.desk, person.person)
        rows = ledger.rows()
        own = [row for row in rows if row.ledger == "self_study"]
        given = [row for row in rows if row.ledger == "recognised"]
        return PersonRow(
            id=person.person.hex(),
            name=person.name,
            position=self._title(person.position),
            staff_code=person.staff_code,
            lessons_done=len(own),
            self_study=sum(row.hours for row in own),
            recognised=sum(row.hours for row in given),
            last_at=self._local(person.last) if person.last else None,
            facts=person.facts,
            known=person.admitted,
        )

    def _title(self, position: str) -> str:
        return self.desk.library.framework.position_title(position)

    def _supervise(self) -> None:
        if not self.desk.is_supervisor():
            raise NotEntitled(what="supervisor")

    def _local(self, at: int) -> datetime:
        return moment(at).astimezone(self.desk.clock().tzinfo)

    # — what comes in and goes back ——————————————————————————————————————————————————————

    def intake(
        self,
        paths: Sequence[Path],
        *,
        dry: bool = False,
        progress: Progress = silent,
        cancelled: Cancelled = never,
    ) -> IntakeReport:
        """Take a folder of files; a dry run says what would happen and keeps nothing."""
        self._supervise()
        return self.intake_door.take_files(paths, dry=dry, progress=progress, cancelled=cancelled)

    def retry(self) -> IntakeReport:
        """Try the quarantine again."""
        return self.intake_door.retry()

    def report(self, form: str, path: Path) -> Path:
        """Write a form for everybody of the unit."""
        self._supervise()
        return Reporting(self.desk).write(form, path)

    def quarantine(self) -> tuple[FileResult, ...]:
        """What lies in quarantine, and why."""
        return tuple(
            FileResult(kept.name, quarantined=1, problem=kept.problem, details=kept.details)
            for kept in self.desk.papers.quarantine()
        )

    def write_receipts(self, folder: Path) -> int:
        """Write one receipt file for each person whose records are held. Returns how many."""
        self._supervise()
        self.desk.seal()
        written = 0
        for person in self._known():
            if person.facts and person.person != self.desk.person and self._seal_key(person):
                name = vietnamese.file_name(person.name, "NguoiHoc")
                path = folder / f"BienNhan_{name}_{person.person.hex()[:6]}.thoc"
                write_whole(path, self.receipt_packet(person))
                written += 1
        return written

    def receipt_packet(self, person: Known) -> bytes:
        """A packet back to a person: the receipt, and what the unit says of them.

        Sealed to the key of their own profile. Raises NotEntitled when they told of none.
        """
        card = self._card()
        seal_key = self._seal_key(person)
        if not seal_key:
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
        )
        return write(packet, self.desk.ring, [seal_key])

    def _seal_key(self, person: Known) -> bytes:
        """The key that a person wants answers sealed to; empty when it is none."""
        told = latest_profile(self.desk.journal, person.person, self.desk.my_authorities())
        seal_key = from_hex(told[0].seal_key) if told else b""
        return seal_key if may_seal_to(seal_key) else b""
