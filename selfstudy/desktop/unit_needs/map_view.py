"""The heat-map of positions by competencies with its table, and the people behind a square."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import Signal

from selfstudy.desktop.charts import Charted
from selfstudy.desktop.need_parts.wording import figure, title_of
from selfstudy.desktop.rows import Column
from selfstudy.desktop.unit_needs.state import WIDE, UnitNeedsState
from selfstudy.desktop.widgets.heat_map import HeatMap, Square
from selfstudy.desktop.widgets.page import PageFrame
from selfstudy.desktop.widgets.surfaces import Card
from selfstudy.desktop.widgets.table import Table
from selfstudy.desktop.widgets.text import Muted, Small, reveal
from selfstudy.domain.needs import Cell
from selfstudy.domain.people import Competency
from selfstudy.services.needs.measuring import Measured
from selfstudy.words import number, t

DARKEST = 2.0  # a mean gap of as many levels is the deepest shade


class _Line(NamedTuple):
    position: str
    title: str
    code: str
    competency: str
    cell: Cell


class _Behind(NamedTuple):
    person: str
    name: str
    position: str
    required: int
    level: float | None
    gap: float


class MapView(PageFrame):
    """Squares say the mean gap and how many lack a level; Enter shows who they are."""

    cell_opened = Signal(str, str)
    person_opened = Signal(str)

    def __init__(self) -> None:
        super().__init__(widest=WIDE)
        self.map = HeatMap(t("unit_needs.map"))
        self.map.opened.connect(self.cell_opened)
        self.charted = Charted(t("unit_needs.map"), self.map, _columns())
        self.charted.table.row_chosen.connect(
            lambda line: self.cell_opened.emit(line.position, line.code)
        )
        self._about = Small(t("unit_needs.map_note"))
        self.behind = Card(padding=16)
        self._whose = Muted()
        self.people = Table(t("unit_needs.behind"), _people_columns())
        self.people.row_chosen.connect(lambda row: self.person_opened.emit(row.person))
        self.behind.add(self._whose, self.people)
        self.add(Card(padding=16).add(self.charted, self._about), self.behind)
        self._board: object = None

    def show_state(self, state: UnitNeedsState, title: Callable[[str], str]) -> None:
        """Draw the squares, the table beside, and who is behind the square looked at."""
        board = state.board
        if board is None:
            return
        if board is not self._board:
            self._board = board
            self._show_squares(state, title)
        known = {one.code: one for one in board.competencies}
        reveal(self.behind, visible=state.cell is not None)
        if state.cell is not None:
            position, code = state.cell
            self._whose.setText(
                t("unit_needs.whose", position=title(position), competency=title_of(known[code]))
            )
            rows = [_behind(one, code, title) for one in state.behind]
            if list(self.people.model.rows) != rows:
                self.people.show_rows(rows)
                self.people.fit_height()

    def _show_squares(self, state: UnitNeedsState, title: Callable[[str], str]) -> None:
        board = state.board
        if board is None:
            return
        cells, squares, lines = board.cells, {}, []
        codes = [one for one in board.competencies if one.code in cells.get("", {})]
        positions = [line.position for line in board.lines if line.position in cells]
        rows = [("", title("")), *((one, title(one)) for one in positions)]
        for position, name in rows:
            for competency in codes:
                cell = cells.get(position, {}).get(competency.code)
                if cell is not None:
                    squares[position, competency.code] = _square(name, competency, cell)
                    lines.append(_Line(position, name, competency.code, title_of(competency), cell))
        self.map.show_squares(rows if codes else [], [one.code for one in codes], squares)
        self.charted.table.show_rows(lines)
        self.charted.table.setFixedHeight(max(self.map.height(), 240))


def _square(name: str, competency: Competency, cell: Cell) -> Square:
    said = t(
        "unit_needs.square", position=name, competency=title_of(competency),
        gap=number(cell.gap), lacking=cell.lacking, measured=cell.measured,
    )  # fmt: skip
    below = f"{cell.lacking}/{cell.measured}"
    return Square(number(cell.gap), below, cell.gap / DARKEST, said)


def _columns() -> list[Column]:
    return [
        Column(t("unit_needs.position"), lambda line: line.title, "strong"),
        Column(t("needs.competency"), lambda line: line.competency, width=300),
        Column(
            t("unit_needs.mean_gap"), lambda line: number(line.cell.gap), "number",
            order=lambda line: line.cell.gap, width=150,
        ),
        Column(
            t("unit_needs.lacking"), lambda line: number(line.cell.lacking, 0), "number",
            order=lambda line: line.cell.lacking, width=130,
        ),
        Column(
            t("unit_needs.measured"), lambda line: number(line.cell.measured, 0), "number",
            order=lambda line: line.cell.measured, width=120,
        ),
    ]  # fmt: skip


def _people_columns() -> list[Column]:
    return [
        Column(t("unit_needs.person"), lambda row: row.name, "person"),
        Column(t("unit_needs.position"), lambda row: row.position, width=330, spare=True),
        Column(t("needs.required"), lambda row: str(row.required), "number", width=110),
        Column(
            t("needs.level"), lambda row: figure(row.level), "number",
            order=lambda row: row.level or 0, width=110,
        ),
        Column(
            t("needs.gap"), lambda row: figure(row.gap), "number", order=lambda row: row.gap,
            width=120,
        ),
    ]  # fmt: skip


def _behind(one: Measured, code: str, title: Callable[[str], str]) -> _Behind:
    need = next(need for need in one.needs.needs if need.competency == code)
    return _Behind(
        one.person, one.name, title(one.position), need.required, need.level, need.gap or 0.0
    )
