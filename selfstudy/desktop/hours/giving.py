"""Giving recognised hours by a decision: to whom, from a list, looked at first."""

from __future__ import annotations

from PySide6.QtCore import Signal

from selfstudy.desktop.dropping import ask_files
from selfstudy.desktop.hours.state import HoursState, Typed
from selfstudy.desktop.hours.wording import list_words, look_words
from selfstudy.desktop.widgets.buttons import GhostButton, PrimaryButton, QuietButton
from selfstudy.desktop.widgets.inputs import Choice, FormRow, TextField
from selfstudy.desktop.widgets.layouts import Columns, Flow
from selfstudy.desktop.widgets.picker import Pick, Picker
from selfstudy.desktop.widgets.surfaces import Card
from selfstudy.desktop.widgets.text import ErrorText, Muted, Small, Strong, Subheading, reveal
from selfstudy.sentences import error_words
from selfstudy.services.hours.recognising import FORMS
from selfstudy.words import t

LISTS = "*.xlsx *.xls *.csv *.htm *.html"


class GivingCard(Card):
    """What was typed stays until it is written."""

    listed = Signal(object)
    looked = Signal(object)
    left = Signal()
    recorded = Signal()

    def __init__(self) -> None:
        super().__init__(t("hours.give"))
        self._state = HoursState()
        self.course, self.hours = TextField(t("hours.course")), TextField(t("hours.hours"), "16")
        self.decision = TextField(t("hours.decision"), "125/QĐ-UBND")
        self.day = TextField(t("hours.day"), "20/11/2026")
        self.form = Choice(t("hours.form"), [(key, t(f"hours.form_{key}")) for key in FORMS])
        self.people = Picker(t("hours.people"), t("hours.name"), t("hours.position"))
        self.file = GhostButton(t("hours.from_list"), "file-spreadsheet")
        self._list, self._error = Small(), ErrorText()
        self.look = PrimaryButton(t("hours.look"), "eye")
        self._what = Strong()
        self.record, self.back = (
            PrimaryButton(t("hours.record"), "check"),
            QuietButton(t("hours.back")),
        )
        self._preview = Card(inset=True, padding=16, spacing=8)
        self._preview.add(Subheading(t("hours.preview")), self._what)
        self._preview.add(Flow(10).add(self.record, self.back))
        self.add(
            Muted(t("hours.intro")),
            Columns(300).add(
                FormRow(t("hours.course"), self.course, t("hours.course_note")),
                FormRow(t("hours.decision"), self.decision),
            ),
            Columns(180).add(
                FormRow(t("hours.hours"), self.hours),
                FormRow(t("hours.day"), self.day),
                FormRow(t("hours.form"), self.form),
            ),
            self.people,
            Flow(10).add(self.file),
            self._list,
            self._error,
            Flow(10).add(self.look),
            self._preview,
        )
        self.file.clicked.connect(self._ask_list)
        self.look.clicked.connect(lambda: self.looked.emit(self.typed))
        self.record.clicked.connect(self.recorded)
        self.back.clicked.connect(self.left)

    @property
    def typed(self) -> Typed:
        """The form as it stands."""
        return Typed(
            self.course.text(), self.hours.text(), self.decision.text(), self.day.text(),
            self.form.key, self.people.picked,
        )  # fmt: skip

    def show_state(self, state: HoursState) -> None:
        """The people to choose, what a list said, what would be written."""
        before, self._state = self._state, state
        new_list = state.attendants is not before.attendants
        if state.people != before.people or new_list or state.done == "record" != before.done:
            self._show_people(state, anew=new_list or state.done == "record")
        wrong = state.error_at in ("look", "file", "record", "undo")
        self._error.show_words(error_words(state.error) if wrong else "")
        self._list.show_words(list_words(state))
        self._what.setText(look_words(state))
        reveal(self._preview, visible=state.given is not None)
        reveal(self.look, visible=state.given is None)
        self.record.setEnabled(not state.busy and any(not one.had for one in state.receivers))
        for button in (self.look, self.file):
            button.setEnabled(not state.busy)

    def _show_people(self, state: HoursState, *, anew: bool) -> None:
        """`anew`: those of a list that came are ticked, nobody else; else who was ticked is."""
        there = {one.person for one in state.attendants if one.match == "found"}
        picked = there if anew else set(self.people.picked)
        self.people.show_picks(
            [Pick(one.id, one.name, one.note, one.id in picked) for one in state.people]
        )

    def _ask_list(self) -> None:
        files = ask_files(self, t("hours.from_list"), f"{t('hours.lists')} ({LISTS})")
        if files:
            self.listed.emit(files[0])
