"""F1: what each person studied, line by line, the two ledgers apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from selfstudy.domain.progress import RecordRow
from selfstudy.services.forms.form import Form, Page, Total
from selfstudy.services.papers.order import Order, Reported
from selfstudy.services.record.ledger import Ledger

if TYPE_CHECKING:
    from selfstudy.services.holding.desk import Desk


def study_books(desk: Desk, form: Form, order: Order) -> Iterator[Page]:
    """A page for each person."""
    for person in order.each():
        rows = _in_days(Ledger(desk, person.id).lines(), order)
        sums = {
            ledger: sum(row.hours for row in rows if row.ledger == ledger)
            for ledger in ("self_study", "recognised")
        }
        yield Page(
            title=person.name,
            when=order.when,
            rows=[_study_row(number, row) for number, row in enumerate(rows, start=1)],
            lines=order.lines(form, person),
            totals=[Total(form.totals[ledger], value, "hours") for ledger, value in sums.items()],
            signed=(person.name, ""),
        )


def rows_in(desk: Desk, person: Reported, order: Order) -> list[RecordRow]:
    """A person's lines of both ledgers in the order's days, oldest first."""
    return _in_days(Ledger(desk, person.id).rows(), order)


def _in_days(rows: Iterable[RecordRow], order: Order) -> list[RecordRow]:
    found = [row for row in rows if row.at.date() in order.period]
    return sorted(found, key=lambda row: row.at)


def _study_row(number: int, row: RecordRow) -> dict[str, object]:
    title = row.module_title + (f"\n{row.lesson_title}" if row.lesson_title else "")
    return {
        "number": number,
        "day": row.at.date(),
        "what": title,
        "form": row.form,
        "hours": row.hours,
        "ledger": f"ledger_{row.ledger}",
        "result": mark(row.result),
        "evidence": row.evidence,
        "note": "draft" if row.draft else "",
    }


def mark(result: str) -> float | str:
    """`10/12` right answers as a mark out of 10; anything else as it is."""
    counted = shares(result)
    return result if counted is None else round(10 * counted[0] / counted[1], 1)


def shares(result: str) -> tuple[int, int] | None:
    """Right answers and questions of a result such as `10/12`."""
    right, slash, total = result.partition("/")
    if not (slash and right.isdecimal() and total.isdecimal() and int(total)):
        return None
    return int(right), int(total)
