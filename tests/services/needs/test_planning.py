"""A plan from its proposal to the learner's Today, and who is how far with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from selfstudy.bootstrap import Services
from selfstudy.domain.audience import to_unit
from selfstudy.domain.errors import (
    ModuleMissing,
    NoSuchPlan,
    NotEntitled,
    PlanDayRefused,
    PlanEmpty,
    PlanForNobody,
)
from selfstudy.domain.plans import Plan, PlanItem, PlanTask, Why
from selfstudy.domain.record import AttemptStarted, PlanAssigned
from selfstudy.services.hours.recognising import Given, Recognising
from selfstudy.services.needs.measuring import MANDATORY
from selfstudy.services.needs.planning import DRAFTS, Planning
from selfstudy.services.needs.rating import Rated, Rating
from selfstudy.services.people.staff import Staff
from selfstudy.store.seen import seen
from tests.office import Office

MODULE = "CM03"
DUE = "2026-12-31"
WANTED = Plan("", "Kế hoạch năm", DUE, (PlanItem(MODULE),), reason="Chuẩn bị cho kỳ kiểm tra")


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


@pytest.fixture
def lan(office: Office) -> Services:
    return office.supervisor()


@pytest.fixture
def hanh(office: Office, lan: Services) -> Services:
    """Somebody of the roster who rated themselves below what the post requires."""
    return joined(office, lan, "Nguyễn Thị Hạnh", "hanh")


def joined(office: Office, lan: Services, name: str, computer: str) -> Services:
    person = office.learner(name, computer)
    Rating(person.desk).rate_myself({"M2": Rated(2, 5)})
    office.hand_over(person, lan)
    lan.unit.admit(person.desk.person.hex())
    return person


def told(office: Office, lan: Services, person: Services) -> tuple[PlanTask, ...]:
    """What the person's Today asks after an answer came by stick."""
    office.answer_with_receipt(lan, person)
    return person.study.today().plans


# Proposing


def test_a_module_is_proposed_to_those_who_lack_what_it_builds_with_the_reason_of_each(
    lan: Services, hanh: Services
) -> None:
    proposal = Planning(lan.desk).propose(40)
    (module,) = proposal.modules
    assert (module.module, module.chosen, module.mandatory) == (MODULE, True, False)
    (gainer,) = module.people
    assert gainer.name == "Nguyễn Thị Hạnh"
    assert gainer.why == (Why("M2", 4, 2.0),)
    assert (proposal.people, proposal.unmeasured) == (2, 1)
    assert proposal.hours == module.hours


def test_what_passes_the_hours_is_shown_and_not_chosen_unless_it_is_mandatory(
    lan: Services, hanh: Services
) -> None:
    planning = Planning(lan.desk)
    (module,) = planning.propose(0.5).modules
    assert not module.chosen
    (module,) = planning.propose(0.5, mandatory=[MODULE]).modules
    assert (module.chosen, module.mandatory) == (True, True)
    lan.desk.database.set_setting(MANDATORY, "M2")
    (module,) = planning.propose(0.5).modules
    assert (module.chosen, module.mandatory) == (True, True)


def test_a_mandatory_module_that_nobody_was_measured_for_is_for_everybody(
    lan: Services, office: Office
) -> None:
    lan.desk.database.set_setting(MANDATORY, "M2")
    (module,) = Planning(lan.desk).propose(40, mandatory=[MODULE]).modules
    assert [one.name for one in module.people] == ["Trần Thị Lan"]
    assert module.people[0].why == ()


def test_a_proposal_may_be_for_some_positions_or_people(lan: Services, hanh: Services) -> None:
    planning = Planning(lan.desk)
    assert planning.propose(40, positions=["P09"]).people == 0
    assert planning.propose(40, positions=["P02"]).people == 2
    assert planning.propose(40, people=[hanh.desk.person.hex()]).people == 1


