"""The choices of a question, as radio buttons or check boxes that assistive technology knows."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QCheckBox,
    QRadioButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from selfstudy.desktop import theme
from selfstudy.desktop.widgets.option_face import Face, Mark
from selfstudy.words import t

LETTERS: Final = "ABCDEFGH"


class RadioOption(QRadioButton):
    """One choice of which only one holds."""

    def __init__(self, letter: str, words: str) -> None:
        super().__init__()
        self.face = Face(letter, words, round=True)
        _dress(self, self.face)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(480), self.face.height(theme.px(480)))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(160), theme.px(54))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self.face.height(width)

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def nextCheckState(self) -> None:
        if not self.face.mark:
            super().nextCheckState()

    def changeEvent(self, event: QEvent) -> None:
        self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        self.face.paint(self)


class CheckOption(QCheckBox):
    """One choice of several that may hold together."""

    def __init__(self, letter: str, words: str) -> None:
        super().__init__()
        self.face = Face(letter, words, round=False)
        _dress(self, self.face)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(480), self.face.height(theme.px(480)))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(160), theme.px(54))

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self.face.height(width)

    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    def nextCheckState(self) -> None:
        if not self.face.mark:
            super().nextCheckState()

    def changeEvent(self, event: QEvent) -> None:
        self.updateGeometry()
        super().changeEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        self.face.paint(self)


OptionRow = RadioOption | CheckOption


def option_row(letter: str, words: str, *, single: bool = True) -> OptionRow:
    """A choice: a radio button when only one holds, else a check box."""
    return RadioOption(letter, words) if single else CheckOption(letter, words)


def show_mark(row: OptionRow, mark: Mark, note: str = "") -> None:
    """What became of a choice, and why; an empty mark is a question still open."""
    row.face.mark, row.face.note = mark, note
    row.setCursor(Qt.CursorShape.ArrowCursor if mark else Qt.CursorShape.PointingHandCursor)
    _speak(row, row.face)
    row.updateGeometry()
    row.update()


class OptionList(QWidget):
    """All choices of one question; letters A–H or digits 1–8 press them.

    Keys are the question's own; letters are only what is shown, in the order given.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._group = QButtonGroup(self)
        self._rows: dict[str, OptionRow] = {}

    @property
    def chosen(self) -> tuple[str, ...]:
        """The keys chosen, sorted."""
        return tuple(sorted(key for key, row in self._rows.items() if row.isChecked()))

    def show_options(self, options: Sequence[tuple[str, str]], *, single: bool = True) -> None:
        """Other choices: (key, words) in the order shown."""
        for row in self._rows.values():
            self._group.removeButton(row)
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = {}
        self._group.setExclusive(single)
        for letter, (key, words) in zip(LETTERS, options, strict=False):
            row = option_row(letter, words, single=single)
            self._group.addButton(row)
            self._column.addWidget(row)
            row.clicked.connect(self._clicked)
            self._rows[key] = row

    def choose(self, keys: Collection[str]) -> None:
        """Choose without telling anyone: an answer given before."""
        self._group.setExclusive(False)
        for key, row in self._rows.items():
            row.setChecked(key in keys)
        self._group.setExclusive(any(isinstance(row, RadioOption) for row in self._rows.values()))

    def show_marks(self, marks: Mapping[str, Mark], notes: Mapping[str, str] | None = None) -> None:
        """What became of each; none at all opens the question again."""
        for key, row in self._rows.items():
            show_mark(row, marks.get(key, ""), (notes or {}).get(key, ""))

    def press(self, index: int) -> None:
        """Press the choice at a place, as its letter would."""
        rows = list(self._rows.values())
        if 0 <= index < len(rows):
            rows[index].setFocus(Qt.FocusReason.ShortcutFocusReason)
            rows[index].click()

    def focus_first(self) -> None:
        """Put the keyboard on the choice made, or the first."""
        rows = list(self._rows.values())
        if rows:
            next((row for row in rows if row.isChecked()), rows[0]).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = place_of_key(event)
        if index is None:
            super().keyPressEvent(event)
        else:
            self.press(index)

    def _clicked(self) -> None:
        self.changed.emit()


def place_of_key(event: QKeyEvent) -> int | None:
    """Which choice a key means: A or 1 the first; None for every other key."""
    plain = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
    if event.modifiers() not in (*plain, Qt.KeyboardModifier.ShiftModifier):
        return None
    letter = event.key() - Qt.Key.Key_A.value
    digit = event.key() - Qt.Key.Key_1.value
    if 0 <= letter < len(LETTERS):
        return letter
    return digit if 0 <= digit < len(LETTERS) else None


def _dress(button: QAbstractButton, face: Face) -> None:
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    button.setAttribute(Qt.WidgetAttribute.WA_Hover)
    policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    button.setSizePolicy(policy)
    _speak(button, face)


def _speak(button: QAbstractButton, face: Face) -> None:
    said = {
        "right": t("widget.option_right"),
        "wrong": t("widget.option_wrong"),
        "missed": t("widget.option_missed"),
    }
    if face.mark:
        mark = said[face.mark]
        name = t("widget.option_marked", key=face.letter, text=face.words, mark=mark)
    else:
        name = t("widget.option", key=face.letter, text=face.words)
    button.setAccessibleName(name)
    button.setAccessibleDescription(face.note)
