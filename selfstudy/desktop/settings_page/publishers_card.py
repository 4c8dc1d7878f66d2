"""The publishers of packs as they stand on this computer, each with a button to decide."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from selfstudy.desktop.settings_page.publishers import PublishersState
from selfstudy.desktop.theme import Tone
from selfstudy.desktop.widgets.badges import Badge
from selfstudy.desktop.widgets.buttons import GhostButton, PrimaryButton
from selfstudy.desktop.widgets.layouts import Flow
from selfstudy.desktop.widgets.surfaces import Banner, Card, Line
from selfstudy.desktop.widgets.text import TOP, ErrorText, Muted, Small, Strong, Text, reveal
from selfstudy.sentences import error_words
from selfstudy.services.packs.publishers import Publisher
from selfstudy.words import t

TONES: Final[dict[str, Tone]] = {
    "shipped": "success", "own": "accent", "trusted": "success", "distrusted": "danger",
}  # fmt: skip


class PublishersCard(Card):
    """A line for each publisher; a decision is asked about once more in the card itself."""

    asked = Signal(str)
    decided = Signal()
    put_away = Signal()
    opened = Signal()

    def __init__(self) -> None:
        super().__init__(t("publishers.title"), spacing=10)
        self._drawn: tuple[Publisher, ...] | None = None
        self.buttons: dict[str, GhostButton] = {}
        self._rows, self._none = QVBoxLayout(), Muted(t("publishers.none"))
        self._rows.setSpacing(8)
        self._question, self._sure = Text(), Card(padding=14, spacing=8, inset=True)
        self.yes, self.no = PrimaryButton(""), GhostButton(t("packs.not_now"))
        self._sure.add(self._question, Flow(10).add(self.yes, self.no))
        self._said, self._error = Banner(), ErrorText()
        self.add(Small(t("publishers.note")), self._none, self._rows, self._sure)
        self.add(self._said, self._error)
        self.yes.clicked.connect(self.decided)
        self.no.clicked.connect(self.put_away)
        self.show_publishers(PublishersState())

    def show_publishers(self, state: PublishersState) -> None:
        """Who there is, what is asked, what was decided."""
        reveal(self._none, visible=not state.known)
        if state.known != self._drawn:
            self._drawn = state.known
            self._show_rows(state.known)
        for button in self.buttons.values():
            button.setEnabled(not state.busy)
        self.yes.setEnabled(not state.busy)
        self._show_question(state.asking)
        self._said.show_words(_said(state.decided), "success")
        self._error.show_words(error_words(state.error))

    def _show_question(self, asking: Publisher | None) -> None:
        fresh = asking is not None and self._sure.isHidden()
        reveal(self._sure, visible=asking is not None)
        if asking is not None:
            doing = "distrust" if asking.trusted else "trust"
            told = {"name": _name(asking), "fingerprint": asking.fingerprint}
            self._question.setText(t(f"publishers.{doing}_question", **told))
            self.yes.setText(t(f"publishers.{doing}"))
        if fresh:
            self.opened.emit()

    def _show_rows(self, known: tuple[Publisher, ...]) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.buttons = {}
        for publisher in known:
            self._rows.addWidget(Line())
            self._rows.addWidget(self._row(publisher))

    def _row(self, publisher: Publisher) -> QWidget:
        ground = QWidget()
        row, words, head = QHBoxLayout(ground), QVBoxLayout(), QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(2)
        standing = t(f"packs.standing_{publisher.standing}")
        head.addWidget(Strong(_name(publisher)), 1)
        head.addWidget(Badge(standing, TONES.get(publisher.standing, "neutral")), 0, TOP)
        words.addLayout(head)
        words.addWidget(Small(publisher.fingerprint))
        if publisher.automatic:
            words.addWidget(Small(t("publishers.automatic")))
        if publisher.modules:
            words.addWidget(Small(t("publishers.modules", modules=", ".join(publisher.modules))))
        row.addLayout(words, 1)
        if publisher.standing != "own":
            row.addWidget(self._button(publisher), 0, TOP)
        return ground

    def _button(self, publisher: Publisher) -> GhostButton:
        button = GhostButton(t("publishers.distrust" if publisher.trusted else "publishers.trust"))
        button.setAccessibleName(f"{button.text()}: {_name(publisher)}")
        button.clicked.connect(lambda: self.asked.emit(publisher.key))
        self.buttons[publisher.key] = button
        return button


def _name(publisher: Publisher) -> str:
    return publisher.name or t("packs.nameless")


def _said(decided: Publisher | None) -> str:
    if decided is None:
        return ""
    key = "packs.cli_trusted" if decided.trusted else "packs.cli_distrusted"
    return t(key, publisher=_name(decided), fingerprint=decided.fingerprint)
