"""The review schedule, folded from answers by FSRS (py-fsrs, default parameters, no fuzz).

Source: the FSRS-6 algorithm as py-fsrs publishes it. Raw timestamps go in; "due today" turns at
04:00 local time.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from fsrs import Scheduler

DAY = 86_400_000  # ms
SOME_DAY = datetime(2000, 1, 1, tzinfo=UTC)  # FSRS asks how many days passed, not which
STEPS = 4096  # FSRS steps in memory, about 2 MB
LATEST = 247_000_000_000_000  # ms, the year 9797: schedules reach 100 years, calendars end in 9999


class Memory(NamedTuple):
    """What FSRS keeps of one question for one person; times in ms since 1970."""

    state: int = 1
    step: int = 0
    stability: float = 0.0
    difficulty: float = 0.0
    due: int = 0
    last: int = 0


def rating_of(score: int, confidence: str) -> int:
    """FSRS grade: 1 again when not wholly right, 2 hard for a guess, 3 good, 4 easy when sure."""
    if score < 1000:
        return 1
    return {"guess": 2, "unsure": 3, "sure": 4}.get(confidence, 3)


@cache
def _scheduler() -> Scheduler:
    from fsrs import Scheduler  # loaded at first use: 40 ms that start-up does not need

    return Scheduler(enable_fuzzing=False)


class _Step(NamedTuple):
    """What one grade makes of a question, whenever it was given; the interval in ms."""

    state: int
    step: int
    stability: float
    difficulty: float
    interval: int


@lru_cache(maxsize=STEPS)  # every first answer is one of four steps, and most others come again
def _step(
    state: int, step: int, stability: float, difficulty: float, days: int | None, rating: int
) -> _Step:
    """One step of FSRS, `days` after the last one (None: there was none)."""
    from fsrs import Card, Rating, State

    last = None if days is None else SOME_DAY - timedelta(days=days)
    card = Card(
        card_id=1, state=State(state), step=None if step < 0 else step,
        stability=stability or None, difficulty=difficulty or None, due=last, last_review=last,
    )  # fmt: skip
    card, _log = _scheduler().review_card(card, Rating(rating), SOME_DAY)
    return _Step(
        int(card.state),
        -1 if card.step is None else card.step,
        card.stability or 0.0,
        card.difficulty or 0.0,
        (card.due - SOME_DAY) // timedelta(milliseconds=1),
    )


def reviewed(memory: Memory | None, rating: int, at: int) -> Memory:
    """The schedule after a grade (1 to 4) at `at` (ms)."""
    now = min(max(at, 0), LATEST)
    state, step, stability, difficulty, *_times = memory or Memory()
    days = None if memory is None else max(0, now - min(max(memory.last, 0), LATEST)) // DAY
    after = _step(state, step, stability, difficulty, days, rating)
    return Memory(
        after.state, after.step, after.stability, after.difficulty, now + after.interval, at
    )
