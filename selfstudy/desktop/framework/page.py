"""The framework's page: a grid of levels, what a level means, a workbook's changes, versions."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from selfstudy.desktop.dropping import ask_files, ask_new_file
from selfstudy.desktop.framework.state import FrameworkState
from selfstudy.desktop.widgets.buttons import GhostButton, PrimaryButton, QuietButton
from selfstudy.desktop.widgets.layouts import Flow
from selfstudy.desktop.widgets.levels import by_level, wording_note
from selfstudy.desktop.widgets.lists import ListRow
from selfstudy.desktop.widgets.page import PageFrame
from selfstudy.desktop.widgets.rating_grid import GridCell, GridColumn, RatingGrid
from selfstudy.desktop.widgets.surfaces import Banner, Card
from selfstudy.desktop.widgets.text import Muted, Small, Strong, Text, reveal
from selfstudy.sentences import error_words, key_words
from selfstudy.services.holding.framework_told import Version
from selfstudy.words import day, pick, t

MOST_SHOWN = 60  # changes or problems of a workbook
ROW_WIDTH, COLUMN_WIDTH = 285, 44


class FrameworkPage(QWidget):
    """Draws the framework and tells what the person did."""

    back_asked = Signal()
    moved = Signal(int, int)
    rated = Signal(int, int, int)
    undo_asked = Signal()
    exported = Signal(object)
    file_given = Signal(object)
    taken = Signal()
    dropped = Signal()
    version_undone = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._state = FrameworkState()
        self._drawn: tuple[Version, ...] | None = None
        self._frame = PageFrame(t("framework.title"), t("framework.subtitle"), widest=1400)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._frame)
        self.back = QuietButton(t("framework.back"), "arrow-left", shortcut="Alt+Left")
        self.export_button = GhostButton(t("framework.export"), "file-output")
        self.import_button = GhostButton(t("framework.import"), "file-input")
        self._error, self._said = Banner(tone="danger"), Banner(action=t("framework.undo"))
        self.grid = RatingGrid(t("framework.grid"), row=ROW_WIDTH, column=COLUMN_WIDTH)
        self._versions = QVBoxLayout()
        self._versions.setSpacing(0)
        self._frame.add(
            Flow(10).add(self.back, self.export_button, self.import_button), self._error, self._said
        )
        self._frame.add(self._proposal(), self._meaning(), self.grid)
        self._history = Card(t("framework.versions"), spacing=8)
        self._none = Muted(t("framework.no_versions"))
        self._history.add(self._none, self._versions)
        self._frame.add(self._history)
        self._connect()
        self.show_state(self._state)

    def show_state(self, state: FrameworkState) -> None:
        """Draw everything."""
        self._state = state
        self._error.show_words(error_words(state.error), "danger")
        self._said.show_words(state.said, "success", t("framework.undo") if state.told else "")
        for button in (self.export_button, self.import_button, self.take_button):
            button.setEnabled(not state.busy and state.view is not None)
        reveal(self.import_button, visible=state.editable)
        self._show_grid(state)
        self._show_meaning(state)
        self._show_proposal(state)
        if state.versions != self._drawn:
            self._drawn = state.versions
            self._show_versions(state)

    # Building

    def _proposal(self) -> Card:
        self._proposed = Card(spacing=10)
        self._verdict, self._lines = Strong(), Text()
        self.take_button = PrimaryButton(t("framework.take"), "check")
        self.drop_button = GhostButton(t("framework.drop"))
        buttons = Flow(10).add(self.take_button, self.drop_button)
        self._proposed.add(self._verdict, self._lines, buttons)
        return self._proposed

    def _meaning(self) -> Card:
        card = Card(padding=18, spacing=6, inset=True)
        self._where, self._what, self._hint = Strong(), Text(), Small(t("framework.hint"))
        self._wording = Small()
        return card.add(self._where, self._what, self._wording, self._hint)

    def _connect(self) -> None:
        self.back.clicked.connect(self.back_asked)
        self.export_button.clicked.connect(self._ask_where)
        self.import_button.clicked.connect(self._ask_which)
        self.take_button.clicked.connect(self.taken)
        self.drop_button.clicked.connect(self.dropped)
        self._said.pressed.connect(self.undo_asked)
        self.grid.moved.connect(self.moved)
        self.grid.undo_asked.connect(self.undo_asked)
        self.grid.rated.connect(
            lambda row, column, level, _shift: self.rated.emit(row, column, level)
        )

    # Drawing

    def _show_grid(self, state: FrameworkState) -> None:
        framework = state.framework
        rows = [f"{one.code} · {pick(one.title, one.title_en)}" for one in framework.positions]
        columns = [
            GridColumn(one.code, f"{one.code} · {pick(one.title, one.title_en)}")
            for one in framework.competencies
        ]
        self.grid.grid.show_grid(rows, columns, self._cell)
        self.grid.fit_height()

    def _cell(self, row: int, column: int) -> GridCell:
        state = self._state
        position = state.framework.positions[row]
        competency = state.framework.competencies[column]
        level = state.level(row, column)
        said = t(
            "framework.cell" if level else "framework.cell_none",
            position=pick(position.title, position.title_en),
            competency=pick(competency.title, competency.title_en),
            level=level,
        )
        return GridCell(str(level or "–"), said=said, open=state.editable)

    def _show_meaning(self, state: FrameworkState) -> None:
        position, competency = state.position, state.competency
        if position is None or competency is None:
            self._where.show_words("")
            self._what.show_words("")
            self._wording.show_words("")
            return
        level = dict(position.required).get(competency.code, 0)
        title = pick(competency.title, competency.title_en)
        self._where.show_words(
            t("framework.where", position=position.code, competency=competency.code, title=title,
              level=level or "–")
        )  # fmt: skip
        told = by_level(competency).get(level, ())
        self._what.show_words("\n".join(f"• {text}" for text in told))
        self._wording.show_words(wording_note(competency) if told else "")
        reveal(self._hint, visible=state.editable)

    def _show_proposal(self, state: FrameworkState) -> None:
        proposed = state.proposed
        reveal(self._proposed, visible=proposed is not None)
        if proposed is None:
            return
        if proposed.problems:
            lines = [
                t(
                    "framework.problem_line" if p.line else "framework.problem_sheet",
                    sheet=p.file,
                    row=p.line,
                    sentence=key_words(p.key, p.details),
                )
                for p in proposed.problems
            ]
            verdict = t("framework.refused", n=len(lines))
        else:
            lines = [key_words(one.key, one.details) for one in proposed.changes]
            verdict = t("framework.would_change", n=len(lines)) if lines else t("framework.same")
        shown = lines[:MOST_SHOWN]
        if len(lines) > MOST_SHOWN:
            shown.append(t("framework.more", n=len(lines) - MOST_SHOWN))
        self._verdict.setText(verdict)
        self._lines.show_words("\n".join(shown))
        reveal(self.take_button, visible=proposed.sound and bool(proposed.changes))
        self._frame.bring(self._proposed)

    def _show_versions(self, state: FrameworkState) -> None:
        while (item := self._versions.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        reveal(self._none, visible=not state.versions)
        for version in state.versions:
            note = t(
                "framework.version_note", day=day(version.at.date()), by=version.by, n=version.parts
            )
            row = ListRow(
                t("framework.version", version=version.label), note, icon="clock", arrow=False
            )
            if state.editable:
                button = GhostButton(t("framework.take_back"), "undo-2")
                button.setAccessibleName(f"{t('framework.take_back')}: {version.label}")
                button.clicked.connect(
                    lambda _checked=False, label=version.label: self.version_undone.emit(label)
                )
                row.add_end(button)
            self._versions.addWidget(row)

    # What the person does

    def _ask_where(self) -> None:
        path = ask_new_file(self, t("framework.export"), "KhungNangLuc.xlsx", "Excel (*.xlsx)")
        if path is not None:
            self.exported.emit(path)

    def _ask_which(self) -> None:
        paths = ask_files(self, t("framework.import"), "Excel (*.xlsx *.xls *.csv)")
        if paths:
            self.file_given.emit(Path(paths[0]))
