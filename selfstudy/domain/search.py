"""What can be found, and what was found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

FoundKind = Literal["lesson", "question", "term", "source"]

MATCH_START = "⟦"
MATCH_END = "⟧"


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
    """Something found; in `snippet` each match stands between MATCH_START and MATCH_END.

    `score` is higher for the better hit.
    """

    kind: FoundKind
    id: str
    title: str
    snippet: str
    score: float
    lesson: str = ""
