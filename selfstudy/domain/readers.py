"""Who may read what of a unit from a hub: the rule that its every answer asks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from selfstudy.domain.audience import Audience, may_hold, to_person, to_unit
from selfstudy.domain.authority import Authorities
from selfstudy.domain.record import SHARED, Source

Role = Literal["supervisor", "member", "newcomer", "stranger"]


@dataclass(frozen=True, slots=True)
class Reader:
    """A key that speaks for a person in a unit, in the role it has now.

    A supervisor reads the unit's; a member their own and what the unit says of them and of
    itself; a newcomer, whom nobody has admitted yet, their own; a stranger nothing.
    """

    key: bytes
    person: bytes
    unit: bytes
    role: Role

    @property
    def audience(self) -> Audience:
        """Whose records these may be at all."""
        if self.role == "supervisor":
            return to_unit(self.unit)
        return to_person(self.person, self.unit)


def reader_of(authorities: Authorities, key: bytes, person: bytes, unit: bytes, at: int) -> Reader:
    """The role in which `key` asks for `person` at `at`."""
    role: Role = "stranger"
    if key in authorities.revoked:
        role = "stranger"
    elif authorities.supervises(key, at):
        role = "supervisor"
    elif authorities.speaks_for(key, person):
        role = "member" if person in authorities.members else "newcomer"
    return Reader(key, person, unit, role)


def may_read(source: Source, reader: Reader, authorities: Authorities) -> bool:
    """Whether a source is told to a reader; to a learner only what somebody entitled wrote."""
    if reader.role == "stranger" or not may_hold(source, reader.audience):
        return False
    if reader.role == "supervisor":
        return True
    if source.chain == SHARED:
        own = source.subject == reader.person
        return own and authorities.spoke_for(source.author, reader.person)
    if reader.role == "newcomer" and source.subject != reader.person:
        return False
    appointed = any(held.key == source.author for held in authorities.appointments)
    return appointed or source.author == authorities.root
