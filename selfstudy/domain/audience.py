"""Who may hold what: the rule that every way out asks."""

from __future__ import annotations

from dataclasses import dataclass

from selfstudy.domain.record import NO_UNIT, PRIVATE, Source


@dataclass(frozen=True, slots=True)
class Audience:
    """Somebody who is to receive records: a unit, a person, or one's own linked device."""

    unit: bytes = NO_UNIT
    person: bytes = b""
    own_device: bool = False


def to_unit(unit: bytes) -> Audience:
    """The supervisors and hub of a unit."""
    return Audience(unit=unit)


def to_person(person: bytes, unit: bytes) -> Audience:
    """A learner of a unit, on a device that the unit knows."""
    return Audience(unit=unit, person=person)


def to_own_device(person: bytes) -> Audience:
    """The person's own linked device, over a sealed channel."""
    return Audience(person=person, own_device=True)


def may_hold(source: Source, audience: Audience) -> bool:
    """Whether `audience` may hold records of `source`."""
    if audience.own_device:
        return source.subject == audience.person
    if source.chain == PRIVATE or audience.unit == NO_UNIT or source.unit != audience.unit:
        return False
    if not audience.person:
        return True
    return source.subject in (audience.person, audience.unit)
