"""How far the people of a plan are with its modules: begun, finished, and never how well."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from selfstudy.domain.errors import NoSuchLesson
from selfstudy.domain.plans import Advance, PlanItem, Standing, Step, step_of
from selfstudy.services.holding.once import done_once
from selfstudy.store.facts import rows_by_person

if TYPE_CHECKING:
    from selfstudy.services.holding.desk import Desk
    from selfstudy.store.people import Known


class Steps:
    """How far everybody is with modules, read once."""

    def __init__(self, desk: Desk) -> None:
        desk.fold()
        self._desk = desk
        with desk.database.read() as connection:
            self._progress = desk.journal.folds.progress_by_person(connection)
        self._begun = rows_by_person(desk.journal, "attempt_started")

    def of(self, item: PlanItem, members: Iterable[Known]) -> Advance:
        """Where each of them stands in a module; only what they told counts."""
        try:
            module = self._desk.library.module(item.module)
        except NoSuchLesson:
            module = None
        lessons = frozenset(lesson.id for lesson in module.lessons) if module else frozenset()
        title = module.title if module else item.title or item.module
        people = tuple(
            Standing(one.person.hex(), one.name, self._step(one.person, item.module, lessons))
            for one in members
        )
        return Advance(item.module, title, len(lessons), people)

    def _step(self, person: bytes, module: str, lessons: frozenset[str]) -> Step:
        ids = [person, *self._desk.my_authorities().ids_of(person)]
        rows = done_once(row for one in ids for row in self._progress.get(one, ()))
        done = {row.lesson for row in rows if row.module == module and row.finished is not None}
        begun = any(row.parent == module for one in ids for row in self._begun.get(one, ()))
        counted = len(done & lessons) if lessons else 0
        return step_of(counted, len(lessons), begun=begun or bool(done))
