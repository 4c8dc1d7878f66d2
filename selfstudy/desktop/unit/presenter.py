"""What a supervisor or founder of a unit can do; knows no Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

from selfstudy.desktop.tasks import Tasks
from selfstudy.desktop.unit.groups import among
from selfstudy.desktop.unit.intake import IntakePresenter
from selfstudy.desktop.unit.keys import KeysPresenter
from selfstudy.desktop.unit.service import Unit
from selfstudy.desktop.unit.state import Board, Doing, Section, UnitState, View
from selfstudy.desktop.unit.waiting import WaitingPresenter
from selfstudy.domain.devices import KeysView, WaitingDevice
from selfstudy.domain.errors import BadSignature, SelfStudyError
from selfstudy.domain.people import IntakeReport, PersonRow, UnitView, UnknownPerson
from selfstudy.domain.vietnamese import fold, nfc
from selfstudy.domain.waiting import AsideFile, Behind, Contrary, Unheld

__all__ = ["UnitPresenter", "UnitState"]

SHORTEST: Final = 12  # characters of a root passphrase, about four words


@dataclass(frozen=True, slots=True)
class _Loaded:
    unit: UnitView | None
    people: tuple[PersonRow, ...] = ()
    unknown: tuple[UnknownPerson, ...] = ()
    quarantine: tuple[AsideFile, ...] = ()
    dropped: int = 0
    unheld: tuple[Unheld, ...] = ()
    behind: tuple[Behind, ...] = ()
    devices: tuple[WaitingDevice, ...] = ()
    keys: KeysView | None = None
    mended: IntakeReport | None = None
    gone: tuple[PersonRow, ...] = ()
    torn: tuple[Contrary, ...] = ()


class UnitPresenter:
    """Leads the screen; `intake` has the intents about files, `waiting` about what waits."""

    def __init__(
        self,
        view: View,
        unit: Unit,
        tasks: Tasks,
        *,
        today: Callable[[], date] = date.today,
        opened: Callable[[], None] = lambda: None,
        folder: str = "",
        remember: Callable[[str], None] = lambda _folder: None,
    ) -> None:
        self._board = Board(view, folder)
        self._unit, self._tasks, self._today, self._opened = unit, tasks, today, opened
        self.intake = IntakePresenter(self._board, unit, tasks, self.load, remember)
        self.waiting = WaitingPresenter(self._board, unit, tasks, self._decided)
        self.keys = KeysPresenter(self._board, unit, tasks, self._decided)

    @property
    def state(self) -> UnitState:
        """What is shown."""
        return self._board.state

    def load(self) -> None:
        """Read the unit, its people and what waits; what an action said stays."""
        if not self.state.busy:
            self._board.change(busy="load")
        self._tasks.run(self._read, self._loaded, self._not_loaded)

    def turn_to(self, section: Section) -> None:
        """Look at another part; a result that was said once is not said again."""
        done = "" if section != "intake" else self.state.done
        self._board.change(section=section, done=done, discarding="", retried=None)

    def create(self, name: str, passphrase: str, again: str, hub: str) -> None:
        """Found a unit under a root passphrase that was typed twice."""
        name, passphrase = nfc(name).strip(), nfc(passphrase)
        if not name:
            self._board.change(wrong="name")
        elif len(passphrase.strip()) < SHORTEST:
            self._board.change(wrong="short")
        elif passphrase != nfc(again):
            self._board.change(wrong="differs")
        elif self._board.begin("create"):
            self._tasks.run(
                lambda: self._unit.create(name, passphrase, hub.strip()),
                self._created,
                self._board.failed("create"),
            )

    def write_card(self, folder: Path) -> None:
        """Write the card that everybody of the unit opens."""
        if self._board.begin("card"):
            self._tasks.run(
                lambda: self._unit.write_card(folder),
                lambda path: self._board.finish("card", path=str(path)),
                self._board.failed("card"),
            )

    def appoint(self, person_id: str, passphrase: str, until: date | None) -> None:
        """Make a person on the roster a supervisor until a day."""
        name = next((p.name for p in self.state.people if p.id == person_id), "")
        if not name:
            self._board.change(wrong="person")
        elif until is None or until <= self._today():
            self._board.change(wrong="until")
        elif self._board.begin("appoint"):
            self._tasks.run(
                lambda: self._unit.appoint(person_id, nfc(passphrase), until),
                lambda unit: self._board.finish("appoint", unit=unit, who=name),
                self._not_appointed,
            )

    def look_for(self, words: str) -> None:
        """Show the people whose name, position or code has these words, marks or not."""
        self._board.change(sought=words)
        self._narrow()

    def group_by(self, group: str) -> None:
        """Show the people of a department, who never handed anything in, or who left."""
        self._board.change(group=group)
        self._narrow()

    def look_again(self) -> None:
        """Something was said of the person opened."""
        self._decided()

    def _narrow(self) -> None:
        state = self.state
        self._board.change(found=found(among(state), state.sought))

    def open_person(self, person_id: str) -> None:
        """Show the records behind a person's numbers."""
        everybody = (*self.state.people, *self.state.gone)
        person = next((p for p in everybody if p.id == person_id), None)
        if person is not None and self._board.begin(
            "facts", person=person, facts=(), history=(), contrary=(), computers=()
        ):
            self._look_at(person_id)

    def _look_at(self, person_id: str) -> None:
        def read() -> dict[str, object]:
            unit = self._unit
            return {
                "facts": unit.facts_behind(person_id),
                "history": unit.decisions(person_id),
                "contrary": unit.contrary(person_id),
                "computers": unit.devices_of(person_id),
            }

        self._tasks.run(
            read,
            lambda found: self._board.change(
                busy="" if self.state.busy == "facts" else self.state.busy, **found
            ),
            self._board.failed("facts"),
        )

    def close_person(self) -> None:
        """Back to everybody."""
        self._board.change(person=None, facts=(), history=(), removing="", error=None, error_at="")

    def _read(self) -> _Loaded:
        unit = self._unit.view()
        if unit is None or not unit.is_supervisor:
            return _Loaded(unit, keys=self._unit.keys() if unit is not None else None)
        mended = self._unit.mend()
        return _Loaded(
            self._unit.view() if mended is not None else unit,
            self._unit.people(),
            self._unit.unknown(),
            self._unit.quarantine(),
            self._unit.dropped(),
            self._unit.unheld(),
            self._unit.behind(),
            self._unit.waiting_devices(),
            self._unit.keys(),
            mended,
            self._unit.gone(),
            self._unit.contrary(),
        )

    def _loaded(self, loaded: _Loaded) -> None:
        state = self.state
        people = loaded.people
        everybody = (*people, *loaded.gone)
        person = next((p for p in everybody if state.person and p.id == state.person.id), None)
        self._board.change(
            busy="" if state.busy == "load" else state.busy,
            loaded=True,
            unit=loaded.unit,
            people=people,
            found=found(among(replace(state, people=people, gone=loaded.gone)), state.sought),
            gone=loaded.gone,
            torn=loaded.torn,
            person=person,
            unknown=loaded.unknown,
            quarantine=loaded.quarantine,
            dropped=loaded.dropped,
            unheld=loaded.unheld,
            behind=loaded.behind,
            devices=loaded.devices,
            keys=loaded.keys,
            retried=loaded.mended or state.retried,
        )

        if loaded.unit is not None and loaded.unit.is_supervisor:  # sums may come later
            self._tasks.run(
                self._unit.totals,
                lambda totals: self._board.change(totals=totals),
                self._board.failed("load"),
            )

    def _decided(self) -> None:
        """Something was decided about people or files: read again, the person opened too."""
        self.load()
        if self.state.person is not None:
            self._look_at(self.state.person.id)

    def _not_loaded(self, error: SelfStudyError) -> None:
        busy: Doing = "" if self.state.busy == "load" else self.state.busy
        self._board.change(busy=busy, error=error, error_at="load")

    def _created(self, unit: UnitView) -> None:
        self._board.finish("create", unit=unit)
        self._opened()
        self.load()

    def _not_appointed(self, error: SelfStudyError) -> None:
        if isinstance(error, BadSignature):  # the root key does not open: another passphrase
            self._board.change(busy="", wrong="refused")
        else:
            self._board.failed("appoint")(error)


def found(people: tuple[PersonRow, ...], words: str) -> tuple[PersonRow, ...]:
    """Whose name begins with these words, as typed or without marks; else who has them anywhere."""
    typed, sought = nfc(words).casefold().split(), fold(words).split()
    if not sought:
        return people
    ways: tuple[Callable[[PersonRow], bool], ...] = (
        lambda p: typed != sought and _begins(nfc(p.name).casefold(), typed),
        lambda p: _begins(fold(p.name), sought),
        lambda p: all(w in fold(f"{p.name} {p.position} {p.staff_code}") for w in sought),
    )
    for way in ways:
        those = tuple(person for person in people if way(person))
        if those:
            return those
    return ()


def _begins(name: str, sought: list[str]) -> bool:
    parts = name.split()
    return all(any(part.startswith(word) for part in parts) for word in sought)
