"""Which yearly minimum holds for whom: the shipped rules, and those that the unit set itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from selfstudy.domain.errors import DecisionMissing
from selfstudy.domain.hours import HourRule, rule_for
from selfstudy.domain.people import roles_of
from selfstudy.domain.plans import day_of
from selfstudy.domain.record import HoursRuled
from selfstudy.services.people.roll import Roll
from selfstudy.store.schema import source as source_table
from selfstudy.store.standing import digest_of, standing

if TYPE_CHECKING:
    from selfstudy.services.holding.desk import Desk
    from selfstudy.store.seen import Seen

SCOPE = "cong_chuc"  # where a position says nothing
CALENDAR_YEAR = "calendar_year"


def scope_of(desk: Desk, position: str) -> str:
    """Whose minimum holds for a position; of two, the civil servants' where one is theirs."""
    held = [desk.library.framework.position(code) for code in roles_of(position)]
    scopes = [one.scope for one in held if one is not None]
    return scopes[0] if scopes and SCOPE not in scopes else SCOPE


def rule_of(desk: Desk, position: str, day: date) -> HourRule | None:
    """The rule for a position on a day; the unit's own before the shipped one of the same day."""
    rules = (*unit_rules(desk), *desk.library.hours_rules.rules)
    return rule_for(rules, scope_of(desk, position), day)


def unit_rules(desk: Desk) -> tuple[HourRule, ...]:
    """What the unit set itself, the last word first; a minimum of 0 is none."""
    found = []
    for fact in reversed(_said(desk)):
        since = day_of(fact.note)
        if since is not None:
            hours = fact.value / 100 if fact.value > 0 else None
            found.append(HourRule(fact.object, hours, CALENDAR_YEAR, fact.parent, since))
    return tuple(found)


def _said(desk: Desk) -> list[Seen]:
    if desk.card is None:
        return []
    about = source_table.c.subject == desk.unit
    return standing(desk.journal, "hours_ruled", desk.my_authorities(), about)


class Minimum(Roll):
    """Setting the unit's own minimum: a signed fact with its day and basis, no code."""

    def set(self, scope: str, hundredths: int, since: date, basis: str) -> tuple[str, ...]:
        """Say what holds from a day on; the decision, for `undo`.

        Raises NotEntitled, DecisionMissing where no document is named.
        """
        self._supervise()
        if not basis.strip():
            raise DecisionMissing
        before = [
            digest_of(self.desk.journal, fact)
            for fact in _said(self.desk)
            if fact.object == scope and fact.note == since.isoformat()
        ]
        told = HoursRuled(scope, hundredths, since.isoformat(), basis.strip(), " ".join(before))
        return self._say([(self.desk.unit, told)])

    def rules(self) -> tuple[HourRule, ...]:
        """What holds for each scope at the end of this year, and from when."""
        end = date(self.desk.clock().year, 12, 31)
        known = (*unit_rules(self.desk), *self.desk.library.hours_rules.rules)
        scopes = dict.fromkeys(rule.scope for rule in known)
        found = (rule_for(known, scope, end) for scope in sorted(scopes))
        return tuple(replace(r, basis=self._number(r.basis)) for r in found if r is not None)

    def _number(self, basis: str) -> str:
        """The number of the legal text that a rule rests on, where it is one of the registry."""
        source = self.desk.library.source(basis)
        return source.number if source is not None else basis
