"""What results claim, held against the content that is installed here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selfstudy.domain.errors import NoSuchLesson
from selfstudy.domain.question import grade
from selfstudy.domain.record import Answered, AttemptSubmitted, Fact, Reviewed

if TYPE_CHECKING:
    from selfstudy.content.library import Library


def held_version(library: Library, lesson_id: str) -> int:
    """The version of a lesson that is installed here; 0 for none."""
    try:
        return library.lesson(lesson_id).version
    except NoSuchLesson:
        return 0


def score(library: Library, fact: Fact) -> int | None:
    """The score (thousandths) of an answer or test graded here; None where content is lacking.

    Of a test every question weighs the same.
    """
    given: list[tuple[str, tuple[str, ...]]] = []
    if isinstance(fact, Answered | Reviewed):
        given = [(fact.question, fact.response)]
    elif isinstance(fact, AttemptSubmitted):
        given = [(question, response) for question, response, _claimed in fact.answers]
    try:
        marks = [grade(library.question(question), said).score for question, said in given]
    except NoSuchLesson:
        return None
    return round(1000 * sum(marks) / len(marks)) if marks else None
