"""A form as a workbook, one sheet for each page. openpyxl is loaded here, at first use."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from selfstudy.services.forms.form import (
    BODY,
    FONT,
    HEADER,
    MARGINS,
    MOTTO,
    NATION,
    NOTE,
    SMALL,
    TABLE,
    TITLE,
    Column,
    Form,
    Office,
    Page,
    Section,
    Total,
    clean,
)

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.styles import Border
    from openpyxl.worksheet.worksheet import Worksheet

MILLIMETRE = 1 / 25.4  # in inches, as page margins want
RULE = "―"
# 42A is Vietnam: decimal comma and day before month wherever the program honours it.
FORMATS = {
    "whole": "[$-42A]#,##0",
    "number": "[$-42A]#,##0.0#",
    "day": "[$-42A]dd/mm/yyyy",
    "moment": "[$-42A]dd/mm/yyyy hh:mm",
}
DIGIT_DOTS, CELL_DOTS = 7.2, 5  # a character of a width, and what a cell has around it
LINE_HEIGHT = 17  # points, for 13-point text
BAD_TITLE = re.compile(r"[\[\]:*?/\\]")
LONGEST_TITLE = 31

Words = tuple[str, int, str]  # a text, its size, and bold, italic or nothing


def workbook(form: Form, office: Office, pages: Iterable[Page], step: Callable[[], None]) -> bytes:
    """The file; `step` is called after each sheet."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    taken: set[str] = set()
    for page in pages:
        sheet = book.create_sheet(_sheet_title(page.title, taken))
        _Sheet(sheet, form, office).fill(page)
        step()
    book.properties.creator = clean(office.author)
    book.properties.title = form.title
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _sheet_title(wanted: str, taken: set[str]) -> str:
    """A title that a workbook takes, told apart from the others."""
    base = BAD_TITLE.sub(" ", clean(wanted)).strip("' ")[:LONGEST_TITLE] or "1"
    title, number = base, 1
    while title.casefold() in taken:
        number += 1
        end = f" ({number})"
        title = base[: LONGEST_TITLE - len(end)] + end
    taken.add(title.casefold())
    return title


