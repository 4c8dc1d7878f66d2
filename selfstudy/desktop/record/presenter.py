"""What the record shows, and what was exported; knows no Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal, Protocol

from selfstudy.desktop.tasks import Tasks
from selfstudy.domain.errors import SelfStudyError
from selfstudy.domain.progress import MyRecord, RecordRow
from selfstudy.services.archive import Archived

Figure = Literal["self_study", "recognised", "lessons", "answers", "minutes"]


class Study(Protocol):
    """What this screen asks about the record."""

    def my_record(self, year: int | None = None) -> MyRecord:
        """What the person has proved, in one year or in all."""
        ...


class Reporting(Protocol):
    """What this screen asks about forms."""

    def write(self, form: str, path: Path, year: int | None) -> Path:
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
        """Write form F1 of the year shown."""
        self._show(replace(self.state, exporting=True, exported="", error=None))
        year = self.state.year
        self._tasks.run(
            lambda: self._reporting.write("F1", Path(path), year),
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

    def _exported(self, path: Path) -> None:
        self._show(replace(self.state, exporting=False, exported=str(path)))

    def _failed(self, error: SelfStudyError) -> None:
        self._show(replace(self.state, busy=False, exporting=False, error=error))

    def _show(self, state: RecordState) -> None:
        self.state = state
        self._view.show_state(state)


def _now() -> datetime:
    return datetime.now(UTC).astimezone()