def test_a_module_that_is_not_installed_cannot_be_planned(lan: Services) -> None:
    planning = Planning(lan.desk)
    with pytest.raises(ModuleMissing):
        planning.propose(40, mandatory=["CM99"])
    missing = replace(WANTED, items=(PlanItem("CM99"),))
    with pytest.raises(ModuleMissing):
        planning.keep_draft(missing)
    with pytest.raises(ModuleMissing):
        planning.publish(missing)
    assert planning.drafts() == planning.plans() == ()


# Drafts


def test_a_draft_stays_on_this_computer_and_no_record_is_made_of_it(lan: Services) -> None:
    planning = Planning(lan.desk)
    before = lan.desk.unit_heads(lan.desk.unit)
    draft = planning.keep_draft(WANTED)
    changed = planning.keep_draft(replace(draft, title="Quý I"))
    assert planning.drafts() == (changed,)
    assert changed.id == draft.id
    assert lan.desk.unit_heads(lan.desk.unit) == before
    assert planning.drop_draft(draft.id) == changed
    assert planning.drafts() == ()
    with pytest.raises(NoSuchPlan):
        planning.drop_draft(draft.id)
    assert lan.desk.database.setting(DRAFTS) == "[]"


# Telling it


def test_a_live_plan_shows_on_today_by_file_with_reason_deadline_and_progress(
    office: Office, lan: Services, hanh: Services
) -> None:
    planning = Planning(lan.desk)
    draft = planning.keep_draft(WANTED)
    published = planning.publish(draft)
    assert planning.drafts() == ()
    (task,) = told(office, lan, hanh)
    assert (task.module, task.due, task.reason) == (MODULE, date(2026, 12, 31), WANTED.reason)
    assert task.why == (Why("M2", 4, 2.0),)
    assert (task.step, task.done, task.plan) == ("new", 0, published.plan)
    assert task.following == "CM03-01"
    office.study(hanh, seconds=600)
    (task,) = hanh.study.today().plans
    assert (task.step, task.done, task.fraction) == ("done", task.lessons, 1.0)


def test_a_plan_for_a_position_shows_with_those_who_hold_it_and_a_list_with_those_named(
    office: Office, lan: Services, hanh: Services
) -> None:
    tuan = joined(office, lan, "Lê Minh Tuấn", "tuan")
    planning = Planning(lan.desk)
    planning.publish(replace(WANTED, positions=("P02", "P09"), title="P"))
    planning.publish(replace(WANTED, people=(tuan.desk.person.hex(),), title="L"))
    assert [task.plan_title for task in told(office, lan, hanh)] == ["P"]
    assert {task.plan_title for task in told(office, lan, tuan)} == {"P", "L"}
    with pytest.raises(PlanForNobody):
        planning.publish(replace(WANTED, positions=("P09",)))


def test_a_plan_for_somebody_of_two_ids_reaches_the_computer_in_use_and_counts_once(
    office: Office, lan: Services, hanh: Services
) -> None:
    again = joined(office, lan, "Nguyễn Thị Hạnh", "again")
    lan.unit.match((again.desk.person.hex(), hanh.desk.person.hex()))
    planning = Planning(lan.desk)
    planning.publish(replace(WANTED, people=(hanh.desk.person.hex(),)))
    assert len(told(office, lan, again)) == 1
    (view,) = planning.plans()
    assert view.plan.people == (hanh.desk.person.hex(),)
    assert [one.name for one in view.modules[0].people] == ["Nguyễn Thị Hạnh"]
    assert planning.publish(view.plan).decisions == ()


def test_a_learner_never_receives_who_else_is_on_a_list(
    office: Office, lan: Services, hanh: Services
) -> None:
    tuan = joined(office, lan, "Lê Minh Tuấn", "tuan")
    Planning(lan.desk).publish(replace(WANTED, people=(tuan.desk.person.hex(),)))
    assert told(office, lan, hanh) == ()
    assert seen(hanh.desk.journal, "plan_assigned") == []


