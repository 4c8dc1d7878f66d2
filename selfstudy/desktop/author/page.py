"""The author's page: a folder, what is wrong with it, its previews, its numbers, its tools."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDropEvent,
    QHideEvent,
    QKeySequence,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from selfstudy.desktop.author.figures_view import FiguresView
from selfstudy.desktop.author.problems_view import ProblemsView
from selfstudy.desktop.author.state import PARTS, AuthorState
from selfstudy.desktop.author.tools_view import ToolsView
from selfstudy.desktop.author.watching import FolderWatch
from selfstudy.desktop.dropping import ask_folder, dropped
from selfstudy.desktop.widgets.badges import Badge
from selfstudy.desktop.widgets.buttons import GhostButton, Segmented
from selfstudy.desktop.widgets.inputs import Choice
from selfstudy.desktop.widgets.surfaces import Banner, EmptyState
from selfstudy.desktop.widgets.text import Elided, Small, reveal
from selfstudy.sentences import error_words
from selfstudy.words import t


class AuthorPage(QWidget):
    """Draws the author's state and tells what the author did; previews are given to it."""

    folder_given = Signal(object)
    part_chosen = Signal(str)
    lesson_chosen = Signal(str)
    stirred = Signal()

    def __init__(self, lesson: QWidget, questions: QWidget) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAcceptDrops(True)
        self._state = AuthorState()
        self.problems, self.figures, self.tools = ProblemsView(), FiguresView(), ToolsView()
        self.lesson, self.questions = lesson, questions
        self.watch = FolderWatch(self)
        self.watch.stirred.connect(self.stirred)
        self._empty = EmptyState(
            "folder-open", t("author.empty"), t("author.empty_note"), t("author.open")
        )
        self._empty.pressed.connect(self._choose)
        self._nothing = EmptyState("file-x", t("author.nothing"), t("author.nothing_note"))
        self._lay_out()
        self._connect()
        self.show_state(self._state)

    def show_state(self, state: AuthorState) -> None:
        """Draw everything."""
        before, self._state = self._state, state
        if state.rows is not before.rows:  # a file that was replaced is watched anew
            self.watch.watch(state.watched)
        self._folder.show_words(state.folder)
        self.sections.show_key(state.part)
        reveal(self._bar, visible=state.opened)
        self._show_counts(state)
        self.choice.show_choices([(one.key, one.title) for one in state.choices])
        self.choice.show_key(state.chosen)
        chooses = state.part in {"lesson", "questions", "figures"}
        reveal(self.choice, visible=chooses)
        reveal(self._gap, visible=not chooses)
        self._error.show_words(error_words(state.error), "danger")
        self._said.show_words(state.said, "success")
        self.problems.show_state(state)
        self.figures.show_state(state)
        self.tools.show_state(state)
        self._stack.setCurrentWidget(self._part(state))

    # Building

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(28, 18, 24, 16)
        whole.setSpacing(12)
        head = QHBoxLayout()
        head.setSpacing(12)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(Elided(t("author.title"), role="heading"))
        self._folder = Elided(role="small")
        names.addWidget(self._folder)
        head.addLayout(names, 1)
        self.open_button = GhostButton(t("author.open"), "folder-open", shortcut="Ctrl+O")
        head.addWidget(self.open_button)
        whole.addLayout(head)
        self.sections = Segmented(
            t("author.parts"), [(part, t(f"author.part_{part}")) for part in PARTS]
        )
        self.choice = Choice(t("author.shown"))
        self._errors, self._warnings = Badge("", "danger"), Badge("", "warning")
        self._sound = Small(wrap=False)
        self._bar = QWidget()
        bar = QHBoxLayout(self._bar)
        bar.setContentsMargins(0, 0, 0, 0)
        bar.setSpacing(12)
        bar.addWidget(self.sections)
        self.choice.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        bar.addWidget(self.choice, 1)
        self._gap = QWidget()
        bar.addWidget(self._gap, 1)
        for part in (self._errors, self._warnings, self._sound):
            bar.addWidget(part)
        whole.addWidget(self._bar)
        self._error, self._said = Banner(tone="danger"), Banner(tone="success")
        whole.addWidget(self._error)
        whole.addWidget(self._said)
        self._stack = QStackedWidget()
        for page in (
            self._empty, self._nothing, self.problems, self.lesson, self.questions, self.figures,
            self.tools,
        ):  # fmt: skip
            self._stack.addWidget(page)
        whole.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.open_button.clicked.connect(self._choose)
        self.sections.chosen.connect(self.part_chosen)
        self.choice.chosen.connect(self.lesson_chosen)
        for place, part in enumerate(PARTS, 1):
            keys = QShortcut(QKeySequence(f"Alt+{place}"), self)
            keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            keys.activated.connect(lambda part=part: self.part_chosen.emit(part))

    # Drawing

    def _show_counts(self, state: AuthorState) -> None:
        self._errors.show_words(t("author.errors", n=state.errors), "danger")
        self._warnings.show_words(t("author.warnings", n=state.warnings), "warning")
        reveal(self._errors, visible=bool(state.errors))
        reveal(self._warnings, visible=bool(state.warnings))
        sound = state.opened and not state.errors and not state.warnings and not state.busy
        self._sound.show_words(
            t("author.sound") if sound else t("author.looking") if state.busy else ""
        )

    def _part(self, state: AuthorState) -> QWidget:
        if not state.opened:
            return self._empty
        part = state.part
        previews = {"lesson": self.lesson, "questions": self.questions}
        if part in previews:
            shown = state.shown
            if shown is None or (part == "lesson" and not shown.lesson):
                return self._nothing
            return previews[part]
        return {"problems": self.problems, "figures": self.figures, "tools": self.tools}[part]

    # What the person does

    def _choose(self) -> None:
        folder = ask_folder(self, t("author.open"), self._state.folder)
        if folder is not None:
            self.folder_given.emit(folder)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(path.is_dir() for path in dropped(event.mimeData())):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        folders = [path for path in dropped(event.mimeData()) if path.is_dir()]
        if folders:
            event.acceptProposedAction()
            self.folder_given.emit(Path(folders[0]))

    def showEvent(self, event: QShowEvent) -> None:
        """Somebody looks: files are watched."""
        super().showEvent(event)
        self.watch.begin()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks."""
        super().hideEvent(event)
        self.watch.stop()
