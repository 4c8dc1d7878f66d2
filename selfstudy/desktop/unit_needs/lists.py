"""Lists of a unit's needs: positions ranked (F3), where to talk, needs by tasks."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import Signal

from selfstudy.desktop.need_parts.wording import task_rows, title_of
from selfstudy.desktop.rows import Column
from selfstudy.desktop.unit_needs.state import WIDE, UnitNeedsState
from selfstudy.desktop.widgets.inputs import Choice
from selfstudy.desktop.widgets.layouts import Flow
from selfstudy.desktop.widgets.page import PageFrame
from selfstudy.desktop.widgets.surfaces import Card, EmptyState
from selfstudy.desktop.widgets.table import Table
from selfstudy.desktop.widgets.text import Small
from selfstudy.services.needs.board import Board
from selfstudy.words import number, pick, t

Title = Callable[[str], str]


class _Ranked(NamedTuple):
    """A competency that a position lacks, and the module that does most for it; `of` is F3's."""

    place: int
    of: str
    people: int
    lack: str
    gap: float
    lacking: int
    priority: float
    module: str
    seats: int


class RankingView(PageFrame):
    """Form F3: positions with the greatest needs first, each with the five it lacks most."""

    def __init__(self) -> None:
        super().__init__(widest=WIDE)
        empty = EmptyState("list-ordered", t("unit_needs.nothing"), t("unit_needs.nothing_note"))
        self.table = Table(t("unit_needs.ranking"), _ranking_columns(), empty)
        self.add(Card(padding=16).add(self.table, Small(t("unit_needs.ranking_note"))))

    def show_state(self, state: UnitNeedsState, title: Title) -> None:
        """The positions as they stand."""
        rows = _ranked(state.board, title) if state.board else []
        if list(self.table.model.rows) != rows or not rows:
            self.table.show_rows(rows)
            self.table.fit_height()


def _ranked(board: Board, title: Title) -> list[_Ranked]:
    known = {one.code: title_of(one) for one in board.competencies}
    lines = [line for line in board.lines if line.lacks]
    found = []
    for place, line in enumerate(lines, 1):
        of = title(line.position)
        for lack in line.lacks:
            module, seats = board.helping.get((line.position, lack.competency), (None, 0))
            helps = f"{module.id} · {pick(module.title, module.title_en)}" if module else ""
            found.append(
                _Ranked(
                    place, of, line.people, known.get(lack.competency, lack.competency),
                    lack.gap, lack.lacking, lack.priority, helps, seats,
                )
            )  # fmt: skip
    return found


def _ranking_columns() -> list[Column]:
    return [
        Column(t("unit_needs.place"), lambda row: str(row.place), "number",
               order=lambda row: row.place, width=44),
        Column(t("unit_needs.position"), lambda row: row.of, "strong", width=186),
        Column(t("unit_needs.lacks"), lambda row: row.lack),
        Column(t("unit_needs.lacked"), lambda row: number(row.gap), "number",
               order=lambda row: row.gap, width=108),
        Column(t("unit_needs.lacking"), lambda row: f"{row.lacking}/{row.people}", "number",
               order=lambda row: row.lacking, width=104),
        Column(t("unit_needs.index"), lambda row: number(row.priority), "number",
               order=lambda row: row.priority, width=84),
        Column(t("unit_needs.helps"), lambda row: row.module),
        Column(t("unit_needs.seats"), lambda row: str(row.seats or ""), "number",
               order=lambda row: row.seats, width=84),
    ]  # fmt: skip


class ApartView(PageFrame):
    """Where somebody and their supervisor are two levels or more apart."""

    person_opened = Signal(str)

    def __init__(self) -> None:
        super().__init__(widest=WIDE)
        empty = EmptyState("messages-square", t("unit_needs.agreed"), t("unit_needs.agreed_note"))
        self.table = Table(t("unit_needs.apart"), _apart_columns(), empty)
        self.table.row_chosen.connect(lambda row: self.person_opened.emit(row[0]))
        self.add(Card(padding=16).add(self.table, Small(t("unit_needs.apart_note"))))

    def show_state(self, state: UnitNeedsState) -> None:
        """The disagreements, by given name."""
        board = state.board
        known = {one.code: one for one in board.competencies} if board else {}
        rows = [
            (one.person, one.name, title_of(known[one.competency]), one.own, one.rated)
            for one in (board.disagreements if board else ())
        ]
        if list(self.table.model.rows) != rows or not rows:
            self.table.show_rows(rows)
            self.table.fit_height()


def _apart_columns() -> list[Column]:
    return [
        Column(t("unit_needs.person"), lambda row: row[1], "person", width=280),
        Column(t("needs.competency"), lambda row: row[2]),
        Column(t("needs.own"), lambda row: str(row[3]), "number", width=130),
        Column(t("needs.supervisor"), lambda row: str(row[4]), "number", width=130),
        Column(
            t("unit_needs.apart_by"), lambda row: number(abs(row[3] - row[4]), 0), "number",
            order=lambda row: abs(row[3] - row[4]), width=130,
        ),
    ]  # fmt: skip


class TasksView(PageFrame):
    """The other way of asking: what those of a position told of its tasks."""

    position_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__(widest=WIDE)
        self.position = Choice(t("unit_needs.position"))
        self.position.setMinimumContentsLength(34)
        self.position.chosen.connect(self.position_asked)
        empty = EmptyState("list-checks", t("unit_needs.no_tasks"), t("unit_needs.no_tasks_note"))
        self.table = Table(t("unit_needs.tasks"), _task_columns(), empty)
        self.add(Flow(10).add(self.position), Card(padding=16).add(self.table))

    def show_state(self, state: UnitNeedsState, title: Title) -> None:
        """The tasks of the position looked at, the greatest need first."""
        held = {one.position for one in (state.board.people if state.board else ())}
        choices = [(one.code, title(one.code)) for one in state.positions if one.code in held]
        if self.position.count() != len(choices):
            self.position.show_choices(choices)
        self.position.show_key(state.tasks_of)
        rows = task_rows(state.tasks)
        if list(self.table.model.rows) != rows or not rows:
            self.table.show_rows(rows)
            self.table.fit_height()


def _task_columns() -> list[Column]:
    return [
        Column(t("unit_needs.task"), lambda row: row[0], "strong"),
        Column(t("unit_needs.task_mean"), lambda row: row[1], "number", width=150),
        Column(t("unit_needs.task_told"), lambda row: row[2], "number", width=150),
    ]  # fmt: skip
