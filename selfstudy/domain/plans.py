"""A plan: modules to study by a day, for whom and why; how far people are with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from selfstudy.domain.unit_facts import PlanAssigned

State = Literal["draft", "live", "retired"]
Step = Literal["new", "going", "done"]
Whom = Literal["everybody", "positions", "people"]

SOON = 14  # days before a deadline from which it is said to be near


@dataclass(frozen=True, slots=True)
class Offered:
    """A module of the catalogue, installed or not; `builds` is the level it brings each to.

    One of a special field is for `positions` alone.
    """

    module: str
    title: str
    title_en: str
    hours: float
    builds: tuple[tuple[str, int], ...]
    positions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanItem:
    """A module of a plan; `seats` 0: as many as it is for. `title` is what it was called then."""

    module: str
    title: str = ""
    seats: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """What a supervisor writes: `due` is an ISO date, `budget` the tiết asked of each at most.

    `positions` are codes, `people` ids (hex); where both are empty it is for everybody.
    """

    id: str
    title: str = ""
    due: str = ""
    items: tuple[PlanItem, ...] = ()
    positions: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    reason: str = ""
    budget: float = 40.0
    state: State = "draft"

    @property
    def whom(self) -> Whom:
        """For whom it is."""
        if self.people:
            return "people"
        return "positions" if self.positions else "everybody"


@dataclass(frozen=True, slots=True)
class Why:
    """A competency that a module builds and a person lacks; `level` as it was measured."""

    competency: str
    required: int
    level: float


@dataclass(frozen=True, slots=True)
class Gainer:
    """Somebody who would gain by a module, and what they lack."""

    person: str
    name: str
    why: tuple[Why, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposed:
    """A module that a plan could have; `chosen` while it fits into the hours."""

    module: str
    title: str
    title_en: str
    hours: float
    mandatory: bool
    chosen: bool
    priority: float
    people: tuple[Gainer, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """Modules by what they give for their hours; `unmeasured` people were rated by nobody yet."""

    modules: tuple[Proposed, ...]
    budget: float
    people: int
    unmeasured: int

    @property
    def hours(self) -> float:
        """Tiết of what is chosen."""
        return sum(each.hours for each in self.modules if each.chosen)


@dataclass(frozen=True, slots=True)
class Standing:
    """Somebody's place in a module of a plan: never a score."""

    person: str
    name: str
    step: Step


@dataclass(frozen=True, slots=True)
class Advance:
    """A module of a live plan: who has begun and finished it."""

    module: str
    title: str
    lessons: int
    people: tuple[Standing, ...] = ()

    def count(self, step: Step) -> int:
        """How many stand there."""
        return sum(one.step == step for one in self.people)


@dataclass(frozen=True, slots=True)
class PlanView:
    """A plan as its supervisor sees it; `disputed` when two supervisors changed it at once."""

    plan: Plan
    modules: tuple[Advance, ...] = ()
    disputed: bool = False


@dataclass(frozen=True, slots=True)
class PlanTask:
    """A module that the unit's plan asks of oneself.

    `why` is what one's own position lacks that it builds. One that is not `held` here has no
    lessons and no progress.
    """

    plan: str
    plan_title: str
    module: str
    title: str
    title_en: str
    due: date | None
    reason: str
    why: tuple[Why, ...] = ()
    done: int = 0
    lessons: int = 0
    step: Step = "new"
    held: bool = True
    following: str = ""

    def days_left(self, today: date) -> int | None:
        """Days to the deadline, below zero when it is over."""
        return None if self.due is None else (self.due - today).days

    @property
    def fraction(self) -> float:
        """Lessons finished of all."""
        return self.done / self.lessons if self.lessons else 0.0


@dataclass(frozen=True, slots=True)
class Assignment:
    """What stands of one module of a plan, for the unit (`subject` empty) or a person (hex id).

    `digest` (hex) is how another word replaces it.
    """

    told: PlanAssigned
    subject: str
    digest: str = ""

    @property
    def live(self) -> bool:
        """Whether it is to be studied."""
        return self.told.state == "live"


def step_of(done: int, lessons: int, *, begun: bool = False) -> Step:
    """Where somebody stands who finished some of the lessons, or sat a test of the module."""
    if lessons and done >= lessons:
        return "done"
    return "going" if done or begun else "new"


def assembled(parts: Sequence[Assignment]) -> Plan:
    """The plan that assignments of one id tell; the live ones where there are any.

    `parts` are in fold order, one at least. Told of the unit and of people at once, it is not for
    these people alone.
    """
    live = [part for part in parts if part.live]
    standing = live or list(parts)
    of_unit = [part for part in standing if not part.subject]
    last = (of_unit or standing)[-1].told
    items = {part.told.module: part.told for part in standing}
    return Plan(
        last.plan,
        last.title,
        last.due,
        tuple(
            PlanItem(told.module, told.module_title, told.seats)
            for told in sorted(items.values(), key=lambda told: told.order)
        ),
        tuple(last.positions.split()),
        () if of_unit else tuple(sorted({part.subject for part in standing})),
        last.reason,
        last.hundredths / 100,
        "live" if live else "retired",
    )


def in_order(tasks: Sequence[PlanTask]) -> list[PlanTask]:
    """What is not finished first, then by deadline; what has none last."""
    return sorted(tasks, key=lambda task: (task.step == "done", task.due or date.max, task.title))


def day_of(text: str) -> date | None:
    """An ISO date, or None: a plan of another program may say anything."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
