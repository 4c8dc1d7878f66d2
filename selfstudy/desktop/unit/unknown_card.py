"""People who wait: is each one somebody of the list, or somebody new? One by one or at once."""

from __future__ import annotations

from PySide6.QtCore import Signal

from selfstudy.desktop.rows import Column
from selfstudy.desktop.theme import Tone
from selfstudy.desktop.unit.comparison import Comparison
from selfstudy.desktop.unit.pieces import NamesTable
from selfstudy.desktop.unit.state import UnitState
from selfstudy.desktop.unit.waiting import clear
from selfstudy.desktop.widgets.buttons import GhostButton, PrimaryButton, QuietButton
from selfstudy.desktop.widgets.inputs import Choice
from selfstudy.desktop.widgets.layouts import Flow
from selfstudy.desktop.widgets.surfaces import Card
from selfstudy.desktop.widgets.text import ErrorText, Muted, reveal
from selfstudy.domain.people import PersonRow, UnknownPerson
from selfstudy.domain.vietnamese import name_key
from selfstudy.sentences import error_words
from selfstudy.words import ago, number, t

MOST = 8  # rows shown at once; the others scroll inside the table


class UnknownCard(Card):
    """Enter does what the row suggests; nothing of anybody's is lost meanwhile."""

    admitted = Signal(str)
    matched = Signal(str, str)

    def __init__(self) -> None:
        super().__init__(t("unit.unknown_title"))
        self.table = NamesTable(t("unit.unknown_title"), unknown_columns())
        self.same = PrimaryButton(t("unit.match"), "user-check")
        self.admit = GhostButton(t("unit.admit"), "user-plus")
        self.later = QuietButton(t("unit.later"), "arrow-right")
        self.match_all = PrimaryButton(t("unit.match"), "users")
        self.admit_all = GhostButton(t("unit.admit"), "users")
        self.others = Choice(t("unit.compare_listed"))
        self.others.setMinimumContentsLength(34)
        self.comparison = Comparison()
        self._hint, self._error = Muted(), ErrorText()
        self.table.row_changed.connect(self._tell)
        self.table.row_chosen.connect(self._choose)
        self.others.chosen.connect(lambda _key: self._compare(self.table.row))
        self.same.clicked.connect(self._match)
        self.admit.clicked.connect(self._admit)
        self.later.clicked.connect(self._next)
        self.add(Muted(t("unit.unknown_intro")))
        self.add(Flow(10).add(self.match_all, self.admit_all), self.table, self._hint)
        self.add(self.others, self.comparison)
        self.add(Flow(10).add(self.same, self.admit, self.later), self._error)

    def show_state(self, state: UnitState) -> None:
        """Everybody who waits."""
        people, idle = state.unknown, state.busy in ("", "load")
        reveal(self, visible=bool(people))
        if set(self.table.model.rows) != set(people):
            self.table.show_rows(people)
            self.table.fit_names()
            self.table.show_most(MOST)
            if people and self.table.row is None:
                self.table.view.selectRow(0)
        sure, new = sum(bool(p.sure) for p in people), sum(clear(p) for p in people)
        reveal(self.match_all, visible=sure > 1)
        reveal(self.admit_all, visible=new > 1)
        self.match_all.show_words(t("unit.match_all", n=sure))
        self.admit_all.show_words(t("unit.admit_all", n=new))
        for button in (self.same, self.admit, self.match_all, self.admit_all):
            button.setEnabled(idle and self.table.row is not None)
        self._tell(self.table.row)
        wrong = state.error_at in ("admit", "match", "undo")
        self._error.show_words(error_words(state.error) if wrong else "")

    def _tell(self, person: UnknownPerson | None) -> None:
        self._hint.show_words(alike_words(person) if person is not None else "")
        candidates = person.candidates if person is not None else ()
        self.others.show_choices([(one.id, _called(one)) for one in candidates])
        if person is not None and person.sure:
            self.others.show_key(person.sure)
        reveal(self.others, visible=len(candidates) > 1)
        reveal(self.same, visible=bool(candidates))
        reveal(self.later, visible=self.table.model.rowCount() > 1)
        self._compare(person)

    def _compare(self, person: UnknownPerson | None) -> None:
        listed = self._listed(person)
        reveal(self.comparison, visible=listed is not None)
        if person is not None and listed is not None:
            self.comparison.show_pair(person, listed)
            self.same.show_words(t("unit.match_with", name=listed.name))

    def _listed(self, person: UnknownPerson | None) -> PersonRow | None:
        candidates = person.candidates if person is not None else ()
        return next((one for one in candidates if one.id == self.others.key), None)

    def _choose(self, person: UnknownPerson) -> None:
        """Enter: what is beyond doubt is done, where there is doubt the keyboard goes to it."""
        if person.sure:
            self.matched.emit(person.id, person.sure)
        elif clear(person):
            self.admitted.emit(person.id)
        else:
            (self.same if person.candidates else self.admit).setFocus()

    def _match(self) -> None:
        person = self.table.row
        listed = self._listed(person)
        if listed is not None:
            self.matched.emit(person.id, listed.id)

    def _admit(self) -> None:
        if self.table.row is not None:
            self.admitted.emit(self.table.row.id)

    def _next(self) -> None:
        """Leave this one for later; the next row, the first again after the last."""
        place = self.table.view.currentIndex().row() + 1
        self.table.view.selectRow(place % max(1, self.table.model.rowCount()))
        self.table.view.setFocus()


def alike_words(person: UnknownPerson) -> str:
    """Who on the list is like them, so that one looks twice."""
    if person.sure:
        return t("unit.alike_sure", name=person.name)
    if person.candidates:
        return t("unit.alike", others="; ".join(_called(p) for p in person.candidates))
    if person.twins:
        return t("unit.alike_twins", name=person.name)
    return t("unit.alike_none", name=person.name)


def _called(person: PersonRow) -> str:
    told = ", ".join(part for part in (person.position, person.staff_code) if part)
    return f"{person.name} ({told})" if told else person.name


def unknown_columns() -> list[Column]:
    """Who, where, how much is kept, since when, and what is suggested."""
    return [
        Column(t("unit.column_name"), lambda p: p.name, "person", order=_order, width=230),
        Column(t("unit.column_position"), lambda p: p.position, "muted"),
        Column(t("unit.column_code"), lambda p: p.staff_code, "muted", width=110),
        Column(t("unit.column_kept"), _kept, "number", order=lambda p: p.facts, width=110),
        Column(t("unit.column_last"), _last, "muted", order=_last_order, width=120),
        Column(t("unit.column_alike"), _alike, "badge", tone=_tone, icon=_icon, width=200),
    ]


def _order(person: UnknownPerson) -> object:
    return name_key(person.name)


def _kept(person: UnknownPerson) -> str:
    return number(person.facts, 0)


def _last(person: UnknownPerson) -> str:
    return ago(person.last_at) if person.last_at is not None else t("unit.never")


def _last_order(person: UnknownPerson) -> float:
    return person.last_at.timestamp() if person.last_at is not None else 0.0


def _standing(person: UnknownPerson) -> str:
    if person.sure:
        return "sure"
    return "new" if clear(person) else "badge"


def _alike(person: UnknownPerson) -> str:
    return t(f"unit.alike_{_standing(person)}_word")


def _tone(person: UnknownPerson) -> Tone:
    tones: dict[str, Tone] = {"sure": "success", "badge": "warning", "new": "neutral"}
    return tones[_standing(person)]


def _icon(person: UnknownPerson) -> str:
    return {"sure": "circle-check", "badge": "circle-alert", "new": ""}[_standing(person)]
