"""A receiver who has no pack of what was studied: everything is taken, counted and shown."""

from __future__ import annotations

from pathlib import Path

from selfstudy import bootstrap
from selfstudy.content.library import Library
from tests.office import Office


def test_results_of_a_lesson_that_the_receiver_has_not_are_taken_and_counted(tmp_path):
    office = Office(tmp_path)
    lan = office.supervisor()
    hanh = office.learner()
    office.study(hanh)
    lan.desk.close()
    (tmp_path / "nothing").mkdir()
    places, empty = office.computer("lan"), Library([tmp_path / "nothing"])
    desk = bootstrap.profiles(places, office.clock, empty).open(lan.desk.profile.id)
    bare = bootstrap.services(desk, places)
    office.desks.append(bare)

    taken = bare.unit.intake([Path(hanh.handover.export(office.stick).path)])
    bare.unit.admit(hanh.desk.profile.id)
    office.answer_with_receipt(bare, hanh)

    assert empty.modules() == ()
    assert [(f.problem, f.quarantined) for f in taken.files] == [("", 0)]
    (row,) = [row for row in bare.unit.people() if row.id == hanh.desk.profile.id]
    assert row.lessons_done == 1
    assert row.self_study > 0
    assert [f.kind for f in bare.unit.facts_behind(row.id)].count("lesson_finished") == 1
    assert hanh.handover.state().unreceived == 0
    bare.study.today()
    office.close()
