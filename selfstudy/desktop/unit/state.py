"""Everything the unit screen draws, and the one place that changes it; knows no Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, Protocol

from selfstudy.domain.devices import Device, KeysView, WaitingDevice
from selfstudy.domain.errors import SelfStudyError
from selfstudy.domain.people import IntakeReport, PersonRow, UnitView, UnknownPerson
from selfstudy.domain.progress import FactRow
from selfstudy.domain.waiting import AsideFile, Behind, Contrary, Decision, Unheld
from selfstudy.services.unit.totals import YearTotals

Section = Literal["overview", "people", "intake", "waiting", "needs", "plan", "hours"]
Doing = Literal[
    "", "load", "create", "card", "appoint", "facts", "check", "accept", "receipts",
    "admit", "match", "approve", "undo", "settle", "retry", "discard", "export",
    "keys", "remove",
]  # fmt: skip
Wrong = Literal["", "name", "short", "differs", "person", "until", "refused", "root"]
KeyStep = Literal["", "renew", "revoke", "retire"]


@dataclass(frozen=True, slots=True)
class UnitState:
    """One state of the screen; `error_at` and `done` name what failed or was finished last.

    `count`, `who` and `path` say more about `done`; `wrong` is what a form must look at again.
    `decided` are the decisions just made, to undo at once; `history` those about the person
    opened, `contrary` those that disagree, `torn` those of everybody; `discarding` is the file
    that is about to be dropped, once that is confirmed.
    `key_step` is what is about to be done with `key` or the card, `removing` the key of the
    computer, of the person opened, that is about to be removed.
    """

    busy: Doing = ""
    error: SelfStudyError | None = None
    error_at: Doing = ""
    done: Doing = ""
    count: int = 0
    who: str = ""
    path: str = ""
    wrong: Wrong = ""
    loaded: bool = False
    section: Section = "overview"
    unit: UnitView | None = None
    people: tuple[PersonRow, ...] = ()
    sought: str = ""
    found: tuple[PersonRow, ...] = ()
    group: str = ""
    gone: tuple[PersonRow, ...] = ()
    person: PersonRow | None = None
    facts: tuple[FactRow, ...] = ()
    paths: tuple[Path, ...] = ()
    report: IntakeReport | None = None
    progress: tuple[int, int] | None = None
    cancelling: bool = False
    history: tuple[Decision, ...] = ()
    contrary: tuple[Contrary, ...] = ()
    decided: tuple[str, ...] = ()
    unknown: tuple[UnknownPerson, ...] = ()
    devices: tuple[WaitingDevice, ...] = ()
    quarantine: tuple[AsideFile, ...] = ()
    torn: tuple[Contrary, ...] = ()
    dropped: int = 0
    discarding: str = ""
    unheld: tuple[Unheld, ...] = ()
    behind: tuple[Behind, ...] = ()
    retried: IntakeReport | None = None
    folder: str = ""
    totals: YearTotals | None = None
    keys: KeysView | None = None
    key_step: KeyStep = ""
    key: str = ""
    key_done: KeyStep = ""
    computers: tuple[Device, ...] = ()
    removing: str = ""

    @property
    def waiting(self) -> int:
        """How many people, computers, files and lessons wait for a decision."""
        people = len(self.unknown) + len(self.devices) + len(self.torn)
        return people + len(self.quarantine) + len(self.unheld)


class View(Protocol):
    """What the presenters draw on."""

    def show_state(self, state: UnitState) -> None:
        """Draw this."""
        ...


class Board:
    """Holds the state for the presenters of this screen, so that one thing is done at a time."""

    def __init__(self, view: View, folder: str = "") -> None:
        self._view = view
        self.state = UnitState(folder=folder)

    def change(self, **changes: Any) -> None:  # noqa: ANN401 - fields of the state
        """Draw the next state."""
        self.state = replace(self.state, **changes)
        self._view.show_state(self.state)

    def begin(self, doing: Doing, **changes: Any) -> bool:  # noqa: ANN401
        """Begin something, unless something else is under way."""
        if self.state.busy not in ("", "load"):
            return False
        self.change(busy=doing, done="", error=None, error_at="", wrong="", **changes)
        return True

    def finish(self, done: Doing, **changes: Any) -> None:  # noqa: ANN401
        """Something was done."""
        self.change(busy="", done=done, progress=None, cancelling=False, **changes)

    def failed(self, doing: Doing) -> Callable[[SelfStudyError], None]:
        """What to do when it could not be done."""

        def failed(error: SelfStudyError) -> None:
            self.change(busy="", progress=None, cancelling=False, error=error, error_at=doing)

        return failed
