"""A unit that never was: its card, its roster, a packet from each learner. Made only of facts.

The same numbers, seed and last day tell the same lives; keys are seeded too, for a demonstration
keeps nobody's secret.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from selfstudy.domain import vietnamese, wire
from selfstudy.domain.moments import milliseconds
from selfstudy.domain.people import Profile
from selfstudy.domain.record import SHARED, HoursRecognised, Source
from selfstudy.domain.record import Profile as ProfileFact
from selfstudy.domain.wire import Carried
from selfstudy.exchange.cards import UnitCard
from selfstudy.exchange.keys import KeyRing
from selfstudy.exchange.packet import Carrier, Packet, write
from selfstudy.exchange.roster import Listed
from selfstudy.services.demo.demo_life import HERE, OFFSET, Life, Told
from selfstudy.services.demo.demo_people import (
    CLASS_TITLE,
    DECISION,
    POSITIONS,
    SUPERVISOR_NAME,
    SUPERVISOR_POSITION,
    UNIT_NAME,
    name_of,
)
from selfstudy.services.holding.desk import Desk
from selfstudy.services.intake.roster import SUPERVISOR, write_roster
from selfstudy.services.rescue.safety import Safety
from selfstudy.services.unit.unit import Unit
from selfstudy.settings import write_whole

if TYPE_CHECKING:
    from selfstudy.content.library import Library

PASSPHRASE = "don vi trinh dien"  # noqa: S105 — of a unit that never was, told to everybody
CLASS_HUNDREDTHS = 800  # a day of class: 8 tiết


@dataclass(frozen=True, slots=True)
class Wanted:
    """How large a demonstration is to be; its last day is yesterday unless told."""

    learners: int
    days: int
    seed: int = 1
    until: date | None = None

    @property
    def last(self) -> date:
        """The last day."""
        return self.until or datetime.now(HERE).date() - timedelta(days=1)

    @property
    def first(self) -> date:
        """The first day."""
        return self.last - timedelta(days=max(1, self.days) - 1)


@dataclass(frozen=True, slots=True)
class Demo:
    """What was written."""

    files: tuple[Path, ...]
    learners: int
    facts: int
    supervisor: str
    passphrase: str = PASSPHRASE


@dataclass(frozen=True, slots=True)
class Learner:
    """A learner of the demonstration."""

    name: str
    position: str
    staff_code: str
    ring: KeyRing
    epoch: bytes
    random: Random

    def introduction(self) -> ProfileFact:
        """What every learner tells first."""
        seal_key = self.ring.seal_public.hex()
        return ProfileFact(self.name, self.position, self.staff_code, seal_key)


class Clock:
    """A clock that is set by hand."""

    def __init__(self, day: date, hour: int = 7) -> None:
        self.moment = datetime.combine(day, time(hour), HERE)

    def __call__(self) -> datetime:
        """The moment it was set to."""
        return self.moment


def seeded(*parts: object) -> bytes:
    """32 bytes that follow from the parts."""
    return hashlib.sha256("|".join(map(str, ("tuhoc demo", *parts))).encode()).digest()


def ring_of(*parts: object) -> KeyRing:
    """Keys that follow from the parts."""
    return KeyRing(seeded(*parts, "sign"), seeded(*parts, "seal"))


def learners(seed: int, count: int) -> list[Learner]:
    """The people of a demonstration, no two of one name."""
    found: list[Learner] = []
    taken = {SUPERVISOR_NAME}
    for number in range(count):
        random = Random(f"{seed} {number}")  # noqa: S311 — a play, not a secret
        name = name_of(random)
        while name in taken and len(taken) < 2000:
            name = name_of(random)
        taken.add(name)
        found.append(
            Learner(
                name, random.choice(POSITIONS), f"AB{number + 1:04}", ring_of(seed, number),
                seeded(seed, number, "epoch")[:16], random,
            )
        )  # fmt: skip
    return found


def write_demo(library: Library, out: Path, wanted: Wanted) -> Demo:
    """Write a demonstration into `out`: card, roster, supervisor's profile, a packet each.

    Raises DiskFull, FolderReadOnly.
    """
    people = learners(wanted.seed, wanted.learners)
    with tempfile.TemporaryDirectory() as folder:
        desk = found_unit(library, Path(folder), wanted)
        try:
            files = _unit_files(desk, people, out, wanted)
            card = desk.card
        finally:
            desk.close()
    if card is None:
        raise RuntimeError("the unit was not founded")
    facts = 0
    at = milliseconds(datetime.combine(wanted.last, time(17), HERE))
    for learner in people:
        told = lived(library, learner, wanted)
        facts += len(told)
        path = _packet_path(out, learner, wanted, files)
        write_whole(path, packet(learner, told, card, at))
        files.append(path)
    return Demo(tuple(files), len(people), facts, SUPERVISOR_NAME)


def found_unit(library: Library, folder: Path, wanted: Wanted) -> Desk:
    """A supervisor's desk in `folder`, founded with a unit on the first day."""
    clock = Clock(wanted.first)
    person = Profile("", SUPERVISOR_NAME, SUPERVISOR_POSITION)
    ring, root = ring_of(wanted.seed, "supervisor"), ring_of(wanted.seed, "root")
    desk = Desk.create(folder / "profiles", folder / "state", library, clock, person, ring)
    Unit(desk).create(UNIT_NAME, PASSPHRASE, root=root)
    return desk


