import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from selfstudy.desktop import theme
from selfstudy.desktop.main_window import MainWindow


@pytest.fixture
def window(qtbot):
    made = MainWindow()
    qtbot.addWidget(made)
    made.add_page("today", "sun", QLabel("một"), "Học tập", "Hôm nay")
    made.add_page("library", "library", QLabel("hai"), "Học tập", "Học phần")
    made.add_page("people", "users", QLabel("ba"), "Đơn vị", "Người học")
    made.add_page("lesson", "", QLabel("bài"))
    return made


def test_a_page_is_opened_by_its_key(window, qtbot):
    with qtbot.waitSignal(window.page_chosen) as chosen:
        window.show_page("library")

    assert chosen.args == ["library"]
    assert window.page == "library"
    assert window.sidebar._items["library"].isChecked()


def test_turning_to_a_page_tells_nobody(window, qtbot):
    with qtbot.assertNotEmitted(window.page_chosen):
        window.turn_to("people")
    assert window.page == "people"


def test_control_and_a_number_open_a_page(window, qtbot):
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    with qtbot.waitSignal(window.page_chosen) as chosen:
        qtbot.keyClick(window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert chosen.args == ["people"]
    assert window.sidebar._items["people"].hasFocus()


def test_pressing_a_page_in_the_sidebar_opens_it(window, qtbot):
    window.show()
    with qtbot.waitSignal(window.page_chosen) as chosen:
        qtbot.mouseClick(window.sidebar._items["library"], Qt.MouseButton.LeftButton)
    assert chosen.args == ["library"]


def test_a_page_without_an_icon_is_not_in_the_sidebar(window):
    window.turn_to("lesson")
    assert "lesson" not in window.sidebar._items


def test_what_waits_on_a_page_is_said_too(window):
    item = window.sidebar._items["library"]
    window.set_badge("library", 8)
    assert item.accessibleName() == "Học phần, 8 mục"
    window.set_badge("library", 0)
    assert item.accessibleName() == "Học phần"


def test_a_group_without_pages_has_no_name(window):
    window.show()
    label = window.sidebar._groups["Đơn vị"][0]
    window.offer_page("people", offered=False)
    assert not label.isVisible()
    window.offer_page("people", offered=True)
    assert label.isVisible()


def test_a_narrow_window_keeps_only_icons(window, qapp):
    window.show()
    wide = window.sidebar.width()
    window.resize(1000, 700)
    qapp.processEvents()
    narrow = window.sidebar.width()
    window.resize(1366, 700)
    qapp.processEvents()

    assert narrow < 100 < wide == window.sidebar.width()


def test_the_status_says_whether_the_work_is_safe(window, qtbot):
    window.show()
    window.show_status("12 kết quả đơn vị chưa nhận", "Vẫn an toàn trên máy này.", "warning")

    assert window.sidebar.status.isVisible()
    assert "12 kết quả" in window.sidebar.status.accessibleName()
    with qtbot.waitSignal(window.status_pressed):
        qtbot.mouseClick(window.sidebar.status, Qt.MouseButton.LeftButton)
    window.show_status("")
    assert window.sidebar.status.isHidden()


def test_a_welcome_has_no_sidebar(window):
    window.show()
    window.show_bare(bare=True)
    assert window.sidebar.isHidden()
    window.show_bare(bare=False)
    assert window.sidebar.isVisible()


def test_a_remark_can_be_undone_and_goes_by_itself(window, qtbot):
    undone = []
    window.show()
    window.say("Đã xoá ghi chú.", "Hoàn tác", lambda: undone.append(True))
    toast = window._toast

    assert toast.isVisible()
    assert toast.geometry().bottom() < window.height()
    undo = next(b for b in toast.findChildren(QPushButton) if b.text() == "Hoàn tác")
    qtbot.mouseClick(undo, Qt.MouseButton.LeftButton)
    assert undone == [True]
    assert toast.isHidden()
    window.say("Đã lưu.")
    window.resize(900, 600)
    toast._timer.timeout.emit()
    assert toast.isHidden()


def test_a_long_remark_is_wrapped_and_stays_above_the_page_turned_to(window, qtbot):
    window.resize(700, 500)
    window.show()
    qtbot.waitExposed(window)

    window.say("Hồ sơ này được chép từ nơi khác. " * 4)
    toast = window._toast
    words = toast._words
    assert toast.width() <= window.width()
    assert words.height() >= words.heightForWidth(words.width())

    window.turn_to(next(key for key in window._pages if key != window.page))
    assert toast.parentWidget().childAt(toast.geometry().center()) in (toast, words)
    window.say("Đã lưu.")
    assert not words.wordWrap()


def test_closing_is_told_before_it_happens(window, qtbot):
    window.show()
    with qtbot.waitSignal(window.closing):
        window.close()


def test_the_keyboard_starts_on_the_page_that_is_open(window, qapp):
    window.turn_to("library")
    window.show()
    window.activateWindow()
    qapp.processEvents()
    assert window.focusWidget() is window.sidebar._items["library"]


def test_in_a_narrow_window_the_status_is_a_picture_even_when_it_changes(window):
    window.resize(800, 600)
    window.show()
    window.show_status("Học trên máy này", "Kết quả được giữ trên máy.")
    assert not window.sidebar.status._note.isVisible()

    window.resize(1366, 768)
    assert window.sidebar.status._note.isVisible()


def test_the_sidebar_gives_way_as_soon_as_everything_grows(window, qapp):
    window.resize(1366, 768)
    window.show()
    assert not window.sidebar._narrow
    try:
        theme.apply(qapp, "light", 1.5)
        assert window.sidebar._narrow
    finally:
        theme.apply(qapp, "light", 1.0)


@pytest.mark.parametrize("bare", [True, False])
def test_keys_lead_nowhere_that_is_not_offered(window, qtbot, bare):
    window.show()
    window.show_bare(bare=bare)
    window.offer_page("people", offered=bare)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    with qtbot.assertNotEmitted(window.page_chosen):
        qtbot.keyClick(window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert window.page == "today"
