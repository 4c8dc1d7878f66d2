"""Measuring how many bytes carry one changed question of a module."""

from __future__ import annotations

import re
import shutil
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

from selfstudy.domain.errors import ProblemsInModule
from selfstudy.services.bench.figures import Figure
from selfstudy.services.packs.packing import make_pack
from selfstudy.settings import Places

if TYPE_CHECKING:
    from selfstudy.content.library import Library
    from selfstudy.domain.lesson import Module

_QUESTION = re.compile(
    r"^## \S+ · single\n(?:[^\n]+:[^\n]*\n)+\n(.+?)(?=^## |\Z)", re.MULTILINE | re.DOTALL
)
NOTE = "Thay một câu hỏi vì văn bản làm căn cứ đã hết hiệu lực.\n"


def pack_figures(library: Library, folder: Path) -> list[Figure]:
    """The largest update for one changed question among all sound modules.

    The question is replaced by one of another module; the version and the note for learners
    change with it. Beside it stands the new question alone, compressed.
    """
    found = []
    modules = library.modules()
    for place, module in enumerate(modules):
        found += _one_question(module, modules[place - 1], folder / module.id)
    value, floor = max(found)
    return [Figure("pack.delta", value, "B", floor, value / floor)]


def _one_question(module: Module, other: Module, folder: Path) -> list[tuple[int, int]]:
    """Bytes of the update and of the new question; nothing for a module with errors."""
    copy = folder / "lessons" / Path(module.folder).name
    shutil.copytree(module.folder, copy)
    registry = Path(module.folder).parent / "sources.toml"
    if registry.is_file():
        shutil.copy(registry, folder / "lessons")
    places, old, new = Places(folder / "home"), folder / "old.thpack", folder / "new.thpack"
    try:
        make_pack(places, copy, old, name="Học viện Cán bộ")
        question = _replace(copy, _question(Path(other.folder)))
        about = copy / "module.toml"
        text = about.read_text(encoding="utf-8")
        text = re.sub(
            r"^version = \d+", f"version = {module.version + 1}", text, flags=re.MULTILINE
        )
        about.write_text(text, encoding="utf-8")
        (copy / "changes.md").write_text(NOTE, encoding="utf-8")
        made = make_pack(places, copy, new, since=old)
    except ProblemsInModule:
        return []
    return [(made.size, len(zlib.compress(question.encode(), 9)))]


def _question(folder: Path) -> str:
    """What the first question with one right answer says."""
    texts = (path.read_text(encoding="utf-8") for path in sorted(folder.glob("questions/*.md")))
    return next(asked[1] for text in texts if (asked := _QUESTION.search(text)))


def _replace(folder: Path, question: str) -> str:
    """Put another question in the place of the first in the largest question file."""
    path = max(folder.glob("questions/*.md"), key=lambda path: path.stat().st_size)
    text = path.read_text(encoding="utf-8")
    found = _QUESTION.search(text)
    if found is not None:
        text = text[: found.start(1)] + question + text[found.end(1) :]
    path.write_text(text, encoding="utf-8")
    return question
