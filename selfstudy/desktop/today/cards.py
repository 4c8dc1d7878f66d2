"""The cards of Today."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QStackedLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from selfstudy.desktop.widgets.badges import Badge
from selfstudy.desktop.widgets.buttons import (
    GhostButton,
    IconButton,
    PrimaryButton,
    QuietButton,
    WhyButton,
)
from selfstudy.desktop.widgets.layouts import Flow
from selfstudy.desktop.widgets.lists import ClickCard
from selfstudy.desktop.widgets.progress import Bar, Ledger, LedgerRing, Ring
from selfstudy.desktop.widgets.surfaces import Card, EmptyState, Picture
from selfstudy.desktop.widgets.text import Heading, Muted, Small, Strong, Subheading, reveal
from selfstudy.words import day, minutes, number, percent, pick, t

if TYPE_CHECKING:
    from selfstudy.desktop.heat import Heat
    from selfstudy.desktop.rows import Column
    from selfstudy.desktop.today.state import Glance, TodayState
    from selfstudy.desktop.widgets.table import Table
    from selfstudy.domain.progress import Hours, ModuleCard, Next

AREA_ICONS: Final = {"LL": "landmark", "CM": "file-text"}


class ContinueCard(Card):
    """The lesson to go on with, and why; or what to do when there is none."""

    lesson_asked = Signal(str)
    library_asked = Signal()
    explain_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__(padding=28, fill=True)
        self._lesson = ""
        self._stack = QStackedLayout()
        self._empty = EmptyState("book-open", "", "", t("today.to_library"))
        self._empty.pressed.connect(self.library_asked)
        self.add(self._stack, stretch=1)  # before its pages: without a place they would be windows
        self._stack.addWidget(self._going())
        self._stack.addWidget(self._empty)

    def show_state(self, state: TodayState) -> None:
        """The lesson of this state."""
        following = state.next
        self._stack.setCurrentIndex(0 if following is not None or not state.live else 1)
        if following is not None:
            self._show_next(following, state)
        elif not state.live:
            self._show_waiting()
        elif state.installed:
            self._empty.show_words(t("today.all_done"), t("today.all_done_note"))
        else:
            self._empty.show_words(t("today.no_modules"), t("today.no_modules_note"))

    def _going(self) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(28)
        self._ring = Ring(0.0)
        row.addWidget(self._ring, 0, Qt.AlignmentFlag.AlignVCenter)
        words = QVBoxLayout()
        words.setSpacing(8)
        self._kicker = Badge(t("today.next"), "accent")
        self._needed = Badge(t("today.needed"), "warning", "target")
        self._title, self._where, self._why = Heading(), Muted(), Small()
        self.button = PrimaryButton(t("today.begin"), "arrow-right")
        self.button.clicked.connect(lambda: self.lesson_asked.emit(self._lesson))
        self.why: WhyButton | None = None
        self._actions = QHBoxLayout()
        self._actions.addWidget(self.button)
        self._actions.addStretch(1)
        words.addStretch(1)
        words.addLayout(Flow().add(self._kicker, self._needed))
        words.addWidget(self._title)
        words.addWidget(self._where)
        words.addWidget(self._why)
        words.addSpacing(8)
        words.addLayout(self._actions)
        words.addStretch(1)
        row.addLayout(words, 1)
        return made

    def _show_next(self, following: Next | Glance, state: TodayState) -> None:
        self._lesson = following.lesson
        at = t("today.lesson_of", number=following.number, of=following.of)
        self._ring.show_fraction(state.share, percent(state.share), t("today.studied"))
        self._ring.setAccessibleName(at)
        self._kicker.show_words(
            t("today.going_on" if following.started else "today.next"), "accent"
        )
        reveal(self._needed, visible=state.needed)
        self._title.show_words(pick(following.lesson_title, following.lesson_title_en))
        module = pick(following.module_title, following.module_title_en)
        left = t("today.left", time=minutes(following.minutes_left))
        parts = (module, at) if not following.minutes_left else (module, at, left)
        self._where.show_words(" · ".join(parts))
        self._why.show_words(t("today.needed_why") if state.needed else "")
        self.button.show_words(t("today.continue" if following.started else "today.begin"))
        self.button.setEnabled(True)
        if state.live and self.why is None:  # after the first paint, which needs it not
            self.why = WhyButton(t("today.studied"))
            self.why.clicked.connect(lambda: self.explain_asked.emit("next"))
            self._actions.insertWidget(1, self.why)

    def _show_waiting(self) -> None:
        self._ring.show_fraction(0.0, "…")
        self._kicker.show_words("")
        reveal(self._needed, visible=False)
        self._title.show_words(t("today.looking"))
        self._where.show_words("")
        self._why.show_words("")
        self.button.setEnabled(False)


class HoursCard(Card):
    """The two ledgers of this year, side by side and never added; empty until they are known."""

    pressed = Signal()
    explain_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__(padding=24, fill=True)
        self._title = Heading(t("today.hours"))
        self._rings: LedgerRing | None = None
        self.add(self._title)

    def show_hours(self, hours: Hours | None) -> None:
        """The ledgers of a year; nothing is claimed until they are known."""
        if hours is None:
            return
        if self._rings is None:  # after the first paint, which needs none of this
            self._rings = self._fill()
        self._title.setText(t("today.hours_year", year=hours.year))
        whole = hours.recognised_target or hours.recognised
        self._rings.show_ledgers(
            Ledger(t("today.self_study"), hours.self_study, t("today.tiet", n=hours.self_study)),
            Ledger(
                t("today.recognised"),
                hours.recognised,
                t("today.tiet", n=whole),
                hours.recognised_target,
            ),
        )

    def _fill(self) -> LedgerRing:
        rings = LedgerRing(Ledger("", 0), Ledger("", 0))
        more = QuietButton(t("today.hours_more"))
        more.clicked.connect(self.pressed)
        self.add(rings, Small(t("today.hours_note")))
        self.body.addStretch(1)
        self.why = WhyButton(t("today.hours"))
        self.why.clicked.connect(lambda: self.explain_asked.emit("hours"))
        foot = QHBoxLayout()
        foot.addWidget(more)
        foot.addStretch(1)
        foot.addWidget(self.why)
        self.body.addLayout(foot)
        return rings


class TaskRow(QWidget):
    """Something else to do today: a sentence, why, and one button; a number may be explained."""

    pressed = Signal()
    explain_asked = Signal(str)

    def __init__(self, icon: str, action: str, figure: str) -> None:
        super().__init__()
        self._icon, self._figure = icon, figure
        self.why: WhyButton | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        self._picture = Picture(icon, "accent", 22)
        self._title, self._note = Strong(), Small()
        self.button = GhostButton(action)
        self.button.clicked.connect(self.pressed)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._note)
        row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        self._row = row

    @property
    def words(self) -> str:
        """What it says now."""
        return f"{self._title.text()} {self._note.text()}".strip()

    def show_task(self, title: str, note: str, role: str, action: str = "") -> None:
        """What it says now; the button only while there is something to do."""
        wanted = bool(action) or role == "accent"
        self._title.setText(title)
        self._note.show_words(note)
        self._picture.show_icon("circle-check" if role == "success" else self._icon, role)
        if action:
            self.button.show_words(action)
        self.button.setAccessibleDescription(title)
        reveal(self.button, visible=wanted)

    def show_why(self, *, visible: bool) -> None:
        """Offer to explain the number, where there is one."""
        if visible and self.why is None:
            self.why = WhyButton(self._title.text())
            self.why.clicked.connect(lambda: self.explain_asked.emit(self._figure))
            self._row.insertWidget(2, self.why, 0, Qt.AlignmentFlag.AlignVCenter)
        if self.why is not None:
            reveal(self.why, visible=visible)


class RhythmCard(Card):
    """Thirteen weeks of study; a day without is just a day without."""

    explain_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__(t("today.rhythm"), padding=24)
        self._table: Table | None = None
        self._heat: Heat | None = None

    def _fill(self) -> Heat:
        """The heat map and what stands around it; after the first paint, which needs none of it."""
        from selfstudy.desktop.heat import Heat

        heat = Heat()
        self._words = Small()
        self.switch = IconButton(t("today.as_table"), "table")
        self.switch.clicked.connect(self._turn)
        self.why = WhyButton(t("today.rhythm"))
        self.why.clicked.connect(lambda: self.explain_asked.emit("rhythm"))
        heat.day_pressed.connect(lambda on: self.explain_asked.emit(on.isoformat()))
        self.head.addWidget(self.switch)
        self.head.addWidget(self.why)
        self._stack = QStackedWidget()
        self._stack.addWidget(heat)
        self.add(self._stack, self._words)
        return heat

    def show_days(self, days: Sequence[int], last: date) -> None:
        """Minutes by day, oldest first; none while they are not known."""
        if not days:
            return
        if self._heat is None:
            self._heat = self._fill()
        self._heat.show_days(tuple(days), last)
        if self._table is not None:
            self._table.show_rows(self._heat.rows())
        studied, week = sum(m > 0 for m in days), sum(days[-7:])
        if not studied:
            self._words.setText(t("today.rhythm_none"))
        elif week:
            self._words.setText(t("today.rhythm_week", n=studied, time=minutes(week)))
        else:
            self._words.setText(t("today.rhythm_days", n=studied))

    @property
    def table(self) -> Table:
        """The same days as numbers; made when first asked for."""
        from selfstudy.desktop.widgets.table import Table

        if self._table is None:
            self._table = Table(t("today.rhythm"), _day_columns())
            self._table.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
            self._table.show_rows(self._heat.rows() if self._heat is not None else ())
            self._stack.addWidget(self._table)
            self._table.row_chosen.connect(
                lambda pair: self.explain_asked.emit(pair[0].isoformat())
            )
        return self._table

    def _turn(self) -> None:
        chart = self._stack.currentIndex() == 1
        table = self.table
        self._stack.setCurrentIndex(0 if chart else self._stack.indexOf(table))
        self.switch.show_words(t("today.as_table" if chart else "today.as_chart"))


def _day_columns() -> list[Column]:
    from selfstudy.desktop.rows import Column

    return [
        Column(t("widget.column_day"), lambda pair: day(pair[0]), order=lambda pair: pair[0]),
        Column(
            t("widget.column_minutes"),
            lambda pair: number(pair[1], 0),
            "number",
            order=lambda pair: pair[1],
            width=120,
        ),
    ]


class ModuleTile(ClickCard):
    """A module under way."""

    def __init__(self, card: ModuleCard) -> None:
        title = pick(card.title, card.title_en)
        super().__init__(t("today.module_name", title=title, share=percent(card.fraction)))
        foot = QHBoxLayout()
        count = t("today.lessons_done", done=number(card.done, 0), of=number(len(card.lessons), 0))
        foot.addWidget(Small(count, wrap=False), 1)
        foot.addWidget(Small(percent(card.fraction), wrap=False))
        self.body.addWidget(Picture(AREA_ICONS.get(card.area, "book-open"), "accent", 22))
        self.body.addSpacing(2)
        self.body.addWidget(Subheading(title))
        if card.needed:
            self.body.addWidget(Small(t("today.needed")))
        self.body.addStretch(1)
        self.body.addSpacing(8)
        self.body.addWidget(Bar(card.fraction, name=title))
        self.body.addLayout(foot)
        for label in self.findChildren(QFrame):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
