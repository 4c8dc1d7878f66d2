from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit

from selfstudy.desktop import dropping
from selfstudy.desktop.unit.page import UnitPage
from selfstudy.desktop.unit.state import UnitState
from selfstudy.domain.errors import DiskFull
from selfstudy.domain.people import FileResult, IntakeReport, PersonRow, UnitView, UnknownPerson
from selfstudy.domain.progress import FactRow

NOW = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
UNIT = UnitView(
    "aa",
    "Uỷ ban nhân dân phường Bến Thành",
    3,
    "",
    ("Trần Thị Ngọc Lan",),
    True,
    True,
    NOW,
    3,
    2,
    1,
)
PEOPLE = tuple(
    PersonRow(key, name, "Chuyên viên tiếp công dân", "BT1", 4, 4.5, 8, last, 9)
    for key, name, last in (
        ("p1", "Phạm Thị Ánh", NOW),
        ("p2", "Lê Văn An", None),
        ("p3", "Huỳnh Công Tằng Tôn Nữ Hoàng Phương Đào", NOW),
    )
)
DUC = UnknownPerson("u1", "Hồ Minh Đức", "Chuyên viên", "", 6, "91ee02ab")
YEN = UnknownPerson("u2", "Võ Thanh Yến", "", "", 2, "77aa0c1f")
TWIN = UnknownPerson("u3", "Phạm Thị Ánh", "", "", 2, "3fa2c1d0", (PEOPLE[0],))
CUT = FileResult("KetQua (1).thoc", quarantined=1, problem="error.CutFile")
FILES = (
    FileResult("moi.thoc", new=3, people=("Lê Văn An",)),
    FileResult("cu.thoc", known=5),
    FileResult("cho.thoc", waiting=1),
    FileResult("la.thoc", new=1, unknown_people=1),
    CUT,
)
DRY = IntakeReport(FILES, True, NOW)
DONE = IntakeReport(FILES, False, NOW)
STATE = UnitState(
    loaded=True, unit=UNIT, people=PEOPLE, found=PEOPLE, unknown=(DUC, YEN, TWIN), quarantine=(CUT,)
)
INTAKE = replace(STATE, section="intake")
WAITING = replace(STATE, section="waiting")


@pytest.fixture
def page(qtbot):
    made = UnitPage()
    qtbot.addWidget(made)
    made.resize(1100, 768)
    made.show()
    return made


def words(widget):
    """Everything that can be read on it now."""
    QApplication.processEvents()  # what was just added to a layout is shown by an event
    parts = [p for p in widget.findChildren(object) if hasattr(p, "text")]
    return "\n".join(p.text() for p in parts if hasattr(p, "isVisible") and p.isVisible())


def names(table):
    return [table.model.columns[0].words(row) for row in table.model.rows]


def test_nothing_is_drawn_before_anything_is_known(page):
    page.show_state(UnitState())

    assert not page.founding.isVisible()


def test_without_a_unit_one_can_be_founded(page, qtbot):
    page.show_state(UnitState(loaded=True))
    form = page.founding
    form.name.setText("Phường Bến Thành")
    form.passphrase.setText("bốn từ dễ nhớ")
    form.again.setText("bốn từ dễ nhớ")

    with qtbot.waitSignal(page.create_asked) as asked:
        qtbot.keyClick(form.again, Qt.Key.Key_Return)

    assert asked.args == ["Phường Bến Thành", "bốn từ dễ nhớ", "bốn từ dễ nhớ", ""]


def test_the_passphrase_is_hidden_until_one_asks_to_see_it(page):
    page.show_state(UnitState(loaded=True))
    fields, modes = (page.founding.passphrase, page.founding.again), QLineEdit.EchoMode

    seen = []
    for _ in range(2):
        seen.append({field.echoMode() for field in fields})
        page.founding.seeing.click()

    assert seen == [{modes.Password}, {modes.Normal}]
    assert page.founding.again.echoMode() == modes.Password


@pytest.mark.parametrize("wrong", ["name", "short", "differs"])
def test_what_is_wrong_stands_at_its_field(page, wrong):
    page.show_state(UnitState(loaded=True, wrong=wrong))

    assert page.founding._rows[wrong].field.property("wrong") is True


