"""What the academy may hear of a unit's needs: by position and competency, without names."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from selfstudy.domain.errors import TooFewPeople
from selfstudy.domain.needs import FEWEST, for_others, heat
from selfstudy.services.forms.form import Form, Page
from selfstudy.services.needs.measuring import Measuring
from selfstudy.services.papers.order import Order, called

if TYPE_CHECKING:
    from selfstudy.services.holding.desk import Desk

FORMAT, VERSION = "selfstudy-needs", 1


@dataclass(frozen=True, slots=True)
class GroupNeed:
    """At least five people of a position ("" is everybody) in one competency."""

    position: str
    position_title: str
    competency: str
    competency_title: str
    measured: int
    lacking: int
    gap: float


def groups(desk: Desk) -> list[GroupNeed]:
    """What may leave the unit, everybody first. Raises NotEntitled, TooFewPeople."""
    shown = for_others(heat(one.needs for one in Measuring(desk).unit()))
    framework = desk.library.framework
    competencies = {one.code: one.title for one in framework.competencies}
    found = [
        GroupNeed(
            position, called(framework, position), code, competencies.get(code, code),
            cell.measured, cell.lacking, round(cell.gap, 2),
        )
        for position, cells in sorted(shown.items())
        for code, cell in cells.items()
    ]  # fmt: skip
    if not found:
        raise TooFewPeople(fewest=FEWEST)
    return found


def needs_sheet(desk: Desk, form: Form, order: Order) -> Iterator[Page]:
    """The same as a sheet to read."""
    order.step()
    rows: list[dict[str, object]] = [
        {
            "number": number,
            "position": one.position_title or form.texts["everybody"],
            "competency": f"{one.competency_title} ({one.competency})",
            "measured": one.measured,
            "lacking": one.lacking,
            "gap": one.gap,
        }
        for number, one in enumerate(groups(desk), start=1)
    ]
    yield Page(form.texts["sheet"], order.when, rows, signed=(desk.profile.name, ""))


def needs_file(desk: Desk, order: Order) -> bytes:
    """The same for a program: JSON, whose fields `docs/needs.md` tells."""
    told = {
        "format": FORMAT,
        "version": VERSION,
        "unit": order.unit,
        "first": order.period.first.isoformat(),
        "last": order.period.last.isoformat(),
        "fewest": FEWEST,
        "groups": [asdict(one) for one in groups(desk)],
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()
