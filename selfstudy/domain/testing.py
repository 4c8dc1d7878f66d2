"""Tests over a module: when they may be taken and what two of them say together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from selfstudy.domain.lesson import Purpose
from selfstudy.domain.question import Question

Standing = Literal["open", "going", "later", "taken"]

WEEKS_AFTER = 30  # days between the test after a module and the delayed one


@dataclass(frozen=True, slots=True)
class ModuleTestLine:
    """A test of a module as it stands for a person; `score` from 0 to 1 of the last one taken."""

    module: str
    purpose: Purpose
    questions: int
    standing: Standing
    score: float | None = None
    taken_at: datetime | None = None
    open_from: datetime | None = None


@dataclass(frozen=True, slots=True)
class OutcomeScore:
    """How many questions about an outcome were wholly right."""

    text: str
    right: int
    questions: int


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A test that was handed in; `before` is the score of the one to compare it with."""

    purpose: Purpose
    score: float
    outcomes: tuple[OutcomeScore, ...]
    before: float | None = None

    @property
    def gain(self) -> float | None:
        """How much of what could still be learned was learned (Hake's normalised gain)."""
        if self.purpose != "post" or self.before is None or self.before >= 1:
            return None
        return (self.score - self.before) / (1 - self.before)

    @property
    def kept(self) -> float | None:
        """What share of the score after the module is left weeks later."""
        if self.purpose != "delayed" or not self.before:
            return None
        return self.score / self.before


def by_outcome(
    questions: Sequence[Question], right: Sequence[bool], names: dict[str, str]
) -> tuple[OutcomeScore, ...]:
    """Right answers by outcome, in the order in which outcomes are listed."""
    found = []
    for outcome, text in names.items():
        marks = [
            ok for question, ok in zip(questions, right, strict=True) if question.outcome == outcome
        ]
        if marks:
            found.append(OutcomeScore(text, sum(marks), len(marks)))
    return tuple(found)
