"""`hub …`: the server that many computers sync with."""

from __future__ import annotations

import argparse
import json
import ssl
from typing import TYPE_CHECKING

from selfstudy.cli.asked import Asked, Groups, add_json, add_out, made, path_of
from selfstudy.domain.errors import CannotListen, UnreadableFile
from selfstudy.services.intake.files import read_bytes
from selfstudy.settings import write_whole
from selfstudy.words import size, t

if TYPE_CHECKING:
    from selfstudy.cli.asked import Keeper


def add(groups: Groups) -> None:
    """Add the commands."""
    hub = groups.add_parser("hub", help=t("cli.help_hub"))
    commands = hub.add_subparsers(metavar=t("cli.metavar_command"), required=True)

    command = commands.add_parser("card", help=t("cli.help_hub_card"))
    _add_data(command)
    command.add_argument("--name", metavar="NAME", default="", help=t("cli.help_hub_name"))
    command.add_argument("--address", metavar="URL", required=True, help=t("cli.help_unit_address"))
    add_out(command, "FILE")
    add_json(command)
    command.set_defaults(run=card)

    command = commands.add_parser("unit", help=t("cli.help_hub_unit"))
    command.add_argument("card", metavar="CARD", type=path_of)
    _add_data(command)
    add_json(command)
    command.set_defaults(run=unit)

    command = commands.add_parser("publish", help=t("packs.help_publish"))
    command.add_argument("files", metavar="FILE", type=path_of, nargs="*")
    _add_data(command)
    add_json(command)
    command.set_defaults(run=publish)

    command = commands.add_parser("withdraw", help=t("packs.help_withdraw"))
    command.add_argument("module", metavar="MODULE")
    command.add_argument("--version", metavar="N", type=int, default=0, dest="of_version",
                         help=t("packs.help_withdraw_version"))  # fmt: skip
    _add_data(command)
    add_json(command)
    command.set_defaults(run=withdraw)

    command = commands.add_parser("new-epoch", help=t("devices.help_new_epoch"))
    _add_data(command)
    command.set_defaults(run=new_epoch)

    command = commands.add_parser("serve", help=t("cli.help_hub_serve"))
    _add_data(command)
    command.add_argument("--host", default="127.0.0.1", help=t("cli.help_hub_host"))
    command.add_argument("--port", type=_port, default=8765, help=t("cli.help_hub_port"))
    command.add_argument(
        "--certificate", metavar="FILE", type=path_of, help=t("cli.help_hub_certificate")
    )
    command.add_argument("--key", metavar="FILE", type=path_of, help=t("cli.help_hub_key"))
    command.set_defaults(run=serve)


def _add_data(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--data", metavar="DIR", type=path_of, required=True, help=t("cli.help_hub_data")
    )
    command.add_argument("--database", metavar="URL", default="", help=t("cli.help_hub_database"))


def _port(text: str) -> int:
    """A number that a port may have."""
    number = int(text)
    if not 0 < number < 65_536:
        raise ValueError(text)
    return number


def _keeper(asked: Asked) -> Keeper:
    options = asked.options
    made(options.data)
    return asked.fronts.hub(options.data, getattr(options, "name", ""), options.database)


def card(asked: Asked) -> int:
    """Write who the hub is, for `unit hub`; its keys are made at first use."""
    keeper = _keeper(asked)
    told = {**keeper.hello(), "address": asked.options.address}
    keeper.close()
    write_whole(asked.options.out, json.dumps(told, ensure_ascii=False, indent=1).encode())
    asked.say("cli.hub_card", path=asked.options.out)
    asked.answer(told)
    return 0


def unit(asked: Asked) -> int:
    """Keep the records of a unit from now on."""
    keeper = _keeper(asked)
    try:
        found = keeper.serve_unit(asked.options.card)
    finally:
        keeper.close()
    asked.say("cli.hub_unit", name=found.name)
    asked.answer({"unit": found.unit.hex(), "name": found.name})
    return 0


def publish(asked: Asked) -> int:
    """Put packs on the hub's shelf; say what lies there."""
    keeper = _keeper(asked)
    try:
        for path in asked.options.files:
            keeper.publish(path)
        offers = keeper.on_shelf()
    finally:
        keeper.close()
    _say_shelf(asked, offers)
    asked.answer(offers)
    return 0


def withdraw(asked: Asked) -> int:
    """Take packs off the hub's shelf; say what is left there."""
    keeper, options = _keeper(asked), asked.options
    try:
        gone = keeper.withdraw(options.module, options.of_version)
        left = keeper.on_shelf()
    finally:
        keeper.close()
    versions = ", ".join(str(version) for version in sorted({int(str(o["version"])) for o in gone}))
    asked.say("packs.cli_withdrawn", n=len(gone), module=options.module, versions=versions)
    asked.say("packs.cli_left" if left else "packs.cli_shelf_empty")
    _say_shelf(asked, left)
    asked.answer({"withdrawn": gone, "left": left})
    return 0


def _say_shelf(asked: Asked, offers: list[dict[str, object]]) -> None:
    for offer in offers:
        key = "packs.cli_on_shelf_update" if offer["base"] else "packs.cli_on_shelf"
        asked.say(key, **{**offer, "size": size(int(str(offer["size"])))})


def new_epoch(asked: Asked) -> int:
    """Begin receipts anew: what is confirmed from now on is what is really held."""
    keeper = _keeper(asked)
    try:
        keeper.begin_receipt_epoch()
    finally:
        keeper.close()
    asked.say("devices.cli_new_epoch")
    return 0


def serve(asked: Asked) -> int:
    """Serve until interrupted."""
    options = asked.options
    for path in (options.certificate, options.key):
        if path is not None:
            read_bytes(path)
    keeper = _keeper(asked)
    address = f"{options.host}:{options.port}"
    asked.say("cli.hub_serving", address=address, n=len(keeper.cards()))
    try:
        asked.fronts.serve(keeper, options.host, options.port, options.certificate, options.key)
    except ssl.SSLError as error:
        raise UnreadableFile(name=options.certificate.name) from error
    except SystemExit as left:  # the server's own way to say that it could not begin
        if left.code:
            raise CannotListen(address=address) from left
    return 0
