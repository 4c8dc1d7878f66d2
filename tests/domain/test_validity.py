from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from selfstudy.domain.lesson import Module, Source, SourceRef, Vetted
from selfstudy.domain.validity import (
    LAW_ZONE,
    Standing,
    legal_day,
    reckoned,
    standing,
    standing_of,
    worst,
)

FROM, UNTIL, CHECKED = date(2020, 3, 5), date(2026, 12, 31), date(2020, 4, 1)
DECREE = Source("ND1", "1/2020/NĐ-CP", "Một", "Chính phủ", FROM, FROM, CHECKED, UNTIL)
LASTING = replace(DECREE, id="ND2", effective_to=None)
KNOWN = {"ND1": DECREE, "ND2": LASTING}
days = st.dates()
offsets = st.integers(-14 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m)))


def test_the_last_day_still_counts_and_the_next_one_does_not():
    assert standing_of(DECREE, UNTIL) == Standing("expiring", date(2027, 1, 1))
    assert standing_of(DECREE, date(2027, 1, 1)) == Standing("expired", date(2027, 1, 1))


def test_the_first_day_counts_and_the_one_before_does_not():
    assert standing_of(LASTING, FROM) == Standing("in_force", None)
    assert standing_of(LASTING, FROM - timedelta(days=1)) == Standing("not_yet", FROM)


def test_an_end_is_told_so_many_days_before():
    assert standing_of(DECREE, UNTIL - timedelta(days=120)).validity == "expiring"
    assert standing_of(DECREE, UNTIL - timedelta(days=121)).validity == "in_force"


@given(days, st.dates(), st.none() | st.dates())
def test_every_day_has_one_standing_and_it_turns_on_the_day_it_names(today, since, until):
    source = replace(DECREE, effective_from=since, effective_to=until)
    found = standing_of(source, today)
    if found.validity == "not_yet":
        assert found.turn == since > today
    elif found.validity == "expired":
        assert found.turn <= today
        assert until < found.turn
    elif found.turn is not None:
        assert today < found.turn == until + timedelta(days=1)
        if until >= since:
            assert standing_of(source, found.turn).validity == "expired"
            assert standing_of(source, found.turn - timedelta(days=1)).validity == "expiring"


def test_the_ends_of_time_break_nothing():
    for source in (
        replace(DECREE, effective_to=date.max),
        replace(DECREE, effective_from=date.min),
        replace(DECREE, effective_from=date.max, effective_to=date.min),
    ):
        for today in (date.min, date.max, UNTIL):
            assert standing_of(source, today).validity in {
                "in_force", "not_yet", "expiring", "expired",
            }  # fmt: skip
    assert replace(DECREE, effective_to=date.max).ended is None


@given(st.datetimes(timezones=offsets))
def test_the_legal_day_is_the_day_in_vietnam_wherever_the_computer_thinks_it_is(now):
    try:
        there = now.astimezone(LAW_ZONE)
    except OverflowError:
        assert legal_day(now) == now.date()
    else:
        assert legal_day(now) == there.date()
        assert legal_day(there) == there.date()


def test_midnight_in_vietnam_turns_the_day():
    assert legal_day(datetime(2026, 12, 31, 16, 59, 59, tzinfo=UTC)) == UNTIL
    assert legal_day(datetime(2026, 12, 31, 17, 0, 0, tzinfo=UTC)) == date(2027, 1, 1)
    assert legal_day(datetime(2026, 12, 31, 23, 0)) == UNTIL  # noqa: DTZ001 — without a zone
    assert legal_day(datetime(9999, 12, 31, 23, 0, tzinfo=UTC)) == date.max


def test_a_clock_before_the_day_of_verifying_is_not_believed():
    assert reckoned(date(1980, 1, 1), [DECREE, LASTING]) == CHECKED
    assert reckoned(date(2026, 1, 1), [DECREE]) == date(2026, 1, 1)
    assert reckoned(date(2026, 1, 1), []) == date(2026, 1, 1)
    assert standing([SourceRef("ND2")], KNOWN, date(1980, 1, 1)) == Standing()


def test_a_text_stands_as_the_worst_of_its_sources():
    refs = [SourceRef("ND2", "Điều 1"), SourceRef("ND1", "Điều 8"), SourceRef("nowhere")]
    assert standing(refs, KNOWN, date(2027, 6, 1)) == Standing("expired", date(2027, 1, 1))
    assert standing(refs[:1], KNOWN, date(2027, 6, 1)) == Standing()
    assert worst([]) == Standing()
    soon, later = Standing("expired", date(2025, 1, 1)), Standing("expired", date(2026, 1, 1))
    assert worst([later, soon]) == soon


def test_what_is_cited_as_history_says_nothing():
    ref = SourceRef("ND1", "Điều 8 (lịch sử)")
    assert ref.historical
    assert standing([ref], KNOWN, date(2028, 1, 1)) == Standing()
    both = [ref, SourceRef("ND1", "Điều 9")]
    assert standing(both, KNOWN, date(2028, 1, 1)).validity == "expired"


def test_a_review_counts_for_the_version_it_read():
    module = Module("CM1", 3, "Một", "One", "CM", 1, (), (), (), ())
    day = date(2026, 12, 1)
    read = replace(module, reviewed_by="Trưởng khoa", reviewed_on=day, reviewed_version=3)
    assert read.vetted == Vetted("Trưởng khoa", day, 3)
    assert replace(read, version=4).vetted is None
    assert replace(read, reviewed_on=None).vetted is None
    assert module.vetted is None
