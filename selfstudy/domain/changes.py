"""What a newer version of a module changed for who learns it: sections, questions, sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from selfstudy.domain.lesson import Lesson, Source
from selfstudy.domain.question import Question

Kind = Literal["added", "removed", "changed"]


@dataclass(frozen=True, slots=True)
class SectionChange:
    """A section with another text; `before` is empty when it is new, `after` when it went.

    `because` holds the sources that ended and that the old text cited.
    """

    anchor: str
    title: str
    before: str
    after: str
    because: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class QuestionChange:
    """A question that is new, went or is another; `because` is the source of it that ended."""

    id: str
    before: Question | None
    after: Question | None
    because: str = ""

    @property
    def kind(self) -> Kind:
        """Whether it was added, removed or changed."""
        return _kind(self.before, self.after)


@dataclass(frozen=True, slots=True)
class LessonChanges:
    """What is new in one lesson; of a lesson that was added or removed, all of it."""

    id: str
    before: Lesson | None
    after: Lesson | None
    sections: tuple[SectionChange, ...]
    questions: tuple[QuestionChange, ...]

    @property
    def kind(self) -> Kind:
        """Whether it was added, removed or changed."""
        return _kind(self.before, self.after)


@dataclass(frozen=True, slots=True)
class SourceChange:
    """A source of the module that is cited anew, no longer, or is said otherwise."""

    id: str
    before: Source | None
    after: Source | None

    @property
    def ended(self) -> bool:
        """Whether it has an end now that the old version did not know."""
        return self.after is not None and _end_is_news(self.before, self.after)


@dataclass(frozen=True, slots=True)
class Changes:
    """From version `before` to version `after` of a module; `note` is the author's own text.

    `tests` are the questions of the tests over the module, `sources` those of either version;
    `named` knows every source that a reason or a source change speaks of.
    """

    module: str
    before: int
    after: int
    lessons: tuple[LessonChanges, ...]
    tests: tuple[QuestionChange, ...]
    sources: tuple[SourceChange, ...]
    named: Mapping[str, Source]
    note: str = ""

    def lesson(self, lesson_id: str) -> LessonChanges | None:
        """What changed in a lesson; None when nothing did."""
        return next((lesson for lesson in self.lessons if lesson.id == lesson_id), None)

    def questions(self) -> Iterator[QuestionChange]:
        """The changed questions of lessons that stay, and of tests."""
        for lesson in self.lessons:
            if lesson.kind == "changed":
                yield from lesson.questions
        yield from self.tests


def _kind(before: object | None, after: object | None) -> Kind:
    if before is None:
        return "added"
    return "removed" if after is None else "changed"


def _end_is_news(before: Source | None, after: Source) -> bool:
    return before is not None and after.ended is not None and after.ended != before.ended
