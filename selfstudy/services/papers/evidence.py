"""F8: one sheet of what a person studied and used at work; it is evidence and never rates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from selfstudy.domain.errors import NoSuchLesson
from selfstudy.domain.hours import given_on
from selfstudy.domain.progress import RecordRow
from selfstudy.domain.record import AppliedAtWork
from selfstudy.domain.wire import read_line, stated
from selfstudy.services.forms.form import Form, Page, Total
from selfstudy.services.papers.order import Order, Reported
from selfstudy.services.papers.study_book import rows_in, shares
from selfstudy.services.record.ledger import Ledger

if TYPE_CHECKING:
    from selfstudy.services.holding.desk import Desk

MOST_ROWS = 12  # on one sheet; what is more stands in one line
APPLIED = 3  # things used at work, the newest
LONGEST = 220  # characters of each


def evidence(desk: Desk, form: Form, order: Order) -> Iterator[Page]:
    """A sheet for each person."""
    for person in order.each():
        lines = rows_in(desk, person, order)
        studied = _modules(desk, lines)
        totals = [
            Total(form.totals[key], sum(getattr(one, key) for one in studied), key)
            for key in ("self_study", "recognised")
        ]
        yield Page(
            title=person.name,
            when=order.when,
            rows=_rows(form, studied),
            lines=order.lines(form, person),
            totals=totals,
            signed=(person.name, ""),
            sections={"applied": _applied(desk, person, order)},
        )


@dataclass(slots=True)
class _Studied:
    """One module in the order's days: lessons done, tiết of both ledgers, right answers."""

    title: str
    lessons: int = 0  # of the module as it is installed; 0 where it is not
    done: int = 0
    self_study: float = 0.0
    recognised: float = 0.0
    right: int = 0
    asked: int = 0
    evidence: str = ""
    draft: bool = False

    def add(self, row: RecordRow) -> None:
        """Count a line of the ledgers."""
        if row.ledger == "recognised":
            self.recognised += row.hours
            told = self.evidence.split("; ") if self.evidence else []
            self.evidence = "; ".join(dict.fromkeys([*told, row.evidence]))
            return
        self.done += 1
        self.draft = self.draft or row.draft
        self.self_study += row.hours
        right, asked = shares(row.result) or (0, 0)
        self.right, self.asked = self.right + right, self.asked + asked


def _modules(desk: Desk, lines: Sequence[RecordRow]) -> list[_Studied]:
    found: dict[str, _Studied] = {}
    for row in lines:
        if row.module not in found:
            found[row.module] = _Studied(row.module_title, _lessons(desk, row.module))
        found[row.module].add(row)
    return [found[module] for module in sorted(found)]


def _lessons(desk: Desk, module: str) -> int:
    try:
        return len(desk.library.module(module).lessons)
    except NoSuchLesson:
        return 0


def _rows(form: Form, studied: Sequence[_Studied]) -> list[dict[str, object]]:
    shown, rest = list(studied), []
    if len(shown) > MOST_ROWS:
        shown, rest = shown[: MOST_ROWS - 1], shown[MOST_ROWS - 1 :]
    rows = [_row(form, number, one) for number, one in enumerate(shown, start=1)]
    if rest:
        others = _Studied(form.texts["others"].format(n=len(rest)))
        for one in rest:
            others.self_study += one.self_study
            others.recognised += one.recognised
        rows.append(_row(form, len(rows) + 1, others))
    return rows


def _row(form: Form, number: int, one: _Studied) -> dict[str, object]:
    return {
        "number": number,
        "module": form.texts["draft"].format(title=one.title) if one.draft else one.title,
        "done": _done(one),
        "self_study": one.self_study or None,
        "recognised": one.recognised or None,
        "result": round(10 * one.right / one.asked, 1) if one.asked else None,
        "evidence": one.evidence,
    }


def _done(one: _Studied) -> str:
    if not one.done:
        return ""
    return f"{one.done}/{one.lessons}" if one.lessons else str(one.done)


def _applied(desk: Desk, person: Reported, order: Order) -> list[str]:
    """The newest things that the person told to have used at work; each in its last words."""
    told: dict[object, tuple[datetime, str, str]] = {}
    for one in Ledger(desk, person.id).ids():
        ledger = Ledger(desk, one)
        for row in ledger.counted("applied_at_work"):
            line = desk.journal.line(row.place, row.number)
            fact = stated(read_line(line)).fact if line is not None else None
            if isinstance(fact, AppliedAtWork):
                at = given_on(fact.day, ledger.local(row.at))
                entry = fact.entry or (row.place.sid, row.number)
                told[entry] = (at, fact.module, " ".join(fact.text.split()))
    here = [each for each in told.values() if each[0].date() in order.period]
    newest = sorted(here, key=lambda each: each[0])[-APPLIED:]
    return [_sentence(desk, at, module, text) for at, module, text in newest]


def _sentence(desk: Desk, at: datetime, module: str, text: str) -> str:
    if len(text) > LONGEST:
        text = text[: LONGEST - 1].rstrip() + "…"
    try:
        source = f"{desk.library.module(module).title}, "
    except NoSuchLesson:
        source = f"{module}, " if module else ""
    return f"{text} ({source}{at:%d/%m/%Y})"
