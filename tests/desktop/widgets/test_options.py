import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtWidgets import QApplication

from selfstudy.desktop import theme
from selfstudy.desktop.widgets.options import OptionList, option_row, place_of_key, show_mark

OPTIONS = [("k1", "Công văn"), ("k2", "Tờ trình " * 30), ("k3", "Luật")]


@pytest.fixture
def options(qtbot):
    made = OptionList()
    qtbot.addWidget(made)
    made.show_options(OPTIONS)
    made.resize(600, 400)
    made.show()
    return made


def test_one_choice_replaces_another(options, qtbot):
    rows = list(options._rows.values())
    qtbot.mouseClick(rows[0], Qt.MouseButton.LeftButton)
    qtbot.mouseClick(rows[2], Qt.MouseButton.LeftButton)
    assert options.chosen == ("k3",)


def test_several_can_hold_together(options, qtbot):
    options.show_options(OPTIONS, single=False)
    for row in options._rows.values():
        qtbot.mouseClick(row, Qt.MouseButton.LeftButton)
    assert options.chosen == ("k1", "k2", "k3")


@pytest.mark.parametrize(
    ("key", "chosen"),
    [(Qt.Key.Key_A, ("k1",)), (Qt.Key.Key_C, ("k3",)), (Qt.Key.Key_2, ("k2",)), (Qt.Key.Key_H, ())],
)
def test_a_letter_or_digit_presses_its_choice(options, qtbot, key, chosen):
    options.focus_first()
    qtbot.keyClick(QApplication.focusWidget() or options, key)
    assert options.chosen == chosen


def test_a_press_is_told_once(options, qtbot):
    with qtbot.waitSignal(options.changed):
        options.press(1)
    with qtbot.assertNotEmitted(options.changed):
        options.choose({"k1"})
    assert options.chosen == ("k1",)


def test_a_marked_question_can_no_longer_be_changed(options, qtbot):
    options.choose({"k1"})
    options.show_marks({"k1": "wrong", "k3": "missed"}, {"k1": "Vì sao sai."})
    options.press(2)
    assert options.chosen == ("k1",)
    options.show_marks({})
    options.press(2)
    assert options.chosen == ("k3",)


def test_what_became_of_a_choice_is_read_aloud(options):
    options.show_marks({"k1": "right", "k3": "wrong"}, {"k3": "Luật do Quốc hội ban hành."})
    rows = list(options._rows.values())

    assert rows[0].accessibleName() == "Phương án A: Công văn – đúng"
    assert rows[2].accessibleName() == "Phương án C: Luật – chưa đúng"
    assert rows[2].accessibleDescription() == "Luật do Quốc hội ban hành."


@pytest.mark.parametrize(
    ("single", "role"),
    [(True, QAccessible.Role.RadioButton), (False, QAccessible.Role.CheckBox)],
)
def test_assistive_technology_knows_what_kind_of_choice_it_is(qtbot, single, role):
    row = option_row("A", "Công văn", single=single)
    qtbot.addWidget(row)
    assert QAccessible.queryAccessibleInterface(row).role() == role


@pytest.mark.parametrize("single", [True, False])
def test_long_words_make_a_choice_higher_and_a_reason_higher_still(qtbot, single):
    short, long = (
        option_row("A", "Luật", single=single),
        option_row("B", "Luật " * 80, single=single),
    )
    for row in (short, long):
        qtbot.addWidget(row)
    before = long.heightForWidth(500)
    show_mark(long, "wrong", "Vì sao sai. " * 20)

    assert short.heightForWidth(500) < before < long.heightForWidth(500)
    assert long.heightForWidth(900) < long.heightForWidth(500)
    assert long.hasHeightForWidth()
    assert short.sizeHint().height() >= 54


@pytest.mark.parametrize("scheme", ["light", "dark", "contrast"])
def test_states_differ_in_more_than_colour(qapp, qtbot, scheme):
    theme.apply(qapp, scheme, 1.0)
    pictures = {}
    for mark in ("", "right", "wrong", "missed"):
        row = option_row("A", "Luật")
        qtbot.addWidget(row)
        row.resize(400, 60)
        show_mark(row, mark)
        grey = row.grab().toImage().convertToFormat(row.grab().toImage().Format.Format_Mono)
        pictures[mark] = bytes(grey.constBits())
    theme.apply(qapp, "light", 1.0)

    assert len(set(pictures.values())) == 4


def test_keys_with_control_are_left_alone():
    event = QKeyEvent(
        QKeyEvent.Type.KeyPress, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier, "c"
    )
    assert place_of_key(event) is None
