"""What the forms say, read from real journals of a small office."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from openpyxl import load_workbook

from selfstudy.domain.errors import (
    FolderReadOnly,
    NobodyCalled,
    NoSuchForm,
    NoSuchFormat,
    NotEntitled,
    SeveralCalled,
    TooFewPeople,
)
from selfstudy.domain.period import Period, calendar_year
from selfstudy.domain.record import AppliedAtWork
from selfstudy.domain.survey import Survey
from selfstudy.services.forms.form import read_form
from selfstudy.services.needs.rating import Rated, Rating
from selfstudy.services.needs.surveying import Surveying
from selfstudy.services.papers import evidence
from selfstudy.services.papers.order import Wish
from selfstudy.services.reporting import FORMS
from selfstudy.words import known
from tests.office import Office

FORMATS = ("xlsx", "docx", "pdf")


@pytest.fixture
def office(tmp_path):
    made = Office(tmp_path)
    yield made
    made.close()


@pytest.fixture
def lan(office):
    return office.supervisor()


@pytest.fixture
def hanh(office, lan):
    return joined(office, lan, "Nguyễn Thị Hạnh", "hanh")


def joined(office, lan, name, computer):
    """Somebody of the roster, who studied a lesson and rated themselves."""
    made = office.learner(name, computer)
    office.study(made)
    Rating(made.desk).rate_myself({"M2": Rated(2, 5)})
    office.hand_over(made, lan)
    lan.unit.admit(made.desk.person.hex())
    return made


def sheets(services, tmp_path, form, **more):
    written = services.reporting.write(Wish(form, **more), tmp_path / "form.xlsx")
    return load_workbook(written.path)


def rows(sheet):
    """The table of a sheet as dictionaries, by its headings."""
    values = list(sheet.iter_rows(values_only=True))
    start = next(i for i, row in enumerate(values) if row[0] in {"STT", "TT"})
    found = []
    for row in values[start + 1 :]:
        if not isinstance(row[0], int | None) or not any(row) or "Tổng số" in str(row):
            break
        found.append(dict(zip(values[start], row, strict=True)))
    return found


def text(sheet):
    return "\n".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell)


# — F2 ———————————————————————————————————————————————————————————————————————————————————————


def test_a_survey_is_filled_in_with_what_each_side_told(office, lan, hanh, tmp_path):
    Rating(lan.desk).rate({hanh.desk.person.hex(): {"M2": Rated(3, 4)}})

    book = sheets(lan, tmp_path, "F2")

    assert book.sheetnames == ["Nguyễn Thị Hạnh", "Trần Thị Lan"]
    (row,) = rows(book["Nguyễn Thị Hạnh"])
    assert list(row.values())[:6] == [1, "Soạn thảo, văn thư, hồ sơ", 4, 2, 3, 5]
    told = text(book["Nguyễn Thị Hạnh"])
    for wanted in ("Vị trí việc làm: Văn thư – lưu trữ", "III. KHÓ KHĂN", "IV. ĐỀ XUẤT"):
        assert wanted in told


def test_a_blank_survey_names_nobody_and_asks_for_everything(lan, hanh, tmp_path):
    written = lan.reporting.write(Wish("F2", blank=True), tmp_path / "form.xlsx")
    book = load_workbook(written.path)

    assert written.people == 0
    (sheet,) = book.worksheets
    (row,) = rows(sheet)
    assert list(row.values())[2:] == [None] * 7
    assert "Thị Hạnh" not in text(sheet)
    assert "Họ và tên: ……" in text(sheet)


def test_a_learner_fills_in_their_own(office, hanh, tmp_path):
    book = sheets(hanh, tmp_path, "F2")

    assert book.sheetnames == ["Nguyễn Thị Hạnh"]
    assert rows(book.worksheets[0])[0]["Tự đánh giá mức hiện có"] == 2


def test_a_supervisor_writes_about_themselves_alone_where_they_say_so(lan, hanh, tmp_path):
    for form in ("F1", "F2", "F8"):
        assert sheets(lan, tmp_path, form, own=True).sheetnames == ["Trần Thị Lan"]


def test_wishes_that_were_told_stand_in_the_survey(office, lan, hanh, tmp_path):
    words = Survey((("M2", "Soạn tờ trình"),), "self", "weekend", "Ít thời gian.", "Có máy riêng.")
    Surveying(hanh.desk).keep(words)
    office.hand_over(hanh, lan)

    for services, more in ((lan, {"person": "Nguyễn Thị Hạnh"}), (hanh, {})):
        sheet = sheets(services, tmp_path, "F2", **more).worksheets[0]
        (row,) = rows(sheet)
        assert list(row.values())[6:] == ["Soạn tờ trình", "Tự học", "Cuối tuần"]
        assert "Ít thời gian.\nIV. ĐỀ XUẤT\nCó máy riêng." in text(sheet)


# — F3 and the nameless needs ————————————————————————————————————————————————————————————————


def test_the_ranked_list_has_what_a_position_lacks_and_what_helps(lan, hanh, tmp_path):
    sheet = sheets(lan, tmp_path, "F3").worksheets[0]
    (row,) = rows(sheet)

    assert row["Vị trí việc làm"].startswith("Văn thư – lưu trữ\nChỉ số ưu tiên chung: 10")
    assert (row["Số người"], row["Khoảng cách TB"], row["Số người thiếu ≥ 1 mức"]) == (2, 2, 1)
    assert (row["Học phần đề xuất"], row["Số suất"]) == ("Soạn thảo văn bản", 1)
    assert "1 trên 2 người" in text(sheet)


def test_a_list_of_nobody_measured_says_so(lan, tmp_path):
    assert "Chưa có vị trí nào thiếu" in text(sheets(lan, tmp_path, "F3").worksheets[0])


@pytest.mark.parametrize("form", ["F3", "needs"])
def test_who_supervises_nobody_has_no_list_of_a_unit(hanh, tmp_path, form):
    with pytest.raises(NotEntitled):
        hanh.reporting.write(Wish(form), tmp_path / "x.xlsx")


def test_fewer_than_five_people_are_not_told_of(lan, hanh, tmp_path):
    for kind in (*FORMATS, "json"):
        with pytest.raises(TooFewPeople):
            lan.reporting.write(Wish("needs", kind), tmp_path / f"needs.{kind}")
    with pytest.raises(TooFewPeople):
        lan.reporting.preview()
    assert list(tmp_path.glob("needs*")) == []


def test_the_academy_hears_groups_and_no_names(office, lan, tmp_path):
    names = [f"Nguyễn Thị {given}" for given in ("An", "Ánh", "Ẵm", "Bích", "Yến")]
    people = [joined(office, lan, name, f"pc{index}") for index, name in enumerate(names)]

    path = lan.reporting.write(Wish("needs", "json"), tmp_path / "needs.json").path
    told = json.loads(path.read_text(encoding="utf-8"))
    sheet = sheets(lan, tmp_path, "needs").worksheets[0]

    assert (told["format"], told["version"], told["fewest"]) == ("selfstudy-needs", 1, 5)
    assert told["unit"] == "UBND phường Bến Thành"
    whole, position = told["groups"]
    assert (whole["position"], position["position"]) == ("", "P02")
    assert (whole["measured"], whole["lacking"], whole["gap"]) == (5, 5, 2.0)
    assert [row["Vị trí việc làm"] for row in rows(sheet)] == ["Toàn đơn vị", "Văn thư – lưu trữ"]
    for one in (*names, *(person.desk.person.hex() for person in people)):
        assert one not in path.read_text(encoding="utf-8") + text(sheet)


# — F8 ———————————————————————————————————————————————————————————————————————————————————————


def test_evidence_tells_what_was_studied_and_used_and_rates_nothing(office, lan, hanh, tmp_path):
    hanh.desk.write(AppliedAtWork("CM03", "Sửa mẫu tờ trình\ncủa phòng."))
    hanh.desk.write(AppliedAtWork("", "x" * 400), AppliedAtWork("CM99", "Việc khác."))
    office.hand_over(hanh, lan)
    year = calendar_year(office.clock().year)

    sheet = sheets(lan, tmp_path, "F8", person="nguyen thi hanh", period=year).worksheets[0]
    told = text(sheet)

    (row,) = rows(sheet)
    assert row["Bài đã xong"] == "1/1"
    assert row["Tiết tự học"] > 0
    assert row["Điểm"] == 10
    assert row["Học phần"].startswith("Soạn thảo văn bản")
    assert "1. Sửa mẫu tờ trình của phòng. (Soạn thảo văn bản, " in told
    assert "x" * 219 + "… (" in told
    assert "3. Việc khác. (CM99, " in told
    for wrong in ("xếp loại:", "Hoàn thành tốt", "Hoàn thành xuất sắc"):
        assert wrong not in told


def test_evidence_of_other_days_is_none_and_leaves_lines_to_write_on(office, lan, hanh, tmp_path):
    hanh.desk.write(AppliedAtWork("CM03", "Sửa mẫu tờ trình."))
    office.hand_over(hanh, lan)
    before = Period(date(2020, 1, 1), date(2020, 6, 30))

    book = sheets(lan, tmp_path, "F8", person=hanh.desk.person.hex()[:8], period=before)

    told = text(book.worksheets[0])
    assert "Từ ngày 01/01/2020 đến ngày 30/06/2020" in told
    assert "Chưa có kết quả nào trong thời gian này." in told
    assert "Sửa mẫu" not in told


def test_evidence_tells_an_entry_once_in_its_last_words_on_its_day(office, lan, hanh, tmp_path):
    first = AppliedAtWork("CM03", "Sửa mẫu tờ trình.", "a1", "2026-11-02")
    hanh.desk.write(first, AppliedAtWork("CM03", "Sửa hai mẫu tờ trình.", "a1", "2026-11-03"))
    office.hand_over(hanh, lan)

    told = text(sheets(lan, tmp_path, "F8", person="nguyen thi hanh").worksheets[0])

    assert "1. Sửa hai mẫu tờ trình. (Soạn thảo văn bản, 03/11/2026)" in told
    assert "Sửa mẫu tờ trình." not in told


def test_more_modules_than_a_sheet_holds_stand_in_one_line():
    form = read_form("F8")
    studied = [
        evidence._Studied(f"Học phần {n}", 5, 5, 2.0, 1.0, 4, 5, draft=n == 0) for n in range(15)
    ]

    found = evidence._rows(form, studied)

    assert len(found) == evidence.MOST_ROWS
    assert found[0]["module"] == "Học phần 0 (học liệu dự thảo)"
    assert found[-1]["module"] == "Các học phần còn lại (4)"
    assert (found[-1]["self_study"], found[-1]["recognised"]) == (8.0, 4.0)
    assert sum(row["self_study"] for row in found) == 30
    gone = evidence._row(form, 1, evidence._Studied("CM99", 0, 2))
    assert (gone["done"], gone["result"]) == ("2", None)


# — all of it, or nothing ————————————————————————————————————————————————————————————————————


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("form", [form for form in FORMS if form != "needs"])
def test_every_form_is_written_in_every_format_and_leaves_a_line(lan, hanh, tmp_path, form, kind):
    written = lan.reporting.write(Wish(form, kind), tmp_path / f"x.{kind}")

    assert written.path.stat().st_size > 5000
    (line,) = lan.reporting.exports()
    told = json.loads(line.text)
    assert (line.action, line.who) == ("export", "Trần Thị Lan")
    assert (told["form"], told["format"], told["people"]) == (form, kind, 2)
    assert told["file"] == f"x.{kind}"
    assert "person" not in told


def test_progress_ends_with_everything(lan, hanh, tmp_path):
    seen = []

    lan.reporting.write(
        Wish("F8", "pdf", each=True), tmp_path / "sheets", lambda *both: seen.append(both)
    )

    assert seen == sorted(seen)
    assert seen[-1] == (4, 4)


@pytest.mark.parametrize("each", [False, True])
@pytest.mark.parametrize("kind", FORMATS)
def test_whenever_it_is_cancelled_nothing_is_there(lan, hanh, tmp_path, kind, each):
    folder = tmp_path / "sheets"
    for after in range(5):
        calls = []

        def cancelled(calls=calls, after=after):
            calls.append(1)
            return len(calls) > after

        path = folder if each else folder / "x"
        written = lan.reporting.write(Wish("F8", kind, each=each), path, cancelled=cancelled)

        if not written.cancelled:
            break
        assert written.paths == ()
        assert not folder.exists() or list(folder.iterdir()) == []
        assert lan.reporting.exports() == []
    assert after >= 3


def test_two_people_of_one_name_have_a_file_each_and_are_asked_apart(office, lan, hanh, tmp_path):
    other = joined(office, lan, "Nguyễn Thị Hạnh", "hanh2")

    paths = lan.reporting.write(Wish("F8", "pdf", each=True), tmp_path / "sheets").paths
    with pytest.raises(SeveralCalled) as several:
        lan.reporting.write(Wish("F8", person="Nguyễn Thị Hạnh"), tmp_path / "x.xlsx")

    assert len({path.name for path in paths}) == len(paths) == 3
    assert other.desk.person.hex()[:8] in str(several.value.details["people"])
    assert (
        lan.reporting.write(Wish("F8", person=other.desk.person.hex()), tmp_path / "x.xlsx").people
        == 1
    )
    (line, _each) = lan.reporting.exports()
    assert json.loads(line.text)["person"] == "Nguyễn Thị Hạnh"


@pytest.mark.parametrize(
    ("wish", "error"),
    [
        (Wish("F4"), NoSuchForm),
        (Wish("F8", "odt"), NoSuchFormat),
        (Wish("F8", "json"), NoSuchFormat),
        (Wish("F8", person="Ai Đó"), NobodyCalled),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(lan, tmp_path, wish, error):
    with pytest.raises(error) as refused:
        lan.reporting.write(wish, tmp_path / "out" / "x.xlsx")

    assert known(refused.value.key)
    assert not (tmp_path / "out").exists()
    assert lan.reporting.exports() == []


def test_a_folder_that_is_none_takes_no_sheets(lan, hanh, tmp_path):
    (tmp_path / "file").write_text("here")

    with pytest.raises(FolderReadOnly):
        lan.reporting.write(Wish("F8", "pdf", each=True), tmp_path / "file")

    assert (tmp_path / "file").read_text() == "here"


def test_the_year_of_an_appraisal_is_the_units(lan):
    year = lan.desk.clock().year
    usual = lan.reporting.year_of("F8", year)

    lan.reporting.begin_appraisal("01/10")

    assert lan.reporting.year_of("F8", year).last == usual.last - timedelta(days=61)
    assert lan.reporting.year_of("F1", year) == calendar_year(year)
