"""The days that a form is about: a calendar year, the year of an appraisal, or any others."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from selfstudy.domain.errors import PeriodRefused

APPRAISAL = "01/12"  # the day on which the year of an appraisal begins, the year before


@dataclass(frozen=True, slots=True)
class Period:
    """From a day to a day, both included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        """Raises PeriodRefused for one that ends before it begins."""
        if self.first > self.last:
            raise PeriodRefused(first=f"{self.first:%d/%m/%Y}", last=f"{self.last:%d/%m/%Y}")

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    @property
    def year(self) -> int:
        """The year in which it ends."""
        return self.last.year

    @property
    def is_year(self) -> bool:
        """Whether it is a calendar year."""
        return self == calendar_year(self.year)

    @property
    def begins(self) -> str:
        """Its first day in every year, `01/12`."""
        return f"{self.first:%d/%m}"


def calendar_year(year: int) -> Period:
    """From the first of January."""
    return Period(date(year, 1, 1), date(year, 12, 31))


def appraisal_year(year: int, begins: str = APPRAISAL) -> Period:
    """The twelve months that end in `year`; they begin on a day such as `01/12`."""
    found = re.fullmatch(r"(\d{2})/(\d{2})", begins)
    if found is None:
        raise PeriodRefused(first=begins, last=str(year))
    first, month = int(found[1]), int(found[2])
    if (first, month) == (1, 1):
        return calendar_year(year)
    try:
        turn = date(year, month, first)
        return Period(date(year - 1, month, first), turn - timedelta(days=1))
    except ValueError as error:
        raise PeriodRefused(first=begins, last=str(year)) from error
