"""The form of a report: where, what is wrong, exactly what would leave; below it one's reports."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from selfstudy.desktop import theme
from selfstudy.desktop.dropping import ask_folder
from selfstudy.desktop.errata.presenter import ErrataState, Line, Written
from selfstudy.desktop.widgets.badges import Badge
from selfstudy.desktop.widgets.buttons import GhostButton, PrimaryButton, QuietButton
from selfstudy.desktop.widgets.inputs import CheckBox, Choice, FormRow, TextField
from selfstudy.desktop.widgets.page import PageFrame, buttons
from selfstudy.desktop.widgets.surfaces import Banner, Card
from selfstudy.desktop.widgets.text import Caption, Small, Strong, Text, reveal
from selfstudy.domain.errata import Sent
from selfstudy.sentences import error_words
from selfstudy.words import t

_PAUSE: Final = 250  # ms without a key before the preview follows
_TALL: Final = 96  # px of the field at 100 %
_TONES: Final[dict[Sent, theme.Tone]] = {
    "kept": "neutral",
    "queued": "warning",
    "sent": "success",
}


class ErrataPage(QWidget):
    """Draws the form and the list, and tells what the person did."""

    changed = Signal(object)
    kept = Signal(object)
    queued = Signal(str)
    withdrawn = Signal(str)
    export_asked = Signal(object)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._turn = -1
        self._shown: tuple[tuple[Line, ...], bool] | None = None
        self._frame = PageFrame(t("errata.title"), t("errata.intro"), widest=900)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._frame)
        back = GhostButton(t("errata.back"), "arrow-left")
        back.clicked.connect(self.closed)
        self._frame.tools.addWidget(back)
        self._error, self._said = Banner(tone="danger"), Banner(tone="success")
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(lambda: self.changed.emit(self.written))
        self._form_card = self._form()
        self._list_card = self._list()
        self._frame.add(self._error, self._said, self._form_card, self._list_card)

    @property
    def written(self) -> Written:
        """What stands in the form now."""
        return Written(
            self.words.toPlainText(), self.section.key, self.source.text(),
            self.named.isChecked(), self.by_hub.isChecked() and self.by_hub.isVisibleTo(self),
        )  # fmt: skip

    def show_state(self, state: ErrataState) -> None:
        """Draw everything; the form is emptied only for another one."""
        self._error.show_words(error_words(state.error), "danger")
        self._said.show_words(state.said, "success")
        if state.turn != self._turn and not state.busy:
            self._turn = state.turn
            self._fill(state)
        reveal(self._form_card, visible=bool(state.lesson))
        self._lesson.setText(state.title)
        reveal(self._quote_row, visible=bool(state.quote))
        self._quote.setText(f"« {state.quote} »" if state.quote else "")
        self._asked.show_words(state.question)
        reveal(self.by_hub, visible=state.has_hub)
        reveal(self._no_hub, visible=not state.has_hub)
        self.keep.setEnabled(not state.busy and bool(state.preview))
        self._show_preview(state.preview)
        if (state.mine, state.has_hub) != self._shown:
            self._shown = (state.mine, state.has_hub)
            self._show_mine(state.mine, has_hub=state.has_hub)

    # Building

    def _form(self) -> Card:
        self._lesson, self._asked = Strong(), Small()
        self.section = Choice(t("errata.where"))
        self._quote = Text(role="muted")
        self._quote_row = QWidget()
        column = QVBoxLayout(self._quote_row)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(Caption(t("errata.quoted")))
        column.addWidget(self._quote)
        self.words = QPlainTextEdit()
        self.words.setAccessibleName(t("errata.words"))
        self.words.setTabChangesFocus(True)
        self.words.setFixedHeight(theme.px(_TALL))
        self.source = TextField(t("errata.source"))
        self.named = CheckBox(t("errata.with_name"))
        self.by_hub = CheckBox(t("errata.by_hub"))
        self._no_hub = Small(t("errata.no_hub"))
        self._preview = QGridLayout()
        self._preview.setHorizontalSpacing(16)
        self._preview.setVerticalSpacing(6)
        self._preview.setColumnStretch(1, 1)
        self._preview_card = Card(inset=True, padding=16, spacing=10).add(
            Caption(t("errata.preview")), self._preview
        )
        self.keep = PrimaryButton(t("errata.keep"))
        self.keep.clicked.connect(lambda: self.kept.emit(self.written))
        for signal in (
            self.words.textChanged, self.source.textEdited, self.named.toggled, self.by_hub.toggled,
            self.section.chosen,
        ):  # fmt: skip
            signal.connect(lambda *_what: self._pause.start())
        return Card(spacing=14).add(
            self._lesson,
            self._asked,
            FormRow(t("errata.where"), self.section),
            self._quote_row,
            FormRow(t("errata.words"), self.words, t("errata.words_hint")),
            FormRow(t("errata.source"), self.source, t("errata.source_hint")),
            self.named,
            self.by_hub,
            self._no_hub,
            self._preview_card,
            buttons(self.keep),
        )

    def _list(self) -> Card:
        self._none = Small(t("errata.mine_none"))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(12)
        self.export = GhostButton(t("errata.export"), "file-output")
        self.export.clicked.connect(self._choose_folder)
        return Card(t("errata.mine")).add(self._none, self._rows, buttons(self.export))

    # Drawing

    def _fill(self, state: ErrataState) -> None:
        self.section.show_choices([("", t("errata.whole")), *state.sections])
        self.section.show_key(state.section)
        self.words.clear()
        self.source.clear()
        self.named.setChecked(False)
        self.by_hub.setChecked(False)
        self.words.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_preview(self, lines: tuple[tuple[str, str], ...]) -> None:
        _empty(self._preview)
        for row, (name, words) in enumerate(lines):
            self._preview.addWidget(Caption(name), row, 0, Qt.AlignmentFlag.AlignTop)
            self._preview.addWidget(Text(words), row, 1)
        reveal(self._preview_card, visible=bool(lines))

    def _show_mine(self, lines: tuple[Line, ...], *, has_hub: bool) -> None:
        _empty(self._rows)
        reveal(self._none, visible=not lines)
        reveal(self.export, visible=any(line.state != "sent" for line in lines))
        for line in lines:
            self._rows.addWidget(self._row(line, has_hub=has_hub))

    def _row(self, line: Line, *, has_hub: bool) -> QWidget:
        row = QWidget()
        inside = QHBoxLayout(row)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(12)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Text(line.words))
        words.addWidget(Small(line.title))
        inside.addLayout(words, 1)
        badge = Badge(t(f"errata.state_{line.state}"), _TONES[line.state])
        inside.addWidget(badge, 0, Qt.AlignmentFlag.AlignTop)
        if has_hub and line.state == "kept":
            send = QuietButton(t("errata.send"))
            send.setAccessibleDescription(line.words)
            send.clicked.connect(lambda: self.queued.emit(line.id))
            inside.addWidget(send, 0, Qt.AlignmentFlag.AlignTop)
        take = QuietButton(t("errata.forget" if line.state == "sent" else "errata.withdraw"))
        take.setAccessibleDescription(line.words)
        take.clicked.connect(lambda: self.withdrawn.emit(line.id))
        inside.addWidget(take, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _choose_folder(self) -> None:
        folder = ask_folder(self, t("errata.choose_folder"))
        if folder is not None:
            self.export_asked.emit(folder)


def _empty(layout: QVBoxLayout | QGridLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        old = item.widget()
        if old is not None:
            old.hide()
            old.deleteLater()
