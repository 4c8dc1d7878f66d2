"""`lessons reports`: errors that readers reported, for the author."""

from __future__ import annotations

from dataclasses import asdict
from itertools import groupby
from typing import TYPE_CHECKING

from selfstudy.cli.asked import Asked, Groups, add_json, path_of
from selfstudy.sentences import error_words
from selfstudy.words import t

if TYPE_CHECKING:
    from selfstudy.domain.errata import ReadErratum


def add(commands: Groups) -> None:
    """Add the command."""
    command = commands.add_parser("reports", help=t("errata.help_reports"))
    command.add_argument("files", metavar="FILE", type=path_of, nargs="+")
    add_json(command)
    command.set_defaults(run=reports)


def reports(asked: Asked) -> int:
    """By lesson and version, and whether each still stands; 1 when a file could not be read."""
    from selfstudy.services.errata.reading import read_errata

    found = read_errata(asked.options.files, asked.library())
    for (title, lesson, version), group in groupby(
        found.reports, lambda one: (one.title, one.erratum.lesson, one.erratum.version)
    ):
        asked.say("errata.lesson_line", lesson=lesson, title=title, version=version)
        for one in group:
            _show(asked, one)
    for name, error in found.broken:
        asked.show(f"{name}: {error_words(error)}")
    if not found.reports and not found.broken:
        asked.say("errata.none")
    asked.answer(
        {
            "reports": [
                {**asdict(one.erratum), "title": one.title, "held": one.held, "still": one.still}
                for one in found.reports
            ],
            "broken": {name: error_words(error) for name, error in found.broken},
        }
    )
    return 1 if found.broken else 0


def _show(asked: Asked, one: ReadErratum) -> None:
    erratum = one.erratum
    places = " · ".join(part for part in (erratum.section, erratum.question) if part)
    still = t(f"errata.still_{one.still}", version=one.held)
    asked.show(f"  {erratum.day} {places or t('errata.whole')} ({still})")
    if erratum.quote:
        asked.show(f"    « {erratum.quote} »")
    for line in erratum.words.splitlines():
        asked.show(f"    {line}")
    if erratum.source:
        asked.show(f"    {t('errata.by_source', source=erratum.source)}")
    if erratum.name:
        asked.show(f"    {erratum.name}")
