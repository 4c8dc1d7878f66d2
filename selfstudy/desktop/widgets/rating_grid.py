"""A grid that is filled with digits: arrows move, a digit rates and goes on, Delete clears."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from selfstudy.desktop import theme
from selfstudy.desktop.theme import Tone
from selfstudy.desktop.widgets.table import write_in

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE: Final = QModelIndex()
_PAD: Final = 8
LOW, TALL = 38, 46  # pixels at 100 %: rows whose names have a line, or two
CELL: Final = int(Qt.ItemDataRole.UserRole)
# what Shift makes of the digits on the keyboards in use here
SHIFTED: Final = {
    Qt.Key.Key_Exclam: 1, Qt.Key.Key_At: 2, Qt.Key.Key_NumberSign: 3, Qt.Key.Key_Dollar: 4,
    Qt.Key.Key_Percent: 5, Qt.Key.Key_AsciiCircum: 6, Qt.Key.Key_Ampersand: 7,
}  # fmt: skip
CLEARING: Final = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_0)


@dataclass(frozen=True, slots=True)
class GridCell:
    """What stands in a cell: the figure, a small one beside it, a remark in its corner.

    `said` is how it is read aloud; a cell that is not `open` takes no figure.
    """

    words: str = ""
    beside: str = ""
    corner: str = ""
    flagged: bool = False
    said: str = ""
    open: bool = True
    tone: Tone = "neutral"


@dataclass(frozen=True, slots=True)
class GridColumn:
    """A column: short above the cells, whole where it is pointed at."""

    title: str
    whole: str = ""


class GridModel(QAbstractTableModel):
    """Rows and columns by their names; what a cell holds is asked when it is painted."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[str, ...] = ()
        self.columns: tuple[GridColumn, ...] = ()
        self._cell: Callable[[int, int], GridCell] = lambda _row, _column: GridCell()

    def show_grid(
        self,
        rows: Sequence[str],
        columns: Sequence[GridColumn],
        cell: Callable[[int, int], GridCell],
    ) -> None:
        """Other contents; where the names stay, only the cells are painted anew."""
        self._cell = cell
        if (tuple(rows), tuple(columns)) == (self.rows, self.columns):
            last = self.index(len(self.rows) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self.rows, self.columns = tuple(rows), tuple(columns)
        self.endResetModel()

    def cell(self, row: int, column: int) -> GridCell:
        """What stands in a cell."""
        return self._cell(row, column)

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        if not index.isValid():
            return None
        if role == CELL:
            return self.cell(index.row(), index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return self.cell(index.row(), index.column()).words
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return self.cell(index.row(), index.column()).said
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # noqa: ANN401
        names = self.rows if orientation == Qt.Orientation.Vertical else self.columns
        if not 0 <= section < len(names):
            return None
        name = names[section]
        title = name if isinstance(name, str) else name.title
        if role == Qt.ItemDataRole.DisplayRole:
            return title
        if role == Qt.ItemDataRole.ToolTipRole:
            return name if isinstance(name, str) else name.whole or title
        return None


class RatingGrid(QTableView):
    """Tells which cell was given which digit, with Shift or without (0: cleared)."""

    rated = Signal(int, int, int, bool)
    moved = Signal(int, int)
    undo_asked = Signal()

    def __init__(self, name: str, most: int = 5, *, row: int = 210, column: int = 58) -> None:
        super().__init__()
        self.grid, self.most = GridModel(), most
        self._row, self._column = row, column  # pixels at 100 %
        self._fitting = False
        self.setModel(self.grid)
        self.setItemDelegate(_Cells(self))
        self.setAccessibleName(name)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setVerticalHeader(_RowNames(self))
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
            header.setHighlightSections(False)
        self.horizontalHeader().setTextElideMode(Qt.TextElideMode.ElideRight)
        self.grid.modelReset.connect(self._make_room)
        self.selectionModel().currentChanged.connect(self._moved)
        self.settle()

    def settle(self) -> None:
        """Sizes at the zoom in use."""
        self.horizontalHeader().setDefaultSectionSize(theme.px(self._column))
        self.horizontalHeader().setFixedHeight(theme.px(34))
        self._make_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._make_room()
        super().resizeEvent(event)

    def _make_room(self) -> None:
        """The names of rows have what the columns leave, if they need it."""
        least, columns = theme.px(self._row), self.grid.columnCount() * theme.px(self._column)
        longest = max(self.grid.rows, key=len, default="")
        bar = self.verticalScrollBar().sizeHint().width()
        room = self.width() - columns - 2 * self.frameWidth() - bar
        needed = QFontMetrics(_name_font()).horizontalAdvance(longest) + 3 * theme.px(_PAD)
        wide, names = max(least, min(needed, room)), self.verticalHeader()
        names.setFixedWidth(wide)
        names.setDefaultSectionSize(theme.px(TALL if needed > wide else LOW))
        if self._fitting:
            self.fit_height()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.settle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index, digit = self.currentIndex(), self._digit(event)
        if event.matches(QKeySequence.StandardKey.Undo):
            self.undo_asked.emit()
        elif digit is not None and index.isValid():
            value, shifted = digit
            if self.grid.cell(index.row(), index.column()).open:
                self.rated.emit(index.row(), index.column(), value, shifted)
                if value and not shifted:
                    self._go_on()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._go_on()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, onwards: bool) -> bool:  # noqa: FBT001, N802 - Qt
        """Tab goes through the cells of a row and the rows, and leaves at either end."""
        if self.currentIndex().isValid() and self._step(1 if onwards else -1):
            return True
        return super().focusNextPrevChild(onwards)

    def go_to(self, row: int, column: int) -> None:
        """Put the keyboard on a cell."""
        if row < self.grid.rowCount() and column < self.grid.columnCount():
            self.setCurrentIndex(self.grid.index(row, column))

    def fit_height(self) -> None:
        """As tall as all its rows, now and when they have more or less room: the page scrolls."""
        self._fitting = True
        names, across = self.verticalHeader(), self.horizontalScrollBar().sizeHint().height()
        height = self.horizontalHeader().minimumHeight() + 2 * self.frameWidth() + 2
        height += self.grid.rowCount() * names.defaultSectionSize()
        columns = self.grid.columnCount() * theme.px(self._column)
        self.setFixedHeight(height + (across if names.width() + columns > self.width() else 0))

    def _digit(self, event: QKeyEvent) -> tuple[int, bool] | None:
        """The digit of a key (0 to clear), and whether with Shift; None for other keys."""
        held = event.modifiers()
        if held & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            return None
        if event.key() in CLEARING:
            return 0, False
        shifted = bool(held & Qt.KeyboardModifier.ShiftModifier)
        value = event.key() - Qt.Key.Key_0.value
        if shifted and event.key() in SHIFTED:
            value = SHIFTED[Qt.Key(event.key())]
        return (value, shifted) if 1 <= value <= self.most else None

    def _go_on(self) -> None:
        self._step(1)

    def _step(self, by: int) -> bool:
        """To the next open cell, row after row; False where there is none."""
        index, columns = self.currentIndex(), max(1, self.grid.columnCount())
        place = index.row() * columns + index.column() + by
        while 0 <= place < columns * self.grid.rowCount():
            row, column = divmod(place, columns)
            if self.grid.cell(row, column).open:
                self.go_to(row, column)
                return True
            place += by
        return False

    def _moved(self, index: QModelIndex, _before: QModelIndex) -> None:
        if index.isValid():
            self.setAccessibleDescription(self.grid.cell(index.row(), index.column()).said)
            self.moved.emit(index.row(), index.column())


class _RowNames(QHeaderView):
    """A name takes a second line, then elides; Qt's own cuts it far too early."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(Qt.Orientation.Vertical, view)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        palette = theme.current()
        name = self.model().headerData(section, Qt.Orientation.Vertical)
        box = rect.adjusted(theme.px(_PAD), 0, -theme.px(_PAD), 0)
        painter.save()
        painter.setPen(QPen(QColor(palette.line), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setFont(_name_font())
        painter.setPen(QColor(palette.ink))
        write_in(painter, QRectF(box), name)
        painter.restore()


def _name_font() -> QFont:
    face = theme.font("small")
    face.setWeight(QFont.Weight.Medium)
    return face


class _Cells(QStyledItemDelegate):
    """The figure large, importance small beside it, the other's figure and a flag in the corner."""

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        cell: GridCell = index.data(CELL)
        palette, box = theme.current(), QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = palette.sunk if not cell.open else palette.surface
        if cell.flagged:
            ground = palette.warning_soft
        painter.fillRect(box, QColor(ground))
        painter.setPen(QPen(QColor(palette.line), 1))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        painter.drawLine(box.topRight(), box.bottomRight())
        if option.state & QStyle.StateFlag.State_Selected:
            width = 2.5 if option.widget.hasFocus() else 1
            painter.setPen(QPen(QColor(palette.focus), width))
            painter.drawRoundedRect(box.adjusted(1.5, 1.5, -2.5, -2.5), 4, 4)
        self._write(painter, box, cell)
        painter.restore()

    def sizeHint(
        self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(theme.px(58), theme.px(38))

    @staticmethod
    def _write(painter: QPainter, box: QRectF, cell: GridCell) -> None:
        painter.setFont(theme.font("subheading" if cell.open else "small"))
        painter.setPen(theme.colour("ink" if cell.open else "faint"))
        middle = box.adjusted(0, 0, -theme.px(18) if cell.beside or cell.corner else 0, 0)
        painter.drawText(middle, Qt.AlignmentFlag.AlignCenter, cell.words)
        small = theme.font("small")
        small.setPixelSize(theme.px(11))
        painter.setFont(small)
        painter.setPen(theme.colour("muted"))
        room = box.adjusted(0, theme.px(3), -theme.px(5), -theme.px(3))
        right = Qt.AlignmentFlag.AlignRight
        painter.drawText(room, right | Qt.AlignmentFlag.AlignBottom, cell.beside)
        if cell.flagged:  # told by a sign too, not by the ground alone
            small.setBold(True)
            painter.setFont(small)
            painter.setPen(theme.colour("warning"))
        corner = f"≠{cell.corner}" if cell.flagged else cell.corner
        painter.drawText(room, right | Qt.AlignmentFlag.AlignTop, corner)
