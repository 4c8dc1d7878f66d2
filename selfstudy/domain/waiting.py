"""What waits for a supervisor: files set aside, content not installed, decisions to undo."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Cause = Literal["sender", "card", "key", "program"]

# Who or what can mend a problem; everything else is for the sender to send again.
CAUSES: dict[str, Cause] = {
    "error.NewerFormat": "program",
    "error.NotForUs": "key",
    "intake.not_ours": "card",
    "intake.unknown_receiver": "card",
    "roster.not_here": "card",
    "roster.not_signed": "card",
}


def cause_of(problem: str) -> Cause:
    """What must change before a file with this problem can be taken."""
    return CAUSES.get(problem, "sender")


@dataclass(frozen=True, slots=True)
class AsideFile:
    """A file set aside; `id` is its digest (hex), `size` its bytes.

    `what` is the kind of file, `kept` how many records were taken from it all the same.
    """

    id: str
    name: str
    at: datetime
    problem: str
    details: dict[str, object] = field(default_factory=dict)
    what: str = ""
    kept: int = 0
    size: int = 0

    @property
    def cause(self) -> Cause:
        """What must change before it can be taken."""
        return cause_of(self.problem)


@dataclass(frozen=True, slots=True)
class Unheld:
    """Content that results speak of and this computer lacks: they count as claimed meanwhile."""

    module: str
    lesson: str
    version: int
    people: int


@dataclass(frozen=True, slots=True)
class Behind:
    """Somebody whose records wait for earlier ones to come."""

    name: str
    records: int


DecisionKind = Literal[
    "admitted", "matched", "device_approved", "key_removed", "listed", "departed"
]


@dataclass(frozen=True, slots=True)
class Decision:
    """What a supervisor decided and may undo; `other` is whom the person was matched with.

    `said` tells it apart from another of its kind: a name, a position, a department, a day.
    """

    id: str
    kind: DecisionKind
    at: datetime
    by: str
    name: str
    other: str = ""
    said: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contrary:
    """Decisions about one person that disagree, none knowing of the others; the last counts.

    `person` is the id that the person is counted under meanwhile.
    """

    kind: DecisionKind
    person: str
    name: str
    decisions: tuple[Decision, ...]

    def without(self, kept: str) -> tuple[str, ...]:
        """What is taken back when one of them is kept."""
        return tuple(one.id for one in self.decisions if one.id != kept)
