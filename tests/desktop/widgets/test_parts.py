from datetime import date

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QStyleOptionComboBox

from selfstudy.desktop import theme
from selfstudy.desktop.charts import BarChart, Charted, Point, Sparkline, axis_top
from selfstudy.desktop.heat import Heat, level
from selfstudy.desktop.rows import Column
from selfstudy.desktop.widgets.badges import Avatar, Badge, KeyCap, initials
from selfstudy.desktop.widgets.buttons import (
    DangerButton,
    GhostButton,
    IconButton,
    PrimaryButton,
    Segmented,
)
from selfstudy.desktop.widgets.inputs import CheckBox, Choice, FormRow, SearchField, TextField
from selfstudy.desktop.widgets.lists import ClickCard, ListRow, OpenRow
from selfstudy.desktop.widgets.page import PageFrame
from selfstudy.desktop.widgets.progress import Bar, Ledger, LedgerRing, ProgressStrip, Ring
from selfstudy.desktop.widgets.surfaces import Banner, Card, EmptyState, Line, Picture


def standing(qtbot, widget):
    qtbot.addWidget(widget)
    widget.show()
    return widget


def test_a_button_is_named_by_its_words(qtbot):
    button = standing(qtbot, PrimaryButton("Học tiếp", "arrow-right", shortcut="Ctrl+Return"))
    button.show_words("Học lại")
    assert (button.text(), button.accessibleName()) == ("Học lại", "Học lại")


def test_enter_presses_a_button_as_space_does(qtbot):
    button = standing(qtbot, PrimaryButton("Học tiếp"))
    button.setFocus()
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
        with qtbot.waitSignal(button.clicked):
            qtbot.keyClick(button, key)
    button.grab()


def test_a_button_that_waited_gets_the_keyboard_back(qtbot):
    button, other, last = PrimaryButton("Xuất tệp"), GhostButton("Khác"), GhostButton("Cuối")
    frame = standing(qtbot, Card().add(button, other, last))
    frame.activateWindow()
    qtbot.waitUntil(frame.isActiveWindow)
    button.setFocus()
    for enabled in (False, True):
        for waiting in (button, other):
            waiting.setEnabled(enabled)
    assert frame.focusWidget() is button

    button.setEnabled(False)
    last.setFocus()
    button.setEnabled(True)
    assert frame.focusWidget() is last


@pytest.mark.parametrize("kind", [DangerButton, GhostButton, PrimaryButton])
def test_a_button_that_waits_looks_as_if_it_waited(qtbot, kind):
    """Its words and its edge, in the colours that it has while it can be pressed, are gone."""
    button = kind("Bỏ nội dung quá hạn")
    qtbot.addWidget(button)
    button.show()
    ink = {DangerButton: "danger", GhostButton: "ink", PrimaryButton: "accent"}[kind]

    def painted():
        picture = button.grab().toImage()
        size = picture.size()
        return {
            picture.pixelColor(x, y).name()
            for x in range(size.width())
            for y in range(size.height())
        }

    own = theme.colour(ink).name()
    assert own in painted()
    button.setEnabled(False)
    assert own not in painted()


def test_a_picture_alone_still_has_words(qtbot):
    button = standing(qtbot, IconButton("Cài đặt", "settings"))
    button.show_words("Thiết lập")
    assert (button.accessibleName(), button.toolTip(), button.text()) == ("Thiết lập",) * 2 + ("",)


def test_icons_of_buttons_grow_with_the_zoom(qtbot, qapp):
    button = standing(qtbot, GhostButton("Xuất", "download"))
    before = button.iconSize().height()
    theme.apply(qapp, "light", 2.0)
    after = button.iconSize().height()
    theme.apply(qapp, "light", 1.0)
    assert (before, after) == (18, 36)


def test_a_segment_tells_its_key(qtbot):
    choice = standing(qtbot, Segmented("Lọc", [("all", "Tất cả"), ("mine", "Của tôi")]))
    with qtbot.waitSignal(choice.chosen) as chosen:
        qtbot.mouseClick(choice.findChildren(QPushButton)[1], Qt.MouseButton.LeftButton)
    assert chosen.args == ["mine"]
    with qtbot.assertNotEmitted(choice.chosen):
        choice.show_key("all")
    assert choice.key == "all"


def test_a_banner_hides_when_it_has_nothing_to_say(qtbot):
    card = standing(qtbot, Card("Tiêu đề"))
    banner = Banner()
    card.add(banner, Line())
    assert banner.isHidden()
    banner.show_words("Có bản mới.", "success", "Cập nhật")
    assert banner.isVisible()
    with qtbot.waitSignal(banner.pressed):
        qtbot.mouseClick(banner.findChild(QPushButton), Qt.MouseButton.LeftButton)
    banner.show_words("")
    assert banner.isHidden()


