"""The people of the unit: a table to search and sort, and the facts behind each of them."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from selfstudy.desktop import theme
from selfstudy.desktop.erasing.card import ErasingCard
from selfstudy.desktop.facts_table import fact_columns
from selfstudy.desktop.posting.card import PostingCard
from selfstudy.desktop.rows import Column
from selfstudy.desktop.unit.computers import Computers
from selfstudy.desktop.unit.decisions import Decisions
from selfstudy.desktop.unit.groups import groups_of
from selfstudy.desktop.unit.person_card import PersonCard
from selfstudy.desktop.unit.pieces import WIDE, NamesTable
from selfstudy.desktop.unit.state import UnitState
from selfstudy.desktop.widgets.badges import Avatar
from selfstudy.desktop.widgets.buttons import GhostButton, QuietButton
from selfstudy.desktop.widgets.inputs import Choice, SearchField
from selfstudy.desktop.widgets.page import MARGIN, PageFrame
from selfstudy.desktop.widgets.surfaces import Card, EmptyState
from selfstudy.desktop.widgets.table import Table
from selfstudy.desktop.widgets.text import ErrorText, Heading, Muted, Small, reveal
from selfstudy.domain.explained import Figure, Key
from selfstudy.domain.people import PersonRow
from selfstudy.domain.vietnamese import collation_key, name_key
from selfstudy.sentences import error_words
from selfstudy.words import ago, number, t

FACTS: Final = 380  # pixels at 100 % that the records of a person take
EXPLAINED: Final[tuple[Key, ...]] = ("lessons", "self_study", "recognised", "last", "records")


class PeopleView(QWidget):
    """Everybody, or one person with the records behind their numbers."""

    sought = Signal(str)
    person_opened = Signal(str)
    person_closed = Signal()
    settled = Signal(str, str)
    matched = Signal(str, str)
    undone = Signal(object)
    explain_asked = Signal(object)
    removal_asked = Signal(str)
    device_removed = Signal()
    grouped = Signal(str)
    list_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.list: QWidget | None = None
        self._listing = False
        self._stack = QStackedLayout(self)
        self.everybody, self.one = _Everybody(), _One()
        self._stack.addWidget(self.everybody)
        self._stack.addWidget(self.one)
        self.everybody.sought.connect(self.sought)
        self.everybody.person_opened.connect(self.person_opened)
        self.everybody.grouped.connect(self.grouped)
        self.everybody.listing.clicked.connect(self.list_asked)
        self.one.back.clicked.connect(self.person_closed)
        self.everybody.explain_asked.connect(self._explain)
        self.one.explain_asked.connect(self._explain)
        self.one.decisions.settled.connect(self.settled)
        self.one.decisions.matched.connect(self.matched)
        self.one.decisions.undone.connect(self.undone)
        self.one.computers.asked.connect(self.removal_asked)
        self.one.computers.removed.connect(self.device_removed)
        self.one.computers.undone.connect(lambda: self.undone.emit(()))

    def show_state(self, state: UnitState) -> None:
        """Draw everybody or the person opened; the keyboard goes where the eyes go."""
        self.everybody.show_state(state)
        self.one.show_state(state)
        shown: QWidget = self.one if state.person is not None else self.everybody
        if self._listing and self.list is not None:
            shown = self.list
        if self._stack.currentWidget() is not shown:
            self._stack.setCurrentWidget(shown)
            if self.isVisible() and not self._listing:
                (self.one.back if shown is self.one else self.everybody.table.view).setFocus()

    def show_list(self, view: QWidget | None = None) -> None:
        """The import of a list instead of the people, or the people again."""
        self._listing = view is not None
        if view is not None and view is not self.list:
            self.list = view
            self._stack.addWidget(view)
        shown = self.everybody if view is None else view
        self._stack.setCurrentWidget(shown)
        (self.everybody.listing if view is None else view).setFocus()

    def _explain(self, person: str) -> None:
        self.explain_asked.emit(tuple(Figure(key, person=person) for key in EXPLAINED))


class _Everybody(QWidget):
    sought = Signal(str)
    grouped = Signal(str)
    person_opened = Signal(str)
    explain_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.search = SearchField(t("unit.search"), t("unit.search_hint"))
        self.search.sought.connect(self.sought)
        self.open = GhostButton(t("unit.open_facts"), "scroll-text")
        self.open.clicked.connect(self._open)
        self.why = QuietButton(t("explain.door"), "info")
        self.why.clicked.connect(self._explain)
        self.listing = GhostButton(t("staff.open"), "file-plus")
        self.group = Choice(t("staff.departments"))
        self.group.setMinimumContentsLength(18)
        self.group.chosen.connect(self.grouped)
        self._groups: list[tuple[str, str]] = []
        self._count = Small(wrap=False)
        self._empty = EmptyState("users", t("unit.nobody"), t("unit.nobody_note"))
        self.table = NamesTable(t("unit.people"), people_columns(), self._empty)
        self.table.view.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        self.table.row_chosen.connect(lambda row: self.person_opened.emit(row.id))
        self.table.row_changed.connect(lambda row: self.open.setEnabled(row is not None))
        self.table.row_changed.connect(lambda row: self.why.setEnabled(row is not None))
        tools = QHBoxLayout()
        tools.setSpacing(12)
        tools.addWidget(self.search, 1)
        tools.addWidget(self.group)
        tools.addWidget(self._count)
        tools.addStretch(1)
        tools.addWidget(self.listing)
        below = QHBoxLayout()
        below.setSpacing(12)
        below.addStretch(1)
        below.addWidget(self.why)
        below.addWidget(self.open)
        card = Card(padding=16, fill=True)
        card.add(tools)
        card.add(self.table, stretch=1)
        card.add(below)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(MARGIN, 0, MARGIN, 24)
        whole.addWidget(card)

    def show_state(self, state: UnitState) -> None:
        """The people found; rows change only when they did."""
        groups = groups_of(state)
        reveal(self.group, visible=len(groups) > 1)
        if groups != self._groups:
            self._groups = groups
            self.group.show_choices(groups)
        self.group.show_key(state.group)
        if set(self.table.model.rows) != set(state.found) or not state.found:
            self.table.show_rows(state.found)
            self.table.fit_names()
        if state.people:
            self._empty.show_words(t("unit.nobody_found"), t("unit.nobody_found_note"))
        else:
            self._empty.show_words(t("unit.nobody"), t("unit.nobody_note"))
        some = len(state.found) != len(state.people)
        count = t("unit.of_people", n=len(state.people), found=number(len(state.found), 0))
        self._count.setText(count if some else t("unit.all_people", n=len(state.people)))
        self.open.setEnabled(self.table.row is not None and not state.busy)
        self.open.setVisible(bool(state.found))
        self.why.setEnabled(self.table.row is not None and not state.busy)
        self.why.setVisible(bool(state.found))

    def _open(self) -> None:
        if self.table.row is not None:
            self.person_opened.emit(self.table.row.id)

    def _explain(self) -> None:
        if self.table.row is not None:
            self.explain_asked.emit(self.table.row.id)


class _One(PageFrame):
    """One person: numbers, and every record behind them."""

    explain_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__(widest=WIDE)
        self._person: PersonRow | None = None
        self.why = QuietButton(t("explain.door"), "info")
        self.why.clicked.connect(self._explain)
        self.back = QuietButton(t("unit.back"), "arrow-left")
        self._name, self._about, self._error = Heading(), Muted(), ErrorText()
        self._face = QHBoxLayout()
        self._empty = EmptyState("scroll-text", t("unit.no_facts"))
        self.facts = Table(t("unit.facts"), fact_columns(), self._empty)
        self.facts.setFixedHeight(theme.px(FACTS))
        self.erasing = ErasingCard(of_person=True)
        self.erasing.opened.connect(self._show_erasing)
        names = QVBoxLayout()
        names.setSpacing(2)
        names.addWidget(self._name)
        names.addWidget(self._about)
        head = QHBoxLayout()
        head.setSpacing(14)
        head.addLayout(self._face)
        head.addLayout(names, 1)
        head.addWidget(self.why, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.back, 0, Qt.AlignmentFlag.AlignTop)
        card = Card()
        self.decisions, self.computers, self.posting = Decisions(), Computers(), PostingCard()
        self.card = PersonCard()
        card.add(head, self._error, self.decisions, Small(t("unit.facts_note")), self.facts)
        self.add(card, self.card, self.posting, self.computers, self.erasing)

    def _show_erasing(self, opened: bool) -> None:  # noqa: FBT001 — a signal's
        if opened:
            self.bring(self.erasing)

    def show_state(self, state: UnitState) -> None:
        """Draw the person opened."""
        person = state.person
        if person is None:
            return
        reveal(self.erasing, visible=state.unit is not None and state.unit.is_root)
        if self._person is None or person.name != self._person.name:
            self._show_face(person.name)
        self._person = person
        self._name.setText(person.name)
        self._about.setText(person_words(person))
        self.decisions.show_state(state)
        self.card.show_person(person)
        self.computers.show_state(state)
        reading = state.busy == "facts"
        self._empty.show_words(t("unit.reading_facts" if reading else "unit.no_facts"))
        self._error.show_words(error_words(state.error) if state.error_at == "facts" else "")
        if set(self.facts.model.rows) != set(state.facts) or not state.facts:
            self.facts.show_rows(state.facts)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.back.click()
        else:
            super().keyPressEvent(event)

    def _explain(self) -> None:
        if self._person is not None:
            self.explain_asked.emit(self._person.id)

    def _show_face(self, name: str) -> None:
        while (item := self._face.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._face.addWidget(Avatar(name, 44))


def person_words(person: PersonRow) -> str:
    """A person's numbers in a line; the two ledgers are never added up."""
    parts = [person.position, person.department, person.staff_code]
    parts.append(t("unit.lessons", n=person.lessons_done))
    parts.append(t("unit.self_study", n=person.self_study))
    parts.append(t("unit.recognised", n=person.recognised))
    return " · ".join(part for part in parts if part)


