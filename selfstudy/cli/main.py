"""The parser: global options, one group of commands per file, errors as sentences."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from selfstudy import __version__, words
from selfstudy.cli.asked import Asked, Fronts, path_of, plainly
from selfstudy.domain.errors import SelfStudyError
from selfstudy.sentences import error_words
from selfstudy.settings import Places, load_settings
from selfstudy.words import t

EXPECTED = 1


def run(arguments: Sequence[str], fronts: Fronts) -> int:
    """Do what is asked. Returns 0, or 1 when something expected went wrong."""
    words.use("vi")
    chosen, rest = _globals(help_too=False).parse_known_args(arguments)  # they may stand anywhere
    places = Places(chosen.home)
    _speak(chosen.language, places)
    options = _parser().parse_args(rest, chosen)
    try:
        if options.run is None:
            return fronts.window(options.home)
        return int(options.run(Asked(options, places, fronts)))
    except SelfStudyError as error:
        print(plainly(error_words(error)), file=sys.stderr)
        return EXPECTED
    except BrokenPipeError:  # the reader of a pipe has seen enough
        sys.stderr.close()
        return 0


def _speak(chosen: str | None, places: Places) -> None:
    language = chosen or load_settings(places.settings_file).language
    words.use("en" if language == "en" else "vi")


def _globals(*, help_too: bool) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(add_help=help_too, prog="selfstudy", allow_abbrev=False)
    if help_too:
        parser.description = t("cli.about")
        parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    parser.add_argument("--home", metavar="DIR", type=path_of, help=t("cli.help_home"))
    parser.add_argument("--profile", metavar="ID", help=t("cli.help_profile"))
    parser.add_argument(
        "--secret-file", metavar="FILE", type=path_of, help=t("cli.help_secret_file")
    )
    parser.add_argument("--language", choices=("vi", "en"), help=t("cli.help_language"))
    return parser


def _parser() -> argparse.ArgumentParser:
    from selfstudy.cli import (
        bench,
        demo,
        devices,
        erase,
        explain,
        hub,
        lessons,
        lock,
        needs,
        own,
        plan,
        progress,
        report,
        safety,
        search,
        sync,
        tour,
        unit,
    )

    parser = _globals(help_too=True)
    parser.set_defaults(run=None)
    groups = parser.add_subparsers(metavar=t("cli.metavar_command"))
    for group in (
        lessons, search, unit, needs, plan, own, devices, progress, report, explain, sync, hub,
        safety, lock, erase, demo, tour, bench,
    ):  # fmt: skip
        group.add(groups)
    return parser
