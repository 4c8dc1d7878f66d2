"""`device …`: one person's computers."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from selfstudy.cli.asked import Asked, Groups, add_json, add_out, made, path_of
from selfstudy.cli.named import one_called
from selfstudy.sentences import kind_words, removal_words
from selfstudy.words import t

if TYPE_CHECKING:
    from selfstudy.services.devices.devices import Devices


def add(groups: Groups) -> None:
    """Add the commands."""
    group = groups.add_parser("device", help=t("devices.help_group"))
    commands = group.add_subparsers(metavar=t("cli.metavar_command"), required=True)
    for name, run, file, out in (
        ("list", listed, "", False),
        ("request", request, "", True),
        ("look", look, "REQUEST", False),
        ("link", link, "REQUEST", True),
        ("take", take, "PACKET", False),
        ("exchange", exchange, "", True),
        ("receive", receive, "PACKET", False),
        ("remove", remove, "", False),
        ("notice", notice, "", True),
        ("claim", claim, "", False),
    ):
        command = commands.add_parser(name, help=t(f"devices.help_{name}"))
        if file:
            command.add_argument("file", metavar=file, type=path_of)
        if out:
            add_out(command)
        if name in {"request", "link"}:
            command.add_argument("--name", metavar="NAME", default="", help=t("devices.help_name"))
        if name in {"remove", "notice"}:
            command.add_argument("device", metavar="DEVICE")
        if name == "claim":
            command.add_argument(
                "--person", metavar="ID", default="", help=t("devices.help_person")
            )
            command.add_argument(
                "--staff-code", metavar="CODE", default="", help=t("devices.help_staff_code")
            )
        add_json(command)
        command.set_defaults(run=run)


def listed(asked: Asked) -> int:
    """The computers of a profile."""
    with asked.services() as services:
        found, gone = services.devices.list(), services.devices.removal()
        in_unit = bool(services.desk.profile.unit)
    if gone is not None:
        asked.show(removal_words(gone, in_unit=in_unit))
    for device in found:
        name = device.name or t("devices.unnamed")
        state = t(f"devices.state_{device.state}")
        here = f"{name} ({t('devices.here')})" if device.here else name
        asked.say("devices.cli_line", id=device.id[:8], name=here, state=state, n=device.records)
    asked.answer([asdict(d) | {"last_at": d.last_at and d.last_at.isoformat()} for d in found])
    return 0


def request(asked: Asked) -> int:
    """Write this computer's request."""
    with asked.services() as services:
        path, code = services.devices.request(made(asked.options.out), asked.options.name)
    asked.say("devices.asked", path=path, code=code)
    asked.answer({"path": str(path), "code": code})
    return 0


def look(asked: Asked) -> int:
    """Who asks, and what would leave."""
    with asked.services() as services:
        found = services.devices.look(asked.options.file)
    device = found.device or t("devices.unnamed")
    asked.say("devices.asks", device=device, person=found.person, code=found.code)
    asked.say("devices.leaves", n=len(found.facts))
    for line in found.lines:
        asked.say("devices.leaves_line", kind=kind_words(line.kind), n=line.count)
    asked.answer(
        {
            "person": found.person,
            "device": found.device,
            "code": found.code,
            "leaves": {line.kind: line.count for line in found.lines},
        }
    )
    return 0


def link(asked: Asked) -> int:
    """Agree, and write the link file."""
    with asked.services() as services:
        made(asked.options.out)
        written = services.devices.link(asked.options.file, asked.options.out, asked.options.name)
    asked.say("devices.linked", path=written.path)
    asked.answer(asdict(written))
    return 0


def take(asked: Asked) -> int:
    """Be the person whom a packet vouches for."""
    with asked.services() as services:
        offer = services.devices.take(asked.options.file)
    asked.say("devices.taken", name=offer.name)
    asked.answer(asdict(offer))
    return 0


def exchange(asked: Asked) -> int:
    """Write a file for one's other computers."""
    with asked.services() as services:
        written = services.devices.exchange(made(asked.options.out))
    asked.say("devices.exchanged", n=written.facts, path=written.path)
    asked.answer(asdict(written))
    return 0


def receive(asked: Asked) -> int:
    """Take a file from another of one's computers."""
    from selfstudy.sentences import problem_words

    with asked.services() as services:
        report = services.devices.receive(asked.options.file)
    asked.say("devices.received", n=report.new)
    for file in report.files:
        if file.problem:
            asked.show(problem_words(file))
    asked.answer({"new": report.new, "problems": [f.problem for f in report.files if f.problem]})
    return int(report.quarantined > 0)


def remove(asked: Asked) -> int:
    """Remove a lost computer."""
    with asked.services() as services:
        name, key = _called(services.devices, asked.options.device)
        services.devices.remove(key)
    asked.say("devices.removed", name=name)
    asked.answer({"removed": key})
    return 0


def notice(asked: Asked) -> int:
    """Write a file that tells a removed computer so."""
    with asked.services() as services:
        _name, key = _called(services.devices, asked.options.device)
        path = services.devices.notice(key, made(asked.options.out))
    asked.say("devices.noticed", path=path)
    asked.answer({"path": str(path)})
    return 0


def _called(devices: Devices, wanted: str) -> tuple[str, str]:
    """The one computer that answers to a name or the beginning of its key. Raises NobodyCalled."""
    names = {device.id: device.name for device in devices.list()}
    found = one_called(wanted, names)
    return names[found] or t("devices.unnamed"), found


def claim(asked: Asked) -> int:
    """Tell the unit that one was here before."""
    with asked.services() as services:
        services.devices.claim(asked.options.person, asked.options.staff_code)
    asked.say("devices.claimed")
    asked.answer({"claimed": True})
    return 0
