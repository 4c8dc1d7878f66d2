"""What a supervisor does with the unit's framework; knows no Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from selfstudy.desktop.framework.state import FrameworkState
from selfstudy.desktop.tasks import Tasks
from selfstudy.domain.errors import SelfStudyError
from selfstudy.services.framework.setting import FrameworkView, Proposed
from selfstudy.words import t


class Service(Protocol):
    """What this screen asks for."""

    def view(self) -> FrameworkView: ...
    def export(self, path: Path) -> Path: ...
    def look(self, path: Path) -> Proposed: ...
    def take(self, proposed: Proposed) -> tuple[str, ...]: ...
    def set_level(self, position: str, competency: str, level: int) -> tuple[str, ...]: ...
    def undo(self, *decisions: str) -> None: ...


class View(Protocol):
    """What the presenter draws on."""

    def show_state(self, state: FrameworkState) -> None:
        """Draw this."""
        ...


class FrameworkPresenter:
    """Every change is told at once, and can be taken back."""

    def __init__(self, view: View, service: Service, tasks: Tasks) -> None:
        self._view, self._service, self._tasks = view, service, tasks
        self.state = FrameworkState()

    def load(self) -> None:
        """Read the framework in use."""
        self._tasks.run(self._service.view, self._loaded, self._failed)

    def move(self, row: int, column: int) -> None:
        """The keyboard stands on another cell."""
        if (row, column) != self.state.at:
            self._show(replace(self.state, at=(row, column)))

    def rate(self, row: int, column: int, level: int) -> None:
        """Require another level; 0 requires none."""
        state = self.state
        if not state.editable or state.busy or state.level(row, column) == level:
            return
        position = state.framework.positions[row]
        competency = state.framework.competencies[column]
        words = t(
            "framework.level_set" if level else "framework.level_none",
            position=position.code,
            competency=competency.code,
            level=level,
        )
        self._change(lambda: self._service.set_level(position.code, competency.code, level), words)

    def export(self, path: Path) -> None:
        """Write the framework in use as a workbook."""
        self._show(replace(self.state, busy=True, error=None, said="", told=()))
        self._tasks.run(
            lambda: self._service.export(path),
            lambda out: self._show(
                replace(self.state, busy=False, said=t("framework.exported", path=out.name))
            ),
            self._failed,
        )

    def look(self, path: Path) -> None:
        """See what a workbook would change; nothing is kept."""
        self._show(replace(self.state, busy=True, error=None, said="", told=(), proposed=None))
        self._tasks.run(
            lambda: self._service.look(path),
            lambda proposed: self._show(replace(self.state, busy=False, proposed=proposed)),
            self._failed,
        )

    def take(self) -> None:
        """Keep what the workbook proposes."""
        proposed = self.state.proposed
        if proposed is not None and proposed.sound and not self.state.busy:
            words = t("framework.taken", n=len(proposed.changes))
            self._change(lambda: self._service.take(proposed), words)

    def drop(self) -> None:
        """Think better of it."""
        self._show(replace(self.state, proposed=None))

    def undo(self) -> None:
        """Take the change just made back."""
        told = self.state.told
        if told:
            self._take_back(told, t("framework.level_undone"))

    def take_back(self, label: str) -> None:
        """Take a version back."""
        decisions = [d for v in self.state.versions if v.label == label for d in v.decisions]
        if decisions:
            self._take_back(tuple(decisions), t("framework.undone", version=label))

    def _take_back(self, decisions: tuple[str, ...], words: str) -> None:
        def work() -> tuple[str, ...]:
            self._service.undo(*decisions)
            return ()

        self._change(work, words)

    def _change(self, work: Callable[[], tuple[str, ...]], words: str) -> None:
        def changed() -> tuple[tuple[str, ...], FrameworkView]:
            return work(), self._service.view()

        def done(result: tuple[tuple[str, ...], FrameworkView]) -> None:
            told, view = result
            state = replace(self.state, busy=False, told=told, view=view, proposed=None)
            self._show(replace(state, said=words))

        self._show(replace(self.state, busy=True, error=None, said="", told=()))
        self._tasks.run(changed, done, self._failed)

    def _loaded(self, view: FrameworkView) -> None:
        self._show(replace(self.state, busy=False, view=view, error=None))

    def _failed(self, error: SelfStudyError) -> None:
        self._show(replace(self.state, busy=False, error=error))

    def _show(self, state: FrameworkState) -> None:
        self.state = state
        self._view.show_state(state)
