"""Whether content may be shipped: every rule at once, over one module or a whole folder of them."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from selfstudy.content.file_rules import check_files
from selfstudy.content.framework import Framework, read_framework, read_hours, read_sources
from selfstudy.content.lesson_rules import check_text, first_line, front_line
from selfstudy.content.module_file import (
    MODULE_ID,
    file_name,
    lesson_files,
    question_file,
    read_module,
    test_file,
)
from selfstudy.content.module_files import is_file
from selfstudy.content.problems import Findings, Problem, errors, in_reading_order
from selfstudy.content.question_rules import check_questions
from selfstudy.content.source_rules import check_registry, check_review, check_validity
from selfstudy.content.test_rules import check_tests
from selfstudy.content.text_file import Table, read_text, read_toml
from selfstudy.content.word_rules import HARD_WORDS, check_words, read_hard_words
from selfstudy.domain.lesson import Lesson, Module, Source, SourceRef

MOST_FOLDERS = 2000
TIET = 45  # minutes
MINUTES_OF_QUESTIONS = 20  # beside reading, in every lesson
MOST_OFF = 0.25  # of a module's hours, that the minutes of its lessons may differ

_LOOKS_LIKE_ONE = re.compile(r"\d\d-.+\.md|glossary\.toml|questions|figures", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Report:
    """What was checked and what is wrong with it, in reading order."""

    problems: tuple[Problem, ...]
    modules: int
    lessons: int
    questions: int
    words: int
    read: tuple[Module, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether nothing is wrong that keeps the content from being used."""
        return not self.errors

    @property
    def errors(self) -> tuple[Problem, ...]:
        """What must be mended."""
        return tuple(errors(self.problems))

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """What should be looked at."""
        return tuple(p for p in self.problems if p.severity == "warning")


@dataclass(frozen=True, slots=True)
class Around:
    """What a module is held against: sources, competencies, words that need explaining, the day.

    An empty framework knows every competency, an empty catalogue every module; without a day no
    source is too old. `modules` are the codes of the folders beside.
    """

    sources: Mapping[str, Source]
    framework: Framework
    hard_words: Collection[str] = ()
    today: date | None = None
    modules: Collection[str] = ()


def check(folder: Path, today: date | None = None) -> Report:
    """Check a lessons folder or one module's folder; without `today` no source is too old."""
    problems: list[Problem] = []
    try:
        folder = folder.resolve()
    except (OSError, RuntimeError):  # a link that leads to itself
        Findings(folder.name, problems).error("closed_folder")
        return Report(tuple(problems), 0, 0, 0, 0)
    alone = is_file(folder / "module.toml")
    root = folder.parent if alone else folder
    around = _beside(root, [] if alone else problems, today)
    folders = [folder] if alone else _module_folders(root, problems)
    modules: list[Module] = []
    for path in folders:
        module, found = check_in(path, around)
        problems += found
        if module is not None:
            _check_twice(module, modules, problems)
            modules.append(module)
    lessons = [lesson for module in modules for lesson in module.lessons]
    return Report(
        in_reading_order(problems),
        len(modules),
        len(lessons),
        sum(len(lesson.questions) for lesson in lessons)
        + sum(len(test.questions) for module in modules for test in module.tests),
        sum(lesson.words for lesson in lessons),
        tuple(modules),
    )


def check_module(
    folder: Path,
    sources: Mapping[str, Source],
    framework: Framework,
    today: date | None = None,
) -> tuple[Module | None, list[Problem]]:
    """Read one module and hold it to every rule; an empty framework knows every competency."""
    return check_in(folder, Around(sources, framework, today=today))


