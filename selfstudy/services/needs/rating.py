"""Rating oneself, and the people one supervises: only what changed is written, and undone."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from selfstudy.domain import vietnamese
from selfstudy.domain.competency import HIGHEST, LOWEST
from selfstudy.domain.errors import LevelRefused, NoSuchCompetency
from selfstudy.domain.record import CompetencyRated, Fact, SelfRated, Voided
from selfstudy.services.needs.measuring import Measured, Measuring, Told
from selfstudy.services.people.roll import Roll
from selfstudy.store.standing import digest_of


@dataclass(frozen=True, slots=True)
class Rated:
    """A level (1 to 5), and how much the competency matters to the job (1 to 5, 0: not told)."""

    level: int
    importance: int = 0


Ratings = Mapping[str, Rated | None]  # by competency; None takes back what was told


class Rating(Roll):
    """What a learner says of themselves, and a supervisor of the unit's people."""

    @property
    def measuring(self) -> Measuring:
        """What is known so far."""
        return Measuring(self.desk)

    def rate_myself(self, ratings: Ratings) -> Measured:
        """Keep one's own levels. Raises LevelRefused, NoSuchCompetency; then nothing is kept."""
        self._check(ratings)
        before = self.measuring.mine().found.own
        facts: list[Fact] = [
            SelfRated(code, rated.level, rated.importance)
            for code, rated in ratings.items()
            if rated is not None and not _says(before.get(code), rated)
        ]
        known = self.desk.my_authorities()
        ids = known.ids_of(self.desk.person) | {self.desk.person}
        facts += (void for _subject, void in self._voids(ids, "self_rated", ratings))
        if facts:
            self.desk.write(*facts)
        return self.measuring.mine()

    def grid(self) -> list[Measured]:
        """The people of the unit by given name, with what each side told so far."""
        return sorted(self.measuring.unit(), key=lambda one: vietnamese.name_key(one.name))

    def rate(self, ratings: Mapping[str, Ratings]) -> tuple[str, ...]:
        """Keep levels by person (hex id) and competency. Returns the decisions, for `undo`.

        Raises NotEntitled, LevelRefused, NoSuchCompetency; then nothing is kept.
        """
        self._supervise()
        for each in ratings.values():
            self._check(each)
        known = self._people(list(ratings))
        before = {one.person: one.found.rated for one in self.measuring.of(known.values())}
        facts: list[tuple[bytes, Fact]] = []
        for person, each in ratings.items():
            told = before[known[person].person.hex()]
            facts += (
                (known[person].person, CompetencyRated(code, rated.level, rated.importance))
                for code, rated in each.items()
                if rated is not None and not _says(told.get(code), rated)
            )
            ids = self.desk.my_authorities().ids_of(known[person].person)
            facts += self._voids(ids, "competency_rated", each)
        return self._say(facts)

    def _voids(
        self, ids: Collection[bytes], kind: str, ratings: Ratings
    ) -> Iterator[tuple[bytes, Fact]]:
        """What takes back all that was told of those competencies that shall have no rating."""
        codes = {code for code, rated in ratings.items() if rated is None}
        for fact in self._decided(ids, kind) if codes else ():
            if fact.object in codes:
                digest = digest_of(self.desk.journal, fact)
                yield fact.source.subject, Voided(fact.source.id.hex(), fact.number, digest)

    def _check(self, ratings: Ratings) -> None:
        for code, rated in ratings.items():
            if self.desk.library.framework.competency(code) is None:
                raise NoSuchCompetency(code=code)
            if rated is not None:
                check_scale(code, rated)


def check_scale(code: str, rated: Rated) -> None:
    """Raise LevelRefused for a level or importance that is off the scale."""
    if not LOWEST <= rated.level <= HIGHEST:
        raise LevelRefused(code=code, level=str(rated.level))
    if not 0 <= rated.importance <= HIGHEST:
        raise LevelRefused(code=code, level=str(rated.importance))


def _says(told: Told | None, rated: Rated) -> bool:
    """Whether somebody told just this themselves before; a paper typed in is not their word."""
    if told is None or told.paper:
        return False
    return (told.level, told.importance) == (rated.level, rated.importance)
