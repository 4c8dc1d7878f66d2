from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QApplication

from selfstudy.desktop import dropping
from selfstudy.desktop.handover.page import HandoverPage
from selfstudy.desktop.handover.state import CardSeen, HandoverState
from selfstudy.domain.errors import DiskFull, HubUnreachable
from selfstudy.domain.people import FileResult, IntakeReport
from selfstudy.domain.progress import Exported, FactRow, Handed, Preview, PreviewLine, Removal

NOW = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
UNIT = "Uỷ ban nhân dân phường Bến Thành"
FACT = FactRow(NOW, "lesson_finished", "CM03-01", "24'", "a1b2", 7)
PREVIEW = Preview(
    UNIT,
    (PreviewLine("lesson_finished", 6, NOW), PreviewLine("a_kind_of_tomorrow", 1)),
    (FACT,),
    (PreviewLine("answered", 312, NOW),),
    "Nguyễn Thị Hạnh",
    "P03",
)
STATE = HandoverState(
    handed=Handed(UNIT, 12, 148, "Trần Thị Ngọc Lan", NOW, "https://tuhoc.example", NOW),
    preview=PREVIEW,
)
ALONE = HandoverState(handed=Handed(results=26))
SEEN = CardSeen(Path("TheDonVi.thdv"), UNIT, 3, "", ("Trần Thị Ngọc Lan", "Lê Quốc Dũng"))


@pytest.fixture
def page(qtbot):
    made = HandoverPage()
    qtbot.addWidget(made)
    made.resize(1100, 768)
    made.show()
    return made


def words(widget):
    """Everything that can be read on it now."""
    QApplication.processEvents()  # what was just added to a layout is shown by an event
    texts = [w.text() for w in widget.findChildren(object) if hasattr(w, "text") and shown(w)]
    return "\n".join(texts)


def shown(part):
    return part.isVisible() if hasattr(part, "isVisible") else False


def drop(zone, *names):
    """Drag files of this computer onto a zone and let go."""
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(name) for name in names])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    copy = Qt.DropAction.CopyAction
    enter = QDragEnterEvent(QPoint(20, 20), copy, mime, left, none)
    QApplication.sendEvent(zone, enter)
    accepted = enter.isAccepted()
    if accepted:
        QApplication.sendEvent(zone, QDropEvent(QPointF(20, 20), copy, mime, left, none))
    return accepted


def test_the_first_sentence_says_how_much_the_unit_has_not_received(page):
    page.show_state(STATE)

    assert page.safety.accessibleName() == "12 kết quả đơn vị chưa nhận."
    assert "136 trên 148" in words(page.safety)
    assert "Trần Thị Ngọc Lan" in words(page.safety)


@pytest.mark.parametrize(
    ("handed", "said"),
    [
        (Handed(results=26), "26 kết quả đang được giữ an toàn"),
        (Handed(UNIT, 0, 148, "", NOW), f"{UNIT} đã giữ đủ 148 kết quả."),
        (Handed(UNIT), "Chưa có kết quả nào"),
        (Handed(UNIT, 3, 3, hub="h"), "chưa gửi biên nhận nào"),
        (Handed(UNIT, 0, 148, "", NOW, removal=Removal(NOW, "Lan")), "kết quả mới không được tính"),
        (Handed(UNIT, 0, 148, "", NOW, removal=Removal(NOW, "Lan")), "Lan cho biết ngày"),
        (Handed(UNIT, 3, 3, hub="h"), "chưa đồng bộ lần nào"),
    ],
)
def test_each_state_of_the_work_has_its_sentence(page, handed, said):
    page.show_state(replace(STATE, handed=handed))

    assert said in words(page.safety)


def test_sync_is_offered_only_where_there_is_a_hub(page, qtbot):
    page.show_state(STATE)
    with qtbot.waitSignal(page.sync_asked):
        page.safety.sync.click()

    page.show_state(replace(STATE, handed=Handed(UNIT, 12, 148)))

    assert not page.safety.sync.isVisible()


