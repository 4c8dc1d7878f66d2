"""`needs …`: what one's position requires, where one stands, and rating oneself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from selfstudy.cli.asked import Asked, Groups, add_json
from selfstudy.words import number, pick, t

if TYPE_CHECKING:
    from selfstudy.services.needs.lines import Help, NeedLine


def add(groups: Groups) -> None:
    """Add the commands."""
    needs = groups.add_parser("needs", help=t("unit_needs.help_needs"))
    commands = needs.add_subparsers(metavar=t("cli.metavar_command"), required=True)

    command = commands.add_parser("show", help=t("unit_needs.help_show"))
    command.add_argument(
        "--position", metavar="CODE", default="", help=t("unit_needs.help_position")
    )
    add_json(command)
    command.set_defaults(run=show)

    command = commands.add_parser("rate", help=t("unit_needs.help_rate"))
    command.add_argument("code", metavar="CODE")
    command.add_argument("level", metavar="LEVEL", type=int)
    command.add_argument(
        "--importance", metavar="N", type=int, default=0, help=t("unit_needs.help_importance")
    )
    add_json(command)
    command.set_defaults(run=rate)


def show(asked: Asked) -> int:
    """Each competency with its level and gap, and the modules that help; the urgent first."""
    from selfstudy.services.needs.lines import by_urgency

    with asked.services() as services:
        lines = services.needs.view(asked.options.position).lines
    urgent = by_urgency(lines)
    for line in (*urgent, *(line for line in lines if line not in urgent)):
        asked.say(
            "unit_needs.cli_line",
            code=line.code,
            title=pick(line.competency.title, line.competency.title_en),
            required=line.need.required,
            level=_figure(line.need.level),
            gap=_figure(line.need.gap),
        )
        for found in line.helps:
            asked.say("unit_needs.cli_help", module=_help(found))
    asked.answer([_told(line) for line in lines])
    return 0


def rate(asked: Asked) -> int:
    """Say one's own level in a competency."""
    from selfstudy.services.needs.rating import Rated

    options = asked.options
    with asked.services() as services:
        rated = Rated(options.level, options.importance)
        lines = services.needs.rate({options.code: rated}).lines
        name = services.desk.profile.name
    asked.say("unit_needs.cli_rated", code=options.code, level=options.level, name=name)
    asked.answer([_told(line) for line in lines if line.code == options.code])
    return 0


def _figure(value: float | None) -> str:
    return "–" if value is None else number(value)


def _help(found: Help) -> str:
    title = pick(found.title, found.title_en)
    return t("needs.help", code=found.module, title=title, n=found.hours, level=found.level)


def _told(line: NeedLine) -> dict[str, object]:
    need = line.need
    return {
        "competency": line.code,
        "required": need.required,
        "level": need.level,
        "gap": need.gap,
        "importance": need.importance,
        "priority": need.priority,
        "own": line.own.level if line.own else None,
        "supervisor": line.rated.level if line.rated else None,
        "test": line.test[0] if line.test else None,
        "disagreement": need.disagreement,
        "modules": [found.module for found in line.helps],
    }
