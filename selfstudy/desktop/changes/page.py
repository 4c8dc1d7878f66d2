"""The short lesson of what was amended: clause by clause, old at the left and new at the right."""

from __future__ import annotations

from html import escape
from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from selfstudy.desktop import theme
from selfstudy.desktop.changes.presenter import ChangesState, QuestionNews, SectionNews
from selfstudy.desktop.widgets.badges import Badge
from selfstudy.desktop.widgets.buttons import GhostButton, PrimaryButton
from selfstudy.desktop.widgets.page import PageFrame, buttons
from selfstudy.desktop.widgets.surfaces import Banner, Card, EmptyState
from selfstudy.desktop.widgets.text import Caption, Small, Subheading, Text, reveal
from selfstudy.domain.amending import Clause, Piece
from selfstudy.domain.changes import Kind
from selfstudy.sentences import error_words
from selfstudy.words import t

_TONES: Final[dict[Kind, theme.Tone]] = {
    "changed": "accent",
    "added": "success",
    "removed": "neutral",
}


class ChangesPage(QWidget):
    """Draws what is new and tells what the person did."""

    lesson_asked = Signal(str)
    quiz_asked = Signal(str)
    ended = Signal()
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._state = ChangesState()
        self._frame = PageFrame()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._frame)
        self._back = GhostButton(t("amended.whole_lesson"), "book-open")
        self._frame.tools.addWidget(self._back)
        self._error = Banner(tone="danger")
        self._why = Banner(tone="warning")
        self._kept = Small(t("amended.kept"))
        self._parts = QVBoxLayout()
        self._parts.setSpacing(16)
        self.answer = PrimaryButton(t("amended.done"), "arrow-right")
        self.later = GhostButton(t("amended.later"))
        self._foot = Card().add(self._asked(), buttons(self.answer, self.later))
        self._done = EmptyState(
            "circle-check", t("amended.ended"), t("amended.ended_note"), t("quiz.back_to_today")
        )
        self._done_card = Card().add(self._done)
        self._frame.add(self._error, self._why, self._kept, self._parts, self._foot)
        self._frame.add(self._done_card)
        self._back.clicked.connect(lambda: self.lesson_asked.emit(self._state.lesson))
        self.answer.clicked.connect(self._press)
        self.later.clicked.connect(self.ended)
        self._done.pressed.connect(self.closed)
        self.show_state(ChangesState(busy=True))

    def show_state(self, state: ChangesState) -> None:
        """Draw everything."""
        before, self._state = self._state, state
        self._frame.show_title(state.title or t("amended.opening"), state.about)
        self._error.show_words(error_words(state.error), "danger")
        self._why.show_words("\n".join(state.reasons) if not state.done else "", "warning")
        shown = bool(state.sections or state.questions) and not state.done
        for part in (self._kept, self._foot):
            reveal(part, visible=shown)
        reveal(self._done_card, visible=state.done)
        self._back.setEnabled(bool(state.lesson))
        drawn = (before.sections, before.questions, before.done)
        if drawn != (state.sections, state.questions, state.done):
            self._draw(state)
        self._show_foot(state)

    def _asked(self) -> Small:
        self._note = Small()
        return self._note

    def _show_foot(self, state: ChangesState) -> None:
        self._note.setText(t("amended.open", n=state.open) if state.open else t("amended.read"))
        self.answer.show_words(
            t("amended.answer", n=state.open) if state.open else t("amended.done")
        )
        self.answer.setEnabled(not state.busy)
        self.later.setEnabled(not state.busy)
        reveal(self.later, visible=state.open > 0)

    def _draw(self, state: ChangesState) -> None:
        while (item := self._parts.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        if state.done:
            return
        for section in state.sections:
            self._parts.addWidget(_SectionCard(section))
        if state.questions:
            self._parts.addWidget(_QuestionsCard(state.questions))

    def _press(self) -> None:
        if self._state.open:
            self.quiz_asked.emit(self._state.lesson)
        else:
            self.ended.emit()

    def changeEvent(self, event: QEvent) -> None:
        """The marks in the clauses are drawn in the colours of the theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_parts"):
            for clause in self.findChildren(_Side):
                clause.draw()


class _SectionCard(Card):
    """A section: its title, what became of it, why, its clauses."""

    def __init__(self, section: SectionNews) -> None:
        super().__init__(spacing=12)
        self.add(_head(section.title, section.kind))
        if section.because:
            self.add(Small(section.because))
        if not section.clauses:
            self.add(Text(t("amended.same_words")))
        for place, clause in enumerate(section.clauses):
            self.add(_pair(clause, named=place == 0))


class _QuestionsCard(Card):
    """The questions that are new, read otherwise, or went."""

    def __init__(self, questions: tuple[QuestionNews, ...]) -> None:
        super().__init__(t("amended.asked"), spacing=10)
        for question in questions:
            row = QHBoxLayout()
            row.setSpacing(12)
            badge = Badge(t(f"amended.{question.kind}"), _TONES[question.kind])
            words = QVBoxLayout()
            words.setSpacing(2)
            words.addWidget(Text(question.text))
            if question.because:
                words.addWidget(Small(question.because))
            row.addWidget(badge, 0, Qt.AlignmentFlag.AlignTop)
            row.addLayout(words, 1)
            self.add(row)


class _Side(Text):
    """One text of a clause; what the other has not got is marked by ground and line."""

    def __init__(self, pieces: tuple[Piece, ...], *, new: bool) -> None:
        super().__init__(rich=True)
        self._pieces, self._new = pieces, new
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        name = t("amended.now" if new else "amended.before")
        said = "".join(piece.words for piece in pieces) or t("amended.nothing")
        self.setAccessibleName(f"{name}: {said}")
        self.draw()

    def draw(self) -> None:
        """Write the text in the colours of now."""
        ink, ground = theme.current().tone("success" if self._new else "danger")
        line = "none" if self._new else "line-through"
        style = f"color:{ink}; background-color:{ground}; text-decoration:{line}"
        written = [
            f'<span style="{style}">{escape(piece.words)}</span>'
            if piece.new
            else escape(piece.words)
            for piece in self._pieces
        ]
        faint = theme.current().muted
        nothing = f'<span style="color:{faint}">{escape(t("amended.nothing"))}</span>'
        self.setText("".join(written) or nothing)


def _head(title: str, kind: Kind) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(12)
    row.addWidget(Subheading(title), 1)
    row.addWidget(Badge(t(f"amended.{kind}"), _TONES[kind]), 0, Qt.AlignmentFlag.AlignTop)
    return row


def _pair(clause: Clause, *, named: bool) -> QHBoxLayout:
    """Old at the left, new at the right; the first pair of a section says which is which."""
    row = QHBoxLayout()
    row.setSpacing(16)
    for pieces, new in ((clause.before, False), (clause.after, True)):
        column = QVBoxLayout()
        column.setSpacing(6)
        if named:
            column.addWidget(Caption(t("amended.now" if new else "amended.before")))
        box = QFrame()
        box.setProperty("role", "inset")
        inside = QVBoxLayout(box)
        inside.setContentsMargins(14, 10, 14, 12)
        inside.addWidget(_Side(pieces, new=new), 0, Qt.AlignmentFlag.AlignTop)
        column.addWidget(box, 1)
        row.addLayout(column, 1)
    return row
