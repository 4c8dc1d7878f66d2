"""The search page: one field, what was found in groups below it, all of it by keyboard."""

from __future__ import annotations

from itertools import groupby

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from selfstudy.desktop.search.presenter import Line, SearchState
from selfstudy.desktop.search.rows import FoundRow
from selfstudy.desktop.widgets.buttons import QuietButton
from selfstudy.desktop.widgets.inputs import SearchField
from selfstudy.desktop.widgets.page import PageFrame
from selfstudy.desktop.widgets.progress import Bar
from selfstudy.desktop.widgets.surfaces import Banner, Card, EmptyState
from selfstudy.desktop.widgets.text import Caption, Small, reveal
from selfstudy.sentences import error_words
from selfstudy.words import t

_WIDEST = 860


class SearchPage(QWidget):
    """Draws what was found and tells what is looked for and opened."""

    sought = Signal(str)
    opened = Signal(object)
    stop_asked = Signal()
    go_on_asked = Signal()
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._state = SearchState()
        self._drawn: tuple[Line, ...] | None = None
        self.rows: list[FoundRow] = []
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        self._frame = PageFrame(t("search.title"), t("search.hint"), widest=_WIDEST)
        whole.addWidget(self._frame)
        self.field = _Field()
        self._meant = Small()
        self._banner = Banner()
        self._banner.pressed.connect(self.go_on_asked)
        self._empty = EmptyState("search", "", t("search.nothing_note"))
        self._none = Card().add(self._empty)
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        self._indexing = self._progress()
        parts = (self.field, self._indexing, self._banner, self._meant, self._list, self._none)
        self._frame.add(*parts)
        for part in (self._none, self._indexing, self._meant):
            reveal(part, visible=False)
        self.field.sought.connect(self.sought)
        self.field.down.connect(lambda: self._step(-1, 1))
        self.field.entered.connect(self._enter)
        self.field.left.connect(self.closed)

    def begin(self) -> None:
        """The keyboard stands in the field, on the last words, unless it is on this page already.

        The screen reads again when records come in: nobody's typing is touched.
        """
        here = self.focusWidget()
        if here is None or not here.hasFocus():
            self._to_field()

    def _to_field(self) -> None:
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def show_state(self, state: SearchState) -> None:
        """Draw everything; rows only when others were found."""
        self._state = state
        self._show_news(state)
        if state.lines != self._drawn:
            self._drawn = state.lines
            self._show_lines(state.lines)
        nothing = bool(state.words) and not state.lines and not state.busy
        reveal(self._none, visible=nothing)
        if nothing:
            self._empty.show_words(t("search.nothing", words=state.words), t("search.nothing_note"))

    # Building

    def _progress(self) -> QWidget:
        card = Card(padding=16)
        self._how_far, self._bar = Small(), Bar(name=t("search.title"))
        stop = QuietButton(t("search.stop"))
        stop.clicked.connect(self.stop_asked)
        card.add(self._how_far, self._bar)
        card.body.addWidget(stop, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    # Drawing

    def _show_news(self, state: SearchState) -> None:
        reveal(self._indexing, visible=state.indexing is not None)
        if state.indexing is not None:
            done, total = state.indexing
            self._how_far.setText(t("search.indexing", done=done, total=total))
            self._bar.show_fraction(done / total if total else 0)
        if state.error is not None:
            self._banner.show_words(error_words(state.error), "danger", "")
        elif state.stopped:
            self._banner.show_words(t("search.stopped"), "warning", t("search.go_on"))
        else:
            self._banner.show_words("", "warning", "")
        self._meant.show_words(t("search.meant", words=state.meant) if state.meant else "")

    def _show_lines(self, lines: tuple[Line, ...]) -> None:
        while (item := self._list.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.rows = []
        for kind, found in groupby(lines, key=lambda line: line.kind):
            card = Card(padding=6, spacing=0)
            for line in found:
                row = FoundRow(line)
                row.opened.connect(self.opened)
                row.stepped.connect(lambda step, row=row: self._step(self.rows.index(row), step))
                row.typed.connect(self.field.go_on)
                self.rows.append(row)
                card.add(row)
            self._list.addWidget(Caption(t(f"search.group_{kind}")))
            self._list.addWidget(card)

    # What the person does

    def _enter(self) -> None:
        """Open the best; what was typed a moment ago is looked for first."""
        if self._state.words == self.field.words and not self._state.busy and self.rows:
            self.opened.emit(self.rows[0].line)
        else:
            self.field.seek_now()

    def _step(self, place: int, step: int) -> None:
        """To the next row or the one before; above the first stands the field."""
        place = min(place + step, len(self.rows) - 1)
        if place < 0:
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.rows[place].setFocus(Qt.FocusReason.TabFocusReason)
        self._frame.ensureWidgetVisible(self.rows[place], 0, 40)

    # Qt's own events

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.begin()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape on a row leads back to the field."""
        if event.key() == Qt.Key.Key_Escape:
            self._to_field()
        else:
            super().keyPressEvent(event)


class _Field(SearchField):
    """The field: down goes to what was found, Enter opens the best, Escape leaves."""

    down = Signal()
    entered = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__(t("search.field"), t("search.placeholder"))
        self.returnPressed.disconnect()
        self.returnPressed.connect(self.entered)

    @property
    def words(self) -> str:
        """What is typed, as it is looked for."""
        return " ".join(self.text().split())

    def go_on(self, letters: str) -> None:
        """Type on from a row."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.end(False)  # noqa: FBT003 - Qt
        self.insert(letters)

    def seek_now(self) -> None:
        """Look without waiting for a pause."""
        self._seek()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.down.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
