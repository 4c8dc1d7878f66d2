"""How a module's folder is read: everything that is wrong is collected, nothing is raised."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast

from selfstudy.content.framework import read_framework, read_sources, source_refs
from selfstudy.content.markup import HEADING, prose_lines, word_count
from selfstudy.content.problems import Findings, Problem
from selfstudy.content.question_file import read_questions
from selfstudy.content.text_file import Table, read_text, read_toml
from selfstudy.domain.lesson import (
    Area,
    Lesson,
    Module,
    ModuleTest,
    Outcome,
    Purpose,
    Section,
    Source,
    SourceRef,
    Term,
)
from selfstudy.domain.vietnamese import fold

__all__ = ["file_name", "read_framework", "read_module", "read_sources"]

MOST_LESSONS = 99
PURPOSES: tuple[Purpose, ...] = ("pre", "post", "delayed")
MODULE_ID = re.compile(r"[A-Za-z][A-Za-z0-9]{1,15}(?:-[A-Za-z0-9]{1,15}){0,3}")

_INSTALLED = re.compile(r"(.+)-v(\d{1,9})")
_LESSON_FILE = re.compile(r"(\d\d)-.+\.md")
_FIELD = re.compile(r"^([a-z_]+)[ \t]*:[ \t]*(.*?)[ \t]*$")
_LESSON_FIELDS = ("id", "title", "title_en", "summary", "summary_en", "minutes", "sources")
_OPTIONAL_FIELDS = ("version",)


@dataclass(frozen=True, slots=True)
class _Around:
    """What a lesson needs to know of its module."""

    module: str
    folder: Path
    glossary: tuple[Term, ...]
    sources: Mapping[str, Source]
    problems: list[Problem]

    def findings(self, path: Path) -> Findings:
        return Findings(file_name(self.folder, path), self.problems)


def file_name(folder: Path, path: Path) -> str:
    """How a file of a module is named in a report."""
    return f"{folder.name}/{path.relative_to(folder).as_posix()}"


def edition_of(folder: Path) -> tuple[str, int]:
    """Module and version of a folder that a pack brought, by its name; ("", 0) for any other."""
    name = _INSTALLED.fullmatch(folder.name)
    return (name[1], int(name[2])) if name is not None else ("", 0)


def lesson_files(folder: Path) -> list[Path]:
    """The lesson files of a module in the order of their numbers."""
    return sorted(path for path in folder.glob("*.md") if _LESSON_FILE.fullmatch(path.name))


def test_file(folder: Path, purpose: Purpose) -> Path:
    """Where the questions of a test over the module stand."""
    return folder / "questions" / f"{purpose}-test.md"


def question_file(lesson: Path) -> Path:
    """Where the questions of a lesson file stand."""
    return lesson.parent / "questions" / lesson.name


def read_module(folder: Path, sources: Mapping[str, Source]) -> tuple[Module | None, list[Problem]]:
    """The module of a folder, or None without a sound `module.toml`, and what is wrong in it."""
    problems: list[Problem] = []
    path = folder / "module.toml"
    found = Findings(file_name(folder, path), problems)
    own = folder / "sources.toml"
    if own.is_file():
        sources = {**sources, **read_sources(own, problems)}
    table = read_toml(path, found)
    if table is None:
        return None, problems
    module_id = table.text("id")
    if not MODULE_ID.fullmatch(module_id):
        if module_id:
            found.error("bad_id", table.line("id"), id=module_id)
        return None, problems
    glossary = _glossary(folder, problems)
    around = _Around(module_id, folder, glossary, sources, problems)
    return _module(table, around, _lessons(around, found)), problems


def _module(table: Table, around: _Around, lessons: tuple[Lesson, ...]) -> Module:
    area = table.text("area")
    if area and area not in {"LL", "CM"}:
        table.found.error("unknown_value", table.line("area"), field="area", value=area)
    refs = tuple(ref for text in table.texts("sources") for ref in source_refs(text))
    _check_sources(refs, table.line("sources"), around, table.found)
    return Module(
        id=around.module,
        version=table.whole("version", least=1),
        title=table.text("title"),
        title_en=table.text("title_en"),
        area=cast(Area, area) if area == "LL" else "CM",
        hours=table.whole("hours", least=1, most=200),
        positions=table.texts("positions"),
        competencies=table.levels("competencies"),
        outcomes=_outcomes(table),
        lessons=lessons,
        summary=table.text("summary"),
        summary_en=table.text("summary_en"),
        prerequisites=table.texts("prerequisites"),
        reviewed_by=table.text("reviewed_by", required=False),
        reviewed_on=table.day("reviewed_on", required=False),
        reviewed_version=table.whole("reviewed_version")
        if "reviewed_version" in table.values
        else 0,
        folder=str(around.folder),
        sources=refs,
        glossary=around.glossary,
        tests=tuple(test for purpose in PURPOSES if (test := _test(purpose, around)) is not None),
    )


def _test(purpose: Purpose, around: _Around) -> ModuleTest | None:
    path = test_file(around.folder, purpose)
    found = around.findings(path)
    text = read_text(path, found) if path.is_file() else None
    if text is None:
        return None
    digest = hashlib.sha256(text.encode()).hexdigest()
    return ModuleTest(purpose, read_questions(text, around.sources, found), digest)


def _outcomes(table: Table) -> tuple[Outcome, ...]:
    outcomes: dict[str, Outcome] = {}
    listed = table.values.get("outcomes")
    if not isinstance(listed, list) or not listed:
        table.found.error("missing_field", 0, field="outcomes")
        return ()
    for entry in listed:
        name = entry.get("id") if isinstance(entry, dict) else None
        text = entry.get("text") if isinstance(entry, dict) else None
        if not (isinstance(name, str) and name and isinstance(text, str) and text.strip()):
            table.found.error("wrong_type", table.line("outcomes"), field="outcomes")
        elif name in outcomes:
            table.found.error("same_id_twice", table.line("outcomes"), id=name)
        else:
            outcomes[name] = Outcome(name, text.strip())
    return tuple(outcomes.values())


def _glossary(folder: Path, problems: list[Problem]) -> tuple[Term, ...]:
    path = folder / "glossary.toml"
    if not path.is_file():
        return ()
    found = Findings(file_name(folder, path), problems)
    table = read_toml(path, found)
    if table is None:
        return ()
    terms = table.values.get("terms")
    if not isinstance(terms, dict):
        found.error("missing_field", 0, field="terms")
        return ()
    for word, meaning in terms.items():
        if not isinstance(meaning, str) or not meaning.strip():
            found.error("wrong_type", table.line(word), field=word)
    return tuple(Term(w, m.strip()) for w, m in terms.items() if isinstance(m, str) and m.strip())


def _lessons(around: _Around, module: Findings) -> tuple[Lesson, ...]:
    files = lesson_files(around.folder)
    if not files:
        module.error("no_lessons")
    if len(files) > MOST_LESSONS:
        module.error("too_many_lessons", limit=MOST_LESSONS)
    read = (_lesson(path, around) for path in files[:MOST_LESSONS])
    return tuple(lesson for lesson in read if lesson is not None)


def _lesson(path: Path, around: _Around) -> Lesson | None:
    found = around.findings(path)
    text = read_text(path, found)
    if text is None:
        return None
    fields, lines, body_line = _front(text, found)
    body = "\n".join(text.split("\n")[body_line - 1 :]).strip("\n") + "\n"
    for name in _LESSON_FIELDS:
        if not fields.get(name):
            found.error("missing_field", lines.get(name, 1), field=name)
    lesson_id = fields.get("id", "")
    if not lesson_id:
        return None
    refs = source_refs(fields.get("sources", ""))
    _check_sources(refs, lines.get("sources", 1), around, found)
    answered = question_file(path)
    asked = around.findings(answered)
    questions_text = read_text(answered, asked) if answered.is_file() else ""
    if not answered.is_file():
        asked.error("no_questions", lesson=lesson_id)
    return Lesson(
        module=around.module,
        id=lesson_id,
        number=int(path.name[:2]),
        title=fields.get("title", ""),
        title_en=fields.get("title_en", ""),
        summary=fields.get("summary", ""),
        summary_en=fields.get("summary_en", ""),
        minutes=_whole(fields, lines, "minutes", found),
        sections=_sections(text, body_line, found),
        text=body,
        sources=refs,
        glossary=_used(around.glossary, body),
        questions=read_questions(questions_text or "", around.sources, asked),
        digest=hashlib.sha256(f"{text}\0{questions_text or ''}".encode()).hexdigest(),
        version=_whole(fields, lines, "version", found) if "version" in fields else 1,
    )


def _front(text: str, found: Findings) -> tuple[dict[str, str], dict[str, int], int]:
    """The fields of the front block, their lines, and the line where the lesson itself begins."""
    fields: dict[str, str] = {}
    lines: dict[str, int] = {}
    written = text.split("\n")
    if written[0].strip() != "---":
        found.error("no_front", 1)
        return fields, lines, 1
    for number, line in enumerate(written[1:], 2):
        if line.strip() == "---":
            return fields, lines, number + 1
        part = _FIELD.match(line)
        if part is None:
            if line.strip():
                found.error("bad_front_line", number)
        elif part[1] in fields:
            found.error("field_twice", number, field=part[1])
        else:
            if part[1] not in _LESSON_FIELDS + _OPTIONAL_FIELDS:
                found.warning("unknown_field", number, field=part[1])
            fields[part[1]], lines[part[1]] = part[2], number
    found.error("front_not_closed", 1)
    return fields, lines, len(written)


def _whole(
    fields: dict[str, str],
    lines: dict[str, int],
    name: Literal["minutes", "version"],
    found: Findings,
) -> int:
    written = fields.get(name, "")
    if re.fullmatch(r"[1-9][0-9]{0,2}", written):
        return int(written)
    if written:
        found.error("out_of_range", lines[name], field=name, least=1, most=999)
    return 1


def _sections(text: str, body_line: int, found: Findings) -> tuple[Section, ...]:
    """Parts under second-level headings; words before the first belong to the first."""
    starts: list[tuple[int, str, str]] = []
    lines = text.split("\n")
    for number, line in prose_lines("\n".join(lines[body_line - 1 :]), body_line):
        heading = HEADING.match(line) if line.startswith("## ") else None
        if heading is None:
            continue
        if not heading[3]:
            found.error("section_without_anchor", number, section=heading[2])
        starts.append((number, heading[2], heading[3] or re.sub(r"\W+", "-", fold(heading[2]))))
    if not starts:
        found.error("no_sections", body_line, example="## … {#…}")
    sections = []
    for index, (number, title, anchor) in enumerate(starts):
        first = number if index else body_line
        last = starts[index + 1][0] - 1 if index + 1 < len(starts) else len(lines)
        sections.append(Section(anchor, title, word_count("\n".join(lines[first - 1 : last]))))
    return tuple(sections)


def _used(glossary: tuple[Term, ...], body: str) -> tuple[Term, ...]:
    """The terms that the lesson's text speaks of."""
    spoken = body.casefold()
    return tuple(term for term in glossary if term.word.casefold() in spoken)


def _check_sources(
    refs: tuple[SourceRef, ...], line: int, around: _Around, found: Findings
) -> None:
    for ref in refs:
        if ref.source not in around.sources:
            found.error("unknown_source", line, source=ref.source)
