"""Deciding about those who wait and about files set aside; knows no Qt."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from selfstudy.desktop.tasks import Tasks
from selfstudy.desktop.unit.service import Waiting
from selfstudy.desktop.unit.state import Board, Doing
from selfstudy.domain.people import IntakeReport, UnknownPerson


def clear(person: UnknownPerson) -> bool:
    """Whether somebody who waits cannot be mistaken for anybody else."""
    return not person.candidates and not person.twins


class WaitingPresenter:
    """Intents about people and files that wait; `changed` is called when something was decided."""

    def __init__(
        self, board: Board, service: Waiting, tasks: Tasks, changed: Callable[[], None]
    ) -> None:
        self._board, self._service, self._tasks, self._changed = board, service, tasks, changed

    def admit(self, person_id: str) -> None:
        """Put one person on the roster as somebody new."""
        self._admit((person_id,))

    def admit_all(self) -> None:
        """Put everybody on the roster who cannot be mistaken for somebody else."""
        self._admit(tuple(p.id for p in self._board.state.unknown if clear(p)))

    def match(self, person_id: str, other_id: str) -> None:
        """Somebody is a person of the roster."""
        self._match(((person_id, other_id),))

    def match_sure(self) -> None:
        """Everybody of the same name and staff code as one person of the roster is that person."""
        self._match(tuple((p.id, p.sure) for p in self._board.state.unknown if p.sure))

    def settle(self, person_id: str, digest: str) -> None:
        """One of the profiles of a person counts for the unit."""
        self._decide("settle", lambda: self._service.settle(person_id, digest), 1, "")

    def approve(self, person_id: str, key: str) -> None:
        """A computer is a person's of the roster."""
        self._decide("approve", lambda: self._service.approve_device(person_id, key), 1, person_id)

    def undo(self, *decisions: str) -> None:
        """Take back decisions, or what was decided just now."""
        decided = decisions or self._board.state.decided
        if decided and self._board.begin("undo", decided=()):
            self._tasks.run(
                lambda: self._service.undo(*decided),
                lambda _nothing: self._done("undo"),
                self._board.failed("undo"),
            )

    def retry(self, file: str = "") -> None:
        """Try one file, or all that were set aside, again."""
        if self._board.begin("retry", retried=None, discarding=""):
            self._tasks.run(
                lambda: self._service.retry(*([file] if file else [])),
                self._retried,
                self._board.failed("retry"),
                lane="side",
            )

    def ask_to_discard(self, file: str) -> None:
        """Ask first whether a file shall be dropped; no file: keep it."""
        self._board.change(discarding=file, done="")

    def discard(self) -> None:
        """Drop the file that was asked about."""
        state = self._board.state
        name = next((f.name for f in state.quarantine if f.id == state.discarding), "")
        if name and self._board.begin("discard", discarding=""):
            self._tasks.run(
                lambda: self._service.discard(state.discarding),
                lambda _nothing: self._done("discard", who=name),
                self._board.failed("discard"),
            )

    def export(self, file: str, folder: Path) -> None:
        """Write a file that was set aside as it came."""
        if self._board.begin("export"):
            self._tasks.run(
                lambda: self._service.export_aside(file, folder),
                lambda path: self._board.finish("export", path=str(path)),
                self._board.failed("export"),
                lane="side",
            )

    def _admit(self, people: tuple[str, ...]) -> None:
        if people:
            self._decide("admit", lambda: self._service.admit(*people), len(people), people[0])

    def _match(self, pairs: tuple[tuple[str, str], ...]) -> None:
        if pairs:
            self._decide("match", lambda: self._service.match(*pairs), len(pairs), pairs[0][0])

    def _decide(
        self, doing: Doing, work: Callable[[], tuple[str, ...]], count: int, first: str
    ) -> None:
        state = self._board.state
        names = {p.id: p.name for p in state.people} | {p.id: p.name for p in state.unknown}
        name = names.get(first, "") if count == 1 else ""
        if self._board.begin(doing, decided=()):
            self._tasks.run(
                work,
                lambda decided: self._done(doing, decided=decided, count=count, who=name),
                self._board.failed(doing),
            )

    def _done(self, doing: Doing, **changes: object) -> None:
        self._board.finish(doing, **changes)
        self._changed()

    def _retried(self, report: IntakeReport) -> None:
        self._done("retry", retried=report)
