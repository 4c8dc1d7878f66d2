"""One description of a form, three files; each in the layout of the decree."""

from __future__ import annotations

import contextlib
import io
import os
import re
import time
from datetime import UTC, date, datetime
from pathlib import Path

import docx
import pytest
from docx.enum.section import WD_ORIENT
from openpyxl import load_workbook

from selfstudy.domain.errors import FolderReadOnly, NoSuchForm, NoSuchFormat
from selfstudy.services.forms import typeface
from selfstudy.services.forms.document import document
from selfstudy.services.forms.form import Office, Page, Section, Total, read_form, written
from selfstudy.services.forms.printed import printed
from selfstudy.services.forms.workbook import workbook
from selfstudy.services.forms.writing import FORMATS, LEFT_BEHIND, staged, writer
from selfstudy.services.papers.order import Stopped

OFFICE = Office("UBND Thành phố", "UBND phường Bến Thành", "Phường Bến Thành", date(2026, 2, 5))
NAMES = ("Nguyễn Thị Ẵm", "Đặng Thuý Hiệp", "Lê Hữu Ngữ")
MOMENT = datetime(2026, 2, 5, 14, 30, tzinfo=UTC)
SHEETS = ("F1", "F2", "F3", "F7", "F8", "F10", "needs")


def nothing():
    """Nobody counts."""


def a_page(name="Nguyễn Thị Ẵm", rows=3, **more):
    row = {
        "number": 1, "day": date(2026, 2, 5), "what": "Soạn thảo văn bản\nBài 1", "hours": 1.5,
        "form": "self_study", "ledger": "ledger_self_study", "module": "Soạn thảo văn bản",
        "result": 8.25, "self_study": 1.5, "name": name, "at": MOMENT,
        "position": "Văn thư", "competency": "Tự học", "gap": 0.75,
    }  # fmt: skip
    return Page(name, "năm 2026", [{**row, "number": n} for n in range(1, rows + 1)], **more)


def pages_of(pdf):
    return len(re.findall(rb"/Type /Page\b", pdf))


@pytest.mark.parametrize("name", SHEETS)
@pytest.mark.parametrize("kind", FORMATS)
def test_every_form_is_written_in_every_format(name, kind):
    form, steps = read_form(name), []
    pages = [a_page(each) for each in NAMES]

    content = writer(kind)(form, OFFICE, pages, lambda: steps.append(1))

    assert len(content) > 5000
    assert len(steps) == len(NAMES)
    assert content[:4] in {b"PK\x03\x04", b"%PDF"}


def test_a_form_or_format_that_is_not_there_is_refused():
    for wrong in ("F4", "../F1", "f1", "needs2"):
        with pytest.raises(NoSuchForm):
            read_form(wrong)
    with pytest.raises(NoSuchFormat):
        writer("odt")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1234.5, "1.234,5"), (8.25, "8,25"), (6.0, "6"), (0, "0"), (12, "12"), ("a\x00b", "a b"),
        ("e\u0302\u0323", "ệ"),
        (date(2026, 2, 5), "05/02/2026"), (MOMENT, "05/02/2026 14:30"),
    ],
)  # fmt: skip
def test_numbers_and_days_are_written_as_an_office_does(value, text):
    assert written(value) == text


def test_a_column_holds_its_headings_dates_and_short_words_unbroken():
    form = read_form("F1")
    widths = form.widths(1000, [{"evidence": "112/QĐ-UBND"}])

    assert sum(widths) == pytest.approx(1000)
    narrow = form.widths(1000, [])
    assert widths[form.place("evidence")] > narrow[form.place("evidence")]
    assert min(widths) > 30


def test_what_was_not_told_is_a_line_to_write_on():
    page = a_page(sections={"applied": ["Đã sửa mẫu tờ trình."]})
    section = Section("applied", "3 việc", blanks=3, numbered=True)

    assert page.below(section) == ["1. Đã sửa mẫu tờ trình.", "2.", "3."]
    assert [Page.is_blank(text) for text in page.below(section)] == [False, True, True]
    assert Page.is_blank("")
    assert not Page.is_blank("2026")


# — text documents ———————————————————————————————————————————————————————————————————————————


def opened(name, pages, office=OFFICE):
    return docx.Document(io.BytesIO(document(read_form(name), office, pages, nothing)))


def words(made):
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in made.paragraphs), *cells])


