"""A planned appointment or rotation, looked at beforehand."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from selfstudy.domain.needs import Course
from selfstudy.domain.posting import MOST_GAPS, Gap, Loss, gaps, losses, shortest_path


def course(module: str, hours: float, **builds: int) -> Course:
    return Course(module, hours, tuple(builds.items()))


def test_gaps_are_what_a_post_asks_beyond_what_one_has_the_widest_first() -> None:
    found = gaps({"M3": 4, "C2": 4, "S1": 3, "M5": 2}, {"M3": 3.0, "C2": 1.5, "S1": 3.0})
    assert found == [Gap("C2", 4, 1.5), Gap("M5", 2, None), Gap("M3", 4, 3.0)]


def test_the_path_has_the_fewest_hours_not_the_fewest_modules() -> None:
    offered = [
        course("BIG", 20, M3=4, C2=4),
        course("A", 6, M3=4),
        course("B", 5, C2=4),
        course("USELESS", 1, Q1=5),
    ]
    path = shortest_path([Gap("M3", 4, 2.0), Gap("C2", 4, 2.0)], offered)
    assert [c.module for c in path.courses] == ["A", "B"]
    assert (path.hours, path.open_gaps) == (11, ())


def test_what_no_module_reaches_is_told_and_the_nearest_is_taken() -> None:
    gap, none = Gap("M3", 5, 2.0), Gap("Q3", 3, 1.0)
    path = shortest_path([gap, none], [course("A", 6, M3=3), course("B", 7, M3=4)])
    assert [c.module for c in path.courses] == ["B"]
    assert path.open_gaps == (gap, none)


def test_a_module_below_the_level_one_has_is_no_step() -> None:
    gap = Gap("M3", 4, 3.5)
    path = shortest_path([gap], [course("A", 6, M3=3)])
    assert (path.courses, path.open_gaps) == ((), (gap,))


def test_no_gap_needs_no_path() -> None:
    assert shortest_path([], [course("A", 6, M3=3)]).courses == ()


codes = ["M1", "M2", "M3", "M4", "M5"]
offers = st.lists(
    st.tuples(st.integers(1, 9), st.dictionaries(st.sampled_from(codes), st.integers(1, 5))),
    max_size=6,
)


@given(st.dictionaries(st.sampled_from(codes), st.integers(2, 5)), offers)
def test_no_cheaper_set_of_modules_closes_as_much(
    asked: dict[str, int], offered: list[tuple[int, dict[str, int]]]
) -> None:
    found = gaps(asked, {})
    courses = [course(f"A{n}", hours, **builds) for n, (hours, builds) in enumerate(offered)]
    path = shortest_path(found, courses)
    nearest = {
        code: max((dict(c.builds).get(code, 0) for c in courses), default=0) for code in asked
    }
    aims = {gap.competency: min(gap.required, nearest[gap.competency]) for gap in found}

    def closes(chosen: tuple[Course, ...]) -> bool:
        return all(
            not aim or any(dict(c.builds).get(code, 0) >= aim for c in chosen)
            for code, aim in aims.items()
        )

    assert closes(path.courses)
    every = (s for size in range(len(courses) + 1) for s in combinations(courses, size))
    assert path.hours == min(sum(c.hours for c in s) for s in every if closes(s))


def test_very_many_gaps_are_closed_too() -> None:
    many = [Gap(f"X{n:02}", 3, 1.0) for n in range(MOST_GAPS + 3)]
    singles = [course(f"S{n:02}", 2, **{f"X{n:02}": 3}) for n in range(MOST_GAPS + 3)]
    wide = course("WIDE", 4, **{f"X{n:02}": 3 for n in range(10)})
    path = shortest_path(many, [*singles, wide])
    assert [c.module for c in path.courses] == ["S10", "S11", "S12", "S13", "S14", "WIDE"]


def test_a_unit_loses_what_few_others_can() -> None:
    levels = {
        "an": {"M5": 4.0, "M2": 4.0, "M3": 3.0, "S1": 2.0},
        "binh": {"M5": 3.0, "M2": 4.0, "M3": 3.0, "S1": 5.0},
        "chi": {"M5": 2.0, "M2": 4.0, "M3": 1.0},
    }
    found = losses("an", {"M5": 4, "M2": 3, "M3": 3, "S1": 3}, levels)
    assert found == [Loss("M5", 4.0, 0), Loss("M3", 3.0, 1)]


def test_nobody_measured_is_no_loss() -> None:
    assert losses("an", {"M5": 4}, {}) == []