def test_while_a_unit_is_founded_the_form_waits(page, qtbot):
    page.show_state(UnitState(loaded=True, busy="create"))

    with qtbot.assertNotEmitted(page.create_asked):
        qtbot.keyClick(page.founding.name, Qt.Key.Key_Return)


def test_the_passphrase_does_not_stay_in_the_form(page):
    page.show_state(UnitState(loaded=True))
    page.founding.passphrase.setText("bốn từ dễ nhớ")

    page.show_state(STATE)

    assert page.founding.passphrase.text() == ""


def test_figures_open_what_is_behind_them(page, qtbot):
    page.show_state(STATE)

    with qtbot.waitSignal(page.section_asked) as asked:
        page.overview.people.click()

    assert asked.args == ["people"]
    assert page.overview.people.accessibleName() == "3 người học trong danh sách"


def test_the_sections_are_chosen_by_words(page, qtbot):
    page.show_state(STATE)

    with qtbot.waitSignal(page.section_asked) as asked:
        page.sections.findChildren(QAbstractButton)[2].click()

    assert asked.args == ["intake"]


def test_the_unit_card_is_written_into_a_folder(page, qtbot, monkeypatch, tmp_path):
    monkeypatch.setattr(dropping, "ask_folder", lambda *_: tmp_path)
    page.show_state(STATE)

    with qtbot.waitSignal(page.card_asked) as asked:
        page.overview.card.write.click()
    page.show_state(replace(STATE, done="card", path="E:/TheDonVi.thdv"))

    assert asked.args == [tmp_path]
    assert "Đã ghi thẻ: E:/TheDonVi.thdv" in words(page.overview.card)


def test_a_form_gets_its_suffix(page, qtbot, monkeypatch):
    monkeypatch.setattr(dropping, "ask_new_file", lambda *_: Path("F7"))
    page.show_state(STATE)

    with qtbot.waitSignal(page.report_asked) as asked:
        page.overview.reports.buttons["F7"].click()

    assert asked.args == ["F7", Path("F7.xlsx")]


def test_a_form_that_failed_is_told_beside_its_button(page):
    page.show_state(replace(STATE, error=DiskFull(folder="E:"), error_at="F10"))

    assert "E:" in words(page.overview.reports)
    assert "E:" not in words(page.overview.card)


def test_a_person_is_appointed_until_a_day(page, qtbot):
    page.show_state(STATE)
    form = page.overview.appointing
    form.person.show_key("p2")
    form.passphrase.setText("bốn từ dễ nhớ")
    form.until.setText(" 05/12/2027")

    with qtbot.waitSignal(page.appoint_asked) as asked:
        form.appoint.click()

    assert asked.args == ["p2", "bốn từ dễ nhớ", date(2027, 12, 5)]


def test_nobody_is_chosen_for_an_appointment_beforehand(page):
    page.show_state(STATE)

    assert page.overview.appointing.person.key == ""


def test_a_day_that_is_none_is_not_guessed(page):
    page.show_state(STATE)
    form = page.overview.appointing

    suggested = form.until.day()
    form.until.setText("31/02/2027")

    assert suggested is not None
    assert form.until.day() is None


def test_only_the_holder_of_the_root_may_appoint(page):
    page.show_state(replace(STATE, unit=replace(UNIT, is_root=False)))

    assert not page.overview.appointing.isVisible()


def test_an_appointment_clears_the_passphrase_and_says_what_comes_next(page):
    page.show_state(STATE)
    page.overview.appointing.passphrase.setText("bốn từ dễ nhớ")

    page.show_state(replace(STATE, done="appoint", who="Lê Văn An"))

    assert page.overview.appointing.passphrase.text() == ""
    assert "Đã giao Lê Văn An" in words(page.overview.appointing)


def test_people_stand_in_the_order_of_given_names(page):
    page.show_state(replace(STATE, section="people"))

    assert names(page.people.everybody.table) == [
        "Lê Văn An",
        "Phạm Thị Ánh",
        "Huỳnh Công Tằng Tôn Nữ Hoàng Phương Đào",
    ]


