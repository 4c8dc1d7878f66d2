"""The two ways in: choosing oneself from the list, or saying who one is."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from selfstudy.desktop.welcome.card import CardField
from selfstudy.desktop.welcome.positions import PositionList
from selfstudy.desktop.welcome.presenter import WelcomeState
from selfstudy.desktop.widgets.badges import Avatar
from selfstudy.desktop.widgets.buttons import GhostButton, PrimaryButton, QuietButton
from selfstudy.desktop.widgets.inputs import FormRow, TextField
from selfstudy.desktop.widgets.layouts import Flow
from selfstudy.desktop.widgets.lists import OpenRow
from selfstudy.desktop.widgets.surfaces import Banner, Picture
from selfstudy.desktop.widgets.text import Heading, Muted, reveal
from selfstudy.domain.people import Profile
from selfstudy.sentences import error_words
from selfstudy.words import pick, t


class Beginning(QWidget):
    """Name, position, perhaps a unit card; judged only when the button is pressed."""

    begun = Signal(str, str, str)

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        self.name = TextField(t("welcome.name"), t("welcome.name_example"))
        self._name_row = FormRow(t("welcome.name"), self.name, t("welcome.name_hint"))
        self.position = PositionList()
        self._position_row = FormRow(t("welcome.position"), self.position)
        self.card = CardField()
        self.button = PrimaryButton(t("welcome.begin"), "arrow-right")
        self.back = GhostButton(t("app.back"))
        self.returning = QuietButton(t("welcome.returning"), "user-check")
        self._linking = Banner()
        column.addWidget(Heading(t("welcome.who")))
        column.addWidget(self._linking)
        column.addWidget(self._name_row)
        column.addWidget(self._position_row)
        column.addWidget(self.card)
        column.addLayout(Flow(10).add(self.button, self.back, self.returning))
        self.button.clicked.connect(self._begin)
        self.name.returnPressed.connect(self.position.search.setFocus)
        self.position.entered.connect(self.button.setFocus)
        self._order()

    def show_state(self, state: WelcomeState) -> None:
        """What may be chosen and what is wrong."""
        self.position.show_choices(state.choices)
        self._name_row.show_error(_problem(state.name_problem))
        self._position_row.show_error(_problem(state.position_problem))
        error = state.card_problem
        self.card.show_error(error_words(error))
        reveal(self.back, visible=bool(state.profiles) or state.linking)
        reveal(self.returning, visible=not state.linking)
        self._linking.show_words(t("welcome.link_after") if state.linking else "", "accent")
        self.button.setEnabled(not state.busy)
        self.button.show_words(
            t("welcome.beginning" if state.busy and state.new else "welcome.begin")
        )
        if state.name_problem:
            self.name.setFocus(Qt.FocusReason.OtherFocusReason)
        elif state.position_problem:
            self.position.search.setFocus(Qt.FocusReason.OtherFocusReason)

    def _order(self) -> None:
        chain = (
            self.name, self.position.search, self.position.list, self.card.button, self.button,
            self.back, self.returning,
        )  # fmt: skip
        for first, second in pairwise(chain):
            QWidget.setTabOrder(first, second)

    def _begin(self) -> None:
        self.begun.emit(self.name.text(), self.position.code, self.card.path)


class Picker(QWidget):
    """Those who learn on this computer."""

    chosen = Signal(str)
    newcomer = Signal()

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(Heading(t("welcome.pick")))
        column.addWidget(Muted(t("welcome.pick_note")))
        column.addSpacing(4)
        inside = QWidget()
        self._rows = QVBoxLayout(inside)
        self._rows.setContentsMargins(0, 0, 4, 0)
        self._rows.setSpacing(4)
        self._rows.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        column.addWidget(scroll, 1)
        self.new = GhostButton(t("welcome.newcomer"), "user-plus")
        self.new.clicked.connect(self.newcomer)
        self.returning = QuietButton(t("welcome.returning"), "user-check")
        column.addLayout(Flow(10).add(self.new, self.returning))
        self.people: list[OpenRow] = []
        self._shown: tuple[tuple[Profile, ...], frozenset[str]] = ((), frozenset())

    def show_state(self, state: WelcomeState) -> None:
        """Who is here."""
        if (state.profiles, state.locked) != self._shown:
            self._build(state)
        for row in self.people:
            row.setEnabled(not state.busy)

    def _build(self, state: WelcomeState) -> None:
        for row in self.people:
            row.hide()
            row.deleteLater()
        self.people = []
        for place, profile in enumerate(state.profiles):
            locked = profile.id in state.locked
            position = pick(*state.title(profile.position)) or t("welcome.other")
            note = t("welcome.locked") if locked else position
            row = OpenRow(profile.id, profile.name, note)
            row.add_start(Avatar(profile.name, 40))
            if locked:
                row.add_end(Picture("lock", "muted", 18))
            row.opened.connect(self.chosen)
            self._rows.insertWidget(place, row)
            self.people.append(row)
        self._shown = (state.profiles, state.locked)


def _problem(key: str) -> str:
    return t(f"welcome.{key}") if key else ""