def people_columns() -> list[Column]:
    """Name, place, the two ledgers apart, when last."""
    return [
        Column(t("unit.column_name"), _name, "person", order=_name_order, width=230),
        Column(t("unit.column_position"), lambda p: p.position, "muted"),
        Column(
            t("staff.column_department"),
            lambda p: p.department,
            "muted",
            order=_place_order,
            width=170,
            spare=True,
        ),
        Column(
            t("unit.column_lessons"), _lessons, "number", order=lambda p: p.lessons_done, width=100
        ),
        Column(t("unit.column_self"), _self, "number", order=lambda p: p.self_study, width=118),
        Column(t("unit.column_given"), _given, "number", order=lambda p: p.recognised, width=150),
        Column(t("unit.column_last"), _last, "muted", order=_last_order, width=140),
    ]


def _name(person: PersonRow) -> str:
    return person.name


def _name_order(person: PersonRow) -> object:
    return name_key(person.name)


def _place_order(person: PersonRow) -> object:
    return collation_key(person.department), name_key(person.name)


def _lessons(person: PersonRow) -> str:
    return number(person.lessons_done, 0)


def _self(person: PersonRow) -> str:
    return number(person.self_study)


def _given(person: PersonRow) -> str:
    return number(person.recognised)


def _last(person: PersonRow) -> str:
    return ago(person.last_at) if person.last_at is not None else t("unit.never")


def _last_order(person: PersonRow) -> float:
    return _stamp(person.last_at)


def _stamp(at: datetime | None) -> float:
    return at.timestamp() if at is not None else 0.0
