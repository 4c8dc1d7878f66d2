"""Writing a plan: for whom, until when, within how many hours, and which modules."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from selfstudy.desktop import theme
from selfstudy.desktop.planning.state import Named, PlanningState, Wanted
from selfstudy.desktop.planning.wording import (
    due_words,
    fits_words,
    preview_words,
    proposed_words,
)
from selfstudy.desktop.widgets.buttons import GhostButton, PrimaryButton, QuietButton
from selfstudy.desktop.widgets.inputs import CheckBox, Choice, FormRow, TextField
from selfstudy.desktop.widgets.layouts import Columns, Flow
from selfstudy.desktop.widgets.picker import Pick, Picker
from selfstudy.desktop.widgets.surfaces import Card
from selfstudy.desktop.widgets.text import ErrorText, Muted, Small, Subheading, reveal
from selfstudy.domain.errors import SelfStudyError
from selfstudy.domain.hours import typed_hours
from selfstudy.domain.plans import Plan, Proposal, Proposed, Whom
from selfstudy.sentences import error_words
from selfstudy.words import number, pick, t

WHOM: tuple[Whom, ...] = ("everybody", "positions", "people")


class ModuleRow(QWidget):
    """A module that the plan may have, with its seats."""

    ticked = Signal()

    def __init__(self, each: Proposed) -> None:
        super().__init__()
        self.module = each.module
        self.box = CheckBox(f"{each.module} · {pick(each.title, each.title_en)}")
        self.box.toggled.connect(self.ticked)
        self.seats = TextField(t("plan.seats"), t("plan.seats_all", n=len(each.people)))
        self.seats.setFixedWidth(theme.px(150))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.box)
        note = QHBoxLayout()
        note.setContentsMargins(34, 0, 0, 0)
        note.addWidget(Small(proposed_words(each)))
        words.addLayout(note)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addLayout(words, 1)
        row.addWidget(self.seats)


class BuilderCard(Card):
    """Draws the plan that is written; what was typed is told whole."""

    closed = Signal()
    proposed = Signal(object)
    kept = Signal(object)
    published = Signal(object)

    def __init__(self) -> None:
        super().__init__(t("plan.build"))
        self._state = PlanningState()
        self._plan: Plan | None = None
        self._proposal: Proposal | None = None
        self.rows: list[ModuleRow] = []
        self.title, self.due = TextField(t("plan.name")), TextField(t("plan.due"), "31/12/2026")
        self.reason = TextField(t("plan.reason"), t("plan.reason_hint"))
        self.budget = TextField(t("plan.budget"))
        self.whom = Choice(t("plan.whom"), [(key, t(f"plan.whom_{key}")) for key in WHOM])
        self.positions = Picker(t("plan.positions"), t("plan.column_position"))
        self.people = Picker(t("plan.list"), t("plan.column_name"), t("plan.column_position"))
        self.again = GhostButton(t("plan.propose"), "refresh-cw")
        self._fits, self._preview, self._error = Small(), Muted(), ErrorText()
        self._modules = QVBoxLayout()
        self._modules.setSpacing(10)
        self._nothing = Muted(t("plan.nothing_proposed"))
        self.publish = PrimaryButton(t("plan.publish"), "send")
        self.keep, self.close_it = GhostButton(t("plan.keep"), "save"), QuietButton(t("plan.close"))
        self._preview_card = Card(inset=True, padding=16, spacing=4)
        self._preview_card.add(Subheading(t("plan.preview")), self._preview)
        self.add(
            Columns(260, most=2).add(
                FormRow(t("plan.name"), self.title), FormRow(t("plan.due"), self.due)
            ),
            FormRow(t("plan.reason"), self.reason, t("plan.reason_note")),
            Columns(260, most=2).add(
                FormRow(t("plan.whom"), self.whom),
                FormRow(t("plan.budget"), self.budget, t("plan.budget_note")),
            ),
            self.positions,
            self.people,
            Flow(10).add(self.again),
            Subheading(t("plan.modules")),
            self._fits,
            self._nothing,
            self._modules,
            self._preview_card,
            self._error,
            Flow(10).add(self.publish, self.keep, self.close_it),
        )
        self._connect()

    @property
    def wanted(self) -> Wanted:
        """The plan as it is typed now."""
        return Wanted(
            self.title.text(), self.due.text(), self.reason.text(), self.budget.text(),
            next(key for key in WHOM if key == self.whom.key),
            self.positions.picked, self.people.picked,
            tuple((row.module, row.seats.text()) for row in self.rows if row.box.isChecked()),
        )  # fmt: skip

    def show_state(self, state: PlanningState) -> None:
        """The plan that is being written; what was typed meanwhile stays."""
        self._state = state
        if state.building is None:
            self._plan = self._proposal = None
            return
        if self._plan is None:
            self._fill(state.building, state)
        self._plan = state.building
        if state.proposal is not None and state.proposal is not self._proposal:
            self._proposal = state.proposal
            self._show_modules(state.proposal, dict(state.chosen))
        for button in (self.publish, self.keep, self.again):
            button.setEnabled(not state.busy)
        live = state.building.state == "live"
        reveal(self.keep, visible=not live)
        self.publish.show_words(t("plan.publish_again" if live else "plan.publish"))
        self._error.show_words(error_words(state.error))
        self._retell()

    def _connect(self) -> None:
        self.whom.chosen.connect(lambda _key: self._show_whom())
        self.again.clicked.connect(lambda: self.proposed.emit(self.wanted))
        self.budget.returnPressed.connect(lambda: self.proposed.emit(self.wanted))
        self.keep.clicked.connect(lambda: self.kept.emit(self.wanted))
        self.publish.clicked.connect(lambda: self.published.emit(self.wanted))
        self.close_it.clicked.connect(self.closed)
        self.due.editingFinished.connect(self._retell)
        self.reason.editingFinished.connect(self._retell)

    def _fill(self, plan: Plan, state: PlanningState) -> None:
        self.title.setText(plan.title)
        self.due.setText(due_words(plan.due))
        self.reason.setText(plan.reason)
        self.budget.setText(number(plan.budget, 2))
        self.whom.show_key(plan.whom)
        self.positions.show_picks(_picks(state.positions, plan.positions))
        self.people.show_picks(_picks(state.people, plan.people))
        self._show_whom()

    def _show_whom(self) -> None:
        reveal(self.positions, visible=self.whom.key == "positions")
        reveal(self.people, visible=self.whom.key == "people")

    def _show_modules(self, proposal: Proposal, chosen: dict[str, int]) -> None:
        for row in self.rows:
            row.hide()
            row.deleteLater()
        self.rows = [ModuleRow(each) for each in proposal.modules]
        for row in self.rows:
            row.box.setChecked(row.module in chosen)
            row.seats.setText(str(chosen[row.module]) if chosen.get(row.module) else "")
            row.ticked.connect(self._retell)
            self._modules.addWidget(row)
        reveal(self._nothing, visible=not self.rows)

    def _retell(self) -> None:
        """How the hours stand, and what will be read."""
        if self._proposal is None:
            self._fits.show_words("")
            reveal(self._preview_card, visible=False)
            return
        ticked = tuple(row.module for row in self.rows if row.box.isChecked())
        self._fits.show_words(fits_words(self._proposal, ticked, self._budget()))
        words = preview_words(self._state, ticked, self.due.text(), self.reason.text())
        self._preview.setText(words)
        reveal(self._preview_card, visible=bool(words))

    def _budget(self) -> float:
        try:
            return typed_hours(self.budget.text()) / 100
        except SelfStudyError:
            return self._proposal.budget if self._proposal is not None else 0.0


def _picks(named: tuple[Named, ...], picked: tuple[str, ...]) -> list[Pick]:
    return [Pick(one.id, one.name, one.note, one.id in picked) for one in named]
