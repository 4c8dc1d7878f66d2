"""The unit at a glance: people, what waits, the card, who may receive, reports."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout

from selfstudy.desktop import dropping
from selfstudy.desktop.papers.card import PapersCard
from selfstudy.desktop.retaining.card import RetainingCard
from selfstudy.desktop.unit.keys_card import KeysCard
from selfstudy.desktop.unit.pieces import WIDE
from selfstudy.desktop.unit.state import UnitState
from selfstudy.desktop.unit.totals_card import TotalsCard
from selfstudy.desktop.widgets.buttons import GhostButton, PrimaryButton, WhyButton
from selfstudy.desktop.widgets.inputs import Choice, FormRow, TextField
from selfstudy.desktop.widgets.layouts import Columns, Flow
from selfstudy.desktop.widgets.lists import ClickCard
from selfstudy.desktop.widgets.page import PageFrame
from selfstudy.desktop.widgets.secrets import SecretField
from selfstudy.desktop.widgets.surfaces import Banner, Card
from selfstudy.desktop.widgets.text import ErrorText, Muted, Number, Small, Strong, reveal
from selfstudy.domain.explained import Figure, Key
from selfstudy.domain.people import UnitView
from selfstudy.sentences import error_words
from selfstudy.words import day, number, t


class OverviewView(PageFrame):
    """Figures that open what is behind them; below, what is done rarely."""

    section_asked = Signal(str)
    card_asked = Signal(object)
    appoint_asked = Signal(str, str, object)
    step_asked = Signal(str, str)
    confirmed = Signal(str)
    explain_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__(widest=WIDE)
        self.people = _Figure("people", t("unit.people_note"), "people")
        self.unknown = _Figure("waiting", t("unit.unknown_note"), "unknown")
        self.set_aside = _Figure("waiting", t("unit.set_aside_note"), "set_aside")
        self.intake = _Figure("intake", t("unit.intake_note"))
        for figure in (self.people, self.unknown, self.set_aside, self.intake):
            figure.asked.connect(self.section_asked)
            figure.explain_asked.connect(self.explain_asked)
        self.totals = TotalsCard()
        self.totals.explain_asked.connect(self.explain_asked)
        self.card, self.reports, self.appointing = _UnitCard(), PapersCard(), _Appointing()
        self.keys, self.soon = KeysCard(), Banner(action=t("unit_keys.look"))
        self.soon.pressed.connect(self._look_at_keys)
        self.keys.step_asked.connect(self.step_asked)
        self.keys.confirmed.connect(self.confirmed)
        self.card.asked.connect(self.card_asked)
        self.appointing.asked.connect(self.appoint_asked)
        self.framework, self.retaining = _Framework(), RetainingCard()
        figures = (self.people, self.unknown, self.set_aside, self.intake)
        self.add(self.soon, Columns(200, most=4).add(*figures), self.totals)
        self.add(self.reports, Columns(380, most=2).add(self.card, self.keys))
        self.add(self.framework, self.retaining, self.appointing)

    def show_state(self, state: UnitState) -> None:
        """Draw the figures, the card and the forms."""
        unit = state.unit
        if unit is None:
            return
        self.people.show_figure(number(unit.people, 0))
        self.unknown.show_figure(number(unit.unknown, 0))
        self.set_aside.show_figure(number(unit.quarantined, 0))
        self.intake.show_figure(t("unit.intake_figure"))
        for part in (self.people, self.unknown, self.set_aside, self.intake):
            reveal(part, visible=unit.is_supervisor)
        self.totals.show_state(state)
        self.card.show_state(state, unit)
        self.keys.show_state(state, unit)
        soon = unit.reminder_at
        self.soon.show_words(t(unit.reminder, day=day(soon)) if soon else "", "warning")
        reveal(self.reports, visible=unit.is_supervisor)
        reveal(self.framework, visible=unit.is_supervisor)
        reveal(self.retaining, visible=unit.is_supervisor)
        self.appointing.show_state(state, unit)

    def _look_at_keys(self) -> None:
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + self.keys.mapTo(self, QPoint(0, 0)).y())
        (self.keys.renew if self.keys.renew.isVisible() else self.keys.retire).setFocus()


class _Figure(ClickCard):
    """A figure that opens where it is worked on; what it was counted from is a button away."""

    asked = Signal(str)
    explain_asked = Signal(object)

    def __init__(self, section: str, note: str, key: Key | None = None) -> None:
        super().__init__(note)
        self._note = note
        self._number, words = Number(), Small(note)
        self.body.setSpacing(2)
        head = QHBoxLayout()
        head.addWidget(self._number, 1)
        if key is not None:
            self.why = WhyButton(note)
            self.why.clicked.connect(lambda: self.explain_asked.emit((Figure(key),)))
            head.addWidget(self.why)
        self.body.addLayout(head)
        self.body.addWidget(words)
        self.body.addStretch(1)
        self.clicked.connect(lambda: self.asked.emit(section))

    def show_figure(self, words: str) -> None:
        """The figure as it stands."""
        self._number.setText(words)
        self.setAccessibleName(f"{words} {self._note}")


class _Framework(Card):
    """Leads to the unit's competencies, positions and required levels."""

    pressed = Signal()

    def __init__(self) -> None:
        super().__init__(t("framework.title"), spacing=8)
        self.button = GhostButton(t("framework.open"), "table-properties")
        self.button.clicked.connect(self.pressed)
        self.add(Muted(t("framework.open_note")), Flow(10).add(self.button))


