"""Rating oneself, and the people one supervises: only what changed is written, and undone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from selfstudy.domain import vietnamese
from selfstudy.domain.competency import HIGHEST, LOWEST
from selfstudy.domain.errors import LevelRefused, NoSuchCompetency
from selfstudy.domain.record import CompetencyRated, SelfRated
from selfstudy.services.needs.measuring import Measured, Measuring
from selfstudy.services.roll import Roll


@dataclass(frozen=True, slots=True)
class Rated:
    """A level (1 to 5), and how much the competency matters to the job (1 to 5, 0: not told)."""

    level: int
    importance: int = 0


class Rating(Roll):
    """What a learner says of themselves, and a supervisor of the unit's people."""

    @property
    def measuring(self) -> Measuring:
        """What is known so far."""
        return Measuring(self.desk)

    def rate_myself(self, ratings: Mapping[str, Rated]) -> Measured:
        """Keep one's own levels. Raises LevelRefused, NoSuchCompetency; then nothing is kept."""
        self._check(ratings)
        before = self.measuring.mine().found.own
        facts = [
            SelfRated(code, rated.level, rated.importance)
            for code, rated in ratings.items()
            if (told := before.get(code)) is None
            or (told.level, told.importance) != (rated.level, rated.importance)
        ]
        if facts:
            self.desk.write(*facts)
        return self.measuring.mine()

    def grid(self) -> list[Measured]:
        """The people of the unit by given name, with what each side told so far."""
        return sorted(self.measuring.unit(), key=lambda one: vietnamese.name_key(one.name))

    def rate(self, ratings: Mapping[str, Mapping[str, Rated]]) -> tuple[str, ...]:
        """Keep levels by person (hex id) and competency. Returns the decisions, for `undo`.

        Raises NotEntitled, LevelRefused, NoSuchCompetency; then nothing is kept.
        """
        self._supervise()
        for each in ratings.values():
            self._check(each)
        known = self._people(list(ratings))
        before = {one.person: one.found.rated for one in self.measuring.of(known.values())}
        return self._say(
            (known[person].person, CompetencyRated(code, rated.level, rated.importance))
            for person, each in ratings.items()
            for code, rated in each.items()
            if (told := before[known[person].person.hex()].get(code)) is None
            or (told.level, told.importance) != (rated.level, rated.importance)
        )

    def _check(self, ratings: Mapping[str, Rated]) -> None:
        for code, rated in ratings.items():
            if self.desk.library.framework.competency(code) is None:
                raise NoSuchCompetency(code=code)
            if not LOWEST <= rated.level <= HIGHEST:
                raise LevelRefused(code=code, level=str(rated.level))
            if not 0 <= rated.importance <= HIGHEST:
                raise LevelRefused(code=code, level=str(rated.importance))
