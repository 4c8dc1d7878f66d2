"""The plan of the unit: a table of plans, who is how far, and the builder."""

from __future__ import annotations

from PySide6.QtCore import Signal, SignalInstance
from PySide6.QtGui import QShowEvent

from selfstudy.desktop.planning.builder import BuilderCard
from selfstudy.desktop.planning.state import PlanningState
from selfstudy.desktop.planning.wording import (
    count_words,
    done_words,
    due_words,
    module_words,
    state_tone,
    step_tone,
    whom_words,
)
from selfstudy.desktop.rows import Column
from selfstudy.desktop.widgets.buttons import GhostButton, PrimaryButton, QuietButton
from selfstudy.desktop.widgets.layouts import Flow
from selfstudy.desktop.widgets.page import PageFrame
from selfstudy.desktop.widgets.surfaces import Banner, Card, EmptyState
from selfstudy.desktop.widgets.table import Table
from selfstudy.desktop.widgets.text import ErrorText, Muted, Small, reveal
from selfstudy.domain.plans import PlanView
from selfstudy.domain.vietnamese import name_key
from selfstudy.sentences import error_words
from selfstudy.words import t

WIDE = 1680
MOST = 10  # rows shown at once; the others scroll inside the table


class PlanningView(PageFrame):
    """Draws the state and tells what the person did."""

    shown = Signal()
    looked = Signal(str)
    begun = Signal()
    edited = Signal(str)
    closed = Signal()
    proposed = Signal(object)
    kept = Signal(object)
    published = Signal(object)
    retired = Signal(str)
    dropped = Signal(str)
    undone = Signal()

    def __init__(self) -> None:
        super().__init__(widest=WIDE)
        self._state = PlanningState()
        self.plans, self.steps, self.builder = PlansCard(), StepsCard(), BuilderCard()
        self.add(self.builder, self.plans, self.steps)
        self.plans.begin.clicked.connect(self.begun)
        self.plans.looked.connect(self.looked)
        self.plans.edited.connect(self.edited)
        self.plans.retired.connect(self.retired)
        self.plans.dropped.connect(self.dropped)
        self.plans.done.pressed.connect(self.undone)
        self.builder.closed.connect(self.closed)
        self.builder.proposed.connect(self.proposed)
        self.builder.kept.connect(self.kept)
        self.builder.published.connect(self.published)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.shown.emit()

    def show_state(self, state: PlanningState) -> None:
        """Plans, or the one that is being written above them."""
        opened = state.building is not None and self._state.building is None
        done, self._state = self._state.done, state
        reveal(self.builder, visible=state.building is not None)
        reveal(self.plans.begin, visible=state.building is None)
        self.builder.show_state(state)
        self.plans.show_state(state)
        self.steps.show_state(state)
        if opened:
            self.bring(self.builder)
        elif state.done and not done:
            self.bring(self.plans.done)


