"""The other way of asking: each task of one's work rated twice, the difference is the need."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent

from selfstudy.desktop.need_parts.wording import task_name
from selfstudy.desktop.widgets.rating_grid import GridCell, GridColumn, RatingGrid
from selfstudy.desktop.widgets.surfaces import Card
from selfstudy.desktop.widgets.text import Body, Muted, Small, reveal
from selfstudy.domain.survey import MOST, Asked
from selfstudy.words import number, pick, t

SIDES = ("matters", "done")
PAUSE = 800  # ms without a key before what was rated is kept
ROW, COLUMN = 560, 130  # pixels at 100 %


class TasksView(Card):
    """Rows are tasks; digits 1 to 7; the last column is what follows."""

    rated = Signal(int, str, int)
    paused = Signal()

    def __init__(self) -> None:
        super().__init__(t("needs.tasks_title"))
        self._asked: tuple[Asked, ...] = ()
        self.grid = RatingGrid(t("needs.tasks_title"), MOST, row=ROW, column=COLUMN)
        self.grid.rated.connect(self._rated)
        self.grid.moved.connect(self._moved)
        self._task, self._empty = Body(), Muted(t("needs.tasks_none"))
        self._saved = Small()
        self._pause = QTimer(self, singleShot=True, interval=PAUSE)
        self._pause.timeout.connect(self.paused)
        self.add(Muted(t("needs.tasks_note")), self._empty, self.grid, self._task, self._saved)

    def show_tasks(self, asked: tuple[Asked, ...], *, saved: bool) -> None:
        """The tasks with both ratings."""
        fresh = [one.task for one in asked] != [one.task for one in self._asked]
        self._asked = asked
        columns = [GridColumn(t(f"needs.{side}"), t(f"needs.{side}_whole")) for side in SIDES]
        columns.append(GridColumn(t("needs.task_need")))
        self.grid.grid.show_grid([task_name(one) for one in asked], columns, self._cell)
        if fresh:
            self.grid.fit_height()
            self.grid.go_to(0, 0)
        reveal(self.grid, visible=bool(asked))
        reveal(self._empty, visible=not asked)
        self._saved.setText(t("needs.saved") if saved else "")

    def hideEvent(self, event: QHideEvent) -> None:
        if self._pause.isActive():
            self._pause.stop()
            self.paused.emit()
        super().hideEvent(event)

    def _cell(self, row: int, column: int) -> GridCell:
        one = self._asked[row]
        told = pick(one.task.text, one.task.english)
        if column == len(SIDES):
            words = "" if one.need is None else number(one.need, 0)
            said = t("needs.task_need_said", task=told, need=words)
            return GridCell(words, said=said, open=False, flagged=(one.need or 0) >= len(SIDES))
        value = one.matters if column == 0 else one.done
        name = t(f"needs.{SIDES[column]}_whole")
        said = f"{told} {name} {value or t('needs.not_told')}"
        return GridCell(str(value or ""), said=said)

    def _rated(self, row: int, column: int, value: int, _shifted: bool) -> None:  # noqa: FBT001 - Qt
        self._pause.start()
        self.rated.emit(row, SIDES[column], value)

    def _moved(self, row: int, _column: int) -> None:
        self._task.setText(task_name(self._asked[row]))
