"""The card that writes forms: what, of whom, which days, how; then one button."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent

from selfstudy.desktop import dropping
from selfstudy.desktop.papers.presenter import ALL, PapersState
from selfstudy.desktop.rows import Column
from selfstudy.desktop.widgets.buttons import PrimaryButton
from selfstudy.desktop.widgets.inputs import Choice, FormRow, TextField
from selfstudy.desktop.widgets.layouts import Columns, Flow
from selfstudy.desktop.widgets.progress import ProgressStrip
from selfstudy.desktop.widgets.surfaces import Banner, Card
from selfstudy.desktop.widgets.table import Table
from selfstudy.desktop.widgets.text import ErrorText, Muted, Small, reveal
from selfstudy.sentences import error_words
from selfstudy.words import number, t


class PapersCard(Card):
    """Draws the state and tells what the person did."""

    form_chosen = Signal(str)
    format_chosen = Signal(str)
    who_chosen = Signal(str)
    write_asked = Signal(object, str, str)
    cancelled = Signal()
    shown = Signal()

    def __init__(self) -> None:
        super().__init__(t("papers.title"))
        self._state, self._offered = PapersState(("F8",), "F8"), False
        self.form, self.who = Choice(t("papers.form")), Choice(t("papers.who"))
        self.format = Choice(t("papers.format"))
        self.first = TextField(t("papers.from"), t("papers.day_hint"))
        self.last = TextField(t("papers.to"), t("papers.day_hint"))
        self._about, self._error = Muted(), ErrorText()
        self.write = PrimaryButton(t("papers.write"), "file-down")
        self.strip = ProgressStrip()
        self.said = Banner(action=t("papers.open_folder"))
        self._who_row = FormRow(t("papers.who"), self.who)
        self._first_row = FormRow(t("papers.from"), self.first)
        what = Columns(260, most=3).add(
            FormRow(t("papers.form"), self.form),
            self._who_row,
            FormRow(t("papers.format"), self.format),
        )
        days = Columns(180, most=4).add(self._first_row, FormRow(t("papers.to"), self.last))
        self.add(Small(t("papers.note")), what, self._about, days)
        self.add(Flow(10).add(self.write), self.strip, self._error, self.said)
        self._connect()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.shown.emit()

    def _connect(self) -> None:
        self.form.chosen.connect(self.form_chosen)
        self.who.chosen.connect(self.who_chosen)
        self.format.chosen.connect(self.format_chosen)
        self.write.clicked.connect(self._ask)
        self.strip.cancelled.connect(self.cancelled)
        self.said.pressed.connect(self._open_folder)

    def show_state(self, state: PapersState) -> None:
        """Draw the choices, the work under way, what was written."""
        before, self._state = self._state, state
        if not self._offered or _choices(state) != _choices(before):
            self._offer(state)
        for choice, key in (
            (self.form, state.form), (self.who, state.who), (self.format, state.format),
        ):  # fmt: skip
            choice.show_key(key)
        self._about.show_words(t(f"papers.about_{state.form}"))
        if (state.first, state.last) != (before.first, before.last):
            self.first.setText(state.first)
            self.last.setText(state.last)
        self._first_row.show_error(t("papers.wrong_days") if state.wrong else "")
        idle = state.progress is None
        told = state.form != "needs" or bool(state.groups)
        for part in (self.form, self.who, self.format, self.first, self.last):
            part.setEnabled(idle)
        self.write.setEnabled(idle and told)
        self._show_preview(state)
        self._show_progress(state)
        self._error.show_words(error_words(state.error) if state.error else "")
        self._show_said(state)

    def _offer(self, state: PapersState) -> None:
        """Other choices: not at every step of the progress, for a unit may have thousands."""
        self._offered = True
        audiences = _audiences(state)
        self.form.show_choices([(key, t(f"papers.form_{key}")) for key in state.forms])
        self.who.show_choices(audiences)
        self.format.show_choices([(kind, t(f"papers.format_{kind}")) for kind in state.formats])
        reveal(self._who_row, visible=len(audiences) > 1)

    def _show_progress(self, state: PapersState) -> None:
        if state.progress is None:
            self.strip.stop()
            return
        if self.strip.isHidden():
            self.strip.start(t("papers.writing"))
        if state.cancelling:
            self.strip.start(t("papers.cancelling"))
        self.strip.report(*state.progress)

    def _show_said(self, state: PapersState) -> None:
        if state.written is not None:
            found = state.written
            key = "papers.written" if found.people else "papers.written_blank"
            people = number(found.people, 0)
            words = t(key, n=len(found.paths), people=people, path=found.path)
            self.said.show_words(words, "success", t("papers.open_folder"))
        else:
            words = t("papers.cancelled") if state.cancelled else ""
            self.said.show_words(words, "neutral", "")

    def _show_preview(self, state: PapersState) -> None:
        wanted = state.form == "needs" and bool(state.groups)
        if wanted:
            self.preview.show_rows(state.groups or ())
            self.preview.fit_height()
        if "preview" in self.__dict__:
            reveal(self.preview, visible=wanted)

    @cached_property
    def preview(self) -> Table:
        """Every line that would leave the unit; made when it is first asked for."""
        table = Table(
            t("papers.preview"),
            [
                Column(
                    t("papers.position"), lambda one: one.position_title or t("papers.everybody")
                ),
                Column(t("papers.competency"), lambda one: one.competency_title),
                _figure("measured", 0),
                _figure("lacking", 0),
                _figure("gap", 2),
            ],
        )
        self.add(table)
        return table

    def _ask(self) -> None:
        state = self._state
        if state.into_folder:
            path = dropping.ask_folder(self, t("papers.choose_folder"))
        else:
            kind = t(f"papers.format_{state.format}").partition(" (")[0]
            filters = f"{kind} (*.{state.format})"
            path = dropping.ask_new_file(self, t("papers.write"), state.name, filters)
            if path is not None and path.suffix.lower() != f".{state.format}":
                path = path.with_name(f"{path.name}.{state.format}")
        if path is not None:
            self.write_asked.emit(path, self.first.text(), self.last.text())

    def _open_folder(self) -> None:
        if self._state.written is not None:
            dropping.open_folder(str(Path(self._state.written.paths[0]).parent))


def _audiences(state: PapersState) -> list[tuple[str, str]]:
    """Everybody first, then each by name."""
    if state.form == "F2" and len(state.people) == 1:
        mine = (ALL, state.people[0].name)
        return [mine, *((key, t(f"papers.who_{key}")) for key in state.audiences if key)]
    found = [(key, t(f"papers.who_{key or 'all'}")) for key in state.audiences]
    return found + [(one.id.hex(), one.name) for one in state.single]


def _choices(state: PapersState) -> tuple[object, ...]:
    """What the choices follow from."""
    return state.forms, state.form, state.people


def _figure(field: str, digits: int) -> Column:
    return Column(
        t(f"papers.{field}"),
        lambda one: number(getattr(one, field), digits),
        "number",
        order=lambda one: getattr(one, field),
        width=150,
    )
