"""The welcome as it is drawn; filling it in by keyboard; the unit card."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QLabel

from selfstudy.desktop import theme
from selfstudy.desktop.welcome import card as card_module
from selfstudy.desktop.welcome.page import WelcomePage
from selfstudy.desktop.welcome.presenter import OTHER, Choice, WelcomeState
from selfstudy.domain.errors import DiskFull, UnreadableFile
from selfstudy.domain.people import Profile

CHOICES = (
    Choice("P02", "Văn thư – lưu trữ", "Records officer"),
    Choice("P07", "Chuyên viên Trung tâm", "Service officer", "Một cửa"),
)
FORM = WelcomeState(new=True, choices=CHOICES, titles=(("P02", "Văn thư – lưu trữ", "Records"),))
PEOPLE = (Profile("1", "Nguyễn Thị Hạnh", "P02"), Profile("2", "Trần Văn Tuấn", ""))
PICKER = replace(FORM, new=False, profiles=PEOPLE)


@pytest.fixture
def page(qtbot):
    made = WelcomePage()
    qtbot.addWidget(made)
    made.resize(1366, 768)
    return made


def words_of(widget):
    return " | ".join(
        label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)
    )


def carried(path):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(path)])
    return mime


def drag(kind, mime):
    action, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    at = QPointF(5, 5) if kind is QDropEvent else QPoint(5, 5)
    event = kind(at, action, mime, button, Qt.KeyboardModifier.NoModifier)
    event.ignore()
    return event


def test_it_says_what_is_kept_and_who_will_see_it(page):
    page.show_state(FORM)

    said = words_of(page)
    assert "Họ và tên, đơn vị, vị trí việc làm và kết quả học" in said
    assert "Đơn vị nhìn thấy" in said
    assert "Chỉ riêng anh/chị thấy" in said


def test_everything_can_be_filled_in_by_keyboard(page, qtbot):
    page.show_state(FORM)
    page.show()
    qtbot.waitExposed(page)
    form = page.form

    qtbot.keyClicks(form.name, "Hanh")
    qtbot.keyClick(form.name, Qt.Key.Key_Return)
    qtbot.waitUntil(form.position.search.hasFocus)
    qtbot.keyClick(form.position.search, Qt.Key.Key_Down)
    qtbot.keyClick(form.position.list, Qt.Key.Key_Down)
    qtbot.keyClick(form.position.list, Qt.Key.Key_Return)
    qtbot.waitUntil(form.button.hasFocus)
    with qtbot.waitSignal(page.begin_asked) as asked:
        qtbot.keyClick(form.button, Qt.Key.Key_Space)

    assert asked.args == ["Hanh", "P07", ""]
    page.hide()


def test_passing_through_the_list_chooses_nothing_and_the_first_arrow_the_first(page, qtbot):
    page.show_state(FORM)
    page.show()
    qtbot.waitExposed(page)
    position = page.form.position

    position.list.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(position.list.hasFocus)
    assert position.code == ""

    qtbot.keyClick(position.list, Qt.Key.Key_Down)
    assert position.code == CHOICES[0].code
    qtbot.keyClick(position.list, Qt.Key.Key_Down)
    assert position.code == CHOICES[1].code
    page.hide()


def test_nothing_is_judged_while_one_types(page, qtbot):
    page.show_state(FORM)

    with qtbot.assertNotEmitted(page.begin_asked):
        qtbot.keyClicks(page.form.name, "12")

    assert "Anh/chị xem lại" not in words_of(page)


def test_the_name_is_passed_on_as_it_was_typed(page, qtbot):
    page.show_state(FORM)
    page.form.name.setText("  Nguyễn  Thị Hạnh ")

    with qtbot.waitSignal(page.begin_asked) as asked:
        page.form.button.click()

    assert asked.args == ["  Nguyễn  Thị Hạnh ", "", ""]


def test_problems_stand_beside_their_fields(page):
    problems = {"name_problem": "name_missing", "position_problem": "position_missing"}

    page.show_state(replace(FORM, **problems))
    assert "Anh/chị cho biết họ và tên" in words_of(page.form._name_row)
    assert "Anh/chị chọn vị trí việc làm" in words_of(page.form._position_row)

    page.show_state(replace(FORM, position_problem="position_missing"))
    assert "Anh/chị cho biết" not in words_of(page.form)

    page.show_state(FORM)
    assert "Anh/chị chọn" not in words_of(page.form)


def test_the_position_chosen_stays_while_it_is_found(page):
    page.show_state(FORM)
    page.form.position.list.setCurrentRow(1)

    page.show_state(replace(FORM, choices=CHOICES[1:]))
    assert page.form.position.code == "P07"

    page.show_state(replace(FORM, choices=CHOICES[:1]))
    assert page.form.position.code == ""


def test_an_old_name_and_another_position_are_in_the_list(page):
    page.show_state(FORM)

    rows = [page.form.position.list.item(i).text() for i in range(3)]
    assert rows[1] == "Chuyên viên Trung tâm (tên cũ: Một cửa)"
    assert rows[2] == "Vị trí khác, chưa có trong danh sách"
    page.form.position.list.setCurrentRow(2)
    assert page.form.position.code == OTHER


def test_looking_for_a_position_tells_the_words(page, qtbot):
    page.show_state(FORM)

    with qtbot.waitSignal(page.position_sought) as sought:
        qtbot.keyClicks(page.form.position.search, "mot cua")
        qtbot.keyClick(page.form.position.search, Qt.Key.Key_Return)

    assert sought.args == ["mot cua"]


def test_those_who_are_here_can_be_chosen(page, qtbot):
    page.show_state(PICKER)
    assert "Chọn hồ sơ của anh/chị" in words_of(page)
    assert "Văn thư – lưu trữ" in words_of(page.picker.people[0])
    assert "Vị trí khác" in words_of(page.picker.people[1])

    with qtbot.waitSignal(page.profile_chosen) as chosen:
        qtbot.keyClick(page.picker.people[1], Qt.Key.Key_Return)

    assert chosen.args == ["2"]


def test_a_newcomer_may_begin_and_go_back(page, qtbot):
    page.show_state(PICKER)
    with qtbot.waitSignal(page.newcomer_asked):
        page.picker.new.click()

    page.show_state(replace(PICKER, new=True))
    assert page.form.isVisibleTo(page)
    with qtbot.waitSignal(page.back_asked):
        page.form.back.click()


def test_someone_new_appears_in_the_list(page):
    page.show_state(PICKER)

    page.show_state(replace(PICKER, profiles=(*PEOPLE, Profile("3", "Lê Thị Lan", "P02"))))

    assert [row.key for row in page.picker.people] == ["1", "2", "3"]


def test_while_it_works_nothing_can_be_pressed_twice(page):
    page.show_state(replace(FORM, busy=True))
    assert not page.form.button.isEnabled()

    page.show_state(replace(PICKER, busy=True))
    assert not page.picker.people[0].isEnabled()


def test_an_error_is_told_above_the_form_and_a_card_s_beside_the_card(page):
    page.show_state(replace(FORM, error=DiskFull(folder="/data")))
    assert "Ổ đĩa chứa /data đã hết chỗ" in words_of(page)

    page.show_state(replace(FORM, card_problem=UnreadableFile(name="a.thdv")))
    assert "Không đọc được tệp a.thdv" in words_of(page.form.card)


def test_a_unit_card_is_dropped_and_removed(page, qtbot):
    field = page.form.card
    page.show_state(FORM)
    card, other = carried("/usb/p.thdv"), carried("/usb/p.docx")
    enter = drag(QDragEnterEvent, card)
    refused = drag(QDragEnterEvent, other)

    field.dragEnterEvent(enter)
    field.dragLeaveEvent(QDragLeaveEvent())
    field.dragEnterEvent(refused)
    field.dropEvent(drag(QDropEvent, other))
    with qtbot.waitSignal(field.changed):
        field.dropEvent(drag(QDropEvent, card))

    assert enter.isAccepted()
    assert not refused.isAccepted()
    assert Path(field.path).name == "p.thdv"
    assert "p.thdv" in words_of(field)
    with qtbot.waitSignal(field.changed) as changed:
        field._remove.click()
    assert changed.args == [""]
    assert "Thẻ đơn vị (không bắt buộc)" in words_of(field)


def test_a_unit_card_is_chosen_with_the_button(page, qtbot, monkeypatch):
    monkeypatch.setattr(card_module, "ask_files", lambda *_: (Path("/usb/p.thdv"),))
    page.show_state(FORM)
    page.form.name.setText("Hạnh")
    page.form.card.button.click()

    with qtbot.waitSignal(page.begin_asked) as asked:
        page.form.button.click()

    assert asked.args[2] == str(Path("/usb/p.thdv"))


def test_the_list_grows_with_the_zoom(page, qapp):
    page.show_state(FORM)
    before = page.form.position.list.height()

    theme.apply(qapp, "light", 1.5)
    after = page.form.position.list.minimumHeight()
    theme.apply(qapp, "light", 1.0)

    assert after > before
