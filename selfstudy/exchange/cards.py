"""Unit cards and receipts: small signed statements that are kept verbatim."""

from __future__ import annotations

import msgspec

from selfstudy.domain.errors import BadSignature, DamagedFile, UnitCardRefused
from selfstudy.domain.record import KEY_SIZE, Int, identity
from selfstudy.exchange.envelope import CARD, disclose, enclose
from selfstudy.exchange.keys import KeyRing, verified
from selfstudy.exchange.packet import Signed


class Officer(msgspec.Struct, frozen=True):
    """A supervisor or hub that a unit card names: signing key, sealing key, name."""

    key: bytes
    seal_key: bytes
    name: str


class UnitCard(msgspec.Struct, frozen=True):
    """Who a unit is. Public; it grants nothing. Times are ms since 1970; 0 means no end."""

    root: bytes
    number: Int
    name: str
    since: Int
    until: Int
    supervisors: tuple[Officer, ...] = ()
    hubs: tuple[Officer, ...] = ()
    hub: str = ""
    parent: str = ""
    revoked: tuple[bytes, ...] = ()

    @property
    def unit(self) -> bytes:
        """The unit's id: it follows from its root key, so nobody can publish a card for it."""
        return identity(self.root)

    @property
    def recipients(self) -> list[bytes]:
        """The sealing keys that a packet to this unit is sealed to."""
        return [officer.seal_key for officer in self._officers]

    @property
    def receivers(self) -> dict[bytes, str]:
        """The keys that may sign receipts, with their names."""
        return {officer.key: officer.name for officer in self._officers}

    @property
    def _officers(self) -> list[Officer]:
        """Those named whose keys were not revoked since."""
        return [o for o in (*self.supervisors, *self.hubs) if o.key not in self.revoked]


class Receipt(msgspec.Struct, frozen=True):
    """A receiver holds a person's records up to here: contiguous heads with their digests.

    `number` counts within the receiver's `epoch`; a new epoch names the one it `replaces` and
    those `before` that. `removed` is the key that it was written for, where the receiver knows that
    this is the person's no longer: whoever holds it hears that and nothing more.
    """

    receiver: bytes
    name: str
    unit: bytes
    person: bytes
    epoch: bytes
    number: Int
    at: Int
    heads: tuple[tuple[bytes, Int, bytes], ...]
    replaces: bytes = b""
    quarantined: Int = 0
    before: tuple[bytes, ...] = ()
    removed: bytes = b""

    def takes_place_of(self, held: Receipt, *, live: bool = False) -> bool:
        """Whether this was said after `held`, by the same receiver about the same person.

        `live` is an answer to one's own question. Of epochs that do not name each other the later
        by the receiver's clock counts, or the one that confirms less: that costs bytes, never a
        record.
        """
        if live or self.mark == held.mark:
            return self.mark != held.mark
        if self.epoch == held.epoch:
            if self.removed != held.removed:  # it confirms that key's own records alone
                return (self.at, self.removed) > (held.at, held.removed)
            return self.number > held.number
        if held.epoch in (self.replaces, *self.before):
            return True
        if self.epoch in (held.replaces, *held.before):
            return False
        return self.at > held.at or self.number < held.number

    @property
    def mark(self) -> str:
        """What tells this receipt from others of its receiver about the same person."""
        removed = f".{self.removed.hex()[:8]}" if self.removed else ""
        return f"{self.epoch.hex()[:8]}.{self.number}{removed}"


_encode = msgspec.json.Encoder().encode
_card = msgspec.json.Decoder(UnitCard).decode
_receipt = msgspec.json.Decoder(Receipt).decode
_signed = msgspec.json.Decoder(tuple[bytes, bytes]).decode


def sign_card(card: UnitCard, root: KeyRing) -> Signed:
    """Sign a card with the unit's root."""
    body = _encode(card)
    return Signed(body, root.sign(b"tuhoc card 0" + body))


def read_card(signed: Signed, name: str = "") -> UnitCard:
    """A card whose signature holds. Raises DamagedFile, BadSignature."""
    try:
        card = _card(signed.body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise DamagedFile(name=name, reason="card") from error
    if len(card.root) != KEY_SIZE or not card.name.strip():
        raise DamagedFile(name=name, reason="card")
    if not verified(card.root, signed.signature, b"tuhoc card 0" + signed.body):
        raise BadSignature(name=name)
    return card


def card_file(signed: Signed) -> bytes:
    """The bytes of a `.thdv` file."""
    return enclose(CARD, _encode((signed.body, signed.signature)))


def open_card_file(raw: bytes, name: str = "") -> tuple[UnitCard, Signed]:
    """Read a `.thdv` file. Raises what `disclose` and `read_card` raise."""
    try:
        signed = Signed(*_signed(disclose(raw, CARD, name=name)))
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise DamagedFile(name=name, reason="card") from error
    return read_card(signed, name), signed


def accept_card(card: UnitCard, held: UnitCard | None, now: int) -> None:
    """Raise UnitCardRefused unless `card` may take the place of `held` at `now` (ms)."""
    if card.until and now > card.until:
        raise UnitCardRefused(reason="expired", name=card.name)
    if held is not None and held.unit == card.unit and card.number < held.number:
        raise UnitCardRefused(reason="older", name=card.name)


def sign_receipt(receipt: Receipt, ring: KeyRing) -> Signed:
    """Sign a receipt with the receiver's key."""
    body = _encode(receipt)
    return Signed(body, ring.sign(b"tuhoc receipt 0" + body))


def read_receipt(signed: Signed) -> Receipt:
    """A receipt whose signature holds. Raises DamagedFile, BadSignature."""
    try:
        receipt = _receipt(signed.body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise DamagedFile(name="", reason="receipt") from error
    if not verified(receipt.receiver, signed.signature, b"tuhoc receipt 0" + signed.body):
        raise BadSignature(name="")
    return receipt
