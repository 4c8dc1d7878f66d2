"""Fields for what nobody else shall see."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from selfstudy.desktop.widgets.buttons import QuietButton
from selfstudy.desktop.widgets.inputs import FormRow, TextField
from selfstudy.desktop.widgets.layouts import Flow
from selfstudy.words import t

PASSPHRASE = ("unit.show_passphrase", "unit.hide_passphrase")
TYPED = ("lock.show", "lock.hide")


class SecretField(TextField):
    """A passphrase: hidden unless the person asks to see it, never suggested or kept."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.show_plainly(plainly=False)

    def show_plainly(self, *, plainly: bool) -> None:
        """Show what is typed, or dots."""
        mode = QLineEdit.EchoMode
        self.setEchoMode(mode.Normal if plainly else mode.Password)


class Seeing(QuietButton):
    """Shows what was typed into secret fields, and hides it again."""

    def __init__(self, *fields: SecretField, words: tuple[str, str] = PASSPHRASE) -> None:
        super().__init__(t(words[0]), "eye")
        self._fields, self._plainly, self._both = fields, False, words
        self.clicked.connect(self._turn)

    def _turn(self) -> None:
        self._plainly = not self._plainly
        self.show_words(t(self._both[self._plainly]))
        for field in self._fields:
            field.show_plainly(plainly=self._plainly)


class OpeningField(QWidget):
    """What opens something locked: its secret, or the recovery code for who forgot it."""

    def __init__(self) -> None:
        super().__init__()
        self.typed = SecretField(t("lock.opening"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(FormRow(t("lock.opening"), self.typed, t("lock.opening_hint")))
        column.addLayout(Flow(10).add(Seeing(self.typed, words=TYPED)))
