"""Layouts that give way: cards side by side while there is room, below each other when not."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from selfstudy.desktop import theme


class _Giving(QLayout):
    """What both share: items, and a height that depends on the width."""

    def __init__(self, spacing: int) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self._least: QSize | None = None
        self._heights: dict[int, int] = {}  # by width, until something inside changes
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(spacing)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation.Horizontal

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            self._heights[width] = self._place(QRect(0, 0, width, 0), move=False)
        return self._heights[width]

    def invalidate(self) -> None:
        self._heights.clear()
        self._least = None
        super().invalidate()

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        if self._least is None:
            least = [item.minimumSize() for item in self._shown()]
            widest = max((size.width() for size in least), default=0)
            self._least = QSize(widest, max((size.height() for size in least), default=0))
        return self._least

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _place(self, rect: QRect, *, move: bool) -> int:
        raise NotImplementedError


class Columns(_Giving):
    """Columns of `width` or more, as many as fit (at most `most`); rows share their height.

    `shares` weighs the columns while all of them fit side by side, for example (3, 2).
    """

    def __init__(
        self, width: int = 280, *, most: int = 0, spacing: int = 16, shares: Sequence[int] = ()
    ) -> None:
        super().__init__(spacing)
        self._width, self._most, self._shares = width, most or len(shares) or 99, tuple(shares)

    def add(self, *widgets: QWidget) -> Columns:
        """Add cards; returns itself."""
        for widget in widgets:
            self.addWidget(widget)
        return self

    def _place(self, rect: QRect, *, move: bool) -> int:
        shown = self._shown()
        if not shown:
            return 0
        gap = self.spacing()
        fit = max(1, (rect.width() + gap) // (theme.px(self._width) + gap))
        columns = min(fit, self._most, max(len(shown), 1) if self._shares else fit)
        if columns > len(shown) and self._most == 99:
            columns = max(len(shown), min(columns, 3))
        widths = self._widths(columns, rect.width() - gap * (columns - 1))
        y = rect.y()
        for start in range(0, len(shown), columns):
            row = shown[start : start + columns]
            height = max(_height(item, widths[i]) for i, item in enumerate(row))
            x = rect.x()
            for item, width in zip(row, widths, strict=False):
                if move:
                    item.setGeometry(QRect(x, y, width, height))
                x += width + gap
            y += height + gap
        return y - gap - rect.y()

    def _widths(self, columns: int, room: int) -> list[int]:
        shares = self._shares if len(self._shares) == columns else (1,) * columns
        ends = [round(room * sum(shares[: i + 1]) / sum(shares)) for i in range(columns)]
        return [end - start for start, end in zip([0, *ends], ends, strict=False)]


class Flow(_Giving):
    """One after another, breaking into lines: badges, buttons."""

    def __init__(self, spacing: int = 8) -> None:
        super().__init__(spacing)

    def add(self, *widgets: QWidget) -> Flow:
        """Add widgets; returns itself."""
        for widget in widgets:
            self.addWidget(widget)
        return self

    def clear(self) -> None:
        """Take all widgets away."""
        while (item := self.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def sizeHint(self) -> QSize:
        hints = [item.sizeHint() for item in self._shown()]
        gaps = self.spacing() * max(0, len(hints) - 1)
        width = sum(hint.width() for hint in hints) + gaps
        return QSize(width, max((hint.height() for hint in hints), default=0))

    def _place(self, rect: QRect, *, move: bool) -> int:
        x, y, gap = rect.x(), rect.y(), self.spacing()
        line: list[tuple[QLayoutItem, QSize, int]] = []
        for item in self._shown():
            hint = item.sizeHint().boundedTo(QSize(max(1, rect.width()), 16777215))
            if line and x + hint.width() > rect.x() + rect.width():
                y += self._line(line, y, move=move) + gap
                x, line = rect.x(), []
            line.append((item, hint, x))
            x += hint.width() + gap
        return y + self._line(line, y, move=move) - rect.y()

    def _line(self, line: list[tuple[QLayoutItem, QSize, int]], y: int, *, move: bool) -> int:
        height = max((hint.height() for _, hint, _ in line), default=0)
        if move:
            for item, hint, x in line:
                item.setGeometry(
                    QRect(x, y + (height - hint.height()) // 2, hint.width(), hint.height())
                )
        return height


def _height(item: QLayoutItem, width: int) -> int:
    if item.hasHeightForWidth():
        return item.heightForWidth(width)
    return item.sizeHint().height()
