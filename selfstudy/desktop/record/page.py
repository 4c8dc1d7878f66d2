"""My record: two ledgers, totals, the lines of form F1; each number leads to its records."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from selfstudy.desktop.dropping import ask_new_file, open_folder
from selfstudy.desktop.papers.card import PapersCard
from selfstudy.desktop.record.archive_card import ArchiveCard
from selfstudy.desktop.record.figures import Figures, Ledgers
from selfstudy.desktop.record.presenter import RecordState
from selfstudy.desktop.record.transcript import Transcript
from selfstudy.desktop.widgets.buttons import GhostButton, Segmented
from selfstudy.desktop.widgets.inputs import Choice
from selfstudy.desktop.widgets.layouts import Columns, Flow
from selfstudy.desktop.widgets.page import PageFrame
from selfstudy.desktop.widgets.surfaces import Banner, Card, EmptyState
from selfstudy.desktop.widgets.text import reveal
from selfstudy.domain.progress import MyRecord
from selfstudy.domain.vietnamese import fold
from selfstudy.sentences import error_words
from selfstudy.words import t

if TYPE_CHECKING:
    from selfstudy.desktop.initiative.cards import OwnCards

ALL_YEARS = "all"
PARTS = ("proved", "own")
SUFFIXES = {".xlsx", ".docx", ".pdf"}


class RecordPage(QWidget):
    """Draws the record and tells which number was opened, which year and which file chosen."""

    year_chosen = Signal(object)
    figure_asked = Signal(str)
    row_asked = Signal(object)
    export_asked = Signal(str)
    learning_asked = Signal()
    archive_asked = Signal(object, bool)
    own_made = Signal(object)
    own_shown = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._state = RecordState()
        self.frame = PageFrame(t("record.title"))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.frame)
        self.year = Choice(t("record.year"))
        self.year.setMinimumContentsLength(8)
        self.export = GhostButton(t("record.export"), "download")
        self.frame.tools.addWidget(self.year)
        self.frame.tools.addWidget(self.export)
        self._banner = Banner(action=t("record.open_folder"))
        self.ledgers, self.figures, self.transcript = Ledgers(), Figures(), Transcript()
        empty = EmptyState("award", t("record.empty"), t("record.empty_note"), t("record.begin"))
        empty.pressed.connect(self.learning_asked)
        self._empty, self._full = Card().add(empty), QWidget()
        full = QVBoxLayout(self._full)
        full.setContentsMargins(0, 0, 0, 0)
        full.setSpacing(16)
        full.addLayout(Columns(340, shares=(1, 1)).add(self.ledgers, self.figures))
        full.addWidget(self.transcript)
        self.papers, self.archive = PapersCard(), ArchiveCard()
        full.addWidget(self.papers)
        full.addWidget(self.archive)
        self.parts = Segmented(t("record.title"), [(key, t(f"record.part_{key}")) for key in PARTS])
        self.parts.chosen.connect(self.turn_to)
        self._part = "proved"
        self.frame.add(Flow(0).add(self.parts), self._banner, self._empty, self._full)
        self._connect()
        self.show_state(self._state)

    def show_state(self, state: RecordState) -> None:
        """Draw everything."""
        self._state = state
        record = state.record
        self.frame.show_title(t("record.title"), _subtitle(record))
        self._show_tools(state)
        self._show_banner(state)
        self.archive.show_state(state)
        self._show_part()
        if record is not None:
            self.ledgers.show_hours(record.hours, year=state.year)
            self.figures.show_record(record)
            self.transcript.show_record(record, state.year)

    @cached_property
    def own(self) -> OwnCards:
        """What is for oneself alone; made when it is first turned to."""
        from selfstudy.desktop.initiative.cards import OwnCards

        cards = OwnCards()
        self.frame.add(cards)
        self.own_made.emit(cards)
        return cards

    def turn_to(self, part: str) -> None:
        """What was proved, or what is for oneself alone."""
        self._part = part
        self._show_part()
        if part == "own":
            self.own_shown.emit()

    def _show_part(self) -> None:
        state, own = self._state, self._part == "own"
        self.parts.show_key(self._part)
        reveal(self._empty, visible=state.empty and not own)
        full = state.record is not None and not state.empty
        reveal(self._full, visible=full and not own)
        for tool in (self.year, self.export):
            reveal(tool, visible=not own)
        if own or "own" in self.__dict__:
            reveal(self.own, visible=own)

    # Building

    def _connect(self) -> None:
        self.year.chosen.connect(self._chose_year)
        self.export.clicked.connect(self._export)
        self._banner.pressed.connect(lambda: open_folder(str(Path(self._state.exported).parent)))
        self.ledgers.asked.connect(self.figure_asked)
        self.figures.asked.connect(self.figure_asked)
        self.transcript.row_asked.connect(self.row_asked)
        self.archive.asked.connect(self.archive_asked)

    # Drawing

    def _show_tools(self, state: RecordState) -> None:
        years = state.record.years if state.record else ()
        choices = [(ALL_YEARS, t("record.all_years"))]
        choices += [(str(year), str(year)) for year in years]
        self.year.show_choices(choices)
        self.year.show_key(ALL_YEARS if state.year is None else str(state.year))
        self.export.setEnabled(bool(state.rows) and not state.exporting)

    def _show_banner(self, state: RecordState) -> None:
        if state.error is not None:
            self._banner.show_words(error_words(state.error), "danger", "")
        elif state.exporting:
            self._banner.show_words(t("record.exporting"), "neutral", "")
        elif state.exported:
            words = t("record.exported", path=state.exported)
            self._banner.show_words(words, "success", t("record.open_folder"))
        else:
            self._banner.show_words("")

    # What the person does

    def _chose_year(self, key: str) -> None:
        self.year_chosen.emit(None if key == ALL_YEARS else int(key))

    def _export(self) -> None:
        name = file_name(self._state.record.name if self._state.record else "", self._state.year)
        path = ask_new_file(self, t("record.export"), name, t("record.files"))
        if path and path.suffix.lower() not in SUFFIXES:
            path = path.with_name(f"{path.name}.xlsx")
        if path:
            self.export_asked.emit(str(path))


def file_name(name: str, year: int | None) -> str:
    """`F1-2026-nguyen-thi-hanh.xlsx`: letters that every disk and mail program keeps."""
    words = "".join(c if c.isalnum() else " " for c in fold(name)).split()
    return "-".join(["F1", str(year or "all"), *words]) + ".xlsx"


def _subtitle(record: MyRecord | None) -> str:
    if record is None:
        return t("record.reading")
    return " · ".join(part for part in (record.name, record.position, record.unit) if part)
