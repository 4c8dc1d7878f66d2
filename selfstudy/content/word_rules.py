"""Whether a newcomer can read the words: abbreviations told once, hard words in the glossary."""

from __future__ import annotations

import re
from pathlib import Path

from selfstudy.content.markup import plain_text, prose_lines
from selfstudy.content.problems import Findings, Problem
from selfstudy.content.text_file import read_toml
from selfstudy.domain.lesson import Lesson, Module

HARD_WORDS = "hard_words.toml"

_CAPITALS = "A-ZĐ"
_ABBREVIATION = re.compile(rf"(?<![\w/&.–-])[{_CAPITALS}]{{2,8}}(?![\w/&–-])")
_ROMAN = re.compile(r"[IVXLC]+")
_VOWEL = re.compile(r"[AEIOUY]")
# What every public employee reads every day, and names that are never written out.
_EVERYDAY = frozenset(
    {"UBND", "HĐND", "TP", "HCM", "TPHCM", "TW", "USB", "PDF", "QR", "OTP", "SMS", "ASEAN"}
    | {"UNESCO", "CCCD", "THPT", "THCS", "VN"}
)


def read_hard_words(path: Path, problems: list[Problem] | None = None) -> frozenset[str]:
    """The words that a lesson explains in its glossary when it uses them; none without a file."""
    found = Findings(path.name, [] if problems is None else problems)
    table = read_toml(path, found)
    return frozenset(word.casefold() for word in table.texts("words")) if table else frozenset()


def check_words(
    lesson: Lesson, module: Module, hard: set[str], body_line: int, found: Findings
) -> None:
    """Note each abbreviation and each hard word that nothing explains, where it first stands.

    A hard word that was told is taken out of `hard`: once in a module is enough.
    """
    terms = {term.word.casefold() for term in module.glossary}
    meanings = " ".join(f"{term.word} {term.meaning}" for term in module.glossary)
    told: set[str] = set()
    hard -= {word for word in hard if any(word in term for term in terms)}
    for number, line in prose_lines(lesson.text, body_line):
        text = plain_text(line)
        for short in _abbreviations(text):
            if short not in told and not _explained(short, lesson.text, meanings):
                found.warning("unexplained_abbreviation", number, word=short)
            told.add(short)
        spoken = text.casefold()
        for word in sorted(hard):
            if _speaks_of(spoken, word):
                hard.discard(word)
                found.warning("hard_word", number, word=word)


def _abbreviations(text: str) -> list[str]:
    """Capital letters that are no syllable, no numeral and no part of a heading in capitals."""
    return [
        short
        for short in _ABBREVIATION.findall(text)
        if short not in _EVERYDAY
        and not _ROMAN.fullmatch(short)
        and (not _VOWEL.search(short) or len(short) > 3)
        and not _in_capitals(text, short)
    ]


def _in_capitals(text: str, short: str) -> bool:
    """Whether a word beside it is in capitals too: then it is a title that shouts."""
    near = rf"[{_CAPITALS}À-Ỹ]{{2,}}\W+{short}\b|\b{short}\W{{1,3}}[{_CAPITALS}À-Ỹ]{{2,}}\b"
    return re.search(near, text) is not None


def _explained(short: str, text: str, meanings: str) -> bool:
    """Whether it stands in the glossary, in brackets after its words, or is told where it is."""
    word = re.escape(short)
    told = (
        rf"\({word}\)|\b{word}\b\**\s*(?:\(|là\b|=|:|–)"
        rf"|\|\s*\**{word}\**\s*\||[“\"*`]{word}[.”\"*`]"
    )
    return re.search(rf"\b{word}\b", meanings) is not None or re.search(told, text) is not None


def _speaks_of(text: str, word: str) -> bool:
    return word in text and re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) is not None
