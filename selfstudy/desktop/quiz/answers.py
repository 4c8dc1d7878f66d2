"""What an answer is given with: one widget for each family of question kinds."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from selfstudy.desktop.quiz.feedback import Part
from selfstudy.desktop.quiz.state import QuizState, Verdict
from selfstudy.desktop.widgets.inputs import TextField
from selfstudy.desktop.widgets.options import OptionList, place_of_key
from selfstudy.desktop.widgets.surfaces import Picture
from selfstudy.desktop.widgets.text import Small, Strong, Text
from selfstudy.domain.progress import Response
from selfstudy.words import t

_PICTURES: Final = {
    "right": ("circle-check", "success"),
    "wrong": ("circle-x", "danger"),
    "missed": ("circle-dashed", "success"),
}


class Answer(QWidget):
    """Takes an answer, gives it as a response, and shows what became of it."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(8)

    @property
    def response(self) -> Response:
        """The answer as it stands; nothing while nothing was done."""
        raise NotImplementedError

    def show_verdict(self, verdict: Verdict) -> None:
        """What became of each part; nothing can be changed any more."""
        raise NotImplementedError

    def focus_first(self) -> None:
        """Put the keyboard where the answer begins."""
        raise NotImplementedError

    def take_key(self, event: QKeyEvent) -> bool:  # noqa: ARG002 - most kinds have no keys
        """Use a key that was pressed elsewhere on the page."""
        return False


class ChoiceAnswer(Answer):
    """Single, several, true or false, and the choices of a scenario."""

    def __init__(self, state: QuizState) -> None:
        super().__init__()
        self._options = OptionList()
        self.column.addWidget(self._options)
        single = state.question is not None and state.question.kind != "multi"
        if state.question is not None and state.question.kind == "scenario":
            single = sum(option.right for option in state.options) < 2
        if not single:
            self.column.insertWidget(0, Small(t("quiz.several")))
        self._options.show_options([(o.key, o.text) for o in state.options], single=single)
        self._options.choose(state.response)
        self._options.changed.connect(self.changed)

    @property
    def response(self) -> Response:
        return self._options.chosen

    def show_verdict(self, verdict: Verdict) -> None:
        self._options.show_marks(
            {part.key: part.mark for part in verdict.parts},
            {part.key: part.reason for part in verdict.parts},
        )

    def focus_first(self) -> None:
        self._options.focus_first()

    def take_key(self, event: QKeyEvent) -> bool:
        place = place_of_key(event)
        if place is None or not event.text().isalpha():
            return False
        self._options.press(place)
        return True


class FieldsAnswer(Answer):
    """A number, or words for each blank; read only when submitted."""

    def __init__(self, state: QuizState) -> None:
        super().__init__()
        question = state.question
        blanks = len(question.accepted) if question is not None else 1
        unit = question.unit if question is not None else ""
        self._fields: list[TextField] = []
        self._notes: list[PartNote] = []
        for index in range(max(1, blanks)):
            name = t("quiz.blank", n=index + 1) if blanks > 1 else t("quiz.your_answer")
            field = TextField(name)
            field.setText(state.response[index] if index < len(state.response) else "")
            field.textEdited.connect(self.changed)
            field.setMaximumWidth(460)
            self._fields.append(field)
            row = QHBoxLayout()
            row.setSpacing(10)
            row.addWidget(field, 1)
            if unit:
                field.setAccessibleDescription(unit)
                row.addWidget(Text(unit, wrap=False))
            row.addStretch(1)
            label = Strong(name)
            label.setBuddy(field)
            note = PartNote()
            self._notes.append(note)
            self.column.addWidget(label)
            self.column.addLayout(row)
            self.column.addWidget(note)
        if question is not None and question.kind == "numeric":
            self.column.addWidget(Small(t("quiz.number_hint")))

    @property
    def response(self) -> Response:
        return tuple(field.text().strip() for field in self._fields)

    def show_verdict(self, verdict: Verdict) -> None:
        for field, note, part in zip(self._fields, self._notes, verdict.parts, strict=False):
            field.setReadOnly(True)
            note.show_part(part, t("quiz.right_text", text=part.right) if part.right else "")

    def focus_first(self) -> None:
        self._fields[0].setFocus()


class PartNote(QWidget):
    """What became of a row or a blank: a mark, what would be right, and why."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 4)
        row.setSpacing(8)
        self._picture = Picture("circle-check", "success", 18)
        self._words = Small()
        row.addWidget(self._picture)
        row.addWidget(self._words, 1)
        self.hide()

    def show_part(self, part: Part, correction: str) -> None:
        """A part of the verdict and the sentence with what would be right."""
        icon, tone = _PICTURES.get(part.mark, ("circle-check", "success"))
        self._picture.show_icon(icon, tone)
        said = t("quiz.part_right") if part.mark == "right" else t("quiz.part_wrong")
        words = " ".join(text for text in (said, correction, part.reason) if text)
        self._words.setText(words)
        self.setAccessibleName(words)
        self.show()
