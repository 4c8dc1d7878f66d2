"""The hub's keeper: a holder of units that takes packets, confirms them and tells what is new."""

from __future__ import annotations

import json
import os
import secrets
import threading
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from selfstudy.domain.authority import Authorities
from selfstudy.domain.errors import HubRefused, NotEntitled, NotForUs
from selfstudy.domain.record import ID_SIZE, KEY_SIZE
from selfstudy.domain.wire import Carried
from selfstudy.exchange.cards import Officer, UnitCard, open_card_file, read_receipt
from selfstudy.exchange.envelope import FORMAT
from selfstudy.exchange.keys import KeyRing
from selfstudy.exchange.packet import ALL_PACKS, Ask, Packet, PackOffer, read, write
from selfstudy.hub.access import Access
from selfstudy.hub.letters import Letters
from selfstudy.hub.shelf import MOST_HELD, Shelf
from selfstudy.services.holding.burial import Burial, signed_stones
from selfstudy.services.holding.holder import Clock, Holder
from selfstudy.services.holding.marker import Marker
from selfstudy.services.holding.receipts import receipt_for
from selfstudy.services.holding.told import PART
from selfstudy.services.intake.files import read_bytes
from selfstudy.services.intake.intake import Intake
from selfstudy.settings import write_whole
from selfstudy.store.database import Database
from selfstudy.store.fresh import cut, fresh
from selfstudy.store.graves import Stone
from selfstudy.store.rereading import read_again

KEYS, JOURNAL, ABOUT, GRAVES = "hub-keys.json", "hub.db", "hub.json", "hub-graves.json"
PACKS, LETTERS = "packs", "errata"
MAX_NONCE = 64
MAX_HELD = 500_000


