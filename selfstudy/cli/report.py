"""`report F1|F7|F10`: forms in the office layout."""

from __future__ import annotations

from pathlib import Path

from selfstudy.cli.asked import Asked, Groups, add_json, add_out, made
from selfstudy.words import t

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
