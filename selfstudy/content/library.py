"""All installed content: read when first asked for, kept in memory, read again where it changed."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from selfstudy.content.framework import (
    Framework,
    HoursRules,
    read_framework,
    read_hours,
    read_sources,
)
from selfstudy.content.module_file import edition_of, read_module
from selfstudy.content.problems import Problem, in_reading_order
from selfstudy.domain.errors import NoSuchLesson
from selfstudy.domain.lesson import Lesson, Module, Source
from selfstudy.domain.question import Question

MOST_MODULES = 2000

FoundT = TypeVar("FoundT")
Stamp = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class _Read:
    """A module folder as it was last read."""

    stamp: Stamp
    module: Module | None
    sources: dict[str, Source]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Beside:
    """What stands beside the modules of one folder."""

    stamp: Stamp
    sources: dict[str, Source]
    framework: Framework
    hours: HoursRules
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class _Shelf:
    """Everything found by its id."""

    modules: dict[str, Module]
    lessons: dict[str, Lesson]
    questions: dict[str, Question]
    sources: dict[str, Source]
    framework: Framework
    hours: HoursRules
    problems: tuple[Problem, ...]


class Library:
    """The modules of several folders; of one module in two places, the higher version is used."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self._folders = tuple(folders)
        self._read: dict[Path, _Read] = {}
        self._beside: dict[Path, _Beside] = {}
        self._shelf: _Shelf | None = None
        self._lock = threading.RLock()

    def modules(self) -> tuple[Module, ...]:
        """Every module with lessons by id; files changed since the last call are read again."""
        return tuple(self.refresh().modules.values())

    def module(self, module_id: str) -> Module:
        """The module of this id; raises NoSuchLesson."""
        return _found(self._current().modules, module_id)

    def editions(self) -> tuple[Module, ...]:
        """Every module of every folder, also those of which another folder has a higher version."""
        self._current()
        found = (read.module for read in self._read.values())
        return tuple(module for module in found if module is not None and module.lessons)

    def lesson(self, lesson_id: str) -> Lesson:
        """The lesson of this id; raises NoSuchLesson."""
        return _found(self._current().lessons, lesson_id)

    def question(self, question_id: str) -> Question:
        """The question of this id; raises NoSuchLesson."""
        return _found(self._current().questions, question_id)

    def source(self, source_id: str) -> Source | None:
        """The source of this id, from whichever registry verified it last."""
        return self._current().sources.get(source_id)

    @property
    def registry(self) -> Mapping[str, Source]:
        """Every source of every registry by its id."""
        return self._current().sources

    @property
    def lessons(self) -> Mapping[str, Lesson]:
        """Every lesson by its id, as last read: the disk is not looked at."""
        return self._current().lessons

    @property
    def sources(self) -> tuple[Source, ...]:
        """Every source of every registry."""
        return tuple(self._current().sources.values())

    @property
    def framework(self) -> Framework:
        """The competencies and positions of the first folder that has any."""
        return self._current().framework

    @property
    def hours_rules(self) -> HoursRules:
        """The rules of hours of the first folder that has any."""
        return self._current().hours

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was wrong in the files that were read."""
        return self._current().problems

    def folder_of(self, module_id: str) -> Path:
        """Where the files of a module stand; raises NoSuchLesson."""
        return Path(self.module(module_id).folder)

    def refresh(self) -> _Shelf:
        """Look for changed files and read them again."""
        with self._lock:
            before = (dict(self._read), dict(self._beside))
            problems: list[Problem] = []
            read: dict[Path, _Read] = {}
            beside: dict[Path, _Beside] = {}
            for root in self._folders:
                around = beside[root] = self._look_beside(root)
                problems += around.problems
                for editions in _module_folders(root):
                    for folder in editions:
                        read[folder] = self._look(folder, around)
                        if read[folder].module is not None:
                            break
            self._read, self._beside = read, beside
            if self._shelf is None or before != (read, beside):
                self._shelf = _shelf(list(read.values()), list(beside.values()), problems)
            return self._shelf

    def _current(self) -> _Shelf:
        return self._shelf or self.refresh()

    def _look_beside(self, root: Path) -> _Beside:
        stamp = _stamp(root, deep=False) + _stamp(root / "framework", deep=False)
        known = self._beside.get(root)
        if known is not None and known.stamp == stamp:
            return known
        problems: list[Problem] = []
        registry, hours = root / "sources.toml", root / "hours.toml"
        return _Beside(
            stamp,
            read_sources(registry, problems) if registry.is_file() else {},
            read_framework(root / "framework", problems),
            read_hours(hours, problems) if hours.is_file() else HoursRules(),
            tuple(problems),
        )

    def _look(self, folder: Path, around: _Beside) -> _Read:
        stamp = (*around.stamp, *_stamp(folder))
        known = self._read.get(folder)
        if known is not None and known.stamp == stamp:
            return known
        module, problems = read_module(folder, around.sources)
        own = folder / "sources.toml"
        sources = read_sources(own) if own.is_file() else {}
        return _Read(stamp, module, sources, tuple(problems))


class Framed(Library):
    """Another library's modules, under a framework that is made of its own."""

    def __init__(self, inner: Library, adapt: Callable[[Framework], Framework]) -> None:
        self._inner, self._adapt = inner, adapt

    @property
    def framework(self) -> Framework:
        """The framework in use."""
        return self._adapt(self._inner.framework)

    @property
    def shipped(self) -> Framework:
        """The framework that came with the modules."""
        return self._inner.framework

    def editions(self) -> tuple[Module, ...]:
        """Every module of every folder, also those of which another folder has a higher version."""
        return self._inner.editions()

    def refresh(self) -> _Shelf:
        """Look for changed files and read them again."""
        return self._inner.refresh()

    def _current(self) -> _Shelf:
        return self._inner._current()  # noqa: SLF001 - of the same class


