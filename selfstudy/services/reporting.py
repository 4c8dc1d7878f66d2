"""Reports: what the records prove, in the forms that an office takes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from selfstudy.domain import vietnamese
from selfstudy.domain.errors import NobodyCalled, NoSuchForm, NoSuchLesson
from selfstudy.domain.moments import moment
from selfstudy.domain.people import roles_of
from selfstudy.domain.progress import RecordRow
from selfstudy.services.desk import Desk
from selfstudy.services.forms import Form, Office, Page, Total, read_form, write_workbook
from selfstudy.services.ledger import Ledger
from selfstudy.store.people import belonging, people
from selfstudy.words import known, t

DIGEST_SHOWN = 16
NAMES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Reported:
    """A person whom a report is about."""

    id: bytes
    name: str
    position: str


class Reporting:
    """Writes forms for the unit where the desk supervises one, else for the person alone."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def write(
        self, form: str, path: Path, year: int | None = None, person: str | None = None
    ) -> Path:
        """Write form F1, F7 or F10 of a year (this one unless told) as a workbook.

        `person` is an id, the beginning of one, or a name; without it everyone is covered.
        Raises NoSuchForm, NobodyCalled, DiskFull, FolderReadOnly.
        """
        makers = {"F1": self._study_books, "F7": self._completions, "F10": self._imports}
        if form not in makers:
            raise NoSuchForm(form=form)
        told = read_form(form)
        asked = year or self.desk.clock().year
        self.desk.fold()
        chosen = self._people(person, min(self.desk.today(), f"{asked}-12-31"))
        pages = makers[form](told, asked, chosen)
        write_workbook(told, self._office(), pages, path)
        return path

    # — who ——————————————————————————————————————————————————————————————————————————————

    def person(self, wanted: str) -> str:
        """The id (hex) of the one person of this name, or whose id begins so."""
        return self._people(wanted, self.desk.today())[0].id.hex()

    def _people(self, wanted: str | None, day: str) -> list[Reported]:
        """Everybody who belonged to the unit on a day (ISO), or the one asked for."""
        everyone = sorted(self._everyone(day), key=lambda person: vietnamese.name_key(person.name))
        if not wanted:
            return everyone
        plain = vietnamese.fold(wanted)
        found = [
            person
            for person in everyone
            if person.id.hex().startswith(wanted.lower()) or vietnamese.fold(person.name) == plain
        ]
        if len(found) != 1:
            raise NobodyCalled(name=wanted)
        return found

    def _everyone(self, day: str) -> list[Reported]:
        desk = self.desk
        if not desk.is_supervisor():
            profile = desk.profile
            return [Reported(desk.person, profile.name, self._position(profile.position))]
        return [
            Reported(person.person, person.name, self._position(person.position))
            for person in belonging(people(desk.journal, desk.unit, desk.my_authorities()), day)
        ]

    def _position(self, code: str) -> str:
        framework = self.desk.library.framework
        held = ((role, framework.position(role)) for role in roles_of(code))
        return " + ".join(found.title if found else role for role, found in held)

    def _unit(self) -> str:
        card = self.desk.card
        return card.name if card is not None else ""

    def _office(self) -> Office:
        card = self.desk.card
        day = self.desk.clock().date()
        return Office(card.parent if card else "", self._unit(), _place(self._unit()), day,
                      self.desk.profile.name)  # fmt: skip

    # — F1: what each person studied —————————————————————————————————————————————————————

    def _study_books(self, form: Form, year: int, chosen: Sequence[Reported]) -> list[Page]:
        return [self._study_book(form, year, person) for person in chosen]

    def _study_book(self, form: Form, year: int, person: Reported) -> Page:
        rows = sorted(Ledger(self.desk, person.id).rows(year), key=lambda row: row.at)
        sums = {
            ledger: sum(row.hours for row in rows if row.ledger == ledger)
            for ledger in ("self_study", "recognised")
        }
        unit = self._unit()
        lines = [
            form.lines["name"].format(name=person.name),
            form.lines["position"].format(position=person.position),
        ]
        if unit:
            lines.append(form.lines["unit"].format(unit=unit))
        return Page(
            title=person.name,
            year=year,
            rows=[_study_row(number, row) for number, row in enumerate(rows, start=1)],
            lines=lines,
            totals=[Total(form.totals[ledger], value, "hours") for ledger, value in sums.items()],
            signed=(person.name, ""),
        )

    # — F7: who finished what, without a score ———————————————————————————————————————————

    def _completions(self, form: Form, year: int, chosen: Sequence[Reported]) -> list[Page]:
        rows: list[dict[str, object]] = []
        for person in chosen:
            done = self._finished_modules(person, year)
            for title, hours in done:
                rows.append({
                    "number": len(rows) + 1, "name": person.name, "unit": self._unit(),
                    "module": title, "hours": hours, "result": "done",
                })  # fmt: skip
        total = Total(form.totals["rows"], len(rows), "hours", "whole")
        signed = (self.desk.profile.name if self.desk.is_supervisor() else "", "")
        return [Page("F7", year, rows, totals=[total] if rows else [], signed=signed)]

    def _finished_modules(self, person: Reported, year: int) -> list[tuple[str, float]]:
        """Modules whose every lesson is finished, the last of them in `year`."""
        by_module: dict[str, list[RecordRow]] = {}
        for row in Ledger(self.desk, person.id).rows():
            if row.ledger == "self_study":
                by_module.setdefault(row.module, []).append(row)
        found = []
        for module_id, rows in sorted(by_module.items()):
            try:
                module = self.desk.library.module(module_id)
            except NoSuchLesson:
                continue  # how many lessons it has is not known here
            finished = {row.lesson for row in rows}
            whole = all(lesson.id in finished for lesson in module.lessons)
            if whole and max(row.at for row in rows).year == year:
                found.append((module.title, sum(row.hours for row in rows)))
        return found

    # — F10: which files came in —————————————————————————————————————————————————————————

    def _imports(self, form: Form, year: int, _chosen: Sequence[Reported]) -> list[Page]:
        rows: list[dict[str, object]] = []
        imports = broken = repeated = 0
        zone = self.desk.clock().tzinfo
        for line in reversed(self.desk.papers.trail("import")):
            at = moment(line.at).astimezone(zone)
            if at.year != year:
                continue
            imports += 1
            for file in json.loads(line.text).get("files", []):
                bad = bool(file.get("problem"))
                broken += bad
                repeated += bool(file["known"] and not file["new"] and not bad)
                rows.append(_import_row(len(rows) + 1, at, line.who, file))
        summary = form.lines["imports"].format(
            imports=imports, files=len(rows), sound=len(rows) - broken, broken=broken,
            repeated=repeated,
        )  # fmt: skip
        totals = [
            Total(form.totals[key], sum(int(str(row[key])) for row in rows), key, "whole")
            for key in ("new", "known")
        ]
        signed = (self.desk.profile.name, "")
        return [Page("F10", year, rows, [summary], totals if rows else [], signed)]


