"""The lesson page: outline at the left, the reading column, what to do next below it."""

from __future__ import annotations

from math import ceil
from time import monotonic
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from selfstudy.desktop import theme
from selfstudy.desktop.lesson.outline import Outline
from selfstudy.desktop.lesson.presenter import LessonState
from selfstudy.desktop.reading_view import ReadingView
from selfstudy.desktop.sources import warning
from selfstudy.desktop.widgets.badges import Badge
from selfstudy.desktop.widgets.buttons import GhostButton, IconButton, PrimaryButton, WhyButton
from selfstudy.desktop.widgets.progress import Bar
from selfstudy.desktop.widgets.surfaces import Banner
from selfstudy.desktop.widgets.text import Elided, Small
from selfstudy.words import minutes, percent, t

TICK: Final = 5  # seconds between two looks at whether someone reads
IDLE: Final = 60  # seconds without a sign of life after which reading does not count
_NARROW: Final = 860


class LessonPage(QWidget):
    """Draws a lesson's state and tells what the person did."""

    lesson_asked = Signal(str)
    quiz_asked = Signal(str)
    question_asked = Signal(str, str)
    section_read = Signal(str, str)
    stayed = Signal(int, str)
    moved = Signal(str)
    left = Signal()
    zoom_chosen = Signal(float)
    explain_asked = Signal(str)
    print_asked = Signal(str, object)
    changes_asked = Signal(str)
    report_asked = Signal(str, str, str, str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._state = LessonState()
        self._used_at = self._counted_at = monotonic()
        self.outline = Outline()
        self.view = ReadingView()
        self.view.setAccessibleName(t("lesson.text"))
        self._lay_out()
        self._connect()
        self._beat = QTimer(self)
        self._beat.setInterval(TICK * 1000)
        self._beat.timeout.connect(self.count_reading)

    def show_state(self, state: LessonState) -> None:
        """Draw everything; the text itself only when it is another one."""
        before, self._state = self._state, state
        other = state.rendered is not before.rendered or state.lesson != before.lesson
        self._make_room()
        self._show_head(state)
        self.outline.show_state(state)
        self._show_foot(state)
        if other and state.rendered is not None:
            self.view.setAccessibleName(state.title)
            self.view.show_lesson(
                state.rendered,
                state.folder,
                dict(state.meanings),
                {s.id: (s.number, f"{s.title}. {s.standing}") for s in state.known_sources},
            )
            self.view.go_to(state.anchor)
            self._used_at = self._counted_at = monotonic()
        if state.sought and (other or state.sought != before.sought):
            self.view.seek(state.sought)

    @property
    def shown(self) -> str:
        """The lesson that is drawn."""
        return self._state.lesson

    def count_reading(self) -> None:
        """Tell how long someone read since the last look, if the window is used at all."""
        now = monotonic()
        seconds, self._counted_at = round(now - self._counted_at), now
        awake = now - self._used_at <= IDLE
        if self._state.lesson and awake and self.isVisible() and self.window().isActiveWindow():
            self.stayed.emit(min(seconds, 2 * TICK), self.view.anchor())

    # Building

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(28, 18, 24, 16)
        whole.setSpacing(12)
        whole.addLayout(self._head())
        self._banner = Banner()
        self._clock = Banner(tone="warning", icon="clock")
        self.news = Banner(icon="file-pen", action=t("amended.see"))
        self._error = Banner(tone="danger")
        middle = QHBoxLayout()
        middle.setSpacing(16)
        middle.addWidget(self.outline)
        reading = QVBoxLayout()
        reading.setSpacing(12)
        reading.addWidget(self.news)
        reading.addWidget(self._clock)
        reading.addWidget(self._banner)
        paper = QFrame()
        paper.setProperty("role", "card")
        inside = QVBoxLayout(paper)
        inside.setContentsMargins(2, 2, 2, 2)
        inside.addWidget(self.view)
        reading.addWidget(paper, 1)
        reading.addWidget(self._error)
        reading.addLayout(self._foot())
        middle.addLayout(reading, 1)
        whole.addLayout(middle, 1)

    def _head(self) -> QHBoxLayout:
        self._module = Elided(role="small")
        self._title = Elided(role="heading")
        self._draft = Badge(t("lesson.draft"), "warning", "circle-alert")
        self._share = Small(wrap=False)
        self._bar = Bar(name=t("lesson.progress"))
        self._bar.setFixedWidth(150)
        self.report = IconButton(t("errata.report"), "flag")
        self._smaller = IconButton(t("lesson.smaller"), "a-arrow-down")
        self._larger = IconButton(t("lesson.larger"), "a-arrow-up")
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(self._module)
        names.addWidget(self._title)
        far = QVBoxLayout()
        far.setSpacing(6)
        far.addWidget(self._share, 0, Qt.AlignmentFlag.AlignRight)
        far.addWidget(self._bar)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addLayout(names, 1)
        head.addWidget(self._draft)
        head.addLayout(far)
        self.why = WhyButton(t("lesson.progress"))
        self.why.clicked.connect(lambda: self.explain_asked.emit(self._state.lesson))
        head.addWidget(self.why)
        head.addWidget(self.report)
        head.addWidget(self._smaller)
        head.addWidget(self._larger)
        self.printing = IconButton(t("print.button"), "printer", shortcut="Ctrl+P")
        self.printing.clicked.connect(
            lambda: self.print_asked.emit(self._state.lesson, self.printing)
        )
        head.addWidget(self.printing)
        return head

    def _foot(self) -> QHBoxLayout:
        self._previous = GhostButton(t("lesson.previous"), "chevron-left")
        self._following = GhostButton(t("lesson.following"), "chevron-right")
        self._quiz = PrimaryButton(t("lesson.start_quiz"))
        self._note = Small()
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(self._previous)
        foot.addWidget(self._note, 1)
        foot.addWidget(self._following)
        foot.addWidget(self._quiz)
        return foot

    def _connect(self) -> None:
        self.outline.section_chosen.connect(self._go_to)
        self.outline.lesson_chosen.connect(self._ask_lesson)
        self.view.section_passed.connect(self._passed)
        self.view.section_entered.connect(self.outline.mark_current)
        self.view.question_asked.connect(
            lambda question: self.question_asked.emit(self._state.lesson, question)
        )
        self.view.lesson_asked.connect(self.lesson_asked)
        self.view.zoom_chosen.connect(self.zoom_chosen)
        self.view.used.connect(self._use)
        self.view.report_asked.connect(self._report)
        self.report.clicked.connect(lambda: self._report(self.view.textCursor().selectedText()))
        self.news.pressed.connect(lambda: self.changes_asked.emit(self._state.lesson))
        self._previous.clicked.connect(lambda: self.lesson_asked.emit(self._state.previous))
        self._following.clicked.connect(lambda: self.lesson_asked.emit(self._state.following))
        self._quiz.clicked.connect(lambda: self.quiz_asked.emit(self._state.lesson))
        self._smaller.clicked.connect(lambda: self.view.step_zoom(-1))
        self._larger.clicked.connect(lambda: self.view.step_zoom(1))
        for keys, step in (("Ctrl++", 1), ("Ctrl+=", 1), ("Ctrl+-", -1), ("Ctrl+0", 0)):
            self._key(keys).activated.connect(lambda step=step: self.view.step_zoom(step))
        self._key("Alt+Left").activated.connect(self._previous.click)
        self._key("Alt+Right").activated.connect(self._following.click)
        self._key("Ctrl+Return").activated.connect(self._quiz.click)

    def _key(self, keys: str) -> QShortcut:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        return shortcut

    # Drawing

    def _show_head(self, state: LessonState) -> None:
        self._module.show_words(
            t("lesson.kicker", module=state.module, n=state.number) if state.module else ""
        )
        self._title.show_words(state.title or (t("lesson.opening") if state.busy else ""))
        self._draft.setVisible(state.draft)
        self._bar.show_fraction(state.fraction, "success" if state.finished else "accent")
        self._share.setText(_left(state))
        for button in (self._smaller, self._larger, self.report, self.why, self.printing):
            button.setEnabled(bool(state.lesson))
        self._banner.show_words(*warning(state.sources))
        self._clock.show_words(state.clock, "warning")
        self.news.show_words(f"{state.news}." if state.news else "", "accent")

    def _show_foot(self, state: LessonState) -> None:
        self._previous.setVisible(bool(state.previous))
        self._following.setVisible(bool(state.following))
        self._quiz.setVisible(bool(state.questions))
        self._quiz.show_words(t("lesson.quiz_again" if state.check_passed else "lesson.start_quiz"))
        self._note.setText(_next_step(state))
        error = state.error
        self._error.show_words(t(error.key, **error.details) if error is not None else "", "danger")

    # What the person does

    def _go_to(self, section: str) -> None:
        self._use()
        self.view.go_to(section)
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask_lesson(self, lesson: str) -> None:
        if lesson != self._state.lesson:
            self.lesson_asked.emit(lesson)

    def _report(self, quote: str) -> None:
        """Report an error where one reads, about the passage that is chosen if any is."""
        section = self.view.anchor().partition(":")[0]
        self.report_asked.emit(self._state.lesson, section, "", quote.replace("\u2029", " "))

    def _passed(self, section: str) -> None:
        self.section_read.emit(section, self.view.anchor())

    def _use(self) -> None:
        self._used_at = monotonic()

    # Qt's own events

    def showEvent(self, event: QShowEvent) -> None:
        """Reading counts from now."""
        super().showEvent(event)
        self._used_at = self._counted_at = monotonic()
        self._beat.start()
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def hideEvent(self, event: QHideEvent) -> None:
        """Someone went elsewhere: tell the place and the seconds not told yet."""
        super().hideEvent(event)
        self._beat.stop()
        if self._state.lesson:
            self.moved.emit(self.view.anchor())
            self.left.emit()

    def _make_room(self) -> None:
        self.outline.setVisible(self.width() >= theme.px(_NARROW))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The outline gives way where the page is narrow."""
        super().resizeEvent(event)
        self._make_room()


def _left(state: LessonState) -> str:
    """How far and how long still."""
    if not state.lesson:
        return ""
    if state.finished:
        return t("lesson.finished")
    share = percent(state.fraction)
    if not state.minutes_left:
        return share
    return t("lesson.share_left", share=share, time=minutes(state.minutes_left))


def _next_step(state: LessonState) -> str:
    """What is still to do before the lesson counts."""
    if not state.lesson or state.finished:
        return t("lesson.done_note") if state.finished else ""
    unread = sum(not line.read for line in state.sections)
    if unread:
        return t("lesson.unread_sections", n=unread)
    if state.questions and not state.check_passed:
        return t("lesson.read_all")
    return t("lesson.time_left", time=minutes(max(1, ceil(state.seconds_left / 60))))
