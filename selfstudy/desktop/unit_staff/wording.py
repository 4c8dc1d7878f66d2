"""What is said of the rows of a list; no Qt."""

from __future__ import annotations

from selfstudy.desktop.theme import Tone
from selfstudy.desktop.unit_staff.state import StaffState
from selfstudy.domain.staff_list import Change, Line
from selfstudy.words import number, t

TONES: dict[str, tuple[Tone, str]] = {
    "new": ("success", "user-plus"),
    "changed": ("accent", "pencil"),
    "known": ("neutral", ""),
    "doubtful": ("warning", "circle-alert"),
    "left": ("warning", "log-out"),
    "error": ("danger", "circle-alert"),
    "chosen": ("success", "check"),
}
ORDER = ("error", "doubtful", "left", "chosen", "changed", "new", "known")


def standing(line: Line, state: StaffState) -> str:
    """How a row stands, with what was chosen of it."""
    return "chosen" if state.choices.get(line.entry.place) else line.state


def row_words(line: Line, positions: dict[str, str]) -> str:
    """What a row does, or why it does nothing, in one sentence."""
    entry = line.entry
    if line.note:
        told = {"name": entry.name, "code": entry.staff_code, "rows": entry.place}
        words = t(line.note, **{**told, **_said(line)})
        return t("staff.row_other", row=entry.place, words=words)
    changes = "; ".join(change_words(change, positions) for change in line.changes)
    return t(f"staff.row_{line.state}", row=entry.place, name=entry.name, changes=changes)


def _said(line: Line) -> dict[str, object]:
    day = str(line.details.get("day", ""))
    shown = {"day": "/".join(reversed(day.split("-")))} if day else {}
    return {**line.details, **shown}


def change_words(change: Change, positions: dict[str, str]) -> str:
    """What it was, what it is to be."""

    def shown(words: str) -> str:
        if change.what == "position":
            words = " + ".join(positions.get(code, code) for code in words.split("+"))
        return words or t("staff.nothing")

    return t(f"staff.change_{change.what}", before=shown(change.before), after=shown(change.after))


def sum_words(state: StaffState) -> str:
    """How many rows are what."""
    look = state.look
    if look is None:
        return ""
    if not look.reading.layout.names:
        return t("staff.choose_columns")
    counts = {name: number(look.count(name), 0) for name in ("new", "changed", "known", "doubtful")}
    return t("staff.sum_banner", **counts, errors=number(look.count("error"), 0))


def letters(column: int) -> str:
    """A column as Excel names it."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