def _study_row(number: int, row: RecordRow) -> dict[str, object]:
    title = row.module_title + (f"\n{row.lesson_title}" if row.lesson_title else "")
    return {
        "number": number,
        "day": row.at.date(),
        "what": title,
        "form": row.form,
        "hours": row.hours,
        "ledger": f"ledger_{row.ledger}",
        "result": _mark(row.result),
        "evidence": row.evidence,
    }


def _mark(result: str) -> float | str:
    """`10/12` right answers as a mark out of 10; anything else as it is."""
    right, slash, total = result.partition("/")
    if not (slash and right.isdecimal() and total.isdecimal() and int(total)):
        return result
    return round(10 * int(right) / int(total), 1)


def _import_row(number: int, at: object, who: str, file: dict[str, Any]) -> dict[str, object]:
    return {
        "number": number,
        "at": at,
        "who": who,
        "file": file["name"],
        "people": _names(file.get("people", ())) or file.get("carrier", ""),
        "new": file["new"],
        "known": file["known"],
        "quarantined": file["quarantined"],
        "digest": file.get("digest", "")[:DIGEST_SHOWN],
        "note": _note(file),
    }


def _names(names: Sequence[str]) -> str:
    """The names, or the first of many and how many there are."""
    if len(names) <= NAMES_SHOWN:
        return ", ".join(names)
    return f"{names[0]}, … ({len(names)})"


def _note(file: dict[str, Any]) -> str:
    """Why a file was set aside, or that part of it waits."""
    problem = str(file.get("problem", ""))
    if not problem:
        return ""
    details = {"name": file["name"], **file.get("details", {})}
    key = problem if known(problem) else "intake.problem_other"
    return t(key).format_map(_Blank(details))


class _Blank(dict[str, object]):
    def __missing__(self, _place: str) -> str:
        return ""


def _place(unit: str) -> str:
    """The place in the date line, where the unit's name tells it."""
    for beginning in ("UBND ", "Ủy ban nhân dân ", "Uỷ ban nhân dân "):
        if unit.startswith(beginning):
            rest = unit[len(beginning) :].strip()
            return rest[:1].upper() + rest[1:]
    return ""
