"""The needs of a unit: its parts below their tabs, or the page of one of its people."""

from __future__ import annotations

from functools import cached_property

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from selfstudy.desktop.unit_needs.grid_view import GridView
from selfstudy.desktop.unit_needs.lists import ApartView, RankingView, TasksView
from selfstudy.desktop.unit_needs.map_view import MapView
from selfstudy.desktop.unit_needs.person_view import PersonView
from selfstudy.desktop.unit_needs.state import PARTS, UnitNeedsState
from selfstudy.desktop.widgets.buttons import Segmented
from selfstudy.desktop.widgets.layouts import Flow
from selfstudy.desktop.widgets.page import MARGIN
from selfstudy.desktop.widgets.text import ErrorText, Small, reveal
from selfstudy.domain.people import roles_of
from selfstudy.sentences import error_words
from selfstudy.words import number, pick, t


class NeedsView(QWidget):
    """Draws the state and tells what the person did; parts are made when first shown."""

    shown = Signal()
    part_asked = Signal(str)
    cell_opened = Signal(str, str)
    person_opened = Signal(str)
    person_closed = Signal()
    module_asked = Signal(str)
    rated = Signal(str, str, int, bool)
    looked_at = Signal(str)
    group_chosen = Signal(str)
    weighing_chosen = Signal(bool)
    undo_asked = Signal()
    paused = Signal()
    tasks_asked = Signal(str)
    paper_begun = Signal()
    paper_dropped = Signal()
    paper_kept = Signal(str, object, object)

    def __init__(self) -> None:
        super().__init__()
        self._state = UnitNeedsState()
        self.parts = Segmented(
            t("unit_needs.parts"), [(key, t(f"unit_needs.part_{key}")) for key in PARTS]
        )
        self.parts.chosen.connect(self.part_asked)
        self._coverage, self._error = Small(wrap=False), ErrorText()
        self._stack = QStackedWidget()
        self._blank = QWidget()
        self._stack.addWidget(self._blank)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, 0, MARGIN, 20)
        column.setSpacing(12)
        column.addLayout(Flow(16).add(self.parts, self._coverage))
        column.addWidget(self._error)
        column.addWidget(self._stack, 1)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.shown.emit()

    def show_needs(self, state: UnitNeedsState) -> None:
        """Draw the part looked at, or the person whose page is open."""
        self._state = state
        board = state.board
        self._error.show_words(error_words(state.error) if state.error and not state.typing else "")
        self.parts.show_key(state.part)
        words = ""
        if board is not None:
            whole = number(len(board.people), 0)
            words = t(
                "unit_needs.coverage", rated=number(board.rated, 0), n=whole,
                own=number(board.rated_themselves, 0),
            )  # fmt: skip
        self._coverage.show_words(words if state.person is None else "")
        reveal(self.parts, visible=state.person is None)
        self._stack.setCurrentWidget(self._draw(state))

    def _draw(self, state: UnitNeedsState) -> QWidget:
        if state.board is None:
            return self._blank
        if state.person is not None:
            self.person.show_state(state, self._title(state.person.position))
            return self.person
        if state.part == "map":
            self.map.show_state(state, self._title)
            return self.map
        if state.part == "ranking":
            self.ranking.show_state(state, self._title)
            return self.ranking
        if state.part == "apart":
            self.apart.show_state(state)
            return self.apart
        if state.part == "tasks":
            self.tasks.show_state(state, self._title)
            return self.tasks
        self.grid.show_state(state, self._title)
        return self.grid

    def _title(self, position: str) -> str:
        """What a position is called, both names of two; everybody where it is none."""
        if not position:
            return t("unit_needs.all")
        known = {one.code: pick(one.title, one.title_en) for one in self._state.positions}
        return " + ".join(known.get(code, code) for code in roles_of(position))

    @cached_property
    def map(self) -> MapView:
        """The heat-map."""
        view = MapView()
        view.cell_opened.connect(self.cell_opened)
        view.person_opened.connect(self.person_opened)
        self._place(view)
        return view

    @cached_property
    def ranking(self) -> RankingView:
        """The ranked list."""
        view = RankingView()
        self._place(view)
        return view

    @cached_property
    def grid(self) -> GridView:
        """Rating by keyboard."""
        view = GridView()
        for name in ("rated", "looked_at", "group_chosen", "weighing_chosen", "undo_asked"):
            getattr(view, name).connect(getattr(self, name))
        view.paused.connect(self.paused)
        self._stack.addWidget(view)
        return view

    @cached_property
    def apart(self) -> ApartView:
        """Disagreements."""
        view = ApartView()
        view.person_opened.connect(self.person_opened)
        self._place(view)
        return view

    @cached_property
    def tasks(self) -> TasksView:
        """Needs by tasks."""
        view = TasksView()
        view.position_asked.connect(self.tasks_asked)
        self._place(view)
        return view

    @cached_property
    def person(self) -> PersonView:
        """One of the people."""
        view = PersonView()
        view.closed.connect(self.person_closed)
        for name in ("module_asked", "paper_begun", "paper_dropped", "paper_kept"):
            getattr(view, name).connect(getattr(self, name))
        self._place(view)
        return view

    def _place(self, view: QScrollArea) -> None:
        """A part whose margins are this view's."""
        self._stack.addWidget(view)
        ground = view.widget()
        inside = ground.layout() if ground is not None else None
        if inside is not None:
            inside.setContentsMargins(0, 0, 12, 8)
