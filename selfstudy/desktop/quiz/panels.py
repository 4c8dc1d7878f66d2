"""Parts of the quiz page: what became of the answer, and the list at the end."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from selfstudy.desktop.quiz.state import QuizState, SummaryLine
from selfstudy.desktop.widgets.buttons import GhostButton, PrimaryButton
from selfstudy.desktop.widgets.layouts import Flow
from selfstudy.desktop.widgets.lists import ListRow
from selfstudy.desktop.widgets.progress import Bar
from selfstudy.desktop.widgets.surfaces import Banner, Card
from selfstudy.desktop.widgets.text import Caption, Display, Muted, Small, Text
from selfstudy.domain.testing import HandedIn, OutcomeScore
from selfstudy.words import clock, percent, t

_LONGEST: Final = 140


class VerdictPanel(QWidget):
    """Right or not, the explanation, the source, and that the answer is saved."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(10)
        self._banner = Banner()
        self._explanation, self._source, self._saved = Text(), Small(), Small()
        self._why = Caption(t("quiz.explanation"))
        for part in (self._banner, self._why, self._explanation, self._source, self._saved):
            column.addWidget(part)
        self.hide()

    def show_state(self, state: QuizState) -> None:
        """The verdict, or nothing while the question is open."""
        verdict, question = state.verdict, state.question
        self.setVisible(verdict is not None)
        if verdict is None or question is None:
            return
        if verdict.right:
            self._banner.show_words(t("quiz.right"), "success")
        elif verdict.score > 0:
            words = t("quiz.partly", share=percent(verdict.score))
            self._banner.show_words(words, "warning")
        else:
            marked = any(part.reason for part in verdict.parts)
            self._banner.show_words(t("quiz.wrong_why" if marked else "quiz.wrong"), "danger")
        self._why.setVisible(bool(question.explanation))
        self._explanation.show_words(question.explanation)
        source = state.source
        self._source.show_words(
            t("quiz.source", source=source.name, standing=source.standing) if source else ""
        )
        saved = verdict.saved_at
        self._saved.show_words(t("quiz.saved", clock=clock(saved)) if saved is not None else "")


class SummaryPanel(Card):
    """How it went: the score, every question, and what to do next."""

    again_asked = Signal()
    lesson_asked = Signal()
    question_asked = Signal(int)
    hand_in_asked = Signal()

    def __init__(self) -> None:
        super().__init__(padding=32, spacing=14)
        self._score, self._words, self._bar = Display(), Muted(), Bar(height=8)
        self.again = PrimaryButton(t("quiz.again"), "rotate-ccw")
        self.back = GhostButton(t("quiz.back_to_lesson"))
        self.again.clicked.connect(self.again_asked)
        self.back.clicked.connect(self.lesson_asked)
        self.hand_in = PrimaryButton(t("test.hand_in"), "send")
        self.hand_in.clicked.connect(self.hand_in_asked)
        self._outcomes = Outcomes()
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self.add(self._score, self._bar, self._words)
        self.add(Flow(10).add(self.hand_in, self.again, self.back), self._outcomes)
        self.add(self._rows)

    def show_state(self, state: QuizState) -> None:
        """The result of a queue that is through."""
        waits = bool(state.test) and state.handed_in is None
        done = state.answered if waits else state.right
        share = done / max(1, state.total)
        score = "test.answered" if waits else "quiz.score"
        self._score.setText(t(score, right=done, n=state.total))
        self._bar.show_fraction(share, "success" if share >= 1 else "accent")
        self._words.setText(_closing(state))
        self.hand_in.setVisible(waits)
        self.hand_in.setEnabled(not state.busy)
        self.again.setVisible(state.right < state.total and not state.test)
        self.back.show_words(t(back_key(state)))
        self._outcomes.show_state(state.handed_in)
        while self._rows.count():
            item = self._rows.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for line in state.summary:
            self._rows.addWidget(self._row(line, waits=waits))

    def focus_first(self) -> None:
        """Put the keyboard on what is likely next."""
        ways = (self.hand_in, self.again)
        button = next((way for way in ways if not way.isHidden()), self.back)
        button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _row(self, line: SummaryLine, *, waits: bool) -> ListRow:
        words = " ".join(line.text.split())
        if len(words) > _LONGEST:
            words = words[:_LONGEST].rsplit(" ", 1)[0] + "…"
        icon, tone, note = _standing(line.score)
        if waits and line.score is not None:
            icon, tone, note = "circle-dot", "accent", t("test.kept_answer")
        row = ListRow(t("quiz.numbered", n=line.position, text=words), note, icon=icon, tone=tone)
        row.clicked.connect(lambda: self.question_asked.emit(line.position))
        return row


class Outcomes(QWidget):
    """What a test that was handed in says of each outcome."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 8, 0, 8)
        self._column.setSpacing(8)
        self._lines: list[Progress] = []
        self.hide()

    def show_state(self, handed_in: HandedIn | None) -> None:
        """A bar for each outcome, or nothing."""
        for line in self._lines:
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._lines = []
        for outcome in handed_in.outcomes if handed_in is not None else ():
            line = Progress(outcome)
            self._lines.append(line)
            self._column.addWidget(line)
        self.setVisible(bool(self._lines))


class Progress(QWidget):
    """One outcome: what one can do afterwards, and how many of its questions were right."""

    def __init__(self, outcome: OutcomeScore) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        said = t("test.outcome", right=outcome.right, n=outcome.questions)
        column.addLayout(head_row(Small(outcome.text), Small(said, wrap=False)))
        bar = Bar(name=outcome.text)
        bar.show_fraction(outcome.right / outcome.questions)
        column.addWidget(bar)


def back_key(state: QuizState) -> str:
    """What the way back is called."""
    if state.test:
        return "test.back"
    return "quiz.back_to_today" if state.review else "quiz.back_to_lesson"


def case_block(words: str) -> QWidget:
    """The story that a scenario's question is about."""
    card = Card(padding=18, spacing=6, inset=True)
    card.add(Caption(t("quiz.case")), Text(words))
    return card


def head_row(*parts: QWidget) -> QHBoxLayout:
    """The last but one has the room, the last stands at the right."""
    row = QHBoxLayout()
    row.setSpacing(16)
    for part in parts:
        row.addWidget(part, part is parts[-2])
    return row


def _closing(state: QuizState) -> str:
    if state.test:
        return _test_closing(state)
    if state.lesson_finished:
        return t("quiz.lesson_finished")
    if state.right == state.total:
        return t("quiz.all_right")
    return t("quiz.some_wrong", n=state.total - state.right)


def _test_closing(state: QuizState) -> str:
    handed_in = state.handed_in
    if handed_in is None:
        missing = state.total - state.answered
        return t("test.missing", n=missing) if missing else t("test.ready")
    if handed_in.gain is not None and handed_in.before is not None:
        shares = {"before": percent(handed_in.before), "after": percent(handed_in.score)}
        return t("test.gained" if handed_in.gain > 0 else "test.not_gained", **shares)
    if handed_in.kept is not None:
        return t("test.kept", share=percent(min(1.0, handed_in.kept)))
    return t(f"test.closing_{handed_in.purpose}")


def _standing(score: float | None) -> tuple[str, str, str]:
    if score is None:
        return "circle-dashed", "faint", t("quiz.not_answered")
    if score >= 1:
        return "circle-check", "success", t("quiz.part_right")
    if score > 0:
        return "circle-alert", "warning", t("quiz.partly", share=percent(score))
    return "circle-x", "danger", t("quiz.part_wrong")
