"""Which form, of whom, of which days, in which format; knows no Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Protocol

from selfstudy.desktop.tasks import Job, Progress, Tasks
from selfstudy.domain import vietnamese
from selfstudy.domain.days import read_day
from selfstudy.domain.errors import DayRefused, NobodyInUnit, PeriodRefused, SelfStudyError
from selfstudy.domain.period import Period, appraisal_year
from selfstudy.services.papers.order import Reported, Wish, Written
from selfstudy.services.papers.totals_of_needs import GroupNeed
from selfstudy.words import day

PERSONAL: Final = frozenset({"F1", "F2", "F8"})  # of one person or of each
ALL, EACH, BLANK = "", "each", "blank"


class Reporting(Protocol):
    """What writes forms."""

    def write(
        self,
        wish: Wish,
        path: Path,
        progress: Callable[[int, int], None],
        cancelled: Callable[[], bool],
    ) -> Written:
        """Write a form, all of it or nothing."""
        ...

    def people(self) -> list[Reported]:
        """Whom a form can be about."""
        ...

    def myself(self) -> Reported:
        """Oneself."""
        ...

    def preview(self) -> list[GroupNeed]:
        """What the academy would hear."""
        ...

    def year_of(self, form: str, year: int) -> Period:
        """A form's own year."""
        ...

    def begin_appraisal(self, begins: str) -> None:
        """The year of an appraisal begins on this day."""
        ...


@dataclass(frozen=True, slots=True)
class PapersState:
    """Everything the card draws; `first` and `last` are the days as the form has them.

    `groups` is what `needs` would tell, None until it was looked at; `wrong` when the days are.
    """

    forms: tuple[str, ...]
    form: str
    first: str = ""
    last: str = ""
    people: tuple[Reported, ...] = ()
    format: str = "pdf"
    who: str = ALL
    groups: tuple[GroupNeed, ...] | None = None
    wrong: bool = False
    progress: tuple[int, int] | None = None
    cancelling: bool = False
    cancelled: bool = False
    written: Written | None = None
    error: SelfStudyError | None = None

    @property
    def formats(self) -> tuple[str, ...]:
        """The formats of this form."""
        return ("xlsx", "docx", "pdf", *(("json",) if self.form == "needs" else ()))

    @property
    def audiences(self) -> tuple[str, ...]:
        """Of whom it can be, besides single people."""
        if self.form not in PERSONAL:
            return (ALL,)
        several = (ALL, EACH) if len(self.people) > 1 else (ALL,)
        return (*several, BLANK) if self.form == "F2" else several

    @property
    def single(self) -> tuple[Reported, ...]:
        """The people of whom it can be alone."""
        return self.people if self.form in PERSONAL and len(self.people) > 1 else ()

    @property
    def into_folder(self) -> bool:
        """Whether several files are to be written."""
        return self.who == EACH

    @property
    def name(self) -> str:
        """How the file may be called: `F8_2026_NguyenThiHanh.pdf`."""
        year = self.last.rpartition("/")[2]
        person = next((one.name for one in self.people if one.id.hex() == self.who), "")
        alone = self.people[0].name if len(self.people) == 1 and self.who == ALL else ""
        called = vietnamese.file_name(person or (alone if self.form in PERSONAL else ""))
        return "_".join(part for part in (self.form, year, called) if part) + f".{self.format}"


class View(Protocol):
    """What the presenter draws on."""

    def show_state(self, state: PapersState) -> None:
        """Draw this."""
        ...


