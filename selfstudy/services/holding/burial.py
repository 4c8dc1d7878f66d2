"""Tombstones take effect: whoever holds what one names erases it, and never takes it again."""

from __future__ import annotations

import base64
import contextlib
import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

from selfstudy.domain.erasure import Tally, may_erase
from selfstudy.domain.errors import (
    DatabaseBusy,
    DiskFull,
    FolderReadOnly,
    NewerFormat,
    SelfStudyError,
    UnreadableFile,
)
from selfstudy.domain.record import NO_UNIT, Source, identity
from selfstudy.exchange.packet import Signed, read
from selfstudy.exchange.tombstones import Tombstone, read_tombstone
from selfstudy.settings import read_json, write_whole
from selfstudy.store import erasure, redaction, tallies
from selfstudy.store.graves import Grave, Stone, named
from selfstudy.store.places import Place
from selfstudy.store.schema import source as source_table

if TYPE_CHECKING:
    from selfstudy.services.holding.holder import Holder

FORMAT = 1  # of the file of tombstones beside the database


class Brought(Protocol):
    """Where an intake counts what became of a packet."""

    papers: int
    papers_known: int

    def refuse(self, problem: str, details: dict[str, object]) -> None:
        """Count something that was set aside."""
        ...


class Burial:
    """Judges the tombstones of one holder and carries them out."""

    def __init__(self, holder: Holder) -> None:
        self.holder = holder
        self.graves = holder.graves
        self.names: set[str] = set()
        self.not_entitled = 0

    # — what comes in ————————————————————————————————————————————————————————————————————

    def take_all(self, brought: Iterable[Signed], tally: Brought, *, dry: bool) -> None:
        """Keep what a packet brought; what does not hold is refused with its reason."""
        for signed in brought:
            try:
                fresh = bool(read_tombstone(signed)) if dry else self.take(signed)
            except SelfStudyError as error:
                tally.refuse(error.key, error.details)
                continue
            tally.papers += int(fresh)
            tally.papers_known += int(not fresh)

    def take(self, signed: Signed) -> bool:
        """Keep a tombstone whose signature holds; False when it is held or concerns nobody here.

        Raises DamagedFile, TooLarge, BadSignature. It changes nothing until `settle`.
        """
        told = read_tombstone(signed)
        if not self._ours(told):
            return False
        stone = Stone(told.unit, signed.body, signed.signature, 0, told.own)
        sure = identity(told.signer) == told.unit or self._mine(told)
        return self.graves.keep(stone, told.signer, told.at, told.sources, sure=sure)

    def _ours(self, told: Tombstone) -> bool:
        if told.own or told.unit == NO_UNIT:
            return self._mine(told)
        return told.unit in self.holder.cards() or self._mine(told)

    def _mine(self, told: Tombstone) -> bool:
        """Whether a tombstone is by the person of this desk."""
        person = self.holder.person
        return bool(person) and self.holder.authorities(told.unit).speaks_for(told.signer, person)

    def refuses(self, source: Source, *, dry: bool = False) -> bool:
        """Whether a source was erased by somebody entitled and may not come back."""
        for found in self.graves.of(source.id):
            if found.proven:
                return True
            if self._entitled(found, source):
                if not dry:
                    self._prove(found, source)
                return True
        return False

    def _entitled(self, found: Grave, source: Source) -> bool:
        known = self.holder.authorities(source.unit)
        return may_erase(found.signer, found.unit, source, known, found.person)

    def _prove(self, found: Grave, source: Source) -> None:
        known = self.holder.authorities(source.unit)
        speaks = source.subject != source.unit and known.speaks_for(found.signer, source.subject)
        self.graves.prove(found, source.subject, speaks=speaks)

    # — carrying it out ——————————————————————————————————————————————————————————————————

    def settle(self) -> int:
        """Erase all that is held and named by somebody entitled. Returns how many records.

        One transaction; then the pages are written anew.
        """
        due = self._due()
        if not due:
            return 0
        with self._undone_on_error():
            gone = self._carry_out(due)
        self._finish(due)
        return gone

    def bury(self, stones: Sequence[Signed], who: str, by: str) -> tuple[int, bool]:
        """Keep tombstones made here, carry them out and note it without a name; all or nothing.

        Returns how many records are gone, and whether the pages are clean already.
        """
        with self._undone_on_error():
            for signed in stones:
                self.take(signed)
            due = self._due()
            gone = self._carry_out(due)
            content: dict[str, object] = {"records": gone, "sources": len(due), "by": by}
            self.holder.papers.log(self.holder.now(), "erase", who, content)
        return gone, self._finish(due)

    def _due(self) -> list[tuple[Grave, Place]]:
        """What is held and named by somebody entitled."""
        open_graves = self.graves.open_graves(self.holder.journal.interned)
        if not open_graves:
            return []
        places = self._held({found.sid for found in open_graves})
        held = [(found, places[found.sid]) for found in open_graves if found.sid in places]
        due = [
            (found, place)
            for found, place in held
            if found.proven or self._entitled(found, place.source)
        ]
        self.not_entitled = len(held) - len(due)
        return due

    def _carry_out(self, due: Sequence[tuple[Grave, Place]]) -> int:
        for found, place in due:  # before the records that vouch for a signer are gone
            self._prove(found, place.source)
        return self._erase(list({place.sid: place for _found, place in due}.values()))

    def _finish(self, due: Sequence[tuple[Grave, Place]]) -> bool:
        """What follows the commit. False: the pages are left to the next opening."""
        self.holder.know_again({place.source.subject for _found, place in due})
        self.holder.erased()
        try:
            return self.tidy()
        except (DatabaseBusy, DiskFull, FolderReadOnly):
            return False

    @contextlib.contextmanager
    def _undone_on_error(self) -> Iterator[None]:
        try:
            with self.holder.database.write():
                yield
        except BaseException:
            self.holder.journal.forget()
            raise

    def _held(self, sids: Collection[bytes]) -> dict[bytes, Place]:
        found: dict[bytes, Place] = {}
        journal = self.holder.journal
        with self.holder.database.read() as connection:
            for sid in sids:
                for place in erasure.roots_of(journal, connection, source_table.c.sid == sid):
                    found[sid] = place
        return found

    def _erase(self, roots: Sequence[Place]) -> int:
        journal, database = self.holder.journal, self.holder.database
        names = erasure.names_in(journal, roots)
        before = self._counted(roots)
        gone = erasure.erase(journal, roots)
        after = self._counted(roots)
        for unit in before:
            tallies.add(database, unit, tallies.lost(before[unit], after[unit]))
        self.names = names - self._still_named(roots)
        spotter = redaction.spotter(self.names)
        sids = frozenset(place.sid for place in roots)
        set_aside = redaction.concerned(database, spotter, lambda raw: self._holds(raw, sids))
        redaction.drop(database, set_aside)
        if spotter is not None:
            redaction.redact_trail(database, spotter)
            redaction.redact_drafts(database, spotter)
        return gone

    def _counted(self, roots: Iterable[Place]) -> dict[bytes, list[Tally]]:
        """What reports count of these people, by unit and without them; all ids of a human once."""
        found: dict[bytes, list[Tally]] = {}
        known = self.holder.authorities
        subjects = {(place.source.unit, place.source.subject) for place in roots}
        for unit, human in {(unit, known(unit).root_of(one)) for unit, one in subjects}:
            found.setdefault(unit, []).extend(self.holder.counts(unit, human))
        return found

    def _still_named(self, roots: Iterable[Place]) -> set[str]:
        """Names of people of whom other records stay: those are not taken out of the trail."""
        journal = self.holder.journal
        subjects = {place.source.subject for place in roots}
        with self.holder.database.read() as connection:
            left = erasure.roots_of(journal, connection, source_table.c.subject.in_(subjects))
        return erasure.names_in(journal, left)

    def _holds(self, raw: bytes, sids: frozenset[bytes]) -> bool:
        """Whether a file that can be opened here carries one of these sources."""
        try:
            packet = read(raw, [self.holder.ring])
        except SelfStudyError:
            return False
        return any(carried.source.id in sids for carried in packet.sources)

    def tidy(self) -> bool:
        """What an erasure still owes: its tombstones outside the database, and clean pages."""
        if not erasure.due(self.holder.database):
            return True
        self._write_down()
        return erasure.rewrite_pages(self.holder.database)

    # — outside the database —————————————————————————————————————————————————————————————

    def _write_down(self) -> None:
        """Keep all tombstones outside the database too: an old backup brings nothing back."""
        path = self.holder.graves_file
        if path is None:
            return
        kept = {*self._written(), *named(self.graves.everything())}
        coded = [[base64.b64encode(part).decode() for part in pair] for pair in sorted(kept)]
        write_whole(path, json.dumps({"graves": FORMAT, "tombstones": coded}).encode())

    def _written(self) -> list[tuple[bytes, bytes]]:
        path = self.holder.graves_file
        if path is None:
            return []
        try:
            told = read_json(path)
            if told.get("graves", 0) > FORMAT:
                raise NewerFormat(name=path.name, version=told["graves"])
            return [
                (base64.b64decode(body), base64.b64decode(signature))
                for body, signature in told.get("tombstones", [])
            ]
        except FileNotFoundError:
            return []
        except (OSError, ValueError, TypeError, AttributeError) as error:
            raise UnreadableFile(name=path.name) from error

    def wake(self, *, copied: bool) -> None:
        """What an opening owes: after a copy what was erased before, in any case clean pages."""
        if copied:
            self.remember()
        self.tidy()

    def remember(self) -> int:
        """Carry out what this computer knew before its records were restored or copied."""
        with contextlib.suppress(SelfStudyError):
            for body, signature in self._written():
                with contextlib.suppress(SelfStudyError):
                    self.take(Signed(body, signature))
        return self.settle()


def redacted(content: object, names: Collection[str]) -> object:
    """What is about to be written down, without the names of those who were just erased."""
    spotter = redaction.spotter(names)
    return content if spotter is None else redaction.without(content, spotter)


def signed_stones(stones: Iterable[Stone]) -> tuple[Signed, ...]:
    """Tombstones as a packet carries them."""
    return tuple(Signed(stone.body, stone.signature) for stone in stones)
