"""Private records that a person may tell the unit: unticked until the person ticks them."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from selfstudy.desktop.handover.state import HandoverState
from selfstudy.desktop.widgets.buttons import GhostButton, PrimaryButton, QuietButton
from selfstudy.desktop.widgets.inputs import CheckBox
from selfstudy.desktop.widgets.layouts import Flow
from selfstudy.desktop.widgets.surfaces import Banner, Card, Line
from selfstudy.desktop.widgets.text import Body, ErrorText, Muted, Small, reveal
from selfstudy.domain.telling import PrivateGroup, PrivateRow
from selfstudy.sentences import error_words, kind_words
from selfstudy.words import day, moment, number, t

MOST = 40  # records of a lesson that are listed one by one, the newest
INSET = 34  # pixels that records stand to the right of their lesson


class TellingCard(Card):
    """By lesson, then record by record; each says what the unit would read of it."""

    asked = Signal()
    hidden = Signal()
    ticked = Signal(object, bool)
    taken_back = Signal(str)

    def __init__(self) -> None:
        super().__init__(t("telling.title"))
        self._drawn: tuple[object, ...] = ()
        self.turn = GhostButton(t("telling.choose"), "list-checks")
        self.turn.clicked.connect(self._turn)
        self._read, self._error, self._said = Small(), ErrorText(), Banner()
        self.groups: list[GroupRows] = []
        self._column = QVBoxLayout()
        self._column.setSpacing(10)
        self.add(Muted(t("telling.intro")), Flow(10).add(self.turn), self._read)
        self.add(self._column, self._error, self._said)

    def show_state(self, state: HandoverState) -> None:
        """Draw what may be told and what is ticked."""
        reveal(self, visible=state.preview is not None)
        opened = state.private is not None
        self.turn.show_words(t("telling.close" if opened else "telling.choose"))
        self.turn.setEnabled(state.busy in ("", "load"))
        empty = state.private == ()
        self._read.show_words(t("telling.nothing" if empty else "telling.read") if opened else "")
        if (state.private,) != self._drawn:
            self._drawn = (state.private,)
            self._show_groups(state.private or ())
        for group in self.groups:
            group.show_chosen(state.chosen)
        wrong = state.error_at in ("private", "tell", "take_back")
        self._error.show_words(error_words(state.error) if wrong else "")
        self._said.show_words(_said(state), "success")

    def _show_groups(self, groups: Sequence[PrivateGroup]) -> None:
        opened = {group.lesson for group in self.groups if group.opened}
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.groups = []
        for group in groups:
            made = GroupRows(group)
            made.ticked.connect(self.ticked)
            made.taken_back.connect(self.taken_back)
            self.groups.append(made)
            self._column.addWidget(made)
            if group.lesson in opened:
                made.turn.click()

    def _turn(self) -> None:
        (self.hidden if self._drawn != (None,) and self._drawn else self.asked).emit()


class GroupRows(QWidget):
    """A lesson to tick as a whole; its records below when they are asked for."""

    ticked = Signal(object, bool)
    taken_back = Signal(str)

    def __init__(self, group: PrivateGroup) -> None:
        super().__init__()
        self._group, self.lesson = group, group.lesson
        self.opened = False
        self.all = Tick(group.title, group_words(group))
        self.all.box.clicked.connect(lambda on: self.ticked.emit(group.untold, on))
        self.all.setEnabled(bool(group.untold))
        self.turn = QuietButton(t("telling.records"), "chevron-down")
        self.turn.clicked.connect(self._turn)
        self.rows: dict[str, Tick] = {}
        head, self._records = QHBoxLayout(), QWidget()
        head.addWidget(self.all, 1)
        head.addWidget(self.turn, 0, Qt.AlignmentFlag.AlignTop)
        self._below = QVBoxLayout(self._records)
        self._below.setContentsMargins(INSET, 0, 0, 0)
        self._below.setSpacing(6)
        self._records.hide()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(Line())
        whole.addLayout(head)
        whole.addWidget(self._records)
        self._chosen: frozenset[str] = frozenset()

    def show_chosen(self, chosen: frozenset[str]) -> None:
        """Which are ticked."""
        self._chosen = chosen
        untold = set(self._group.untold)
        self.all.box.setChecked(bool(untold) and untold <= chosen)
        for key, row in self.rows.items():
            row.box.setChecked(key in chosen)

    def _turn(self) -> None:
        self.opened = not self.opened
        self.turn.show_words(t("telling.fewer" if self.opened else "telling.records"))
        if self.opened and not self.rows:
            for record in self._group.rows[:MOST]:
                self._below.addLayout(self._record(record))
            if len(self._group.rows) > MOST:
                self._below.addWidget(Small(t("telling.older", n=len(self._group.rows) - MOST)))
            self.show_chosen(self._chosen)
        reveal(self._records, visible=self.opened)

    def _record(self, record: PrivateRow) -> QHBoxLayout:
        tick = Tick(record.what, record_words(record))
        tick.box.clicked.connect(lambda on: self.ticked.emit((record.id,), on))
        tick.setEnabled(record.told_at is None)
        self.rows[record.id] = tick
        line = QHBoxLayout()
        line.addWidget(tick, 1)
        if record.told_at is not None and not record.taken_back:
            back = QuietButton(t("telling.take_back"), "undo-2")
            back.clicked.connect(lambda: self.taken_back.emit(record.id))
            line.addWidget(back, 0, Qt.AlignmentFlag.AlignTop)
        return line


class Tick(QWidget):
    """A box to tick with words that break, and a smaller line below."""

    def __init__(self, words: str, more: str) -> None:
        super().__init__()
        self.box = CheckBox()
        self.box.setAccessibleName(f"{words}. {more}")
        whole, lines = QHBoxLayout(self), QVBoxLayout()
        whole.setContentsMargins(0, 4, 0, 4)
        lines.setSpacing(2)
        for label in (Body(words), Small(more)):
            label.setTextFormat(Qt.TextFormat.PlainText)
            lines.addWidget(label)
        whole.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        whole.addLayout(lines, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The words are as good as the box."""
        if self.rect().contains(event.position().toPoint()):
            self.box.click()


