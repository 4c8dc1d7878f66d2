"""The record as it is drawn, and what its numbers, lines and buttons tell."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from selfstudy import words
from selfstudy.desktop.record import page as page_module
from selfstudy.desktop.record.page import RecordPage, file_name
from selfstudy.desktop.record.presenter import RecordState
from selfstudy.desktop.widgets.buttons import PrimaryButton
from selfstudy.domain.errors import FolderReadOnly
from selfstudy.domain.progress import Hours, MyRecord, RecordRow

NOW = datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
ROW = RecordRow(
    NOW, "CM03", "Soạn thảo", "CM03-01", "Các loại văn bản", "self_study", 1.25, "self_study",
    "9/10", "", "Types of documents", "Drafting",
)  # fmt: skip
CLASS = replace(
    ROW, lesson="", lesson_title="", lesson_title_en="", form="in_person", ledger="recognised",
    hours=16, evidence="GCN 128",
)  # fmt: skip
MINE = MyRecord(
    "Nguyễn Thị Hạnh", "UBND phường Bến Nghé", "Văn thư – lưu trữ", Hours(2026, 27.5, 16, 40),
    (ROW, CLASS), 12, 184, 151, 1265, (2026, 2025),
)  # fmt: skip
FULL = RecordState(year=2026, record=MINE)


@pytest.fixture
def page(qtbot):
    made = RecordPage()
    qtbot.addWidget(made)
    made.resize(1126, 768)
    return made


def words_of(widget):
    return " | ".join(
        label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)
    )


def cells(table):
    model = table.model
    return [
        [model.index(r, c).data() for c in range(model.columnCount())]
        for r in range(model.rowCount())
    ]


def test_it_tells_whose_record_it_is(page):
    page.show_state(FULL)

    assert "Nguyễn Thị Hạnh · Văn thư – lưu trữ · UBND phường Bến Nghé" in words_of(page)


def test_each_ledger_has_its_own_number_and_its_own_facts(page, qtbot):
    page.show_state(FULL)
    said = words_of(page.ledgers)
    assert "27,5 tiết" in said
    assert "16 / 40 tiết" in said

    for figure in ("self_study", "recognised"):
        with qtbot.waitSignal(page.figure_asked) as asked:
            page.ledgers.buttons[figure].click()
        assert asked.args == [figure]


def test_each_total_opens_its_facts_by_keyboard(page, qtbot):
    page.show_state(FULL)
    assert "21 giờ 5 phút" in words_of(page.figures)
    assert "Đúng 151 câu, 82%" in words_of(page.figures)

    for figure in ("lessons", "answers", "minutes"):
        with qtbot.waitSignal(page.figure_asked) as asked:
            qtbot.keyClick(page.figures.tiles[figure], Qt.Key.Key_Space)
        assert asked.args == [figure]


def test_the_transcript_has_the_columns_of_form_f1(page):
    page.show_state(FULL)

    table = page.transcript.table
    titles = [column.title for column in table.model.columns]
    assert titles == [
        "STT", "Ngày", "Học phần, bài", "Hình thức", "Số tiết", "Loại", "Kết quả", "Minh chứng",
    ]  # fmt: skip
    assert cells(table) == [
        ["1", "23/11/2026", "Các loại văn bản", "Tự học", "1,25", "Tự học", "9/10", ""],
        ["2", "23/11/2026", "Soạn thảo", "Trực tiếp", "16", "Được công nhận", "9/10", "GCN 128"],
    ]


def test_what_was_only_attended_has_a_sum_of_its_own(page):
    session = replace(CLASS, ledger="attended", form="blended", hours=4, evidence="Lớp 12")
    page.show_state(replace(FULL, record=replace(MINE, rows=(ROW, CLASS, session))))

    row = cells(page.transcript.table)[2]
    assert (row[3], row[4], row[5], row[7]) == ("Kết hợp", "4", "Đã dự", "Lớp 12")
    said = words_of(page.transcript)
    assert "Được công nhận: 16 tiết" in said
    assert "Đã dự, không tự cộng vào sổ nào: 4 tiết" in said


def test_the_sums_of_the_ledgers_stand_apart(page):
    page.show_state(FULL)

    said = words_of(page.transcript)
    assert "Tự học: 1,25 tiết" in said
    assert "Được công nhận: 16 tiết" in said
    assert "17,25" not in said


def test_a_line_opens_its_facts_with_enter_and_with_the_button(page, qtbot):
    page.show_state(FULL)
    assert not page.transcript.open.isEnabled()
    page.transcript.table.view.selectRow(1)
    assert page.transcript.open.isEnabled()

    with qtbot.waitSignal(page.row_asked) as by_key:
        qtbot.keyClick(page.transcript.table.view, Qt.Key.Key_Return)
    with qtbot.waitSignal(page.row_asked) as by_button:
        page.transcript.open.click()

    assert by_key.args == [CLASS]
    assert by_button.args == [CLASS]


def test_a_year_is_chosen(page, qtbot):
    page.show_state(FULL)
    page.show()
    qtbot.waitExposed(page)
    assert page.year.key == "2026"

    with qtbot.waitSignal(page.year_chosen) as asked:
        qtbot.keyClick(page.year, Qt.Key.Key_Down)
    assert asked.args == [2025]
    with qtbot.waitSignal(page.year_chosen) as asked:
        qtbot.keyClick(page.year, Qt.Key.Key_Home)
    assert asked.args == [None]
    page.hide()


def test_all_years_have_one_transcript(page):
    page.show_state(replace(FULL, year=None))

    assert page.year.key == "all"
    assert "Sổ theo dõi học tập (F1)" in words_of(page.transcript)


def test_the_form_gets_a_name_that_every_disk_keeps(page, qtbot, monkeypatch):
    names = []

    def ask(_page, _title, name, _kinds):
        names.append(name)
        return Path("/usb/F1.xlsx")

    monkeypatch.setattr(page_module, "ask_new_file", ask)
    page.show_state(FULL)

    with qtbot.waitSignal(page.export_asked) as asked:
        page.export.click()

    assert names == ["F1-2026-nguyen-thi-hanh.xlsx"]
    assert asked.args == [str(Path("/usb/F1.xlsx"))]
    assert file_name("Đỗ Ngọc Ánh/Hà", None) == "F1-all-do-ngoc-anh-ha.xlsx"


def test_no_file_chosen_writes_nothing(page, qtbot, monkeypatch):
    monkeypatch.setattr(page_module, "ask_new_file", lambda *_: None)
    page.show_state(FULL)

    with qtbot.assertNotEmitted(page.export_asked):
        page.export.click()


def test_a_written_form_leads_to_its_folder(page, monkeypatch):
    opened = []
    monkeypatch.setattr(page_module, "open_folder", opened.append)
    page.show_state(replace(FULL, exported=str(Path("/usb/F1.xlsx"))))

    page._banner.pressed.emit()

    assert opened == [str(Path("/usb"))]


def test_writing_and_failing_are_told(page):
    page.show_state(replace(FULL, exporting=True))
    assert "Đang ghi sổ theo dõi" in words_of(page)
    assert not page.export.isEnabled()

    page.show_state(replace(FULL, error=FolderReadOnly(folder="/usb")))
    assert "/usb" in words_of(page)


def test_an_empty_record_says_how_the_first_line_comes(page, qtbot):
    nothing = replace(MINE, rows=(), lessons_done=0, answers=0, answers_right=0, active_minutes=0)
    page.show_state(replace(FULL, record=nothing))

    assert "Sổ học tập còn trống" in words_of(page)
    assert not page.export.isEnabled()
    with qtbot.waitSignal(page.learning_asked):
        page._empty.findChild(PrimaryButton).click()


def test_a_year_without_lines_says_so(page):
    page.show_state(replace(FULL, year=2025, record=replace(MINE, rows=(), answers=0)))

    assert "Năm này chưa có dòng nào" in words_of(page.transcript)
    assert "Tính từ khi bắt đầu" in words_of(page.figures.tiles["answers"])


def test_english_titles_are_used_in_english(qtbot):
    words.use("en")
    page = RecordPage()
    qtbot.addWidget(page)

    page.show_state(FULL)

    assert cells(page.transcript.table)[0][2] == "Types of documents"
    assert cells(page.transcript.table)[1][2] == "Drafting"
