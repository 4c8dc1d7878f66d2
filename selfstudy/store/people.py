"""Who is who, folded from facts: appointments, keys, admitted people, matches, latest profiles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

import sqlalchemy as sa

from selfstudy.domain import wire
from selfstudy.domain.authority import Appointment, Authorities, entitled
from selfstudy.domain.matching import Match, roots
from selfstudy.domain.record import ID_SIZE, Profile
from selfstudy.store.journal import Journal
from selfstudy.store.key_words import end_supervisors, know_keys, vouch
from selfstudy.store.places import Place
from selfstudy.store.schema import source as source_table
from selfstudy.store.seen import Seen, seen
from selfstudy.store.standing import digest_of, last_words, replaced, standing, standing_of

WHO_IS_WHO = ("admitted", "profile", "listed", "departed")


@dataclass(frozen=True, slots=True)
class Said:
    """What a profile says of its person; `digest` (hex) is how another fact replaces it."""

    at: int
    name: str
    position: str
    staff_code: str
    key: bytes
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """A person as the journal knows them; `key` is the author of their latest profile.

    `root` is the id they are counted under. `disputed` has the profiles that contradict each
    other, told on several devices at once. `list_at` is when a list of the staff last named them
    (0: none did), `left` the day (ISO) from which they belong to the unit no more; of who is
    `expected` nothing but a list is known.
    """

    person: bytes
    name: str
    position: str
    staff_code: str
    key: bytes
    admitted: bool
    facts: int
    last: int
    root: bytes = b""
    told_at: int = 0
    disputed: tuple[Said, ...] = ()
    department: str = ""
    list_at: int = 0
    left: str = ""
    expected: bool = False

    def belongs(self, day: str) -> bool:
        """Whether they are on the roster on a day (ISO)."""
        return self.admitted and not self.gone(day)

    def gone(self, day: str) -> bool:
        """Whether they left the unit by a day (ISO)."""
        return bool(self.left) and self.left <= day


def authorities(journal: Journal, root: bytes, revoked: frozenset[bytes]) -> Authorities:
    """Appointments by the unit's root, the keys that vouch for one another, who is matched."""
    appointments = tuple(
        Appointment(wire.from_hex(fact.object), fact.note, fact.value, fact.extra)
        for fact in seen(journal, "appointed")
        if root and fact.source.author == root
    )
    grown = Authorities(root, appointments, revoked)
    end_supervisors(journal, grown)
    for fact in standing(journal, "admitted", grown):
        vouch(grown, fact)
        grown.members.add(fact.source.subject)
    grown.members.update(fact.source.subject for fact in standing(journal, "listed", grown))
    know_keys(journal, grown)
    grown.roots.update(roots(_matches(journal, grown)))
    for person, end in grown.roots.items():
        if grown.ids_of(end) & grown.members:
            grown.members.update((person, end))
    return grown


def _matches(journal: Journal, known: Authorities) -> list[Match]:
    """What supervisors say of who is whom; of words that replace others, the newer alone.

    What names nobody (no id) is passed over.
    """
    by_person: dict[bytes, list[Seen]] = defaultdict(list)
    for fact in standing(journal, "matched", known):
        by_person[fact.source.subject].append(fact)
    return [
        Match((fact.at, *fact.name), person, wire.from_hex(fact.object))
        for person, facts in by_person.items()
        for fact in last_words(journal, facts)
        if len(wire.from_hex(fact.object)) == ID_SIZE
    ]


def people(
    journal: Journal, unit: bytes, known: Authorities, only: Collection[bytes] | None = None
) -> list[Known]:
    """Every id (or only some) whose records of `unit` are held: roster and unknown alike."""
    with journal.database.read() as connection:
        number = journal.interned.known(connection, "unit:" + unit.hex())
        in_unit = source_table.c.unit == number
        if only is not None:
            in_unit &= source_table.c.subject.in_(only)
        rows = connection.execute(
            sa.select(
                source_table.c.subject,
                source_table.c.author,
                sa.func.sum(source_table.c.head - source_table.c.first + 1),
                sa.func.max(source_table.c.last),
            )
            .where(in_unit, source_table.c.chain == "s", source_table.c.subject != unit)
            .group_by(source_table.c.subject, source_table.c.author)
        ).all()
    totals: dict[bytes, tuple[int, int]] = {}
    for person, key, facts, last in rows:
        if known.spoke_for(bytes(key), bytes(person)):  # an unknown device is nobody's
            before = totals.get(bytes(person), (0, 0))
            totals[bytes(person)] = before[0] + int(facts or 0), max(before[1], int(last or 0))
    told = standing_of(journal, WHO_IS_WHO, known, in_unit)
    said = {kind: _by_person(facts) for kind, facts in told.items()}
    named = {}
    for person in totals.keys() | said["admitted"].keys() | said["listed"].keys():
        admitted, profiles = said["admitted"].get(person, []), said["profile"].get(person, [])
        one = _known(journal, known, person, admitted, profiles, totals.get(person, (0, 0)))
        named[person] = _as_listed(one, said["listed"].get(person, []), named_by_key=bool(admitted))
    for person, facts in said["departed"].items():
        if person in named:
            named[person] = replace(named[person], left=facts[-1].object)
    return list(named.values())


