"""Everything that one's own needs draw; knows no Qt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from selfstudy.domain.errors import SelfStudyError
from selfstudy.domain.people import Competency, Position
from selfstudy.domain.survey import Asked, Survey
from selfstudy.services.needs.lines import NeedLine, by_urgency
from selfstudy.services.needs.own import OwnView
from selfstudy.services.needs.rating import Ratings

Section = Literal["gaps", "rating", "survey", "tasks"]
SECTIONS: tuple[Section, ...] = ("gaps", "rating", "survey", "tasks")


@dataclass(frozen=True, slots=True)
class NeedsState:
    """One state; `position` is what one compares with, "" one's own.

    `code` is the competency looked at; `saved` says that everything is kept.
    """

    section: Section = "gaps"
    loaded: bool = False
    error: SelfStudyError | None = None
    position: str = ""
    own_position: str = ""
    positions: tuple[Position, ...] = ()
    competencies: tuple[Competency, ...] = ()
    view: OwnView | None = None
    code: str = ""
    tasks: tuple[Asked, ...] = ()
    saved: bool = False
    in_unit: bool = False

    @property
    def lines(self) -> tuple[NeedLine, ...]:
        """What is lacking first, by urgency; then what nobody measured; then the rest."""
        if self.view is None:
            return ()
        lacking = by_urgency(self.view.lines)
        unknown = tuple(line for line in self.view.lines if line.need.level is None)
        rest = tuple(n for n in self.view.lines if n not in lacking and n not in unknown)
        return lacking + unknown + rest

    @property
    def line(self) -> NeedLine | None:
        """The competency looked at, as far as the position asks for it."""
        return next((line for line in self.lines if line.code == self.code), None)

    @property
    def measured(self) -> int:
        """How many competencies have any measure."""
        return sum(line.need.level is not None for line in self.lines)


class OwnService(Protocol):
    """What the screen asks about oneself."""

    def view(self, position: str = "") -> OwnView:
        """Everything known of oneself."""
        ...

    def positions(self) -> tuple[Position, ...]:
        """What there is to compare with."""
        ...

    def competencies(self) -> tuple[Competency, ...]:
        """All competencies, with behaviours."""
        ...

    def rate(self, ratings: Ratings, position: str = "") -> OwnView:
        """Keep one's own levels."""
        ...

    def keep_survey(self, survey: Survey) -> Survey:
        """Keep the words of one's survey."""
        ...

    def tasks(self, position: str = "") -> tuple[Asked, ...]:
        """The tasks of a position with one's ratings."""
        ...

    def rate_tasks(self, asked: tuple[Asked, ...], position: str = "") -> tuple[Asked, ...]:
        """Keep ratings of tasks."""
        ...


class View(Protocol):
    """What the presenter draws on."""

    def show_state(self, state: NeedsState) -> None:
        """Draw this."""
        ...