def test_a_document_has_the_layout_of_the_decree():
    made = opened("F1", [a_page(each) for each in NAMES])

    assert len(made.sections) == len(NAMES)
    for section in made.sections:
        assert section.orientation == WD_ORIENT.LANDSCAPE
        size = (section.page_width.mm, section.page_height.mm)
        assert size == pytest.approx((297, 210), abs=0.1)
        sides = ("left", "right", "top", "bottom")
        margins = [getattr(section, f"{side}_margin").mm for side in sides]
        assert margins == pytest.approx([30, 15, 20, 20], abs=0.1)
        assert section.different_first_page_header_footer
        assert 'w:start="1"' in section._sectPr.xml
    assert "PAGE" in made.sections[0].header.paragraphs[0]._p.xml
    assert made.sections[0].first_page_header.paragraphs[0].text == ""
    normal = made.styles["Normal"].font
    assert (normal.name, normal.size.pt) == ("Times New Roman", 13)
    told = words(made)
    for wanted in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
        "UBND PHƯỜNG BẾN THÀNH", "UBND THÀNH PHỐ",
        "Phường Bến Thành, ngày 05 tháng 02 năm 2026", "8,25", "05/02/2026", "SỔ THEO DÕI HỌC TẬP",
    ):  # fmt: skip
        assert wanted in told


def test_the_head_of_a_table_is_repeated_and_no_row_is_torn():
    made = opened("F7", [a_page(rows=60)])
    table = next(table for table in made.tables if len(table.columns) > 2)

    assert "w:tblHeader" in table.rows[0]._tr.xml
    assert all("w:cantSplit" in row._tr.xml for row in table.rows)
    assert "w:vMerge" not in table._tbl.xml


def test_an_empty_table_says_so_in_a_document_and_sums_stand_under_their_column():
    assert "Chưa có kết quả nào" in words(opened("F1", [Page("A", "năm 2026", [])]))
    page = a_page(totals=[Total("Tổng số tiết tự học", 6.5, "hours")], signed=("Hạnh", ""))
    table = next(t for t in opened("F1", [page]).tables if len(t.columns) > 2)

    sums = [cell.text for cell in table.rows[-1].cells]
    assert sums[read_form("F1").place("hours")] == "6,5"
    assert sums[0] == "Tổng số tiết tự học"


def test_a_long_evidence_sheet_is_set_smaller_and_a_short_one_is_not():
    text = "Đã áp dụng cách soạn thảo vào công việc hằng ngày của bộ phận. " * 3

    def sizes(rows):
        page = a_page(rows=rows, sections={"applied": [text] * 3})
        return {run.font.size.pt for p in opened("F8", [page]).paragraphs for run in p.runs}

    assert max(sizes(2)) == 14
    assert max(sizes(12)) <= 13


# — print ————————————————————————————————————————————————————————————————————————————————————


def test_a_print_is_a4_with_its_own_type_inside():
    pdf = printed(read_form("F1"), OFFICE, [a_page(each) for each in NAMES], nothing)

    assert pages_of(pdf) == len(NAMES)
    assert re.search(rb"/MediaBox \[ ?0 0 841\.8\d* 595\.2\d* ?\]", pdf)
    assert pdf.count(b"/FontFile2") == 3


@pytest.mark.parametrize("rows", [0, 12, 30])
def test_an_evidence_sheet_is_one_page_however_much_it_says(rows):
    text = "Đã áp dụng cách soạn thảo vào công việc hằng ngày của bộ phận. " * 4
    totals = [Total("Tổng số tiết tự học", 6.5, "self_study")] * 2
    pages = [a_page(each, rows, totals=totals, sections={"applied": [text] * 3}) for each in NAMES]

    assert pages_of(printed(read_form("F8"), OFFICE, pages, nothing)) == len(NAMES)


def test_a_long_table_runs_over_pages_with_its_sums_at_the_end():
    totals = [Total("Tổng số lượt hoàn thành", 200, "hours", "whole")]

    pdf = printed(read_form("F7"), OFFICE, [a_page(rows=200, totals=totals)], nothing)

    assert 5 < pages_of(pdf) < 20


@pytest.mark.parametrize("text", ["x" * 3000, "chữ " * 3000, "<b>&amp;\x00\ud800", "", "1\n" * 90])
def test_no_text_is_too_long_or_too_odd_for_any_format(text):
    form = read_form("F10")
    page = Page(text, "năm 2026", [{"file": text, "note": text, "people": text}], [text])
    office = Office(text, text, text, date(2026, 11, 20), text)

    for write in (workbook, document, printed):
        assert write(form, office, [page], nothing)


