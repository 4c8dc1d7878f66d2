from __future__ import annotations

from functools import reduce

from hypothesis import given
from hypothesis import strategies as st

from selfstudy.domain.folding import (
    MOST,
    NEVER,
    MemoryRow,
    Order,
    ProgressRow,
    fold_memory,
    fold_progress,
    joined,
)
from selfstudy.domain.memory import reviewed
from selfstudy.domain.record import Narrow
from tests.builders import NOON, answered, finished, opened, read

SOURCES = (b"a" * 32, b"b" * 32)
orders = st.builds(Order, st.integers(0, 5), st.sampled_from(SOURCES), st.integers(1, 4))
facts = st.one_of(
    st.just(opened()),
    st.builds(
        lambda sections, seconds, anchor: read(*sections, seconds=seconds, anchor=anchor),
        st.sets(st.sampled_from("xyz")),
        st.integers(-5, 90),
        st.sampled_from(["", "x:1", "y:2"]),
    ),
    st.builds(finished, hundredths=st.integers(0, 200), right=st.integers(0, 8)),
)


def progress(*told):
    """Progress after facts at their places."""
    row = None
    for fact, order in told:
        row = fold_progress(row, fact.kind, fact.narrow(), order)
    return row


@given(st.data())
def test_progress_is_the_same_in_any_order(data):
    told = data.draw(
        st.lists(st.tuples(facts, orders), min_size=1, max_size=6, unique_by=lambda t: t[1])
    )
    shuffled = data.draw(st.permutations(told))

    assert progress(*shuffled) == progress(*told)


def test_what_was_read_adds_up():
    row = progress(
        (opened(), Order(1, b"s", 1)),
        (read("a", seconds=60, anchor="a:4"), Order(2, b"s", 2)),
        (read("a", "b", seconds=30), Order(3, b"s", 3)),
    )

    assert row.sections == {"a", "b"}
    assert (row.seconds, row.anchor, row.last) == (90, "a:4", 3)
    assert (row.lesson, row.module, row.version, row.finished) == ("CM03-01", "CM03", 1, None)


def test_the_newest_place_is_where_reading_goes_on_even_when_an_older_one_comes_later():
    row = progress(
        (read(anchor="new"), Order(9, b"s", 2)),
        (opened(), Order(12, b"s", 3)),
        (read(anchor="old"), Order(2, b"s", 1)),
    )

    assert (row.anchor, row.anchored) == ("new", Order(9, b"s", 2))


def test_at_the_same_moment_the_later_number_is_the_newest_place():
    row = progress((read(anchor="1"), Order(9, b"s", 1)), (read(anchor="2"), Order(9, b"s", 2)))

    assert row.anchor == "2"


def test_a_lesson_is_finished_once_at_its_first_finish():
    row = progress(
        (finished(hundredths=100, right=8), Order(20, b"s", 2)),
        (finished(hundredths=90, right=5), Order(10, b"s", 1)),
    )

    assert (row.finished, row.result, row.hundredths, row.minutes) == (10, "5/8", 100, 25)


def test_of_two_modules_told_for_one_lesson_the_first_by_name_stays():
    row = fold_progress(None, "lesson_opened", Narrow("L", ""), Order(0, b"s", 1))
    assert row.module == ""
    row = fold_progress(row, "lesson_opened", Narrow("L", "M2"), Order(1, b"s", 1))
    row = fold_progress(row, "lesson_opened", Narrow("L", "M1"), Order(2, b"s", 2))
    row = fold_progress(row, "lesson_opened", Narrow("L", ""), Order(3, b"s", 3))

    assert row.module == "M1"


def test_seconds_never_sink_and_stop_where_a_column_ends():
    row = progress((read(seconds=-9), Order(1, b"s", 1)))
    assert row.seconds == 0

    row = progress(*[(read(seconds=2**53), Order(n, b"s", n)) for n in range(1, 4)])
    assert row.seconds == MOST == 2**53


def test_nothing_was_anchored_before_any_fact():
    assert Order(0, b"", 1) > NEVER


