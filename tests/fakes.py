"""What tests put in the place of the world: a clock that stands still until it is moved."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

VIETNAM = timezone(timedelta(hours=7))


class Clock:
    """A device's clock; `move` it by anything, backwards too."""

    def __init__(self, start: datetime = datetime(2026, 11, 22, 9, 0, tzinfo=VIETNAM)) -> None:
        self.now = start

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)
