"""Taking in what people sent: look first, then take, answer with receipts; knows no Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from selfstudy.desktop.tasks import Job, Progress, Tasks
from selfstudy.desktop.unit.service import Intake
from selfstudy.desktop.unit.state import Board, Doing
from selfstudy.domain.people import IntakeReport


class IntakePresenter:
    """Intents about files and about those who wait; `changed` is called when records came in."""

    def __init__(
        self, board: Board, service: Intake, tasks: Tasks, changed: Callable[[], None]
    ) -> None:
        self._board, self._service, self._tasks, self._changed = board, service, tasks, changed
        self._job: Job | None = None

    def check(self, paths: Sequence[Path]) -> None:
        """Look at files and folders; nothing is kept."""
        if paths:
            self._follow("check", tuple(paths), dry=True)

    def accept(self) -> None:
        """Take in what was looked at."""
        if self._board.state.paths:
            self._follow("accept", self._board.state.paths, dry=False)

    def cancel(self) -> None:
        """Stop at the next file; what was taken in stays."""
        if self._job is not None and self._board.state.progress is not None:
            self._board.change(cancelling=True)
            self._job.cancel()

    def discard(self) -> None:
        """Leave what was looked at and begin anew."""
        if not self._board.state.busy:
            self._board.change(paths=(), report=None, done="", error=None, error_at="")

    def write_receipts(self, folder: Path) -> None:
        """Answer everybody whose records are held."""
        if self._board.begin("receipts"):
            self._tasks.run(
                lambda: self._service.write_receipts(folder),
                lambda count: self._board.finish("receipts", count=count, path=str(folder)),
                self._board.failed("receipts"),
                lane="side",
            )

    def admit(self, person_id: str) -> None:
        """Put one person on the roster."""
        self._admit((person_id,))

    def admit_all(self) -> None:
        """Put everybody on the roster who cannot be mistaken for somebody on it."""
        self._admit(tuple(p.id for p in self._board.state.unknown if not p.candidates))

    def retry(self) -> None:
        """Try again what was set aside."""
        if self._board.begin("retry", retried=None):
            self._tasks.run(
                self._service.retry,
                self._retried,
                self._board.failed("retry"),
                lane="side",
            )

    def _follow(self, doing: Doing, paths: tuple[Path, ...], *, dry: bool) -> None:
        if not self._board.begin(doing, paths=paths, report=None, progress=(0, 0)):
            return

        def work(progress: Progress, cancelled: Callable[[], bool]) -> IntakeReport:
            return self._service.intake(paths, dry=dry, progress=progress, cancelled=cancelled)

        self._job = self._tasks.follow(
            work,
            lambda report: self._came(doing, report),
            self._board.failed(doing),
            self._moved,
        )

    def _came(self, doing: Doing, report: IntakeReport) -> None:
        self._job = None
        self._board.finish(doing, report=report)
        if not report.dry:
            self._changed()

    def _moved(self, done: int, total: int) -> None:
        if self._board.state.progress is not None:
            self._board.change(progress=(done, total))

    def _admit(self, people: tuple[str, ...]) -> None:
        if people and self._board.begin("admit"):
            names = {person.id: person.name for person in self._board.state.unknown}

            def work() -> None:
                for person in people:
                    self._service.admit(person)

            self._tasks.run(
                work,
                lambda _nothing: self._admitted(len(people), names.get(people[0], "")),
                self._board.failed("admit"),
            )

    def _admitted(self, count: int, name: str) -> None:
        self._board.finish("admit", count=count, who=name if count == 1 else "")
        self._changed()

    def _retried(self, report: IntakeReport) -> None:
        self._board.finish("retry", retried=report)
        self._changed()
