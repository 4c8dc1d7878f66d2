"""Tasks on threads: a lane for the store, one for network and reports; results come queued."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, Final, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from selfstudy.desktop.tasks import Failed, Job, Lane, LongWork, Progress
from selfstudy.domain.errors import DatabaseDamaged, SelfStudyError

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

T = TypeVar("T")
_WIDTH: Final[dict[Lane, int]] = {"store": 1, "side": 2}  # threads
_REPORT_EVERY: Final = 0.05  # seconds; more would only flood the event loop


class QtTasks(QObject):
    """Two executors; `close()` before the widgets go."""

    damaged = Signal(object)
    _home = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lanes: dict[Lane, ThreadPoolExecutor] = {}
        self._jobs: set[Job] = set()
        self._quiet: list[Callable[[], object]] = []
        self._open = True
        self._home.connect(self._arrive, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Failed | None = None,
        lane: Lane = "store",
    ) -> Job:
        """Run `work` in its lane; `done` or `failed` is called on the screen's thread."""
        return self._start(Job(), work, done, failed, lane)

    def follow(
        self,
        work: LongWork[T],
        done: Callable[[T], None],
        failed: Failed | None = None,
        progress: Progress | None = None,
        lane: Lane = "side",
    ) -> Job:
        """Run long work; reports come home at most twenty times a second, the last one always."""
        job = Job()
        report = self._reporting(progress, job)
        return self._start(job, lambda: work(report, job.cancelled), done, failed, lane)

    def when_quiet(self, call: Callable[[], object]) -> None:
        """Call as soon as no work is under way in any lane, at once where none is."""
        self._quiet.append(call)
        self._call_when_quiet()

    def drain(self, seconds: float = 5.0) -> None:
        """Wait until the store lane has done what was asked of it, before closing."""
        if self._open and "store" in self._lanes:
            from concurrent.futures import wait

            wait([self._lanes["store"].submit(lambda: None)], timeout=seconds)

    def close(self) -> None:
        """Drop what waits, ask what runs to stop, and wait for it; nothing arrives any more."""
        self._open = False
        for job in tuple(self._jobs):
            job.cancel()
        for lane in self._lanes.values():
            lane.shutdown(wait=False, cancel_futures=True)
        for lane in self._lanes.values():
            lane.shutdown(wait=True)

    def _start(
        self,
        job: Job,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Failed | None,
        lane: Lane,
    ) -> Job:
        if not self._open:
            return job
        self._jobs.add(job)

        def landed(future: Future[T]) -> None:
            if not future.cancelled():  # a dropped future has neither result nor exception
                self._home.emit(lambda: self._finish(job, future, done, failed))

        self._lane(lane).submit(work).add_done_callback(landed)
        return job

    def _lane(self, lane: Lane) -> ThreadPoolExecutor:
        """The threads of a lane, made when work first comes: the first paint does without."""
        if lane not in self._lanes:
            from concurrent.futures import ThreadPoolExecutor

            self._lanes[lane] = ThreadPoolExecutor(_WIDTH[lane], lane)
        return self._lanes[lane]

    def _finish(
        self, job: Job, future: Future[T], done: Callable[[T], None], failed: Failed | None
    ) -> None:
        self._jobs.discard(job)
        error = future.exception()
        if isinstance(error, DatabaseDamaged):
            self.damaged.emit(error)
        try:
            if error is None:
                done(future.result())
            elif isinstance(error, SelfStudyError) and failed is not None:
                failed(error)
            else:
                raise error
        finally:
            self._call_when_quiet()

    def _call_when_quiet(self) -> None:
        while self._quiet and not self._jobs:
            self._quiet.pop(0)()

    def _reporting(self, progress: Progress | None, job: Job) -> Progress:
        last = 0.0

        def report(done: int, total: int) -> None:
            nonlocal last
            now = monotonic()
            if progress is not None and (now - last >= _REPORT_EVERY or done >= total):
                last = now
                self._home.emit(lambda: job in self._jobs and progress(done, total))

        return report

    @Slot(object)
    def _arrive(self, call: Callable[[], None]) -> None:
        if self._open:
            call()