class Hub(Holder):
    """A holder without a person: it writes no fact, folds nothing, and confirms what it holds.

    Several processes may keep one PostgreSQL database; what one learns of cards, appointments
    and admissions the others learn by a mark in the database.
    """

    def __init__(self, database: Database, ring: KeyRing, clock: Clock, name: str) -> None:
        super().__init__(database, ring, clock, name)
        self._knowing = threading.RLock()
        self._mark: str | None = None
        self.shelf = Shelf()
        self.letters = Letters(ring)
        if database.setting("receipt_epoch") is None:
            self.begin_receipt_epoch()

    @classmethod
    def open(cls, folder: Path, clock: Clock, name: str = "", url: str = "") -> Hub:
        """The hub of a data folder, made now if there is none; records lie in `url` if given."""
        try:
            about = json.loads((folder / ABOUT).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            about = {}
        chosen = name or str(about.get("name", "")) or "Tự học"
        if not (folder / KEYS).exists():
            KeyRing.new().save(folder / KEYS)
        if chosen != about.get("name"):
            write_whole(folder / ABOUT, json.dumps({"name": chosen}, ensure_ascii=False).encode())
        database = Database(url or folder / JOURNAL)
        hub = cls(database, KeyRing.load(folder / KEYS), clock, chosen)
        hub.graves_file = folder / GRAVES
        hub.shelf = Shelf(folder / PACKS)
        hub.letters = Letters(hub.ring, folder / LETTERS)
        try:
            if not url:
                hub.notice_restore(Marker(folder, "hub"), folder / JOURNAL)
            read_again(hub.journal)
            Burial(hub).wake(copied=True)
        except BaseException:
            hub.close()
            raise
        return hub

    def notice_restore(self, marker: Marker, file: Path) -> None:
        """Begin receipts anew where this file is not the one that was open here last."""
        held = self.database.setting("mark")
        number = os.stat(file).st_ino  # noqa: PTH116 — the number, not the path
        copied = held is not None and not marker.matches(held, number)
        if copied:
            self.begin_receipt_epoch()
        token = marker.next(None if copied else held)
        self.database.set_setting("mark", token)
        marker.renew(token, number)

    @property
    def officer(self) -> Officer:
        """How a unit's card names this hub."""
        return Officer(self.ring.public, self.ring.seal_public, self.name)

    def hello(self) -> dict[str, object]:
        """How the hub introduces itself to anybody."""
        return {
            "format": FORMAT,
            "name": self.name,
            "key": self.ring.public.hex(),
            "seal_key": self.ring.seal_public.hex(),
        }

    def serve_unit(self, path: Path) -> UnitCard:
        """Keep records of the unit of this card from now on."""
        card, signed = open_card_file(read_bytes(path), path.name)
        self.take_card(card, signed)
        return card

    def publish(self, path: Path) -> PackOffer:
        """Hand a pack on from now on. Raises what opening a pack raises."""
        return self.shelf.publish(path)

    def withdraw(self, module: str, version: int = 0) -> list[dict[str, object]]:
        """Hand a module's packs on no longer, or those of one version. Raises PackNotOnShelf."""
        return [_told(offer) for offer in self.shelf.withdraw(module, version)]

    def on_shelf(self) -> list[dict[str, object]]:
        """The packs that are handed on: module, version, base, size, publisher."""
        return [_told(offer) for offer in self.shelf.offers()]

    # — what several threads and processes know ———————————————————————————————————————————

    def know_again(self, subjects: Collection[bytes] | None = None) -> None:  # noqa: ARG002
        """A card, appointment or key changed; a hub folds nothing, so nothing is marked stale."""
        self.database.set_setting("known", secrets.token_hex(8))
        with self._knowing:
            self._mark = None

    def cards(self) -> dict[bytes, UnitCard]:
        """The cards held, by unit."""
        with self._knowing:
            self._look_again()
            return super().cards()

    def authorities(self, unit: bytes) -> Authorities:
        """Who may speak in a unit."""
        with self._knowing:
            self._look_again()
            return super().authorities(unit)

    def _look_again(self) -> None:
        """Forget what another thread or process has changed since."""
        mark = self.database.setting("known") or ""
        if mark != self._mark:
            self._cards = None
            self._authorities.clear()
            self._mark = mark

    # — one exchange —————————————————————————————————————————————————————————————————————

    def exchange(self, raw: bytes) -> bytes:
        """Take a packet and answer it; the same packet again writes nothing.

        Raises HubRefused, NotEntitled and what `packet.read` raises.
        """
        try:
            packet = read(raw, [self.ring])
        except NotForUs as error:
            raise HubRefused(reason="key") from error
        ask = self._checked(packet)
        own = tuple(c for c in packet.sources if c.source.unit == packet.unit)
        Intake(self).accept(replace(packet, sources=own))
        if not self.receives_for(packet.unit):
            raise HubRefused(reason="card")
        return self._answer(packet, ask)

    def _checked(self, packet: Packet) -> Ask:
        """The question of a packet that is meant for this hub and a unit it serves."""
        ask = packet.ask
        if ask is None or not 0 < len(ask.nonce) <= MAX_NONCE:
            raise HubRefused(reason="question")
        if ask.hub != self.ring.public:
            raise HubRefused(reason="key")
        card = self.cards().get(packet.unit)
        if ask.unit != packet.unit or card is None:
            raise HubRefused(reason="unit")
        if packet.carrier.key in card.revoked:
            raise NotEntitled(what="key")
        many = len(ask.held or ()) > MAX_HELD or len(ask.packs) > MOST_HELD
        if (len(packet.carrier.seal_key), len(ask.person), many) != (KEY_SIZE, ID_SIZE, False):
            raise HubRefused(reason="question")
        return ask

    def _answer(self, packet: Packet, ask: Ask) -> bytes:
        """Receipt, news and a newer card, sealed to the one who asked."""
        card = self.cards()[packet.unit]
        access = Access(self, packet, ask.person)
        with self.database.read():  # one view; what is known of keys was read before it
            carried, cursor, more = self._news(packet, ask, access)
            digest = access.digest()
            behind = access.behind(ask.held) if ask.held is not None else None
            stones = self._stones(packet, ask, access)
        said = Ask(
            self.ring.public, packet.unit, ask.nonce, digest, behind, cursor=cursor,
            card=card.number, more=more, person=access.authorities.owner_of(packet.carrier.key),
            shelf=self.shelf.mark(),
            offers=self.shelf.newer(ask.packs) if ask.shelf == ALL_PACKS else [],
        )  # fmt: skip
        receipt = receipt_for(self, packet.unit, ask.person, access.confirms, access.removed)
        same = read_receipt(receipt).mark == ask.receipt
        signed = self.signed_card(packet.unit) if card.number > ask.card else None
        answer = Packet(
            self.carrier(), packet.unit, self.now(), carried, () if same else (receipt,),
            (signed,) if signed else (), said, signed_stones(stones),
        )  # fmt: skip
        return write(answer, self.ring, [packet.carrier.seal_key])

    def _stones(self, packet: Packet, ask: Ask, access: Access) -> list[Stone]:
        """Tombstones since the reader's cursor, and of every erased source that they named.

        A supervisor is told all of the unit, a learner their own, a stranger what they name.
        """
        brought = {c.source.id for c in packet.sources} | {sid for sid, _n, _d in ask.held or ()}
        found = {s.signature: s for s in self.graves.naming(packet.unit, brought)}
        reader = access.reader
        if reader.role != "stranger":
            person = None if reader.role == "supervisor" else reader.person
            _last, after = _cursor(ask.cursor, self._cursor_epoch())
            new = self.graves.told(packet.unit, after, person)
            found |= {stone.signature: stone for stone in new}
        known = {signed.signature for signed in packet.tombstones}
        return [stone for stone in found.values() if stone.signature not in known]

    def _cursor_epoch(self) -> str:
        return (self.database.setting("receipt_epoch") or "")[:8]

    def _news(
        self, packet: Packet, ask: Ask, access: Access
    ) -> tuple[tuple[Carried, ...], str, bool]:
        """What the reader lacks: since their cursor, or by their heads when they gave them."""
        epoch = self._cursor_epoch()
        after, _stone = _cursor(ask.cursor, epoch)
        if access.reader.role == "stranger":
            return (), "", False
        found = fresh(self.journal, after, access.reader.audience, access.may, PART)
        if ask.held is None:
            cursor = f"{epoch}.{found.last}.{self.graves.newest(packet.unit)}"
            return _without(found.carried, packet), cursor, found.more
        held = {sid: (number, digest) for sid, number, digest in ask.held}
        since = [
            carried
            for carried in self.journal.since(held, access.reader.audience)
            if access.may(carried.source)
        ]
        now, later = cut(_without(since, packet), PART)
        return now, ask.cursor, bool(later)


def _cursor(cursor: str, epoch: str) -> tuple[int, int]:
    """The arrivals (segment, tombstone) that a cursor means; of an older epoch the beginning."""
    named, *numbers = cursor.split(".")
    plain = [n for n in numbers if n.isascii() and n.isdigit() and len(n) < 18]
    if named != epoch or not plain or len(plain) < len(numbers):
        return 0, 0
    return int(plain[0]), int(plain[1]) if len(plain) > 1 else 0


def _without(carried: tuple[Carried, ...] | list[Carried], packet: Packet) -> tuple[Carried, ...]:
    """An answer without what the request itself brought."""
    brought = {(c.source.id, s.first, s.end) for c in packet.sources for s in c.segments}
    found = []
    for part in carried:
        kept = tuple(s for s in part.segments if (part.source.id, s.first, s.end) not in brought)
        if kept:
            found.append(replace(part, segments=kept))
    return tuple(found)


def _told(offer: PackOffer) -> dict[str, object]:
    return {
        "module": offer.module,
        "version": offer.version,
        "base": offer.base,
        "size": offer.size,
        "publisher": offer.publisher.hex(),
    }
