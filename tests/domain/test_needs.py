"""The needs of a unit, and the plan that follows from them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfstudy.domain.competency import Measures, need_of
from selfstudy.domain.needs import (
    FEWEST,
    Cell,
    Course,
    Demand,
    PersonNeeds,
    demands,
    for_others,
    heat,
    helps,
    plan,
    ranked_positions,
)


def person(name: str, position: str = "P03", **levels: int) -> PersonNeeds:
    """Somebody whose supervisor rated each competency; everything asks for level 3."""
    needs = tuple(need_of(Measures(code, 3, supervisor=level)) for code, level in levels.items())
    return PersonNeeds(name, position, needs)


def course(module: str, hours: float, *positions: str, **builds: int) -> Course:
    return Course(module, hours, tuple(builds.items()), positions)


def test_a_cell_has_the_mean_gap_and_who_lacks_a_whole_level() -> None:
    cells = heat([person("a", M2=1), person("b", M2=3), person("c", "P01", M2=2)])
    assert cells["P03"]["M2"] == Cell(2, 1, 1.0)
    assert cells["P01"]["M2"] == Cell(1, 1, 1.0)
    assert cells[""]["M2"] == Cell(3, 2, 1.0)


def test_who_was_not_measured_is_in_no_cell() -> None:
    unknown = PersonNeeds("a", "P03", (need_of(Measures("M2", 3)),))
    assert heat([unknown]) == {}
    assert ranked_positions([unknown])[0].lacks == ()


def test_groups_under_five_do_not_leave_the_unit() -> None:
    many = [person(f"a{n}", "P01", M2=1) for n in range(6)]
    few = [person(f"b{n}", "P03", M2=1) for n in range(4)]
    shown = for_others(heat(many + few))
    assert "P03" not in shown
    assert "P01" not in shown, "the four would be what the whole has beyond these six"
    assert shown[""]["M2"].measured == 10


@given(st.lists(st.integers(1, 12), min_size=1, max_size=6))
def test_no_rest_tells_of_fewer_than_five(sizes: list[int]) -> None:
    cells = {f"P{n}": {"M2": Cell(size, 0, 0.5)} for n, size in enumerate(sizes)}
    cells[""] = {"M2": Cell(sum(sizes), 0, 0.5)}
    shown = for_others(cells)
    parts = [by_code["M2"].measured for position, by_code in shown.items() if position]
    assert all(size >= FEWEST for size in parts)
    rest = sum(sizes) - sum(parts)
    if "" in shown:
        assert rest == 0 or rest >= FEWEST


def test_the_position_with_the_greatest_need_stands_first_with_its_five_worst() -> None:
    worst = person("a", "P01", C1=1, C2=1, M1=1, M2=1, M3=1, M4=2)
    lines = ranked_positions([worst, person("b", "P03", M2=2), person("c", "P03", M2=3)])
    assert [(line.position, line.people) for line in lines] == [("P01", 1), ("P03", 2)]
    assert [lack.competency for lack in lines[0].lacks] == ["C1", "C2", "M1", "M2", "M3"]
    assert lines[0].priority == 5 * 6 + 3
    assert (lines[1].lacks[0].gap, lines[1].lacks[0].lacking) == (0.5, 1)


def test_a_module_helps_who_lacks_what_it_builds_and_is_below_it() -> None:
    lacking = need_of(Measures("M2", 5, supervisor=3))
    assert helps(course("CM03", 8, M2=4), lacking)
    assert not helps(course("CM03", 8, M2=3), lacking)
    assert not helps(course("CM03", 8, M3=5), lacking)
    assert not helps(course("CM03", 8, M2=4), need_of(Measures("M2", 2, supervisor=3)))
    assert not helps(course("CM03", 8, M2=4), need_of(Measures("M2", 2)))


def test_demand_adds_up_over_people_and_competencies() -> None:
    people = [person("b", M2=1, S1=2), person("a", M2=2), person("c", M2=3)]
    found = demands(people, [course("CM03", 8, M2=3), course("CM04", 2, S1=3, M2=2)])
    assert [(d.course.module, d.people, d.priority) for d in found] == [
        ("CM04", ("b",), 9.0),
        ("CM03", ("a", "b"), 9.0),
    ]
    assert demands(people, [course("CM11", 6, M5=3)]) == []


def test_a_module_for_other_positions_is_nobody_s_here() -> None:
    people = [person("a", "P03", M2=1)]
    assert demands(people, [course("CM03", 8, "P01", M2=3)]) == []
    assert demands(people, [course("CM03", 8, "P01", "P03", M2=3)])


def demand(module: str, hours: float, priority: float) -> Demand:
    return Demand(course(module, hours, M2=3), ("a", "b"), priority)


def test_a_plan_takes_what_is_wanted_most_per_hour_while_the_hours_last() -> None:
    found = [demand("A", 8, 40), demand("B", 2, 30), demand("C", 6, 20), demand("D", 3, 3)]
    chosen = plan(found, 13)
    assert [(c.demand.course.module, c.seats) for c in chosen] == [("B", 2), ("A", 2), ("D", 2)]


def test_what_is_mandatory_comes_first_and_stays() -> None:
    found = [demand("A", 8, 40), demand("B", 2, 30)]
    chosen = plan(found, 9, {"Z": demand("Z", 8, 0), "A": found[0]})
    assert [(c.demand.course.module, c.mandatory) for c in chosen] == [("A", True), ("Z", True)]


@given(st.lists(st.tuples(st.floats(1, 12), st.floats(0.1, 100)), max_size=12), st.floats(0, 60))
def test_a_plan_never_passes_its_hours(rows: list[tuple[float, float]], budget: float) -> None:
    found = [demand(f"M{n:02}", hours, priority) for n, (hours, priority) in enumerate(rows)]
    chosen = plan(found, budget)
    assert sum(c.demand.course.hours for c in chosen) <= budget + 1e-9
    left = budget - sum(c.demand.course.hours for c in chosen)
    taken = {c.demand.course.module for c in chosen}
    assert all(d.course.hours > left - 1e-9 for d in found if d.course.module not in taken)


def test_the_seats_of_a_plan_are_its_people() -> None:
    assert plan([demand("A", 1, 1)], 1)[0].seats == 2
    assert pytest.approx(1.0) == plan([demand("A", 1, 1)], 1)[0].demand.priority
