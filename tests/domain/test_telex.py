from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfstudy.domain.telex import meant
from selfstudy.domain.vietnamese import comparable, fold
from selfstudy.settings import Places

TONES = {"\u0300": "f2", "\u0309": "r3", "\u0303": "x4", "\u0301": "s1", "\u0323": "j5"}
SHAPES = {
    ("a", "\u0302"): ("aa", "a6"),
    ("e", "\u0302"): ("ee", "e6"),
    ("o", "\u0302"): ("oo", "o6"),
    ("a", "\u0306"): ("aw", "a8"),
    ("o", "\u031b"): ("ow", "o7"),
    ("u", "\u031b"): ("uw", "u7"),
}
VIETNAMESE = re.compile(
    "(?:ngh?|nh|gh?|kh|ph|qu|th|tr|ch|[bcdđhklmnpqrstvx])?"
    "[aeiouyàáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ]{1,4}"
    "(?:ch|c|m|ng|nh|n|p|t)?"
)


def written_words():
    """Every Vietnamese syllable of the shipped lessons."""
    text = " ".join(path.read_text("utf-8") for path in Places().lessons().rglob("*.md"))
    found = set(re.findall(r"[^\W\d_]+", unicodedata.normalize("NFC", text).casefold()))
    return sorted(
        word for word in found if VIETNAMESE.fullmatch(word) and not re.search("aa|ee|oo", word)
    )


WORDS = written_words()


def keyed(word, method, *, late):
    """The keys that an input method asks for; the tone after its vowel, or at the word's end."""
    keys, tone = "", ""
    for letter in word:
        base, *marks = unicodedata.normalize("NFD", letter)
        shape = next((mark for mark in marks if mark not in TONES), "")
        mine = "".join(TONES[mark][method] for mark in marks if mark in TONES)
        bare = ("dd", "d9")[method] if letter == "đ" else base
        keys += SHAPES[base, shape][method] if shape else bare
        keys, tone = (keys, mine or tone) if late else (keys + mine, "")
    return keys + tone


@pytest.mark.parametrize("late", [False, True])
@pytest.mark.parametrize("method", [0, 1])
def test_every_word_of_the_lessons_reads_as_meant_from_its_keys(method, late):
    assert len(WORDS) > 500
    wrong = {
        word: keyed(word, method, late=late)
        for word in WORDS
        if comparable(meant(keyed(word, method, late=late))) != comparable(word)
    }
    assert wrong == {}


@given(words=st.lists(st.sampled_from(WORDS), max_size=8))
def test_words_without_marks_and_words_with_marks_stay_as_they_are(words):
    text = " ".join(words)

    assert meant(fold(text)) == fold(text)
    marked = " ".join(word for word in words if not word.isascii())
    assert meant(marked) == marked


@given(text=st.text())
def test_any_text_can_be_read(text):
    assert isinstance(meant(text), str)


@given(text=st.text(alphabet="adeghinostuwxyj0123456789 "))
def test_reading_twice_changes_nothing_more(text):
    once = meant(text)

    assert meant(once) == once


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("nghij ddinhj", "nghị định"),
        ("vawn barn", "văn bản"),
        ("quyeets ddinhj", "quyết định"),
        ("nghi5 d9inh5", "nghị định"),
        ("Quyeets DDINHJ soos 30/2020", "quyết định số 30/2020"),
        ("dduowcj", "được"),
        ("dduocwj", "được"),
        ("dinhdj", "định"),
        ("nguwoif", "người"),
        ("thuowr", "thuở"),
        ("uwng", "ưng"),
        ("wng", "ưng"),
        ("muaw", "mưa"),
        ("quawng", "quăng"),
        ("quowr", "quở"),
        ("tiene", "tiên"),
        ("ngoaos", "ngoáo"),
        ("khuyur", "khuỷu"),
        ("hoasz", "hoa"),
        ("hoa10", "hoa"),
        ("class offline web", "class offline web"),
        ("điềuf", "điềuf"),
    ],
)
def test_keys_read_as_what_was_meant(typed, read):
    assert meant(typed) == read
