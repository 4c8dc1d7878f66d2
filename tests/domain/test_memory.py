from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from fsrs import Card, Rating, Scheduler
from hypothesis import given
from hypothesis import strategies as st

from selfstudy.domain.memory import LATEST, Memory, rating_of, reviewed
from selfstudy.domain.moments import LAST_SHOWN, due_limit, milliseconds, moment
from selfstudy.domain.wire import MAX_TIME
from tests.builders import NOON

DAY = 86_400_000
VN = timezone(timedelta(hours=7))


@pytest.mark.parametrize(
    ("score", "confidence", "rating"),
    [
        (0, "sure", 1), (999, "sure", 1), (1000, "guess", 2), (1000, "unsure", 3),
        (1000, "", 3), (1000, "what a newer program asks", 3), (1000, "sure", 4),
    ],
)  # fmt: skip
def test_a_grade_comes_from_score_and_confidence(score, confidence, rating):
    assert rating_of(score, confidence) == rating


@given(st.lists(st.tuples(st.integers(1, 4), st.integers(0, 400 * DAY)), min_size=1, max_size=8))
def test_the_schedule_is_that_of_py_fsrs_whatever_is_kept_between(reviews):
    scheduler, card = Scheduler(enable_fuzzing=False), Card(card_id=1)
    memory, at = None, NOON
    for rating, later in reviews:
        at += later
        memory = reviewed(memory, rating, at)
        card, _log = scheduler.review_card(card, Rating(rating), moment(at))

    assert memory.last == at
    assert memory.due == milliseconds(card.due)
    assert (memory.state, memory.stability, memory.difficulty) == (
        int(card.state), card.stability, card.difficulty,
    )  # fmt: skip
    assert memory.step == (-1 if card.step is None else card.step)


def test_a_clock_at_the_end_of_time_still_gives_a_schedule():
    last = reviewed(None, 4, MAX_TIME - 1)
    again = reviewed(last, 4, MAX_TIME - 1)

    assert last.last == again.last == MAX_TIME - 1
    assert LATEST < last.due < MAX_TIME
    assert moment(again.due).year < 9999


def test_up_to_the_latest_time_nothing_is_bent():
    assert reviewed(None, 4, LATEST).due == LATEST + (reviewed(None, 4, NOON).due - NOON)


@given(st.integers(0, LAST_SHOWN))
def test_milliseconds_come_back(at):
    assert milliseconds(moment(at)) == at


@given(st.integers(-(2**53), MAX_TIME - 1), st.integers(-14, 14))
def test_whatever_a_clock_says_it_has_a_date_in_every_zone(at, hours):
    shown = moment(at).astimezone(timezone(timedelta(hours=hours)))
    assert shown.year == 9999 or 0 <= at <= LAST_SHOWN or shown.year in {1969, 1970}


def test_a_moment_is_in_universal_time():
    assert moment(0) == datetime(1970, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "limit"),
    [
        (datetime(2026, 11, 22, 3, 59, 59, tzinfo=VN), datetime(2026, 11, 22, 4, tzinfo=VN)),
        (datetime(2026, 11, 22, 4, 0, tzinfo=VN), datetime(2026, 11, 23, 4, tzinfo=VN)),
        (datetime(2026, 11, 22, 23, 0, tzinfo=VN), datetime(2026, 11, 23, 4, tzinfo=VN)),
        (datetime(2026, 11, 22, 9, 0, tzinfo=UTC), datetime(2026, 11, 23, 4, tzinfo=UTC)),
    ],
)
def test_the_day_turns_at_four_in_the_morning_of_the_own_zone(now, limit):
    assert due_limit(now) == milliseconds(limit)


def test_an_unseen_question_has_the_state_of_a_new_card():
    assert Memory() == Memory(1, 0, 0.0, 0.0, 0, 0)
