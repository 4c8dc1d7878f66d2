"""Small parts that several views of the unit screen share."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QFont, QFontMetrics

from selfstudy.desktop import theme
from selfstudy.desktop.rows import Column
from selfstudy.desktop.widgets.surfaces import EmptyState
from selfstudy.desktop.widgets.table import Table

WIDE = 1680  # tables take more room than words
_AVATAR = 66  # pixels at 100 % that initials and margins take in a cell with a person


class NamesTable(Table):
    """A table whose first column is as wide as the names in it ask, within reason."""

    def __init__(
        self,
        name: str,
        columns: Sequence[Column],
        empty: EmptyState | None = None,
        *,
        most: int = 290,
    ) -> None:
        super().__init__(name, columns, empty)
        self._most = most

    def fit_names(self) -> None:
        """Give the names of the first column their room, a longer one in two lines."""
        metrics, column = QFontMetrics(self._face()), self.model.columns[0]
        widest = max(
            (metrics.horizontalAdvance(column.words(r)) for r in self.model.rows), default=0
        )
        wanted = max(theme.px(column.width), widest + theme.px(_AVATAR))
        self.view.horizontalHeader().resizeSection(0, min(theme.px(self._most), wanted))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.fit_names()

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(240), theme.px(180))

    @staticmethod
    def _face() -> QFont:
        face = theme.font("strong")
        face.setPixelSize(theme.px(14))
        return face
