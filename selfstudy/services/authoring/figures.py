"""What a module holds, in numbers: words and minutes of lessons, questions by kind, level, aim."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from selfstudy.content.lesson_rules import SLOWEST_READING, STUDY_FACTOR
from selfstudy.content.markup import outline
from selfstudy.domain.lesson import Module
from selfstudy.domain.question import Question

KINDS = ("single", "multi", "true_false", "scenario", "order", "match", "numeric", "cloze")
LEVELS = ("remember", "understand", "apply", "analyse", "evaluate", "create")


@dataclass(frozen=True, slots=True)
class Part:
    """A lesson or a test in numbers; `reading` is the minutes that careful reading takes."""

    key: str
    title: str
    title_en: str
    words: int
    minutes: int
    reading: int
    figures: int
    questions: int
    kinds: tuple[int, ...]
    levels: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Aim:
    """How often an outcome is asked, in lessons and in tests."""

    outcome: str
    text: str
    lessons: int
    tests: int


@dataclass(frozen=True, slots=True)
class ModuleFigures:
    """A module in numbers."""

    module: str
    parts: tuple[Part, ...]
    aims: tuple[Aim, ...]


def figures_of(module: Module) -> ModuleFigures:
    """A module in numbers, its tests after its lessons."""
    lessons = [
        _part(
            lesson.id,
            (lesson.title, lesson.title_en),
            lesson.questions,
            words=lesson.words,
            minutes=lesson.minutes,
            figures=sum(link.image for link in outline(lesson.text).links),
        )
        for lesson in module.lessons
    ]
    tests = [_part(test.purpose, ("", ""), test.questions) for test in module.tests]
    asked = Counter(q.outcome for lesson in module.lessons for q in lesson.questions)
    tested = Counter(q.outcome for test in module.tests for q in test.questions)
    aims = tuple(Aim(o.id, o.text, asked[o.id], tested[o.id]) for o in module.outcomes)
    return ModuleFigures(module.id, (*lessons, *tests), aims)


def _part(
    key: str,
    titles: tuple[str, str],
    questions: Sequence[Question],
    *,
    words: int = 0,
    minutes: int = 0,
    figures: int = 0,
) -> Part:
    kinds = Counter(question.kind for question in questions)
    levels = Counter(question.cognitive for question in questions)
    return Part(
        key,
        *titles,
        words,
        minutes,
        round(words * STUDY_FACTOR / SLOWEST_READING),
        figures,
        len(questions),
        tuple(kinds[kind] for kind in KINDS),  # type: ignore[index]
        tuple(levels[level] for level in LEVELS),  # type: ignore[index]
    )