class PlansCard(Card):
    """Drafts, live plans and those that ended, with what can be done with each."""

    looked = Signal(str)
    edited = Signal(str)
    retired = Signal(str)
    dropped = Signal(str)

    def __init__(self) -> None:
        super().__init__(t("plan.title"))
        self.begin = PrimaryButton(t("plan.begin"), "plus")
        self.head.addWidget(self.begin)
        empty = EmptyState("calendar-check", t("plan.none"), t("plan.none_note"))
        self.table = Table(t("plan.title"), _plan_columns(), empty)
        self.table.fit_height()
        self.edit = GhostButton(t("plan.edit"), "pencil")
        self.end = QuietButton(t("plan.retire"))
        self.drop = QuietButton(t("plan.drop"))
        self.done, self._error = Banner(action=t("plan.undo")), ErrorText()
        self._disputed = Banner(tone="warning")
        self.add(Muted(t("plan.intro")), self.done, self._error, self.table, self._disputed)
        self.add(Flow(10).add(self.edit, self.end, self.drop))
        self.table.row_changed.connect(self._moved)
        self.table.row_chosen.connect(lambda view: self.edited.emit(view.plan.id))
        self.edit.clicked.connect(lambda: self._emit(self.edited))
        self.end.clicked.connect(lambda: self._emit(self.retired))
        self.drop.clicked.connect(lambda: self._emit(self.dropped))

    def show_state(self, state: PlanningState) -> None:
        """The plans as they are known now."""
        if self.table.model.rows != state.lines or not state.lines:
            self.table.show_rows(state.lines)
            shown = next((v for v in self.table.model.rows if v.plan.id == state.shown), None)
            if shown is not None:
                self.table.view.selectRow(self.table.model.rows.index(shown))
        undo = t("plan.undo") if state.told or state.dropped else ""
        self.done.show_words(done_words(state.done), "success", undo)
        building = state.building is not None
        self._error.show_words("" if building else error_words(state.error))
        self._show_row(self.table.row, idle=not state.busy and not building)

    def _moved(self, view: PlanView | None) -> None:
        self._show_row(view, idle=True)
        self.looked.emit(view.plan.id if view is not None else "")

    def _show_row(self, view: PlanView | None, *, idle: bool) -> None:
        state = view.plan.state if view is not None else ""
        reveal(self.edit, visible=view is not None)
        reveal(self.end, visible=state == "live")
        reveal(self.drop, visible=state == "draft")
        for button in (self.edit, self.end, self.drop):
            button.setEnabled(idle)
        disputed = view is not None and view.disputed
        self._disputed.show_words(t("plan.disputed") if disputed else "", "warning")

    def _emit(self, signal: SignalInstance) -> None:
        if self.table.row is not None:
            signal.emit(self.table.row.plan.id)


class StepsCard(Card):
    """Who has begun and finished what a plan asks; never how well."""

    def __init__(self) -> None:
        super().__init__(t("plan.steps"))
        self._sums = Small()
        self.table = Table(t("plan.steps"), _step_columns())
        self.add(Muted(t("plan.steps_intro")), self._sums, self.table)

    def show_state(self, state: PlanningState) -> None:
        """The plan that is looked at."""
        view = state.view
        rows = [
            (one, advance) for advance in (view.modules if view else ()) for one in advance.people
        ]
        reveal(self, visible=bool(rows) and state.building is None)
        self._sums.setText("\n".join(count_words(each) for each in (view.modules if view else ())))
        if self.table.model.rows != tuple(rows):
            self.table.show_rows(rows)
            self.table.show_most(MOST)


def _plan_columns() -> list[Column]:
    return [
        Column(t("plan.column_title"), lambda v: v.plan.title or t("plan.untitled"), "strong"),
        Column(t("plan.column_state"), lambda v: t(f"plan.state_{v.plan.state}"), "badge",
               tone=state_tone, width=130),
        Column(t("plan.column_whom"), lambda v: whom_words(v.plan), "muted", width=170),
        Column(t("plan.column_modules"), lambda v: module_words(v.plan), "muted", width=200,
               spare=True),
        Column(t("plan.column_due"), lambda v: due_words(v.plan.due),
               order=lambda v: v.plan.due, width=120),
        Column(t("plan.column_done"), _done, "number", order=_finished, width=120),
    ]  # fmt: skip


def _step_columns() -> list[Column]:
    return [
        Column(t("plan.column_name"), lambda row: row[0].name, "strong",
               order=lambda row: name_key(row[0].name), width=260),
        Column(t("plan.column_module"), lambda row: f"{row[1].module} · {row[1].title}", "muted"),
        Column(t("plan.column_step"), lambda row: t(f"plan.step_{row[0].step}"), "badge",
               tone=step_tone, width=160),
    ]  # fmt: skip


def _finished(view: PlanView) -> int:
    return sum(advance.count("done") for advance in view.modules)


def _done(view: PlanView) -> str:
    places = sum(len(advance.people) for advance in view.modules)
    return f"{_finished(view)}/{places}" if places else ""
