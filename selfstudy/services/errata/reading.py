"""Reports of errors as their author reads them: by lesson, and whether each still stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from selfstudy.content.library import Library
from selfstudy.content.markup import plain_text
from selfstudy.domain.errata import Erratum, ReadErratum, Still, comparable_text
from selfstudy.domain.errors import NoSuchLesson, SelfStudyError
from selfstudy.domain.lesson import Lesson
from selfstudy.domain.question import Question
from selfstudy.exchange.errata import open_errata_file
from selfstudy.services.errata.writing import DIGEST_SHOWN
from selfstudy.services.intake.files import read_bytes
from selfstudy.words import pick

SUFFIX = ".thbl"


@dataclass(frozen=True, slots=True)
class ErrataRead:
    """Reports by lesson and version, and what could not be read: its name and why."""

    reports: tuple[ReadErratum, ...]
    broken: tuple[tuple[str, SelfStudyError], ...]


def read_errata(paths: Sequence[Path], library: Library) -> ErrataRead:
    """The reports of files and of the files in folders, each once, by lesson and version."""
    found: dict[str, Erratum] = {}
    broken: list[tuple[str, SelfStudyError]] = []
    for path in _files(paths):
        try:
            found |= {one.id: one for one in open_errata_file(read_bytes(path), name=path.name)}
        except SelfStudyError as error:
            broken.append((path.name, error))
    ordered = sorted(found.values(), key=lambda one: (one.lesson, one.version, one.day, one.id))
    return ErrataRead(tuple(_read(one, library) for one in ordered), tuple(broken))


def _files(paths: Sequence[Path]) -> Iterable[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(path.glob(f"*{SUFFIX}"))
        else:
            yield path


def _read(erratum: Erratum, library: Library) -> ReadErratum:
    try:
        lesson = library.lesson(erratum.lesson)
    except NoSuchLesson:
        return ReadErratum(erratum, erratum.lesson, 0, "unheld")
    held = library.module(lesson.module).version
    title = pick(lesson.title, lesson.title_en)
    return ReadErratum(erratum, title, held, _still(erratum, lesson))


def _still(erratum: Erratum, lesson: Lesson) -> Still:
    """Whether what was quoted stands still; without a quotation whether the lesson is the same."""
    if erratum.quote:
        wanted = comparable_text(erratum.quote)
        asked = (text for question in lesson.questions for text in _texts(question))
        here = (lesson.text, plain_text(lesson.text), *asked)
        return "there" if any(wanted in comparable_text(text) for text in here) else "gone"
    if erratum.question and all(q.id != erratum.question for q in lesson.questions):
        return "gone"
    if erratum.section and all(s.id != erratum.section for s in lesson.sections):
        return "gone"
    return "same" if lesson.digest[:DIGEST_SHOWN] == erratum.digest else "changed"


def _texts(question: Question) -> Iterable[str]:
    yield from (question.case, question.text, question.explanation)
    for option in question.options:
        yield from (option.text, option.pair, option.reason)
