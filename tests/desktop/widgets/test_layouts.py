import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from selfstudy.desktop.widgets.layouts import Columns, Flow


@pytest.fixture
def laid(qtbot):
    kept = []

    def lay(layout, width):
        ground = QWidget()
        kept.append(ground)
        qtbot.addWidget(ground)
        ground.setLayout(layout)
        ground.resize(width, 400)
        ground.show()
        return ground

    return lay


@pytest.mark.parametrize(("width", "rows"), [(1000, 1), (620, 2), (300, 3)])
def test_cards_stand_side_by_side_while_they_fit(laid, width, rows):
    cards = [QLabel(name) for name in "abc"]
    laid(Columns(280, spacing=16).add(*cards), width)
    assert len({card.y() for card in cards}) == rows


def test_columns_share_their_room_as_asked(laid):
    wide, narrow = QLabel("a"), QLabel("b")
    laid(Columns(280, shares=(3, 2), spacing=0).add(wide, narrow), 1000)
    assert (wide.width(), narrow.width()) == (600, 400)


def test_cards_of_a_row_are_equally_high(laid):
    short, tall = QLabel("a"), QLabel("a\nb\nc")
    laid(Columns(200).add(short, tall), 900)
    assert short.height() == tall.height()


def test_a_hidden_card_leaves_no_gap(laid, qapp):
    first, gone, last = QLabel("a"), QLabel("b"), QLabel("c")
    laid(Columns(280, spacing=16).add(first, gone, last), 1000)
    gone.hide()
    qapp.processEvents()
    assert last.x() < 600


def test_one_card_is_not_stretched_over_a_wide_page(laid):
    only = QLabel("a")
    laid(Columns(280, spacing=16).add(only), 1000)
    assert only.width() < 400


def test_badges_break_into_lines(laid):
    buttons = [QPushButton("Nút dài dài") for _ in range(6)]
    ground = laid(Flow(8).add(*buttons), 300)

    assert len({button.y() for button in buttons}) > 1
    assert max(button.geometry().right() for button in buttons) <= ground.width()


def test_items_can_be_counted_and_taken(laid):
    layout = Flow()
    laid(layout.add(QLabel("a"), QLabel("b")), 300)

    assert layout.count() == 2
    taken = layout.takeAt(0)
    assert taken is not None
    taken.widget().deleteLater()
    assert layout.itemAt(5) is None
    assert layout.takeAt(5) is None
    assert layout.hasHeightForWidth()


def test_an_empty_layout_needs_no_room(laid):
    assert Columns(280).heightForWidth(500) == 0
