"""What the unit screen asks of its service; knows no Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Protocol

from selfstudy.desktop.tasks import Progress
from selfstudy.domain.people import FileResult, IntakeReport, PersonRow, UnitView, UnknownPerson
from selfstudy.domain.progress import FactRow


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

    def retry(self) -> IntakeReport:
        """Try the quarantine again."""
        ...

    def admit(self, person_id: str) -> None:
        """Put a person on the roster."""
        ...


class Unit(Intake, Protocol):
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

    def unknown(self) -> tuple[UnknownPerson, ...]:
        """People who are not on the roster yet."""
        ...

    def facts_behind(self, person_id: str) -> tuple[FactRow, ...]:
        """The records behind a person's numbers."""
        ...

    def quarantine(self) -> tuple[FileResult, ...]:
        """What was set aside, and why."""
        ...

    def report(self, form: str, path: Path) -> Path:
        """Write a form."""
        ...
