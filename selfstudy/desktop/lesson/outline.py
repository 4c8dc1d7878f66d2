"""The lesson's left side: its sections with ticks, the module's lessons, the sources."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from selfstudy.desktop import theme
from selfstudy.desktop.lesson.presenter import LessonState
from selfstudy.desktop.sources import TONES, SourceLine
from selfstudy.desktop.widgets.badges import Badge
from selfstudy.desktop.widgets.lists import ListRow
from selfstudy.desktop.widgets.text import Caption, Small, Strong, reveal
from selfstudy.domain.progress import LessonLine
from selfstudy.words import pick, t

_WIDTH: Final = 272
_STATES: Final = {
    "new": ("circle", "faint"),
    "going": ("circle-dot", "accent"),
    "done": ("circle-check", "success"),
}


class Outline(QScrollArea):
    """Where in the lesson, where in the module, on what it rests."""

    section_chosen = Signal(str)
    lesson_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedWidth(_WIDTH)
        self.setAccessibleName(t("lesson.outline"))
        inner = QWidget()
        inner.setObjectName("page")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 8, 16)
        column.setSpacing(2)
        self._sections = _part(column, t("lesson.in_this_lesson"))
        self._lessons = _part(column, t("lesson.in_this_module"))
        self._sources = _part(column, t("lesson.sources"))
        column.addStretch(1)
        self.setWidget(inner)
        self._rows: dict[str, OutlineRow] = {}
        self._made: dict[QVBoxLayout, list[OutlineRow]] = {self._sections: [], self._lessons: []}
        self._drawn: tuple[object, ...] = ()
        self._cited: tuple[SourceLine, ...] = ()

    def show_state(self, state: LessonState) -> None:
        """Draw the three lists; ticks alone where only ticks changed."""
        drawn = (state.lesson, state.digest, len(state.lessons), state.sources)
        if drawn != self._drawn:
            self._drawn = drawn
            self._rebuild(state)
        for section in state.sections:
            icon, tone = ("circle-check", "success") if section.read else ("circle", "faint")
            row = self._rows[f"section {section.id}"]
            row.show_words(section.title, "", icon, tone)
            row.setAccessibleDescription(t("lesson.read") if section.read else t("lesson.unread"))
        for line in state.lessons:
            self._show_lesson(line, current=line.id == state.lesson)

    def mark_current(self, section: str) -> None:
        """The section in view."""
        for key, row in self._rows.items():
            if key.startswith("section "):
                row.setChecked(key == f"section {section}")

    def _rebuild(self, state: LessonState) -> None:
        """Rows of the lesson before are used again: making them costs more than saying anew."""
        sections = self._used(self._sections, len(state.sections), self.section_chosen)
        lessons = self._used(self._lessons, len(state.lessons), self.lesson_chosen)
        self._rows = {}
        for section, row in zip(state.sections, sections, strict=True):
            self._rows[f"section {section.id}"] = row.at(section.id)
        for line, row in zip(state.lessons, lessons, strict=True):
            self._rows[f"lesson {line.id}"] = row.at(line.id)
        if state.sources != self._cited:
            self._cited = state.sources
            _empty(self._sources)
            for source in state.sources:
                self._sources.addWidget(SourceCard(source))

    def _used(self, column: QVBoxLayout, count: int, chosen: SignalInstance) -> list[OutlineRow]:
        """So many rows of a part, the others hidden."""
        rows = self._made[column]
        while len(rows) < count:
            row = OutlineRow()
            row.chosen.connect(chosen)
            column.addWidget(row)
            rows.append(row)
        for place, row in enumerate(rows):
            reveal(row, visible=place < count)
        return rows[:count]

    def _show_lesson(self, line: LessonLine, *, current: bool) -> None:
        row = self._rows[f"lesson {line.id}"]
        icon, tone = _STATES[line.state]
        title = t("lesson.numbered", n=line.number, title=pick(line.title, line.title_en))
        row.show_words(title, "", icon, tone)
        row.setAccessibleDescription(t(f"lesson.state_{line.state}"))
        row.setChecked(current)


class OutlineRow(ListRow):
    """A row that stands out while it is the current one."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__("", icon="circle", tone="faint", arrow=False)
        self.setCheckable(True)
        self._key = ""
        self.clicked.connect(lambda: self.chosen.emit(self._key))

    def at(self, key: str) -> OutlineRow:
        """The row of this section or lesson from now on; returns itself."""
        self._key = key
        self.setChecked(False)
        return self

    def nextCheckState(self) -> None:
        """Pressing asks to go there; being there is told from outside."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """A soft ground under the current row."""
        if self.isChecked():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent_soft"))
            painter.drawRoundedRect(self.rect(), 9, 9)
            painter.end()
        super().paintEvent(event)


class SourceCard(QWidget):
    """One official text: its number and places, whether it is in force, when that was checked."""

    def __init__(self, source: SourceLine) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 8, 10)
        column.setSpacing(4)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        column.addWidget(Strong(source.number))
        column.addWidget(Small(source.title))
        if source.places:
            column.addWidget(Small("; ".join(source.places)))
        badge = Badge(source.badge, "neutral" if source.historical else TONES[source.validity])
        column.addWidget(badge, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(Small(f"{source.standing} {source.checked}"))
        self.setAccessibleName(f"{source.name}. {source.standing} {source.checked}")


def _part(column: QVBoxLayout, title: str) -> QVBoxLayout:
    head = Caption(title)
    head.setContentsMargins(12, 14 if column.count() else 0, 0, 4)
    column.addWidget(head)
    part = QVBoxLayout()
    part.setSpacing(0)
    column.addLayout(part)
    return part


def _empty(layout: QLayout) -> None:
    for widget in tuple(_widgets(layout)):
        layout.removeWidget(widget)
        widget.hide()
        widget.deleteLater()


def _widgets(layout: QLayout) -> Iterator[QWidget]:
    for index in range(layout.count()):
        item = layout.itemAt(index)
        widget = item.widget() if item is not None else None
        if widget is not None:
            yield widget
