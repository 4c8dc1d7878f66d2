"""Signed statements of what a receiver holds of a person."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypedDict

from selfstudy.domain.audience import to_own_device, to_person
from selfstudy.domain.record import NO_UNIT, SHARED, Source
from selfstudy.exchange.cards import Receipt, read_receipt, sign_receipt
from selfstudy.exchange.packet import Signed
from selfstudy.services.holding.holder import EPOCHS_BEFORE
from selfstudy.services.holding.told import sealed_heads
from selfstudy.store.erasure import TAKEN
from selfstudy.store.papers import KeptReceipt
from selfstudy.store.waiting import parted
from selfstudy.store.withheld import withheld_heads

if TYPE_CHECKING:
    from selfstudy.services.holding.holder import Holder


class _Lineage(TypedDict):
    replaces: bytes
    before: tuple[bytes, ...]


def anything(_source: Source) -> bool:
    """Every source."""
    return True


def receipt_for(
    holder: Holder,
    unit: bytes,
    person: bytes,
    only: Callable[[Source], bool] = anything,
    removed: bytes = b"",
) -> Signed:
    """A signed statement of what is held of a person; only after the commit that holds it.

    `removed` is the key that asks, when it was theirs and was removed: it is told so.

    Its number is how many records it confirms, and how many were ever erased here: within an
    epoch that only grows, so the same holdings give the same receipt and saying it again writes
    nothing.
    """
    places = [
        place
        for place in holder.journal.whole(holder.journal.sources(to_person(person, unit)))
        if place.source.subject == person
        and place.source.chain == SHARED
        and place.head >= place.first
        and only(place.source)
    ]
    later = withheld_heads(holder.journal)
    heads = {}
    for place in places:
        number, end = later.get(place.sid, (place.head, place.head_digest))
        if number >= place.first:
            heads[place.sid] = (number, place.first, end)
    card = holder.cards().get(unit)
    erased = int(holder.database.setting(TAKEN) or 0)
    receipt = Receipt(
        receiver=holder.ring.public,
        name=(card.receivers.get(holder.ring.public) if card else "") or holder.name,
        unit=unit,
        person=person,
        epoch=_epoch(holder),
        number=sum(number - first + 1 for number, first, _end in heads.values()) + erased,
        at=holder.now(),
        heads=tuple(sorted((sid, number, end) for sid, (number, _first, end) in heads.items())),
        removed=removed,
        **_lineage(holder),
    )
    return sign_receipt(receipt, holder.ring)


def own_receipt(holder: Holder, person: bytes) -> Signed:
    """What this computer holds of its own person, private records too: for their other computers.

    It goes out sealed to them and in nothing else.
    """
    heads = sealed_heads(holder.journal, holder.journal.sources(to_own_device(person)))
    receipt = Receipt(
        receiver=holder.ring.public,
        name=holder.name,
        unit=NO_UNIT,
        person=person,
        epoch=_epoch(holder),
        number=sum(number for number, _digest in heads.values()),
        at=holder.now(),
        heads=tuple(sorted((sid, number, digest) for sid, (number, digest) in heads.items())),
        **_lineage(holder),
    )
    return sign_receipt(receipt, holder.ring)


def own_notice(holder: Holder, person: bytes, removed: bytes) -> Signed:
    """That a key is this person's no longer, for the computer that has it; it confirms nothing."""
    notice = Receipt(
        receiver=holder.ring.public,
        name=holder.name,
        unit=NO_UNIT,
        person=person,
        epoch=_epoch(holder),
        number=0,
        at=holder.now(),
        heads=(),
        removed=removed,
        **_lineage(holder),
    )
    return sign_receipt(notice, holder.ring)


def keep_receipt(holder: Holder, signed: Signed, receipt: Receipt, *, live: bool = False) -> bool:
    """Keep a receipt if it was said after the receiver's last; it may confirm less.

    Where it tells of a fork of ours, what is written from now on begins anew.
    """
    kept = KeptReceipt(
        receipt.unit, receipt.receiver, receipt.person, receipt.epoch, receipt.number,
        receipt.at, receipt.name, signed.body, signed.signature,
    )  # fmt: skip

    def newer(held: KeptReceipt) -> bool:
        before = read_receipt(Signed(held.body, held.signature))
        return receipt.takes_place_of(before, live=live)

    heads = {sid: (number, digest) for sid, number, digest in receipt.heads}
    with holder.database.write():
        fresh = holder.papers.keep_receipt(kept, newer)
        told = parted(holder.journal, heads) if fresh else set()
        if told:
            holder.told_of_a_copy(told)
    return fresh


def _lineage(holder: Holder) -> _Lineage:
    before = [bytes.fromhex(e) for e in (holder.database.setting(EPOCHS_BEFORE) or "").split()]
    return {"replaces": before[0] if before else b"", "before": tuple(before[1:])}


def _epoch(holder: Holder) -> bytes:
    held = holder.database.setting("receipt_epoch")
    return bytes.fromhex(held) if held else holder.begin_receipt_epoch()
