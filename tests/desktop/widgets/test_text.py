from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from selfstudy.desktop.widgets.text import Body, Elided, ErrorText, Title, reveal, spacer


def test_markup_is_never_read_by_accident(qtbot):
    label = Body("<b>Lan</b>")
    qtbot.addWidget(label)
    assert label.textFormat() == Qt.TextFormat.PlainText


def test_an_error_takes_no_room_until_there_is_one(qtbot):
    ground, error = QWidget(), ErrorText()
    qtbot.addWidget(ground)
    QVBoxLayout(ground).addWidget(error)
    ground.show()

    assert error.isHidden()
    error.show_words("Ổ đĩa đã hết chỗ.")
    assert error.isVisible()
    error.show_words("")
    assert error.isHidden()


def test_showing_something_without_a_place_opens_no_window(qtbot):
    label = Title("x")
    qtbot.addWidget(label)
    label.hide()
    reveal(label, visible=True)
    assert not [w for w in QApplication.topLevelWidgets() if w.isVisible()]
    ground = QWidget()
    qtbot.addWidget(ground)
    QVBoxLayout(ground).addWidget(label)
    ground.show()
    assert label.isVisible()


def test_a_long_line_ends_in_an_ellipsis_and_is_whole_in_its_tip(qtbot):
    label = Elided("Văn phòng Hội đồng nhân dân và Uỷ ban nhân dân phường")
    qtbot.addWidget(label)
    label.resize(120, 20)
    label.show()

    assert label.text().endswith("…")
    assert label.toolTip() == label.accessibleName()
    label.show_words("Lan")
    assert (label.text(), label.toolTip()) == ("Lan", "")


def test_a_tone_is_chosen_with_the_words(qtbot):
    label = Body("x", tone="success")
    qtbot.addWidget(label)
    label.show_words("y", "danger")
    assert label.property("tone") == "danger"
    spacer().deleteLater()


def test_a_path_goes_on_in_the_next_line_and_reads_as_it_is(qtbot):
    path = r"C:\Users\nguyenthihanh\AppData\TuHoc\SaoLuu_21d297a9_20261123_104634.zip"
    label = Body(f"Đã ghi vào {path}")
    qtbot.addWidget(label)

    assert label.minimumSizeHint().width() < label.fontMetrics().horizontalAdvance(path) / 2
    assert label.text() == f"Đã ghi vào {path}"
    assert label.heightForWidth(200) > 2 * label.fontMetrics().height()
