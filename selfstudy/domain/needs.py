"""The needs of a unit: what positions lack, what modules would be wanted by whom, the plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from selfstudy.domain.competency import Need

FEWEST = 5  # people in a group that others may hear of
WHOLE_LEVEL = 1.0  # a gap that counts a person among those who lack
TOP = 5  # competencies that a position's line names


@dataclass(frozen=True, slots=True)
class PersonNeeds:
    """One person's needs in the position they hold."""

    person: str
    position: str
    needs: tuple[Need, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One competency in one group: mean gap of those measured, and how many lack a level."""

    measured: int
    lacking: int
    gap: float


@dataclass(frozen=True, slots=True)
class Lack:
    """A competency that a position lacks."""

    competency: str
    gap: float
    lacking: int
    priority: float


@dataclass(frozen=True, slots=True)
class PositionLine:
    """A line of the ranked list: a position, its people, what they lack most, the sum of it."""

    position: str
    people: int
    lacks: tuple[Lack, ...]
    priority: float


@dataclass(frozen=True, slots=True)
class Course:
    """A module as a plan sees it; `builds` is the level that each competency is brought to."""

    module: str
    hours: float
    builds: tuple[tuple[str, int], ...]
    positions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Demand:
    """Who would gain by a module: `priority` is the sum over people and competencies."""

    course: Course
    people: tuple[str, ...]
    priority: float


@dataclass(frozen=True, slots=True)
class Chosen:
    """A module in the proposed plan, with its seats and the study hours that they cost."""

    demand: Demand
    mandatory: bool

    @property
    def seats(self) -> int:
        """How many people it is for."""
        return len(self.demand.people)


def heat(people: Iterable[PersonNeeds]) -> dict[str, dict[str, Cell]]:
    """Cells by position and competency; the position "" has everybody."""
    gaps: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for person in people:
        for need in person.needs:
            if need.gap is not None:
                gaps[person.position][need.competency].append(need.gap)
                gaps[""][need.competency].append(need.gap)
    return {
        position: {code: _cell(found) for code, found in by_code.items()}
        for position, by_code in gaps.items()
    }


def _cell(gaps: Sequence[float]) -> Cell:
    lacking = sum(gap >= WHOLE_LEVEL for gap in gaps)
    return Cell(len(gaps), lacking, sum(gaps) / len(gaps))


def for_others(cells: Mapping[str, Mapping[str, Cell]]) -> dict[str, dict[str, Cell]]:
    """What may leave the unit: cells of at least five people, and no rest that tells of fewer.

    A position with a hidden cell could be found by taking the others from the whole; then the
    smallest shown cell of that competency is hidden with it.
    """
    shown: dict[str, dict[str, Cell]] = {position: {} for position in cells}
    codes = sorted({code for by_code in cells.values() for code in by_code})
    for code in codes:
        column = {p: by_code[code] for p, by_code in cells.items() if p and code in by_code}
        kept = {p: cell for p, cell in column.items() if cell.measured >= FEWEST}
        hidden = sum(cell.measured for p, cell in column.items() if p not in kept)
        while kept and 0 < hidden < FEWEST:
            smallest = min(kept, key=lambda p: (kept[p].measured, p))
            hidden += kept.pop(smallest).measured
        for position, cell in kept.items():
            shown[position][code] = cell
        whole = cells.get("", {}).get(code)
        if whole is not None and whole.measured >= FEWEST:
            shown[""][code] = whole
    return {position: by_code for position, by_code in shown.items() if by_code}


def ranked_positions(people: Iterable[PersonNeeds]) -> list[PositionLine]:
    """The positions with the greatest needs first, each with the five it lacks most."""
    by_position: dict[str, list[PersonNeeds]] = defaultdict(list)
    for person in people:
        by_position[person.position].append(person)
    lines = [_line(position, found) for position, found in by_position.items()]
    return sorted(lines, key=lambda line: (-line.priority, line.position))


def _line(position: str, people: Sequence[PersonNeeds]) -> PositionLine:
    by_code: dict[str, list[Need]] = defaultdict(list)
    for person in people:
        for need in person.needs:
            if need.gap is not None:
                by_code[need.competency].append(need)
    lacks = [
        Lack(
            code,
            sum(need.gap or 0 for need in needs) / len(needs),
            sum((need.gap or 0) >= WHOLE_LEVEL for need in needs),
            sum(need.priority or 0 for need in needs),
        )
        for code, needs in by_code.items()
    ]
    lacks = sorted((lack for lack in lacks if lack.priority), key=_urgency)
    return PositionLine(
        position, len(people), tuple(lacks[:TOP]), sum(lack.priority for lack in lacks)
    )


def _urgency(lack: Lack) -> tuple[float, float, str]:
    return -lack.priority, -lack.gap, lack.competency


def helps(course: Course, need: Need) -> bool:
    """Whether a module brings a person above the level they have, in what they lack."""
    reached = dict(course.builds).get(need.competency, 0)
    return bool(need.gap) and need.level is not None and reached > need.level


def demands(people: Sequence[PersonNeeds], courses: Iterable[Course]) -> list[Demand]:
    """For each module who would gain by it and how much; those that nobody needs are left out."""
    found = []
    for course in courses:
        gains = {
            person.person: sum(n.priority or 0 for n in person.needs if helps(course, n))
            for person in people
            if not course.positions or person.position in course.positions
        }
        wanted = tuple(sorted(person for person, gain in gains.items() if gain > 0))
        if wanted:
            found.append(Demand(course, wanted, sum(gains.values())))
    return sorted(found, key=_worth)


def helping(
    competency: str, people: Sequence[PersonNeeds], courses: Iterable[Course]
) -> Demand | None:
    """The module that does most for one competency of these people, by the hour."""
    alone = [
        PersonNeeds(
            one.person, one.position, tuple(n for n in one.needs if n.competency == competency)
        )
        for one in people
    ]
    building = (course for course in courses if competency in dict(course.builds))
    return next(iter(demands(alone, building)), None)


def _worth(demand: Demand) -> tuple[float, str]:
    return -demand.priority / demand.course.hours, demand.course.module


def plan(
    found: Sequence[Demand], budget: float, mandatory: Mapping[str, Demand] | None = None
) -> list[Chosen]:
    """Mandatory modules first, then by demand per hour while the budget lasts.

    `budget` is what a person may be asked to study, in tiết: each module counts once, however
    many take it. Mandatory ones stay in even where they alone pass it.
    """
    fixed = dict(mandatory or {})
    chosen = [Chosen(demand, mandatory=True) for _name, demand in sorted(fixed.items())]
    left = budget - sum(each.demand.course.hours for each in chosen)
    for demand in sorted(found, key=_worth):
        if demand.course.module not in fixed and demand.course.hours <= left:
            chosen.append(Chosen(demand, mandatory=False))
            left -= demand.course.hours
    return chosen
