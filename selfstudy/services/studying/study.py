"""Studying: what to do now, lessons, questions, the record. Every answer is durable."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from selfstudy.domain.errors import NoSuchLesson
from selfstudy.domain.folding import MemoryRow, ProgressRow
from selfstudy.domain.hours import (
    check_passed,
    reading_fraction,
    required_seconds,
)
from selfstudy.domain.lesson import Lesson, Source
from selfstudy.domain.moments import due_limit, moment
from selfstudy.domain.progress import (
    Confidence,
    Hours,
    LessonLine,
    LessonProgress,
    Marked,
    ModuleCard,
    MyRecord,
    OpenLesson,
    Quiz,
    QuizItem,
    Response,
    Today,
    confidence_of,
)
from selfstudy.domain.question import Question, grade
from selfstudy.domain.record import Answered, Fact, LessonFinished, LessonOpened, SectionRead
from selfstudy.domain.validity import legal_day, standing
from selfstudy.services.amending.amendments import Amendments
from selfstudy.services.amending.texts import DIGEST_SHOWN, Texts
from selfstudy.services.holding.desk import Desk
from selfstudy.services.hours.minimum import rule_of
from selfstudy.services.initiative.goals import DAYS, Aims
from selfstudy.services.needs.assigned import my_tasks
from selfstudy.services.record.ledger import Ledger
from selfstudy.services.record.standing import handed
from selfstudy.services.studying.shelf import card_of, next_of
from selfstudy.services.studying.testing import Testing
from selfstudy.store.folds import Tried
from selfstudy.store.papers import OutlineLine
from selfstudy.store.room import make_room
from selfstudy.words import pick

SHOWN_DAYS = 91  # thirteen weeks
MOST_SECONDS = 600  # one report of active time; more is a sleeping computer


class Study:
    """What a learner asks for."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.ledger = Ledger(desk)
        self.testing = Testing(desk)
        self.texts = Texts(desk)
        self.amendments = Amendments(self.texts)
        self._opened = ""

    # — looking ——————————————————————————————————————————————————————————————————————————

    def today(self) -> Today:
        """What to do now."""
        modules = self.library()
        now = self.desk.clock()
        minutes = self.ledger.minutes_by_day(now, DAYS)
        plans = my_tasks(self.desk, modules)
        return Today(
            name=self.desk.profile.name,
            next=next_of(modules, {key[0]: row.last for key, row in self._progress().items()}),
            due=self.due(),
            hours=self.hours(now.year),
            handed=handed(self.desk),
            modules=modules,
            days=minutes[-SHOWN_DAYS:],
            is_supervisor=self.desk.is_supervisor(),
            amended=self.amendments.waiting(),
            plans=plans,
            names=self._names({why.competency for task in plans for why in task.why}),
            rhythm=Aims(self.desk).rhythm(minutes),
        )

    def _names(self, codes: set[str]) -> tuple[tuple[str, str], ...]:
        known = self.desk.library.framework.competencies if codes else ()
        return tuple((c.code, pick(c.title, c.title_en)) for c in known if c.code in codes)

    def due(self) -> int:
        """Questions due for review today; the day turns at 04:00."""
        limit = due_limit(self.desk.clock())
        known = {(q.id, lesson.id) for lesson in self._lessons() for q in lesson.questions}
        memory = self.memory()
        altered = self.amendments.altered(memory)
        return sum(
            (row.memory.due < limit or (row.lesson, row.question) in altered)
            and (row.question, row.lesson) in known
            for row in memory
        )

    def library(self) -> tuple[ModuleCard, ...]:
        """All modules with the person's progress."""
        self.desk.fold()
        progress = self._progress()
        memory = self.memory()
        today = legal_day(self.desk.clock())
        needed = self._needed()
        return self.testing.with_tests(
            [
                card_of(
                    module,
                    tuple(self._line(lesson, progress, memory, today) for lesson in module.lessons),
                    needed,
                )
                for module in self.desk.library.modules()
            ]
        )

    def open_lesson(self, lesson_id: str) -> OpenLesson:
        """A lesson with everything around it; that it was opened is kept on this computer."""
        lesson = self.desk.library.lesson(lesson_id)
        module = self.desk.library.module(lesson.module)
        if lesson.id != self._opened and self.desk.reading is None:  # looking again is no new fact
            fact = LessonOpened(module.id, lesson.id, lesson.version, lesson.digest[:DIGEST_SHOWN])
            self.desk.write(fact)
            self.texts.keep(lesson)
            self._opened = lesson.id
        self.desk.fold()
        progress, memory = self._progress(), self.memory()
        today = legal_day(self.desk.clock())
        lines = tuple(self._line(each, progress, memory, today) for each in module.lessons)
        here = next(i for i, each in enumerate(module.lessons) if each.id == lesson.id)
        following = module.lessons[here + 1].id if here + 1 < len(module.lessons) else ""
        return OpenLesson(
            lesson=lesson,
            module_title=module.title,
            module_title_en=module.title_en,
            lessons=lines,
            sources=self.sources(ref.source for ref in lesson.sources),
            progress=self._lesson_progress(lesson, progress, memory),
            draft=module.vetted is None,
            folder=str(self.desk.library.folder_of(module.id)),
            previous=module.lessons[here - 1].id if here else "",
            following=following,
            vetted=module.vetted,
            amended=self.amendments.waits(lesson.id),
        )

    def quiz(self, lesson_id: str) -> Quiz:
        """A lesson's own questions, with the answers of a round that was not finished."""
        lesson = self.desk.library.lesson(lesson_id)
        given = self.ledger.unfinished_round(lesson)
        items = tuple(
            self._item(lesson, question, given.get(question.id)) for question in lesson.questions
        )
        sources = self.sources(q.source for q in lesson.questions)
        return Quiz(lesson.title, lesson.title_en, lesson.id, items, sources)

    @staticmethod
    def _item(lesson: Lesson, question: Question, given: Answered | None) -> QuizItem:
        if given is None:
            return QuizItem(lesson.id, question)
        sure = confidence_of(given.confidence)
        return QuizItem(lesson.id, question, given.response, grade(question, given.response), sure)

    def hours(self, year: int) -> Hours:
        """The two ledgers of a year."""
        rule = rule_of(self.desk, self.desk.profile.position, date(year, 12, 31))
        rows = self.ledger.rows(year)
        return Hours(
            year=year,
            self_study=sum(row.hours for row in rows if row.ledger == "self_study"),
            recognised=sum(row.hours for row in rows if row.ledger == "recognised"),
            recognised_target=rule.min_tiet if rule else None,
            basis=rule.basis if rule else "",
        )

    def my_record(self, year: int | None = None) -> MyRecord:
        """What the person has proved, in one year or in all."""
        position = self.desk.library.framework.position_title(self.desk.profile.position)
        card = self.desk.card
        hours = self.hours(year or self.desk.clock().year)
        return self.ledger.record(year, hours, position, card.name if card else "")

    # — doing ————————————————————————————————————————————————————————————————————————————

    def read(
        self, lesson_id: str, sections: Collection[str], seconds: int, anchor: str
    ) -> LessonProgress:
        """Keep what was read and for how long; the lesson finishes when all is done."""
        lesson = self.desk.library.lesson(lesson_id)
        if self.desk.reading is not None:  # the window says that nothing is kept
            return self.progress_of(lesson)
        known = {section.id for section in lesson.sections}
        fact = SectionRead(
            lesson.module,
            lesson.id,
            lesson.version,
            lesson.digest[:DIGEST_SHOWN],
            tuple(sorted(known.intersection(sections))),
            min(max(0, seconds), MOST_SECONDS),
            anchor[:200],
        )
        self.desk.write(fact)
        return self.finish_if_done(lesson)[0]

    def answer(
        self,
        lesson_id: str,
        question_id: str,
        response: Response,
        confidence: Confidence,
        milliseconds: int,
    ) -> Marked:
        """Grade an answer and keep it; when this returns it is on the disk."""
        lesson, question = self.question(lesson_id, question_id)
        mark = grade(question, response)
        fact = Answered(
            lesson.id,
            question.id,
            lesson.version,
            lesson.digest[:DIGEST_SHOWN],
            question.competency,
            response,
            round(mark.score * 1000) if mark.score < 1 else 1000,
            max(0, milliseconds),
            confidence,
        )
        self.desk.write(fact)
        progress, finished = self.finish_if_done(lesson)
        return Marked(mark, self.desk.clock(), progress, finished)

    def question(self, lesson_id: str, question_id: str) -> tuple[Lesson, Question]:
        """A lesson and one of its questions. Raises NoSuchLesson."""
        lesson = self.desk.library.lesson(lesson_id)
        for question in lesson.questions:
            if question.id == question_id:
                return lesson, question
        raise NoSuchLesson(id=question_id)

    def finish_if_done(self, lesson: Lesson) -> tuple[LessonProgress, bool]:
        """Keep that a lesson is finished, once, when all it asks for is done."""
        rows, memory = self._of_lesson(lesson.id)
        progress = self._lesson_progress(lesson, rows, memory)
        if progress.finished_at is not None or not self._complete(lesson, progress):
            return progress, False
        minutes = self.desk.library.hours_rules.reading.minutes_per_tiet
        module = self.desk.library.module(lesson.module)
        hundredths = round(100 * module.hours / len(module.lessons)) if minutes else 0
        fact: Fact = LessonFinished(
            lesson.module,
            lesson.id,
            lesson.version,
            lesson.digest[:DIGEST_SHOWN],
            round(progress.active_seconds / 60),
            hundredths,
            progress.right,
            progress.questions,
        )
        saved = self.desk.write(fact)[0]
        return replace(progress, finished_at=self._local(saved.at), fraction=1.0), True

    @staticmethod
    def _complete(lesson: Lesson, progress: LessonProgress) -> bool:
        return (
            len(progress.sections_read) >= len(lesson.sections)
            and progress.active_seconds >= progress.required_seconds
            and progress.check_passed
        )

    # — from rows to shapes ——————————————————————————————————————————————————————————————

    def get_ready(self) -> None:
        """Do what no answer shall wait for, when the window is there."""
        make_room(self.desk.database)

    def keep_outline(self) -> bool:
        """Keep the outline of the modules in the database, for the next start's first paint.

        What was studied is kept as it reads now, to say later what was amended.
        """
        self.texts.keep_all()
        lines: list[OutlineLine] = []
        for module in self.desk.library.modules():
            for lesson in module.lessons:
                lines.append(
                    OutlineLine(
                        lesson.id, len(lines), module.id, module.title, module.title_en,
                        lesson.number, len(module.lessons), lesson.title, lesson.title_en,
                        lesson.minutes, len(lesson.sections), len(lesson.questions),
                    )
                )  # fmt: skip
        changed = self.desk.papers.keep_outline(lines)
        if changed:  # so that an answer need not write the name of its question too
            lessons = self._lessons()
            asked = (question.id for lesson in lessons for question in lesson.questions)
            self.desk.journal.number({*asked, *(lesson.id for lesson in lessons)})
        return changed

    def _lessons(self) -> list[Lesson]:
        return [lesson for module in self.desk.library.modules() for lesson in module.lessons]

    def _progress(self) -> dict[tuple[str, int], ProgressRow]:
        with self.desk.database.read() as connection:
            rows = self.desk.journal.folds.progress(connection, self.desk.person)
        return {(row.lesson, row.version): row for row in rows}

    def memory(self) -> list[MemoryRow]:
        """The schedule of every question that was answered."""
        return self.texts.memory()

    def progress_of(self, lesson: Lesson) -> LessonProgress:
        """The person's progress in a lesson."""
        return self._lesson_progress(lesson, *self._of_lesson(lesson.id))

    def _of_lesson(
        self, lesson: str
    ) -> tuple[dict[tuple[str, int], ProgressRow], Sequence[MemoryRow | Tried]]:
        folds, database = self.desk.journal.folds, self.desk.database
        found = folds.of_lesson(database, self.desk.person, lesson)
        if found is None:
            self.desk.fold()
            return self._progress(), self.memory()
        progress, memory = found
        return {(row.lesson, row.version): row for row in progress}, memory

    def _needed(self) -> frozenset[str]:
        position = self.desk.library.framework.position(self.desk.profile.position)
        return frozenset(code for code, _level in position.required) if position else frozenset()

    def sources(self, ids: Iterable[str]) -> tuple[Source, ...]:
        """The known sources of these ids, each once, in their order."""
        found = (self.desk.library.source(source) for source in dict.fromkeys(ids) if source)
        return tuple(source for source in found if source is not None)

    def _local(self, at: int) -> datetime:
        return moment(at).astimezone(self.desk.clock().tzinfo)

    def _lesson_progress(
        self,
        lesson: Lesson,
        progress: dict[tuple[str, int], ProgressRow],
        memory: Sequence[MemoryRow | Tried],
    ) -> LessonProgress:
        row = progress.get((lesson.id, lesson.version), ProgressRow(lesson.id, lesson.version))
        ids = {question.id for question in lesson.questions}
        mine = [m for m in memory if m.lesson == lesson.id and m.question in ids]
        right = sum(m.score >= 1000 for m in mine)
        read = row.sections.intersection(section.id for section in lesson.sections)
        total = len(lesson.questions)
        done = row.finished is not None
        fraction = reading_fraction(len(read), len(lesson.sections), right, total)
        return LessonProgress(
            sections_read=read,
            active_seconds=row.seconds,
            required_seconds=required_seconds(
                lesson.minutes, self.desk.library.hours_rules.reading
            ),
            answered=len(mine),
            right=right,
            questions=total,
            check_passed=check_passed(right, len(mine), total),
            finished_at=self._local(row.finished) if row.finished is not None else None,
            anchor=row.anchor,
            fraction=1.0 if done else min(fraction, 0.99),
        )

    def _line(
        self,
        lesson: Lesson,
        progress: dict[tuple[str, int], ProgressRow],
        memory: Sequence[MemoryRow | Tried],
        today: date,
    ) -> LessonLine:
        found = self._lesson_progress(lesson, progress, memory)
        stands = standing(lesson.sources, self.desk.library.registry, today)
        return LessonLine(
            lesson.id, lesson.number, lesson.title, lesson.title_en, lesson.minutes,
            found.state, found.fraction, stands.validity, stands.turn,
        )  # fmt: skip
