"""`lessons pack|install|update|rollback|publishers|…`: packs and whose they are."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from selfstudy.cli.asked import Asked, Groups, add_json, add_out, path_of
from selfstudy.domain.errors import PublisherRefused
from selfstudy.sentences import change_words
from selfstudy.words import pick, size, t

if TYPE_CHECKING:
    from selfstudy.domain.changes import Changes
    from selfstudy.services.packs.installing import PackInstalled, PackPreview, Packs
    from selfstudy.services.packs.publishers import Publisher

PACK = ".thpack"


def add(commands: Groups) -> None:
    """Add the commands."""
    command = commands.add_parser("pack", help=t("cli.help_lessons_pack"))
    command.add_argument("folder", metavar="FOLDER", type=path_of)
    add_out(command, "FILE")
    command.add_argument("--key", metavar="FILE", type=path_of, help=t("cli.help_key"))
    command.add_argument("--since", metavar="OLD.thpack", type=path_of, help=t("packs.help_since"))
    command.add_argument("--name", metavar="NAME", default="", help=t("packs.help_name"))
    add_json(command)
    command.set_defaults(run=pack)

    command = commands.add_parser("install", help=t("cli.help_lessons_install"))
    command.add_argument("file", metavar="FILE", type=path_of)
    command.add_argument("--trust", action="store_true", help=t("packs.help_trust_now"))
    command.add_argument("--look", action="store_true", help=t("packs.help_look"))
    add_json(command)
    command.set_defaults(run=install)

    command = commands.add_parser("update", help=t("packs.help_update"))
    command.add_argument("modules", metavar="MODULE", nargs="*")
    command.add_argument("--trust", action="store_true", help=t("packs.help_trust_now"))
    add_json(command)
    command.set_defaults(run=update)

    command = commands.add_parser("rollback", help=t("packs.help_rollback"))
    command.add_argument("module", metavar="MODULE")
    add_json(command)
    command.set_defaults(run=roll_back)

    command = commands.add_parser("publishers", help=t("packs.help_publishers"))
    add_json(command)
    command.set_defaults(run=publishers)

    command = commands.add_parser("trust", help=t("packs.help_trust"))
    _add_whom(command)
    command.add_argument("--module", metavar="MODULE", default="", help=t("packs.help_module"))
    command.add_argument(
        "--automatic", action=argparse.BooleanOptionalAction, help=t("packs.help_automatic")
    )
    command.set_defaults(run=trust)

    command = commands.add_parser("distrust", help=t("packs.help_distrust"))
    _add_whom(command)
    command.set_defaults(run=distrust)

    command = commands.add_parser("hand-over-key", help=t("packs.help_hand_over_key"))
    add_out(command, "FILE")
    command.add_argument("--key", metavar="FILE", type=path_of, help=t("cli.help_key"))
    add_json(command)
    command.set_defaults(run=hand_over_key)


def _add_whom(command: argparse.ArgumentParser) -> None:
    command.add_argument("whom", metavar="KEY|FILE")
    add_json(command)


def _packs(asked: Asked) -> Packs:
    from selfstudy.services.packs.installing import Packs

    return Packs(asked.places, asked.library())


def pack(asked: Asked) -> int:
    """Make a signed pack or update; a publisher's key is made at first use."""
    from selfstudy.services.packs.packing import make_pack

    options = asked.options
    written = make_pack(
        asked.places,
        options.folder,
        options.out,
        key=options.key,
        since=options.since,
        name=options.name,
    )
    if written.new_key is not None:
        asked.say("cli.key_made", path=written.new_key)
    said = {"path": written.path, "publisher": written.publisher[:16]}
    if written.base:
        asked.say("packs.cli_packed_update", **said, size=size(written.size), base=written.base)
    else:
        asked.say("cli.packed", **said)
    asked.answer(
        {
            "path": str(written.path),
            "publisher": written.publisher,
            "size": written.size,
            "base": written.base,
        }
    )
    return 0


def install(asked: Asked) -> int:
    """Put a pack's module in place; a publisher nobody knows is asked about once."""
    packs, path = _packs(asked), asked.options.file
    if asked.options.look:
        return _look(asked, packs.look(path))
    try:
        found = packs.install(path, trusting=asked.options.trust or _agreed(asked, packs, path))
    except PublisherRefused:
        asked.say("packs.cli_how_trust")
        raise
    asked.answer(_installed(asked, found))
    return 0


def _installed(asked: Asked, found: PackInstalled) -> dict[str, object]:
    """Say what was installed; what a script is told of it."""
    key = "cli.installed" if found.changed else "cli.installed_before"
    asked.say(key, module=found.module, version=found.version, publisher=found.publisher.key[:16])
    _show_changes(asked, found.note, found.changes)
    return {
        "module": found.module,
        "version": found.version,
        "before": found.before,
        "changed": found.changed,
        "publisher": found.publisher.key,
        "changes": change_words(found.changes) if found.changes else [],
    }


