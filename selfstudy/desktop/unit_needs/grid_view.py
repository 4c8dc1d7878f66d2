"""Rating people by keyboard: names by competencies, behaviours at the side, kept by itself."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from selfstudy.desktop import theme
from selfstudy.desktop.need_parts.wording import title_of
from selfstudy.desktop.unit_needs.state import UnitNeedsState
from selfstudy.desktop.widgets.buttons import GhostButton, Segmented
from selfstudy.desktop.widgets.inputs import Choice
from selfstudy.desktop.widgets.levels import LEVELS, by_level, wording_note
from selfstudy.desktop.widgets.rating_grid import GridCell, GridColumn, RatingGrid
from selfstudy.desktop.widgets.surfaces import Card
from selfstudy.desktop.widgets.text import Small, Strong, Subheading
from selfstudy.domain.competency import FAR_APART
from selfstudy.domain.people import Competency
from selfstudy.services.needs.measuring import Measured
from selfstudy.words import pick, t

PAUSE = 900  # ms without a key before what was rated is kept
SIDE = 262  # pixels at 100 % of the behaviours
ROW, COLUMN = 168, 45


class GridView(QWidget):
    """Digits rate, Shift and a digit weigh, Delete takes back; Tab and arrows move."""

    rated = Signal(str, str, int, bool)
    looked_at = Signal(str)
    group_chosen = Signal(str)
    weighing_chosen = Signal(bool)
    undo_asked = Signal()
    paused = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._state = UnitNeedsState()
        self._rows: tuple[Measured, ...] = ()
        self._codes: tuple[str, ...] = ()
        self.group = Choice(t("unit_needs.group"))
        self.group.setMinimumContentsLength(30)
        self.group.chosen.connect(self.group_chosen)
        self.mode = Segmented(
            t("unit_needs.mode"),
            [("level", t("unit_needs.mode_level")), ("weight", t("unit_needs.mode_weight"))],
        )
        self.mode.chosen.connect(lambda key: self.weighing_chosen.emit(key == "weight"))
        self.undo = GhostButton(t("needs.undo"), "undo-2")
        self.undo.clicked.connect(self.undo_asked)
        self._said = Small(wrap=False)
        self.grid = RatingGrid(t("unit_needs.rating"), LEVELS, row=ROW, column=COLUMN)
        self.grid.rated.connect(self._rated)
        self.grid.moved.connect(self._moved)
        self.grid.undo_asked.connect(self.undo_asked)
        self.side = Behaviours()
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self.paused)
        self._lay_out()

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        tools.setSpacing(10)
        tools.addWidget(self.group)
        tools.addWidget(self.mode)
        tools.addWidget(self.undo)
        tools.addWidget(self._said, 1)
        body = QHBoxLayout()
        body.setSpacing(12)
        body.addWidget(self.grid, 1)
        body.addWidget(self.side)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(tools)
        column.addLayout(body, 1)
        column.addWidget(Small(t("unit_needs.rating_note")))

    def show_state(self, state: UnitNeedsState, title: Callable[[str], str]) -> None:
        """The people and their ratings, drafts included."""
        people = state.board.people if state.board else ()
        self._state, self._rows, self._codes = state, state.rows, state.codes
        held = sorted({one.position for one in people}, key=title)
        groups = [("", t("unit_needs.everybody", n=len(people)))]
        groups += [(one, title(one)) for one in held if one]
        if self.group.count() != len(groups):
            self.group.show_choices(groups)
        self.group.show_key(state.group)
        self.mode.show_key("weight" if state.weighing else "level")
        self.undo.setEnabled(state.undoable > 0)
        self._said.setText(_kept(state))
        known = {one.code: one for one in state.board.competencies} if state.board else {}
        columns = [GridColumn(code, title_of(known[code])) for code in self._codes]
        fresh = self.grid.grid.rowCount() == 0
        self.grid.grid.show_grid([one.name for one in self._rows], columns, self._cell)
        if fresh and self._rows and columns:
            self.grid.go_to(0, 0)
        self.side.show_competency(known.get(self._state.code))  # going to a cell has set it

    def hideEvent(self, event: QHideEvent) -> None:
        if self._pause.isActive():
            self._pause.stop()
            self.paused.emit()
        super().hideEvent(event)

    def _cell(self, row: int, column: int) -> GridCell:
        state, one, code = self._state, self._rows[row], self._codes[column]
        required = next((n.required for n in one.needs.needs if n.competency == code), 0)
        if not required:
            said = t("unit_needs.cell_not_asked", name=one.name, code=code)
            return GridCell("·", said=said, open=False)
        rated = state.rated(one, code)
        if rated is None:  # one's own word is not shown before: it would sway
            said = t("unit_needs.cell_open", name=one.name, code=code, required=required)
            return GridCell(said=said)
        own = one.found.own.get(code)
        apart = own is not None and abs(own.level - rated.level) >= FAR_APART
        said = t(
            "unit_needs.cell_apart" if apart else "unit_needs.cell",
            name=one.name, code=code, required=required, level=rated.level,
            importance=rated.importance or t("needs.not_told"),
            own=own.level if own else t("needs.not_told"),
        )  # fmt: skip
        beside = f"×{rated.importance}" if rated.importance else ""
        corner = t("unit_needs.own_mark", n=own.level) if own else ""
        return GridCell(str(rated.level), beside, corner, flagged=apart, said=said)

    def _rated(self, row: int, column: int, value: int, shifted: bool) -> None:  # noqa: FBT001 - Qt
        self._pause.start()
        self.rated.emit(self._rows[row].person, self._codes[column], value, shifted)

    def _moved(self, _row: int, column: int) -> None:
        if column < len(self._codes):
            self.looked_at.emit(self._codes[column])


class Behaviours(QScrollArea):
    """What people at each level of a competency are seen to do."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedWidth(theme.px(SIDE))
        self.setAccessibleName(t("unit_needs.behaviours"))
        self._title = Subheading()
        self._levels = [(Strong(f"{n} · {t(f'needs.level_{n}')}"), Small()) for n in range(1, 6)]
        self._card = card = Card(padding=14, spacing=6)
        card.add(self._title)
        for name, seen in self._levels:
            card.add(name, seen)
        self._wording = Small()
        card.add(self._wording)
        self.setWidget(card)

    def show_competency(self, competency: Competency | None) -> None:
        """Another competency; nothing while none is under the keyboard."""
        self._card.setVisible(competency is not None)
        if competency is None:
            return
        self._title.setText(f"{competency.code} · {pick(competency.title, competency.title_en)}")
        self._wording.show_words(wording_note(competency))
        seen = by_level(competency)
        for level, (_name, words) in enumerate(self._levels, 1):
            words.show_words("\n".join(f"• {one}" for one in seen.get(level, ())))


def _kept(state: UnitNeedsState) -> str:
    if state.saving or state.drafts:
        return t("unit_needs.saving")
    return t("unit_needs.saved_at", time=state.saved) if state.saved else ""
