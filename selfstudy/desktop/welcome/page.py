"""Welcome: at the left what is kept and who sees it, at the right how to begin."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from selfstudy.desktop.welcome.doors import Returning
from selfstudy.desktop.welcome.parts import Beginning, Picker
from selfstudy.desktop.welcome.presenter import WelcomeState
from selfstudy.desktop.welcome.returning import ReturningState
from selfstudy.desktop.widgets.layouts import Columns
from selfstudy.desktop.widgets.page import PageFrame
from selfstudy.desktop.widgets.surfaces import Banner, Card, Picture
from selfstudy.desktop.widgets.text import Display, Muted, Small, Strong
from selfstudy.sentences import error_words
from selfstudy.words import t

PROMISES = (("hard-drive", "kept"), ("users", "seen"), ("lock", "yours"))


class WelcomePage(QWidget):
    """Draws who may begin and tells who does."""

    profile_chosen = Signal(str)
    newcomer_asked = Signal()
    back_asked = Signal()
    position_sought = Signal(str)
    begin_asked = Signal(str, str, str)
    returning_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._state, self._returning = WelcomeState(), ReturningState()
        self._frame = PageFrame(widest=1060)
        self._frame.setAccessibleName(t("welcome.title"))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._frame)
        self.form, self.picker, self.returning = Beginning(), Picker(), Returning()
        self._error = Banner(tone="danger")
        right = Card(padding=28, spacing=16)
        self._stack = QStackedLayout()
        right.add(self._error, self._stack)  # first: pages without a place would be windows
        self._stack.addWidget(self.form)
        self._stack.addWidget(self.picker)
        self._stack.addWidget(self.returning)
        self._frame.body.addSpacing(32)
        self._frame.add(Columns(380, shares=(4, 5), spacing=40).add(_promises(), right))
        self._connect()
        self.show_state(self._state)

    def show_state(self, state: WelcomeState) -> None:
        """Draw everything; the first field takes the keyboard when the form opens."""
        was, self._state = self._state, state
        self._error.show_words(error_words(state.error), "danger")
        picking = self._turn()
        self.picker.show_state(state)
        self.form.show_state(state)
        if self.picker.people and picking and (was.new or not was.profiles):
            self.picker.people[0].setFocus(Qt.FocusReason.OtherFocusReason)
        if state.new and not was.new:
            self.form.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_returning(self, state: ReturningState) -> None:
        """Draw the door of those who have a profile; closed, it gives the keyboard back."""
        was, self._returning = self._returning, state
        self._turn()
        self.returning.show_state(state)
        if was.step and not state.step:
            self._door().setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self._returning.step:
            self.returning.back.click()
        elif self.form.back.isVisibleTo(self):
            self.form.back.click()

    def _turn(self) -> bool:
        """Show who is asked for now; whether one picks oneself from the list."""
        picking = bool(self._state.profiles) and not self._state.new
        self._stack.setCurrentWidget(
            self.returning if self._returning.step else self.picker if picking else self.form
        )
        return picking

    def _door(self) -> QWidget:
        parts = (self.picker, self.form)
        return next((p.returning for p in parts if p.isVisibleTo(self)), self.form.returning)

    def _connect(self) -> None:
        self.form.returning.clicked.connect(self.returning_asked)
        self.picker.returning.clicked.connect(self.returning_asked)
        self.picker.chosen.connect(self.profile_chosen)
        self.picker.newcomer.connect(self.newcomer_asked)
        self.form.back.clicked.connect(self.back_asked)
        self.form.position.sought.connect(self.position_sought)
        self.form.begun.connect(self.begin_asked)


def _promises() -> QWidget:
    """What is kept and who will see it."""
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 16, 0, 16)
    column.setSpacing(8)
    column.addWidget(Picture("book-open", "accent", 36))
    column.addSpacing(4)
    column.addWidget(Display(t("welcome.title")))
    column.addWidget(Muted(t("welcome.lead")))
    column.addSpacing(16)
    for icon, key in PROMISES:
        row = QHBoxLayout()
        row.setSpacing(16)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Strong(t(f"welcome.{key}")))
        words.addWidget(Small(t(f"welcome.{key}_note")))
        row.addWidget(Picture(icon, "accent", 20), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        column.addLayout(row)
        column.addSpacing(8)
    column.addStretch(1)
    return made
