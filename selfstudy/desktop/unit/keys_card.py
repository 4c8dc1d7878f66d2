"""The unit's card and keys: who receives until when, renewing, ending a key that was lost."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from selfstudy.desktop.unit.state import UnitState
from selfstudy.desktop.widgets.buttons import DangerButton, GhostButton, PrimaryButton, QuietButton
from selfstudy.desktop.widgets.inputs import FormRow
from selfstudy.desktop.widgets.layouts import Flow
from selfstudy.desktop.widgets.secrets import SecretField
from selfstudy.desktop.widgets.surfaces import Banner, Card, Line
from selfstudy.desktop.widgets.text import ErrorText, Muted, Small, Strong, Text, reveal
from selfstudy.domain.devices import KeyHolder, KeysView
from selfstudy.domain.people import UnitView
from selfstudy.sentences import error_words
from selfstudy.words import day, number, t


class KeysCard(Card):
    """Calm as long as nothing ends; a step opens in its place and asks for the passphrase."""

    step_asked = Signal(str, str)
    confirmed = Signal(str)

    def __init__(self) -> None:
        super().__init__(t("unit_keys.title"))
        self._drawn: tuple[object, ...] = ()
        self._lines = Muted()
        self.holders: dict[str, HolderRow] = {}
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        self._revoked = Small()
        self.renew = GhostButton(t("unit_keys.renew"), "badge-check")
        self.retire = GhostButton(t("unit_keys.retire"), "refresh-cw")
        self.renew.clicked.connect(lambda: self.step_asked.emit("renew", ""))
        self.retire.clicked.connect(lambda: self.step_asked.emit("retire", ""))
        self.step = _Step()
        self.step.confirmed.connect(self.confirmed)
        self.step.no.clicked.connect(lambda: self.step_asked.emit("", ""))
        self._said, self._error = Banner(), ErrorText()
        self.add(self._lines, self._rows, self._revoked)
        self.add(Flow(10).add(self.renew, self.retire), self.step, self._error, self._said)

    def show_state(self, state: UnitState, unit: UnitView) -> None:
        """Draw the card, who receives, and the step that is open."""
        keys = state.keys
        reveal(self, visible=keys is not None)
        if keys is None:
            return
        self._lines.setText(card_words(keys))
        if (keys, unit.is_root) != self._drawn:
            self._drawn = (keys, unit.is_root)
            self._show_rows(keys, is_root=unit.is_root)
        names = ", ".join(f"{name} ({key})" if name else key for name, key in keys.revoked)
        self._revoked.show_words(t("unit_keys.revoked", names=names) if names else "")
        idle = state.busy in ("", "load") and not state.key_step
        for button in (self.renew, self.retire, *(row.end for row in self.holders.values())):
            button.setEnabled(idle)
        reveal(self.renew, visible=unit.is_root)
        reveal(self.retire, visible=any(holder.here for holder in keys.holders))
        self.step.show_state(state, unit)
        done = state.done == "keys" and bool(state.key_done)
        said = t(f"unit_keys.done_{state.key_done}", number=keys.number) if done else ""
        self._said.show_words(said, "success")
        self._error.show_words(error_words(state.error) if state.error_at == "keys" else "")

    def _show_rows(self, keys: KeysView, *, is_root: bool) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.holders = {}
        for holder in keys.holders:
            row = HolderRow(holder)
            reveal(row.end, visible=is_root and not holder.here and not holder.hub)
            row.end.clicked.connect(lambda _on=False, key=holder.key: self._end(key))
            self.holders[holder.key] = row
            self._rows.addWidget(Line())
            self._rows.addWidget(row)

    def _end(self, key: str) -> None:
        self.step_asked.emit("revoke", key)


class HolderRow(QWidget):
    """Somebody who receives for the unit, until when, and ending their key."""

    def __init__(self, holder: KeyHolder) -> None:
        super().__init__()
        whole, words = QHBoxLayout(self), QVBoxLayout()
        whole.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(2)
        here = f" ({t('devices.here')})" if holder.here else ""
        words.addWidget(Strong(holder.name + here))
        words.addWidget(Small(holder_words(holder)))
        self.end = QuietButton(t("unit_keys.revoke"), "user-x")
        self.end.setAccessibleName(f"{t('unit_keys.revoke')}: {holder.name}")
        whole.addLayout(words, 1)
        whole.addWidget(self.end, 0, Qt.AlignmentFlag.AlignTop)


class _Step(Card):
    """What is about to happen, in words, and the root's passphrase where one is needed."""

    confirmed = Signal(str)

    def __init__(self) -> None:
        super().__init__(inset=True, spacing=10)
        self._words = Text()
        self.passphrase = SecretField(t("unit.passphrase"))
        self._row = FormRow(t("unit.passphrase"), self.passphrase)
        self.yes, self.end = (
            PrimaryButton(t("unit_keys.renew")),
            DangerButton(t("unit_keys.revoke"), "user-x"),
        )
        self.no = GhostButton(t("app.cancel"))
        for button in (self.yes, self.end):
            button.clicked.connect(self._confirm)
        self.passphrase.returnPressed.connect(self._confirm)
        self.add(self._words, self._row, Flow(10).add(self.yes, self.end, self.no))
        self.hide()

    def show_state(self, state: UnitState, unit: UnitView) -> None:
        """The open step, or nothing; the passphrase is forgotten with it."""
        step = state.key_step
        if bool(step) == self.isHidden():
            self.passphrase.clear()
            reveal(self, visible=bool(step))
            if step and self.isVisible():
                (self.passphrase if unit.is_root else self.no).setFocus()
        if not step or state.keys is None:
            return
        who = next((h.name for h in state.keys.holders if h.key == state.key), "")
        alone = step == "retire" and not unit.is_root
        key = "unit_keys.ask_retire_alone" if alone else f"unit_keys.ask_{step}"
        self._words.setText(t(key, name=who))
        reveal(self._row, visible=unit.is_root)
        reveal(self.yes, visible=step != "revoke")
        reveal(self.end, visible=step == "revoke")
        self.yes.show_words(t("unit_keys.retire" if step == "retire" else "unit_keys.renew"))
        for button in (self.yes, self.end):
            button.setEnabled(state.busy in ("", "load"))
        self._row.show_error(t("unit.wrong_refused") if state.wrong == "root" else "")

    def _confirm(self) -> None:
        self.confirmed.emit(self.passphrase.text())


def card_words(keys: KeysView) -> str:
    """The card's number and until when it holds."""
    said = t("unit.card_number", number=number(keys.number, 0))
    return f"{said} · {t('unit.card_valid', day=day(keys.until))}" if keys.until else said


def holder_words(holder: KeyHolder) -> str:
    """In which role somebody receives, and until when."""
    if holder.hub:
        return t("unit_keys.hub")
    if holder.until is None:
        return t("unit_keys.no_duty")
    return t("unit_keys.duty", day=day(holder.until))
