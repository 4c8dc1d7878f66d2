"""How two versions of a module are compared, for who learns it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from selfstudy.content.framework import read_sources
from selfstudy.content.markup import HEADING, prose_lines
from selfstudy.content.module_file import read_module
from selfstudy.domain.changes import (
    Changes,
    LessonChanges,
    QuestionChange,
    SectionChange,
    SourceChange,
)
from selfstudy.domain.lesson import Lesson, Module, Source
from selfstudy.domain.question import Question

__all__ = [
    "Changes",
    "LessonChanges",
    "QuestionChange",
    "SectionChange",
    "SourceChange",
    "compare",
    "section_texts",
]

PartT = TypeVar("PartT")
Sources = Mapping[str, Source]

CHANGES = "changes.md"
_CITED = re.compile(r"\]\(source:([^\s|)\"]+)")


def compare(old: Path | Module, new: Path | Module) -> Changes | None:
    """What `new` changed; None when one of the folders holds no module that can be read."""
    first, before = _edition(old)
    second, after = _edition(new)
    if first is None or second is None:
        return None
    newest = {**before, **after}
    lessons = _lessons(first, second, newest)
    tests = _questions(_test_questions(first), _test_questions(second), newest)
    return Changes(
        second.id,
        first.version,
        second.version,
        lessons,
        tests,
        _sources(_cited(first), _cited(second), before, after),
        newest,
        _note(Path(second.folder)),
    )


def section_texts(lesson: Lesson) -> dict[str, str]:
    """The text of each section by its anchor, headings left out; an opening is the first's."""
    lines = lesson.text.split("\n")
    starts = [
        number
        for number, line in prose_lines(lesson.text)
        if line.startswith("## ") and HEADING.match(line)
    ]
    texts: dict[str, str] = {}
    for place, section in enumerate(lesson.sections):
        start = starts[place]
        end = starts[place + 1] - 1 if place + 1 < len(starts) else len(lines)
        opening = lines[: start - 1] if place == 0 else []
        texts[section.id] = "\n".join([*opening, *lines[start:end]]).strip()
    return texts


def _edition(found: Path | Module) -> tuple[Module | None, Sources]:
    """A module and the sources that it knows: its own over those of the registry beside it."""
    folder = found if isinstance(found, Path) else Path(found.folder)
    sources: dict[str, Source] = {}
    for registry in (folder.parent / "sources.toml", folder / "sources.toml"):
        if registry.is_file():
            sources |= read_sources(registry)
    module = read_module(folder, sources)[0] if isinstance(found, Path) else found
    return module, sources


def _note(folder: Path) -> str:
    try:
        return (folder / CHANGES).read_text(encoding="utf-8-sig").strip()
    except (OSError, ValueError):
        return ""


def _lessons(old: Module, new: Module, sources: Sources) -> tuple[LessonChanges, ...]:
    pairs = _paired(
        {lesson.id: lesson for lesson in old.lessons}, {lesson.id: lesson for lesson in new.lessons}
    )
    found = (_lesson(name, before, after, sources) for name, before, after in pairs)
    return tuple(
        lesson
        for lesson in found
        if lesson.sections or lesson.questions or lesson.kind != "changed"
    )


def _lesson(
    name: str, before: Lesson | None, after: Lesson | None, sources: Sources
) -> LessonChanges:
    return LessonChanges(
        name,
        before,
        after,
        _sections(before, after, sources),
        _questions(before.questions if before else (), after.questions if after else (), sources),
    )


def _sections(
    old: Lesson | None, new: Lesson | None, sources: Sources
) -> tuple[SectionChange, ...]:
    titles = {s.id: s.title for lesson in (old, new) if lesson for s in lesson.sections}
    pairs = _paired(section_texts(old) if old else {}, section_texts(new) if new else {})
    found = []
    for anchor, before, after in pairs:
        if " ".join((before or "").split()) == " ".join((after or "").split()):
            continue
        cited = dict.fromkeys(_CITED.findall(before or ""))
        ended = tuple(
            name
            for name in cited
            if name not in _CITED.findall(after or "") and _ends(name, sources)
        )
        found.append(SectionChange(anchor, titles[anchor], before or "", after or "", ended))
    return tuple(found)


def _questions(
    old: tuple[Question, ...], new: tuple[Question, ...], sources: Sources
) -> tuple[QuestionChange, ...]:
    """Questions that differ in more than the line where they stand."""
    pairs = _paired(
        {q.id: replace(q, line=0) for q in old}, {q.id: replace(q, line=0) for q in new}
    )
    return tuple(
        QuestionChange(name, before, after, _reason(before, after, sources))
        for name, before, after in pairs
        if before != after
    )


def _reason(before: Question | None, after: Question | None, sources: Sources) -> str:
    """The source that a question left because it ends; empty when that is not why."""
    if before is None or (after is not None and after.source == before.source):
        return ""
    return before.source if _ends(before.source, sources) else ""


def _ends(name: str, sources: Sources) -> bool:
    source = sources.get(name)
    return source is not None and source.ended is not None


def _sources(
    old: frozenset[str], new: frozenset[str], before: Sources, after: Sources
) -> tuple[SourceChange, ...]:
    """Sources cited by one version only, or of which the newer registry says something else."""
    found = []
    for name in sorted(old | new):
        was = before.get(name) if name in old else None
        now = after.get(name) if name in new or name in old else None
        if (name in old) != (name in new) or _validity_differs(was, now):
            found.append(SourceChange(name, was, now))
    return tuple(found)


def _validity_differs(was: Source | None, now: Source | None) -> bool:
    if was is None or now is None:
        return was is not now
    return (was.number, was.effective_from, was.effective_to) != (
        now.number,
        now.effective_from,
        now.effective_to,
    )


def _cited(module: Module) -> frozenset[str]:
    """Every source that a module, its lessons and its questions rest on."""
    refs = [*module.sources, *(ref for lesson in module.lessons for ref in lesson.sources)]
    asked = [*_test_questions(module), *(q for lesson in module.lessons for q in lesson.questions)]
    return frozenset({ref.source for ref in refs} | {question.source for question in asked} - {""})


def _test_questions(module: Module) -> tuple[Question, ...]:
    return tuple(question for test in module.tests for question in test.questions)


def _paired(
    old: Mapping[str, PartT], new: Mapping[str, PartT]
) -> list[tuple[str, PartT | None, PartT | None]]:
    """Old and new by name: in the order of the new, then what went."""
    names = [*new, *(name for name in old if name not in new)]
    return [(name, old.get(name), new.get(name)) for name in names]
