"""The modules as they stand before a learner: a card for each, and the lesson to go on with."""

from __future__ import annotations

from collections.abc import Mapping

from selfstudy.domain.lesson import Module
from selfstudy.domain.progress import LessonLine, ModuleCard, Next
from selfstudy.domain.validity import Standing, worst


def card_of(module: Module, lines: tuple[LessonLine, ...], needed: frozenset[str]) -> ModuleCard:
    """A module with the person's progress in its lessons."""
    done = all(line.state == "done" for line in lines)
    touched = any(line.state != "new" for line in lines)
    stands = worst(Standing(line.validity, line.turn) for line in lines)
    return ModuleCard(
        id=module.id,
        version=module.version,
        title=module.title,
        title_en=module.title_en,
        summary=module.summary,
        summary_en=module.summary_en,
        area=module.area,
        hours=module.hours,
        lessons=lines,
        competencies=module.competencies,
        needed=any(code in needed for code, _level in module.competencies),
        draft=module.vetted is None,
        validity=stands.validity,
        state="done" if done else "going" if touched else "new",
        fraction=sum(line.fraction for line in lines) / len(lines) if lines else 0.0,
        turn=stands.turn,
        vetted=module.vetted,
    )


def next_of(modules: tuple[ModuleCard, ...], last: Mapping[str, int]) -> Next | None:
    """The unfinished lesson last touched; else the first of a module the position needs.

    `last` says when (ms) a lesson was touched.
    """
    open_lines = [(card, line) for card in modules for line in card.lessons if line.state != "done"]
    if not open_lines:
        return None
    touched = [pair for pair in open_lines if pair[1].id in last]
    if touched:
        card, line = max(touched, key=lambda pair: last[pair[1].id])
    else:
        card, line = min(open_lines, key=lambda pair: not pair[0].needed)
    return Next(
        module=card.id,
        module_title=card.title,
        module_title_en=card.title_en,
        lesson=line.id,
        lesson_title=line.title,
        lesson_title_en=line.title_en,
        number=line.number,
        of=len(card.lessons),
        minutes_left=max(1, round(line.minutes * (1 - line.fraction))),
        fraction=line.fraction,
        started=line.state == "going",
    )
