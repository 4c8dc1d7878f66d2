"""What is lacking: a table, and for the competency chosen who measured what and what helps."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from selfstudy.desktop import theme
from selfstudy.desktop.needs.state import NeedsState
from selfstudy.desktop.needs.wording import (
    conclusion,
    help_words,
    need_columns,
    sentence,
    title_of,
)
from selfstudy.desktop.widgets.buttons import GhostButton
from selfstudy.desktop.widgets.levels import by_level
from selfstudy.desktop.widgets.surfaces import Banner, Card, EmptyState
from selfstudy.desktop.widgets.table import Table
from selfstudy.desktop.widgets.text import Body, Muted, Small, Strong, Subheading, reveal
from selfstudy.services.needs.lines import NeedLine
from selfstudy.words import t

MOST_HELPS = 4


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


class LineCard(Card):
    """One competency: who measured what, what the level asks for, which modules build it."""

    module_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__(spacing=8, padding=20)
        self._title, self._said, self._follows = Subheading(), Body(), Strong()
        self._asked, self._none = Muted(), Muted(t("needs.no_help"))
        self._heading = Small(t("needs.helps"))
        self._helps = QVBoxLayout()
        self._helps.setSpacing(6)
        self.add(self._title, self._follows, self._said, self._asked, self._heading)
        self.add(self._helps, self._none)
        self.buttons: list[GhostButton] = []

    def show_line(self, line: NeedLine | None) -> None:
        """Another competency."""
        reveal(self, visible=line is not None)
        if line is None:
            return
        self._title.setText(title_of(line.competency))
        self._follows.setText(conclusion(line))
        self._said.setText(sentence(line))
        seen = by_level(line.competency.behaviours).get(line.need.required, [])
        words = (
            t(
                "needs.asked",
                level=line.need.required,
                seen="; ".join(each.rstrip(".") for each in seen),
            )
            if seen
            else ""
        )
        self._asked.show_words(words)
        self._show_helps(line)

    def _show_helps(self, line: NeedLine) -> None:
        for button in self.buttons:
            self._helps.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = []
        for found in line.helps[:MOST_HELPS]:
            button = GhostButton(t("needs.open", module=help_words(found)), "book-open")
            button.setMaximumWidth(theme.px(900))
            button.clicked.connect(lambda _on=False, module=found.module: self._open(module))
            self._helps.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            self.buttons.append(button)
        reveal(self._heading, visible=bool(line.need.gap))
        reveal(self._none, visible=bool(line.need.gap) and not line.helps)

    def _open(self, module: str) -> None:
        self.module_asked.emit(module)