def check_in(folder: Path, around: Around) -> tuple[Module | None, list[Problem]]:
    """Read one module and hold it to every rule, against what stands around it."""
    module, problems = read_module(folder, around.sources)
    found = Findings(file_name(folder, folder / "module.toml"), problems)
    check_files(folder, found)
    if module is None:
        return None, problems
    own = folder / "sources.toml"
    sources = around.sources
    if is_file(own):
        sources = {**sources, **read_sources(own)}
        check_registry(own, file_name(folder, own), problems, around.today)
    if not folder.name.startswith(module.id):
        found.warning("folder_name", module=module.id)
    table = read_toml(folder / "module.toml", Findings(found.file, []))
    table = table or Table({}, "", found)
    _check_codes(module, around.framework, table, found)
    _check_prerequisites(module, around, table.line("prerequisites"), found)
    check_review(module, table, found, around.today)
    files = {int(path.name[:2]): path for path in lesson_files(folder)}
    _check_lessons(module, files, around, problems)
    if around.today is not None:
        _check_sources(module, files, sources, table, problems, around.today)

    def of(lesson: Lesson) -> Findings:
        return Findings(file_name(folder, question_file(files[lesson.number])), problems)

    lines = {outcome.id: _line_of(table, outcome.id) for outcome in module.outcomes}
    check_questions(module, around.framework, found, of, lines)
    check_tests(
        module,
        around.framework,
        found,
        lambda test: Findings(file_name(folder, test_file(folder, test.purpose)), problems),
    )
    return module, problems


def _module_folders(root: Path, problems: list[Problem]) -> list[Path]:
    """The folders with a module; one that looks like a module without its file is told."""
    try:
        with os.scandir(root) as entries:
            inside = sorted(e.name for e in entries if not e.name.startswith("."))
    except OSError:
        Findings(root.name, problems).error("closed_folder")
        return []
    folders = []
    for name in inside[:MOST_FOLDERS]:
        path = root / name
        if is_file(path / "module.toml"):
            folders.append(path)
        elif _looks_like_one(path, name, problems):
            Findings(f"{name}/module.toml", problems).error("no_module_file")
    if not folders:
        lesson = any(_LOOKS_LIKE_ONE.fullmatch(name) for name in inside)
        found = Findings(f"{root.name}/module.toml" if lesson else root.name, problems)
        found.error("no_module_file" if lesson else "no_modules")
    return folders


def _looks_like_one(path: Path, name: str, problems: list[Problem]) -> bool:
    try:
        with os.scandir(path) as entries:
            return any(_LOOKS_LIKE_ONE.fullmatch(entry.name) for entry in entries)
    except NotADirectoryError:
        return False
    except OSError:
        Findings(name, problems).error("closed_folder")
        return False


def _beside(root: Path, problems: list[Problem], today: date | None) -> Around:
    registry, hours, hard = root / "sources.toml", root / "hours.toml", root / HARD_WORDS
    sources = read_sources(registry, problems) if is_file(registry) else {}
    if sources:
        check_registry(registry, registry.name, problems, today)
    if is_file(hours):
        read_hours(hours, problems)
    framework = read_framework(root / "framework", problems)
    for position in framework.positions:
        found = Findings("framework/positions.toml", problems)
        for code, _ in position.required:
            if framework.competencies and framework.competency(code) is None:
                found.error("unknown_competency", competency=code)
    words = read_hard_words(hard, problems) if is_file(hard) else frozenset()
    beside = {path.parent.name.partition("-")[0] for path in root.glob("*/module.toml")}
    return Around(sources, framework, words, today, beside)


def _check_twice(module: Module, before: list[Module], problems: list[Problem]) -> None:
    """Note every id that another module of the folder has too, in the file that came later."""
    folder = Path(module.folder)
    found = Findings(f"{folder.name}/module.toml", problems)
    if any(other.id == module.id for other in before):
        table = read_toml(folder / "module.toml", Findings(found.file, []))
        found.error("same_id_twice", table.line("id") if table else 1, id=module.id)
    taken = {lesson.id for other in before for lesson in other.lessons}
    asked = {q.id for other in before for lesson in other.lessons for q in lesson.questions}
    files = {int(path.name[:2]): path for path in lesson_files(folder)}
    for lesson in module.lessons:
        file = files[lesson.number]
        if lesson.id in taken:
            Findings(file_name(folder, file), problems).error("same_id_twice", 1, id=lesson.id)
        questions = Findings(file_name(folder, question_file(file)), problems)
        for question in lesson.questions:
            if question.id in asked:
                questions.error("same_id_twice", question.line, id=question.id)


