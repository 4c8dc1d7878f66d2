from __future__ import annotations

import pytest
from openpyxl import load_workbook


@pytest.fixture
def office_of_lan(ask, secret):
    """The command line of somebody who founded a unit."""
    answer = ask(
        "unit", "create", "UBND phường An Bình Đông", "--person", "Trần Thị Lan",
        "--position", "P08", "--passphrase-file", secret,
    )  # fmt: skip
    assert answer.code == 0
    return ask


def test_the_framework_goes_out_as_a_workbook_and_comes_back_changed(office_of_lan, tmp_path):
    call = office_of_lan
    out = tmp_path / "khung.xlsx"
    assert call("unit", "framework", "export", "--out", out).code == 0
    assert "17" in call("unit", "framework", "show").out
    assert call("unit", "framework", "import", out).out.startswith("Không có gì khác")

    book = load_workbook(out)
    book["Mức yêu cầu"]["C2"] = 5
    book.save(out)
    looked = call("unit", "framework", "import", out, "--look", "--json").json
    assert (looked["taken"], len(looked["changes"])) == (False, 1)
    assert call("unit", "framework", "import", out, "--json").json["taken"]
    told = call("unit", "framework", "show", "--json").json
    assert told["required"]["P01"]["C1"] == 5
    label = told["versions"][0]["version"]
    assert label in call("unit", "framework", "show").out
    assert call("unit", "framework", "undo", label).code == 0
    assert call("unit", "framework", "undo", label).code == 1
    assert call("unit", "framework", "show", "--json").json["required"]["P01"]["C1"] == 3


def test_a_wrong_workbook_is_told_by_sheet_and_row_and_changes_nothing(office_of_lan, tmp_path):
    call = office_of_lan
    out = tmp_path / "khung.xlsx"
    call("unit", "framework", "export", "--out", out)
    book = load_workbook(out)
    book["Mức yêu cầu"]["C2"] = 9
    book.save(out)
    answer = call("unit", "framework", "import", out)

    assert answer.code == 1
    assert "Trang “Mức yêu cầu”, dòng 2: " in answer.out
    assert call("unit", "framework", "show", "--json").json["versions"] == []


def test_one_level_is_changed_from_the_command_line(office_of_lan):
    call = office_of_lan
    assert call("unit", "framework", "level", "P01", "M2", 2).code == 0
    assert call("unit", "framework", "level", "P01", "M2", 2).out.startswith("Không có gì khác")
    assert call("unit", "framework", "level", "P99", "M2", 2).code == 1
    assert call("unit", "framework", "show", "--json").json["required"]["P01"]["M2"] == 2
