from __future__ import annotations

import csv
import io
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Font

from selfstudy.domain.errors import (
    TableDamaged,
    TableLocked,
    TableTooLong,
    TableUnknown,
    TooLarge,
)
from selfstudy.exchange import sheet as one_sheet
from selfstudy.exchange import sheets, workbooks
from selfstudy.exchange.sheet import Sheet, fitting
from selfstudy.exchange.sheets import read_sheets, sheets_of

OLD = (Path(__file__).parent / "tables" / "tcvn3.xls").read_bytes()


def rows_of(raw, name="ds"):
    return [sheet.rows for sheet in sheets_of(raw, name)]


def workbook(*rows, **more):
    book = openpyxl.Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    for cell, font in more.items():
        sheet[cell].font = Font(name=font)
    raw = io.BytesIO()
    book.save(raw)
    return raw.getvalue()


def packed(**parts):
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as file:
        for name, content in parts.items():
            file.writestr(name.replace("__", "/"), content)
    return raw.getvalue()


def test_a_new_workbook_is_read_with_its_old_fonts():
    raw = workbook(("TT", "Hä tªn"), (1, "NguyÔn"), (2.5, None), B2=".VnTime")
    (sheet,) = sheets_of(raw, "ds.xlsx")
    assert sheet.rows == [("TT", "Hä tªn"), ("1", "NguyÔn"), ("2.5",)]
    assert sheet.fonts == {(1, 1): ".VnTime"}


def test_days_truths_and_faults_are_read_as_people_write_them():
    raw = workbook((date(2026, 5, 1), True, "#DIV/0!", "#REF!", 1024.0, "# 5"))
    assert rows_of(raw) == [[("01/05/2026", "", "", "", "1024", "# 5")]]


