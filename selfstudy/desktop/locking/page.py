"""The lock of the profile: what it protects, its secret, its recovery code."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from selfstudy.desktop.dropping import ask_new_file
from selfstudy.desktop.locking.presenter import LockingState, Step
from selfstudy.desktop.widgets.buttons import GhostButton, PrimaryButton, QuietButton
from selfstudy.desktop.widgets.inputs import FormRow, TextField
from selfstudy.desktop.widgets.layouts import Columns, Flow
from selfstudy.desktop.widgets.page import PageFrame
from selfstudy.desktop.widgets.secrets import TYPED, SecretField, Seeing
from selfstudy.desktop.widgets.surfaces import Banner, Card, Picture
from selfstudy.desktop.widgets.text import TOP, Body, Display, Muted, Strong, reveal
from selfstudy.sentences import error_words
from selfstudy.words import t

CHANGES: tuple[tuple[Step, str], ...] = (
    ("change", "key-round"), ("renew", "refresh-cw"), ("remove", "lock-open"),
)  # fmt: skip
PROTECTS = (("users", "pin"), ("hard-drive", "passphrase"), ("eye", "clear"), ("key-round", "lost"))


class LockingPage(QWidget):
    """Draws the step that one is at; what is typed is told and then cleared."""

    step_asked = Signal(str)
    begun = Signal(str, str)
    changed = Signal(str, str, str)
    renewed = Signal(str)
    removed = Signal(str)
    confirmed = Signal(str)
    cancelled = Signal()
    sheet_asked = Signal(object)
    back_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._state = LockingState()
        self.frame = PageFrame(t("locking.title"), t("locking.subtitle"))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.frame)
        self.back = QuietButton(t("locking.settings"), "arrow-left")
        self.back.clicked.connect(self.back_asked)
        self.frame.tools.addWidget(self.back)
        self._told = Banner()
        self._steps: dict[Step, Card] = {
            "off": self._setting(),
            "code": self._writing_down(),
            "on": self._standing(),
            "change": self._changing(),
            "renew": self._asking("renew", self.renewed),
            "remove": self._asking("remove", self.removed),
        }
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        for card in self._steps.values():
            column.addWidget(card)
        column.addStretch(1)
        self.frame.add(self._told, Columns(400, shares=(3, 2)).add(left, _protects()))
        self.show_state(self._state)

    def show_state(self, state: LockingState) -> None:
        """The step, what was wrong, what was done."""
        was, self._state = self._state, state
        for step, card in self._steps.items():
            reveal(card, visible=step == state.step)
        self._tell(state)
        self._kind.show_words(t(f"locking.on_{state.kind}") if state.kind else "")
        groups = state.code.split("-")
        self._code.setText("   ".join(groups[:3]) + "\n" + "   ".join(groups[3:]))
        self._code.setAccessibleName(state.code)
        self._group.show_words(t("locking.group", n=state.group) if state.code else "")
        for button in self._doing:
            button.setEnabled(not state.busy)
        if was.step != state.step:
            self._clear()
            if self.isVisible():
                self._begin_typing()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._begin_typing()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leads back; never away from a code that is shown once."""
        if event.key() != Qt.Key.Key_Escape or self._state.step == "code":
            super().keyPressEvent(event)
        elif self._state.step in ("off", "on"):
            self.back_asked.emit()
        elif not self._state.busy:
            self.cancelled.emit()

    def _begin_typing(self) -> None:
        """The keyboard stands where the step begins."""
        first = self._first.get(self._state.step)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell(self, state: LockingState) -> None:
        if state.busy:
            self._told.show_words(t("locking.busy"), "neutral")
        elif state.error is not None:
            self._told.show_words(error_words(state.error), "danger")
        elif state.done:
            words = t(f"locking.done_{state.done}")
            if state.aside:
                words += " " + t("locking.aside", n=state.aside)
            self._told.show_words(words, "warning" if state.aside else "success")
        else:
            self._told.show_words("")

    def show_saved(self, path: Path) -> None:
        """The sheet was written."""
        self._saved.show_words(t("locking.saved", path=path))

    def _clear(self) -> None:
        for field in self.findChildren(TextField):
            field.clear()
        self._saved.show_words("")

    # Building; each step is a card

    _doing: tuple[QWidget, ...] = ()

    def _do(self, button: QWidget) -> QWidget:
        self._doing = (*self._doing, button)
        return button

    def _setting(self) -> Card:
        card = Card(t("locking.off_title"), spacing=16)
        self.secret, self.again = SecretField(t("unlock.fresh")), SecretField(t("unlock.again"))
        self.begin = PrimaryButton(t("locking.begin"), "lock")
        card.add(
            Body(t("locking.off_note")),
            FormRow(t("unlock.fresh"), self.secret, t("unlock.fresh_hint")),
            FormRow(t("unlock.again"), self.again),
            Flow(10).add(self._do(self.begin), Seeing(self.secret, self.again, words=TYPED)),
        )
        self._first: dict[Step, QWidget] = {"off": self.secret}
        self._gives(self.begin, self.begun, self.secret, self.again)
        self.secret.returnPressed.connect(self.again.setFocus)
        return card

    def _writing_down(self) -> Card:
        card = Card(t("locking.code_title"), spacing=16)
        self._code = Display()
        self._code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.save, self._saved = GhostButton(t("locking.save"), "printer"), Muted()
        self._group = Strong()
        self.typed = TextField(t("locking.group_name"))
        self.typed.setInputMethodHints(Qt.InputMethodHint.ImhLatinOnly)
        self.confirm = PrimaryButton(t("locking.confirm"), "lock")
        self.cancel = GhostButton(t("locking.cancel"))
        card.add(
            Body(t("locking.code_note")), self._code, Flow(10).add(self.save), self._saved,
            self._group, self.typed, Flow(10).add(self._do(self.confirm), self._do(self.cancel)),
        )  # fmt: skip
        self._first["code"] = self.save
        self._gives(self.confirm, self.confirmed, self.typed)
        self.cancel.clicked.connect(self.cancelled)
        self.save.clicked.connect(self._ask_where)
        return card

    def _standing(self) -> Card:
        card = Card(t("locking.on_title"), spacing=16)
        row = QHBoxLayout()
        row.setSpacing(14)
        self._kind = Body()
        row.addWidget(Picture("lock", "success", 20), 0, TOP)
        row.addWidget(self._kind, 1)
        card.add(row)
        self.asks: dict[Step, GhostButton] = {}
        buttons = Flow(10)
        for step, icon in CHANGES:
            self.asks[step] = GhostButton(t(f"locking.{step}"), icon)
            self.asks[step].clicked.connect(partial(self.step_asked.emit, step))
            buttons.add(self.asks[step])
        card.add(buttons)
        self._first["on"] = self.asks["change"]
        return card

    def _changing(self) -> Card:
        card = Card(t("locking.change"), spacing=16)
        self.current, self.fresh = SecretField(t("locking.current")), SecretField(t("unlock.fresh"))
        self.fresh_again = SecretField(t("unlock.again"))
        self.change = PrimaryButton(t("locking.change"), "key-round")
        back = GhostButton(t("locking.cancel"))
        fields = (self.current, self.fresh, self.fresh_again)
        card.add(
            FormRow(t("locking.current"), self.current),
            FormRow(t("unlock.fresh"), self.fresh, t("unlock.fresh_hint")),
            FormRow(t("unlock.again"), self.fresh_again),
            Flow(10).add(self._do(self.change), self._do(back), Seeing(*fields, words=TYPED)),
        )
        self._gives(self.change, self.changed, *fields)
        back.clicked.connect(self.cancelled)
        self._first["change"] = self.current
        return card

    def _asking(self, step: Step, asked: SignalInstance) -> Card:
        card = Card(t(f"locking.{step}"), spacing=16)
        field = SecretField(t("locking.current"))
        go, back = PrimaryButton(t(f"locking.{step}_go")), GhostButton(t("locking.cancel"))
        card.add(
            Body(t(f"locking.{step}_note")),
            FormRow(t("locking.current"), field),
            Flow(10).add(self._do(go), self._do(back), Seeing(field, words=TYPED)),
        )
        go.setObjectName(f"{step}_go")
        field.setObjectName(f"{step}_secret")
        self._gives(go, asked, field)
        back.clicked.connect(self.cancelled)
        self._first[step] = field
        return card

    @staticmethod
    def _gives(button: QPushButton, asked: SignalInstance, *fields: TextField) -> None:
        """A button, and Enter in the last of its fields, tell what was typed."""

        def give() -> None:
            if button.isEnabled():
                asked.emit(*(field.text() for field in fields))

        button.clicked.connect(give)
        fields[-1].returnPressed.connect(give)

    def _ask_where(self) -> None:
        path = ask_new_file(self, t("locking.save"), t("paper.file"), t("codes.file_filter"))
        if path is not None:
            self.sheet_asked.emit(path if path.suffix else path.with_suffix(".pdf"))


def _protects() -> Card:
    card = Card(t("locking.protects"), inset=True, spacing=16)
    for icon, key in PROTECTS:
        row, words = QHBoxLayout(), QVBoxLayout()
        row.setSpacing(14)
        words.setSpacing(2)
        words.addWidget(Strong(t(f"locking.about_{key}")))
        words.addWidget(Body(t(f"locking.about_{key}_note")))
        row.addWidget(Picture(icon, "accent", 20), 0, TOP)
        row.addLayout(words, 1)
        card.add(row)
    return card
