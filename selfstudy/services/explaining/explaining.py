"""From any progress number to its records: how it is counted, and what it was folded from."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from selfstudy.domain.errors import NoSuchFigure
from selfstudy.domain.explained import MEASURES, Explained, Figure, Key
from selfstudy.domain.lesson import Lesson
from selfstudy.domain.progress import FactRow
from selfstudy.services.explaining import explained_ledgers as ledgers
from selfstudy.services.explaining import explained_study as own
from selfstudy.services.explaining.explained_ledgers import Added
from selfstudy.services.explaining.explained_unit import Behind
from selfstudy.services.record.behind import lesson_words, module_words
from selfstudy.services.record.ledger import Ledger
from selfstudy.services.studying.study import Study
from selfstudy.services.unit.totals import year_totals
from selfstudy.words import day

OWN: tuple[Key, ...] = (
    "lessons", "answers", "right", "minutes", "self_study", "recognised", "due", "unreceived",
)  # fmt: skip
OF_A_PERSON: tuple[Key, ...] = ("lessons", "self_study", "recognised", "last", "records")
OF_THE_UNIT: tuple[Key, ...] = ("people", "unknown", "set_aside")
OF_A_YEAR: tuple[Key, ...] = (
    "year_people", "year_lessons", "year_self_study", "year_recognised",
)  # fmt: skip


class Explaining:
    """Explains the numbers of a desk's own person, and those of the unit to its supervisors."""

    def __init__(self, study: Study) -> None:
        self.study, self.desk = study, study.desk
        self.unit = Behind(study.desk)

    def figures(self, person: str = "", year: int | None = None) -> tuple[Figure, ...]:
        """What can be explained here: of a person of the unit, else of oneself and one's unit."""
        if person:
            return tuple(Figure(key, person=person, year=year) for key in OF_A_PERSON)
        this = year or self.desk.clock().year
        found = [Figure(key, year=this if key in _YEARLY else None) for key in OWN]
        modules = self.desk.library.modules()
        found += [Figure("module", module.id) for module in modules]
        found += [Figure("lesson", lesson.id) for m in modules for lesson in m.lessons]
        found.append(Figure("day", self.desk.clock().date().isoformat()))
        if self.desk.is_supervisor():
            found += [Figure(key) for key in OF_THE_UNIT]
            found += [Figure(key, year=this) for key in OF_A_YEAR]
        return tuple(found)

    def explain(self, figure: Figure) -> Explained:
        """A number, and exactly its records. Raises NoSuchFigure, NoSuchLesson, NotEntitled."""
        self.desk.fold()
        if figure.key in OF_A_YEAR:
            return self._year(figure)
        if figure.key == "set_aside":
            files = tuple(self.unit.set_aside())
            return Explained(figure, float(len(files)), files)
        ledger = self._ledger(figure)
        added = list(self._added(figure, ledger))
        records = self._records(ledger, added)
        return Explained(
            figure, _value(figure, added), records, self.about(figure), self._details(figure)
        )

    def _ledger(self, figure: Figure) -> Ledger:
        return self.unit.ledger(figure.person) if figure.person else self.study.ledger

    def _added(self, figure: Figure, ledger: Ledger) -> Iterable[Added]:
        key, year = figure.key, figure.year
        if key in OF_A_PERSON:
            return {
                "lessons": lambda: ledgers.lessons(ledger, year),
                "self_study": lambda: ledgers.self_study(ledger, year, figure.of),
                "recognised": lambda: ledgers.recognised(ledger, year),
                "last": lambda: self.unit.last(ledger),
                "records": lambda: self.unit.records(ledger),
            }[key]()
        if figure.person:
            raise NoSuchFigure(name=key)  # nobody sees how somebody else practises
        found = {
            "answers": lambda: own.answers(ledger),
            "right": lambda: own.right(ledger),
            "minutes": lambda: own.minutes(ledger),
            "day": lambda: own.minutes_of(ledger, _day(figure.of)),
            "lesson": lambda: own.progress(ledger, self._lessons(figure)),
            "module": lambda: own.progress(ledger, self._lessons(figure)),
            "due": lambda: self._due(ledger),
            "unreceived": lambda: own.unreceived(ledger),
            "people": self.unit.people,
            "unknown": self.unit.unknown,
        }
        if key not in found:
            raise NoSuchFigure(name=key)
        return found[key]()

    def _due(self, ledger: Ledger) -> list[Added]:
        memory = self.study.memory()
        altered = self.study.amendments.altered(memory)
        return own.due(ledger, memory, self._questions(), altered)

    def _lessons(self, figure: Figure) -> tuple[Lesson, ...]:
        library = self.desk.library
        if figure.key == "lesson":
            return (library.lesson(figure.of),)
        return tuple(library.module(figure.of).lessons)

    def _questions(self) -> set[tuple[str, str]]:
        return {
            (lesson.id, question.id)
            for module in self.desk.library.modules()
            for lesson in module.lessons
            for question in lesson.questions
        }

    def _records(self, ledger: Ledger, added: Iterable[Added]) -> tuple[FactRow, ...]:
        """Records as lines to read: what adds to the number first, newest on top."""
        newest = sorted(added, key=_order, reverse=True)
        newest.sort(key=lambda one: (not one.adds, bool(one.why)))
        return tuple(
            ledger.fact_row(one.row, one.why, by=one.by, adds=None if one.why else one.adds)
            for one in newest
        )

    def about(self, figure: Figure) -> str:
        """The title of what a number is of."""
        library = self.desk.library
        if figure.key in {"lesson", "self_study"} and figure.of:
            return lesson_words(library, figure.of) or figure.of
        if figure.key == "module":
            return module_words(library, figure.of)
        if figure.key == "day":
            return day(_day(figure.of))
        return self.unit.name(figure.person) if figure.person else ""

    def _details(self, figure: Figure) -> dict[str, object]:
        """What the rule of a number names."""
        if figure.key != "lesson":
            return {}
        lesson = self.desk.library.lesson(figure.of)
        progress = self.study.progress_of(lesson)
        needed = (progress.required_seconds + 59) // 60
        right = (progress.questions + 1) // 2
        return {"minutes": needed, "right": right, "questions": progress.questions}

    def _year(self, figure: Figure) -> Explained:
        year = figure.year or self.desk.clock().year
        totals = year_totals(self.desk, year)
        what = figure.key.removeprefix("year_")
        if totals.learners is None:
            return Explained(Figure(figure.key, year=year), None)
        added = list(self.unit.year(what, year))
        apart = totals.kept[what]
        value = sum(one.adds for one in added) + apart
        return Explained(
            Figure(figure.key, year=year), value, self._records(self.study.ledger, added),
            erased=totals.erased, apart=apart,
        )  # fmt: skip


_YEARLY = ("self_study", "recognised")


def _value(figure: Figure, added: list[Added]) -> float | None:
    """A number from what its records add."""
    total = sum(one.adds for one in added)
    if figure.key == "right":
        answers = sum(not one.why for one in added)
        return total / answers if answers else None
    if figure.key == "last":
        return max((one.adds for one in added), default=0.0) or None
    return float(round(total)) if MEASURES.get(figure.key) == "minutes" else total


def _order(one: Added) -> tuple[int, bytes, int]:
    return one.row.at, one.row.place.sid, one.row.number


def _day(of: str) -> date:
    try:
        return date.fromisoformat(of)
    except ValueError as error:
        raise NoSuchFigure(name=of) from error
