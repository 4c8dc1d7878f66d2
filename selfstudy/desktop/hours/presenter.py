"""Entering recognised hours and the unit's minimum; knows no Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from selfstudy.desktop.hours.state import (
    Doing,
    Duties,
    HoursState,
    Minimum,
    Person,
    Recognising,
    Typed,
    TypedMinimum,
    View,
)
from selfstudy.desktop.tasks import Tasks
from selfstudy.domain.days import read_day
from selfstudy.domain.errors import NobodyChosen, SelfStudyError
from selfstudy.domain.hours import HourRule, typed_hours
from selfstudy.domain.people import PersonRow
from selfstudy.services.hours.duty import Duty
from selfstudy.services.hours.recognising import Attendant, Given, Receiver

NONE = ("0", "0,0")  # a minimum of nothing is said so

_Loaded = tuple[tuple[Person, ...], tuple[Duty, ...], tuple[HourRule, ...]]


class HoursPresenter:
    """First a look at what would be written, then writing it, then undoing it."""

    def __init__(
        self,
        view: View,
        service: Recognising,
        minimum: Minimum,
        duties: Duties,
        tasks: Tasks,
        people: Callable[[], Sequence[PersonRow]],
    ) -> None:
        self._view, self._service, self._tasks, self._people = view, service, tasks, people
        self._minimum, self._duties = minimum, duties
        self.state = HoursState()

    def load(self) -> None:
        """Read the people, their year, and what holds."""

        def read() -> _Loaded:
            people = tuple(Person(p.id, p.name, p.position) for p in self._people())
            return people, self._duties.year(), self._minimum.rules()

        self._tasks.run(read, self._loaded, self._failed("load"))

    def open_list(self, path: Path) -> None:
        """Match an attendance list with the roster; nothing is written."""
        if self._begin("file"):

            def found(attendants: tuple[Attendant, ...]) -> None:
                self._show(busy="", listed=path.name, attendants=attendants)

            self._tasks.run(lambda: self._service.attendance(path), found, self._failed("file"))

    def look(self, typed: Typed) -> None:
        """Show what would be written, and who has it already."""
        try:
            given = self._given(typed)
        except SelfStudyError as error:
            self._failed("look")(error)
            return
        if self._begin("look"):

            def found(receivers: tuple[Receiver, ...]) -> None:
                self._show(busy="", given=given, receivers=receivers)

            self._tasks.run(
                lambda: self._service.receivers(typed.people, given), found, self._failed("look")
            )

    def leave(self) -> None:
        """Nothing is to be written after all."""
        self._show(given=None, receivers=(), error=None)

    def record(self) -> None:
        """Write what was looked at."""
        given, to = self.state.given, [one.person for one in self.state.receivers if not one.had]
        if given is not None and self._begin("record"):
            self._tasks.run(
                lambda: self._service.recognise(to, given),
                lambda decisions: self._finish(
                    "record",
                    decisions,
                    count=len(to),
                    given=None,
                    receivers=(),
                    listed="",
                    attendants=(),
                ),
                self._failed("record"),
            )

    def set_minimum(self, typed: TypedMinimum) -> None:
        """Say the unit's own minimum from a day on; 0 is none."""
        try:
            none = typed.hours.strip() in NONE
            hundredths = 0 if none else typed_hours(typed.hours)
            since = read_day(typed.since)
        except SelfStudyError as error:
            self._failed("minimum")(error)
            return
        if self._begin("minimum"):
            self._tasks.run(
                lambda: self._minimum.set(typed.scope, hundredths, since, typed.basis),
                lambda decisions: self._finish("minimum", decisions),
                self._failed("minimum"),
            )

    def undo(self) -> None:
        """Take back what was written last."""
        decisions = self.state.decisions
        if decisions and self._begin("undo"):
            self._tasks.run(
                lambda: self._service.undo(*decisions),
                lambda _nothing: self._finish("undo", ()),
                self._failed("undo"),
            )

    def _given(self, typed: Typed) -> Given:
        given = self._service.given(
            typed.course, typed.hours, typed.decision, typed.day, typed.form
        )
        if not typed.people:
            raise NobodyChosen
        return given

    def _begin(self, doing: Doing) -> bool:
        if self.state.busy:
            return False
        self._show(busy=doing, error=None, error_at="", done="")
        return True

    def _finish(self, done: Doing, decisions: tuple[str, ...], **changes: Any) -> None:  # noqa: ANN401
        self._show(busy="", done=done, decisions=decisions, **changes)
        self.load()

    def _loaded(self, found: _Loaded) -> None:
        people, duties, rules = found
        self._show(people=people, duties=duties, rules=rules)

    def _failed(self, doing: Doing) -> Callable[[SelfStudyError], None]:
        return lambda error: self._show(busy="", error=error, error_at=doing)

    def _show(self, **changes: Any) -> None:  # noqa: ANN401 - fields of the state
        self.state = replace(self.state, **changes)
        self._view.show_state(self.state)