def test_editing_a_live_plan_tells_only_what_changed_and_is_undone(
    office: Office, lan: Services, hanh: Services
) -> None:
    planning = Planning(lan.desk)
    first = planning.publish(WANTED)
    live = planning.plans()[0].plan
    assert planning.publish(live).decisions == ()
    later = planning.publish(replace(live, due="2027-03-31"))
    assert len(later.decisions) == 1
    assert told(office, lan, hanh)[0].due == date(2027, 3, 31)
    planning.take_back(later)
    assert told(office, lan, hanh)[0].due == date(2026, 12, 31)
    planning.take_back(first)
    assert told(office, lan, hanh) == ()


def test_going_from_everybody_to_a_list_ends_it_for_the_others(
    office: Office, lan: Services, hanh: Services
) -> None:
    tuan = joined(office, lan, "Lê Minh Tuấn", "tuan")
    planning = Planning(lan.desk)
    planning.publish(WANTED)
    live = planning.plans()[0].plan
    assert told(office, lan, tuan)
    planning.publish(replace(live, people=(hanh.desk.person.hex(),)))
    assert told(office, lan, tuan) == ()
    assert len(told(office, lan, hanh)) == 1
    (view,) = planning.plans()
    assert [one.name for one in view.modules[0].people] == ["Nguyễn Thị Hạnh"]
    assert view.plan.whom == "people"


def test_a_retired_plan_leaves_today_stays_listed_and_comes_back_by_undo(
    office: Office, lan: Services, hanh: Services
) -> None:
    planning = Planning(lan.desk)
    plan = planning.publish(WANTED).plan
    assert told(office, lan, hanh)
    retired = planning.retire(plan)
    assert told(office, lan, hanh) == ()
    assert [view.plan.state for view in planning.plans()] == ["retired"]
    with pytest.raises(NoSuchPlan):
        planning.retire(plan)
    planning.take_back(retired)
    assert len(told(office, lan, hanh)) == 1


def test_taking_back_what_was_published_gives_the_draft_back(lan: Services) -> None:
    planning = Planning(lan.desk)
    draft = planning.keep_draft(WANTED)
    planning.take_back(planning.publish(draft))
    assert planning.drafts() == (draft,)
    assert planning.plans() == ()


@pytest.mark.parametrize(
    ("spoilt", "error"),
    [
        (replace(WANTED, items=()), PlanEmpty),
        (replace(WANTED, due="2026-11-01"), PlanDayRefused),
        (replace(WANTED, due="32/13/2026"), PlanDayRefused),
        (replace(WANTED, people=("00" * 16,)), NotEntitled),
    ],
)
def test_a_plan_that_cannot_be_told_tells_nothing(
    lan: Services, spoilt: Plan, error: type[Exception]
) -> None:
    planning = Planning(lan.desk)
    before = lan.desk.unit_heads(lan.desk.unit)
    with pytest.raises(error):
        planning.publish(spoilt)
    assert lan.desk.unit_heads(lan.desk.unit) == before


def test_a_learner_plans_nothing_and_what_they_say_of_a_plan_counts_for_nothing(
    office: Office, lan: Services, hanh: Services
) -> None:
    with pytest.raises(NotEntitled):
        Planning(hanh.desk).publish(WANTED)
    with pytest.raises(NotEntitled):
        Planning(hanh.desk).plans()
    hanh.desk.write_about(hanh.desk.person, PlanAssigned("x", MODULE, DUE))
    assert hanh.study.today().plans == ()
    office.hand_over(hanh, lan)
    assert Planning(lan.desk).plans() == ()


def test_who_belongs_to_no_unit_has_no_plan_and_everything_else(office: Office) -> None:
    alone = office.person("Phạm Văn Bình", "binh")
    assert alone.study.today().plans == ()


# How far people are


def test_a_supervisor_sees_who_has_begun_and_finished_and_never_a_score(
    office: Office, lan: Services, hanh: Services
) -> None:
    tuan = joined(office, lan, "Lê Minh Tuấn", "tuan")
    planning = Planning(lan.desk)
    planning.publish(WANTED)
    office.study(hanh, seconds=600)
    office.hand_over(hanh, lan)
    tuan.desk.write(AttemptStarted("t1", "pre", MODULE, 1, "", ()))
    office.hand_over(tuan, lan)
    (view,) = planning.plans()
    (advance,) = view.modules
    assert {one.name: one.step for one in advance.people} == {
        "Nguyễn Thị Hạnh": "done",
        "Lê Minh Tuấn": "going",
        "Trần Thị Lan": "new",
    }
    assert (advance.count("done"), advance.count("going"), advance.count("new")) == (1, 1, 1)


