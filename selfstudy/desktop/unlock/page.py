"""Unlocking: one field, one button; below it the way back in for who forgot."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from selfstudy.desktop.unlock.presenter import UnlockState
from selfstudy.desktop.widgets.badges import Avatar
from selfstudy.desktop.widgets.buttons import GhostButton, PrimaryButton, QuietButton
from selfstudy.desktop.widgets.inputs import FormRow, TextField
from selfstudy.desktop.widgets.layouts import Flow
from selfstudy.desktop.widgets.page import PageFrame
from selfstudy.desktop.widgets.secrets import TYPED, SecretField, Seeing
from selfstudy.desktop.widgets.surfaces import Card
from selfstudy.desktop.widgets.text import ErrorText, Heading, Muted, reveal
from selfstudy.sentences import error_words
from selfstudy.words import t


class UnlockPage(QWidget):
    """Draws whose profile is locked and tells what was typed; keeps nothing of it."""

    secret_given = Signal(str)
    forgotten = Signal()
    back_asked = Signal()
    code_given = Signal(str, str, str)
    others_asked = Signal()

    def __init__(self, name: str = "") -> None:
        super().__init__()
        self._state = UnlockState()
        self._wait = QTimer(self, singleShot=True)
        self._wait.timeout.connect(lambda: self._allow(allowed=True))
        frame = PageFrame(widest=520)
        frame.setAccessibleName(t("unlock.title"))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(frame)
        card = Card(padding=32, spacing=16)
        head, names = QHBoxLayout(), QVBoxLayout()
        head.setSpacing(16)
        names.setSpacing(2)
        names.addWidget(Heading(name))
        names.addWidget(Muted(t("unlock.title")))
        head.addWidget(Avatar(name, 48))
        head.addLayout(names, 1)
        self._secret_step, self._code_step = self._by_secret(), self._by_code()
        card.add(head, self._secret_step, self._code_step)
        frame.body.addSpacing(48)
        frame.add(card)
        self.others = QuietButton(t("unlock.others"), "users")
        self.others.clicked.connect(self.others_asked)
        frame.add(Flow(10).add(self.others))
        self.show_state(self._state)

    def show_state(self, state: UnlockState) -> None:
        """What is asked for, what was wrong; the field to type in has the keyboard."""
        was, self._state = self._state, state
        code = state.step == "code"
        reveal(self._secret_step, visible=not code)
        reveal(self._code_step, visible=code)
        words = error_words(state.error)
        self._error.show_words("" if code else words)
        self._code_error.show_words(words if code else "")
        self.open.show_words(t("unlock.opening" if state.busy else "unlock.open"))
        self.reset.show_words(t("unlock.opening" if state.busy else "unlock.reset"))
        self._allow(allowed=not state.busy and not state.wait)
        if state.wait:
            self._wait.start(state.wait * 1000)
        if state.error is not None and not code:
            self.secret.clear()
        if was.step != state.step or was.busy != state.busy:
            self._focus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._focus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._state.step == "code":
            self.back.click()
        else:
            super().keyPressEvent(event)

    def stop(self) -> None:
        """Let go of what was typed and of the time that runs."""
        self._wait.stop()
        for field in (self.secret, self.code, self.fresh, self.again):
            field.clear()

    def _focus(self) -> None:
        field = self.code if self._state.step == "code" else self.secret
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _allow(self, *, allowed: bool) -> None:
        self.open.setEnabled(allowed)
        self.reset.setEnabled(not self._state.busy)
        if allowed:
            self._wait.stop()

    # Building

    def _by_secret(self) -> QWidget:
        made, column = _step()
        self.secret = SecretField(t("unlock.secret"))
        self.open = PrimaryButton(t("unlock.open"), "lock-open")
        self.forgot = QuietButton(t("unlock.forgot"))
        self._error = ErrorText()
        column.addWidget(FormRow(t("unlock.secret"), self.secret, t("unlock.secret_hint")))
        column.addWidget(self._error)
        column.addLayout(Flow(10).add(self.open, Seeing(self.secret, words=TYPED), self.forgot))
        self.open.clicked.connect(self._give_secret)
        self.secret.returnPressed.connect(self._give_secret)
        self.forgot.clicked.connect(self.forgotten)
        return made

    def _by_code(self) -> QWidget:
        made, column = _step()
        self.code = TextField(t("unlock.code"), t("unlock.code_example"))
        self.code.setInputMethodHints(Qt.InputMethodHint.ImhLatinOnly)
        self.fresh, self.again = SecretField(t("unlock.fresh")), SecretField(t("unlock.again"))
        self.reset = PrimaryButton(t("unlock.reset"), "key-round")
        self.back = GhostButton(t("app.back"))
        self._code_error = ErrorText()
        for part in (
            Muted(t("unlock.code_note")),
            FormRow(t("unlock.code"), self.code, t("unlock.code_hint")),
            FormRow(t("unlock.fresh"), self.fresh, t("unlock.fresh_hint")),
            FormRow(t("unlock.again"), self.again),
            self._code_error,
        ):
            column.addWidget(part)
        column.addLayout(
            Flow(10).add(self.reset, self.back, Seeing(self.fresh, self.again, words=TYPED))
        )
        self.reset.clicked.connect(self._give_code)
        self.code.returnPressed.connect(self.fresh.setFocus)
        self.fresh.returnPressed.connect(self.again.setFocus)
        self.again.returnPressed.connect(self._give_code)
        self.back.clicked.connect(self.back_asked)
        return made

    def _give_secret(self) -> None:
        if self.open.isEnabled():
            self.secret_given.emit(self.secret.text())

    def _give_code(self) -> None:
        if self.reset.isEnabled():
            self.code_given.emit(self.code.text(), self.fresh.text(), self.again.text())


def _step() -> tuple[QWidget, QVBoxLayout]:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 8, 0, 0)
    column.setSpacing(16)
    return made, column
