"""What the unit screen asks of its service; knows no Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Protocol

from selfstudy.desktop.tasks import Progress
from selfstudy.domain.devices import Device, KeysView, WaitingDevice
from selfstudy.domain.people import IntakeReport, PersonRow, UnitView, UnknownPerson
from selfstudy.domain.progress import FactRow
from selfstudy.domain.waiting import AsideFile, Behind, Contrary, Decision, Unheld
from selfstudy.services.unit.totals import YearTotals


class Intake(Protocol):
    """What comes in and goes back."""

    def intake(
        self,
        paths: Sequence[Path],
        *,
        dry: bool,
        progress: Progress,
        cancelled: Callable[[], bool],
    ) -> IntakeReport:
        """Take files and folders; a dry run keeps nothing."""
        ...

    def write_receipts(self, folder: Path) -> int:
        """Write a receipt for each person whose records are held."""
        ...


class Waiting(Protocol):
    """Who and what waits, and deciding about it."""

    def unknown(self) -> tuple[UnknownPerson, ...]:
        """People who are not on the roster yet."""
        ...

    def admit(self, *person_ids: str) -> tuple[str, ...]:
        """Put people on the roster; the decisions, for `undo`."""
        ...

    def match(self, *pairs: tuple[str, str]) -> tuple[str, ...]:
        """Say of pairs that they are one human; the decisions, for `undo`."""
        ...

    def waiting_devices(self) -> tuple[WaitingDevice, ...]:
        """Computers that nobody vouched for."""
        ...

    def approve_device(self, person_id: str, key: str) -> tuple[str, ...]:
        """A computer is a person's; the decision, for `undo`."""
        ...

    def settle(self, person_id: str, digest: str) -> tuple[str, ...]:
        """Choose one of the profiles that contradict each other."""
        ...

    def undo(self, *decisions: str) -> None:
        """Take decisions back."""
        ...

    def decisions(self, person_id: str) -> tuple[Decision, ...]:
        """What was decided about a person."""
        ...

    def contrary(self, person_id: str = "") -> tuple[Contrary, ...]:
        """What was decided about a person, or about anybody, and disagrees."""
        ...

    def mend(self) -> IntakeReport | None:
        """Try again what waited for something that has come."""
        ...

    def retry(self, *files: str) -> IntakeReport:
        """Try files set aside again, all unless some are named."""
        ...

    def discard(self, file: str) -> None:
        """Drop a file set aside."""
        ...

    def export_aside(self, file: str, folder: Path) -> Path:
        """Write a file set aside as it came."""
        ...

    def quarantine(self) -> tuple[AsideFile, ...]:
        """What was set aside, and why."""
        ...

    def dropped(self) -> int:
        """How many files the limits of the quarantine have cost."""
        ...

    def unheld(self) -> tuple[Unheld, ...]:
        """Content that results speak of and this computer lacks."""
        ...

    def behind(self) -> tuple[Behind, ...]:
        """People whose records wait for earlier ones."""
        ...


class Keys(Protocol):
    """The unit's keys, and those of people's computers."""

    def keys(self) -> KeysView:
        """The card as people read it."""
        ...

    def renew(self, passphrase: str) -> object:
        """A new card and new appointments."""
        ...

    def revoke(self, key: str, passphrase: str) -> object:
        """End a supervisor's key."""
        ...

    def retire_seal_key(self, passphrase: str) -> object:
        """A new sealing key for this computer."""
        ...

    def devices_of(self, person_id: str) -> tuple[Device, ...]:
        """A person's computers."""
        ...

    def remove_device(self, person_id: str, key: str) -> tuple[str, ...]:
        """Remove one of them; the decision, for `undo`."""
        ...


class Unit(Intake, Waiting, Keys, Protocol):
    """The unit, its card, its people, its reports."""

    def view(self) -> UnitView | None:
        """The unit, or None when there is none to look after."""
        ...

    def create(self, name: str, passphrase: str, hub: str = "") -> UnitView:
        """Found a unit."""
        ...

    def write_card(self, folder: Path) -> Path:
        """Write the unit card."""
        ...

    def appoint(self, person_id: str, passphrase: str, until: date) -> UnitView:
        """Make a person a supervisor."""
        ...

    def people(self) -> tuple[PersonRow, ...]:
        """The roster."""
        ...

    def gone(self) -> tuple[PersonRow, ...]:
        """Who left."""
        ...

    def facts_behind(self, person_id: str) -> tuple[FactRow, ...]:
        """The records behind a person's numbers."""
        ...

    def totals(self) -> YearTotals:
        """What everybody did this year, those who were erased included."""
        ...