def test_a_plan_for_a_module_that_the_learner_lacks_says_so_with_its_name(
    office: Office, lan: Services, hanh: Services
) -> None:
    fact = PlanAssigned("x", "CM77", DUE, "Theo kế hoạch", module_title="Tiếp công dân")
    lan.desk.write_about(lan.desk.unit, fact)
    lan.desk.write_about(lan.desk.unit, PlanAssigned("y", "CM78", "mai", "Theo kế hoạch"))
    first, second = told(office, lan, hanh)
    assert (first.held, first.title, first.fraction) == (False, "Tiếp công dân", 0.0)
    assert (second.title, second.due) == ("CM78", None)
    views = Planning(lan.desk).plans()
    assert [view.modules[0].title for view in views] == ["Tiếp công dân", "CM78"]


# Whatever supervisors say at once, and whoever comes later


def test_of_two_that_changed_a_plan_at_once_the_one_who_spoke_last_is_heard(
    office: Office, lan: Services, hanh: Services
) -> None:
    tuan = joined(office, lan, "Lê Minh Tuấn", "tuan")
    lan.unit.appoint(tuan.desk.person.hex(), "mật khẩu dài", date(2027, 6, 30))
    office.answer_with_receipt(lan, tuan)
    first = PlanAssigned("x", MODULE, "2026-12-01")
    lan.desk.write_about(lan.desk.unit, first)
    office.clock.move(minutes=1)
    tuan.desk.write_about(lan.desk.unit, PlanAssigned("x", MODULE, "2026-12-20"))
    office.clock.move(minutes=1)
    lan.desk.write_about(lan.desk.unit, PlanAssigned("x", MODULE, "2026-12-31"))
    office.hand_over(lan, tuan)
    office.answer_with_receipt(tuan, lan)

    (task,) = told(office, lan, hanh)

    assert task.due == date(2026, 12, 31)
    (view,) = Planning(lan.desk).plans()
    assert (view.plan.due, view.disputed) == ("2026-12-31", True)


def test_a_plan_for_everybody_and_for_some_at_once_is_for_everybody_and_shown_so(
    office: Office, lan: Services, hanh: Services
) -> None:
    tuan = joined(office, lan, "Lê Minh Tuấn", "tuan")
    planning = Planning(lan.desk)
    plan = planning.publish(WANTED).plan
    some = PlanAssigned(plan, MODULE, DUE, title="Kế hoạch năm")
    lan.desk.write_about(hanh.desk.person, some)

    assert len(told(office, lan, hanh)) == len(told(office, lan, tuan)) == 1
    (view,) = planning.plans()
    names = {one.name for one in view.modules[0].people}
    assert {"Nguyễn Thị Hạnh", "Lê Minh Tuấn"} <= names
    assert (view.plan.whom, view.disputed) == ("everybody", True)

    planning.publish(view.plan)

    assert [view.disputed for view in planning.plans()] == [False]
    assert len(told(office, lan, hanh)) == 1


def test_a_plan_for_a_position_and_for_one_more_at_once_shows_that_one_too(
    office: Office, lan: Services, hanh: Services
) -> None:
    planning = Planning(lan.desk)
    staff = Staff(lan.desk)
    staff.describe(hanh.desk.person.hex(), "Nguyễn Thị Hạnh", "P05", "", "")
    plan = planning.publish(replace(WANTED, positions=("P02",))).plan
    assert told(office, lan, hanh) == ()
    lan.desk.write_about(hanh.desk.person, PlanAssigned(plan, MODULE, DUE))

    assert len(told(office, lan, hanh)) == 1
    (view,) = planning.plans()
    assert "Nguyễn Thị Hạnh" in {one.name for one in view.modules[0].people}