def test_looking_for_people_says_how_many_of_how_many(page, qtbot):
    page.show_state(replace(STATE, section="people"))
    with qtbot.waitSignal(page.sought) as sought:
        qtbot.keyClicks(page.people.everybody.search, "anh")
        qtbot.keyClick(page.people.everybody.search, Qt.Key.Key_Return)

    page.show_state(replace(STATE, section="people", sought="anh", found=PEOPLE[:1]))

    assert sought.args == ["anh"]
    assert "1 trên 3 người" in words(page.people)


@pytest.mark.parametrize(
    ("people", "said"), [((), "Chưa có người học nào"), (PEOPLE, "Không có ai khớp")]
)
def test_an_empty_table_says_why(page, people, said):
    page.show_state(replace(STATE, section="people", people=people, found=()))

    assert said in words(page.people)


def test_enter_opens_the_facts_behind_a_person(page, qtbot):
    page.show_state(replace(STATE, section="people"))
    table = page.people.everybody.table
    table.view.selectRow(0)

    with qtbot.waitSignal(page.person_opened) as opened:
        qtbot.keyClick(table.view, Qt.Key.Key_Return)
    with qtbot.waitSignal(page.person_opened):
        page.people.everybody.open.click()

    assert opened.args == ["p2"]


def test_a_person_shows_both_ledgers_apart_and_every_record(page, qtbot):
    fact = FactRow(NOW, "lesson_finished", "CM03-01", "", "a1b2", 7)
    page.show_state(replace(STATE, section="people", person=PEOPLE[0], facts=(fact,)))

    assert "4,5 tiết tự học · 8 tiết công nhận" in words(page.people)
    assert page.people.one.facts.model.rows == (fact,)
    with qtbot.waitSignal(page.person_closed):
        page.people.one.back.click()
    with qtbot.waitSignal(page.person_closed):
        qtbot.keyClick(page.people.one.facts.view, Qt.Key.Key_Escape)


def test_a_hundred_and_twenty_people_stay_in_a_table_that_scrolls(page):
    many = tuple(replace(PEOPLE[0], id=f"p{i}", lessons_done=i) for i in range(120))

    page.show_state(replace(STATE, section="people", people=many, found=many))

    assert page.people.everybody.table.view.verticalScrollBar().maximum() > 0
    assert page.people.everybody.table.height() < page.height()


def test_a_folder_can_be_dropped(page, qtbot, tmp_path):
    page.show_state(INTAKE)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path)), QUrl("https://example.org/a.thoc")])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    copy = Qt.DropAction.CopyAction

    with qtbot.waitSignal(page.files_given) as given:
        QApplication.sendEvent(
            page.intake.zone, QDragEnterEvent(QPoint(9, 9), copy, mime, left, none)
        )
        QApplication.sendEvent(page.intake.zone, QDropEvent(QPointF(9, 9), copy, mime, left, none))

    assert given.args == [(tmp_path,)]


def test_a_folder_can_be_chosen(page, qtbot, monkeypatch, tmp_path):
    monkeypatch.setattr(dropping, "ask_folder", lambda *_: tmp_path)
    page.show_state(INTAKE)

    with qtbot.waitSignal(page.files_given) as given:
        page.intake.zone.folder.click()

    assert given.args == [(tmp_path,)]


def test_looking_shows_how_far_and_can_be_stopped(page, qtbot):
    page.show_state(replace(INTAKE, busy="check", progress=(31, 87)))
    with qtbot.waitSignal(page.cancelled):
        page.intake.strip.findChild(QAbstractButton).click()

    page.show_state(replace(INTAKE, busy="check", progress=(32, 87), cancelling=True))

    assert "Đang dừng" in words(page.intake.strip)


def test_a_dry_run_lists_every_file_and_offers_to_take_them_in(page, qtbot):
    page.show_state(replace(INTAKE, report=DRY))

    assert "Chưa có gì được ghi" in words(page.intake)
    assert names(page.intake.files.table)[0] == CUT.name
    assert len(page.intake.files.table.model.rows) == 5
    with qtbot.waitSignal(page.accepted):
        page.intake.accept.click()
    with qtbot.waitSignal(page.discarded):
        page.intake.more.click()


