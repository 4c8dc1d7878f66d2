"""Narrowing the people of a unit: to a department, to who is silent, to who left; knows no Qt."""

from __future__ import annotations

from collections import Counter
from typing import Final

from selfstudy.desktop.unit.state import UnitState
from selfstudy.domain.people import PATH, PersonRow
from selfstudy.domain.vietnamese import collation_key
from selfstudy.words import t

IN: Final = "in:"  # before a department
SILENT: Final = "silent"  # who never handed anything in
GONE: Final = "gone"  # who left


def parts_of(department: str) -> tuple[str, ...]:
    """A department, and those that it is a part of: `A / B` is in `A` too."""
    parts = department.split(PATH) if department else []
    return tuple(PATH.join(parts[:deep]) for deep in range(1, len(parts) + 1))


def groups_of(state: UnitState) -> list[tuple[str, str]]:
    """Departments with how many people, who never handed anything in, who left."""
    counts = Counter(part for one in state.people for part in parts_of(one.department))
    shown = [("", t("staff.all_departments"))]
    for path in sorted(counts, key=collation_key):
        words = t("staff.department_of", department=path, n=counts[path])
        shown.append((f"{IN}{path}", words))
    nowhere = sum(not one.department for one in state.people)
    if counts and nowhere:
        words = t("staff.department_of", department=t("staff.no_department"), n=nowhere)
        shown.append((IN, words))
    silent = sum(one.expected for one in state.people)
    if silent:
        shown.append((SILENT, t("staff.people_silent", n=silent)))
    if state.gone:
        shown.append((GONE, t("staff.people_left", n=len(state.gone))))
    return shown


def among(state: UnitState) -> tuple[PersonRow, ...]:
    """The people of the group that was chosen; of one that is no more, everybody."""
    if state.group == GONE:
        return state.gone
    if state.group == SILENT:
        return tuple(person for person in state.people if person.expected)
    if not state.group:
        return state.people
    place = state.group.removeprefix(IN)
    inside = (p for p in state.people if place in (parts_of(p.department) or ("",)))
    return tuple(inside) or state.people
