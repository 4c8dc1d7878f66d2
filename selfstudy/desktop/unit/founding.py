"""Founding a unit: its name, the passphrase of its root, and what both are for."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from selfstudy.desktop.unit.state import UnitState
from selfstudy.desktop.widgets.buttons import PrimaryButton
from selfstudy.desktop.widgets.inputs import FormRow, TextField
from selfstudy.desktop.widgets.layouts import Columns, Flow
from selfstudy.desktop.widgets.page import PageFrame
from selfstudy.desktop.widgets.secrets import SecretField, Seeing
from selfstudy.desktop.widgets.surfaces import Card, Picture
from selfstudy.desktop.widgets.text import TOP, Body, ErrorText, Muted, Strong
from selfstudy.sentences import error_words
from selfstudy.words import t


class FoundingView(PageFrame):
    """A form and, beside it, an honest word about the root passphrase."""

    create_asked = Signal(str, str, str, str)

    def __init__(self) -> None:
        super().__init__(t("unit.found_title"), t("unit.found_subtitle"))
        self.name, self.hub = TextField(t("unit.name")), TextField(t("unit.hub"), "https://")
        self.passphrase = SecretField(t("unit.passphrase"))
        self.again = SecretField(t("unit.again"))
        self.seeing = Seeing(self.passphrase, self.again)
        self.found = PrimaryButton(t("unit.create"), "building")
        self._error = ErrorText()
        self._rows = {
            "name": FormRow(t("unit.name"), self.name, t("unit.name_hint")),
            "short": FormRow(t("unit.passphrase"), self.passphrase, t("unit.passphrase_hint")),
            "differs": FormRow(t("unit.again"), self.again),
        }
        form = Card(spacing=16)
        form.add(*self._rows.values(), Flow(10).add(self.seeing))
        form.add(FormRow(t("unit.hub"), self.hub, t("unit.hub_hint")))
        form.add(Flow(10).add(self.found), self._error)
        self.add(Columns(400, shares=(3, 2)).add(form, _about_root()))
        self.found.clicked.connect(self._ask)
        for field in (self.name, self.passphrase, self.again, self.hub):
            field.returnPressed.connect(self._ask)

    def show_state(self, state: UnitState) -> None:
        """What is wrong with the form, or that the unit is being founded."""
        for key, row in self._rows.items():
            row.show_error(t(f"unit.wrong_{key}") if state.wrong == key else "")
        self.found.setEnabled(state.busy in ("", "load"))
        self.found.show_words(t("unit.creating" if state.busy == "create" else "unit.create"))
        wrong = state.error_at == "create"
        self._error.show_words(error_words(state.error) if wrong else "")
        if state.unit is not None:
            self.passphrase.clear()
            self.again.clear()

    def _ask(self) -> None:
        if self.found.isEnabled():
            self.create_asked.emit(
                self.name.text(), self.passphrase.text(), self.again.text(), self.hub.text()
            )


def _about_root() -> Card:
    card = Card(t("unit.root_title"), inset=True, spacing=16)
    card.add(Muted(t("unit.root_intro")))
    for icon, key in (("key-round", "for"), ("lock", "kept"), ("triangle-alert", "lost")):
        row, words = QHBoxLayout(), QVBoxLayout()
        row.setSpacing(14)
        words.setSpacing(2)
        words.addWidget(Strong(t(f"unit.root_{key}")))
        words.addWidget(Body(t(f"unit.root_{key}_note")))
        row.addWidget(Picture(icon, "accent", 20), 0, TOP)
        row.addLayout(words, 1)
        card.add(row)
    card.body.addStretch(1)
    return card
