"""What is the matter, what will be done, and afterwards what could be read and what could not."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from selfstudy.desktop import dropping
from selfstudy.desktop.rescue.presenter import RescueState
from selfstudy.desktop.theme import Tone
from selfstudy.desktop.widgets.buttons import GhostButton, PrimaryButton, QuietButton
from selfstudy.desktop.widgets.layouts import Flow
from selfstudy.desktop.widgets.page import PageFrame
from selfstudy.desktop.widgets.secrets import OpeningField
from selfstudy.desktop.widgets.surfaces import Banner, Card, Picture
from selfstudy.desktop.widgets.text import Heading, Text, reveal
from selfstudy.sentences import error_words, key_words
from selfstudy.words import t

KEPT = "rescue.kept"  # a sentence with a folder, which opens here instead of being spelt
SIGNS: dict[bool, tuple[str, Tone]] = {
    False: ("life-buoy", "accent"),
    True: ("circle-check", "success"),
}


class RescuePage(QWidget):
    """Draws the rescue and tells what the person wants."""

    begun = Signal(str)
    open_asked = Signal()
    others_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._frame = PageFrame(t("rescue.title"))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._frame)
        self._picture = Picture("life-buoy", "accent", 40)
        self._head, self._lead, self._told = Heading(), Text(), Text()
        self._said = Banner()
        self._secret_step = OpeningField()
        self.secret = self._secret_step.typed
        self.begin = PrimaryButton(t("rescue.begin"), "life-buoy")
        self.open = PrimaryButton(t("rescue.open"), "arrow-right")
        self.others = GhostButton(t("rescue.back"), "users")
        self.kept = QuietButton(t("rescue.kept_open"), "folder-open")
        self._kept = ""
        self.kept.clicked.connect(lambda: dropping.open_folder(self._kept))
        self.begin.clicked.connect(lambda: self.begun.emit(self.secret.text()))
        self.secret.returnPressed.connect(self.begin.click)
        self.open.clicked.connect(self.open_asked)
        self.others.clicked.connect(self.others_asked)
        card = Card(padding=28, spacing=14)
        card.add(self._picture, self._head, self._lead, self._told, self._secret_step, self._said)
        card.add(Flow(10).add(self.begin, self.open, self.others, self.kept))
        self._frame.add(card)
        self._told.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.show_state(RescueState())

    def show_state(self, state: RescueState) -> None:
        """Draw where it stands."""
        done = state.done
        icon, tone = SIGNS[done]
        self._picture.show_icon(icon, tone)
        self._head.setText(t("rescue.done", name=state.name) if done else state.name)
        lead = t("rescue.lead_profile" if state.only_profile else "rescue.lead")
        self._lead.setText(f"{lead}\n\n{t('rescue.how')}")
        reveal(self._lead, visible=not done)
        kept = next((str(d["folder"]) for key, d in state.told if key == KEPT), "")
        told = [key_words(key, details) for key, details in state.told if key != KEPT]
        self._told.setText("\n\n".join([*told, *([t("rescue.kept_beside")] if kept else [])]))
        self._kept = kept
        reveal(self.kept, visible=bool(kept))
        reveal(self._told, visible=done)
        asked = state.secret_wanted and not done
        fresh = asked and self._secret_step.isHidden()
        reveal(self._secret_step, visible=asked)
        if fresh and self.isVisible():
            self.secret.setFocus()
        reveal(self.begin, visible=not done)
        opens = done and self.open.isHidden()
        reveal(self.open, visible=done)
        if opens and self.isVisible():
            self.open.setFocus()
        for button in (self.begin, self.others):
            button.setEnabled(not state.busy)
        if state.busy:
            self._said.show_words(t("rescue.busy"), "neutral")
        else:
            self._said.show_words(error_words(state.error), "danger")
