"""Who is one human: ids that supervisors matched."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

Order = tuple[int, bytes, int]  # fold time, source, number


class Match(NamedTuple):
    """`person` was said, at `order`, to be the same human as `other`."""

    order: Order
    person: bytes
    other: bytes


def roots(matches: Iterable[Match]) -> dict[bytes, bytes]:
    """For everybody matched, the id they are counted under.

    The last word about a person counts. Words are taken in fold order, and one that would close
    a circle says nothing new: whatever order they came in, everybody gets the same.
    """
    last = {match.person: match for match in sorted(matches)}
    other: dict[bytes, bytes] = {}

    def end(person: bytes) -> bytes:
        while person in other:
            person = other[person]
        return person

    for match in sorted(last.values()):
        if end(match.other) != match.person:
            other[match.person] = match.other
    return {person: end(person) for person in other}


def humans(roots_of: Mapping[bytes, bytes]) -> dict[bytes, frozenset[bytes]]:
    """All ids of each human who has several, by the id that they are counted under."""
    found: dict[bytes, set[bytes]] = {}
    for person, root in roots_of.items():
        found.setdefault(root, {root}).add(person)
    return {root: frozenset(ids) for root, ids in found.items()}
