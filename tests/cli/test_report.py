from __future__ import annotations

import pytest
from openpyxl import load_workbook


@pytest.mark.parametrize("form", ["F1", "F7", "F10"])
def test_a_form_without_a_person_covers_everyone(ask, supervisor, tmp_path, form):
    out = tmp_path / "reports" / f"{form}.xlsx"

    answer = ask("report", form, "--format", "xlsx", "--out", out, "--json")

    assert answer.code == 0
    assert answer.json["path"] == str(out)
    assert load_workbook(out).sheetnames


def test_an_unknown_form_is_wrong_usage(ask, supervisor, tmp_path):
    with pytest.raises(SystemExit) as left:
        ask("report", "F99", "--out", tmp_path / "x.xlsx")

    assert left.value.code == 2


def test_a_folder_that_cannot_be_written_is_one_sentence(ask, supervisor, tmp_path):
    (tmp_path / "file").write_text("")
    answer = ask("report", "F7", "--out", tmp_path / "file" / "F7.xlsx")

    assert answer.code == 1
