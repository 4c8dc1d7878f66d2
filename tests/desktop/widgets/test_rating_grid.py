from __future__ import annotations

import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from selfstudy.desktop import theme
from selfstudy.desktop.widgets.inputs import TextField
from selfstudy.desktop.widgets.rating_grid import CELL, GridCell, GridColumn, RatingGrid

COLUMNS = [GridColumn("M2", "Soạn thảo"), GridColumn("C1", "Phẩm chất"), GridColumn("Q1")]


class Sheet(QWidget):
    """A grid between two fields; the second column is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.told = {}
        self.grid = RatingGrid("Bảng")
        self.before, self.after = TextField("trước"), TextField("sau")
        column = QVBoxLayout(self)
        for part in (self.before, self.grid, self.after):
            column.addWidget(part)
        self.grid.rated.connect(self.rate)
        self.grid.grid.show_grid(["An", "Bình"], COLUMNS, self.cell)

    def cell(self, row, column):
        value = self.told.get((row, column), "")
        return GridCell(str(value), said=f"{row} {column} {value}", open=column != 1)

    def rate(self, row, column, value, shifted):
        self.told[row, column] = -value if shifted else value


@pytest.fixture
def sheet(qtbot):
    made = Sheet()
    qtbot.addWidget(made)
    made.show()
    made.grid.go_to(0, 0)
    made.grid.setFocus()
    return made


def at(sheet):
    index = sheet.grid.currentIndex()
    return index.row(), index.column()


def test_digits_rate_and_go_on_over_what_is_closed(sheet, qtbot):
    qtbot.keyClicks(sheet.grid, "324")

    assert sheet.told == {(0, 0): 3, (0, 2): 2, (1, 0): 4}
    assert at(sheet) == (1, 2)
    qtbot.keyClicks(sheet.grid, "5")
    assert at(sheet) == (1, 2)  # the last one: there is nowhere to go


def test_shift_and_a_digit_say_the_other_thing_and_stay(sheet, qtbot):
    qtbot.keyClick(sheet.grid, Qt.Key.Key_4, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(sheet.grid, Qt.Key.Key_Percent, Qt.KeyboardModifier.ShiftModifier)

    assert sheet.told == {(0, 0): -5}
    assert at(sheet) == (0, 0)


@pytest.mark.parametrize("key", [Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_0])
def test_delete_clears_and_stays(sheet, qtbot, key):
    qtbot.keyClick(sheet.grid, key)

    assert sheet.told == {(0, 0): 0}
    assert at(sheet) == (0, 0)


def test_other_keys_rate_nothing(sheet, qtbot):
    qtbot.keyClicks(sheet.grid, "6a")
    qtbot.keyClick(sheet.grid, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    sheet.grid.go_to(0, 1)
    qtbot.keyClicks(sheet.grid, "3")

    assert sheet.told == {}


def test_undo_is_asked_by_its_keys(sheet, qtbot):
    with qtbot.waitSignal(sheet.grid.undo_asked, timeout=500):
        qtbot.keyClick(sheet.grid, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)


def test_tab_goes_through_the_cells_and_leaves_at_either_end(sheet, qtbot):
    assert sheet.grid.focusNextPrevChild(True)
    assert at(sheet) == (0, 2)
    sheet.grid.go_to(1, 2)
    sheet.grid.focusNextPrevChild(True)
    assert sheet.focusWidget() is sheet.after
    sheet.grid.setFocus()
    sheet.grid.go_to(0, 0)
    sheet.grid.focusNextPrevChild(False)
    assert sheet.focusWidget() is sheet.before


def test_enter_goes_on_and_arrows_move(sheet, qtbot):
    qtbot.keyClick(sheet.grid, Qt.Key.Key_Return)
    assert at(sheet) == (0, 2)
    qtbot.keyClick(sheet.grid, Qt.Key.Key_Down)
    assert at(sheet) == (1, 2)
    sheet.grid.go_to(9, 9)
    assert at(sheet) == (1, 2)


def test_where_the_keyboard_stands_is_read_aloud(sheet):
    sheet.grid.go_to(1, 0)

    assert sheet.grid.accessibleDescription() == "1 0 "


def test_names_and_cells_are_told_by_the_model(sheet):
    model = sheet.grid.grid
    vertical, horizontal = Qt.Orientation.Vertical, Qt.Orientation.Horizontal

    assert model.headerData(0, vertical) == "An"
    assert model.headerData(0, horizontal) == "M2"
    assert model.headerData(0, horizontal, Qt.ItemDataRole.ToolTipRole) == "Soạn thảo"
    assert model.headerData(2, horizontal, Qt.ItemDataRole.ToolTipRole) == "Q1"
    assert model.headerData(0, vertical, Qt.ItemDataRole.ToolTipRole) == "An"
    assert model.headerData(9, horizontal) is None
    assert model.headerData(0, horizontal, Qt.ItemDataRole.DecorationRole) is None
    index = model.index(0, 0)
    assert model.data(index) == ""
    assert model.data(index, Qt.ItemDataRole.ToolTipRole) == "0 0 "
    assert model.data(index, CELL).open
    assert model.data(index, Qt.ItemDataRole.DecorationRole) is None
    assert model.data(model.index(9, 9)) is None
    assert model.rowCount(index) == model.columnCount(index) == 0


def test_the_same_names_again_keep_the_place_and_other_names_begin_anew(sheet):
    sheet.grid.go_to(1, 2)
    sheet.grid.grid.show_grid(["An", "Bình"], COLUMNS, sheet.cell)
    assert at(sheet) == (1, 2)
    sheet.grid.grid.show_grid(["An"], COLUMNS, sheet.cell)
    assert at(sheet) == (-1, -1)


def test_a_grid_of_a_hundred_and_twenty_people_is_painted_at_once(qtbot):
    def cell(row, column):
        flagged = (row + column) % 3 == 0
        return GridCell("3", "×4", "T1", flagged=flagged, open=column != 5)

    grid = RatingGrid("Bảng")
    qtbot.addWidget(grid)
    columns = [GridColumn(str(place)) for place in range(17)]
    grid.grid.show_grid([f"Người {n}" for n in range(120)], columns, cell)
    grid.resize(1000, 500)
    grid.show()
    grid.go_to(0, 0)
    grid.grab()
    started = time.perf_counter()
    for row in range(0, 120, 10):
        grid.go_to(row, 3)
        grid.grab()
    assert (time.perf_counter() - started) / 12 < 0.25


LONG = "Từ chối đúng mực đề nghị sai quy định và giải thích được lý do cho người đề nghị"


def test_long_names_of_rows_have_the_room_that_the_columns_leave(sheet, qtbot):
    grid = sheet.grid
    sheet.resize(1000, 400)
    qtbot.waitUntil(lambda: grid.width() > 900)
    usual = grid.verticalHeader().width()

    grid.grid.show_grid([LONG, "An"], COLUMNS, sheet.cell)
    wide = grid.verticalHeader().width()
    sheet.resize(600, 400)
    qtbot.waitUntil(lambda: grid.width() < 600)
    narrow = grid.verticalHeader().width()
    columns = sum(map(grid.columnWidth, range(len(COLUMNS))))

    assert usual == theme.px(210), "short names take no more than they did"
    assert usual < narrow < wide
    assert narrow + columns <= grid.width(), "and no column goes out of sight"
    ink = grid.verticalHeader().grab().toImage()
    dark = {ink.pixel(x, y) for x in range(narrow) for y in range(4, 34)}
    assert len(dark) > 1, "the name is painted"
