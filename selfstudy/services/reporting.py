"""Reports: what the records prove, in the forms that an office takes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from selfstudy.domain import vietnamese
from selfstudy.domain.errors import (
    NobodyCalled,
    NobodyInUnit,
    NoSuchForm,
    NotEntitled,
    SeveralCalled,
)
from selfstudy.domain.period import APPRAISAL, Period, appraisal_year, calendar_year
from selfstudy.services.forms.form import Form, Office, read_form
from selfstudy.services.forms.writing import staged, writer
from selfstudy.services.holding.desk import Desk
from selfstudy.services.papers.order import Maker, Order, Reported, Stopped, Wish, Written, called
from selfstudy.settings import write_whole
from selfstudy.store.papers import TrailLine
from selfstudy.store.people import belonging, people

if TYPE_CHECKING:
    from selfstudy.services.papers.totals_of_needs import GroupNeed

FORMS = ("F1", "F2", "F3", "F7", "F8", "F10", "needs")
PERSONAL = frozenset({"F1", "F2", "F8"})  # a sheet for each person
OF_UNIT = frozenset({"F3", "needs"})  # for supervisors alone
NEEDS_FORMAT = "json"  # in which the academy's program reads `needs`
BEGINS = "appraisal_begins"  # the setting: the first day of the year of an appraisal
SHOWN = 8  # hex digits that tell people of one name apart
MOST_NAMED = 3

Progress = Callable[[int, int], None]


class Reporting:
    """Writes forms for the unit where the desk supervises one, else for the person alone."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def write(
        self,
        wish: Wish,
        path: Path,
        progress: Progress = lambda _done, _total: None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Written:
        """Write a form to `path`; of each person to a file of their own, `path` is a folder.

        All or nothing: cancelled or failed, no file is there that was not. The trail has a line
        of it. Raises NoSuchForm, NoSuchFormat, NobodyCalled, SeveralCalled, NobodyInUnit,
        NotEntitled, TooFewPeople, DiskFull, FolderReadOnly.
        """
        if wish.form not in FORMS:
            raise NoSuchForm(form=wish.form)
        if wish.form in OF_UNIT and not self.desk.is_supervisor():
            raise NotEntitled(what="supervisor")
        as_data = wish.form == "needs" and wish.format == NEEDS_FORMAT
        put = None if as_data else writer(wish.format)
        form = read_form(wish.form)
        self.desk.fold()
        last = self.period(wish).last.isoformat()
        own = wish.own or not self.desk.is_supervisor()
        chosen = tuple(self._chosen(wish, min(self.desk.today(), last)))
        counted = _Counted(2 * len(chosen), progress, cancelled)
        order = Order(chosen, self.period(wish), self._unit(), wish.blank, own, counted)
        office = self._office()
        try:
            if put is None:
                from selfstudy.services.papers.totals_of_needs import needs_file

                write_whole(path, needs_file(self.desk, order))
                paths: tuple[Path, ...] = (path,)
            elif wish.each and wish.form in PERSONAL and not wish.blank:
                paths = self._write_each(wish, form, order, path)
            else:
                pages = _maker(wish.form)(self.desk, form, order)
                content = put(form, office, pages, counted)
                counted.look()
                write_whole(path, content)
                paths = (path,)
        except Stopped:
            return Written(cancelled=True)
        counted.finish()
        self._note(wish, order, paths)
        return Written(paths, len(chosen))

    def _write_each(self, wish: Wish, form: Form, order: Order, folder: Path) -> tuple[Path, ...]:
        put, office = writer(wish.format), self._office()
        pages = _maker(wish.form)(self.desk, form, order)
        taken: set[str] = set()
        with staged(folder) as files:
            for person, page in zip(order.people, pages, strict=True):
                name = f"{wish.form}_{order.period.year}_{vietnamese.file_name(person.name)}"
                if name in taken:
                    name += f"_{person.id.hex()[:SHOWN]}"
                taken.add(name)
                content = put(form, office, [page], order.step)
                files.put(f"{name}.{wish.format}", content)
            return files.place()

    def preview(self) -> list[GroupNeed]:
        """What the academy would hear of the unit's needs, before anything is written.

        Raises NotEntitled, TooFewPeople.
        """
        from selfstudy.services.papers.totals_of_needs import groups

        return groups(self.desk)

    def exports(self) -> list[TrailLine]:
        """The trail of what was written, newest first."""
        return self.desk.papers.trail("export")

    def people(self) -> list[Reported]:
        """Whom a form can be about, by given name. Raises NobodyInUnit."""
        return self._people("")

    def myself(self) -> Reported:
        """Oneself."""
        profile = self.desk.profile
        title = called(self.desk.library.framework, profile.position)
        return Reported(self.desk.person, profile.name, title, profile.position)

    # — which days ———————————————————————————————————————————————————————————————————————

    def period(self, wish: Wish) -> Period:
        """The days that a form is about: its own year unless others were told."""
        return wish.period or self.year_of(wish.form, self.desk.clock().year)

    def year_of(self, form: str, year: int) -> Period:
        """A form's own year: of evidence the year of an appraisal, else the calendar's."""
        if form != "F8":
            return calendar_year(year)
        return appraisal_year(year, self.desk.database.setting(BEGINS) or APPRAISAL)

    def begin_appraisal(self, begins: str) -> None:
        """The year of an appraisal begins on this day (`01/12`). Raises PeriodRefused."""
        appraisal_year(self.desk.clock().year, begins)
        self.desk.database.set_setting(BEGINS, begins)

    # — who ——————————————————————————————————————————————————————————————————————————————

    def person(self, wanted: str) -> str:
        """The id (hex) of the one person of this name, or whose id begins so."""
        return self._people(wanted)[0].id.hex()

    def _chosen(self, wish: Wish, day: str) -> list[Reported]:
        """Whom it is about; a blank sheet is about nobody."""
        if wish.blank:
            return []
        return [self.myself()] if wish.own else self._people(wish.person, day)

    def _people(self, wanted: str, day: str = "") -> list[Reported]:
        """Who belonged to the unit on a day (ISO; today unless told), or the one asked for."""
        there = self._everyone(day or self.desk.today())
        everyone = sorted(there, key=lambda person: vietnamese.name_key(person.name))
        if not wanted:
            if not everyone:
                raise NobodyInUnit
            return everyone
        plain = vietnamese.fold(" ".join(wanted.split()))
        found = [
            person
            for person in everyone
            if person.id.hex().startswith(wanted.lower()) or vietnamese.fold(person.name) == plain
        ]
        exact = [person for person in found if person.name == vietnamese.nfc(wanted)]
        if len(found) > 1 and len(exact) != 1:
            listed = [f"{one.name} ({one.id.hex()[:SHOWN]})" for one in found[:MOST_NAMED]]
            raise SeveralCalled(name=wanted, people=", ".join(listed))
        if not found:
            raise NobodyCalled(name=wanted)
        return exact or found

    def _everyone(self, day: str) -> list[Reported]:
        desk = self.desk
        if not desk.is_supervisor():
            return [self.myself()]
        framework = desk.library.framework  # a unit's own is read anew at each look
        return [
            Reported(
                person.person, person.name, called(framework, person.position), person.position
            )
            for person in belonging(people(desk.journal, desk.unit, desk.my_authorities()), day)
        ]

    def _unit(self) -> str:
        card = self.desk.card
        return card.name if card is not None else ""

    def _office(self) -> Office:
        card = self.desk.card
        day = self.desk.clock().date()
        parent = card.parent if card else ""
        return Office(parent, self._unit(), _place(self._unit()), day, self.desk.profile.name)

    def _note(self, wish: Wish, order: Order, paths: tuple[Path, ...]) -> None:
        """What was written, for whoever asks later; a file's folder is nobody's business."""
        desk = self.desk
        told: dict[str, object] = {
            "form": wish.form,
            "format": wish.format,
            "first": order.period.first.isoformat(),
            "last": order.period.last.isoformat(),
            "people": len(order.people),
            "files": len(paths),
            "file": paths[0].name,
        }
        if wish.person:
            told["person"] = order.people[0].name
        desk.papers.log(desk.now(), "export", desk.profile.name, told)


