"""Of whom supervisors decided differently, unknown to each other; each leads to their page."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from selfstudy.desktop.unit.state import UnitState
from selfstudy.desktop.widgets.buttons import GhostButton
from selfstudy.desktop.widgets.surfaces import Card
from selfstudy.desktop.widgets.text import Muted, Small, Text, reveal
from selfstudy.domain.waiting import Contrary
from selfstudy.words import t

SHOWN = 12  # people; more are counted


class TornCard(Card):
    """What counts meanwhile, and the choice, stand on the person's page."""

    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__(t("unit.torn_title"))
        self.buttons: list[GhostButton] = []
        self._drawn: tuple[Contrary, ...] = ()
        self._rows, self._more = QVBoxLayout(), Small()
        self._rows.setSpacing(8)
        self.add(Muted(t("unit.torn_intro")), self._rows, self._more)
        self.hide()

    def show_state(self, state: UnitState) -> None:
        """Who they are."""
        reveal(self, visible=bool(state.torn))
        if state.torn == self._drawn:
            return
        self._drawn = state.torn
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.buttons = []
        for one in state.torn[:SHOWN]:
            self._rows.addWidget(self._line(one))
        more = len(state.torn) - SHOWN
        self._more.show_words(t("unit.and_more", n=more) if more > 0 else "")

    def _line(self, one: Contrary) -> QWidget:
        line, words = QWidget(), t(f"unit.torn_{one.kind}", name=one.name)
        button = GhostButton(t("unit.torn_open"), "arrow-right")
        button.setProperty("compact", "true")
        button.setAccessibleName(f"{t('unit.torn_open')}: {words}")
        button.clicked.connect(lambda: self.opened.emit(one.person))
        self.buttons.append(button)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(Text(words), 1)
        row.addWidget(button)
        return line
