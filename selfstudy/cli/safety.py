"""`backup` and `restore`: a whole profile in one verified file, and back."""

from __future__ import annotations

from pathlib import Path

from selfstudy.cli.asked import Asked, Groups, add_json, add_out, made
from selfstudy.domain.errors import SecretMissing
from selfstudy.words import size, t


def add(groups: Groups) -> None:
    """Add the commands."""
    command = groups.add_parser("backup", help=t("cli.help_backup"))
    add_out(command, required=False)
    add_json(command)
    command.set_defaults(run=backup)

    command = groups.add_parser("restore", help=t("cli.help_restore"))
    command.add_argument("file", metavar="FILE", type=Path)
    add_json(command)
    command.set_defaults(run=restore)


def backup(asked: Asked) -> int:
    """Write a backup and read it back."""
    with asked.services() as services:
        path = services.safety.backup(asked.options.out)
    asked.say("cli.backed_up", path=path, size=size(path.stat().st_size))
    asked.answer({"path": str(path), "size": path.stat().st_size})
    return 0


def restore(asked: Asked) -> int:
    """Put a backup in the place of its profile; what was there is kept beside it."""
    from selfstudy.services.safety import restore as put_back

    made(asked.places.profiles)
    key = None
    try:
        profile = put_back(asked.options.file, asked.places.profiles)
    except SecretMissing:  # the backup is locked: with the secret that was valid then
        secret = asked.secret()
        profile = put_back(asked.options.file, asked.places.profiles, secret)
        key = asked.locking(profile).by_secret(secret)
    with asked.services(profile, key) as services:  # opened once: the copy is noticed and told of
        name = services.desk.profile.name
    asked.say("cli.restored", name=name)
    asked.answer({"profile": profile, "name": name})
    return 0
