"""The short lesson of what was amended: its questions, and that it was looked at."""

from __future__ import annotations

from selfstudy.domain.amending import Amended
from selfstudy.domain.errors import NoSuchLesson
from selfstudy.domain.progress import Confidence, Marked, Quiz, Response
from selfstudy.services.studying.study import Study


class Renewing:
    """What a learner does with an amended lesson that they had finished."""

    def __init__(self, study: Study) -> None:
        self.study, self.amendments = study, study.amendments

    def of(self, lesson_id: str) -> Amended:
        """What is new in a lesson. Raises NoSuchLesson where nothing waits."""
        return self.amendments.of(lesson_id)

    def quiz(self, lesson_id: str) -> Quiz:
        """Only the questions that are new or read otherwise."""
        return self.amendments.quiz(lesson_id)

    def answer(
        self,
        lesson_id: str,
        question_id: str,
        response: Response,
        confidence: Confidence,
        milliseconds: int,
    ) -> Marked:
        """Keep an answer as the lesson's quiz does; the last one ends the short lesson."""
        marked = self.study.answer(lesson_id, question_id, response, confidence, milliseconds)
        try:
            amended = self.amendments.of(lesson_id)
        except NoSuchLesson:
            return marked
        if not amended.open:
            self.amendments.end(lesson_id)
        return marked

    def end(self, lesson_id: str) -> None:
        """Say that the news was looked at; where it was said before, nothing is said again."""
        try:
            self.amendments.end(lesson_id)
        except NoSuchLesson:
            return
