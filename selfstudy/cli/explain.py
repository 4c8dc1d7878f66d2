"""`explain`: any progress number, how it is counted, and the records behind it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, get_args

from selfstudy.cli.asked import Asked, Groups, add_json
from selfstudy.words import moment, t

if TYPE_CHECKING:
    from selfstudy.domain.explained import Explained, Figure
    from selfstudy.domain.progress import FactRow
    from selfstudy.services.explaining.explaining import Explaining


def add(groups: Groups) -> None:
    """Add the command."""
    command = groups.add_parser("explain", help=t("explain.help"))
    command.add_argument("figure", nargs="?", metavar="FIGURE", help=t("explain.help_figure"))
    command.add_argument("--person", metavar="NAME", help=t("explain.help_person"))
    command.add_argument("--year", type=int, help=t("cli.help_year"))
    add_json(command)
    command.set_defaults(run=explain)


def explain(asked: Asked) -> int:
    """Say how a number is counted, or which numbers there are."""
    options = asked.options
    with asked.services() as services:
        explaining = services.explaining
        person = services.reporting.person(options.person) if options.person else ""
        if options.figure is None:
            figures = explaining.figures(person, options.year)
            found = [explaining.explain(figure) for figure in figures]
            for one in found:
                asked.show(_listed(one))
            asked.answer([_told(one) for one in found])
            return 0
        one = explaining.explain(_figure(explaining, options.figure, person, options.year))
    _show(asked, one)
    asked.answer({**_told(one), "records": [_record(row) for row in one.records]})
    return 0


def _figure(explaining: Explaining, text: str, person: str, year: int | None) -> Figure:
    """The number that is meant by `key` or `key=what`. Raises NoSuchFigure."""
    from selfstudy.domain.errors import NoSuchFigure
    from selfstudy.domain.explained import Figure, Key

    name, _equals, of = text.partition("=")
    key: Key | None = next((key for key in get_args(Key) if key == name), None)
    if key is None:
        raise NoSuchFigure(name=name)
    for figure in explaining.figures(person, year):
        if (figure.key, figure.of) == (key, of):
            return figure
    return Figure(key, of, person, year)


def _listed(one: Explained) -> str:
    from selfstudy.sentences import figure_name, value_words

    figure = one.figure
    key = f"{figure.key}={figure.of}" if figure.of else figure.key
    name, value = figure_name(figure, one.about), value_words(figure, one.value)
    return t("explain.listed", name=name, value=value, key=key)


def _show(asked: Asked, one: Explained) -> None:
    from selfstudy.sentences import (
        adds_words,
        counting_words,
        explained_title,
        fact_kind_words,
        rule_words,
    )

    asked.show(explained_title(one))
    asked.show(rule_words(one))
    for row in one.records:
        said = (
            moment(row.at), adds_words(one.figure, row.adds or 0.0), fact_kind_words(row),
            row.what, row.detail, counting_words(row), f"{row.source}:{row.number}",
        )  # fmt: skip
        asked.show("  " + " · ".join(part for part in said if part))


def _told(one: Explained) -> dict[str, object]:
    few = one.erased is None
    return {
        **asdict(one.figure),
        "value": one.value,
        "about": one.about,
        "erased": one.erased,
        "apart": None if few else one.apart,
    }


def _record(row: FactRow) -> dict[str, object]:
    return {**asdict(row), "at": row.at.isoformat()}
