import pytest
from PySide6.QtCore import Qt

from selfstudy.desktop.rows import Column
from selfstudy.desktop.widgets.surfaces import EmptyState
from selfstudy.desktop.widgets.table import Table

COLUMNS = [
    Column("Họ và tên", lambda row: row[0], "person"),
    Column("Tiến độ", lambda row: f"{row[1]}%", "bar", share=lambda row: row[1] / 100, width=160),
    Column("Tiết", lambda row: str(row[1]), "number", order=lambda row: row[1], width=80),
    Column("Tình trạng", lambda row: row[2], "badge", icon=lambda _: "check", width=120),
]
ROWS = [("Lan", 100, "Tốt"), ("Páo", 9, ""), ("Mai", 20, "Cần nhắc")]


@pytest.fixture
def table(qtbot):
    made = Table("Người học", COLUMNS, EmptyState("inbox", "Chưa có ai"))
    qtbot.addWidget(made)
    made.resize(700, 300)
    made.show_rows(ROWS)
    made.show()
    return made


def click_header(table, qtbot, column):
    header = table.view.horizontalHeader()
    x = header.sectionViewportPosition(column) + 10
    point = header.viewport().rect().topLeft() + type(header.viewport().rect().topLeft())(x, 10)
    qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=point)


def test_rows_stay_as_given_until_a_title_is_pressed(table, qtbot):
    assert [row[0] for row in table.model.rows] == ["Lan", "Páo", "Mai"]
    click_header(table, qtbot, 2)
    first = [row[1] for row in table.model.rows]
    click_header(table, qtbot, 2)
    assert table.view.accessibleDescription().startswith("Tiết, xếp")
    assert sorted([first, [row[1] for row in table.model.rows]]) == [[9, 20, 100], [100, 20, 9]]


def test_without_rows_it_says_so(table):
    table.show_rows([])
    assert table._empty.isVisible()
    assert not table.view.isVisible()


def test_enter_chooses_the_row_under_the_keyboard(table, qtbot):
    table.view.setFocus()
    table.view.selectRow(1)
    with qtbot.waitSignal(table.row_chosen) as chosen:
        qtbot.keyClick(table.view, Qt.Key.Key_Return)
    assert chosen.args == [ROWS[1]]


def test_moving_tells_which_row(table, qtbot):
    with qtbot.waitSignal(table.row_changed) as moved:
        table.view.selectRow(2)
    assert moved.args == [ROWS[2]]
    assert table.row == ROWS[2]


def test_the_row_under_the_keyboard_survives_new_rows(table):
    table.view.selectRow(2)
    table.show_rows([ROWS[2], *ROWS[:2]])
    assert table.row == ROWS[2]


def test_a_table_inside_a_page_is_as_high_as_its_rows(table, qapp):
    table.fit_height()
    three = table.height()
    table.show_rows(ROWS * 2)
    assert table.height() == three + 3 * table.view.verticalHeader().defaultSectionSize()
    table.show_rows([])
    assert table.height() > 0


def test_tab_leaves_the_table(table):
    assert not table.view.tabKeyNavigation()


def test_a_cell_is_drawn_in_every_way(table):
    table.view.setFocus()
    table.view.selectRow(0)
    assert not table.grab().isNull()


def test_a_spare_column_gives_way_to_the_widest_words(qtbot):
    columns = [
        Column("Bài", lambda row: row),
        Column("Hình thức", lambda row: row, width=150, spare=True),
        Column("Số tiết", lambda row: row, width=100),
    ]
    table = Table("Sổ", columns)
    qtbot.addWidget(table)
    table.show()
    table.show_rows(("một",))
    table.resize(700, 200)
    assert not table.view.isColumnHidden(1)

    table.resize(360, 200)
    assert table.view.isColumnHidden(1)
    assert not table.view.isColumnHidden(2)
