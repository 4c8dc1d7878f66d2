"""Goals, reminders, the journal of what was applied, a look back: without any unit."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from selfstudy.bootstrap import Services
from selfstudy.domain.errors import DayRefused, GoalRefused, NoSuchEntry, TextTooLong
from selfstudy.domain.initiative import Goal, Goals, span_of
from selfstudy.domain.question import right_response
from selfstudy.domain.record import AppliedAtWork, NoteWritten
from selfstudy.services.initiative.applied import LONGEST, AppliedJournal
from selfstudy.services.initiative.goals import Aims
from selfstudy.services.initiative.looking_back import summary
from selfstudy.services.studying.review import Review
from selfstudy.store.seen import seen
from tests.builders import dump
from tests.office import Office

WORDS = "Đã dùng mẫu công văn mới cho ba văn bản."


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


@pytest.fixture
def hanh(office: Office) -> Services:
    """Somebody without a unit."""
    return office.person("Nguyễn Thị Hạnh", "hanh")


def test_goals_are_set_without_a_unit_and_reached_by_studying(
    office: Office, hanh: Services
) -> None:
    aims = Aims(hanh.desk)
    assert not aims.goals().week
    aims.set(Goals(Goal(minutes=60, lessons=1, reviews=5), Goal(lessons=6)))
    before = hanh.study.today().rhythm
    assert before is not None
    assert (before.week, before.studied) == (Goal(), 0)
    office.study(hanh, seconds=600)
    rhythm = hanh.study.today().rhythm
    assert rhythm == aims.rhythm()
    assert rhythm.week.lessons == rhythm.quarter.lessons == 1
    assert rhythm.week.minutes >= 10
    assert rhythm.week.reviews == 0
    assert rhythm.studied == 1


def test_reviews_of_the_week_count_towards_their_goal(office: Office, hanh: Services) -> None:
    aims = Aims(hanh.desk)
    aims.set(Goals(Goal(reviews=3)))
    office.study(hanh, seconds=600)
    office.clock.move(days=9)
    review = Review(hanh.study)
    (first, *_others) = review.queue().items
    review.answer(first.lesson, first.question.id, right_response(first.question), "", 9)
    assert aims.rhythm().week.reviews == 1


def test_one_is_reminded_on_the_days_one_chose_until_something_was_studied(
    office: Office, hanh: Services
) -> None:
    now = office.clock()
    aims = Aims(hanh.desk)
    assert aims.set(Goals(days=(now.weekday(),), hour=now.hour)).remind
    assert not aims.set(Goals(days=(now.weekday(),), hour=now.hour + 1)).remind
    assert not aims.set(Goals(days=((now.weekday() + 1) % 7,), hour=0)).remind
    aims.set(Goals(days=(now.weekday(),), hour=0))
    office.study(hanh, seconds=600)
    assert not aims.rhythm().remind


def test_goals_that_cannot_be_meant_leave_those_of_before(hanh: Services) -> None:
    aims = Aims(hanh.desk)
    aims.set(Goals(Goal(minutes=60)))
    with pytest.raises(GoalRefused):
        aims.set(Goals(Goal(minutes=-5)))
    assert aims.goals() == Goals(Goal(minutes=60))


def test_setting_goals_makes_no_record(hanh: Services) -> None:
    before = dump(hanh.desk.database, without=["meta"])
    Aims(hanh.desk).set(Goals(Goal(minutes=60)))
    assert dump(hanh.desk.database, without=["meta"]) == before


# What was applied at work


def test_an_entry_stays_private_until_it_is_shared_and_may_be_taken_back(
    office: Office,
) -> None:
    lan = office.supervisor()
    hanh = office.learner()
    journal = AppliedJournal(hanh.desk)
    entry = journal.keep(WORDS, "CM03")
    assert (entry.text, entry.module, entry.shared) == (WORDS, "CM03", False)
    office.hand_over(hanh, lan)
    assert seen(lan.desk.journal, "applied_at_work") == []
    assert seen(lan.desk.journal, "note_written") == []
    assert journal.share(entry.id).shared
    journal.share(entry.id)
    office.hand_over(hanh, lan)
    assert len(seen(lan.desk.journal, "applied_at_work")) == 1
    taken = journal.take_back(entry.id)
    assert (taken.shared, taken.told, taken.text) == (False, False, WORDS)


def test_another_wording_is_private_again_until_it_is_shared_too(hanh: Services) -> None:
    journal = AppliedJournal(hanh.desk)
    entry = journal.keep(WORDS)
    journal.share(entry.id)
    changed = journal.keep(WORDS + " Không phải sửa.", entry=entry.id)
    assert (changed.shared, changed.told) == (False, True)
    assert journal.share(entry.id).shared
    assert len(journal.entries()) == 1


def test_an_entry_is_dropped_and_comes_back(hanh: Services) -> None:
    journal = AppliedJournal(hanh.desk)
    entry = journal.keep(WORDS)
    gone = journal.drop(entry.id)
    assert journal.entries() == ()
    with pytest.raises(NoSuchEntry):
        journal.drop(entry.id)
    assert journal.keep(gone.text, gone.module, gone.day, gone.id) == entry
    hanh.desk.write(AppliedAtWork("CM03", "không thuộc mục nào"))
    assert len(journal.entries()) == 1


def test_entries_stand_newest_first_and_other_notes_are_none(
    office: Office, hanh: Services
) -> None:
    journal = AppliedJournal(hanh.desk)
    today = office.clock().date()
    journal.keep("hôm qua", day=today - timedelta(days=1))
    journal.keep("hôm nay")
    hanh.desk.write(NoteWritten("CM03-01", "hanh-chinh:1", "ghi chú"))
    hanh.desk.write(NoteWritten("CM03-01", "applied/x/mai", "ngày lạ"))
    assert [entry.text for entry in journal.entries()] == ["hôm nay", "hôm qua"]


def test_what_cannot_be_kept_is_refused(office: Office, hanh: Services) -> None:
    journal = AppliedJournal(hanh.desk)
    with pytest.raises(NoSuchEntry):
        journal.keep("  ")
    with pytest.raises(TextTooLong):
        journal.keep("x" * (LONGEST + 1))
    with pytest.raises(DayRefused):
        journal.keep(WORDS, day=office.clock().date() + timedelta(days=1))
    assert journal.entries() == ()


# Looking back


def test_a_period_is_summed_up_for_oneself_and_looking_writes_nothing(
    office: Office, hanh: Services
) -> None:
    office.study(hanh, seconds=600)
    AppliedJournal(hanh.desk).keep(WORDS)
    week = span_of("week", office.clock().date())
    summary(hanh.desk, week)
    before = dump(hanh.desk.database)
    found = summary(hanh.desk, week)
    assert dump(hanh.desk.database) == before
    assert (found.days, len(found.lessons), found.recognised) == (1, 1, 0)
    assert found.minutes >= 10
    assert found.answers > 0
    assert [entry.text for entry in found.applied] == [WORDS]
    empty = summary(hanh.desk, span_of("week", date(2025, 1, 1)))
    assert (empty.minutes, empty.days, empty.lessons, empty.applied) == (0, 0, (), ())
