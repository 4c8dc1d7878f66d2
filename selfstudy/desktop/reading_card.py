"""A small card beside a link: what a term means, what a footnote or a source says."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QAccessible, QAccessibleEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from selfstudy.desktop import theme

_WIDTH = 380
_GAP = 8


class ReadingCard(QFrame):
    """Stands under its link inside the reading page and goes with the next step."""

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._page = page
        self.setObjectName("readingCard")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._title = QLabel(self)
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._title.setWordWrap(True)
        self._body = QLabel(self)
        self._body.setTextFormat(Qt.TextFormat.PlainText)
        self._body.setWordWrap(True)
        self._box = box = QVBoxLayout(self)
        box.setContentsMargins(16, 12, 16, 14)
        box.setSpacing(4)
        box.addWidget(self._title)
        box.addWidget(self._body)
        self.hide()

    @property
    def words(self) -> str:
        """What the card says now."""
        return "\n".join(text for text in (self._title.text(), self._body.text()) if text)

    def show_beside(self, title: str, body: str, link: QRect) -> None:
        """Show words under a link's rectangle, or above it where there is no room."""
        self._title.setText(title)
        self._title.setVisible(bool(title))
        self._title.setFont(theme.font("strong"))
        self._body.setText(body)
        self._body.setFont(theme.font("small"))
        room = self._page.rect().adjusted(_GAP, _GAP, -_GAP, -_GAP)
        width = min(theme.px(_WIDTH), room.width())
        self.setFixedWidth(width)
        height = self._box.heightForWidth(width)
        self.setFixedHeight(height)
        left = max(room.left(), min(link.left(), room.right() - width))
        below = link.bottom() + _GAP
        top = below if below + height <= room.bottom() else max(_GAP, link.top() - height - _GAP)
        self.move(QPoint(left, top))
        self.setAccessibleName(self.words)
        self.show()
        self.raise_()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A quiet card with an edge, in the theme in use."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.colour("edge"), 1))
        painter.setBrush(theme.colour("surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        painter.end()