def test_of_a_formula_its_last_result_is_read():
    raw = workbook(("=1+1", "x"))
    parts = {}
    with zipfile.ZipFile(io.BytesIO(raw)) as file:
        parts = {name: file.read(name) for name in file.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(b"<v />", b"<v>2</v>").replace(b"<v></v>", b"<v>2</v>")
    again = io.BytesIO()
    with zipfile.ZipFile(again, "w") as file:
        for name, content in parts.items():
            file.writestr(name, content)
    assert rows_of(again.getvalue()) == [[("2", "x")]]


def test_an_old_workbook_is_read_with_its_old_fonts():
    first, second = sheets_of(OLD, "ds.xls")
    assert first.rows == [
        ("danh s¸ch c¸n bé",), ("STT", "Hä vµ tªn", "M· c¸n bé", "Chøc danh", "Ngµy sinh"),
        ("1", "NguyÔn ThÞ H¹nh", "1024", "V¨n th\xad", "01/05/1988"),
        ("2.5", "Trần Tuấn"),
    ]  # fmt: skip
    assert first.fonts[0, 0] == ".VnTimeH"
    assert (2, 1) in first.fonts
    assert (3, 1) not in first.fonts
    assert second == Sheet("Trống")


@pytest.mark.parametrize("name", ["ds.xls", "ds.csv"])
@pytest.mark.parametrize("start", ["", "\ufeff", "<!DOCTYPE html>", "<meta charset='utf-8'>"])
def test_a_web_page_is_a_table_whatever_it_is_called(name, start):
    page = (
        start
        + """<table><tr><th colspan=2>Danh sách<br>cán bộ
        <tr><td style="font-family: '.VnTime'">NguyÔn</td>
        <td><font face="VNI-Times">Haïnh</font></td></tr></table>
        <p>x</p><table><tr><td>2</table>"""
    )
    first, second = sheets_of(page.encode(), name)
    assert [tuple(" ".join(cell.split()) for cell in row) for row in first.rows] == [
        ("Danh sách cán bộ",), ("NguyÔn", "Haïnh"),
    ]  # fmt: skip
    assert first.fonts == {(1, 0): ".VnTime", (1, 1): "VNI-Times"}
    assert second.rows == [("2",)]


def test_a_page_says_its_encoding_or_is_read_byte_by_byte():
    page = "<html><meta charset=windows-1258><table><tr><td>Ð</table>"
    assert rows_of(page.encode("cp1252")) == [[("Đ",)]]
    wrong = "<html><meta charset=klingon><table><tr><td>NguyÔn</table>"
    assert rows_of(wrong.encode("cp1252")) == [[("NguyÔn",)]]


@pytest.mark.parametrize(
    ("raw", "error"),
    [
        (b"<html><p>nothing</html>", TableUnknown),
        (b"<html>\x00\xff<table>", TableDamaged),
        (b"\x00\x01\x02", TableUnknown),
        (b"a\x00b", TableUnknown),
        (sheets.ZIP + b"cut", TableDamaged),
        (sheets.OLE + b"cut", TableDamaged),
        (OLD[:3000], TableDamaged),
        (OLD[:1000] + b"\xff" * 3000 + OLD[4000:], TableDamaged),
        (packed(mimetype="text"), TableUnknown),
        (packed(xl__workbook="x"), TableDamaged),
        (sheets.OLE + workbooks.LOCKED, TableLocked),
        (OLD.replace(b"\xe1\x00\x02\x00", b"\x2f\x00\x02\x00", 1), TableLocked),
        (OLD.replace("Workbook".encode("utf-16-le"), "Nothings".encode("utf-16-le")), TableUnknown),
    ],
)
def test_what_cannot_be_read_says_why(raw, error):
    with pytest.raises(error) as raised:
        sheets_of(raw, "ds.xls")
    assert raised.value.details["name"] == "ds.xls"


def test_what_would_fill_the_memory_is_not_opened(monkeypatch, tmp_path):
    monkeypatch.setattr(workbooks, "MAX_INFLATED", 10)
    with pytest.raises(TooLarge):
        sheets_of(workbook(("a",)), "ds.xlsx")
    path = tmp_path / "ds.csv"
    path.write_bytes(b"a;b")
    monkeypatch.setattr(sheets, "MAX_BYTES", 2)
    with pytest.raises(TooLarge):
        read_sheets(path)


def test_too_many_rows_are_refused_and_empty_ones_at_the_end_are_not_counted(monkeypatch):
    monkeypatch.setattr(one_sheet, "MAX_ROWS", 2)
    assert rows_of(b"a;1\nb;2\n;\n") == [[("a", "1"), ("b", "2")]]
    with pytest.raises(TableTooLong):
        sheets_of(b"a;1\nb;2\nc;3\n", "ds.csv")


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_is_divided_where_it_is_divided_evenly(separator, encoding):
    rows = [("Họ tên", "Mã"), ("Lê An, Dr.", "1"), ("Vũ; Bình", "2"), ("Đỗ", "3")]
    lines = ("\r\n".join(separator.join(f'"{c}"' for c in row) for row in rows)).encode(encoding)
    assert rows_of(lines) == [rows]


def test_bytes_of_an_old_program_are_kept_one_by_one():
    assert rows_of("NguyÔn;V¨n th\xad".encode("latin-1") + b";\x81") == [
        [("NguyÔn", "V¨n th\xad", "\x81")]
    ]


def test_a_text_that_ends_in_the_middle_of_a_field_is_damaged():
    csv.field_size_limit(10_000_000)  # as other libraries do
    with pytest.raises(TableDamaged):
        sheets_of(b'a;"' + b"x" * 200_000 + b'"', "ds.csv")


def test_only_sheets_with_something_in_them_are_given_and_a_missing_file_is_said(tmp_path):
    path = tmp_path / "ds.xls"
    path.write_bytes(OLD)
    assert [sheet.name for sheet in read_sheets(path)] == ["DS"]
    with pytest.raises(TableUnknown):
        read_sheets(tmp_path / "none.xls")


def test_a_row_is_cut_to_what_a_table_may_have():
    sheet = Sheet("")
    fitting(sheet, ("x" * 5000,) * 200, "ds")
    (row,) = sheet.rows
    assert (len(row), len(row[0])) == (one_sheet.MAX_COLUMNS, one_sheet.MAX_CELL)
