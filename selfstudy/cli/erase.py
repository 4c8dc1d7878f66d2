"""`erase` and `retention`: what is erased on request, and how long the rest is kept in full."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from selfstudy.cli.asked import Asked, Groups, add_json, add_out, add_passphrase, made, passphrase
from selfstudy.cli.named import called
from selfstudy.domain.erasure import Erased, ErasurePreview
from selfstudy.domain.errors import PassphraseMissing
from selfstudy.sentences import kind_words
from selfstudy.words import day, t


def add(groups: Groups) -> None:
    """Add the commands."""
    command = groups.add_parser("erase", help=t("erase.help"))
    command.add_argument("person", metavar="PERSON", nargs="?", help=t("erase.help_person"))
    command.add_argument("--preview", action="store_true", help=t("erase.help_preview"))
    command.add_argument("--yes", action="store_true", help=t("erase.help_yes"))
    command.add_argument("--whole-profile", action="store_true", help=t("erase.help_whole"))
    command.add_argument("--backups", action="store_true", help=t("erase.help_backups"))
    add_out(command, required=False)
    add_passphrase(command)
    add_json(command)
    command.set_defaults(run=erase)

    command = groups.add_parser("retention", help=t("erase.help_retention"))
    command.add_argument("--years", metavar="N", type=int, help=t("erase.help_years"))
    command.add_argument("--dry-run", action="store_true", help=t("erase.help_preview"))
    add_json(command)
    command.set_defaults(run=retention)


def erase(asked: Asked) -> int:
    """Erase one's own records, or a person of the unit; only a preview without `--yes`."""
    options = asked.options
    if options.out is not None:
        made(options.out)
    with asked.services() as services:
        erasure, person = services.erasure, ""
        left: Sequence[str] = ()
        if options.person:
            person = called(options.person, services.unit.people(), services.unit.unknown())
        if options.preview or not options.yes:
            told = erasure.preview_person(person) if person else erasure.preview_own()
            _show(asked, told)
            if not options.preview:
                asked.say("erase.go_on")
            return 0
        if person:
            done = erasure.erase_person(person, _passphrase(asked), options.out)
        elif options.whole_profile:
            done = erasure.erase_profile(options.out)
        else:
            done = erasure.erase_own(options.out, backups=options.backups)
            left = erasure.preview_own().former
    _tell(asked, done, unit_told=not person and not options.whole_profile)
    _tell_former(asked, done, left)
    return 0


def _passphrase(asked: Asked) -> str:
    found = passphrase(asked.options)
    if not found:
        raise PassphraseMissing
    return found


def _show(asked: Asked, told: ErasurePreview) -> None:
    asked.say("erase.goes", n=told.records, sources=told.sources)
    for kind, count in told.kinds:
        asked.say("erase.kind", n=count, kind=kind_words(kind))
    if told.first is not None and told.last is not None:
        asked.say("erase.span", first=day(told.first), last=day(told.last))
    asked.say("erase.beside", n=told.receipts, files=told.files, lines=told.lines)
    if told.backups:
        asked.say("erase.backups", n=len(told.backups), until=day(told.backups[0].until))
    if told.former:
        asked.say("erase.former", units=", ".join(told.former))
    if told.aside:
        asked.say("erase.aside", n=told.aside)
    asked.say("erase.stays", n=told.stays_others + told.stays_unit)
    asked.answer(
        asdict(told)
        | {
            "first": told.first and told.first.isoformat(),
            "last": told.last and told.last.isoformat(),
            "backups": [
                {"name": b.name, "at": b.at.isoformat(), "until": b.until.isoformat()}
                for b in told.backups
            ],
        }
    )


def _tell_former(asked: Asked, done: Erased, left: Sequence[str]) -> None:
    for path in done.former:
        asked.say("erase.former_notice", path=Path(path))
    if left and not done.former:
        asked.say("erase.former_next", units=", ".join(left))


def _tell(asked: Asked, done: Erased, *, unit_told: bool) -> None:
    asked.say("erase.done", n=done.records)
    if not done.clean:
        asked.say("erase.not_clean")
    if done.path:
        asked.say("erase.notice", path=Path(done.path))
    elif unit_told:
        asked.say("erase.unit_next")
    asked.answer(asdict(done))


def retention(asked: Asked) -> int:
    """Choose the term and apply it, or only look."""
    options = asked.options
    with asked.services() as services:
        service = services.retention
        if options.years is not None and not options.dry_run:
            service.keep_for(options.years)
        kept = service.preview(options.years)
        if options.years is not None and not options.dry_run:
            kept = service.apply()
        years = kept.years
    if not years:
        asked.say("erase.keep_all")
    else:
        key = "erase.let_go" if kept.done else "erase.would_let_go"
        asked.say("erase.keep_years", n=years)
        asked.say(key, n=kept.lines, sources=kept.sources, people=kept.people)
    asked.answer(asdict(kept) | {"before": kept.before and kept.before.isoformat()})
    return 0
