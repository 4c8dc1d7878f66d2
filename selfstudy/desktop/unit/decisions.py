"""What was decided about a person, to undo or to choose from; another person to match with."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from selfstudy.desktop.unit.state import UnitState
from selfstudy.desktop.widgets.buttons import GhostButton, QuietButton
from selfstudy.desktop.widgets.inputs import Choice
from selfstudy.desktop.widgets.layouts import Flow
from selfstudy.desktop.widgets.surfaces import Banner
from selfstudy.desktop.widgets.text import ErrorText, Small, reveal
from selfstudy.domain.people import PersonRow, Told
from selfstudy.domain.vietnamese import fold, name_key
from selfstudy.domain.waiting import Contrary, Decision
from selfstudy.sentences import error_words
from selfstudy.words import moment, t

Line = tuple[str, str, Callable[[], None]]  # words, what the button says, what it does

BETWEEN = 6  # pixels around what disagrees


class Decisions(QWidget):
    """Stands over the records of a person; each line has its button."""

    undone = Signal(object)  # decisions
    settled = Signal(str, str)
    matched = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._person = ""
        self._drawn: tuple[object, ...] = ()
        self._disputed = Banner()
        self._rows = QVBoxLayout()
        self._rows.setSpacing(2)
        self.others = Choice(t("unit.same_as"))
        self.others.setMinimumContentsLength(34)
        self.match = GhostButton(t("unit.same_as_do"), "user-check")
        self.match.clicked.connect(self._match)
        self._error = ErrorText()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addWidget(self._disputed)
        whole.addLayout(self._rows)
        whole.addLayout(Flow(10).add(self.others, self.match))
        whole.addWidget(self._error)

    def show_state(self, state: UnitState) -> None:
        """Draw what was decided about the person opened."""
        person = state.person
        if person is None:
            return
        self._person = person.id
        drawn = (person.disputed, state.history, state.contrary, state.people)
        if drawn != self._drawn:
            self._drawn = drawn
            self._show_lines(person.disputed, state.history, state.contrary)
            self.others.show_choices([("", t("unit.same_as")), *_others(person, state.people)])
        said = t("unit.disputed", name=person.name) if person.disputed else ""
        self._disputed.show_words(said, "warning")
        idle = state.busy in ("", "load")
        self.match.setEnabled(idle)
        reveal(self.match, visible=len(state.people) > 1)
        reveal(self.others, visible=len(state.people) > 1)
        wrong = state.error_at in ("undo", "settle", "match")
        self._error.show_words(error_words(state.error) if wrong else "")

    def _show_lines(
        self,
        disputed: Sequence[Told],
        history: Sequence[Decision],
        contrary: Sequence[Contrary],
    ) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for told in disputed:
            self._rows.addWidget(self._line(told_words(told), t("unit.settle"), self._settle(told)))
        for one in contrary:
            self._rows.addSpacing(BETWEEN)
            words = t(f"unit.contrary_{one.kind}", name=one.name)
            self._rows.addWidget(Banner(words, tone="warning"))
            for decision, said in zip(one.decisions, contrary_words(one), strict=True):
                keep = self._undo(*one.without(decision.id))
                self._rows.addWidget(self._line(said, t("unit.keep_this"), keep))
        if contrary:
            self._rows.addSpacing(BETWEEN)
        chosen_from = {decision.id for one in contrary for decision in one.decisions}
        for decision in history:
            if decision.id not in chosen_from:
                words = decision_words(decision)
                self._rows.addWidget(self._line(words, t("unit.undo"), self._undo(decision.id)))

    def _line(self, words: str, button: str, pressed: Callable[[], None]) -> QWidget:
        line, action = QWidget(), QuietButton(button)
        action.setAccessibleName(f"{button}: {words}")
        action.setProperty("compact", "true")
        action.clicked.connect(pressed)
        row = Flow(8).add(Small(words, wrap=False), action)
        line.setLayout(row)
        return line

    def _settle(self, told: Told) -> Callable[[], None]:
        return lambda: self.settled.emit(self._person, told.digest)

    def _undo(self, *decisions: str) -> Callable[[], None]:
        return lambda: self.undone.emit(decisions)

    def _match(self) -> None:
        if self.others.key:
            self.matched.emit(self._person, self.others.key)


def _others(person: PersonRow, people: Sequence[PersonRow]) -> list[tuple[str, str]]:
    """Everybody else by name; those of the same name first."""
    alike = fold(person.name)
    rest = sorted(
        (one for one in people if one.id != person.id),
        key=lambda one: (fold(one.name) != alike, name_key(one.name)),
    )
    return [
        (one.id, " · ".join(part for part in (one.name, one.position, one.staff_code) if part))
        for one in rest
    ]


def decision_words(decision: Decision) -> str:
    """What was decided, when and by whom."""
    return t(
        f"unit.decision_{decision.kind}", name=decision.name,
        other=decision.other or t("unit.somebody"), by=decision.by, at=moment(decision.at),
    )  # fmt: skip


def contrary_words(contrary: Contrary) -> list[str]:
    """Who said what and when, and what counts meanwhile."""
    last = contrary.decisions[-1]
    return [
        t(
            "unit.said_last" if one is last else "unit.said_by", at=moment(one.at), by=one.by,
            words=" · ".join(one.said) or t("unit.somebody"),
        )
        for one in contrary.decisions
    ]  # fmt: skip


def told_words(told: Told) -> str:
    """What a person said of themselves on one device."""
    parts = (told.name, told.position, told.staff_code)
    return t("unit.told", at=moment(told.at), words=" · ".join(part for part in parts if part))
