from __future__ import annotations

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfstudy.domain.vietnamese import (
    collation_key,
    comparable,
    fold,
    given_name,
    name_key,
    nfc,
    same_tone_place,
)

LETTERS = (
    "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệghiìỉĩíịklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvxyỳỷỹýỵ "
)
vietnamese = st.text(st.sampled_from(LETTERS + LETTERS.upper()))


def shuffled(items):
    return random.Random(5).sample(items, len(items))


def test_folding_finds_a_name_typed_without_marks():
    assert fold("Đặng Thị Ngọc Ánh") == "dang thi ngoc anh"


@pytest.mark.parametrize("letter", ["đ", "Đ", "ð", "Ð"])
def test_every_kind_of_d_folds_to_d(letter):
    assert fold(letter) == "d"


def test_composed_decomposed_and_mixed_texts_fold_alike():
    name = "Nguyễn"
    mixed = "Nguyê\u0303n"

    assert len(nfc(name)) == 6
    assert len(unicodedata.normalize("NFD", name)) == 8
    assert fold(name) == fold(unicodedata.normalize("NFD", name)) == fold(mixed) == "nguyen"
    assert nfc(mixed) == name


@given(vietnamese)
def test_folding_keeps_the_length_and_is_stable(text):
    folded = fold(nfc(text))

    assert len(folded) == len(nfc(text))
    assert fold(folded) == folded
    assert folded.isascii()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("hòa", "hoà"),
        ("thúy", "thuý"),
        ("khỏe", "khoẻ"),
        ("ủy", "uỷ"),
        ("HÓA", "HOÁ"),
        ("Hòan", "Hoàn"),
    ],
)
def test_both_places_of_a_tone_become_one(old, new):
    assert same_tone_place(old) == same_tone_place(new) == new


@pytest.mark.parametrize(
    "word", ["mùa", "của", "tòa án".replace("òa", "oà"), "nghĩa", "quý", "thuở"]
)
def test_words_with_one_place_for_their_tone_stay(word):
    assert same_tone_place(word) == word


@given(vietnamese)
def test_tone_place_neither_moves_letters_nor_moves_twice(text):
    once = same_tone_place(text)

    assert same_tone_place(once) == once
    assert fold(once) == fold(text)
    assert len(comparable(nfc(text))) == len(nfc(text))


def test_given_names_sort_by_the_vietnamese_alphabet():
    right = ["An", "Anh", "Ánh", "Ăn", "Ân", "Ẩn", "Cường", "Dung", "Dũng", "Đào", "Đức", "Y"]

    assert sorted(shuffled(right), key=collation_key) == right


def test_tones_break_ties_in_their_order():
    right = ["ma", "mà", "mả", "mã", "má", "mạ"]

    assert sorted(shuffled(right), key=collation_key) == right
    assert sorted(["mãn", "mạ"], key=collation_key) == ["mạ", "mãn"]


def test_letters_outside_the_alphabet_have_their_latin_places():
    right = ["2 người", "10", "e", "ê", "f", "g", "i", "j", "k", "v", "w", "x", "y", "z"]

    assert sorted(shuffled(right[2:]), key=collation_key) == right[2:]
    assert collation_key("10") < collation_key("a")


def test_case_and_composition_do_not_count_in_sorting():
    assert collation_key("ĐỨC") == collation_key(unicodedata.normalize("NFD", "đức"))


def test_people_sort_by_given_name_then_family_then_middle():
    right = ["Trần Văn An", "Lê Thị Bình", "Lê Văn Bình", "Nguyễn An Bình", "Bình Dung"]

    assert sorted(shuffled(right), key=name_key) == right


def test_a_single_name_is_a_given_name():
    assert given_name("Hạnh") == "Hạnh"
    assert given_name("  Trần Thị Hạnh ") == "Hạnh"
    assert given_name("") == ""
    assert name_key("Hạnh") < name_key("Trần Thị Hạnh")
    assert name_key("") == ((), (), ())
