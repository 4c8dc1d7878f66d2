"""`unit …`: computers that nobody vouched for, and the unit's own keys."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from selfstudy.cli.asked import Asked, Groups, add_json, add_passphrase, passphrase
from selfstudy.cli.named import one_called
from selfstudy.domain.errors import PassphraseMissing
from selfstudy.words import day, t

if TYPE_CHECKING:
    from selfstudy.domain.people import PersonRow
    from selfstudy.exchange.cards import Officer, UnitCard


def add_to(commands: Groups) -> None:
    """Add the commands."""
    command = commands.add_parser("devices", help=t("devices.help_waiting"))
    add_json(command)
    command.set_defaults(run=waiting)
    for name, run, words in (
        ("approve-device", approve, "devices.help_approve"),
        ("remove-device", remove, "devices.help_unit_remove"),
    ):
        command = commands.add_parser(name, help=t(words))
        command.add_argument("person", metavar="PERSON")
        command.add_argument("key", metavar="KEY")
        command.set_defaults(run=run)
    command = commands.add_parser("renew", help=t("devices.help_renew"))
    add_passphrase(command)
    add_json(command)
    command.set_defaults(run=renew)
    command = commands.add_parser("retire-key", help=t("devices.help_retire"))
    command.add_argument("--person", metavar="NAME", help=t("devices.help_retire_person"))
    add_passphrase(command)
    add_json(command)
    command.set_defaults(run=retire)


def waiting(asked: Asked) -> int:
    """Computers that say to be somebody's and that nobody vouched for."""
    with asked.services() as services:
        found = services.unit.waiting_devices()
    for device in found:
        why = t("devices.waiting_claims" if device.claimed else "devices.waiting_unknown")
        asked.say(
            "devices.cli_waiting",
            device=device.key[:8],
            name=device.name,
            n=device.records,
            why=why,
        )
    asked.answer(
        [
            {
                "key": d.key, "person": d.person, "name": d.name, "records": d.records,
                "claimed": d.claimed, "candidates": [p.id for p in d.candidates],
            }
            for d in found
        ]
    )  # fmt: skip
    return 0


def approve(asked: Asked) -> int:
    """A key is a person's from now on."""
    with asked.services() as services:
        keys = [d.key for d in services.unit.waiting_devices()]
        person, name = _person(asked, services.unit.people())
        services.unit.approve_device(person, _key(asked, keys))
    asked.say("devices.approved", name=name)
    return 0


def remove(asked: Asked) -> int:
    """A lost computer's key is a person's no longer."""
    with asked.services() as services:
        person, name = _person(asked, services.unit.people())
        keys = [d.id for d in services.unit.devices_of(person)]
        services.unit.remove_device(person, _key(asked, keys))
    asked.say("devices.removed", name=name)
    return 0


def renew(asked: Asked) -> int:
    """A card valid anew, and all appointments."""
    with asked.services() as services:
        card = services.unit.renew(_words(asked))
    return _issued(asked, card)


def retire(asked: Asked) -> int:
    """Another sealing key for this computer, or a lost supervisor's key revoked."""
    wanted = asked.options.person
    with asked.services() as services:
        if wanted:
            card = services.desk.card
            officer = _officer(wanted, card.supervisors if card else ())
            return _issued(asked, services.unit.revoke(officer.key.hex(), _words(asked)))
        words = _words(asked) if services.unit.is_root() else ""
        issued = services.unit.retire_seal_key(words)
    if issued is not None:
        return _issued(asked, issued)
    asked.say("devices.cli_retired")
    asked.answer({"card": None})
    return 0


def _issued(asked: Asked, card: UnitCard) -> int:
    until = datetime.fromtimestamp(card.until / 1000, UTC).astimezone()
    asked.say("devices.cli_renewed", number=card.number, day=day(until))
    asked.answer({"card": card.number, "until": until.isoformat()})
    return 0


def _words(asked: Asked) -> str:
    found = passphrase(asked.options)
    if not found:
        raise PassphraseMissing
    return found


def _officer(wanted: str, officers: tuple[Officer, ...]) -> Officer:
    by_key = {officer.key.hex(): officer for officer in officers}
    return by_key[one_called(wanted, {key: officer.name for key, officer in by_key.items()})]


def _person(asked: Asked, people: tuple[PersonRow, ...]) -> tuple[str, str]:
    """Id and name of the one listed person who is meant. Raises NobodyCalled."""
    names = {row.id: row.name for row in people}
    found = one_called(asked.options.person, names)
    return found, names[found]


def _key(asked: Asked, keys: list[str]) -> str:
    """The one key that begins as was said. Raises NobodyCalled."""
    return one_called(asked.options.key, dict.fromkeys(keys, ""))
