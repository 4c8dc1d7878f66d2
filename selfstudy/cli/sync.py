"""`sync`: one exchange with the unit's hub."""

from __future__ import annotations

from selfstudy.cli.asked import Asked, Groups, add_json
from selfstudy.sentences import removal_words
from selfstudy.words import size, t


def add(groups: Groups) -> None:
    """Add the command."""
    command = groups.add_parser("sync", help=t("cli.help_sync"))
    add_json(command)
    command.set_defaults(run=sync)


def sync(asked: Asked) -> int:
    """Give the hub what it lacks, take what it has for us."""
    with asked.services() as services:
        handed = services.sync.now()
        brought = services.hub_packs.bring()
        waiting = services.hub_packs.waiting()
    asked.say("cli.synced", n=handed.unreceived, receiver=handed.receiver or handed.unit)
    if handed.removal is not None:
        asked.show(removal_words(handed.removal, in_unit=bool(handed.unit)))
    for done in brought:
        asked.say("packs.brought", module=done.module, version=done.version)
    if waiting:
        octets = sum(offer.size for offer in waiting)
        asked.say("packs.waiting", n=len(waiting), size=size(octets))
        asked.say("packs.cli_how_update")
    asked.answer(
        {
            "unit": handed.unit,
            "hub": handed.hub,
            "results": handed.results,
            "unreceived": handed.unreceived,
            "removed": handed.removal is not None,
            "packs": [
                {"module": offer.module, "version": offer.version, "size": offer.size}
                for offer in waiting
            ],
            "installed": [{"module": done.module, "version": done.version} for done in brought],
        }
    )
    return 0
