"""What a restating fact tells again, and whether that is here already."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from selfstudy.domain import wire
from selfstudy.domain.errors import DamagedFile
from selfstudy.store.forks import Forks
from selfstudy.store.places import Place, Places


def held_already(family: Iterable[Place], source: str, number: int) -> bool:
    """Whether a record that is told again (its source as hex, its number) is held itself."""
    cited = wire.from_hex(source)
    return any(place.source.id == cited and place.first <= number <= place.head for place in family)


def told_again(
    connection: sa.Connection, places: Places, place: Place, number: int
) -> wire.Line | None:
    """The line that the restating record at a place tells again; None when it cannot be read."""
    line = Forks(places).line(connection, place, number)
    try:
        return wire.stated(wire.read_line(line or b""))
    except DamagedFile:
        return None
