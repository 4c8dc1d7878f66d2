"""`report …`: forms in the office layout; `totals`: a unit's year without names."""

from __future__ import annotations

import argparse
import json
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from selfstudy.cli.asked import Asked, Groups, add_json, add_out
from selfstudy.domain.days import read_day
from selfstudy.domain.errors import PeriodRefused
from selfstudy.domain.moments import moment
from selfstudy.domain.period import Period
from selfstudy.words import moment as moment_words
from selfstudy.words import number, t

if TYPE_CHECKING:
    from selfstudy.services.reporting import Reporting


def add(groups: Groups) -> None:
    """Add the commands."""
    reports = groups.add_parser("report", help=t("papers.help_report"))
    commands = reports.add_subparsers(metavar=t("cli.metavar_command"), required=True)
    _add_write(commands)

    command = commands.add_parser("preview", help=t("papers.help_preview"))
    add_json(command)
    command.set_defaults(run=preview)

    command = commands.add_parser("log", help=t("papers.help_log"))
    add_json(command)
    command.set_defaults(run=log)

    command = commands.add_parser("begins", help=t("papers.help_begins"))
    command.add_argument("day", metavar="DD/MM")
    command.set_defaults(run=begins)

    command = groups.add_parser("totals", help=t("erase.help_totals"))
    command.add_argument("--year", type=int, help=t("cli.help_year"))
    add_json(command)
    command.set_defaults(run=totals)


def _add_write(commands: Groups) -> None:
    command = commands.add_parser("write", help=t("papers.help_write"))
    command.add_argument("form", metavar="FORM", help=t("papers.help_form"))
    command.add_argument("--format", default="xlsx", help=t("papers.help_format"))
    add_out(command, "PATH")
    who = command.add_mutually_exclusive_group()
    who.add_argument("--person", metavar="ID", default="", help=t("cli.help_report_person"))
    who.add_argument("--all", action="store_true", help=t("papers.help_all"))
    who.add_argument("--each", action="store_true", help=t("papers.help_each"))
    who.add_argument("--blank", action="store_true", help=t("papers.help_blank"))
    command.add_argument("--year", type=int, help=t("cli.help_year"))
    command.add_argument("--from", dest="first", metavar="DD/MM/YYYY", help=t("papers.help_from"))
    command.add_argument("--to", dest="last", metavar="DD/MM/YYYY", help=t("papers.help_to"))
    add_json(command)
    command.set_defaults(run=write)


def write(asked: Asked) -> int:
    """Write a form."""
    from selfstudy.services.papers.order import Wish

    options = asked.options
    out: Path = options.out
    with asked.services() as services:
        wish = Wish(
            options.form,
            options.format,
            options.person,
            _period(services.reporting, options),
            options.each,
            options.blank,
        )
        written = services.reporting.write(wish, out)
    key = "papers.written" if written.people else "papers.written_blank"
    asked.say(key, n=len(written.paths), people=written.people, path=written.path)
    asked.answer(
        {
            "form": options.form,
            "format": options.format,
            "people": written.people,
            "path": str(written.path),
            "paths": [str(path) for path in written.paths],
        }
    )
    return 0


def _period(reporting: Reporting, options: argparse.Namespace) -> Period | None:
    """The days that were told, else a year, else None. Raises PeriodRefused, DayRefused."""
    if options.first is None and options.last is None:
        if options.year is None:
            return None
        if not date.min.year < options.year < date.max.year:
            raise PeriodRefused(first=options.year, last=options.year)
        return reporting.year_of(options.form, options.year)
    return Period(read_day(options.first or ""), read_day(options.last or ""))


def preview(asked: Asked) -> int:
    """What the academy would hear of the unit's needs; nothing is written."""
    with asked.services() as services:
        found = services.reporting.preview()
    for one in found:
        asked.say(
            "papers.group",
            position=one.position_title or t("papers.everybody"),
            competency=one.competency_title,
            measured=one.measured,
            lacking=one.lacking,
            gap=number(one.gap, 2),
        )
    asked.answer([asdict(one) for one in found])
    return 0


def log(asked: Asked) -> int:
    """What was written, when, by whom, newest first."""
    with asked.services() as services:
        lines = services.reporting.exports()
    told = [{"at": line.at, "who": line.who, **json.loads(line.text)} for line in lines]
    for one in told:
        asked.say(
            "papers.logged",
            at=moment_words(moment(one["at"])),
            who=one["who"],
            form=one["form"],
            people=one["people"],
            file=one["file"],
        )
    asked.answer(told)
    return 0


def begins(asked: Asked) -> int:
    """On which day the year of an appraisal begins, from now on."""
    with asked.services() as services:
        services.reporting.begin_appraisal(asked.options.day)
    asked.say("papers.begins", day=asked.options.day)
    return 0


def totals(asked: Asked) -> int:
    """The unit's year in sums: of everybody on its list, and of those who were erased."""
    from selfstudy.services.unit.totals import year_totals

    with asked.services() as services:
        year = asked.options.year or services.desk.clock().year
        found = year_totals(services.desk, year)
    asked.say("erasure.year_title", year=found.year)
    if found.learners is None:
        asked.say("erasure.year_few")
    else:
        asked.say(
            "erasure.year_totals",
            learners=found.learners,
            lessons=found.lessons,
            hours=number(found.self_study),
            recognised=number(found.recognised),
        )
    asked.answer(asdict(found))
    return 0
