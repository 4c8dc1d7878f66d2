from __future__ import annotations

import unicodedata
from itertools import islice
from string import ascii_lowercase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfstudy.domain.legacy import (
    ENCODINGS,
    MOST_WORDS,
    TCVN3,
    VNI,
    convert,
    guess,
    of_font,
    sounds,
    to_tcvn3,
    to_vni,
)

NAMES = (
    "Nguyễn Thị Hạnh", "Đặng Văn Ước", "Trần Quốc Tuấn", "Lê Phương Thảo", "Phạm Ngọc Ánh",
    "Huỳnh Thuý Kiều", "Hoàng Hữu Nghĩa", "Bùi Đức Khuê",
)  # fmt: skip
LETTERS = sorted(set(TCVN3.values()))
PLAIN = "bcdghklmnpqrstvx ,()0123456789"


def misread(text, as_it_is, shown_as):
    return "".join(
        bytes([byte]).decode(shown_as, "ignore") or chr(byte) for byte in text.encode(as_it_is)
    )


def cp1258(text):
    """Bytes as Windows wrote Vietnamese: letters with their shape, tones behind them."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    found = ""
    for letter in text:
        apart = unicodedata.normalize("NFD", letter)
        found += unicodedata.normalize("NFC", "".join(m for m in apart if m not in tones))
        found += "".join(mark for mark in apart if mark in tones)
    return misread(found, "cp1258", "cp1252")


@pytest.mark.parametrize(
    ("written", "encoding"),
    [
        ("Nguyá»…n", "utf8"),
        ("NguyÔn", "tcvn3"),
        ("Nguyeãn", "vni"),
        ("Nguye^~n", "viqr"),
        ("Nguye\u0302\u0303n", "unicode"),
        ("Nguyê\u0303n", "unicode"),
        ("NguyêÞn", "cp1258"),
    ],
)
def test_the_vectors_of_old_writing_say_nguyen(written, encoding):
    assert convert(written, encoding) == "Nguyễn"
    assert guess([written]) == encoding


@pytest.mark.parametrize(
    ("code", "letter"),
    [
        (0xA8, "ă"), (0xAD, "ư"), (0xAE, "đ"), (0xB5, "à"), (0xB6, "ả"), (0xB7, "ã"), (0xB8, "á"),
        (0xB9, "ạ"), (0xC6, "ặ"), (0xC7, "ầ"), (0xCB, "ậ"), (0xCE, "ẻ"), (0xD6, "ệ"), (0xDC, "ĩ"),
        (0xE4, "ọ"), (0xE9, "ộ"), (0xEE, "ợ"), (0xEF, "ù"), (0xF1, "ủ"), (0xF9, "ự"), (0xFE, "ỵ"),
        (0xA1, "Ă"), (0xA6, "Ư"), (0xA7, "Đ"),
    ],
)  # fmt: skip
def test_the_tcvn3_table_is_that_of_tcvn_5712(code, letter):
    assert convert(chr(code), "tcvn3") == letter


def test_tcvn3_has_every_small_letter_and_no_sign_means_two():
    assert len(TCVN3) == 67 + 7
    assert len(set(TCVN3.values())) == len(TCVN3)


@given(st.text(st.sampled_from(LETTERS + list(PLAIN))))
def test_what_is_written_in_tcvn3_is_read_again(text):
    assert convert(to_tcvn3(text), "tcvn3") == text


@given(st.lists(st.sampled_from(sorted(set(VNI.values()))), max_size=8))
def test_what_is_written_in_vni_is_read_again(letters):
    text = "n".join(letters)
    assert convert(to_vni(text), "vni") == text


@given(st.text(max_size=30), st.sampled_from(ENCODINGS))
def test_whatever_is_converted_is_in_one_form_and_nothing_fails(text, encoding):
    found = convert(text, encoding)
    assert found == unicodedata.normalize("NFC", found)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=20))
def test_utf8_that_was_shown_as_cp1252_is_read_again(text):
    shown = misread(unicodedata.normalize("NFC", text), "utf-8", "cp1252")
    assert convert(shown, "utf8") == unicodedata.normalize("NFC", text)


@pytest.mark.parametrize("name", NAMES)
def test_names_in_every_encoding_are_read(name):
    assert convert(to_tcvn3(name.lower()), "tcvn3") == name.lower()
    assert convert(to_vni(name), "vni") == name
    assert convert(cp1258(name), "cp1258") == name


@pytest.mark.parametrize(
    ("write", "encoding"),
    [
        (lambda name: name, "unicode"),
        (lambda name: unicodedata.normalize("NFD", name), "unicode"),
        (to_vni, "vni"),
        (lambda name: to_tcvn3(name.lower()), "tcvn3"),
        (cp1258, "cp1258"),
        (lambda name: misread(name, "utf-8", "cp1252"), "utf8"),
    ],
)
def test_the_encoding_of_a_list_of_names_is_guessed(write, encoding):
    assert guess(map(write, NAMES)) == encoding


def test_the_font_is_believed_before_the_sound():
    assert guess(["Nguyễn"], [".VnTimeH"]) == "tcvn3"
    assert guess(["abc"], ["Arial", "VNI-Times"]) == "vni"
    assert (of_font(".vnArial"), of_font("VNI-Helve"), of_font("Arial")) == ("tcvn3", "vni", None)


def test_a_font_of_capitals_draws_small_letters_so():
    assert convert("nguyÔn thÞ h¹nh", "tcvn3", ".VnTimeH") == "NGUYỄN THỊ HẠNH"
    assert convert("NguyÔn", "tcvn3", ".VnTime") == "Nguyễn"


def test_a_capital_with_the_mark_of_a_small_letter_is_read():
    assert convert("Aùnh ÖÙng", "vni") == "Ánh Ứng"


def test_viqr_keeps_what_is_escaped():
    assert convert(r"DDa(.ng Va(n O\. 1", "viqr") == "Đặng Văn O. 1"
    assert convert("dda^`u tu+ ddU+o+.c", "viqr") == "đầu tư đƯợc"


@pytest.mark.parametrize(
    "texts",
    [[], ["Nguyen Van A", "Tran thi b. c"], ["Ông John Müller"], ["CB-001 (2)"], ["日本 東京"]],
)
def test_what_is_no_old_writing_is_left_alone(texts):
    assert guess(texts) == "unicode"


def test_a_guess_looks_at_so_many_words_and_no_more():
    many = (f"{a}{b}{c}" for a in "bcdgh" for b in ascii_lowercase for c in ascii_lowercase)
    assert guess([*islice(many, MOST_WORDS + 2), "NguyÔn"]) == "unicode"


@pytest.mark.parametrize(
    ("word", "so"),
    [
        ("nghiêng", True),
        ("Đặng", True),
        ("quốc", True),
        ("áà", False),
        ("xyz", False),
        ("bạn", True),
    ],
)
def test_syllables_are_known_by_how_they_are_built(word, so):
    assert sounds(word) is so
