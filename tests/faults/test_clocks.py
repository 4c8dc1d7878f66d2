"""A clock that is set back or forward, and another time zone, in the middle of a quiz."""

from __future__ import annotations

from datetime import timedelta, timezone

import pytest

from selfstudy.domain import wire
from selfstudy.domain.audience import to_own_device
from selfstudy.domain.question import right_response
from tests.builders import LESSON
from tests.faults.scenes import expect_sound
from tests.office import Office

TOKYO, BERLIN = timezone(timedelta(hours=9)), timezone(timedelta(hours=1))


@pytest.fixture
def office(tmp_path):
    made = Office(tmp_path)
    yield made
    made.close()


def half(office, services, part):
    """Answer one half of the quiz."""
    questions = office.shelf.lesson(LESSON).questions
    middle = len(questions) // 2
    for question in questions[:middle] if part == 1 else questions[middle:]:
        office.clock.move(seconds=20)
        services.study.answer(LESSON, question.id, right_response(question), "sure", 5000)


def stamps(services):
    """Time and offset of every line, in the order in which they were sealed."""
    return [
        (found.time, found.offset)
        for place in services.desk.journal.sources(to_own_device(services.desk.person))
        if place.source.chain == "p"
        for _number, line in services.desk.journal.lines(place)
        for found in [wire.read_line(line)]
    ]


@pytest.mark.parametrize(
    "jump", [timedelta(days=-40), timedelta(hours=2), timedelta(days=365 * 60), timedelta(hours=-2)]
)
@pytest.mark.parametrize("closed", [False, True])
def test_a_clock_that_jumps_in_a_quiz_loses_no_answer_and_finishes_the_lesson(office, jump, closed):
    lan = office.supervisor()
    hanh = office.learner()
    lesson = office.shelf.lesson(LESSON)
    hanh.study.open_lesson(LESSON)
    hanh.study.read(LESSON, [s.id for s in lesson.sections], 150, "")
    half(office, hanh, 1)
    office.clock.now += jump
    if closed:
        hanh.desk.close()
        hanh = office.open("hanh", hanh.desk.profile.id)
    given = [item for item in hanh.study.quiz(LESSON).items if item.response]
    half(office, hanh, 2)

    assert len(given) == len(lesson.questions) // 2
    progress = hanh.study.open_lesson(LESSON).progress
    assert (progress.answered, progress.right) == (len(lesson.questions), len(lesson.questions))
    assert progress.finished_at is not None
    assert not hanh.desk.copied
    told = [at for at, _offset in stamps(hanh)]
    assert max(told) - min(told) >= abs(jump.total_seconds()) * 1000 * 0.9
    expect_sound(hanh.desk)
    hanh.study.today()
    office.clock.now -= jump  # the supervisor's computer has its own clock
    assert office.hand_over(hanh, lan) > 0
    office.answer_with_receipt(lan, hanh)
    assert hanh.handover.state().unreceived == 0


def test_another_time_zone_in_a_quiz_changes_what_is_shown_and_not_what_is_kept(office):
    office.supervisor()
    hanh = office.learner()
    half(office, hanh, 1)
    before = office.clock.now
    office.clock.now = before.astimezone(TOKYO)
    half(office, hanh, 2)
    office.clock.now = office.clock.now.astimezone(BERLIN)
    hanh.study.open_lesson(LESSON)

    found = stamps(hanh)
    assert [at for at, _offset in found] == sorted(at for at, _offset in found)
    assert sorted({offset for _at, offset in found}) == [60, 420, 540]
    expect_sound(hanh.desk)
    minutes = hanh.study.today().days
    assert (minutes[-1], sum(minutes[:-1])) == (sum(minutes), 0)
