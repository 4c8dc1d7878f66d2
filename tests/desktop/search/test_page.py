from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from selfstudy.desktop.search.page import SearchPage
from selfstudy.desktop.search.presenter import Line, SearchState
from selfstudy.domain.errors import DiskFull
from selfstudy.words import t, use

LINES = (
    Line("command", "settings", "Cài đặt"),
    Line("lesson", "L1", "Thể thức <b>", "Soạn thảo · Bài 2", "… ⟦thể⟧ thức …", "L1", "thể"),
    Line("lesson", "L2", "Văn bản", "Soạn thảo · Bài 1", "", "L2", "thể"),
)


@pytest.fixture
def page(qtbot):
    use("vi")
    made = SearchPage()
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    qtbot.waitExposed(made)
    made.show_state(SearchState(words="thể", lines=LINES))
    made.field.setText("thể")
    return made


def focused(page):
    return [row.line.key for row in page.rows if row.hasFocus()]


def test_matches_are_lit_by_more_than_colour_and_markup_is_only_text(page):
    row = page.rows[1]

    assert "text-decoration:underline" in row._note.text()
    assert "&lt;b&gt;" in row._title.text()
    assert row.accessibleName() == "Thể thức <b>"
    assert row.accessibleDescription() == "Soạn thảo · Bài 2. … thể thức …"


def test_arrows_lead_from_the_field_to_what_was_found_and_back(page, qtbot):
    page.field.setFocus()
    for key, there in ((Qt.Key.Key_Down, ["settings"]), (Qt.Key.Key_Down, ["L1"])):
        qtbot.keyClick(page.focusWidget(), key)
        assert focused(page) == there
    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Down)
    qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Down)
    assert focused(page) == ["L2"]
    for _ in range(3):
        qtbot.keyClick(page.focusWidget(), Qt.Key.Key_Up)
    assert page.field.hasFocus()


def test_enter_opens_the_row_or_from_the_field_the_best(page, qtbot):
    with qtbot.waitSignal(page.opened) as opened:
        qtbot.keyClick(page.field, Qt.Key.Key_Return)
    assert opened.args[0].key == "settings"
    page.rows[2].setFocus()
    with qtbot.waitSignal(page.opened) as opened:
        qtbot.keyClick(page.rows[2], Qt.Key.Key_Return)
    assert opened.args[0].key == "L2"


def test_enter_right_after_typing_looks_first(page, qtbot):
    page.field.setText("thể thức")

    with qtbot.assertNotEmitted(page.opened), qtbot.waitSignal(page.sought) as sought:
        qtbot.keyClick(page.field, Qt.Key.Key_Return)
    assert sought.args == ["thể thức"]


def test_a_letter_on_a_row_goes_on_typing_and_escape_leads_out(page, qtbot):
    page.rows[1].setFocus()
    qtbot.keyClick(page.rows[1], Qt.Key.Key_A)
    assert page.field.text() == "thểa"
    assert page.field.hasFocus()

    page.rows[1].setFocus()
    qtbot.keyClick(page.rows[1], Qt.Key.Key_Escape)
    assert page.field.hasFocus()
    with qtbot.waitSignal(page.closed):
        qtbot.keyClick(page.field, Qt.Key.Key_Escape)


def test_nothing_found_says_what_to_try(page):
    page.show_state(SearchState(words="máy bay"))

    assert page._none.isVisible()
    assert page.rows == []
    page.show_state(SearchState(words="máy bay", busy=True))
    assert not page._none.isVisible()


def test_the_first_index_can_be_stopped_and_gone_on_with(page, qtbot):
    page.show_state(SearchState(words="thể", lines=LINES, indexing=(3, 12)))
    assert "3/12" in page._how_far.text()
    stop = next(b for b in page.findChildren(QPushButton) if b.text() == t("search.stop"))
    with qtbot.waitSignal(page.stop_asked):
        stop.click()

    page.show_state(SearchState(words="thể", lines=LINES, stopped=True))
    assert not page._indexing.isVisible()
    with qtbot.waitSignal(page.go_on_asked):
        page._banner.pressed.emit()
    page.show_state(SearchState(words="thể", lines=LINES, error=DiskFull(folder="x")))
    assert page._banner.isVisible()


def test_what_raw_telex_was_taken_for_is_said(page):
    page.show_state(SearchState(words="vawn", lines=LINES, meant="văn"))

    assert "“văn”" in page._meant.text()


def test_reading_again_takes_nobodys_typing_away(page, qtbot):
    page.field.setFocus()
    page.field.setText("thể th")
    page.begin()
    assert page.field.selectedText() == ""
    page.rows[1].setFocus()
    page.begin()
    assert page.rows[1].hasFocus()

    page.field.clearFocus()
    page.rows[1].clearFocus()
    page.begin()
    assert page.field.hasFocus()
    assert page.field.selectedText() == "thể th"
