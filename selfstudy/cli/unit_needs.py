"""`unit needs|heat|rate`: the needs of a unit, and rating one of its people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from selfstudy.cli.asked import Asked, Groups, add_json
from selfstudy.domain.people import roles_of
from selfstudy.words import number, t

if TYPE_CHECKING:
    from selfstudy.domain.needs import Cell
    from selfstudy.services.needs.board import Board

MOST = 5  # competencies that a line names


def add(commands: Groups) -> None:
    """Add the commands."""
    for name, run in (("needs", needs), ("heat", heat)):
        command = commands.add_parser(name, help=t(f"unit_needs.help_unit_{name}"))
        command.add_argument("--shared", action="store_true", help=t("unit_needs.help_shared"))
        add_json(command)
        command.set_defaults(run=run)

    command = commands.add_parser("rate", help=t("unit_needs.help_unit_rate"))
    command.add_argument("person", metavar="PERSON")
    command.add_argument("code", metavar="CODE")
    command.add_argument("level", metavar="LEVEL", type=int)
    command.add_argument(
        "--importance", metavar="N", type=int, default=0, help=t("unit_needs.help_importance")
    )
    command.set_defaults(run=rate)


def needs(asked: Asked) -> int:
    """Positions with the greatest needs first; shared: what may leave the unit, without names."""
    with asked.services() as services:
        board = services.unit_needs.board()
        title = _titles(services.desk.library.framework.position_title)
        cells = board.shared() if asked.options.shared else {}
    if asked.options.shared:
        return _show_shared(asked, cells, title)
    lines = board.lines
    for place, line in enumerate(lines, 1):
        asked.say(
            "unit_needs.cli_position", place=place, title=title(line.position), n=line.people,
            index=number(line.priority),
            lacks=" · ".join(_lack(one.competency, one.gap, one.lacking) for one in line.lacks),
        )  # fmt: skip
    asked.answer(
        {
            "people": len(board.people),
            "rated": board.rated,
            "rated_themselves": board.rated_themselves,
            "positions": [
                {
                    "position": line.position,
                    "people": line.people,
                    "priority": line.priority,
                    "lacks": [
                        {
                            "competency": one.competency,
                            "gap": one.gap,
                            "lacking": one.lacking,
                            "priority": one.priority,
                        }
                        for one in line.lacks
                    ],
                }
                for line in lines
            ],
        }
    )
    return 0


def heat(asked: Asked) -> int:
    """Mean gap and number lacking by position and competency."""
    with asked.services() as services:
        board: Board = services.unit_needs.board()
        title = _titles(services.desk.library.framework.position_title)
        cells = board.shared() if asked.options.shared else board.cells
    for position, by_code in cells.items():
        for code, cell in by_code.items():
            asked.say(
                "unit_needs.cli_cell", position=title(position),
                code=code, gap=number(cell.gap), lacking=cell.lacking, measured=cell.measured,
            )  # fmt: skip
    asked.answer(_cells(cells))
    return 0


def rate(asked: Asked) -> int:
    """Say the level of one of the unit's people in a competency."""
    from selfstudy.cli.named import called
    from selfstudy.services.needs.rating import Rated

    options = asked.options
    with asked.services() as services:
        listed = services.unit.people()
        person = called(options.person, listed, ())
        rated = Rated(options.level, options.importance)
        services.unit_needs.rating.rate({person: {options.code: rated}})
    name = next(row.name for row in listed if row.id == person)
    asked.say("unit_needs.cli_rated", code=options.code, level=options.level, name=name)
    return 0


def _show_shared(
    asked: Asked, cells: Mapping[str, Mapping[str, Cell]], title: Callable[[str], str]
) -> int:
    """Groups of five or more, the widest gaps of each."""
    for position, by_code in cells.items():
        widest = sorted(by_code.items(), key=lambda each: (-each[1].gap, each[0]))[:MOST]
        lacks = " · ".join(_lack(code, one.gap, one.lacking) for code, one in widest)
        asked.show(f"{title(position)}: {lacks}")
    asked.answer(_cells(cells))
    return 0


def _titles(title_of: Callable[[str], str]) -> Callable[[str], str]:
    """What positions are called, both names of two; the whole unit where it is none."""

    def title(position: str) -> str:
        return " + ".join(map(title_of, roles_of(position))) or t("unit_needs.all")

    return title


def _lack(code: str, gap: float, lacking: int) -> str:
    return t("unit_needs.lack", code=code, gap=number(gap), n=lacking)


def _cells(cells: Mapping[str, Mapping[str, Cell]]) -> dict[str, object]:
    return {
        position: {
            code: {"gap": cell.gap, "lacking": cell.lacking, "measured": cell.measured}
            for code, cell in by_code.items()
        }
        for position, by_code in cells.items()
    }
