"""A stop of the tour: an update of a module comes in a file and by the hub, and is taken back."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from selfstudy.desktop.settings_page.page import SettingsPage
from selfstudy.desktop.tour_stage import Stage
from selfstudy.exchange.packet import Ask, PackOffer
from selfstudy.services.packs.offered import Offered
from selfstudy.services.packs.packing import make_pack
from selfstudy.settings import Places

if TYPE_CHECKING:
    from selfstudy.domain.lesson import Module

NAME = "Trung tâm Chính trị (giả định)"
NOTE = "Viết lại một câu hỏi hay bị hiểu nhầm.\n"


def show_packs(stage: Stage, module: Module, folder: Path) -> None:
    """Look into an update, install it, see what is new, go back; then the hub offers it too."""
    update = _update(module, folder)
    stage.show("library")
    stage.program.screens["library"].open("")
    stage.act("library", pack_chosen=(str(update),))
    stage.shoot("library-pack")
    page = stage.page("library")
    page.packs.preview.install.click()  # type: ignore[attr-defined]
    stage.shoot("library-pack-installed")
    stage.program.screens["library"].open(module.id)
    _below(page)
    stage.shoot("library-pack-news")
    stage.act("library", back_asked=(module.id,))
    stage.settle()
    stage.shoot("library-pack-back")
    page.packs.preview.back.click()  # type: ignore[attr-defined]
    stage.shoot("library-pack-went-back")
    _offer(stage, module, update)
    stage.show("today")
    stage.show("library")
    stage.shoot("library-pack-offers")
    _publishers(stage)


def _publishers(stage: Stage) -> None:
    """Whose packs are taken, and the question before one is refused."""
    stage.show("settings")
    page = stage.page("settings")
    if isinstance(page, SettingsPage):
        page.turn_to("safety")
        stage.settle()
        next(iter(page.publishers.buttons.values())).click()
        stage.shoot("settings-publishers")
        page.publishers.no.click()


def _below(page: object) -> None:
    page._frame.verticalScrollBar().setValue(520)  # type: ignore[attr-defined]  # noqa: SLF001


def _offer(stage: Stage, module: Module, update: Path) -> None:
    """What a hub would have said of the update."""
    offered = Offered(stage.services.desk)
    offer = PackOffer(
        module.id, module.version + 1, module.version, update.stat().st_size, bytes(32), bytes(32),
        module.title, module.title_en,
    )  # fmt: skip
    said = Ask(bytes(32), bytes(16), b"", shelf="tour", offers=[offer])
    offered.keep(said, offered.held())


def _update(module: Module, folder: Path) -> Path:
    """The module's next version as an update, with one question changed."""
    copy, places = folder / "lessons" / Path(module.folder).name, Places(folder / "press")
    shutil.copytree(module.folder, copy)
    shutil.copy(Path(module.folder).parent / "sources.toml", folder / "lessons")
    old, new = folder / "old.thpack", folder / f"{module.id}.thpack"
    make_pack(places, copy, old, name=NAME)
    about = copy / "module.toml"
    text = about.read_text(encoding="utf-8")
    text = re.sub(r"(?m)^version = \d+", f"version = {module.version + 1}", text)
    about.write_text(text, encoding="utf-8")
    (copy / "changes.md").write_text(NOTE, encoding="utf-8")
    questions = next(copy.glob("questions/01-*.md"))
    asked = module.lessons[0].questions[0].text.split("\n")[0]
    text = questions.read_text(encoding="utf-8")
    questions.write_text(text.replace(asked, f"Hãy đọc kỹ: {asked}"), encoding="utf-8")
    make_pack(places, copy, new, since=old)
    return new
