from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import get_args

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit

from selfstudy import words as words_of
from selfstudy.cli.unit_waiting import decision_words as cli_words
from selfstudy.desktop import dropping
from selfstudy.desktop.unit.decisions import contrary_words, decision_words
from selfstudy.desktop.unit.page import UnitPage
from selfstudy.desktop.unit.state import UnitState
from selfstudy.domain.errors import DiskFull
from selfstudy.domain.people import (
    FileResult,
    IntakeReport,
    PersonRow,
    Told,
    UnitView,
    UnknownPerson,
)
from selfstudy.domain.progress import FactRow
from selfstudy.domain.waiting import (
    AsideFile,
    Behind,
    Contrary,
    Decision,
    DecisionKind,
    Unheld,
)

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
ASIDE = AsideFile("f1", "KetQua (1).thoc", NOW, "error.CutFile", what="packet", kept=3, size=4096)
NEWER = AsideFile("f2", "moi.thoc", NOW, "error.NewerFormat", size=900)
SURE = UnknownPerson("u4", "Lê Văn An", "", "BT1", 7, "1f", (PEOPLE[1],), "p2", 4.5, 3, NOW)
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
    loaded=True,
    unit=UNIT,
    people=PEOPLE,
    found=PEOPLE,
    unknown=(DUC, YEN, TWIN),
    quarantine=(ASIDE,),
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


def test_a_part_is_made_when_it_is_first_shown_and_shows_the_present(page, qtbot):
    page.show_state(STATE)
    assert {"people", "intake", "waiting", "founding"}.isdisjoint(page.__dict__)

    with qtbot.waitSignal(page.people_made) as made:
        page.show_state(replace(STATE, section="people"))

    assert made.args == [page.people]
    assert len(names(page.people.everybody.table)) == len(PEOPLE)


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


def test_what_was_not_all_taken_is_not_told_as_if_it_were(page):
    page.show_state(replace(INTAKE, report=DONE, done="accept"))
    told = page.intake._summary.property("tone")
    sound = replace(DONE, files=FILES[:3])
    page.show_state(replace(INTAKE, report=sound, done="accept"))

    assert (told, page.intake._summary.property("tone")) == ("warning", "success")


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

    assert "Trong danh sách có người giống: Phạm Thị Ánh" in words(page.waiting)


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
        page.waiting.quarantine.retry_one.click()


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


# — matching, undoing, what waits beside people ————————————————————————————————————————————


def test_two_side_by_side_show_what_is_the_same(page):
    page.show_state(replace(WAITING, unknown=(SURE,)))

    said = words(page.waiting.unknown.comparison)

    assert "Lê Văn An (giống)" in said
    assert "BT1 (giống)" in said
    assert "4,5" in said
    assert page.waiting.unknown.same.text() == "Là Lê Văn An"


def test_enter_matches_who_is_surely_on_the_list(page, qtbot):
    page.show_state(replace(WAITING, unknown=(SURE,)))

    with qtbot.waitSignal(page.matched) as matched:
        qtbot.keyClick(page.waiting.unknown.table.view, Qt.Key.Key_Return)

    assert matched.args == ["u4", "p2"]


def test_enter_leads_to_the_buttons_where_there_is_doubt(page, qtbot):
    page.show_state(replace(WAITING, unknown=(TWIN, replace(DUC, twins=1))))
    card, told = page.waiting.unknown, []
    page.admitted.connect(told.append)
    page.matched.connect(lambda *pair: told.append(pair))

    qtbot.keyClick(card.table.view, Qt.Key.Key_Return)
    assert card.same.hasFocus()
    card.table.view.selectRow(1)
    qtbot.keyClick(card.table.view, Qt.Key.Key_Return)
    assert card.admit.hasFocus()
    assert told == []


