"""What is shown of a person's needs: each competency with what was told, and what would help."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from selfstudy.content.library import Library
from selfstudy.domain.competency import Need, ranked
from selfstudy.domain.needs import helps
from selfstudy.domain.people import Competency
from selfstudy.services.needs.assigned import course_of
from selfstudy.services.needs.measuring import Measured, Told


@dataclass(frozen=True, slots=True)
class Help:
    """A module that builds what is lacking, up to `level`."""

    module: str
    title: str
    title_en: str
    hours: float
    level: int


@dataclass(frozen=True, slots=True)
class NeedLine:
    """A competency: what is required, what each side told, what a test showed, what follows.

    `test` is a score in per cent and the highest level that it can show.
    """

    competency: Competency
    need: Need
    own: Told | None = None
    rated: Told | None = None
    test: tuple[float, int] | None = None
    helps: tuple[Help, ...] = ()

    @property
    def code(self) -> str:
        """The competency's code."""
        return self.competency.code


def lines_of(measured: Measured, library: Library) -> tuple[NeedLine, ...]:
    """A person's competencies in the order of the framework."""
    framework, courses = library.framework, [(m, course_of(m)) for m in library.modules()]
    by_code = {need.competency: need for need in measured.needs.needs}
    found = measured.found
    lines = []
    for competency in framework.competencies:
        need = by_code.get(competency.code)
        if need is not None:
            code = competency.code
            useful = (
                Help(m.id, m.title, m.title_en, m.hours, dict(m.competencies)[code])
                for m, course in courses
                if helps(course, need)
            )
            most = sorted(useful, key=lambda module: (module.hours, module.module))
            lines.append(
                NeedLine(
                    competency, need, found.own.get(code), found.rated.get(code),
                    found.tested.get(code), tuple(most),
                )
            )  # fmt: skip
    return tuple(lines)


def by_urgency(lines: Sequence[NeedLine]) -> tuple[NeedLine, ...]:
    """The lines in which something is lacking, the most urgent first."""
    of = {line.code: line for line in lines}
    return tuple(of[need.competency] for need in ranked(line.need for line in lines))
