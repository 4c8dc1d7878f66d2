"""The number and how it is counted on top, its records below, and the way back."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from selfstudy.desktop.explained.presenter import ExplainedState
from selfstudy.desktop.facts_table import fact_columns, sealed_words
from selfstudy.desktop.widgets.buttons import GhostButton
from selfstudy.desktop.widgets.inputs import Choice
from selfstudy.desktop.widgets.page import MARGIN
from selfstudy.desktop.widgets.surfaces import Banner, Card, EmptyState
from selfstudy.desktop.widgets.table import Table
from selfstudy.desktop.widgets.text import Heading, Muted, Small, reveal
from selfstudy.domain.explained import Explained, Figure
from selfstudy.domain.progress import FactRow
from selfstudy.sentences import counting_words, error_words, explained_title, rule_words
from selfstudy.words import number, t

_CHOICE = 400  # pixels at 100 %


class ExplainedPage(QWidget):
    """Draws what stands behind a number."""

    closed = Signal()
    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._explained: Explained | None = None
        self.back = GhostButton(t("explain.back"), "arrow-left")
        self.back.clicked.connect(self.closed)
        self.which = Choice(t("explain.which"))
        self.which.setMinimumWidth(_CHOICE)
        self.which.chosen.connect(lambda key: self.chosen.emit(int(key)))
        self.title, self.rule, self.count = Heading(), Muted(), Small()
        self._error = Banner(tone="danger")
        self._empty = EmptyState("info", t("explain.empty"), t("explain.empty_note"))
        self.table = Table(t("explain.records"), fact_columns(self._figure), self._empty)
        head = QHBoxLayout()
        head.addWidget(self.back)
        head.addStretch(1)
        head.addWidget(self.which)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, 24, MARGIN, 24)
        column.setSpacing(8)
        column.addLayout(head)
        column.addSpacing(8)
        for part in (self.title, self.rule, self._error, self.count):
            column.addWidget(part)
        column.addSpacing(4)
        column.addWidget(Card(padding=16, fill=True).add(self.table, stretch=1), 1)
        self.place = Small(t("explain.sealed_note"))
        self.table.row_changed.connect(self._show_place)
        column.addWidget(self.place)

    def show_state(self, state: ExplainedState) -> None:
        """Draw the number, its rule and its records."""
        explained, self._explained = state.explained, state.explained
        reveal(self.which, visible=len(state.names) > 1)
        self.which.show_choices([(str(place), name) for place, name in enumerate(state.names)])
        self.which.show_key(str(state.chosen))
        self._error.show_words(error_words(state.error), "danger")
        if explained is None:
            reading = state.busy
            self.title.show_words(t("explain.reading") if reading else t("explain.heading"))
            self.rule.show_words("")
            self.count.show_words("")
            self.table.show_rows(())
            self._show_place(None)
            self._empty.show_words(t("explain.reading" if reading else "explain.empty"))
            return
        self.title.show_words(explained_title(explained))
        self.rule.show_words(rule_words(explained))
        self._empty.show_words(t("explain.empty"), t("explain.empty_note"))
        rows = explained.records
        counted = number(sum(row.counted for row in rows), 0)
        self.count.show_words(t("explain.counted", n=len(rows), counted=counted) if rows else "")
        self.table.show_rows(rows)
        self._show_place(self.table.row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leads back."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _show_place(self, row: FactRow | None) -> None:
        """The record under the keyboard in full: the table shortens what it says."""
        if row is None:
            self.place.setText(t("explain.sealed_note"))
            return
        said = " · ".join(part for part in (row.what, counting_words(row)) if part)
        key = "explain.chosen_code" if row.code else "explain.chosen"
        self.place.setText(t(key, what=said, code=row.code, sealed=sealed_words(row)))

    def _figure(self) -> Figure | None:
        return self._explained.figure if self._explained is not None else None
