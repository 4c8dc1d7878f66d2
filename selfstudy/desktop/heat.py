"""Thirteen weeks of study as painted squares."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from selfstudy.desktop import theme
from selfstudy.desktop.shades import mixed
from selfstudy.words import day, t

WEEKS: Final = 13
_STEPS: Final = (0, 10, 25, 45)  # minutes a day from which the next shade begins


class Heat(QWidget):
    """Minutes studied on each of the last 91 days: a square a day, a column a week from Monday."""

    day_pressed = Signal(object)

    def __init__(self, days: Sequence[int] = (), last: date | None = None) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.show_days(days, last or date.today())  # noqa: DTZ011 - local days are meant

    def show_days(self, days: Sequence[int], last: date) -> None:
        """Minutes by day, oldest first; `last` is the day of the newest."""
        self._days, self._last = tuple(days)[-WEEKS * 7 :], last
        studied = sum(minutes > 0 for minutes in self._days)
        self.setAccessibleName(t("widget.days_studied", n=studied))
        self.update()

    def rows(self) -> tuple[tuple[date, int], ...]:
        """The same as a table: days with study, newest first."""
        first = self._last - timedelta(days=len(self._days) - 1)
        dated = [(first + timedelta(days=i), minutes) for i, minutes in enumerate(self._days)]
        return tuple(reversed([pair for pair in dated if pair[1]]))

    def sizeHint(self) -> QSize:
        cell, gap = _cell()
        return QSize(WEEKS * (cell + gap) + cell, 7 * (cell + gap))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, palette = QPainter(self), theme.current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        cell, _ = _cell()
        for place, minutes in enumerate(self._days):
            box = QRectF(*self._corner(place), cell, cell)
            shade = level(minutes)
            painter.setBrush(
                mixed(palette.accent_soft, palette.accent, 0.1 + 0.9 * shade / len(_STEPS))
                if shade
                else QColor(palette.track)
            )
            painter.drawRoundedRect(box, 3, 3)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            self._tell(event.pos(), event.globalPos())
            return True
        return super().event(event)

    def _corner(self, place: int) -> tuple[int, int]:
        cell, gap = _cell()
        age = len(self._days) - 1 - place
        column = (age + 6 - self._last.weekday()) // 7
        weekday = (self._last.weekday() - age) % 7
        return (WEEKS - column) * (cell + gap), weekday * (cell + gap)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        found = self._day_at(event.position().toPoint())
        if found is not None and found[1] and event.button() == Qt.MouseButton.LeftButton:
            self.day_pressed.emit(found[0])

    def _tell(self, at: QPoint, globally: QPoint) -> None:
        found = self._day_at(at)
        if found is None:
            QToolTip.hideText()
            return
        words = t("widget.day_minutes", day=day(found[0]), n=found[1])
        QToolTip.showText(globally, words, self)

    def _day_at(self, at: QPoint) -> tuple[date, int] | None:
        """The day of a square, and its minutes."""
        cell, _ = _cell()
        for place, minutes in enumerate(self._days):
            x, y = self._corner(place)
            if x <= at.x() <= x + cell and y <= at.y() <= y + cell:
                return self._last - timedelta(days=len(self._days) - 1 - place), minutes
        return None


def level(minutes: int) -> int:
    """0 for no study, then 1 to 4."""
    return sum(minutes > step for step in _STEPS)


def _cell() -> tuple[int, int]:
    return theme.px(13), max(3, theme.px(3))
