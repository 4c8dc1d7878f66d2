from __future__ import annotations

import io
from datetime import date, datetime

import pytest
from openpyxl import load_workbook

from selfstudy import bootstrap, words
from selfstudy.content.library import Library
from selfstudy.domain.errors import FolderReadOnly, NobodyCalled, NoSuchForm
from selfstudy.domain.people import Profile
from selfstudy.domain.period import calendar_year
from selfstudy.domain.vietnamese import name_key
from selfstudy.services.demo.demo import Wanted, write_demo
from selfstudy.services.demo.demo_life import HERE
from selfstudy.services.forms.form import Office, Page, read_form
from selfstudy.services.forms.workbook import workbook
from selfstudy.services.holding.desk import Desk
from selfstudy.services.intake.roster import SUPERVISOR
from selfstudy.services.papers.order import Wish
from selfstudy.services.papers.study_book import mark
from selfstudy.services.reporting import Reporting, _place
from selfstudy.services.rescue.safety import restore
from selfstudy.services.unit.unit import Unit
from selfstudy.settings import Places

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=HERE)
NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"


@pytest.fixture(scope="module")
def shelf() -> Library:
    return Library([Places().lessons()])


@pytest.fixture(scope="module")
def demo(shelf, tmp_path_factory):
    folder = tmp_path_factory.mktemp("demo")
    write_demo(shelf, folder, Wanted(5, 75, until=date(2026, 11, 19)))
    return folder


@pytest.fixture
def desk(shelf, demo, tmp_path):
    """A supervisor's, with everything taken in twice and a broken file beside."""
    places = Places(tmp_path / "home")
    places.profiles.mkdir(parents=True)
    profile = restore(demo / SUPERVISOR, places.profiles)
    desk = bootstrap.profiles(places, lambda: NOW, shelf).open(profile)
    broken = tmp_path / "broken.thoc"
    broken.write_bytes(next(demo.glob("KetQua_*")).read_bytes()[:-100])
    Unit(desk).intake([demo])
    Unit(desk).intake([broken, *sorted(demo.glob("KetQua_*"))])
    words.use("vi")
    yield desk
    desk.close()


def rows(sheet, heading="STT"):
    """The table of a sheet as dictionaries, by its headings."""
    values = list(sheet.iter_rows(values_only=True))
    start = next(i for i, row in enumerate(values) if row[0] == heading)
    found = []
    for row in values[start + 1 :]:
        if not isinstance(row[0], int):
            break
        found.append(dict(zip(values[start], row, strict=True)))
    return found


def text(sheet):
    return "\n".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell)


def test_a_study_book_for_each_person_sorted_by_given_name(desk, tmp_path):
    path = Reporting(desk).write(Wish("F1"), tmp_path / "F1.xlsx").path
    book = load_workbook(path)

    assert len(book.sheetnames) == 6
    assert book.sheetnames == sorted(book.sheetnames, key=name_key)


def test_a_study_book_has_real_dates_and_numbers_and_two_sums(desk, tmp_path):
    name = next(row.name for row in Unit(desk).people() if row.recognised and row.lessons_done)
    path = Reporting(desk).write(Wish("F1", person=name), tmp_path / "F1.xlsx").path
    sheet = load_workbook(path)[name]
    found = rows(sheet)

    assert all(isinstance(row["Ngày"], datetime) for row in found)
    assert all(isinstance(row["Số tiết"], int | float) for row in found)
    assert [row["Ngày"] for row in found] == sorted(row["Ngày"] for row in found)
    assert {row["Loại"] for row in found} == {"tự học", "được công nhận"}
    notes = {row["Ghi chú"] for row in found if row["Loại"] == "tự học"}
    assert notes == {"học liệu dự thảo, chưa thẩm định"}, "the shipped modules are drafts"
    recognised = next(row for row in found if row["Loại"] == "được công nhận")
    assert recognised["Minh chứng (số QĐ, số giấy)"] == "112/QĐ-UBND"
    sums = {
        ledger: sum(row["Số tiết"] for row in found if row["Loại"] == ledger)
        for ledger in ("tự học", "được công nhận")
    }
    shown = {
        row[3]: row[4]
        for row in sheet.iter_rows(values_only=True)
        if str(row[3]).startswith("Tổng số")
    }
    assert list(shown.values()) == pytest.approx(list(sums.values()))
    assert sum(sums.values()) not in shown.values()


def test_the_layout_is_the_offices(desk, tmp_path):
    sheet = load_workbook(Reporting(desk).write(Wish("F1"), tmp_path / "F1.xlsx").path).worksheets[
        0
    ]
    told = text(sheet)

    assert NATION in told
    assert "Độc lập - Tự do - Hạnh phúc" in told
    assert "UBND PHƯỜNG AN BÌNH ĐÔNG" in told
    assert "Phường An Bình Đông, ngày 20 tháng 11 năm 2026" in told
    fonts = {cell.font.name for row in sheet.iter_rows() for cell in row if cell.value}
    assert fonts == {"Times New Roman"}
    assert sheet.page_setup.paperSize == 9
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.page_margins.left == pytest.approx(30 / 25.4)
    assert sheet.print_title_rows
    assert sheet.print_area
    assert sheet.HeaderFooter.differentFirst


