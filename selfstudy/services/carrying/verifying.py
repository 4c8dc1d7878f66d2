"""Looking into a file of ours without taking anything from it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from selfstudy.content.pack import open_any
from selfstudy.domain.errors import NotForUs, SelfStudyError, UnreadableFile
from selfstudy.exchange.cards import open_card_file, read_card, read_receipt
from selfstudy.exchange.envelope import CARD, PACK, PACKET, ROSTER, UPDATE, shell
from selfstudy.exchange.keys import KeyRing, verify
from selfstudy.exchange.packet import Packet, checked_all, read
from selfstudy.exchange.roster import open_roster_file
from selfstudy.services.holding.desk import KEYS, profiles_in
from selfstudy.services.intake.codes import ZIP
from selfstudy.services.intake.files import read_bytes, shown
from selfstudy.store.glance import is_locked

UNKNOWN = "unknown"
KINDS = {PACKET: "packet", CARD: "card", PACK: "pack", UPDATE: "pack", ROSTER: "roster"}


@dataclass
class Examined:
    """What a file is, whether it could be opened here, and what is wrong with it.

    `locked` are the names of those here who might open it, if they were not locked.
    """

    name: str
    kind: str = UNKNOWN
    recipients: int = 0
    opened: bool = False
    carrier: str = ""
    records: int = 0
    segments: int = 0
    locked: tuple[str, ...] = ()
    problems: list[tuple[str, dict[str, object]]] = field(default_factory=list)

    def blame(self, error: SelfStudyError) -> None:
        """Note what is wrong."""
        self.problems.append((error.key, error.details))


def examine(path: Path, profiles: Path, *unlocked: KeyRing) -> Examined:
    """Check every digest and signature that a profile of this computer can open.

    `unlocked` are the keys of locked profiles whose secret was given.
    """
    found = Examined(shown(path))
    try:
        raw = read_bytes(path)
        if raw.startswith(ZIP):  # an archive of a record, a backup, or packets to be unpacked
            found.problems.append(("cli.verify_zip", {}))
            return found
        outer = shell(raw, path.name)
        found.kind = KINDS.get(outer.kind, UNKNOWN)
        found.recipients = len(outer.recipients)
        _open(raw, outer.kind, found, (*_rings(profiles), *unlocked))
    except NotForUs:  # sealed to others: the shell holds, nobody here may look further
        found.locked = _locked(profiles)
    except SelfStudyError as error:
        found.blame(error)
    return found


def _rings(profiles: Path) -> tuple[KeyRing, ...]:
    """The keys of those whose profile is not locked."""
    folders = [profiles / profile.id for profile in profiles_in(profiles)]
    return tuple(KeyRing.load(folder / KEYS) for folder in folders if not is_locked(folder))


def _locked(profiles: Path) -> tuple[str, ...]:
    return tuple(p.name for p in profiles_in(profiles) if is_locked(profiles / p.id))


def _open(raw: bytes, kind: int, found: Examined, rings: tuple[KeyRing, ...]) -> None:
    if kind == PACKET:
        _check_packet(read(raw, rings, found.name), found)
    elif kind == CARD:
        found.carrier = open_card_file(raw, found.name)[0].name
    elif kind in {PACK, UPDATE}:
        found.carrier = open_any(raw, verify, found.name).head.publisher
    elif kind == ROSTER:
        found.records = len(open_roster_file(raw, rings, found.name).roster.people)
    else:
        raise UnreadableFile(name=found.name)
    found.opened = True


def _check_packet(packet: Packet, found: Examined) -> None:
    found.carrier = packet.carrier.name
    for carried in packet.sources:
        sound, broken = checked_all(carried)
        found.segments += len(carried.segments)
        found.records += sum(part.segment.count for part in sound)
        for _segment, error in broken:
            found.blame(error)
    for signed in packet.receipts:
        try:
            read_receipt(signed)
        except SelfStudyError as error:
            found.blame(error)
    for signed in packet.cards:
        try:
            read_card(signed, found.name)
        except SelfStudyError as error:
            found.blame(error)
