"""The survey F2 in the program: it says who will read it, and is kept by a button."""

from __future__ import annotations

from PySide6.QtCore import Signal

from selfstudy.desktop.need_parts.survey_fields import MOST_WISHES, SurveyFields
from selfstudy.desktop.widgets.buttons import PrimaryButton
from selfstudy.desktop.widgets.layouts import Flow
from selfstudy.desktop.widgets.surfaces import Banner, Card
from selfstudy.desktop.widgets.text import Muted
from selfstudy.domain.people import Competency
from selfstudy.domain.survey import Survey
from selfstudy.words import t


class SurveyView(Card):
    """One's own survey; it says who will read it, and is kept by a button."""

    kept = Signal(object)

    def __init__(self) -> None:
        super().__init__(t("needs.survey_title"))
        self._who = Muted()
        self.fields = SurveyFields()
        self.save = PrimaryButton(t("needs.survey_save"), "save")
        self.save.clicked.connect(lambda: self.kept.emit(self.fields.survey()))
        self._said = Banner()
        self.add(self._who, self.fields, Flow(10).add(self.save), self._said)

    def show_survey(
        self, survey: Survey, asked: list[Competency], *, saved: bool, in_unit: bool
    ) -> None:
        """What was said before, and whether it is kept."""
        self._who.setText(t("needs.survey_who" if in_unit else "needs.survey_alone"))
        self.fields.show_survey(survey, asked[:MOST_WISHES])
        self._said.show_words(t("needs.survey_saved") if saved else "", "success")
