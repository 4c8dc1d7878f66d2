"""Taking in what people sent: look first, then take, answer with receipts; knows no Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from selfstudy.desktop.tasks import Job, Progress, Tasks
from selfstudy.desktop.unit.service import Intake
from selfstudy.desktop.unit.state import Board, Doing
from selfstudy.domain.people import IntakeReport


class IntakePresenter:
    """Intents about files; `changed` is called when records came in, `remember` with a folder."""

    def __init__(
        self,
        board: Board,
        service: Intake,
        tasks: Tasks,
        changed: Callable[[], None],
        remember: Callable[[str], None],
    ) -> None:
        self._board, self._service, self._tasks, self._changed = board, service, tasks, changed
        self._remember = remember
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
        """Answer everybody whose records are held; the folder is offered the next time."""
        before = self._board.state.folder
        if self._board.begin("receipts", folder=str(folder)):
            if str(folder) != before:
                self._remember(str(folder))
            self._tasks.run(
                lambda: self._service.write_receipts(folder),
                lambda count: self._board.finish("receipts", count=count, path=str(folder)),
                self._board.failed("receipts"),
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
