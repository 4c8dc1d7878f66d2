"""Keeping one's record as a file that can be verified without this program."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal

from selfstudy.desktop.dropping import ask_folder
from selfstudy.desktop.record.presenter import RecordState
from selfstudy.desktop.widgets.buttons import GhostButton
from selfstudy.desktop.widgets.inputs import CheckBox
from selfstudy.desktop.widgets.layouts import Flow
from selfstudy.desktop.widgets.surfaces import Banner, Card
from selfstudy.desktop.widgets.text import Muted
from selfstudy.words import t


class ArchiveCard(Card):
    """What it is, whether private facts go in, one button."""

    asked = Signal(object, bool)

    def __init__(self) -> None:
        super().__init__(t("archive.title"))
        self.private = CheckBox(t("archive.with_private"))
        self.save = GhostButton(t("archive.save"), "archive")
        self.save.clicked.connect(self._ask)
        self._written = Banner()
        self.add(Muted(t("archive.note")), self.private, Flow(10).add(self.save), self._written)

    def show_state(self, state: RecordState) -> None:
        """Whether one is being written, and where the last one lies."""
        self.save.setEnabled(not state.exporting)
        found = state.archived
        words = t("archive.written", n=found.records, path=found.path) if found else ""
        self._written.show_words(words, "success")

    def _ask(self) -> None:
        folder = ask_folder(self, t("archive.save"), str(Path.home()))
        if folder is not None:
            self.asked.emit(folder, self.private.isChecked())
