"""How one choice of a question is measured and painted, whether a radio button or a check box."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QAbstractButton

from selfstudy.desktop import icons, theme

Mark = Literal["", "right", "wrong", "missed"]
_LOOK: Final[dict[str, tuple[str, str, str]]] = {  # ink, ground, icon
    "right": ("success", "success_soft", "circle-check"),
    "wrong": ("danger", "danger_soft", "circle-x"),
    "missed": ("success", "surface", "circle-dashed"),
}
_WRAP: Final = int(
    Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
)
_SIDE, _LETTER, _GAP, _PICTURE, _ABOVE, _BETWEEN = 18, 28, 14, 22, 15, 6  # at 100 %


@dataclass(slots=True)
class Face:
    """A letter, words, what became of them (`mark`) and why (`note`)."""

    letter: str
    words: str
    round: bool
    mark: Mark = ""
    note: str = ""

    def height(self, width: int) -> int:
        """The height it needs at a width."""
        words, note = self._heights(width)
        return max(theme.px(54), words + note + theme.px(2 * _ABOVE))

    def paint(self, button: QAbstractButton) -> None:
        """Paint the button as it stands."""
        painter, box = QPainter(button), button.rect()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink, ground, picture = _LOOK.get(self.mark, ("", "", ""))
        if not self.mark and button.isChecked():
            ink, ground = "accent", "accent_soft"
        self._ground(painter, button, ink, ground)
        words, note = self._heights(box.width())
        top = box.top() + (box.height() - words - note) // 2
        self._letter(painter, box.left() + theme.px(_SIDE), top, ink)
        self._words(painter, QRect(self._left(), top, self._room(box.width()), words), note)
        if picture:
            side = theme.px(_PICTURE)
            left = box.right() - theme.px(_SIDE) - side
            middle = top + QFontMetrics(theme.font("body")).height() / 2
            icons.paint(painter, picture, ink, QRectF(left, middle - side / 2, side, side))

    def _left(self) -> int:
        return theme.px(_SIDE + _LETTER + _GAP)

    def _room(self, width: int) -> int:
        return max(40, width - self._left() - theme.px(_GAP + _PICTURE + _SIDE))

    def _heights(self, width: int) -> tuple[int, int]:
        room = QRect(0, 0, self._room(width), 100_000)
        words = QFontMetrics(theme.font("body")).boundingRect(room, _WRAP, self.words).height()
        if not self.note:
            return words, 0
        note = QFontMetrics(theme.font("small")).boundingRect(room, _WRAP, self.note).height()
        return words, note + theme.px(_BETWEEN)

    def _ground(self, painter: QPainter, button: QAbstractButton, ink: str, ground: str) -> None:
        palette, box = theme.current(), QRectF(button.rect())
        hovered = not self.mark and button.isEnabled() and button.underMouse()
        pen = QPen(QColor(getattr(palette, ink or "edge")), 2 if ink else 1)
        if self.mark == "missed":
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.setBrush(QColor(getattr(palette, ground or ("hover" if hovered else "surface"))))
        inset = 1.0 if ink else 0.5
        painter.drawRoundedRect(box.adjusted(inset, inset, -inset, -inset), 10, 10)
        if button.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(palette.focus), 2))
            painter.drawRoundedRect(box.adjusted(5, 5, -5, -5), 6, 6)

    def _letter(self, painter: QPainter, x: float, top: int, ink: str) -> None:
        palette, side = theme.current(), theme.px(_LETTER)
        middle = top + QFontMetrics(theme.font("body")).height() / 2  # beside the first line
        box = QRectF(x, middle - side / 2, side, side)
        filled = bool(ink) and self.mark != "missed"
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(getattr(palette, ink) if filled else palette.sunk))
        radius = side / 2 if self.round else theme.px(7)
        painter.drawRoundedRect(box, radius, radius)
        painter.setPen(QColor(palette.surface if filled else palette.ink))
        painter.setFont(theme.font("caption"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.letter)

    def _words(self, painter: QPainter, room: QRect, note: int) -> None:
        painter.setPen(theme.colour("ink"))
        painter.setFont(theme.font("body"))
        painter.drawText(room, _WRAP, self.words)
        if note:
            painter.setFont(theme.font("small"))
            below = QRect(room.left(), room.bottom() + 1 + theme.px(_BETWEEN), room.width(), note)
            painter.drawText(below, _WRAP, self.note)
