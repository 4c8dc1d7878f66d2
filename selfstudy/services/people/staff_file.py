"""A file with a list of staff: opened, read in an encoding that a person saw, laid out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from selfstudy.domain.errors import NobodyListed
from selfstudy.domain.legacy import Encoding, convert, guess, of_font
from selfstudy.domain.staff_table import Columns, Layout, Row, layout_of
from selfstudy.domain.vietnamese import one_line

if TYPE_CHECKING:
    from selfstudy.exchange.sheet import Sheet

SAMPLES = 6


@dataclass(frozen=True, slots=True)
class Asked:
    """How a person wants a list to be read: None and nothing where the program may propose.

    `positions` are the codes of positions by what the list calls them.
    """

    sheet: int | None = None
    encoding: Encoding | None = None
    columns: Columns | None = None
    positions: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reading:
    """A sheet as it is read: its rows as text, where the list stands in it, what was before.

    `chosen` says whether a person said in which encoding; `samples` are texts before and after.
    """

    sheet: int
    name: str
    rows: tuple[Row, ...]
    layout: Layout
    encoding: Encoding
    chosen: bool
    samples: tuple[tuple[str, str], ...]

    @property
    def headings(self) -> tuple[str, ...]:
        """What stands over each column, else what stands in it first."""
        width = max(map(len, self.rows), default=0)
        return tuple(self._heading(column) for column in range(width))

    def _heading(self, column: int) -> str:
        over = self.rows[max(0, self.layout.header - 1) : self.layout.header + 1]
        below = self.rows[self.layout.header + 1 :]
        for row in (*reversed(over), *below[:50]):
            if column < len(row) and row[column]:
                return row[column]
        return ""


class StaffFile:
    """A file that was opened; it may be read in several ways, and nothing is written."""

    def __init__(self, path: Path) -> None:
        from selfstudy.exchange.sheets import read_sheets

        self.name = path.name
        self.sheets: list[Sheet] = read_sheets(path)
        self.digest = hashlib.sha256(path.read_bytes()).hexdigest()
        if not self.sheets:
            raise NobodyListed(name=self.name)

    def read(self, asked: Asked) -> Reading:
        """One of its sheets: the one asked for, else the first with headings of a list."""
        if asked.sheet is not None:
            return self._read(max(0, min(asked.sheet, len(self.sheets) - 1)), asked)
        read = [self._read(at, asked) for at in range(len(self.sheets))]
        return next((one for one in read if one.layout.names), read[0])

    def _read(self, at: int, asked: Asked) -> Reading:
        sheet = self.sheets[at]
        texts = dict.fromkeys(cell for row in sheet.rows for cell in row if cell)
        encoding = asked.encoding or guess(texts, sheet.fonts.values())
        rows = tuple(decoded(sheet, encoding))
        layout = layout_of(rows)
        if asked.columns is not None:
            layout = Layout(layout.header, asked.columns, layout.order)
        return Reading(
            at, sheet.name, rows, layout, encoding, asked.encoding is not None,
            tuple(_samples(sheet, rows)),
        )  # fmt: skip


def decoded(sheet: Sheet, encoding: Encoding) -> Iterable[Row]:
    """The rows of a sheet as text; where fonts tell, only their cells are of before Unicode."""
    by_font = any(of_font(font) == encoding for font in sheet.fonts.values())
    read: dict[tuple[str, str], str] = {}

    def text(cell: str, font: str) -> str:
        if not cell:
            return ""
        if (cell, font) not in read:
            old = by_font and of_font(font) != encoding
            read[cell, font] = one_line(cell if old else convert(cell, encoding, font))
        return read[cell, font]

    for at, row in enumerate(sheet.rows):
        yield tuple(
            text(cell, sheet.fonts.get((at, column), "")) for column, cell in enumerate(row)
        )


def _samples(sheet: Sheet, rows: Iterable[Row]) -> Iterable[tuple[str, str]]:
    """Texts that are not what they were, the longest first seen."""
    found: dict[str, str] = {}
    for before, after in zip(sheet.rows, rows, strict=True):
        for was, now in zip(before, after, strict=True):
            if was and one_line(was) != now:
                found.setdefault(was, now)
        if len(found) >= SAMPLES * 10:
            break
    best = sorted(found.items(), key=lambda pair: -len(pair[0].split()))
    return best[:SAMPLES]
