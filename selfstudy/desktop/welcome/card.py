"""The unit card: one file, dropped here or chosen."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from selfstudy.desktop import theme
from selfstudy.desktop.dropping import ask_files, dropped
from selfstudy.desktop.widgets.buttons import GhostButton, IconButton
from selfstudy.desktop.widgets.surfaces import Picture
from selfstudy.desktop.widgets.text import Elided, ErrorText, Small, reveal
from selfstudy.words import t

CARD = ".thdv"


class CardField(QFrame):
    """The card file chosen; `changed` tells its path, empty when it was removed."""

    changed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "inset")
        self.setAccessibleName(t("welcome.card"))
        self.setAcceptDrops(True)
        self.path = ""
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 10, 10, 10)
        row.setSpacing(12)
        self._picture = Picture("id-card", "muted", 20)
        self._title, self._note, self._error = Elided(role="strong"), Small(), ErrorText()
        words = QVBoxLayout()
        words.setSpacing(2)
        for part in (self._title, self._note, self._error):
            words.addWidget(part)
        self.button = GhostButton(t("welcome.card_choose"))
        self.button.setAccessibleDescription(t("welcome.card"))
        self._remove = IconButton(t("welcome.card_remove"), "x")
        reveal(self._remove, visible=False)
        row.addWidget(self._picture)
        row.addLayout(words, 1)
        row.addWidget(self.button)
        row.addWidget(self._remove)
        self.button.clicked.connect(self._choose)
        self._remove.clicked.connect(lambda: self.show_path("", told=True))
        self.show_path("")

    def show_path(self, path: str, *, told: bool = False) -> None:
        """The file chosen, or none."""
        self.path = path
        self._title.show_words(Path(path).name if path else t("welcome.card"))
        self._note.show_words("" if path else t("welcome.card_hint"))
        self._picture.show_icon(
            "circle-check" if path else "id-card", "success" if path else "muted"
        )
        reveal(self._remove, visible=bool(path))
        self.show_error("")
        if told:
            self.changed.emit(path)

    def show_error(self, words: str) -> None:
        """What is wrong with the file, or nothing."""
        self._error.show_words(words)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if cards(dropped(event.mimeData())):
            event.acceptProposedAction()
            theme.restyle(self, tone="accent", role="banner")

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        theme.restyle(self, tone="", role="inset")

    def dropEvent(self, event: QDropEvent) -> None:
        theme.restyle(self, tone="", role="inset")
        found = cards(dropped(event.mimeData()))
        if found:
            event.acceptProposedAction()
            self.show_path(str(found[0]), told=True)

    def _choose(self) -> None:
        for path in ask_files(self, t("welcome.card"), t("welcome.card_files"))[:1]:
            self.show_path(str(path), told=True)


def cards(paths: tuple[Path, ...]) -> tuple[Path, ...]:
    """The unit cards among files."""
    return tuple(path for path in paths if path.suffix.lower() == CARD)
