"""Goals, weeks and quarters."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfstudy.domain.initiative import (
    Goal,
    Goals,
    Rhythm,
    minutes_in,
    span_of,
    weeks_with_study,
)
from selfstudy.domain.period import Period

SUNDAY = date(2026, 11, 22)


def test_a_week_begins_on_monday_and_a_quarter_on_its_first_day() -> None:
    assert span_of("week", SUNDAY) == Period(date(2026, 11, 16), SUNDAY)
    assert span_of("quarter", SUNDAY) == Period(date(2026, 10, 1), date(2026, 12, 31))
    assert span_of("quarter", date(2026, 2, 1)) == Period(date(2026, 1, 1), date(2026, 3, 31))


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_every_day_stands_in_its_week_and_in_its_quarter(day: date) -> None:
    week, quarter = span_of("week", day), span_of("quarter", day)
    assert day in week
    assert day in quarter
    assert (week.last - week.first).days == 6
    assert (quarter.last + timedelta(days=1)).day == quarter.first.day == 1
    assert 90 <= (quarter.last - quarter.first).days + 1 <= 92


def test_weeks_with_study_are_counted_and_a_week_without_costs_nothing() -> None:
    minutes = [0] * 92
    minutes[-1] = minutes[-2] = 20  # this week, twice
    minutes[-8] = 5  # the week before
    minutes[-84] = 10  # Monday of the twelfth week back
    assert weeks_with_study(minutes, SUNDAY) == 3
    minutes[-85] = 10  # the Sunday before that
    assert weeks_with_study(minutes, SUNDAY) == 3
    assert weeks_with_study([], SUNDAY) == 0


def test_minutes_of_a_week_are_those_of_its_days() -> None:
    assert minutes_in(span_of("week", SUNDAY), [1] * 30, SUNDAY) == 7


@pytest.mark.parametrize(
    "goals",
    [
        Goals(week=Goal(minutes=-1)),
        Goals(quarter=Goal(lessons=10_001)),
        Goals(days=(7,)),
        Goals(hour=24),
    ],
)
def test_a_goal_that_cannot_be_meant_is_not_sound(goals: Goals) -> None:
    assert not goals.sound


def test_a_goal_is_there_once_anything_is_asked() -> None:
    assert Goal(reviews=5)
    assert not Goal()
    assert Goals(Goal(60), Goal(lessons=3), (1, 3), 17).sound


def test_today_speaks_of_goals_that_are_set_and_of_a_day_one_chose() -> None:
    nothing = Rhythm(Goals(), Goal(), Goal(), 0)
    assert not nothing.spoken_of
    assert Rhythm(Goals(), Goal(), Goal(), 0, remind=True).spoken_of
    assert Rhythm(Goals(quarter=Goal(5)), Goal(), Goal(), 0).spoken_of
