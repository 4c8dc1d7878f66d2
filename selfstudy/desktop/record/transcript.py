"""The lines of form F1 with the totals of each ledger under them."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from selfstudy.desktop.rows import Column
from selfstudy.desktop.theme import Tone
from selfstudy.desktop.widgets.buttons import QuietButton
from selfstudy.desktop.widgets.surfaces import Card, EmptyState
from selfstudy.desktop.widgets.table import Table
from selfstudy.desktop.widgets.text import Heading, Small, Strong
from selfstudy.domain.progress import MyRecord, RecordRow
from selfstudy.words import day, number, pick, t


@dataclass(frozen=True, slots=True)
class Numbered:
    """A line with its number in the form."""

    number: int
    row: RecordRow


class Transcript(Card):
    """Form F1 on the screen."""

    row_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__(padding=20, spacing=10)
        self._title = Heading()
        self.open = QuietButton(t("record.facts_row"))
        self.open.setEnabled(False)
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self.open)
        empty = EmptyState("book-open", t("record.no_rows"), t("record.no_rows_note"))
        self.table = Table(t("record.transcript"), _columns(), empty)
        self.table.fit_height()
        self._totals = Strong()
        self._hint = Small(t("record.hint"))
        self.add(head, self.table, self._totals, self._hint)
        self.table.row_chosen.connect(lambda line: self.row_asked.emit(line.row))
        self.table.row_changed.connect(lambda line: self.open.setEnabled(line is not None))
        self.open.clicked.connect(self._open)

    def show_record(self, record: MyRecord, year: int | None) -> None:
        """The lines of a year, or all."""
        title = t("record.transcript_year", year=year) if year else t("record.transcript")
        self._title.setText(title)
        lines = tuple(Numbered(i, row) for i, row in enumerate(record.rows, 1))
        self.table.show_rows(lines)
        self.open.setEnabled(self.table.row is not None)
        self.open.setVisible(bool(lines))
        self._totals.show_words(_totals(record.rows) if lines else "")
        self._hint.show_words(t("record.hint") if lines else "")

    def _open(self) -> None:
        if self.table.row is not None:
            self.row_asked.emit(self.table.row.row)


def row_title(row: RecordRow) -> str:
    """The lesson, or the module where no lesson is named."""
    lesson = pick(row.lesson_title, row.lesson_title_en)
    return lesson or pick(row.module_title, row.module_title_en)


def _columns() -> list[Column]:
    return [
        Column(t("record.number"), lambda line: str(line.number), "muted",
               order=lambda line: line.number, width=48),
        Column(t("record.day"), lambda line: day(line.row.at), order=lambda line: line.row.at,
               width=104),
        Column(t("record.what"), lambda line: row_title(line.row), "strong"),
        Column(t("record.form"), lambda line: t(f"record.form_{line.row.form}"), "muted",
               width=104, spare=True),
        Column(t("record.hours"), lambda line: number(line.row.hours, 2), "number",
               order=lambda line: line.row.hours, width=84),
        Column(t("record.ledger"), lambda line: t(f"record.{line.row.ledger}"), "badge",
               tone=_tone, width=132),
        Column(t("record.result"), lambda line: line.row.result, width=84),
        Column(t("record.evidence"), lambda line: line.row.evidence, "muted", width=132,
               spare=True),
    ]  # fmt: skip


def _tone(line: Numbered) -> Tone:
    tones: dict[str, Tone] = {"self_study": "accent", "recognised": "success"}
    return tones.get(line.row.ledger, "neutral")


def _totals(rows: tuple[RecordRow, ...]) -> str:
    """Each ledger's own sum; the two are never added. What was only attended stands beside them."""
    sums = {"self_study": 0.0, "recognised": 0.0}
    for row in rows:
        sums[row.ledger] = sums.get(row.ledger, 0.0) + row.hours
    parts = [t(f"record.total_{ledger}", hours=number(hours, 2)) for ledger, hours in sums.items()]
    return "    ".join(parts)
