"""`unit …`: founding a unit, its card, its supervisors and its people."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from datetime import date, datetime, timedelta

from selfstudy.cli import (
    unit_framework,
    unit_hours,
    unit_keys,
    unit_needs,
    unit_roster,
    unit_waiting,
)
from selfstudy.cli.asked import (
    Asked,
    Groups,
    add_json,
    add_out,
    add_passphrase,
    made,
    passphrase,
    path_of,
)
from selfstudy.cli.named import called
from selfstudy.domain.errors import PassphraseMissing
from selfstudy.domain.people import UnitView
from selfstudy.words import day, number, t

APPOINTED_FOR = timedelta(days=730)


def add(groups: Groups) -> None:
    """Add the commands."""
    unit = groups.add_parser("unit", help=t("cli.help_unit"))
    commands = unit.add_subparsers(metavar=t("cli.metavar_command"), required=True)

    command = commands.add_parser("create", help=t("cli.help_unit_create"))
    command.add_argument("name", metavar="NAME")
    command.add_argument("--hub", metavar="URL", default="", help=t("cli.help_unit_address"))
    _add_person(command)
    add_passphrase(command)
    add_json(command)
    command.set_defaults(run=create)

    command = commands.add_parser("card", help=t("cli.help_unit_card"))
    add_out(command)
    add_json(command)
    command.set_defaults(run=card)

    command = commands.add_parser("appoint", help=t("cli.help_unit_appoint"))
    command.add_argument("person", metavar="PERSON")
    command.add_argument("--until", metavar="DATE", type=_date, help=t("cli.help_unit_until"))
    add_passphrase(command)
    add_json(command)
    command.set_defaults(run=appoint)

    _add_people(commands)
    unit_waiting.add(commands)
    unit_needs.add(commands)
    unit_framework.add(commands)
    unit_hours.add(commands)
    _add_joining(commands)
    unit_keys.add_to(commands)
    unit_roster.add_to(commands)


def _add_people(commands: Groups) -> None:
    command = commands.add_parser("people", help=t("cli.help_unit_people"))
    add_json(command)
    command.set_defaults(run=people)

    command = commands.add_parser("admit", help=t("cli.help_unit_admit"))
    command.add_argument("person", metavar="PERSON")
    command.set_defaults(run=admit)

    command = commands.add_parser("receipts", help=t("cli.help_unit_receipts"))
    add_out(command)
    add_json(command)
    command.set_defaults(run=receipts)


def _add_joining(commands: Groups) -> None:
    command = commands.add_parser("join", help=t("cli.help_unit_join"))
    command.add_argument("card", metavar="CARD", type=path_of)
    _add_person(command)
    add_json(command)
    command.set_defaults(run=join)

    command = commands.add_parser("hub", help=t("cli.help_unit_hub"))
    command.add_argument("card", metavar="HUB.json", type=path_of)
    command.add_argument("--address", metavar="URL", help=t("cli.help_unit_address"))
    add_passphrase(command)
    add_json(command)
    command.set_defaults(run=hub)


def _add_person(command: argparse.ArgumentParser) -> None:
    command.add_argument("--person", metavar="NAME", help=t("cli.help_unit_person"))
    command.add_argument("--position", metavar="CODE", default="", help=t("cli.help_unit_position"))


def _date(text: str) -> date:
    """A day as dd/mm/yyyy or as ISO writes it."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return datetime.strptime(text, "%d/%m/%Y").date()  # noqa: DTZ007 — a day has no zone


def _person_of(asked: Asked) -> str | None:
    """The profile to act as: made now when a name is given."""
    if not asked.options.person:
        return None
    from selfstudy import bootstrap

    profiles = bootstrap.profiles(asked.places)
    return profiles.create(asked.options.person, asked.options.position).id


def _passphrase(asked: Asked) -> str:
    found = passphrase(asked.options)
    if not found:
        raise PassphraseMissing
    return found


def _show(asked: Asked, view: UnitView) -> None:
    asked.say(
        "cli.unit_line",
        name=view.name,
        card=view.card_number,
        supervisors=", ".join(view.supervisors),
    )
    asked.answer(
        asdict(view)
        | {
            "valid_to": view.valid_to and view.valid_to.isoformat(),
            "reminder_at": view.reminder_at and view.reminder_at.isoformat(),
        }
    )


def create(asked: Asked) -> int:
    """Found a unit."""
    words = _passphrase(asked)
    with asked.services(_person_of(asked)) as services:
        view = services.unit.create(asked.options.name, words, asked.options.hub)
    _show(asked, view)
    return 0


def card(asked: Asked) -> int:
    """Write the unit card."""
    made(asked.options.out)
    with asked.services() as services:
        path = services.unit.write_card(asked.options.out)
    asked.say("cli.written", path=path)
    asked.answer({"path": str(path)})
    return 0


def appoint(asked: Asked) -> int:
    """Make a known person a supervisor."""
    words = _passphrase(asked)
    with asked.services() as services:
        person = called(asked.options.person, services.unit.people(), services.unit.unknown())
        until = asked.options.until or services.desk.clock().date() + APPOINTED_FOR
        view = services.unit.appoint(person, words, until)
    _show(asked, view)
    return 0


def people(asked: Asked) -> int:
    """The people of the unit, and those who wait to be put on its list."""
    with asked.services() as services:
        listed, waiting = services.unit.people(), services.unit.unknown()
    for row in listed:
        asked.say(
            "cli.person_line",
            id=row.id[:8],
            name=row.name,
            position=row.position,
            lessons=row.lessons_done,
            self_study=number(row.self_study),
            recognised=number(row.recognised),
            last=day(row.last_at) if row.last_at else "–",
        )
    for other in waiting:
        asked.say("cli.unknown_line", id=other.id[:8], name=other.name, n=other.facts)
    asked.answer(
        {
            "people": [
                asdict(row) | {"last_at": row.last_at and row.last_at.isoformat()} for row in listed
            ],
            "unknown": [
                {"id": other.id, "name": other.name, "facts": other.facts} for other in waiting
            ],
        }
    )
    return 0


def admit(asked: Asked) -> int:
    """Put someone whose facts are kept on the list."""
    with asked.services() as services:
        waiting = services.unit.unknown()
        person = called(asked.options.person, (), waiting)
        services.unit.admit(person)
    name = next(other.name for other in waiting if other.id == person)
    asked.say("cli.admitted", name=name)
    return 0


def receipts(asked: Asked) -> int:
    """Write a receipt for each person whose records are held."""
    made(asked.options.out)
    with asked.services() as services:
        count = services.unit.write_receipts(asked.options.out)
    asked.say("cli.receipts", n=count, path=asked.options.out)
    asked.answer({"receipts": count})
    return 0


def join(asked: Asked) -> int:
    """Belong to the unit of a card."""
    with asked.services(_person_of(asked)) as services:
        view = services.handover.join(asked.options.card)
    _show(asked, view)
    return 0


def hub(asked: Asked) -> int:
    """Put a hub on the unit's card."""
    import json

    from selfstudy.domain.errors import UnreadableFile

    path = asked.options.card
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        key, seal_key = bytes.fromhex(told["key"]), bytes.fromhex(told["seal_key"])
        name = str(told["name"])
        address = str(asked.options.address or told["address"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise UnreadableFile(name=path.name) from error
    words = _passphrase(asked)
    with asked.services() as services:
        view = services.unit.name_hub(address, key, seal_key, name, words)
    _show(asked, view)
    return 0
