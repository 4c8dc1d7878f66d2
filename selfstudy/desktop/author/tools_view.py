"""Beginning modules and lessons, taking questions in and giving them out, making a pack."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from selfstudy.desktop.author.state import AuthorState
from selfstudy.desktop.dropping import ask_files, ask_new_file
from selfstudy.desktop.widgets.buttons import GhostButton, PrimaryButton
from selfstudy.desktop.widgets.inputs import Choice, FormRow, TextField
from selfstudy.desktop.widgets.layouts import Columns, Flow
from selfstudy.desktop.widgets.page import PageFrame
from selfstudy.desktop.widgets.surfaces import Banner, Card
from selfstudy.desktop.widgets.text import Muted, Small, reveal
from selfstudy.words import t

MOST_LEFT = 200


class ToolsView(QWidget):
    """Asks for what a file needs, and tells what shall be written where."""

    module_asked = Signal(str, str)
    lesson_asked = Signal(str, str)
    file_given = Signal(object)
    write_asked = Signal(object)
    export_asked = Signal(str, object)
    pack_asked = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self._state = AuthorState()
        frame = PageFrame(widest=1400)
        ground = QWidget()
        ground.setLayout(
            Columns(380, most=2).add(self._begin(), self._foreign(), self._export(), self._pack())
        )
        frame.add(ground)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(frame)

    def show_state(self, state: AuthorState) -> None:
        """Draw what can be done now."""
        self._state = state
        modules = [(key, f"{key} · {title}") for key, title, _ in state.modules]
        for choice in (self.module, self.packed):
            choice.show_choices(modules)
            choice.setEnabled(bool(modules))
        for button in (self.lesson_button, self.pack_button):
            button.setEnabled(bool(modules) and not state.busy)
        self.module_button.setEnabled(state.opened and not state.busy)
        shown = state.shown
        self._of.setText(shown.title if shown is not None else t("author.nothing_chosen"))
        for button in (self.gift, self.moodle):
            button.setEnabled(shown is not None and not state.busy)
        self._show_taken(state)

    def _show_taken(self, state: AuthorState) -> None:
        taken = state.taken
        words = ""
        if taken is not None:
            words = t("author.taken", n=len(taken.drafts), name=taken.name)
        self._taken.show_words(words, "accent" if taken and taken.drafts else "warning")
        reveal(self.write_button, visible=bool(taken and taken.drafts))
        lines = [f"{row.place}: {row.sentence}" for row in state.left[:MOST_LEFT]]
        if len(state.left) > MOST_LEFT:
            lines.append(t("author.left_more", n=len(state.left) - MOST_LEFT))
        self._left.show_words("\n".join(lines))

    # Building

    def _begin(self) -> Card:
        card = Card(t("author.begin"), spacing=12)
        self.code, self.title = TextField(t("author.code")), TextField(t("author.module_title"))
        self.module_button = GhostButton(t("author.new_module"), "folder-plus")
        self.module_button.clicked.connect(
            lambda: self.module_asked.emit(self.code.text(), self.title.text())
        )
        self.module = Choice(t("author.module"))
        self.lesson_title = TextField(t("author.lesson_title"))
        self.lesson_button = GhostButton(t("author.new_lesson"), "file-plus")
        self.lesson_button.clicked.connect(
            lambda: self.lesson_asked.emit(self.module.key, self.lesson_title.text())
        )
        for field, button in (
            (self.title, self.module_button),
            (self.lesson_title, self.lesson_button),
        ):
            field.returnPressed.connect(button.click)
        return card.add(
            FormRow(t("author.code"), self.code, t("author.code_hint")),
            FormRow(t("author.module_title"), self.title),
            Flow(10).add(self.module_button),
            FormRow(t("author.module"), self.module),
            FormRow(t("author.lesson_title"), self.lesson_title),
            Flow(10).add(self.lesson_button),
        )

    def _foreign(self) -> Card:
        card = Card(t("author.import"), spacing=12)
        self.import_button = GhostButton(t("author.choose_file"), "file-input")
        self.import_button.clicked.connect(self._choose)
        self.write_button = PrimaryButton(t("author.write"), "download")
        self.write_button.clicked.connect(self._write)
        self._taken, self._left = Banner(), Small()
        return card.add(
            Muted(t("author.import_note")),
            Flow(10).add(self.import_button, self.write_button),
            self._taken,
            self._left,
        )

    def _export(self) -> Card:
        card = Card(t("author.export"), spacing=12)
        self._of = Small()
        self.gift = GhostButton(t("author.export_gift"), "file-output")
        self.moodle = GhostButton(t("author.export_moodle"), "file-output")
        self.gift.clicked.connect(lambda: self._give("gift", ".gift"))
        self.moodle.clicked.connect(lambda: self._give("moodle", ".xml"))
        return card.add(
            Muted(t("author.export_note")), self._of, Flow(10).add(self.gift, self.moodle)
        )

    def _pack(self) -> Card:
        card = Card(t("author.pack"), spacing=12)
        self.packed = Choice(t("author.module"))
        self.pack_button = PrimaryButton(t("author.make_pack"), "package")
        self.pack_button.clicked.connect(self._make_pack)
        return card.add(
            Muted(t("author.pack_note")),
            FormRow(t("author.module"), self.packed),
            Flow(10).add(self.pack_button),
        )

    # What the person does

    def _choose(self) -> None:
        paths = ask_files(self, t("author.choose_file"), t("author.foreign_filter"))
        if paths:
            self.file_given.emit(paths[0])

    def _write(self) -> None:
        shown = self._state.shown
        name = f"{shown.key.replace('/', '-')}-nhap.md" if shown is not None else "nhap.md"
        path = ask_new_file(self, t("author.write"), name, "Markdown (*.md)")
        if path is not None:
            self.write_asked.emit(path)

    def _give(self, kind: str, ending: str) -> None:
        shown = self._state.shown
        name = (shown.key.replace("/", "-") if shown is not None else "cau-hoi") + ending
        path = ask_new_file(self, t("author.export"), name, f"*{ending}")
        if path is not None:
            self.export_asked.emit(kind, path)

    def _make_pack(self) -> None:
        path = ask_new_file(self, t("author.make_pack"), f"{self.packed.key}.thpack", "*.thpack")
        if path is not None:
            self.pack_asked.emit(self.packed.key, Path(path))
