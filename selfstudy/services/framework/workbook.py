"""A framework as a workbook that people edit: four sheets, read back with every problem told."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Final

from selfstudy.content.framework import Framework
from selfstudy.content.problems import Findings, Problem
from selfstudy.domain.people import Competency, Position
from selfstudy.domain.vietnamese import fold, nfc
from selfstudy.exchange.sheet import Sheet
from selfstudy.exchange.sheets import read_sheets
from selfstudy.settings import write_whole

COMPETENCIES, BEHAVIOURS = "Năng lực", "Hành vi"
POSITIONS, LEVELS = "Vị trí", "Mức yêu cầu"
CODE: Final = re.compile(r"[A-Za-z][A-Za-z0-9]{0,15}")
MOST_CODES = 500
LONGEST_TITLE, LONGEST_BEHAVIOUR, MOST_BEHAVIOURS = 300, 600, 50
SCOPES = ("cong_chuc", "vien_chuc")

HEADINGS = {
    COMPETENCIES: ("Mã", "Tên năng lực", "Tên tiếng Anh", "Nhóm"),
    BEHAVIOURS: ("Mã năng lực", "Mức", "Hành vi quan sát được"),
    POSITIONS: ("Mã", "Tên vị trí", "Tên tiếng Anh", "Tên gọi khác", "Đối tượng"),
}
WIDTHS = {
    COMPETENCIES: (8, 48, 48, 16),
    BEHAVIOURS: (12, 8, 110),
    POSITIONS: (8, 60, 60, 40, 14),
}
EDGE = (10, 52)


def write_framework(framework: Framework, path: Path) -> Path:
    """Write a framework for people to edit. Raises DiskFull, FolderReadOnly."""
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Font

    book = Workbook()
    book.remove(book.active)
    codes = [one.code for one in framework.competencies]
    for name, headings, widths, rows in (
        (COMPETENCIES, HEADINGS[COMPETENCIES], WIDTHS[COMPETENCIES], _competency_rows(framework)),
        (BEHAVIOURS, HEADINGS[BEHAVIOURS], WIDTHS[BEHAVIOURS], _behaviour_rows(framework)),
        (POSITIONS, HEADINGS[POSITIONS], WIDTHS[POSITIONS], _position_rows(framework)),
        (
            LEVELS,
            ("Mã vị trí", "Tên vị trí", *codes),
            (*EDGE, *(6 for _ in codes)),
            _level_rows(framework, codes),
        ),
    ):
        sheet = book.create_sheet(name)
        sheet.append(list(headings))
        for row in rows:
            sheet.append(row)
        for place, width in enumerate(widths):
            sheet.column_dimensions[sheet.cell(1, place + 1).column_letter].width = width
        for row in sheet.iter_rows():
            for cell in row:
                cell.alignment = Alignment(vertical="top", wrap_text=True)
                cell.font = Font(name="Times New Roman", size=12, bold=cell.row == 1)
                if isinstance(cell.value, str):
                    cell.data_type = "s"
        sheet.freeze_panes = "C2" if name == LEVELS else "A2"
    stream = io.BytesIO()
    book.save(stream)
    write_whole(path, stream.getvalue())
    return path


def _competency_rows(framework: Framework) -> Iterator[list[object]]:
    for one in framework.competencies:
        yield [one.code, one.title, one.title_en, one.group]


def _behaviour_rows(framework: Framework) -> Iterator[list[object]]:
    for one in framework.competencies:
        for level, text in one.behaviours:
            yield [one.code, level, text]


def _position_rows(framework: Framework) -> Iterator[list[object]]:
    for one in framework.positions:
        yield [one.code, one.title, one.title_en, "; ".join(one.aliases), one.scope]


def _level_rows(framework: Framework, codes: Sequence[str]) -> Iterator[list[object]]:
    for one in framework.positions:
        levels = dict(one.required)
        yield [one.code, one.title, *(levels.get(code) for code in codes)]


# — reading ————————————————————————————————————————————————————————————————————————————————


def read_framework_file(path: Path) -> tuple[Framework, tuple[Problem, ...]]:
    """A framework that people edited, and what is wrong with it: sheet, row, sentence.

    Raises what `exchange.sheets.read_sheets` raises.
    """
    problems: list[Problem] = []
    sheets = {fold(sheet.name): sheet for sheet in read_sheets(path)}
    tables = {
        name: _table(sheets.get(fold(name)), name, problems)
        for name in (COMPETENCIES, BEHAVIOURS, POSITIONS)
    }
    competencies = _competencies(tables[COMPETENCIES], tables[BEHAVIOURS], problems)
    codes = [one.code for one in competencies]
    levels = _levels(sheets.get(fold(LEVELS)), codes, problems)
    positions = _positions(tables[POSITIONS], levels, problems)
    return Framework(tuple(competencies), tuple(positions)), tuple(problems)


Line = tuple[int, dict[str, str]]  # the row's number in its sheet, its cells by heading


def _table(sheet: Sheet | None, name: str, problems: list[Problem]) -> list[Line]:
    """The rows of a sheet under their headings; empty ones are passed over."""
    found = Findings(name, problems)
    if sheet is None:
        found.error("sheet_missing", sheet=name)
        return []
    wanted = HEADINGS[name]
    first = fold(wanted[0])
    start = next((n for n, row in enumerate(sheet.rows) if first in map(fold, row)), -1)
    if start < 0:
        found.error("heading_missing", 1, heading=wanted[0])
        return []
    places = {fold(cell).strip(): place for place, cell in enumerate(sheet.rows[start])}
    for heading in wanted[:3] if name == BEHAVIOURS else wanted[:2]:
        if fold(heading) not in places:
            found.error("heading_missing", start + 1, heading=heading)
            return []
    lines = []
    for number, row in enumerate(sheet.rows[start + 1 :], start + 2):
        cells = {h: _cell(row, places.get(fold(h))) for h in wanted}
        if any(cells.values()):
            lines.append((number, cells))
    return lines


def _cell(row: Sequence[str], place: int | None) -> str:
    return " ".join(nfc(row[place]).split()) if place is not None and place < len(row) else ""


def _coded(
    lines: list[Line], name: str, title: str, problems: list[Problem]
) -> Iterator[tuple[Findings, int, str, dict[str, str]]]:
    """Rows with a code of their own and a title."""
    found = Findings(name, problems)
    taken: set[str] = set()
    for number, cells in lines[:MOST_CODES]:
        code = cells["Mã"].upper()
        if not CODE.fullmatch(code):
            found.error("row_code", number, code=cells["Mã"])
        elif code in taken:
            found.error("row_twice", number, code=code)
        elif not cells[title] or len(cells[title]) > LONGEST_TITLE:
            found.error("row_title", number, code=code, limit=LONGEST_TITLE)
        else:
            taken.add(code)
            yield found, number, code, cells
    if len(lines) > MOST_CODES:
        found.error("too_many_rows", lines[MOST_CODES][0], limit=MOST_CODES)


def _competencies(
    lines: list[Line], behaviours: list[Line], problems: list[Problem]
) -> list[Competency]:
    found = Findings(BEHAVIOURS, problems)
    rows = list(_coded(lines, COMPETENCIES, "Tên năng lực", problems))
    told: dict[str, list[tuple[int, str]]] = {code: [] for _f, _n, code, _c in rows}
    for number, cells in behaviours if lines else ():
        code, text = cells["Mã năng lực"].upper(), cells["Hành vi quan sát được"]
        level = _level(cells["Mức"])
        if code not in told:
            found.error("row_unknown_competency", number, code=cells["Mã năng lực"])
        elif not level:
            found.error("row_level", number, level=cells["Mức"])
        elif not text or len(text) > LONGEST_BEHAVIOUR:
            found.error("row_behaviour", number, code=code, limit=LONGEST_BEHAVIOUR)
        elif len(told[code]) >= MOST_BEHAVIOURS:
            found.error("too_many_rows", number, limit=MOST_BEHAVIOURS)
        else:
            told[code].append((level, text))
    made = []
    for own, number, code, cells in rows:
        missing = [str(n) for n in range(1, 6) if all(level != n for level, _ in told[code])]
        if missing:
            own.error("behaviour_missing", number, code=code, levels=", ".join(missing))
        english = cells["Tên tiếng Anh"] or cells["Tên năng lực"]
        ordered = tuple(sorted(told[code], key=lambda one: one[0]))
        made.append(Competency(code, cells["Tên năng lực"], english, cells["Nhóm"], ordered))
    return made


def _positions(
    lines: list[Line],
    levels: Callable[[str], tuple[tuple[str, int], ...] | None],
    problems: list[Problem],
) -> list[Position]:
    made = []
    for found, number, code, cells in _coded(lines, POSITIONS, "Tên vị trí", problems):
        scope = cells["Đối tượng"] or SCOPES[0]
        required = levels(code)
        if scope not in SCOPES:
            found.error("row_scope", number, code=code, scopes=", ".join(SCOPES))
        elif required is None:
            found.error("row_without_levels", number, code=code)
        else:
            aliases = tuple(a.strip() for a in cells["Tên gọi khác"].split(";") if a.strip())
            english = cells["Tên tiếng Anh"] or cells["Tên vị trí"]
            made.append(Position(code, cells["Tên vị trí"], english, required, aliases, scope))
    return made


def _levels(
    sheet: Sheet | None, codes: Sequence[str], problems: list[Problem]
) -> Callable[[str], tuple[tuple[str, int], ...] | None]:
    """Required levels by position, from the sheet in which competencies stand across."""
    found = Findings(LEVELS, problems)
    rows: dict[str, tuple[tuple[str, int], ...]] = {}
    if sheet is None:
        found.error("sheet_missing", sheet=LEVELS)
        return lambda _code: ()  # that nothing is there was told
    start = next(
        (n for n, row in enumerate(sheet.rows) if row and fold(row[0]) == fold("Mã vị trí")), -1
    )
    if start < 0:
        found.error("heading_missing", 1, heading="Mã vị trí")
        return lambda _code: ()
    columns = [cell.strip().upper() for cell in sheet.rows[start]]
    for place, code in enumerate(columns[2:], 2):
        if code and code not in codes:
            found.error("row_unknown_competency", start + 1, code=code)
        elif code and code in columns[2:place]:
            found.error("row_twice", start + 1, code=code)
    for row_index, place in sorted(sheet.broken):
        heading = columns[place] if place < len(columns) else ""
        found.error("row_failed", row_index + 1, column=heading)
    for number, row in enumerate(sheet.rows[start + 1 :], start + 2):
        code = _cell(row, 0).upper()
        if code in rows:
            found.error("row_twice", number, code=code)
        if code:
            rows[code] = tuple(_required(row, number, columns, codes, found))
    return rows.get


def _required(
    row: Sequence[str], number: int, columns: Sequence[str], codes: Sequence[str], found: Findings
) -> Iterator[tuple[str, int]]:
    """The levels that a row requires; a cell with no level is told."""
    for place, competency in enumerate(columns[2:], 2):
        written = _cell(row, place)
        level = _level(written)
        if written not in {"", "-", "–", "0"} and not level:
            found.error("row_level", number, level=written)
        elif level and competency in codes:
            yield competency, level


def _level(written: str) -> int:
    """A level from 1 to 5, or 0; workbooks write whole numbers with a decimal too."""
    digits = re.fullmatch(r"([1-5])(?:[.,]0+)?", written.strip())
    return int(digits[1]) if digits else 0