class AskingCard(Card):
    """Asked before anything is written: what goes along cannot be called back."""

    def __init__(self) -> None:
        super().__init__(t("telling.ask_title"))
        self._words = Body()
        self.yes = PrimaryButton(t("telling.agree"), "upload")
        self.no = GhostButton(t("telling.decline"))
        self.add(self._words, Flow(10).add(self.yes, self.no))
        self.hide()

    def show_state(self, state: HandoverState) -> None:
        """The question, while one is asked; the keyboard goes to it."""
        shown = bool(state.asking)
        unit = state.preview.unit if state.preview is not None else ""
        self._words.setText(t("telling.ask", n=len(state.chosen), unit=unit))
        if shown != self.isVisibleTo(self.parentWidget() or self):
            reveal(self, visible=shown)
            if shown and self.isVisible():
                self.no.setFocus(Qt.FocusReason.OtherFocusReason)


def group_words(group: PrivateGroup) -> str:
    """How many of each kind, how well, and how many the unit has."""
    kinds: dict[str, int] = {}
    for row in group.rows:
        kinds[row.kind] = kinds.get(row.kind, 0) + 1
    parts = [t("telling.kind", kind=kind_words(kind), n=count) for kind, count in kinds.items()]
    if group.score is not None:
        parts.append(t("telling.right", percent=number(group.score / 10, 0)))
    told = len(group.rows) - len(group.untold)
    if told:
        parts.append(t("telling.told_some", n=told))
    return " · ".join(parts)


def record_words(record: PrivateRow) -> str:
    """When, what kind, the score or the note itself, and what became of it."""
    parts = [moment(record.at), kind_words(record.kind), record.detail]
    if record.taken_back:
        parts.append(t("telling.was_taken_back"))
    elif record.told_at is not None:
        parts.append(t("telling.was_told", day=day(record.told_at)))
    return " · ".join(part for part in parts if part)


def _said(state: HandoverState) -> str:
    if state.done == "take_back":
        return t("telling.taken_back")
    return ""
