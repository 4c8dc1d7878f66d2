"""Questions from other programs become drafts in a question file, and ours go out to Moodle."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from selfstudy.content.formats import anki, gift, moodle_xml, qti
from selfstudy.content.formats.draft import MOST_DRAFTS, Draft, question_file_text
from selfstudy.content.problems import Findings, Problem
from selfstudy.domain.errors import AlreadyThere, NothingTaken, TooLarge, UnreadableFile
from selfstudy.domain.question import Question
from selfstudy.settings import write_whole
from selfstudy.store.anki_notes import read_notes

LARGEST = 64 * 1024 * 1024
LARGEST_TEXT = 16 * 1024 * 1024
FORMATS = ("gift", "moodle")
ENDINGS = (".gift", ".txt", ".xml", ".zip", ".apkg")


@dataclass(frozen=True, slots=True)
class Taken:
    """What a foreign file gave: drafts, and by line what could not be taken."""

    name: str
    drafts: tuple[Draft, ...]
    left: tuple[Problem, ...]


def read_questions(path: Path) -> Taken:
    """The questions of a GIFT, Moodle XML, QTI or Anki file; it is only read.

    Raises UnreadableFile, TooLarge.
    """
    name = path.name
    problems: list[Problem] = []
    found = Findings(name, problems)
    try:
        if path.stat().st_size > LARGEST:
            raise TooLarge(name=name, limit=LARGEST)
        drafts = _read(path, found)
    except OSError as error:
        raise UnreadableFile(name=name) from error
    kept = [draft for draft in drafts if draft.text.strip()]
    if len(kept) > MOST_DRAFTS:
        found.warning("import_too_many", kept[MOST_DRAFTS].line, limit=MOST_DRAFTS)
    return Taken(name, tuple(kept[:MOST_DRAFTS]), tuple(problems))


def _read(path: Path, found: Findings) -> list[Draft]:
    ending = path.suffix.lower()
    if ending == ".apkg":
        return anki.read_deck(path, read_notes, found)
    if ending == ".zip":
        return qti.read_package(path, found)
    raw = path.read_bytes()
    if len(raw) > LARGEST_TEXT:
        raise TooLarge(name=path.name, limit=LARGEST_TEXT)
    if ending == ".xml":
        head = raw[:4000]
        return moodle_xml.read(raw, found) if b"<quiz" in head else qti.read(raw, found)
    text = _text(raw, path.name)
    if ending == ".gift" or (ending == ".txt" and _is_gift(text)):
        return gift.read(text, found)
    if ending == ".txt":
        return anki.read_text(text, found)
    raise UnreadableFile(name=path.name)


def _text(raw: bytes, name: str) -> str:
    try:
        text = raw.decode("utf-16" if raw[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableFile(name=name) from error
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def _is_gift(text: str) -> bool:
    """Answers in braces, as Anki's gaps are not."""
    return not text.startswith("#") and re.search(r"(?<!\{)\{[^{]", text) is not None


def write_questions(taken: Taken, out: Path) -> Path:
    """Write drafts as a question file; nothing that is there is replaced.

    Raises NothingTaken, AlreadyThere, DiskFull, FolderReadOnly.
    """
    if not taken.drafts:
        raise NothingTaken(name=taken.name)
    if out.exists():
        raise AlreadyThere(name=out.name)
    write_whole(out, question_file_text(taken.drafts, _prefix(out), taken.name).encode())
    return out


def _prefix(out: Path) -> str:
    """What ids begin with: the id of the lesson whose questions these are, else the file's name."""
    lesson = out.parent.parent / out.name
    try:
        told = re.search(r"^id:[ \t]*(\S+)", lesson.read_text(encoding="utf-8"), re.MULTILINE)
    except (OSError, UnicodeDecodeError):
        told = None
    return told[1] if told else re.sub(r"[^A-Za-z0-9]+", "-", out.stem).strip("-") or "nhap"


def export_questions(
    questions: Sequence[Question], kind: str, out: Path
) -> tuple[int, tuple[Problem, ...]]:
    """Write our questions as `gift` or `moodle`; how many went out, and what could not.

    Raises NothingTaken, DiskFull, FolderReadOnly.
    """
    problems: list[Problem] = []
    write = gift.write if kind == "gift" else moodle_xml.write
    text = write(questions, Findings(out.name, problems))
    count = len(questions) - len(problems)
    if not count:
        raise NothingTaken(name=out.name)
    write_whole(out, text.encode())
    return count, tuple(problems)
