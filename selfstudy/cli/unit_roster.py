"""`unit roster …` and `unit leave`: lists of staff come in from tables, and who leaves is noted."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict, replace
from datetime import date
from typing import TYPE_CHECKING

from selfstudy.cli.asked import Asked, Groups, add_json, path_of
from selfstudy.cli.named import one_called
from selfstudy.domain.days import read_day
from selfstudy.domain.errors import NoNamesChosen
from selfstudy.domain.legacy import ENCODINGS
from selfstudy.domain.staff_table import FIELDS
from selfstudy.domain.vietnamese import fold
from selfstudy.words import t

if TYPE_CHECKING:
    from selfstudy.domain.staff_list import Line, State
    from selfstudy.services.people.staff import Look

TOLD = 20  # rows with something to say


def add_to(commands: Groups) -> None:
    """Add the commands."""
    roster = commands.add_parser("roster", help=t("staff.help_roster"))
    parts = roster.add_subparsers(metavar=t("cli.metavar_command"), required=True)

    command = parts.add_parser("import", help=t("staff.help_import"))
    command.add_argument("file", metavar="FILE", type=path_of)
    command.add_argument("--encoding", choices=ENCODINGS, help=t("staff.help_encoding"))
    command.add_argument("--sheet", metavar="N", type=int, help=t("staff.help_sheet"))
    command.add_argument(
        "--column", metavar="NAME=LETTER", action="append", default=[], type=_column,
        help=t("staff.help_column", names=", ".join(FIELDS)),
    )  # fmt: skip
    command.add_argument(
        "--position", metavar="WORDS=CODE", action="append", default=[], type=_pair,
        help=t("staff.help_position"),
    )  # fmt: skip
    command.add_argument(
        "--row", metavar="N=PERSON|new", action="append", default=[], type=_pair,
        help=t("staff.help_row"),
    )  # fmt: skip
    command.add_argument("--dry-run", action="store_true", help=t("staff.help_dry"))
    add_json(command)
    command.set_defaults(run=take)

    command = parts.add_parser("show", help=t("staff.help_show"))
    add_json(command)
    command.set_defaults(run=show)

    command = commands.add_parser("leave", help=t("staff.help_leave"))
    command.add_argument("person", metavar="PERSON")
    command.add_argument("--on", metavar="DATE", type=read_day, help=t("staff.help_on"))
    command.add_argument("--to", metavar="UNIT", default="", help=t("staff.help_to"))
    command.add_argument("--undo", action="store_true", help=t("staff.help_undo"))
    add_json(command)
    command.set_defaults(run=leave)


def take(asked: Asked) -> int:
    """Look at a list and, unless it is a dry run, take what it says."""
    from selfstudy.services.people.staff import Staff
    from selfstudy.services.people.staff_file import Asked as Wanted

    options = asked.options
    wanted = Wanted(
        None if options.sheet is None else options.sheet - 1, options.encoding,
        dict(options.column) or None, dict(options.position),
    )  # fmt: skip
    with asked.services() as services:
        staff = Staff(services.desk)
        file = staff.open(options.file)
        look = staff.look(file, wanted)
        if not look.reading.layout.names:
            raise NoNamesChosen(name=look.file)
        _tell(asked, look)
        told = asdict(replace(look, names={}, reading=replace(look.reading, rows=())))
        if options.dry_run:
            asked.say("staff.nothing_kept")
            asked.answer(_sayable(told))
            return 0
        rows = {int(row): who for row, who in options.row if row.isdecimal()}
        chosen = {row: _meant(look, who) for row, who in rows.items()}
        taken = staff.take(look, chosen)
    asked.say("staff.taken", new=taken.new, changed=taken.changed)
    asked.answer(_sayable(told) | {"new": taken.new, "changed": taken.changed})
    return 0


def _tell(asked: Asked, look: Look) -> None:
    for before, after in look.reading.samples:
        asked.say("staff.sample", before=before, after=after)
    counted = {f"{state}_rows": look.count(state) for state in STATES}
    asked.say("staff.sum", file=look.file, sheet=look.reading.name or "1", **counted)
    said = [line for line in look.lines if line.note]
    for line in said[:TOLD]:
        asked.say("staff.row", row=line.entry.place, words=line_words(line))
    if len(said) > TOLD:
        asked.say("staff.more_rows", n=len(said) - TOLD)
    for words, count in look.unknown:
        asked.say("staff.unknown_position", words=words, n=count)


STATES: tuple[State, ...] = ("new", "changed", "known", "doubtful", "left", "error")


def line_words(line: Line) -> str:
    """Why a row is as it is."""
    told = {"name": line.entry.name, "code": line.entry.staff_code, "rows": line.entry.place}
    return t(line.note, **{**told, **line.details})


def show(asked: Asked) -> int:
    """Who is on a list and never handed anything in, and who left."""
    from selfstudy.services.people.staff import Staff

    with asked.services() as services:
        staff = Staff(services.desk)
        listed, expected, gone = services.unit.people(), staff.expected(), staff.gone()
    silent = {row.id for row in expected}
    for row in sorted(listed, key=lambda row: fold(row.department)):
        asked.say(
            "staff.person", id=row.id[:8], name=row.name, code=row.staff_code or "–",
            position=row.position or "–", department=row.department or "–",
            state=t("staff.never") if row.id in silent else "",
        )  # fmt: skip
    for row in gone:
        asked.say("staff.gone", name=row.name, day=f"{date.fromisoformat(row.left):%d/%m/%Y}")
    asked.answer(
        {
            "people": [_row(row) | {"expected": row.id in silent} for row in listed],
            "left": [_row(row) | {"left": row.left} for row in gone],
        }
    )
    return 0


def leave(asked: Asked) -> int:
    """Note that a person left the unit on a day, or take that back."""
    from selfstudy.services.people.staff import Staff

    options = asked.options
    with asked.services() as services:
        staff = Staff(services.desk)
        everybody = {row.id: row.name for row in (*services.unit.people(), *staff.gone())}
        person = one_called(options.person, everybody)
        if options.undo:
            staff.undo(*staff.departures(person))
            asked.say("staff.back_again", name=everybody[person])
        else:
            day = options.on or services.desk.clock().date()
            staff.leave(person, day, options.to)
            asked.say("staff.left_said", name=everybody[person], day=f"{day:%d/%m/%Y}")
    asked.answer({"person": person})
    return 0


def _row(row: object) -> dict[str, object]:
    names = ("id", "name", "staff_code", "roles", "position", "department")
    return {name: getattr(row, name) for name in names}


def _meant(look: Look, who: str) -> str:
    return who if who == "new" else one_called(who, dict(look.names))


def _sayable(told: dict[str, object]) -> dict[str, object]:
    shown: dict[str, object] = json.loads(json.dumps(told, ensure_ascii=False, default=str))
    return shown


def _pair(text: str) -> tuple[str, str]:
    """Two texts with an equals sign between them."""
    name, sign, value = text.rpartition("=")
    if not sign:
        raise argparse.ArgumentTypeError(text)
    return name.strip(), value.strip()


def _column(text: str) -> tuple[str, int]:
    """A field and a column, by its letters as Excel names it or by its number."""
    name, value = _pair(text)
    if name not in FIELDS or not value.isalnum() or not value.isascii():
        raise argparse.ArgumentTypeError(text)
    if value.isdecimal():
        return name, int(value) - 1
    number = 0
    for letter in value.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return name, number - 1
