"""What the unit says of a person: one position or two, the department, and that they left."""

from __future__ import annotations

from PySide6.QtCore import Signal

from selfstudy.desktop.widgets.buttons import GhostButton, PrimaryButton
from selfstudy.desktop.widgets.inputs import Choice, FormRow, TextField
from selfstudy.desktop.widgets.layouts import Columns, Flow
from selfstudy.desktop.widgets.surfaces import Banner, Card
from selfstudy.desktop.widgets.text import ErrorText, Small, reveal
from selfstudy.domain.errors import SelfStudyError
from selfstudy.domain.people import ROLES, PersonRow, roles_of
from selfstudy.sentences import error_words
from selfstudy.words import t


class PersonCard(Card):
    """Each act has its button; what was said is undone above, among what was decided."""

    described = Signal(str, str)  # positions, department
    left = Signal(str, str)  # the day as typed, where to
    returned = Signal()

    def __init__(self) -> None:
        super().__init__(t("staff.card"))
        self._person: PersonRow | None = None
        self._positions: tuple[tuple[str, str], ...] = ()
        self._today = ""
        self.first, self.second = (
            Choice(t("staff.first_position")),
            Choice(t("staff.second_position")),
        )
        self.department = TextField(t("staff.department"), t("staff.department_hint"))
        self.save = PrimaryButton(t("staff.save"), "check")
        self.save.clicked.connect(self._describe)
        self.day = TextField(t("staff.leave_day"))
        self.to = TextField(t("staff.leave_to"))
        self.leave = GhostButton(t("staff.leave_do"), "log-out")
        self.leave.clicked.connect(lambda: self.left.emit(self.day.text(), self.to.text()))
        self.back = GhostButton(t("staff.come_back"), "undo-2")
        self.back.clicked.connect(self.returned)
        self._said, self._gone, self._error = Banner(), Banner(), ErrorText()
        self._leaving = Columns(240, most=2)
        self._leaving_rows = [
            FormRow(t("staff.leave_day"), self.day), FormRow(t("staff.leave_to"), self.to),
        ]  # fmt: skip
        self._leave_note = Small(t("staff.leave_note"))
        self.add(Small(t("staff.card_note")))
        self.add(
            Columns(240, most=3).add(
                FormRow(t("staff.first_position"), self.first),
                FormRow(t("staff.second_position"), self.second),
                FormRow(t("staff.department"), self.department),
            ),
            Flow(10).add(self.save),
            self._said,
        )
        self.add(self._leaving.add(*self._leaving_rows), self._leave_note, self._gone)
        self.add(Flow(10).add(self.leave, self.back), self._error)

    def show_offers(self, positions: tuple[tuple[str, str], ...], today: str) -> None:
        """The positions of the framework (code and title), and today as it is written."""
        self._positions, self._today = positions, today

    def show_person(self, person: PersonRow) -> None:
        """What the unit says of them now; fields change only when the person does."""
        left = person.left
        reveal(self.back, visible=bool(left))
        for part in (*self._leaving_rows, self._leave_note, self.leave):
            reveal(part, visible=not left)
        shown = "/".join(reversed(left.split("-")))
        self._gone.show_words(t("staff.left_on", day=shown) if left else "", "warning")
        if person == self._person:
            return
        if self._person is None or self._person.id != person.id:
            self.day.setText(self._today)
            self.to.clear()
            self.say("")
        self._person = person
        first, second, *_more = (*roles_of(person.roles), "", "")
        known = [code for code, _title in self._positions]
        own = [(code, code) for code in (first, second) if code and code not in known]
        self.first.show_choices([("", t("staff.no_position")), *own, *self._positions])
        self.second.show_choices([("", t("staff.no_second")), *own, *self._positions])
        self.first.show_key(first)
        self.second.show_key(second)
        self.department.setText(person.department)

    def say(self, words: str, error: SelfStudyError | None = None) -> None:
        """What was done, or what went wrong."""
        self._said.show_words(words, "success")
        self._error.show_words(error_words(error) if error is not None else "")

    def _describe(self) -> None:
        roles = dict.fromkeys(filter(None, (self.first.key, self.second.key)))
        self.described.emit(ROLES.join(roles), self.department.text())
