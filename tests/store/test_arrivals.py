"""Segments that others sealed, one after the other: what is kept, and how it is counted."""

from __future__ import annotations

import pytest

from selfstudy.domain.audience import to_own_device
from tests.builders import (
    HANH,
    a_journal,
    a_source,
    answered,
    carried,
    dump,
    lines_of,
    segments_of,
    take,
)

SOURCE = a_source(chain="p")
LINES = lines_of([answered(question) for question in "abcd"])
ME = to_own_device(HANH.identity)


@pytest.fixture
def journal(tmp_path):
    with a_journal(tmp_path) as made:
        yield made


def test_records_that_are_held_and_come_in_another_split_are_known_and_not_kept_again(journal):
    whole = carried(SOURCE, *segments_of(SOURCE, HANH, LINES))
    take(journal, whole)
    before = dump(journal.database)

    counts = take(journal, carried(SOURCE, *segments_of(SOURCE, HANH, LINES, {2, 4})))

    assert (counts.new, counts.known, counts.waiting) == (0, 4, 0)
    assert dump(journal.database) == before
    assert journal.since({}, ME) == [whole]
