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

    def __init__(self) -> None:
        super().__init__(padding=32, spacing=14)
        self._score, self._words, self._bar = Display(), Muted(), Bar(height=8)
        self.again = PrimaryButton(t("quiz.again"), "rotate-ccw")
        self.back = GhostButton(t("quiz.back_to_lesson"))
        self.again.clicked.connect(self.again_asked)
        self.back.clicked.connect(self.lesson_asked)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self.add(self._score, self._bar, self._words)
        self.add(Flow(10).add(self.again, self.back))
        self.add(self._rows)

    def show_state(self, state: QuizState) -> None:
        """The result of a queue that is through."""
        share = state.right / max(1, state.total)
        self._score.setText(t("quiz.score", right=state.right, n=state.total))
        self._bar.show_fraction(share, "success" if share >= 1 else "accent")
        self._words.setText(_closing(state))
        self.again.setVisible(state.right < state.total)
        self.back.show_words(t("quiz.back_to_today" if state.review else "quiz.back_to_lesson"))
        while self._rows.count():
            item = self._rows.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for line in state.summary:
            self._rows.addWidget(self._row(line))

    def focus_first(self) -> None:
        """Put the keyboard on what is likely next."""
        button = self.back if self.again.isHidden() else self.again
        button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _row(self, line: SummaryLine) -> ListRow:
        words = " ".join(line.text.split())
        if len(words) > _LONGEST:
            words = words[:_LONGEST].rsplit(" ", 1)[0] + "…"
        icon, tone, note = _standing(line.score)
        row = ListRow(t("quiz.numbered", n=line.position, text=words), note, icon=icon, tone=tone)
        row.clicked.connect(lambda: self.question_asked.emit(line.position))
        return row


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
    if state.lesson_finished:
        return t("quiz.lesson_finished")
    if state.right == state.total:
        return t("quiz.all_right")
    return t("quiz.some_wrong", n=state.total - state.right)


def _standing(score: float | None) -> tuple[str, str, str]:
    if score is None:
        return "circle-dashed", "faint", t("quiz.not_answered")
    if score >= 1:
        return "circle-check", "success", t("quiz.part_right")
    if score > 0:
        return "circle-alert", "warning", t("quiz.partly", share=percent(score))
    return "circle-x", "danger", t("quiz.part_wrong")
