"""Numbers and their records, one case after the other; `test_explaining_any` has all of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from selfstudy.domain.errors import NoSuchFigure, NoSuchLesson, NotEntitled
from selfstudy.domain.explained import Figure
from selfstudy.domain.record import (
    Answered,
    HoursRecognised,
    LessonFinished,
    Profile,
    Restated,
    Voided,
)
from selfstudy.domain.wire import chain, line_of
from selfstudy.services.unit.totals import SMALLEST, year_totals
from tests.builders import (
    LESSON,
    STRANGER,
    a_source,
    answered,
    carried,
    finished,
    lines_of,
    read,
    segments_of,
    take,
)

PASSPHRASE = "mật khẩu dài"


@pytest.fixture
def lan(office):
    return office.supervisor()


@pytest.fixture
def hanh(office, lan):
    return office.learner()


def whys(services, key, of="", **more):
    return [row.why for row in services.explaining.explain(Figure(key, of, **more)).records]


def test_a_lesson_finished_twice_counts_once_and_only_the_first_says_so(hanh):
    hanh.desk.write(finished(hundredths=100))
    hanh.desk.write(finished(hundredths=150))

    assert whys(hanh, "lessons") == ["", "once"]
    found = hanh.explaining.explain(Figure("self_study", year=2026))
    assert found.value == 1.5
    assert sorted(row.adds for row in found.records) == [0.5, 1.0]


def test_of_several_answers_the_last_one_decides_a_lessons_progress(office, hanh):
    question = office.shelf.lesson(LESSON).questions[0].id
    hanh.desk.write(answered(question, 1000), answered(question, 0), answered("q-none"))

    found = hanh.explaining.explain(Figure("lesson", LESSON))

    assert found.value == 0
    assert sorted(row.why for row in found.records) == ["", "newer", "unheld"]


def test_sections_of_another_version_move_nothing(hanh):
    other = read("hanh-chinh")
    hanh.desk.write(type(other)("CM03", LESSON, 7, "ab", ("hanh-chinh",), 60))

    assert whys(hanh, "lesson", LESSON) == ["version"]


def test_a_due_question_says_when_and_why_and_another_one_when_it_comes(office, hanh):
    first, second, third = (question.id for question in office.shelf.lesson(LESSON).questions[:3])
    hanh.desk.write(answered(first, 0, ""), answered(second, 1000, "sure"), answered("gone"))
    office.clock.move(days=2)
    hanh.desk.write(answered(third, 1000, "unsure"))

    found = hanh.explaining.explain(Figure("due"))

    told = {row.code or row.what: (row.why, row.by) for row in found.records}
    assert found.value == hanh.study.due()
    assert told[first] == ("", "Đến hạn 22/11/2026, vì lần gần nhất chưa đúng")
    assert told[second][0] == "later"
    assert "vì dự kiến nhớ được" in told[second][1]
    assert "vì mới học nên hỏi lại sớm" in told[third][1]
    assert told["gone"] == ("unheld", "")


def test_what_the_unit_has_names_the_receipt_that_says_so(office, lan, hanh):
    hanh.desk.write(finished())
    office.hand_over(hanh, lan)
    lan.unit.admit(hanh.desk.profile.id)
    office.answer_with_receipt(lan, hanh)
    hanh.desk.write(finished("CM77-01"))

    found = hanh.explaining.explain(Figure("unreceived"))

    assert found.value == hanh.handover.state().unreceived == 1
    assert [(row.what, row.why) for row in found.records] == [
        ("CM77-01", ""),
        ("Các loại văn bản", "received"),
    ]
    assert found.records[1].by.startswith("biên nhận của Trần Thị Lan, ")


def test_one_decision_under_two_ids_of_a_human_counts_once(office, lan, hanh):
    minh = office.learner("Nguyễn Văn Minh", "minh")
    for one in (hanh, minh):
        one.desk.write(finished())
        office.hand_over(one, lan)
        lan.unit.admit(one.desk.profile.id)
        lan.desk.write_about(one.desk.person, HoursRecognised("CM03", 800, "QĐ 1", "2026-11-20"))
    lan.unit.match((minh.desk.profile.id, hanh.desk.profile.id))

    row = next(row for row in lan.unit.people() if row.ids == 2)
    for key, value in (("recognised", 8.0), ("lessons", 1)):
        found = lan.explaining.explain(Figure(key, person=row.id))
        assert found.value == value
        assert sorted(one.why for one in found.records) == ["", "once"]
    people = lan.explaining.explain(Figure("people"))
    assert people.value == lan.unit.view().people == 2
    assert [r.kind for r in people.records].count("admitted") == 3


def test_who_waits_is_counted_at_their_newest_profile(office, lan, hanh):
    hanh.desk.write(Profile("Nguyễn Thị Hạnh Mới", "P02"))
    office.hand_over(hanh, lan)

    found = lan.explaining.explain(Figure("unknown"))

    assert (found.value, [row.why for row in found.records]) == (1, ["", "newer"])


def test_the_last_activity_is_the_newest_record(office, lan, hanh):
    hanh.desk.write(finished())
    office.hand_over(hanh, lan)

    found = lan.explaining.explain(Figure("last", person=hanh.desk.profile.id))

    row = lan.unit.unknown()[0]
    assert found.value == row.last_at.timestamp()
    assert {one.why for one in found.records} <= {"", "earlier"}


def test_a_file_set_aside_is_what_is_counted(office, lan, hanh):
    whole = Path(hanh.handover.export(office.stick).path)
    bad = office.stick / "hong.thoc"
    bad.write_bytes(whole.read_bytes()[:400])
    lan.unit.intake([bad], dry=False)

    found = lan.explaining.explain(Figure("set_aside"))

    assert found.value == lan.unit.view().quarantined == 1
    assert found.records[0].what == "hong.thoc"


def test_nobody_asks_how_somebody_else_practises(lan, hanh):
    with pytest.raises(NoSuchFigure):
        lan.explaining.explain(Figure("answers", person=lan.desk.profile.id))
    with pytest.raises(NotEntitled):
        hanh.explaining.explain(Figure("lessons", person=lan.desk.profile.id))
    with pytest.raises(NotEntitled):
        hanh.explaining.explain(Figure("people"))
    with pytest.raises(NoSuchFigure):
        hanh.explaining.explain(Figure("day", "gestern"))
    with pytest.raises(NoSuchLesson):
        hanh.explaining.explain(Figure("module", "CM99"))


def test_answers_told_again_from_a_lost_computer_count_as_ones_own(office, hanh):
    question = office.shelf.lesson(LESSON).questions[0].id
    again = Answered(LESSON, question, 1, "ab", "M2", ("A",), 1000, 60_000)
    line = line_of(hanh.desk.now(), 420, again).decode()
    for _twice in range(2):
        hanh.desk.write(Restated("ab" * 32, 1, "cd" * 32, line))

    record = hanh.study.my_record()
    assert (record.answers, record.answers_right, record.active_minutes) == (1, 1, 1)
    assert whys(hanh, "answers") == ["", "again"]


def test_a_year_says_how_many_erased_people_it_holds_once_they_are_enough(office, lan):
    learners = []
    for number in range(SMALLEST + 1):
        learner = office.learner(f"Người Thứ {number}", f"computer{number}")
        learner.desk.write(finished())
        office.hand_over(learner, lan)
        lan.unit.admit(learner.desk.profile.id)
        learners.append(learner)
    before = lan.explaining.explain(Figure("year_lessons", year=2026))
    for number, learner in enumerate(learners[:SMALLEST]):
        lan.erasure.erase_person(learner.desk.profile.id, PASSPHRASE)
        found = lan.explaining.explain(Figure("year_lessons", year=2026))
        few = number + 1 < SMALLEST
        assert (found.value, found.erased) == (before.value, None if few else SMALLEST)
        assert found.value == sum(row.adds for row in found.records) + found.apart
    assert year_totals(lan.desk, 2026).learners == SMALLEST + 1


def test_what_was_taken_back_is_listed_and_adds_nothing(hanh):
    (saved,) = hanh.desk.write(finished())
    hanh.desk.write(Voided(saved.source.hex(), saved.number, saved.digest.hex()))

    assert whys(hanh, "lessons") == ["voided"]
    assert hanh.explaining.explain(Figure("lessons")).value == 0


def test_one_record_told_again_as_two_kinds_counts_once_as_in_the_folds(hanh):
    for fact in (answered("q1"), finished()):
        line = line_of(hanh.desk.now(), 420, fact).decode()
        hanh.desk.write(Restated("ab" * 32, 1, "cd" * 32, line))

    assert whys(hanh, "lessons") == ["again"]
    assert hanh.explaining.explain(Figure("lessons")).value == hanh.study.my_record().lessons_done


def brought(desk, ring, facts, part, *, skip=0, number=7):
    """Records about a desk's person that somebody's computer brought, but for the first ones."""
    source = a_source(ring, desk.person, desk.unit, part, number)
    lines = lines_of(facts, desk.now() - 60_000)
    segments = segments_of(source, ring, lines, range(2, len(lines) + 1))
    take(desk.journal, carried(source, *segments[skip:]))
    desk.know_again()
    return source, lines


def test_what_somebody_else_says_in_ones_name_is_listed_and_adds_nothing(hanh):
    hanh.desk.write(answered("q1"), finished())
    brought(hanh.desk, STRANGER, [answered("q2"), read("hanh-chinh")], "p")
    brought(hanh.desk, STRANGER, [finished("CM77-01")], "s")

    for key, value in (("answers", 1), ("lessons", 1)):
        found = hanh.explaining.explain(Figure(key))
        assert (found.value, sorted(row.why for row in found.records)) == (value, ["", "author"])
    found = hanh.explaining.explain(Figure("self_study", year=2026))
    assert (found.value, len(found.records)) == (1.0, 2)
    assert sorted(whys(hanh, "minutes")) == ["", "author", "author"]
    assert sorted(whys(hanh, "lesson", LESSON)) == ["", "author", "author", "unheld"]


def test_what_waits_for_earlier_records_adds_nothing_yet(hanh):
    brought(hanh.desk, hanh.desk.ring, [answered("q1"), answered("q2")], "p", skip=1)

    assert whys(hanh, "answers") == ["waiting"]
    assert hanh.explaining.explain(Figure("answers")).value == 0


def test_what_is_here_itself_adds_nothing_when_it_is_told_again(hanh):
    source, lines = brought(hanh.desk, hanh.desk.ring, [answered("q1")], "p")
    digest = chain(source.id, lines)[0].hex()
    hanh.desk.write(Restated(source.id.hex(), 1, digest, lines[0].decode()))

    found = hanh.explaining.explain(Figure("answers"))
    assert found.value == hanh.study.my_record().answers == 1
    assert sorted(row.why for row in found.records) == ["", "held"]


def test_each_version_of_a_lesson_counts(hanh):
    hanh.desk.write(finished(), LessonFinished("CM03", LESSON, 2, "ab", 25, 50, 8, 8))

    found = hanh.explaining.explain(Figure("lessons"))
    assert found.value == hanh.study.my_record().lessons_done == 2
    assert [row.why for row in found.records] == ["", ""]
    assert hanh.explaining.explain(Figure("self_study", year=2026)).value == 1.5
    assert sorted(whys(hanh, "lesson", LESSON)) == ["", "version"]


def test_hours_that_were_taken_back_or_that_nobody_entitled_gave_add_nothing(lan, hanh, office):
    office.hand_over(hanh, lan)
    lan.unit.admit(hanh.desk.profile.id)
    person = hanh.desk.person
    (kept,) = lan.desk.write_about(person, HoursRecognised("CM03", 800, "QĐ 1", "2026-11-20"))
    (wrong,) = lan.desk.write_about(person, HoursRecognised("CM03", 400, "QĐ 2", "2026-11-20"))
    lan.desk.write_about(person, Voided(wrong.source.hex(), wrong.number, wrong.digest.hex()))
    source = a_source(STRANGER, person, lan.desk.unit, "u")
    given = lines_of([HoursRecognised("CM03", 1600, "QĐ 3", "2026-11-20")], lan.desk.now())
    take(lan.desk.journal, carried(source, *segments_of(source, STRANGER, given)))

    found = lan.explaining.explain(Figure("recognised", person=person.hex()))

    assert found.value == 8.0
    assert sorted(row.why for row in found.records) == ["", "author", "voided"]
    assert [row.number for row in found.records if row.counted] == [kept.number]


def test_what_a_strange_computer_handed_in_is_not_a_persons_activity(lan, hanh, office):
    hanh.desk.write(finished())
    office.hand_over(hanh, lan)
    whose = Figure("records", person=hanh.desk.profile.id)
    own = lan.explaining.explain(whose).value
    source = a_source(STRANGER, hanh.desk.person, lan.desk.unit)
    told = lines_of([finished("CM77-01")], lan.desk.now() + 1)
    take(lan.desk.journal, carried(source, *segments_of(source, STRANGER, told)))

    found = lan.explaining.explain(whose)
    assert (found.value, [row.why for row in found.records].count("author")) == (own, 1)
    last = lan.explaining.explain(Figure("last", person=hanh.desk.profile.id))
    assert last.value < lan.desk.now() / 1000 + 0.001
    assert "author" not in [row.why for row in last.records]


def test_an_admission_that_was_taken_back_makes_nobody_one_of_the_people(lan, hanh, office):
    hanh.desk.write(finished())
    office.hand_over(hanh, lan)
    undo = lan.unit.admit(hanh.desk.profile.id)
    lan.unit.undo(*undo)
    lan.unit.admit(hanh.desk.profile.id)

    found = lan.explaining.explain(Figure("people"))

    assert found.value == lan.unit.view().people
    assert [row.why for row in found.records].count("voided") == 1


def test_who_did_two_things_in_a_year_is_one_of_its_people(office, lan):
    for number in range(SMALLEST):
        learner = office.learner(f"Người Thứ {number}", f"computer{number}")
        learner.desk.write(finished(), finished("CM77-01"))
        office.hand_over(learner, lan)
        lan.unit.admit(learner.desk.profile.id)

    found = lan.explaining.explain(Figure("year_people", year=2026))

    assert found.value == year_totals(lan.desk, 2026).learners == SMALLEST
    assert [row.why for row in found.records] == [*[""] * SMALLEST, *["once"] * SMALLEST]
