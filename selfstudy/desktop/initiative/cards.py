"""Three cards for oneself: goals, what was applied at work, a look back."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from selfstudy.desktop import theme
from selfstudy.desktop.initiative.presenter import OwnState, TypedGoals
from selfstudy.desktop.initiative.wording import (
    done_words,
    entry_words,
    goal_words,
    rhythm_words,
    summary_words,
)
from selfstudy.desktop.widgets.buttons import GhostButton, PrimaryButton, QuietButton, Segmented
from selfstudy.desktop.widgets.inputs import CheckBox, Choice, FormRow, TextField
from selfstudy.desktop.widgets.layouts import Columns, Flow
from selfstudy.desktop.widgets.surfaces import Banner, Card, Line
from selfstudy.desktop.widgets.text import Body, ErrorText, Muted, Small, Strong, Subheading, reveal
from selfstudy.domain.initiative import Applied, Goal, Goals
from selfstudy.sentences import error_words
from selfstudy.words import day, t

KINDS: Final = ("minutes", "lessons", "reviews")
LOOKS: Final = ("week", "quarter", "year")
WRITING: Final = 90  # pixels at 100 % for the words of an entry
SHOWN: Final = 5  # entries shown before more are asked for


class GoalsCard(Card):
    """A week, a quarter, the days on which one wants to be reminded inside the program."""

    asked = Signal(object)

    def __init__(self) -> None:
        super().__init__(t("own.goals"))
        self._goals: Goals | None = None
        self._rhythm, self._error = Strong(), ErrorText()
        self.week = {key: TextField(t(f"own.week_{key}")) for key in KINDS}
        self.quarter = {key: TextField(t(f"own.quarter_{key}")) for key in KINDS}
        self.days = [CheckBox(t(f"own.day_{at}")) for at in range(7)]
        self.hour = TextField(t("own.hour"), "8")
        self.set = GhostButton(t("own.set"), "save")
        self.set.clicked.connect(self._ask)
        for row in (self.week, self.quarter):
            fields = [FormRow(field.accessibleName(), field) for field in row.values()]
            self.add(Columns(180, most=3).add(*fields))
        self.add(Subheading(t("own.remind_on")), Flow(14).add(*self.days))
        self.add(Columns(180, most=3).add(FormRow(t("own.hour"), self.hour)))
        self.add(self._error, Flow(10).add(self.set), Small(t("own.goals_note")))
        self.body.insertWidget(1, self._rhythm)

    def show_state(self, state: OwnState) -> None:
        """How far one is; the fields only when other goals are set."""
        rhythm = state.rhythm
        said = [rhythm_words(rhythm), goal_words(rhythm)] if rhythm else []
        self._rhythm.setText("\n".join(filter(None, said)))
        self._error.show_words(error_words(state.error) if state.error_at == "goals" else "")
        self.set.setEnabled(not state.busy)
        if rhythm is not None and rhythm.goals != self._goals:
            self._goals = rhythm.goals
            _fill(self.week, rhythm.goals.week)
            _fill(self.quarter, rhythm.goals.quarter)
            for at, box in enumerate(self.days):
                box.setChecked(at in rhythm.goals.days)
            self.hour.setText(str(rhythm.goals.hour))

    def _ask(self) -> None:
        days = tuple(at for at, box in enumerate(self.days) if box.isChecked())
        self.asked.emit(TypedGoals(_typed(self.week), _typed(self.quarter), days, self.hour.text()))


class JournalCard(Card):
    """What was used at work; an entry is private until it is shared."""

    kept = Signal(str, str, str)
    changed = Signal(str)
    shared = Signal(str)
    taken_back = Signal(str)
    dropped = Signal(str)
    undone = Signal()

    def __init__(self) -> None:
        super().__init__(t("own.applied"))
        self._entries: tuple[Applied, ...] = ()
        self._entry: Applied | None = None
        self._whole = False
        self.rows: list[EntryRow] = []
        self.text = QPlainTextEdit()
        self.text.setAccessibleName(t("own.text"))
        self.text.setPlaceholderText(t("own.text_hint"))
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(theme.px(WRITING))
        self.module, self.day = Choice(t("own.module")), TextField(t("own.day"), "27/11/2026")
        self.keep, self.leave = PrimaryButton(t("own.keep"), "save"), QuietButton(t("own.leave"))
        self.keep.clicked.connect(self._keep)
        self.leave.clicked.connect(lambda: self.changed.emit(""))
        self._done, self._error = Banner(action=t("own.undo")), ErrorText()
        self._done.pressed.connect(self.undone)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(12)
        self.more = QuietButton(t("own.all"))
        self.more.clicked.connect(self._show_all)
        self.add(
            Muted(t("own.applied_intro")),
            FormRow(t("own.text"), self.text),
            Columns(220, most=2).add(
                FormRow(t("own.module"), self.module), FormRow(t("own.day"), self.day)
            ),
            self._error,
            Flow(10).add(self.keep, self.leave),
            self._done,
            self._lines,
            Flow(10).add(self.more),
        )

    def show_state(self, state: OwnState) -> None:
        """The entries, and the one whose words are being changed."""
        self.module.show_choices([("", t("own.no_module")), *state.modules])
        if state.entry != self._entry or state.done == "keep":
            self._entry = state.entry
            self._write(state.entry)
        reveal(self.leave, visible=state.entry is not None)
        undo = t("own.undo") if state.dropped is not None else ""
        self._done.show_words(done_words(state) if state.done != "goals" else "", "success", undo)
        wrong = state.error_at not in ("", "goals")
        self._error.show_words(error_words(state.error) if wrong else "")
        self.keep.setEnabled(not state.busy)
        self._modules, self._unit = dict(state.modules), state.unit
        if state.entries != self._entries:
            self._entries = state.entries
            self._draw()

    def _write(self, entry: Applied | None) -> None:
        self.text.setPlainText(entry.text if entry else "")
        self.module.show_key(entry.module if entry else "")
        self.day.setText(day(entry.day) if entry else "")

    def _keep(self) -> None:
        self.kept.emit(self.text.toPlainText(), self.module.key, self.day.text())

    def _show_all(self) -> None:
        self._whole = True
        self._draw()

    def _draw(self) -> None:
        while (item := self._lines.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        shown = self._entries if self._whole else self._entries[:SHOWN]
        self.rows = [EntryRow(entry, self._modules, shareable=self._unit) for entry in shown]
        for row in self.rows:
            self._lines.addWidget(Line())
            self._lines.addWidget(row)
            row.changed.connect(self.changed)
            row.shared.connect(self.shared)
            row.taken_back.connect(self.taken_back)
            row.dropped.connect(self.dropped)
        reveal(self.more, visible=len(shown) < len(self._entries))


class EntryRow(QWidget):
    """An entry with what can be done with it."""

    changed = Signal(str)
    shared = Signal(str)
    taken_back = Signal(str)
    dropped = Signal(str)

    def __init__(self, entry: Applied, modules: dict[str, str], *, shareable: bool) -> None:
        super().__init__()
        self.change = QuietButton(t("own.change"))
        self.share = QuietButton(t("own.share"))
        self.back = QuietButton(t("own.back"))
        self.drop = QuietButton(t("own.drop"))
        for button, signal in (
            (self.change, self.changed),
            (self.share, self.shared),
            (self.back, self.taken_back),
            (self.drop, self.dropped),
        ):
            button.setAccessibleDescription(entry.text)
            button.clicked.connect(lambda _on=False, signal=signal: signal.emit(entry.id))
        reveal(self.share, visible=shareable and not entry.shared)
        reveal(self.back, visible=entry.told)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        text = Body(entry.text)
        text.setTextFormat(Qt.TextFormat.PlainText)
        column.addWidget(text)
        foot = QHBoxLayout()
        foot.addWidget(Small(entry_words(entry, modules)), 1)
        for button in (self.change, self.share, self.back, self.drop):
            foot.addWidget(button)
        column.addLayout(foot)


class SummaryCard(Card):
    """A period in lines, to read or to paste."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__(t("own.summary"))
        self.look = Segmented(t("own.summary"), [(key, t(f"own.look_{key}")) for key in LOOKS])
        self.look.chosen.connect(self.chosen)
        self._words, self._copied = Body(), Small()
        self.copy = GhostButton(t("own.copy"), "copy")
        self.copy.clicked.connect(self._copy)
        self.add(Flow(10).add(self.look), self._words, Flow(10).add(self.copy, self._copied))

    def show_state(self, state: OwnState) -> None:
        """The period chosen."""
        self.look.show_key(state.look)
        self._words.setText(summary_words(state.summary) if state.summary else "")
        self._copied.show_words("")

    def _copy(self) -> None:
        QApplication.clipboard().setText(self._words.text())
        self._copied.show_words(t("own.copied"))


class OwnCards(QWidget):
    """All three below each other."""

    def __init__(self) -> None:
        super().__init__()
        self.goals, self.journal, self.summary = GoalsCard(), JournalCard(), SummaryCard()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        for card in (self.goals, self.journal, self.summary):
            column.addWidget(card)

    def show_state(self, state: OwnState) -> None:
        """Draw everything."""
        for card in (self.goals, self.journal, self.summary):
            card.show_state(state)


def _fill(fields: dict[str, TextField], goal: Goal) -> None:
    for key, field in fields.items():
        value = getattr(goal, key)
        field.setText(str(value) if value else "")


def _typed(fields: dict[str, TextField]) -> tuple[str, str, str]:
    minutes, lessons, reviews = (field.text() for field in fields.values())
    return minutes, lessons, reviews
