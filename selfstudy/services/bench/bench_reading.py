"""A library of 500 modules of eight lessons: read, indexed, its longest lesson opened."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from selfstudy.content.library import Library
from selfstudy.content.markup import plain_text, word_count
from selfstudy.services.bench.bench_importing import timed
from selfstudy.services.bench.bench_starting import environment
from selfstudy.services.bench.figures import Figure, percentile
from selfstudy.services.studying.finding import INDEX, Finding
from selfstudy.settings import Places, Settings, save_settings

if TYPE_CHECKING:
    from collections.abc import Callable

LESSONS_EACH, SECTIONS = 8, 6
WORDS, LONGEST = 900, 7_500
LONG_LESSONS = 10  # the first warms up
MEGABYTE = 1024 * 1024


def reading_figures(
    library: Library, folder: Path, modules: int, begin: Callable[[Places], str]
) -> list[Figure]:
    """Read and index a large library; open its longest lessons in the window."""
    places = Places(folder / "home")
    write_library(library, places.packs, modules)
    large = Library([places.lessons(), places.packs])
    read = timed(large.modules)
    index = timed(Finding(large, places.data).refresh)
    size = (places.data / INDEX).stat().st_size
    save_settings(places.settings_file, Settings(theme="light", last_profile=begin(places)))
    lessons = [f"DAI-{number:02}" for number in range(1, LONG_LESSONS + 1)]
    ours, bare = _opened(folder / "home", lessons * 2)
    floor = percentile(bare[1:], 50)
    first = percentile(ours[1:LONG_LESSONS], 50)
    again = percentile(ours[LONG_LESSONS:], 50)
    return [
        Figure("library.read", read, "s"),
        Figure("index.first", index, "s"),
        Figure("index.size", size / MEGABYTE, "MB"),
        Figure("lesson.first", first, "ms", floor, first / floor),
        Figure("lesson.open", again, "ms", floor, again / floor),
    ]


def _opened(home: Path, lessons: Sequence[str]) -> tuple[list[float], list[float]]:
    done = subprocess.run(
        [sys.executable, "-m", "selfstudy.desktop.stopwatch", *lessons],
        env=environment(home),
        capture_output=True,
        encoding="utf-8",
        check=True,
        timeout=300,
    )
    lines = [line.split() for line in done.stdout.splitlines()]
    return [float(line[0]) for line in lines], [float(line[1]) for line in lines]


def write_library(library: Library, into: Path, modules: int) -> None:
    """Modules of lessons made of the shipped ones' paragraphs, and one of the longest lessons."""
    random = Random(4)  # noqa: S311 — a play, not a secret
    texts = [lesson.text for module in library.modules() for lesson in module.lessons]
    parts = [p for text in texts for p in text.split("\n\n") if _is_prose(p)]
    for number in range(modules):
        _write_module(into, f"X{number:04}", LESSONS_EACH, parts, WORDS, random)
    _write_module(into, "DAI", LONG_LESSONS, texts, LONGEST, random)


def _is_prose(part: str) -> bool:
    return part[:1].isalpha() and "](" not in part and "[^" not in part


def _write_module(
    into: Path, name: str, lessons: int, parts: Sequence[str], words: int, random: Random
) -> None:
    folder = into / f"{name}-1"
    folder.mkdir(parents=True)
    (folder / "module.toml").write_text(
        f'id = "{name}"\nversion = 1\ntitle = "Học phần {name}"\ntitle_en = "Module {name}"\n'
        'area = "CM"\nhours = 8\npositions = ["P01"]\ncompetencies = { M2 = 3 }\n'
        'outcomes = [{ id = "o1", text = "Làm được." }]\nprerequisites = []\nsources = []\n',
        encoding="utf-8",
    )
    for number in range(1, lessons + 1):
        title = plain_text(random.choice(parts)).split(".")[0][:60].replace("\n", " ")
        head = "\n".join((
            "---", f"id: {name}-{number:02}", f"title: {title}", f"title_en: Lesson {number}",
            "summary: Bài để đo.", "summary_en: A lesson to measure.", "minutes: 45",
            "sources: ND30-2020", "---", "",
        ))  # fmt: skip
        path = folder / f"{number:02}-bai.md"
        path.write_text(head + _body(parts, words, random), encoding="utf-8")


def _body(parts: Sequence[str], words: int, random: Random) -> str:
    """Sections of random parts until there are so many words."""
    written: list[str] = []
    count = 0
    for section in range(1, SECTIONS + 1):
        written.append(f"## Mục {section} {{#muc-{section}}}")
        while count < words * section / SECTIONS:
            part = random.choice(parts)
            written.append(part)
            count += word_count(part)
    return "\n\n".join(written) + "\n"
