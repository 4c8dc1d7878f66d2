"""The study record: lines of the two ledgers, minutes by day, the facts behind a number."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

from selfstudy.domain.authority import entitled
from selfstudy.domain.errors import NoSuchLesson
from selfstudy.domain.folding import ProgressRow, joined
from selfstudy.domain.lesson import Lesson, Module
from selfstudy.domain.moments import milliseconds, moment
from selfstudy.domain.progress import FactRow, Hours, MyRecord, RecordRow
from selfstudy.domain.record import Answered
from selfstudy.domain.wire import read_line
from selfstudy.services import behind
from selfstudy.services.desk import Desk
from selfstudy.store.facts import Row, rows_of, voids_of
from selfstudy.store.voids import Spots

DAY = 24 * 60 * 60 * 1000
MOST_ANSWER = 300_000  # ms; a longer pause over a question is not study
GRADED = frozenset({"attempt_submitted", "restated"})  # claims whose answers are in the record


class Ledger:
    """Reads the record of the desk's own person, or of another that the desk holds."""

    def __init__(self, desk: Desk, person: bytes | None = None) -> None:
        self.desk = desk
        self.person = person or desk.person

    def rows(self, year: int | None = None) -> tuple[RecordRow, ...]:
        """Lines of form F1, newest first."""
        self.desk.fold()
        found = [*self._self_study(), *self._recognised()]
        chosen = [row for row in found if year is None or row.at.year == year]
        return tuple(sorted(chosen, key=lambda row: row.at, reverse=True))

    def record(self, year: int | None, hours: Hours, position: str, unit: str) -> MyRecord:
        """All that a person has proved."""
        rows = self.rows()
        answers = self._facts("answered", "reviewed")
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
        for fact in self._facts("section_read", "answered", "reviewed"):
            day = (fact.at - first) // DAY
            if 0 <= day < days:
                seconds[day] += _seconds(fact)
        return tuple(round(value / 60) for value in seconds)

    def facts_behind(self, lesson_id: str) -> tuple[FactRow, ...]:
        """The records behind a lesson's numbers, newest first."""
        kinds = ("lesson_opened", "section_read", "answered", "reviewed", "lesson_finished")
        rows = rows_of(self.desk.journal, self.person, kinds)
        found = [fact for fact in rows if lesson_id in (fact.object, fact.parent)]
        return self.fact_rows(reversed(found))

    def facts_of(self, kinds: Collection[str], year: int | None) -> tuple[FactRow, ...]:
        """The records of some kinds, newest first."""
        rows = self.fact_rows(reversed(self._facts(*kinds)))
        return tuple(row for row in rows if year is None or row.at.year == year)

    def unfinished_round(self, lesson: Lesson) -> dict[str, Answered]:
        """The answers since every question of a lesson was last answered, by question."""
        wanted = {question.id for question in lesson.questions}
        given: dict[str, Row] = {}
        for fact in self._facts("answered"):
            if fact.parent == lesson.id and fact.version == lesson.version:
                given[fact.object] = fact
            if wanted <= given.keys():
                given.clear()
        found: dict[str, Answered] = {}
        for question, row in given.items():
            line = self.desk.journal.line(row.place, row.number)
            told = read_line(line).fact if line is not None else None
            if isinstance(told, Answered):
                found[question] = told
        return found

    def fact_rows(self, facts: Iterable[Row]) -> tuple[FactRow, ...]:
        """Facts as lines to read."""
        voids = self._voids()
        return tuple(self._fact_row(fact, counted=self._counts(fact, voids)) for fact in facts)

    def _fact_row(self, fact: Row, *, counted: bool) -> FactRow:
        library = self.desk.library
        what, code = behind.about(library, fact)
        line = self.desk.journal.line(fact.place, fact.number) if fact.kind in GRADED else None
        stands, ours = behind.checked(library, fact, line)
        return FactRow(
            at=self.local(fact.at),
            kind=fact.kind,
            what=what or code,
            detail=_detail(fact) if ours is None else f"{ours / 10:.0f}%",
            source=fact.place.sid.hex()[: behind.SHORT],
            number=fact.number,
            counted=counted,
            code=code if what else "",
            checked=stands,
        )

    def counting(self, facts: Sequence[Row]) -> list[Row]:
        """The facts that count: said by somebody entitled, not taken back."""
        voids = self._voids() if facts else frozenset()
        return [fact for fact in facts if self._counts(fact, voids)]

    def _facts(self, *kinds: str) -> list[Row]:
        return self.counting(rows_of(self.desk.journal, self.person, kinds))

    def _voids(self) -> Spots:
        return voids_of(self.desk.journal, self.person, self.desk.my_authorities())

    def _counts(self, fact: Row, voids: Spots) -> bool:
        known = self.desk.authorities(fact.place.source.unit)
        here = (fact.place.sid, fact.number)
        return here not in voids and entitled(fact.kind, fact.place.source, fact.at, known, here)

    def _seconds(self) -> list[float]:
        return [_seconds(fact) for fact in self._facts("section_read", "answered", "reviewed")]

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

    def _ids(self) -> list[bytes]:
        """All ids of this human, the one asked for first."""
        others = self.desk.my_authorities().ids_of(self.person) - {self.person}
        return [self.person, *sorted(others)]

    def _progress(self) -> list[ProgressRow]:
        """Progress by lesson and version; what was done under several ids counts once."""
        found: dict[tuple[str, int], ProgressRow] = {}
        with self.desk.database.read() as connection:
            for one in self._ids():
                for row in self.desk.journal.folds.progress(connection, one):
                    held = found.get((row.lesson, row.version))
                    found[row.lesson, row.version] = joined(held, row) if held else row
        return list(found.values())

    def _given(self) -> list[Row]:
        """Recognised hours; a decision that names two ids of one human counts once."""
        found: list[Row] = []
        for one in self._ids():
            named = {(row.object, row.parent, row.note, row.value) for row in found}
            found += [
                row
                for row in Ledger(self.desk, one)._facts("hours_recognised")  # noqa: SLF001
                if (row.object, row.parent, row.note, row.value) not in named
            ]
        return found

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
                )
            )
        return found

    def _recognised(self) -> list[RecordRow]:
        found = []
        for fact in self._given():
            _none, module = self._titles("", fact.object)
            found.append(
                RecordRow(
                    at=self.local(fact.at),
                    module=fact.object,
                    module_title=module.title if module else fact.object,
                    lesson="",
                    lesson_title="",
                    form="in_person",
                    hours=fact.value / 100,
                    ledger="recognised",
                    result="",
                    evidence=fact.parent,
                    module_title_en=module.title_en if module else fact.object,
                )
            )
        return found


def _seconds(fact: Row) -> float:
    """Active seconds of a reading report or an answer."""
    if fact.kind == "section_read":
        return float(max(0, fact.value))
    return min(MOST_ANSWER, max(0, fact.extra)) / 1000


def _detail(fact: Row) -> str:
    """What a fact says, in a few characters."""
    if fact.kind == "section_read":
        return f"{fact.value}s"
    if fact.kind in {"answered", "reviewed"}:
        return f"{fact.value / 10:.0f}%"
    if fact.kind == "lesson_finished":
        return f"{fact.note} · {fact.value}'"
    return ""
