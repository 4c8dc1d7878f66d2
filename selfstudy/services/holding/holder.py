"""What holds a journal: a learner's or supervisor's desk, or a hub. Services are built on it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from selfstudy.domain.audience import to_own_device, to_unit
from selfstudy.domain.authority import Authorities
from selfstudy.domain.moments import milliseconds
from selfstudy.domain.record import NO_UNIT, PRIVATE, SHARED, Chain, Fact, Source
from selfstudy.exchange.cards import Receipt, UnitCard, accept_card, card_file, open_card_file
from selfstudy.exchange.keys import KeyRing
from selfstudy.exchange.packet import Carrier, Signed
from selfstudy.store.database import Database
from selfstudy.store.graves import Graves
from selfstudy.store.journal import Author, Journal, Saved, Signer
from selfstudy.store.papers import Papers
from selfstudy.store.people import authorities

if TYPE_CHECKING:
    from pathlib import Path

    from selfstudy.domain.erasure import Tally

PARTED = "parted"  # the setting: sources that a copy wrote in too
EPOCHS_BEFORE = "receipt_epoch_before"  # the setting of earlier epochs, the newest first
MOST_EPOCHS = 32

Clock = Callable[[], datetime]


class Holder:
    """A journal with keys, a clock, and the cards of the units it knows."""

    def __init__(self, database: Database, ring: KeyRing, clock: Clock, name: str) -> None:
        self.database = database
        self.ring = ring
        self.clock = clock
        self.name = name
        self.journal = Journal(database)
        self.papers = Papers(database)
        self.graves = Graves(database)
        self.graves_file: Path | None = None
        self.person = b""
        self._cards: dict[bytes, UnitCard] | None = None
        self._authorities: dict[bytes, Authorities] = {}

    def now(self) -> int:
        """The device's time in ms since 1970."""
        return milliseconds(self.clock())

    def today(self) -> str:
        """The device's day (ISO)."""
        return self.clock().date().isoformat()

    def carrier(self) -> Carrier:
        """How this holder signs what it carries."""
        return Carrier(self.ring.public, self.ring.seal_public, self.name)

    def cards(self) -> dict[bytes, UnitCard]:
        """The cards held, by unit."""
        if self._cards is None:
            self._cards = {
                unit: open_card_file(raw)[0] for unit, _number, raw in self.papers.cards()
            }
        return self._cards

    def signed_card(self, unit: bytes) -> Signed | None:
        """The card held for a unit, as it was signed."""
        for held, _number, raw in self.papers.cards():
            if held == unit:
                return open_card_file(raw)[1]
        return None

    def take_card(self, card: UnitCard, signed: Signed) -> bool:
        """Keep a card whose signature holds; False when it is the one held already.

        Raises UnitCardRefused when it is expired or older than the one held.
        """
        held = self.cards().get(card.unit)
        accept_card(card, held, self.now())
        if held == card:
            return False
        self.papers.keep_card(card.unit, card.number, card_file(signed))
        self.know_again()
        return True

    def know_again(self, subjects: Collection[bytes] | None = None) -> None:
        """A card, appointment or key changed: look again before anything is folded.

        Without `subjects`, or when one of them is a unit, everybody is folded again.
        """
        self._cards = None
        self._authorities.clear()
        if subjects is None or any(subject in self.cards() for subject in subjects):
            self.journal.folds.mark_all(self.database)
            return
        with self.database.derive() as connection:
            for subject in subjects:
                self.journal.folds.mark(connection, subject)

    def authorities(self, unit: bytes) -> Authorities:
        """Who may speak in a unit."""
        if unit not in self._authorities:
            card = self.cards().get(unit)
            root = card.root if card else b""
            revoked = frozenset(card.revoked) if card else frozenset()
            self._authorities[unit] = authorities(self.journal, root, revoked)
        return self._authorities[unit]

    def may_keep(self, source: Source, carrier: bytes = b"") -> bool:  # noqa: ARG002
        """Whether this holder may hold records of `source`; a holder of a unit holds the unit's.

        `carrier` is the key that brought them.
        """
        return source.chain != PRIVATE and source.unit != NO_UNIT and source.unit in self.cards()

    def believes(self, receipt: Receipt) -> bool:
        """Whether a receipt is by a receiver whom the unit's card names."""
        card = self.cards().get(receipt.unit)
        return card is not None and receipt.receiver in card.receivers

    def receives_for(self, unit: bytes) -> bool:
        """Whether this holder may sign receipts for a unit."""
        card = self.cards().get(unit)
        return card is not None and self.ring.public in card.receivers

    def erased(self) -> None:
        """Records were erased here by intent."""

    def told_of_a_copy(self, sources: Collection[bytes]) -> None:
        """A copy of this folder wrote in these sources too: what is written next begins anew.

        How far they are one with the copy's nobody knows. The next opening is a copy's and says so.
        """
        with self.database.write():
            self.journal.begin_new_epoch()
            parted = sorted(sid.hex() for sid in self.parted().union(sources))
            self.database.set_setting(PARTED, " ".join(parted))
            self.database.set_setting("mark", "")

    def parted(self) -> frozenset[bytes]:
        """Sources in which a copy of this folder was said to have written too."""
        return frozenset(map(bytes.fromhex, (self.database.setting(PARTED) or "").split()))

    def received(self, source: Source, count: int) -> None:
        """So many records were taken in, durably."""

    def counts(self, unit: bytes, person: bytes) -> tuple[Tally, ...]:  # noqa: ARG002
        """What this holder's reports count of a person; nothing where it reports nothing."""
        return ()

    def append(
        self,
        author: Author,
        facts: Sequence[Fact],
        subject: bytes | None = None,
        chain: Chain | None = None,
    ) -> list[Saved]:
        """Seal facts now, durably."""
        moment = self.clock()
        offset = moment.utcoffset()
        minutes = round(offset.total_seconds() / 60) if offset else 0
        known = self.authorities(author.unit) if subject is None else None
        return self.journal.append(
            author, facts, max(0, milliseconds(moment)), minutes, subject=subject, chain=chain,
            speaks=known is None or known.speaks_for(author.key, author.person),
        )  # fmt: skip

    def append_signed(
        self, author: Author, facts: Sequence[Fact], chain: Chain, sign: Signer
    ) -> list[Saved]:
        """Seal facts by a key that is locked away, and sign them, in one moment."""
        self.journal.forget()  # nothing remembered may be found wrong half way
        try:
            with self.database.at_once():
                saved = Holder.append(self, author, facts, chain=chain)
                self.journal.seal(author.key, sign)
        except BaseException:
            self.journal.forget()
            raise
        return saved

    def seal(self) -> int:
        """Sign what this holder wrote, so that it can travel."""
        return self.journal.seal(self.ring.public, self.ring.sign)

    def begin_receipt_epoch(self) -> bytes:
        """Receipts begin anew (after a copy, restore or rescue) and name the epoch they replace."""
        epoch, fresh = self.database.setting("receipt_epoch") or "", secrets.token_bytes(16)
        before = f"{epoch} {self.database.setting(EPOCHS_BEFORE) or ''}".split()
        with self.database.write():
            self.database.set_setting(EPOCHS_BEFORE, " ".join(before[:MOST_EPOCHS]))
            self.database.set_setting("receipt_epoch", fresh.hex())
        return fresh

    def told_by(self, key: bytes, person: bytes) -> tuple[tuple[str, int, str], ...]:
        """What a key has told of a person, as far as it is held here, as a removal cites it."""
        return tuple(
            (place.source.id.hex(), place.head, place.head_digest.hex())
            for place in self.journal.sources(to_own_device(person))
            if place.source.author == key
            and place.source.chain == SHARED
            and place.head >= place.first
        )

    def unit_heads(self, unit: bytes) -> dict[bytes, tuple[int, bytes]]:
        """What is held of a unit."""
        return self.journal.heads(to_unit(unit))

    def close(self) -> None:
        """Let go of the database."""
        self.database.close()
