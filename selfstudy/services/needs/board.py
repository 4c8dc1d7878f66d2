"""The needs of a unit at a glance, and whatever a supervisor asks of one of its people."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from selfstudy.domain import vietnamese
from selfstudy.domain.errors import NobodyInUnit, TooFewPeople
from selfstudy.domain.lesson import Module
from selfstudy.domain.needs import (
    FEWEST,
    Cell,
    PositionLine,
    for_others,
    heat,
    helping,
    ranked_positions,
)
from selfstudy.domain.people import Competency, Position
from selfstudy.domain.survey import Asked, Survey
from selfstudy.services.needs.assigned import course_of
from selfstudy.services.needs.lines import NeedLine, lines_of
from selfstudy.services.needs.measuring import Measured, Measuring
from selfstudy.services.needs.rating import Rated, Rating, Ratings
from selfstudy.services.needs.surveying import Surveying


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A person and their supervisor tell of levels far apart."""

    person: str
    name: str
    competency: str
    own: int
    rated: int


@dataclass(frozen=True)
class Board:
    """Everybody's needs by given name; what follows is computed when it is first asked for."""

    people: tuple[Measured, ...]
    competencies: tuple[Competency, ...]
    modules: tuple[Module, ...] = ()

    @cached_property
    def cells(self) -> dict[str, dict[str, Cell]]:
        """Mean gap and number lacking by position and competency; the position "" has all."""
        return heat(one.needs for one in self.people)

    @cached_property
    def lines(self) -> tuple[PositionLine, ...]:
        """Positions with the greatest needs first."""
        return tuple(ranked_positions(one.needs for one in self.people))

    @cached_property
    def helping(self) -> dict[tuple[str, str], tuple[Module, int]]:
        """The module that does most, and for how many people, by position and competency (F3)."""
        courses = [course_of(module) for module in self.modules]
        modules = {module.id: module for module in self.modules}
        found = {}
        for line in self.lines:
            people = [one.needs for one in self.people if one.position == line.position]
            for lack in line.lacks:
                best = helping(lack.competency, people, courses)
                if best is not None:
                    module = modules[best.course.module]
                    found[line.position, lack.competency] = (module, len(best.people))
        return found

    @cached_property
    def rated(self) -> int:
        """How many people have a supervisor's rating."""
        return sum(bool(one.found.rated) for one in self.people)

    @cached_property
    def rated_themselves(self) -> int:
        """How many told of themselves."""
        return sum(bool(one.found.own) for one in self.people)

    @cached_property
    def disagreements(self) -> tuple[Disagreement, ...]:
        """Where the two are to be talked about, by given name."""
        return tuple(
            Disagreement(
                one.person, one.name, need.competency, one.found.own[need.competency].level,
                one.found.rated[need.competency].level,
            )
            for one in self.people
            for need in one.needs.needs
            if need.disagreement
        )  # fmt: skip

    def behind(self, position: str, competency: str) -> tuple[Measured, ...]:
        """Whose needs a cell sums up, those who lack most first."""
        gaps = []
        for one in self.people:
            if position in ("", one.position):
                gap = next((n.gap for n in one.needs.needs if n.competency == competency), None)
                if gap is not None:
                    gaps.append((gap, one))
        return tuple(one for _gap, one in sorted(gaps, key=lambda each: -each[0]))

    def shared(self) -> dict[str, dict[str, Cell]]:
        """The cells that may leave the unit. Raises TooFewPeople where there are none."""
        found = for_others(self.cells)
        if not found:
            raise TooFewPeople(fewest=FEWEST)
        return found


class UnitNeeds:
    """Everything that the supervisor's screen asks for. Its methods raise NotEntitled."""

    def __init__(self, rating: Rating, surveying: Surveying) -> None:
        self.rating, self.surveying = rating, surveying
        self.desk = rating.desk

    def board(self) -> Board:
        """Everybody's needs as they stand. Raises NobodyInUnit."""
        return self._board(Measuring(self.desk).unit())

    def positions(self) -> tuple[Position, ...]:
        """The positions of the framework."""
        return self.desk.library.framework.positions

    def lines(self, one: Measured) -> tuple[NeedLine, ...]:
        """A person's competencies, with what would help."""
        return lines_of(one, self.desk.library)

    def survey(self, person: str) -> Survey:
        """What a person wished for."""
        return self.surveying.of(person)

    def rate(self, board: Board, ratings: Mapping[str, Ratings]) -> Board:
        """Keep levels by person and competency, or take them back; the board as it is then."""
        self.rating.rate(ratings)
        return self._renewed(board, ratings)

    def type_in(
        self, board: Board, person: str, day: str, ratings: Mapping[str, Rated], survey: Survey
    ) -> tuple[Board, tuple[str, ...]]:
        """Keep a paper form; the board as it is then, and the decisions, for `undo`."""
        decisions = self.surveying.type_in(person, day, ratings, survey)
        return self._renewed(board, [person]), decisions

    def undo(self, board: Board, person: str, decisions: tuple[str, ...]) -> Board:
        """Take a paper form back."""
        self.surveying.undo(*decisions)
        return self._renewed(board, [person])

    def tasks(self, position: str) -> list[tuple[Asked, float, int]]:
        """What those who hold a position told of its tasks, the greatest need first."""
        return self.surveying.task_needs(position)

    def _renewed(self, board: Board, people: Collection[str]) -> Board:
        changed = Measuring(self.desk).again(one for one in board.people if one.person in people)
        by_id = {one.person: one for one in changed}
        return replace(board, people=tuple(by_id.get(one.person, one) for one in board.people))

    def _board(self, people: Collection[Measured]) -> Board:
        if not people:
            raise NobodyInUnit
        by_name = sorted(people, key=lambda one: vietnamese.name_key(one.name))
        library = self.desk.library
        return Board(tuple(by_name), library.framework.competencies, tuple(library.modules()))
