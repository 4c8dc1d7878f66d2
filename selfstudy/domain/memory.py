"""The review schedule, folded from answers by FSRS (py-fsrs, default parameters, no fuzz).

Source: the FSRS-6 algorithm as py-fsrs publishes it. Raw timestamps go in; "due today" turns at
04:00 local time.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from selfstudy.domain.moments import milliseconds, moment

if TYPE_CHECKING:
    from fsrs import Card, Rating, Scheduler, State

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


@cache
def _ratings() -> dict[int, Rating]:
    from fsrs import Rating

    return {int(rating): rating for rating in Rating}


@cache
def _cards() -> tuple[type[Card], dict[int, State]]:
    from fsrs import Card, State

    class OwnCard(Card):  # made for one review: what py-fsrs copies first need not be copied
        def __copy__(self) -> OwnCard:
            return self

    return OwnCard, {int(state): state for state in State}


def _card(memory: Memory | None) -> Card:
    """What FSRS works on; built at one go, because every answer waits for it."""
    card, states = _cards()
    if memory is None:
        return card(card_id=1)
    return card(
        card_id=1,
        state=states[memory.state],
        step=memory.step if memory.step >= 0 else None,
        stability=memory.stability or None,
        difficulty=memory.difficulty or None,
        due=moment(memory.due),
        last_review=moment(min(memory.last, LATEST)),
    )


def reviewed(memory: Memory | None, rating: int, at: int) -> Memory:
    """The schedule after a grade (1 to 4) at `at` (ms)."""
    card = _card(memory)
    card, _log = _scheduler().review_card(card, _ratings()[rating], moment(min(at, LATEST)))
    return Memory(
        state=int(card.state),
        step=-1 if card.step is None else card.step,
        stability=card.stability or 0.0,
        difficulty=card.difficulty or 0.0,
        due=milliseconds(card.due),
        last=at,
    )
