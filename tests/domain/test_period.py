from __future__ import annotations

from datetime import date

import pytest

from selfstudy.domain.errors import PeriodRefused
from selfstudy.domain.period import Period, appraisal_year, calendar_year


def test_a_period_has_both_its_ends():
    period = calendar_year(2026)

    assert date(2026, 1, 1) in period
    assert date(2026, 12, 31) in period
    assert date(2027, 1, 1) not in period
    assert (period.year, period.is_year, period.begins) == (2026, True, "01/01")


def test_an_appraisal_ends_in_its_year():
    period = appraisal_year(2026)

    assert (period.first, period.last) == (date(2025, 12, 1), date(2026, 11, 30))
    assert not period.is_year
    assert appraisal_year(2026, period.begins) == period


def test_an_appraisal_of_the_calendar_year_is_that_year():
    assert appraisal_year(2026, "01/01") == calendar_year(2026)


@pytest.mark.parametrize("begins", ["", "1/12", "31/02", "29/02", "00/12", "12-01"])
def test_a_day_that_is_not_in_every_year_begins_none(begins):
    with pytest.raises(PeriodRefused):
        appraisal_year(2026, begins)


def test_a_period_that_ends_before_it_begins_is_refused():
    with pytest.raises(PeriodRefused) as refused:
        Period(date(2026, 2, 1), date(2026, 1, 31))

    assert refused.value.details == {"first": "01/02/2026", "last": "31/01/2026"}