def test_being_offline_is_said_calmly_beside_sync(page):
    error = HubUnreachable(address="tuhoc.example")
    page.show_state(replace(STATE, error=error, error_at="sync"))

    assert "an toàn trên máy này" in words(page.safety)
    assert page.safety._said.property("tone") == "neutral"


def test_a_sync_that_worked_says_so(page):
    page.show_state(replace(STATE, done="sync"))

    assert "Đã đồng bộ xong" in words(page.safety)


def test_a_sync_tells_of_new_packs_and_where_they_are(page):
    handed = replace(STATE.handed, packs=1, pack_bytes=4096)
    page.show_state(replace(STATE, done="sync", handed=handed))

    assert "Có 1 gói học liệu mới (4\u00a0KB). Mở Học phần" in words(page.safety)


def test_the_preview_names_what_leaves_and_what_stays(page):
    page.show_state(STATE)

    said = words(page.export)
    assert "Sẽ gửi đi: 7 bản ghi" in said
    assert "Hoàn thành bài" in said
    assert "Bản ghi của phiên bản mới hơn" in said
    assert "312" in said


def test_every_record_that_leaves_can_be_read(page):
    page.show_state(STATE)

    page.export.show_facts.click()
    opened = page.export.facts.isVisible()
    page.export.show_facts.click()

    assert page.export.facts.model.rows == (FACT,)
    assert (opened, page.export.facts.isVisible()) == (True, False)


def test_exporting_asks_for_a_folder_the_first_time(page, qtbot, monkeypatch, tmp_path):
    monkeypatch.setattr(dropping, "ask_folder", lambda *_: tmp_path)
    page.show_state(STATE)

    with qtbot.waitSignal(page.export_asked) as asked:
        page.export.export.click()

    assert asked.args == [tmp_path]


def test_exporting_again_goes_to_the_same_folder(page, qtbot, tmp_path):
    page.show_state(replace(STATE, folder=str(tmp_path)))

    with qtbot.waitSignal(page.export_asked) as asked:
        page.export.export.click()

    assert asked.args == [tmp_path]


def test_thinking_better_of_it_exports_nothing(page, qtbot, monkeypatch):
    monkeypatch.setattr(dropping, "ask_folder", lambda *_: None)
    page.show_state(STATE)

    with qtbot.assertNotEmitted(page.export_asked):
        page.export.export.click()


def test_with_no_results_yet_it_says_that_only_name_and_position_would_go(page):
    alone = replace(PREVIEW, lines=(PreviewLine("profile", 1, NOW),))
    page.show_state(HandoverState(handed=Handed(UNIT), preview=alone))

    assert "Chưa có kết quả nào cần bàn giao" in words(page.safety)
    assert "chỉ mang họ tên Nguyễn Thị Hạnh và vị trí việc làm" in words(page.export)

    page.show_state(STATE)
    assert "chỉ mang họ tên" not in words(page.export)


def test_nothing_new_cannot_be_exported(page):
    page.show_state(replace(STATE, preview=replace(PREVIEW, lines=(), facts=())))

    assert not page.export.export.isEnabled()
    assert "không còn gì phải gửi" in words(page.export)


def test_the_written_file_says_how_to_send_it(page, monkeypatch):
    opened = []
    monkeypatch.setattr(dropping.QDesktopServices, "openUrl", opened.append)
    path = str(Path("usb", "KetQua_NguyenThiHanh_20261123.thoc"))
    page.show_state(replace(STATE, exported=Exported(path, 12, 6340, "ab"), done="export"))

    page.export.written.copy_path.click()
    page.export.written.show_folder.click()

    said = words(page.export.written)
    assert "KetQua_NguyenThiHanh_20261123.thoc: 12 bản ghi, 6,2\u00a0KB" in said
    assert all(way in said for way in ("USB", "Zalo", "Thư điện tử"))
    assert QGuiApplication.clipboard().text() == path
    assert [url.toLocalFile() for url in opened] == ["usb"]


def test_an_export_that_failed_is_told_beside_its_button(page):
    page.show_state(replace(STATE, error=DiskFull(folder="E:"), error_at="export"))

    assert "E:" in words(page.export)
    assert "E:" not in words(page.safety)


