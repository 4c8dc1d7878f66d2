"""Who is who, folded from facts: appointments, keys, admitted people, latest profiles."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa

from selfstudy.domain import wire
from selfstudy.domain.authority import Appointment, Authorities, entitled
from selfstudy.domain.record import Profile, Source
from selfstudy.store.journal import Journal
from selfstudy.store.places import Place
from selfstudy.store.schema import fact as fact_table
from selfstudy.store.schema import source as source_table

FEW = 100  # sources


@dataclass(frozen=True, slots=True)
class Seen:
    """A narrow fact with its source, in fold order."""

    at: int
    number: int
    place: Place
    object: str
    parent: str
    note: str
    value: int
    extra: int

    @property
    def source(self) -> Source:
        """The source it stands in."""
        return self.place.source


@dataclass(frozen=True, slots=True)
class Known:
    """A person as the journal knows them; `key` is the author of their latest profile."""

    person: bytes
    name: str
    position: str
    staff_code: str
    key: bytes
    admitted: bool
    facts: int
    last: int


def seen(journal: Journal, kind: str, *where: sa.ColumnElement[bool]) -> list[Seen]:
    """All facts of a kind, in fold order; conditions are on `source`."""
    with journal.database.read() as connection:
        number = journal.interned.known(connection, kind)
        places = {(p.unit, p.id): p for p in journal.places.read(connection, *where)}
        text = journal.interned.text
        query = sa.select(fact_table).where(fact_table.c.kind == number)
        if where and len(places) <= FEW:
            query = query.where(_among(places))
        else:
            query = query.join(
                source_table,
                (source_table.c.unit == fact_table.c.unit)
                & (source_table.c.id == fact_table.c.source),
            ).where(*where)
        rows = connection.execute(query).all()
        found = [
            Seen(
                r.at, r.number, places[r.unit, r.source], text(connection, r.object),
                text(connection, r.parent), text(connection, r.note), r.value, r.extra,
            )
            for r in rows
        ]  # fmt: skip
    return sorted(found, key=lambda fact: (fact.at, fact.place.sid, fact.number))


def _among(places: Collection[tuple[int, int]]) -> sa.ColumnElement[bool]:
    """Facts of few sources, by their keys: a join would read all that the unit has."""
    ids: dict[int, list[int]] = {}
    for unit, source in places:
        ids.setdefault(unit, []).append(source)
    chosen = (
        (fact_table.c.unit == unit) & fact_table.c.source.in_(some) for unit, some in ids.items()
    )
    return sa.or_(sa.false(), *chosen)


def authorities(journal: Journal, root: bytes, revoked: frozenset[bytes]) -> Authorities:
    """Appointments by the unit's root, and the keys that vouch for one another."""
    appointments = tuple(
        Appointment(wire.from_hex(fact.object), fact.note, fact.value, fact.extra)
        for fact in seen(journal, "appointed")
        if root and fact.source.author == root
    )
    keys: dict[bytes, frozenset[bytes]] = {}
    grown = Authorities(root, appointments, revoked, keys)
    for kind in ("admitted", "key_added"):
        for fact in seen(journal, kind):
            if entitled(kind, fact.source, fact.at, grown):
                person = fact.source.subject
                keys[person] = keys.get(person, frozenset()) | {wire.from_hex(fact.object)}
                if kind == "admitted":
                    grown.members.add(person)
    return grown


def people(
    journal: Journal, unit: bytes, known: Authorities, only: Collection[bytes] | None = None
) -> list[Known]:
    """Everybody (or only some) whose records of `unit` are held: roster and unknown alike."""
    with journal.database.read() as connection:
        number = journal.interned.known(connection, "unit:" + unit.hex())
        in_unit = source_table.c.unit == number
        if only is not None:
            in_unit &= source_table.c.subject.in_(only)
        rows = connection.execute(
            sa.select(
                source_table.c.subject,
                sa.func.sum(source_table.c.head - source_table.c.first + 1),
                sa.func.max(source_table.c.last),
            )
            .where(in_unit, source_table.c.chain == "s", source_table.c.subject != unit)
            .group_by(source_table.c.subject)
        ).all()
    totals = {bytes(row[0]): (int(row[1] or 0), int(row[2] or 0)) for row in rows}
    admitted: dict[bytes, tuple[str, str, str]] = {}
    for fact in seen(journal, "admitted", in_unit):
        if entitled("admitted", fact.source, fact.at, known):
            name, _tab, code = fact.note.partition("\t")
            admitted[fact.source.subject] = (name, fact.parent, code)
    profiles: dict[bytes, tuple[Seen, bytes]] = {}
    for fact in seen(journal, "profile", in_unit):
        if entitled("profile", fact.source, fact.at, known):
            profiles[fact.source.subject] = (fact, fact.source.author)
    found = []
    for person in totals.keys() | admitted.keys():
        profile = profiles.get(person)
        named = admitted.get(person)
        name, position, code = named or ("", "", "")
        if profile is not None:
            name, position = profile[0].note or name, profile[0].object or position
            code = profile[0].parent or code
        facts, last = totals.get(person, (0, 0))
        key = profile[1] if profile else b""
        found.append(Known(person, name, position, code, key, named is not None, facts, last))
    return found


def latest_profile(
    journal: Journal, person: bytes, known: Authorities
) -> tuple[Profile, Place] | None:
    """A person's newest own profile, read whole (it holds the sealing key), and its source.

    What a key that is not theirs says of them is passed over.
    """
    facts = seen(journal, "profile", source_table.c.subject == person)
    for fact in reversed(facts):
        if entitled("profile", fact.source, fact.at, known):
            told = wire.read_line(journal.line(fact.place, fact.number) or b"").fact
            if isinstance(told, Profile):
                return told, fact.place
    return None
