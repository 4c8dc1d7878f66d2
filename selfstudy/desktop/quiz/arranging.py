"""Answers that arrange: putting in order, and joining two sides."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QFrame, QGridLayout, QHBoxLayout, QVBoxLayout

from selfstudy.desktop import theme
from selfstudy.desktop.quiz.answers import Answer, ChoiceAnswer, FieldsAnswer, PartNote
from selfstudy.desktop.quiz.feedback import Part
from selfstudy.desktop.quiz.state import QuizState, Verdict
from selfstudy.desktop.widgets.buttons import IconButton
from selfstudy.desktop.widgets.inputs import Choice
from selfstudy.desktop.widgets.text import Small, Strong, Text
from selfstudy.domain.progress import Response
from selfstudy.words import t

BESIDE = 310  # pixels at 100 % that a choice has for its words where it stands beside another


class OrderAnswer(Answer):
    """Rows that move by buttons or Alt with the arrows; untouched rows are no answer yet."""

    def __init__(self, state: QuizState) -> None:
        super().__init__()
        self._touched = bool(state.response)
        texts = {option.key: option.text for option in state.options}
        keys = [key for key in state.response if key in texts] or list(texts)
        self._rows = [OrderRow(key, texts[key]) for key in keys]
        self.column.addWidget(Small(t("quiz.order_hint")))
        for row in self._rows:
            self.column.addWidget(row)
            row.moved.connect(lambda step, row=row: self._move(row, step))
        self._number()

    @property
    def response(self) -> Response:
        return tuple(row.key for row in self._rows) if self._touched else ()

    def show_verdict(self, verdict: Verdict) -> None:
        parts = {part.key: part for part in verdict.parts}
        for row in self._rows:
            row.freeze()
            part = parts.get(row.key, Part(row.key))
            row.note.show_part(part, t("quiz.right_place", place=part.right) if part.right else "")

    def focus_first(self) -> None:
        self._rows[0].setFocus()

    def _move(self, row: OrderRow, step: int) -> None:
        index = self._rows.index(row)
        target = index + step
        if not 0 <= target < len(self._rows):
            return
        focused = self.focusWidget()
        self._rows.insert(target, self._rows.pop(index))
        self.column.removeWidget(row)
        self.column.insertWidget(target + 1, row)
        self._touched = True
        self._number()
        if focused is not None and focused.isEnabled():
            focused.setFocus()
        else:
            row.setFocus()
        self.changed.emit()

    def _number(self) -> None:
        for place, row in enumerate(self._rows, 1):
            row.show_place(place, len(self._rows))
        for before, after in zip(self._rows, self._rows[1:], strict=False):
            self.setTabOrder(before.down, after)


class OrderRow(QFrame):
    """One row with its place."""

    moved = Signal(int)

    def __init__(self, key: str, words: str) -> None:
        super().__init__()
        self.key, self._said = key, words
        self.setProperty("role", "card")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._place = Strong("1", wrap=False)
        self.up = IconButton(t("quiz.up"), "arrow-up")
        self.down = IconButton(t("quiz.down"), "arrow-down")
        self.up.clicked.connect(lambda: self.moved.emit(-1))
        self.down.clicked.connect(lambda: self.moved.emit(1))
        self.note = PartNote()
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(self._place)
        row.addWidget(Text(words), 1)
        row.addWidget(self.up)
        row.addWidget(self.down)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 8, 10, 8)
        column.setSpacing(2)
        column.addLayout(row)
        column.addWidget(self.note)

    def show_place(self, place: int, last: int) -> None:
        """Where the row stands now."""
        self._place.show_words(str(place))
        self.up.setEnabled(place > 1)
        self.down.setEnabled(place < last)
        self.setAccessibleName(t("quiz.at_place", place=place, text=self._said))

    def freeze(self) -> None:
        """The answer is given: nothing moves any more."""
        self.up.hide()
        self.down.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt with the arrows moves the row, the arrows alone the focus."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if step and alt and not self.up.isHidden():
            self.moved.emit(step)
        elif step and not alt:
            self.focusNextPrevChild(step > 0)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.colour("focus"), 2))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 11, 11)


class MatchAnswer(Answer):
    """A left side and a choice of right sides, beside each other or, where they are long, below."""

    def __init__(self, state: QuizState) -> None:
        super().__init__()
        self.grid = grid = QGridLayout()
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        wide = max((_width(o.pair) for o in state.pairs), default=0) > theme.px(BESIDE)
        rights = [("", t("quiz.choose_one")), *((o.key, o.pair) for o in state.pairs)]
        given = {left: right for left, _, right in (r.partition("=") for r in state.response)}
        self._rows: dict[str, tuple[Choice, PartNote]] = {}
        for line, option in enumerate(state.options):
            choice = Choice(t("quiz.join", text=option.text), rights)
            choice.show_key(given.get(option.key, ""))
            choice.chosen.connect(lambda _key: self.changed.emit())
            note = PartNote()
            row = 4 * line
            grid.addWidget(Text(option.text), row, 0, 1, 2 if wide else 1)
            grid.addWidget(choice, row + wide, 0 if wide else 1, 1, 2 if wide else 1)
            grid.addWidget(note, row + 2, 0, 1, 2)
            grid.setRowMinimumHeight(row + 3, theme.px(8))
            self._rows[option.key] = (choice, note)
        self.column.addLayout(grid)

    @property
    def response(self) -> Response:
        chosen = sorted((key, choice.key) for key, (choice, _) in self._rows.items())
        return tuple(f"{left}={right}" for left, right in chosen if right)

    def show_verdict(self, verdict: Verdict) -> None:
        for part in verdict.parts:
            choice, note = self._rows[part.key]
            choice.setEnabled(False)
            note.show_part(part, t("quiz.right_text", text=part.right) if part.right else "")

    def focus_first(self) -> None:
        next(iter(self._rows.values()))[0].setFocus()


def _width(words: str) -> int:
    """How wide words are in a choice, in pixels."""
    return QFontMetrics(QApplication.font()).horizontalAdvance(words)


def answer_for(state: QuizState) -> Answer:
    """The widget that takes the answer of a question's kind."""
    kind = state.question.kind if state.question is not None else "single"
    if kind == "order":
        return OrderAnswer(state)
    if kind == "match":
        return MatchAnswer(state)
    if kind in ("numeric", "cloze"):
        return FieldsAnswer(state)
    return ChoiceAnswer(state)