def test_a_plan_for_a_position_reaches_those_whom_the_units_list_gives_it(
    office: Office, lan: Services, hanh: Services
) -> None:
    Staff(lan.desk).describe(hanh.desk.person.hex(), "Nguyễn Thị Hạnh", "P05", "", "")
    planning = Planning(lan.desk)

    planning.publish(replace(WANTED, positions=("P05",)))

    assert len(told(office, lan, hanh)) == 1
    (view,) = planning.plans()
    assert [one.name for one in view.modules[0].people] == ["Nguyễn Thị Hạnh"]


def test_who_left_the_unit_is_asked_for_nothing_any_more(
    office: Office, lan: Services, hanh: Services
) -> None:
    Planning(lan.desk).publish(WANTED)
    assert len(told(office, lan, hanh)) == 1

    Staff(lan.desk).leave(hanh.desk.person.hex(), office.clock().date())

    assert told(office, lan, hanh) == ()


LIST = "Họ và tên;Mã;Vị trí\nNguyễn Thị Hạnh;H1;P05\nLê Minh Tuấn;T1;P02\n"


def test_what_was_said_of_somebody_on_a_list_reaches_them_once_they_came(
    office: Office, lan: Services, tmp_path: Path
) -> None:
    staff, planning = Staff(lan.desk), Planning(lan.desk)
    (tmp_path / "ds.csv").write_text(LIST, encoding="utf-8")
    staff.take(staff.look(staff.open(tmp_path / "ds.csv")))
    listed = {row.name: row.id for row in staff.expected()}
    planning.publish(replace(WANTED, people=tuple(listed.values())))
    planning.publish(replace(WANTED, positions=("P05",), title="Theo vị trí"))
    given = Given("Lớp soạn thảo", 800, "7/QĐ-UBND", date(2026, 11, 1))
    Recognising(lan.desk).recognise([listed["Nguyễn Thị Hạnh"]], given)
    hanh = office.learner()
    office.hand_over(hanh, lan)

    decisions = lan.unit.match((hanh.desk.person.hex(), listed["Nguyễn Thị Hạnh"]))

    asked = {task.plan_title for task in told(office, lan, hanh)}
    assert asked == {"Kế hoạch năm", "Theo vị trí"}
    assert hanh.study.hours(2026).recognised == 8.0
    view = next(v for v in planning.plans() if v.plan.title == "Kế hoạch năm")
    assert planning.publish(view.plan).decisions == ()
    (row,) = [p for p in lan.unit.people() if p.name == "Nguyễn Thị Hạnh"]
    assert row.recognised == 8.0
    journal = hanh.desk.journal
    held = [line for s in journal.sources(to_unit(lan.desk.unit)) for _n, line in journal.lines(s)]
    others = ("Lê Minh Tuấn".encode(), listed["Lê Minh Tuấn"].encode())
    assert not any(other in line for line in held for other in others)

    (match,) = [d for d in lan.unit.decisions(row.id) if d.kind == "matched"]
    lan.unit.undo(match.id)

    assert len(decisions) > 1
    assert told(office, lan, hanh) == ()
    assert hanh.study.hours(2026).recognised == 0.0


def test_a_plan_told_before_two_ids_were_known_as_one_reaches_the_other_computer(
    office: Office, lan: Services, hanh: Services
) -> None:
    planning = Planning(lan.desk)
    planning.publish(replace(WANTED, people=(hanh.desk.person.hex(),)))
    office.clock.move(minutes=1)
    again = joined(office, lan, "Nguyễn Thị Hạnh", "again")
    assert told(office, lan, again) == ()

    (match, *said) = lan.unit.match((again.desk.person.hex(), hanh.desk.person.hex()))

    assert len(said) == 1
    assert len(told(office, lan, again)) == len(told(office, lan, hanh)) == 1
    lan.unit.undo(match)
    assert told(office, lan, again) == ()
    assert len(told(office, lan, hanh)) == 1