def test_letters_with_two_marks_are_in_the_type_we_carry():
    from reportlab.pdfbase.ttfonts import TTFont

    for file in typeface.found(()):
        glyphs = TTFont("probe", str(file)).face.charToGlyph
        assert all(ord(letter) in glyphs for letter in typeface.NEEDED + "ẫỗỡựỹ–…“”≥")


def test_times_new_roman_is_used_where_it_speaks_vietnamese(tmp_path):
    carried = typeface.found(())
    for name, file in zip(typeface.TIMES[0], carried, strict=True):
        (tmp_path / name).write_bytes(file.read_bytes())

    assert typeface.found((tmp_path / "nowhere", tmp_path)) == tuple(
        tmp_path / name for name in typeface.TIMES[0]
    )
    (tmp_path / typeface.TIMES[0][0]).write_bytes(b"an old type")
    assert typeface.found((tmp_path,)) == carried


def test_systems_are_asked_where_they_keep_their_types(monkeypatch):
    monkeypatch.setenv("WINDIR", "/windows")

    assert Path("/windows/Fonts") in typeface.folders()


# — workbooks ————————————————————————————————————————————————————————————————————————————————


def test_a_workbook_fits_its_paper_without_being_made_smaller():
    content = workbook(read_form("F1"), OFFICE, [a_page()], nothing)
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]

    dots = sum(7 * each.width + 5 for each in sheet.column_dimensions.values())
    assert dots / 96 * 25.4 == pytest.approx(252, abs=8)
    assert sheet.page_setup.fitToHeight == 0


def test_the_sentence_at_the_foot_and_one_sheet_of_paper_for_evidence():
    page = a_page(sections={"applied": ["Đã sửa mẫu tờ trình."]})
    sheet = load_workbook(
        io.BytesIO(workbook(read_form("F8"), OFFICE, [page], nothing))
    ).worksheets[0]

    foot = "Phiếu này là minh chứng tham khảo, không phải kết quả xếp loại."
    assert sheet.firstFooter.center.text == sheet.oddFooter.center.text == foot
    assert sheet.page_setup.fitToHeight == 1
    values = [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    assert "1. Đã sửa mẫu tờ trình." in values
    assert "2." in values
    merged = {each.min_row for each in sheet.merged_cells.ranges}
    assert not merged & {row for row in range(1, 40) if sheet.cell(row, 1).value == 1}


def _place(folder):
    with staged(folder) as files:
        files.put("a.pdf", b"a")
        files.place()


# — files ————————————————————————————————————————————————————————————————————————————————————


def test_many_files_are_placed_together_or_not_at_all(tmp_path):
    (tmp_path / "b.pdf").write_bytes(b"before")

    with contextlib.suppress(Stopped), staged(tmp_path) as files:
        files.put("a.pdf", b"a")
        files.put("b.pdf", b"b")
        raise Stopped

    assert [path.name for path in tmp_path.iterdir()] == ["b.pdf"]
    assert (tmp_path / "b.pdf").read_bytes() == b"before"
    with staged(tmp_path) as files:
        files.put("a.pdf", b"a")
        files.put("b.pdf", b"b")
        assert files.place() == (tmp_path / "a.pdf", tmp_path / "b.pdf")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.pdf", "b.pdf"]
    assert (tmp_path / "b.pdf").read_bytes() == b"b"


def test_a_place_where_nothing_can_be_put_is_one_error(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(FolderReadOnly), staged(tmp_path / "file"):
        pytest.fail("there is no such folder")
    (tmp_path / "a.pdf").mkdir()
    with pytest.raises(FolderReadOnly):
        _place(tmp_path)
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_what_a_run_that_was_cut_off_left_is_swept_away(tmp_path):
    for name in (".TuHoc-old", ".TuHoc-new", "Mine"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "F8_2026_A.pdf").write_bytes(b"%PDF")
    long_ago = time.time() - 2 * LEFT_BEHIND
    for name in (".TuHoc-old", "Mine"):
        os.utime(tmp_path / name, (long_ago, long_ago))

    with staged(tmp_path):
        pass

    assert sorted(path.name for path in tmp_path.iterdir()) == [".TuHoc-new", "Mine"]
