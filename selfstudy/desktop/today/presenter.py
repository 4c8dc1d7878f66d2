"""What Today shows: first a glance from the last run, then everything; knows no Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final, Literal, Protocol

from selfstudy.desktop.tasks import Tasks
from selfstudy.domain.errors import SelfStudyError
from selfstudy.domain.progress import Handed, Hours, ModuleCard, Next, Today
from selfstudy.domain.vietnamese import given_name

PartOfDay = Literal["morning", "noon", "afternoon", "evening"]
SUGGESTED: Final = 3


class Study(Protocol):
    """What this screen asks of the service."""

    def today(self) -> Today:
        """What to do now."""
        ...


class View(Protocol):
    """What the presenter draws on."""

    def show_state(self, state: TodayState) -> None:
        """Draw this."""
        ...


@dataclass(frozen=True, slots=True)
class Glance:
    """What the last run knew: enough for the first paint."""

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


@dataclass(frozen=True, slots=True)
class TodayState:
    """Everything Today draws. Until it is `live`, parts that a glance does not know are quiet."""

    busy: bool = False
    error: SelfStudyError | None = None
    live: bool = False
    name: str = ""
    now: datetime | None = None
    next: Next | None = None
    share: float = 0.0
    needed: bool = False
    due: int = 0
    hours: Hours | None = None
    handed: Handed | None = None
    days: tuple[int, ...] = ()
    going: tuple[ModuleCard, ...] = ()
    suggested: tuple[ModuleCard, ...] = ()
    installed: int = 0

    @classmethod
    def from_glance(cls, glance: Glance, now: datetime | None = None) -> TodayState:
        """The state of the first paint."""
        continuing = Next(
            module="",
            module_title=glance.module_title,
            module_title_en=glance.module_title_en,
            lesson=glance.lesson,
            lesson_title=glance.lesson_title,
            lesson_title_en=glance.lesson_title_en,
            number=glance.number,
            of=glance.of,
            minutes_left=0,
            fraction=0.0,
            started=glance.started,
        )
        return cls(
            busy=True,
            name=given_name(glance.name),
            now=now or _now(),
            next=continuing if glance.lesson else None,
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


class TodayPresenter:
    """Reads the day again whenever the page is shown or records came in."""

    def __init__(
        self, view: View, study: Study, tasks: Tasks, *, clock: Callable[[], datetime] | None = None
    ) -> None:
        self._view, self._study, self._tasks = view, study, tasks
        self._clock = clock or _now
        self.state = TodayState()

    def show_glance(self, glance: Glance) -> None:
        """Draw what the last run knew, unless more is known already."""
        if not self.state.live:
            self._show(TodayState.from_glance(glance, self._clock()))

    def reload(self) -> None:
        """Read everything again; what is shown stays until it is there."""
        self._show(replace(self.state, busy=True, error=None, now=self._clock()))
        self._tasks.run(self._study.today, self._read, self._failed)

    def _read(self, today: Today) -> None:
        self._show(_state_of(today, self._clock()))

    def _failed(self, error: SelfStudyError) -> None:
        self._show(replace(self.state, busy=False, error=error))

    def _show(self, state: TodayState) -> None:
        self.state = state
        self._view.show_state(state)


def _state_of(today: Today, now: datetime) -> TodayState:
    here = next((c for c in today.modules if today.next and c.id == today.next.module), None)
    going = tuple(card for card in today.modules if card.state == "going")
    fresh = [card for card in today.modules if card.state == "new" and card is not here]
    fresh.sort(key=lambda card: not card.needed)
    return TodayState(
        live=True,
        name=given_name(today.name),
        now=now,
        next=today.next,
        share=here.fraction if here else 0.0,
        needed=here.needed if here else False,
        due=today.due,
        hours=today.hours,
        handed=today.handed,
        days=today.days,
        going=going,
        suggested=tuple(fresh[:SUGGESTED]),
        installed=len(today.modules),
    )


def _now() -> datetime:
    return datetime.now(UTC).astimezone()
