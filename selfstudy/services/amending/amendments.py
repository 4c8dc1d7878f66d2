"""What was amended for one learner: a short lesson of what is new, and what comes again for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from selfstudy.content.changes import compare
from selfstudy.content.markup import plain_text
from selfstudy.domain.amending import Amended, clauses, minutes_for
from selfstudy.domain.changes import LessonChanges, SectionChange
from selfstudy.domain.errors import NoSuchLesson
from selfstudy.domain.folding import MemoryRow
from selfstudy.domain.lesson import Lesson, Source
from selfstudy.domain.progress import Quiz, QuizItem
from selfstudy.domain.question import Question
from selfstudy.domain.record import ChangeStudied
from selfstudy.services.amending.texts import Texts, shown

Compared = tuple[LessonChanges, tuple[Source, ...]] | None


class Amendments:
    """What a learner asks about amended lessons."""

    def __init__(self, texts: Texts) -> None:
        self.texts = texts
        self.desk = texts.desk
        self._compared: dict[tuple[str, str], Compared] = {}

    def waiting(self) -> tuple[Amended, ...]:
        """The amended lessons whose news this learner has not looked at, in reading order."""
        lessons = self.texts.amended()
        if not lessons:
            return ()
        return tuple(self._waiting(lessons.values()))

    def waits(self, lesson_id: str) -> Amended | None:
        """What is new in a lesson; None where nothing waits. Looks at no other lesson."""
        lesson = self.desk.library.lesson(lesson_id)
        return next(self._waiting([lesson]), None) if self.texts.had_another(lesson) else None

    def of(self, lesson_id: str) -> Amended:
        """What is new in a lesson. Raises NoSuchLesson where nothing waits."""
        found = self.waits(lesson_id)
        if found is None:
            raise NoSuchLesson(id=lesson_id)
        return found

    def quiz(self, lesson_id: str) -> Quiz:
        """Only the questions that are new or read otherwise, the answered ones left out."""
        amended = self.of(lesson_id)
        lesson = self.desk.library.lesson(lesson_id)
        asked = [q for q in lesson.questions if q.id in amended.open]
        sources = self._sources(q.source for q in asked)
        items = tuple(QuizItem(lesson_id, question) for question in asked)
        return Quiz(lesson.title, lesson.title_en, lesson_id, items, sources)

    def end(self, lesson_id: str) -> None:
        """Keep that the news of a lesson was looked at; questions left open come in review."""
        amended = self.of(lesson_id)
        lesson = self.desk.library.lesson(lesson_id)
        score = {r.question: r.score for r in self.texts.memory() if r.lesson == lesson_id}
        answered = tuple(name for name in amended.asked if name in amended.answered)
        self.desk.write(
            ChangeStudied(
                lesson.module, lesson.id, lesson.version, shown(lesson), amended.digest_before,
                tuple(section.anchor for section in amended.changes.sections),
                answered, sum(score[name] >= 1000 for name in answered),
            )
        )  # fmt: skip

    def altered(self, memory: Iterable[MemoryRow]) -> frozenset[tuple[str, str]]:
        """Lesson and question of those that read otherwise than when they were last answered."""
        lessons = self.texts.amended()
        if not lessons:
            return frozenset()
        return frozenset(
            (row.lesson, row.question)
            for row in memory
            if row.lesson in lessons and self._altered(lessons[row.lesson], row)
        )

    def _altered(self, lesson: Lesson, row: MemoryRow) -> bool:
        digest = self.texts.answered_on(row)
        if digest in {"", shown(lesson)}:
            return False
        before = self.texts.read(lesson.id, digest)
        now = _question(lesson, row.question)
        return before is not None and now is not None and _question(before, row.question) != now

    def _waiting(self, lessons: Iterable[Lesson]) -> Iterator[Amended]:
        learned, memory = self.texts.learned(), self.texts.memory()
        for lesson in lessons:
            told = learned.get(lesson.id, [])
            if not told or shown(lesson) in {each.digest for each in told}:
                continue
            found = self._changes(told[-1].digest, lesson)
            if found is not None:
                mine = [row for row in memory if row.lesson == lesson.id]
                yield self._amended(lesson, told[-1].digest, *found, mine)

    def _changes(self, before: str, lesson: Lesson) -> Compared:
        """What changed for a reader since a digest, and the sources that ended and were left."""
        if (before, lesson.digest) not in self._compared:
            known = self.texts.read(lesson.id, before)
            if known is None:
                return None
            self._compared[before, lesson.digest] = self._compare(known, lesson)
        return self._compared[before, lesson.digest]

    def _compare(self, before: Lesson, lesson: Lesson) -> Compared:
        module = self.desk.library.module(lesson.module)
        old, new = (replace(module, lessons=(one,), tests=()) for one in (before, lesson))
        found = compare(old, new)
        changes = found.lesson(lesson.id) if found is not None else None
        if found is None or changes is None:
            return None
        told = tuple(section for section in changes.sections if _tells(section))
        changes = replace(changes, sections=told)
        if not (told or changes.questions):
            return None
        return changes, _reasons(changes, found.named)

    def _amended(
        self,
        lesson: Lesson,
        before: str,
        changes: LessonChanges,
        reasons: tuple[Source, ...],
        memory: list[MemoryRow],
    ) -> Amended:
        module = self.desk.library.module(lesson.module)
        return Amended(
            lesson.id, module.id, lesson.number, lesson.title, lesson.title_en,
            module.title, module.title_en, before, changes, minutes_for(changes, plain_text),
            reasons,
            frozenset(r.question for r in memory if self.texts.answered_on(r) == shown(lesson)),
        )  # fmt: skip

    def _sources(self, names: Iterable[str]) -> tuple[Source, ...]:
        """The known sources of these ids, each once."""
        registry = self.desk.library.registry
        return tuple(registry[name] for name in dict.fromkeys(names) if name in registry)


def _tells(section: SectionChange) -> bool:
    """Whether a reader sees that a section changed: in its words, or in what it rests on."""
    return bool(section.because or clauses(section.before, section.after, plain_text))


def _reasons(changes: LessonChanges, named: Mapping[str, Source]) -> tuple[Source, ...]:
    """The sources that ended and on which what changed had rested."""
    ended = [name for section in changes.sections for name in section.because]
    ended += [question.because for question in changes.questions if question.because]
    before, after = (
        {ref.source for ref in lesson.sources} if lesson is not None else set()
        for lesson in (changes.before, changes.after)
    )
    left = (named[name] for name in sorted(before - after) if name in named)
    ended += [source.id for source in left if source.effective_to is not None]
    return tuple(named[name] for name in dict.fromkeys(ended) if name in named)


def _question(lesson: Lesson, name: str) -> Question | None:
    """A question of a lesson, wherever in its file it stands."""
    found = next((question for question in lesson.questions if question.id == name), None)
    return replace(found, line=0) if found is not None else None
