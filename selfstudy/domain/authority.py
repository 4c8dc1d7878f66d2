"""Who may author what: for each kind its chain, its subject and its authors."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from selfstudy.domain.record import KINDS, UNIT, Source, identity

Author = Literal["self", "supervisor", "root"]

# Every kind of the shared and private chains is told by the person it is about; the unit chain
# is told by supervisors, appointments by the root alone.
SELF: frozenset[Author] = frozenset({"self"})
SUPERVISOR: frozenset[Author] = frozenset({"supervisor"})
ROOT: frozenset[Author] = frozenset({"root"})

AUTHORS: dict[str, frozenset[Author]] = {
    kind: SUPERVISOR if fact.chain == UNIT else SELF for kind, fact in KINDS.items()
} | {"appointed": ROOT, "voided": SELF | SUPERVISOR}

# A supervisor's void stands in the unit chain, a learner's in the chain of what it takes back.
CHAINS: dict[str, frozenset[str]] = {
    kind: frozenset({fact.chain}) for kind, fact in KINDS.items()
} | {"voided": frozenset("sup")}

FINAL = frozenset({"attempt_submitted"})


@dataclass(frozen=True, slots=True)
class Appointment:
    """A supervisor's key and the time it holds (ms since 1970)."""

    key: bytes
    name: str
    since: int
    until: int


@dataclass(frozen=True, slots=True)
class Authorities:
    """What a holder knows about keys: who may speak for whom, and when."""

    root: bytes = b""
    appointments: tuple[Appointment, ...] = ()
    revoked: frozenset[bytes] = frozenset()
    keys: dict[bytes, frozenset[bytes]] = field(default_factory=dict)
    members: set[bytes] = field(default_factory=set)

    def speaks_for(self, key: bytes, person: bytes) -> bool:
        """Whether `key` belongs to `person`: the founding key, or one vouched for."""
        return identity(key) == person or key in self.keys.get(person, frozenset())

    def supervises(self, key: bytes, at: int) -> bool:
        """Whether `key` was an appointed supervisor's at `at`."""
        if key in self.revoked:
            return False
        return any(a.key == key and a.since <= at <= a.until for a in self.appointments)

    def roles(self, source: Source, at: int) -> frozenset[Author]:
        """The roles in which the author of `source` speaks at `at`."""
        roles: set[Author] = set()
        if self.speaks_for(source.author, source.subject):
            roles.add("self")
        if not self.rules(source.unit):
            return frozenset(roles)
        if source.author == self.root:
            roles.add("root")
        if self.supervises(source.author, at):
            roles.add("supervisor")
        return frozenset(roles)

    def rules(self, unit: bytes) -> bool:
        """Whether this is known of `unit`: elsewhere its root and supervisors are nobody."""
        return bool(self.root) and identity(self.root) == unit


def entitled(kind: str, source: Source, at: int, authorities: Authorities) -> bool:
    """Whether a fact of `kind` in `source` may be folded; an unknown kind never is."""
    if kind not in AUTHORS or source.chain not in CHAINS[kind]:
        return False
    allowed = AUTHORS[kind] & authorities.roles(source, at)
    if kind == "voided":
        return ("supervisor" if source.chain == UNIT else "self") in allowed
    return bool(allowed)


def may_void(kind: str, voider: Source, target: Source, at: int, authorities: Authorities) -> bool:
    """One voids one's own facts, never a submitted test; a supervisor any of the unit's."""
    if voider.chain == UNIT and voider.unit == target.unit:
        return "supervisor" in authorities.roles(voider, at)
    own = voider.subject == target.subject and authorities.speaks_for(voider.author, target.subject)
    return own and authorities.speaks_for(target.author, target.subject) and kind not in FINAL
