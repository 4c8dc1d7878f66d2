"""Which records somebody entitled has taken back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from selfstudy.domain.authority import Authorities, may_void
from selfstudy.domain.wire import from_hex
from selfstudy.store.forks import Forks
from selfstudy.store.places import Place, Places
from selfstudy.store.schema import fact as fact_table

Spots = frozenset[tuple[bytes, int]]


@dataclass(frozen=True, slots=True)
class Void:
    """A voiding fact: when, by whom, and the record it cites (source and digest as hex).

    `told` is its own number in `place`.
    """

    at: int
    place: Place
    source: str
    number: int
    digest: str
    told: int = 0


def taken_back(
    connection: sa.Connection,
    places: Places,
    family: Iterable[Place],
    voids: Iterable[Void],
    authorities: Authorities,
) -> Spots:
    """Name and number of the records of `family` that are void; the cited digest must be theirs.

    A void whose target is not held takes back nothing until it comes.
    """
    forks = Forks(places)
    by_source: dict[bytes, list[Place]] = {}
    for place in family:
        by_source.setdefault(place.source.id, []).append(place)
    found: set[tuple[bytes, int]] = set()
    for void in voids:
        for place in by_source.get(from_hex(void.source), []):
            digest = forks.digest(connection, place, void.number)
            if digest is None and _let_go(connection, places, place, void.number):
                digest = from_hex(void.digest)  # it went with the line: the number decides
            if digest is None or digest != from_hex(void.digest):
                continue
            kind = _kind(connection, places, place, void.number)
            stands = (void.place.sid, void.told)
            if may_void(kind, void.place.source, place.source, void.at, authorities, stands):
                found.add((place.sid, void.number))
    return frozenset(found)


def _let_go(connection: sa.Connection, places: Places, place: Place, number: int) -> bool:
    return place.id == place.root and 0 < number <= places.start(connection, place)[0]


def _kind(connection: sa.Connection, places: Places, place: Place, number: int) -> str:
    kind = connection.scalar(
        sa.select(fact_table.c.kind).where(
            fact_table.c.unit == place.unit,
            fact_table.c.source == place.id,
            fact_table.c.number == number,
        )
    )
    return places.interned.text(connection, kind or 0)
