"""Fields to fill in; nothing is judged while one types, since input methods re-insert letters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionButton,
    QStyleOptionComboBox,
    QVBoxLayout,
    QWidget,
)

from selfstudy.desktop import icons, theme
from selfstudy.desktop.widgets.text import ErrorText, Small, below, reveal
from selfstudy.words import t

_PAUSE: Final = 250  # milliseconds without a key before a search begins
_WIDEST_LIST = 760  # pixels at 100 %: what is offered is read in full
_BESIDE: Final = 54  # pixels at 100 % of edges, padding and arrow


class TextField(QLineEdit):
    """One line of text."""

    def __init__(self, name: str, placeholder: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setPlaceholderText(placeholder)


class CheckBox(QCheckBox):
    """Something that may be added; its box is as clear to see as the edge of a field."""

    def __init__(self, words: str = "") -> None:
        super().__init__(words)
        self.setAccessibleName(words)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.isChecked():
            option = QStyleOptionButton()
            self.initStyleOption(option)
            part = QStyle.SubElement.SE_CheckBoxIndicator
            box = QRectF(self.style().subElementRect(part, option, self))
            role = "on_accent" if self.isEnabled() else "surface"
            icons.paint(QPainter(self), "check", role, box.adjusted(2, 2, -2, -2))


class SearchField(TextField):
    """Words to look for; `sought` comes when the person pauses or presses Enter."""

    sought = Signal(str)

    def __init__(self, name: str, placeholder: str = "") -> None:
        super().__init__(name, placeholder or name)
        self._clear = self.addAction(
            icons.icon("x", "muted"), QLineEdit.ActionPosition.TrailingPosition
        )
        self._clear.setToolTip(t("widget.clear_search"))
        self._clear.setVisible(False)
        self._clear.triggered.connect(self._cleared)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self._seek)
        self.textChanged.connect(self._typed)
        self.returnPressed.connect(self._seek)
        self.setMinimumWidth(200)
        self.setTextMargins(theme.px(24), 0, 0, 0)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.setTextMargins(theme.px(24), 0, 0, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        side = theme.px(17)
        box = QRectF(theme.px(12), (self.height() - side) / 2, side, side)
        icons.paint(QPainter(self), "search", "muted", box)

    def _typed(self, words: str) -> None:
        self._clear.setVisible(bool(words))
        self._pause.start()

    def _cleared(self) -> None:
        self.clear()
        self._seek()

    def _seek(self) -> None:
        self._pause.stop()
        self.sought.emit(self.text().strip())


class Choice(QComboBox):
    """One of several, each with a key that is never shown."""

    chosen = Signal(str)

    def __init__(self, name: str, choices: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.view().setAccessibleName(name)
        self.setItemDelegate(QStyledItemDelegate(self))  # the stylesheet's rows, not the style's
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)
        self.activated.connect(lambda _index: self.chosen.emit(self.key))
        self.show_choices(choices)

    @property
    def key(self) -> str:
        """The key of the choice made, empty while there is none."""
        return str(self.currentData() or "")

    def show_choices(self, choices: Sequence[tuple[str, str]]) -> None:
        """Other choices; the one made stays where it still exists."""
        kept = self.key
        self.clear()
        for key, words in choices:
            self.addItem(words, key)
        self.show_key(kept)
        widest = self.view().sizeHintForColumn(0) + theme.px(24)
        self.view().setMinimumWidth(min(widest, theme.px(_WIDEST_LIST)))

    def show_key(self, key: str) -> None:
        """Mark a choice without telling anyone."""
        self.setCurrentIndex(max(0, self.findData(key)))

    def initStyleOption(self, option: QStyleOptionComboBox) -> None:  # noqa: N802 - Qt
        """Words too long for it end in an ellipsis, not in half a letter."""
        super().initStyleOption(option)
        room, elide = self.width() - theme.px(_BESIDE), Qt.TextElideMode.ElideRight
        option.currentText = self.fontMetrics().elidedText(option.currentText, elide, room)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        side = theme.px(16)
        x = self.width() - side - theme.px(10)
        box = QRectF(x, (self.height() - side) / 2, side, side)
        icons.paint(QPainter(self), "chevron-down", "muted", box)

    def wheelEvent(self, event: QEvent) -> None:
        event.ignore()  # a page that scrolls must not change an answer


class FormRow(QWidget):
    """A field with its name above, a hint and a place for what is wrong below."""

    def __init__(self, name: str, field: QWidget, hint: str = "") -> None:
        super().__init__()
        self.field = field
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        label = QLabel(name)
        label.setProperty("role", "strong")
        label.setBuddy(field)
        if not field.accessibleName():
            field.setAccessibleName(name)
        field.setAccessibleDescription(hint)
        self._hint, self._error = Small(hint), ErrorText()
        reveal(self._hint, visible=bool(hint))
        for part in (label, field, self._hint, self._error):
            column.addWidget(part)
        column.addItem(below())

    def show_error(self, words: str) -> None:
        """What is wrong with the field, or nothing."""
        self._error.show_words(words)
        reveal(self._hint, visible=not words and bool(self._hint.text()))
        theme.restyle(self.field, wrong=bool(words))
