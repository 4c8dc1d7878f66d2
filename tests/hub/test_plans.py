"""The unit's plan on its way through a hub."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from selfstudy.domain.plans import Plan, PlanItem
from selfstudy.services.needs.planning import Planning
from tests.hub.conftest import WORDS, Town

WANTED = Plan("", "Kế hoạch năm", "2026-12-31", (PlanItem("CM03"),), reason="Theo kế hoạch")


def test_a_plan_travels_through_the_hub(town: Town) -> None:
    hanh = town.learner()
    town.study(hanh)
    hanh.sync.now()
    town.lan.sync.now()
    town.admit_all()
    published = Planning(town.lan.desk).publish(WANTED)
    town.lan.sync.now()
    hanh.sync.now()
    (task,) = hanh.study.today().plans
    assert (task.plan, task.reason) == (published.plan, WANTED.reason)
    Planning(town.lan.desk).retire(published.plan)
    town.lan.sync.now()
    hanh.sync.now()
    assert hanh.study.today().plans == ()


def test_two_supervisors_who_change_a_plan_at_once_are_both_shown_until_one_settles_it(
    town: Town,
) -> None:
    hanh, lan = town.learner(), town.lan
    town.study(hanh)
    hanh.sync.now()
    lan.sync.now()
    town.admit_all()
    lan.unit.appoint(hanh.desk.person.hex(), WORDS, date(2027, 12, 31))
    planning, other = Planning(lan.desk), Planning(hanh.desk)
    planning.publish(WANTED)
    lan.sync.now()
    hanh.sync.now()
    other.publish(replace(other.plans()[0].plan, due="2027-01-31"))
    planning.publish(replace(planning.plans()[0].plan, due="2027-02-28"))
    hanh.sync.now()
    lan.sync.now()
    (view,) = planning.plans()
    assert view.disputed
    planning.publish(replace(view.plan, due="2027-02-28"))
    (view,) = planning.plans()
    assert (view.disputed, view.plan.due) == (False, "2027-02-28")
    lan.sync.now()
    hanh.sync.now()
    assert not other.plans()[0].disputed