def memory(*told) -> MemoryRow:
    return reduce(
        lambda row, part: fold_memory(row, part[0].kind, part[0].narrow(), part[1]), told, None
    )


def test_answers_and_right_answers_are_counted():
    row = memory(
        (answered(score=0), Order(NOON, b"s", 1)),
        (answered(score=999), Order(NOON + 1, b"s", 2)),
        (answered(score=1000), Order(NOON + 2, b"s", 3)),
    )

    assert (row.answers, row.rights, row.score) == (3, 1, 1000)
    assert (row.lesson, row.question, row.order) == ("CM03-01", "q1", Order(NOON + 2, b"s", 3))


def test_each_answer_goes_on_from_the_schedule_of_the_one_before():
    day = 86_400_000
    row = memory(*[(answered(sure="unsure"), Order(NOON + n * day, b"s", n + 1)) for n in range(3)])

    schedule = None
    for n in range(3):
        schedule = reviewed(schedule, 3, NOON + n * day)
    assert row.memory == schedule
    assert row.memory.due > memory((answered(), Order(NOON + 2 * day, b"s", 3))).memory.due


def reviewed_with(note):
    return fold_memory(None, "reviewed", Narrow("q1", "L", note, value=1000), Order(NOON, b"s", 1))


def test_a_review_is_scheduled_by_its_own_grade_within_one_to_four():
    due = [reviewed_with(note).memory.due for note in ("1", "2", "3", "4")]

    assert due == sorted(due)
    assert len(set(due)) == 4
    assert reviewed_with("").memory == reviewed_with("1").memory == reviewed_with("-7").memory
    assert reviewed_with("9").memory == reviewed_with("4").memory


def test_an_answer_is_scheduled_by_its_score_and_how_sure_one_was():
    sure = memory((answered(sure="sure"), Order(NOON, b"s", 1)))
    guess = memory((answered(sure="guess"), Order(NOON, b"s", 1)))

    assert sure.memory == reviewed_with("4").memory
    assert guess.memory == reviewed_with("2").memory


ROWS = st.builds(
    ProgressRow,
    lesson=st.just("L"),
    version=st.just(1),
    module=st.sampled_from(["", "M"]),
    sections=st.frozensets(st.sampled_from("abc")),
    seconds=st.integers(0, 2**53),
    last=st.integers(0, 9),
    finished=st.none() | st.integers(0, 9),
    hundredths=st.integers(0, 200),
    minutes=st.integers(0, 90),
    result=st.just("8/8"),
)


@given(ROWS, ROWS)
def test_a_lesson_done_under_two_ids_counts_once_whichever_is_named_first(one, other):
    row = joined(one, other)

    assert row == joined(other, one)
    assert row.hundredths == max(one.hundredths, other.hundredths)
    finished = [r.finished for r in (one, other) if r.finished is not None]
    assert row.finished == min(finished, default=None)


def test_of_two_ids_the_place_where_one_was_read_last_counts():
    first = ProgressRow("L", 1, anchor="a:1", anchored=Order(5, b"s", 1))
    later = ProgressRow("L", 1, anchor="a:9", anchored=Order(6, b"r", 1))

    assert joined(first, later).anchor == joined(later, first).anchor == "a:9"


def test_two_ids_of_one_human_read_the_sections_of_both_and_finished_when_either_first_did():
    one = ProgressRow(
        "L", 1, "M1", frozenset("a"), 30, last=9, finished=7, hundredths=90, minutes=5, result="5/8"
    )
    two = ProgressRow(
        "L", 1, "M2", frozenset("b"), 40, last=8, finished=6, hundredths=80, minutes=6, result="8/8"
    )

    assert joined(one, two) == joined(two, one) == ProgressRow(
        "L", 1, "M1", frozenset("ab"), 70, last=9, finished=6, hundredths=90, minutes=6,
        result="8/8",
    )  # fmt: skip


def test_a_lesson_that_earns_nothing_earns_nothing():
    narrow = finished(hundredths=0).narrow()._replace(value=0)
    row = fold_progress(None, "lesson_finished", narrow, Order(1, b"s", 1))

    assert (row.hundredths, row.minutes, row.seconds) == (0, 0, 0)
