from __future__ import annotations

from dataclasses import replace

import pytest

from selfstudy.domain.errors import NotEntitled
from selfstudy.domain.record import CompetencyRated, HoursRecognised
from selfstudy.services.holding.counts import counts_of
from selfstudy.services.unit.totals import SMALLEST, year_totals
from selfstudy.store import tallies
from tests.builders import LESSON, finished

PASSPHRASE = "mật khẩu dài"


@pytest.fixture
def lan(office):
    return office.supervisor()


@pytest.fixture
def learners(office, lan):
    """Just enough people to be shown; each finished a lesson, the first has recognised hours."""
    made = []
    for number in range(SMALLEST):
        learner = office.learner(f"Người Thứ {number}", f"computer{number}")
        office.study(learner)
        office.hand_over(learner, lan)
        lan.unit.admit(learner.desk.profile.id)
        made.append(learner)
    first = made[0].desk.person
    lan.desk.write_about(first, HoursRecognised("CM03", 1600, "QĐ 12", "2026-11-20"))
    lan.desk.write_about(first, CompetencyRated("M2", 3))
    return made


def test_the_year_counts_the_same_before_and_after_an_erasure(lan, learners):
    before = year_totals(lan.desk, 2026)

    lan.erasure.erase_person(learners[0].desk.profile.id, PASSPHRASE)

    assert before.learners == SMALLEST
    assert before.lessons == SMALLEST
    assert before.recognised == 16.0
    after = year_totals(lan.desk, 2026)
    assert (after.erased, after.kept["lessons"]) == (None, 1), "one person is too few to be told"
    assert replace(after, erased=0, kept=before.kept) == before
    assert len(lan.unit.people()) == SMALLEST  # the four who are left, and Lan


def test_what_is_kept_has_counts_by_module_and_competency_and_nobody(lan, learners):
    person = learners[0].desk.person
    told = counts_of(lan.desk, lan.desk.my_authorities(), person)

    lan.erasure.erase_person(person.hex(), PASSPHRASE)

    kept = tallies.kept(lan.desk.database, lan.desk.unit)
    assert sorted(kept, key=repr) == sorted(told, key=repr)
    module = lan.desk.library.lesson(LESSON).module
    assert {(one.module, one.competency) for one in kept} == {
        ("", ""), (module, ""), ("CM03", ""), ("", "M2"),
    }  # fmt: skip


def test_a_small_group_stays_unsaid(office, lan):
    assert year_totals(lan.desk, 2025).learners == 0
    office.supervisor("Lê Thị Mai", "mai")
    mai = office.desks[-1]
    office.card = mai.unit.write_card(office.stick)
    only = office.learner("Một Người", "only")
    office.study(only)
    office.hand_over(only, mai)
    mai.unit.admit(only.desk.profile.id)

    few = year_totals(mai.desk, 2026)

    assert few.learners is None
    assert few.lessons == 0


def test_a_learner_asks_for_no_totals(learners):
    with pytest.raises(NotEntitled):
        year_totals(learners[0].desk, 2026)


def test_two_erasures_add_up(lan, learners):
    for learner in learners[:2]:
        lan.erasure.erase_person(learner.desk.profile.id, PASSPHRASE)

    (whole,) = [
        one
        for one in tallies.kept(lan.desk.database, lan.desk.unit, 2026)
        if not one.module and not one.competency
    ]
    assert (whole.learners, whole.lessons) == (2, 2)


@pytest.mark.parametrize("ids", [1, 2])
def test_a_human_of_two_ids_is_kept_once_whoever_of_them_is_erased(office, lan, learners, ids):
    first, second = learners[0], office.learner("Người Thứ 0", "second")
    office.study(second)
    second.desk.write(finished("CM77-01"))
    office.hand_over(second, lan)
    lan.unit.admit(second.desk.profile.id)
    lan.desk.write_about(second.desk.person, HoursRecognised("CM03", 1600, "QĐ 12", "2026-11-20"))
    lan.unit.match((second.desk.profile.id, first.desk.profile.id))
    before = year_totals(lan.desk, 2026)
    assert (before.learners, before.lessons, before.recognised) == (SMALLEST, SMALLEST + 1, 16.0)

    if ids == 2:
        lan.erasure.erase_person(first.desk.profile.id, PASSPHRASE)
    else:
        second.erasure.erase_profile(office.stick)
        lan.unit.intake(list(office.stick.iterdir()), dry=False)

    after = year_totals(lan.desk, 2026)
    assert replace(after, erased=0, kept=before.kept) == before
    assert after.kept["lessons"] == ids


def test_who_was_never_admitted_counts_neither_before_nor_after_an_erasure(office, lan, learners):
    waiting = office.learner("Người Còn Chờ", "waiting")
    office.study(waiting)
    office.hand_over(waiting, lan)
    before = year_totals(lan.desk, 2026)

    lan.erasure.erase_person(waiting.desk.profile.id, PASSPHRASE)

    assert year_totals(lan.desk, 2026) == before
