"""What one needs oneself, whole: for one's own screen, with or without a unit."""

from __future__ import annotations

from dataclasses import dataclass

from selfstudy.domain.errors import NoSuchPosition
from selfstudy.domain.people import Competency, Position, roles_of
from selfstudy.domain.survey import Asked, Survey
from selfstudy.services.needs.lines import NeedLine, lines_of
from selfstudy.services.needs.measuring import Measuring
from selfstudy.services.needs.rating import Rating, Ratings
from selfstudy.services.needs.surveying import Surveying


@dataclass(frozen=True, slots=True)
class OwnView:
    """One's competencies by what a position requires; `position` is "" where it is not known."""

    position: str
    lines: tuple[NeedLine, ...]
    survey: Survey


class OwnNeeds:
    """Everything that the learner's own screen asks for."""

    def __init__(self, rating: Rating, surveying: Surveying) -> None:
        self.rating, self.surveying = rating, surveying
        self.desk = rating.desk

    def view(self, position: str = "") -> OwnView:
        """What is known of oneself, against one's own position or another.

        Raises NoSuchPosition for another that the framework does not know.
        """
        for code in roles_of(position):
            if self.desk.library.framework.position(code) is None:
                raise NoSuchPosition(position=code)
        measured = Measuring(self.desk).mine(position)
        lines = lines_of(measured, self.desk.library)
        return OwnView(measured.position if lines else "", lines, self.surveying.mine())

    def positions(self) -> tuple[Position, ...]:
        """The positions of the framework, to be looked at."""
        return self.desk.library.framework.positions

    def competencies(self) -> tuple[Competency, ...]:
        """The competencies of the framework."""
        return self.desk.library.framework.competencies

    def rate(self, ratings: Ratings, position: str = "") -> OwnView:
        """Keep one's own levels, or take them back. Raises LevelRefused, NoSuchCompetency."""
        self.rating.rate_myself(ratings)
        return self.view(position)

    def keep_survey(self, survey: Survey) -> Survey:
        """Keep the words of one's survey."""
        return self.surveying.keep(survey)

    def tasks(self, position: str = "") -> tuple[Asked, ...]:
        """The tasks of a position with one's own ratings."""
        return self.surveying.my_tasks(position)

    def rate_tasks(self, asked: tuple[Asked, ...], position: str = "") -> tuple[Asked, ...]:
        """Keep ratings of tasks. Raises TaskRatingRefused."""
        return self.surveying.rate_tasks(asked, position)