class _Sheet:
    """Fills one sheet from top to bottom."""

    def __init__(self, sheet: Worksheet, form: Form, office: Office) -> None:
        self.sheet, self.form, self.office = sheet, form, office
        self.width = len(form.columns)
        self.row = 1

    def fill(self, page: Page) -> None:
        """Everything of a page."""
        self.widths = self.form.widths(self._room(), page.rows)
        self.left = self._left_columns()
        for index, width in enumerate(self.widths, start=1):
            self.sheet.column_dimensions[_letter(index)].width = width
        self._head()
        self._title(page)
        self._table(page)
        self._foot(page)
        self._set_up_print()

    def _room(self) -> float:
        """Characters that fit between the margins, so that nothing is made smaller to print."""
        dots = self.form.room * MILLIMETRE * 96
        return (dots - CELL_DOTS * self.width) / DIGIT_DOTS

    def _left_columns(self) -> int:
        """How many columns the left part of the head takes: about two fifths of the width."""
        reached = 0.0
        for index, width in enumerate(self.widths, start=1):
            reached += width
            if reached >= sum(self.widths) * 0.38:
                return min(index, self.width - 1)
        return self.width - 1

    # — head and title ———————————————————————————————————————————————————————————————————

    def _head(self) -> None:
        above, unit = self.office.head()
        rule = RULE * 9
        self._pair((above or unit, SMALL, "" if above else "bold"), (NATION, SMALL, "bold"))
        self._pair((unit, SMALL, "bold") if above else (rule, 8, ""), (MOTTO, BODY, "bold"))
        self._pair((rule if above else "", 8, ""), (RULE * 18, 8, ""), height=11)
        self._pair(("", SMALL, ""), (self.office.dated(), BODY, "italic"))
        self.row += 1

    def _pair(
        self,
        left: Words,
        right: Words,
        height: float = LINE_HEIGHT,
    ) -> None:
        for start, end, (text, size, look) in (
            (1, self.left, left),
            (self.left + 1, self.width, right),
        ):
            self._across(start, end, text, size, look=look)
        self.sheet.row_dimensions[self.row].height = height
        self.row += 1

    def _title(self, page: Page) -> None:
        self._line(self.form.title, TITLE, look="bold")
        self._line(page.subtitle(self.form), BODY, look="bold")
        self._line(RULE * 7, 8)
        if self.form.intro:
            self._line(self.form.intro, BODY, left=True, look="bold")
        for text in page.lines:
            self._line(text, BODY, left=True)
        self.row += 1
        if self.form.table:
            self._line(self.form.table, BODY, left=True, look="bold")

    def _line(self, text: str, size: int, *, left: bool = False, look: str = "") -> None:
        self._across(1, self.width, text, size, left=left, look=look)
        self.sheet.row_dimensions[self.row].height = LINE_HEIGHT if size > 8 else 11
        self.row += 1

    def _across(
        self, start: int, end: int, text: str, size: int, *, left: bool = False, look: str = ""
    ) -> None:
        """A text across columns: cells are merged in title rows only."""
        from openpyxl.styles import Alignment

        if end > start:
            self.sheet.merge_cells(
                start_row=self.row, end_row=self.row, start_column=start, end_column=end
            )
        cell = self._cell(start, text, size, look=look)
        across = "left" if left else "center"
        cell.alignment = Alignment(horizontal=across, vertical="center", wrap_text=True)

    def _cell(self, column: int, value: object, size: int = TABLE, look: str = "") -> Cell:
        from openpyxl.styles import Font

        cell: Cell = self.sheet.cell(self.row, column)
        if isinstance(value, str):
            cell.value = clean(value)
            cell.data_type = "s"  # a name that begins with = is a name, not a formula
        else:
            cell.value = value
        cell.font = Font(name=FONT, size=size, bold=look == "bold", italic=look == "italic")
        return cell

    # — the table ————————————————————————————————————————————————————————————————————————

    def _table(self, page: Page) -> None:
        from openpyxl.styles import Alignment

        self.head_row = self.row
        for index, column in enumerate(self.form.columns, start=1):
            cell = self._cell(index, column.heading, look="bold")
            cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
            cell.border = _border()
        told = zip(self.form.columns, self.widths, strict=True)
        lines = max(_lines(column.heading, width * 0.85) for column, width in told)
        self.sheet.row_dimensions[self.row].height = 4 + 15.5 * lines
        self.row += 1
        for row in page.rows:
            lines = 1
            for index, column in enumerate(self.form.columns, start=1):
                value = row.get(column.key)
                self._field(index, column, value)
                if isinstance(value, str):
                    lines = max(lines, _lines(value, self.widths[index - 1]))
            self.sheet.row_dimensions[self.row].height = 2 + 15.5 * lines
            self.row += 1
        if not page.rows:
            self._line(self.form.empty, TABLE, look="italic")
        for total in page.totals:
            self._total(total)
        self.last_row = self.row - 1
        self.row += 1

    def _field(self, index: int, column: Column, value: object) -> None:
        from openpyxl.styles import Alignment

        kind = column.kind
        if kind == "word":
            value = self.form.texts.get(str(value), value)
        if isinstance(value, datetime):
            value = value.replace(tzinfo=None)
        cell = self._cell(index, "" if value is None else value)
        if kind in FORMATS and not isinstance(value, str):
            cell.number_format = FORMATS[kind]
        cell.alignment = Alignment(horizontal=column.across, vertical="top", wrap_text=True)
        cell.border = _border()

    def _total(self, total: Total) -> None:
        """A sum under its own column; sums of two ledgers are never added."""
        from openpyxl.styles import Alignment

        place = self.form.place(total.column) + 1
        for index in range(1, self.width + 1):
            cell = self._cell(index, "")
            inside = 1 < index < place
            cell.border = _border(left=not inside and index != place, right=index >= place)
        label = self._cell(max(1, place - 1), total.text, look="bold")
        label.alignment = Alignment(horizontal="right", vertical="center")
        value = self._cell(place, total.value, look="bold")
        value.number_format = FORMATS[total.kind]
        value.border = _border()
        across = "right" if total.kind == "number" else "center"
        value.alignment = Alignment(horizontal=across, vertical="center")
        self.sheet.row_dimensions[self.row].height = LINE_HEIGHT
        self.row += 1

    # — foot and print ———————————————————————————————————————————————————————————————————

    def _foot(self, page: Page) -> None:
        for note in self.form.notes:
            self._paragraph(note, NOTE, "italic")
        for section in self.form.sections:
            self._section(section, page)
        self.row += 1
        middle = self.width // 2 if self.width > 2 else 1
        spans = ((1, middle), (middle + 1, self.width))
        for size, look, texts in (
            (BODY, "bold", [heading for heading, _hint in self.form.signatures]),
            (SMALL, "italic", [hint for _heading, hint in self.form.signatures]),
        ):
            for (start, end), text in zip(spans, texts, strict=False):
                self._across(start, end, text, size, look=look)
            self.sheet.row_dimensions[self.row].height = LINE_HEIGHT
            self.row += 1
        self.row += 4  # room for signatures
        for (start, end), name in zip(spans, page.signed, strict=False):
            self._across(start, end, name, BODY, look="bold")
        self.end_row = self.row

    def _section(self, section: Section, page: Page) -> None:
        self._line(section.heading, BODY, left=True, look="bold")
        for text in page.below(section):
            row = self.row
            self._paragraph(text, BODY, "")
            if page.is_blank(text):
                self.sheet.row_dimensions[row].height = LINE_HEIGHT * 1.4
                for index in range(1, self.width + 1):
                    self.sheet.cell(row, index).border = _ruled()

    def _paragraph(self, text: str, size: int, look: str) -> None:
        """A text across the whole width, as high as it needs."""
        from openpyxl.styles import Alignment

        self._across(1, self.width, text, size, left=True, look=look)
        cell = self.sheet.cell(self.row, 1)
        cell.alignment = Alignment(horizontal="left", vertical="top", wrap_text=True)
        characters = sum(self.widths) * 11 / size
        self.sheet.row_dimensions[self.row].height = (size + 4) * _lines(text, characters)
        self.row += 1

    def _set_up_print(self) -> None:
        sheet = self.sheet
        sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
        sheet.page_setup.orientation = "landscape" if self.form.landscape else "portrait"
        sheet.page_setup.fitToWidth = 1
        sheet.page_setup.fitToHeight = 1 if self.form.one_page else 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        for side, wide in MARGINS.items():
            setattr(sheet.page_margins, side, wide * MILLIMETRE)
        sheet.page_margins.header = sheet.page_margins.footer = HEADER * MILLIMETRE
        sheet.print_options.horizontalCentered = True
        sheet.print_area = f"A1:{_letter(self.width)}{self.end_row}"
        sheet.print_title_rows = f"{self.head_row}:{self.head_row}"
        sheet.HeaderFooter.differentFirst = True  # the first page has no number
        header = sheet.oddHeader.center
        header.text, header.font, header.size = "&P", f"{FONT},Regular", BODY
        for foot in (sheet.firstFooter.center, sheet.oddFooter.center):
            foot.text, foot.font, foot.size = self.form.footer or None, f"{FONT},Italic", NOTE
        sheet.sheet_view.showGridLines = False
        sheet.freeze_panes = f"A{self.head_row + 1}"


def _letter(column: int) -> str:
    return chr(ord("A") + column - 1)


def _border(*, left: bool = True, right: bool = True) -> Border:
    from openpyxl.styles import Border, Side

    thin, none = Side(style="thin"), Side()
    return Border(left=thin if left else none, right=thin if right else none, top=thin, bottom=thin)


def _ruled() -> Border:
    from openpyxl.styles import Border, Side

    return Border(bottom=Side(style="hair"))


def _lines(text: str, width: float) -> int:
    """How many lines a text takes in a column: spreadsheets do not all measure for themselves."""
    room = max(1.0, width * 1.12)
    return sum(max(1, -int(-len(part) // room)) for part in text.split("\n"))