class _Counted:
    """Counts people read and written, and looks whether somebody thought better of it."""

    def __init__(self, total: int, progress: Progress, cancelled: Callable[[], bool]) -> None:
        self._done, self._total = 0, total
        self._progress, self._cancelled = progress, cancelled

    def __call__(self) -> None:
        """One more. Raises Stopped."""
        self.look()
        self._done = min(self._done + 1, self._total)
        self._progress(self._done, self._total)

    def look(self) -> None:
        """Raises Stopped when it was cancelled."""
        if self._cancelled():
            raise Stopped

    def finish(self) -> None:
        """Everything is there."""
        self._progress(self._total, self._total)


def _maker(form: str) -> Maker:
    """What fills a form in; each is loaded when it is first asked for."""
    from selfstudy.services.papers.completions import completions
    from selfstudy.services.papers.evidence import evidence
    from selfstudy.services.papers.imports import imports
    from selfstudy.services.papers.ranking import rankings
    from selfstudy.services.papers.study_book import study_books
    from selfstudy.services.papers.survey import surveys
    from selfstudy.services.papers.totals_of_needs import needs_sheet

    makers = (study_books, surveys, rankings, completions, evidence, imports, needs_sheet)
    return dict(zip(FORMS, makers, strict=True))[form]


def _place(unit: str) -> str:
    """The place in the date line, where the unit's name tells it."""
    for beginning in ("UBND ", "Ủy ban nhân dân ", "Uỷ ban nhân dân "):
        if unit.startswith(beginning):
            rest = unit[len(beginning) :].strip()
            return rest[:1].upper() + rest[1:]
    return ""
