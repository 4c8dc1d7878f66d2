from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfstudy.domain.errors import CodeMistyped
from selfstudy.exchange.recovery_code import (
    FREE,
    GROUPS,
    SYMBOLS,
    bare,
    grouped,
    looks_like_code,
    new_code,
    read_code,
    same_group,
)

CODE = "23456-789CF-GHJKL-MNPQR-TVX23-4567M"
symbols = st.text(SYMBOLS, min_size=FREE, max_size=FREE)


def reason_of(typed):
    with pytest.raises(CodeMistyped) as told:
        read_code(typed)
    return str(told.value.details["reason"])


def test_a_code_holds_more_than_128_random_bits_and_no_two_are_alike():
    assert len(SYMBOLS) ** FREE >= 2**128
    assert len({new_code() for _ in range(50)}) == 50


def test_the_vector_of_the_page_is_read():
    assert read_code(CODE) == CODE.replace("-", "")
    assert grouped(read_code(CODE)) == CODE


def test_symbols_have_no_look_alikes_and_nothing_an_input_method_joins():
    assert not set(SYMBOLS) & set("0O1IZSB")
    assert not set(SYMBOLS) & set("AEIOUYDW")


@pytest.mark.parametrize(
    "typed",
    [
        CODE.lower(),
        CODE.replace("-", ""),
        CODE.replace("-", " "),
        "  " + CODE.replace("-", " – ") + "\n",
        ".".join(CODE),
        CODE.replace("2", "z").replace("5", "S").replace("8", "b"),
    ],
)
def test_case_spaces_dashes_and_what_a_hurried_hand_writes_are_forgiven(typed):
    assert read_code(typed) == bare(CODE)


@pytest.mark.parametrize("typed", [CODE[:-1], CODE + "2", "", "2345"])
def test_too_few_or_too_many_symbols_are_counted(typed):
    assert reason_of(typed) == "lock.code_length"


@pytest.mark.parametrize("typed", [CODE.replace("2", "0"), CODE.replace("T", "Đ"), "ắ" + CODE[1:]])
def test_symbols_that_no_code_has_are_named(typed):
    assert reason_of(typed) == "lock.code_letters"


def test_every_single_wrong_symbol_is_found():
    code = bare(CODE)
    for place, right in enumerate(code):
        for wrong in SYMBOLS.replace(right, ""):
            assert reason_of(code[:place] + wrong + code[place + 1 :]) == "lock.code_check"


def test_every_exchange_of_neighbours_in_many_codes_is_found():
    for _ in range(50):
        code = bare(new_code())
        for place, (one, other) in enumerate(pairwise(code)):
            if one != other:
                swapped = code[:place] + other + one + code[place + 2 :]
                assert reason_of(swapped) == "lock.code_check"


@given(st.text(max_size=60))
def test_whatever_is_typed_is_a_code_or_told_why_not(typed):
    try:
        read = read_code(typed)
    except CodeMistyped as error:
        read = str(error.details["reason"])

    assert read == bare(typed) or read.startswith("lock.code_")


def test_a_group_is_known_again_by_its_number_alone():
    groups = CODE.split("-")

    assert len(groups) == GROUPS
    for number, group in enumerate(groups, 1):
        assert same_group(CODE, number, f" {group.lower()} ")
        assert not same_group(CODE, number % GROUPS + 1, group)
        assert not same_group(CODE, number, "")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        (CODE, True),
        (CODE.lower().replace("-", " "), True),
        (CODE[:-2], True),
        (f"{CODE}7", True),
        ("203041", False),
        ("ngày mai trời lại sáng trên sông", False),
        ("correct horse battery staple now", False),
    ],
)
def test_a_recovery_code_is_told_from_a_secret_even_when_it_is_mistyped(typed, meant):
    assert looks_like_code(typed) is meant
