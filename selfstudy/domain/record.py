"""Facts, the kinds they come in, and the sources that records are sealed into."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, ClassVar, Literal

import msgspec

Chain = Literal["s", "u", "p"]
SHARED: Chain = "s"
UNIT: Chain = "u"
PRIVATE: Chain = "p"

# Numbers beyond 2**53 are no numbers of ours: such a fact is kept and relayed, never folded.
Int = Annotated[int, msgspec.Meta(ge=-(2**53), le=2**53)]

NO_UNIT = bytes(16)
ID_SIZE = 16
KEY_SIZE = 32
DIGEST_SIZE = 32


def identity(public_key: bytes) -> bytes:
    """The 16-byte id of a person or unit: the start of SHA-256 over its first public key."""
    return hashlib.sha256(b"tuhoc identity" + public_key).digest()[:ID_SIZE]


@dataclass(frozen=True)
class Source:
    """One author on one device, about one subject, for one unit, in one chain, since one epoch."""

    author: bytes
    subject: bytes
    unit: bytes
    chain: Chain
    epoch: bytes

    @cached_property
    def id(self) -> bytes:
        """SHA-256 over the parts (32 bytes): the digest before the first record."""
        parts = self.author + self.subject + self.unit + self.chain.encode() + self.epoch
        return hashlib.sha256(parts).digest()


@dataclass(frozen=True, slots=True)
class Narrow:
    """The columns of a fact that folds read; the names are interned by the store."""

    object: str = ""
    parent: str = ""
    note: str = ""
    version: int = 0
    value: int = 0
    extra: int = 0


class Fact(msgspec.Struct, frozen=True, array_like=True):
    """Something that happened. On the wire its fields stand in this order; new ones come last."""

    kind: ClassVar[str] = ""
    chain: ClassVar[Chain] = SHARED

    def narrow(self) -> Narrow:
        """What folds read of this fact."""
        return Narrow()


class Unknown(Fact, frozen=True, array_like=True):
    """A fact of a kind that this program does not know: stored and relayed, never folded."""

    kind: ClassVar[str] = "?"


class Profile(Fact, frozen=True, array_like=True):
    """Who the learner is; `replaces` cites the digest of the profile before, as hex."""

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
        """The record that is voided, and why."""
        return Narrow(object=self.source, note=self.reason, value=self.number)


class KeyAdded(Fact, frozen=True, array_like=True):
    """One of the learner's keys vouches for another of theirs (hex)."""

    kind: ClassVar[str] = "key_added"
    key: str

    def narrow(self) -> Narrow:
        """The key."""
        return Narrow(object=self.key)


class Admitted(Fact, frozen=True, array_like=True):
    """A supervisor knows this person and key; the subject is the person."""

    kind: ClassVar[str] = "admitted"
    chain: ClassVar[Chain] = UNIT
    key: str
    name: str
    position: str = ""
    staff_code: str = ""
    same_as: str = ""

    def narrow(self) -> Narrow:
        """Key, position, name with the staff code behind a tab."""
        return Narrow(self.key, self.position, f"{self.name}\t{self.staff_code}")


class CompetencyRated(Fact, frozen=True, array_like=True):
    """A supervisor's rating (1 to 5) of a person in a competency."""

    kind: ClassVar[str] = "competency_rated"
    chain: ClassVar[Chain] = UNIT
    competency: str
    level: Int
    importance: Int = 0
    replaces: str = ""

    def narrow(self) -> Narrow:
        """Competency, level, importance."""
        return Narrow(object=self.competency, value=self.level, extra=self.importance)


class NeedClosed(Fact, frozen=True, array_like=True):
    """A need was met, or is reopened when `met` is 0."""

    kind: ClassVar[str] = "need_closed"
    chain: ClassVar[Chain] = UNIT
    need: str
    met: Int
    reason: str = ""

    def narrow(self) -> Narrow:
        """Need and outcome."""
        return Narrow(object=self.need, value=self.met)


class PlanAssigned(Fact, frozen=True, array_like=True):
    """A module to study by a date (ISO), with the reason."""

    kind: ClassVar[str] = "plan_assigned"
    chain: ClassVar[Chain] = UNIT
    plan: str
    module: str
    due: str
    reason: str = ""
    state: str = "live"

    def narrow(self) -> Narrow:
        """Plan, module, state."""
        return Narrow(self.plan, self.module, self.state)


class SessionAttended(Fact, frozen=True, array_like=True):
    """Attendance of a session in person or online; `day` is an ISO date."""

    kind: ClassVar[str] = "session_attended"
    chain: ClassVar[Chain] = UNIT
    session: str
    module: str
    form: str
    day: str
    hundredths: Int

    def narrow(self) -> Narrow:
        """Session, module, form, hundredths of a tiết."""
        return Narrow(self.session, self.module, self.form, value=self.hundredths)


class HoursRecognised(Fact, frozen=True, array_like=True):
    """Recognised tiết with the decision that recognises them; `day` is an ISO date."""

    kind: ClassVar[str] = "hours_recognised"
    chain: ClassVar[Chain] = UNIT
    module: str
    hundredths: Int
    decision: str
    day: str
    form: str = "in_person"

    def narrow(self) -> Narrow:
        """Module, decision, day, hundredths of a tiết."""
        return Narrow(self.module, self.decision, self.day, value=self.hundredths)


class TransferRated(Fact, frozen=True, array_like=True):
    """A supervisor's six marks (1 to 10) on use at work."""

    kind: ClassVar[str] = "transfer_rated"
    chain: ClassVar[Chain] = UNIT
    module: str
    marks: tuple[Int, ...]
    evidence: str = ""

    def narrow(self) -> Narrow:
        """The module."""
        return Narrow(self.module)


class Appointed(Fact, frozen=True, array_like=True):
    """The unit's root names a supervisor's key (hex) from and until a moment (ms since 1970)."""

    kind: ClassVar[str] = "appointed"
    chain: ClassVar[Chain] = UNIT
    key: str
    name: str
    since: Int
    until: Int
    role: str = "supervisor"

    def narrow(self) -> Narrow:
        """Key, role, name, from and until."""
        return Narrow(self.key, self.role, self.name, value=self.since, extra=self.until)


FACTS: tuple[type[Fact], ...] = (
    Profile, LessonOpened, SectionRead, LessonFinished, Answered, Reviewed, AttemptStarted,
    AttemptSubmitted, SurveyAnswered, SelfRated, NeedStated, AppliedAtWork, NoteWritten, Restated,
    Voided, KeyAdded, Admitted, CompetencyRated, NeedClosed, PlanAssigned, SessionAttended,
    HoursRecognised, TransferRated, Appointed,
)  # fmt: skip
KINDS: dict[str, type[Fact]] = {fact.kind: fact for fact in FACTS}
