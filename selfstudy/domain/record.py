"""The kinds of facts: what learners say of their study here.

What they say of their keys stands in `key_facts`, what the unit says in `unit_facts`.
"""

from __future__ import annotations

from typing import ClassVar

from selfstudy.domain.fact import (
    DIGEST_SIZE,
    ID_SIZE,
    KEY_SIZE,
    NO_UNIT,
    PRIVATE,
    SHARED,
    UNIT,
    Chain,
    Fact,
    Int,
    Narrow,
    Source,
    Unknown,
    identity,
)
from selfstudy.domain.key_facts import Claimed, KeyAdded, KeyRemoved
from selfstudy.domain.unit_facts import (
    Admitted,
    Appointed,
    CompetencyRated,
    Departed,
    DeviceApproved,
    HoursRecognised,
    Listed,
    Matched,
    NeedClosed,
    PlanAssigned,
    SessionAttended,
    SurveyTyped,
    TransferRated,
    WishesTyped,
)

__all__ = [
    "DIGEST_SIZE",
    "FACTS",
    "ID_SIZE",
    "KEY_SIZE",
    "KINDS",
    "NO_UNIT",
    "PRIVATE",
    "SHARED",
    "UNIT",
    "Admitted",
    "Answered",
    "AppliedAtWork",
    "Appointed",
    "AttemptStarted",
    "AttemptSubmitted",
    "Chain",
    "ChangeStudied",
    "Claimed",
    "CompetencyRated",
    "Departed",
    "DeviceApproved",
    "Fact",
    "HoursRecognised",
    "Int",
    "KeyAdded",
    "KeyRemoved",
    "LessonFinished",
    "LessonOpened",
    "Listed",
    "Matched",
    "Narrow",
    "NeedClosed",
    "NeedStated",
    "NoteWritten",
    "PlanAssigned",
    "Profile",
    "Restated",
    "Reviewed",
    "SectionRead",
    "SelfRated",
    "SessionAttended",
    "Source",
    "SurveyAnswered",
    "SurveyTyped",
    "TransferRated",
    "Unknown",
    "Voided",
    "WishesTyped",
    "identity",
]


class Profile(Fact, frozen=True, array_like=True):
    """Who the learner is; `replaces` has the digests (hex, spaced) of those before."""

    kind: ClassVar[str] = "profile"
    name: str
    position: str = ""
    staff_code: str = ""
    seal_key: str = ""
    replaces: str = ""

    def narrow(self) -> Narrow:
        """Position, staff code, name, and whether there is a sealing key."""
        return Narrow(object=self.position, parent=self.staff_code, note=self.name)


class LessonOpened(Fact, frozen=True, array_like=True):
    """A lesson was opened to be studied."""

    kind: ClassVar[str] = "lesson_opened"
    chain: ClassVar[Chain] = PRIVATE
    module: str
    lesson: str
    version: Int = 1
    digest: str = ""

    def narrow(self) -> Narrow:
        """The lesson."""
        return Narrow(object=self.lesson, parent=self.module, version=self.version)


class SectionRead(Fact, frozen=True, array_like=True):
    """Sections read since the last such fact, with active seconds and where the person stands."""

    kind: ClassVar[str] = "section_read"
    chain: ClassVar[Chain] = PRIVATE
    module: str
    lesson: str
    version: Int
    digest: str
    sections: tuple[str, ...]
    seconds: Int
    anchor: str = ""

    def narrow(self) -> Narrow:
        """Lesson, sections, anchor, seconds."""
        return Narrow(
            object=self.lesson,
            parent="|".join(self.sections),
            note=self.anchor,
            version=self.version,
            value=self.seconds,
        )


class LessonFinished(Fact, frozen=True, array_like=True):
    """All sections read, enough active time, the check passed: the lesson earns its tiết once.

    `minutes` is the total active time; `hundredths` the tiết claimed times 100.
    """

    kind: ClassVar[str] = "lesson_finished"
    module: str
    lesson: str
    version: Int
    digest: str
    minutes: Int
    hundredths: Int
    right: Int
    questions: Int

    def narrow(self) -> Narrow:
        """Lesson, module, minutes, hundredths of a tiết."""
        return Narrow(
            object=self.lesson,
            parent=self.module,
            note=f"{self.right}/{self.questions}",
            version=self.version,
            value=self.minutes,
            extra=self.hundredths,
        )


class ChangeStudied(Fact, frozen=True, array_like=True):
    """What changed in a lesson finished before was looked at, and its new questions answered.

    `before` is the digest of the lesson that was known, `right` of how many answers were right.
    It earns nothing: the lesson's tiết stays as it was earned.
    """

    kind: ClassVar[str] = "change_studied"
    module: str
    lesson: str
    version: Int
    digest: str
    before: str
    sections: tuple[str, ...]
    questions: tuple[str, ...]
    right: Int

    def narrow(self) -> Narrow:
        """Lesson, module, right answers of all, sections."""
        return Narrow(
            object=self.lesson,
            parent=self.module,
            note=f"{self.right}/{len(self.questions)}",
            version=self.version,
            value=len(self.sections),
        )


