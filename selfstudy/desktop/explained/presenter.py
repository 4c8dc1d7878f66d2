"""Which numbers are explained and what stands behind the one chosen; knows no Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Protocol

from selfstudy.desktop.tasks import Tasks
from selfstudy.domain.errors import SelfStudyError
from selfstudy.domain.explained import Explained, Figure
from selfstudy.sentences import figure_name


class Explaining(Protocol):
    """What this screen asks of the service."""

    def explain(self, figure: Figure) -> Explained:
        """A number, and exactly its records."""
        ...

    def about(self, figure: Figure) -> str:
        """The title of what a number is of."""
        ...


class View(Protocol):
    """What the presenter draws on."""

    def show_state(self, state: ExplainedState) -> None:
        """Draw this."""
        ...


@dataclass(frozen=True, slots=True)
class ExplainedState:
    """Everything the screen draws: the numbers that stand together, and the one chosen."""

    busy: bool = False
    error: SelfStudyError | None = None
    figures: tuple[Figure, ...] = ()
    names: tuple[str, ...] = ()
    chosen: int = 0
    explained: Explained | None = None


class ExplainedPresenter:
    """Explains one of the numbers that it was opened for."""

    def __init__(self, view: View, explaining: Explaining, tasks: Tasks) -> None:
        self._view, self._explaining, self._tasks = view, explaining, tasks
        self.state = ExplainedState()

    def open(self, *figures: Figure) -> None:
        """Explain the first of these numbers; the others are a choice away."""
        self._show(ExplainedState(figures=figures))
        self._explain()

    def choose(self, place: int) -> None:
        """Explain another of these numbers."""
        self._show(replace(self.state, chosen=place, explained=None))
        self._explain()

    def reload(self) -> None:
        """Look again, for records may have come."""
        if self.state.figures:
            self._explain()

    def _explain(self) -> None:
        figures, chosen = self.state.figures, self.state.chosen
        self._show(replace(self.state, busy=True, error=None))

        def look() -> tuple[tuple[str, ...], Explained]:
            names = tuple(figure_name(one, self._explaining.about(one)) for one in figures)
            return names, self._explaining.explain(figures[chosen])

        def found(both: tuple[tuple[str, ...], Explained]) -> None:
            if (figures, chosen) == (self.state.figures, self.state.chosen):
                names, explained = both
                self._show(replace(self.state, busy=False, names=names, explained=explained))

        self._tasks.run(look, found, self._failed)

    def _failed(self, error: SelfStudyError) -> None:
        self._show(replace(self.state, busy=False, error=error))

    def _show(self, state: ExplainedState) -> None:
        self.state = state
        self._view.show_state(state)
