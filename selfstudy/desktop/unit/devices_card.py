"""Computers that nobody vouched for: each is somebody's once a supervisor says so."""

from __future__ import annotations

from PySide6.QtCore import Signal

from selfstudy.desktop.rows import Column
from selfstudy.desktop.unit.pieces import NamesTable
from selfstudy.desktop.unit.state import UnitState
from selfstudy.desktop.widgets.buttons import PrimaryButton
from selfstudy.desktop.widgets.inputs import Choice
from selfstudy.desktop.widgets.layouts import Flow
from selfstudy.desktop.widgets.surfaces import Card
from selfstudy.desktop.widgets.text import ErrorText, Muted, reveal
from selfstudy.domain.devices import WaitingDevice
from selfstudy.domain.people import PersonRow
from selfstudy.sentences import error_words
from selfstudy.words import number, t

MOST = 5  # rows shown at once
KEY = 8  # letters of a key that tell it from others


class DevicesCard(Card):
    """Nothing of them counts, and nothing is sent to them, until then."""

    approved = Signal(str, str)

    def __init__(self) -> None:
        super().__init__(t("devices.waiting_title"))
        self.table = NamesTable(t("devices.waiting_title"), device_columns())
        self.whose = Choice(t("unit.compare_listed"))
        self.whose.setMinimumContentsLength(34)
        self.approve = PrimaryButton(t("devices.approve"), "user-check")
        self._error = ErrorText()
        self._people: tuple[PersonRow, ...] = ()
        self.table.row_changed.connect(self._offer)
        self.approve.clicked.connect(self._approve)
        self.add(Muted(t("devices.waiting_intro")), self.table, self.whose)
        self.add(Flow(10).add(self.approve), self._error)

    def show_state(self, state: UnitState) -> None:
        """Every computer that waits, and who it may belong to."""
        devices, self._people = state.devices, state.people
        reveal(self, visible=bool(devices))
        if tuple(self.table.model.rows) != devices:
            self.table.show_rows(devices)
            self.table.fit_names()
            self.table.show_most(MOST)
            if devices and self.table.row is None:
                self.table.view.selectRow(0)
        self._offer(self.table.row)
        idle = state.busy in ("", "load")
        self.approve.setEnabled(idle and self.table.row is not None and bool(self.whose.key))
        self._error.show_words(error_words(state.error) if state.error_at == "approve" else "")

    def _offer(self, device: WaitingDevice | None) -> None:
        """Those it may belong to first; for a claim without a likely person, everybody listed."""
        people = device.candidates if device is not None else ()
        if device is not None and device.claimed and not people:
            people = self._people
        self.whose.show_choices([(p.id, _named(p)) for p in people])
        reveal(self.whose, visible=bool(people))

    def _approve(self) -> None:
        device = self.table.row
        if device is not None and self.whose.key:
            self.approved.emit(self.whose.key, device.key)


def device_columns() -> list[Column]:
    """In whose name, what it says, how much is kept, its key."""
    return [
        Column(t("unit.column_name"), lambda d: d.name, "person", width=230),
        Column(t("devices.column_why"), _why, "muted", width=230),
        Column(t("unit.column_kept"), lambda d: number(d.records, 0), "number", width=120),
        Column(t("devices.column_key"), lambda d: d.key[:KEY], "muted", width=130),
    ]


def _why(device: WaitingDevice) -> str:
    return t("devices.waiting_claims" if device.claimed else "devices.waiting_unknown")


def _named(person: PersonRow) -> str:
    return f"{person.name} ({person.position})" if person.position else person.name
