"""`progress export|verify|import|rebuild`: records in and out by file."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from selfstudy.cli.asked import Asked, Groups, add_json, add_out, made, path_of
from selfstudy.cli.named import called
from selfstudy.cli.sharing import add_to as add_share
from selfstudy.domain.people import FileResult, IntakeReport
from selfstudy.sentences import key_words, problem_words
from selfstudy.words import size, t

if TYPE_CHECKING:
    from selfstudy.exchange.keys import KeyRing


def add(groups: Groups) -> None:
    """Add the commands."""
    progress = groups.add_parser("progress", help=t("cli.help_progress"))
    commands = progress.add_subparsers(metavar=t("cli.metavar_command"), required=True)

    command = commands.add_parser("export", help=t("cli.help_progress_export"))
    add_out(command)
    add_json(command)
    command.set_defaults(run=export)

    command = commands.add_parser("codes", help=t("cli.help_progress_codes"))
    add_out(command)
    add_json(command)
    command.set_defaults(run=codes)

    command = commands.add_parser("archive", help=t("archive.help"))
    add_out(command)
    command.add_argument("--private", action="store_true", help=t("archive.help_private"))
    command.add_argument("--person", metavar="NAME", default="", help=t("archive.help_person"))
    add_json(command)
    command.set_defaults(run=archive)

    add_share(commands)

    command = commands.add_parser("verify", help=t("cli.help_progress_verify"))
    command.add_argument("file", metavar="FILE", type=path_of)
    add_json(command)
    command.set_defaults(run=verify)

    command = commands.add_parser("import", help=t("cli.help_progress_import"))
    command.add_argument("paths", metavar="PATH", type=path_of, nargs="+")
    command.add_argument("--dry-run", action="store_true", help=t("cli.help_dry_run"))
    add_json(command)
    command.set_defaults(run=take)

    command = commands.add_parser("rebuild", help=t("cli.help_progress_rebuild"))
    add_json(command)
    command.set_defaults(run=rebuild)


def export(asked: Asked) -> int:
    """Write the packet for the unit."""
    made(asked.options.out)
    with asked.services() as services:
        unit = services.handover.preview().unit
        written = services.handover.export(asked.options.out)
    asked.say(
        "cli.exported", path=written.path, n=written.facts, size=size(written.size), unit=unit
    )
    asked.answer(asdict(written) | {"unit": unit})
    return 0


def codes(asked: Asked) -> int:
    """Write the packet for the unit as QR codes on sheets to print."""
    from selfstudy.services.intake.codes import write_sheets

    made(asked.options.out)
    with asked.services() as services:
        found = services.handover.codes()
        path = asked.options.out / found.file_name()
        write_sheets(found, path)
    asked.say("cli.codes_written", path=path, n=len(found.parts), facts=found.facts)
    asked.answer({"path": str(path), "codes": len(found.parts), "facts": found.facts})
    return 0


def archive(asked: Asked) -> int:
    """Write a record that can be verified without this program."""
    wanted = asked.options.person
    made(asked.options.out)
    with asked.services() as services:
        if wanted:
            people = services.unit.people()
            person = called(wanted, people, ())
            name = next(row.name for row in people if row.id == person)
            found = services.archive.write_of(asked.options.out, bytes.fromhex(person), name)
        else:
            found = services.archive.write(asked.options.out, private=asked.options.private)
    asked.say("archive.written", n=found.records, path=found.path)
    asked.answer(asdict(found))
    return 0


def verify(asked: Asked) -> int:
    """Check every digest and signature of a file that may be opened; 1 when something is wrong."""
    from selfstudy.services.carrying.verifying import UNKNOWN, examine

    found = examine(asked.options.file, asked.places.profiles, *_unlocked(asked))
    if found.kind != UNKNOWN:  # otherwise the problem says what it is not
        asked.say(f"cli.is_{found.kind}", name=found.name)
    if found.opened:
        asked.say("cli.sound", n=found.records, segments=found.segments)
    elif not found.problems:
        asked.say("cli.sealed_to_others", n=found.recipients)
        if found.locked:
            asked.say("cli.verify_locked", names=", ".join(found.locked))
    for key, details in found.problems:
        asked.show(key_words(key, {"name": found.name, **details}))
    asked.answer(
        {
            "file": found.name,
            "kind": found.kind,
            "opened": found.opened,
            "recipients": found.recipients,
            "locked": list(found.locked),
            "carrier": found.carrier,
            "records": found.records,
            "segments": found.segments,
            "ok": not found.problems,
            "problems": [key_words(k, {"name": found.name, **d}) for k, d in found.problems],
        }
    )
    return 1 if found.problems else 0


def _unlocked(asked: Asked) -> list[KeyRing]:
    """The keys of the locked profile that is meant, where its secret was given with the command.

    Raises WrongSecret, TooEarly.
    """
    from selfstudy.domain.errors import ChooseProfile, NoProfile

    if not asked.has_secret():
        return []
    try:
        profile = asked.profile()
    except (NoProfile, ChooseProfile):
        return []
    locking = asked.locking(profile)
    if not locking.is_locked:
        return []
    from selfstudy.services.holding.desk import keys_of

    return [keys_of(asked.places.profiles / profile, locking.by_secret(asked.secret()))]


def take(asked: Asked) -> int:
    """Take files and folders; what is wrong with one is listed and changes nothing."""
    paths: Sequence[Path] = asked.options.paths
    restored = _welcome_supervisor(asked, paths)
    with asked.services() as services:
        if services.desk.is_supervisor():
            report = services.unit.intake(paths, dry=asked.options.dry_run)
        else:
            report = services.handover.intake.take_files(paths, dry=asked.options.dry_run)
    for file in report.files:
        if file.problem:
            asked.show(problem_words(file))
    asked.say(
        "cli.import_dry" if report.dry else "cli.import_done",
        files=len(report.files),
        new=report.new,
        known=report.known,
        waiting=report.waiting,
        quarantined=report.quarantined,
        unknown=report.unknown_people,
    )
    asked.answer(_counts(report) | {"restored": restored})
    nothing = [f for f in report.files if f.problem and not f.new + f.known + f.waiting]
    missing = [path for path in paths if not os.path.exists(path)]  # noqa: PTH110 — never raises
    return 1 if missing or (nothing and len(nothing) == len(report.files)) else 0


def _welcome_supervisor(asked: Asked, paths: Sequence[Path]) -> str:
    """On a computer without any profile: restore the supervisor's that lies beside the packets."""
    from selfstudy.services.holding.desk import expect_profile, profiles_in
    from selfstudy.services.intake.roster import SUPERVISOR

    folders = [path for path in paths if os.path.isdir(path)]  # noqa: PTH112 — never raises
    found = [path / SUPERVISOR for path in folders if (path / SUPERVISOR).is_file()]
    if not found or profiles_in(asked.places.profiles):
        return ""
    expect_profile(asked.places.profiles)
    from selfstudy.services.rescue.safety import restore

    made(asked.places.profiles)
    profile = restore(found[0], asked.places.profiles)
    asked.say("cli.restored_first", name=found[0].name)
    return profile


def _counts(report: IntakeReport) -> dict[str, object]:
    return {
        "new": report.new,
        "known": report.known,
        "papers": report.papers,
        "waiting": report.waiting,
        "quarantined": report.quarantined,
        "unknown_people": report.unknown_people,
        "dry": report.dry,
        "files": [_file(file) for file in report.files],
    }


def _file(file: FileResult) -> dict[str, object]:
    return {
        "name": file.name,
        "new": file.new,
        "known": file.known,
        "papers": file.papers,
        "waiting": file.waiting,
        "quarantined": file.quarantined,
        "unknown_people": file.unknown_people,
        "people": list(file.people),
        "carrier": file.carrier,
        "problem": file.problem,
        "sentence": problem_words(file),
    }


def rebuild(asked: Asked) -> int:
    """Fold everything again from the records."""
    from selfstudy.services.upkeep import rebuild as fold_again

    with asked.services() as services:
        started = time.monotonic()
        found = fold_again(services.desk)
        seconds = time.monotonic() - started
    asked.say("cli.rebuilt", n=found.facts, people=found.people)
    asked.answer({**asdict(found), "seconds": round(seconds, 3)})
    return 0
