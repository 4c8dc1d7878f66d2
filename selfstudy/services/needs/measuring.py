"""What is known of people's competencies, from ratings and tests that stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from selfstudy.domain.competency import (
    HIGHEST,
    LOWEST,
    Measures,
    Weights,
    level_of_score,
    need_of,
)
from selfstudy.domain.errors import NotEntitled
from selfstudy.domain.needs import PersonNeeds
from selfstudy.domain.people import roles_of
from selfstudy.services.desk import Desk
from selfstudy.store.people import Known, belonging, people
from selfstudy.store.seen import Seen
from selfstudy.store.standing import standing

MANDATORY = "mandatory_competencies"  # the setting: codes with spaces between them


@dataclass(frozen=True, slots=True)
class Told:
    """What one side told of a competency: level and importance (0: not told), and when (ms)."""

    level: int
    importance: int
    at: int


@dataclass(slots=True)
class Found:
    """Everything that was told of one human, by competency; tests with the level they reach."""

    own: dict[str, Told] = field(default_factory=dict)
    rated: dict[str, Told] = field(default_factory=dict)
    tested: dict[str, tuple[float, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Measured:
    """One person: who they are, what was told, what follows from it."""

    person: str
    name: str
    position: str
    found: Found
    needs: PersonNeeds


class Measuring:
    """Reads ratings and tests; what is measured for a position is what the framework requires."""

    def __init__(self, desk: Desk, weights: Weights | None = None) -> None:
        self.desk = desk
        self.weights = weights or Weights()

    def mine(self) -> Measured:
        """One's own competencies in the position one holds."""
        desk = self.desk
        root = desk.my_authorities().roots.get(desk.person, desk.person)
        found = self._found({desk.person, root}).get(root, Found())
        return self._measured(desk.person, desk.profile.name, desk.profile.position, found)

    def unit(self) -> list[Measured]:
        """Everybody on the roster. Raises NotEntitled for who supervises no unit."""
        if not self.desk.is_supervisor():
            raise NotEntitled(what="supervisor")
        everybody = people(self.desk.journal, self.desk.unit, self.desk.my_authorities())
        return self.of(belonging(everybody, self.desk.today()))

    def of(self, listed: Iterable[Known]) -> list[Measured]:
        """These people of the unit."""
        found = self._found()
        return [
            self._measured(
                one.person, one.name, one.position, found.get(one.root or one.person, Found())
            )
            for one in listed
        ]

    def mandatory(self) -> frozenset[str]:
        """The competencies that are asked of everybody this year."""
        return frozenset((self.desk.database.setting(MANDATORY) or "").split())

    def required(self, position: str) -> dict[str, int]:
        """Competencies and levels of a position, of two (`P02+P05`) the higher level of each."""
        levels: dict[str, int] = {}
        for code in roles_of(position):
            held = self.desk.library.framework.position(code)
            for competency, level in held.required if held else ():
                levels[competency] = max(level, levels.get(competency, 0))
        return levels

    def _measured(self, person: bytes, name: str, position: str, found: Found) -> Measured:
        mandatory = self.mandatory()
        needs = tuple(
            need_of(_measures(code, level, found, mandatory), self.weights)
            for code, level in self.required(position).items()
        )
        return Measured(
            person.hex(), name, position, found, PersonNeeds(person.hex(), position, needs)
        )

    # — what was told ————————————————————————————————————————————————————————————————————

    def _found(self, only: set[bytes] | None = None) -> dict[bytes, Found]:
        """What was told of everybody, or only of some, by the id that they are counted under."""
        by_human: dict[bytes, Found] = defaultdict(Found)
        for human, fact in self._standing("self_rated", only):
            by_human[human].own[fact.object] = Told(fact.value, fact.extra, fact.at)
        for human, fact in self._standing("competency_rated", only):
            by_human[human].rated[fact.object] = Told(fact.value, fact.extra, fact.at)
        latest: dict[tuple[bytes, str], int] = {}
        for human, fact in self._standing("attempt_submitted", only):
            latest[human, fact.parent] = fact.value
        builds = self._builds()
        for (human, module), score in latest.items():
            for competency, level in builds.get(module, {}).items():
                shown = score / 10, level
                tested = by_human[human].tested
                if competency not in tested or _shows(shown) > _shows(tested[competency]):
                    tested[competency] = shown
        return by_human

    def _standing(self, kind: str, only: set[bytes] | None) -> Iterable[tuple[bytes, Seen]]:
        """Facts of a kind with the human they are about, in fold order: the last word counts."""
        known = self.desk.my_authorities()
        for fact in standing(self.desk.journal, kind, known):
            subject = fact.source.subject
            inside = kind == "attempt_submitted" or LOWEST <= fact.value <= HIGHEST
            if inside and (only is None or subject in only):
                yield known.roots.get(subject, subject), fact

    def _builds(self) -> Mapping[str, dict[str, int]]:
        return {module.id: dict(module.competencies) for module in self.desk.library.modules()}


def _shows(tested: tuple[float, int]) -> tuple[int, float]:
    score, reaches = tested
    return min(level_of_score(score), reaches), score


def _measures(code: str, required: int, found: Found, mandatory: frozenset[str]) -> Measures:
    own, rated = found.own.get(code), found.rated.get(code)
    test, reaches = found.tested.get(code, (None, HIGHEST))
    return Measures(
        code,
        required,
        own.level if own else None,
        rated.level if rated else None,
        test,
        (own.importance or None) if own else None,
        (rated.importance or None) if rated else None,
        mandatory=code in mandatory,
        reaches=reaches,
    )