def test_of_several_alike_one_is_chosen(page, qtbot):
    many = replace(TWIN, candidates=PEOPLE)
    page.show_state(replace(WAITING, unknown=(many, DUC)))
    card = page.waiting.unknown
    assert card.others.isVisible()

    card.others.setCurrentIndex(2)
    card.others.activated.emit(2)
    with qtbot.waitSignal(page.matched) as matched:
        card.same.click()

    assert matched.args == ["u3", "p3"]


def test_who_is_left_for_later_gives_way_to_the_next(page):
    page.show_state(WAITING)
    card = page.waiting.unknown

    for name in ("Võ Thanh Yến", "Phạm Thị Ánh", "Hồ Minh Đức"):
        card.later.click()
        assert card.table.row.name == name


def test_all_who_agree_with_the_list_are_taken_by_one_button(page, qtbot):
    page.show_state(replace(WAITING, unknown=(SURE, replace(SURE, id="u5"), TWIN)))
    card = page.waiting.unknown
    assert card.match_all.text() == "Nhận cả 2 người khớp với danh sách"
    assert not card.admit_all.isVisible()

    with qtbot.waitSignal(page.all_matched):
        card.match_all.click()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"done": "match", "who": "Lê Văn An"}, "Đã ghép Lê Văn An"),
        ({"done": "match", "count": 2}, "Đã ghép 2 người"),
        ({"done": "undo"}, "Đã hoàn tác"),
        ({"done": "receipts", "count": 2, "path": "/usb"}, "Đã ghi 2 biên nhận vào /usb"),
        ({"done": "discard", "who": "a.thoc"}, "Đã bỏ a.thoc"),
        ({"done": "export", "path": "/usb/a.thoc"}, "/usb/a.thoc"),
        ({"retried": DONE}, "Đã thử lại"),
    ],
)
def test_what_was_done_about_those_who_wait_is_said(page, changes, said):
    page.show_state(replace(WAITING, **changes))

    assert said in words(page.waiting)


def test_what_was_just_decided_can_be_undone_and_answered(page, qtbot, monkeypatch, tmp_path):
    page.show_state(replace(WAITING, done="match", decided=("d",), folder="/usb"))
    asked = []
    monkeypatch.setattr(
        dropping, "ask_folder", lambda _parent, _title, start: asked.append(start) or tmp_path
    )

    with qtbot.waitSignal(page.undone) as undone:
        page.waiting.said.pressed.emit()
    with qtbot.waitSignal(page.receipts_asked) as receipts:
        page.waiting.receipts.click()

    assert undone.args == [()]
    assert (receipts.args, asked) == ([tmp_path], ["/usb"])


def test_a_folder_not_chosen_writes_no_receipts(page, monkeypatch):
    page.show_state(replace(WAITING, done="admit"))
    told = []
    page.receipts_asked.connect(told.append)
    monkeypatch.setattr(dropping, "ask_folder", lambda *_asked: None)

    page.waiting.receipts.click()

    assert told == []


def test_a_file_says_what_it_is_what_was_taken_and_what_it_needs(page):
    page.show_state(replace(WAITING, quarantine=(ASIDE, NEWER), dropped=3))
    card = page.waiting.quarantine
    cells = [[column.words(row) for column in card.table.model.columns] for row in (ASIDE, NEWER)]

    assert cells[0][2:4] == ["Kết quả", "Cần người gửi xuất lại tệp."]
    assert cells[1][2:4] == ["Không rõ", "Tự nhận sau khi cập nhật chương trình."]
    assert "Đã nhận 3 bản ghi" in words(card)
    assert "3 tệp cũ nhất" in words(card)
    card.table.view.selectRow(1)
    assert "chưa nhận gì" in words(card)


def test_a_file_is_dropped_after_a_question_that_can_be_answered_no(page, qtbot):
    page.show_state(WAITING)
    card = page.waiting.quarantine
    with qtbot.waitSignal(page.discard_asked) as asked:
        card.discard.click()
    assert asked.args == ["f1"]

    page.show_state(replace(WAITING, discarding="f1"))
    assert "Bỏ hẳn KetQua (1).thoc?" in words(card)
    assert card.keep.hasFocus(), "a stray Enter keeps the file"
    with qtbot.waitSignal(page.discard_asked) as kept:
        card.keep.click()
    with qtbot.waitSignal(page.file_discarded):
        card.sure.click()
    assert kept.args == [""]


