"""One person's needs, their survey, and typing in what they wrote on paper."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal

from selfstudy.desktop.need_parts.line_card import LineCard
from selfstudy.desktop.need_parts.survey_fields import MOST_WISHES, SurveyFields
from selfstudy.desktop.need_parts.wording import need_columns, title_of
from selfstudy.desktop.unit_needs.state import WIDE, UnitNeedsState
from selfstudy.desktop.widgets.buttons import GhostButton, PrimaryButton, QuietButton
from selfstudy.desktop.widgets.inputs import FormRow, TextField
from selfstudy.desktop.widgets.layouts import Flow
from selfstudy.desktop.widgets.page import PageFrame
from selfstudy.desktop.widgets.rating_grid import GridCell, GridColumn, RatingGrid
from selfstudy.desktop.widgets.surfaces import Card
from selfstudy.desktop.widgets.table import Table
from selfstudy.desktop.widgets.text import Body, ErrorText, Heading, Muted, Small, reveal
from selfstudy.domain.days import read_day
from selfstudy.domain.errors import DayRefused
from selfstudy.domain.survey import Survey
from selfstudy.sentences import error_words
from selfstudy.services.needs.lines import NeedLine
from selfstudy.services.needs.rating import Rated
from selfstudy.words import day, t

ROW, COLUMN = 420, 130


class PersonView(PageFrame):
    """What is lacking, what was wished for, and the paper form."""

    closed = Signal()
    module_asked = Signal(str)
    paper_begun = Signal()
    paper_dropped = Signal()
    paper_kept = Signal(str, object, object)

    def __init__(self) -> None:
        super().__init__(widest=WIDE)
        self.back = QuietButton(t("unit_needs.back"), "arrow-left")
        self.back.clicked.connect(self.closed)
        self.type_in = GhostButton(t("unit_needs.type_in"), "file-pen")
        self.type_in.clicked.connect(self.paper_begun)
        self._name, self._about = Heading(), Muted()
        self.table = Table(t("needs.gaps"), need_columns())
        self.line, self._wishes = LineCard(), SurveyCard()
        self.line.module_asked.connect(self.module_asked)
        self.table.row_changed.connect(self.line.show_line)
        self.paper = PaperForm()
        self.paper.kept.connect(self.paper_kept)
        self.paper.dropped.connect(self.paper_dropped)
        self._whole = Card(padding=16).add(self.table)
        self.add(Flow(10).add(self.back, self.type_in), self._name, self._about)
        self.add(self.paper, self.line, self._whole, self._wishes)
        self.add(Small(t("needs.paper_note")))

    def show_state(self, state: UnitNeedsState, title: str) -> None:
        """The person whose page is open."""
        person = state.person
        if person is None:
            return
        self._name.setText(person.name)
        self._about.setText(title)
        lines = tuple(sorted(state.lines, key=lambda n: -(n.need.priority or 0)))
        if self.table.model.rows != lines:
            self.table.show_rows(lines)
            self.table.fit_height()
            if lines:
                self.table.view.selectRow(0)
            else:
                self.line.show_line(None)
        self._wishes.show_survey(state.survey or Survey(), lines)
        for part in (self._whole, self._wishes, self.type_in):
            reveal(part, visible=not state.typing)
        reveal(self.line, visible=not state.typing and bool(lines))
        reveal(self.paper, visible=state.typing)
        if state.typing:
            error = error_words(state.error) if state.error else ""
            self.paper.show_form(person.person, state.lines, error)
        else:
            self.paper.forget()


class SurveyCard(Card):
    """What somebody wrote in their survey."""

    def __init__(self) -> None:
        super().__init__(t("needs.survey_title"), spacing=6)
        self._said = Body()
        self.add(self._said)

    def show_survey(self, survey: Survey, lines: tuple[NeedLine, ...]) -> None:
        """The words as they were written; a paper says its day."""
        named = {line.code: title_of(line.competency) for line in lines}
        said = [f"{named.get(code, code)}: {text}" for code, text in survey.wishes]
        for key, value in (("form", survey.form), ("time", survey.time)):
            if value:
                said.append(f"{t(f'needs.{key}')}: {t(f'needs.{key}_{value}')}")
        for key in ("difficulties", "proposals"):
            words = getattr(survey, key)
            if words:
                said.append(f"{t(f'needs.{key}')}: {words}")
        if survey.day and said:
            said.append(t("unit_needs.from_paper", day=_shown(survey.day)))
        self._said.setText("\n".join(said) or t("unit_needs.no_survey"))


class PaperForm(Card):
    """A form F2 as somebody filled it in by hand, typed in by their supervisor."""

    kept = Signal(str, object, object)
    dropped = Signal()

    def __init__(self) -> None:
        super().__init__(t("unit_needs.paper_title"))
        self._lines: tuple[NeedLine, ...] = ()
        self._person = ""
        self._told: dict[str, Rated] = {}
        self.day = TextField(t("unit_needs.paper_day"), t("unit.day_hint"))
        self._day = FormRow(t("unit_needs.paper_day"), self.day)
        self.grid = RatingGrid(t("unit_needs.paper_levels"), row=ROW, column=COLUMN)
        self.grid.rated.connect(self._rated)
        self.fields = SurveyFields()
        self.save = PrimaryButton(t("needs.survey_save"), "save")
        self.save.clicked.connect(self._keep)
        self.cancel = GhostButton(t("app.cancel"))
        self.cancel.clicked.connect(self.dropped)
        self._error = ErrorText()
        self.add(Muted(t("unit_needs.paper_note")), self._day, self.grid, self.fields)
        self.add(self._error, Flow(10).add(self.save, self.cancel))

    def show_form(self, person: str, lines: tuple[NeedLine, ...], error: str) -> None:
        """An empty form for a person; what is being typed stays."""
        self._error.show_words(error)
        if person == self._person:
            return
        self._person, self._lines, self._told = person, lines, {}
        self.day.clear()
        columns = [GridColumn(t("needs.own")), GridColumn(t("unit_needs.mode_weight"))]
        names = [title_of(line.competency) for line in lines]
        self.grid.grid.show_grid(names, columns, self._cell)
        self.grid.fit_height()
        self.grid.go_to(0, 0)
        wished = sorted(lines, key=lambda line: -(line.need.priority or 0))
        self.fields.show_survey(Survey(day="-"), [n.competency for n in wished[:MOST_WISHES]])
        self.day.setFocus()

    def forget(self) -> None:
        """No form is open."""
        self._person = ""

    def _cell(self, row: int, column: int) -> GridCell:
        rated = self._told.get(self._lines[row].code)
        value = 0 if rated is None else (rated.importance if column else rated.level)
        name = title_of(self._lines[row].competency)
        return GridCell(str(value or ""), said=f"{name}: {value or t('needs.not_told')}")

    def _rated(self, row: int, column: int, value: int, _shifted: bool) -> None:  # noqa: FBT001 - Qt
        code = self._lines[row].code
        before = self._told.get(code, Rated(0))
        after = Rated(before.level, value) if column else Rated(value, before.importance)
        self._told[code] = after
        self.grid.viewport().update()

    def _keep(self) -> None:
        try:
            written = read_day(self.day.text())
        except DayRefused as error:
            self._day.show_error(error_words(error))
            return
        self._day.show_error("")
        told = {code: rated for code, rated in self._told.items() if rated.level}
        self.kept.emit(written.isoformat(), told, self.fields.survey())


def _shown(written: str) -> str:
    try:
        return day(date.fromisoformat(written))
    except ValueError:
        return written
