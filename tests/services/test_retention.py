from __future__ import annotations

from datetime import datetime

import pytest

from tests.fakes import VIETNAM


@pytest.fixture
def lan(office):
    return office.supervisor()


@pytest.fixture
def hanh(office, lan):
    made = office.learner()
    office.study(made)
    made.desk.seal()
    return made


def test_everything_is_kept_until_a_term_is_chosen(office, lan, hanh):
    office.clock.move(days=400)

    assert hanh.retention.years == 0
    assert hanh.retention.preview().lines == 0
    assert not hanh.retention.apply().done


def test_old_practice_loses_its_answers_and_keeps_what_it_counts_for(office, lan, hanh):
    office.clock.move(days=400)
    before = hanh.study.my_record()
    hanh.retention.keep_for(1)

    looked = hanh.retention.preview()
    done = hanh.retention.apply()

    assert looked.lines > 0
    assert (done.done, done.lines) == (True, looked.lines)
    assert not hanh.retention.apply().done
    assert hanh.study.my_record() == before
    (line,) = hanh.desk.papers.trail("retention")
    assert '"years": 1' in line.text


def test_what_no_receipt_confirms_stays_whole(office, lan, hanh):
    office.clock.move(days=400)
    hanh.retention.keep_for(1)
    without = hanh.retention.preview().lines

    office.hand_over(hanh, lan)
    lan.unit.admit(hanh.desk.profile.id)
    office.answer_with_receipt(lan, hanh)

    assert hanh.retention.preview().lines == without + 1  # the lesson that was finished
    hanh.retention.apply()
    assert office.hand_over(hanh, lan) == 0


def test_a_supervisor_lets_go_of_the_units(office, lan, hanh):
    office.hand_over(hanh, lan)
    lan.unit.admit(hanh.desk.profile.id)
    people = lan.unit.people()
    office.clock.move(days=400)
    lan.retention.keep_for(1)

    lan.retention.apply()

    assert [row.lessons_done for row in lan.unit.people()] == [row.lessons_done for row in people]
    assert lan.retention.preview().lines == 0


def test_the_last_of_february_has_a_term_too(office, lan):
    office.clock.now = datetime(2028, 2, 29, 9, 0, tzinfo=VIETNAM)

    assert lan.retention.preview(1).before == datetime(2027, 2, 28, 9, 0, tzinfo=VIETNAM)
