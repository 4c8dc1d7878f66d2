"""What a lesson's text must hold to: living links, described figures, anchors, honest time."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from selfstudy.content.markup import Link, Outline, bare_lines, outline
from selfstudy.content.module_files import is_file
from selfstudy.content.problems import Findings
from selfstudy.content.sanitise import TAGS, is_local_figure
from selfstudy.domain.lesson import Lesson, Module
from selfstudy.domain.vietnamese import nfc

FASTEST_READING = 200  # words (syllables) a minute, measured for Vietnamese prose
SLOWEST_READING = 180
STUDY_FACTOR = 3  # studying with tables and figures takes up to this many times plain reading
MINUTES_A_QUESTION = 2
DEEPEST_QUOTE = 6
DEEPEST_INDENT = 32
DEEPEST_TAG = 30
MOST_COLUMNS = 12  # more do not fit on a page
MOST_CELLS = 2000  # more take seconds to draw
SHORTEST_ALT = 12  # letters; what tells less tells nothing

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]{0,20})(?=[\s/>])([^>]{0,500})")
_EVENT = re.compile(r"\son[a-z]+\s*=|\bstyle\s*=|\bsrc\s*=|\bhref\s*=", re.IGNORECASE)
_WITHOUT_END = frozenset({"br", "hr", "img"})
_QUOTES = re.compile(r"(?:[ \t]{0,3}>){1,99}")


def check_text(lesson: Lesson, module: Module, file_text: str, found: Findings) -> None:
    """Note what is wrong in the text of a lesson; `file_text` is the whole file, front included."""
    body_line = first_line(lesson, file_text)
    parts = outline(lesson.text, body_line)
    _check_anchors(parts, found)
    _check_links(parts, lesson, module, found)
    asked = {question.id for other in module.lessons for question in other.questions}
    for question, line in parts.checks:
        if question not in asked:
            found.error("dead_check", line, question=question)
    for note, line in parts.notes_used:
        if note not in parts.notes_given:
            found.error("dead_footnote", line, note=note)
    _check_shape(lesson.text, body_line, found)
    _check_tables(lesson.text, body_line, found)
    _check_minutes(lesson, front_line(file_text, "minutes"), found)


def first_line(lesson: Lesson, file_text: str) -> int:
    """The line of the file on which the lesson's own text begins."""
    return file_text.count("\n", 0, max(0, file_text.rfind(lesson.text.rstrip("\n")))) + 1


def front_line(file_text: str, name: str) -> int:
    """The line of the front block on which a field stands; the first where it does not."""
    at = re.search(rf"^{name}[ \t]*:", file_text, re.MULTILINE)
    return file_text.count("\n", 0, at.start()) + 1 if at else 1


def _check_shape(text: str, body_line: int, found: Findings) -> None:
    """Note HTML that is not shown, and nesting that no reader follows and no program draws."""
    depth = 0
    deep = False
    for number, line in bare_lines(text, body_line):
        for closing, name, rest in _TAG.findall(line):
            if name.lower() not in TAGS:
                found.error("html_tag", number, tag=name)
            elif _EVENT.search(rest) and name.lower() not in {"td", "th"}:
                found.error("html_attribute", number, tag=name)
            elif name.lower() not in _WITHOUT_END:
                depth += -1 if closing else 1
        indent = len(line.expandtabs(4)) - len(line.expandtabs(4).lstrip())
        quotes = _QUOTES.match(line)
        level = quotes[0].count(">") if quotes else 0
        if (depth > DEEPEST_TAG or indent > DEEPEST_INDENT or level > DEEPEST_QUOTE) and not deep:
            deep = True
            found.error("too_deep", number)


def _check_tables(text: str, body_line: int, found: Findings) -> None:
    """Note tables wider than a page, or larger than anybody reads."""
    first, columns, rows = 0, 0, 0
    for number, line in [*bare_lines(text, body_line), (0, "")]:
        bars = line.strip().strip("|").count("|") if "|" in line else 0
        if bars:
            first, columns, rows = first or number, max(columns, bars + 1), rows + 1
            continue
        if columns > MOST_COLUMNS or columns * rows > MOST_CELLS:
            limits = {"most_columns": MOST_COLUMNS, "most_cells": MOST_CELLS}
            found.error("table_too_large", first, columns=columns, rows=rows, **limits)
        first, columns, rows = 0, 0, 0


def _check_anchors(parts: Outline, found: Findings) -> None:
    seen: Counter[str] = Counter()
    for heading in parts.headings:
        if heading.anchor:
            seen[heading.anchor] += 1
            if seen[heading.anchor] == 2:
                found.error("same_anchor_twice", heading.line, anchor=heading.anchor)
        if heading.level == 1:
            found.warning("heading_level", heading.line, title=heading.title)


def _check_links(parts: Outline, lesson: Lesson, module: Module, found: Findings) -> None:
    anchors = {heading.anchor for heading in parts.headings}
    known = {
        "term": {term.word.casefold() for term in module.glossary},
        "source": {ref.source for ref in (*module.sources, *lesson.sources)},
        "lesson": {other.id for other in module.lessons},
    }
    for link in parts.links:
        scheme, _, rest = link.target.partition(":")
        name = rest.strip() if scheme != "term" else nfc(unquote(rest)).strip().casefold()
        if link.image:
            _check_figure(link, Path(module.folder), found)
        elif link.target.startswith("#"):
            if link.target[1:] not in anchors:
                found.error("dead_anchor", link.line, anchor=link.target[1:])
        elif scheme in {"https", "http", "mailto"}:
            found.warning("outside_link", link.line, target=link.target)
        elif scheme not in known:
            found.error("dead_link", link.line, target=link.target)
        elif name not in known[scheme]:
            _dead(scheme, rest, module.id, link.line, found)


def _dead(scheme: str, rest: str, module: str, line: int, found: Findings) -> None:
    if scheme == "term":
        found.error("dead_term", line, term=rest)
    elif scheme == "source":
        found.error("dead_source", line, source=rest)
    elif rest.strip().startswith(f"{module}-"):
        found.error("dead_link", line, target=f"lesson:{rest}")
    else:
        found.warning("other_lesson", line, lesson=rest)


def _check_figure(link: Link, folder: Path, found: Findings) -> None:
    if not link.text:
        found.error("no_alt_text", link.line, image=link.target)
    elif len(link.text) < SHORTEST_ALT:
        found.warning("poor_alt_text", link.line, image=link.target, text=link.text)
    target = PurePosixPath(unquote(link.target))
    outside = ":" in link.target or "\\" in link.target or target.is_absolute()
    if outside or ".." in target.parts:
        found.error("image_outside", link.line, image=link.target)
    elif not is_file(folder / target):
        found.error("missing_image", link.line, image=link.target)
    elif not is_local_figure(link.target):
        found.error("image_not_shown", link.line, image=link.target)


def _check_minutes(lesson: Lesson, line: int, found: Findings) -> None:
    least = lesson.words / FASTEST_READING
    most = lesson.words * STUDY_FACTOR / SLOWEST_READING + (
        MINUTES_A_QUESTION * len(lesson.questions)
    )
    if lesson.sections and not least <= lesson.minutes <= max(most, 5):
        found.warning(
            "reading_time",
            line,
            minutes=lesson.minutes,
            words=lesson.words,
            least=round(least),
            most=round(most),
        )
