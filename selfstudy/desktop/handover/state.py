"""Everything the hand-over screen draws; knows no Qt."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from selfstudy.domain.errors import SelfStudyError
from selfstudy.domain.people import IntakeReport
from selfstudy.domain.progress import Exported, Handed, Preview
from selfstudy.domain.telling import PrivateGroup
from selfstudy.services.intake.codes import Codes

Doing = Literal[
    "", "load", "sync", "export", "take", "card", "join", "earlier", "codes", "private", "tell",
    "take_back",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class CardSeen:
    """A unit card that was looked at and not accepted yet."""

    path: Path
    name: str
    number: int
    hub: str
    supervisors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HandoverState:
    """One state of the screen; `error_at` is what was being done when the error came.

    `private` is what may be told, while the person looks at it; `chosen` are the ids ticked there,
    `asking` what waits for the person to agree that they go along.
    """

    busy: Doing = ""
    error: SelfStudyError | None = None
    error_at: Doing = ""
    done: Doing = ""
    handed: Handed | None = None
    preview: Preview | None = None
    folder: str = ""
    exported: Exported | None = None
    codes: Codes | None = None
    printed: str = ""
    taken: IntakeReport | None = None
    progress: tuple[int, int] | None = None
    cancelling: bool = False
    card: CardSeen | None = None
    earlier: int = 0
    brought: int = 0
    private: tuple[PrivateGroup, ...] | None = None
    chosen: frozenset[str] = frozenset()
    asking: Doing = ""
