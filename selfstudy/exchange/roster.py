"""Rosters: who belongs to a unit, signed by one of its supervisors."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec

from selfstudy.domain.errors import BadSignature, DamagedFile
from selfstudy.domain.record import ID_SIZE, KEY_SIZE
from selfstudy.exchange.envelope import ROSTER, disclose, enclose
from selfstudy.exchange.keys import KeyRing, verified

MAX_PEOPLE = 20_000
MESSAGE = b"tuhoc roster 0"


class Listed(msgspec.Struct, frozen=True):
    """A person of a unit: id, signing key, name, position, staff code."""

    person: bytes
    key: bytes
    name: str
    position: str = ""
    staff_code: str = ""


class Roster(msgspec.Struct, frozen=True):
    """The people whom a supervisor of `unit` lists at `at` (ms since 1970)."""

    unit: bytes
    at: int
    people: tuple[Listed, ...]


@dataclass(frozen=True, slots=True)
class SignedRoster:
    """A roster with the key that signed it."""

    roster: Roster
    signer: bytes


_encode = msgspec.json.Encoder().encode
_roster = msgspec.json.Decoder(Roster).decode
_signed = msgspec.json.Decoder(tuple[bytes, bytes, bytes]).decode


def roster_file(roster: Roster, ring: KeyRing, recipients: tuple[bytes, ...] = ()) -> bytes:
    """The bytes of a roster, signed by `ring`, sealed to `recipients` when there are any."""
    body = _encode(roster)
    return enclose(ROSTER, _encode((ring.public, body, ring.sign(MESSAGE + body))), recipients)


def open_roster_file(raw: bytes, rings: tuple[KeyRing, ...] = (), name: str = "") -> SignedRoster:
    """Read a roster whose signature holds; whether its signer may sign is for the caller.

    Raises what `disclose` raises, DamagedFile, BadSignature.
    """
    try:
        signer, body, signature = _signed(disclose(raw, ROSTER, rings, name))
        roster = _roster(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise DamagedFile(name=name, reason="roster") from error
    sizes = {(len(p.person), len(p.key)) for p in roster.people} - {(ID_SIZE, KEY_SIZE)}
    if sizes or len(roster.unit) != ID_SIZE or len(roster.people) > MAX_PEOPLE:
        raise DamagedFile(name=name, reason="roster")
    if not verified(signer, signature, MESSAGE + body):
        raise BadSignature(name=name)
    return SignedRoster(roster, signer)
