"""What a question is and how an answer is graded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "single", "multi", "true_false", "numeric", "order", "match", "cloze", "scenario"
]
Cognitive = Literal["remember", "understand", "apply", "analyse", "evaluate", "create"]


@dataclass(frozen=True, slots=True)
class Option:
    """One choice. For `match`, `text` is the left side and `pair` the right one.

    For `order`, options stand in their right order. `reason` says why it is right or wrong.
    """

    key: str
    text: str
    right: bool = False
    reason: str = ""
    pair: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A question of one of eight kinds.

    `options` serve single, multi, true_false, order, match and scenario;
    `accepted` holds the right texts of cloze (one tuple per blank) or the one number of numeric;
    `tolerance` is the numeric half-width; `case` is the story of a scenario.
    """

    id: str
    kind: Kind
    text: str
    options: tuple[Option, ...] = ()
    accepted: tuple[tuple[str, ...], ...] = ()
    tolerance: float = 0.0
    unit: str = ""
    case: str = ""
    explanation: str = ""
    difficulty: int = 2
    cognitive: Cognitive = "understand"
    competency: str = ""
    outcome: str = ""
    source: str = ""
    place: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Grade:
    """The outcome of one answer: `score` from 0 to 1, right when it is 1."""

    score: float

    @property
    def right(self) -> bool:
        """Whether the answer is wholly right."""
        return self.score >= 1.0
