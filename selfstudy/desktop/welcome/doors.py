"""The door of those who have a profile: two ways, a backup looked at, and how to link."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from selfstudy.desktop import dropping
from selfstudy.desktop.welcome.returning import About, ReturningState
from selfstudy.desktop.widgets.badges import Avatar
from selfstudy.desktop.widgets.buttons import GhostButton, PrimaryButton
from selfstudy.desktop.widgets.lists import OpenRow
from selfstudy.desktop.widgets.secrets import OpeningField
from selfstudy.desktop.widgets.surfaces import Banner
from selfstudy.desktop.widgets.text import LEFT, Body, Heading, Muted, Small, Strong, reveal
from selfstudy.sentences import error_words
from selfstudy.words import moment, t


class Returning(QWidget):
    """Draws where somebody who comes back stands; files are chosen here."""

    explained = Signal()
    looked = Signal(Path)
    confirmed = Signal(str)
    linking = Signal()
    back_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._state = ReturningState()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        self._title, self._said = Heading(), Banner()
        self._ways, self._backup, self._elsewhere = (
            self._two_ways(), self._one_backup(), self._how_to_link(),
        )  # fmt: skip
        self.back = GhostButton(t("app.back"))
        self.back.clicked.connect(self.back_asked)
        for part in (self._title, self._ways, self._backup, self._elsewhere, self._said):
            column.addWidget(part)
        column.addWidget(self.back, 0, LEFT)
        column.addStretch(1)
        self.show_state(self._state)

    def show_state(self, state: ReturningState) -> None:
        """Draw the step; what it begins with takes the keyboard."""
        was, self._state = self._state, state
        self._title.setText(t(f"welcome.title_{state.step or 'ways'}"))
        parts = {"ways": self._ways, "backup": self._backup, "elsewhere": self._elsewhere}
        for step, part in parts.items():
            reveal(part, visible=step == (state.step or "ways"))
        if state.about is not None and state.about is not was.about:
            self._show_about(state.about)
        reveal(self._secret_step, visible=state.locked)
        for button in (self.file, self.other, self.confirm, self.secret, self.link, self.back):
            button.setEnabled(not state.busy)
        if state.busy:
            busy = "backup.looking" if state.busy == "look" else "backup.restoring"
            self._said.show_words(t(busy), "neutral")
        else:
            self._said.show_words(error_words(state.error), "danger")
        if state.step and (state.step != was.step or was.busy):
            self._focus()
        if not state.step:
            self.secret.clear()

    def _focus(self) -> None:
        first: dict[str, QWidget] = {
            "backup": self.secret if self._state.locked else self.confirm, "elsewhere": self.link,
        }  # fmt: skip
        first.get(self._state.step, self.file).setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_about(self, about: About) -> None:
        at = moment(about.at) if about.at is not None else "–"
        before = self._face.takeAt(0)
        old = before.widget() if before is not None else None
        if old is not None:
            old.deleteLater()
        self._face.addWidget(Avatar(about.name, 40))
        self._name.setText(about.name)
        self._held.setText(t("welcome.back_held", at=at, n=about.records))
        self.secret.clear()

    # Building

    def _two_ways(self) -> QWidget:
        made, column = _step()
        self.file = OpenRow("backup", t("welcome.way_backup"), t("welcome.way_backup_note"),
                            icon="hard-drive")  # fmt: skip
        self.other = OpenRow("elsewhere", t("welcome.way_elsewhere"),
                             t("welcome.way_elsewhere_note"), icon="users")  # fmt: skip
        self.file.clicked.connect(self._choose)
        self.other.clicked.connect(self.explained)
        column.addWidget(self.file)
        column.addWidget(self.other)
        return made

    def _one_backup(self) -> QWidget:
        made, column = _step()
        self._face, row, words = QHBoxLayout(), QHBoxLayout(), QVBoxLayout()
        self._name, self._held = Strong(), Small()
        row.setSpacing(14)
        words.setSpacing(2)
        words.addWidget(self._name)
        words.addWidget(self._held)
        row.addLayout(self._face)
        row.addLayout(words, 1)
        self._secret_step = OpeningField()
        self.secret = self._secret_step.typed
        self.confirm = PrimaryButton(t("welcome.back_confirm"), "rotate-ccw")
        self.confirm.clicked.connect(lambda: self.confirmed.emit(self.secret.text()))
        self.secret.returnPressed.connect(self.confirm.click)
        column.addLayout(row)
        column.addWidget(Muted(t("welcome.back_note")))
        column.addWidget(self._secret_step)
        column.addWidget(self.confirm, 0, LEFT)
        return made

    def _how_to_link(self) -> QWidget:
        made, column = _step()
        self.link = PrimaryButton(t("welcome.link_begin"), "arrow-right")
        self.link.clicked.connect(self.linking)
        column.addWidget(Body(t("welcome.link_how")))
        column.addWidget(self.link, 0, LEFT)
        return made

    def _choose(self) -> None:
        for path in dropping.ask_files(self, t("welcome.way_backup"), t("backup.files"))[:1]:
            self.looked.emit(path)


def _step() -> tuple[QWidget, QVBoxLayout]:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(12)
    return made, column
