"""Today: continue, review, hours, rhythm, whether the work is safe, modules under way."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from selfstudy.desktop.today.cards import ContinueCard, HoursCard, ModuleTile, RhythmCard, TaskRow
from selfstudy.desktop.widgets.layouts import Columns
from selfstudy.desktop.widgets.page import PageFrame
from selfstudy.desktop.widgets.surfaces import Banner, Card, Line
from selfstudy.desktop.widgets.text import Heading, reveal
from selfstudy.sentences import error_words, removal_words
from selfstudy.words import day, long_day, minutes, moment, pick, t

if TYPE_CHECKING:
    from selfstudy.desktop.today.plan_card import PlanCard
    from selfstudy.desktop.today.state import TodayState
    from selfstudy.domain.progress import Handed, ModuleCard

_MINUTES_A_QUESTION = 0.75


class TodayPage(QWidget):
    """Draws the day and tells what the person wants to do with it."""

    lesson_asked = Signal(str)
    review_asked = Signal()
    module_asked = Signal(str)
    library_asked = Signal()
    hours_asked = Signal()
    handover_asked = Signal()
    devices_asked = Signal()
    explain_asked = Signal(str)
    changes_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._frame = PageFrame(t("today.title"))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._frame)
        self._error = Banner(tone="danger")
        self.going_on, self.hours = ContinueCard(), HoursCard()
        self.review = TaskRow("rotate-ccw", t("today.review_now"), "due")
        self.handed = TaskRow("send", t("today.hand_over"), "unreceived")
        self.rhythm = RhythmCard()
        self._tasks = Card(t("today.also"), spacing=16).add(self.review, Line(), self.handed)
        self._frame.add(
            self._error,
            Columns(340, shares=(3, 2)).add(self.going_on, self.hours),
            self._plan_place(),
            Columns(340, shares=(3, 2)).add(self._tasks, self.rhythm),
            self._modules(),
        )
        self.news: TaskRow | None = None
        self.own: TaskRow | None = None
        self.removed: Banner | None = None
        self.shown: TodayState | None = None
        self._connect()

    def show_state(self, state: TodayState) -> None:
        """Draw everything."""
        self.shown = state
        name = t(f"today.{state.part_of_day}", name=state.name) if state.name else t("today.title")
        self._frame.show_title(name, long_day(state.now.date()) if state.now else "")
        self._error.show_words(error_words(state.error), "danger")
        self.going_on.show_state(state)
        self.hours.show_hours(state.hours)
        self._show_news(state)
        self._show_plan(state)
        self._show_own(state)
        self._show_review(state)
        self._show_removed(state.handed)
        self._show_handed(state.handed, busy=state.handed is None)
        self.rhythm.show_days(state.days, state.now.date() if state.now else _today())
        self._show_modules(state)

    # Building

    def _plan_place(self) -> QWidget:
        """Where the unit's plan stands once there is one."""
        self.plan: PlanCard | None = None
        self._plan_part = QWidget()
        column = QVBoxLayout(self._plan_part)
        column.setContentsMargins(0, 0, 0, 0)
        reveal(self._plan_part, visible=False)
        return self._plan_part

    def _modules(self) -> QWidget:
        self._modules_part = QWidget()
        column = QVBoxLayout(self._modules_part)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(12)
        self._modules_title = Heading()
        column.addWidget(self._modules_title)
        self._tiles = Columns(280, most=3)
        column.addLayout(self._tiles)
        self._shown_modules: tuple[ModuleCard, ...] = ()
        reveal(self._modules_part, visible=False)
        return self._modules_part

    def _connect(self) -> None:
        self.going_on.lesson_asked.connect(self.lesson_asked)
        self.going_on.library_asked.connect(self.library_asked)
        self.hours.pressed.connect(self.hours_asked)
        self.review.pressed.connect(self.review_asked)
        self.handed.pressed.connect(self.handover_asked)
        for part in (self.going_on, self.hours, self.review, self.handed, self.rhythm):
            part.explain_asked.connect(self.explain_asked)

    # Drawing

    def _show_news(self, state: TodayState) -> None:
        """Lessons that were amended after they were finished; the row is made at the first one."""
        if state.amended and self.news is None:
            self.news, self._below_news = TaskRow("file-pen", t("amended.see"), ""), Line()
            self.news.pressed.connect(self._ask_changes)
            self._tasks.body.insertWidget(1, self.news)
            self._tasks.body.insertWidget(2, self._below_news)
        if self.news is None:
            return
        for part in (self.news, self._below_news):
            reveal(part, visible=bool(state.amended))
        if state.amended:
            from selfstudy.desktop.news import headline

            first, *others = state.amended
            module = pick(first.module_title, first.module_title_en)
            note = t("amended.note", module=module, time=minutes(first.minutes))
            more = t("amended.more", n=len(others)) if others else ""
            self.news.show_task(headline(first), f"{note} {more}".strip(), "accent")

    def _show_plan(self, state: TodayState) -> None:
        """What the unit asks; its card is made with the first task."""
        layout = self._plan_part.layout()
        if state.plans and self.plan is None and layout is not None:
            from selfstudy.desktop.today.plan_card import PlanCard

            self.plan = PlanCard()
            self.plan.lesson_asked.connect(self.lesson_asked)
            self.plan.library_asked.connect(self.library_asked)
            layout.addWidget(self.plan)
        reveal(self._plan_part, visible=bool(state.plans))
        if self.plan is not None:
            today = state.now.date() if state.now else _today()
            self.plan.show_tasks(state.plans, today, dict(state.names))

    def _show_own(self, state: TodayState) -> None:
        """One's own goals, once one has set some; the row is made then."""
        rhythm = state.rhythm
        wanted = rhythm is not None and bool(
            rhythm.goals.week or rhythm.goals.quarter or rhythm.remind
        )
        if wanted and self.own is None:
            self.own, self._below_own = TaskRow("target", t("own.see"), ""), Line()
            self.own.pressed.connect(self.hours_asked)
            self._tasks.body.insertWidget(1, self.own)
            self._tasks.body.insertWidget(2, self._below_own)
        if self.own is None:
            return
        for part in (self.own, self._below_own):
            reveal(part, visible=wanted)
        if rhythm is not None and wanted:
            from selfstudy.desktop.initiative.wording import goal_words, rhythm_words

            said, weeks = goal_words(rhythm), rhythm_words(rhythm)
            if rhythm.remind:
                said, weeks = t("own.remind"), t("own.remind_note", rhythm=said or weeks)
            self.own.show_task(said, weeks, "accent")

    def _ask_changes(self) -> None:
        if self.shown is not None and self.shown.amended:
            self.changes_asked.emit(self.shown.amended[0].lesson)

    def _show_review(self, state: TodayState) -> None:
        self.review.show_why(visible=state.live and state.due > 0)
        if state.due:
            note = t("today.review_why", time=minutes(max(1, state.due * _MINUTES_A_QUESTION)))
            self.review.show_task(t("today.review_due", n=state.due), note, "accent")
        else:
            self.review.show_task(t("today.review_none"), t("today.review_later"), "success")

    def _show_removed(self, handed: Handed | None) -> None:
        """That this computer counts no more, above everything; made when it is first to be said."""
        removal = handed.removal if handed is not None else None
        if removal is not None and self.removed is None:
            self.removed = Banner(tone="warning", action=t("today.see_devices"))
            self.removed.pressed.connect(self.devices_asked)
            self._frame.body.insertWidget(0, self.removed)
        if self.removed is not None:
            in_unit = handed is not None and bool(handed.unit)
            self.removed.show_words(removal_words(removal, in_unit=in_unit), "warning")

    def _show_handed(self, handed: Handed | None, *, busy: bool) -> None:
        self.handed.show_why(visible=handed is not None and handed.results > 0)
        if handed is None:
            self.handed.show_task(t("today.handed_looking") if busy else "", "", "muted")
        elif handed.removal is not None:
            note = t("today.handed_removed_note")
            self.handed.show_task(t("today.handed_removed"), note, "warning")
        elif not handed.unit:
            self.handed.show_task(
                t("today.handed_no_unit"), t("today.handed_no_unit_note"), "muted",
                t("today.join"),
            )  # fmt: skip
        elif handed.unreceived:
            self.handed.show_task(
                t("today.handed_waiting", n=handed.unreceived), _safe(handed), "warning",
                t("today.hand_over"),
            )  # fmt: skip
        elif handed.results:
            self.handed.show_task(t("today.handed_all"), _received(handed), "success")
        else:
            self.handed.show_task(t("today.handed_nothing"), t("today.handed_later"), "muted")

    def _show_modules(self, state: TodayState) -> None:
        cards = state.going or state.suggested
        reveal(self._modules_part, visible=bool(cards))
        self._modules_title.setText(t("today.going" if state.going else "today.suggested"))
        if cards == self._shown_modules:
            return
        self._shown_modules = cards
        while (item := self._tiles.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for card in cards:
            tile = ModuleTile(card)
            tile.clicked.connect(lambda _on=False, key=card.id: self.module_asked.emit(key))
            self._tiles.add(tile)


def _safe(handed: Handed) -> str:
    if handed.received_at is None:
        return t("today.handed_safe")
    return t("today.handed_since", when=day(handed.received_at))


def _received(handed: Handed) -> str:
    if handed.received_at is None:
        return t("today.handed_unit", unit=handed.unit)
    when = moment(handed.received_at)
    return t("today.handed_by", who=handed.receiver or handed.unit, when=when)


def _today() -> date:
    return date.today()  # noqa: DTZ011 - the local day is meant