def _unit_files(desk: Desk, people: Sequence[Learner], out: Path, wanted: Wanted) -> list[Path]:
    """The card, the roster, and the supervisor's profile with some recognised hours in it."""
    clock = Clock(wanted.first + timedelta(days=wanted.days // 2), 16)
    desk.clock = clock
    for learner in people:
        if learner.random.random() < 0.4:
            hours = HoursRecognised(
                CLASS_TITLE, CLASS_HUNDREDTHS, DECISION, clock.moment.date().isoformat()
            )
            desk.write_about(learner.ring.identity, hours)
    desk.clock = Clock(wanted.last, 17)
    card = Unit(desk).write_card(out)
    listed = [
        Listed(p.ring.identity, p.ring.public, p.name, p.position, p.staff_code) for p in people
    ]
    roster = write_roster(desk, listed, out, UNIT_NAME)
    desk.seal()
    with tempfile.TemporaryDirectory() as folder:
        backup = Safety(desk, Path(folder)).backup()
        write_whole(out / SUPERVISOR, backup.read_bytes())
        shutil.rmtree(Path(folder) / "backups")
    return [card, roster, out / SUPERVISOR]


def lived(library: Library, learner: Learner, wanted: Wanted) -> list[Told]:
    """The facts that a learner's unit may hold: what is shared, from the first day to the last."""
    life = life_of(library, learner)
    start = milliseconds(datetime.combine(wanted.first, time(7, 15), HERE))
    shared = [told for told in life.days(wanted.first, wanted.days) if told[1].chain == SHARED]
    return [(start, learner.introduction()), *shared]


def life_of(library: Library, learner: Learner) -> Life:
    """How a learner studies: more or less able, more or less eager."""
    random = learner.random
    position = library.framework.position(learner.position)
    modules = [module for module in library.modules() if module.lessons]
    able, eager = random.uniform(0.6, 0.92), random.uniform(0.3, 0.85)
    return Life(random, modules, position, library.hours_rules.reading, able, eager)


def packet(learner: Learner, told: Sequence[Told], card: UnitCard, at: int) -> bytes:
    """A packet as the learner's computer writes it, in one segment with one signature."""
    ring = learner.ring
    carrier = Carrier(ring.public, ring.seal_public, learner.name)
    made = Packet(carrier, card.unit, at, (sealed(learner, told, card.unit),))
    return write(made, ring, card.recipients)


def sealed(learner: Learner, told: Sequence[Told], unit: bytes) -> Carried:
    """What a learner tells a unit, signed."""
    ring = learner.ring
    source = Source(ring.public, ring.identity, unit, SHARED, learner.epoch)
    lines = [wire.line_of(moment, OFFSET, fact) for moment, fact in told]
    end = wire.chain(source.id, lines)[-1]
    signature = ring.sign(wire.seal_message(source.id, 1, len(lines), end))
    segment = wire.Segment(1, len(lines), source.id, end, signature, wire.pack_lines(lines))
    return Carried(source, (segment,))


def _packet_path(out: Path, learner: Learner, wanted: Wanted, taken: Sequence[Path]) -> Path:
    name = vietnamese.file_name(learner.name)
    stem = f"KetQua_{name}_{wanted.last:%Y%m%d}"
    path = out / f"{stem}.thoc"
    copy = 1
    while path in taken:
        copy += 1
        path = out / f"{stem}_{copy}.thoc"
    return path
