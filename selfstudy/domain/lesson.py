"""What a module, a lesson and a legal source are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from selfstudy.domain.question import Question

Area = Literal["LL", "CM"]
Purpose = Literal["pre", "post", "delayed"]
Validity = Literal["in_force", "not_yet", "expiring", "expired"]


@dataclass(frozen=True, slots=True)
class Source:
    """An official text that lessons and questions rest on; kept once, in the registry."""

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
    folder: str = ""
    sources: tuple[SourceRef, ...] = ()
    glossary: tuple[Term, ...] = ()
    tests: tuple[ModuleTest, ...] = ()
