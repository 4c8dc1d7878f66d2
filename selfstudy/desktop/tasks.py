"""Work away from the screen: one way to run it, to hear of it and to test it; knows no Qt."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event
from typing import Literal, Protocol, TypeVar

from selfstudy.domain.errors import SelfStudyError

Lane = Literal["store", "side"]
T = TypeVar("T")
Failed = Callable[[SelfStudyError], None]
Progress = Callable[[int, int], None]


class Job:
    """A piece of work under way; cancelling asks it to stop at its next safe place."""

    def __init__(self) -> None:
        self._asked = Event()

    def cancel(self) -> None:
        """Ask the work to stop; what it finished stays."""
        self._asked.set()

    def cancelled(self) -> bool:
        """Whether someone asked it to stop; long work looks between two steps."""
        return self._asked.is_set()


LongWork = Callable[[Progress, Callable[[], bool]], T]


class Tasks(Protocol):
    """Runs work in a lane and calls back on the screen's thread.

    Expected errors reach `failed`; bugs, or all where it is None, are raised on that thread.
    """

    def run(
        self,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Failed | None = None,
        lane: Lane = "store",
    ) -> Job:
        """Run `work`, then `done` with its result."""
        ...

    def follow(
        self,
        work: LongWork[T],
        done: Callable[[T], None],
        failed: Failed | None = None,
        progress: Progress | None = None,
        lane: Lane = "side",
    ) -> Job:
        """Run long work that reports (done, total) and asks whether it was cancelled."""
        ...

    def when_quiet(self, call: Callable[[], object]) -> None:
        """Call on the screen's thread as soon as no work is under way, at once where none is."""
        ...


class InlineTasks:
    """Runs work at once, for tests and the command line."""

    def run(
        self,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Failed | None = None,
        lane: Lane = "store",  # noqa: ARG002 - there is one lane here
    ) -> Job:
        """Run now."""
        try:
            result = work()
        except SelfStudyError as error:
            if failed is None:
                raise
            failed(error)
        else:
            done(result)
        return Job()

    def follow(
        self,
        work: LongWork[T],
        done: Callable[[T], None],
        failed: Failed | None = None,
        progress: Progress | None = None,
        lane: Lane = "side",
    ) -> Job:
        """Run now; every report is passed on."""
        job = Job()
        self.run(lambda: work(progress or _unheard, job.cancelled), done, failed, lane)
        return job

    def when_quiet(self, call: Callable[[], object]) -> None:
        """Nothing is ever under way here."""
        call()


def _unheard(_done: int, _total: int) -> None:
    """Nobody asked for progress."""
