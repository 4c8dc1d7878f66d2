"""What a restating fact tells again, and whether that is here already."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from typing import NamedTuple

import sqlalchemy as sa

from selfstudy.domain import wire
from selfstudy.domain.errors import DamagedFile
from selfstudy.domain.record import Restated
from selfstudy.store.forks import Forks, Spot
from selfstudy.store.places import Place, Places

Cited = tuple[bytes, int, bytes]  # a record: its source's id, number and digest


class Again(NamedTuple):
    """The record that is told again, and its line."""

    cited: Cited
    line: wire.Line


def told_again(
    connection: sa.Connection, places: Places, place: Place, number: int
) -> Again | None:
    """What the restating record at a place tells again; None when it cannot be read."""
    line = Forks(places).line(connection, place, number)
    with contextlib.suppress(DamagedFile):
        told = wire.read_line(line or b"")
        if isinstance(told.fact, Restated):
            return Again(cited_by(told.fact), wire.stated(told))
    return None


def cited_by(fact: Restated) -> Cited:
    """The record that a restating fact cites."""
    return wire.from_hex(fact.source), fact.number, wire.from_hex(fact.digest)


class Held:
    """Whether records that are told again are placed here themselves; opens each source once.

    Of a beginning that was let go the digests went too: there the number decides.
    """

    def __init__(self, connection: sa.Connection, places: Places, family: Iterable[Place]) -> None:
        self._connection = connection
        self._places = places
        self._roots = {place.source.id: place for place in family if place.id == place.root}
        self._spots: dict[bytes, set[Spot]] = {}

    def __contains__(self, cited: Cited) -> bool:
        source, number, digest = cited
        root = self._roots.get(source)
        if root is None:
            return False
        if 0 < number <= self._places.start(self._connection, root)[0]:
            return True
        if source not in self._spots:
            self._spots[source] = Forks(self._places).placed(self._connection, root)
        return (number, digest) in self._spots[source]
