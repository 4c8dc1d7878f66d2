"""Folding everything again from the records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selfstudy.services.holding.desk import Desk


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """How many people were folded again, from how many records."""

    people: int
    facts: int


def rebuild(desk: Desk) -> Rebuilt:
    """Throw all projections away and fold them again."""
    desk.journal.folds.mark_all(desk.database)
    people = desk.journal.fold_stale(desk.my_authorities())
    return Rebuilt(people, records(desk))


def records(desk: Desk) -> int:
    """How many records the desk's journal holds in their places."""
    with desk.database.read() as connection:
        places = desk.journal.places.read(connection)
    return sum(place.head - place.first + 1 for place in places)
