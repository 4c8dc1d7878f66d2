"""Tests over a module: begun, answered at leisure, handed in once, looked at afterwards."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from selfstudy.domain.errors import NoSuchLesson
from selfstudy.domain.lesson import Module, ModuleTest, Purpose
from selfstudy.domain.progress import (
    LessonProgress,
    Marked,
    ModuleCard,
    Quiz,
    QuizItem,
    Response,
)
from selfstudy.domain.question import Question, grade
from selfstudy.domain.record import AttemptStarted, AttemptSubmitted
from selfstudy.domain.testing import WEEKS_AFTER, HandedIn, ModuleTestLine, by_outcome
from selfstudy.domain.wire import read_line
from selfstudy.services.holding.desk import Desk
from selfstudy.services.record.ledger import Ledger
from selfstudy.store.drafts import Drafts
from selfstudy.store.facts import Row

DIGEST_SHOWN = 16  # hex digits of a test's digest that a fact carries
COMPARED: dict[Purpose, Purpose] = {"post": "pre", "delayed": "post"}


@dataclass(frozen=True, slots=True)
class Sitting:
    """A test as it lies before a person; `tested` once it was handed in."""

    module: str
    purpose: Purpose
    quiz: Quiz
    tested: HandedIn | None = None


class Testing:
    """What a learner asks about the tests of a module."""

    __test__ = False  # its name is the field's

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.ledger = Ledger(desk)
        self.drafts = Drafts(desk.database)

    # — looking ——————————————————————————————————————————————————————————————————————————

    def with_tests(self, cards: Sequence[ModuleCard]) -> tuple[ModuleCard, ...]:
        """Cards of the library with the tests of their modules."""
        modules = {module.id: module for module in self.desk.library.modules() if module.tests}
        if not modules:
            return tuple(cards)
        rows = self._rows()
        return tuple(
            replace(card, tests=tuple(self._lines(modules[card.id], card, rows)))
            if card.id in modules
            else card
            for card in cards
        )

    def _lines(self, module: Module, card: ModuleCard, rows: list[Row]) -> Iterable[ModuleTestLine]:
        done = card.done == len(card.lessons)
        for test in module.tests:
            line = self._line(module, test, rows)
            if line.standing == "open" and test.purpose == "pre" and done:
                continue  # there is no before any more
            if line.standing == "open" and test.purpose == "post" and not done:
                line = replace(line, standing="later")
            yield line

    def _line(self, module: Module, test: ModuleTest, rows: list[Row]) -> ModuleTestLine:
        line = ModuleTestLine(module.id, test.purpose, len(test.questions), "open")
        handed = self._last(rows, "attempt_submitted", module, test.purpose)
        if handed is not None:
            at = self.ledger.local(handed.at)
            return replace(line, standing="taken", score=handed.value / 1000, taken_at=at)
        if self._open(rows, module, test.purpose) is not None:
            return replace(line, standing="going")
        if test.purpose == "delayed":
            after = self._last(rows, "attempt_submitted", module, "post")
            if after is None:
                return replace(line, standing="later")
            opens = self.ledger.local(after.at) + timedelta(days=WEEKS_AFTER)
            if self.desk.clock() < opens:
                return replace(line, standing="later", open_from=opens)
        return line

    def sit(self, module_id: str, purpose: Purpose) -> Sitting:
        """A test to be answered, where one left off, or as it was handed in.

        Raises NoSuchLesson.
        """
        module, test = self._test(module_id, purpose)
        rows = self._rows()
        handed = self._last(rows, "attempt_submitted", module, purpose)
        if handed is not None:
            return self._handed_in(module, test, handed, rows)
        attempt = self._open(rows, module, purpose)
        given = self.drafts.of(attempt) if attempt else {}
        items = [
            _item(module_id, question, given[question.id][0] if question.id in given else ())
            for question in test.questions
        ]
        return Sitting(module_id, purpose, self._quiz(module, test, items))

    # — doing ————————————————————————————————————————————————————————————————————————————

    def answer(
        self,
        module_id: str,
        purpose: Purpose,
        question_id: str,
        response: Response,
        milliseconds: int,
    ) -> Marked:
        """Keep an answer until the test is handed in; the first one begins the test."""
        module, test = self._test(module_id, purpose)
        question = _question(test, question_id)
        attempt = self._open(self._rows(), module, purpose) or self._begin(module, test)
        self.drafts.keep(attempt, question_id, response, max(0, milliseconds))
        return Marked(grade(question, response), self.desk.clock(), LessonProgress())

    def hand_in(self, module_id: str, purpose: Purpose) -> Sitting:
        """Seal the answers, graded; once. A question without an answer counts as wrong."""
        module, test = self._test(module_id, purpose)
        rows = self._rows()
        if self._last(rows, "attempt_submitted", module, purpose) is None:
            attempt = self._open(rows, module, purpose) or self._begin(module, test)
            given = self.drafts.of(attempt)
            answers = tuple(
                (question.id, response, round(1000 * grade(question, response).score))
                for question in test.questions
                for response in (given.get(question.id, ((), 0))[0],)
            )
            self.desk.write(
                AttemptSubmitted(
                    attempt, purpose, module.id, module.version, test.digest[:DIGEST_SHOWN],
                    answers, round(sum(mark for *_said, mark in answers) / len(answers)),
                    round(sum(spent for _said, spent in given.values()) / 1000),
                )
            )  # fmt: skip
            self.drafts.forget(attempt)
        return self.sit(module_id, purpose)

    def _begin(self, module: Module, test: ModuleTest) -> str:
        attempt = secrets.token_hex(8)
        self.desk.write(
            AttemptStarted(
                attempt, test.purpose, module.id, module.version, test.digest[:DIGEST_SHOWN],
                tuple(question.id for question in test.questions),
            )
        )  # fmt: skip
        return attempt

    # — from rows to shapes ——————————————————————————————————————————————————————————————

    def _rows(self) -> list[Row]:
        return self.ledger.counted("attempt_started", "attempt_submitted")

    def _last(self, rows: list[Row], kind: str, module: Module, purpose: Purpose) -> Row | None:
        """The newest of a test's facts that is about its questions as they are installed here.

        A newer version of the module that left the test alone changes nothing about it.
        """
        digest = next((t.digest[:DIGEST_SHOWN] for t in module.tests if t.purpose == purpose), "")
        found = [
            row
            for row in rows
            if (row.kind, row.parent, row.note) == (kind, module.id, purpose)
            and (row.version == module.version or self._about(row, digest))
        ]
        return found[-1] if found else None

    def _about(self, row: Row, digest: str) -> bool:
        """Whether a test's fact was about these questions; unknown where its line was let go."""
        line = self.desk.journal.line(row.place, row.number)
        told = read_line(line).fact if line is not None else None
        return isinstance(told, AttemptStarted | AttemptSubmitted) and told.digest == digest

    def _open(self, rows: list[Row], module: Module, purpose: Purpose) -> str | None:
        """The test that was begun and not handed in."""
        begun = self._last(rows, "attempt_started", module, purpose)
        ended = {row.object for row in rows if row.kind == "attempt_submitted"}
        return begun.object if begun is not None and begun.object not in ended else None

    def _test(self, module_id: str, purpose: Purpose) -> tuple[Module, ModuleTest]:
        module = self.desk.library.module(module_id)
        for test in module.tests:
            if test.purpose == purpose:
                return module, test
        raise NoSuchLesson(id=f"{module_id} {purpose}")

    def _handed_in(self, module: Module, test: ModuleTest, handed: Row, rows: list[Row]) -> Sitting:
        line = self.desk.journal.line(handed.place, handed.number)
        told = read_line(line).fact if line is not None else None
        answers = told.answers if isinstance(told, AttemptSubmitted) else ()
        said = {question: response for question, response, _mark in answers}
        items = [_item(module.id, q, said.get(q.id, ()), always=True) for q in test.questions]
        names = {outcome.id: outcome.text for outcome in module.outcomes}
        right = [item.grade is not None and item.grade.right for item in items]
        before = COMPARED.get(test.purpose)
        compared = self._last(rows, "attempt_submitted", module, before) if before else None
        tested = HandedIn(
            test.purpose,
            handed.value / 1000,
            by_outcome(test.questions, right, names),
            compared.value / 1000 if compared is not None else None,
        )
        return Sitting(module.id, test.purpose, self._quiz(module, test, items), tested)

    def _quiz(self, module: Module, test: ModuleTest, items: Sequence[QuizItem]) -> Quiz:
        found = dict.fromkeys(question.source for question in test.questions if question.source)
        sources = (self.desk.library.source(name) for name in found)
        known = tuple(source for source in sources if source is not None)
        return Quiz(module.title, module.title_en, module.id, tuple(items), known)


def _item(module: str, question: Question, response: Response, *, always: bool = False) -> QuizItem:
    mark = grade(question, response) if response or always else None
    return QuizItem(module, question, response, mark)


def _question(test: ModuleTest, question_id: str) -> Question:
    for question in test.questions:
        if question.id == question_id:
            return question
    raise NoSuchLesson(id=question_id)