def test_an_empty_state_says_what_to_do(qtbot):
    empty = standing(qtbot, EmptyState("inbox", "Chưa có gói nào", "Kéo vào đây.", "Chọn thư mục"))
    with qtbot.waitSignal(empty.pressed):
        qtbot.mouseClick(empty.findChild(QPushButton), Qt.MouseButton.LeftButton)
    empty.show_words("Không tìm thấy gì")
    assert empty.findChildren(QLabel)[0].text() == "Không tìm thấy gì"


def test_names_are_shortened_as_vietnamese_names_are_called(qtbot):
    assert initials("Nguyễn Thị Lan") == "TL"
    assert initials("Páo") == "P"
    assert standing(qtbot, Avatar("Đặng Ánh")).accessibleName() == "Đặng Ánh"


def test_marks_have_room_for_their_words_at_every_zoom(qtbot, qapp):
    badge, cap = standing(qtbot, Badge("Đúng tiến độ", "success", "check")), KeyCap("Enter")
    qtbot.addWidget(cap)
    before = badge.sizeHint(), cap.sizeHint()
    theme.apply(qapp, "light", 2.0)
    after = badge.sizeHint(), cap.sizeHint()
    theme.apply(qapp, "light", 1.0)
    assert all(b.width() > 1.7 * a.width() for a, b in zip(before, after, strict=True))
    badge.show_words("")
    assert badge.isHidden()


def test_bars_and_rings_say_how_far(qtbot):
    bar, ring = standing(qtbot, Bar(0.5)), standing(qtbot, Ring(0.25, note="7/28 bài"))
    bar.show_fraction(1.7, "success")
    assert bar.accessibleName() == "Tiến độ 100%"
    assert ring.accessibleName() == "25% 7/28 bài"
    assert Bar(0.3, name="Chương 1").accessibleName() == "Chương 1: 30%"


def test_two_ledgers_are_never_added_up(qtbot):
    own, other = Ledger("Tự học", 27.5, "tiết", 40), Ledger("Được công nhận", 16, "tiết")
    rings = standing(qtbot, LedgerRing(own, other))

    assert rings.accessibleName() == "Tự học: 27,5 / 40 tiết; Được công nhận: 16 tiết"
    assert (own.fraction, other.fraction) == (0.6875, 0.0)


def test_long_work_shows_how_far_it_is_and_can_be_cancelled(qtbot, monkeypatch):
    strip = ProgressStrip()
    card = standing(qtbot, Card().add(strip))
    assert strip.isHidden()
    strip.start("Đang tiếp nhận")
    strip.report(30, 120)
    assert "30 trên 120" in strip.accessibleName()
    with qtbot.waitSignal(strip.cancelled):
        qtbot.mouseClick(strip.findChild(QPushButton), Qt.MouseButton.LeftButton)
    strip._since -= 600
    strip.report(60, 120)
    assert "Còn khoảng 10 phút" in strip.accessibleName()
    strip.stop()
    assert strip.isHidden()
    assert card.isVisible()


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Space])
def test_a_row_opens_by_the_keyboard(qtbot, key):
    row = standing(qtbot, OpenRow("CM03-01", "Bài 1", "12 phút", icon="book-open"))
    row.setFocus()
    with qtbot.waitSignal(row.opened) as opened:
        qtbot.keyClick(row, key)
    assert opened.args == ["CM03-01"]
    assert (row.accessibleName(), row.accessibleDescription()) == ("Bài 1", "12 phút")


def test_a_row_can_carry_more_and_change_its_words(qtbot):
    row = standing(qtbot, ListRow("a").add_start(Avatar("Lan")).add_end(Badge("mới")))
    row.show_words("b", "ghi chú", "check", "success")
    assert row.accessibleName() == "b"


def test_a_card_opens_as_a_whole(qtbot):
    card = standing(qtbot, ClickCard("Học phần"))
    card.body.addWidget(Picture("scale"))
    card.setFocus()
    with qtbot.waitSignal(card.clicked):
        qtbot.keyClick(card, Qt.Key.Key_Enter)
    with qtbot.waitSignal(card.clicked):
        qtbot.mouseClick(card, Qt.MouseButton.LeftButton)


def test_a_search_begins_when_one_pauses_or_presses_enter(qtbot):
    field = standing(qtbot, SearchField("Tìm học phần"))
    with qtbot.waitSignal(field.sought) as sought:
        qtbot.keyClicks(field, "van ban ")
    assert sought.args == ["van ban"]
    with qtbot.waitSignal(field.sought, timeout=100):
        qtbot.keyClick(field, Qt.Key.Key_Return)
    with qtbot.waitSignal(field.sought, timeout=100) as sought:
        field._clear.trigger()
    assert sought.args == [""]


@pytest.mark.qt_log_ignore("grabbing the keyboard", extend=True)  # what is off the screen cannot
def test_a_list_of_choices_shows_each_of_them_whole(qtbot):
    long = "Cơ quan chấp hành, cơ quan hành chính nhà nước ở địa phương"
    choice = standing(qtbot, Choice("Vai trò", [("a", long), ("b", "Khác"), ("c", "Nữa")]))
    choice.resize(160, choice.height())
    choice.showPopup()
    view = choice.view()
    qtbot.waitUntil(view.isVisible, timeout=3000)
    QApplication.processEvents()

    assert view.viewport().height() >= 3 * view.sizeHintForRow(0)
    assert view.viewport().width() >= choice.fontMetrics().horizontalAdvance(long)
    choice.hidePopup()


