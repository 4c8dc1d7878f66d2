"""What one does about one's own needs; knows no Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from selfstudy.desktop.needs.state import NeedsState, OwnService, Section, View
from selfstudy.desktop.tasks import Tasks
from selfstudy.domain.errors import SelfStudyError
from selfstudy.domain.survey import Asked, Survey
from selfstudy.services.needs.own import OwnView
from selfstudy.services.needs.rating import Rated

Offer = Callable[[str, int, Callable[[], None]], None]


def _nobody(_code: str, _level: int, _undo: Callable[[], None]) -> None:
    """Nobody is told."""


class NeedsPresenter:
    """Leads the screen. `offer` is told what was kept (a code, its level) and how to undo it."""

    def __init__(
        self,
        view: View,
        needs: OwnService,
        tasks: Tasks,
        *,
        position: str = "",
        in_unit: bool = False,
        offer: Offer = _nobody,
    ) -> None:
        self._view, self._needs, self._tasks, self._offer = view, needs, tasks, offer
        self.state = NeedsState(own_position=position, in_unit=in_unit)

    def load(self) -> None:
        """Read everything; what is looked at stays."""
        position = self.state.position

        def read() -> tuple[OwnView, tuple[Asked, ...]]:
            return self._needs.view(position), self._needs.tasks(position)

        self._tasks.run(read, self._loaded, self._failed)

    def turn_to(self, section: Section) -> None:
        """Look at another part; what is lacking begins with the most urgent."""
        first = self.state.lines[0].code if self.state.lines else ""
        code = first if section == "gaps" else self.state.code
        self._change(section=section, code=code, error=None, saved=False)

    def compare(self, position: str) -> None:
        """Look at oneself against another position; "" is one's own."""
        self._change(position="" if position == self.state.own_position else position, saved=False)
        self.load()

    def look_at(self, code: str) -> None:
        """Look at one competency."""
        if code != self.state.code:
            self._change(code=code, saved=False)

    def rate(self, level: int) -> None:
        """Say one's level in the competency looked at, 0 to take it back."""
        before = self._told()
        importance = before.importance if before else 0
        self._keep(Rated(level, importance) if level else None, before)

    def weigh(self, importance: int) -> None:
        """Say how much the competency looked at matters to one's work."""
        before = self._told()
        if before is not None and importance != before.importance:
            self._keep(Rated(before.level, importance), before)

    def keep_survey(self, survey: Survey) -> None:
        """Keep the words of the survey."""

        def kept(found: Survey) -> None:
            view = self.state.view
            self._change(view=replace(view, survey=found) if view else None, saved=True, error=None)

        self._tasks.run(lambda: self._needs.keep_survey(survey), kept, self._failed)

    def rate_task(self, place: int, side: str, value: int) -> None:
        """Say how much a task matters, or how well one does it; 0 takes it back."""
        asked = list(self.state.tasks)
        asked[place] = replace(asked[place], **{side: value})  # type: ignore[arg-type]
        self._change(tasks=tuple(asked), saved=False)

    def keep_tasks(self) -> None:
        """Keep what was said of tasks."""
        asked, position = self.state.tasks, self.state.position
        self._tasks.run(
            lambda: self._needs.rate_tasks(asked, position),
            lambda found: self._change(tasks=found, saved=True, error=None),
            self._failed,
        )

    def _told(self) -> Rated | None:
        line = self.state.line
        if line is None or line.own is None or line.own.paper:  # a paper is not one's own word
            return None
        return Rated(line.own.level, line.own.importance)

    def _keep(self, rated: Rated | None, before: Rated | None) -> None:
        code, position = self.state.code, self.state.position

        def write(wanted: Rated | None, done: Callable[[], None]) -> None:
            def kept(view: OwnView) -> None:
                self._change(view=view, saved=True, error=None)
                done()

            self._tasks.run(lambda: self._needs.rate({code: wanted}, position), kept, self._failed)

        def offer() -> None:
            level = rated.level if rated else 0
            self._offer(code, level, lambda: write(before, lambda: None))

        if rated != before:
            write(rated, offer)

    def _loaded(self, found: tuple[OwnView, tuple[Asked, ...]]) -> None:
        view, tasks = found
        codes = [line.code for line in view.lines]
        self._change(
            loaded=True,
            error=None,
            view=view,
            tasks=tasks,
            positions=self._needs.positions(),
            competencies=self._needs.competencies(),
        )
        if self.state.code not in codes:
            self._change(code=self.state.lines[0].code if codes else "")

    def _failed(self, error: SelfStudyError) -> None:
        self._change(error=error, loaded=True)

    def _change(self, **changes: Any) -> None:  # noqa: ANN401 - fields of the state
        self.state = replace(self.state, **changes)
        self._view.show_state(self.state)
