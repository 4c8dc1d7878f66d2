"""The framework that a unit's supervisors told, laid over the one that came with the modules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from selfstudy.content.framework import Framework
from selfstudy.domain import wire
from selfstudy.domain.moments import moment
from selfstudy.domain.people import Competency, Position
from selfstudy.domain.record import NO_UNIT, CompetencyDescribed, Fact, PositionDescribed
from selfstudy.store.schema import source as source_table
from selfstudy.store.standing import digest_of, standing_of

if TYPE_CHECKING:
    from selfstudy.domain.authority import Authorities
    from selfstudy.services.holding.holder import Clock
    from selfstudy.store.journal import Journal
    from selfstudy.store.seen import Seen

KINDS = ("competency_described", "position_described")
LIVE = "live"

Heads = tuple[tuple[bytes, int], ...]


class Member(Protocol):
    """Whose unit it is: the journal that holds the unit's words, and who may say them."""

    unit: bytes
    journal: Journal
    clock: Clock

    def my_authorities(self) -> Authorities:
        """Who may speak in the unit."""
        ...


@dataclass(frozen=True, slots=True)
class Version:
    """What was said together, at one time, by one supervisor; `parts` counts what it changed."""

    label: str
    at: datetime
    by: str
    parts: int
    decisions: tuple[str, ...]


class ToldFramework:
    """Reads what stands of a unit's own framework; read again only when something came."""

    def __init__(self, desk: Member) -> None:
        self._desk = desk
        self._known: tuple[Heads, Authorities, Framework, Framework] | None = None

    def over(self, shipped: Framework) -> Framework:
        """The framework in use: the unit's word where it has one, else what was shipped."""
        if self._desk.unit == NO_UNIT:
            return shipped
        heads, who = self._heads(), self._desk.my_authorities()
        last = self._known
        if last is None or last[0] != heads or last[1] is not who or last[2] is not shipped:
            facts = [fact for _seen, fact in self._facts()] if heads else []
            self._known = last = heads, who, shipped, laid_over(shipped, facts)
        return last[3]

    def versions(self) -> tuple[Version, ...]:
        """Every version that stands, the newest first."""
        found: dict[tuple[str, bytes], list[tuple[Seen, Fact]]] = {}
        for seen, fact in self._facts():
            found.setdefault((seen.parent, seen.source.author), []).append((seen, fact))
        names = self._names()
        versions = [
            Version(
                label,
                moment(facts[-1][0].at).astimezone(self._desk.clock().tzinfo),
                names.get(author, ""),
                len(facts),
                tuple(self._decision(seen) for seen, _fact in facts),
            )
            for (label, author), facts in found.items()
        ]
        return tuple(
            sorted(versions, key=lambda version: (version.at, version.label), reverse=True)
        )

    def _facts(self) -> list[tuple[Seen, Fact]]:
        """What stands, in fold order, each with its whole content."""
        desk = self._desk
        about = source_table.c.subject == desk.unit
        told = standing_of(desk.journal, KINDS, desk.my_authorities(), about)
        found = []
        for seen in sorted(
            (seen for facts in told.values() for seen in facts),
            key=lambda seen: (seen.at, seen.place.sid, seen.number),
        ):
            line = desk.journal.line(seen.place, seen.number)
            if line is not None:
                found.append((seen, wire.read_line(line).fact))
        return found

    def _heads(self) -> Heads:
        """How far every source about the unit is held: it changes with every word about it."""
        desk = self._desk
        with desk.journal.database.read() as connection:
            places = desk.journal.places.read(connection, source_table.c.subject == desk.unit)
        return tuple((place.sid, place.head) for place in places)

    def _names(self) -> dict[bytes, str]:
        known = self._desk.my_authorities()
        return {one.key: one.name for one in known.appointments}

    def _decision(self, seen: Seen) -> str:
        digest = digest_of(self._desk.journal, seen)
        return f"{seen.source.subject.hex()}.{seen.source.id.hex()}.{seen.number}.{digest}"


def laid_over(shipped: Framework, facts: list[Fact]) -> Framework:
    """A framework with facts laid over it in their order: of one code the last word counts."""
    competencies = {one.code: one for one in shipped.competencies}
    positions = {one.code: one for one in shipped.positions}
    english = {text: told for one in shipped.competencies for _level, text, told in one.seen}
    for fact in facts:
        if isinstance(fact, CompetencyDescribed):
            competencies.pop(fact.code, None)
            if fact.state == LIVE:
                competencies[fact.code] = _competency(fact, english)
        elif isinstance(fact, PositionDescribed):
            positions.pop(fact.code, None)
            if fact.state == LIVE:
                positions[fact.code] = _position(fact)
    order = [one.code for one in shipped.competencies]
    order += [one.code for one in shipped.positions]

    def rank(code: str) -> tuple[int, str]:
        return (order.index(code) if code in order else len(order), code)

    return Framework(
        tuple(sorted(competencies.values(), key=lambda one: rank(one.code))),
        tuple(sorted(positions.values(), key=lambda one: rank(one.code))),
        shipped.catalogue,
    )


def _competency(fact: CompetencyDescribed, english: Mapping[str, str]) -> Competency:
    """As it was told; behaviours that are still the shipped ones keep their translation."""
    behaviours = tuple((level, text) for level, text in fact.behaviours if 1 <= level <= 5)
    told = tuple(english.get(text, "") for _level, text in behaviours)
    return Competency(
        fact.code, fact.title, fact.title_en or fact.title, fact.group, behaviours, told
    )


def _position(fact: PositionDescribed) -> Position:
    required = tuple((code, level) for code, level in fact.required if 1 <= level <= 5)
    title_en = fact.title_en or fact.title
    return Position(fact.code, fact.title, title_en, required, fact.aliases, fact.scope)
