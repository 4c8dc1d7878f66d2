from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfstudy.domain.numbers import is_ambiguous, read_number


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("29", "29"),
        ("29,5", "29.5"),
        ("29.5", "29.5"),
        ("1.234", "1234"),
        ("1,234", "1.234"),
        ("1.234,56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("1.234.567", "1234567"),
        ("1,234,567", "1234567"),
        ("0.500", "0.5"),
        ("12345.678", "12345.678"),
        ("1.2345", "1.2345"),
        (" 1 234 ", "1234"),
        ("−3,5", "-3.5"),
        ("+7", "7"),
        ("9" * 40, "9" * 40),
    ],
)
def test_numbers_are_read_as_they_are_written_in_viet_nam(typed, value):
    assert read_number(typed) == Decimal(value)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "-",
        "hai",
        "1..2",
        "1,2,3",
        "1.23.456",
        "1.2.3,4",
        "1.234,",
        ",5",
        "1e5",
        "NaN",
        "٣",
        "1.234,٣",
        "9" * 41,
    ],
)
def test_what_is_no_number_is_not_guessed(typed):
    assert read_number(typed) is None


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=4, allow_nan=False))
def test_any_number_written_with_a_comma_is_read_back(value):
    assert read_number(f"{value:f}".replace(".", ",")) == value


@given(st.text())
def test_no_text_breaks_the_reading(text):
    read_number(text)


def test_one_dot_before_three_digits_may_be_meant_in_two_ways():
    assert is_ambiguous(" 1.234 ")
    assert not any(map(is_ambiguous, ["1.234.567", "1,234", "7.25", "0.500", "1.234,5", ""]))