def test_completions_are_published_without_scores(desk, tmp_path):
    sheet = load_workbook(Reporting(desk).write(Wish("F7"), tmp_path / "F7.xlsx").path).worksheets[
        0
    ]
    found = rows(sheet)

    assert found
    assert list(found[0]) == [
        "STT", "Họ và tên", "Đơn vị", "Học phần", "Số tiết", "Kết quả",
    ]  # fmt: skip
    assert {row["Kết quả"] for row in found} == {"Hoàn thành"}
    names = [row["Họ và tên"] for row in found]
    assert names == sorted(names, key=name_key)
    assert "điểm" not in text(sheet).replace("không nêu điểm", "").lower()


def test_completions_of_another_year_are_none_and_said_to_be(desk, tmp_path):
    path = Reporting(desk).write(Wish("F7", period=calendar_year(2020)), tmp_path / "F7.xlsx").path
    sheet = load_workbook(path).worksheets[0]

    assert rows(sheet) == []
    assert "Chưa có ai hoàn thành" in text(sheet)


def test_the_import_log_has_every_file_with_its_digest(desk, tmp_path):
    sheet = load_workbook(
        Reporting(desk).write(Wish("F10"), tmp_path / "F10.xlsx").path
    ).worksheets[0]
    found = rows(sheet)

    assert len(found) == 7 + 6
    packets = [row for row in found if str(row["Tệp"]).startswith("KetQua_")]
    assert all(len(row["Mã băm"]) == 16 for row in packets)
    broken = next(row for row in found if row["Tệp"] == "broken.thoc")
    assert broken["Lỗi"] == 1
    assert broken["Ghi chú"]
    assert isinstance(broken["Ngày giờ"], datetime)
    assert "Số lần nhập: 2. Số tệp: 13, trong đó hợp lệ: 12, có lỗi: 1" in text(sheet)


def test_a_learner_reports_on_themselves_alone(shelf, tmp_path):
    places = Places(tmp_path / "home")
    person = Profile("", "Võ Thị Hạnh", "P03")
    desk = Desk.create(places.profiles, places.state, shelf, lambda: NOW, person)
    try:
        book = load_workbook(Reporting(desk).write(Wish("F1"), tmp_path / "F1.xlsx").path)
    finally:
        desk.close()

    assert book.sheetnames == ["Võ Thị Hạnh"]
    assert "Chưa có kết quả nào trong năm." in text(book.worksheets[0])
    assert "ngày 20 tháng 11 năm 2026" in text(book.worksheets[0])


def test_nobody_and_no_form_are_refused(desk, tmp_path):
    with pytest.raises(NobodyCalled):
        Reporting(desk).write(Wish("F1", person="Ai Đó"), tmp_path / "x.xlsx")
    with pytest.raises(NoSuchForm):
        Reporting(desk).write(Wish("F4"), tmp_path / "x.xlsx")
    with pytest.raises(NoSuchForm):
        read_form("../F1")
    with pytest.raises(NoSuchForm):
        read_form("F99")
    assert not (tmp_path / "x.xlsx").exists()


def test_a_place_that_is_no_folder_is_refused(desk, tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(FolderReadOnly):
        Reporting(desk).write(Wish("F7"), tmp_path / "file" / "F7.xlsx")


def test_a_name_that_looks_like_a_formula_stays_a_name():
    office = Office("", "=1+1", "", NOW.date())
    title = "=HYPERLINK(1) [x]: \x07 a very long name that no sheet may have"
    pages = [Page(title, "năm 2026", [{"what": "=1+1\x00"}]), Page(title, "năm 2026", [])]

    content = workbook(read_form("F1"), office, pages, lambda: None)

    book = load_workbook(io.BytesIO(content))
    values = [
        cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.value
    ]
    assert all(cell.data_type != "f" for cell in values)
    assert any(cell.value == "=1+1 " for cell in values)
    assert len(set(book.sheetnames)) == 2


@pytest.mark.parametrize(
    ("result", "expected"), [("12/12", 10), ("5/6", 8.3), ("", ""), ("đạt", "đạt"), ("1/0", "1/0")]
)
def test_right_answers_become_a_mark_out_of_ten(result, expected):
    assert mark(result) == expected


@pytest.mark.parametrize(
    ("unit", "place"),
    [
        ("UBND phường Bình Minh", "Phường Bình Minh"),
        ("Ủy ban nhân dân xã An Nhơn", "Xã An Nhơn"),
        ("Học viện Cán bộ", ""),
    ],
)
def test_the_place_of_the_date_line_follows_from_the_unit(unit, place):
    assert _place(unit) == place


def test_the_unit_above_stands_over_the_unit():
    office = Office("UBND Thành phố", "Trung tâm", "", NOW.date().replace(month=2, day=5))

    content = workbook(read_form("F7"), office, [Page("F7", "năm 2026", [])], lambda: None)

    told = text(load_workbook(io.BytesIO(content)).worksheets[0])
    assert told.index("UBND THÀNH PHỐ") < told.index("TRUNG TÂM")
    assert "ngày 05 tháng 02 năm 2026" in told


def test_a_form_is_vietnamese_whatever_the_window_speaks(desk, tmp_path):
    words.use("en")
    try:
        path = Reporting(desk).write(Wish("F10"), tmp_path / "F10.xlsx").path
    finally:
        words.use("vi")
    found = rows(load_workbook(path).worksheets[0])

    note = next(row["Ghi chú"] for row in found if row["Tệp"] == "broken.thoc")
    assert any(letter in note for letter in "ệảốửđ")
