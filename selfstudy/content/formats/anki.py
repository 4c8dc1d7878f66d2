"""Anki: a deck (.apkg) or an exported text, read into drafts. Cards ask for a short answer."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

from selfstudy.content.formats.archive import members
from selfstudy.content.formats.draft import Draft, DraftOption
from selfstudy.content.formats.plain import plain
from selfstudy.content.problems import Findings

LONGEST_ANSWER = 80  # letters that somebody types from memory
_BLANK = re.compile(r"\{\{c\d+::(.*?)(?:::(.*?))?\}\}", re.DOTALL)
NotesOf = Callable[[bytes, str], list[list[str]]]
_SEPARATORS = {"tab": "\t", "comma": ",", "semicolon": ";", "space": " ", "pipe": "|", "colon": ":"}


def read_deck(path: Path, notes_of: NotesOf, found: Findings) -> list[Draft]:
    """The notes of a deck; what cannot be taken is told by the number of its note.

    `notes_of` reads the collection inside; raises what it raises.
    """
    try:
        databases = dict(members(path, "", found))
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError):
        found.error("import_broken")
        return []
    raw = databases.get("collection.anki21") or databases.get("collection.anki2")
    if "collection.anki21b" in databases:
        found.error("import_new_anki")
        return []
    if raw is None:
        if not found.problems:
            found.error("import_no_questions")
        return []
    cards = (_card(fields, n, found) for n, fields in enumerate(notes_of(raw, path.name), 1))
    return [draft for draft in cards if draft is not None]


def read_text(text: str, found: Findings) -> list[Draft]:
    """The notes of a text export: fields between tabs, or as `#separator:` says."""
    separator, body, first = "\t", text, 1
    for line in text.split("\n"):
        if not line.startswith("#"):
            break
        key, _, value = line[1:].partition(":")
        if key == "separator":
            separator = _SEPARATORS.get(value.strip().casefold(), value.strip() or "\t")[:1]
        body, first = body.partition("\n")[2], first + 1
    csv.field_size_limit(1024 * 1024)
    rows = csv.reader(io.StringIO(body), delimiter=separator)
    drafts: list[Draft] = []
    try:
        for row in rows:
            draft = _card(row, first + rows.line_num - 1, found) if any(row) else None
            if draft is not None:
                drafts.append(draft)
    except csv.Error:
        found.error("import_broken", first + rows.line_num)
    return drafts


def _card(fields: Sequence[str], line: int, found: Findings) -> Draft | None:
    """A note as a question: gaps become blanks, a short back an answer to type."""
    front, media = plain(fields[0])
    if media or any(plain(field)[1] for field in fields[1:2]):
        found.warning("import_media", line)
    if _BLANK.search(front):
        return _gaps(front, fields, line)
    back = plain(fields[1])[0] if len(fields) > 1 else ""
    if not front or not back:
        found.warning("import_one_side", line)
        return None
    answer = " ".join(back.split())
    if len(answer) > LONGEST_ANSWER:
        found.warning("import_long_answer", line, limit=LONGEST_ANSWER)
        return None
    right = DraftOption(answer.replace("|", "/"), right=True)
    return Draft("cloze", f"{front.replace('____', '…')}\n\n____", (right,), line=line)


def _gaps(front: str, fields: Sequence[str], line: int) -> Draft:
    answers = [match[1].strip().replace("|", "/") for match in _BLANK.finditer(front)]
    text = _BLANK.sub(lambda m: f"____ ({m[2]})" if m[2] else "____", front)
    told = plain(fields[1])[0] if len(fields) > 1 else ""
    options = tuple(DraftOption(answer, right=True) for answer in answers)
    return Draft("cloze", text, options, told, line=line)
