"""What the record shows, and what was exported; knows no Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, Protocol

from selfstudy.desktop.tasks import Tasks
from selfstudy.domain.errors import SelfStudyError
from selfstudy.domain.period import Period, calendar_year
from selfstudy.domain.progress import MyRecord, RecordRow
from selfstudy.services.carrying.archive import Archived
from selfstudy.services.papers.order import Wish, Written

Figure = Literal["self_study", "recognised", "lessons", "answers", "minutes"]


class Study(Protocol):
    """What this screen asks about the record."""

    def my_record(self, year: int | None = None) -> MyRecord:
        """What the person has proved, in one year or in all."""
        ...


class Reporting(Protocol):
    """What this screen asks about forms."""

    def write(self, wish: Wish, path: Path) -> Written:
        """Write a form; the file that was written comes back."""
        ...


class Archive(Protocol):
    """What this screen asks for a record that can be verified."""

    def write(self, folder: Path, *, private: bool) -> Archived:
        """Write one's own record."""
        ...


class View(Protocol):
    """What the presenter draws on."""

    def show_state(self, state: RecordState) -> None:
        """Draw this."""
        ...


@dataclass(frozen=True, slots=True)
class RecordState:
    """Everything the record draws; `year` None means all years."""

    busy: bool = False
    error: SelfStudyError | None = None
    year: int | None = None
    record: MyRecord | None = None
    exporting: bool = False
    exported: str = ""
    archived: Archived | None = None

    @property
    def rows(self) -> tuple[RecordRow, ...]:
        """The lines of form F1."""
        return self.record.rows if self.record else ()

    @property
    def empty(self) -> bool:
        """Whether there is nothing yet, in any year."""
        record = self.record
        return record is not None and not (record.rows or record.answers or record.active_minutes)


class RecordPresenter:
    """Reads the record and writes form F1."""

    def __init__(
        self,
        view: View,
        study: Study,
        reporting: Reporting,
        archive: Archive,
        tasks: Tasks,
        *,
        clock: Callable[[], datetime] | None = None,
    ) -> None:
        self._view, self._study, self._reporting, self._tasks = view, study, reporting, tasks
        self._archive = archive
        now = (clock or _now)()
        self.state = RecordState(year=now.year)

    def reload(self) -> None:
        """Read the record again; what is shown stays until it is there."""
        self._show(replace(self.state, busy=True, error=None))
        year = self.state.year
        self._tasks.run(lambda: self._study.my_record(year), self._read, self._failed)

    def choose_year(self, year: int | None) -> None:
        """Another year, or all."""
        self._show(replace(self.state, year=year, exported=""))
        self.reload()

    def export(self, path: str) -> None:
        """Write form F1 of the year or years shown, in the format that the file's name says."""
        self._show(replace(self.state, exporting=True, exported="", error=None))
        wish = Wish("F1", Path(path).suffix[1:].lower(), period=self._period(), own=True)
        self._tasks.run(
            lambda: self._reporting.write(wish, Path(path)),
            self._exported,
            self._failed,
            "side",
        )

    def archive(self, folder: Path, *, private: bool) -> None:
        """Write the whole record so that anybody can verify it."""
        self._show(replace(self.state, exporting=True, archived=None, error=None))
        self._tasks.run(
            lambda: self._archive.write(folder, private=private),
            lambda found: self._show(replace(self.state, exporting=False, archived=found)),
            self._failed,
        )

    def _read(self, record: MyRecord) -> None:
        self._show(replace(self.state, busy=False, record=record))

    def _period(self) -> Period | None:
        """The year chosen, or all that there are."""
        state = self.state
        years = (state.year,) if state.year else state.record.years if state.record else ()
        if not years:
            return None
        return Period(calendar_year(min(years)).first, calendar_year(max(years)).last)

    def _exported(self, written: Written) -> None:
        self._show(replace(self.state, exporting=False, exported=str(written.path)))

    def _failed(self, error: SelfStudyError) -> None:
        self._show(replace(self.state, busy=False, exporting=False, error=error))

    def _show(self, state: RecordState) -> None:
        self.state = state
        self._view.show_state(state)


def _now() -> datetime:
    return datetime.now(UTC).astimezone()
