"""Two people side by side, so that one sees whether they are one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from selfstudy.desktop.widgets.text import Small, Text
from selfstudy.domain.people import PersonRow, UnknownPerson
from selfstudy.words import ago, number, t

Person = UnknownPerson | PersonRow
_ROWS: tuple[tuple[str, Callable[[Person], str]], ...] = (
    ("name", lambda p: p.name),
    ("position", lambda p: p.position),
    ("staff_code", lambda p: p.staff_code),
    ("facts", lambda p: number(p.facts, 0)),
    ("lessons", lambda p: number(p.lessons_done, 0)),
    ("hours", lambda p: number(p.self_study)),
    ("last", lambda p: ago(p.last_at) if p.last_at is not None else t("unit.never")),
)
SAME = 3  # the rows that tell whether two are one


class Comparison(QWidget):
    """What is known of the one who waits and of the one on the list, row by row."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(t("unit.compare_title"))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 4, 0, 4)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(2, 1)
        for place, key in enumerate(("", "unit.compare_waiting", "unit.compare_listed")):
            grid.addWidget(Small(t(key) if key else "", wrap=False), 0, place)
        self._cells: list[tuple[Text, Text]] = []
        for line, (key, _words) in enumerate(_ROWS, start=1):
            grid.addWidget(Small(t(f"unit.compare_{key}"), wrap=False), line, 0)
            pair = (Text(), Text())
            for column, cell in enumerate(pair, start=1):
                cell.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                grid.addWidget(cell, line, column)
            self._cells.append(pair)

    def show_pair(self, waiting: UnknownPerson, listed: PersonRow) -> None:
        """These two; what is the same of both is said so, not only coloured."""
        for place, (_key, words) in enumerate(_ROWS):
            left, right = words(waiting), words(listed)
            same = place < SAME and left.casefold() == right.casefold() and bool(left)
            self._cells[place][0].setText(left or "–")
            told = t("unit.compare_same", words=right) if same else right
            self._cells[place][1].setText(told or "–")