def _by_person(facts: list[Seen]) -> dict[bytes, list[Seen]]:
    found: dict[bytes, list[Seen]] = defaultdict(list)
    for fact in facts:
        found[fact.source.subject].append(fact)
    return found


def _known(
    journal: Journal,
    known: Authorities,
    person: bytes,
    admitted: list[Seen],
    profiles: list[Seen],
    totals: tuple[int, int],
) -> Known:
    told, disputed = settled(journal, admitted, profiles) if profiles else (None, ())
    named = _as_admitted(admitted[-1]) if admitted else None
    said = told or named or Said(0, "", "", "", b"")
    spare = named or said
    facts, last = totals
    return Known(
        person, said.name or spare.name, said.position or spare.position,
        said.staff_code or spare.staff_code, profiles[-1].source.author if profiles else b"",
        person in known.members, facts, last, known.root_of(person), said.at, disputed,
    )  # fmt: skip


def _as_listed(one: Known, listed: list[Seen], *, named_by_key: bool) -> Known:
    """A person as the newest list of the staff names them, where one does; it settles disputes."""
    if not listed:
        return one
    last = listed[-1]
    name, _tab, code = last.note.partition("\t")
    return replace(
        one, name=name or one.name, position=last.object or one.position,
        staff_code=code or one.staff_code, department=last.parent, list_at=last.at, disputed=(),
        expected=not (one.key or named_by_key or one.facts),
    )  # fmt: skip


def settled(
    journal: Journal, admitted: list[Seen], profiles: list[Seen]
) -> tuple[Said | None, tuple[Said, ...]]:
    """The profile that counts, if the unit did not settle on its own words, and what contradicts.

    A dispute of several devices is settled by the person with a profile that replaces the
    others, or for the unit by a supervisor with an admission that does.
    """
    if len({fact.place.sid for fact in profiles}) < 2:
        return _as_told(profiles[-1]), ()
    cited: frozenset[str] = frozenset().union(*(replaced(journal, fact) for fact in admitted))
    heads = last_words(journal, profiles, cited)
    said = tuple(_as_told(fact, digest_of(journal, fact)) for fact in heads)
    if len({(one.name, one.position, one.staff_code) for one in said}) < 2:
        return (said[-1] if said else None), ()
    return said[-1], said


def merged(known: Iterable[Known]) -> list[Known]:
    """One line for each human: all that their ids hold, under their newest word of themselves.

    The line's id is the one they are counted under; where nothing of it is held, one that is.
    """
    humans: dict[bytes, list[Known]] = defaultdict(list)
    for one in known:
        humans[one.root].append(one)
    found = []
    for root, ids in humans.items():
        newest = max(ids, key=lambda one: (bool(one.key), one.told_at, one.person))
        here = next((one for one in ids if one.person == root), newest)
        listed = max(ids, key=lambda one: (one.list_at, one.person))
        words = listed if listed.list_at else newest
        found.append(
            replace(
                newest,
                person=here.person,
                key=here.key or newest.key,
                name=words.name or newest.name,
                position=words.position or newest.position,
                staff_code=words.staff_code or newest.staff_code or here.staff_code,
                facts=sum(one.facts for one in ids),
                last=max(one.last for one in ids),
                disputed=() if listed.list_at else here.disputed,
                department=listed.department,
                list_at=listed.list_at,
                left=max(one.left for one in ids),
                expected=all(one.expected for one in ids),
            )
        )
    return found


def belonging(known: Iterable[Known], day: str) -> list[Known]:
    """The humans on the roster on a day (ISO): admitted or listed, and not gone by then."""
    return [one for one in merged(known) if one.belongs(day)]


def decided(journal: Journal, known: Authorities, ids: Collection[bytes], kind: str) -> list[Seen]:
    """The admissions or matches of people that stand, in fold order."""
    return standing(journal, kind, known, source_table.c.subject.in_(ids))


def _as_told(fact: Seen, digest: str = "") -> Said:
    return Said(fact.at, fact.note, fact.object, fact.parent, fact.source.author, digest)


def _as_admitted(fact: Seen) -> Said:
    name, _tab, code = fact.note.partition("\t")
    return Said(fact.at, name, fact.parent, code, b"")


def own_words(journal: Journal, person: bytes, known: Authorities) -> list[Said]:
    """A person's profiles that no other takes the place of, in fold order, over all units."""
    told = standing(journal, "profile", known, source_table.c.subject == person)
    return [_as_told(fact, digest_of(journal, fact)) for fact in last_words(journal, told)]


def latest_profile(
    journal: Journal, person: bytes, known: Authorities
) -> tuple[Profile, Place] | None:
    """A person's newest own profile, read whole (it holds the sealing key), and its source.

    What a key that is not theirs says of them is passed over.
    """
    facts = seen(journal, "profile", source_table.c.subject == person)
    for fact in reversed(facts):
        own = entitled("profile", fact.source, fact.at, known)
        line = journal.line(fact.place, fact.number) if own else None
        told = wire.read_line(line).fact if line else None
        if isinstance(told, Profile):
            return told, fact.place
    return None
