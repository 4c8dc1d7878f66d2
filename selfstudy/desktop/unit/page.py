"""The unit page: founding one, or its overview, people, intake and what waits."""

from __future__ import annotations

from functools import cached_property
from typing import Final, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from selfstudy.desktop.hours.view import HoursView
from selfstudy.desktop.planning.view import PlanningView
from selfstudy.desktop.unit.founding import FoundingView
from selfstudy.desktop.unit.intake_view import IntakeView
from selfstudy.desktop.unit.overview import OverviewView
from selfstudy.desktop.unit.people_view import PeopleView
from selfstudy.desktop.unit.state import UnitState
from selfstudy.desktop.unit.waiting_view import WaitingView
from selfstudy.desktop.unit_needs.view import NeedsView
from selfstudy.desktop.widgets.badges import Badge
from selfstudy.desktop.widgets.buttons import Segmented
from selfstudy.desktop.widgets.layouts import Flow
from selfstudy.desktop.widgets.page import MARGIN, PageFrame
from selfstudy.desktop.widgets.text import ErrorText, Muted, Title, reveal
from selfstudy.sentences import error_words
from selfstudy.words import t

OWN: Final = ("overview", "people", "intake", "waiting")
SECTIONS: Final = (*OWN, "needs", "plan", "hours")
PARTS: Final = ("founding", *OWN)  # the others have presenters of their own
V = TypeVar("V", FoundingView, OverviewView, PeopleView, IntakeView, WaitingView)
W = TypeVar("W", bound=QWidget)