def test_the_reason_of_the_chosen_file_is_read_below_the_table(page):
    page.show_state(replace(INTAKE, report=DRY))

    page.intake.files.table.view.selectRow(0)

    assert "thiếu phần cuối" in words(page.intake.files)


def test_after_taking_in_receipts_are_written(page, qtbot, monkeypatch, tmp_path):
    monkeypatch.setattr(dropping, "ask_folder", lambda *_: tmp_path)
    page.show_state(replace(INTAKE, report=DONE, done="accept"))

    with qtbot.waitSignal(page.receipts_asked) as asked:
        page.intake.receipts.click()
    page.show_state(replace(INTAKE, report=DONE, done="receipts", count=2, path="E:"))

    assert asked.args == [tmp_path]
    assert "Đã ghi 2 biên nhận vào E:." in words(page.intake)
    assert not page.intake.accept.isVisible()


def test_the_message_for_those_who_send_again_can_be_copied(page):
    page.show_state(replace(INTAKE, report=DONE))

    page.intake.asking.copy.click()

    assert CUT.name in QGuiApplication.clipboard().text()
    assert page.intake.asking.copy.text() == "Đã sao chép."


def test_an_empty_folder_says_what_to_drop(page):
    page.show_state(replace(INTAKE, report=IntakeReport((), True, NOW)))

    assert "Không có tệp nào" in words(page.intake)
    assert not page.intake.accept.isVisible()


def test_an_unknown_person_is_added_by_button_or_enter(page, qtbot):
    page.show_state(WAITING)

    with qtbot.waitSignal(page.admitted) as admitted:
        page.waiting.unknown.admit.click()
    with qtbot.waitSignal(page.admitted):
        qtbot.keyClick(page.waiting.unknown.table.view, Qt.Key.Key_Return)
    with qtbot.waitSignal(page.all_admitted):
        page.waiting.unknown.admit_all.click()

    assert admitted.args == ["u1"]
    assert page.waiting.unknown.admit_all.text() == "Thêm cả 2 người không trùng tên"


def test_somebody_of_the_same_name_is_pointed_out(page):
    page.show_state(WAITING)

    page.waiting.unknown.table.view.selectRow(2)

    assert "Trong danh sách đã có người trùng tên: Phạm Thị Ánh" in words(page.waiting)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"done": "admit", "who": "Hồ Minh Đức"}, "Đã thêm Hồ Minh Đức"),
        ({"done": "admit", "count": 2}, "Đã thêm 2 người"),
        ({"done": "retry", "retried": DONE}, "Đã thử lại: 5 tệp"),
    ],
)
def test_what_was_decided_is_said(page, changes, said):
    page.show_state(replace(WAITING, **changes))

    assert said in words(page.waiting)


def test_what_was_set_aside_shows_its_reason_and_is_tried_again(page, qtbot):
    page.show_state(WAITING)

    assert "thiếu phần cuối" in words(page.waiting.quarantine)
    with qtbot.waitSignal(page.retried):
        page.waiting.quarantine.retry.click()


def test_when_nothing_waits_the_page_says_so(page):
    page.show_state(replace(WAITING, unknown=(), quarantine=()))

    assert "Không có gì phải chờ" in words(page.waiting)


def test_a_unit_that_cannot_be_read_is_told(page):
    page.show_state(UnitState(error=DiskFull(folder="E:"), error_at="load"))

    assert "E:" in words(page)


@pytest.mark.parametrize("section", ["overview", "people", "intake", "waiting"])
def test_every_button_has_a_name_that_can_be_read_aloud(page, section):
    page.show_state(replace(STATE, section=section, report=DONE))

    buttons = [b for b in page.findChildren(QAbstractButton) if b.isVisible()]

    assert [b for b in buttons if b.focusPolicy() and not (b.accessibleName() or b.text())] == []


def test_the_keyboard_goes_on_with_the_work(page):
    page.show_state(INTAKE)
    seen = []
    for report, done in ((DRY, ""), (DONE, "accept"), (None, "")):
        page.show_state(replace(INTAKE, report=report, done=done))
        seen.append(page.focusWidget())

    assert seen == [page.intake.accept, page.intake.receipts, page.intake.zone.files]