def _check_codes(module: Module, framework: Framework, table: Table, found: Findings) -> None:
    for code, _ in module.competencies:
        if framework.competencies and framework.competency(code) is None:
            found.error("unknown_competency", table.line("competencies"), competency=code)
    for code in module.positions:
        if framework.positions and framework.position(code) is None:
            found.error("unknown_position", table.line("positions"), position=code)
    if not module.competencies:
        line = table.line("competencies") if "competencies" in table.values else 0
        found.error("missing_field", line, field="competencies")
    minutes = sum(lesson.minutes + MINUTES_OF_QUESTIONS for lesson in module.lessons)
    if module.lessons and abs(minutes - module.hours * TIET) > module.hours * TIET * MOST_OFF:
        line = table.line("hours")
        found.warning("hours_and_minutes", line, hours=module.hours, minutes=minutes)


def _check_prerequisites(module: Module, around: Around, line: int, found: Findings) -> None:
    known = {each.module for each in around.framework.catalogue}
    for code in module.prerequisites:
        if code == module.id:
            found.error("own_prerequisite", line, module=code)
        elif not MODULE_ID.fullmatch(code):
            found.error("bad_id", line, id=code)
        elif known and code not in known and code not in around.modules:
            found.warning("unknown_prerequisite", line, module=code)


def _check_lessons(
    module: Module, files: dict[int, Path], around: Around, problems: list[Problem]
) -> None:
    folder = Path(module.folder)
    seen: set[str] = set()
    hard = set(around.hard_words)
    for lesson in module.lessons:
        path = files[lesson.number]
        found = Findings(file_name(folder, path), problems)
        if lesson.id in seen:
            found.error("same_id_twice", 1, id=lesson.id)
        seen.add(lesson.id)
        if not lesson.id.startswith(module.id + "-"):
            found.error("id_outside_module", 1, id=lesson.id, module=module.id)
        text = read_text(path, Findings(found.file, [])) or ""
        check_text(lesson, module, text, found)
        check_words(lesson, module, hard, first_line(lesson, text), found)
    numbers = [int(path.name[:2]) for path in lesson_files(folder)]
    for number in sorted({n for n in numbers if numbers.count(n) > 1}):
        Findings(f"{folder.name}/module.toml", problems).error("same_number_twice", number=number)


def _check_sources(
    module: Module,
    files: dict[int, Path],
    sources: Mapping[str, Source],
    table: Table,
    problems: list[Problem],
    today: date,
) -> None:
    """Hold every citation against the day: of the module, its lessons, questions and tests."""
    folder = Path(module.folder)

    def hold(path: Path, cited: list[tuple[SourceRef, int]]) -> None:
        check_validity(cited, sources, today, Findings(file_name(folder, path), problems))

    hold(folder / "module.toml", [(ref, table.line("sources")) for ref in module.sources])
    for lesson in module.lessons:
        path = files[lesson.number]
        line = front_line(read_text(path, Findings("", [])) or "", "sources")
        hold(path, [(ref, line) for ref in lesson.sources])
        hold(
            question_file(path),
            [(SourceRef(q.source, q.place), q.line) for q in lesson.questions],
        )
    for test in module.tests:
        cited = [(SourceRef(q.source, q.place), q.line) for q in test.questions]
        hold(test_file(folder, test.purpose), cited)


def _line_of(table: Table, outcome: str) -> int:
    """Where in the module's file an outcome is told."""
    at = re.search(rf"id\s*=\s*[\"']{re.escape(outcome)}[\"']", table.text_of_file)
    return table.text_of_file.count("\n", 0, at.start()) + 1 if at else 0
