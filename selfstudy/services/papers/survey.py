"""F2: what each person can and needs, filled in as far as it is known, or blank."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from selfstudy.domain.survey import Survey
from selfstudy.services.forms.form import Form, Page
from selfstudy.services.needs.measuring import Found, Measuring, Told
from selfstudy.services.needs.surveying import Surveying
from selfstudy.services.papers.order import Order

if TYPE_CHECKING:
    from selfstudy.services.holding.desk import Desk


def surveys(desk: Desk, form: Form, order: Order) -> Iterator[Page]:
    """A page for each person; a blank one has every competency and nobody's name."""
    measuring = Measuring(desk)
    if order.blank:
        order.step()
        lines = _lines(form, order, "", "")
        yield Page("F2", order.when, _rows(desk, {}, Found(), Survey()), lines)
        return
    told = _told(desk, order)
    root_of = desk.my_authorities().root_of
    measured = [measuring.mine()] if order.own else measuring.unit()
    by_id = {one.person: one for one in measured}
    for person in order.each():
        one = by_id.get(person.id.hex())
        found = one.found if one is not None else Found()  # who left is measured no more
        survey = told.get(root_of(person.id).hex(), Survey())
        yield Page(
            title=person.name,
            when=order.when,
            rows=_rows(desk, measuring.required(person.code), found, survey),
            lines=_lines(form, order, person.name, person.position),
            signed=(person.name, ""),
            sections={
                "hardships": [survey.difficulties] if survey.difficulties else [],
                "proposals": [survey.proposals] if survey.proposals else [],
            },
        )


def _told(desk: Desk, order: Order) -> dict[str, Survey]:
    """What people said of their wishes, by the id (hex) that they are counted under."""
    surveying = Surveying(desk)
    if not order.own:
        return surveying.of_everybody()
    return {desk.my_authorities().root_of(desk.person).hex(): surveying.mine()}


def _lines(form: Form, order: Order, name: str, position: str) -> list[str]:
    values = {"name": name, "position": position, "unit": order.unit, "year": order.period.year}
    dots = form.texts["dots"]
    return [form.lines[key].format(**{key: value or dots}) for key, value in values.items()]


def _rows(
    desk: Desk, required: Mapping[str, int], found: Found, survey: Survey
) -> list[dict[str, object]]:
    """A row for each competency of the position, or wished for; of all where none is required.

    How and when somebody would study stands beside what they wish for, else in the first row.
    """
    competencies = desk.library.framework.competencies
    named = required.keys() | dict(survey.wishes).keys()
    asked = [one for one in competencies if one.code in named or not required]
    beside = [one.code for one in asked if survey.wish(one.code)] or [one.code for one in asked[:1]]
    return [
        {
            "number": number,
            "competency": one.title,
            "required": required.get(one.code),
            "own": _level(found.own.get(one.code)),
            "rated": _level(found.rated.get(one.code)),
            "importance": _importance(found.own.get(one.code), found.rated.get(one.code)),
            "wish": survey.wish(one.code),
            "way": f"way_{survey.form}" if survey.form and one.code in beside else None,
            "time": f"time_{survey.time}" if survey.time and one.code in beside else None,
        }
        for number, one in enumerate(asked, start=1)
    ]


def _level(told: Told | None) -> int | None:
    return told.level if told is not None else None


def _importance(*told: Told | None) -> int | None:
    """As the person told it, else as the supervisor did."""
    return next((one.importance for one in told if one is not None and one.importance), None)
