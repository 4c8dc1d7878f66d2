"""A lesson as its learners will see it, before it is anywhere else; nothing of it is recorded."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from pathlib import Path

from selfstudy.domain.errors import NoSuchLesson
from selfstudy.domain.lesson import Lesson, Module
from selfstudy.domain.progress import (
    Confidence,
    LessonLine,
    LessonProgress,
    Marked,
    OpenLesson,
    Quiz,
    QuizItem,
    Response,
)
from selfstudy.domain.question import grade
from selfstudy.services.authoring.workshop import Looked

PURPOSES = ("pre", "post", "delayed")


class Rehearsal:
    """Stands where a learner's study stands: opens and grades, keeps the place and no record."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._looked: Looked | None = None
        self._anchor: dict[str, str] = {}

    def show(self, looked: Looked) -> None:
        """The folder as it is now; the places where one was reading stay."""
        self._looked = looked

    def open_lesson(self, lesson_id: str) -> OpenLesson:
        """A lesson as an author wrote it. Raises NoSuchLesson."""
        module, lesson = self._lesson(lesson_id)
        looked = self._looked
        cited = {ref.source for ref in (*lesson.sources, *module.sources)}
        sources = looked.sources if looked is not None else {}
        lines = tuple(
            LessonLine(one.id, one.number, one.title, one.title_en, one.minutes, "new", 0.0)
            for one in module.lessons
        )
        place = [one.id for one in module.lessons].index(lesson.id)
        return OpenLesson(
            lesson,
            module.title,
            module.title_en,
            lines,
            tuple(source for key, source in sources.items() if key in cited),
            LessonProgress(anchor=self._anchor.get(lesson.id, "")),
            draft=module.vetted is None,
            folder=str(Path(module.folder)),
            previous=lines[place - 1].id if place else "",
            following=lines[place + 1].id if place + 1 < len(lines) else "",
            vetted=module.vetted,
        )

    def read(
        self, lesson_id: str, sections: Collection[str], seconds: int, anchor: str
    ) -> LessonProgress:
        """Remember where the author was; reading counts for nothing here."""
        del sections, seconds
        self._anchor[lesson_id] = anchor
        return LessonProgress(anchor=anchor)

    def quiz(self, lesson_id: str) -> Quiz:
        """The questions of a lesson, or of a test as `module/purpose`. Raises NoSuchLesson."""
        looked = self._looked
        sources = tuple(looked.sources.values()) if looked is not None else ()
        module_id, _, purpose = lesson_id.partition("/")
        if purpose in PURPOSES:
            module = self._module(module_id)
            tests = [test for test in module.tests if test.purpose == purpose]
            asked = tests[0].questions if tests else ()
            titles = module.title, module.title_en
        else:
            _, lesson = self._lesson(lesson_id)
            asked, titles = lesson.questions, (lesson.title, lesson.title_en)
        items = tuple(QuizItem(lesson_id, question) for question in asked)
        return Quiz(*titles, lesson_id, items, sources)

    def answer(
        self,
        lesson_id: str,
        question_id: str,
        response: Response,
        confidence: Confidence,
        milliseconds: int,
    ) -> Marked:
        """Grade as a learner's answer is graded. Raises NoSuchLesson."""
        del confidence, milliseconds
        found = next(
            (i.question for i in self.quiz(lesson_id).items if i.question.id == question_id), None
        )
        if found is None:
            raise NoSuchLesson(id=question_id)
        return Marked(grade(found, response), self._clock(), LessonProgress())

    def _lesson(self, lesson_id: str) -> tuple[Module, Lesson]:
        found = self._looked.lesson(lesson_id) if self._looked is not None else None
        if found is None:
            raise NoSuchLesson(id=lesson_id)
        return found

    def _module(self, module_id: str) -> Module:
        modules = self._looked.report.read if self._looked is not None else ()
        for module in modules:
            if module.id == module_id:
                return module
        raise NoSuchLesson(id=module_id)
