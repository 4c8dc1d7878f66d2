"""Who and what waits: people to be matched, content to be installed, files set aside.

Each sort is a card of its own; when nothing waits there is one sentence.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from selfstudy.desktop import dropping
from selfstudy.desktop.unit import wording
from selfstudy.desktop.unit.aside_card import AsideCard
from selfstudy.desktop.unit.devices_card import DevicesCard
from selfstudy.desktop.unit.lacking_card import LackingCard
from selfstudy.desktop.unit.pieces import WIDE
from selfstudy.desktop.unit.state import UnitState
from selfstudy.desktop.unit.torn_card import TornCard
from selfstudy.desktop.unit.unknown_card import UnknownCard
from selfstudy.desktop.widgets.buttons import PrimaryButton
from selfstudy.desktop.widgets.layouts import Flow
from selfstudy.desktop.widgets.page import MARGIN, PageFrame
from selfstudy.desktop.widgets.surfaces import Banner, EmptyState
from selfstudy.desktop.widgets.text import reveal
from selfstudy.words import t

LISTED = ("admit", "match", "approve")


class WaitingView(QWidget):
    """The lists, and above them, where it stays in sight, what was decided last with a way back."""

    admitted = Signal(str)
    all_admitted = Signal()
    matched = Signal(str, str)
    all_matched = Signal()
    approved = Signal(str, str)
    undone = Signal()
    retried = Signal(str)
    discard_asked = Signal(str)
    file_discarded = Signal()
    exported = Signal(str, object)
    packs_asked = Signal()
    receipts_asked = Signal(object)
    person_opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.unknown, self.lacking, self.quarantine = UnknownCard(), LackingCard(), AsideCard()
        self.devices, self.torn, self.said = DevicesCard(), TornCard(), Banner()
        self.receipts = PrimaryButton(t("intake.receipts"), "stamp")
        self._folder = ""
        self._empty = EmptyState(
            "circle-check", t("unit.nothing_waits"), t("unit.nothing_waits_note")
        )
        self.said.pressed.connect(self.undone)
        self.receipts.clicked.connect(self._ask_receipts)
        self.unknown.admitted.connect(self.admitted)
        self.unknown.matched.connect(self.matched)
        self.unknown.admit_all.clicked.connect(self.all_admitted)
        self.unknown.match_all.clicked.connect(self.all_matched)
        self.devices.approved.connect(self.approved)
        self.torn.opened.connect(self.person_opened)
        self.lacking.packs_asked.connect(self.packs_asked)
        self.quarantine.retried.connect(self.retried)
        self.quarantine.discard_asked.connect(self.discard_asked)
        self.quarantine.discarded.connect(self.file_discarded)
        self.quarantine.exported.connect(self.exported)
        lists = PageFrame(widest=WIDE)
        lists.add(self._empty, self.unknown, self.torn, self.devices)
        lists.add(self.lacking, self.quarantine)
        self._last = QWidget()
        last, whole = QVBoxLayout(self._last), QVBoxLayout(self)
        last.setContentsMargins(MARGIN, 4, MARGIN, 12)
        last.addWidget(self.said)
        last.addLayout(Flow(10).add(self.receipts))
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._last)
        whole.addWidget(lists, 1)

    def show_state(self, state: UnitState) -> None:
        """Draw who and what waits, and what was decided last."""
        self._folder = state.folder
        for card in (self.unknown, self.torn, self.devices, self.lacking, self.quarantine):
            card.show_state(state)
        reveal(self._empty, visible=not (state.waiting or state.behind or state.dropped))
        action = t("unit.undo") if state.decided and state.done in LISTED else ""
        words = _said(state)
        self.said.show_words(words, "success", action)
        reveal(self._last, visible=bool(words))
        reveal(self.receipts, visible=state.done in LISTED)
        self.receipts.setEnabled(state.busy in ("", "load"))

    def _ask_receipts(self) -> None:
        folder = dropping.ask_folder(self, t("intake.receipts_folder"), self._folder)
        if folder is not None:
            self.receipts_asked.emit(folder)


def _decided(state: UnitState) -> str:
    if state.done == "approve":
        return t("devices.approved", name=state.who)
    key = {"admit": "admitted", "match": "matched"}[state.done]
    many = t(f"unit.{key}_all", n=state.count)
    return t(f"unit.{key}", name=state.who) if state.who else many


def _said(state: UnitState) -> str:
    if state.done in LISTED:
        return _decided(state)
    if state.done == "undo":
        return t("unit.undone")
    if state.done == "receipts":
        return t("intake.receipts_written", n=state.count, folder=state.path)
    if state.done == "discard":
        return t("unit.discarded", name=state.who)
    if state.done == "export":
        return t("unit.report_written", path=state.path)
    if state.retried is not None:
        return t("intake.summary_retry", sums=wording.sums(state.retried))
    return ""
