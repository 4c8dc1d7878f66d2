"""The part of the tour in which somebody writes a module: its problems, previews and numbers."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from selfstudy.desktop.author.page import AuthorPage
from selfstudy.services.authoring.beginnings import new_module

if TYPE_CHECKING:
    from selfstudy.desktop.tour_stage import Stage

QUESTIONS = """\
Văn bản nào có trích yếu? {=Công văn#Ghi dưới số, ký hiệu ~Đơn của công dân}

Kể lại một lần văn bản bị trả lại. {}
"""


def show_author(stage: Stage, folder: Path) -> None:
    """Turn the author's screen on, open the modules and look at each part."""
    folder.mkdir(exist_ok=True)
    lessons = folder / "lessons"
    shutil.copytree(stage.places.lessons(), lessons)
    begun = new_module(lessons, "CM21", "Tiếp nhận hồ sơ tại một cửa")
    stage.show("settings", authoring_chosen=(True,))
    stage.show("author")
    stage.shoot("author-empty")
    page = stage.page("author")
    if not isinstance(page, AuthorPage):
        raise TypeError(type(page))
    stage.act("author", folder_given=(begun,))
    page.problems.table.view.selectRow(3)
    stage.shoot("author-problems")
    stage.act(
        "author", folder_given=(lessons,), lesson_chosen=("CM03-02",), part_chosen=("lesson",)
    )
    stage.shoot("author-lesson")
    stage.act("author", part_chosen=("questions",))
    stage.shoot("author-questions")
    stage.act("author", part_chosen=("figures",))
    stage.shoot("author-figures")
    foreign = folder / "cau-hoi.gift"
    foreign.write_text(QUESTIONS, encoding="utf-8")
    stage.act("author", part_chosen=("tools",))
    page.tools.file_given.emit(foreign)
    stage.shoot("author-tools")
