"""`report F1|F7|F10`: forms in the office layout; `totals`: a unit's year without names."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from selfstudy.cli.asked import Asked, Groups, add_json, add_out, made
from selfstudy.words import number, t

FORMS = ("F1", "F7", "F10")


def add(groups: Groups) -> None:
    """Add the command."""
    command = groups.add_parser("report", help=t("cli.help_report"))
    command.add_argument("form", choices=FORMS, metavar="|".join(FORMS))
    command.add_argument("--format", choices=("xlsx",), default="xlsx", help=t("cli.help_format"))
    add_out(command, "FILE")
    command.add_argument("--person", metavar="ID", help=t("cli.help_report_person"))
    command.add_argument("--year", type=int, help=t("cli.help_year"))
    add_json(command)
    command.set_defaults(run=report)

    command = groups.add_parser("totals", help=t("erase.help_totals"))
    command.add_argument("--year", type=int, help=t("cli.help_year"))
    add_json(command)
    command.set_defaults(run=totals)


def report(asked: Asked) -> int:
    """Write a form."""
    from selfstudy.services.reporting import Reporting

    options = asked.options
    out: Path = options.out
    made(out.parent)
    with asked.services() as services:
        reporting = Reporting(services.desk)
        written = reporting.write(options.form, out, year=options.year, person=options.person)
    asked.say("cli.written", path=written)
    asked.answer({"form": options.form, "path": str(written)})
    return 0


def totals(asked: Asked) -> int:
    """The unit's year in sums: of everybody on its list, and of those who were erased."""
    from selfstudy.services.totals import year_totals

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
