"""Recognised tiết: as typed, on the day of their decision, and how a year goes on."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from selfstudy.domain.errors import HoursRefused, NumberAmbiguous
from selfstudy.domain.hours import given_on, pace_of, typed_hours

AT = datetime(2027, 1, 5, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(("typed", "hundredths"), [("16", 1600), ("7,5", 750), ("7.25", 725)])
def test_hours_are_typed_with_a_decimal_comma(typed: str, hundredths: int) -> None:
    assert typed_hours(typed) == hundredths


@pytest.mark.parametrize("typed", ["0", "-4", "0,001", "1001", "nhiều", "", "1e3"])
def test_hours_that_are_none_or_too_many_are_refused(typed: str) -> None:
    with pytest.raises(HoursRefused):
        typed_hours(typed)


def test_hours_that_may_be_meant_in_two_ways_are_asked_for_again() -> None:
    with pytest.raises(NumberAmbiguous) as asked:
        typed_hours("1.234")
    assert asked.value.details == {"text": "1.234", "whole": "1234", "part": "1,234"}


def test_hours_belong_to_the_day_of_their_decision() -> None:
    assert given_on("2026-12-28", AT).date() == date(2026, 12, 28)
    assert given_on("", AT) == AT


def test_half_a_minimum_at_half_a_year_comes_to_all_of_it_at_the_end() -> None:
    pace = pace_of(20, 40, date(2026, 7, 2))
    assert pace.by_end == pytest.approx(20 / 183 * 365)
    assert pace.short == pytest.approx(40 - pace.by_end)
    assert pace.reached == date(2027, 1, 1)


def test_who_has_enough_lacks_nothing_and_who_has_nothing_has_no_pace() -> None:
    enough = pace_of(40, 40, date(2026, 3, 1))
    assert (enough.short, enough.reached) == (0.0, date(2026, 3, 1))
    nothing = pace_of(0, 40, date(2026, 3, 1))
    assert (nothing.by_end, nothing.short, nothing.reached) == (0.0, 40.0, None)


def test_a_pace_that_takes_a_century_names_no_day() -> None:
    assert pace_of(0.01, 40, date(2026, 12, 31)).reached is None
