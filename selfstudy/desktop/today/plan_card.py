"""What the unit's plan asks: until when, why, and how far one is. Made after the first paint."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from selfstudy.desktop.theme import Tone
from selfstudy.desktop.widgets.badges import Badge
from selfstudy.desktop.widgets.buttons import GhostButton, QuietButton
from selfstudy.desktop.widgets.layouts import Flow
from selfstudy.desktop.widgets.progress import Bar
from selfstudy.desktop.widgets.surfaces import Card, Line
from selfstudy.desktop.widgets.text import Muted, Small, Strong, reveal
from selfstudy.domain.plans import SOON, PlanTask, Why
from selfstudy.words import day, number, pick, t

FIRST = 3  # tasks shown before more are asked for


class PlanCard(Card):
    """The nearest deadlines first; those that are finished are counted below."""

    lesson_asked = Signal(str)
    library_asked = Signal()

    def __init__(self) -> None:
        super().__init__(t("plan.mine"), spacing=16)
        self._tasks: tuple[PlanTask, ...] = ()
        self._whole = False
        self.rows: list[TaskOfPlan] = []
        self._lines = QVBoxLayout()
        self._lines.setSpacing(14)
        self._done = Small()
        self.more = QuietButton("")
        self.more.clicked.connect(self._show_all)
        self.add(self._lines, Flow(10).add(self.more), self._done)

    def show_tasks(self, tasks: Sequence[PlanTask], today: date, names: Mapping[str, str]) -> None:
        """What is to be studied; nothing is drawn again that did not change."""
        self._today, self._names = today, names
        if tuple(tasks) != self._tasks:
            self._tasks = tuple(tasks)
            self._draw()

    def _show_all(self) -> None:
        self._whole = True
        self._draw()

    def _draw(self) -> None:
        while (item := self._lines.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        left = [task for task in self._tasks if task.step != "done"]
        shown = left if self._whole else left[:FIRST]
        self.rows = [TaskOfPlan(task, self._today, self._names) for task in shown]
        for place, row in enumerate(self.rows):
            if place:
                self._lines.addWidget(Line())
            row.lesson_asked.connect(self.lesson_asked)
            row.library_asked.connect(self.library_asked)
            self._lines.addWidget(row)
        more = len(left) - len(shown)
        reveal(self.more, visible=more > 0)
        self.more.show_words(t("plan.more", n=more) if more else "")
        done = len(self._tasks) - len(left)
        self._done.show_words(t("plan.finished", n=done) if done else "")


class TaskOfPlan(QWidget):
    """A module, its deadline, the unit's reason and one's own, and where to go on."""

    lesson_asked = Signal(str)
    library_asked = Signal()

    def __init__(self, task: PlanTask, today: date, names: Mapping[str, str]) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(20)
        words = QVBoxLayout()
        words.setSpacing(4)
        due = Badge(due_words(task, today), due_tone(task, today), "calendar-check")
        words.addWidget(Strong(f"{task.module} · {pick(task.title, task.title_en)}"))
        words.addLayout(Flow(8).add(due))
        for line in reason_lines(task, today, names):
            words.addWidget(Muted(line))
        if task.held:
            bar = Bar(task.fraction, name=pick(task.title, task.title_en))
            words.addWidget(bar)
            done = t("plan.lessons_done", done=task.done, of=task.lessons)
            words.addWidget(Small(done))
        row.addLayout(words, 1)
        key = "go_on" if task.step == "going" else "start"
        self.button = GhostButton(t(f"plan.{key}" if task.held else "plan.to_library"))
        self.button.setAccessibleDescription(pick(task.title, task.title_en))
        self.button.clicked.connect(lambda: self._go(task))
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)

    def _go(self, task: PlanTask) -> None:
        if task.held and task.following:
            self.lesson_asked.emit(task.following)
        else:
            self.library_asked.emit()


def due_words(task: PlanTask, today: date) -> str:
    """The deadline, near or over, without a reproach."""
    left = task.days_left(today)
    if left is None or task.due is None:
        return t("plan.no_due")
    if left < 0:
        return t("plan.over", day=day(task.due))
    if left == 0:
        return t("plan.today")
    if left <= SOON:
        return t("plan.days_left", n=left, day=day(task.due))
    return t("plan.until", day=day(task.due))


def due_tone(task: PlanTask, today: date) -> Tone:
    """Near deadlines are marked; one that is over is not shouted."""
    left = task.days_left(today)
    return "warning" if left is not None and 0 <= left <= SOON else "neutral"


def reason_lines(task: PlanTask, today: date, names: Mapping[str, str]) -> list[str]:
    """Why: the unit's words, and what one's own post needs; what to do where it cannot be done."""
    lines = [task.reason] if task.reason else []
    lines += [_why(why, names) for why in task.why]
    if not task.held:
        lines.append(t("plan.not_held"))
    left = task.days_left(today)
    if left is not None and left < 0:
        lines.append(t("plan.over_note"))
    return lines


def _why(why: Why, names: Mapping[str, str]) -> str:
    what = names.get(why.competency, why.competency)
    return t("plan.why", what=what, required=why.required, level=number(why.level))
