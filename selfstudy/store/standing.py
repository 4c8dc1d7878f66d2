"""Facts that stand: said by somebody entitled, not taken back, not replaced by another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import sqlalchemy as sa

from selfstudy.domain import wire
from selfstudy.domain.authority import AUTHORS, CHAINS, SELF, Authorities, entitled, may_void
from selfstudy.domain.fact import Fact, Unknown
from selfstudy.store.journal import Journal
from selfstudy.store.schema import source as source_table
from selfstudy.store.seen import Seen, seen, seen_of


def standing(
    journal: Journal, kind: str, known: Authorities, *where: sa.ColumnElement[bool]
) -> list[Seen]:
    """The facts of a kind that count, in fold order; conditions are on `source`."""
    chains = source_table.c.chain.in_(sorted(CHAINS[kind]))  # elsewhere it counts for nothing
    said = _entitled(kind, seen(journal, kind, chains, *where), known)
    return without_voided(journal, kind, said, known, *where) if said else said


def standing_of(
    journal: Journal, kinds: Sequence[str], known: Authorities, *where: sa.ColumnElement[bool]
) -> dict[str, list[Seen]]:
    """The facts of each kind that count, in fold order, in one look."""
    told = seen_of(journal, (*kinds, "voided"), *where)
    return {
        kind: _without(journal, kind, _entitled(kind, told[kind], known), told["voided"], known)
        for kind in kinds
    }


def without_voided(
    journal: Journal,
    kind: str,
    facts: Sequence[Seen],
    known: Authorities,
    *where: sa.ColumnElement[bool],
) -> list[Seen]:
    """Facts of a kind without those that somebody entitled has taken back."""
    return _without(journal, kind, facts, seen(journal, "voided", *where), known)


def _entitled(kind: str, facts: Sequence[Seen], known: Authorities) -> list[Seen]:
    """Those said by somebody who may; asked once per source (and moment, for an office ends).

    Where a record stands matters only once the key of its author was removed.
    """
    removed = {key for _whose, key in known.ended}
    timeless = AUTHORS.get(kind) == SELF
    asked: dict[tuple[bytes, int], bool] = {}
    found = []
    for fact in facts:
        source = fact.place.source
        if source.author in removed:
            right = entitled(kind, source, fact.at, known, fact.name)
        else:
            here = fact.place.sid, 0 if timeless else fact.at
            if here not in asked:
                asked[here] = entitled(kind, source, fact.at, known, fact.name)
            right = asked[here]
        if right:
            found.append(fact)
    return found


def _without(
    journal: Journal, kind: str, facts: Sequence[Seen], voids: Sequence[Seen], known: Authorities
) -> list[Seen]:
    targets = {(wire.from_hex(void.object), void.value) for void in voids}
    named: dict[tuple[bytes, int], list[Seen]] = defaultdict(list)
    for fact in facts if targets else ():
        here = fact.place.source.id, fact.number
        if here in targets:
            named[here].append(fact)
    void = set()
    for void_fact in voids if named else ():
        for fact in named.get((wire.from_hex(void_fact.object), void_fact.value), ()):
            right = may_void(
                kind, void_fact.source, fact.source, void_fact.at, known, void_fact.name
            )
            if right and digest_of(journal, fact) == void_fact.parent:
                void.add(fact.name)
    return [fact for fact in facts if fact.name not in void] if void else list(facts)


def last_words(
    journal: Journal, facts: Sequence[Seen], cited: frozenset[str] = frozenset()
) -> list[Seen]:
    """Of one person's facts of a kind, in fold order, those that no other takes the place of.

    What a device said it also heard: of one source the last counts. `cited` are digests (hex)
    that something else replaces. In fold order too.
    """
    last = newest_of_each(facts)
    if len(last) < 2 and not cited:
        return last
    cited = cited.union(*(replaced(journal, fact) for fact in facts))
    return [fact for fact in last if digest_of(journal, fact) not in cited]


def newest_of_each(facts: Sequence[Seen]) -> list[Seen]:
    """Of facts in fold order the last of each source, in fold order too."""
    newest = {fact.place.sid: fact for fact in facts}
    return [fact for fact in facts if newest[fact.place.sid] is fact]


def digest_of(journal: Journal, fact: Seen) -> str:
    """The digest of the record that a fact stands in, as hex."""
    return (journal.digest(fact.place, fact.number) or b"").hex()


def whole(journal: Journal, fact: Seen) -> Fact:
    """What a fact says, whole; `Unknown` where its term is over and its words were let go."""
    line = journal.line(fact.place, fact.number)
    return wire.read_line(line).fact if line else Unknown()


def replaced(journal: Journal, fact: Seen) -> frozenset[str]:
    """The digests (hex) that a fact says it replaces."""
    return frozenset(str(getattr(whole(journal, fact), "replaces", "")).split())
