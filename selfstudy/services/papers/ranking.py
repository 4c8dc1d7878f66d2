"""F3: what the positions of a unit lack, the most urgent first, and which module helps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from selfstudy.domain.needs import (
    Course,
    Lack,
    PersonNeeds,
    PositionLine,
    helping,
    ranked_positions,
)
from selfstudy.services.forms.form import Form, Page, written
from selfstudy.services.needs.assigned import course_of
from selfstudy.services.needs.measuring import Measuring
from selfstudy.services.papers.order import Order, called

if TYPE_CHECKING:
    from selfstudy.services.holding.desk import Desk


def rankings(desk: Desk, form: Form, order: Order) -> Iterator[Page]:
    """One page; a line for each of the five competencies that a position lacks most."""
    order.step()
    measured = Measuring(desk).unit()
    needs = [one.needs for one in measured]
    known = sum(any(need.gap is not None for need in one.needs) for one in needs)
    courses = [course_of(module) for module in desk.library.modules()]
    rows: list[dict[str, object]] = []
    number = 0
    for line in ranked_positions(needs):
        if line.lacks:
            number += 1
            people = [one for one in needs if one.position == line.position]
            rows += _rows(desk, form, number, line, people, courses)
    lines = [form.lines["measured"].format(known=known, people=len(needs))]
    yield Page("F3", order.when, rows, lines, signed=(desk.profile.name, ""))


def _rows(
    desk: Desk,
    form: Form,
    number: int,
    line: PositionLine,
    people: Sequence[PersonNeeds],
    courses: Sequence[Course],
) -> list[dict[str, object]]:
    """The position stands in its first line alone: no cell is merged."""
    title = called(desk.library.framework, line.position)
    whole = form.texts["whole"].format(title=title, priority=written(round(line.priority, 1)))
    first = {"number": number, "position": whole, "people": line.people}
    return [
        {**(first if index == 0 else {}), **_lack(desk, lack, people, courses)}
        for index, lack in enumerate(line.lacks)
    ]


def _lack(
    desk: Desk, lack: Lack, people: Sequence[PersonNeeds], courses: Sequence[Course]
) -> dict[str, object]:
    competency = desk.library.framework.competency(lack.competency)
    found: dict[str, object] = {
        "competency": competency.title if competency else lack.competency,
        "gap": round(lack.gap, 2),
        "lacking": lack.lacking,
        "priority": round(lack.priority, 1),
    }
    best = helping(lack.competency, people, courses)
    if best is not None:
        found |= {
            "module": desk.library.module(best.course.module).title,
            "seats": len(best.people),
            "hours": best.course.hours,
            "way": "self_study",
        }
    return found
