"""What one learner of a demonstration does, day by day, as facts; graded by the real rules."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta, timezone
from random import Random

from selfstudy.domain.hours import ReadingRule, check_passed, required_seconds
from selfstudy.domain.lesson import Lesson, Module
from selfstudy.domain.memory import rating_of
from selfstudy.domain.moments import milliseconds
from selfstudy.domain.people import Position
from selfstudy.domain.question import Question, grade, right_response
from selfstudy.domain.record import (
    Answered,
    AppliedAtWork,
    AttemptStarted,
    AttemptSubmitted,
    Fact,
    LessonFinished,
    LessonOpened,
    NeedStated,
    Reviewed,
    SectionRead,
    SelfRated,
    SurveyAnswered,
)
from selfstudy.services.demo.demo_people import APPLIED

HERE = timezone(timedelta(hours=7))
OFFSET = 7 * 60
DIGEST_SHOWN = 16
TEST_QUESTIONS = 6
INDICATORS = 10  # of form F4, marked 1 to 10

Told = tuple[int, Fact]


@dataclass
class Life:
    """One learner's days; `Random` decides, so the same seed tells the same life."""

    random: Random
    modules: Sequence[Module]
    position: Position | None = None
    rule: ReadingRule = field(default_factory=ReadingRule)
    skill: float = 0.75
    eager: float = 0.6

    def days(self, first: date, count: int) -> Iterator[Told]:
        """All facts of `count` days from `first`, in order of time."""
        studying = self._studies()
        answered: list[tuple[Lesson, Question]] = []
        for number in range(count):
            today = first + timedelta(days=number)
            self._now = datetime.combine(today, time(7, 30), HERE)
            self._pass(0, 150 * 60)
            if number == 0:
                yield from self._first_day()
            if today.weekday() >= 5 or self.random.random() > self.eager:
                continue
            yield from self._session(studying, answered)
            if answered and self.random.random() < 0.2:
                yield from self._test()

    def _session(
        self, studying: Iterator[list[Fact]], answered: list[tuple[Lesson, Question]]
    ) -> Iterator[Told]:
        """A lesson's next part if there is one, then some questions again."""
        for fact in next(studying, []):
            yield self._told(fact)
            if isinstance(fact, Answered):
                lesson = self._lesson(fact.lesson)
                question = next(q for q in lesson.questions if q.id == fact.question)
                answered.append((lesson, question))
        count = min(len(answered), self.random.randint(0, 6))
        for lesson, question in self.random.sample(answered, count):
            yield self._told(self._reviewed(lesson, question))

    def _told(self, fact: Fact) -> Told:
        self._pass(8, 90)
        return milliseconds(self._now), fact

    def _pass(self, least: int, most: int) -> None:
        self._now += timedelta(seconds=self.random.randint(least, most))

    def _lesson(self, wanted: str) -> Lesson:
        return next(x for module in self.modules for x in module.lessons if x.id == wanted)

    def _first_day(self) -> Iterator[Told]:
        for code, level in self.position.required if self.position else ():
            own = max(1, min(5, level + self.random.choice((-2, -1, -1, 0, 0, 1))))
            yield self._told(SelfRated(code, own, self.random.randint(2, 5)))
        if self.position and self.position.required:
            code = self.random.choice(self.position.required)[0]
            yield self._told(NeedStated(self._id(), code))

    def _id(self) -> str:
        return f"{self.random.getrandbits(64):016x}"

    # — lessons ——————————————————————————————————————————————————————————————————————————

    def _studies(self) -> Iterator[list[Fact]]:
        """The sittings of every lesson of every module, one after another."""
        for module in self.modules:
            for lesson in module.lessons:
                yield from self._sittings(module, lesson)
            yield [self._survey(module)]
            yield [AppliedAtWork(module.id, self.random.choice(APPLIED))]

    def _sittings(self, module: Module, lesson: Lesson) -> Iterator[list[Fact]]:
        """Reading in two parts, then the questions until the lesson's check is passed."""
        digest = lesson.digest[:DIGEST_SHOWN]
        need = required_seconds(lesson.minutes, self.rule)
        half = (len(lesson.sections) + 1) // 2
        seconds = 0
        for part in (lesson.sections[:half], lesson.sections[half:]):
            spent = round(need * self.random.uniform(0.55, 0.9))
            seconds += spent
            opened = LessonOpened(module.id, lesson.id, lesson.version, digest)
            ids = tuple(sorted(section.id for section in part))
            anchor = ids[-1] if ids else ""
            read = SectionRead(module.id, lesson.id, lesson.version, digest, ids, spent, anchor)
            yield [opened, read]
        total = len(lesson.questions)
        right = 0
        while True:
            answers = [self._answered(lesson, question) for question in lesson.questions]
            right = sum(answer.score >= 1000 for answer in answers)
            if check_passed(right, total, total):
                break
            yield list(answers)
        hundredths = round(100 * module.hours / len(module.lessons))
        finished = LessonFinished(
            module.id, lesson.id, lesson.version, digest, round(seconds / 60), hundredths, right,
            total,
        )  # fmt: skip
        yield [*answers, finished]

    def _answered(self, lesson: Lesson, question: Question) -> Answered:
        response, score = self._respond(question)
        sure = self.random.choice(("sure", "sure", "unsure", "guess", ""))
        return Answered(
            lesson.id, question.id, lesson.version, lesson.digest[:DIGEST_SHOWN],
            question.competency, response, score, self.random.randint(6_000, 70_000), sure,
        )  # fmt: skip

    def _reviewed(self, lesson: Lesson, question: Question) -> Reviewed:
        response, score = self._respond(question)
        return Reviewed(
            lesson.id, question.id, lesson.version, lesson.digest[:DIGEST_SHOWN],
            question.competency, response, score, self.random.randint(4_000, 40_000),
            rating_of(score, self.random.choice(("sure", "unsure", ""))),
        )  # fmt: skip

    def _respond(self, question: Question) -> tuple[tuple[str, ...], int]:
        right = self.random.random() < self.skill
        response = right_response(question) if right else self._mistake(question)
        mark = grade(question, response)
        return response, 1000 if mark.right else round(mark.score * 1000)

    def _mistake(self, question: Question) -> tuple[str, ...]:
        """What somebody might answer who does not know."""
        right = right_response(question)
        if question.kind in {"numeric", "cloze"}:
            wrong = [option.text for option in question.options if not option.right] or ["0"]
            return tuple(self.random.choice(wrong) for _ in right)
        if question.kind == "order":
            return right[1:] + right[:1]
        if question.kind == "match":
            keys = [option.key for option in question.options]
            return tuple(
                f"{left}={other}" for left, other in zip(keys, keys[1:] + keys[:1], strict=True)
            )
        return (self.random.choice([o.key for o in question.options if not o.right] or ["A"]),)

    # — tests and surveys ————————————————————————————————————————————————————————————————

    def _test(self) -> Iterator[Told]:
        """A practice test over a module: begun, and handed in some minutes later."""
        module = self.random.choice(self.modules)
        questions = [question for lesson in module.lessons for question in lesson.questions]
        chosen = self.random.sample(questions, min(TEST_QUESTIONS, len(questions)))
        digest = module.lessons[0].digest[:DIGEST_SHOWN]
        attempt, ids = self._id(), tuple(question.id for question in chosen)
        yield self._told(
            AttemptStarted(attempt, "practice", module.id, module.version, digest, ids)
        )
        answers = tuple((question.id, *self._respond(question)) for question in chosen)
        score = round(sum(answer[2] for answer in answers) / max(1, len(answers)))
        seconds = self.random.randint(180, 900)
        self._now += timedelta(seconds=seconds)
        yield self._told(
            AttemptSubmitted(
                attempt, "practice", module.id, module.version, digest, answers, score, seconds
            )
        )

    def _survey(self, module: Module) -> SurveyAnswered:
        marks = tuple((f"F4-{i}", self.random.randint(6, 10)) for i in range(1, INDICATORS + 1))
        return SurveyAnswered("F4", module.id, marks)
