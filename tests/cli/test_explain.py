from __future__ import annotations

import pytest


def test_without_a_figure_all_are_listed_with_their_values(ask, supervisor):
    answer = ask("explain", "--json")

    assert answer.code == 0
    keys = {one["key"] for one in answer.json}
    assert {"lessons", "answers", "due", "module", "lesson", "day", "people", "year_people"} <= keys
    assert next(one for one in answer.json if one["key"] == "people")["value"] == 5

    assert "Người trong danh sách: 5 (people)" in ask("explain").out


def test_a_figure_is_told_with_its_rule_and_its_records(ask, supervisor):
    answer = ask("explain", "people", "--json")
    counted = [row for row in answer.json["records"] if row["counted"]]

    assert answer.json["value"] == sum(row["adds"] for row in counted) == 5
    assert all(row["source"] and row["number"] for row in counted)
    said = ask("explain", "people").out
    assert said.startswith("5 người trong danh sách\nMỗi người được ghi nhận")
    assert "+1 · " in said


def test_a_persons_figure_is_found_by_name(ask, supervisor):
    listed = ask("unit", "people", "--json")
    person = next(one for one in listed.json["people"] if one["lessons_done"])

    answer = ask("explain", "lessons", "--person", person["name"], "--json")

    assert (answer.json["value"], answer.json["about"]) == (
        person["lessons_done"],
        person["name"],
    )
    assert len(ask("explain", "--person", person["name"], "--json").json) == 5
    assert ask("explain", "answers", "--person", person["name"]).code == 1


def test_a_day_and_a_lesson_are_named_behind_the_figure(ask, supervisor):
    assert ask("explain", "day=2026-01-05", "--json").json["value"] == 0
    assert ask("explain", "lesson=CM03-01", "--json").json["about"]
    assert "kết quả" in ask("explain", "year_people", "--year", "2026").out


@pytest.mark.parametrize("figure", ["nothing", "day=never", "lesson=CM99-01", "set_aside=x"])
def test_what_cannot_be_explained_is_one_sentence(ask, supervisor, figure):
    answer = ask("explain", figure)

    assert answer.code == (0 if figure.startswith("set_aside") else 1)
    assert answer.err.count("\n") <= 1
