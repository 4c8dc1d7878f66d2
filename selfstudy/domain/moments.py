"""Moments as records keep them, and when a day turns: at 04:00 local time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

LAST_SHOWN = 253_402_128_000_000  # two days before the year 10000: it has a date in every zone


def moment(at: int) -> datetime:
    """Milliseconds since 1970 as an aware UTC datetime that any zone can show.

    A clock may say anything, so what no calendar holds becomes the nearest that one does.
    """
    return datetime.fromtimestamp(min(max(at, 0), LAST_SHOWN) / 1000, UTC)


def milliseconds(at: datetime) -> int:
    """An aware datetime as whole milliseconds since 1970."""
    return round(at.timestamp() * 1000)


def due_limit(now: datetime) -> int:
    """The ms before which a question counts as due today: the next 04:00 of `now`'s zone."""
    turn = now.replace(hour=4, minute=0, second=0, microsecond=0)
    if now >= turn:
        turn += timedelta(days=1)
    return milliseconds(turn)
