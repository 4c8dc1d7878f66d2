"""Erasing on request: a person their own records, whoever holds the unit's root anybody's."""

from __future__ import annotations

import os
import shutil
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from selfstudy.domain.erasure import Erased, ErasurePreview, HeldBackup, may_erase
from selfstudy.domain.errors import NotEntitled, NoUnit
from selfstudy.domain.moments import moment
from selfstudy.domain.record import NO_UNIT, PRIVATE
from selfstudy.domain.vietnamese import file_name
from selfstudy.exchange.cards import UnitCard
from selfstudy.exchange.keys import KeyRing
from selfstudy.exchange.packet import Packet, Signed, write
from selfstudy.exchange.tombstones import MAX_SOURCES, Tombstone, sign_tombstone
from selfstudy.services.holding.burial import Burial, signed_stones
from selfstudy.services.holding.desk import ROOT, Desk
from selfstudy.services.intake.aside import beginning, note_whole
from selfstudy.services.people.supervising import Supervising
from selfstudy.services.rescue.backups import Backups
from selfstudy.services.rescue.safety import Safety
from selfstudy.services.rescue.succession import BEFORE
from selfstudy.settings import world_error, write_whole
from selfstudy.store import erasure, redaction
from selfstudy.store.places import Place
from selfstudy.store.schema import source as source_table

LONGEST_KEPT = timedelta(days=366)  # the last of a month stays until twelve months have theirs
GONE = ".gone"


