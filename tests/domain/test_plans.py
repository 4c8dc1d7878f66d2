"""A plan as it is assembled from what stands, and a task as it stands to its deadline."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfstudy.domain.plans import (
    Assignment,
    Plan,
    PlanItem,
    PlanTask,
    assembled,
    day_of,
    in_order,
    step_of,
)
from selfstudy.domain.unit_facts import PlanAssigned

TODAY = date(2026, 11, 22)


def said(
    module: str, state: str = "live", subject: str = "", positions: str = "", order: int = 0
) -> Assignment:
    fact = PlanAssigned(
        "p", module, "2026-12-31", "Lý do", state, "", "Năm", module, positions, 5, 1600, order
    )
    return Assignment(fact, subject)


def task(due: date | None, title: str = "A", step: str = "new") -> PlanTask:
    return PlanTask("p", "Năm", "CM03", title, title, due, "", step=step)  # type: ignore[arg-type]


def test_a_plan_is_what_its_live_modules_say_in_their_order() -> None:
    plan = assembled([said("CM04", order=1), said("CM03", order=0), said("CM09", "retired")])
    assert plan == Plan(
        "p", "Năm", "2026-12-31", (PlanItem("CM03", "CM03", 5), PlanItem("CM04", "CM04", 5)),
        (), (), "Lý do", 16.0, "live",
    )  # fmt: skip
    assert plan.whom == "everybody"


def test_a_plan_is_for_those_it_names_or_for_positions_or_for_everybody() -> None:
    assert assembled([said("CM03", positions="P02 P05")]).whom == "positions"
    people = assembled([said("CM03", subject="bb"), said("CM03", subject="aa")])
    assert (people.whom, people.people) == ("people", ("aa", "bb"))


def test_a_plan_of_which_nothing_is_live_has_ended_and_is_still_told() -> None:
    plan = assembled([said("CM03", "retired")])
    assert (plan.state, [item.module for item in plan.items]) == ("retired", ["CM03"])


@given(st.permutations([said(f"CM0{n}", order=n) for n in range(5)]))
def test_the_order_in_which_its_parts_are_read_changes_nothing(parts: list[Assignment]) -> None:
    assert [item.module for item in assembled(parts).items] == [f"CM0{n}" for n in range(5)]


@pytest.mark.parametrize(
    ("done", "lessons", "begun", "step"),
    [(0, 5, False, "new"), (0, 5, True, "going"), (2, 5, False, "going"), (5, 5, False, "done"),
     (0, 0, False, "new"), (0, 0, True, "going")],
)  # fmt: skip
def test_a_step_is_begun_and_finished_and_nothing_of_a_score(
    done: int, lessons: int, begun: bool, step: str
) -> None:
    assert step_of(done, lessons, begun=begun) == step


def test_what_is_left_to_do_stands_by_deadline_and_what_has_none_after_it() -> None:
    soon, later, never = task(TODAY), task(TODAY + timedelta(days=9)), task(None)
    done = task(TODAY - timedelta(days=9), step="done")
    assert in_order([done, never, later, soon]) == [soon, later, never, done]


def test_days_are_left_until_a_deadline_and_none_where_there_is_none() -> None:
    assert task(TODAY + timedelta(days=3)).days_left(TODAY) == 3
    assert task(TODAY - timedelta(days=3)).days_left(TODAY) == -3
    assert task(None).days_left(TODAY) is None
    assert task(None).fraction == 0.0
    assert (day_of("2026-12-31"), day_of("mai")) == (date(2026, 12, 31), None)
