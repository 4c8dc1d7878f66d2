"""What the unit said of an entry of a list is said of the person too, once they came.

Nobody has a key for an entry, so nobody else would ever hear what was said of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec import structs

from selfstudy.domain import wire
from selfstudy.domain.record import Fact, HoursRecognised, Listed, PlanAssigned
from selfstudy.store.schema import source as source_table
from selfstudy.store.standing import standing_of, whole

if TYPE_CHECKING:
    from selfstudy.services.holding.desk import Desk
    from selfstudy.store.seen import Seen

SAID = ("listed", "plan_assigned", "hours_recognised")
BREATH = 10_000  # ms: what was said together with a match
Key = tuple[str, ...]


def said_of_entry(desk: Desk, entry: bytes, person: bytes) -> list[Fact]:
    """What stands of an entry and was not said of the person yet; of plans what is live."""
    last = {_key(fact): fact for _seen, fact in _said(desk, entry)}
    for _seen, fact in _said(desk, person):
        last.pop(_key(fact), None)
    return [fact for fact in last.values() if getattr(fact, "state", "live") == "live"]


def said_with(desk: Desk, match: Seen) -> Iterator[Seen]:
    """What was said of a person together with a match: it goes when that is taken back."""
    person, author, at = wire.from_hex(match.object), match.source.author, _time(desk, match)
    of_entry = [fact for _seen, fact in _said(desk, match.source.subject)]
    for seen, fact in _said(desk, person):
        together = seen.source.author == author and 0 <= _time(desk, seen) - at < BREATH
        if together and fact in of_entry:
            yield seen


def _said(desk: Desk, subject: bytes) -> list[tuple[Seen, Fact]]:
    """What stands of somebody, as if it replaced nothing."""
    about = source_table.c.subject == subject
    told = standing_of(desk.journal, SAID, desk.my_authorities(), about)
    found = [(seen, whole(desk.journal, seen)) for kind in SAID for seen in told[kind]]
    return [
        (seen, structs.replace(fact, replaces="") if hasattr(fact, "replaces") else fact)
        for seen, fact in found
    ]


def _key(fact: Fact) -> Key:
    """What is the same word for two people: a plan's module, a decision's hours, their line."""
    if isinstance(fact, PlanAssigned):
        return fact.kind, fact.plan, fact.module
    if isinstance(fact, HoursRecognised):
        return fact.kind, fact.module, fact.decision, str(fact.hundredths)
    return (Listed.kind,)


def _time(desk: Desk, seen: Seen) -> int:
    line = desk.journal.line(seen.place, seen.number)
    return wire.read_line(line).time if line else seen.at
