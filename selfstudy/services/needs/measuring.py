"""What is known of people's competencies, from ratings and tests that stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from selfstudy.domain.authority import Authorities
from selfstudy.domain.competency import (
    HIGHEST,
    LOWEST,
    Measures,
    Weights,
    level_of_score,
    need_of,
)
from selfstudy.domain.errors import NotEntitled
from selfstudy.domain.moments import moment
from selfstudy.domain.needs import PersonNeeds
from selfstudy.domain.people import roles_of
from selfstudy.services.holding.desk import Desk
from selfstudy.store.people import Known, belonging, people
from selfstudy.store.schema import source as source_table
from selfstudy.store.seen import Seen
from selfstudy.store.standing import standing_of

KINDS = ("self_rated", "survey_typed", "competency_rated", "attempt_submitted")
FEW = 50  # people whose facts are looked for one by one
MANDATORY = "mandatory_competencies"  # the setting: codes with spaces between them


class Told(NamedTuple):
    """What one side told of a competency: level and importance (0: not told), and when (ms).

    `paper` is the day (ISO) of the form that a supervisor typed it in from, if it came so.
    """

    level: int
    importance: int
    at: int
    paper: str = ""


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

    def mine(self, position: str = "") -> Measured:
        """One's own competencies in the position one holds, or in another that one looks at."""
        desk = self.desk
        known = desk.my_authorities()
        found = self._found(known.ids_of(desk.person) | {desk.person}).get(
            known.root_of(desk.person), Found()
        )
        held = position or desk.profile.position
        return self._measured(desk.person, desk.profile.name, held, found, self._asked())

    def unit(self) -> list[Measured]:
        """Everybody on the roster. Raises NotEntitled for who supervises no unit."""
        if not self.desk.is_supervisor():
            raise NotEntitled(what="supervisor")
        everybody = people(self.desk.journal, self.desk.unit, self.desk.my_authorities())
        return self.of(belonging(everybody, self.desk.today()))

    def of(self, listed: Iterable[Known]) -> list[Measured]:
        """These people of the unit."""
        listed, asked, known = list(listed), self._asked(), self.desk.my_authorities()
        found = self._found(self._about(one.person for one in listed))
        return [
            self._measured(
                one.person, one.name, one.position,
                found.get(known.root_of(one.person), Found()), asked,
            )
            for one in listed
        ]  # fmt: skip

    def again(self, people: Iterable[Measured]) -> list[Measured]:
        """The same people as they stand now."""
        people, asked, known = list(people), self._asked(), self.desk.my_authorities()
        ids = [bytes.fromhex(one.person) for one in people]
        found = self._found(self._about(ids))
        return [
            self._measured(
                person, one.name, one.position, found.get(known.root_of(person), Found()), asked
            )
            for person, one in zip(ids, people, strict=True)
        ]

    def _about(self, people: Iterable[bytes]) -> frozenset[bytes] | None:
        """All ids of some people; None for many: then everything is read."""
        people, known = list(people), self.desk.my_authorities()
        if len(people) > FEW:
            return None
        return frozenset(one for person in people for one in known.ids_of(person))

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

    def _asked(self) -> _Asked:
        return _Asked(self.mandatory(), cache(self.required))

    def _measured(
        self, person: bytes, name: str, position: str, found: Found, asked: _Asked
    ) -> Measured:
        needs = tuple(
            need_of(_measures(code, level, found, asked.mandatory), self.weights)
            for code, level in asked.required(position).items()
        )
        named = person.hex()
        return Measured(named, name, position, found, PersonNeeds(named, position, needs))

    # — what was told ————————————————————————————————————————————————————————————————————

    def _found(self, only: frozenset[bytes] | None) -> dict[bytes, Found]:
        """What was told, by the id that a human is counted under; the last word counts."""
        known = self.desk.my_authorities()
        about = [] if only is None else [source_table.c.subject.in_(sorted(only))]
        told = standing_of(self.desk.journal, KINDS, known, *about)
        found: dict[bytes, Found] = defaultdict(Found)
        roots = known.roots
        for kind, side in (("self_rated", "own"), ("competency_rated", "rated")):
            for fact in told[kind]:
                if LOWEST <= fact.value <= HIGHEST:
                    subject = fact.place.source.subject
                    words = getattr(found[roots.get(subject, subject)], side)
                    words[fact.object] = Told(fact.value, fact.extra, fact.at)
        self._add_papers(told["survey_typed"], known, found)
        self._add_tests(told["attempt_submitted"], known, found)
        return found

    def _add_papers(
        self, typed: Iterable[Seen], known: Authorities, found: dict[bytes, Found]
    ) -> None:
        """What people wrote on paper, where they told nothing themselves since."""
        for fact in typed:
            own = found[known.root_of(fact.place.source.subject)].own
            day, before = fact.parent or self._day(fact.at), own.get(fact.object)
            newer = before is None or day > (before.paper or self._day(before.at))
            if newer and LOWEST <= fact.value <= HIGHEST:
                own[fact.object] = Told(fact.value, fact.extra, fact.at, day)

    def _add_tests(
        self, attempts: Iterable[Seen], known: Authorities, found: dict[bytes, Found]
    ) -> None:
        """Of each module the last test; of several modules the one that shows most."""
        latest = {
            (known.root_of(fact.place.source.subject), fact.parent): fact.value for fact in attempts
        }
        builds = {module.id: module.competencies for module in self.desk.library.modules()}
        for (human, module), score in latest.items():
            for competency, level in builds.get(module, ()):
                shown, tested = (score / 10, level), found[human].tested
                if competency not in tested or _shows(shown) > _shows(tested[competency]):
                    tested[competency] = shown

    def _day(self, at: int) -> str:
        return moment(at).astimezone(self.desk.clock().tzinfo).date().isoformat()


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is asked of everybody, and of a position; looked up once for all its people."""

    mandatory: frozenset[str]
    required: Callable[[str], dict[str, int]]


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
