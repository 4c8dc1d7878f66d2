"""Who may author what: for each kind its chain, its subject and its authors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from selfstudy.domain.matching import humans
from selfstudy.domain.record import KINDS, PRIVATE, UNIT, Source, identity

Author = Literal["self", "supervisor", "root"]
Spot = tuple[bytes, int]  # the name of a source or tail, and a number in it

# Every kind of the shared and private chains is told by the person it is about; the unit chain
# is told by supervisors, appointments by the root alone.
SELF: frozenset[Author] = frozenset({"self"})
SUPERVISOR: frozenset[Author] = frozenset({"supervisor"})
ROOT: frozenset[Author] = frozenset({"root"})

AUTHORS: dict[str, frozenset[Author]] = {
    kind: SUPERVISOR if fact.chain == UNIT else SELF for kind, fact in KINDS.items()
} | {"appointed": ROOT, "voided": SELF | SUPERVISOR, "key_removed": SELF | SUPERVISOR | ROOT}

# A supervisor's void stands in the unit chain, a learner's in the chain of what it takes back; a
# key is removed by its person in the shared chain, by the unit in the unit's. What somebody new
# practised before their keys were known as theirs is restated in their private chain.
CHAINS: dict[str, frozenset[str]] = {
    kind: frozenset({fact.chain}) for kind, fact in KINDS.items()
} | {"voided": frozenset("sup"), "key_removed": frozenset("su"), "restated": frozenset("sp")}

# What one does not take back oneself: a removed key comes back by a supervisor's void alone.
FINAL = frozenset({"attempt_submitted", "key_added", "key_removed"})


@dataclass(frozen=True, slots=True)
class Appointment:
    """A supervisor's key and the time it holds (ms since 1970)."""

    key: bytes
    name: str
    since: int
    until: int


@dataclass(frozen=True, slots=True)
class Authorities:
    """What a holder knows about keys: who may speak for whom, and when.

    `ended` says of a removed key (of a person, or of a supervisor of the unit) up to which number
    of which source it is still believed; a key revoked by the card alone is believed nothing.
    `roots` says under which id a matched id is counted.
    """

    root: bytes = b""
    appointments: tuple[Appointment, ...] = ()
    revoked: frozenset[bytes] = frozenset()
    keys: dict[bytes, frozenset[bytes]] = field(default_factory=dict)
    members: set[bytes] = field(default_factory=set)
    ended: dict[tuple[bytes, bytes], Mapping[bytes, int]] = field(default_factory=dict)
    roots: dict[bytes, bytes] = field(default_factory=dict)
    _humans: dict[bytes, frozenset[bytes]] = field(default_factory=dict, compare=False, repr=False)

    def root_of(self, person: bytes) -> bytes:
        """The id under which a person is counted."""
        return self.roots.get(person, person)

    def ids_of(self, person: bytes) -> frozenset[bytes]:
        """All ids that are the same human as `person`."""
        if self.roots and not self._humans:
            self._humans.update(humans(self.roots))
        root = self.root_of(person)
        return self._humans.get(root, frozenset({root}))

    def spoke_for(self, key: bytes, person: bytes) -> bool:
        """Whether `key` is or was `person`'s: the founding key, or one vouched for."""
        return identity(key) == person or key in self.keys.get(person, frozenset())

    def speaks_for(self, key: bytes, person: bytes, spot: Spot | None = None) -> bool:
        """Whether `key` speaks for `person` now, or did when it wrote the record at `spot`."""
        return self.spoke_for(key, person) and self._believed(person, key, spot)

    def supervises(self, key: bytes, at: int, spot: Spot | None = None) -> bool:
        """Whether `key` was an appointed supervisor's at `at` and, for a record, is believed."""
        if not any(a.key == key and a.since <= at <= a.until for a in self.appointments):
            return False
        return self._believed(identity(self.root), key, spot)

    def owner_of(self, key: bytes) -> bytes:
        """The person whom others vouched `key` to be, if not the one it founded itself."""
        own = identity(key)
        return next((p for p, keys in self.keys.items() if key in keys and p != own), b"")

    def _believed(self, whose: bytes, key: bytes, spot: Spot | None) -> bool:
        kept = self.ended.get((whose, key))
        if kept is None:
            return not (key in self.revoked and self.rules(whose))
        return spot is not None and spot[1] <= kept.get(spot[0], 0)

    def roles(self, source: Source, at: int, spot: Spot | None = None) -> frozenset[Author]:
        """The roles in which the author of `source` speaks at `at`, or spoke at `spot`."""
        roles: set[Author] = set()
        private = source.chain == PRIVATE  # it comes from one's own devices and nobody else
        if self.speaks_for(source.author, source.subject, spot) or (
            private and self.spoke_for(source.author, source.subject)
        ):
            roles.add("self")
        if not self.rules(source.unit):
            return frozenset(roles)
        if source.author == self.root:
            roles.add("root")
        if self.supervises(source.author, at, spot):
            roles.add("supervisor")
        return frozenset(roles)

    def rules(self, unit: bytes) -> bool:
        """Whether this is known of `unit`: elsewhere its root and supervisors are nobody."""
        return bool(self.root) and identity(self.root) == unit


def entitled(
    kind: str, source: Source, at: int, authorities: Authorities, spot: Spot | None = None
) -> bool:
    """Whether a fact of `kind` in `source` may be folded; an unknown kind never is."""
    if kind not in AUTHORS or source.chain not in CHAINS[kind]:
        return False
    allowed = AUTHORS[kind] & authorities.roles(source, at, spot)
    if kind == "voided":
        return ("supervisor" if source.chain == UNIT else "self") in allowed
    if kind == "key_removed":
        return _remover(source) in allowed
    return bool(allowed)


def _remover(source: Source) -> Author:
    """Who removes a key there: its person, a supervisor, or the root a supervisor's."""
    if source.chain != UNIT:
        return "self"
    return "root" if source.subject == source.unit else "supervisor"


def may_void(
    kind: str,
    voider: Source,
    target: Source,
    at: int,
    authorities: Authorities,
    spot: Spot | None = None,
) -> bool:
    """One voids one's own facts, never a submitted test; a supervisor any of the unit's.

    `spot` is where the void stands.
    """
    if voider.chain == UNIT and voider.unit == target.unit:
        return "supervisor" in authorities.roles(voider, at, spot)
    own = voider.subject == target.subject and "self" in authorities.roles(voider, at, spot)
    return own and authorities.spoke_for(target.author, target.subject) and kind not in FINAL
