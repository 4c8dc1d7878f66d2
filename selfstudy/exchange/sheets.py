"""Tables that offices keep: sheets of text, whatever the file calls itself.

What a file is shows in how it begins, not in its name: many an `.xls` is HTML or text.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

from selfstudy.domain.errors import TableDamaged, TableUnknown, TooLarge
from selfstudy.domain.legacy import of_font
from selfstudy.exchange.sheet import Sheet, fitting

MAX_BYTES = 30 * 1024 * 1024
SEPARATORS = ";\t,|"
ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
HTML = re.compile(
    rb"\s*(?:<!doctype html|<html|<head|<body|<table|<meta|mime-version:)", re.IGNORECASE
)
LONGEST = 131_072  # characters in a cell of a text
CHARSET = re.compile(rb"charset=[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)


def read_sheets(path: Path) -> list[Sheet]:
    """The sheets of a table's file that hold anything.

    Raises TableUnknown, TableDamaged, TableLocked, TableTooLong, TooLarge.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise TooLarge(name=path.name, limit=MAX_BYTES)
        raw = path.read_bytes()
    except OSError as error:
        raise TableUnknown(name=path.name) from error
    return [sheet for sheet in sheets_of(raw, path.name) if any(map(any, sheet.rows))]


def sheets_of(raw: bytes, name: str) -> list[Sheet]:
    """The sheets of a table's content."""
    if raw.startswith((ZIP, OLE)):
        from selfstudy.exchange.workbooks import sheets_of_xls, sheets_of_xlsx

        return (sheets_of_xlsx if raw.startswith(ZIP) else sheets_of_xls)(raw, name)
    if HTML.match(raw.removeprefix(b"\xef\xbb\xbf")):
        return _html(raw, name)
    text = _text(raw)
    if text is None or "\0" in text:
        raise TableUnknown(name=name)
    return [_separated(text, name)]


def _text(raw: bytes, charset: str = "") -> str | None:
    """Bytes as text: as they say, else UTF-8, else byte by byte, as an old program wrote them."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        charset = "utf-16"
    for encoding in filter(None, (charset, "utf-8-sig")):
        try:
            return raw.decode(encoding)
        except (LookupError, ValueError):
            continue
    if b"\0" in raw:
        return None
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in raw)


def _separated(text: str, name: str) -> Sheet:
    lines = text.splitlines()[:20]
    separator = max(SEPARATORS, key=lambda sign: _evenly(lines, sign))
    sheet = Sheet("")
    csv.field_size_limit(LONGEST)  # the process's own: whoever set another one before
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            fitting(sheet, tuple(row), name)
    except csv.Error as error:
        raise TableDamaged(name=name) from error
    return sheet


def _evenly(lines: list[str], sign: str) -> tuple[int, int]:
    """In how many lines a sign stands equally often, and how often."""
    counted = Counter(line.count(sign) for line in lines if sign in line)
    return max(((lines, times) for times, lines in counted.items()), default=(0, 0))


def _html(raw: bytes, name: str) -> list[Sheet]:
    told = CHARSET.search(raw[:4096])
    text = _text(raw, told.group(1).decode("ascii") if told else "")
    if text is None:
        raise TableDamaged(name=name)
    reader = _Tables(name)
    reader.feed(text)
    reader.close()
    if not reader.sheets:
        raise TableUnknown(name=name)
    return reader.sheets


class _Tables(HTMLParser):
    """Every table of a page is a sheet; a cell over several columns leaves empty ones behind it."""

    def __init__(self, name: str) -> None:
        super().__init__(convert_charrefs=True)
        self.sheets: list[Sheet] = []
        self._name = name
        self._row: list[str] | None = None
        self._cell: list[str] | None = None
        self._font = ""
        self._span = 1

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {key: value or "" for key, value in attrs}
        if tag == "table":
            self.sheets.append(Sheet(str(len(self.sheets) + 1)))
        elif tag == "tr":
            self._end_row()
            self._row = []
        elif tag in {"td", "th"}:
            self._end_cell()
            self._cell, self._font = [], ""
            self._span = min(int(told["colspan"]), 50) if told.get("colspan", "").isdigit() else 1
        elif tag == "br" and self._cell is not None:
            self._cell.append(" ")
        if self._cell is not None:
            self._font = told.get("face", "") or _family(told.get("style", "")) or self._font

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"}:
            self._end_cell()
        elif tag in {"tr", "table"}:
            self._end_row()

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)

    def close(self) -> None:
        super().close()
        self._end_row()

    def _end_cell(self) -> None:
        if self._cell is not None and self._row is not None and self.sheets:
            sheet = self.sheets[-1]
            if of_font(self._font) is not None:
                sheet.fonts[len(sheet.rows), len(self._row)] = self._font
            self._row += ["".join(self._cell), *[""] * (self._span - 1)]
        self._cell = None

    def _end_row(self) -> None:
        self._end_cell()
        if self._row is not None and self.sheets:
            fitting(self.sheets[-1], tuple(self._row), self._name)
        self._row = None


def _family(style: str) -> str:
    found = re.search(r"font-family:\s*[\"']?([^;,\"']+)", style, re.IGNORECASE)
    return found.group(1).strip() if found else ""
