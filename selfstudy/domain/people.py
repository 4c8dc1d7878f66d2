"""People, units and what an intake found: the shapes that unit screens draw."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

ROLES = "+"  # between the positions of a person who holds two
PATH = " / "  # between a department and the parts of it
Outcome = Literal["new", "known", "quarantined", "refused", "card", "pack"]


def roles_of(position: str) -> tuple[str, ...]:
    """The codes of the positions that a person holds, one or two."""
    return tuple(code for part in position.split(ROLES) if (code := part.strip()))


@dataclass(frozen=True, slots=True)
class Profile:
    """One learner on this computer."""

    id: str
    name: str
    position: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Position:
    """A position and the level each competency requires (1 to 5).

    `scope` says whose yearly minimum of hours holds for it: `cong_chuc` or `vien_chuc`.
    """

    code: str
    title: str
    title_en: str
    required: tuple[tuple[str, int], ...]
    aliases: tuple[str, ...] = ()
    scope: str = "cong_chuc"


@dataclass(frozen=True, slots=True)
class Competency:
    """A competency; `behaviours` are its observable behaviours by level.

    `english` has an unofficial translation of each behaviour, in the same order, or nothing.
    """

    code: str
    title: str
    title_en: str
    group: str
    behaviours: tuple[tuple[int, str], ...] = ()
    english: tuple[str, ...] = field(default=(), compare=False)

    @property
    def seen(self) -> tuple[tuple[int, str, str], ...]:
        """Level, behaviour, and its translation where there is one."""
        english = self.english or ("",) * len(self.behaviours)
        return tuple((*told, so) for told, so in zip(self.behaviours, english, strict=False))


@dataclass(frozen=True, slots=True)
class UnitView:
    """The unit as this computer knows it; `reminder` is a sentence's key about `reminder_at`."""

    id: str
    name: str
    card_number: int
    hub: str
    supervisors: tuple[str, ...]
    is_root: bool
    is_supervisor: bool
    valid_to: datetime | None
    people: int
    unknown: int
    quarantined: int
    reminder: str = ""
    reminder_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What a person's profile says on one device, where another says otherwise."""

    digest: str
    name: str
    position: str
    staff_code: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person as a supervisor sees them: progress, never wrong options.

    `ids` counts the ids they are known by; `disputed` are profiles that contradict each other.
    `position` is its title, `roles` its codes with a plus between; of who is `expected` only a list
    of the staff is known; `left` is the day from which they belong to the unit no more.
    """

    id: str
    name: str
    position: str
    staff_code: str
    lessons_done: int
    self_study: float
    recognised: float
    last_at: datetime | None
    facts: int
    known: bool = True
    ids: int = 1
    disputed: tuple[Told, ...] = ()
    department: str = ""
    roles: str = ""
    expected: bool = False
    left: str = ""


@dataclass(frozen=True, slots=True)
class UnknownPerson:
    """Someone whose facts are kept but who is not on the roster yet.

    `candidates` are people of the roster of the same name or staff code; `sure` is the id of the
    one who has both. `twins` counts others of the same name who wait too.
    """

    id: str
    name: str
    position: str
    staff_code: str
    facts: int
    device: str
    candidates: tuple[PersonRow, ...] = ()
    sure: str = ""
    self_study: float = 0.0
    lessons_done: int = 0
    last_at: datetime | None = None
    twins: int = 0


@dataclass(frozen=True, slots=True)
class FileResult:
    """What became of one file. `problem` is the key of a sentence in `words`, empty when sound.

    `new` and `known` count facts; receipts, cards and people of a roster are `papers`. `erased`
    are refused because they were erased, `gone` those that the file's tombstones erased here.
    `unit` and `subjects` are whom it is about, by their ids. `own` was written here for others.
    """

    name: str
    new: int = 0
    known: int = 0
    waiting: int = 0
    quarantined: int = 0
    unknown_people: int = 0
    people: tuple[str, ...] = ()
    carrier: str = ""
    problem: str = ""
    details: dict[str, object] = field(default_factory=dict)
    digest: str = ""
    papers: int = 0
    papers_known: int = 0
    erased: int = 0
    gone: int = 0
    unit: bytes = b""
    subjects: frozenset[bytes] = frozenset()
    own: bool = False


@dataclass(frozen=True, slots=True)
class IntakeReport:
    """The sum over all files of one intake; `dry` when nothing was kept."""

    files: tuple[FileResult, ...]
    dry: bool
    at: datetime
    by: str = ""
    cancelled: bool = False

    @property
    def new(self) -> int:
        """Facts that were not held before."""
        return sum(file.new for file in self.files)

    @property
    def known(self) -> int:
        """Facts held already."""
        return sum(file.known for file in self.files)

    @property
    def papers(self) -> int:
        """Receipts, cards and listed people that were not held before."""
        return sum(file.papers for file in self.files)

    @property
    def waiting(self) -> int:
        """Facts kept until their predecessors come."""
        return sum(file.waiting for file in self.files)

    @property
    def quarantined(self) -> int:
        """Segments and files set aside with a reason."""
        return sum(file.quarantined for file in self.files)

    @property
    def erased(self) -> int:
        """Facts refused because the person or the unit erased them."""
        return sum(file.erased for file in self.files)

    @property
    def gone(self) -> int:
        """Facts erased here by what the files brought."""
        return sum(file.gone for file in self.files)

    @property
    def unknown_people(self) -> int:
        """People who wait to be matched."""
        return sum(file.unknown_people for file in self.files)
