"""Recognised tiết, each with the decision that gives it: for one or many people, with undo."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from selfstudy.domain import vietnamese
from selfstudy.domain.days import read_day
from selfstudy.domain.errors import (
    CourseMissing,
    DecisionDayRefused,
    DecisionMissing,
    NobodyChosen,
    NobodyListed,
    NoNamesChosen,
)
from selfstudy.domain.hours import typed_hours
from selfstudy.domain.record import HoursRecognised
from selfstudy.domain.staff_table import Entry, entries, layout_of
from selfstudy.services.people.roll import Roll
from selfstudy.store.people import Known

FORMS = ("in_person", "online", "blended")
OLDEST = date(2000, 1, 1)
LONGEST = 300  # characters of a course or a decision
Match = Literal["found", "several", "nobody"]


@dataclass(frozen=True, slots=True)
class Given:
    """What a decision gives: the course or module, its tiết in hundredths, its number and day."""

    course: str
    hundredths: int
    decision: str
    day: date
    form: str = "in_person"


@dataclass(frozen=True, slots=True)
class Receiver:
    """Somebody who is to be given hours; `had` when this decision gave them already."""

    person: str
    name: str
    had: bool = False


@dataclass(frozen=True, slots=True)
class Attendant:
    """A row of an attendance list: who it may be. `place` is the row as Excel counts it."""

    place: int
    name: str
    staff_code: str
    match: Match
    person: str = ""
    others: tuple[tuple[str, str], ...] = ()


class Recognising(Roll):
    """What a supervisor enters in the recognised ledger."""

    def given(self, course: str, hours: str, decision: str, day: str, form: str = "") -> Given:
        """What was typed, looked at.

        Raises CourseMissing, HoursRefused, NumberAmbiguous, DecisionMissing, DayRefused,
        DecisionDayRefused.
        """
        name, number = vietnamese.one_line(course), vietnamese.one_line(decision)
        if not name:
            raise CourseMissing
        hundredths = typed_hours(hours)
        if not number:
            raise DecisionMissing
        on = read_day(day)
        if not OLDEST <= on <= self.desk.clock().date():
            raise DecisionDayRefused(day=f"{on:%d/%m/%Y}")
        kind = form if form in FORMS else FORMS[0]
        return Given(name[:LONGEST], hundredths, number[:LONGEST], on, kind)

    def receivers(self, people: Collection[str], given: Given) -> tuple[Receiver, ...]:
        """Who would be given hours, by given name. Raises NotEntitled."""
        self._supervise()
        told = _fact(given)
        known = self._people(people)
        found = [
            Receiver(one, known[one].name, self._has(known[one], told))
            for one in dict.fromkeys(people)
        ]
        return tuple(sorted(found, key=lambda one: vietnamese.name_key(one.name)))

    def recognise(self, people: Collection[str], given: Given) -> tuple[str, ...]:
        """Give hours to people who do not have them by this decision yet; for `undo`.

        All ids of a human are told, so that each of their computers hears of it; it counts once.

        Raises NotEntitled, NobodyChosen.
        """
        if not people:
            raise NobodyChosen
        told = _fact(given)
        to = [bytes.fromhex(one.person) for one in self.receivers(people, given) if not one.had]
        known = self.desk.my_authorities()
        return self._say((one, told) for person in to for one in sorted(known.ids_of(person)))

    def attendance(self, path: Path) -> tuple[Attendant, ...]:
        """The people of an attendance list, matched with the roster; nothing is written.

        Raises what `read_sheets` does, NoNamesChosen, NobodyListed.
        """
        from selfstudy.exchange.sheets import read_sheets

        self._supervise()
        sheets = [(sheet, layout_of(sheet.rows)) for sheet in read_sheets(path)]
        named = [(sheet, layout) for sheet, layout in sheets if layout.names]
        if not named:
            raise NoNamesChosen(name=path.name)
        sheet, layout = named[0]
        rows = [row for row in entries(sheet.name, sheet.rows, layout) if row.name]
        if not rows:
            raise NobodyListed(name=path.name)
        roster = self._roster()
        return tuple(_matched(row, roster) for row in rows)

    def _has(self, person: Known, told: HoursRecognised) -> bool:
        mine = told.narrow()
        known = self.desk.my_authorities()
        facts = [
            fact
            for one in {person.person, *known.ids_of(person.person)}
            for fact in self._decided({one}, "hours_recognised")
        ]
        return any(
            (f.object, f.parent, f.note, f.value)
            == (mine.object, mine.parent, mine.note, mine.value)
            for f in facts
        )


def _fact(given: Given) -> HoursRecognised:
    return HoursRecognised(
        given.course, given.hundredths, given.decision, given.day.isoformat(), given.form
    )


def _matched(row: Entry, roster: Sequence[Known]) -> Attendant:
    """By staff code where it is on both, else by name without marks; never by a guess."""
    code, plain = row.staff_code.casefold(), vietnamese.fold(vietnamese.one_line(row.name))
    found = [one for one in roster if code and one.staff_code.casefold() == code]
    if not found:
        found = [
            one
            for one in roster
            if vietnamese.fold(one.name) == plain and not (code and one.staff_code)
        ]
    match: Match = "found" if len(found) == 1 else "several" if found else "nobody"
    return Attendant(
        row.place, row.name, row.staff_code, match,
        found[0].person.hex() if match == "found" else "",
        tuple((one.person.hex(), one.name) for one in found) if match == "several" else (),
    )  # fmt: skip
