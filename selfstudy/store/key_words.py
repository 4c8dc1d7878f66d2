"""Whose key is whose: what supervisors, people and the unit's root say of keys.

Adding commutes; a removal stands until a supervisor voids it; no clock decides between keys.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import sqlalchemy as sa

from selfstudy.domain import wire
from selfstudy.domain.authority import Authorities, entitled
from selfstudy.domain.record import SHARED, UNIT, KeyAdded, KeyRemoved, identity
from selfstudy.store.journal import Journal
from selfstudy.store.schema import source as source_table
from selfstudy.store.seen import Seen, seen
from selfstudy.store.standing import standing, without_voided


def vouch(known: Authorities, fact: Seen) -> None:
    """The key that a fact names is its subject's."""
    person = fact.source.subject
    known.keys[person] = known.keys.get(person, frozenset()) | {wire.from_hex(fact.object)}


def end_supervisors(journal: Journal, known: Authorities) -> None:
    """Supervisors' keys that the root ended: what they had written up to then stays."""
    for fact in seen(journal, "key_removed"):
        if fact.source.subject == fact.source.unit and _counts(fact, known):
            _end(journal, known, fact)


def know_keys(journal: Journal, known: Authorities) -> None:
    """The keys of everybody, beyond those that were admitted."""
    for fact in standing(journal, "device_approved", known):
        vouch(known, fact)
    added = _by_person(journal, known, "key_added")
    removed = _by_person(journal, known, "key_removed")
    for person in added.keys() | removed.keys():
        _of_person(journal, known, added[person], removed[person], person)


def _by_person(journal: Journal, known: Authorities, kind: str) -> dict[bytes, list[Seen]]:
    """The facts of a kind about people that no supervisor took back, in fold order."""
    found: dict[bytes, list[Seen]] = defaultdict(list)
    for fact in without_voided(journal, kind, seen(journal, kind), known):
        if fact.source.subject != fact.source.unit:
            found[fact.source.subject].append(fact)
    return found


def _of_person(
    journal: Journal,
    known: Authorities,
    added: Sequence[Seen],
    removed: Sequence[Seen],
    person: bytes,
) -> None:
    """One person's keys: the unit's removals, then their own words, as far as each is believed."""
    given = known.keys.get(person, frozenset())
    for fact in removed:
        if fact.source.chain == UNIT and _counts(fact, known):
            _end(journal, known, fact)
    _grow(known, added, given, person)
    rank = _ranks(known, added, given, person)
    for fact in sorted(removed, key=lambda fact: rank.get(fact.source.author, len(rank))):
        if fact.source.chain != UNIT and _counts(fact, known):
            _end(journal, known, fact)
            _grow(known, added, given, person)


def _ranks(
    known: Authorities, added: Sequence[Seen], given: frozenset[bytes], person: bytes
) -> dict[bytes, int]:
    """How far each key is from the first, or from one that the unit knows.

    Of two that remove each other the nearer is believed, whatever their clocks say.
    """
    authors = {fact.source.author for fact in added}
    rank = dict.fromkeys(given | {key for key in authors if identity(key) == person}, 0)
    for distance in range(1, len(added) + 1):
        for fact in added:
            if rank.get(fact.source.author) == distance - 1 and _vouches(fact, known):
                rank.setdefault(wire.from_hex(fact.object), distance)
    return rank


def _vouches(fact: Seen, known: Authorities) -> bool:
    return entitled("key_added", fact.source, fact.at, known, fact.name)


def _grow(
    known: Authorities, added: Sequence[Seen], given: frozenset[bytes], person: bytes
) -> None:
    """Take keys that vouch for one another, in whatever order they did."""
    known.keys.pop(person, None)
    if given:
        known.keys[person] = given
    before = given
    while True:
        for fact in added:
            if _vouches(fact, known):
                vouch(known, fact)
        grown = known.keys.get(person, frozenset())
        if grown == before:
            return
        before = grown


def _counts(fact: Seen, known: Authorities) -> bool:
    return entitled("key_removed", fact.source, fact.at, known, fact.name)


def _end(journal: Journal, known: Authorities, fact: Seen) -> None:
    """From now on a key is believed up to the heads that a removal names, and those before it."""
    told = wire.read_line(journal.line(fact.place, fact.number) or b"").fact
    key = wire.from_hex(fact.object)
    owner = (fact.source.subject, key)
    kept = dict(known.ended.get(owner, {}))
    heads = told.heads if isinstance(told, KeyRemoved) else ()
    with journal.database.read() as connection:
        of_key = journal.places.read(connection, source_table.c.author == key)
        roots = {place.source.id: place for place in of_key if place.id == place.root}
        for source, number, digest in heads:
            root = roots.get(wire.from_hex(source))
            if root is not None:
                reached = journal.forks.reach(connection, root, number, wire.from_hex(digest))
                for sid, last in reached.items():
                    kept[sid] = max(last, kept.get(sid, 0))
    known.ended[owner] = kept


def names_of(journal: Journal, person: bytes) -> dict[bytes, str]:
    """What a person's computers are called, by key; the last name told."""
    of_person = source_table.c.subject == person
    facts = [*seen(journal, "device_approved", of_person), *seen(journal, "key_added", of_person)]
    return {wire.from_hex(fact.object): fact.note for fact in facts if fact.note}


def seal_key_of(journal: Journal, key: bytes) -> bytes:
    """The sealing key that belongs to a signing key: by its own profile, or by who vouched."""
    own = seen(journal, "profile", source_table.c.author == key)
    vouched = [f for kind in ("key_added", "device_approved") for f in seen(journal, kind)]
    for fact in [*reversed(own), *(f for f in vouched if wire.from_hex(f.object) == key)]:
        told = wire.read_line(journal.line(fact.place, fact.number) or b"").fact
        seal_key = wire.from_hex(str(getattr(told, "seal_key", "")))
        if seal_key:
            return seal_key
    return b""


def vouched(journal: Journal, known: Authorities, person: bytes, by: bytes) -> list[KeyAdded]:
    """What one key of a person says of their others, for those who have not heard of them."""
    names = names_of(journal, person)
    return [
        KeyAdded(key.hex(), seal_key_of(journal, key).hex(), names.get(key, ""))
        for key in sorted(known.keys.get(person, ()))
        if key != by and known.speaks_for(key, person)
    ]


class Held(NamedTuple):
    """What is held of a key: how many records, and the time of the last (ms)."""

    records: int
    last: int


def strangers(journal: Journal, unit: bytes, known: Authorities) -> dict[tuple[bytes, bytes], Held]:
    """Who says in a unit to be somebody and is not known to be: by person and key."""
    c = source_table.c
    with journal.database.read() as connection:
        number = journal.interned.known(connection, "unit:" + unit.hex())
        rows = connection.execute(
            sa.select(c.subject, c.author, sa.func.sum(c.head - c.first + 1), sa.func.max(c.last))
            .where(c.unit == number, c.chain == SHARED, c.subject != unit)
            .group_by(c.subject, c.author)
        ).all()
    return {
        (bytes(person), bytes(key)): Held(int(records), int(last))
        for person, key, records, last in rows
        if records and not known.spoke_for(bytes(key), bytes(person))
    }


def claims(journal: Journal, known: Authorities) -> list[Seen]:
    """The last word of each who says to have been here before."""
    return list({f.source.subject: f for f in standing(journal, "claimed", known)}.values())
