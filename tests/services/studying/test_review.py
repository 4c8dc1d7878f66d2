from __future__ import annotations

import pytest

from selfstudy.domain.question import right_response
from tests.builders import LESSON, answered


@pytest.fixture
def hanh(office):
    learner = office.learner()
    office.study(learner)
    return learner


def due_after(office, hanh, days):
    office.clock.move(days=days)
    return hanh.review.due()


def test_nothing_is_due_right_after_all_was_right_and_sure(office, hanh):
    assert hanh.review.due() == 0
    assert hanh.review.queue().items == ()


def test_what_fades_is_due_later_oldest_first(office, hanh):
    assert due_after(office, hanh, 60) == 8

    queue = hanh.review.queue()

    assert [item.question.id for item in queue.items] == [
        question.id for question in office.shelf.lesson(LESSON).questions
    ]
    assert len(hanh.review.queue(3).items) == 3
    assert [source.id for source in queue.sources] == ["ND30-2020"]
    assert hanh.study.today().due == 8


def test_a_review_answer_is_kept_and_moves_the_question_on(office, hanh):
    due_after(office, hanh, 60)
    question = hanh.review.queue().items[0].question

    marked = hanh.review.answer(LESSON, question.id, right_response(question), "sure", 3000)

    assert (marked.grade.right, marked.lesson_finished) == (True, False)
    assert hanh.review.due() == 7
    assert question.id not in {item.question.id for item in hanh.review.queue().items}
    assert hanh.study.my_record().answers == 9


def test_a_wrong_review_answer_is_due_again_today(office, hanh):
    due_after(office, hanh, 60)
    question = hanh.review.queue().items[0].question

    hanh.review.answer(LESSON, question.id, ("không",), "sure", -1)

    assert hanh.review.due() == 8


def test_a_review_answer_can_finish_a_lesson(office):
    hanh = office.learner()
    office.study(hanh, seconds=150)
    other = office.learner("Lê Văn Minh", "minh")
    sections = [s.id for s in office.shelf.lesson(LESSON).sections]
    other.study.read(LESSON, sections, 150, "")
    questions = office.shelf.lesson(LESSON).questions
    for question in questions[:7]:
        other.study.answer(LESSON, question.id, right_response(question), "sure", 100)

    last = other.review.answer(LESSON, questions[7].id, ("không",), "sure", 100)

    assert last.lesson_finished


def test_a_question_that_no_installed_module_has_is_not_asked(office, hanh):
    hanh.desk.write(answered("a question of a pack that is gone", 0))

    assert due_after(office, hanh, 60) == 8
    assert len(hanh.review.queue().items) == 8
