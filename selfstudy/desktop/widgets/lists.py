"""Rows one may open: an icon or initials, two lines of words, something at the end."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from selfstudy.desktop import theme
from selfstudy.desktop.widgets.surfaces import Picture
from selfstudy.desktop.widgets.text import Small, Strong, reveal


class ListRow(QAbstractButton):
    """A row that opens something, by mouse, Enter or Space; `ends` stand at its right."""

    def __init__(
        self,
        title: str,
        note: str = "",
        *,
        icon: str = "",
        tone: str = "accent",
        arrow: bool = True,
    ) -> None:
        super().__init__()
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(8, 10, 8, 10)
        self._row.setSpacing(14)
        self._picture = Picture(icon or "circle-check", tone, 20)
        reveal(self._picture, visible=bool(icon))
        self._row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignVCenter)
        words = QVBoxLayout()
        words.setSpacing(2)
        self._title, self._note = Strong(title), Small(note)
        words.addStretch(1)
        words.addWidget(self._title)
        words.addWidget(self._note)
        words.addStretch(1)
        self._row.addLayout(words, 1)
        self._arrow = Picture("chevron-right", "muted", 18)
        self._row.addWidget(self._arrow, 0, Qt.AlignmentFlag.AlignVCenter)
        reveal(self._arrow, visible=arrow)
        for part in (self._title, self._note):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.show_words(title, note)

    def show_words(self, title: str, note: str = "", icon: str = "", tone: str = "") -> None:
        """What the row says now."""
        self._title.setText(title)
        self._note.show_words(note)
        self.setAccessibleName(title)
        self.setAccessibleDescription(note)
        if icon:
            self._picture.show_icon(icon, tone)
            reveal(self._picture, visible=True)

    def add_start(self, widget: QWidget) -> ListRow:
        """Put something before the words: initials, a ring; returns itself."""
        self._row.insertWidget(1, widget, 0, Qt.AlignmentFlag.AlignVCenter)
        return self

    def add_end(self, widget: QWidget) -> ListRow:
        """Put something after the words: a badge, a number; returns itself."""
        self._row.insertWidget(self._row.count() - 1, widget, 0, Qt.AlignmentFlag.AlignVCenter)
        return self

    def sizeHint(self) -> QSize:
        return self._row.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self._row.minimumSize()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_row_ground(painter, QRectF(self.rect()), self)


class OpenRow(ListRow):
    """A list row that carries the key of what it opens."""

    opened = Signal(str)

    def __init__(
        self, key: str, title: str, note: str = "", *, icon: str = "", tone: str = "accent"
    ) -> None:
        super().__init__(title, note, icon=icon, tone=tone)
        self.key = key
        self.clicked.connect(lambda: self.opened.emit(self.key))


class ClickCard(QAbstractButton):
    """A card that opens something as a whole; `body` is its column."""

    def __init__(self, name: str, *, padding: int = 20, spacing: int = 8) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(padding, padding, padding, padding)
        self.body.setSpacing(spacing)

    def sizeHint(self) -> QSize:
        return self.body.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self.body.minimumSize()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, palette = QPainter(self), theme.current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        hovered, focused = self.underMouse() and self.isEnabled(), self.hasFocus()
        width = 2 if focused else 1
        edge = palette.focus if focused else palette.edge if hovered else palette.line
        painter.setPen(QPen(QColor(edge), width))
        painter.setBrush(QColor(palette.surface))
        inset = width / 2
        box = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(box, 12, 12)


def paint_row_ground(painter: QPainter, box: QRectF, row: QAbstractButton) -> None:
    """The ground of a row: under the pointer, with the focus."""
    palette = theme.current()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    if row.underMouse() and row.isEnabled():
        painter.setBrush(QColor(palette.hover))
        painter.drawRoundedRect(box, 9, 9)
    if row.hasFocus():
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(palette.focus), 2))
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 9, 9)
