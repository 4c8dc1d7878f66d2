"""From three measures of a competency to its level, gap and priority.

The weights, the bands and the table from scores to levels are the product's own proposal
(`docs/needs.md`); a unit may set other weights.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Band = Literal["high", "middle", "low"]

LOWEST, HIGHEST = 1, 5  # levels, and importance to the job
MIDDLE = 3.0  # importance where nobody has told one
FAR_APART = 2  # levels between oneself and the supervisor that are to be talked about
SCORES = ((90.0, 5), (75.0, 4), (60.0, 3), (40.0, 2))  # per cent from which a level is reached
UNTESTED = frozenset({"C1", "C2", "Q1", "Q2", "Q3"})  # no test shows how people behave or lead
HIGH, MIDDLING = 8.0, 4.0  # priorities from which a need is high, or middling


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each measure counts; what is missing is left out and the rest counts more."""

    self_rating: float = 0.25
    supervisor: float = 0.40
    test: float = 0.35


@dataclass(frozen=True, slots=True)
class Measures:
    """What is known of one person in one competency.

    Ratings and importance from 1 to 5, `test` in per cent, None where nobody told; `reaches` is
    the highest level that the test can show; `mandatory` when the law asks for it this year.
    """

    competency: str
    required: int
    self_rating: int | None = None
    supervisor: int | None = None
    test: float | None = None
    own_importance: int | None = None
    supervisor_importance: int | None = None
    mandatory: bool = False
    reaches: int = HIGHEST

    @property
    def tested(self) -> int | None:
        """The level that the test shows; None where none was taken, or none can show it."""
        if self.test is None or self.competency in UNTESTED:
            return None
        return min(level_of_score(self.test), self.reaches)


@dataclass(frozen=True, slots=True)
class Need:
    """What follows: `level`, `gap` and `priority` are None where nothing was measured."""

    competency: str
    required: int
    level: float | None
    gap: float | None
    importance: float
    priority: float | None
    disagreement: bool = False

    @property
    def surplus(self) -> float:
        """Levels above what the position requires."""
        return 0.0 if self.level is None else max(0.0, self.level - self.required)

    @property
    def band(self) -> Band | None:
        """How urgent; None where nothing was measured or nothing is lacking."""
        return None if not self.priority else band_of(self.priority)


def band_of(priority: float) -> Band:
    """`high` from 8, `middle` from 4."""
    if priority >= HIGH:
        return "high"
    return "middle" if priority >= MIDDLING else "low"


def level_of_score(score: float) -> int:
    """The level (1 to 5) that a test's score (0 to 100) shows."""
    return next((level for least, level in SCORES if score >= least), LOWEST)


def need_of(measures: Measures, weights: Weights | None = None) -> Need:
    """Level HT = Σ w·x / Σ w, gap KC = max(0, YC - HT), priority UT = KC · TQ · (1 + 0.5·BB)."""
    level = _level(measures, weights or Weights())
    gap = None if level is None else max(0.0, measures.required - level)
    importance = _importance(measures)
    urgent = 1.5 if measures.mandatory else 1.0
    own, others = measures.self_rating, measures.supervisor
    return Need(
        measures.competency,
        measures.required,
        level,
        gap,
        importance,
        None if gap is None else gap * importance * urgent,
        own is not None and others is not None and abs(own - others) >= FAR_APART,
    )


def _level(measures: Measures, weights: Weights) -> float | None:
    total = share = 0.0  # spelt out: a unit of ten thousand asks this for each competency
    if measures.self_rating is not None:
        total, share = weights.self_rating * measures.self_rating, weights.self_rating
    if measures.supervisor is not None:
        total += weights.supervisor * measures.supervisor
        share += weights.supervisor
    tested = measures.tested
    if tested is not None:
        total += weights.test * tested
        share += weights.test
    return total / share if share > 0 else None


def _importance(measures: Measures) -> float:
    own, others = measures.own_importance, measures.supervisor_importance
    if own is not None and others is not None:
        return (own + others) / 2
    told = others if own is None else own
    return MIDDLE if told is None else float(told)


def ranked(needs: Iterable[Need]) -> list[Need]:
    """What is lacking, the most urgent first; equal ones by gap, then by code."""
    lacking = [need for need in needs if need.priority]
    return sorted(lacking, key=lambda n: (-(n.priority or 0), -(n.gap or 0), n.competency))


@dataclass(frozen=True, slots=True)
class TaskRating:
    """One person's two ratings (1 to 7) of a task: how much it matters, how well it is done."""

    task: str
    matters: int
    done: int


def training_needs(ratings: Iterable[TaskRating]) -> list[tuple[str, float, int]]:
    """Per task the mean of `matters` less the mean of `done`, and how many told; largest first.

    The method of the Hennessy-Hicks questionnaire, with tasks of one's own.
    """
    by_task: dict[str, list[TaskRating]] = {}
    for rating in ratings:
        by_task.setdefault(rating.task, []).append(rating)
    found = [
        (task, sum(r.matters - r.done for r in told) / len(told), len(told))
        for task, told in by_task.items()
    ]
    return sorted(found, key=lambda row: (-row[1], row[0]))
