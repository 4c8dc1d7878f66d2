"""Quiet charts painted with QPainter, each with its numbers in a table beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, log10

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QHBoxLayout,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from selfstudy.desktop import theme
from selfstudy.desktop.rows import Column
from selfstudy.desktop.widgets.buttons import Segmented
from selfstudy.desktop.widgets.table import Table
from selfstudy.desktop.widgets.text import Heading
from selfstudy.words import number, t


@dataclass(frozen=True, slots=True)
class Point:
    """One bar: its name and its value."""

    name: str
    value: float


class BarChart(QWidget):
    """A few bars with their values written on them, and a dashed line for a target."""

    def __init__(
        self, name: str, points: Sequence[Point] = (), target: float | None = None
    ) -> None:
        super().__init__()
        self._name = name
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_points(points, target)

    def show_points(self, points: Sequence[Point], target: float | None = None) -> None:
        """Other bars."""
        self.points, self._target = tuple(points), target
        said = ", ".join(f"{point.name}: {number(point.value)}" for point in self.points)
        if target is not None:
            said += ". " + t("widget.target", value=number(target))
            self.setToolTip(t("widget.target", value=number(target)))
        self.setAccessibleName(f"{self._name}: {said}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, theme.px(208))

    def minimumSizeHint(self) -> QSize:
        return QSize(160, theme.px(208))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font("small"))
        top = axis_top(max([point.value for point in self.points] + [self._target or 0]))
        line = painter.fontMetrics().height()
        left = painter.fontMetrics().horizontalAdvance(number(top)) + theme.px(12)
        goal = number(self._target) if self._target else ""
        right = painter.fontMetrics().horizontalAdvance(goal) + theme.px(8) if goal else 0
        height = self.height() - 2 * line - theme.px(16)
        plot = QRectF(left, line + 4.0, self.width() - left - right, height)
        self._grid(painter, plot, top)
        slot = plot.width() / max(1, len(self.points))
        for place, point in enumerate(self.points):
            self._bar(painter, plot, QRectF(plot.left() + place * slot, 0, slot, 0), point, top)
        if self._target:
            y = plot.bottom() - plot.height() * self._target / top
            painter.setPen(QPen(theme.colour("warning"), 1.5, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right(), y))
            beside = QRectF(plot.right(), y - line, right, 2 * line)
            middle = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(beside, middle, goal)

    def _grid(self, painter: QPainter, plot: QRectF, top: float) -> None:
        for part in range(3):
            y = plot.bottom() - plot.height() * part / 2
            painter.setPen(QPen(theme.colour("edge" if not part else "line"), 1))
            painter.drawLine(
                QPointF(plot.left(), round(y) + 0.5), QPointF(plot.right(), round(y) + 0.5)
            )
            painter.setPen(theme.colour("muted"))
            room = QRectF(0, y - 12, plot.left() - theme.px(8), 24)
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(room, right, number(top * part / 2))

    def _bar(self, painter: QPainter, plot: QRectF, slot: QRectF, point: Point, top: float) -> None:
        width = min(theme.px(34), slot.width() * 0.56)
        height = plot.height() * point.value / top
        box = QRectF(slot.center().x() - width / 2, plot.bottom() - height, width, height)
        path, radius = QPainterPath(), min(4.0, height / 2)
        path.addRoundedRect(box.adjusted(0, 0, 0, radius), radius, radius)
        painter.save()
        painter.setClipRect(QRectF(box.left(), 0, width, plot.bottom()))
        painter.fillPath(path, theme.colour("accent"))
        painter.restore()
        line, centre = painter.fontMetrics().height(), Qt.AlignmentFlag.AlignCenter
        painter.setPen(theme.colour("ink"))
        above = QRectF(slot.left(), box.top() - line - 2, slot.width(), line)
        painter.drawText(above, centre, number(point.value))
        painter.setPen(theme.colour("muted"))
        below = QRectF(slot.left(), plot.bottom() + theme.px(6), slot.width(), line)
        elide = Qt.TextElideMode.ElideRight
        name = painter.fontMetrics().elidedText(point.name, elide, int(slot.width()) - 2)
        painter.drawText(below, centre, name)


class Sparkline(QWidget):
    """A line without axes for the end of a row."""

    def __init__(self, name: str, values: Sequence[float] = ()) -> None:
        super().__init__()
        self._name = name
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.show_values(values)

    def show_values(self, values: Sequence[float]) -> None:
        """Other values, oldest first."""
        self._values = tuple(values)
        said = ", ".join(number(value) for value in self._values[-6:])
        self.setAccessibleName(f"{self._name}: {said}")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(96), theme.px(28))

    def paintEvent(self, _event: QPaintEvent) -> None:
        if len(self._values) < 2:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        low, high = min(self._values), max(self._values)
        room = QRectF(self.rect()).adjusted(3, 4, -4, -4)
        step, spread = room.width() / (len(self._values) - 1), (high - low) or 1
        points = [
            QPointF(room.left() + i * step, room.bottom() - room.height() * (value - low) / spread)
            for i, value in enumerate(self._values)
        ]
        painter.setPen(QPen(theme.colour("accent"), 1.6))
        painter.drawPolyline(points)
        painter.setBrush(theme.colour("accent"))
        painter.drawEllipse(points[-1], 2.2, 2.2)


class Charted(QWidget):
    """A chart with its heading and a switch to its numbers in a table."""

    def __init__(self, title: str, chart: QWidget, columns: Sequence[Column]) -> None:
        super().__init__()
        self.table = Table(title, columns)
        self._stack = QStackedWidget()
        self._stack.addWidget(chart)
        self._stack.addWidget(self.table)
        choices = (("chart", t("widget.chart")), ("table", t("widget.table")))
        switch = Segmented(title, choices)
        switch.chosen.connect(self._turn)
        head = QHBoxLayout()
        head.addWidget(Heading(title), 1)
        head.addWidget(switch, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self._stack)

    def _turn(self, key: str) -> None:
        self._stack.setCurrentIndex(0 if key == "chart" else 1)


def axis_top(highest: float) -> float:
    """A round number at or above the highest value: 1, 2, 4, 5 or 10 times a power of ten."""
    if highest <= 0:
        return 1
    power = 10.0 ** (ceil(log10(highest)) - 1)
    return next(step * power for step in (1, 2, 4, 5, 6, 8, 10) if step * power >= highest * 1.0)
