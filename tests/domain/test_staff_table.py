from __future__ import annotations

import pytest

from selfstudy.domain.staff_table import Layout, entries, layout_of

HEADINGS = ("STT", "Họ và tên", "Mã cán bộ", "Chức danh", "Phòng, ban")


def listed(*rows, headings=HEADINGS):
    whole = [headings, *rows] if headings else list(rows)
    return entries("Trang 1", whole, layout_of(whole))


def test_headings_are_found_below_a_title_and_an_empty_row():
    rows = [("UBND PHƯỜNG", "", "", "", ""), ("", "", "", "", ""), HEADINGS]
    assert layout_of(rows) == Layout(
        2, {"name": 1, "staff_code": 2, "position": 3, "department": 4}, 0
    )


@pytest.mark.parametrize(
    ("heading", "meant"),
    [
        ("HỌ VÀ TÊN (*)", "name"), ("Số hiệu", "staff_code"), ("Mã CBCCVC", "staff_code"),
        ("Vị trí việc làm:", "position"), ("Chức vụ, chức danh", "position"),
        ("Đơn vị công tác", "department"), ("Bộ phận", "department"), ("Kiêm nhiệm", "second"),
    ],
)  # fmt: skip
def test_headings_are_known_in_many_words(heading, meant):
    found = layout_of([("Họ tên" if meant != "name" else "Mã", heading)]).columns
    assert found[meant] == 1


def test_family_and_given_name_may_stand_apart():
    (entry,) = listed(("1", "Nguyễn Thị", "Hạnh"), headings=("TT", "Họ đệm", "Tên"))
    assert (entry.name, entry.place) == ("Nguyễn Thị Hạnh", 2)


def test_a_heading_may_stand_over_two_that_say_more():
    rows = [
        ("STT", "Họ và tên", "", "Phòng"), ("", "Họ đệm", "Tên", ""),
        ("1", "Lê Văn", "An", "Văn phòng"),
    ]  # fmt: skip
    layout = layout_of(rows)
    assert (layout.header, layout.names) == (1, True)
    (entry,) = entries("", rows, layout)
    assert (entry.name, entry.department, entry.place) == ("Lê Văn An", "Văn phòng", 3)


def test_a_heading_over_two_columns_means_both():
    (entry,) = listed(("1", "Lê Văn", "An"), headings=("STT", "Họ và tên", ""))
    assert entry.name == "Lê Văn An"


def test_without_headings_nothing_is_known_and_a_person_may_say_it():
    rows = [("Lê An", "01"), ("Vũ Bình", "02")]
    assert layout_of(rows) == Layout()
    assert layout_of(rows).names is False
    found = entries("", rows, Layout(-1, {"name": 0, "staff_code": 1}))
    assert [(one.name, one.staff_code) for one in found] == [("Lê An", "01"), ("Vũ Bình", "02")]


def test_only_names_is_no_list_without_a_heading_for_them():
    assert layout_of([("Mã", "Phòng")]) == Layout()
    assert layout_of([("Họ tên",)]).header == 0


def test_rows_that_are_nobodys_are_passed_over_and_headings_of_departments_are_taken():
    found = listed(
        ("I", "Văn phòng HĐND và UBND", "", "", ""),
        ("1", "Lê An", "01", "", ""),
        ("2.", "Vũ Bình", "02", "", "Tổ Một cửa"),
        ("", "", "", "", ""),
        ("II", "Phòng Kinh tế", "", "", ""),
        ("3", "Đỗ Yến", "03", "", ""),
        ("", "Tổng cộng: 3 người", "", "", ""),
        ("", "Người lập", "", "CHỦ TỊCH", ""),
    )
    assert [(one.name, one.department) for one in found] == [
        ("Lê An", "Văn phòng HĐND và UBND"), ("Vũ Bình", "Tổ Một cửa"), ("Đỗ Yến", "Phòng Kinh tế"),
    ]  # fmt: skip


def test_without_numbers_every_row_with_a_name_is_a_person():
    found = listed(("", "Lê An", "01", "", ""), ("", "Vũ Bình", "", "", ""), ("", "", "", "", "A"))
    assert [one.name for one in found] == ["Lê An", "Vũ Bình"]


def test_a_person_with_a_code_counts_though_the_row_was_not_numbered():
    found = listed(("1", "Lê An", "01", "", ""), ("", "Vũ Bình", "02", "", ""))
    assert len(found) == 2


def test_departments_are_paths_and_two_positions_are_joined():
    (entry,) = listed(
        ("1", "Lê An", "01", "Văn thư", "Thủ quỹ", "Kinh tế - Hạ tầng > Tổ Thuế"),
        headings=("STT", "Họ tên", "Mã", "Vị trí", "Kiêm nhiệm", "Phòng"),
    )
    assert entry.position == "Văn thư + Thủ quỹ"
    assert entry.department == "Kinh tế - Hạ tầng / Tổ Thuế"


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("", "no_name"),
        ("A" * 201, "long_name"),
        ("12345", "no_real_name"),
        ("An 2", "no_real_name"),
    ],
)
def test_what_is_no_name_is_said_of_its_row(name, problem):
    (entry,) = listed(("1", name, "01", "", ""))
    assert (entry.problem, entry.place) == (f"staff.{problem}", 2)


def test_a_code_of_two_people_is_believed_of_neither():
    found = listed(
        ("1", "Lê An", "01", "", ""), ("2", "Vũ Bình", "01", "", ""), ("3", "Đỗ Yến", "", "", "")
    )
    assert [one.problem for one in found] == ["staff.same_code", "staff.same_code", ""]
    assert found[0].details == {"code": "01", "rows": "2, 3"}


def test_two_rows_of_one_person_are_two_roles():
    found = listed(
        ("1", "Lê An", "01", "Văn thư", "A"), ("2", "LÊ AN", "01", "Thủ quỹ", "A"),
        ("3", "Vũ Bình", "02", "Văn thư", ""), ("4", "Vũ Bình", "02", "Văn thư", ""),
    )  # fmt: skip
    assert [(one.name, one.position) for one in found] == [
        ("Lê An", "Văn thư + Thủ quỹ"), ("Vũ Bình", "Văn thư"),
    ]  # fmt: skip


def test_a_second_row_of_headings_may_only_add_to_the_first():
    rows = [("Họ và tên", "Vị trí", ""), ("", "Chức danh", "Kiêm nhiệm"), ("Lê An", "A", "B")]
    (entry,) = entries("", rows, layout_of(rows))
    assert (entry.name, entry.position) == ("Lê An", "A + B")