class UnitPage(QWidget):
    """Draws the state and tells what the person did."""

    create_asked = Signal(str, str, str, str)
    section_asked = Signal(str)
    card_asked = Signal(object)
    appoint_asked = Signal(str, str, object)
    step_asked = Signal(str, str)
    confirmed = Signal(str)
    removal_asked = Signal(str)
    device_removed = Signal()
    sought = Signal(str)
    grouped = Signal(str)
    person_opened = Signal(str)
    person_closed = Signal()
    files_given = Signal(object)
    accepted = Signal()
    discarded = Signal()
    cancelled = Signal()
    receipts_asked = Signal(object)
    admitted = Signal(str)
    all_admitted = Signal()
    matched = Signal(str, str)
    all_matched = Signal()
    approved = Signal(str, str)
    settled = Signal(str, str)
    undone = Signal(object)
    retried = Signal(str)
    discard_asked = Signal(str)
    file_discarded = Signal()
    exported = Signal(str, object)
    packs_asked = Signal()
    explain_asked = Signal(object)

    people_made = Signal(object)
    needs_made = Signal(object)
    plan_made = Signal(object)
    hours_made = Signal(object)
    overview_made = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._state = UnitState()
        self.setAccessibleName(t("unit.title"))
        self._stack, self._sections = QStackedWidget(), QStackedWidget()
        self._unit, self._blank = self._unit_frame(), QWidget()
        self._stack.addWidget(self._blank)
        self._stack.addWidget(self._unit)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)
        self.sections.chosen.connect(self.section_asked)

    def show_state(self, state: UnitState) -> None:
        """Draw what there is: nothing yet, the founding of a unit, or the unit."""
        self._state = state
        self._error.show_words(error_words(state.error) if state.error_at == "load" else "")
        for part in PARTS:
            if part in self.__dict__:  # made already; others are when they are shown
                getattr(self, part).show_state(state)
        if state.unit is None:
            shown = self.founding if state.loaded else self._blank
            self._stack.setCurrentWidget(self._unit if self._error.text() else shown)
            return
        self._name.setText(state.unit.name)
        roles = [key for key in ("is_supervisor", "is_root") if getattr(state.unit, key)]
        self._role.setText(" · ".join(t(f"unit.{key}") for key in roles))
        self.sections.show_key(state.section)
        reveal(self.sections, visible=state.unit.is_supervisor)
        self._waits.show_words(t("unit.waits", n=state.waiting) if state.waiting else "", "warning")
        self._sections.setCurrentWidget(getattr(self, state.section))
        self._stack.setCurrentWidget(self._unit)

    # The parts, each made when it is first shown: all at once would hold the window up

    @cached_property
    def founding(self) -> FoundingView:
        """What founds a unit."""
        view = FoundingView()
        self._stack.addWidget(view)
        return self._made(view, "create_asked")

    @cached_property
    def overview(self) -> OverviewView:
        """The unit at a glance."""
        view = self._made(
            self._section(OverviewView()), "section_asked", "card_asked", "appoint_asked",
            "explain_asked", "step_asked", "confirmed",
        )  # fmt: skip
        self.overview_made.emit(view)
        return view

    @cached_property
    def people(self) -> PeopleView:
        """Everybody, or one of them."""
        view = self._made(
            self._section(PeopleView()), "sought", "person_opened", "person_closed", "settled",
            "matched", "undone", "explain_asked", "removal_asked", "device_removed", "grouped",
        )  # fmt: skip
        self.people_made.emit(view)
        return view

    @cached_property
    def intake(self) -> IntakeView:
        """Files, looked at and taken in."""
        return self._made(
            self._section(IntakeView()), "files_given", "accepted", "discarded", "cancelled",
            "receipts_asked",
        )  # fmt: skip

    @cached_property
    def waiting(self) -> WaitingView:
        """Who and what waits."""
        view = self._section(WaitingView())
        view.undone.connect(lambda: self.undone.emit(()))
        view.person_opened.connect(lambda _person: self.section_asked.emit("people"))
        return self._made(
            view, "admitted", "all_admitted", "matched", "all_matched", "approved", "retried",
            "discard_asked", "file_discarded", "exported", "packs_asked", "receipts_asked",
            "person_opened",
        )  # fmt: skip

    @cached_property
    def needs(self) -> NeedsView:
        """What people lack, and rating them."""
        view = self._section(NeedsView())
        self.needs_made.emit(view)
        return view

    @cached_property
    def plan(self) -> PlanningView:
        """What people are to study, until when and why."""
        view = self._section(PlanningView())
        self.plan_made.emit(view)
        return view

    @cached_property
    def hours(self) -> HoursView:
        """Recognised hours, and the year's minimum."""
        view = self._section(HoursView())
        self.hours_made.emit(view)
        return view

    def _section(self, view: W) -> W:
        """A part with its place below the tabs, right below the page's title."""
        self._sections.addWidget(view)
        area = view if isinstance(view, QScrollArea) else view.findChild(PageFrame)
        ground = area.widget() if isinstance(area, QScrollArea) else None
        inside = ground.layout() if ground is not None else None
        if inside is not None:
            inside.setContentsMargins(MARGIN, 4, MARGIN, MARGIN)
        return view

    def _made(self, view: V, *signals: str) -> V:
        """A part that stands: the page tells what it tells, and it shows the present."""
        for name in signals:
            getattr(view, name).connect(getattr(self, name))
        view.show_state(self._state)
        return view

    def _unit_frame(self) -> QWidget:
        frame = QWidget()
        self._name, self._role, self._error = Title(), Muted(), ErrorText()
        self.sections = Segmented(
            t("unit.sections"), [(key, t(f"unit.section_{key}")) for key in SECTIONS]
        )
        self._waits = Badge("", "warning", "clock")
        self._waits.hide()
        tabs = Flow(12).add(self.sections, self._waits)
        head = QWidget()
        lines = QVBoxLayout(head)
        lines.setContentsMargins(MARGIN, 28, MARGIN, 16)
        lines.setSpacing(4)
        lines.addWidget(self._name)
        lines.addWidget(self._role)
        lines.addSpacing(12)
        lines.addLayout(tabs)
        lines.addWidget(self._error)
        column = QVBoxLayout(frame)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self._sections, 1)
        return frame
