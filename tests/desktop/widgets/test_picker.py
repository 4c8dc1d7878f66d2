"""Ticking several of many, by mouse and by keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from selfstudy.desktop.widgets.picker import Pick, Picker

NAMES = ("Lê Văn An", "Trần Thị Lan", "Nguyễn Thị Hạnh")


@pytest.fixture
def picker(qtbot) -> Picker:
    picker = Picker("Những người", "Họ tên", "Vị trí")
    qtbot.addWidget(picker)
    picker.resize(700, 400)
    picker.show_picks([Pick(name[:2], name, "Văn thư") for name in NAMES])
    picker.show()
    return picker


def test_a_click_ticks_a_row_and_another_takes_it_back(qtbot, picker: Picker) -> None:
    view = picker.table.view
    place = view.visualRect(view.model().index(1, 1)).center()
    with qtbot.waitSignal(picker.changed):
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert picker.picked == ("Ng",)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert picker.picked == ()


def test_enter_ticks_the_row_under_the_keyboard(qtbot, picker: Picker) -> None:
    view = picker.table.view
    view.setFocus()
    view.selectRow(0)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert picker.picked == ("Lê",)
    assert view.currentIndex().row() == 0


def test_all_that_is_found_is_ticked_at_once(picker: Picker) -> None:
    picker.search.setText("nguyen")
    picker.search.returnPressed.emit()
    picker.all.click()
    assert picker.picked == ("Ng",)
    picker.all.click()
    assert picker.picked == ()
