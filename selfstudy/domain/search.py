"""What can be found, and what was found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

FoundKind = Literal["lesson", "question", "term", "source", "module"]


@dataclass(frozen=True, slots=True)
class Document:
    """Something that can be found. `group` is the module it comes with, `lesson` where it opens.

    `other` is what it is called besides its title: in English, or without its number.
    """

    group: str
    kind: FoundKind
    id: str
    title: str
    body: str
    lesson: str = ""
    other: str = ""
    headings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found; in `title` and `snippet` matches are unmarked and marked (`sought`).

    `score` falls from 1 for the best hit; `called` tells that a name of it begins with the words.
    """

    kind: FoundKind
    id: str
    title: str
    snippet: str
    score: float
    lesson: str = ""
    called: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A hit for a screen: the words that found it, where it opens, and what it stands in."""

    hit: Hit
    words: str
    lesson: str = ""
    title_en: str = ""
    number: int = 0
    lesson_title: str = ""
    lesson_title_en: str = ""
    module: str = ""
    module_en: str = ""
