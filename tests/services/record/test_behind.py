from __future__ import annotations

import shutil

import pytest

from selfstudy.content.library import Library
from selfstudy.domain.question import right_response
from selfstudy.domain.record import (
    Answered,
    AttemptSubmitted,
    HoursRecognised,
    KeyAdded,
    Matched,
    NeedStated,
    Restated,
    Voided,
)
from selfstudy.domain.wire import line_of
from selfstudy.services.record.behind import question_words
from selfstudy.services.record.claims import score
from selfstudy.store.facts import rows_of
from tests.builders import LESSON, STRANGER, finished


@pytest.fixture
def hanh(office):
    office.supervisor()
    return office.learner()


def told(services, *facts):
    """The facts as lines to read, newest first."""
    services.desk.write(*facts)
    return lines(services, *{fact.kind for fact in facts})


def lines(services, *kinds):
    """The person's records of some kinds as lines to read, newest first."""
    ledger = services.study.ledger
    return ledger.fact_rows(reversed(rows_of(services.desk.journal, services.desk.person, kinds)))


def a_test(lesson, claimed, wrong=0):
    """A test of all questions of a lesson, the first `wrong` of them answered wrong."""
    answers = tuple(
        (q.id, ("?",) if n < wrong else right_response(q), 1000)
        for n, q in enumerate(lesson.questions)
    )
    return AttemptSubmitted("t1", "post", lesson.module, 1, "ab", answers, claimed, 60)


def test_a_test_is_graded_again_where_its_questions_are_held(office, hanh):
    lesson = office.shelf.lesson(LESSON)
    share = round(1000 * (len(lesson.questions) - 1) / len(lesson.questions))

    (honest,) = told(hanh, a_test(lesson, 1000))
    assert (honest.checked, honest.detail) == ("same", "100%")
    assert honest.what == office.shelf.module(lesson.module).title
    boasting = told(hanh, a_test(lesson, 1000, wrong=1))[0]

    assert (boasting.checked, boasting.detail) == ("differs", f"{share / 10:.0f}%")


def test_what_is_not_held_is_a_claim_until_its_pack_is_installed(office, hanh, tmp_path):
    lesson = office.shelf.lesson(LESSON)
    fact = a_test(lesson, 700)
    empty = Library([tmp_path / "packs"])
    assert score(empty, fact) is None
    hanh.desk.library = empty
    (row,) = told(hanh, fact)
    assert (row.checked, row.code) == ("unheld", "")

    shutil.copytree(office.folder / "lessons", tmp_path / "packs")
    hanh.desk.library = Library([tmp_path / "packs"])

    (row,) = lines(hanh, "attempt_submitted")
    assert (row.checked, row.detail) == ("differs", "100%")


def test_a_restated_answer_is_graded_too_and_anything_else_is_not(office, hanh):
    lesson = office.shelf.lesson(LESSON)
    question = lesson.questions[0]
    answer = Answered(LESSON, question.id, 1, "ab", "M2", ("?",), 1000, 4000)
    lines = [line_of(5, 0, fact).decode() for fact in (answer, finished())]
    facts = [Restated("aa" * 32, n, "bb" * 32, line) for n, line in enumerate(lines, start=1)]
    broken = Restated("aa" * 32, 9, "bb" * 32, "no line")

    stands = {row.checked for row in told(hanh, *facts, broken)}

    assert stands == {"differs", ""}
    assert score(office.shelf, finished()) is None


def test_facts_are_told_by_title_with_the_code_beside(office, hanh):
    lesson = office.shelf.lesson(LESSON)
    question = lesson.questions[0]
    rows = told(
        hanh,
        finished(),
        Answered(LESSON, question.id, 1, "ab", "M2", ("A",), 1000, 4000),
        KeyAdded(STRANGER.public.hex()),
        NeedStated("n1", "M2"),
        HoursRecognised("CM03", 800, "QĐ", "2026"),
        Voided("cc" * 32, 7, "dd" * 32, "nhầm"),
        finished("CM99-01"),
    )
    by_kind = {row.kind: row for row in rows if row.what != "CM99-01"}

    assert (by_kind["lesson_finished"].what, by_kind["lesson_finished"].code) == (
        lesson.title, LESSON,
    )  # fmt: skip
    assert by_kind["answered"].code == question.id
    assert by_kind["answered"].what.startswith(question_words(office.shelf, question.id)[:10])
    assert by_kind["need_stated"].what == "n1"
    assert next(row for row in rows if row.what == "CM99-01").checked == "unheld"


def test_a_long_question_is_cut_between_words(office):
    question = max(office.shelf.lesson(LESSON).questions, key=lambda q: len(q.text))

    said = question_words(office.shelf, question.id)

    assert len(said) <= 92
    assert question_words(office.shelf, "CM99-01-q01") == ""


def test_a_match_is_told_by_the_name_of_whom_with_the_id_small_beside(office):
    lan = office.supervisor()
    hanh, again = office.learner(), office.learner("Hạnh Nguyễn", "again")
    for learner in (hanh, again):
        office.study(learner)
        office.hand_over(learner, lan)
        lan.unit.admit(learner.desk.profile.id)
    lan.unit.match((again.desk.profile.id, hanh.desk.profile.id))

    (row,) = (r for r in lan.unit.facts_behind(hanh.desk.profile.id) if r.kind == "matched")

    assert (row.what, row.code) == ("Nguyễn Thị Hạnh", hanh.desk.profile.id[:12])


def test_a_match_with_somebody_unknown_here_keeps_the_id(office, hanh):
    (row,) = told(hanh, Matched("ee" * 32, "cùng ngày sinh"))

    assert (row.what, row.code, row.detail) == ("e" * 12, "", "cùng ngày sinh")
