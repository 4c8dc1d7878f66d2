"""A stop of the tour: a lesson that was finished is amended, because the text it rests on ended."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from selfstudy.desktop.errata.page import ErrataPage
from selfstudy.desktop.tour_stage import Stage
from selfstudy.domain.question import right_response

if TYPE_CHECKING:
    from selfstudy.domain.lesson import Lesson, Module

SUCCESSOR = "NEW-2026"
ENDED = "2026-11-30"
NEW_SOURCE = """
[NEW-2026]
number = "999/2026/NĐ-CP"
title = "Nghị định giả định của chuyến tham quan"
issuer = "Chính phủ"
issued = 2026-10-15
effective_from = 2026-12-01
verified_on = 2026-11-22
"""


def show_news(stage: Stage, module: Module) -> None:
    """Amend the first lesson of a module, and look at what is new as its learner does."""
    lesson = module.lessons[0]
    amend(module, lesson, stage.places.packs)
    stage.show("today")
    stage.shoot("today-amended")
    stage.program.open_lesson(lesson.id)
    stage.shoot("lesson-amended")
    stage.program.open_on("changes", lesson.id)
    stage.shoot("changes")
    page = stage.page("changes")
    page._frame.verticalScrollBar().setValue(10_000)  # type: ignore[attr-defined]  # noqa: SLF001
    stage.shoot("changes-questions")
    stage.program.open_on("renewing", lesson.id)
    stage.shoot("renewing")
    question = stage.services.desk.library.lesson(lesson.id).questions[0]
    stage.act("renewing", submitted=(right_response(question), "sure"))
    stage.program.open_on("changes", lesson.id)
    stage.shoot("changes-done")
    stage.show("library")
    stage.program.screens["library"].open(module.id)
    stage.shoot("library-amended")
    report_error(stage, lesson)


def report_error(stage: Stage, lesson: Lesson) -> None:
    """Report an error in a passage, look at what would leave, and keep it."""
    quote = lesson.text.split(". ")[1].strip()[:120]
    stage.program.open_on("errata", lesson.id, lesson.sections[0].id, "", quote)
    page = stage.page("errata")
    if isinstance(page, ErrataPage):
        page.words.setPlainText("Số ngày ở đoạn này đã thay đổi.")
        page.source.setText("Điều 8")
        page.changed.emit(page.written)
        stage.shoot("errata")
        page.keep.click()
    stage.shoot("errata-kept")


def amend(module: Module, lesson: Lesson, packs: Path) -> None:
    """Install the module's next version, whose first lesson rests on a newer text."""
    folder = packs / f"{module.id}-v{module.version + 1}"
    shutil.copytree(module.folder, folder)
    source = next(ref.source for ref in lesson.sources if f"](source:{ref.source} " in lesson.text)
    registry = Path(module.folder).parent / "sources.toml"
    known = registry.read_text(encoding="utf-8")
    head = rf"(?ms)^(\[{re.escape(source)}\].*?^effective_from = \S+)$"
    ended = re.sub(
        head, rf'\1\neffective_to = {ENDED}\nreplaced_by = "{SUCCESSOR}"', known, count=1
    )
    (folder / "sources.toml").write_text(ended + NEW_SOURCE, encoding="utf-8")
    _edit(folder / "module.toml", f"version = {module.version}", f"version = {module.version + 1}")
    path = next(folder.glob("01-*.md"))
    _edit(path, f"source:{source} ", f"source:{SUCCESSOR} ")
    front, mark, body = path.read_text(encoding="utf-8").partition("\n---\n")
    front = front.replace(source, SUCCESSOR)
    words = re.sub(r"(?m)^(\w[^\n]*?)\.$", r"\1, theo nghị định mới.", body, count=2)
    path.write_text(front + mark + words, encoding="utf-8")
    asked = lesson.questions[0]
    beginning = asked.text.split("\n")[0]
    questions = folder / "questions" / path.name
    _edit(questions, beginning, f"Theo nghị định mới: {beginning}")
    _edit(questions, f"nguồn: {source} ", f"nguồn: {SUCCESSOR} ", most=1)


def _edit(path: Path, old: str, new: str, most: int = -1) -> None:
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, most), encoding="utf-8")
