"""What the unit said of somebody under one id is said under their others too, once it knows them.

Each computer hears only of its own id. Nobody has a key for the entry of a list: what was said of
that nobody would ever hear.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
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


def said_again(
    desk: Desk, some: Collection[bytes], others: Collection[bytes], entries: Collection[bytes]
) -> Iterator[tuple[bytes, Fact]]:
    """What both sides of a match lack of each other: plans, hours, and what a list says.

    `entries` are ids that only a list names: nothing needs to be said of them again.
    """
    for those, whom in ((some, others), (others, some)):
        told = [(one, fact) for one in sorted(those) for _seen, fact in _said(desk, one)]
        for person in sorted(whom):
            if person not in entries:
                last = {
                    _key(fact): fact
                    for one, fact in told
                    if not isinstance(fact, Listed) or one in entries
                }
                for _seen, fact in _said(desk, person):
                    last.pop(_key(fact), None)
                live = (fact for fact in last.values() if getattr(fact, "state", "live") == "live")
                yield from ((person, fact) for fact in live)


def said_with(desk: Desk, match: Seen, entries: Collection[bytes]) -> Iterator[Seen]:
    """What was said again together with a match: it goes when that is taken back.

    Of a match that another took the place of, what both sides were told, though they are two.
    """
    author, at = match.source.author, _time(desk, match)
    known = desk.my_authorities()
    ids = known.ids_of(match.source.subject) | known.ids_of(wire.from_hex(match.object))
    told = {one: _said(desk, one) for one in ids}
    for one in ids.difference(entries):
        elsewhere = [fact for other in ids - {one} for _seen, fact in told[other]]
        for seen, fact in told[one]:
            together = seen.source.author == author and 0 <= _time(desk, seen) - at < BREATH
            if together and fact in elsewhere:
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
    """What is the same word for two ids: a plan's module, a decision's hours, a list's line."""
    if isinstance(fact, PlanAssigned):
        return fact.kind, fact.plan, fact.module
    if isinstance(fact, HoursRecognised):
        return fact.kind, fact.module, fact.decision, str(fact.hundredths)
    return (Listed.kind,)


def _time(desk: Desk, seen: Seen) -> int:
    line = desk.journal.line(seen.place, seen.number)
    return wire.read_line(line).time if line else seen.at
