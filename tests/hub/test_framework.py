"""The unit's own framework over a hub."""

from __future__ import annotations


def test_a_level_that_a_supervisor_requires_reaches_learners_by_the_hub_and_is_taken_back(town):
    hanh = town.learner()
    town.study(hanh)
    hanh.sync.now()
    town.lan.sync.now()
    town.admit_all()
    town.lan.sync.now()
    hanh.sync.now()

    def required(services):
        return dict(services.desk.library.framework.position("P02").required).get("M2")

    before = required(hanh)
    told = town.lan.framework.set_level("P02", "M2", before - 1)
    town.lan.sync.now()
    hanh.sync.now()
    assert required(hanh) == before - 1

    town.lan.framework.undo(*told)
    town.lan.sync.now()
    hanh.sync.now()
    assert required(hanh) == before
