"""The kinds of facts: what learners say of their study here.

What they say of lessons stands in `lesson_facts`, of their keys in `key_facts`, what the unit says
in `unit_facts`.
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
from selfstudy.domain.lesson_facts import ChangeStudied, LessonFinished, LessonOpened, SectionRead
from selfstudy.domain.unit_facts import (
    Admitted,
    Appointed,
    CompetencyDescribed,
    CompetencyRated,
    Departed,
    DeviceApproved,
    HoursRecognised,
    HoursRuled,
    Listed,
    Matched,
    NeedClosed,
    PlanAssigned,
    PositionDescribed,
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
    "CompetencyDescribed",
    "CompetencyRated",
    "Departed",
    "DeviceApproved",
    "Fact",
    "HoursRecognised",
    "HoursRuled",
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
    "PositionDescribed",
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
    """What a learner used at work, shared by their own choice; `entry` names it in their journal.

    Of one entry the last word counts; `day` (ISO) is when it was used.
    """

    kind: ClassVar[str] = "applied_at_work"
    module: str
    text: str
    entry: str = ""
    day: str = ""

    def narrow(self) -> Narrow:
        """The module, the entry, the day."""
        return Narrow(self.module, self.entry, self.day)


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
    NeedClosed, PlanAssigned, SessionAttended, HoursRecognised, HoursRuled, TransferRated,
    CompetencyDescribed, PositionDescribed, Appointed,
)  # fmt: skip
KINDS: dict[str, type[Fact]] = {fact.kind: fact for fact in FACTS}
