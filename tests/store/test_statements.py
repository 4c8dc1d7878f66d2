from __future__ import annotations

import pytest
import sqlalchemy as sa

from selfstudy.store.schema import fact
from selfstudy.store.statements import TOGETHER, add_rows
from tests.builders import a_journal


@pytest.mark.parametrize("count", [0, 1, TOGETHER - 1, TOGETHER, TOGETHER + 1, 3 * TOGETHER + 7])
def test_rows_go_in_together_each_once_and_as_they_are(tmp_path, count):
    rows = [(1, 2, number, *range(number, number + 8)) for number in range(count)]
    with a_journal(tmp_path) as journal, journal.database.write() as connection:
        add_rows(connection, fact, rows)

        held = connection.execute(sa.select(fact).order_by(fact.c.number)).all()
    assert [tuple(row) for row in held] == rows
