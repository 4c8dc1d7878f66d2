"""A list of staff as an office keeps it: which column is what, and who stands in each row.

Only names, positions, staff codes and departments are read; what else a list holds stays there.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from selfstudy.domain.people import PATH
from selfstudy.domain.vietnamese import fold

Field = Literal["name", "family", "given", "staff_code", "position", "second", "department"]
FIELDS: tuple[Field, ...] = (
    "name", "family", "given", "staff_code", "position", "second", "department",
)  # fmt: skip
MOST_PEOPLE = 10_000
MOST_NAME = 200  # characters
HEADERS = 30  # rows at the top among which the headings are looked for

_PARTS = re.compile(r"\s+/\s+|\s*[>\\]\s*")  # between a department and the parts of it
TWO = " + "  # between two positions
Columns = Mapping[Field, int]
Row = tuple[str, ...]

ORDER = frozenset({"stt", "tt", "so tt", "so thu tu", "no", "no."})
_HEADINGS: dict[Field, str] = {
    "name": "ho va ten|ho ten|ho va ten can bo|ho ten can bo|ho va ten khai sinh|ten can bo"
    "|ho va ten nguoi hoc|full name|name",
    "family": "ho dem|ho va dem|ho va chu dem|ho lot|ho va ten dem|ho, ten dem|ho",
    "given": "ten",
    "staff_code": "ma can bo|so hieu|so hieu can bo|so hieu cong chuc|so hieu cbcc|ma so|ma"
    "|ma nhan vien|ma nv|ma cb|ma cbcc|ma cbccvc|ma cc|ma vc|ma so can bo|ma cong chuc"
    "|ma vien chuc|ma dinh danh can bo|so hieu cbccvc|ma so cbccvc|staff code|code|id",
    "position": "vi tri viec lam|vi tri|chuc danh|chuc vu|chuc vu, chuc danh|chuc danh, chuc vu"
    "|chuc vu chuc danh|chuc vu/chuc danh|chuc danh/chuc vu|vi tri cong tac|position",
    "second": "kiem nhiem|vi tri kiem nhiem|chuc danh kiem nhiem|vi tri thu hai",
    "department": "phong|phong ban|phong, ban|phong/ban|bo phan|phong, bo phan|phong/bo phan"
    "|don vi|don vi cong tac|noi cong tac|phong ban cong tac|to|to cong tac|department|unit",
}
_WORDS = {word: meant for meant, words in _HEADINGS.items() for word in words.split("|")}


@dataclass(frozen=True, slots=True)
class Layout:
    """Where a sheet's list stands: the last row of headings (-1: none), and what the columns are.

    `order` is the column that counts the rows, -1 where there is none.
    """

    header: int = -1
    columns: Columns = field(default_factory=dict)
    order: int = -1

    @property
    def names(self) -> bool:
        """Whether it is known where the names are."""
        return "name" in self.columns or "given" in self.columns


@dataclass(frozen=True, slots=True)
class Entry:
    """A person as a row of a list says; `problem` is the key of a sentence, empty when sound.

    `place` is the row as Excel counts it.
    """

    sheet: str
    place: int
    name: str
    staff_code: str = ""
    position: str = ""
    department: str = ""
    problem: str = ""
    details: Mapping[str, object] = field(default_factory=dict)


def layout_of(rows: Sequence[Row]) -> Layout:
    """Where the headings are and what they say; they may stand in two rows, one over the other."""
    best = Layout()
    for at, row in enumerate(rows[:HEADERS]):
        found = _columns(row)
        if _weight(found) > _weight(best.columns):
            best = Layout(at, found, _order(row))
    return best if best.header < 0 else _halved(rows, _with_second_row(rows, best))


def _with_second_row(rows: Sequence[Row], best: Layout) -> Layout:
    """Headings whose second row says more of them."""
    below = rows[best.header + 1] if best.header + 1 < len(rows) else ()
    more = {
        meant: column
        for meant, column in _columns(below).items()
        if meant not in best.columns or column == best.columns.get("name")
    }
    if more:
        columns = dict(best.columns) | more
        if {"family", "given"} <= columns.keys() and columns["name"] == columns["family"]:
            del columns["name"]  # it stood over both
        return Layout(best.header + 1, columns, best.order)
    return best


def _halved(rows: Sequence[Row], layout: Layout) -> Layout:
    """A heading over two columns: the given name stands in the second, under none of its own."""
    name = layout.columns.get("name", -1)
    below = [row for row in rows[layout.header + 1 :] if _cell(row, name)][:HEADERS]
    beside = [_cell(row, name + 1) for row in below]
    alone = bool(beside) and not _cell(rows[layout.header], name + 1)
    if alone and name >= 0 and all(cell.isalpha() for cell in beside):
        columns = dict(layout.columns)
        del columns["name"]
        return replace(layout, columns=columns | {"family": name, "given": name + 1})
    return layout


def _columns(row: Row) -> dict[Field, int]:
    found: dict[Field, int] = {}
    for column, cell in enumerate(row):
        meant = _WORDS.get(_plain(cell))
        if meant is not None:
            found.setdefault(meant, column)
    if "name" in found and "family" not in found:
        found.pop("given", None)
    return found


def _weight(columns: Columns) -> int:
    """How much a row is like headings: nothing without names and something else."""
    named = "name" in columns or {"family", "given"} <= columns.keys()
    return len(columns) if named else 0


def _order(row: Row) -> int:
    return next((at for at, cell in enumerate(row) if _plain(cell) in ORDER), -1)


def _plain(cell: str) -> str:
    """A heading without marks, case, brackets and what stands in them."""
    return " ".join(fold(re.sub(r"\(.*?\)|[*:]", " ", cell)).split())


def entries(sheet: str, rows: Sequence[Row], layout: Layout) -> list[Entry]:
    """Who stands in the rows below the headings; rows that are no person's are passed over.

    A row with words in one place only, not counted like its neighbours, names the department of
    those below it.
    """
    found: list[Entry] = []
    heading = ""
    counted = layout.order >= 0 and any(
        _number(_cell(row, layout.order)) for row in rows[layout.header + 1 :]
    )
    for at, row in enumerate(rows[layout.header + 1 :], start=layout.header + 1):
        words = [cell for column, cell in enumerate(row) if cell and column != layout.order]
        if counted and not _number(_cell(row, layout.order)):
            if len(words) == 1:
                heading = words[0]
            if len(words) < 2 or not _cell(row, layout.columns.get("staff_code", -1)):
                continue
        entry = _entry(sheet, at + 1, row, layout.columns)
        if not (entry.name or entry.staff_code or entry.position):
            continue
        if not entry.department:
            entry = replace(entry, department=heading)
        found.append(_judged(entry))
    return _codes_once(found)


def _entry(sheet: str, place: int, row: Row, columns: Columns) -> Entry:
    def cell(meant: Field) -> str:
        return _cell(row, columns.get(meant, -1))

    parts = [cell("family"), cell("given")] if "name" not in columns else [cell("name")]
    roles = TWO.join(filter(None, (cell("position"), cell("second"))))
    department = PATH.join(
        part for piece in _PARTS.split(cell("department")) if (part := piece.strip())
    )
    name = " ".join(filter(None, parts))
    return Entry(sheet, place, name, cell("staff_code"), roles, department)


def _cell(row: Row, column: int) -> str:
    return row[column] if 0 <= column < len(row) else ""


def _number(cell: str) -> bool:
    return cell.rstrip(".").isdecimal()


def _judged(entry: Entry) -> Entry:
    if not entry.name:
        return replace(entry, problem="staff.no_name")
    if len(entry.name) > MOST_NAME:
        return replace(entry, problem="staff.long_name", details={"limit": MOST_NAME})
    if not any(sign.isalpha() for sign in entry.name) or any(map(str.isdecimal, entry.name)):
        return replace(entry, problem="staff.no_real_name", details={"name": entry.name})
    return entry


def _codes_once(found: Sequence[Entry]) -> list[Entry]:
    """A staff code stands for one person: two rows of theirs are two roles.

    Where one stands for several people none of the rows is believed.
    """
    rows: dict[str, list[Entry]] = defaultdict(list)
    for entry in found:
        if entry.staff_code and not entry.problem:
            rows[entry.staff_code.casefold()].append(entry)
    judged = []
    for entry in found:
        same = [] if entry.problem else rows.get(entry.staff_code.casefold(), [])
        if len({fold(one.name) for one in same}) > 1:
            places = ", ".join(str(one.place) for one in same)
            told = {"code": entry.staff_code, "rows": places}
            judged.append(replace(entry, problem="staff.same_code", details=told))
        elif not same or entry is same[0]:
            roles = dict.fromkeys(filter(None, (one.position for one in same)))
            judged.append(replace(entry, position=TWO.join(roles)) if same else entry)
    return judged
