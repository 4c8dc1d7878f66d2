"""What differs between two frameworks, told by competency and position."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal, TypeVar

from selfstudy.content.framework import Framework
from selfstudy.domain.people import Competency, Position
from selfstudy.domain.record import CompetencyDescribed, Fact, PositionDescribed

What = Literal[
    "competency_new", "competency_gone", "competency_renamed", "behaviours", "position_new",
    "position_gone", "position_renamed", "level",
]  # fmt: skip

OneT = TypeVar("OneT", Competency, Position)


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: of a required level, `competency` says which, before and after its values."""

    what: What
    code: str
    title: str
    competency: str = ""
    before: str = ""
    after: str = ""

    @property
    def key(self) -> str:
        """The key of its sentence in `words`."""
        return f"framework.change_{self.what}"

    @property
    def details(self) -> dict[str, object]:
        """What fills the sentence's places."""
        return {
            "code": self.code, "title": self.title, "competency": self.competency,
            "before": self.before or "–", "after": self.after or "–",
        }  # fmt: skip


def changes(before: Framework, after: Framework) -> tuple[Change, ...]:
    """Every difference, competencies before positions."""
    return (
        *_competencies(_by_code(before.competencies), _by_code(after.competencies)),
        *_positions(_by_code(before.positions), _by_code(after.positions)),
    )


def facts_of(before: Framework, after: Framework, version: str) -> list[Fact]:
    """What must be told so that `before` becomes `after`: only what differs."""
    old, new = _by_code(before.competencies), _by_code(after.competencies)
    held, wanted = _by_code(before.positions), _by_code(after.positions)
    told: list[Fact] = [
        CompetencyDescribed(c.code, version, c.title, c.title_en, c.group, c.behaviours)
        for c in new.values()
        if old.get(c.code) != c
    ]
    told += [
        PositionDescribed(p.code, version, p.title, p.title_en, p.required, p.aliases, p.scope)
        for p in wanted.values()
        if not _same(held.get(p.code), p)
    ]
    gone = [old[code] for code in old if code not in new]
    told += [CompetencyDescribed(c.code, version, c.title, state="gone") for c in gone]
    left = [held[code] for code in held if code not in wanted]
    told += [PositionDescribed(p.code, version, p.title, state="gone") for p in left]
    return told


def _same(one: Position | None, other: Position) -> bool:
    """Whether nothing differs but the order of levels."""
    if one is None:
        return False
    ordered = [replace(p, required=tuple(sorted(p.required))) for p in (one, other)]
    return ordered[0] == ordered[1]


def _competencies(old: Mapping[str, Competency], new: Mapping[str, Competency]) -> Iterator[Change]:
    for code, one in new.items():
        was = old.get(code)
        if was is None:
            yield Change("competency_new", code, one.title)
            continue
        if (was.title, was.title_en, was.group) != (one.title, one.title_en, one.group):
            yield Change("competency_renamed", code, one.title, before=was.title, after=one.title)
        if was.behaviours != one.behaviours:
            counts = str(len(was.behaviours)), str(len(one.behaviours))
            yield Change("behaviours", code, one.title, before=counts[0], after=counts[1])
    for code in old.keys() - new.keys():
        yield Change("competency_gone", code, old[code].title)


def _positions(old: Mapping[str, Position], new: Mapping[str, Position]) -> Iterator[Change]:
    for code, one in new.items():
        was = old.get(code)
        if was is None:
            yield Change("position_new", code, one.title)
            continue
        if replace(was, required=()) != replace(one, required=()):
            yield Change("position_renamed", code, one.title, before=was.title, after=one.title)
        before, after = dict(was.required), dict(one.required)
        for competency in sorted(before.keys() | after.keys()):
            levels = before.get(competency), after.get(competency)
            if levels[0] != levels[1]:
                told = tuple(str(level or "") for level in levels)
                yield Change("level", code, one.title, competency, told[0], told[1])
    for code in sorted(old.keys() - new.keys()):
        yield Change("position_gone", code, old[code].title)


def _by_code(some: Iterable[OneT]) -> dict[str, OneT]:
    return {one.code: one for one in some}
