"""Whether content may be shipped: every rule at once, over one module or a whole folder of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from selfstudy.content.framework import Framework, read_framework, read_hours, read_sources
from selfstudy.content.image_rules import IMAGE_KINDS
from selfstudy.content.lesson_rules import check_figures, check_text, check_validity
from selfstudy.content.module_file import (
    file_name,
    lesson_files,
    question_file,
    read_module,
    test_file,
)
from selfstudy.content.problems import Findings, Problem, errors, in_reading_order
from selfstudy.content.question_rules import check_questions
from selfstudy.content.test_rules import check_tests
from selfstudy.content.text_file import read_text
from selfstudy.domain.lesson import Lesson, Module, Source, SourceRef

MOST_FILES = 2000
TEXT_KINDS = frozenset({".toml", ".md"})
IGNORED = frozenset({"thumbs.db", "desktop.ini"})


@dataclass(frozen=True, slots=True)
class Report:
    """What was checked and what is wrong with it, in reading order."""

    problems: tuple[Problem, ...]
    modules: int
    lessons: int
    questions: int
    words: int

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


def check(folder: Path, today: date | None = None) -> Report:
    """Check a lessons folder or one module's folder; without `today` no source is too old."""
    folder = folder.resolve()
    problems: list[Problem] = []
    alone = (folder / "module.toml").is_file()
    root = folder.parent if alone else folder
    sources, framework = _beside(root, [] if alone else problems)
    folders = [folder] if alone else sorted(p.parent for p in root.glob("*/module.toml"))
    if not folders:
        Findings(folder.name, problems).error("no_modules")
    modules: list[Module] = []
    for path in folders:
        module, found = check_module(path, sources, framework, today)
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
    )


def check_module(
    folder: Path,
    sources: Mapping[str, Source],
    framework: Framework,
    today: date | None = None,
) -> tuple[Module | None, list[Problem]]:
    """Read one module and hold it to every rule; an empty framework knows every competency."""
    module, problems = read_module(folder, sources)
    found = Findings(file_name(folder, folder / "module.toml"), problems)
    _check_files(folder, found)
    if module is None:
        return None, problems
    if (folder / "sources.toml").is_file():
        sources = {**sources, **read_sources(folder / "sources.toml")}
    if not folder.name.startswith(module.id):
        found.warning("folder_name", module=module.id)
    _check_codes(module, framework, found)
    files = {int(path.name[:2]): path for path in lesson_files(folder)}
    _check_lessons(module, files, problems)
    if today is not None:
        for lesson in module.lessons:
            file = Findings(file_name(folder, files[lesson.number]), problems)
            check_validity(_cited(lesson), sources, today, file)

    def of(lesson: Lesson) -> Findings:
        return Findings(file_name(folder, question_file(files[lesson.number])), problems)

    check_questions(module, framework, found, of)
    check_tests(
        module,
        framework,
        found,
        lambda test: Findings(file_name(folder, test_file(folder, test.purpose)), problems),
    )
    return module, problems


def _beside(root: Path, problems: list[Problem]) -> tuple[dict[str, Source], Framework]:
    registry, hours = root / "sources.toml", root / "hours.toml"
    sources = read_sources(registry, problems) if registry.is_file() else {}
    if hours.is_file():
        read_hours(hours, problems)
    framework = read_framework(root / "framework", problems)
    for position in framework.positions:
        found = Findings("framework/positions.toml", problems)
        for code, _ in position.required:
            if framework.competency(code) is None:
                found.error("unknown_competency", competency=code)
    return sources, framework


def _check_twice(module: Module, before: list[Module], problems: list[Problem]) -> None:
    found = Findings(f"{Path(module.folder).name}/module.toml", problems)
    if any(other.id == module.id for other in before):
        found.error("same_id_twice", id=module.id)
    taken = {lesson.id for other in before for lesson in other.lessons}
    for lesson in module.lessons:
        if lesson.id in taken:
            found.error("same_id_twice", id=lesson.id)


def _check_codes(module: Module, framework: Framework, found: Findings) -> None:
    for code, _ in module.competencies:
        if framework.competencies and framework.competency(code) is None:
            found.error("unknown_competency", competency=code)
    for code in module.positions:
        if framework.positions and framework.position(code) is None:
            found.error("unknown_position", position=code)
    if not module.competencies:
        found.error("missing_field", field="competencies")


def _check_lessons(module: Module, files: dict[int, Path], problems: list[Problem]) -> None:
    folder = Path(module.folder)
    seen: set[str] = set()
    for lesson in module.lessons:
        path = files[lesson.number]
        found = Findings(file_name(folder, path), problems)
        if lesson.id in seen:
            found.error("same_id_twice", 1, id=lesson.id)
        seen.add(lesson.id)
        if not lesson.id.startswith(module.id + "-"):
            found.error("id_outside_module", 1, id=lesson.id, module=module.id)
        text = read_text(path, Findings(found.file, []))
        check_text(lesson, module, text or "", found)
    numbers = [int(path.name[:2]) for path in lesson_files(folder)]
    for number in sorted({n for n in numbers if numbers.count(n) > 1}):
        Findings(f"{folder.name}/module.toml", problems).error("same_number_twice", number=number)


def _cited(lesson: Lesson) -> tuple[SourceRef, ...]:
    return lesson.sources + tuple(SourceRef(q.source, q.place) for q in lesson.questions)


def module_files(folder: Path) -> list[Path]:
    """Every file that belongs to a module, hidden ones and those of file managers left out."""
    inside = (path for path in folder.rglob("*") if path.is_symlink() or path.is_file())
    return sorted(path for path in inside if not _hidden(path.relative_to(folder)))


def _hidden(path: Path) -> bool:
    return path.name.lower() in IGNORED or any(part.startswith(".") for part in path.parts)


def _check_files(folder: Path, found: Findings) -> None:
    files = module_files(folder)
    if len(files) > MOST_FILES:
        found.error("too_many_files", limit=MOST_FILES)
        return
    images: list[Path] = []
    for path in files:
        file = Findings(file_name(folder, path), found.problems)
        if path.is_symlink():
            file.error("symlink")
        elif path.suffix.lower() in IMAGE_KINDS:
            images.append(path)
        elif path.suffix.lower() not in TEXT_KINDS:
            file.error("unexpected_file", kind=path.suffix.lower())
    check_figures(folder, images, folder.name, found)
