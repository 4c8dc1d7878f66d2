"""Recognised hours of the unit: entering them, and how the year stands to its minimum."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent

from selfstudy.desktop.hours.giving import GivingCard
from selfstudy.desktop.hours.state import HoursState, TypedMinimum
from selfstudy.desktop.hours.wording import (
    pace_tone,
    pace_words,
    reached_words,
    rule_words,
    scope_words,
)
from selfstudy.desktop.rows import Column
from selfstudy.desktop.widgets.buttons import GhostButton
from selfstudy.desktop.widgets.inputs import Choice, FormRow, TextField
from selfstudy.desktop.widgets.layouts import Columns, Flow
from selfstudy.desktop.widgets.page import PageFrame
from selfstudy.desktop.widgets.surfaces import Banner, Card, EmptyState
from selfstudy.desktop.widgets.table import Table
from selfstudy.desktop.widgets.text import ErrorText, Muted, Small
from selfstudy.domain.vietnamese import name_key
from selfstudy.sentences import error_words
from selfstudy.words import number, t

WIDE = 1680
MOST = 10  # rows shown at once; the others scroll inside the table
SCOPES = ("cong_chuc", "vien_chuc")


class HoursView(PageFrame):
    """Draws the state and tells what the person did."""

    shown = Signal()
    listed = Signal(object)
    looked = Signal(object)
    left = Signal()
    recorded = Signal()
    undone = Signal()
    minimum_set = Signal(object)

    def __init__(self) -> None:
        super().__init__(widest=WIDE)
        self.done = Banner(action=t("hours.undo"))
        self.done.pressed.connect(self.undone)
        self.giving, self.duties, self.minimum = GivingCard(), DutiesCard(), MinimumCard()
        self.giving.listed.connect(self.listed)
        self.giving.looked.connect(self.looked)
        self.giving.left.connect(self.left)
        self.giving.recorded.connect(self.recorded)
        self.minimum.asked.connect(self.minimum_set)
        self.add(self.done, self.giving, self.duties, self.minimum)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.shown.emit()

    def show_state(self, state: HoursState) -> None:
        """Draw everything."""
        words = t(f"hours.done_{state.done}", n=state.count) if state.done else ""
        self.done.show_words(words, "success", t("hours.undo") if state.decisions else "")
        self.giving.show_state(state)
        self.duties.show_state(state)
        self.minimum.show_state(state)
        if state.done == "record":
            self.bring(self.done)


class DutiesCard(Card):
    """How everybody's year goes on at its pace: advice, in neutral words."""

    def __init__(self) -> None:
        super().__init__(t("hours.year"))
        empty = EmptyState("calendar-check", t("hours.no_duty"), t("hours.no_duty_note"))
        self.table = Table(t("hours.year"), _columns(), empty)
        self.add(Muted(t("hours.year_intro")), self.table)

    def show_state(self, state: HoursState) -> None:
        """Those who may fall short first."""
        if self.table.model.rows != state.duties or not state.duties:
            self.table.show_rows(state.duties)
            self.table.show_most(MOST)


class MinimumCard(Card):
    """The yearly minimum as it holds, and one of the unit's own from a day on."""

    asked = Signal(object)

    def __init__(self) -> None:
        super().__init__(t("hours.minimum"))
        self._rules, self._error = Muted(), ErrorText()
        self.scope = Choice(t("hours.scope"), [(key, scope_words(key)) for key in SCOPES])
        self.hours, self.since = TextField(t("hours.least")), TextField(t("hours.since"))
        self.basis = TextField(t("hours.basis"), t("hours.basis_hint"))
        self.since.setPlaceholderText("01/01/2027")
        self.set = GhostButton(t("hours.set"), "save")
        self.set.clicked.connect(self._ask)
        self.add(
            self._rules,
            Columns(220).add(
                FormRow(t("hours.scope"), self.scope),
                FormRow(t("hours.least"), self.hours),
                FormRow(t("hours.since"), self.since),
                FormRow(t("hours.basis"), self.basis),
            ),
            self._error,
            Flow(10).add(self.set),
            Small(t("hours.minimum_note")),
        )

    def show_state(self, state: HoursState) -> None:
        """What holds now."""
        self._rules.setText("\n".join(rule_words(rule) for rule in state.rules))
        wrong = state.error_at == "minimum"
        self._error.show_words(error_words(state.error) if wrong else "")
        self.set.setEnabled(not state.busy)

    def _ask(self) -> None:
        typed = TypedMinimum(
            self.scope.key, self.hours.text(), self.since.text(), self.basis.text()
        )
        self.asked.emit(typed)


def _columns() -> list[Column]:
    return [
        Column(t("hours.name"), lambda d: d.name, "strong", order=lambda d: name_key(d.name),
               width=240),
        Column(t("hours.position"), lambda d: d.position, "muted", spare=True, width=240),
        Column(t("hours.so_far"), lambda d: number(d.pace.recognised, 2), "number",
               order=lambda d: d.pace.recognised, width=140),
        Column(t("hours.target"), lambda d: number(d.pace.target), "number",
               order=lambda d: d.pace.target, width=110),
        Column(t("hours.by_end"), pace_words, "badge", order=lambda d: -d.pace.short,
               tone=pace_tone),
        Column(t("hours.reached"), reached_words, "muted", width=170),
    ]  # fmt: skip
