"""A planned post looked at: what remains to learn, what leaving costs. Nothing is written."""

from __future__ import annotations

from dataclasses import dataclass, replace

from selfstudy.domain.errors import NoSuchPosition, NotEntitled
from selfstudy.domain.needs import Course
from selfstudy.domain.people import ROLES, roles_of
from selfstudy.domain.plans import Offered
from selfstudy.domain.posting import Gap, Loss, gaps, losses, shortest_path
from selfstudy.services.needs.measuring import Measured, Measuring
from selfstudy.services.people.roll import Roll


@dataclass(frozen=True, slots=True)
class PathModule:
    """A module of the study path and what of the gaps it closes; `held`: it is installed here."""

    module: str
    title: str
    title_en: str
    hours: float
    closes: tuple[str, ...]
    held: bool = True


@dataclass(frozen=True, slots=True)
class Simulated:
    """One person and one post: advice for people to weigh, never a judgement.

    `open_gaps` are what no module of the catalogue reaches. `losses` is None where one looks at
    oneself: what leaving costs is for a supervisor.
    """

    name: str
    position: str
    target: str
    met: int
    gaps: tuple[Gap, ...]
    path: tuple[PathModule, ...]
    open_gaps: tuple[Gap, ...]
    losses: tuple[Loss, ...] | None = None

    @property
    def hours(self) -> float:
        """Tiết of the path."""
        return sum(module.hours for module in self.path)


class Postings(Roll):
    """Compares people with positions; nothing of it is recorded anywhere."""

    def mine(self, target: str) -> Simulated:
        """Oneself and a position, or two (`P02+P05`). Raises NoSuchPosition."""
        wanted = self._target(target)
        measured = Measuring(self.desk).mine(wanted)
        return self._simulated(self.desk.profile.position, measured)

    def of(self, person: str, target: str) -> Simulated:
        """Somebody of the unit (hex id), and what the unit would miss.

        Raises NotEntitled, NoSuchPosition.
        """
        self._supervise()
        wanted = self._target(target)
        roster = self._roster()
        one = next((one for one in roster if one.person.hex() == person), None)
        if one is None:
            raise NotEntitled(what=person)
        measuring = Measuring(self.desk)
        levels = {each.person: _levels(each) for each in measuring.of(roster)}
        (there,) = measuring.of([replace(one, position=wanted)])
        lost = losses(person, measuring.required(one.position), levels)
        return self._simulated(one.position, there, tuple(lost))

    def _target(self, target: str) -> str:
        codes = roles_of(target)
        for code in codes or (target,):
            if self.desk.library.framework.position(code) is None:
                raise NoSuchPosition(position=code)
        return ROLES.join(codes)

    def _simulated(
        self, position: str, there: Measured, lost: tuple[Loss, ...] | None = None
    ) -> Simulated:
        """`there` is the person measured as if they held the target."""
        required = {need.competency: need.required for need in there.needs.needs}
        found = gaps(required, _levels(there))
        offered = self._offered(set(roles_of(there.position)))
        path = shortest_path(found, [_course(module) for module in offered.values()])
        installed = {module.id for module in self.desk.library.modules()}
        return Simulated(
            there.name, position, there.position, len(required) - len(found), tuple(found),
            tuple(
                PathModule(
                    course.module, offered[course.module].title, offered[course.module].title_en,
                    course.hours, _closes(course, found), course.module in installed,
                )
                for course in path.courses
            ),
            path.open_gaps, lost,
        )  # fmt: skip

    def _offered(self, roles: set[str]) -> dict[str, Offered]:
        """What is installed, and what the catalogue has besides, for a post."""
        listed = {one.module: one for one in self.desk.library.framework.catalogue}
        here = {
            m.id: Offered(m.id, m.title, m.title_en, m.hours, m.competencies)
            for m in self.desk.library.modules()
            if m.hours
        }
        others = {
            name for name, one in listed.items() if one.positions and not roles & {*one.positions}
        }
        return {name: one for name, one in (listed | here).items() if name not in others}


def _course(module: Offered) -> Course:
    return Course(module.module, module.hours, module.builds)


def _levels(one: Measured) -> dict[str, float]:
    return {need.competency: need.level for need in one.needs.needs if need.level is not None}


def _closes(course: Course, found: list[Gap]) -> tuple[str, ...]:
    built = dict(course.builds)
    return tuple(gap.competency for gap in found if built.get(gap.competency, 0) > (gap.level or 0))