class PapersPresenter:
    """Leads the card."""

    def __init__(
        self,
        view: View,
        reporting: Reporting,
        tasks: Tasks,
        forms: Sequence[str],
        year: int,
        *,
        own: bool = False,
    ) -> None:
        self._view, self._reporting, self._tasks, self._year = view, reporting, tasks, year
        self._own = own
        self._job: Job | None = None
        self.state = PapersState(tuple(forms), forms[0])

    def load(self) -> None:
        """Read whom a form can be about, and the days of the one that is shown."""

        def read() -> tuple[tuple[Reported, ...], Period]:
            try:
                service = self._reporting
                people = tuple([service.myself()] if self._own else service.people())
            except NobodyInUnit:
                people = ()  # said when something is to be written
            return people, self._reporting.year_of(self.state.form, self._year)

        def came(found: tuple[tuple[Reported, ...], Period]) -> None:
            people, period = found
            who = self.state.who
            known = {ALL, EACH, BLANK, *(one.id.hex() for one in people)}
            days = {} if self.state.first else _days(period)
            self._change(people=people, who=who if who in known else ALL, **days)

        self._tasks.run(read, came, self._failed)

    def choose_form(self, form: str) -> None:
        """Another form, of its own year; needs are shown before they are written."""
        if form == self.state.form or form not in self.state.forms:
            return
        chosen = replace(self.state, form=form)
        self._change(
            form=form,
            format=self.state.format if self.state.format in chosen.formats else "pdf",
            who=self.state.who if self.state.who in self._possible(chosen) else ALL,
            groups=None,
            **self._quiet(),
        )
        self._tasks.run(
            lambda: self._reporting.year_of(form, self._year),
            lambda period: self._change(**_days(period)),
            self._failed,
        )
        if form == "needs":
            self._tasks.run(
                self._reporting.preview,
                lambda groups: self._change(groups=tuple(groups)),
                self._failed,
            )

    def choose_format(self, kind: str) -> None:
        """Another format."""
        if kind in self.state.formats:
            self._change(format=kind, **self._quiet())

    def choose_who(self, who: str) -> None:
        """Everybody, each, one person, or nobody's blank sheet."""
        if who in self._possible(self.state):
            self._change(who=who, **self._quiet())

    def write(self, path: Path, first: str, last: str) -> None:
        """Write the form of these days where the person said."""
        if self.state.progress is not None:
            return
        try:
            period = Period(read_day(first), read_day(last))
        except (DayRefused, PeriodRefused):
            self._change(**{**self._quiet(), "wrong": True})
            return
        wish = self._wish(period)
        self._change(**{**self._quiet(), "progress": (0, 0), **_days(period)})

        def work(progress: Progress, cancelled: Callable[[], bool]) -> Written:
            written = self._reporting.write(wish, path, progress, cancelled)
            if wish.form == "F8" and period == appraisal_year(period.year, period.begins):
                self._reporting.begin_appraisal(period.begins)  # the same days again next year
            return written

        self._job = self._tasks.follow(work, self._came, self._failed, self._moved)

    def cancel(self) -> None:
        """Stop; no file is left."""
        if self._job is not None and self.state.progress is not None:
            self._change(cancelling=True)
            self._job.cancel()

    def _wish(self, period: Period) -> Wish:
        state = self.state
        return Wish(
            state.form,
            state.format,
            person="" if state.who in (ALL, EACH, BLANK) else state.who,
            period=period,
            each=state.who == EACH,
            blank=state.who == BLANK,
            own=self._own,
        )

    @staticmethod
    def _possible(state: PapersState) -> set[str]:
        return {*state.audiences, *(one.id.hex() for one in state.single)}

    @staticmethod
    def _quiet() -> dict[str, object]:
        """Nothing of what was said about the last file."""
        return {"wrong": False, "written": None, "cancelled": False, "error": None}

    def _came(self, written: Written) -> None:
        self._job = None
        self._change(
            progress=None,
            cancelling=False,
            cancelled=written.cancelled,
            written=None if written.cancelled else written,
        )

    def _moved(self, done: int, total: int) -> None:
        if self.state.progress is not None:
            self._change(progress=(done, total))

    def _failed(self, error: SelfStudyError) -> None:
        self._job = None
        self._change(progress=None, cancelling=False, error=error)

    def _change(self, **changes: object) -> None:
        self.state = replace(self.state, **changes)  # type: ignore[arg-type]
        self._view.show_state(self.state)


def _days(period: Period) -> dict[str, object]:
    return {"first": day(period.first), "last": day(period.last)}
