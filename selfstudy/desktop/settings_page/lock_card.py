"""The card of the lock: whether there is one, hiding now, and when it hides by itself."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from selfstudy.desktop.settings_page.presenter import SettingsState
from selfstudy.desktop.widgets.buttons import GhostButton
from selfstudy.desktop.widgets.inputs import Choice, FormRow
from selfstudy.desktop.widgets.layouts import Flow
from selfstudy.desktop.widgets.surfaces import Card, Picture
from selfstudy.desktop.widgets.text import TOP, Text, reveal
from selfstudy.words import t

MINUTES = (0, 2, 5, 10, 15, 30, 60)


class LockCard(Card):
    """Tells what the person asks; the steps themselves are on a screen of their own."""

    asked = Signal()
    now_asked = Signal()
    minutes_chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__(t("locking.title"), spacing=14)
        row = QHBoxLayout()
        row.setSpacing(14)
        self._picture, self._words = Picture("lock-open", "muted", 20), Text()
        row.addWidget(self._picture, 0, TOP)
        row.addWidget(self._words, 1)
        self.open = GhostButton(t("locking.open"), "lock")
        self.now = GhostButton(t("locking.now"))
        self.after = Choice(
            t("locking.after"),
            [(str(n), t("locking.minutes", n=n) if n else t("locking.never")) for n in MINUTES],
        )
        self._after_row = FormRow(t("locking.after"), self.after)
        self.add(row, Flow(10).add(self.open, self.now), self._after_row)
        self.open.clicked.connect(self.asked.emit)
        self.now.clicked.connect(self.now_asked.emit)
        self.after.chosen.connect(lambda key: self.minutes_chosen.emit(int(key)))

    def show_state(self, state: SettingsState) -> None:
        """Whether there is a lock."""
        self._picture.show_icon(
            "lock" if state.locked else "lock-open", "success" if state.locked else "muted"
        )
        self._words.setText(t("locking.is_on" if state.locked else "locking.is_off"))
        self.open.show_words(t("locking.manage" if state.locked else "locking.open"))
        reveal(self.now, visible=state.locked)
        reveal(self._after_row, visible=state.locked)
        nearest = min(MINUTES, key=lambda minutes: abs(minutes - state.settings.lock_after))
        self.after.show_key(str(nearest))
