"""The journal of what was applied at work: private until its writer shares an entry."""

from __future__ import annotations

import secrets
from datetime import date
from typing import TYPE_CHECKING

from selfstudy.domain import vietnamese
from selfstudy.domain.errors import DayRefused, NoSuchEntry, TextTooLong
from selfstudy.domain.initiative import Applied
from selfstudy.domain.plans import day_of
from selfstudy.domain.record import AppliedAtWork, NoteWritten, Voided
from selfstudy.store.schema import source as source_table
from selfstudy.store.standing import digest_of, standing, whole

if TYPE_CHECKING:
    from selfstudy.services.holding.desk import Desk
    from selfstudy.store.seen import Seen

ANCHOR = "applied"  # an entry is a note whose anchor is `applied/<id>/<day>`
LONGEST = 8000  # bytes


class AppliedJournal:
    """Entries are private notes; sharing one tells it in the shared chain."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def entries(self) -> tuple[Applied, ...]:
        """What was written, newest first."""
        told = {entry: (fact.module, fact.text) for entry, (_seen, fact) in self._told().items()}
        found: dict[str, Applied] = {}
        for note in self._facts("note_written"):
            head, _slash, rest = note.note.partition("/")
            entry, _slash, day = rest.partition("/")
            on = day_of(day)
            if head != ANCHOR or not entry or on is None:
                continue
            written = whole(self.desk.journal, note)
            if isinstance(written, NoteWritten) and written.text:
                said = told.get(entry)
                same = said == (written.lesson, written.text)
                found[entry] = Applied(
                    entry, on, written.lesson, written.text, same, said is not None
                )
            else:
                found.pop(entry, None)
        newest_first = reversed(found.values())
        return tuple(sorted(newest_first, key=lambda one: one.day, reverse=True))

    def keep(
        self, text: str, module: str = "", day: date | None = None, entry: str = ""
    ) -> Applied:
        """Write an entry, or another wording of one. It stays private.

        Raises TextTooLong, DayRefused for a day to come, NoSuchEntry for empty words.
        """
        words = vietnamese.nfc(text).strip()
        today = self.desk.clock().date()
        on = day or today
        if not words:
            raise NoSuchEntry(entry=entry)
        if len(words.encode()) > LONGEST:
            raise TextTooLong(limit=LONGEST)
        if on > today:
            raise DayRefused(day=f"{on:%d/%m/%Y}")
        name = entry or secrets.token_hex(6)
        self.desk.write(NoteWritten(module, f"{ANCHOR}/{name}/{on.isoformat()}", words))
        return self._entry(name)

    def drop(self, entry: str) -> Applied:
        """Take an entry out of the journal; it comes back for `keep`. Raises NoSuchEntry."""
        gone = self._entry(entry)
        self.desk.write(NoteWritten(gone.module, f"{ANCHOR}/{gone.id}/{gone.day.isoformat()}", ""))
        return gone

    def share(self, entry: str) -> Applied:
        """Tell the unit an entry as it stands now. Raises NoSuchEntry."""
        one = self._entry(entry)
        if not one.shared:
            fact = AppliedAtWork(one.module, one.text, one.id, one.day.isoformat())
            self.desk.write(fact)
        return self._entry(entry)

    def take_back(self, entry: str) -> Applied:
        """Say that an entry that was shared counts no more. Raises NoSuchEntry."""
        one = self._entry(entry)
        for fact in self._facts("applied_at_work"):
            if fact.parent == entry:
                digest = digest_of(self.desk.journal, fact)
                self.desk.write(Voided(fact.source.id.hex(), fact.number, digest))
        return self._entry(one.id)

    def _entry(self, entry: str) -> Applied:
        found = [one for one in self.entries() if one.id == entry]
        if not found:
            raise NoSuchEntry(entry=entry)
        return found[0]

    def _told(self) -> dict[str, tuple[Seen, AppliedAtWork]]:
        found = {}
        for fact in self._facts("applied_at_work"):
            told = whole(self.desk.journal, fact)
            if isinstance(told, AppliedAtWork) and told.entry:
                found[told.entry] = (fact, told)
        return found

    def _facts(self, kind: str) -> list[Seen]:
        known = self.desk.my_authorities()
        mine = known.ids_of(self.desk.person) | {self.desk.person}
        return standing(self.desk.journal, kind, known, source_table.c.subject.in_(sorted(mine)))
