from __future__ import annotations

import json

import pytest
from openpyxl import load_workbook


@pytest.mark.parametrize("form", ["F1", "F7", "F10"])
def test_a_form_without_a_person_covers_everyone(ask, supervisor, tmp_path, form):
    out = tmp_path / "reports" / f"{form}.xlsx"

    answer = ask("report", "write", form, "--format", "xlsx", "--out", out, "--json")

    assert answer.code == 0
    assert answer.json["path"] == str(out)
    assert load_workbook(out).sheetnames


@pytest.mark.parametrize(
    "wrong",
    [
        ("F99",),
        ("F7", "--format", "odt"),
        ("F8", "--person", "Ai Đó"),
        ("F8", "--from", "31/12/2026", "--to", "01/01/2026"),
        ("F8", "--from", "1/13/26", "--to", "01/01/2027"),
        ("F8", "--from", "01/01/2027"),
        ("F8", "--year", "99999"),
    ],
)
def test_what_cannot_be_written_is_one_sentence_and_no_file(ask, supervisor, tmp_path, wrong):
    answer = ask("report", "write", *wrong, "--out", tmp_path / "out" / "x.pdf")

    assert answer.code == 1
    assert len(answer.err.strip().splitlines()) == 1
    assert not (tmp_path / "out").exists()


def test_a_sheet_for_each_person_and_a_line_in_the_log(ask, supervisor, tmp_path):
    out = tmp_path / "sheets"

    answer = ask(
        "report",
        "write",
        "F8",
        "--each",
        "--format",
        "pdf",
        "--year",
        "2026",
        "--out",
        out,
        "--json",
    )

    assert answer.code == 0
    assert len(answer.json["paths"]) == answer.json["people"] == len(list(out.iterdir())) > 1
    (line,) = ask("report", "log", "--json").json
    assert (line["form"], line["files"]) == ("F8", answer.json["people"])
    assert "F8" in ask("report", "log").out


def test_the_days_of_an_appraisal_can_be_others(ask, supervisor, tmp_path):
    assert ask("report", "begins", "01/10").code == 0
    assert ask("report", "begins", "31/02").code == 1
    for index, days in enumerate((("--from", "2026-01-01", "--to", "30/06/2026"), ())):
        ask("report", "write", "F8", *days, "--out", tmp_path / f"{index}.xlsx")

    newest, first = ask("report", "log", "--json").json
    assert (first["first"], first["last"]) == ("2026-01-01", "2026-06-30")
    assert newest["first"].endswith("-10-01")
    assert newest["last"].endswith("-09-30")


def test_needs_are_looked_at_before_they_are_written(ask, supervisor, tmp_path):
    shown = ask("report", "preview", "--json")
    answer = ask("report", "write", "needs", "--format", "json", "--out", tmp_path / "needs.json")

    if shown.code == 1:
        assert answer.code == 1
        return
    assert ask("report", "preview").out.count("\n") == len(shown.json)
    assert json.loads((tmp_path / "needs.json").read_text())["groups"] == shown.json


def test_a_folder_that_cannot_be_written_is_one_sentence(ask, supervisor, tmp_path):
    (tmp_path / "file").write_text("")
    answer = ask("report", "write", "F7", "--out", tmp_path / "file" / "F7.xlsx")

    assert answer.code == 1
