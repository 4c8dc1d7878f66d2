"""F7: who finished what, to publish in the unit; it has no score."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from selfstudy.domain.errors import NoSuchLesson
from selfstudy.domain.progress import RecordRow
from selfstudy.services.forms.form import Form, Page, Total
from selfstudy.services.papers.order import Order, Reported
from selfstudy.services.record.ledger import Ledger

if TYPE_CHECKING:
    from selfstudy.services.holding.desk import Desk


def completions(desk: Desk, form: Form, order: Order) -> Iterator[Page]:
    """One page with everybody."""
    rows: list[dict[str, object]] = []
    for person in order.each():
        for title, hours in _finished_modules(desk, person, order):
            rows.append({
                "number": len(rows) + 1, "name": person.name, "unit": order.unit,
                "module": title, "hours": hours, "result": "done",
            })  # fmt: skip
    total = Total(form.totals["rows"], len(rows), "hours", "whole")
    signed = (desk.profile.name if desk.is_supervisor() else "", "")
    yield Page("F7", order.when, rows, totals=[total] if rows else [], signed=signed)


def _finished_modules(desk: Desk, person: Reported, order: Order) -> list[tuple[str, float]]:
    """Modules whose every lesson is finished, the last of them in the order's days."""
    by_module: dict[str, list[RecordRow]] = {}
    for row in Ledger(desk, person.id).rows():
        if row.ledger == "self_study":
            by_module.setdefault(row.module, []).append(row)
    found = []
    for module_id, rows in sorted(by_module.items()):
        try:
            module = desk.library.module(module_id)
        except NoSuchLesson:
            continue  # how many lessons it has is not known here
        finished = {row.lesson for row in rows}
        whole = all(lesson.id in finished for lesson in module.lessons)
        if whole and max(row.at for row in rows).date() in order.period:
            found.append((module.title, sum(row.hours for row in rows)))
    return found
