"""Choosing a term: first what is past it, then a second thought, then it is let go; no Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal, Protocol

from selfstudy.desktop.tasks import Tasks
from selfstudy.domain.errors import SelfStudyError

if TYPE_CHECKING:
    from selfstudy.services.unit.retention import Kept, LetGo

TERMS: Final = (0, 1, 2, 3, 5, 7, 10, 15, 20)  # years; 0 keeps everything
Step = Literal["", "looking", "shown", "working"]


class Retention(Protocol):
    """What the card asks."""

    @property
    def years(self) -> int:
        """The term; 0 keeps everything."""
        ...

    def keep_for(self, years: int) -> None:
        """Choose it."""
        ...

    def preview(self, years: int | None = None) -> Kept:
        """What is past a term now."""
        ...

    def apply(self) -> Kept:
        """Let go of what is past the term."""
        ...

    def trail(self) -> Sequence[LetGo]:
        """What was let go before, newest first."""
        ...


class View(Protocol):
    """What the presenter draws on."""

    def show_retaining(self, state: RetainingState) -> None:
        """Draw this."""
        ...


@dataclass(frozen=True, slots=True)
class RetainingState:
    """The term as it is, the one being thought of with what is past it, and what was done."""

    step: Step = ""
    years: int = 0
    wanted: int = 0
    preview: Kept | None = None
    done: Kept | None = None
    last: LetGo | None = None
    error: SelfStudyError | None = None


class RetainingPresenter:
    """Nothing goes before it was shown and agreed to."""

    def __init__(self, view: View, service: Retention, tasks: Tasks) -> None:
        self._view, self._service, self._tasks = view, service, tasks
        self.state = RetainingState()

    def load(self) -> None:
        """Read the term and what was let go last."""
        self._tasks.run(self._read, self._loaded, self._failed)

    def look(self, years: int) -> None:
        """Show what is past a term; to keep everything needs no second thought."""
        if self.state.step in ("looking", "working"):
            return
        self._show(replace(self.state, step="looking", wanted=years, done=None, error=None))
        if years:
            self._tasks.run(lambda: self._service.preview(years), self._looked, self._failed)
        else:
            self._work(0)

    def close(self) -> None:
        """Think better of it."""
        self._show(RetainingState(years=self.state.years, last=self.state.last))

    def agree(self) -> None:
        """Choose the term that was looked at, and let go of what is past it."""
        if self.state.step == "shown":
            self._work(self.state.wanted)

    def _work(self, years: int) -> None:
        def work() -> Kept:
            self._service.keep_for(years)
            return self._service.apply()

        self._show(replace(self.state, step="working", error=None))
        self._tasks.run(work, self._done, self._failed)

    def _read(self) -> tuple[int, LetGo | None]:
        return self._service.years, next(iter(self._service.trail()), None)

    def _loaded(self, found: tuple[int, LetGo | None]) -> None:
        self._show(replace(self.state, years=found[0], last=found[1]))

    def _looked(self, preview: Kept) -> None:
        self._show(replace(self.state, step="shown", preview=preview))

    def _done(self, done: Kept) -> None:
        self._show(RetainingState(years=done.years, done=done, last=self.state.last))
        self.load()

    def _failed(self, error: SelfStudyError) -> None:
        self._show(RetainingState(years=self.state.years, last=self.state.last, error=error))

    def _show(self, state: RetainingState) -> None:
        self.state = state
        self._view.show_retaining(state)
