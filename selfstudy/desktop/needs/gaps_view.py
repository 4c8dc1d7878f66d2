"""What is lacking: a table, and for the competency chosen who measured what and what helps."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from selfstudy.desktop.need_parts.line_card import LineCard
from selfstudy.desktop.need_parts.wording import need_columns
from selfstudy.desktop.needs.state import NeedsState
from selfstudy.desktop.widgets.surfaces import Banner, Card, EmptyState
from selfstudy.desktop.widgets.table import Table
from selfstudy.desktop.widgets.text import Small
from selfstudy.services.needs.lines import NeedLine
from selfstudy.words import t


class GapsView(QWidget):
    """The gap list with a card about the line under the keyboard."""

    looked_at = Signal(str)
    rating_asked = Signal()
    module_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._discuss, self._unknown = Banner(tone="warning"), Banner(action=t("needs.rate_now"))
        self._unknown.pressed.connect(self.rating_asked)
        empty = EmptyState("target", t("needs.no_position"), t("needs.no_position_note"))
        self.table = Table(t("needs.gaps"), need_columns(), empty)
        self.table.view.horizontalHeader().setSectionsClickable(True)
        self.table.row_changed.connect(self._changed)
        self.about = LineCard()
        self.about.module_asked.connect(self.module_asked)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        for part in (self._unknown, self._discuss, self.about):
            column.addWidget(part)
        column.addWidget(Card(padding=16).add(self.table))
        column.addWidget(Small(t("needs.paper_note")))

    def show_state(self, state: NeedsState) -> None:
        """The lines, and the one looked at."""
        if self.table.model.rows != state.lines:
            self.table.show_rows(state.lines)
            self.table.fit_height()
        line = state.line
        if line is not None and self.table.row is not line and line in state.lines:
            self.table.view.selectRow(self.table.model.rows.index(line))
        unknown = len(state.lines) - state.measured
        said = t("needs.unknown", n=unknown) if unknown and state.lines else ""
        self._unknown.show_words(said, "accent")
        apart = sum(one.need.disagreement for one in state.lines)
        self._discuss.show_words(t("needs.discuss", n=apart) if apart else "", "warning")
        self.about.show_line(line)

    def _changed(self, line: NeedLine | None) -> None:
        if line is not None:
            self.looked_at.emit(line.code)