class _UnitCard(Card):
    """The public card of the unit, and writing it for everybody to open."""

    asked = Signal(object)

    def __init__(self) -> None:
        super().__init__(t("unit.card_title"))
        self._name, self._lines = Strong(), Muted()
        self.write = GhostButton(t("unit.write_card"), "id-card")
        self.write.clicked.connect(self._ask)
        self._said, self._error = Banner(), ErrorText()
        self.add(self._name, self._lines, Small(t("unit.card_note")))
        self.body.addStretch(1)
        self.add(Flow(10).add(self.write), self._error, self._said)

    def show_state(self, state: UnitState, unit: UnitView) -> None:
        """The card in words, and the file that was written."""
        self._name.setText(unit.name)
        self._lines.setText("\n".join(card_lines(unit)))
        self.write.setEnabled(state.busy in ("", "load"))
        self._said.show_words(
            t("unit.card_written", path=state.path) if state.done == "card" else "", "success"
        )
        self._error.show_words(error_words(state.error) if state.error_at == "card" else "")

    def _ask(self) -> None:
        folder = dropping.ask_folder(self, t("unit.card_folder"))
        if folder is not None:
            self.asked.emit(folder)


class _Appointing(Card):
    """Whoever holds the root may name a supervisor, until a day."""

    asked = Signal(str, str, object)

    def __init__(self) -> None:
        super().__init__(t("unit.appoint_title"))
        self.person = Choice(t("unit.appoint_person"))
        self.until = _Day(t("unit.appoint_until"))
        self.passphrase = SecretField(t("unit.passphrase"))
        self.appoint = PrimaryButton(t("unit.appoint"), "badge-check")
        self.appoint.clicked.connect(self._ask)
        self.passphrase.returnPressed.connect(self._ask)
        self._said, self._error = Banner(), ErrorText()
        self._nobody = Muted(t("unit.appoint_nobody"))
        self._rows = {
            "person": FormRow(t("unit.appoint_person"), self.person),
            "until": FormRow(t("unit.appoint_until"), self.until),
            "refused": FormRow(t("unit.passphrase"), self.passphrase),
        }
        person, *others = self._rows.values()
        form = Columns(250, most=2).add(*others)
        self.add(Muted(t("unit.appoint_note")), self._nobody, person, form)
        self.add(Flow(10).add(self.appoint), self._error, self._said)

    def show_state(self, state: UnitState, unit: UnitView) -> None:
        """Whom one may appoint, and who was."""
        reveal(self, visible=unit.is_root)
        choices = [("", t("unit.appoint_choose"))]  # nobody is appointed by a stray Enter
        choices += [(p.id, f"{p.name} – {p.position}".rstrip("– ")) for p in state.people]
        if choices != self._choices():
            self.person.show_choices(choices)
        for part in (*self._rows.values(), self.appoint):
            reveal(part, visible=bool(state.people))
        reveal(self._nobody, visible=not state.people)
        for key, row in self._rows.items():
            row.show_error(t(f"unit.wrong_{key}") if state.wrong == key else "")
        self.appoint.setEnabled(state.busy in ("", "load"))
        done = state.done == "appoint"
        self._said.show_words(t("unit.appointed", name=state.who) if done else "", "success")
        self._error.show_words(error_words(state.error) if state.error_at == "appoint" else "")
        if done:
            self.passphrase.clear()

    def _choices(self) -> list[tuple[str, str]]:
        count = self.person.count()
        return [(str(self.person.itemData(i)), self.person.itemText(i)) for i in range(count)]

    def _ask(self) -> None:
        if self.appoint.isEnabled():
            chosen = self.until.day()
            self.asked.emit(self.person.key, self.passphrase.text(), chosen)


class _Day(TextField):
    """A day as dd/mm/yyyy; a year from now to begin with."""

    def __init__(self, name: str) -> None:
        super().__init__(name, t("unit.day_hint"))
        self.setText(day(datetime.now().astimezone() + timedelta(days=365)))

    def day(self) -> date | None:
        """The day written, None while it is none."""
        try:
            return datetime.strptime(self.text().strip(), "%d/%m/%Y").date()  # noqa: DTZ007 - a day
        except ValueError:
            return None


def card_lines(unit: UnitView) -> list[str]:
    """What the card says, line by line."""
    lines = [t("unit.card_number", number=number(unit.card_number, 0))]
    if unit.valid_to is not None:
        lines[0] += " · " + t("unit.card_valid", day=day(unit.valid_to))
    lines.append(t("unit.card_supervisors", names=", ".join(unit.supervisors)))
    lines.append(t("unit.card_hub", hub=unit.hub) if unit.hub else t("unit.card_no_hub"))
    return lines