class Answered(Fact, frozen=True, array_like=True):
    """A practice answer. `score` is in thousandths, `confidence` sure, unsure, guess or empty."""

    kind: ClassVar[str] = "answered"
    chain: ClassVar[Chain] = PRIVATE
    lesson: str
    question: str
    version: Int
    digest: str
    competency: str
    response: tuple[str, ...]
    score: Int
    milliseconds: Int
    confidence: str = ""

    def narrow(self) -> Narrow:
        """Question, lesson, score, milliseconds."""
        return Narrow(
            object=self.question,
            parent=self.lesson,
            note=self.confidence,
            version=self.version,
            value=self.score,
            extra=self.milliseconds,
        )


class Reviewed(Fact, frozen=True, array_like=True):
    """An answer in review, with the grade 1 to 4 that the schedule takes."""

    kind: ClassVar[str] = "reviewed"
    chain: ClassVar[Chain] = PRIVATE
    lesson: str
    question: str
    version: Int
    digest: str
    competency: str
    response: tuple[str, ...]
    score: Int
    milliseconds: Int
    rating: Int

    def narrow(self) -> Narrow:
        """Question, lesson, score, milliseconds; the rating as note."""
        return Narrow(
            object=self.question,
            parent=self.lesson,
            note=str(self.rating),
            version=self.version,
            value=self.score,
            extra=self.milliseconds,
        )


class AttemptStarted(Fact, frozen=True, array_like=True):
    """A test was begun; `purpose` is pre, post, practice, exam or delayed."""

    kind: ClassVar[str] = "attempt_started"
    attempt: str
    purpose: str
    module: str
    version: Int
    digest: str
    questions: tuple[str, ...]

    def narrow(self) -> Narrow:
        """Attempt, module, purpose."""
        return Narrow(self.attempt, self.module, self.purpose, self.version, len(self.questions))


class AttemptSubmitted(Fact, frozen=True, array_like=True):
    """A test was handed in: per question its responses and score (thousandths)."""

    kind: ClassVar[str] = "attempt_submitted"
    attempt: str
    purpose: str
    module: str
    version: Int
    digest: str
    answers: tuple[tuple[str, tuple[str, ...], Int], ...]
    score: Int
    seconds: Int

    def narrow(self) -> Narrow:
        """Attempt, module, purpose, score, seconds."""
        return Narrow(
            self.attempt, self.module, self.purpose, self.version, self.score, self.seconds
        )


class SurveyAnswered(Fact, frozen=True, array_like=True):
    """A survey: indicator and value (1 to 10) pairs, with an optional comment."""

    kind: ClassVar[str] = "survey_answered"
    survey: str
    module: str
    values: tuple[tuple[str, Int], ...]
    comment: str = ""

    def narrow(self) -> Narrow:
        """Survey and module."""
        return Narrow(self.survey, self.module)


class SelfRated(Fact, frozen=True, array_like=True):
    """The learner's own level (1 to 5) in a competency."""

    kind: ClassVar[str] = "self_rated"
    competency: str
    level: Int
    importance: Int = 0
    replaces: str = ""

    def narrow(self) -> Narrow:
        """Competency, level, importance."""
        return Narrow(object=self.competency, value=self.level, extra=self.importance)


class NeedStated(Fact, frozen=True, array_like=True):
    """A need, with an identity it keeps until it is met."""

    kind: ClassVar[str] = "need_stated"
    need: str
    competency: str
    text: str = ""

    def narrow(self) -> Narrow:
        """Need and competency."""
        return Narrow(self.need, self.competency)


class AppliedAtWork(Fact, frozen=True, array_like=True):
    """What a learner used at work, shared by their own choice."""

    kind: ClassVar[str] = "applied_at_work"
    module: str
    text: str

    def narrow(self) -> Narrow:
        """The module."""
        return Narrow(self.module)


class NoteWritten(Fact, frozen=True, array_like=True):
    """A note, highlight, draft or reflection; it stays with the learner."""

    kind: ClassVar[str] = "note_written"
    chain: ClassVar[Chain] = PRIVATE
    lesson: str
    anchor: str
    text: str

    def narrow(self) -> Narrow:
        """Lesson and anchor."""
        return Narrow(self.lesson, "", self.anchor)


class Restated(Fact, frozen=True, array_like=True):
    """A fact of another source, told again here by its owner: where it stands, and its line.

    `source` and `digest` are hex. It is folded only where the cited record is not held.
    """

    kind: ClassVar[str] = "restated"
    source: str
    number: Int
    digest: str
    line: str

    def narrow(self) -> Narrow:
        """The record that is cited."""
        return Narrow(object=self.source, value=self.number)


class Voided(Fact, frozen=True, array_like=True):
    """Takes back one fact, by its place and digest (hex), with a reason."""

    kind: ClassVar[str] = "voided"
    source: str
    number: Int
    digest: str
    reason: str = ""

    def narrow(self) -> Narrow:
        """The record that is voided with its digest, and why."""
        return Narrow(self.source, self.digest, self.reason, value=self.number)


FACTS: tuple[type[Fact], ...] = (
    Profile, LessonOpened, SectionRead, LessonFinished, ChangeStudied, Answered, Reviewed,
    AttemptStarted, AttemptSubmitted, SurveyAnswered, SelfRated, NeedStated, AppliedAtWork,
    NoteWritten, Restated, Voided, KeyAdded, KeyRemoved, Claimed, Admitted, Listed, Departed,
    Matched, DeviceApproved, CompetencyRated, SurveyTyped, WishesTyped,
    NeedClosed, PlanAssigned, SessionAttended, HoursRecognised, TransferRated, Appointed,
)  # fmt: skip
KINDS: dict[str, type[Fact]] = {fact.kind: fact for fact in FACTS}
