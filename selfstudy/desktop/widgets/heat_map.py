"""A heat-map of groups by subjects: figures stand in the squares, the shade only repeats them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from selfstudy.desktop import theme
from selfstudy.desktop.shades import mixed

_LEFT, _TOP, _WIDE, _HIGH = 230, 34, 46, 46  # pixels at 100 %
_DEEPEST: Final = 0.45  # of the accent: the ink stays readable on it in every palette
_MOVES: Final = {
    Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Square:
    """A square: its figure, the smaller one below, how dark (0 to 1), how it is read aloud."""

    words: str
    below: str
    depth: float
    said: str


class HeatMap(QWidget):
    """Arrows move from square to square, Enter or a click opens what is behind one."""

    opened = Signal(str, str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._rows: tuple[tuple[str, str], ...] = ()
        self._columns: tuple[str, ...] = ()
        self._squares: Mapping[tuple[str, str], Square] = {}
        self._at = (0, 0)

    def show_squares(
        self,
        rows: Sequence[tuple[str, str]],
        columns: Sequence[str],
        squares: Mapping[tuple[str, str], Square],
    ) -> None:
        """Rows as (key, words), columns by their keys; a pair without a square stays empty."""
        self._rows, self._columns, self._squares = tuple(rows), tuple(columns), squares
        self._at = (min(self._at[0], len(rows) - 1), min(self._at[1], len(columns) - 1))
        self.setFixedHeight(self.sizeHint().height())
        self._speak()
        self.update()

    def square_at(self, row: int, column: int) -> Square | None:
        """The square there, if there is one."""
        if not (0 <= row < len(self._rows) and 0 <= column < len(self._columns)):
            return None
        return self._squares.get((self._rows[row][0], self._columns[column]))

    def sizeHint(self) -> QSize:
        return QSize(theme.px(680), theme.px(_TOP + _HIGH * len(self._rows) + 2))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(480), self.sizeHint().height())

    def _box(self, row: int, column: int) -> QRectF:
        left = theme.px(_LEFT)
        width = min(float(theme.px(_WIDE + 18)), (self.width() - left) / max(1, len(self._columns)))
        x, y = left + column * width, theme.px(_TOP) + row * theme.px(_HIGH)
        return QRectF(x, y, width, theme.px(_HIGH)).adjusted(1.5, 1.5, -1.5, -1.5)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_names(painter)
        for row in range(len(self._rows)):
            for column in range(len(self._columns)):
                self._paint_square(painter, self._box(row, column), self.square_at(row, column))
        if self.hasFocus() and self._rows and self._columns:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.colour("focus"), 2.5))
            painter.drawRoundedRect(self._box(*self._at).adjusted(1, 1, -1, -1), 5, 5)

    def _paint_names(self, painter: QPainter) -> None:
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.colour("muted"))
        for column, name in enumerate(self._columns):
            box = self._box(0, column)
            above = QRectF(box.left(), 0, box.width(), theme.px(_TOP - 4))
            painter.drawText(above, Qt.AlignmentFlag.AlignCenter, name)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("ink"))
        wrap = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignVCenter
        for row, (_key, words) in enumerate(self._rows):
            top = theme.px(_TOP) + row * theme.px(_HIGH)
            room = QRectF(0, top, theme.px(_LEFT - 12), theme.px(_HIGH))
            metrics = painter.fontMetrics()
            shown = metrics.elidedText(
                words, Qt.TextElideMode.ElideRight, round(1.8 * room.width())
            )
            painter.drawText(room, int(wrap), shown)

    @staticmethod
    def _paint_square(painter: QPainter, box: QRectF, square: Square | None) -> None:
        palette = theme.current()
        painter.setPen(QPen(QColor(palette.line), 1))
        if square is None:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, 5, 5)
            return
        share = _DEEPEST * min(1.0, square.depth)
        painter.setBrush(mixed(palette.surface, palette.accent, share))
        painter.drawRoundedRect(box, 5, 5)
        painter.setPen(QColor(palette.ink))
        painter.setFont(theme.font("caption"))
        half = box.height() / 2
        up = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom
        painter.drawText(box.adjusted(0, 0, 0, -half + theme.px(4)), up, square.words)
        small = theme.font("small")
        small.setPixelSize(theme.px(11))
        painter.setFont(small)
        down = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop
        painter.drawText(box.adjusted(0, half + theme.px(4), 0, 0), down, square.below)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        move = _MOVES.get(Qt.Key(event.key()))
        if move is not None and self._rows and self._columns:
            row = min(max(0, self._at[0] + move[0]), len(self._rows) - 1)
            column = min(max(0, self._at[1] + move[1]), len(self._columns) - 1)
            self._at = (row, column)
            self._speak()
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._open(self._at)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        found = self._found(event.position().toPoint())
        if found is not None:
            self._at = found
            self._speak()
            self.update()
            self._open(found)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            found = self._found(event.pos())
            square = self.square_at(*found) if found else None
            QToolTip.showText(event.globalPos(), square.said if square else "", self)
            return True
        return super().event(event)

    def _open(self, at: tuple[int, int]) -> None:
        if self.square_at(*at) is not None:
            self.opened.emit(self._rows[at[0]][0], self._columns[at[1]])

    def _found(self, point: QPoint) -> tuple[int, int] | None:
        for row in range(len(self._rows)):
            for column in range(len(self._columns)):
                if self._box(row, column).contains(point):
                    return row, column
        return None

    def _speak(self) -> None:
        square = self.square_at(*self._at)
        self.setAccessibleDescription(square.said if square else "")
