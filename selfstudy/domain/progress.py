"""What is computed from records: the shapes that services return and screens draw."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from selfstudy.domain.amending import Amended
from selfstudy.domain.initiative import Rhythm
from selfstudy.domain.lesson import Lesson, Source, Validity, Vetted
from selfstudy.domain.plans import PlanTask
from selfstudy.domain.question import Grade, Question
from selfstudy.domain.testing import ModuleTestLine

State = Literal["new", "going", "done"]
Checked = Literal["", "same", "differs", "unheld"]
Confidence = Literal["sure", "unsure", "guess", ""]
Response = tuple[str, ...]


def confidence_of(text: str) -> Confidence:
    """A confidence as it stands in a fact; what is not known counts as unsaid."""
    known: dict[str, Confidence] = {"sure": "sure", "unsure": "unsure", "guess": "guess"}
    return known.get(text, "")


@dataclass(frozen=True, slots=True)
class LessonProgress:
    """One person's progress in one lesson; folded from records, never stored by hand."""

    sections_read: frozenset[str] = frozenset()
    active_seconds: int = 0
    required_seconds: int = 0
    answered: int = 0
    right: int = 0
    questions: int = 0
    check_passed: bool = False
    finished_at: datetime | None = None
    anchor: str = ""
    fraction: float = 0.0

    @property
    def state(self) -> State:
        """Untouched, under way or finished."""
        if self.finished_at is not None:
            return "done"
        return "going" if self.sections_read or self.answered or self.anchor else "new"


@dataclass(frozen=True, slots=True)
class LessonLine:
    """A lesson in an outline: where it stands and how far the person is."""

    id: str
    number: int
    title: str
    title_en: str
    minutes: int
    state: State
    fraction: float
    validity: Validity = "in_force"
    turn: date | None = None


@dataclass(frozen=True, slots=True)
class ModuleCard:
    """A module as the library shows it; its worst source turns on the day `turn`."""

    id: str
    version: int
    title: str
    title_en: str
    summary: str
    summary_en: str
    area: str
    hours: int
    lessons: tuple[LessonLine, ...]
    competencies: tuple[tuple[str, int], ...]
    needed: bool
    draft: bool
    validity: Validity
    state: State
    fraction: float
    tests: tuple[ModuleTestLine, ...] = ()
    turn: date | None = None
    vetted: Vetted | None = None

    @property
    def done(self) -> int:
        """Lessons finished."""
        return sum(line.state == "done" for line in self.lessons)


@dataclass(frozen=True, slots=True)
class Next:
    """Where to continue."""

    module: str
    module_title: str
    module_title_en: str
    lesson: str
    lesson_title: str
    lesson_title_en: str
    number: int
    of: int
    minutes_left: int
    fraction: float
    started: bool


@dataclass(frozen=True, slots=True)
class Hours:
    """The two ledgers of one year, in tiết (45 minutes of designed study); never added up."""

    year: int
    self_study: float
    recognised: float
    recognised_target: float | None = None
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Removal:
    """That a computer was removed from its person, when that was last said and by whom.

    Without a name another of the person's computers said so.
    """

    at: datetime
    by: str = ""


@dataclass(frozen=True, slots=True)
class Handed:
    """Whether the work is safe: results the unit has not confirmed, and who confirmed last.

    `packs`, of `pack_bytes` together, are those of the hub that are new, as a sync just said.
    `removal` says that this computer was removed from its person: what it writes counts no more.
    """

    unit: str = ""
    unreceived: int = 0
    results: int = 0
    receiver: str = ""
    received_at: datetime | None = None
    hub: str = ""
    synced_at: datetime | None = None
    packs: int = 0
    pack_bytes: int = 0
    removal: Removal | None = None


@dataclass(frozen=True, slots=True)
class Today:
    """What to do now. `days` are minutes studied on each of the last 91 days, oldest first.

    `names` are the titles of the competencies that `plans` speak of, by code.
    """

    name: str
    next: Next | None
    due: int
    hours: Hours
    handed: Handed
    modules: tuple[ModuleCard, ...]
    days: tuple[int, ...]
    is_supervisor: bool = False
    amended: tuple[Amended, ...] = ()
    plans: tuple[PlanTask, ...] = ()
    names: tuple[tuple[str, str], ...] = ()
    rhythm: Rhythm | None = None


@dataclass(frozen=True, slots=True)
class OpenLesson:
    """A lesson with everything around it."""

    lesson: Lesson
    module_title: str
    module_title_en: str
    lessons: tuple[LessonLine, ...]
    sources: tuple[Source, ...]
    progress: LessonProgress
    draft: bool
    folder: str
    previous: str = ""
    following: str = ""
    vetted: Vetted | None = None
    amended: Amended | None = None


@dataclass(frozen=True, slots=True)
class QuizItem:
    """A question in a queue, and the answer given if one was.

    It is `changed` when it reads otherwise than when it was last answered.
    """

    lesson: str
    question: Question
    response: Response = ()
    grade: Grade | None = None
    confidence: Confidence = ""
    changed: bool = False


@dataclass(frozen=True, slots=True)
class Quiz:
    """A queue of questions: a lesson's own, or what is due for review."""

    title: str
    title_en: str
    lesson: str
    items: tuple[QuizItem, ...]
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True, slots=True)
class Marked:
    """An answer that is durable: its grade, when it was saved, what it completed."""

    grade: Grade
    saved_at: datetime
    progress: LessonProgress
    lesson_finished: bool = False


@dataclass(frozen=True, slots=True)
class RecordRow:
    """A line of the study record (form F1); `draft` when nobody reviewed the module held here.

    What is only `attended` adds to neither ledger.
    """

    at: datetime
    module: str
    module_title: str
    lesson: str
    lesson_title: str
    form: Literal["self_study", "in_person", "online", "blended"]
    hours: float
    ledger: Literal["self_study", "recognised", "attended"]
    result: str
    evidence: str
    lesson_title_en: str = ""
    module_title_en: str = ""
    draft: bool = False


@dataclass(frozen=True, slots=True)
class FactRow:
    """One record behind a number: when, what, where it is sealed.

    `counted` is False when it is kept and shown but not folded: `why` says for which reason, and
    `by` who or what (a receipt, a date). `what` is a title as far as there is one, `code` what it
    is a title of. `checked` says how what is claimed stands up to the content of this computer.
    `adds` is what it adds to the number that is explained, None where none is.
    """

    at: datetime
    kind: str
    what: str
    detail: str
    source: str
    number: int
    counted: bool = True
    code: str = ""
    checked: Checked = ""
    why: str = ""
    by: str = ""
    adds: float | None = None


@dataclass(frozen=True, slots=True)
class MyRecord:
    """What a person has proved."""

    name: str
    unit: str
    position: str
    hours: Hours
    rows: tuple[RecordRow, ...]
    lessons_done: int
    answers: int
    answers_right: int
    active_minutes: int
    years: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """Part of what would leave: the kind of record, how many, the newest."""

    kind: str
    count: int
    newest: datetime | None = None


@dataclass(frozen=True, slots=True)
class Preview:
    """Exactly what would leave this computer, and to whom; `lines` is its readable form."""

    unit: str
    lines: tuple[PreviewLine, ...]
    facts: tuple[FactRow, ...]
    stays: tuple[PreviewLine, ...]
    name: str
    position: str


@dataclass(frozen=True, slots=True)
class Exported:
    """A packet that was written."""

    path: str
    facts: int
    size: int
    digest: str
