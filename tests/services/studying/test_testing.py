"""Tests over a module, taken by somebody who studies it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from selfstudy.domain.errors import NoSuchLesson
from selfstudy.domain.question import right_response
from selfstudy.domain.testing import HandedIn, by_outcome
from selfstudy.services.record import claims
from selfstudy.services.studying.testing import Testing
from tests.office import Office, write_shelf, write_test


@pytest.fixture
def office(tmp_path):
    lessons = tmp_path / "lessons"
    write_shelf(lessons)
    for purpose in ("pre", "post", "delayed"):
        write_test(lessons, purpose)
    office = Office(tmp_path)
    yield office
    office.close()


@pytest.fixture
def hanh(office):
    return office.person("Nguyễn Thị Hạnh", "hanh")


def lines(services):
    (card,) = services.study.library()
    return {line.purpose: line for line in card.tests}


def give(services, purpose, right):
    """Answer a test: the first `right` questions right, the others wrong."""
    testing = Testing(services.desk)
    for place, item in enumerate(testing.sit("CM03", purpose).quiz.items):
        response = right_response(item.question) if place < right else ("B",)
        testing.answer("CM03", purpose, item.question.id, response, 5_000)
    return testing.hand_in("CM03", purpose)


def test_a_test_before_a_module_may_be_taken_at_once_and_those_after_wait(hanh):
    found = lines(hanh)

    assert [found[p].standing for p in ("pre", "post", "delayed")] == ["open", "later", "later"]
    assert found["pre"].questions == 4
    assert found["delayed"].open_from is None


def test_answers_of_a_test_wait_here_until_it_is_handed_in_and_survive_closing(office, hanh):
    testing = Testing(hanh.desk)
    first = testing.sit("CM03", "pre").quiz.items[0].question
    marked = testing.answer("CM03", "pre", first.id, ("B",), 4_000)
    assert not marked.grade.right
    person = hanh.desk.profile.id
    hanh.desk.close()

    hanh = office.open("hanh", person)
    assert lines(hanh)["pre"].standing == "going"
    sitting = Testing(hanh.desk).sit("CM03", "pre")
    assert [item.response for item in sitting.quiz.items] == [("B",), (), (), ()]
    assert sitting.tested is None
    Testing(hanh.desk).answer("CM03", "pre", first.id, ("A",), 6_000)
    tested = Testing(hanh.desk).hand_in("CM03", "pre").tested

    assert tested.score == 0.25
    (handed,) = [r for r in Testing(hanh.desk)._rows() if r.kind == "attempt_submitted"]
    assert handed.extra == 10  # seconds over both looks
    started = [r for r in Testing(hanh.desk)._rows() if r.kind == "attempt_started"]
    assert [row.object for row in started] == [handed.object]
    assert Testing(hanh.desk).drafts.of(handed.object) == {}


def test_a_test_is_handed_in_once_and_its_reasons_are_looked_at_afterwards(hanh):
    sitting = give(hanh, "pre", 3)

    assert sitting.tested == HandedIn("pre", 0.75, sitting.tested.outcomes)
    assert [(o.right, o.questions) for o in sitting.tested.outcomes] == [(3, 4)]
    assert [item.grade.right for item in sitting.quiz.items] == [True, True, True, False]
    again = Testing(hanh.desk).hand_in("CM03", "pre")
    assert again == Testing(hanh.desk).sit("CM03", "pre") == sitting
    assert lines(hanh)["pre"].score == 0.75
    assert len([r for r in Testing(hanh.desk)._rows() if r.kind == "attempt_submitted"]) == 1


def test_the_test_after_a_module_waits_for_its_lessons_and_is_compared(office, hanh):
    give(hanh, "pre", 1)
    office.study(hanh)
    assert lines(hanh)["post"].standing == "open"

    tested = give(hanh, "post", 3).tested

    assert (tested.score, tested.before) == (0.75, 0.25)
    assert tested.gain == pytest.approx(2 / 3)
    assert tested.kept is None


def test_the_delayed_test_opens_thirty_days_after(office, hanh):
    office.study(hanh)
    give(hanh, "post", 4)
    line = lines(hanh)["delayed"]
    assert line.standing == "later"
    assert line.open_from - line.open_from.replace(hour=0) <= timedelta(days=1)

    office.clock.move(days=31)
    assert lines(hanh)["delayed"].standing == "open"
    tested = give(hanh, "delayed", 3).tested
    assert tested.kept == 0.75
    assert tested.gain is None


def test_after_the_lessons_there_is_no_test_before_any_more(office, hanh):
    office.study(hanh)

    assert "pre" not in lines(hanh)


def test_what_was_not_answered_counts_as_wrong(hanh):
    tested = Testing(hanh.desk).hand_in("CM03", "pre").tested

    assert tested.score == 0
    assert tested.outcomes[0].right == 0


def test_the_unit_grades_a_handed_in_test_again_and_gets_the_same(office):
    lan, hanh = office.supervisor(), office.learner()
    give(hanh, "pre", 3)
    office.hand_over(hanh, lan)
    from selfstudy.domain.wire import read_line
    from selfstudy.store.facts import rows_of

    (row,) = rows_of(lan.desk.journal, hanh.desk.person, ("attempt_submitted",))
    told = read_line(lan.desk.journal.line(row.place, row.number)).fact

    assert claims.score(lan.desk.library, told) == told.score == 750


def test_a_test_that_is_not_there_is_said(hanh):
    with pytest.raises(NoSuchLesson):
        Testing(hanh.desk).sit("CM99", "pre")
    with pytest.raises(NoSuchLesson):
        Testing(hanh.desk).answer("CM03", "pre", "CM03-post-01", ("A",), 1)
    assert Testing(hanh.desk)._rows() == []  # nothing was begun by it


def test_who_knew_everything_before_gained_nothing_and_lost_nothing():
    assert HandedIn("post", 1.0, (), 1.0).gain is None
    assert HandedIn("post", 0.5, (), None).gain is None
    assert HandedIn("delayed", 0.5, (), 0.0).kept is None
    assert by_outcome((), (), {"o1": "Soạn"}) == ()


def test_a_newer_module_that_left_a_test_alone_asks_for_it_no_second_time(office, hanh):
    give(hanh, "pre", 3)
    folder = next(path.parent for path in (office.folder / "lessons").glob("*/module.toml"))
    about = folder / "module.toml"
    about.write_text(
        about.read_text(encoding="utf-8").replace("version = 2", "version = 3"), encoding="utf-8"
    )

    assert (lines(hanh)["pre"].standing, lines(hanh)["pre"].score) == ("taken", 0.75)
    assert Testing(hanh.desk).sit("CM03", "pre").tested is not None

    asked = folder / "questions" / "pre-test.md"
    asked.write_text(
        asked.read_text(encoding="utf-8").replace("Câu pre-00", "Câu khác"), encoding="utf-8"
    )
    assert lines(hanh)["pre"].standing == "open"
