"""Reviewing what is fading: the queue of due questions, and the grade that reschedules them."""

from __future__ import annotations

from selfstudy.domain.memory import rating_of
from selfstudy.domain.moments import due_limit
from selfstudy.domain.progress import Confidence, Marked, Quiz, QuizItem, Response
from selfstudy.domain.question import grade
from selfstudy.domain.record import Reviewed
from selfstudy.services.amending.texts import DIGEST_SHOWN
from selfstudy.services.studying.study import Study

SESSION = 20  # questions that fit ten minutes


class Review:
    """The review of one learner."""

    def __init__(self, study: Study) -> None:
        self.study = study
        self.desk = study.desk

    def due(self) -> int:
        """How many questions are due today."""
        return self.study.due()

    def queue(self, limit: int = SESSION) -> Quiz:
        """The questions that were amended since they were answered, then those due longest."""
        self.desk.fold()
        before = due_limit(self.desk.clock())
        with self.desk.database.read() as connection:
            rows = self.desk.journal.folds.memory(connection, self.desk.person)
        altered = self.study.amendments.altered(rows)
        due = sorted(
            (r for r in rows if r.memory.due < before or (r.lesson, r.question) in altered),
            key=lambda r: ((r.lesson, r.question) not in altered, r.memory.due),
        )
        known = {
            (lesson.id, question.id): question
            for module in self.desk.library.modules()
            for lesson in module.lessons
            for question in lesson.questions
        }
        items = [
            QuizItem(
                row.lesson,
                known[row.lesson, row.question],
                changed=(row.lesson, row.question) in altered,
            )
            for row in due
            if (row.lesson, row.question) in known
        ][:limit]
        sources = self.study.sources(item.question.source for item in items)
        return Quiz("", "", "", tuple(items), sources)

    def answer(
        self,
        lesson_id: str,
        question_id: str,
        response: Response,
        confidence: Confidence,
        milliseconds: int,
    ) -> Marked:
        """Grade a review answer, keep it, and schedule the question anew."""
        lesson, question = self.study.question(lesson_id, question_id)
        mark = grade(question, response)
        score = 1000 if mark.right else round(mark.score * 1000)
        fact = Reviewed(
            lesson.id,
            question.id,
            lesson.version,
            lesson.digest[:DIGEST_SHOWN],
            question.competency,
            response,
            score,
            max(0, milliseconds),
            rating_of(score, confidence),
        )
        self.desk.write(fact)
        progress, finished = self.study.finish_if_done(lesson)
        return Marked(mark, self.desk.clock(), progress, finished)
