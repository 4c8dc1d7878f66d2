"""What was studied, as it read then: kept here, and found again by what the records name."""

from __future__ import annotations

from collections import defaultdict

import msgspec

from selfstudy.domain.folding import MemoryRow
from selfstudy.domain.lesson import Lesson
from selfstudy.domain.record import Answered, ChangeStudied, LessonFinished, Reviewed
from selfstudy.domain.wire import read_line, stated
from selfstudy.services.holding.desk import Desk
from selfstudy.services.record.ledger import Ledger
from selfstudy.store.facts import Row
from selfstudy.store.places import Place
from selfstudy.store.schema import source as source_table
from selfstudy.store.studied import Studied

DIGEST_SHOWN = 16  # hex digits of a lesson's digest that a fact carries
_body = msgspec.json.Encoder().encode
_lesson = msgspec.json.Decoder(Lesson).decode
Learned = LessonFinished | ChangeStudied


class Texts:
    """The lessons of one learner as they read when they were studied on this computer."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.studied = Studied(desk.database)
        self._answered: dict[tuple[bytes, int], str] = {}
        self._learned: dict[tuple[bytes, int], Learned | None] = {}
        self._read: dict[str, Lesson | None] = {}

    def keep(self, lesson: Lesson) -> None:
        """Keep a lesson as it reads now, once; nothing where nothing can be written."""
        if self.desk.reading is None and not self.studied.has(lesson.id, shown(lesson)):
            self.studied.keep(lesson.id, shown(lesson), _body(lesson), self.desk.now())

    def keep_all(self) -> None:
        """Keep every lesson that was touched as it reads now; let go what nothing names."""
        if self.desk.reading is not None:
            return
        answers: dict[str, list[MemoryRow]] = defaultdict(list)
        for row in self.memory():
            answers[row.lesson].append(row)
        with self.desk.database.read() as connection:
            rows = self.desk.journal.folds.progress(connection, self.desk.person)
        touched = answers.keys() | {row.lesson for row in rows}
        lessons = {lesson.id: lesson for m in self.desk.library.modules() for lesson in m.lessons}
        kept = self.studied.digests()
        with self.desk.database.write():  # all of them at once: each alone would wait for the disk
            for name in touched & lessons.keys():
                if shown(lessons[name]) not in kept.get(name, ()):
                    self.keep(lessons[name])
        learned: dict[str, list[Learned]] | None = None
        for name, digests in self.studied.digests().items():
            gone = digests - {shown(lessons[name])} if name in lessons else set()
            if name not in touched:
                gone = digests
            elif gone:
                learned = learned if learned is not None else self.learned()
                gone -= {told.digest for told in learned.get(name, ())}
                gone -= {self.answered_on(row) for row in answers.get(name, ())}
            if gone:
                self.studied.forget(name, gone)

    def had_another(self, lesson: Lesson) -> bool:
        """Whether another text of a lesson than today's was studied; the disk is not looked at."""
        return bool(self.studied.digests().get(lesson.id, set()) - {shown(lesson)})

    def amended(self) -> dict[str, Lesson]:
        """The lessons of which another text than today's was studied, by id."""
        kept = self.studied.digests()
        lessons = {lesson.id: lesson for m in self.desk.library.modules() for lesson in m.lessons}
        return {
            name: lessons[name]
            for name, digests in kept.items()
            if name in lessons and digests - {shown(lessons[name])}
        }

    def read(self, lesson: str, digest: str) -> Lesson | None:
        """A lesson as it read under a digest; None when that was not kept."""
        if self._read.get(digest) is None:
            self._read[digest] = self._opened(lesson, digest)
        return self._read[digest]

    def _opened(self, lesson: str, digest: str) -> Lesson | None:
        body = self.studied.body(lesson, digest)
        try:
            return _lesson(body) if body is not None else None
        except (msgspec.DecodeError, UnicodeDecodeError):
            return None

    def learned(self) -> dict[str, list[Learned]]:
        """When each lesson was finished and its changes studied, as it was told, in fold order."""
        found: dict[str, list[Learned]] = defaultdict(list)
        ledger = Ledger(self.desk)
        for row in ledger.counted("lesson_finished", "change_studied"):
            spot = (row.place.sid, row.number)
            if spot not in self._learned:
                self._learned[spot] = self._told(row)
            told = self._learned[spot]
            if told is not None:
                found[told.lesson].append(told)
        return found

    def _told(self, row: Row) -> Learned | None:
        line = self.desk.journal.line(row.place, row.number)
        fact = stated(read_line(line)).fact if line is not None else None
        return fact if isinstance(fact, LessonFinished | ChangeStudied) else None

    def answered_on(self, row: MemoryRow) -> str:
        """The digest of the lesson as it read when a question was last answered."""
        spot = (row.order.source, row.order.number)
        if spot not in self._answered:
            self._answered[spot] = self._digest_at(*spot)
        return self._answered[spot]

    def _digest_at(self, sid: bytes, number: int) -> str:
        line = None
        for place in self._places(sid):
            line = line or self.desk.journal.line(place, number)
        told = stated(read_line(line)).fact if line is not None else None
        return told.digest if isinstance(told, Answered | Reviewed) else ""

    def _places(self, sid: bytes) -> list[Place]:
        with self.desk.database.read() as connection:
            return self.desk.journal.places.read(connection, source_table.c.sid == sid)

    def memory(self) -> list[MemoryRow]:
        """The schedule of every question that was answered."""
        with self.desk.database.read() as connection:
            return self.desk.journal.folds.memory(connection, self.desk.person)


def shown(lesson: Lesson) -> str:
    """A lesson's digest as a fact carries it."""
    return lesson.digest[:DIGEST_SHOWN]