class Erasure(Supervising):
    """What a desk can erase, and what that would take."""

    def __init__(self, desk: Desk, safety: Safety) -> None:
        super().__init__(desk)
        self.safety = safety

    # — one's own ————————————————————————————————————————————————————————————————————————

    def preview_own(self) -> ErasurePreview:
        """What erasing one's own records would take."""
        former = tuple(card.name for card in self._former())
        return replace(self._preview(self._own()), former=former)

    def erase_own(self, folder: Path | None = None, *, backups: bool = False) -> Erased:
        """Erase all that this journal holds of oneself; the unit is asked with the next packet.

        With a folder, requests for units left behind are written there: no packet goes to them.
        `backups`: those that still have it, and what restores set aside, go at once.
        """
        done = self._bury(self._own(), self.desk.ring, who="")
        if backups:
            for place in (*(backup.path for backup in self.safety.found()), *self._aside()):
                shred(place)
        return replace(done, former=self._ask_former(folder))

    def write_request(self, folder: Path) -> Path:
        """Write the request to erase for the unit, named after nobody. Raises NoUnit."""
        return self._write(folder, self._card())

    def erase_profile(self, folder: Path | None = None) -> Erased:
        """Erase this profile from this computer altogether: records, keys, backups.

        With a folder, the requests for its units are written there first. The desk is closed; only
        what others hold can come back, to a new profile.
        """
        done = self._bury(self._own(), self.desk.ring, who="")
        asks = folder is not None and self.desk.card is not None
        path = str(self.write_request(folder)) if asks and folder is not None else ""
        former = self._ask_former(folder)
        self.desk.close()
        for place in self._traces():
            shred(place)
        return Erased(done.records, clean=True, path=path, former=former)

    def _ask_former(self, folder: Path | None) -> tuple[str, ...]:
        """Write the requests for units left behind; asking twice is harmless."""
        if folder is None:
            return ()
        return tuple(str(self._write(folder, card, card.name)) for card in self._former())

    def _former(self) -> list[UnitCard]:
        """The units left behind for which there is, or was erased, something of one's own."""
        units = {place.source.unit for place in self._own() if place.source.chain != PRIVATE}
        stones = self.desk.graves.own(self.desk.person)
        units |= {stone.unit for stone in stones if not stone.own}
        cards = self.desk.cards()
        left = [cards[unit] for unit in sorted(units - {self.desk.unit}) if unit in cards]
        return [card for card in left if card.recipients]

    def _own(self) -> list[Place]:
        ids = {self.desk.person, self.desk.ring.identity}
        return self._roots(source_table.c.subject.in_(ids))

    def _traces(self) -> list[Path]:
        """Everything of this profile on this computer, its folder last: till then it is not done.

        The folder gets another name first, whole or not at all.
        """
        folder, name = self.desk.folder, self.desk.folder.name
        gone = folder.with_name(name + GONE)
        try:
            folder.replace(gone)
        except OSError as error:
            raise world_error(error, folder.parent) from error
        state = self.desk.graves_file
        return [
            *(backup.path for backup in self.safety.found()),
            *_beside(gone, state.parent if state is not None else folder.parent),
        ]

    # — anybody of the unit ——————————————————————————————————————————————————————————————

    def preview_person(self, person_id: str) -> ErasurePreview:
        """What erasing a person of the unit would take here."""
        self._expect_root()
        return self._preview(self._of(person_id))

    def erase_person(self, person_id: str, passphrase: str, folder: Path | None = None) -> Erased:
        """Erase a person of the unit, signed by its root; other holders learn of it.

        With a folder, a notice for the person and the other holders is written there: the way
        without a hub. Raises NotEntitled, WrongPassphrase.
        """
        self._expect_root()
        card = self._card()
        root = KeyRing.load_locked(self.desk.folder / ROOT, passphrase)
        if root.identity != card.unit:
            raise NotEntitled(what="root")
        seal_keys = {self._seal_key(self._person(person_id))} - {b""}
        done = self._bury(self._of(person_id), root, who=self.desk.name)
        path = ""
        if folder is not None:
            path = str(self._write(folder, card, more=seal_keys))
        return Erased(done.records, done.clean, path)

    def _of(self, person_id: str) -> list[Place]:
        person = bytes.fromhex(person_id)
        ids = self.desk.my_authorities().ids_of(person) | {person}
        unit = self._card().unit
        found = self._roots(source_table.c.subject.in_(ids))
        return [place for place in found if place.source.unit == unit]

    def _expect_root(self) -> None:
        if not (self.desk.folder / ROOT).exists():
            raise NotEntitled(what="root")

    # — what both do —————————————————————————————————————————————————————————————————————

    def _roots(self, where: object) -> list[Place]:
        journal = self.desk.journal
        with self.desk.database.read() as connection:
            return erasure.roots_of(journal, connection, where)  # type: ignore[arg-type]

    def _bury(self, roots: Sequence[Place], ring: KeyRing, who: str) -> Erased:
        """Sign what is to go and carry it out, in one transaction."""
        known = self.desk.authorities
        grouped: dict[tuple[bytes, bool], list[bytes]] = defaultdict(list)
        for place in roots:
            source = place.source
            if may_erase(ring.public, source.unit, source, known(source.unit)):
                grouped[source.unit, source.chain == PRIVATE].append(place.sid)
        signed = [
            self._signed(ring, unit, sids[start : start + MAX_SOURCES], own=own)
            for (unit, own), sids in sorted(grouped.items())
            for start in range(0, len(sids), MAX_SOURCES)
        ]
        by = "root" if ring is not self.desk.ring else "person"
        records, clean = Burial(self.desk).bury(signed, who, by)
        return Erased(records, clean)

    def _signed(self, ring: KeyRing, unit: bytes, sids: Sequence[bytes], *, own: bool) -> Signed:
        told = Tombstone(ring.public, unit, self.desk.now(), tuple(sids), own or unit == NO_UNIT)
        return sign_tombstone(told, ring)

    def _write(
        self, folder: Path, card: UnitCard, unit: str = "", more: Iterable[bytes] = ()
    ) -> Path:
        """Write the tombstones of a unit for its holders and for `more`, carried by nobody named.

        `unit` is its name where the file is told from others by it. Raises NoUnit.
        """
        recipients = [*card.recipients, *more]
        if not recipients:
            raise NoUnit
        nameless = replace(self.desk.carrier(), name="")
        stones = signed_stones(self.desk.graves.told(card.unit))
        packet = Packet(nameless, card.unit, self.desk.now(), tombstones=stones)
        path = self._free(folder, f"_{file_name(unit, 'DonVi')}" if unit else "")
        raw = write(packet, self.desk.ring, recipients)
        write_whole(path, raw)
        note_whole(self.desk, [beginning(raw)])
        return path

    def _free(self, folder: Path, unit: str) -> Path:
        stem = f"YeuCauXoa_{self.desk.clock():%Y%m%d}{unit}"
        path, copy = folder / f"{stem}.thoc", 1
        while os.path.lexists(path):
            copy += 1
            path = folder / f"{stem}_{copy}.thoc"
        return path

    def _preview(self, roots: Sequence[Place]) -> ErasurePreview:
        desk, journal = self.desk, self.desk.journal
        held = erasure.extent(journal, roots)
        spotter = redaction.spotter(erasure.names_in(journal, roots))
        subjects = {place.source.subject for place in roots}
        all_roots = self._roots(source_table.c.id == source_table.c.root)
        others = [
            place
            for place in all_roots
            if place.source.author == desk.ring.public and place.source.subject not in subjects
        ]
        about_unit = [p for p in all_roots if p.source.subject == p.source.unit]
        return ErasurePreview(
            records=held.records,
            kinds=held.kinds,
            first=self._when(held.first),
            last=self._when(held.last),
            sources=len(roots),
            files=len(redaction.concerned(desk.database, spotter, lambda _raw: False)),
            receipts=sum(len(desk.papers.receipts(desk.unit, person)) for person in subjects),
            lines=redaction.mentions(desk.database, spotter) if spotter else 0,
            backups=self._backups(),
            stays_others=erasure.extent(journal, others).records,
            stays_unit=erasure.extent(journal, about_unit).records,
            unit_told=desk.card is not None,
            aside=len(self._aside()),
        )

    def _aside(self) -> list[Path]:
        """Folders that restores and rescues set aside beside that of this profile."""
        folder = self.desk.folder
        return [place for place in folder.parent.glob(f"{folder.name}{BEFORE}*") if place.is_dir()]

    def _when(self, at: int) -> datetime | None:
        return moment(at).astimezone(self.desk.clock().tzinfo) if at else None

    def _backups(self) -> tuple[HeldBackup, ...]:
        """The backups of this profile, newest first."""
        return tuple(
            HeldBackup(backup.path.name, backup.at, backup.at + LONGEST_KEPT)
            for backup in self.safety.found()
        )


