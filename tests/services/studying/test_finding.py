from __future__ import annotations

import pytest

from selfstudy.content.library import Library
from selfstudy.domain.question import right_response
from selfstudy.services.studying.finding import SHOWN, Finding
from selfstudy.settings import Places


@pytest.fixture
def finding(tmp_path):
    return Finding(Library([Places().lessons()]), tmp_path / "data")


def test_lessons_questions_terms_and_sources_are_found(finding):
    finding.refresh()
    kinds = {
        hit.kind
        for words in ("thể thức văn bản", "30/2020", "trích yếu", "văn bản")
        for hit in finding.find(words, 50)
    }

    assert kinds == {"lesson", "question", "term", "source", "module"}


def test_an_index_that_is_current_is_not_made_again(finding):
    assert finding.refresh() > 0
    assert finding.refresh() == 0


def test_no_answer_is_given_away(finding):
    finding.refresh()
    questions = {
        question.id: question
        for module in finding.library.modules()
        for lesson in module.lessons
        for question in lesson.questions
    }
    for hit in finding.find("văn bản", 200):
        if hit.kind == "question":
            question = questions[hit.id]
            for option in question.options:
                if option.text not in question.text + question.case:
                    assert option.text not in hit.snippet
            assert right_response(question)


@pytest.mark.parametrize("typed", ["theer thuwcs vawn barn", "the63 thu7c1 va8n ba3n"])
def test_words_typed_with_the_input_method_off_find_like_the_marked_ones(finding, typed):
    finding.refresh()

    found = [hit.id for hit in finding.find(typed)]
    assert found[:5] == [hit.id for hit in finding.find("thể thức văn bản")][:5] != []


def test_what_little_was_found_as_typed_stands_first(finding):
    finding.refresh()

    assert finding.find("nghij") == finding.find("nghị")
    assert len(finding.find("nghij", limit=3)) == 3


def test_a_screen_gets_the_best_of_each_kind_with_where_it_stands(finding):
    finding.refresh()
    found = finding.look("văn bản")

    counts = {kind: sum(f.hit.kind == kind for f in found) for kind in SHOWN}
    assert set(counts) == set(SHOWN)
    assert all(1 <= counts[kind] <= most for kind, most in SHOWN.items())
    for place in found:
        if place.hit.kind in {"lesson", "question", "term"}:
            assert place.lesson == place.hit.lesson != ""
            assert place.number
            assert place.module
        assert bool(place.lesson_title) == (place.hit.kind in {"question", "term"})


def test_a_source_opens_a_lesson_that_rests_on_it(finding):
    finding.refresh()

    found = next(f for f in finding.look("30/2020/NĐ-CP") if f.hit.kind == "source")
    lesson = finding.library.lesson(found.lesson)
    assert found.hit.id in {ref.source for ref in lesson.sources}


def test_a_screen_reads_raw_telex_and_tells_what_was_meant(finding):
    finding.refresh()

    assert {f.words for f in finding.look("vawn barn")} == {"văn bản"}
    assert {f.words for f in finding.look("nghij ddinhj")} == {"nghị định"}


def test_what_was_removed_since_is_not_shown(finding, tmp_path):
    finding.refresh()
    found = Finding(Library([tmp_path]), tmp_path / "data").look("văn bản")

    assert {f.hit.kind for f in found} <= {"source"}
    assert all(f.lesson == "" for f in found)


def test_a_first_index_tells_how_far_it_is_and_goes_on_after_a_stop(finding):
    told = []
    total = len(finding.library.modules()) + 1

    stopped = finding.refresh(lambda *far: told.append(far), lambda: len(told) == 1)
    found = finding.find("văn bản")

    assert stopped == 1
    assert told == [(0, total)]
    assert {hit.lesson.split("-")[0] for hit in found} <= {finding.library.modules()[0].id}
    assert finding.refresh(lambda *far: told.append(far)) == total - 1
    assert told[-1] == (total - 2, total - 1)
