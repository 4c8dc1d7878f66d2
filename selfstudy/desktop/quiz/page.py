"""The quiz page: a question, its answer, its reasons; everything by keyboard too."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from selfstudy.desktop import theme
from selfstudy.desktop.quiz.answers import Answer
from selfstudy.desktop.quiz.arranging import answer_for
from selfstudy.desktop.quiz.panels import (
    SummaryPanel,
    VerdictPanel,
    back_key,
    case_block,
    head_row,
)
from selfstudy.desktop.quiz.state import QuizState
from selfstudy.desktop.sources import TONES
from selfstudy.desktop.widgets.buttons import IconButton, PrimaryButton, QuietButton, Segmented
from selfstudy.desktop.widgets.layouts import Flow
from selfstudy.desktop.widgets.page import MARGIN, PageFrame
from selfstudy.desktop.widgets.progress import Bar
from selfstudy.desktop.widgets.surfaces import Banner, Card, EmptyState, Line
from selfstudy.desktop.widgets.text import Caption, Question, Small
from selfstudy.domain.progress import Confidence
from selfstudy.words import t

_WIDEST: Final = 820
_CONFIDENCE: Final[tuple[Confidence, ...]] = ("sure", "unsure", "guess")
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class QuizPage(QWidget):
    """Draws a quiz's state and tells what the person did."""

    submitted = Signal(tuple, str)
    forward_asked = Signal()
    again_asked = Signal()
    question_asked = Signal(int)
    lesson_asked = Signal(str)
    closed = Signal()
    hand_in_asked = Signal()
    module_asked = Signal(str)
    report_asked = Signal(str, str, str, str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._state = QuizState()
        self._turn = -1
        self._answer: Answer | None = None
        self._case: QWidget | None = None
        self._frame = PageFrame(widest=_WIDEST)
        self._build_question()
        self._summary = SummaryPanel()
        self._empty = EmptyState(
            "circle-check",
            t("quiz.nothing_due"),
            t("quiz.nothing_due_note"),
            t("quiz.back_to_today"),
        )
        self._frame.add(self._asked, self._summary, self._empty)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._frame, 1)
        whole.addWidget(self._build_foot())
        self._connect()
        self._draw(QuizState())

    def show_state(self, state: QuizState) -> None:
        """Draw everything; the answer's widget is made anew only for another question."""
        if state == self._state:
            return
        self._draw(state)

    @property
    def answer(self) -> Answer | None:
        """The widget that takes the answer now."""
        return self._answer

    # Building

    def _build_question(self) -> None:
        self._asked = QWidget()
        column = QVBoxLayout(self._asked)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        self._name, self._count = Small(), Small(wrap=False)
        self._back = QuietButton(t("quiz.back_to_lesson"), "arrow-left", shortcut="Alt+Left")
        self._back.setProperty("compact", True)  # noqa: FBT003 - Qt
        self._bar = Bar(name=t("quiz.progress"))
        self.report = IconButton(t("errata.report"), "flag")
        head = head_row(self._back, self._name, self._count)
        head.addWidget(self.report)
        column.addLayout(head)
        column.addWidget(self._bar)
        self._validity = Banner(tone="warning")
        self._changed = Banner(icon="file-pen")
        column.addWidget(self._validity)
        column.addWidget(self._changed)
        self._card = Card(padding=28, spacing=16)
        self._text = Question()
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._verdict = VerdictPanel()
        self._confidence = Segmented(
            t("quiz.confidence"),
            [("", t("quiz.untold")), *((key, t(f"quiz.{key}")) for key in _CONFIDENCE)],
        )
        self._how_sure = QWidget()
        sure = Flow(12).add(Caption(t("quiz.how_sure"), wrap=False), self._confidence)
        self._how_sure.setLayout(sure)
        self._card.add(self._text, self._how_sure, self._verdict)
        column.addWidget(self._card)

    def _build_foot(self) -> QWidget:
        self._foot = QWidget()
        column = QVBoxLayout(self._foot)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Line())
        self._later = QuietButton(t("quiz.later"))
        self._gentle = Banner(tone="neutral")
        self._error = Banner(tone="danger")
        self._submit = PrimaryButton(t("quiz.submit"))
        self._inner = inner = QWidget()
        inner.setMaximumWidth(theme.px(_WIDEST) + 2 * MARGIN)
        row = QHBoxLayout(inner)
        row.setContentsMargins(MARGIN, 12, MARGIN, 12)
        row.setSpacing(12)
        words = QVBoxLayout()
        words.setSpacing(6)
        words.addWidget(self._gentle)
        words.addWidget(self._error)
        self._keys = Small()
        words.addWidget(self._keys)
        row.addLayout(words, 1)
        row.addWidget(self._later)
        row.addWidget(self._submit)
        middle = QHBoxLayout()
        middle.addWidget(inner, 1)
        column.addLayout(middle)
        return self._foot

    def _connect(self) -> None:
        self._submit.clicked.connect(self._press)
        self._later.clicked.connect(self.forward_asked)
        self._back.clicked.connect(self._go_back)
        self.report.clicked.connect(self._report)
        self._summary.again_asked.connect(self.again_asked)
        self._summary.lesson_asked.connect(self._go_back)
        self._summary.question_asked.connect(self.question_asked)
        self._summary.hand_in_asked.connect(self.hand_in_asked)
        self._empty.pressed.connect(self.closed)
        for number, key in enumerate(_CONFIDENCE, 1):
            shortcut = QShortcut(QKeySequence(str(number)), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda key=key: self._tell_confidence(key))

    # Drawing

    def _draw(self, state: QuizState) -> None:
        before, self._state = self._state, state
        asking = state.question is not None and not state.finished
        self._asked.setVisible(asking)
        self._summary.setVisible(state.finished)
        self._empty.setVisible(state.empty)
        self._foot.setVisible(asking or state.error is not None)
        self._name.setText(state.title)
        self._back.show_words(t(back_key(state)))
        self._count.setText(t("quiz.position", n=state.position, of=state.total))
        self._bar.show_fraction(state.answered / max(1, state.total))
        self.setAccessibleName(state.title)
        if asking and state.turn != self._turn:
            self._ask(state)
        if asking:
            self._show_answering(state)
        else:
            self._show_error(state)
        if state.verdict is not None and (before.verdict is None or before.turn != state.turn):
            self._show_verdict(state)
        handed_in = state.handed_in is not before.handed_in
        if state.finished and (not before.finished or handed_in or state.busy != before.busy):
            self._summary.show_state(state)
            self._frame.verticalScrollBar().setValue(0)
            self._summary.focus_first()

    def _ask(self, state: QuizState) -> None:
        """Another question: its story, its words, a fresh answer."""
        self._turn = state.turn
        for old in (self._answer, self._case):
            if old is not None:
                self._card.body.removeWidget(old)
                old.hide()
                old.deleteLater()
        question = state.question
        self._text.setText(question.text if question is not None else "")
        self._case = case_block(question.case) if question is not None and question.case else None
        self._answer = answer_for(state)
        self._answer.setAccessibleName(self._text.text())
        if self._case is not None:
            self._card.body.insertWidget(0, self._case)
        self._card.body.insertWidget(1 + (self._case is not None), self._answer)
        source = state.source
        if source is not None:
            self._validity.show_words(source.in_question, TONES[source.validity])
        else:
            self._validity.show_words("")
        self.report.setVisible(bool(state.asked_in) and not state.test)
        self._changed.show_words(t("amended.question_changed") if state.changed else "")
        self._confidence.show_key(state.confidence)
        self._verdict.hide()
        self._frame.verticalScrollBar().setValue(0)
        if self.isVisible():
            self._answer.focus_first()

    def _show_answering(self, state: QuizState) -> None:
        given = state.verdict is not None
        last = state.position >= state.total if state.test else state.answered >= state.total
        self._how_sure.setVisible(not given and not state.test)
        self._submit.setEnabled(not state.busy)
        if given:
            self._submit.show_words(t("quiz.to_summary") if last else t("quiz.forward"))
        else:
            ask = "test.keep" if state.test else "quiz.submit"
            self._submit.show_words(t("quiz.saving") if state.busy else t(ask))
        open_still = state.total - state.answered > 1 or bool(state.test)
        self._later.setVisible(not given and open_still)
        kind = state.question.kind if state.question is not None else ""
        untouched = "quiz.unmoved" if kind == "order" else "quiz.unanswered"
        gentle = t(untouched) if state.unanswered else ""
        gentle = t("quiz.missing", n=state.missing) if state.missing else gentle
        self._gentle.show_words(gentle, "neutral")
        self._submit.show()
        self._show_error(state)
        quiet = not gentle and state.error is None
        key = "quiz.keys_after" if given else _keys_of(state)
        self._keys.show_words(t(key) if quiet else "")

    def _show_error(self, state: QuizState) -> None:
        """What went wrong; without a question there is nothing else at the foot."""
        error = state.error
        self._error.show_words(t(error.key, **error.details) if error is not None else "", "danger")
        if state.question is None:
            for part in (self._submit, self._later, self._keys, self._gentle):
                part.hide()

    def _show_verdict(self, state: QuizState) -> None:
        if self._answer is not None and state.verdict is not None:
            self._answer.show_verdict(state.verdict)
        self._verdict.show_state(state)
        self._submit.setFocus(Qt.FocusReason.OtherFocusReason)
        QTimer.singleShot(0, self._verdict, self._bring_verdict)

    def _bring_verdict(self) -> None:
        self._frame.ensureWidgetVisible(self._verdict, 0, 24)

    # What the person does

    def _press(self) -> None:
        if self._state.verdict is not None:
            self.forward_asked.emit()
        elif self._answer is not None and not self._state.busy:
            self.submitted.emit(self._answer.response, self._confidence.key)

    def _report(self) -> None:
        question, lesson = self._state.question, self._state.asked_in
        if question is not None and lesson:
            self.report_asked.emit(lesson, "", question.id, "")

    def _tell_confidence(self, key: str) -> None:
        if self._state.question is not None and self._state.verdict is None:
            self._confidence.show_key(key)

    def _go_back(self) -> None:
        if self._state.test:
            self.module_asked.emit(self._state.lesson)
        elif self._state.review or not self._state.lesson:
            self.closed.emit()
        else:
            self.lesson_asked.emit(self._state.lesson)

    def changeEvent(self, event: QEvent) -> None:
        """The foot is as wide as the page above it, at every zoom."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_inner"):
            self._inner.setMaximumWidth(theme.px(_WIDEST) + 2 * MARGIN)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter submits and goes on; letters choose wherever the focus is."""
        focused = self.focusWidget()
        if event.key() in _ENTER:
            choosing = not isinstance(focused, QPushButton) or focused.isCheckable()
            if choosing and self._state.question is not None and not event.isAutoRepeat():
                self._press()
            return
        open_question = self._state.verdict is None and not self._state.busy
        if open_question and self._answer is not None and self._answer.take_key(event):
            return
        super().keyPressEvent(event)


def _keys_of(state: QuizState) -> str:
    kind = state.question.kind if state.question is not None else "single"
    if kind == "order":
        return "test.keys_order" if state.test else "quiz.keys_order"
    if state.test and kind not in ("numeric", "cloze", "match"):
        return "test.keys_choice"
    return "quiz.keys_fields" if kind in ("numeric", "cloze", "match") else "quiz.keys_choice"
