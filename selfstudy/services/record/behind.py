"""Facts as lines to read: what they are about in titles, and how they stand up to the content."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from selfstudy.domain.errors import DamagedFile, NoSuchLesson
from selfstudy.domain.progress import Checked
from selfstudy.domain.record import Answered, AttemptSubmitted, NoteWritten, Reviewed
from selfstudy.domain.wire import read_line, stated
from selfstudy.services.record.claims import held_version, score
from selfstudy.words import pick

if TYPE_CHECKING:
    from collections.abc import Callable

    from selfstudy.content.library import Library
    from selfstudy.store.facts import Row

SHORT = 12  # hex digits that tell keys and sources apart for a reader
SAID = 90  # characters of a question
ABOUT_A_KEY = frozenset({
    "admitted", "appointed", "key_added", "key_removed", "device_approved", "voided", "restated",
})  # fmt: skip
SAYS_A_NOTE = frozenset({"note_written", "matched", "change_studied", "departed"})
ABOUT_A_LESSON = frozenset({
    "lesson_opened", "section_read", "lesson_finished", "change_studied", "note_written",
})  # fmt: skip
MODULE_FIRST = frozenset({"hours_recognised", "transfer_rated", "applied_at_work"})
ABOUT_A_MODULE = MODULE_FIRST | {
    "attempt_started", "attempt_submitted", "survey_answered", "plan_assigned", "session_attended",
}  # fmt: skip


class Reading(NamedTuple):
    """A fact in a few words; never an answer that was given, only its score."""

    what: str
    code: str
    detail: str
    checked: Checked


def nobody(_person: str) -> str:
    """Nobody's name is known."""
    return ""


def read(
    library: Library, fact: Row, line: bytes | None, called: Callable[[str], str] = nobody
) -> Reading:
    """A fact as it is read; one that tells another again reads as that one does.

    `called` is what a person (hex id) is called, empty when nobody here knows.
    """
    said = retold(fact, line)
    what, code = about(library, said, called)
    stands, ours = checked(library, said, line)
    detail = _detail(said) if ours is None else f"{ours / 10:.0f}%"
    return Reading(what or code, code if what else "", detail, stands)


def retold(fact: Row, line: bytes | None) -> Row:
    """What a line says in the place of its row, the text of a note too; else the row as it is."""
    try:
        told = stated(read_line(line or b""))
    except DamagedFile:
        return fact
    n = told.fact.narrow()
    note = told.fact.text if isinstance(told.fact, NoteWritten) else n.note
    return replace(
        fact, kind=told.kind, object=n.object, parent=n.parent, note=note, version=n.version,
        value=n.value, extra=n.extra,
    )  # fmt: skip


def _detail(fact: Row) -> str:
    """What a fact says, in a few characters; a note or a reason in full."""
    if fact.kind == "section_read":
        return f"{fact.value}s"
    if fact.kind in {"answered", "reviewed"}:
        return f"{fact.value / 10:.0f}%"
    if fact.kind == "lesson_finished":
        return f"{fact.note} · {fact.value}'"
    return fact.note if fact.kind in SAYS_A_NOTE else ""


def about(
    library: Library, fact: Row, called: Callable[[str], str] = nobody
) -> tuple[str, str]:  # fmt: skip
    """What a fact is about, in words as far as there are any, and its code."""
    code = fact.object
    if fact.kind in {"profile", "listed"}:
        return library.framework.position_title(code), ""
    if fact.kind == "matched":
        return called(code), code[:SHORT]
    if fact.kind in ABOUT_A_KEY:
        return fact.note.partition("\t")[0], code[:SHORT]
    if fact.kind in {"answered", "reviewed"}:
        return question_words(library, code), code
    if fact.kind in ABOUT_A_LESSON:
        return lesson_words(library, code), code
    if fact.kind in ABOUT_A_MODULE:
        module = code if fact.kind in MODULE_FIRST else fact.parent
        return module_words(library, module), module
    return "", code


def lesson_words(library: Library, lesson_id: str) -> str:
    """The title of a lesson; empty when it is not installed."""
    return _of(lambda: library.lesson(lesson_id).title, lambda: library.lesson(lesson_id).title_en)


def module_words(library: Library, module_id: str) -> str:
    """The title of a module; empty when it is not installed."""
    return _of(lambda: library.module(module_id).title, lambda: library.module(module_id).title_en)


def question_words(library: Library, question_id: str) -> str:
    """The beginning of a question; empty when it is not installed."""
    said = _of(lambda: library.question(question_id).text, str)
    plain = " ".join(said.replace("**", "").replace("`", "").split())
    return plain if len(plain) <= SAID else plain[:SAID].rsplit(" ", 1)[0] + " …"


def _of(vietnamese: Callable[[], str], english: Callable[[], str]) -> str:
    try:
        return pick(vietnamese(), english())
    except NoSuchLesson:
        return ""


def checked(library: Library, fact: Row, line: bytes | None) -> tuple[Checked, int | None]:
    """How a claim stands up to the content installed here, and the score (thousandths) it gives.

    A finished lesson holds no answers: of it only the content is known to be here or not.
    """
    if fact.kind == "lesson_finished":
        return ("" if held_version(library, fact.object) == fact.version else "unheld"), None
    try:
        told = stated(read_line(line or b"")).fact
    except DamagedFile:
        return "", None
    if not isinstance(told, Answered | Reviewed | AttemptSubmitted):
        return "", None
    ours = score(library, told)
    if ours is None:
        return "unheld", None
    return ("same" if ours == told.score else "differs"), ours
