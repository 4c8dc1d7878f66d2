"""Everything the quiz screen draws; knows no Qt."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from selfstudy.desktop.quiz.feedback import Part
from selfstudy.desktop.sources import SourceLine
from selfstudy.domain.errors import SelfStudyError
from selfstudy.domain.lesson import Purpose
from selfstudy.domain.progress import Confidence, Response
from selfstudy.domain.question import Option, Question
from selfstudy.domain.testing import HandedIn


@dataclass(frozen=True, slots=True)
class Verdict:
    """An answer that is saved: what became of it and why."""

    score: float
    parts: tuple[Part, ...]
    saved_at: datetime | None = None

    @property
    def right(self) -> bool:
        """Wholly right."""
        return self.score >= 1.0


@dataclass(frozen=True, slots=True)
class SummaryLine:
    """A question in the list at the end."""

    position: int
    text: str
    score: float | None


@dataclass(frozen=True, slots=True)
class QuizState:
    """Everything the quiz screen draws."""

    busy: bool = False
    error: SelfStudyError | None = None
    unanswered: bool = False
    missing: int = 0  # rows or blanks still open; giving the answer once more sends it so
    title: str = ""
    lesson: str = ""
    review: bool = False
    position: int = 0
    total: int = 0
    answered: int = 0
    question: Question | None = None
    turn: int = 0
    options: tuple[Option, ...] = ()
    pairs: tuple[Option, ...] = ()
    response: Response = ()
    confidence: Confidence = ""
    verdict: Verdict | None = None
    source: SourceLine | None = None
    asked_in: str = ""  # the lesson of the question; in review each has its own
    changed: bool = False  # it reads otherwise than when it was last answered
    finished: bool = False
    empty: bool = False
    right: int = 0
    lesson_finished: bool = False
    test: Purpose | Literal[""] = ""  # the questions are a test over a module
    handed_in: HandedIn | None = None
    summary: tuple[SummaryLine, ...] = ()
