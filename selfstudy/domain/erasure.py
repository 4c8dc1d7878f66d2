"""Who may erase what, and the shapes that an erasure shows before and after."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from selfstudy.domain.authority import Authorities
from selfstudy.domain.record import UNIT, Source, identity


def may_erase(
    signer: bytes, unit: bytes, source: Source, known: Authorities, person: bytes = b""
) -> bool:
    """Whether a tombstone of `signer` for `unit` takes effect on `source`.

    The person it is about may (with the founding key or one vouched for), the unit's root, and
    the author of what stands in a person's own chains; a supervisor may not. `person` is whom
    the signer was seen to speak for, before the record that said so was erased as well.
    """
    if source.unit != unit:
        return False
    if identity(signer) == source.unit or source.subject == person:
        return True
    if source.chain != UNIT and source.author == signer:
        return True
    return source.subject != source.unit and known.speaks_for(signer, source.subject)


@dataclass(frozen=True, slots=True)
class HeldBackup:
    """A backup that still has what is erased; `until` is when newer ones have replaced it."""

    name: str
    at: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class ErasurePreview:
    """What an erasure takes and what stays, in counts. `kinds` are records by kind.

    `unit_told` says whether a unit will be asked to erase as well; `former` names units left
    behind, which only a file of their own asks. `aside` counts the folders that restores set
    aside: they hold what is erased for as long as nobody removes them.
    """

    records: int
    kinds: tuple[tuple[str, int], ...] = ()
    first: datetime | None = None
    last: datetime | None = None
    sources: int = 0
    files: int = 0
    receipts: int = 0
    lines: int = 0
    backups: tuple[HeldBackup, ...] = ()
    stays_others: int = 0
    stays_unit: int = 0
    unit_told: bool = False
    former: tuple[str, ...] = ()
    aside: int = 0


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erasure took: records, and whether the pages it stood on are overwritten.

    `path` is the request that was written, `former` those for units left behind.
    """

    records: int
    clean: bool
    path: str = ""
    former: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts without a person: by year, and by a module or competency (both empty: in all)."""

    year: int
    module: str = ""
    competency: str = ""
    learners: int = 0
    lessons: int = 0
    self_study: int = 0
    recognised: int = 0
