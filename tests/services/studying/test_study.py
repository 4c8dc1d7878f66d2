from __future__ import annotations

import pytest

from selfstudy.domain.errors import NoSuchLesson
from selfstudy.domain.question import right_response
from selfstudy.domain.wire import read_line
from tests.builders import LESSON, paths

SECTIONS = ("hanh-chinh", "chon-loai")


@pytest.fixture
def hanh(office):
    return office.learner()


def wrong(office):
    """Every question answered wrongly."""
    return {q.id: () for q in office.shelf.lesson(LESSON).questions}


def answer_all(office, hanh, right=8):
    for index, question in enumerate(office.shelf.lesson(LESSON).questions):
        office.clock.move(seconds=20)
        response = right_response(question) if index < right else ("không",)
        marked = hanh.study.answer(LESSON, question.id, response, "sure", 5000)
    return marked


def kinds(hanh):
    lines = paths(hanh.desk.journal, own(hanh)).values()
    return [read_line(line).kind for part in lines for line in part]


def own(services):
    from selfstudy.domain.audience import to_own_device

    return to_own_device(services.desk.person)


def test_a_new_person_is_sent_to_the_first_lesson(office, hanh):
    today = hanh.study.today()

    assert (today.name, today.due, today.days) == ("Nguyễn Thị Hạnh", 0, (0,) * 91)
    assert (today.next.lesson, today.next.started, today.next.minutes_left) == (LESSON, False, 5)
    assert (today.hours.recognised_target, today.hours.self_study) == (40, 0)
    assert not today.is_supervisor
    (module,) = today.modules
    assert (module.state, module.fraction, module.needed, module.draft) == ("new", 0.0, True, True)


def test_reading_adds_up_and_only_known_sections_count(office, hanh):
    hanh.study.open_lesson(LESSON)
    hanh.study.read(LESSON, ["hanh-chinh", "no such section"], 60, "hanh-chinh:2")
    progress = hanh.study.read(LESSON, [], -5, "x" * 999)

    assert progress.sections_read == {"hanh-chinh"}
    assert (progress.active_seconds, progress.required_seconds) == (60, 150)
    assert progress.anchor == "x" * 200
    assert progress.state == "going"
    assert hanh.study.today().next.started
    assert hanh.study.read(LESSON, [], 10**6, "").active_seconds == 660, "a sleeping computer"


def test_a_lesson_is_finished_by_reading_time_and_check_together(office, hanh):
    hanh.study.read(LESSON, SECTIONS, 149, "")
    marked = answer_all(office, hanh)
    assert (marked.lesson_finished, marked.progress.state) == (False, "going")
    assert marked.progress.fraction < 1

    progress = hanh.study.read(LESSON, [], 1, "")

    assert (progress.state, progress.fraction, progress.finished_at) == (
        "done",
        1.0,
        office.clock(),
    )
    assert kinds(hanh).count("lesson_finished") == 1
    hanh.study.read(LESSON, [], 1, "")
    assert kinds(hanh).count("lesson_finished") == 1
    assert hanh.study.today().next is None
    assert hanh.study.hours(2026).self_study == 8.0


def test_a_check_that_is_half_wrong_passes_and_less_does_not(office, hanh):
    hanh.study.read(LESSON, SECTIONS, 150, "")

    assert not answer_all(office, hanh, right=3).lesson_finished
    assert answer_all(office, hanh, right=4).progress.state == "done"


def test_a_lesson_without_all_sections_is_not_finished(office, hanh):
    hanh.study.read(LESSON, SECTIONS[:1], 600, "")

    assert not answer_all(office, hanh).progress.finished_at


def test_an_answer_is_graded_kept_and_dated(office, hanh):
    question = office.shelf.lesson(LESSON).questions[1]
    marked = hanh.study.answer(LESSON, question.id, ("A",), "guess", -7)

    assert (marked.grade.score, marked.saved_at) == (0.5, office.clock())
    (line,) = [
        read_line(line)
        for part in paths(hanh.desk.journal, own(hanh)).values()
        for line in part
        if b"answered" in line
    ]
    assert (line.fact.score, line.fact.milliseconds, line.fact.confidence) == (500, 0, "guess")
    lesson = office.shelf.lesson(LESSON)
    assert (line.fact.digest, line.fact.version) == (lesson.digest[:16], lesson.version)


def test_a_lesson_opens_with_everything_around_it(office, hanh):
    opened = hanh.study.open_lesson(LESSON)

    assert (opened.lesson.id, opened.previous, opened.following) == (LESSON, "", "")
    assert {source.id for source in opened.sources} == {"ND30-2020"}
    assert [line.id for line in opened.lessons] == [LESSON]
    assert kinds(hanh).count("lesson_opened") == 1


def test_a_quiz_holds_the_lessons_own_questions(office, hanh):
    quiz = hanh.study.quiz(LESSON)

    assert len(quiz.items) == 8
    assert [source.id for source in quiz.sources] == ["ND30-2020"]


def test_what_is_not_there_is_said(office, hanh):
    with pytest.raises(NoSuchLesson):
        hanh.study.answer(LESSON, "no such question", (), "", 0)
    with pytest.raises(NoSuchLesson):
        hanh.study.quiz("no such lesson")


def test_looking_at_ones_work_writes_nothing(office, hanh):
    office.study(hanh)
    hanh.study.today()
    with hanh.desk.database.peek() as raw:
        before = raw.total_changes
        hanh.study.today()
        hanh.study.my_record()
        hanh.study.my_record(2026)
        for figure in hanh.explaining.figures():
            hanh.explaining.explain(figure)
        hanh.study.quiz(LESSON)
        hanh.review.queue()

        assert raw.total_changes == before


def test_the_outline_for_the_first_paint_is_kept_once(office, hanh):
    hanh.study.keep_outline()
    assert not hanh.study.keep_outline()


def test_with_the_outline_an_answer_finds_the_names_it_says_numbered(office, hanh):
    hanh.study.keep_outline()
    question = office.shelf.lesson(LESSON).questions[0]
    hanh.study.answer(LESSON, question.id, right_response(question), "sure", 5000)
    with hanh.desk.database.peek() as raw:
        before = raw.execute("SELECT count(*) FROM word").fetchone()

    for question in office.shelf.lesson(LESSON).questions[1:]:
        hanh.study.answer(LESSON, question.id, right_response(question), "sure", 5000)

    with hanh.desk.database.peek() as raw:
        assert raw.execute("SELECT count(*) FROM word").fetchone() == before
