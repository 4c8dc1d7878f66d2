import unicodedata
from dataclasses import replace

import pytest

from selfstudy.domain.errata import MOST_QUOTE, MOST_WORDS, Erratum, comparable_text, sound

FOUND = Erratum("ab", "CM03", 2, "CM03-01", "cd", "Điều 7 nay là Điều 8.", "2026-11-22")


def test_a_report_says_something_of_a_lesson_within_the_limits():
    assert sound(FOUND)
    assert sound(replace(FOUND, words="đ" * MOST_WORDS, quote="đ" * MOST_QUOTE))


@pytest.mark.parametrize(
    "change",
    [
        {"words": " \n"},
        {"lesson": ""},
        {"words": "đ" * (MOST_WORDS + 1)},
        {"quote": "đ" * (MOST_QUOTE + 1)},
        {"name": "đ" * (MOST_QUOTE + 1)},
    ],
)
def test_a_report_of_nothing_or_too_much_is_none(change):
    assert not sound(replace(FOUND, **change))


def test_quotations_are_compared_however_they_are_composed_and_broken():
    text = "Văn  bản\nhành chính"
    assert comparable_text(unicodedata.normalize("NFD", text)) == "Văn bản hành chính"
