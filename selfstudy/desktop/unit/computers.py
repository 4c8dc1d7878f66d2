"""A person's computers as the unit knows them, and removing one that was lost."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from selfstudy.desktop.unit.state import UnitState
from selfstudy.desktop.widgets.buttons import DangerButton, GhostButton, QuietButton
from selfstudy.desktop.widgets.layouts import Flow
from selfstudy.desktop.widgets.surfaces import Banner, Card
from selfstudy.desktop.widgets.text import ErrorText, Small, Text, reveal
from selfstudy.domain.devices import Device
from selfstudy.sentences import error_words
from selfstudy.words import day, t


class Computers(Card):
    """A line each; removing asks first, and stands among the decisions to be undone."""

    asked = Signal(str)
    removed = Signal()
    undone = Signal()

    def __init__(self) -> None:
        super().__init__(t("unit_keys.computers"))
        self._drawn: tuple[Device, ...] = ()
        self.buttons: dict[str, QuietButton] = {}
        self._rows = QVBoxLayout()
        self._rows.setSpacing(2)
        self._asking, self._words = Card(inset=True, spacing=10), Text()
        self.yes = DangerButton(t("devices.remove"), "user-x")
        self.no = GhostButton(t("app.cancel"))
        self.yes.clicked.connect(self.removed)
        self.no.clicked.connect(lambda: self.asked.emit(""))
        self._asking.add(self._words, Flow(10).add(self.yes, self.no))
        self.said, self._error = Banner(), ErrorText()
        self.said.pressed.connect(self.undone)
        self.add(self._rows, self._asking, self._error, self.said)
        self._asking.hide()

    def show_state(self, state: UnitState) -> None:
        """The computers of the person opened."""
        reveal(self, visible=bool(state.computers))
        if state.computers != self._drawn:
            self._drawn = state.computers
            self._show_rows(state.computers)
        device = next((d for d in state.computers if d.id == state.removing), None)
        reveal(self._asking, visible=device is not None)
        if device is not None:
            name = device.name or t("devices.unnamed")
            self._words.setText(t("unit_keys.ask_remove", name=name))
        idle = state.busy in ("", "load")
        for button in (self.yes, *self.buttons.values()):
            button.setEnabled(idle)
        done = state.done == "remove"
        words = t("unit_keys.one_removed") if done else ""
        self.said.show_words(words, "success", t("unit.undo") if state.decided else "")
        self._error.show_words(error_words(state.error) if state.error_at == "remove" else "")

    def _show_rows(self, devices: tuple[Device, ...]) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.buttons = {}
        for device in devices:
            self._rows.addWidget(self._line(device))

    def _line(self, device: Device) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(Small(device_words(device), wrap=False))
        if device.state == "linked":
            button = QuietButton(t("devices.remove"), "user-x")
            button.setProperty("compact", "true")
            button.setAccessibleName(f"{t('devices.remove')}: {device_words(device)}")
            button.clicked.connect(lambda: self.asked.emit(device.id))
            self.buttons[device.id] = button
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        return line


def device_words(device: Device) -> str:
    """Its name, whether it is in use, how much it told, the newest."""
    parts = [device.name or t("devices.unnamed"), t(f"devices.state_{device.state}")]
    parts.append(
        t("devices.records", n=device.records) if device.records else t("devices.records_none")
    )
    if device.last_at is not None:
        parts.append(t("devices.last", day=day(device.last_at)))
    return " · ".join(parts)
