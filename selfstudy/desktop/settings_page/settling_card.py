"""Shown only where two computers tell one's profile differently: both versions, and a choice."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from selfstudy.desktop.settings_page.settling import SettlingState
from selfstudy.desktop.widgets.buttons import GhostButton
from selfstudy.desktop.widgets.surfaces import Banner, Card, Line
from selfstudy.desktop.widgets.text import ErrorText, Muted, Small, Strong, reveal
from selfstudy.domain.people import Told
from selfstudy.sentences import error_words
from selfstudy.words import moment, t


class SettlingCard(Card):
    """A line for each version, with its button."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__(t("settling.title"))
        self._drawn: tuple[Told, ...] = ()
        self.buttons: dict[str, GhostButton] = {}
        self._intro, self._rows = Muted(t("settling.intro")), QVBoxLayout()
        self._rows.setSpacing(8)
        self._error, self._said = ErrorText(), Banner()
        self.add(self._intro, self._rows, self._error, self._said)
        self.show_settling(SettlingState())

    def show_settling(self, state: SettlingState) -> None:
        """Draw the versions, or what was chosen, or nothing."""
        reveal(self, visible=bool(state.disputed or state.settled or state.error))
        reveal(self._intro, visible=bool(state.disputed))
        if state.disputed != self._drawn:
            self._drawn = state.disputed
            self._show_rows(state.disputed)
        for button in self.buttons.values():
            button.setEnabled(not state.busy)
        self._error.show_words(error_words(state.error))
        said = t("settling.settled", name=state.settled) if state.settled else ""
        self._said.show_words(said, "success")

    def _show_rows(self, disputed: tuple[Told, ...]) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.buttons = {}
        for told in disputed:
            self._rows.addWidget(Line())
            self._rows.addWidget(self._row(told))

    def _row(self, told: Told) -> QWidget:
        ground = QWidget()
        row, words = QHBoxLayout(ground), QVBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(2)
        words.addWidget(Strong(" · ".join(p for p in (told.name, told.position) if p)))
        more = t("settling.told", at=moment(told.at))
        words.addWidget(Small(" · ".join(p for p in (told.staff_code, more) if p)))
        button = GhostButton(t("settling.choose"), "check")
        button.setAccessibleName(f"{t('settling.choose')}: {told.name} {told.position}")
        button.clicked.connect(lambda: self.chosen.emit(told.digest))
        self.buttons[told.digest] = button
        row.addLayout(words, 1)
        row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        return ground
