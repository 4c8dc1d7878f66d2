"""Rating oneself: competencies at the left, at the right the levels with what is seen at each."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from selfstudy.desktop import theme
from selfstudy.desktop.need_parts.wording import told
from selfstudy.desktop.needs.state import NeedsState
from selfstudy.desktop.rows import Column
from selfstudy.desktop.widgets.buttons import QuietButton, Segmented
from selfstudy.desktop.widgets.layouts import Flow
from selfstudy.desktop.widgets.levels import LEVELS, LevelList, by_level, wording_note
from selfstudy.desktop.widgets.surfaces import Card, EmptyState
from selfstudy.desktop.widgets.table import Table
from selfstudy.desktop.widgets.text import Heading, Muted, Small, Strong, reveal
from selfstudy.services.needs.lines import NeedLine
from selfstudy.words import pick, t

LIST = 400  # pixels at 100 %


class RatingView(QWidget):
    """One level and one importance for each competency; every choice is kept at once."""

    looked_at = Signal(str)
    rated = Signal(int)
    weighed = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._code = ""
        columns = [
            Column(t("needs.competency"), _title, "strong"),
            Column(t("needs.own"), lambda line: told(line.own), "number", width=116),
        ]
        empty = EmptyState("target", t("needs.no_position"), t("needs.no_position_note"))
        self.table = Table(t("needs.rating"), columns, empty)
        self.table.setFixedWidth(theme.px(LIST))
        self.table.view.setSortingEnabled(False)
        self.table.row_changed.connect(self._changed)
        self.levels = LevelList()
        self.levels.chosen.connect(self.rated)
        self._title, self._note = Heading(), Muted(t("needs.rating_note"))
        self._wording = Small()
        digits = [(str(n), str(n)) for n in range(LEVELS + 1)]
        digits[0] = ("0", t("needs.not_told"))
        self.importance = Segmented(t("needs.importance"), digits)
        self.importance.chosen.connect(lambda key: self.weighed.emit(int(key)))
        self.clear, self.next = (
            QuietButton(t("needs.clear"), "eraser"), QuietButton(t("needs.next"), "arrow-right"),
        )  # fmt: skip
        self.clear.clicked.connect(lambda: self.rated.emit(0))
        self.next.clicked.connect(self._go_on)
        self._saved = Small()
        self._lay_out()

    def _lay_out(self) -> None:
        weigh = Flow(12).add(Strong(t("needs.importance"), wrap=False), self.importance)
        foot = QHBoxLayout()
        foot.addWidget(self.clear)
        foot.addWidget(self._saved, 1)
        foot.addWidget(self.next)
        self._right = Card(padding=20)
        self._right.add(self._title, self._note, self.levels, self._wording, weigh, foot)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        left = QVBoxLayout()
        left.addWidget(Card(padding=8).add(self.table))
        left.addStretch(1)
        row.addLayout(left)
        row.addWidget(self._right, 1, Qt.AlignmentFlag.AlignTop)

    def show_state(self, state: NeedsState) -> None:
        """The list with what was told, and the competency looked at."""
        lines = state.view.lines if state.view is not None else ()
        if self.table.model.rows != lines:
            self.table.show_rows(lines)
            self.table.fit_height()
        line = state.line
        reveal(self._right, visible=line is not None)
        if line is None:
            return
        if self.table.row != line:
            self.table.view.selectRow(list(self.table.model.rows).index(line))
        level = line.own.level if line.own else 0
        if line.code != self._code:
            self._code = line.code
            self._title.setText(_title(line))
            self.levels.show_competency(by_level(line.competency), level)
            self._wording.show_words(wording_note(line.competency))
        self.levels.show_level(level)
        self.importance.setEnabled(level > 0)
        self.importance.show_key(str(line.own.importance if line.own else 0))
        self.clear.setEnabled(level > 0)
        self._saved.setText(t("needs.saved") if state.saved else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        level = event.key() - Qt.Key.Key_0.value
        if 1 <= level <= LEVELS and not event.modifiers():
            self.levels.press(level)
        else:
            super().keyPressEvent(event)

    def _go_on(self) -> None:
        index = self.table.view.currentIndex().row() + 1
        if index < self.table.model.rowCount():
            self.table.view.selectRow(index)
            self.levels.rows[0].setFocus()

    def _changed(self, line: NeedLine | None) -> None:
        if line is not None:
            self.looked_at.emit(line.code)


def _title(line: NeedLine) -> str:
    return f"{line.code} · {pick(line.competency.title, line.competency.title_en)}"
