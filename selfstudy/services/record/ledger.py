"""The study record: lines of the two ledgers, minutes by day, the facts behind a number."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Literal

from selfstudy.domain.authority import entitled
from selfstudy.domain.errors import NoSuchLesson
from selfstudy.domain.folding import ProgressRow
from selfstudy.domain.hours import given_on
from selfstudy.domain.lesson import Lesson, Module
from selfstudy.domain.moments import milliseconds, moment
from selfstudy.domain.progress import FactRow, Hours, MyRecord, RecordRow
from selfstudy.domain.record import Answered, Fact, HoursRecognised, SessionAttended
from selfstudy.domain.wire import from_hex, read_line, stated
from selfstudy.services.holding.desk import Desk
from selfstudy.services.holding.once import done_once, given_once
from selfstudy.services.record import behind
from selfstudy.store.facts import Row, voids_of
from selfstudy.store.judged import Judged, judged
from selfstudy.store.people import people
from selfstudy.store.voids import Spots

DAY = 24 * 60 * 60 * 1000
MOST_ANSWER = 300_000  # ms; a longer pause over a question is not study
STUDY = ("section_read", "answered", "reviewed")  # what active time is told by
Book = Literal["recognised", "attended"]
TaughtForm = Literal["in_person", "online", "blended"]
READ = frozenset({"attempt_submitted", "restated", "note_written"})  # more than its row says


class Ledger:
    """Reads the record of the desk's own person, or of another that the desk holds."""

    def __init__(self, desk: Desk, person: bytes | None = None) -> None:
        self.desk = desk
        self.person = person or desk.person

    def rows(self, year: int | None = None) -> tuple[RecordRow, ...]:
        """What the two ledgers are summed up from, newest first."""
        self.desk.fold()
        found = [*self._self_study(), *self._recognised()]
        chosen = [row for row in found if year is None or row.at.year == year]
        return tuple(sorted(chosen, key=lambda row: row.at, reverse=True))

    def lines(self) -> tuple[RecordRow, ...]:
        """Lines of form F1, newest first: both ledgers, and what was only attended."""
        self.desk.fold()
        found = [*self._self_study(), *self._recognised(read=True), *self._attended()]
        return tuple(sorted(found, key=lambda row: row.at, reverse=True))

    def record(self, year: int | None, hours: Hours, position: str, unit: str) -> MyRecord:
        """All that a person has proved."""
        rows = self.lines()
        answers = self.counted("answered", "reviewed")
        return MyRecord(
            name=self.desk.profile.name,
            unit=unit,
            position=position,
            hours=hours,
            rows=tuple(row for row in rows if year is None or row.at.year == year),
            lessons_done=sum(row.ledger == "self_study" for row in rows),
            answers=len(answers),
            answers_right=sum(fact.value >= 1000 for fact in answers),
            active_minutes=round(sum(self._seconds()) / 60),
            years=tuple(sorted({row.at.year for row in rows} | {hours.year}, reverse=True)),
        )

    def minutes_by_day(self, now: datetime, days: int) -> tuple[int, ...]:
        """Minutes studied on each of the last `days` days of `now`'s zone, oldest first."""
        start = now.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=days - 1)
        first = milliseconds(start)
        seconds = [0.0] * days
        for fact in self.counted(*STUDY):
            day = (fact.at - first) // DAY
            if 0 <= day < days:
                seconds[day] += seconds_of(fact)
        return tuple(round(value / 60) for value in seconds)

    def unfinished_round(self, lesson: Lesson) -> dict[str, Answered]:
        """The answers since every question of a lesson was last answered, by question."""
        wanted = {question.id for question in lesson.questions}
        given: dict[str, Row] = {}
        for fact in self.counted("answered"):
            if fact.parent == lesson.id and fact.version == lesson.version:
                given[fact.object] = fact
            if wanted <= given.keys():
                given.clear()
        found: dict[str, Answered] = {}
        for question, row in given.items():
            told = self._told(row)
            if isinstance(told, Answered):
                found[question] = told
        return found

    def fact_rows(self, facts: Iterable[Row]) -> tuple[FactRow, ...]:
        """Facts as lines to read."""
        voids = self._voids()
        return tuple(self.fact_row(fact, self._why_not(fact, voids)) for fact in facts)

    def fact_row(
        self, fact: Row, why: str = "", *, by: str = "", adds: float | None = None
    ) -> FactRow:
        """A fact as a line to read; `why` says for which reason it is not counted."""
        line = self.desk.journal.line(fact.place, fact.number) if fact.kind in READ else None
        read = behind.read(self.desk.library, fact, line, self._called)
        return FactRow(
            at=self.local(fact.at),
            kind=fact.kind,
            what=read.what,
            detail=read.detail,
            source=fact.place.sid.hex()[: behind.SHORT],
            number=fact.number,
            counted=not why,
            code=read.code,
            checked=read.checked,
            why=why,
            by=by,
            adds=adds,
        )

    def counting(self, facts: Sequence[Row], *, voided: bool = True) -> list[Row]:
        """The facts that count: said by somebody entitled, not taken back if anything was."""
        voids = self._voids() if facts and voided else frozenset()
        return [fact for fact in facts if not self._why_not(fact, voids)]

    def judged(self, *kinds: str) -> list[Judged]:
        """The person's records of some kinds in fold order, and why some are not counted."""
        known = self.desk.my_authorities()
        return judged(self.desk.journal, self.person, known, self.desk.authorities, kinds)

    def counted(self, *kinds: str) -> list[Row]:
        """The facts that count: said by somebody entitled, not taken back."""
        return [one.row for one in self.judged(*kinds) if not one.why]

    def _called(self, person: str) -> str:
        """What a person (hex id) is called in the unit."""
        known = self.desk.my_authorities()
        found = people(self.desk.journal, self.desk.unit, known, [from_hex(person)])
        return found[0].name if found else ""

    def _voids(self) -> Spots:
        return voids_of(self.desk.journal, self.person, self.desk.my_authorities())

    def _why_not(self, fact: Row, voids: Spots) -> str:
        known = self.desk.authorities(fact.place.source.unit)
        here = (fact.place.sid, fact.number)
        if here in voids:
            return "voided"
        return "" if entitled(fact.kind, fact.place.source, fact.at, known, here) else "author"

    def _seconds(self) -> list[float]:
        return [seconds_of(fact) for fact in self.counted(*STUDY)]

    def local(self, at: int) -> datetime:
        """A time of the journal (ms) in the zone of this computer's clock."""
        return moment(at).astimezone(self.desk.clock().tzinfo)

    def _titles(self, lesson_id: str, module_id: str) -> tuple[Lesson | None, Module | None]:
        try:
            lesson = self.desk.library.lesson(lesson_id) if lesson_id else None
        except NoSuchLesson:
            lesson = None
        try:
            module = self.desk.library.module(module_id)
        except NoSuchLesson:
            module = None
        return lesson, module

    def ids(self) -> list[bytes]:
        """All ids of this human, the one asked for first."""
        others = self.desk.my_authorities().ids_of(self.person) - {self.person}
        return [self.person, *sorted(others)]

    def _progress(self) -> list[ProgressRow]:
        """Progress by lesson and version; what was done under several ids counts once."""
        with self.desk.database.read() as connection:
            folds = self.desk.journal.folds
            return done_once(row for one in self.ids() for row in folds.progress(connection, one))

    def _given(self) -> list[Row]:
        """Recognised hours; a decision that names two ids of one human counts once."""
        return given_once(Ledger(self.desk, one).counted("hours_recognised") for one in self.ids())

    def _self_study(self) -> list[RecordRow]:
        found = []
        for row in self._progress():
            if row.finished is None:
                continue
            lesson, module = self._titles(row.lesson, row.module)
            found.append(
                RecordRow(
                    at=self.local(row.finished),
                    module=row.module,
                    module_title=module.title if module else row.module,
                    lesson=row.lesson,
                    lesson_title=lesson.title if lesson else row.lesson,
                    form="self_study",
                    hours=row.hundredths / 100,
                    ledger="self_study",
                    result=row.result,
                    evidence="",
                    lesson_title_en=lesson.title_en if lesson else row.lesson,
                    module_title_en=module.title_en if module else row.module,
                    draft=module is not None and module.vetted is None,
                )
            )
        return found

    def _recognised(self, *, read: bool = False) -> list[RecordRow]:
        """Hours that decisions recognised; in which form is read only where it is asked."""
        return [
            self._taught(
                fact.object, given_on(fact.note, self.local(fact.at)), fact, "recognised",
                self._form(fact) if read else "in_person", fact.parent,
            )
            for fact in self._given()
        ]  # fmt: skip

    def _attended(self) -> list[RecordRow]:
        """Sessions at which somebody was present: no decision, so they add to neither ledger."""
        told = given_once(Ledger(self.desk, one).counted("session_attended") for one in self.ids())
        return [
            self._taught(
                fact.parent, self.held_on(fact), fact, "attended", form_of(fact.note), fact.object
            )
            for fact in told
        ]

    def _taught(
        self, code: str, at: datetime, fact: Row, book: Book, form: TaughtForm, evidence: str
    ) -> RecordRow:
        _none, module = self._titles("", code)
        return RecordRow(
            at=at,
            module=code,
            module_title=module.title if module else code,
            lesson="",
            lesson_title="",
            form=form,
            hours=fact.value / 100,
            ledger=book,
            result="",
            evidence=evidence,
            module_title_en=module.title_en if module else code,
        )

    def _form(self, fact: Row) -> TaughtForm:
        told = self._told(fact)
        return form_of(told.form) if isinstance(told, HoursRecognised) else "in_person"

    def held_on(self, fact: Row) -> datetime:
        """The day of a session that was attended, else when it was written down."""
        told, at = self._told(fact), self.local(fact.at)
        return given_on(told.day, at) if isinstance(told, SessionAttended) else at

    def _told(self, fact: Row) -> Fact | None:
        line = self.desk.journal.line(fact.place, fact.number)
        return stated(read_line(line)).fact if line is not None else None


def form_of(told: str) -> TaughtForm:
    """The form of a session or course as it was told; in person where it is none we know."""
    known: dict[str, TaughtForm] = {"online": "online", "blended": "blended"}
    return known.get(told, "in_person")


def seconds_of(fact: Row) -> float:
    """Active seconds of a reading report or an answer."""
    if fact.kind == "section_read":
        return float(max(0, fact.value))
    return min(MOST_ANSWER, max(0, fact.extra)) / 1000
