from __future__ import annotations

import pytest

from selfstudy.domain.legacy import to_tcvn3

HEADINGS = "STT;Họ và tên;Mã;Vị trí;Phòng"


@pytest.fixture
def listed(tmp_path):
    def write(*rows, headings=HEADINGS):
        path = tmp_path / "ds.csv"
        path.write_text("\n".join([headings, *rows]), encoding="utf-8")
        return path

    return write


def test_a_list_is_looked_at_then_taken_then_known(ask, supervisor, listed):
    path = listed("1;Lê Thị Ong;ZZ01;Nuôi ong;Tổ A", "2;;ZZ02;;")
    dry = ask("unit", "roster", "import", path, "--dry-run", "--json")
    assert (dry.code, [line["state"] for line in dry.json["lines"]]) == (0, ["new", "error"])
    said = ask("unit", "roster", "import", path, "--dry-run").out
    assert "Dòng 3: chưa có họ và tên" in said
    assert "Chỉ xem trước, chưa ghi gì." in said

    taken = ask("unit", "roster", "import", path, "--position", "Nuôi ong=P02", "--json")

    assert (taken.code, taken.json["new"], taken.json["changed"]) == (0, 1, 0)
    shown = ask("unit", "roster", "show", "--json").json["people"]
    (ong,) = [row for row in shown if row["name"] == "Lê Thị Ong"]
    assert (ong["roles"], ong["department"], ong["expected"]) == ("P02", "Tổ A", True)
    assert "chưa bàn giao lần nào" in ask("unit", "roster", "show").out
    again = ask("unit", "roster", "import", path)
    assert (again.code, "Không có dòng nào" in again.err) == (1, True)


def test_old_writing_is_taken_when_its_encoding_is_named(ask, supervisor, listed):
    path = listed(to_tcvn3("1;Nguyễn Thị Ong;ZZ01;;Phòng Kinh tế"), headings=to_tcvn3(HEADINGS))
    refused = ask("unit", "roster", "import", path)
    assert (refused.code, "tcvn3" in refused.err) == (1, True)
    assert "Sau: Nguyễn Thị Ong" in refused.out
    assert ask("unit", "roster", "import", path, "--encoding", "tcvn3").code == 0


def test_columns_sheets_and_rows_are_named(ask, supervisor, listed):
    path = listed("Lê Ong;ZZ01", "Lê Ong;", headings="a;b")
    unknown = ask("unit", "roster", "import", path)
    assert (unknown.code, "cột nào" in unknown.err) == (1, True)
    told = ask(
        "unit", "roster", "import", path, "--sheet", 1, "--column", "name=A",
        "--column", "staff_code=2", "--row", "3=new", "--json",
    )  # fmt: skip
    assert (told.code, told.json["new"]) == (0, 3)
    for wrong in ("name", "what=A", "name=?"):
        with pytest.raises(SystemExit, match="2"):
            ask("unit", "roster", "import", path, "--column", wrong)


def test_a_person_leaves_and_comes_back(ask, supervisor):
    left = ask("unit", "leave", first(ask), "--on", "5/1/26", "--to", "Sở Nội vụ")
    assert (left.code, "từ ngày 05/01/2026" in left.out) == (0, True)
    (gone,) = ask("unit", "roster", "show", "--json").json["left"]
    assert gone["left"] == "2026-01-05"
    assert "đã chuyển đi ngày 05/01/2026" in ask("unit", "roster", "show").out
    back = ask("unit", "leave", gone["id"], "--undo", "--json")
    assert (back.code, back.json["person"]) == (0, gone["id"])
    assert ask("unit", "roster", "show", "--json").json["left"] == []


def first(ask):
    return ask("unit", "people", "--json").json["people"][0]["id"]


@pytest.mark.parametrize("day", ["1/13/26", "hôm qua"])
def test_a_day_that_is_none_is_said(ask, supervisor, day):
    assert ask("unit", "leave", first(ask), "--on", day).code != 0


def test_nobody_of_that_name_leaves(ask, supervisor):
    assert ask("unit", "leave", "Không Ai", "--on", "5/1/2026").code == 1


def test_many_rows_with_something_to_say_are_cut_short(ask, supervisor, listed):
    path = listed(*(f"{n};;Z{n};;" for n in range(1, 30)))
    assert "… và 9 dòng khác." in ask("unit", "roster", "import", path, "--dry-run").out
