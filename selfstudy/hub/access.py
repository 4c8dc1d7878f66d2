"""Who may read what: the reader behind a request, and what the hub tells them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from selfstudy.domain.readers import Reader, may_read, reader_of
from selfstudy.domain.record import Source
from selfstudy.services.holding.holder import Holder
from selfstudy.services.holding.told import digest_of, sealed_heads, told
from selfstudy.store.fresh import held as held_at_all
from selfstudy.store.journal import Heads

if TYPE_CHECKING:
    from selfstudy.exchange.packet import Packet

HeadList = list[tuple[bytes, int, bytes]]


class Access:
    """What one request may see of the hub. Built after its records are committed."""

    def __init__(self, hub: Holder, packet: Packet, person: bytes) -> None:
        self.hub = hub
        self.key = packet.carrier.key
        self.unit = packet.unit
        self.person = person
        self.authorities = hub.authorities(self.unit)
        self.reader: Reader = reader_of(self.authorities, self.key, person, self.unit, hub.now())

    def may(self, source: Source) -> bool:
        """Whether this source is told to the reader."""
        return may_read(source, self.reader, self.authorities)

    @property
    def removed(self) -> bytes:
        """The key that asks, if it was its person's and was removed: that is all it is told."""
        known, key, person = self.authorities, self.key, self.person
        gone = known.spoke_for(key, person) and not known.speaks_for(key, person)
        return key if gone else b""

    def confirms(self, source: Source) -> bool:
        """Whether a receipt to this key may speak of a source: their own, or of their person."""
        return source.author == self.key or (
            self.authorities.speaks_for(self.key, source.subject)
            and self.authorities.speaks_for(source.author, source.subject)
        )

    def heads(self) -> Heads:
        """All that the reader may read, as heads."""
        return {} if self.reader.role == "stranger" else self._told()

    def _told(self) -> Heads:
        places = told(self.hub, self.reader, self.authorities)
        return sealed_heads(self.hub.journal, places)

    def digest(self) -> bytes:
        """The digest of these heads; empty for a stranger, who has nothing to compare."""
        return b"" if self.reader.role == "stranger" else digest_of(self.heads())

    def behind(self, held: Sequence[tuple[bytes, int, bytes]]) -> HeadList:
        """The hub's heads where it has less than, or another path than, what it was told.

        A source that the hub holds but this reader may not read is passed over.
        """
        mine = self.heads()
        strange = [sid for sid, _number, _digest in held if sid not in mine]
        hidden = held_at_all(self.hub.journal, self.unit, strange)
        found: HeadList = []
        for sid, number, digest in held:
            here, end = mine.get(sid, (0, b""))
            if sid in hidden or here > number or (here, end) == (number, digest):
                continue
            found.append((sid, here, end))
        return found