def test_a_file_is_written_where_the_person_says(page, qtbot, monkeypatch, tmp_path):
    page.show_state(replace(WAITING, quarantine=(ASIDE, NEWER)))
    card = page.waiting.quarantine
    monkeypatch.setattr(dropping, "ask_folder", lambda *_asked: tmp_path)

    with qtbot.waitSignal(page.exported) as exported:
        card.export.click()
    with qtbot.waitSignal(page.retried) as retried:
        card.retry.click()

    assert (exported.args, retried.args) == (["f1", tmp_path], [""])
    monkeypatch.setattr(dropping, "ask_folder", lambda *_asked: None)
    card.export.click()


def test_content_that_is_lacking_says_what_to_install(page, qtbot):
    many = tuple(Unheld("CM99", f"CM99-{n:02}", 1, n + 1) for n in range(14))
    page.show_state(replace(WAITING, unheld=many, behind=(Behind("Lê Văn An", 4),)))
    card = page.waiting.lacking

    said = words(card)
    assert "CM99-00 (bản 1): 1 người" in said
    assert "và 2 mục nữa" in said
    assert "Lê Văn An: 4 bản ghi chờ" in said
    with qtbot.waitSignal(page.packs_asked):
        card.packs.click()


DECIDED = (
    Decision("d2", "matched", NOW, "Trần Thị Ngọc Lan", "Phạm Thị Ánh", "Lê Văn An"),
    Decision("d1", "admitted", NOW, "Trần Thị Ngọc Lan", "Phạm Thị Ánh"),
)


def pressed(widget, text):
    return next(
        b for b in widget.findChildren(QAbstractButton) if b.text() == text and b.isVisible()
    )


def test_a_persons_page_undoes_what_was_decided_about_them(page, qtbot):
    page.show_state(replace(STATE, section="people", person=PEOPLE[0], history=DECIDED))
    said = words(page.people.one)
    assert "Trần Thị Ngọc Lan ghép Phạm Thị Ánh với Lê Văn An" in said
    assert "nhận Phạm Thị Ánh vào danh sách" in said

    with qtbot.waitSignal(page.undone) as undone:
        pressed(page.people.one, "Hoàn tác").click()
    assert undone.args == [("d2",)]

    page.show_state(replace(STATE, section="people", person=PEOPLE[0], history=DECIDED[1:]))
    assert "ghép Phạm Thị Ánh" not in words(page.people.one)


TORN = tuple(
    Decision(key, "matched", NOW, by, "Phạm Thị Ánh", other, said)
    for key, by, other, said in (
        ("m1", "Trần Thị Ngọc Lan", "Lê Văn An", ("Lê Văn An", "Chuyên viên")),
        ("m2", "Hồ Minh Đức", "Võ Thanh Yến", ("Võ Thanh Yến", "BT9")),
    )
)


def test_what_supervisors_say_differently_is_told_and_one_word_kept(page, qtbot):
    torn = (Contrary("matched", "p1", "Phạm Thị Ánh", TORN),)
    state = replace(
        STATE, section="people", person=PEOPLE[0], history=(*TORN, *DECIDED[1:]), contrary=torn
    )
    page.show_state(state)
    said = words(page.people.one)
    assert "ghi khác nhau về việc Phạm Thị Ánh là ai" in said
    assert "Trần Thị Ngọc Lan ghi: Lê Văn An · Chuyên viên" in said
    assert "Hồ Minh Đức ghi: Võ Thanh Yến · BT9 (đang tính)" in said
    assert "Trần Thị Ngọc Lan ghép" not in said, "said once"
    assert "nhận Phạm Thị Ánh vào danh sách" in said

    with qtbot.waitSignal(page.undone) as undone:
        pressed(page.people.one, "Giữ điều này").click()

    assert undone.args == [("m2",)]
    page.show_state(replace(state, history=(TORN[0], *DECIDED[1:]), contrary=()))
    assert "khác nhau" not in words(page.people.one)


