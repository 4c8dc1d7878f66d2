"""Whose key is whose: what supervisors, people and the unit's root say of keys.

Adding commutes; a removal stands until a supervisor voids it, whatever the clocks say.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from selfstudy.domain import wire
from selfstudy.domain.authority import Authorities, entitled
from selfstudy.domain.record import UNIT, KeyRemoved
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
    for fact in removed:
        if fact.source.chain != UNIT and _counts(fact, known):
            _end(journal, known, fact)
            _grow(known, added, given, person)


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
            if entitled("key_added", fact.source, fact.at, known, fact.name):
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
