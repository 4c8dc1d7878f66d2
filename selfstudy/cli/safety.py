"""`backup`, `restore`, `rescue`, `doctor`, `move`: a profile in one file, back, and mended."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from selfstudy.cli.asked import Asked, Groups, add_json, add_out, made, path_of
from selfstudy.domain.errors import FileGone, SecretMissing, UnreadableFile
from selfstudy.sentences import finding_words, key_words
from selfstudy.words import moment, number, size, t

if TYPE_CHECKING:
    from collections.abc import Callable

    from selfstudy.services.holding.opener import Opener
    from selfstudy.services.rescue.rebuilt import Rebuilt

NOT_SOUND = 1


def add(groups: Groups) -> None:
    """Add the commands."""
    command = groups.add_parser("backup", help=t("cli.help_backup"))
    add_out(command, required=False)
    command.add_argument("--list", action="store_true", help=t("cli.help_backup_list"))
    command.add_argument("--second", metavar="DIR", type=path_of, help=t("cli.help_backup_second"))
    add_json(command)
    command.set_defaults(run=backup)

    command = groups.add_parser("restore", help=t("cli.help_restore"))
    command.add_argument("file", metavar="FILE", type=path_of)
    command.add_argument("--preview", action="store_true", help=t("cli.help_restore_preview"))
    add_json(command)
    command.set_defaults(run=restore)

    command = groups.add_parser("rescue", help=t("cli.help_rescue"))
    command.add_argument("--from", dest="places", metavar="DIR", type=path_of, action="append",
                         default=[], help=t("cli.help_rescue_from"))  # fmt: skip
    add_json(command)
    command.set_defaults(run=rescue)

    command = groups.add_parser("doctor", help=t("cli.help_doctor"))
    command.add_argument("--repair", action="store_true", help=t("cli.help_doctor_repair"))
    add_json(command)
    command.set_defaults(run=doctor)

    command = groups.add_parser("move", help=t("cli.help_move"))
    words = t("cli.help_move_to")
    command.add_argument("--to", metavar="DIR", type=path_of, required=True, help=words)
    add_json(command)
    command.set_defaults(run=move)


def backup(asked: Asked) -> int:
    """Write a backup and read it back; or list those there are, or choose their second place."""
    if asked.options.second is not None:
        return _second(asked)
    if asked.options.list:
        return _listed(asked)
    with asked.services() as services:
        path = services.safety.backup(asked.options.out)
    asked.say("cli.backed_up", path=path, size=size(path.stat().st_size))
    asked.answer({"path": str(path), "size": path.stat().st_size})
    return 0


def _second(asked: Asked) -> int:
    from selfstudy.settings import load_settings, save_settings

    place = made(asked.options.second.absolute())
    chosen = load_settings(asked.places.settings_file)._replace(backup_folder=str(place))
    save_settings(asked.places.settings_file, chosen)
    asked.say("backup.second_chosen", folder=place)
    asked.answer({"second": str(place)})
    return 0


def _listed(asked: Asked) -> int:
    with asked.services() as services:
        found = services.safety.found()
    for each in found:
        state = "checked" if each.sound else "damaged" if each.problem else "unread"
        asked.show(f"{moment(each.at)}  {size(each.size)}  {t(f'backup.{state}')}  {each.path}")
    if not found:
        asked.say("backup.none")
    asked.answer(
        [
            {
                "path": str(each.path), "at": each.at.isoformat(), "size": each.size,
                "checked": each.checked.isoformat() if each.checked else None,
                "problem": each.problem,
            }
            for each in found
        ]
    )  # fmt: skip
    return 0


def restore(asked: Asked) -> int:
    """Go back to a backup; what is there is kept beside it and merged in."""
    from selfstudy.services.rescue.safety import go_back

    if asked.options.preview:
        return _preview(asked)
    made(asked.places.profiles)
    places = asked.places
    rebuilt, opener = _opened(
        asked, lambda opener: go_back(
            asked.options.file, places.profiles, places.state, opener=opener
        ),
    )  # fmt: skip
    key = opener.key_of(places.profiles / rebuilt.profile.id)
    with asked.services(rebuilt.profile.id, key) as services:
        name = services.desk.profile.name
    asked.say("cli.restored", name=name)
    _tell(asked, rebuilt, {"profile": rebuilt.profile.id, "name": name})
    return 0


def _preview(asked: Asked) -> int:
    with asked.services() as services:
        found = services.safety.preview(asked.options.file)
    about = found.about
    asked.say(
        "backup.preview", at=moment(about.at) if about.at else "–", n=number(about.records, 0),
        only_backup=found.only_backup, only_present=found.only_present,
    )  # fmt: skip
    asked.answer(
        {
            "profile": about.profile, "at": about.at.isoformat() if about.at else None,
            "records": about.records, "only_backup": found.only_backup,
            "only_present": found.only_present,
        }
    )  # fmt: skip
    return 0


def rescue(asked: Asked) -> int:
    """Put a damaged profile together again from what can be read and from its backups."""
    from selfstudy.services.rescue.safety import rescue as put_together

    places = asked.places
    folder = places.profiles / damaged_profile(asked)
    for place in asked.options.places:
        if not place.is_dir():
            raise FileGone(name=place)
    where = [places.data / "backups", *asked.options.places, *_second_place(asked)]
    rebuilt, _opener = _opened(
        asked, lambda opener: put_together(folder, places.state, where, opener=opener)
    )
    _tell(asked, rebuilt, {"profile": rebuilt.profile.id, "name": rebuilt.profile.name})
    return 0


def _opened(asked: Asked, work: Callable[[Opener], Rebuilt]) -> tuple[Rebuilt, Opener]:
    """Do it; where something is locked, with a secret of now or then, or the recovery code."""
    from selfstudy.services.holding.opener import Opener

    opener = Opener()
    try:
        return work(opener), opener
    except SecretMissing:
        opener = Opener(asked.secret("cli.ask_opening"))
        return work(opener), opener


def _tell(asked: Asked, rebuilt: Rebuilt, found: dict[str, object]) -> None:
    for key, details in rebuilt.told():
        asked.show(key_words(key, details))
    gaps = [
        {"chain": gap.source.chain, "first": gap.first, "last": gap.last, "held_by": gap.held_by}
        for gap in rebuilt.found.gaps
    ]
    asked.answer(
        {
            **found, "records": rebuilt.records, "restated": rebuilt.found.restated,
            "damaged": rebuilt.found.damaged, "unheard": rebuilt.found.unheard,
            "others": rebuilt.found.others, "gaps": gaps,
            "keys": rebuilt.keys, "backups": list(rebuilt.backups), "kept": rebuilt.kept,
        }
    )  # fmt: skip


def damaged_profile(asked: Asked) -> str:
    """The profile that is meant, whether it can still be read or not. Raises UnreadableFile."""
    from selfstudy.services.holding.desk import damaged_in

    wanted = asked.options.profile
    named = [name for name in damaged_in(asked.places.profiles) if name.startswith(wanted or "")]
    if len(named) == 1:
        return named[0]
    if wanted:
        found = [p.name for p in asked.places.profiles.glob(f"{wanted}*") if len(p.name) == 32]
        if len(found) != 1:
            raise UnreadableFile(name=wanted)
        return found[0]
    return asked.profile()


def _second_place(asked: Asked) -> list[Path]:
    from selfstudy.settings import load_settings

    second = load_settings(asked.places.settings_file).backup_folder
    return [Path(second)] if second else []


def doctor(asked: Asked) -> int:
    """Explain the state of the data folder. Exit 0 when it is sound, 1 when there is something."""
    from selfstudy.services.holding.opener import Opener
    from selfstudy.services.holding.tries import tries_of
    from selfstudy.services.rescue.doctor import Doctor
    from selfstudy.services.rescue.safety import local_now

    places, profile = asked.places, damaged_profile(asked)
    key = None
    if asked.options.secret_file is not None:
        folder = places.profiles / profile
        tries = tries_of(folder, places.state, local_now)
        key = Opener(asked.secret("cli.ask_opening")).key_of(folder, tries=tries)
    second = next((str(place) for place in _second_place(asked)), "")
    looking = Doctor(places, profile, local_now(), second, key)
    done = looking.repair() if asked.options.repair else []
    found = looking.examine()
    for code in done:
        asked.say(f"doctor.did_{code}")
    for finding in found.findings:
        words = finding_words(finding.code, finding.details)
        asked.show(f"{t(f'doctor.level_{finding.level}')} {words}")
    if found.sound:
        asked.say("doctor.sound")
    asked.answer(
        {
            "folder": str(found.folder), "sound": found.sound, "repaired": done,
            "findings": [
                {
                    "code": each.code, "level": each.level,
                    "details": {name: str(value) for name, value in each.details.items()},
                    "words": finding_words(each.code, each.details),
                }
                for each in found.findings
            ],
        }
    )  # fmt: skip
    return 0 if found.sound else NOT_SOUND


def move(asked: Asked) -> int:
    """Move all data to another folder, on a disk of this computer."""
    from selfstudy.services.rescue.moving import move_data

    done = move_data(asked.places, asked.options.to)
    asked.say("cli.moved", folder=done)
    asked.answer({"data": str(done)})
    return 0
