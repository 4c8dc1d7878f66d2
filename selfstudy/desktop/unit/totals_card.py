"""The unit's year in sums, those who erased their data included, and what stands behind them."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from selfstudy.desktop.unit.state import UnitState
from selfstudy.desktop.widgets.buttons import WhyButton
from selfstudy.desktop.widgets.layouts import Columns
from selfstudy.desktop.widgets.surfaces import Card
from selfstudy.desktop.widgets.text import Heading, Muted, Small, reveal
from selfstudy.domain.explained import Figure, Key
from selfstudy.services.unit.totals import YearTotals
from selfstudy.words import number, t

KEYS: tuple[Key, ...] = ("year_people", "year_lessons", "year_self_study", "year_recognised")


class TotalsCard(Card):
    """People, lessons and the two ledgers of a year; nothing where too few people have results."""

    explain_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._year = 0
        self._title, self._erased = Heading(), Small()
        self._few = Muted(t("explain.year_few"))
        self.why = WhyButton()
        self.why.clicked.connect(self._explain)
        self.head.addWidget(self._title, 1)
        self.head.addWidget(self.why)
        self._sums = {key: _Sum(t(f"explain.name_{key}")) for key in KEYS}
        self._numbers = QWidget()
        self._numbers.setLayout(Columns(160, most=4).add(*self._sums.values()))
        self.body.addLayout(self.head)
        self.add(self._numbers, self._few, self._erased, Small(t("explain.year_note")))

    def show_state(self, state: UnitState) -> None:
        """The totals as they stand."""
        totals = state.totals
        reveal(self, visible=totals is not None)
        if totals is None:
            return
        self._year = totals.year
        self._title.setText(t("explain.year_title", year=totals.year))
        few = totals.learners is None
        reveal(self._numbers, visible=not few)
        reveal(self._few, visible=few)
        reveal(self.why, visible=not few)
        values = (totals.learners or 0, totals.lessons, totals.self_study, totals.recognised)
        for key, value in zip(KEYS, values, strict=True):
            self._sums[key].show_number(number(value, 2))
        self._erased.show_words(_erased(totals))

    def _explain(self) -> None:
        self.explain_asked.emit(tuple(Figure(key, year=self._year) for key in KEYS))


class _Sum(QWidget):
    def __init__(self, name: str) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        self._name, self._number = name, Heading()
        column.addWidget(self._number)
        column.addWidget(Small(name))

    def show_number(self, words: str) -> None:
        self._number.setText(words)
        self.setAccessibleName(f"{words} {self._name}")


def _erased(totals: YearTotals) -> str:
    if totals.erased is None:
        return t("explain.erased_few")
    return t("explain.erased", n=totals.erased) if totals.erased else ""
