"""What is in a file of a format, in words that a table of expected values can hold."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from selfstudy import bootstrap
from selfstudy.bootstrap import Services
from selfstudy.domain.wire import Carried
from selfstudy.exchange import packet
from selfstudy.exchange.cards import read_card, read_receipt
from selfstudy.exchange.keys import KeyRing
from selfstudy.exchange.lock import Cost
from selfstudy.exchange.tombstones import read_tombstone
from selfstudy.services.holding.holder import Holder
from selfstudy.services.record.ledger import Ledger
from selfstudy.settings import Places
from tests.builders import dump
from tests.office import Office

DATA = Path(__file__).parents[1] / "data"
CHEAP = Cost(19 * 1024, 1)
PACKETS = {
    "KetQua": "lan", "KetQua_KhacMay": "lan", "YeuCauXoa": "lan", "BienNhan": "hanh",
    "BienNhan_KhacMay": "again", "LienKet": "home", "TraoDoi": "hanh",
}  # fmt: skip
LOCAL = ("meta", "trail", "outline")  # what a computer keeps about itself and its content


def lines_of(carried: Carried) -> list[bytes]:
    """The lines of a source's segments, each checked as an intake checks it."""
    sound, broken = packet.checked_all(carried)
    assert not broken
    return [line for part in sound for line in part.lines]


def ring(name: str) -> KeyRing:
    """The keys of somebody of number 1."""
    return KeyRing.load(DATA / "1" / "keys" / f"{name}.json")


def kinds_in_packets() -> set[str]:
    """The kinds of facts that the packets of number 1 carry."""
    found = set()
    for name, reader in PACKETS.items():
        raw = (DATA / "1" / f"{name}.thoc").read_bytes()
        for part in packet.read(raw, [ring(reader)]).sources:
            found |= set(kinds_of(lines_of(part)))
    return found


def kinds_of(lines: list[bytes]) -> dict[str, int]:
    return dict(sorted(Counter(json.loads(line)[2] for line in lines).items()))


def told(raw: bytes, rings: list[KeyRing]) -> dict[str, object]:
    """A packet: who carries it, whose records, what else."""
    found = packet.read(raw, rings)
    return {
        "carrier": found.carrier.name,
        "unit": found.unit.hex(),
        "at": found.at,
        "sources": sorted(
            [
                part.source.chain, part.source.subject.hex()[:8], part.source.id.hex()[:16],
                part.segments[-1].last, part.segments[-1].end.hex()[:16],
                kinds_of(lines_of(part)),
            ]
            for part in found.sources
        ),
        "receipts": [
            [receipt.name, receipt.number, sorted(number for _sid, number, _d in receipt.heads)]
            for receipt in map(read_receipt, found.receipts)
        ],
        "cards": [read_card(card).number for card in found.cards],
        "tombstones": [len(read_tombstone(stone).sources) for stone in found.tombstones],
    }  # fmt: skip


def held(holder: Holder) -> dict[str, object]:
    """What a journal holds: heads and kinds by source, papers, and how many rows of the rest."""
    journal = holder.journal
    with holder.database.read() as connection:
        places = journal.places.read(connection)
    rows = {name: found for name, found in dump(holder.database).items() if name not in LOCAL}
    return {
        "sources": sorted(
            [
                place.source.chain, place.sid.hex()[:16], place.head,
                place.head_digest.hex()[:16],
                kinds_of([line for _number, line in journal.lines(place)]),
            ]
            for place in places
            if place.head >= place.first
        ),
        "cards": sorted((card.name, card.number) for card in holder.cards().values()),
        "receipts": len(rows["receipt"]),
        "tombstones": len(rows["tombstone"]),
        "facts": len(rows["fact"]),
    }  # fmt: skip


def shown(services: Services) -> dict[str, object]:
    """What a person sees of it: projections, ledgers, the roster."""
    desk = services.desk
    desk.fold()
    with desk.database.read() as connection:
        progress = desk.journal.folds.progress(connection, desk.person)
        memory = desk.journal.folds.memory(connection, desk.person)
    return {
        "name": desk.profile.name,
        "unit": desk.profile.unit,
        "progress": sorted(
            [
                row.lesson, row.version, row.module, sorted(row.sections), row.seconds, row.anchor,
                row.last, row.finished, row.hundredths, row.minutes, row.result,
            ]
            for row in progress
        ),
        "memory": sorted(
            [row.lesson, row.question, row.answers, row.rights, row.score, row.memory.due]
            for row in memory
        ),
        "ledger": sorted([row.ledger, row.hours] for row in Ledger(desk).rows()),
        "people": sorted(
            [
                person.name, person.staff_code, person.known, person.lessons_done,
                person.self_study, person.recognised,
            ]
            for person in services.unit.people()
        )
        if services.unit.view()
        else [],
    }  # fmt: skip


def plain(found: object) -> object:
    """As it comes back from JSON."""
    return json.loads(json.dumps(found, ensure_ascii=False))


def opened(places: Places, profile: str, office: Office, secret: str = "") -> Services:
    """The services of a profile in a home, with its secret if it has one."""
    people = bootstrap.profiles(places, office.clock, office.shelf, lambda: CHEAP)
    key = people.locking(profile).by_secret(secret) if secret else None
    office.desks.append(bootstrap.services(people.open(profile, key), places))
    return office.desks[-1]