def test_whom_supervisors_disagree_about_waits_and_leads_to_their_page(page):
    torn = tuple(Contrary("matched", f"p{n}", f"Phạm Thị Ánh {n}", TORN) for n in range(1, 15))
    page.show_state(replace(WAITING, torn=torn))
    card = page.waiting.torn
    assert "Phạm Thị Ánh 1: là ai trong danh sách" in words(card)
    assert "và 2 mục nữa" in words(card)

    asked = []
    page.section_asked.connect(asked.append)
    page.person_opened.connect(asked.append)
    card.buttons[1].click()

    assert sorted(asked) == ["p2", "people"]
    page.show_state(replace(WAITING, torn=()))
    assert not card.isVisible()


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("kind", ["matched", "listed", "departed", "admitted"])
def test_every_kind_of_what_is_contrary_has_its_sentences(page, kind, language):
    words_of.use(language)
    torn = (Contrary(kind, "p1", "Phạm Thị Ánh", tuple(replace(one, kind=kind) for one in TORN)),)

    page.show_state(replace(STATE, section="people", person=PEOPLE[0], contrary=torn))

    assert words_of.t(f"unit.contrary_{kind}", name="Phạm Thị Ánh") in words(page.people.one)
    assert words_of.t(f"unit.torn_{kind}", name="Ánh").startswith("Ánh")


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("kind", get_args(DecisionKind))
def test_every_decision_has_its_sentence(page, kind, language):
    words_of.use(language)
    decision = replace(DECIDED[0], kind=kind)

    page.show_state(replace(STATE, section="people", person=PEOPLE[0], history=(decision,)))

    assert "Trần Thị Ngọc Lan" in decision_words(decision)
    assert "Phạm Thị Ánh" in cli_words(decision)
    assert decision_words(decision) in words(page.people.one)


def test_somebody_of_whom_nothing_is_held_here_is_called_so():
    nobody = replace(TORN[0], other="", said=())

    assert decision_words(nobody).endswith("với một người mà máy này chưa có bản ghi")
    (said,) = contrary_words(Contrary("matched", "p1", "Phạm Thị Ánh", (nobody,)))
    assert "một người mà máy này chưa có bản ghi" in said


def test_a_persons_page_matches_them_with_another(page, qtbot):
    page.show_state(replace(STATE, section="people", person=PEOPLE[0]))
    decisions, told = page.people.one.decisions, []
    page.matched.connect(lambda *pair: told.append(pair))
    decisions.match.click()
    assert told == [], "somebody is chosen first"

    decisions.others.show_key("p2")
    decisions.match.click()

    assert told == [("p1", "p2")]


def test_profiles_that_contradict_each_other_are_settled_on_the_persons_page(page, qtbot):
    two = (Told("aa", "Phạm Thị Ánh", "Văn thư", "", NOW), Told("bb", "Phạm Thị Ánh", "", "", NOW))
    page.show_state(replace(STATE, section="people", person=replace(PEOPLE[0], disputed=two)))
    assert "khác nhau trên hai máy" in words(page.people.one)

    with qtbot.waitSignal(page.settled) as settled:
        pressed(page.people.one, "Dùng vị trí này").click()

    assert settled.args == ["p1", "aa"]


def test_records_are_shown_by_title_with_the_code_small(page):
    fact = FactRow(
        NOW, "lesson_finished", "Thể thức văn bản", "8/8", "a1", 7, code="CM03-01", checked="unheld"
    )
    page.show_state(replace(STATE, section="people", person=PEOPLE[0], facts=(fact,)))
    columns = page.people.one.facts.model.columns

    said = [column.words(fact) for column in columns]

    assert said[2] == "Thể thức văn bản"
    assert said[3] == "8/8 · chưa có nội dung"
    assert said[5:] == ["CM03-01", "nguồn a1, số 7"]