def update(asked: Asked) -> int:
    """Fetch and install what the hub offered at the last sync: all of it, or these modules."""
    wanted, done = set(asked.options.modules), []
    with asked.services() as services:
        hub = services.hub_packs
        for offer in hub.waiting():
            if not wanted or offer.module in wanted:
                path = hub.fetch(offer)
                trusting = asked.options.trust or _agreed(asked, services.packs, path)
                done.append(_installed(asked, hub.install(path, trusting=trusting)))
    if not done:
        asked.say("packs.cli_nothing_waiting")
    asked.answer(done)
    return 0


def _look(asked: Asked, found: PackPreview) -> int:
    asked.say(
        "packs.cli_look",
        module=found.module,
        version=found.version,
        title=pick(found.title, found.title_en),
        size=size(found.size),
    )
    _show_publisher(asked, found.publisher)
    _show_changes(asked, found.note, found.changes)
    asked.answer(
        {
            "module": found.module,
            "version": found.version,
            "before": found.before,
            "size": found.size,
            "publisher": _told(found.publisher),
            "doubt": found.doubt,
            "note": found.note,
            "changes": change_words(found.changes) if found.changes else [],
        }
    )
    return 0


def _agreed(asked: Asked, packs: Packs, path: Path) -> bool:
    """Whether somebody at the keyboard trusts a publisher that must be asked about."""
    if not asked.at_terminal():
        return False
    found = packs.look(path)
    if not found.doubt:
        return False
    whose = found.publisher
    said = input(
        t("packs.cli_ask_trust", publisher=whose.name, fingerprint=whose.fingerprint) + " "
    )
    return said.strip().casefold() == t("packs.cli_yes")


def _show_changes(asked: Asked, note: str, changes: Changes | None) -> None:
    if note:
        asked.show(note)
    if changes is not None:
        asked.say("packs.cli_changes", before=changes.before)
        for line in change_words(changes):
            asked.show(f"- {line}")


def roll_back(asked: Asked) -> int:
    """Go back to the version of a module before this one."""
    found = _packs(asked).roll_back(asked.options.module)
    told = {"module": found.module, "version": found.version, "left": found.left}
    asked.say("packs.cli_rolled_back", **told)
    asked.answer(told)
    return 0


def publishers(asked: Asked) -> int:
    """Whose packs are trusted and whose refused."""
    found = _packs(asked).publishers.all()
    for publisher in found:
        _show_publisher(asked, publisher)
    if not found:
        asked.say("packs.cli_no_publishers")
    asked.answer([_told(publisher) for publisher in found])
    return 0


def trust(asked: Asked) -> int:
    """Trust a publisher from now on."""
    packs, options = _packs(asked), asked.options
    whose = _meant(packs, options.whom)
    found = packs.publishers.trust(
        whose.key, whose.name, module=options.module, automatic=options.automatic
    )
    asked.say("packs.cli_trusted", publisher=found.name, fingerprint=found.fingerprint)
    asked.answer(_told(found))
    return 0


def distrust(asked: Asked) -> int:
    """Refuse a publisher's packs from now on."""
    packs = _packs(asked)
    whose = _meant(packs, asked.options.whom)
    found = packs.publishers.distrust(whose.key, whose.name)
    asked.say("packs.cli_distrusted", publisher=found.name, fingerprint=found.fingerprint)
    asked.answer(_told(found))
    return 0


def hand_over_key(asked: Asked) -> int:
    """Make the key that comes after a publisher's own."""
    from selfstudy.services.packs.packing import hand_over_key as hand_over
    from selfstudy.services.packs.publishers import fingerprint

    key = hand_over(asked.places, asked.options.out, asked.options.key)
    asked.say("packs.cli_key_handed", path=asked.options.out, fingerprint=fingerprint(key))
    asked.answer({"path": str(asked.options.out), "publisher": key})
    return 0


def _meant(packs: Packs, whom: str) -> Publisher:
    """The publisher of a pack file, or of a key. Raises NoSuchPublisher and what opening raises."""
    if whom.lower().endswith(PACK):
        return packs.signed_by(Path(whom))
    return packs.publishers.called(whom)


def _show_publisher(asked: Asked, publisher: Publisher) -> None:
    asked.say(
        "packs.cli_publisher",
        fingerprint=publisher.fingerprint,
        standing=t(f"packs.standing_{publisher.standing}"),
        name=publisher.name,
    )


def _told(publisher: Publisher) -> dict[str, object]:
    return {
        "key": publisher.key,
        "fingerprint": publisher.fingerprint,
        "name": publisher.name,
        "standing": publisher.standing,
        "automatic": publisher.automatic,
        "modules": list(publisher.modules),
    }
