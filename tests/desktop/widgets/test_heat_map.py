from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QToolTip

from selfstudy.desktop.widgets.heat_map import HeatMap, Square

ROWS = [("", "Toàn đơn vị"), ("P03", "Chuyên viên tư pháp – hộ tịch")]
SQUARES = {
    ("", "M2"): Square("0,7", "8/20", 0.35, "Toàn đơn vị, M2"),
    ("", "C1"): Square("2", "1/1", 1.0, "Toàn đơn vị, C1"),
    ("P03", "C1"): Square("0", "0/7", 0.0, "P03, C1"),
}


@pytest.fixture
def heat(qtbot):
    made = HeatMap("Bản đồ")
    qtbot.addWidget(made)
    made.show_squares(ROWS, ["M2", "C1"], SQUARES)
    made.resize(700, made.height())
    made.show()
    made.setFocus()
    return made


def test_arrows_move_and_tell_the_square(heat, qtbot):
    assert heat.accessibleDescription() == "Toàn đơn vị, M2"
    qtbot.keyClick(heat, Qt.Key.Key_Right)
    assert heat.accessibleDescription() == "Toàn đơn vị, C1"
    qtbot.keyClick(heat, Qt.Key.Key_Right)
    qtbot.keyClick(heat, Qt.Key.Key_Down)
    assert heat.accessibleDescription() == "P03, C1"
    qtbot.keyClick(heat, Qt.Key.Key_Left)
    assert heat.accessibleDescription() == ""  # nobody there was measured


def test_enter_and_a_click_open_what_is_behind_a_square(heat, qtbot):
    with qtbot.waitSignal(heat.opened) as opened:
        qtbot.keyClick(heat, Qt.Key.Key_Return)
    assert opened.args == ["", "M2"]
    with qtbot.waitSignal(heat.opened) as opened:
        qtbot.mouseClick(heat, Qt.MouseButton.LeftButton, pos=heat._box(1, 1).center().toPoint())
    assert opened.args == ["P03", "C1"]


def test_an_empty_square_and_a_name_open_nothing(heat, qtbot):
    with qtbot.assertNotEmitted(heat.opened):
        qtbot.mouseClick(heat, Qt.MouseButton.LeftButton, pos=heat._box(1, 0).center().toPoint())
        qtbot.mouseClick(heat, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
        qtbot.keyClick(heat, Qt.Key.Key_A)


def test_the_pointer_is_told_the_square(heat):
    at = heat._box(0, 1).center().toPoint()
    heat.event(QHelpEvent(QEvent.Type.ToolTip, at, heat.mapToGlobal(at)))
    assert QToolTip.text() == "Toàn đơn vị, C1"
    nowhere = QPoint(3, 3)
    heat.event(QHelpEvent(QEvent.Type.ToolTip, nowhere, heat.mapToGlobal(nowhere)))
    QToolTip.hideText()


def test_a_deeper_shade_is_painted_for_a_wider_gap(heat):
    image = heat.grab().toImage()

    def ground(row, column):
        box = heat._box(row, column)
        return image.pixelColor(round(box.left()) + 6, round(box.top()) + 6).lightness()

    assert ground(0, 1) < ground(0, 0) < ground(1, 1)


def test_a_map_of_nothing_moves_nowhere(heat, qtbot):
    heat.show_squares([], [], {})
    qtbot.keyClick(heat, Qt.Key.Key_Down)
    qtbot.keyClick(heat, Qt.Key.Key_Return)
    assert heat.square_at(0, 0) is None
