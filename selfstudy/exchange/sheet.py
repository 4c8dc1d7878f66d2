"""A sheet of a table: rows of texts, as they were kept."""

from __future__ import annotations

from dataclasses import dataclass, field

from selfstudy.domain.errors import TableTooLong

MAX_ROWS = 20_000  # of one sheet; what a list may have is for who reads it
MAX_COLUMNS = 100
MAX_CELL = 2000  # characters

Row = tuple[str, ...]


@dataclass(slots=True)
class Sheet:
    """Rows of texts as they are kept; `fonts` of those cells whose font is not of Unicode.

    `broken` are the cells in which a formula failed; they are read as empty.
    """

    name: str
    rows: list[Row] = field(default_factory=list)
    fonts: dict[tuple[int, int], str] = field(default_factory=dict)
    broken: set[tuple[int, int]] = field(default_factory=set)


def fitting(sheet: Sheet, row: Row, name: str) -> None:
    """Put a row below the others, without empty cells at its end. Raises TableTooLong."""
    width = next((at for at in range(len(row), 0, -1) if row[at - 1]), 0)
    row = row[:width]
    if len(sheet.rows) >= MAX_ROWS:
        if row:
            raise TableTooLong(name=name, limit=MAX_ROWS)
        return
    sheet.rows.append(tuple(cell[:MAX_CELL] for cell in row[:MAX_COLUMNS]))
