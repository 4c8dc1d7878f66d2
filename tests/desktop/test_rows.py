from PySide6.QtCore import Qt

from selfstudy.desktop.rows import ROW, Column, RowsModel

COLUMNS = [
    Column("Tên", lambda row: row[0], "strong"),
    Column("Tiết", lambda row: str(row[1]), "number", order=lambda row: row[1]),
]


def test_the_model_keeps_qts_rules(qtmodeltester):
    model = RowsModel(COLUMNS)
    model.show_rows([("Lan", 10), ("Páo", 9)])
    qtmodeltester.check(model)


def test_rows_are_sorted_by_their_order_not_their_words(qapp):
    model = RowsModel(COLUMNS)
    model.show_rows([("Lan", 10), ("Páo", 9), ("Mai", 100)])

    model.sort(1)

    assert [row[1] for row in model.rows] == [9, 10, 100]


def test_new_rows_keep_the_order_chosen_before(qapp):
    model = RowsModel(COLUMNS)
    model.sort(1, Qt.SortOrder.DescendingOrder)
    model.show_rows([("Lan", 10), ("Páo", 90)])
    assert [row[0] for row in model.rows] == ["Páo", "Lan"]


def test_a_column_that_is_not_there_sorts_nothing(qapp):
    model = RowsModel(COLUMNS)
    model.show_rows([("b", 1), ("a", 2)])
    model.sort(-1)
    assert [row[0] for row in model.rows] == ["b", "a"]


def test_a_cell_knows_its_row_words_and_side(qapp):
    model = RowsModel(COLUMNS)
    model.show_rows([("Lan", 10)])
    cell = model.index(0, 1)

    assert cell.data() == "10"
    assert cell.data(ROW) == ("Lan", 10)
    assert (
        Qt.AlignmentFlag(cell.data(Qt.ItemDataRole.TextAlignmentRole)) & Qt.AlignmentFlag.AlignRight
    )
    assert model.headerData(0, Qt.Orientation.Horizontal) == "Tên"
    assert model.headerData(0, Qt.Orientation.Vertical) is None
    assert model.data(model.index(5, 5)) is None


def test_a_kept_place_moves_with_its_row(qapp):
    from PySide6.QtCore import QPersistentModelIndex

    model = RowsModel(COLUMNS)
    model.show_rows([("Lan", 10), ("Páo", 9)])
    kept = QPersistentModelIndex(model.index(0, 0))

    model.sort(1)

    assert kept.row() == 1
