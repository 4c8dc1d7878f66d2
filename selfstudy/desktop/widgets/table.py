"""A quiet table: hairlines, bars, badges and names with initials; an empty state when empty."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStackedLayout,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from selfstudy.desktop import theme
from selfstudy.desktop.rows import ROW, Column, RowsModel, alignment
from selfstudy.desktop.theme import Role
from selfstudy.desktop.widgets.badges import badge_size, paint_avatar, paint_badge
from selfstudy.desktop.widgets.progress import paint_bar
from selfstudy.desktop.widgets.surfaces import EmptyState
from selfstudy.words import t

_PAD = 8
_LEAST = 180  # pixels at 100 % that the widest words need before spare columns stand beside them


class Table(QWidget):
    """Rows of anything, described by columns; Enter or a double click chooses one."""

    row_chosen = Signal(object)
    row_changed = Signal(object)

    def __init__(
        self, name: str, columns: Sequence[Column], empty: EmptyState | None = None
    ) -> None:
        super().__init__()
        self.model = RowsModel(columns)
        self.view = _View(self.model, name)
        self._empty = empty or EmptyState("inbox", "")
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._empty)
        self._fitting = False
        self.view.activated.connect(self._activated)
        self.view.selectionModel().currentRowChanged.connect(self._moved)

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Other rows, or the empty state; the row under the keyboard stays if it is there."""
        current = self.row
        self.model.show_rows(rows)
        self._stack.setCurrentIndex(0 if rows else 1)
        for place, row in enumerate(self.model.rows):
            if row == current:
                self.view.selectRow(place)
        if self._fitting:
            self.fit_height()

    def fit_height(self) -> None:
        """As tall as all its rows: for a table inside a page that scrolls."""
        self._fitting = True
        self.view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        rows = self.model.rowCount() * self.view.verticalHeader().defaultSectionSize()
        height = self.view.horizontalHeader().sizeHint().height() + rows + 2
        self.setFixedHeight(height if rows else self._empty.sizeHint().height())

    def show_most(self, most: int) -> None:
        """As tall as its rows, at most so many; the others scroll inside."""
        rows = min(most, self.model.rowCount())
        row = self.view.verticalHeader().defaultSectionSize()
        header = self.view.horizontalHeader().sizeHint().height()
        self.setFixedHeight(header + rows * row + 4 if rows else self.minimumSizeHint().height())

    @property
    def row(self) -> Any:  # noqa: ANN401 - whatever the rows are
        """The row under the keyboard, or None."""
        index = self.view.currentIndex()
        return index.data(ROW) if index.isValid() else None

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.view.settle()
            if self._fitting:
                self.fit_height()

    def _activated(self, index: QModelIndex) -> None:
        self.row_chosen.emit(index.data(ROW))

    def _moved(self, index: QModelIndex, _before: QModelIndex) -> None:
        self.row_changed.emit(index.data(ROW) if index.isValid() else None)


class _View(QTableView):
    def __init__(self, model: RowsModel, name: str) -> None:
        super().__init__()
        self._model = model
        self.setModel(model)
        self.setAccessibleName(name)
        self._cells = _Cells(self)
        self.setItemDelegate(self._cells)
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.verticalHeader().hide()
        self.setHorizontalHeader(_Header(self))
        self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.horizontalHeader().sortIndicatorChanged.connect(self._tell_order)
        self.setSortingEnabled(True)
        self.settle()

    def settle(self) -> None:
        """Give columns and rows their sizes at the zoom in use."""
        header = self.horizontalHeader()
        self.verticalHeader().setDefaultSectionSize(theme.px(48))
        header.setMinimumSectionSize(theme.px(56))
        for place, column in enumerate(self._model.columns):
            if column.width:
                header.setSectionResizeMode(place, QHeaderView.ResizeMode.Interactive)
                header.resizeSection(place, theme.px(column.width))
            else:
                header.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)
        self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Leave spare columns out, the last first, until the widest words have their room."""
        columns = self._model.columns
        room = self.viewport().width() - sum(theme.px(column.width) for column in columns)
        for place in reversed(range(len(columns))):
            if columns[place].spare:
                self.setColumnHidden(place, room < theme.px(_LEAST))
                room += theme.px(columns[place].width) if room < theme.px(_LEAST) else 0

    def _tell_order(self, place: int, order: Qt.SortOrder) -> None:
        if 0 <= place < len(self._model.columns):
            title = self._model.columns[place].title
            up = order == Qt.SortOrder.AscendingOrder
            said = (
                t("widget.sorted_up", column=title) if up else t("widget.sorted_down", column=title)
            )
            self.setAccessibleDescription(said)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.activated.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)


class _Header(QHeaderView):
    """Titles, with a small arrow on the column that is sorted by."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, view)
        self.setHighlightSections(False)
        self.setSectionsClickable(True)
        self.setSortIndicatorShown(False)
        self.setAccessibleName(view.accessibleName())

    def paintSection(self, painter: QPainter, rect: Any, section: int) -> None:  # noqa: ANN401
        model = self.model()
        assert isinstance(model, RowsModel)  # noqa: S101 - the only model a Table has
        column, palette = model.columns[section], theme.current()
        painter.save()
        painter.setPen(QPen(QColor(palette.edge), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        title = theme.font("small")
        title.setWeight(theme.font("subheading").weight())
        painter.setFont(title)
        painter.setPen(QColor(palette.muted))
        words = column.title
        if self.sortIndicatorSection() == section:
            up = self.sortIndicatorOrder() == Qt.SortOrder.AscendingOrder
            words += " \u2191" if up else " \u2193"
            painter.setPen(QColor(palette.ink))
        room = rect.adjusted(theme.px(_PAD), 0, -_end(column), 0)
        words = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, alignment(column), words)
        painter.restore()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), theme.px(40))


