"""What stands behind a number: record by record, when, what and where it is sealed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from selfstudy.desktop.record.presenter import OF_A_YEAR, Behind
from selfstudy.desktop.record.transcript import row_title
from selfstudy.desktop.rows import Column
from selfstudy.desktop.widgets.buttons import GhostButton
from selfstudy.desktop.widgets.page import MARGIN
from selfstudy.desktop.widgets.surfaces import Card, EmptyState
from selfstudy.desktop.widgets.table import Table
from selfstudy.desktop.widgets.text import LEFT, Heading, Muted, Small
from selfstudy.domain.progress import FactRow, MyRecord
from selfstudy.sentences import kind_words
from selfstudy.words import known, minutes, moment, number, t


class FactsView(QWidget):
    """A table of facts with a way back."""

    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, 24, MARGIN, MARGIN)
        column.setSpacing(8)
        self.back = GhostButton(t("record.back"), "arrow-left")
        self.back.clicked.connect(self.closed)
        self._title, self._note = Heading(), Muted()
        empty = EmptyState("info", t("record.no_facts"), t("record.no_facts_note"))
        self.table = Table(t("record.facts"), _columns(), empty)
        column.addWidget(self.back, 0, LEFT)
        column.addSpacing(8)
        column.addWidget(self._title)
        column.addWidget(self._note)
        column.addSpacing(4)
        column.addWidget(Card(padding=16, fill=True).add(self.table, stretch=1), 1)
        column.addWidget(Small(t("record.sealed_note")))

    def show_behind(self, behind: Behind, record: MyRecord | None, year: int | None) -> None:
        """The facts of one number."""
        self._title.setText(_title(behind, record, year))
        found = len(behind.rows)
        self._note.show_words(t("record.facts_count", n=found) if found else "")
        self.table.show_rows(behind.rows)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leads back."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


def _columns() -> list[Column]:
    return [
        Column(t("record.when"), lambda row: moment(row.at), order=lambda row: row.at, width=150),
        Column(t("record.kind"), _kind, "strong", width=180),
        Column(t("record.about"), lambda row: row.what),
        Column(t("record.code"), lambda row: row.code, "muted", width=130, spare=True),
        Column(t("record.detail"), _detail, width=140),
        Column(t("record.sealed"), _sealed, "muted", order=_place, width=190, spare=True),
    ]  # fmt: skip


def _kind(row: FactRow) -> str:
    key = f"record.kind_{row.kind}"
    return t(key) if known(key) else kind_words(row.kind)


def _detail(row: FactRow) -> str:
    """What the record says; one that was taken back or had no authority counts nothing."""
    if row.counted:
        return row.detail
    return f"{row.detail} · {t('record.not_counted')}" if row.detail else t("record.not_counted")


def _place(row: FactRow) -> tuple[str, int]:
    return row.source, row.number


def _sealed(row: FactRow) -> str:
    return t("record.sealed_at", source=row.source, number=number(row.number, 0))


def _title(behind: Behind, record: MyRecord | None, year: int | None) -> str:
    if behind.row is not None:
        return t("record.behind_row", title=row_title(behind.row))
    if record is None or behind.figure is None:
        return t("record.facts")
    values = {
        "self_study": number(record.hours.self_study, 2),
        "recognised": number(record.hours.recognised, 2),
        "lessons": number(record.lessons_done, 0),
        "answers": number(record.answers, 0),
        "minutes": minutes(record.active_minutes),
    }
    said = t(f"record.behind_{behind.figure}", value=values[behind.figure])
    if behind.figure not in OF_A_YEAR:
        return said
    return t("record.of_year", what=said, year=year or record.hours.year)
