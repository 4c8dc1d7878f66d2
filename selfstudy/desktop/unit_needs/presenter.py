"""What a supervisor does about the needs of a unit; knows no Qt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from selfstudy.desktop.tasks import Tasks
from selfstudy.desktop.unit_needs.state import (
    Part,
    Spot,
    UnitNeedsService,
    UnitNeedsState,
    View,
)
from selfstudy.domain.errors import SelfStudyError
from selfstudy.domain.survey import Survey
from selfstudy.services.needs.board import Board
from selfstudy.services.needs.lines import NeedLine
from selfstudy.services.needs.measuring import Measured
from selfstudy.services.needs.rating import Rated, Ratings
from selfstudy.words import clock as clock_words

Offer = Callable[[str, Callable[[], None]], None]


class UnitNeedsPresenter:
    """Leads the screen. `offer` is told whose paper form was kept, and how to undo it."""

    def __init__(
        self,
        view: View,
        needs: UnitNeedsService,
        tasks: Tasks,
        *,
        clock: Callable[[], datetime],
        offer: Offer = lambda _name, _undo: None,
    ) -> None:
        self._view, self._needs, self._tasks = view, needs, tasks
        self._clock, self._offer = clock, offer
        self._before: list[tuple[Spot, Rated | None]] = []
        self.state = UnitNeedsState()

    def load(self) -> None:
        """Read everybody's needs; what is looked at stays."""
        self._tasks.run(self._needs.board, self._loaded, self._failed)

    def turn_to(self, part: Part) -> None:
        """Look at another part."""
        self.save()
        self._change(part=part, person=None, typing=False, error=None)
        if part == "tasks":
            self.ask_tasks(self.state.tasks_of or self._first_position())

    # — looking ——————————————————————————————————————————————————————————————————————————

    def open_cell(self, position: str, code: str) -> None:
        """Show whose needs a square of the map sums up."""
        if self.state.board is not None:
            behind = self.state.board.behind(position, code)
            self._change(cell=(position, code), behind=behind)

    def open_person(self, person: str) -> None:
        """Show one person's needs."""
        one = self._person(person)
        if one is None:
            return

        def read() -> tuple[Survey, tuple[NeedLine, ...]]:
            return self._needs.survey(person), self._needs.lines(one)

        def shown(found: tuple[Survey, tuple[NeedLine, ...]]) -> None:
            self._change(person=one, survey=found[0], lines=found[1], typing=False, error=None)

        self._tasks.run(read, shown, self._failed)

    def close_person(self) -> None:
        """Back to everybody."""
        self._change(person=None, lines=(), survey=None, typing=False, error=None)

    def ask_tasks(self, position: str) -> None:
        """Show what those who hold a position told of its tasks."""
        self._tasks.run(
            lambda: tuple(self._needs.tasks(position)),
            lambda found: self._change(tasks_of=position, tasks=found),
            self._failed,
        )

    # — rating ———————————————————————————————————————————————————————————————————————————

    def choose_group(self, position: str) -> None:
        """Show the people of one position in the grid, or everybody."""
        self._change(group=position)

    def look_at(self, code: str) -> None:
        """The competency under the keyboard."""
        if code != self.state.code:
            self._change(code=code)

    def weigh(self, *, weighing: bool) -> None:
        """Whether digits say the importance instead of the level."""
        self._change(weighing=weighing)

    def rate(self, person: str, code: str, value: int, *, shifted: bool = False) -> None:
        """A digit in a cell: a level, or with Shift the importance; 0 takes the rating back."""
        one = self._person(person)
        if one is None:
            return
        before = self.state.rated(one, code)
        if not value:
            after = None
        elif shifted != self.state.weighing:
            after = Rated(before.level, value) if before else None
        else:
            after = Rated(value, before.importance if before else 0)
        if after != before:
            self._before.append(((person, code), before))
            self._draft((person, code), after)

    def undo(self) -> None:
        """Take the last change of the grid back."""
        if self._before:
            spot, before = self._before.pop()
            self._draft(spot, before)

    def save(self) -> None:
        """Keep what was rated, in one go."""
        drafts, board = dict(self.state.drafts), self.state.board
        if not drafts or board is None or self.state.saving:
            return
        ratings: dict[str, dict[str, Rated | None]] = {}
        for (person, code), rated in drafts.items():
            ratings.setdefault(person, {})[code] = rated
        self._change(saving=True)
        self._tasks.run(
            lambda: self._needs.rate(board, ratings),
            lambda found: self._saved(found, drafts),
            self._not_saved,
        )

    def _draft(self, spot: Spot, rated: Rated | None) -> None:
        drafts = {**self.state.drafts, spot: rated}
        self._change(drafts=drafts, saved="", error=None, undoable=len(self._before))

    def _saved(self, board: Board, drafts: Mapping[Spot, Rated | None]) -> None:
        """What was typed meanwhile stays a draft, to be kept next."""
        newer = {
            spot: rated
            for spot, rated in self.state.drafts.items()
            if spot not in drafts or drafts[spot] != rated
        }
        at = "" if newer else clock_words(self._clock())
        self._change(board=board, drafts=newer, saving=False, saved=at, error=None)
        if newer:
            self.save()

    def _not_saved(self, error: SelfStudyError) -> None:
        self._change(saving=False, error=error)

    # — paper forms ——————————————————————————————————————————————————————————————————————

    def begin_paper(self) -> None:
        """Type a paper form of the person whose page is open."""
        self._change(typing=True, error=None)

    def drop_paper(self) -> None:
        """Type no paper form after all."""
        self._change(typing=False, error=None)

    def keep_paper(self, day: str, ratings: Ratings, survey: Survey) -> None:
        """Keep a paper form of a day (ISO)."""
        one, board = self.state.person, self.state.board
        if one is None or board is None:
            return
        told = {code: rated for code, rated in ratings.items() if rated is not None}

        def kept(found: tuple[Board, tuple[str, ...]]) -> None:
            self._change(board=found[0], typing=False, error=None)
            self.open_person(one.person)
            self._offer(one.name, lambda: self._undo_paper(one.person, found[1]))

        self._tasks.run(
            lambda: self._needs.type_in(board, one.person, day, told, survey), kept, self._failed
        )

    def _undo_paper(self, person: str, decisions: tuple[str, ...]) -> None:
        board = self.state.board
        if board is None:
            return

        def undone(found: Board) -> None:
            self._change(board=found, error=None)
            if self.state.person is not None:
                self.open_person(self.state.person.person)

        self._tasks.run(lambda: self._needs.undo(board, person, decisions), undone, self._failed)

    # — what all of it needs —————————————————————————————————————————————————————————————

    def _person(self, person: str) -> Measured | None:
        people = self.state.board.people if self.state.board else ()
        return next((one for one in people if one.person == person), None)

    def _first_position(self) -> str:
        people = self.state.board.people if self.state.board else ()
        return next((one.position for one in people if one.needs.needs), "")

    def _loaded(self, board: Board) -> None:
        cell = self.state.cell
        self._change(
            loaded=True,
            error=None,
            board=board,
            positions=self._needs.positions(),
            behind=board.behind(*cell) if cell else (),
        )
        if self.state.person is not None and not self.state.typing:
            self.open_person(self.state.person.person)

    def _failed(self, error: SelfStudyError) -> None:
        self._change(loaded=True, error=error)

    def _change(self, **changes: Any) -> None:  # noqa: ANN401 - fields of the state
        self.state = replace(self.state, **changes)
        self._view.show_needs(self.state)
