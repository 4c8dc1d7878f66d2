"""Who and what waits: people whose results are kept but who are not listed, and files set aside."""

from __future__ import annotations

from PySide6.QtCore import Signal

from selfstudy.desktop.rows import Column
from selfstudy.desktop.theme import Tone
from selfstudy.desktop.unit import wording
from selfstudy.desktop.unit.pieces import WIDE, NamesTable
from selfstudy.desktop.unit.state import UnitState
from selfstudy.desktop.widgets.buttons import GhostButton, PrimaryButton
from selfstudy.desktop.widgets.layouts import Flow
from selfstudy.desktop.widgets.page import PageFrame
from selfstudy.desktop.widgets.surfaces import Banner, Card, EmptyState
from selfstudy.desktop.widgets.text import ErrorText, Muted, reveal
from selfstudy.domain.people import FileResult, UnknownPerson
from selfstudy.domain.vietnamese import name_key
from selfstudy.sentences import error_words
from selfstudy.words import number, t

MOST = 8  # rows shown at once; the others scroll inside the table


class WaitingView(PageFrame):
    """Both lists, or one sentence when nothing waits."""

    admitted = Signal(str)
    all_admitted = Signal()
    retried = Signal()

    def __init__(self) -> None:
        super().__init__(widest=WIDE)
        self.unknown, self.quarantine = _Unknown(), _Quarantine()
        self._said = Banner()
        self._empty = EmptyState(
            "circle-check", t("unit.nothing_waits"), t("unit.nothing_waits_note")
        )
        self.unknown.admit.clicked.connect(self._admit)
        self.unknown.table.row_chosen.connect(lambda person: self.admitted.emit(person.id))
        self.unknown.admit_all.clicked.connect(self.all_admitted)
        self.quarantine.retry.clicked.connect(self.retried)
        self.add(self._said, self._empty, self.unknown, self.quarantine)

    def show_state(self, state: UnitState) -> None:
        """Draw who and what waits, and what was decided last."""
        self.unknown.show_state(state)
        self.quarantine.show_state(state)
        reveal(self._empty, visible=not state.waiting)
        self._said.show_words(_said(state), "success")

    def _admit(self) -> None:
        if self.unknown.table.row is not None:
            self.admitted.emit(self.unknown.table.row.id)


class _Unknown(Card):
    """People to be matched; nothing of theirs is lost meanwhile."""

    def __init__(self) -> None:
        super().__init__(t("unit.unknown_title"))
        self.table = NamesTable(t("unit.unknown_title"), unknown_columns())
        self.admit = PrimaryButton(t("unit.admit"), "user-plus")
        self.admit_all = GhostButton(t("unit.admit"), "users")
        self._hint, self._error = Muted(), ErrorText()
        self.table.row_changed.connect(self._tell)
        self.add(Muted(t("unit.unknown_intro")), self.table, self._hint)
        self.add(Flow(10).add(self.admit, self.admit_all), self._error)

    def show_state(self, state: UnitState) -> None:
        """Everybody who waits."""
        people, idle = state.unknown, state.busy in ("", "load")
        reveal(self, visible=bool(people))
        if self.table.model.rows != people:
            self.table.show_rows(people)
            self.table.fit_names()
            self.table.show_most(MOST)
            if people and self.table.row is None:
                self.table.view.selectRow(0)
        clear = sum(not person.candidates for person in people)
        reveal(self.admit_all, visible=clear > 1)
        self.admit_all.show_words(t("unit.admit_all", n=clear))
        self.admit.setEnabled(idle and self.table.row is not None)
        self.admit_all.setEnabled(idle)
        self._tell(self.table.row)
        self._error.show_words(error_words(state.error) if state.error_at == "admit" else "")

    def _tell(self, person: UnknownPerson | None) -> None:
        self._hint.show_words(alike_words(person) if person is not None else "")


class _Quarantine(Card):
    """Files set aside, each with its reason."""

    def __init__(self) -> None:
        super().__init__(t("unit.quarantine_title"))
        self.table = NamesTable(t("unit.quarantine_title"), quarantine_columns(), most=340)
        self.retry = GhostButton(t("unit.retry"), "rotate-ccw")
        self._reason, self._error = Muted(), ErrorText()
        self.table.row_changed.connect(self._tell)
        self.add(Muted(t("unit.quarantine_intro")), self.table, self._reason)
        self.add(Flow(10).add(self.retry), self._error)

    def show_state(self, state: UnitState) -> None:
        """Everything that was set aside."""
        files = state.quarantine
        reveal(self, visible=bool(files))
        if list(self.table.model.rows) != list(files):
            self.table.show_rows(files)
            self.table.fit_names()
            self.table.show_most(MOST)
            if files and self.table.row is None:
                self.table.view.selectRow(0)
        self.retry.setEnabled(state.busy in ("", "load"))
        self.retry.show_words(t("unit.retrying" if state.busy == "retry" else "unit.retry"))
        self._error.show_words(error_words(state.error) if state.error_at == "retry" else "")

    def _tell(self, file: FileResult | None) -> None:
        self._reason.show_words(wording.file_words(file) if file is not None else "")


def alike_words(person: UnknownPerson) -> str:
    """Who on the list has the same name, so that one looks twice."""
    if not person.candidates:
        return t("unit.alike_none", name=person.name)
    others = "; ".join(
        f"{p.name} ({p.position})" if p.position else p.name for p in person.candidates
    )
    return t("unit.alike", others=others)


def unknown_columns() -> list[Column]:
    """Who, where, how much is kept, from which device."""
    return [
        Column(t("unit.column_name"), lambda p: p.name, "person", order=_order, width=230),
        Column(t("unit.column_position"), lambda p: p.position, "muted"),
        Column(t("unit.column_kept"), _kept, "number", order=lambda p: p.facts, width=120),
        Column(t("unit.column_device"), lambda p: p.device, "muted", width=130),
        Column(t("unit.column_alike"), _alike, "badge", tone=_tone, icon=_icon, width=170),
    ]


def quarantine_columns() -> list[Column]:
    """A file and, in a word, why it is here."""
    return [
        Column(t("intake.column_file"), lambda file: file.name, "strong", width=300),
        Column(t("unit.column_reason"), _reason, "muted"),
    ]


def _order(person: UnknownPerson) -> object:
    return name_key(person.name)


def _kept(person: UnknownPerson) -> str:
    return number(person.facts, 0)


def _alike(person: UnknownPerson) -> str:
    return t("unit.alike_badge") if person.candidates else t("unit.alike_new")


def _tone(person: UnknownPerson) -> Tone:
    return "warning" if person.candidates else "neutral"


def _icon(person: UnknownPerson) -> str:
    return "circle-alert" if person.candidates else ""


def _reason(file: FileResult) -> str:
    return wording.file_words(file)


def _said(state: UnitState) -> str:
    if state.done == "admit":
        return (
            t("unit.admitted", name=state.who)
            if state.who
            else t("unit.admitted_all", n=state.count)
        )
    if state.done == "retry" and state.retried is not None:
        return t("intake.summary_retry", sums=wording.sums(state.retried))
    return ""