class _Cells(QStyledItemDelegate):
    """Draws a cell as its column says; takes a second line, then elides, instead of cutting."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        model, palette = index.model(), theme.current()
        assert isinstance(model, RowsModel)  # noqa: S101
        column, row = model.columns[index.column()], index.data(ROW)
        box, state = QRectF(option.rect), option.state
        view = option.widget
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, QColor(palette.accent_soft))
            if view.hasFocus() and index.column() == 0:
                painter.fillRect(
                    QRectF(box.left(), box.top(), 3, box.height()), QColor(palette.focus)
                )
        painter.setPen(QPen(QColor(palette.line), 1))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        self._draw(painter, box.adjusted(theme.px(_PAD), 0, -_end(column), 0), column, row)
        painter.restore()

    def sizeHint(
        self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(theme.px(80), theme.px(48))

    def _draw(self, painter: QPainter, box: QRectF, column: Column, row: Any) -> None:  # noqa: ANN401
        words = column.words(row)
        if column.kind == "person":
            side = min(theme.px(30), box.height() - 8)
            at = QRectF(box.left(), box.center().y() - side / 2, side, side)
            paint_avatar(painter, at, words)
            _write(painter, box.adjusted(side + theme.px(10), 0, 0, 0), words, "strong", "ink")
        elif column.kind == "bar":
            end = theme.px(44)
            bar = QRectF(box.left(), box.center().y() - theme.px(3), box.width() - end, theme.px(6))
            tone = column.tone(row) if column.tone else "accent"
            paint_bar(painter, bar, column.share(row) if column.share else 0.0, tone)
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            _write(painter, box, words, "small", "ink", right)
        elif column.kind == "badge":
            icon = column.icon(row) if column.icon else ""
            size = badge_size(words, icon)
            width = min(size.width(), box.width())
            at = QRectF(box.left(), box.center().y() - size.height() / 2, width, size.height())
            if words:
                paint_badge(
                    painter, at, words, column.tone(row) if column.tone else "neutral", icon
                )
        else:
            role: Role = "strong" if column.kind == "strong" else "body"
            ink = "muted" if column.kind == "muted" else "ink"
            _write(painter, box, words, role, ink, Qt.AlignmentFlag(alignment(column)))


def _end(column: Column) -> int:
    """Room at the right of a cell; more after numbers, which stand at the right themselves."""
    return theme.px(3 * _PAD if column.kind == "number" else _PAD)


def _write(
    painter: QPainter,
    box: QRectF,
    words: str,
    role: Role,
    ink: str,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignVCenter,
) -> None:
    face = theme.font(role)
    if role in ("body", "strong"):
        face.setPixelSize(theme.px(14))
    painter.setFont(face)
    painter.setPen(theme.colour(ink))
    write_in(painter, box, words, align)


def write_in(
    painter: QPainter,
    box: QRectF,
    words: str,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignVCenter,
) -> None:
    """Write into a box with the painter's font: a second line before an ellipsis."""
    metrics, wide = painter.fontMetrics(), int(box.width())
    if metrics.horizontalAdvance(words) > wide:
        wrap = Qt.TextFlag.TextWordWrap if " " in words else Qt.TextFlag.TextWrapAnywhere
        needed = metrics.boundingRect(QRect(0, 0, wide, 1000), int(wrap), words)
        if needed.height() <= box.height() and needed.width() <= wide:
            painter.drawText(box, int(align) | int(wrap), words)
            return
    painter.drawText(box, align, metrics.elidedText(words, Qt.TextElideMode.ElideRight, wide))
