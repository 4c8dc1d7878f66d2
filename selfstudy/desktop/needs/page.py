"""What one needs: what is lacking, rating oneself, the survey, tasks rated twice."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from selfstudy.desktop.needs.gaps_view import GapsView
from selfstudy.desktop.needs.rating_view import RatingView
from selfstudy.desktop.needs.state import SECTIONS, NeedsState
from selfstudy.desktop.needs.survey_view import SurveyView
from selfstudy.desktop.needs.tasks_view import TasksView
from selfstudy.desktop.posting.card import PostingCard
from selfstudy.desktop.widgets.buttons import Segmented
from selfstudy.desktop.widgets.inputs import Choice
from selfstudy.desktop.widgets.layouts import Flow
from selfstudy.desktop.widgets.page import PageFrame
from selfstudy.desktop.widgets.text import ErrorText, reveal
from selfstudy.domain.people import roles_of
from selfstudy.sentences import error_words
from selfstudy.words import pick, t


class NeedsPage(QWidget):
    """Draws the state and tells what the person did."""

    section_asked = Signal(str)
    position_chosen = Signal(str)
    looked_at = Signal(str)
    rated = Signal(int)
    weighed = Signal(int)
    module_asked = Signal(str)
    survey_kept = Signal(object)
    task_rated = Signal(int, str, int)
    tasks_kept = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(t("needs.title"))
        self.frame = PageFrame(t("needs.title"), t("needs.subtitle"))
        self.sections = Segmented(
            t("needs.sections"), [(key, t(f"needs.section_{key}")) for key in SECTIONS]
        )
        self.sections.chosen.connect(self.section_asked)
        self.position = Choice(t("needs.compare"))
        self.position.setMinimumContentsLength(34)
        self.position.chosen.connect(self.position_chosen)
        self._error = ErrorText()
        self.gaps, self.rating = GapsView(), RatingView()
        self.survey, self.tasks = SurveyView(), TasksView()
        self._parts = dict(
            zip(SECTIONS, (self.gaps, self.rating, self.survey, self.tasks), strict=True)
        )
        self.frame.tools.addWidget(self.position)
        self.posting = PostingCard()
        self.frame.add(Flow(12).add(self.sections), self._error, *self._parts.values())
        self.frame.add(self.posting)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.frame)
        self._connect()

    def _connect(self) -> None:
        for part in (self.gaps, self.rating):
            part.looked_at.connect(self.looked_at)
        self.gaps.module_asked.connect(self.module_asked)
        self.gaps.rating_asked.connect(lambda: self.section_asked.emit("rating"))
        self.rating.rated.connect(self.rated)
        self.rating.weighed.connect(self.weighed)
        self.survey.kept.connect(self.survey_kept)
        self.tasks.rated.connect(self.task_rated)
        self.tasks.paused.connect(self.tasks_kept)

    def show_state(self, state: NeedsState) -> None:
        """Draw the part looked at."""
        self._error.show_words(error_words(state.error) if state.error else "")
        self.sections.show_key(state.section)
        self._show_positions(state)
        if not state.loaded or state.view is None:
            return
        self.gaps.show_state(state)
        self.rating.show_state(state)
        asked = [line.competency for line in state.lines]
        self.survey.show_survey(
            state.view.survey, asked, saved=state.saved and state.section == "survey",
            in_unit=state.in_unit,
        )  # fmt: skip
        self.tasks.show_tasks(state.tasks, saved=state.saved and state.section == "tasks")
        for key, part in self._parts.items():
            reveal(part, visible=key == state.section)
        reveal(self.posting, visible=state.section == SECTIONS[0])

    def _show_positions(self, state: NeedsState) -> None:
        choices = [(one.code, pick(one.title, one.title_en)) for one in state.positions]
        known = dict(choices)
        own = state.own_position
        held = [known.get(code, code) for code in roles_of(own)]
        mine = " + ".join(held) or t("needs.position_none")
        whole = [("", t("needs.position_mine", title=mine))]
        whole += [each for each in choices if each[0] != own]
        if [self.position.itemText(i) for i in range(self.position.count())] != [
            w for _, w in whole
        ]:
            self.position.show_choices(whole)
        self.position.show_key(state.position)