def test_a_choice_too_long_for_its_field_ends_in_an_ellipsis(qtbot):
    choice = Choice("Vị trí", [("P01", "Chuyên viên tổng hợp, Văn phòng HĐND và UBND phường, xã")])
    qtbot.addWidget(choice)
    choice.show()
    shown = QStyleOptionComboBox()

    choice.resize(200, 40)
    choice.initStyleOption(shown)
    assert shown.currentText.startswith("Chuyên viên")
    assert shown.currentText.endswith("…")
    choice.resize(900, 40)
    choice.initStyleOption(shown)
    assert shown.currentText == choice.currentText()


def test_a_choice_keeps_its_key_when_choices_change(qtbot):
    choice = standing(qtbot, Choice("Vị trí", [("P01", "Văn thư"), ("P02", "Kế toán")]))
    choice.show_key("P02")
    choice.show_choices([("P02", "Kế toán viên"), ("P03", "Thủ quỹ")])
    assert choice.key == "P02"
    with qtbot.waitSignal(choice.chosen) as chosen:
        choice.activated.emit(1)
    assert chosen.args == ["P02"]


def test_a_field_says_what_is_wrong_in_the_place_of_its_hint(qtbot):
    row = standing(qtbot, FormRow("Họ và tên", TextField(""), "Như trong hồ sơ."))
    assert row.field.accessibleName() == "Họ và tên"
    row.show_error("Hãy điền họ và tên.")
    assert row._hint.isHidden()
    assert row._error.isVisible()
    row.show_error("")
    assert row._hint.isVisible()


def test_a_page_without_a_title_gives_its_room_back(qtbot):
    page = standing(qtbot, PageFrame())
    assert page._title.isHidden()
    page.show_title("Hôm nay", "Thứ Hai")
    assert page.accessibleName() == "Hôm nay"
    page.section("Tiếp theo").addWidget(QLabel("x"))
    page.add(Card())


def test_days_stand_under_their_weekday(qtbot):
    heat = standing(qtbot, Heat([0] * 89 + [30, 50], date(2026, 11, 23)))  # a Monday

    assert heat.accessibleName() == "Đã học 2 ngày trong 13 tuần qua"
    assert heat._corner(90)[1] == 0
    assert heat._corner(89)[1] > heat._corner(90)[1]
    assert heat._corner(89)[0] < heat._corner(90)[0]
    assert heat.rows() == ((date(2026, 11, 23), 50), (date(2026, 11, 22), 30))


def test_a_day_tells_its_minutes_under_the_pointer(qtbot):
    heat = standing(qtbot, Heat([0] * 90 + [50], date(2026, 11, 23)))
    spot = QPoint(*heat._corner(90)) + QPoint(3, 3)
    inside = QHelpEvent(QEvent.Type.ToolTip, spot, heat.mapToGlobal(spot))
    outside = QHelpEvent(QEvent.Type.ToolTip, QPoint(-5, -5), QPoint(0, 0))
    assert QApplication.sendEvent(heat, inside)
    assert QApplication.sendEvent(heat, outside)


def test_shades_and_axes_are_round():
    assert [level(minutes) for minutes in (0, 1, 10, 11, 26, 46)] == [0, 1, 1, 2, 3, 4]
    assert [axis_top(value) for value in (0, 0.7, 7, 55, 101)] == [1, 0.8, 8, 60, 200]


def test_a_chart_says_its_numbers_and_shows_them_in_a_table(qtbot):
    points = [Point("T46", 12.5), Point("T47", 55)]
    chart = BarChart("Giờ học", points, 40)
    columns = [Column("Tuần", lambda point: point.name)]
    both = standing(qtbot, Charted("Giờ học theo tuần", chart, columns))
    both.table.show_rows(points)

    assert chart.accessibleName() == "Giờ học: T46: 12,5, T47: 55. Mục tiêu 40"
    qtbot.mouseClick(both.findChildren(QPushButton)[1], Qt.MouseButton.LeftButton)
    assert both.table.isVisible()
    assert not chart.isVisible()


def test_charts_draw_nothing_from_nothing(qtbot):
    for chart in (BarChart("x"), Sparkline("x"), Sparkline("x", [1.0]), Sparkline("x", [1.0, 1.0])):
        assert not standing(qtbot, chart).grab().isNull()


def test_a_ticked_box_is_seen_to_be_ticked(qtbot):
    box = CheckBox("Kèm ghi chú")
    qtbot.addWidget(box)
    box.show()
    qtbot.waitExposed(box)
    empty = box.grab().toImage()

    box.setChecked(True)

    assert box.grab().toImage() != empty
    assert box.accessibleName() == "Kèm ghi chú"
