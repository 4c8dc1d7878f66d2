"""What an amended lesson asks of somebody who had finished it."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from selfstudy.domain.errors import NoSuchLesson
from selfstudy.domain.question import right_response
from selfstudy.domain.record import ChangeStudied
from selfstudy.services.studying.renewing import Renewing
from selfstudy.store.facts import rows_of
from selfstudy.store.schema import studied
from tests.builders import LESSON

OLD_WORDS = '[Điều 7](source:ND30-2020 "Điều 7"), có 29 loại'
NEW_WORDS = '[Điều 7](source:ND99-2027 "Điều 7"), có 30 loại'
ENDS = "effective_from = 2020-03-05\neffective_to = 2027-02-28"
NEW_LAW = """
[ND99-2027]
number = "99/2027/NĐ-CP"
title = "Nghị định về công tác văn thư"
issuer = "Chính phủ"
issued = 2026-10-05
effective_from = 2027-03-01
verified_on = 2026-11-10
"""


def change(office, name, *pairs):
    path = next((office.folder / "lessons").glob(name))
    text = path.read_text(encoding="utf-8")
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    office.shelf.refresh()


def amend(office):
    """The decree ends; a section and a question say what the new one says."""
    change(
        office,
        "sources.toml",
        ("effective_from = 2020-03-05", ENDS),
        ("\n[L60", NEW_LAW + "\n[L60"),
    )
    change(
        office, "CM03*/01-*.md",
        ("sources: ND30-2020 Điều 7;", "sources: ND99-2027 Điều 7; ND30-2020 Điều 8;"),
        (OLD_WORDS, NEW_WORDS),
    )  # fmt: skip
    change(
        office, "CM03*/questions/01-*.md",
        ("Văn bản nào là văn bản", "Theo nghị định mới, văn bản nào là văn bản"),
    )  # fmt: skip
    change(office, "CM03*/module.toml", ("version = 2", "version = 3"))


@pytest.fixture
def hanh(office):
    learner = office.learner()
    office.study(learner, seconds=600)
    return learner


@pytest.fixture
def amended(office, hanh):
    amend(office)
    return hanh


def kinds(services, *wanted):
    rows = rows_of(services.desk.journal, services.desk.person, wanted)
    return [row.kind for row in rows]


def test_nothing_waits_while_a_lesson_reads_as_it_was_finished(hanh):
    assert hanh.study.amendments.waiting() == ()
    assert hanh.study.today().amended == ()
    with pytest.raises(NoSuchLesson):
        hanh.study.amendments.of(LESSON)
    assert Renewing(hanh.study).end(LESSON) is None


def test_who_had_finished_keeps_the_finish_and_is_offered_what_changed(amended):
    (news,) = amended.study.today().amended

    assert (news.lesson, news.number, news.places) == (LESSON, 1, 2)
    assert [section.anchor for section in news.changes.sections] == ["hanh-chinh"]
    assert news.open == ("CM03-01-q01",)
    assert [source.number for source in news.reasons] == ["30/2020/NĐ-CP"]
    assert 1 <= news.minutes <= 5
    assert amended.study.open_lesson(LESSON).amended == news
    assert amended.study.open_lesson(LESSON).progress.state == "done"
    assert len(amended.study.my_record().rows) == 1


def test_only_the_changed_question_comes_again_before_its_day(office, amended):
    assert amended.review.due() == 1
    (item,) = amended.review.queue().items
    assert (item.question.id, item.changed) == ("CM03-01-q01", True)
    from selfstudy.domain.explained import Figure

    assert amended.explaining.explain(Figure("due")).value == 1.0

    question = item.question
    amended.review.answer(LESSON, question.id, right_response(question), "sure", 3000)

    assert amended.review.due() == 0
    office.clock.move(days=60)
    assert {item.changed for item in amended.review.queue().items} == {False}


def test_a_question_that_went_leaves_the_review(office, hanh):
    office.clock.move(days=60)
    before = hanh.review.due()
    change(office, "CM03*/questions/01-*.md", ("## CM03-01-q01 ·", "## CM03-01-q71 ·"))
    change(office, "CM03*/01-*.md", ("??? CM03-01-q01", "??? CM03-01-q71"))

    assert hanh.review.due() == before - 1
    (news,) = hanh.study.amendments.waiting()
    assert [(q.id, q.kind) for q in news.changes.questions] == [
        ("CM03-01-q71", "added"), ("CM03-01-q01", "removed"),
    ]  # fmt: skip
    assert news.asked == ("CM03-01-q71",)


def test_answering_its_questions_ends_the_short_lesson_and_is_a_fact(amended):
    renewing = Renewing(amended.study)
    quiz = renewing.quiz(LESSON)
    assert [item.question.id for item in quiz.items] == ["CM03-01-q01"]
    assert renewing.of(LESSON).open

    question = quiz.items[0].question
    marked = renewing.answer(LESSON, question.id, right_response(question), "sure", 3000)

    assert marked.grade.right
    assert amended.study.today().amended == ()
    (row,) = rows_of(amended.desk.journal, amended.desk.person, ("change_studied",))
    assert (row.object, row.note, row.value) == (LESSON, "1/1", 1)
    told = amended.study.texts.learned()[LESSON][-1]
    assert isinstance(told, ChangeStudied)
    assert (told.sections, told.questions) == (("hanh-chinh",), ("CM03-01-q01",))
    assert kinds(amended, "lesson_finished") == ["lesson_finished"]
    again = renewing.answer(LESSON, question.id, right_response(question), "sure", 3000)
    assert again.grade.right
    assert kinds(amended, "change_studied") == ["change_studied"]


def test_it_may_be_ended_without_answering_and_the_question_still_comes(amended):
    Renewing(amended.study).end(LESSON)

    assert amended.study.amendments.waiting() == ()
    assert amended.review.due() == 1


def test_several_of_its_questions_end_it_with_the_last_one(office, hanh):
    change(
        office, "CM03*/questions/01-*.md",
        ("Văn bản nào là văn bản hành chính?", "Văn bản nào sau đây là văn bản hành chính?"),
        ("## CM03-01-q02 ·", "## CM03-01-q72 ·"),
    )  # fmt: skip
    renewing = Renewing(hanh.study)
    first, second = renewing.quiz(LESSON).items

    renewing.answer(LESSON, first.question.id, right_response(first.question), "sure", 3000)
    assert renewing.of(LESSON).open == (second.question.id,)
    renewing.answer(LESSON, second.question.id, ("sai",), "sure", 3000)

    assert hanh.study.amendments.waiting() == ()
    (row,) = rows_of(hanh.desk.journal, hanh.desk.person, ("change_studied",))
    assert row.note == "1/2"


def test_a_lesson_set_in_other_lines_is_the_same_lesson(office, hanh):
    change(office, "CM03*/01-*.md", ("Theo [Điều 7]", "Theo\n[Điều 7]"))

    assert office.shelf.lesson(LESSON).digest != ""
    assert hanh.study.amendments.waiting() == ()
    assert hanh.review.due() == 0


def test_who_had_not_finished_is_offered_nothing(office):
    learner = office.learner()
    learner.study.open_lesson(LESSON)
    amend(office)

    assert learner.study.amendments.waiting() == ()
    assert learner.study.open_lesson(LESSON).amended is None


def test_an_amendment_over_two_versions_is_told_from_the_one_that_was_studied(office, amended):
    change(office, "CM03*/01-*.md", ("có 30 loại", "có 31 loại"))
    amended.study.open_lesson("CM03-01")
    amended.study.keep_outline()

    (news,) = amended.study.amendments.waiting()
    assert "29 loại" in news.changes.sections[0].before
    assert "31 loại" in news.changes.sections[0].after


def test_going_back_to_the_version_that_was_studied_asks_for_nothing(office, amended):
    change(
        office, "CM03*/01-*.md",
        ("sources: ND99-2027 Điều 7; ND30-2020 Điều 8;", "sources: ND30-2020 Điều 7;"),
        (NEW_WORDS, OLD_WORDS),
    )  # fmt: skip
    change(office, "CM03*/questions/01-*.md", ("Theo nghị định mới, văn bản", "Văn bản"))

    assert amended.study.amendments.waiting() == ()
    assert amended.review.due() == 0


def test_what_nothing_names_any_more_is_let_go_at_the_next_opening(office, amended):
    texts = amended.study.texts
    amended.study.keep_outline()
    assert len(texts.studied.digests()[LESSON]) == 2
    question = Renewing(amended.study).quiz(LESSON).items[0].question
    Renewing(amended.study).answer(LESSON, question.id, right_response(question), "sure", 1)
    amended.study.keep_outline()
    assert len(texts.studied.digests()[LESSON]) == 2, "seven answers were given on the old text"

    for other in office.shelf.lesson(LESSON).questions:
        amended.study.answer(LESSON, other.id, right_response(other), "sure", 1)
    change(office, "CM03*/01-*.md", ("có 30 loại", "có 31 loại"))
    amended.study.keep_outline()
    amended.study.open_lesson(LESSON)

    kept = texts.studied.digests()[LESSON]
    assert len(kept) <= 3
    texts.studied.keep("never touched", "aa", b"{}", 1)
    amended.study.keep_outline()
    assert "never touched" not in texts.studied.digests()


def test_a_text_that_was_not_kept_or_cannot_be_read_offers_nothing(office, hanh):
    with hanh.desk.database.write() as connection:
        connection.execute(sa.update(studied).values(body=b"x\x9cspoilt"))
    amend(office)
    assert hanh.study.amendments.waiting() == ()
    assert hanh.review.due() == 0

    (digest,) = hanh.study.texts.studied.digests()[LESSON]
    hanh.study.texts.studied.keep(LESSON, digest, b'{"module": 3}', 1)
    assert hanh.study.amendments.waiting() == ()


def test_a_module_that_is_gone_takes_its_news_along(office, amended):
    import shutil

    shutil.rmtree(next((office.folder / "lessons").glob("CM03*")))
    office.shelf.refresh()

    assert amended.study.amendments.waiting() == ()
    amended.study.keep_outline()
    assert LESSON in amended.study.texts.studied.digests()
