"""Immutable rows as Qt sees them: columns say how a row's value is shown, sorted and drawn."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from selfstudy.desktop.theme import Tone

Kind = Literal["text", "strong", "muted", "number", "bar", "badge", "person"]
_Index = QModelIndex | QPersistentModelIndex
ROW: Final = int(Qt.ItemDataRole.UserRole)
_NOWHERE: Final = QModelIndex()


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title, the words of a row's cell, and how they are drawn.

    `order` gives what to sort by (the words otherwise); `share` the fraction of a bar;
    `tone` the tone of a bar or badge; `width` pixels at 100 %, 0 to take the room left over;
    a `spare` column is left out while that room is too small.
    """

    title: str
    words: Callable[[Any], str]
    kind: Kind = "text"
    order: Callable[[Any], Any] | None = None
    share: Callable[[Any], float] | None = None
    tone: Callable[[Any], Tone] | None = None
    icon: Callable[[Any], str] | None = None
    width: int = 0
    spare: bool = False


class RowsModel(QAbstractTableModel):
    """Rows are replaced whole; sorting changes only their order."""

    def __init__(self, columns: Sequence[Column]) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self._rows: tuple[Any, ...] = ()
        self._sorted: tuple[int, Qt.SortOrder] | None = None

    @property
    def rows(self) -> tuple[Any, ...]:
        """The rows in the order shown."""
        return self._rows

    def show_rows(self, rows: Sequence[Any]) -> None:
        """Other rows, in the order chosen before."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self._arrange()
        self.endResetModel()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], self.columns[index.column()]
        if role == ROW:
            return row
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return column.words(row)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return alignment(column)
        return None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:  # noqa: ANN401
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return alignment(self.columns[section])
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if not 0 <= column < len(self.columns):
            return
        self.layoutAboutToBeChanged.emit()
        self._sorted = (column, order)
        before = self._rows
        self._arrange()
        places = {id(row): place for place, row in enumerate(self._rows)}
        for index in self.persistentIndexList():
            moved = self.index(places[id(before[index.row()])], index.column())
            self.changePersistentIndex(index, moved)
        self.layoutChanged.emit()

    def _arrange(self) -> None:
        if self._sorted is None:
            return
        column, order = self.columns[self._sorted[0]], self._sorted[1]
        key = column.order or column.words
        down = order == Qt.SortOrder.DescendingOrder
        self._rows = tuple(sorted(self._rows, key=key, reverse=down))


def alignment(column: Column) -> int:
    """Numbers stand at the right, everything else at the left."""
    side = Qt.AlignmentFlag.AlignRight if column.kind == "number" else Qt.AlignmentFlag.AlignLeft
    return int(side | Qt.AlignmentFlag.AlignVCenter)