def finish_erasing(profiles: Path, state: Path, backups: Iterable[Path]) -> list[str]:
    """Remove what is left of whole profiles whose erasing was broken off; their ids."""
    found = []
    kept = list(backups)
    for gone in sorted(profiles.glob(f"*{GONE}")):
        name = gone.name.removesuffix(GONE)
        copies = [copy.path for folder in kept for copy in Backups(folder, name).found()]
        for place in (*copies, *_beside(gone, state)):
            shred(place)
        found.append(name)
    return found


def _beside(gone: Path, state: Path) -> list[Path]:
    """What bears a profile's name beside its folder and in the state folder; the folder last."""
    name = gone.name.removesuffix(GONE)
    there = {*gone.parent.glob(f"{name}.*"), *state.glob(f"{name}.*")} - {gone}
    return [*sorted(there), gone]


def shred(path: Path) -> None:
    """Overwrite a file, or all in a folder, and remove it. What is not there is gone already."""
    if path.is_dir() and not path.is_symlink():
        for inner in sorted(path.rglob("*"), reverse=True):
            if inner.is_file():
                _overwrite(inner)
        shutil.rmtree(path, ignore_errors=True)
    elif path.exists():
        _overwrite(path)
        path.unlink(missing_ok=True)


def _overwrite(path: Path) -> None:
    try:
        size = path.stat().st_size
        with path.open("rb+") as file:
            for start in range(0, size, 1 << 20):
                file.write(bytes(min(1 << 20, size - start)))
            file.flush()
            os.fsync(file.fileno())
    except OSError:  # it is removed all the same
        return
