from __future__ import annotations

import pytest

from selfstudy import words
from selfstudy.content.framework import HoursRules, read_framework, read_hours, read_sources
from selfstudy.content.problems import Problem
from selfstudy.settings import Places


@pytest.fixture
def told(lessons):
    """What reading a file beside the modules tells after one change."""

    def _told(read, path, old, new):
        if old:
            lessons.change(f"../{path}", old, new)
        problems = []
        target = lessons.root / path
        result = read(target.parent if read is read_framework else target, problems)
        return result, [(p.key.removeprefix("problem."), p.file, p.line) for p in problems]

    return _told


def test_a_source_has_dates_and_confidence(told):
    sources, problems = told(read_sources, "sources.toml", "", "")

    assert problems == []
    assert sources["L60-2014"].confidence == "M"
    assert sources["L60-2014"].effective_to.isoformat() == "2027-02-28"
    assert sources["ND30-2020"].effective_to is None


@pytest.mark.parametrize(
    ("old", "new", "problem", "left"),
    [
        ("issued = 2020-03-05\n", "", ("missing_field", "sources.toml", 2), {"L60-2014"}),
        ("2020-03-05", '"hôm qua"', ("wrong_type", "sources.toml", 6), {"L60-2014"}),
        ("[ND30-2020]", "ND = 1\n[ND30-2020]", ("wrong_type", "sources.toml", 2), None),
        ("[ND30-2020]", "[ND30-2020", ("bad_toml", "sources.toml", 2), set()),
        ('"Quốc hội"', "1", ("wrong_type", "sources.toml", 13), {"ND30-2020"}),
    ],
)
def test_a_wrong_source_is_told_and_left_out(told, old, new, problem, left):
    sources, problems = told(read_sources, "sources.toml", old, new)

    assert problems == [problem]
    assert set(sources) == ({"ND30-2020", "L60-2014"} if left is None else left)


def test_wrong_levels_of_a_framework_are_told(told):
    framework, problems = told(
        read_framework, "framework/competencies.toml", '"2" = ["Tự', '"9" = ["Tự'
    )

    assert problems == [("wrong_level", "framework/competencies.toml", 8)]
    assert framework.competencies[0].behaviours == ((1, "Soạn được công văn theo mẫu."),)


def test_behaviours_may_be_translated_each_one_or_none(told):
    place = "framework/competencies.toml"
    end = '"Không phải sửa thể thức."]\n'
    english = '[M2.behaviours_en]\n"1" = ["By a template."]\n"2" = ["Alone.", "No mending."]\n'
    whole, problems = told(read_framework, place, end, end + english)
    part, missed = told(read_framework, place, '"Alone.", ', "")

    assert problems == []
    assert [one[2] for one in whole.competencies[0].seen] == [
        "By a template.", "Alone.", "No mending.",
    ]  # fmt: skip
    assert [told_of[:2] for told_of in missed] == [("behaviours_en", place)]
    assert {one[2] for one in part.competencies[0].seen} == {""}


def test_a_framework_may_be_missing(tmp_path):
    assert read_framework(tmp_path).positions == ()


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ("share = 0.5", "share = 5", "out_of_range"),
        ("minutes_per_tiet = 45", "minutes_per_tiet = 0", "wrong_type"),
        ("min_tiet = 40", 'min_tiet = "40"', "wrong_type"),
        ("from = 2025-07-01", "", "missing_field"),
        ("[reading]", "[reading", "bad_toml"),
    ],
)
def test_wrong_rules_of_hours_are_told(told, old, new, key):
    rules, problems = told(read_hours, "hours.toml", old, new)

    assert [p[0] for p in problems] == [key]
    assert (rules.reading.share, rules.reading.minutes_per_tiet) == (0.5, 45)


def test_a_minimum_that_is_not_known_stays_unknown(told):
    rules, problems = told(read_hours, "hours.toml", "min_tiet = 40\n", "")

    assert rules.rules[0].min_tiet is None
    assert problems == []


def test_rules_without_a_list_are_none(told):
    rules, _ = told(read_hours, "hours.toml", "[[rule]]", "[rule]")

    assert rules.rules == HoursRules().rules


def test_a_position_is_called_in_the_language_in_use_and_an_unknown_one_by_its_code(lessons):
    problems = []
    framework = read_framework(lessons.root / "framework", problems)
    known = framework.positions[0]

    assert framework.position_title(known.code) == known.title
    words.use("en")
    try:
        assert framework.position_title(known.code) == known.title_en
    finally:
        words.use("vi")
    assert framework.position_title("P99") == "P99"


def test_a_reading_rule_that_is_no_table_is_told(lessons):
    path = lessons.write("../hours.toml", "reading = 5\n")
    problems = []

    assert read_hours(path, problems).reading.minutes_per_tiet == 45
    assert [(p.key, p.line) for p in problems] == [("problem.wrong_type", 1)]


def test_a_catalogue_names_modules_that_are_not_installed(tmp_path):
    path = tmp_path / "framework" / "catalogue.toml"
    path.parent.mkdir()
    path.write_text(
        '[CM11]\ntitle = "Hộ tịch"\ntitle_en = "Civil status"\nhours = 6\n'
        'builds = { M5 = 3 }\npositions = ["P03"]\n'
        '[CM99]\ntitle = "Không tiết"\ntitle_en = "No hours"\nhours = "sáu"\n',
        encoding="utf-8",
    )
    problems: list[Problem] = []

    (found,) = read_framework(path.parent, problems).catalogue

    assert (found.module, found.hours, found.builds) == ("CM11", 6, (("M5", 3),))
    assert found.positions == ("P03",)
    assert [problem.key for problem in problems] == ["problem.wrong_type"]


def test_the_shipped_catalogue_has_every_module_of_the_plan_and_known_competencies(tmp_path):
    framework = read_framework(Places(tmp_path).lessons() / "framework")

    assert len(framework.catalogue) == 24
    codes = {code for each in framework.catalogue for code, _level in each.builds}
    assert codes <= {one.code for one in framework.competencies}
    assert {p for each in framework.catalogue for p in each.positions} <= {
        one.code for one in framework.positions
    }
