"""`sync`: one exchange with the unit's hub."""

from __future__ import annotations

from selfstudy.cli.asked import Asked, Groups, add_json
from selfstudy.words import t


def add(groups: Groups) -> None:
    """Add the command."""
    command = groups.add_parser("sync", help=t("cli.help_sync"))
    add_json(command)
    command.set_defaults(run=sync)


def sync(asked: Asked) -> int:
    """Give the hub what it lacks, take what it has for us."""
    with asked.services() as services:
        handed = services.sync.now()
    asked.say("cli.synced", n=handed.unreceived, receiver=handed.receiver or handed.unit)
    asked.answer(
        {
            "unit": handed.unit,
            "hub": handed.hub,
            "results": handed.results,
            "unreceived": handed.unreceived,
        }
    )
    return 0
