"""Everything that the needs of a unit draw; knows no Qt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from selfstudy.domain.errors import SelfStudyError
from selfstudy.domain.people import Position
from selfstudy.domain.survey import Asked, Survey
from selfstudy.services.needs.board import Board
from selfstudy.services.needs.lines import NeedLine
from selfstudy.services.needs.measuring import Measured
from selfstudy.services.needs.rating import Rated, Ratings

Part = Literal["map", "ranking", "rating", "apart", "tasks"]
PARTS: tuple[Part, ...] = ("map", "ranking", "rating", "apart", "tasks")
WIDE = 1680  # pixels at 100 %: tables take more room than words
Spot = tuple[str, str]  # a person (hex id) and a competency


@dataclass(frozen=True, slots=True)
class UnitNeedsState:
    """One state; `cell` is the square of the map looked at, `person` whoever's page is open.

    `drafts` are ratings that are shown and not kept yet, `group` the position that the grid
    shows ("" everybody), `code` the competency under the keyboard there.
    """

    part: Part = "map"
    loaded: bool = False
    error: SelfStudyError | None = None
    board: Board | None = None
    positions: tuple[Position, ...] = ()
    cell: tuple[str, str] | None = None
    behind: tuple[Measured, ...] = ()
    person: Measured | None = None
    lines: tuple[NeedLine, ...] = ()
    survey: Survey | None = None
    typing: bool = False
    group: str = ""
    code: str = ""
    weighing: bool = False
    drafts: Mapping[Spot, Rated | None] = field(default_factory=dict)
    saving: bool = False
    saved: str = ""
    undoable: int = 0
    tasks_of: str = ""
    tasks: tuple[tuple[Asked, float, int], ...] = ()

    @property
    def rows(self) -> tuple[Measured, ...]:
        """The people of the grid, by given name."""
        people = self.board.people if self.board else ()
        return tuple(one for one in people if not self.group or one.position == self.group)

    @property
    def codes(self) -> tuple[str, ...]:
        """The competencies that anybody in the grid needs, in the order of the framework."""
        wanted = {need.competency for one in self.rows for need in one.needs.needs}
        known = self.board.competencies if self.board else ()
        return tuple(one.code for one in known if one.code in wanted)

    def rated(self, one: Measured, code: str) -> Rated | None:
        """The supervisor's rating as it is shown: the draft, or what is kept."""
        spot = (one.person, code)
        if spot in self.drafts:
            return self.drafts[spot]
        told = one.found.rated.get(code)
        return Rated(told.level, told.importance) if told else None


class UnitNeedsService(Protocol):
    """What the screen asks about the unit's needs."""

    def board(self) -> Board:
        """Everybody's needs."""
        ...

    def positions(self) -> tuple[Position, ...]:
        """The positions of the framework."""
        ...

    def lines(self, one: Measured) -> tuple[NeedLine, ...]:
        """A person's competencies."""
        ...

    def survey(self, person: str) -> Survey:
        """A person's wishes."""
        ...

    def rate(self, board: Board, ratings: Mapping[str, Ratings]) -> Board:
        """Keep ratings."""
        ...

    def type_in(
        self, board: Board, person: str, day: str, ratings: Mapping[str, Rated], survey: Survey
    ) -> tuple[Board, tuple[str, ...]]:
        """Keep a paper form."""
        ...

    def undo(self, board: Board, person: str, decisions: tuple[str, ...]) -> Board:
        """Take a paper form back."""
        ...

    def tasks(self, position: str) -> list[tuple[Asked, float, int]]:
        """Needs by tasks."""
        ...


class View(Protocol):
    """What the presenter draws on."""

    def show_needs(self, state: UnitNeedsState) -> None:
        """Draw this."""
        ...
