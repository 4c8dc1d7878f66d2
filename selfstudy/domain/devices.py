"""A person's computers, as screens draw them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from selfstudy.domain.people import PersonRow
from selfstudy.domain.progress import FactRow, PreviewLine

State = Literal["linked", "removed"]


@dataclass(frozen=True, slots=True)
class Device:
    """One of a person's computers; `id` is its key (hex)."""

    id: str
    name: str
    here: bool
    state: State
    records: int
    last_at: datetime | None


@dataclass(frozen=True, slots=True)
class LinkPreview:
    """A computer that asks to be linked, and exactly what it would be given.

    `code` must be the same on both screens.
    """

    person: str
    device: str
    code: str
    lines: tuple[PreviewLine, ...]
    facts: tuple[FactRow, ...]


@dataclass(frozen=True, slots=True)
class LinkOffer:
    """A packet that makes this computer a person's: who they are, who says so, how much it has.

    `apart` is how many results were told here before, under an id of their own.
    """

    person: str
    name: str
    by: str
    approved: bool
    records: int
    apart: int


@dataclass(frozen=True, slots=True)
class WaitingDevice:
    """A key that says it is somebody's and that nobody has vouched for; nothing of it counts.

    `claimed` is whether it says so under an id of its own, with `person` empty when it named none.
    """

    key: str
    person: str
    name: str
    staff_code: str
    records: int
    last_at: datetime | None
    claimed: bool
    candidates: tuple[PersonRow, ...] = ()


@dataclass(frozen=True, slots=True)
class KeyHolder:
    """Who receives for the unit: a supervisor until a day (None: no appointment known), a hub."""

    key: str
    name: str
    until: datetime | None = None
    here: bool = False
    hub: bool = False


@dataclass(frozen=True, slots=True)
class KeysView:
    """The unit's card: its number, until when it holds, who receives, whose keys were revoked.

    `revoked` are names (empty where nobody knows one) with the beginnings of the keys.
    """

    number: int
    until: datetime | None
    holders: tuple[KeyHolder, ...]
    revoked: tuple[tuple[str, str], ...] = ()
