"""What Today shows: first a glance at the journal, then everything; knows no Qt.

It is loaded before the first paint, so it takes from the domain the types alone.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal, NamedTuple

from selfstudy.domain.vietnamese import given_name

if TYPE_CHECKING:
    from selfstudy.domain.amending import Amended
    from selfstudy.domain.errors import SelfStudyError
    from selfstudy.domain.initiative import Rhythm
    from selfstudy.domain.plans import PlanTask
    from selfstudy.domain.progress import Handed, Hours, ModuleCard, Next

PartOfDay = Literal["morning", "noon", "afternoon", "evening"]


class Glance(NamedTuple):
    """What two small queries tell: enough for the first paint, named as in `Next`."""

    name: str
    lesson_title: str = ""
    lesson_title_en: str = ""
    module_title: str = ""
    module_title_en: str = ""
    number: int = 0
    of: int = 0
    lesson: str = ""
    started: bool = False
    due: int = 0
    minutes_left: int = 0  # not known yet, and not shown


class TodayState(NamedTuple):
    """Everything Today draws. Until it is `live`, parts that a glance does not know are quiet."""

    busy: bool = False
    error: SelfStudyError | None = None
    live: bool = False
    name: str = ""
    now: datetime | None = None
    next: Next | Glance | None = None
    share: float = 0.0
    needed: bool = False
    due: int = 0
    hours: Hours | None = None
    handed: Handed | None = None
    days: tuple[int, ...] = ()
    going: tuple[ModuleCard, ...] = ()
    suggested: tuple[ModuleCard, ...] = ()
    installed: int = 0
    amended: tuple[Amended, ...] = ()
    plans: tuple[PlanTask, ...] = ()
    names: tuple[tuple[str, str], ...] = ()  # of competencies, by code
    rhythm: Rhythm | None = None

    @classmethod
    def from_glance(cls, glance: Glance, now: datetime | None = None) -> TodayState:
        """The state of the first paint."""
        return cls(
            busy=True,
            name=given_name(glance.name),
            now=now or local_now(),
            next=glance if glance.lesson else None,
            share=max(0, glance.number - 1) / glance.of if glance.of else 0.0,
            due=glance.due,
        )

    @property
    def part_of_day(self) -> PartOfDay:
        """Which greeting fits; the night belongs to the evening."""
        hour = self.now.hour if self.now is not None else 8
        if 4 <= hour < 11:
            return "morning"
        if 11 <= hour < 13:
            return "noon"
        return "afternoon" if 13 <= hour < 18 else "evening"

    @property
    def studied_days(self) -> int:
        """Days with study in the weeks shown."""
        return sum(minutes > 0 for minutes in self.days)


def local_now() -> datetime:
    """The moment as the clock on the wall shows it."""
    return datetime.now(UTC).astimezone()
