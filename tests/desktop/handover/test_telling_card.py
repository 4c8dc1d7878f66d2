from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt

from selfstudy.desktop.handover.page import HandoverPage
from selfstudy.desktop.handover.telling_card import MOST, group_words, record_words
from selfstudy.domain.errors import DiskFull
from selfstudy.domain.progress import Preview
from selfstudy.domain.telling import PrivateGroup, PrivateRow
from tests.desktop.handover.test_page import PREVIEW, STATE, words

NOW = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
ANSWER = PrivateRow("ab:1", NOW, "answered", "Thể thức gồm những phần nào?", "0%", 0)
NOTE = PrivateRow("ab:2", NOW, "note_written", "Thể thức văn bản", "Xem lại <số> ký hiệu")
TOLD = PrivateRow("ab:3", NOW, "answered", "Câu khác", "100%", 1000, told_at=NOW)
BACK = replace(TOLD, id="ab:4", taken_back=True)
GROUP = PrivateGroup("CM03-01", "Thể thức văn bản", (ANSWER, NOTE, TOLD, BACK))


@pytest.fixture
def page(qtbot):
    made = HandoverPage()
    qtbot.addWidget(made)
    made.resize(1100, 768)
    made.show()
    return made


def opened(page, *groups, **changes):
    page.show_state(replace(STATE, private=groups or (GROUP,), **changes))
    return page.telling.groups


def test_before_it_is_asked_for_only_the_offer_stands_there(page, qtbot):
    page.show_state(STATE)

    assert page.telling.groups == []
    with qtbot.waitSignal(page.private_asked):
        page.telling.turn.click()


def test_without_a_unit_nobody_may_be_told(page):
    page.show_state(replace(STATE, preview=None))

    assert page.telling.isHidden()


def test_nothing_is_ticked_and_each_says_what_the_unit_would_read(page):
    (group,) = opened(page)
    group.turn.click()

    assert not any(row.box.isChecked() for row in [group.all, *group.rows.values()])
    told = words(page.telling)
    assert "không gọi về được" in told
    assert "0%" in told
    assert "Xem lại <số> ký hiệu" in told
    assert "Trả lời luyện tập: 3 · Ghi chú: 1 · đúng 67% · đã gửi 2" in told
    assert not group.rows["ab:3"].isEnabled()


def test_ticking_a_lesson_or_a_record_is_told_and_shown(page, qtbot):
    (group,) = opened(page)
    group.turn.click()

    with qtbot.waitSignal(page.ticked) as lesson:
        qtbot.mouseClick(group.all, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(page.ticked) as record:
        group.rows["ab:2"].box.click()

    assert lesson.args == [("ab:1", "ab:2"), True]
    assert record.args == [("ab:2",), True]
    opened(page, chosen=frozenset({"ab:1"}))
    assert (group.all.box.isChecked(), group.rows["ab:1"].box.isChecked()) == (False, True)
    opened(page, chosen=frozenset({"ab:1", "ab:2"}))
    assert group.all.box.isChecked()


def test_records_fold_away_and_stay_open_when_the_list_is_read_again(page):
    (group,) = opened(page)
    group.turn.click()
    assert "Câu khác" in words(page.telling)
    (again,) = opened(page, replace(GROUP, rows=GROUP.rows[:3]))
    assert "Câu khác" in words(page.telling)

    again.turn.click()

    assert "Câu khác" not in words(page.telling)


def test_a_lesson_of_very_many_records_lists_the_newest(page):
    many = tuple(replace(ANSWER, id=f"ab:{i}") for i in range(MOST + 3))
    (group,) = opened(page, PrivateGroup("CM03-01", "Thể thức", many))
    group.turn.click()

    assert len(group.rows) == MOST
    assert "Và 3 bản ghi cũ hơn" in words(page.telling)


def test_what_was_told_can_be_taken_back(page, qtbot):
    (group,) = opened(page)
    group.turn.click()
    words(page)
    (back,) = [
        b for b in group.findChildren(type(group.turn)) if b is not group.turn and b.isVisible()
    ]

    with qtbot.waitSignal(page.taken_back) as sent:
        back.click()

    assert sent.args == ["ab:3"]
    opened(page, done="take_back")
    assert "Đã ghi là không tính" in words(page.telling)


def test_one_more_question_stands_before_anything_private_leaves(page, qtbot):
    page.show_state(replace(STATE, chosen=frozenset({"ab:1", "ab:2"}), asking="export"))

    assert "2 bản ghi riêng" in words(page.asking)
    assert PREVIEW.unit in words(page.asking)
    with qtbot.waitSignal(page.agreed):
        page.asking.yes.click()
    with qtbot.waitSignal(page.disagreed):
        page.asking.no.click()
    page.show_state(STATE)
    assert page.asking.isHidden()


def test_closing_puts_everything_away_and_errors_are_said(page, qtbot):
    opened(page, error=DiskFull(folder="/usb"), error_at="tell")
    assert "/usb" in words(page.telling)

    with qtbot.waitSignal(page.private_hidden):
        page.telling.turn.click()


def test_nobody_who_practised_nothing_is_led_astray(page):
    page.show_state(replace(STATE, private=()))

    assert "Chưa có bản ghi riêng" in words(page.telling)


def test_words_of_groups_and_records():
    assert group_words(PrivateGroup("x", "x", (NOTE,))) == "Ghi chú: 1"
    assert record_words(TOLD).endswith("đã gửi 23/11/2026")
    assert record_words(BACK).endswith("ghi là không tính")
    assert isinstance(PREVIEW, Preview)
