"""An author's folder: what is in it, what is wrong with it, and the lines that are meant."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from selfstudy.content.checker import Report, check
from selfstudy.content.framework import read_sources
from selfstudy.content.module_files import is_file, look
from selfstudy.content.problems import Findings, Problem
from selfstudy.content.text_file import read_text
from selfstudy.domain.errors import UnreadableFile
from selfstudy.domain.lesson import Lesson, Module, Source

AROUND = 3  # lines shown before and after the one that is meant
MOST_WATCHED = 2000

Stamp = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class Looked:
    """A folder as it was when someone looked; `root` has the files beside the modules."""

    folder: Path
    root: Path
    report: Report
    sources: dict[str, Source]
    stamp: Stamp

    def lesson(self, lesson_id: str) -> tuple[Module, Lesson] | None:
        """A lesson and its module."""
        for module in self.report.read:
            for lesson in module.lessons:
                if lesson.id == lesson_id:
                    return module, lesson
        return None


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of a file as it is shown; `meant` is the one that something is said of."""

    number: int
    text: str
    meant: bool = False


class Workshop:
    """Looks into an author's folder. Nothing there is changed by looking."""

    def __init__(self, today: Callable[[], date] = date.today) -> None:
        self._today = today

    def look(self, folder: Path) -> Looked:
        """Read and check a module's folder or a folder of modules. Raises UnreadableFile."""
        if not folder.is_dir():
            raise UnreadableFile(name=folder.name or str(folder))
        stamp = stamp_of(folder)
        alone = is_file(folder / "module.toml")
        root = folder.parent if alone else folder
        report = check(folder, self._today())
        sources = read_sources(root / "sources.toml") if is_file(root / "sources.toml") else {}
        for module in report.read:
            own = Path(module.folder) / "sources.toml"
            if is_file(own):
                sources = {**sources, **read_sources(own)}
        return Looked(folder, root, report, sources, stamp)

    def changed(self, looked: Looked) -> bool:
        """Whether a file was saved, came or went since."""
        return stamp_of(looked.folder) != looked.stamp

    def lines(self, looked: Looked, problem: Problem) -> tuple[TextLine, ...]:
        """The lines around a problem; none for a file that is missing or no text."""
        root = looked.root.resolve()
        path = (root / problem.file).resolve()
        known = path.suffix.lower() in {".md", ".toml", ".svg"}
        if not known or not path.is_relative_to(root):
            return ()
        text = read_text(path, Findings(problem.file, [])) if is_file(path) else None
        if text is None:
            return ()
        written = text.split("\n")
        first = max(1, problem.line - AROUND)
        last = min(len(written), max(problem.line, 1) + AROUND)
        return tuple(
            TextLine(number, written[number - 1][:400], number == problem.line)
            for number in range(first, last + 1)
        )


def stamp_of(folder: Path) -> Stamp:
    """Name, time and size of every file that matters, to see whether one was saved."""
    stamp = []
    beside = [folder.parent / "sources.toml", folder.parent / "hard_words.toml"]
    for path in [*look(folder).files[:MOST_WATCHED], *beside]:
        try:
            seen = os.stat(path, follow_symlinks=False)  # noqa: PTH116 — as cheap as can be
        except OSError:
            continue
        stamp.append((str(path), seen.st_mtime_ns, seen.st_size))
    return tuple(stamp)
