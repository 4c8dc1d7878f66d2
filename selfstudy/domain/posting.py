"""A planned appointment or rotation: what remains to be learned for it, and what leaving costs.

Advice only: nothing of it is recorded anywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from selfstudy.domain.needs import Course

ALONE = 1  # others who can do it as well, at most, where a unit would feel the loss
MOST_GAPS = 12  # competencies for which the very shortest path is looked for


@dataclass(frozen=True, slots=True)
class Gap:
    """A competency in which a position asks for more than a person has; `level` None: unknown."""

    competency: str
    required: int
    level: float | None


@dataclass(frozen=True, slots=True)
class Path:
    """Modules that close gaps, in the order to study them, and what no module reaches."""

    courses: tuple[Course, ...]
    open_gaps: tuple[Gap, ...]

    @property
    def hours(self) -> float:
        """Tiết of the whole path."""
        return sum(course.hours for course in self.courses)


@dataclass(frozen=True, slots=True)
class Loss:
    """A competency in which the person reaches what their post requires and few others do."""

    competency: str
    level: float
    others: int


def gaps(required: Mapping[str, int], levels: Mapping[str, float]) -> list[Gap]:
    """What lacks for a position, the widest first; what was never measured counts from 0."""
    found = [
        Gap(code, asked, levels.get(code))
        for code, asked in required.items()
        if levels.get(code, 0.0) < asked
    ]
    return sorted(found, key=lambda gap: ((gap.level or 0.0) - gap.required, gap.competency))


def shortest_path(found: Sequence[Gap], courses: Iterable[Course]) -> Path:
    """The modules of the fewest tiết that bring each gap to the level required.

    Where no module reaches the level, the one that comes nearest counts and the gap stays told.
    Exact for up to 12 gaps, by demand per hour beyond.
    """
    offered = sorted(courses, key=lambda course: (course.hours, course.module))
    best = {gap.competency: _reached(gap, offered) for gap in found}
    wanted = [gap for gap in found if best[gap.competency] > (gap.level or 0.0)]
    aims = {gap.competency: min(gap.required, best[gap.competency]) for gap in wanted}
    covers = []
    for course in offered:
        built = dict(course.builds)
        bits = sum(
            1 << at
            for at, gap in enumerate(wanted)
            if built.get(gap.competency, 0) >= aims[gap.competency]
        )
        if bits:
            covers.append((course, bits))
    whole = (1 << len(wanted)) - 1
    chosen = _fewest(covers, whole) if len(wanted) <= MOST_GAPS else _greedy(covers, whole)
    left = tuple(gap for gap in found if best[gap.competency] < gap.required)
    return Path(tuple(sorted(chosen, key=lambda course: course.module)), left)


def _reached(gap: Gap, courses: Iterable[Course]) -> int:
    return max((dict(course.builds).get(gap.competency, 0) for course in courses), default=0)


def _fewest(covers: Sequence[tuple[Course, int]], whole: int) -> tuple[Course, ...]:
    """The cheapest cover, by the set of gaps that is closed so far."""
    best: dict[int, tuple[float, tuple[Course, ...]]] = {0: (0.0, ())}
    for course, bits in covers:
        for closed, (hours, taken) in list(best.items()):
            grown = closed | bits
            cost = hours + course.hours
            if grown != closed and (grown not in best or cost < best[grown][0]):
                best[grown] = (cost, (*taken, course))
    return best[whole][1]


def _greedy(covers: Sequence[tuple[Course, int]], whole: int) -> tuple[Course, ...]:
    closed, taken = 0, []
    while closed != whole:
        course, bits = max(covers, key=lambda each: (each[1] & ~closed).bit_count() / each[0].hours)
        taken.append(course)
        closed |= bits
    return tuple(taken)


def losses(
    leaver: str, required: Mapping[str, int], levels: Mapping[str, Mapping[str, float]]
) -> list[Loss]:
    """What the old unit loses: `levels` by person and competency, the leaver among them.

    Told for what the leaver's post requires and the leaver reaches, where at most one other
    person of the unit reaches it too; the rarest first.
    """
    mine = levels.get(leaver, {})
    found = []
    for code, asked in required.items():
        level = mine.get(code, 0.0)
        others = sum(
            theirs.get(code, 0.0) >= asked for person, theirs in levels.items() if person != leaver
        )
        if level >= asked and others <= ALONE:
            found.append(Loss(code, level, others))
    return sorted(found, key=lambda loss: (loss.others, -loss.level, loss.competency))
