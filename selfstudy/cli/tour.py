"""`tour --out DIR`: the whole main job without a display, leaving pictures, packet and report."""

from __future__ import annotations

from selfstudy.cli.asked import Asked, Groups, add_json, add_out
from selfstudy.words import t

LANGUAGES, SCHEMES = ("vi", "en"), ("light", "dark")


def add(groups: Groups) -> None:
    """Add the command."""
    command = groups.add_parser("tour", help=t("cli.help_tour"))
    add_out(command)
    command.add_argument("--only", choices=LANGUAGES, help=t("cli.help_tour_language"))
    command.add_argument("--scheme", choices=SCHEMES, help=t("cli.help_tour_scheme"))
    add_json(command)
    command.set_defaults(run=tour)


def tour(asked: Asked) -> int:
    """Walk a learner and a supervisor through everything."""
    options = asked.options
    languages = (options.only,) if options.only else LANGUAGES
    schemes = (options.scheme,) if options.scheme else SCHEMES
    written = asked.fronts.tour(options.out, languages, schemes)
    asked.say("cli.toured", n=len(written), path=options.out)
    asked.answer([str(path) for path in written])
    return 0
