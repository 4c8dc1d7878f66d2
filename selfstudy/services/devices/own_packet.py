"""A packet from one of a person's computers to the others: everything they own, sealed to those.

Private records travel in it and in nothing else.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Sequence
from pathlib import Path

from selfstudy.domain.audience import to_own_device, to_person
from selfstudy.domain.devices import Device, State
from selfstudy.domain.errors import SelfStudyError
from selfstudy.domain.moments import moment
from selfstudy.domain.progress import Exported, PreviewLine
from selfstudy.domain.record import NO_UNIT, UNIT
from selfstudy.exchange.cards import read_receipt
from selfstudy.exchange.packet import Packet, Signed, write
from selfstudy.services.holding.burial import signed_stones
from selfstudy.services.holding.desk import Desk
from selfstudy.services.holding.receipts import own_receipt
from selfstudy.services.intake.aside import beginning, note_whole
from selfstudy.services.record.standing import heads_of
from selfstudy.settings import write_whole
from selfstudy.store.facts import Row
from selfstudy.store.journal import Heads
from selfstudy.store.key_words import names_of


def write_own(desk: Desk, path: Path, held: Heads, recipients: Sequence[bytes]) -> Exported:
    """Write what the holders of `held` lack of all that the desk's person owns."""
    desk.seal()
    own = desk.journal.since(held, to_own_device(desk.person))
    units = desk.journal.since({}, to_person(desk.person, desk.unit))
    about = [carried for carried in units if carried.source.subject == desk.unit]
    signed = desk.signed_card(desk.unit)
    packet = Packet(
        desk.carrier(), desk.unit, desk.now(), (*own, *about), (own_receipt(desk, desk.person),),
        (signed,) if signed else (),
        tombstones=signed_stones(desk.graves.own(desk.person)),
    )  # fmt: skip
    raw = write(packet, desk.ring, recipients)
    write_whole(path, raw)
    note_whole(desk, [beginning(raw)])
    facts, digest = sum(carried.records for carried in own), hashlib.sha256(raw).hexdigest()
    told = {"file": path.name, "facts": facts, "digest": digest}
    desk.papers.log(desk.now(), "own_devices", desk.name, told)
    return Exported(str(path), facts, len(raw), digest)


def held_by(desk: Desk, others: Collection[bytes]) -> Heads:
    """The heads that each of these other computers of the person has confirmed."""
    confirmed: dict[bytes, Heads] = {}
    for kept in desk.papers.receipts(NO_UNIT, desk.person):
        try:
            receipt = read_receipt(Signed(kept.body, kept.signature))
        except SelfStudyError:
            continue
        confirmed[receipt.receiver] = heads_of(receipt)
    held = [confirmed.get(key, {}) for key in others]
    first = held[0] if held else {}
    return {sid: head for sid, head in first.items() if all(h.get(sid) == head for h in held)}


def lines_of(desk: Desk, rows: Sequence[Row]) -> tuple[PreviewLine, ...]:
    """Records by kind: how many, the newest."""
    newest = {row.kind: row.at for row in rows}
    zone = desk.clock().tzinfo
    return tuple(
        PreviewLine(kind, count, moment(newest[kind]).astimezone(zone))
        for kind, count in sorted(Counter(row.kind for row in rows).items())
    )


def devices_of(desk: Desk, person: bytes) -> tuple[Device, ...]:
    """A person's computers, the one at hand first, removed ones last."""
    known = desk.my_authorities()
    zone = desk.clock().tzinfo
    names = names_of(desk.journal, person)
    places = desk.journal.sources(to_own_device(person))
    keys = {place.source.author for place in places if place.source.chain != UNIT}
    keys |= known.keys.get(person, frozenset())
    keys |= {desk.ring.public} if desk.person == person else set()
    found = []
    for key in keys:
        if not known.spoke_for(key, person):
            continue
        own = [p for p in places if p.source.author == key and p.head >= p.first]
        last = max((p.last for p in own), default=0)
        state: State = "linked" if known.speaks_for(key, person) else "removed"
        found.append(
            Device(
                key.hex(), names.get(key, ""), key == desk.ring.public, state,
                sum(p.head - p.first + 1 for p in own),
                moment(last).astimezone(zone) if last else None,
            )
        )  # fmt: skip
    return tuple(sorted(found, key=lambda d: (d.state == "removed", not d.here, d.name, d.id)))
