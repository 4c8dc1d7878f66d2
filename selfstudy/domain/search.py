"""What can be found, and what was found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

FoundKind = Literal["lesson", "question", "term", "source"]

KINDS: tuple[FoundKind, ...] = get_args(FoundKind)


@dataclass(frozen=True, slots=True)
class Document:
    """Something that can be found. `group` is the module it comes with, `lesson` where it opens."""

    group: str
    kind: FoundKind
    id: str
    title: str
    body: str
    lesson: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found; in `title` and `snippet` matches are unmarked and marked (`sought`).

    `score` falls from 1 for the best hit.
    """

    kind: FoundKind
    id: str
    title: str
    snippet: str
    score: float
    lesson: str = ""