def test_files_of_the_unit_can_be_dropped(page, qtbot, tmp_path):
    page.show_state(STATE)

    with qtbot.waitSignal(page.files_given) as given:
        assert drop(page.receive.zone, str(tmp_path / "BienNhan.thoc"))

    assert given.args == [(tmp_path / "BienNhan.thoc",)]


def test_what_is_not_a_file_is_not_accepted(page):
    mime = QMimeData()
    mime.setText("chữ")
    page.show_state(STATE)

    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(9, 9), Qt.DropAction.CopyAction, mime, left, none)
    QApplication.sendEvent(page.receive.zone, enter)
    QApplication.sendEvent(page.receive.zone, QDragLeaveEvent())

    assert dropping.dropped(mime) == ()


def test_files_of_the_unit_can_be_chosen(page, qtbot, monkeypatch):
    monkeypatch.setattr(dropping, "ask_files", lambda *_: (Path("a.thoc"),))
    page.show_state(STATE)

    with qtbot.waitSignal(page.files_given) as given:
        page.receive.zone.files.click()

    assert given.args == [(Path("a.thoc"),)]


def test_files_under_way_show_how_far_and_can_be_stopped(page, qtbot):
    page.show_state(replace(STATE, busy="take", progress=(3, 9)))

    assert page.receive.strip.isVisible()
    assert not page.receive.zone.isEnabled()
    with qtbot.waitSignal(page.cancelled):
        page.receive.strip.cancelled.emit()


@pytest.mark.parametrize(
    ("files", "cancelled", "said"),
    [
        ((FileResult("a", new=2),), False, "Đã nhận 2 mục mới"),
        ((FileResult("a", known=2),), False, "không có gì thay đổi"),
        ((FileResult("a", new=2),), True, "Đã dừng sau 1 tệp"),
        ((), False, "Không có tệp nào"),
        ((FileResult("hong.thoc", problem="error.CutFile"),), False, "hong.thoc"),
    ],
)
def test_what_became_of_the_files_is_said(page, files, cancelled, said):
    report = IntakeReport(files, False, NOW, cancelled=cancelled)
    page.show_state(replace(STATE, taken=report, done="take"))

    assert said in words(page.receive)


def test_without_a_unit_the_page_invites_to_join_one(page):
    page.show_state(ALONE)

    assert page.receive.zone.accessibleName() == "Vào đơn vị"
    assert not page.export.isVisible()


def test_a_card_shows_whose_it_is_before_one_joins(page, qtbot):
    page.show_state(replace(ALONE, card=SEEN, done="card"))

    assert f"Thẻ của {UNIT}" in words(page.receive.card)
    assert "Lê Quốc Dũng" in words(page.receive.card)
    with qtbot.waitSignal(page.join_accepted):
        page.receive.card.join.click()
    with qtbot.waitSignal(page.join_declined):
        page.receive.card.decline.click()


def test_having_joined_is_said(page):
    page.show_state(replace(STATE, done="join"))

    assert f"Đã vào {UNIT}" in words(page.receive)


def test_results_from_before_are_brought_by_ones_own_choice(page, qtbot):
    page.show_state(replace(STATE, earlier=14))
    with qtbot.waitSignal(page.earlier_asked):
        page.receive.earlier.bring.click()

    page.show_state(replace(STATE, brought=14, done="earlier"))

    assert "Đã đưa 14 kết quả" in words(page.receive.earlier)
    assert not page.receive.earlier.bring.isVisible()


def test_every_button_has_a_name_that_can_be_read_aloud(page):
    page.show_state(replace(STATE, earlier=1, card=SEEN))

    nameless = [b for b in page.findChildren(QAbstractButton) if not b.accessibleName().strip()]

    assert [b for b in nameless if b.isVisible() and b.focusPolicy()] == []


def test_the_keyboard_follows_a_card_and_comes_back(page):
    page.show_state(ALONE)
    page.receive.zone.files.setFocus()
    page.show_state(replace(ALONE, busy="card"))
    page.show_state(replace(ALONE, card=SEEN, done="card"))
    asked = page.focusWidget()
    page.show_state(ALONE)

    assert asked is page.receive.card.join
    assert page.focusWidget() is page.receive.zone.files
