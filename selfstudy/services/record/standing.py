"""Whether the work is safe: what the unit has confirmed, receiver by receiver."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from selfstudy.domain.audience import to_unit
from selfstudy.domain.errors import SelfStudyError
from selfstudy.domain.moments import moment
from selfstudy.domain.progress import Handed, Removal
from selfstudy.domain.record import NO_UNIT, SHARED
from selfstudy.domain.wire import branch_name
from selfstudy.exchange.cards import Receipt, read_receipt
from selfstudy.exchange.packet import Signed
from selfstudy.services.holding.desk import Desk
from selfstudy.store.facts import Row, rows_of
from selfstudy.store.journal import Heads
from selfstudy.store.places import Place
from selfstudy.store.schema import source as source_table
from selfstudy.store.seen import seen

NOT_RESULTS = frozenset({"profile", "key_added", "key_removed", "claimed"})


def receipts(desk: Desk) -> list[Receipt]:
    """The latest receipt of each receiver that the unit's card names now, newest first."""
    card = desk.card
    if card is None:
        return []
    found = []
    for kept in desk.papers.receipts(desk.unit, desk.person):
        if kept.receiver not in card.receivers:
            continue
        try:
            found.append(read_receipt(Signed(kept.body, kept.signature)))
        except SelfStudyError:
            continue
    return sorted(found, key=lambda receipt: receipt.at, reverse=True)


def _own_receipts(desk: Desk) -> list[Receipt]:
    """What the person's other computers said last of what they hold."""
    kept = [Signed(k.body, k.signature) for k in desk.papers.receipts(NO_UNIT, desk.person)]
    return [receipt for receipt in map(read_receipt, kept) if desk.owns(receipt.receiver)]


def removal(desk: Desk, told: Sequence[Receipt]) -> Removal | None:
    """That this computer was removed from its person: by its own journal, else the newest word.

    `told` are the unit's receipts.
    """
    key, person, known = desk.ring.public, desk.person, desk.my_authorities()
    if known.spoke_for(key, person) and not known.speaks_for(key, person):
        where = source_table.c.subject == person
        said = [f for f in seen(desk.journal, "key_removed", where) if f.object == key.hex()]
        names = {held.key: held.name for held in known.appointments}
        return Removal(_local(desk, said[-1].at), names.get(said[-1].source.author, ""))
    newest = max((*told, *_own_receipts(desk)), key=lambda receipt: receipt.at, default=None)
    if newest is None or newest.removed != key:
        return None
    return Removal(_local(desk, newest.at), newest.name if newest.unit != NO_UNIT else "")


def heads_of(receipt: Receipt | None) -> Heads:
    """The heads that a receipt confirms."""
    if receipt is None:
        return {}
    return {sid: (number, digest) for sid, number, digest in receipt.heads}


def own_heads(desk: Desk, receipt: Receipt | None) -> Heads:
    """How far a receipt confirms each source and tail as this journal has them.

    It confirms the records before those that it names, on the same path and on no other.
    """
    heads, found, parted = heads_of(receipt), {}, desk.parted()
    for place in desk.journal.sources(to_unit(desk.unit)) if heads else ():
        if place.forked:
            reached = _on_tree(desk, place, heads)
        else:
            reached = _on_path(desk, place, heads, shared=place.own or place.sid in parted)
        if reached:
            found[place.sid] = (reached, desk.journal.digest(place, reached) or b"")
    return found


def _on_tree(desk: Desk, place: Place, heads: Heads) -> int:
    """Up to which number a stretch of a forked source leads to a record that is named."""
    with desk.database.read() as connection:
        return desk.journal.forks.reached(connection, place, heads.values()).get(place.sid, 0)


def _on_path(desk: Desk, place: Place, heads: Heads, *, shared: bool) -> int:
    """Up to which number an unforked source leads to a record that is named.

    `shared`: a copy may have written in it too. A receiver that knows of a fork of ours names our
    tail; here it is still the source itself.
    """
    reached, named = 0, heads.get(place.sid)
    while named is not None:
        number, digest = named
        if number > place.head:
            # It went on before a backup was restored here. If it was written to since, then a
            # copy goes on as well: that our last records are on the copy's path nobody knows.
            return reached if shared else place.head
        if desk.journal.digest(place, number) != digest:
            return reached
        following = desk.journal.digest(place, number + 1)
        reached, named = number, heads.get(branch_name(place.source.id, following or b""))
    return reached


def file_receipt(desk: Desk) -> Receipt | None:
    """The newest receipt of a supervisor: where a file to the unit starts."""
    card = desk.card
    supervisors = {officer.key for officer in card.supervisors} if card else set()
    return next((r for r in receipts(desk) if r.receiver in supervisors), None)


def hub_receipt(desk: Desk) -> Receipt | None:
    """The newest receipt of the unit's hub."""
    card = desk.card
    hubs = {officer.key for officer in card.hubs} if card else set()
    return next((r for r in receipts(desk) if r.receiver in hubs), None)


def results(desk: Desk) -> list[Row]:
    """The person's own shared results for the unit they belong to."""
    return [
        row
        for row in rows_of(desk.journal, desk.person)
        if row.place.source.chain == SHARED
        and row.place.source.unit == desk.unit
        and row.kind not in NOT_RESULTS
    ]


def confirmed(row: Row, held: list[Heads]) -> bool:
    """Whether some receiver holds a record; `held` is how far each confirms what is held here."""
    return any(row.number <= heads.get(row.place.sid, (0, b""))[0] for heads in held)


def handed(desk: Desk) -> Handed:
    """One sentence's worth: how many results nobody has confirmed, and who confirmed last."""
    card, found = desk.card, receipts(desk)
    gone = removal(desk, found)
    if desk.unit == NO_UNIT or card is None:
        return Handed(removal=gone)
    held = [own_heads(desk, receipt) for receipt in found]
    mine = results(desk)
    newest = found[0] if found else None
    synced = desk.database.setting("synced")
    return Handed(
        unit=card.name,
        unreceived=sum(not confirmed(row, held) for row in mine),
        results=len(mine),
        receiver=newest.name if newest else "",
        received_at=_local(desk, newest.at) if newest else None,
        hub=card.hub,
        synced_at=_local(desk, int(synced)) if synced else None,
        removal=gone,
    )


def _local(desk: Desk, at: int) -> datetime:
    return moment(at).astimezone(desk.clock().tzinfo)
