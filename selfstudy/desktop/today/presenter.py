"""Reads the day and tells the page what to draw; knows no Qt."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final, Protocol

from selfstudy.desktop.tasks import Tasks
from selfstudy.desktop.today.state import TodayState, local_now
from selfstudy.domain.errors import SelfStudyError
from selfstudy.domain.progress import Today
from selfstudy.domain.vietnamese import given_name

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


class TodayPresenter:
    """Reads the day again whenever the page is shown or records came in."""

    def __init__(
        self,
        view: View,
        study: Study,
        tasks: Tasks,
        *,
        shown: TodayState | None = None,
        clock: Callable[[], datetime] | None = None,
    ) -> None:
        self._view, self._study, self._tasks = view, study, tasks
        self._clock = clock or local_now
        self.state = shown or TodayState()

    def reload(self) -> None:
        """Read everything again; what is shown stays until it is there."""
        self._show(self.state._replace(busy=True, error=None, now=self._clock()))
        self._tasks.run(self._study.today, self._read, self._failed)

    def _read(self, today: Today) -> None:
        self._show(_state_of(today, self._clock()))

    def _failed(self, error: SelfStudyError) -> None:
        self._show(self.state._replace(busy=False, error=error))

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
        amended=today.amended,
        plans=today.plans,
        names=today.names,
        rhythm=today.rhythm,
    )
