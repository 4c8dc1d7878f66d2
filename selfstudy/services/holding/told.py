"""What two holders of a unit compare: heads that a reader is told of, and a digest of all."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from selfstudy.domain.authority import Authorities
from selfstudy.domain.readers import Reader, may_read
from selfstudy.services.holding.holder import Holder
from selfstudy.store.journal import Heads, Journal
from selfstudy.store.places import Place

PART = 256 * 1024  # bytes of records in one exchange: under a minute on 50 kbit/s


def told(holder: Holder, reader: Reader, authorities: Authorities) -> list[Place]:
    """The sources and tails held here that a reader may read."""
    return [
        place
        for place in holder.journal.sources(reader.audience)
        if may_read(place.source, reader, authorities)
    ]


def sealed_heads(journal: Journal, places: Sequence[Place]) -> Heads:
    """Heads as others can know them: lines that are not sealed yet are not counted.

    What was never held from its beginning is not named, so that who has it gives it.
    """
    heads = {
        p.sid: (p.sealed, p.sealed_digest) if p.own else (p.head, p.head_digest)
        for p in journal.whole(places)
    }
    return {sid: head for sid, head in heads.items() if head[0]}


def digest_of(heads: Heads) -> bytes:
    """16 bytes that are equal exactly when two holders hold the same."""
    sha = hashlib.sha256(b"tuhoc heads 0")
    for sid, (number, digest) in sorted(heads.items()):
        sha.update(sid + number.to_bytes(8, "big") + digest)
    return sha.digest()[:16]
