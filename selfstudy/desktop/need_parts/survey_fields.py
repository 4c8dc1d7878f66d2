"""The words of the survey F2: what one would like to learn, how and when, what is in the way."""

from __future__ import annotations

from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from selfstudy.desktop import theme
from selfstudy.desktop.need_parts.wording import title_of
from selfstudy.desktop.widgets.inputs import Choice, FormRow, TextField
from selfstudy.desktop.widgets.layouts import Columns
from selfstudy.domain.people import Competency
from selfstudy.domain.survey import FORMS, LONGEST, TIMES, Survey
from selfstudy.words import t

MOST_WISHES = 6


class SurveyFields(QWidget):
    """The words of a form; what is not shown of it stays as it was."""

    def __init__(self) -> None:
        super().__init__()
        self._survey = Survey()
        self.wishes: dict[str, TextField] = {}
        self._wishes = QVBoxLayout()
        self._wishes.setSpacing(12)
        self._rows: list[FormRow] = []
        self.form = Choice(
            t("needs.form"), [(key, t(f"needs.form_{key or 'none'}")) for key in FORMS]
        )
        self.time = Choice(
            t("needs.time"), [(key, t(f"needs.time_{key or 'none'}")) for key in TIMES]
        )
        self.difficulties = _lines(t("needs.difficulties"))
        self.proposals = _lines(t("needs.proposals"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addLayout(self._wishes)
        column.addLayout(
            Columns(260, most=2).add(
                FormRow(t("needs.form"), self.form), FormRow(t("needs.time"), self.time)
            )
        )
        column.addWidget(FormRow(t("needs.difficulties"), self.difficulties))
        column.addWidget(FormRow(t("needs.proposals"), self.proposals))

    def show_survey(self, survey: Survey, asked: list[Competency]) -> None:
        """What was said before; what is being typed is not taken away by the same words."""
        codes = [one.code for one in asked]
        if list(self.wishes) != codes:
            self._make_wishes(asked)
        elif survey == self._survey:
            return
        self._survey = survey
        for code, field in self.wishes.items():
            field.setText(survey.wish(code))
        self.form.show_key(survey.form)
        self.time.show_key(survey.time)
        self.difficulties.setPlainText(survey.difficulties)
        self.proposals.setPlainText(survey.proposals)

    def survey(self) -> Survey:
        """What the form says now."""
        kept = [(code, text) for code, text in self._survey.wishes if code not in self.wishes]
        wishes = [(code, field.text()) for code, field in self.wishes.items()]
        form = next(key for key in FORMS if key == self.form.key)
        time = next(key for key in TIMES if key == self.time.key)
        return Survey(
            tuple(each for each in (*kept, *wishes) if each[1].strip()), form, time,
            self.difficulties.toPlainText()[:LONGEST], self.proposals.toPlainText()[:LONGEST],
        )  # fmt: skip

    def _make_wishes(self, asked: list[Competency]) -> None:
        for row in self._rows:
            self._wishes.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.wishes, self._rows = {}, []
        for competency in asked:
            field = TextField(title_of(competency), t("needs.wish_hint"))
            field.setMaxLength(LONGEST)
            self.wishes[competency.code] = field
            self._rows.append(FormRow(title_of(competency), field))
            self._wishes.addWidget(self._rows[-1])


def _lines(name: str) -> QPlainTextEdit:
    field = QPlainTextEdit()
    field.setAccessibleName(name)
    field.setTabChangesFocus(True)
    field.setFixedHeight(theme.px(84))
    return field
