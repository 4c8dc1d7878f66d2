"""Handing over by file: exactly what leaves, what stays, where it goes, what to do next."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from selfstudy.desktop import dropping
from selfstudy.desktop.handover.state import HandoverState
from selfstudy.desktop.rows import Column
from selfstudy.desktop.widgets.buttons import GhostButton, PrimaryButton, QuietButton
from selfstudy.desktop.widgets.layouts import Columns, Flow
from selfstudy.desktop.widgets.surfaces import Banner, Card, Picture
from selfstudy.desktop.widgets.table import Table
from selfstudy.desktop.widgets.text import Body, ErrorText, Muted, Small, Strong, reveal
from selfstudy.domain.progress import Exported, FactRow, Preview, PreviewLine
from selfstudy.sentences import error_words, kind_words
from selfstudy.words import day, moment, number, size, t

_MOST = 10  # rows of facts shown without scrolling inside the table


class ExportCard(Card):
    """A preview, a folder, one button; afterwards the file and three ways to send it."""

    export_asked = Signal(object)
    folder_opened = Signal(str)

    def __init__(self) -> None:
        super().__init__(t("handover.export_title"))
        self._preview: Preview | None = None
        self._folder = ""
        self._exported: Exported | None = None
        self._intro, self._file, self._error = Muted(), Small(), ErrorText()
        self._leaving, self._staying = _Counted("upload", "accent"), _Counted("lock", "muted")
        self.show_facts = QuietButton(t("handover.show_facts"), "eye")
        self.show_facts.clicked.connect(self._turn_facts)
        self.facts = Table(t("handover.facts"), _fact_columns())
        self.facts.hide()
        self.export = PrimaryButton(t("handover.export"), "file-check")
        self.export.clicked.connect(self._export)
        self.elsewhere = GhostButton(t("handover.other_folder"), "folder-open")
        self.elsewhere.clicked.connect(self._export_elsewhere)
        self.written = _Written()
        self.written.folder_opened.connect(self.folder_opened)
        parts = Columns(250, most=2, spacing=28).add(self._leaving, self._staying)
        self.add(self._intro, parts, Flow(10).add(self.show_facts), self.facts, self._file)
        self.add(Flow(10).add(self.export, self.elsewhere), self._error, self.written)

    def show_state(self, state: HandoverState) -> None:
        """Draw the preview and the file that was written."""
        preview = state.preview
        reveal(self, visible=preview is not None)
        if preview is None:
            return
        anything = bool(preview.lines)
        self._folder = state.folder
        self._show_preview(preview)
        self.export.setEnabled(anything and not state.busy)
        self.export.show_words(
            t("handover.exporting" if state.busy == "export" else "handover.export")
        )
        self.elsewhere.setEnabled(not state.busy)
        reveal(self.elsewhere, visible=anything and bool(state.folder))
        self._file.show_words(_place(state.folder) if anything else "")
        wrong = state.error_at == "export"
        self._error.show_words(error_words(state.error) if wrong else "")
        self.written.show_file(state.exported)

    def _show_preview(self, preview: Preview) -> None:
        if preview is self._preview:
            return
        self._preview = preview
        anything = bool(preview.lines)
        self._intro.setText(t(_intro(preview), unit=preview.unit, name=preview.name))
        total = sum(line.count for line in preview.lines)
        self._leaving.show_lines(t("handover.leaves", n=total), preview.lines)
        self._staying.show_lines(t("handover.stays"), preview.stays, t("handover.stays_note"))
        reveal(self._leaving, visible=anything)
        reveal(self.show_facts, visible=bool(preview.facts))
        self.facts.show_rows(preview.facts)
        self.facts.setFixedHeight(self._facts_height(len(preview.facts)))
        if not preview.facts:
            self.facts.hide()

    def _facts_height(self, rows: int) -> int:
        view = self.facts.view
        row = view.verticalHeader().defaultSectionSize()
        return view.horizontalHeader().sizeHint().height() + min(rows, _MOST) * row + 4

    def _turn_facts(self) -> None:
        shown = self.facts.isHidden()
        self.facts.setVisible(shown)
        self.show_facts.show_words(t("handover.hide_facts" if shown else "handover.show_facts"))

    def _export(self) -> None:
        if self._folder:
            self.export_asked.emit(Path(self._folder))
        else:
            self._export_elsewhere()

    def _export_elsewhere(self) -> None:
        folder = dropping.ask_folder(self, t("handover.choose_folder"), self._folder)
        if folder is not None:
            self.export_asked.emit(folder)


class _Counted(QWidget):
    """Kinds of records with how many and since when."""

    def __init__(self, icon: str, tone: str) -> None:
        super().__init__()
        self._icon, self._tone = icon, tone
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self._title, self._note = Strong(), Small()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        for part in (self._title, self._note):
            column.addWidget(part)
        column.addLayout(self._grid)
        column.addStretch(1)

    def show_lines(self, title: str, lines: Sequence[PreviewLine], note: str = "") -> None:
        """Other kinds."""
        self._title.setText(title)
        self._note.show_words(note)
        _clear(self._grid)
        top, right = Qt.AlignmentFlag.AlignTop, Qt.AlignmentFlag.AlignRight
        for place, line in enumerate(lines):
            newest = t("handover.newest", day=day(line.newest)) if line.newest else ""
            words = QVBoxLayout()
            words.setSpacing(0)
            words.addWidget(Body(kind_words(line.kind)))
            words.addWidget(Small(newest))
            self._grid.addWidget(Picture(self._icon, self._tone, 18), place, 0, top)
            self._grid.addLayout(words, place, 1)
            self._grid.addWidget(Strong(number(line.count, 0)), place, 2, top | right)
        self.setAccessibleName(title)
        self.setAccessibleDescription(
            "; ".join(f"{kind_words(line.kind)}: {number(line.count, 0)}" for line in lines)
        )


class _Written(Card):
    """The file that was written and how to send it."""

    folder_opened = Signal(str)

    def __init__(self) -> None:
        super().__init__(inset=True, padding=20)
        self._path = ""
        self._said, self._folder = Banner(), Small()
        self._folder.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.show_folder = GhostButton(t("handover.open_folder"), "folder-open")
        self.copy_path = GhostButton(t("handover.copy_path"), "copy")
        self.show_folder.clicked.connect(self._open)
        self.copy_path.clicked.connect(self._copy)
        self.add(self._said, self._folder, Flow(10).add(self.show_folder, self.copy_path))
        self.add(Strong(t("handover.next")))
        for icon, key in (("usb", "usb"), ("message-circle", "zalo"), ("mail", "email")):
            row = QHBoxLayout()
            row.setSpacing(12)
            row.addWidget(Picture(icon, "accent", 20), 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(Body(t(f"handover.next_{key}")), 1)
            self.add(row)
        self.add(Small(t("handover.next_receipt")))
        self.hide()

    def show_file(self, exported: Exported | None) -> None:
        """The file, or nothing."""
        reveal(self, visible=exported is not None)
        if exported is None:
            return
        path = Path(exported.path)
        self._path = str(path)
        self._said.show_words(
            t("handover.written", n=exported.facts, name=path.name, size=size(exported.size)),
            "success",
        )
        self._folder.setText(t("handover.written_to", folder=path.parent))

    def _open(self) -> None:
        self.folder_opened.emit(str(Path(self._path).parent))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._path)


def _fact_columns() -> list[Column]:
    return [
        Column(t("handover.column_at"), _fact_at, "muted", order=_fact_order, width=152),
        Column(t("handover.column_kind"), lambda fact: kind_words(fact.kind), "strong", width=200),
        Column(t("handover.column_what"), lambda fact: fact.what),
        Column(t("handover.column_detail"), lambda fact: fact.detail, width=100),
    ]


def _fact_at(fact: FactRow) -> str:
    return moment(fact.at)


def _fact_order(fact: FactRow) -> float:
    return fact.at.timestamp()


def _intro(preview: Preview) -> str:
    """The key of what a file would be now."""
    kinds = {line.kind for line in preview.lines}
    if not kinds:
        return "handover.nothing_leaves"
    return "handover.leaves_profile" if kinds == {"profile"} else "handover.leaves_for"


def _place(folder: str) -> str:
    return t("handover.into", folder=folder) if folder else t("handover.into_chosen")


def _clear(layout: QLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        inner, widget = item.layout(), item.widget()
        if inner is not None:
            _clear(inner)
        if widget is not None:
            widget.hide()
            widget.deleteLater()
