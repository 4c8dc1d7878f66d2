from __future__ import annotations

from datetime import date

import pytest

from selfstudy.domain.hours import (
    HourRule,
    ReadingRule,
    check_passed,
    needed_right,
    reading_fraction,
    required_seconds,
    rule_for,
)


def test_half_of_the_reading_time_must_be_active():
    assert required_seconds(45, ReadingRule()) == 1350
    assert required_seconds(10, ReadingRule(share=0.25)) == 150
    assert required_seconds(0, ReadingRule()) == 0


@pytest.mark.parametrize(("questions", "needed"), [(0, 0), (1, 1), (7, 4), (8, 4)])
def test_half_of_the_questions_must_be_right(questions, needed):
    assert needed_right(questions) == needed


@pytest.mark.parametrize(
    ("right", "answered", "questions", "passed"),
    [
        (0, 0, 0, True), (4, 8, 8, True), (3, 8, 8, False), (4, 7, 8, False), (4, 7, 7, True),
        (3, 7, 7, False), (8, 9, 8, True), (0, 1, 1, False), (1, 1, 1, True),
    ],
)  # fmt: skip
def test_a_check_is_passed_when_all_is_answered_and_half_is_right(
    right, answered, questions, passed
):
    assert check_passed(right, answered, questions) is passed


@pytest.mark.parametrize(
    ("parts", "fraction"),
    [
        ((0, 4, 0, 8), 0.0), ((4, 4, 0, 8), 2 / 3), ((4, 4, 8, 8), 1.0), ((2, 4, 4, 8), 0.5),
        ((0, 0, 0, 0), 1.0), ((9, 4, 8, 8), 1.0), ((0, 4, 8, 8), 1 / 3),
        ((0, 4, 0, 0), 0.0), ((2, 4, 0, 0), 0.5),
    ],
)  # fmt: skip
def test_two_thirds_of_a_lesson_are_reading(parts, fraction):
    assert reading_fraction(*parts) == pytest.approx(fraction)


OLD = HourRule("cong_chuc", 30, "calendar_year", "QĐ cũ", date(2018, 1, 1))
NEW = HourRule("cong_chuc", 40, "calendar_year", "ND171-2025", date(2025, 7, 1))
OTHER = HourRule("vien_chuc", 20, "calendar_year", "ND khác", date(2025, 8, 1))


@pytest.mark.parametrize(
    ("day", "rule"),
    [
        (date(2017, 12, 31), None), (date(2018, 1, 1), OLD), (date(2025, 6, 30), OLD),
        (date(2025, 7, 1), NEW), (date(2026, 11, 22), NEW),
    ],
)  # fmt: skip
def test_the_newest_rule_in_force_on_the_day_holds(day, rule):
    assert rule_for((NEW, OLD, OTHER), "cong_chuc", day) is rule
