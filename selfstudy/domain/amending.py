"""A lesson that was amended after somebody finished it: what is new, clause by clause."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from math import ceil

from selfstudy.domain.changes import LessonChanges
from selfstudy.domain.lesson import Source

WORDS_A_MINUTE = 90  # two texts are compared at half the speed of reading one
MINUTES_A_QUESTION = 0.75
_CLAUSE = re.compile(r"\n\s*\n|\n(?=\s*(?:[-*+]|\d+[.)]|\||[a-zđ]\))\s)")
_WORD = re.compile(r"\s+|\w+(?:[./-]\w+)*|[^\w\s]")
_STOP = re.compile(r"\s+([.,;:!?…”)])")


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a clause; `new` when the other text has not got them."""

    words: str
    new: bool


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause in the old and in the new text; empty where it is not."""

    before: tuple[Piece, ...]
    after: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Amended:
    """What is new in a lesson for who had finished it.

    `digest_before` is that of the text they know, `reasons` are the sources that ended and that
    it rested on; `answered` are the changed questions that were answered as they read now.
    """

    lesson: str
    module: str
    number: int
    title: str
    title_en: str
    module_title: str
    module_title_en: str
    digest_before: str
    changes: LessonChanges
    minutes: int
    reasons: tuple[Source, ...] = ()
    answered: frozenset[str] = frozenset()

    @property
    def asked(self) -> tuple[str, ...]:
        """The questions that are new or read otherwise."""
        return tuple(q.id for q in self.changes.questions if q.after is not None)

    @property
    def places(self) -> int:
        """How many sections and questions are not what they were."""
        return len(self.changes.sections) + len(self.changes.questions)

    @property
    def open(self) -> tuple[str, ...]:
        """The questions of those that are still to be answered."""
        return tuple(name for name in self.asked if name not in self.answered)


def minutes_for(changes: LessonChanges, plain: Callable[[str], str] = str) -> int:
    """About how long it takes to look at what changed and to answer what is asked anew."""
    words = sum(
        len(piece.words.split())
        for section in changes.sections
        for clause in clauses(section.before, section.after, plain)
        for piece in (*clause.before, *clause.after)
    )
    asked = sum(question.after is not None for question in changes.questions)
    return max(1, ceil(words / WORDS_A_MINUTE + MINUTES_A_QUESTION * asked))


def clauses(before: str, after: str, plain: Callable[[str], str] = str) -> tuple[Clause, ...]:
    """The clauses of two texts that differ, old beside new, their differing words marked.

    `plain` takes the marks of writing out of a clause; what differs in marks alone is the same.
    """
    old, new = (_clauses(text, plain) for text in (before, after))
    found: list[Clause] = []
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            found += _beside(old[i:j], new[k:m])
    return tuple(found)


def _clauses(text: str, plain: Callable[[str], str]) -> list[str]:
    """Paragraphs, list items and rows of a table, one each, white space made even."""
    parts = (" ".join(plain(part).split()) for part in _CLAUSE.split(text))
    return [_STOP.sub(r"\1", part) for part in parts if part]


def _beside(old: list[str], new: list[str]) -> Iterator[Clause]:
    """Old and new clauses in pairs; what is left over stands alone."""
    for place in range(max(len(old), len(new))):
        before = old[place] if place < len(old) else ""
        after = new[place] if place < len(new) else ""
        yield Clause(*_marked(before, after))


def _marked(before: str, after: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both clauses in pieces, those marked that only one has; all of it when nothing is alike."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    left: list[Piece] = []
    right: list[Piece] = []
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        for pieces, words in ((left, old[i:j]), (right, new[k:m])):
            if words:
                pieces.append(Piece("".join(words), new=tag != "equal"))
    return tuple(left), tuple(right)
