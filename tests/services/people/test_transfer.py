"""Somebody moves from one unit to another: what goes along, what stays, what is counted once."""

from __future__ import annotations

import pytest

from selfstudy.domain.record import CompetencyRated, HoursRecognised, LessonFinished, SelfRated
from selfstudy.services.people.staff import Staff
from tests.office import Office

DONE = LessonFinished("CM03", "CM03-01", 1, "ab", 25, 800, 8, 8)
HOURS = HoursRecognised("CM03", 800, "QĐ 12", "2026-10-01")


@pytest.fixture
def lan(office):
    return office.supervisor()


@pytest.fixture
def hanh(office, lan):
    """Of Lan's unit, with a lesson finished, rated, with hours recognised."""
    hanh = office.learner()
    hanh.desk.write(DONE, SelfRated("M2", 3))
    office.hand_over(hanh, lan)
    lan.unit.admit(hanh.desk.profile.id)
    lan.desk.write_about(hanh.desk.person, CompetencyRated("M2", 2), HOURS)
    office.answer_with_receipt(lan, hanh)
    return hanh


@pytest.fixture
def thu(office, lan):
    """Who looks after another unit, at another office."""
    folder = office.folder / "elsewhere"
    folder.mkdir()
    there = Office(folder, office.clock)
    yield there.supervisor("Phạm Thu", "thu")
    there.close()


def moved(office, hanh, thu, *, brings=True):
    hanh.handover.join(thu.unit.write_card(office.stick))
    if brings:
        hanh.handover.bring_earlier()
    office.hand_over(hanh, thu)
    thu.unit.admit(hanh.desk.profile.id)


def of(supervisor, name="Nguyễn Thị Hạnh"):
    return next((row for row in supervisor.unit.people() if row.name == name), None)


def kinds(supervisor, person):
    return sorted({fact.kind for fact in supervisor.unit.facts_behind(person)})


def test_the_new_unit_receives_what_the_person_brings_and_nothing_that_the_old_one_said(
    office, lan, hanh, thu
):
    moved(office, hanh, thu)
    row = of(thu)
    assert (row.lessons_done, row.self_study, row.recognised) == (1, 8.0, 0.0)
    assert kinds(thu, row.id) == ["admitted", "profile", "restated"]
    held = {place.source.unit for place in thu.desk.journal.sources(everything(thu))}
    assert held == {thu.desk.unit}


def everything(supervisor):
    from selfstudy.domain.audience import to_unit

    return to_unit(supervisor.desk.unit)


def test_without_the_persons_choice_the_new_unit_learns_nothing_of_before(office, lan, hanh, thu):
    moved(office, hanh, thu, brings=False)
    assert (of(thu).lessons_done, of(thu).self_study) == (0, 0.0)


def test_everything_is_counted_once_wherever_it_is_looked_at(office, lan, hanh, thu):
    before = hanh.study.my_record().hours
    moved(office, hanh, thu)
    after = hanh.study.my_record().hours
    assert (after.self_study, after.recognised) == (before.self_study, before.recognised)
    assert (of(lan).self_study, of(lan).recognised) == (8.0, 8.0)
    thu.desk.write_about(hanh.desk.person, HOURS)
    office.answer_with_receipt(thu, hanh)
    assert hanh.study.my_record().hours.recognised == before.recognised, "one decision, once"


def test_the_old_unit_keeps_what_it_received_and_ends_its_own_lists_with_a_day(
    office, lan, hanh, thu
):
    moved(office, hanh, thu)
    staff, today = Staff(lan.desk), office.clock().date()
    earlier = lan.unit.totals()
    decisions = staff.leave(hanh.desk.profile.id, today, "UBND phường khác")

    assert of(lan) is None
    assert len(staff.gone()) == 1
    assert {"lesson_finished", "competency_rated", "departed"} <= set(
        kinds(lan, hanh.desk.profile.id)
    )
    office.hand_over(hanh, thu)
    assert of(thu) is not None, "the other unit is not touched"
    assert kinds(thu, of(thu).id) == ["admitted", "profile", "restated"]
    staff.undo(*decisions)
    assert (of(lan).self_study, lan.unit.totals()) == (8.0, earlier)


def test_what_the_person_does_there_the_old_unit_never_sees(office, lan, hanh, thu):
    moved(office, hanh, thu)
    hanh.desk.write(SelfRated("M3", 4))
    path = office.stick
    office.hand_over(hanh, thu)
    hanh.desk.seal()
    assert not list(path.glob("*.thoc"))
    held = {place.source.unit for place in lan.desk.journal.sources(everything(lan))}
    assert held == {lan.desk.unit}
