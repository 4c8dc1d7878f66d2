"""What a module, a lesson and a legal source are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from selfstudy.domain.question import Question

Area = Literal["LL", "CM"]
Purpose = Literal["pre", "post", "delayed"]
Validity = Literal["in_force", "not_yet", "expiring", "expired"]

HISTORICAL = "(lịch sử)"  # after a place: the source is cited as history


@dataclass(frozen=True, slots=True)
class Source:
    """An official text that lessons and questions rest on; kept once, in the registry.

    `effective_to` is its last day in force; `replaced_by` is the number of what takes its place.
    Of a book only the year of `issued` is told.
    """

    id: str
    number: str
    title: str
    issuer: str
    issued: date
    effective_from: date
    verified_on: date
    effective_to: date | None = None
    url: str = ""
    confidence: Literal["H", "M"] = "H"
    note: str = ""
    replaced_by: str = ""
    kind: Literal["law", "book"] = "law"

    @property
    def ended(self) -> date | None:
        """The first day on which it is not in force any more."""
        if self.effective_to is None or self.effective_to == date.max:
            return None
        return self.effective_to + timedelta(days=1)

    def validity(self, today: date, warn_days: int = 120) -> Validity:
        """Whether the text is in force on `today`; `expiring` within `warn_days` of its end."""
        if today < self.effective_from:
            return "not_yet"
        if self.effective_to is None:
            return "in_force"
        if today > self.effective_to:
            return "expired"
        return "expiring" if (self.effective_to - today).days <= warn_days else "in_force"


@dataclass(frozen=True, slots=True)
class SourceRef:
    """A place in a source: its registry id and, in words, the article and clause."""

    source: str
    place: str = ""

    @property
    def historical(self) -> bool:
        """Whether it is cited as history, so that nobody takes it for the rule of today."""
        return HISTORICAL in self.place


@dataclass(frozen=True, slots=True)
class Term:
    """A glossary entry."""

    word: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a lesson under one second-level heading; `id` is its anchor."""

    id: str
    title: str
    words: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a learner can do afterwards; questions point to it by `id`."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Vetted:
    """Who found a module right: their role, on which day, and which version of it they read."""

    role: str
    on: date
    version: int


@dataclass(frozen=True, slots=True)
class Lesson:
    """One sitting of about 45 minutes. `digest` is SHA-256 hex over its text and questions."""

    module: str
    id: str
    number: int
    title: str
    title_en: str
    summary: str
    summary_en: str
    minutes: int
    sections: tuple[Section, ...]
    text: str
    sources: tuple[SourceRef, ...]
    glossary: tuple[Term, ...]
    questions: tuple[Question, ...]
    digest: str
    version: int = 1

    @property
    def words(self) -> int:
        """Words of the whole lesson text."""
        return sum(section.words for section in self.sections)


@dataclass(frozen=True, slots=True)
class ModuleTest:
    """A test over a whole module: before it, after it, or weeks later.

    Its questions stand in no lesson and in no other test. `digest` is SHA-256 hex over its file.
    """

    purpose: Purpose
    questions: tuple[Question, ...]
    digest: str


@dataclass(frozen=True, slots=True)
class Module:
    """A unit of content: lessons, the competencies they build, the sources they rest on."""

    id: str
    version: int
    title: str
    title_en: str
    area: Area
    hours: int
    positions: tuple[str, ...]
    competencies: tuple[tuple[str, int], ...]
    outcomes: tuple[Outcome, ...]
    lessons: tuple[Lesson, ...]
    summary: str = ""
    summary_en: str = ""
    prerequisites: tuple[str, ...] = ()
    reviewed_by: str = ""
    reviewed_on: date | None = None
    reviewed_version: int = 0
    folder: str = ""
    sources: tuple[SourceRef, ...] = ()
    glossary: tuple[Term, ...] = ()
    tests: tuple[ModuleTest, ...] = ()

    @property
    def vetted(self) -> Vetted | None:
        """The review of this version; one of an older version is none of it."""
        if not self.reviewed_by or self.reviewed_on is None:
            return None
        found = Vetted(self.reviewed_by, self.reviewed_on, self.reviewed_version)
        return found if found.version == self.version else None