def _found(shelf: dict[str, FoundT], name: str) -> FoundT:
    try:
        return shelf[name]
    except KeyError:
        raise NoSuchLesson(id=name) from None


def _module_folders(root: Path) -> list[list[Path]]:
    """Folders with a module file, in the order of their names; hidden ones are being installed.

    Several versions that packs brought of one module stand together, the highest first: the
    others are kept, and read only where it cannot be.
    """
    try:
        inside = sorted(path for path in root.iterdir() if not path.name.startswith("."))
    except OSError:
        return []
    found: dict[str, list[Path]] = {}
    for path in inside:
        if (path / "module.toml").is_file():
            found.setdefault(edition_of(path)[0] or path.name, []).append(path)
    together = list(found.values())[:MOST_MODULES]
    return [sorted(paths, key=lambda path: -edition_of(path)[1]) for paths in together]


def _stamp(folder: Path, *, deep: bool = True) -> Stamp:
    """Name, time and size of the text files in a folder and in its `questions`."""
    stamp = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.endswith((".toml", ".md")):
                    seen = entry.stat()
                    stamp.append((entry.name, seen.st_mtime_ns, seen.st_size))
    except OSError:
        return ()
    return (*sorted(stamp), *(_stamp(folder / "questions", deep=False) if deep else ()))


def _shelf(read: list[_Read], beside: list[_Beside], problems: list[Problem]) -> _Shelf:
    modules: dict[str, Module] = {}
    for found in read:
        problems += found.problems
        module = found.module if found.module and found.module.lessons else None
        known = modules.get(module.id) if module else None
        if module is not None and (known is None or module.version > known.version):
            modules[module.id] = module
    modules = dict(sorted(modules.items()))
    lessons = {lesson.id: lesson for module in modules.values() for lesson in module.lessons}
    empty = Framework()
    return _Shelf(
        modules,
        lessons,
        {question.id: question for module in modules.values() for question in _asked(module)},
        _newest([around.sources for around in beside] + [found.sources for found in read]),
        next((b.framework for b in beside if b.framework != empty), empty),
        next((b.hours for b in beside if b.hours.rules), HoursRules()),
        in_reading_order(problems),
    )


def _asked(module: Module) -> Iterator[Question]:
    """The questions of a module's lessons and tests."""
    for lesson in module.lessons:
        yield from lesson.questions
    for test in module.tests:
        yield from test.questions


def _knows(source: Source) -> tuple[date, bool, bool]:
    """How much a registry knows of a source; of two of one day more is who knows its end."""
    return source.verified_on, source.effective_to is not None, bool(source.replaced_by)


def _newest(registries: Iterable[dict[str, Source]]) -> dict[str, Source]:
    newest: dict[str, Source] = {}
    for registry in registries:
        for name, source in registry.items():
            if name not in newest or _knows(source) > _knows(newest[name]):
                newest[name] = source
    return dict(sorted(newest.items()))
