"""How a day typed by a person is read: day, month, year, as they are said here."""

from __future__ import annotations

import re
from datetime import date

from selfstudy.domain.errors import DayRefused

_TYPED = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})", re.ASCII)
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
_THIS_CENTURY = 2000


def read_day(text: str) -> date:
    """The day in `5/1/26`, `05-01-2026`, `05.01.2026` or `2026-01-05`: 5 January 2026.

    Never month first: `1/13/26` is no day. Raises DayRefused.
    """
    bare = "".join(text.split())
    if found := _TYPED.fullmatch(bare):
        day, month, year = found[1], found[3], found[4]
    elif found := _ISO.fullmatch(bare):
        year, month, day = found[1], found[2], found[3]
    else:
        raise DayRefused(day=text.strip())
    full = int(year) + (_THIS_CENTURY if len(year) == 2 else 0)
    try:
        return date(full, int(month), int(day))
    except ValueError as error:
        raise DayRefused(day=text.strip()) from error
