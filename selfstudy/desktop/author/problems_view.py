"""The problems of a folder: a row each, and the lines that the chosen one is about."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from selfstudy.desktop.author.state import AuthorState, ProblemRow
from selfstudy.desktop.rows import Column
from selfstudy.desktop.theme import Tone
from selfstudy.desktop.widgets.surfaces import Card, EmptyState
from selfstudy.desktop.widgets.table import Table
from selfstudy.desktop.widgets.text import Small, Strong, Text, reveal
from selfstudy.services.authoring.workshop import TextLine
from selfstudy.words import t


class ProblemsView(QWidget):
    """Draws the problems and tells which one was chosen."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.table = Table(t("author.problems"), columns(), _sound())
        self.table.row_changed.connect(self.chosen)
        self.table.row_chosen.connect(self.chosen)
        self._card = Card(padding=16, spacing=8, inset=True)
        self._place, self._sentence = Strong(), Text()
        self._lines = QWidget()
        self._grid = QGridLayout(self._lines)
        self._grid.setContentsMargins(0, 4, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(1, 1)
        self._card.add(self._place, self._sentence, self._lines)
        column.addWidget(self.table, 1)
        column.addWidget(self._card)

    def show_state(self, state: AuthorState) -> None:
        """Draw the rows and what is chosen among them."""
        if self.table.model.rows != state.rows or not state.rows:
            self.table.show_rows(state.rows)
        reveal(self._card, visible=state.row is not None)
        if state.row is None:
            return
        self._place.setText(state.row.place)
        self._sentence.setText(state.row.sentence)
        self._show_lines(state.lines, _tone(state.row))

    def _show_lines(self, lines: tuple[TextLine, ...], tone: Tone) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for place, line in enumerate(lines):
            number = Small(str(line.number), wrap=False)
            text = Text(line.text or " ", role="code", tone=tone if line.meant else "")
            text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._grid.addWidget(number, place, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(text, place, 1)
        reveal(self._lines, visible=bool(lines))


def columns() -> tuple[Column, ...]:
    """How bad, where, and what."""
    return (
        Column(t("author.severity"), _severity, "badge", tone=_tone, width=92),
        Column(t("author.place"), lambda row: row.place, "muted", order=_order, width=300),
        Column(t("author.sentence"), lambda row: row.sentence),
    )


def _severity(row: ProblemRow) -> str:
    return t(f"author.severity_{row.problem.severity}")


def _tone(row: ProblemRow) -> Tone:
    return "danger" if row.problem.severity == "error" else "warning"


def _order(row: ProblemRow) -> Any:  # noqa: ANN401 - whatever sorts
    return row.problem.file, row.problem.line


def _sound() -> EmptyState:
    return EmptyState("circle-check", t("author.no_problems"), t("author.no_problems_note"))
