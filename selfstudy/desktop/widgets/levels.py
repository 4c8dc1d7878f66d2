"""Choosing a level by what people at it are seen to do: five choices, pressed by digits too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from selfstudy.desktop.widgets.options import RadioOption, show_mark
from selfstudy.domain.people import Competency
from selfstudy.words import language, pick, t

LEVELS = 5


class LevelList(QWidget):
    """The levels of one competency with their observable behaviours below each."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._group = QButtonGroup(self)
        self.rows = [RadioOption(str(n), t(f"needs.level_{n}")) for n in range(1, LEVELS + 1)]
        for place, row in enumerate(self.rows, 1):
            self._group.addButton(row, place)
            column.addWidget(row)
        self._group.idClicked.connect(self.chosen)

    def show_competency(self, behaviours: Mapping[int, Sequence[str]], level: int) -> None:
        """What is seen at each level, and the level chosen before (0: none)."""
        for place, row in enumerate(self.rows, 1):
            show_mark(row, "", "\n".join(f"• {seen}" for seen in behaviours.get(place, ())))
        self.show_level(level)

    def show_level(self, level: int) -> None:
        """Mark a level, or none, without telling anyone."""
        self._group.setExclusive(False)
        for place, row in enumerate(self.rows, 1):
            row.setChecked(place == level)
        self._group.setExclusive(True)

    def press(self, level: int) -> None:
        """Choose a level as its digit would."""
        row = self.rows[level - 1]
        row.setFocus(Qt.FocusReason.ShortcutFocusReason)
        row.click()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        level = event.key() - Qt.Key.Key_0.value
        if 1 <= level <= LEVELS and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.press(level)
        else:
            super().keyPressEvent(event)


def by_level(competency: Competency) -> dict[int, list[str]]:
    """Behaviours of a competency by their level, in the language in use where it has them."""
    found: dict[int, list[str]] = {}
    for level, seen, english in competency.seen:
        found.setdefault(level, []).append(pick(seen, english))
    return found


def wording_note(competency: Competency) -> str:
    """Which wording counts, for who reads a translation or a text that has none."""
    if language() != "en" or not competency.behaviours:
        return ""
    return t(
        "needs.translated" if all(told for *_, told in competency.seen) else "needs.untranslated"
    )
