"""Records as columns of a table: titles first, codes and places small at the end."""

from __future__ import annotations

from collections.abc import Callable

from selfstudy.desktop.rows import Column
from selfstudy.domain.explained import Figure
from selfstudy.domain.progress import FactRow
from selfstudy.sentences import adds_words, counting_words, fact_kind_words
from selfstudy.words import known, moment, number, t


def fact_columns(figure: Callable[[], Figure | None] | None = None) -> list[Column]:
    """When, what, what about, where it is sealed; what it adds to the number of `figure`."""
    adding = [] if figure is None else [_adds(figure)]
    return [
        Column(t("explain.column_at"), lambda row: moment(row.at), "muted",
               order=lambda row: row.at, width=152),
        Column(t("explain.column_kind"), fact_kind_words, "strong", width=156),
        Column(t("explain.column_what"), lambda row: row.what),
        *adding,
        Column(t("explain.column_detail"), detail_words, width=104),
        Column(t("explain.column_why"), counting_words, "muted", width=256),
        Column(t("record.code"), lambda row: row.code, "muted", width=120, spare=True),
        Column(t("explain.column_sealed"), sealed_words, "muted", order=sealed_order, width=170,
               spare=True),
    ]  # fmt: skip


def _adds(figure: Callable[[], Figure | None]) -> Column:
    def words(row: FactRow) -> str:
        of = figure()
        return adds_words(of, row.adds) if of is not None and row.adds is not None else ""

    name = t("explain.column_adds")
    return Column(name, words, "number", order=lambda row: row.adds or 0.0, width=100)


def detail_words(row: FactRow) -> str:
    """What the record says; a claim that cannot be checked, or does not stand up, says so."""
    key = f"unit.fact_{row.checked}"
    told = t(key) if row.checked in ("unheld", "differs") and known(key) else ""
    return " · ".join(part for part in (row.detail, told) if part)


def sealed_words(row: FactRow) -> str:
    """Where a record is sealed; a file set aside has a digest alone."""
    if not row.number:
        return t("explain.file_at", source=row.source)
    return t("explain.sealed_at", source=row.source, number=number(row.number, 0))


def sealed_order(row: FactRow) -> tuple[str, int]:
    """Records of a source in their order."""
    return row.source, row.number
