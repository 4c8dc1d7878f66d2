"""A day as people type it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfstudy.domain.days import read_day
from selfstudy.domain.errors import DayRefused


@pytest.mark.parametrize(
    "typed", ["5/1/26", "05-01-2026", "05.01.2026", "2026-01-05", " 5 / 1 / 2026 "]
)
def test_day_comes_before_month_and_year_after(typed: str) -> None:
    assert read_day(typed) == date(2026, 1, 5)


@pytest.mark.parametrize("typed", ["1/13/26", "31/2/2026", "", "mai", "5/1", "5/1-26", "5/1/126"])
def test_what_is_no_day_is_refused_and_not_guessed(typed: str) -> None:
    with pytest.raises(DayRefused) as refused:
        read_day(typed)
    assert refused.value.details == {"day": typed}


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_any_day_written_as_here_is_read_back(day: date) -> None:
    assert read_day(f"{day:%d/%m/%Y}") == read_day(f"{day:%d.%m.%y}") == day
