"""Small marks: badges, key caps, initials. Painted, so that their ends are round everywhere."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from selfstudy.desktop import icons, theme
from selfstudy.desktop.theme import Tone
from selfstudy.desktop.widgets.text import reveal


class _Mark(QWidget):
    """A fixed little widget with an accessible name."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self._words = words
        self.setAccessibleName(words)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self.updateGeometry()
        super().changeEvent(event)


class Badge(_Mark):
    """A state in a word or two, with an icon where colour alone would tell it."""

    def __init__(self, words: str, tone: Tone = "neutral", icon: str = "") -> None:
        super().__init__(words)
        self._tone, self._icon = tone, icon

    def show_words(self, words: str, tone: Tone = "neutral", icon: str = "") -> None:
        """Another state; hidden while it has no words."""
        self._words, self._tone, self._icon = words, tone, icon
        self.setAccessibleName(words)
        reveal(self, visible=bool(words))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return badge_size(self._words, self._icon)

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_badge(QPainter(self), QRectF(self.rect()), self._words, self._tone, self._icon)


class KeyCap(_Mark):
    """The name of a key, as it looks on the keyboard."""

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(theme.font("caption"))
        height = metrics.height() + theme.px(6)
        return QSize(max(height, metrics.horizontalAdvance(self._words) + theme.px(14)), height)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, palette = QPainter(self), theme.current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(QColor(palette.edge), 1))
        painter.setBrush(QColor(palette.surface))
        painter.drawRoundedRect(box, 5, 5)
        painter.setPen(QColor(palette.muted))
        painter.setFont(theme.font("caption"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._words)


class Avatar(_Mark):
    """A person by the initials of middle and given name, as Vietnamese names are called."""

    def __init__(self, name: str, size: int = 36) -> None:
        super().__init__(name)
        self._size = size

    def sizeHint(self) -> QSize:
        side = theme.px(self._size)
        return QSize(side, side)

    def paintEvent(self, _event: QPaintEvent) -> None:
        paint_avatar(QPainter(self), QRectF(self.rect()), self._words)


def initials(name: str) -> str:
    """The last two words' first letters: Nguyễn Thị Lan is TL."""
    return "".join(word[0].upper() for word in name.split()[-2:])


def badge_size(words: str, icon: str = "") -> QSize:
    """The room a badge takes."""
    metrics = QFontMetrics(theme.font("caption"))
    picture = theme.px(18) if icon else 0
    width = metrics.horizontalAdvance(words) + theme.px(20) + picture
    return QSize(width, metrics.height() + theme.px(7))


def paint_badge(painter: QPainter, box: QRectF, words: str, tone: Tone, icon: str = "") -> None:
    """Draw a badge into a box of its own size."""
    ink, ground = theme.current().tone(tone)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(ink), 1) if theme.current() is theme.CONTRAST else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ground))
    inner = box.adjusted(0.5, 0.5, -0.5, -0.5)
    radius = min(theme.px(7), inner.height() / 2)
    painter.drawRoundedRect(inner, radius, radius)
    left = box.left() + theme.px(10)
    if icon:
        side = theme.px(14)
        at = QPointF(left - theme.px(2), box.center().y() - side / 2)
        token = "muted" if tone == "neutral" else tone
        icons.paint(painter, icon, token, QRectF(at.x(), at.y(), side, side))
        left += theme.px(16)
    painter.setPen(QColor(ink))
    painter.setFont(theme.font("caption"))
    room = QRectF(left, box.top(), box.right() - left - theme.px(8), box.height())
    metrics = QFontMetrics(theme.font("caption"))
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, int(room.width()) + 2)
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


def paint_avatar(painter: QPainter, box: QRectF, name: str) -> None:
    """Draw initials in a circle."""
    palette = theme.current()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    outline = palette is theme.CONTRAST
    painter.setPen(QPen(QColor(palette.accent), 1) if outline else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(palette.accent_soft))
    painter.drawEllipse(box.adjusted(0.5, 0.5, -0.5, -0.5))
    painter.setPen(QColor(palette.accent))
    letters = theme.font("caption")
    letters.setPixelSize(max(8, round(box.height() * 0.36)))
    painter.setFont(letters)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, initials(name))
