"""Who may fall short of the yearly minimum at the pace of this year: advice, and nothing more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from selfstudy.domain import vietnamese
from selfstudy.domain.hours import Pace, pace_of
from selfstudy.services.hours.minimum import rule_of
from selfstudy.services.people.roll import Roll
from selfstudy.services.record.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Duty:
    """One person's year of recognised tiết; `due` is the last day of it."""

    person: str
    name: str
    position: str
    basis: str
    due: date
    pace: Pace


class Duties(Roll):
    """The year of those for whom a minimum is known."""

    def year(self) -> tuple[Duty, ...]:
        """Those who may fall short first, the most first. Raises NotEntitled."""
        self._supervise()
        self.desk.fold()
        today = self.desk.clock().date()
        end = date(today.year, 12, 31)
        found = []
        for one in self._roster():
            rule = rule_of(self.desk, one.position, end)
            if rule is None or rule.min_tiet is None:
                continue
            rows = Ledger(self.desk, one.person).rows(today.year)
            given = sum(row.hours for row in rows if row.ledger == "recognised")
            found.append(
                Duty(
                    one.person.hex(), one.name, self._title(one.position), rule.basis, end,
                    pace_of(given, rule.min_tiet, today),
                )
            )  # fmt: skip
        return tuple(sorted(found, key=lambda d: (-d.pace.short, vietnamese.name_key(d.name))))
