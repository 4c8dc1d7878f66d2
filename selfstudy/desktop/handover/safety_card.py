"""The sentence that answers "is my work safe?", and the exchange with the hub."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from selfstudy.desktop.handover.state import HandoverState
from selfstudy.desktop.theme import Tone
from selfstudy.desktop.widgets.buttons import PrimaryButton, QuietButton
from selfstudy.desktop.widgets.layouts import Flow
from selfstudy.desktop.widgets.surfaces import Banner, Card, Picture
from selfstudy.desktop.widgets.text import Heading, Muted, Small, reveal
from selfstudy.domain.errors import CaptivePortal, HubUnreachable
from selfstudy.domain.progress import Handed
from selfstudy.sentences import error_words, removal_words
from selfstudy.words import moment, number, size, t


class SafetyCard(Card):
    """One sentence of state, who holds what, and Sync now where there is a hub."""

    sync_asked = Signal()
    explain_asked = Signal()

    def __init__(self) -> None:
        super().__init__(padding=28)
        self._picture = Picture("shield-check", "success", 40)
        self._sentence, self._held, self._hub = Heading(), Muted(), Small()
        self.sync = PrimaryButton(t("handover.sync"), "refresh-cw")
        self.sync.clicked.connect(self.sync_asked)
        self._said = Banner()
        words = QVBoxLayout()
        words.setSpacing(6)
        for part in (self._sentence, self._held, self._hub):
            words.addWidget(part)
        self.why = QuietButton(t("explain.door"), "info")
        self.why.clicked.connect(self.explain_asked)
        self._actions = Flow(10).add(self.sync, self.why)
        words.addSpacing(6)
        words.addLayout(self._actions)
        row = QHBoxLayout()
        row.setSpacing(20)
        row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        self.add(row, self._said)

    def show_state(self, state: HandoverState) -> None:
        """Draw what is safe, and what the last exchange said."""
        handed = state.handed
        reveal(self, visible=handed is not None)
        if handed is None:
            return
        icon, tone = sign(handed)
        self._picture.show_icon(icon, tone)
        self._sentence.setText(sentence(handed))
        self.setAccessibleName(self._sentence.text())
        self._held.show_words(held(handed))
        self._hub.show_words(_hub(handed))
        reveal(self.sync, visible=bool(handed.unit and handed.hub))
        reveal(self.why, visible=bool(handed.unit and handed.results))
        self.sync.setEnabled(not state.busy)
        self.sync.show_words(t("handover.syncing" if state.busy == "sync" else "handover.sync"))
        self._show_said(state)

    def _show_said(self, state: HandoverState) -> None:
        offline = isinstance(state.error, HubUnreachable | CaptivePortal)
        if state.error_at in ("sync", "load"):
            self._said.show_words(error_words(state.error), "neutral" if offline else "danger")
        elif state.done == "sync":
            self._said.show_words(_synced(state.handed), "success")
        else:
            self._said.show_words("")


def _synced(handed: Handed | None) -> str:
    """That it was synced, and that the hub has packs that are new."""
    said = t("handover.synced")
    if handed is None or not handed.packs:
        return said
    packs = t("packs.waiting", n=handed.packs, size=size(handed.pack_bytes))
    return f"{said} {packs} {t('packs.waiting_where')}"


def sentence(handed: Handed) -> str:
    """Whether the work is safe, in one sentence."""
    if handed.removal is not None:
        return t("handover.removed")
    if not handed.unit:
        return t("handover.no_unit" if handed.results else "handover.no_unit_yet", n=handed.results)
    if handed.unreceived:
        return t("handover.unreceived", n=handed.unreceived)
    if handed.results:
        return t("handover.all_received", unit=handed.unit, n=handed.results)
    return t("handover.nothing_yet")


def held(handed: Handed) -> str:
    """Who said last what they hold."""
    if handed.removal is not None:
        return removal_words(handed.removal, in_unit=bool(handed.unit))
    if not handed.unit:
        return t("handover.no_unit_note")
    if handed.received_at is None:
        key = "handover.no_receipt" if handed.results else "handover.nothing_note"
        return t(key, unit=handed.unit)
    who = handed.receiver or handed.unit
    words = t("handover.receipt", who=who, at=moment(handed.received_at))
    if handed.unreceived and handed.results:
        share = t(
            "handover.received_share",
            done=number(handed.results - handed.unreceived, 0),
            total=number(handed.results, 0),
        )
        words = f"{share}\n{words}"
    return words


def sign(handed: Handed) -> tuple[str, Tone]:
    """The icon beside the sentence: work on one's own computer is safe too."""
    if handed.removal is not None:
        return "triangle-alert", "warning"
    if not handed.unit:
        return "hard-drive", "accent"
    if handed.unreceived:
        return "hourglass", "warning"
    return "shield-check", "success"


def _hub(handed: Handed) -> str:
    if not handed.unit:
        return ""
    if not handed.hub:
        return t("handover.no_hub")
    if handed.synced_at is None:
        return t("handover.never_synced", hub=handed.hub)
    return t("handover.last_sync", hub=handed.hub, at=moment(handed.synced_at))
