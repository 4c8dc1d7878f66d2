"""Choosing several of many by name: a list to search, each row ticked by a click or a key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from selfstudy.desktop import theme
from selfstudy.desktop.rows import Column
from selfstudy.desktop.widgets.buttons import QuietButton
from selfstudy.desktop.widgets.inputs import SearchField
from selfstudy.desktop.widgets.table import Table
from selfstudy.desktop.widgets.text import Small
from selfstudy.domain.vietnamese import fold, name_key
from selfstudy.words import t

HEIGHT: Final = 260  # pixels at 100 %


@dataclass(frozen=True, slots=True)
class Pick:
    """Somebody or something that may be ticked."""

    id: str
    name: str
    note: str = ""
    picked: bool = False


class Picker(QWidget):
    """Rows in the order of names; `changed` comes with every tick."""

    changed = Signal()

    def __init__(self, name: str, what: str, note: str = "") -> None:
        super().__init__()
        self._rows: tuple[Pick, ...] = ()
        self.search = SearchField(t("picker.search"), t("picker.search"))
        self.search.sought.connect(lambda _words: self._draw())
        self.all = QuietButton(t("picker.all"))
        self.all.clicked.connect(self._turn_all)
        self._count = Small(wrap=False)
        columns = [
            Column(t("picker.ticked"), _tick, "badge", order=lambda row: not row.picked,
                   tone=lambda _row: "accent", width=100),
            Column(what, lambda row: row.name, "strong", order=lambda row: name_key(row.name)),
        ]  # fmt: skip
        if note:
            columns.append(Column(note, lambda row: row.note, "muted", width=280, spare=True))
        self.table = Table(name, columns)
        self.table.setFixedHeight(theme.px(HEIGHT))
        self.table.row_chosen.connect(self._turn)
        self.table.view.clicked.connect(lambda _index: self._turn(self.table.row))
        tools = QHBoxLayout()
        tools.setSpacing(12)
        tools.addWidget(self.search, 1)
        tools.addWidget(self._count)
        tools.addWidget(self.all)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(tools)
        column.addWidget(self.table)

    @property
    def picked(self) -> tuple[str, ...]:
        """The ids that are ticked."""
        return tuple(row.id for row in self._rows if row.picked)

    def show_picks(self, rows: Sequence[Pick]) -> None:
        """Other rows, ticked as they say."""
        self._rows = tuple(sorted(rows, key=lambda row: name_key(row.name)))
        self._draw()

    def _turn(self, row: Pick | None) -> None:
        if row is None:
            return
        turned = replace(row, picked=not row.picked)
        self._rows = tuple(turned if one.id == row.id else one for one in self._rows)
        self._draw()
        self.changed.emit()

    def _turn_all(self) -> None:
        shown = {row.id for row in self._shown()}
        picked = not all(row.picked for row in self._shown())
        self._rows = tuple(
            replace(row, picked=picked) if row.id in shown else row for row in self._rows
        )
        self._draw()
        self.changed.emit()

    def _shown(self) -> list[Pick]:
        sought = fold(self.search.text()).split()
        return [
            row for row in self._rows if all(w in fold(f"{row.name} {row.note}") for w in sought)
        ]

    def _draw(self) -> None:
        at = self.table.view.currentIndex().row()
        self.table.show_rows(self._shown())
        if 0 <= at < self.table.model.rowCount():
            self.table.view.selectRow(at)
        self._count.setText(t("picker.count", n=len(self.picked)))


def _tick(row: Pick) -> str:
    return t("picker.yes") if row.picked else ""
