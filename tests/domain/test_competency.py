"""Levels, gaps and priorities of competencies."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfstudy.domain.competency import (
    Measures,
    TaskRating,
    Weights,
    band_of,
    level_of_score,
    need_of,
    ranked,
    training_needs,
)

ratings = st.none() | st.integers(1, 5)
measured = st.builds(
    Measures,
    competency=st.sampled_from(["M2", "M5", "S2", "C1", "Q2"]),
    required=st.integers(0, 5),
    self_rating=ratings,
    supervisor=ratings,
    test=st.none() | st.floats(0, 100),
    own_importance=ratings,
    supervisor_importance=ratings,
    mandatory=st.booleans(),
)


@pytest.mark.parametrize(
    ("score", "level"),
    [
        (0, 1),
        (39.9, 1),
        (40, 2),
        (59.9, 2),
        (60, 3),
        (74.9, 3),
        (75, 4),
        (89.9, 4),
        (90, 5),
        (100, 5),
    ],
)
def test_a_score_shows_a_level(score: float, level: int) -> None:
    assert level_of_score(score) == level


def test_the_worked_example_of_a_civil_status_clerk() -> None:
    five = need_of(Measures("M5", 4, 3, 3, 62, 5, 5, mandatory=True))
    security = need_of(Measures("S2", 3, 3, 2, 45, 4, 4, mandatory=True))
    drafting = need_of(Measures("M2", 3, 4, 3, 80))
    assert (five.level, five.gap, five.priority, five.band) == (3.0, 1.0, 7.5, "middle")
    assert security.level == pytest.approx(2.25)
    assert security.gap == pytest.approx(0.75)
    assert security.priority == pytest.approx(4.5)
    assert drafting.level == pytest.approx(3.6)
    assert (drafting.gap, drafting.band, drafting.surplus) == (0.0, None, pytest.approx(0.6))
    assert [need.competency for need in ranked([drafting, security, five])] == ["M5", "S2"]


def test_what_is_missing_is_left_out_of_the_mean() -> None:
    assert need_of(Measures("M2", 3, supervisor=2)).level == 2
    assert need_of(Measures("M2", 3, self_rating=4, test=95)).level == pytest.approx(
        (0.25 * 4 + 0.35 * 5) / 0.6
    )
    nothing = need_of(Measures("M2", 3))
    assert (nothing.level, nothing.gap, nothing.priority, nothing.band) == (None,) * 4
    assert nothing.surplus == 0


def test_conduct_and_leadership_are_not_tested() -> None:
    assert need_of(Measures("C1", 3, self_rating=3, test=0)).level == 3
    assert need_of(Measures("Q2", 3, test=100)).level is None


def test_a_test_shows_no_level_above_what_its_module_builds() -> None:
    assert need_of(Measures("M1", 3, test=95, reaches=2)).level == 2
    assert need_of(Measures("M1", 3, test=45, reaches=3)).level == 2


def test_a_unit_may_weigh_otherwise_and_leave_a_measure_out() -> None:
    only_test = Weights(self_rating=0, supervisor=0, test=1)
    assert need_of(Measures("M2", 3, 5, 5, 50), only_test).level == 2


def test_two_levels_apart_are_to_be_talked_about() -> None:
    assert need_of(Measures("M2", 3, self_rating=5, supervisor=3)).disagreement
    assert not need_of(Measures("M2", 3, self_rating=4, supervisor=3)).disagreement
    assert not need_of(Measures("M2", 3, self_rating=5)).disagreement


def test_importance_is_the_mean_of_who_told_and_middling_where_nobody_did() -> None:
    assert (
        need_of(Measures("M2", 3, 1, own_importance=5, supervisor_importance=2)).importance == 3.5
    )
    assert need_of(Measures("M2", 3, 1, supervisor_importance=4)).importance == 4
    assert need_of(Measures("M2", 3, 1)).importance == 3


def test_bands_begin_at_eight_and_four() -> None:
    assert [band_of(p) for p in (8, 7.99, 4, 3.99)] == ["high", "middle", "middle", "low"]


@given(measured)
def test_levels_stay_on_the_scale_and_priorities_follow_the_gap(measures: Measures) -> None:
    need = need_of(measures)
    if need.level is None or need.gap is None or need.priority is None:
        assert (need.level, need.gap, need.priority) == (None, None, None)
        return
    assert 1 <= need.level <= 5
    assert 0 <= need.gap <= max(0, measures.required - 1)
    assert 0 <= need.priority <= 4 * 5 * 1.5
    assert (need.priority > 0) == (need.gap > 0)
    assert not (need.gap and need.surplus)


@given(measured, st.integers(1, 5))
def test_a_better_rating_never_widens_a_gap(measures: Measures, rating: int) -> None:
    given_by = {"self_rating": measures.self_rating, "test": measures.test}
    low, high = sorted((rating, 5))
    worse = need_of(Measures(measures.competency, measures.required, supervisor=low, **given_by))
    better = need_of(Measures(measures.competency, measures.required, supervisor=high, **given_by))
    assert (better.gap or 0) <= (worse.gap or 0) + 1e-9


def test_equal_priorities_stand_by_gap_then_by_code() -> None:
    wide = need_of(Measures("S1", 5, supervisor=2, supervisor_importance=1))
    narrow = need_of(Measures("M1", 3, supervisor=2, supervisor_importance=3))
    same = need_of(Measures("C1", 3, supervisor=2, supervisor_importance=3))
    assert [need.competency for need in ranked([narrow, wide, same])] == ["S1", "C1", "M1"]


def test_tasks_are_ranked_by_how_much_they_matter_less_how_well_they_are_done() -> None:
    told = [
        TaskRating("tiếp dân", 7, 3),
        TaskRating("tiếp dân", 6, 4),
        TaskRating("lập hồ sơ", 5, 5),
        TaskRating("báo cáo", 4, 6),
    ]
    assert training_needs(told) == [
        ("tiếp dân", 3.0, 2),
        ("lập hồ sơ", 0.0, 1),
        ("báo cáo", -2.0, 1),
    ]
