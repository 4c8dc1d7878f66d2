"""How Vietnamese text is normalised, folded for search, compared and sorted."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

SyllableKey = tuple[str, tuple[int, ...]]
CollationKey = tuple[SyllableKey, ...]
NameKey = tuple[CollationKey, CollationKey, CollationKey]

_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_LETTER_RANK = {letter: chr(0xF0000 + rank) for rank, letter in enumerate(_ALPHABET)}

MOST_IN_FILE_NAME = 60

# CLDR order of tones: level (0), grave, hook above, tilde, acute, dot below.
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}

_FOLDED: dict[int, str | None] = {
    **dict.fromkeys(range(0x300, 0x370)),
    ord("đ"): "d",
    ord("Đ"): "D",
    ord("ð"): "d",
    ord("Ð"): "D",
}


def nfc(text: str) -> str:
    """The text with each letter and its marks in one code point."""
    return unicodedata.normalize("NFC", text)


def one_line(text: str) -> str:
    """A name as it is kept: NFC, single spaces, nothing that cannot be written or shown."""
    sound = text.encode("utf-8", "replace").decode()
    shown = "".join(sign if sign.isprintable() else " " for sign in nfc(sound))
    return " ".join(shown.split())


def fold(text: str) -> str:
    """The text without marks and case, đ as d; an NFC Vietnamese text keeps its length."""
    return unicodedata.normalize("NFD", text).translate(_FOLDED).casefold()


def file_name(text: str, otherwise: str = "") -> str:
    """A name as part of a file's name: plain letters and digits alone, and not too many.

    Names come from others, so nothing in them may lead to another folder.
    """
    words = re.findall("[a-z0-9]+", fold(text))
    return "".join(word.capitalize() for word in words)[:MOST_IN_FILE_NAME] or otherwise


def _tone_moves() -> dict[str, str]:
    moves = {}
    for tone in _TONES:
        for first, seconds in (("o", "ae"), ("u", "y")):
            for second in seconds:
                for one in (first, first.upper()):
                    for two in (second, second.upper()):
                        moves[nfc(one + tone) + two] = one + nfc(two + tone)
    return moves


_MOVES = _tone_moves()


@cache
def _old_tone_place() -> re.Pattern[str]:
    return re.compile("|".join(_MOVES))  # when first needed: a start compares nothing


def same_tone_place(text: str) -> str:
    """The text with the tone of oa, oe and uy on the second letter: *hòa* and *hoà* become one."""
    return _old_tone_place().sub(lambda found: _MOVES[found.group()], nfc(text))


def comparable(text: str) -> str:
    """The text as searching and short answers compare it: case and tone place do not count."""
    return same_tone_place(text.casefold())


def _syllable_key(syllable: str) -> SyllableKey:
    letters: list[str] = []
    tones: list[int] = []
    for letter in nfc(syllable.casefold()):
        marks = unicodedata.normalize("NFD", letter)
        tones += [_TONES[mark] for mark in marks if mark in _TONES]
        bare = nfc("".join(mark for mark in marks if mark not in _TONES))
        letters.append(_LETTER_RANK.get(bare, bare))
    return "".join(letters), tuple(tones)


def collation_key(text: str) -> CollationKey:
    """A sort key: syllable by syllable, letters in Vietnamese order, the tone only breaks ties."""
    return tuple(_syllable_key(syllable) for syllable in text.split())


def given_name(full: str) -> str:
    """The name by which a person is addressed: the last word of the full name."""
    words = nfc(full).split()
    return words[-1] if words else ""


def name_key(full_name: str) -> NameKey:
    """A sort key for people: given name, then family name, then what stands between."""
    words = full_name.split()
    return (
        collation_key(" ".join(words[-1:])),
        collation_key(" ".join(words[:-1][:1])),
        collation_key(" ".join(words[1:-1])),
    )
