from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfstudy.domain.sought import MATCH_END, MATCH_START, SNIPPET_WORDS, marked, snippet, sought


def lit(text, words):
    return snippet(text, sought(words))


@pytest.mark.parametrize(
    ("text", "words", "shown"),
    [
        ("Đội ngũ được đào tạo.", "dao tao", "Đội ngũ được ⟦đào⟧ ⟦tạo⟧."),
        ("con dao và đào tạo", "đào", "con dao và ⟦đào⟧ tạo"),
        ("con dao và đào tạo", "dao", "con ⟦dao⟧ và đào tạo"),
        ("con dao và đào tạo", "dáo", "con ⟦dao⟧ và ⟦đào⟧ tạo"),
        ("tổ hoà giải", "hòa gi", "tổ ⟦hoà⟧ ⟦giải⟧"),
        ("tổ hòa giải", unicodedata.normalize("NFD", "hoà giải"), "tổ ⟦hòa⟧ ⟦giải⟧"),
        ("Nghị định 30/2020/NĐ-CP", "30/2020", "Nghị định ⟦30⟧/⟦2020⟧/NĐ-CP"),
        ("Straße İ bộ", "strasse", "Straße İ bộ"),
        ("những điều khác", "văn", "những điều khác"),
        ("", "văn", ""),
        ("в слове", "в", "⟦в⟧ слове"),
    ],
)
def test_matches_are_lit_in_the_text_as_written(text, words, shown):
    assert lit(text, words) == shown


def test_a_word_that_is_typed_twice_is_lit_as_begun_too():
    assert lit("văn vănh", "văn văn") == "⟦văn⟧ ⟦vănh⟧"


def test_the_snippet_shows_where_the_words_stand_side_by_side_as_typed():
    far = "từ " * 60
    text = f"bán dao {far}bản đao {far}bản dao {far}".strip()

    assert "⟦bản⟧ ⟦đao⟧" in lit(text, "bản đao")
    assert lit(text, "ban dao").startswith("⟦bán⟧ ⟦dao⟧")


def test_the_snippet_shows_where_most_words_stand_near_each_other():
    far = "từ " * 60

    shown = lit(f"luật {far}luật về lưu trữ {far}", "lưu luật trữ")

    assert "⟦luật⟧ về ⟦lưu⟧ ⟦trữ⟧" in shown


@given(
    text=st.text(alphabet="aàbvăn ̀đd0.-", max_size=400).map(lambda text: " ".join(text.split())),
    words=st.text(alphabet="aàbvănđd0 .", min_size=1, max_size=12),
)
def test_a_snippet_is_a_part_of_the_text(text, words):
    wanted = sought(words)
    if wanted is None:
        return
    shown = snippet(text, wanted)
    bare = shown.replace(MATCH_START, "").replace(MATCH_END, "")

    assert shown.count(MATCH_START) == shown.count(MATCH_END)
    assert bare.removeprefix("… ").removesuffix(" …") in text
    assert len(bare.split()) <= SNIPPET_WORDS + 2


@pytest.mark.parametrize("words", ["", "  ", "…", "-"])
def test_there_is_nothing_to_look_for_without_a_letter_or_digit(words):
    assert sought(words) is None


def test_a_text_has_all_words_or_not():
    assert sought("cai dat").is_all_in("Mở phần Cài đặt")
    assert sought("dat ca").is_all_in("Mở phần Cài đặt")
    assert not sought("cai dat lai").is_all_in("Mở phần Cài đặt")
    assert not sought("ca dat").is_all_in("Mở phần Cài đặt")


def test_a_title_is_marked_whole():
    assert marked("Thể thức văn bản", "van") == "Thể thức ⟦văn⟧ bản"
    assert marked("Thể thức văn bản", "…") == "Thể thức văn bản"
