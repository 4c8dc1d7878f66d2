"""Those who lie, and those who come from elsewhere."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from selfstudy.domain.record import (
    Admitted,
    Appointed,
    CompetencyRated,
    Fact,
    HoursRecognised,
    Listed,
    PlanAssigned,
    PositionDescribed,
    Source,
    SurveyTyped,
    Voided,
)
from selfstudy.domain.record import Profile as ProfileFact
from selfstudy.domain.wire import chain as chain_of
from selfstudy.exchange.packet import Carrier, Packet, write
from selfstudy.store.journal import Author
from tests.builders import a_ring, a_segment, carried, finished, lines_of
from tests.rules.checks import THIEF
from tests.rules.truth import Reader
from tests.rules.world import DeskSeat, Paper, World

MALLORY = a_ring(66)
KINDS = {
    "hours": HoursRecognised("CM03", 4000, "12/QĐ", "2026-11-01"),
    "rating": CompetencyRated("M2", 5),
    "survey": SurveyTyped("M2", 5, 5, "2026-10-02"),
    "admission": Admitted("00" * 32, "Ai đó"),
    "appointment": Appointed("", "", 0, 2**52),
    "listing": Listed("Ai đó", "P05"),
    "plan": PlanAssigned("0f" * 8, "CM03", "2027-06-30", title="Không ai giao"),
    "plan of the unit": PlanAssigned("1f" * 8, "CM03", "2027-06-30", title="Không ai giao"),
    "framework": PositionDescribed("P02", "x", "Văn thư", required=(("M2", 1),)),
}
OF_THE_UNIT = {"appointment", "plan of the unit", "framework"}


def with_card(reader: Reader, unit: bytes) -> Reader:
    return replace(reader, cards=reader.cards | {unit})


def forge(world: World, seat: DeskSeat, about: DeskSeat, kind: str) -> set[bytes]:
    """Unit facts by somebody who may, or may not, say so; the digests of those who may not."""
    desk, fact = seat.desk, KINDS[kind]
    subject = world.unit if kind in OF_THE_UNIT else about.desk.person
    if isinstance(fact, Appointed):
        fact = Appointed(desk.ring.public.hex(), "tôi", 0, 2**52)
    if isinstance(fact, Admitted):
        fact = Admitted(about.desk.ring.public.hex(), "Ai đó")
    author = Author(desk.ring.public, desk.person, world.unit)
    if world.unit not in seat.reader.cards:
        return set()  # nobody writes for a unit whose card they never saw
    (saved,) = desk.append(author, [fact], subject=subject, chain="u")
    desk.know_again({subject})
    may = kind != "appointment" and world.unit in seat.reader.units
    return set() if may else {saved.digest}


def stolen(
    world: World, victim: DeskSeat, epoch: int, chain: str, *, sealed: bool
) -> tuple[Paper, set[bytes]]:
    """A packet of a stranger who claims to be the victim."""
    card = victim.desk.card
    assert card is not None
    source = Source(
        MALLORY.public, victim.desk.person, card.unit, "s" if chain == "s" else "u",
        epoch.to_bytes(16, "big"),
    )  # fmt: skip
    facts: list[Fact] = (
        [
            ProfileFact(THIEF, "P02", "", MALLORY.seal_public.hex()),
            finished("CM03-02", 900),
            *(Voided(of.hex(), number, end.hex()) for of, number, end in sorted(victim.held)[:3]),
        ]
        if chain == "s"
        else [KINDS["hours"], Appointed(MALLORY.public.hex(), "tôi", 0, 2**52)]
    )
    lines = lines_of(facts)
    segment = a_segment(source, MALLORY, lines)
    packet = Packet(
        Carrier(MALLORY.public, MALLORY.seal_public, "ai đó"), card.unit, victim.desk.now(),
        (carried(source, segment),),
    )  # fmt: skip
    raw = write(packet, MALLORY, card.recipients if sealed else ())
    return Paper("KetQua_Hanh.thoc", raw), set(chain_of(source.id, lines))


def newcomer(world: World, seat: DeskSeat) -> DeskSeat:
    """Somebody who lost everything and begins anew in their unit, saying who they were."""
    unit, name = seat.desk.unit, f"{seat.name}-{len(world.seats)}"
    made = world.office.person(seat.desk.profile.name, name, world.cards[unit])
    made.desk.close()
    world.office.desks.pop()
    new = world.sit(name, world.folder / name, made.desk.profile.id)
    key = new.desk.ring.public
    new.reader = Reader(new.desk.person, frozenset({key}), frozenset({unit}))
    new.services.devices.claim(seat.reader.person.hex())
    return new


def second_device(world: World, seat: DeskSeat) -> DeskSeat:
    """Another computer of a person with keys of its own, linked by their first one."""
    name, stick = f"{seat.name}-{len(world.seats)}", world.office.stick
    made = world.office.person(seat.desk.profile.name, name)
    person = made.desk.profile.id
    made.desk.close()
    world.office.desks.pop()
    device = world.sit(name, world.folder / name, person)
    device.clock.now, device.linked_by = seat.clock.now, seat.desk.ring.public
    request, _code = device.services.devices.request(stick, "Máy ở nhà")
    packet = seat.services.devices.link(request, stick)
    device.services.devices.take(Path(packet.path))
    for paper in (request, Path(packet.path)):
        paper.unlink()
    device.reader = replace(seat.reader, units=frozenset(), cards=frozenset({seat.desk.unit}))
    for each in world.seats.values():
        if each.reader.person == seat.reader.person:
            keys = seat.reader.keys | {device.desk.ring.public}
            each.reader = replace(each.reader, keys=keys)
    return device
