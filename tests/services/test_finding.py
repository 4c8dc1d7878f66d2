from __future__ import annotations

from contextlib import closing

import pytest

from selfstudy.content.library import Library
from selfstudy.domain.question import right_response
from selfstudy.services.finding import Finding
from selfstudy.settings import Places


@pytest.fixture
def finding(tmp_path):
    with closing(Finding(Library([Places().lessons()]), tmp_path / "data")) as made:
        yield made


def test_lessons_questions_terms_and_sources_are_found(finding):
    finding.refresh()
    kinds = {
        hit.kind
        for words in ("thể thức văn bản", "30/2020", "trích yếu", "văn bản")
        for hit in finding.find(words, 50)
    }

    assert kinds == {"lesson", "question", "term", "source"}


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
