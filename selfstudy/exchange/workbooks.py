"""Sheets of Excel's files, the new and the old; openpyxl and xlrd are loaded at first use."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from selfstudy.domain.errors import TableDamaged, TableLocked, TableUnknown, TooLarge
from selfstudy.domain.legacy import of_font
from selfstudy.exchange.sheet import MAX_COLUMNS, Sheet, fitting

MAX_INFLATED = 300 * 1024 * 1024  # bytes
MAX_PARTS = 5000
MAX_SHEETS = 50
LOCKED = "EncryptedPackage".encode("utf-16-le")  # how Excel keeps a new file under a password
TEXT, NUMBER, DATE, BOOLEAN, ERROR = 1, 2, 3, 4, 5  # xlrd's kinds of cells


def sheets_of_xlsx(raw: bytes, name: str) -> list[Sheet]:
    """The sheets of an `.xlsx`; of a formula, what it last gave.

    Raises TableUnknown, TableDamaged, TableTooLong, TooLarge.
    """
    _look_into(raw, name)
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl does not keep is not read either
            book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
            try:
                return [_new(sheet, name) for sheet in book.worksheets[:MAX_SHEETS]]
            finally:
                book.close()
    except (
        KeyError, ValueError, TypeError, AttributeError, IndexError, OSError, EOFError,
        SyntaxError, zipfile.BadZipFile, NotImplementedError, RuntimeError,
    ) as error:  # fmt: skip
        raise TableDamaged(name=name) from error


def _look_into(raw: bytes, name: str) -> None:
    """What is no workbook, or would fill the memory, is not opened."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise TableDamaged(name=name) from error
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_INFLATED:
        raise TooLarge(name=name, limit=MAX_INFLATED)
    if not any(part.filename.startswith("xl/") for part in parts):
        raise TableUnknown(name=name)


def _new(worksheet: Any, name: str) -> Sheet:  # noqa: ANN401 — openpyxl tells no types
    worksheet.reset_dimensions()  # what a file says of its size is often wrong
    sheet = Sheet(worksheet.title)
    for row in worksheet.iter_rows(max_col=MAX_COLUMNS):
        _keep_fonts(sheet, (cell.font if isinstance(cell.value, str) else None for cell in row))
        _fit(sheet, [cell.value for cell in row], name)
    return sheet


def sheets_of_xls(raw: bytes, name: str) -> list[Sheet]:
    """The sheets of an old `.xls`.

    Raises TableLocked, TableUnknown, TableDamaged, TableTooLong.
    """
    if LOCKED in raw:
        raise TableLocked(name=name)
    import xlrd

    try:
        book = xlrd.open_workbook(
            file_contents=raw, formatting_info=True, logfile=io.StringIO(), ragged_rows=True
        )
        return [_old(book, sheet, name) for sheet in book.sheets()[:MAX_SHEETS]]
    except xlrd.XLRDError as error:
        said = str(error).casefold()
        if "encrypted" in said or "password" in said:
            raise TableLocked(name=name) from error
        other = "can't find workbook" in said or "not supported" in said
        raise (TableUnknown if other else TableDamaged)(name=name) from error
    except (
        KeyError, ValueError, TypeError, AttributeError, IndexError, AssertionError, EOFError,
        OverflowError, MemoryError, struct.error, xlrd.compdoc.CompDocError, NotImplementedError,
    ) as error:  # fmt: skip
        raise TableDamaged(name=name) from error


def _old(book: Any, worksheet: Any, name: str) -> Sheet:  # noqa: ANN401 — nor does xlrd
    sheet = Sheet(worksheet.name)
    for at in range(worksheet.nrows):
        row = worksheet.row(at)[:MAX_COLUMNS]
        _keep_fonts(
            sheet,
            (
                book.font_list[book.xf_list[cell.xf_index].font_index]
                if cell.ctype == TEXT and cell.xf_index is not None
                else None
                for cell in row
            ),
        )
        _fit(sheet, [_value(book, cell) for cell in row], name)
    return sheet


def _fit(sheet: Sheet, values: list[object], name: str) -> None:
    """The next row; of a formula that failed nothing is read, and its place is kept."""
    broken = {(len(sheet.rows), at) for at, value in enumerate(values) if _is_error(value)}
    sheet.broken.update(broken)
    fitting(sheet, tuple("" if _is_error(value) else _said(value) for value in values), name)


def _value(book: Any, cell: Any) -> object:  # noqa: ANN401
    from xlrd.xldate import xldate_as_datetime

    if cell.ctype == DATE:
        return xldate_as_datetime(cell.value, book.datemode)
    if cell.ctype == BOOLEAN:
        return bool(cell.value)
    return {TEXT: cell.value, NUMBER: cell.value, ERROR: "#ERROR!"}.get(cell.ctype)


def _keep_fonts(sheet: Sheet, fonts: Iterable[Any]) -> None:
    for column, font in enumerate(fonts):
        if font is not None and of_font(font.name or "") is not None:
            sheet.fonts[len(sheet.rows), column] = font.name


def _said(value: object) -> str:
    """A cell as it is read: whole numbers without a point, days as they are written here."""
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, datetime | date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _is_error(value: object) -> bool:
    """Whether a cell shows what a failed formula leaves: #REF!, #N/A."""
    return isinstance(value, str) and value.startswith("#") and value.rstrip("!?").isupper()
