from __future__ import annotations

import pytest

from selfstudy.store.glance import FirstLook, first_look
from tests.builders import HANH, a_journal


def test_a_first_look_at_a_file_that_is_not_there_is_empty_and_makes_none(tmp_path):
    assert first_look(tmp_path / "journal.db", HANH.identity, 0) == FirstLook()
    assert list(tmp_path.iterdir()) == []


def test_a_first_look_at_what_is_no_database_is_empty(tmp_path):
    path = tmp_path / "journal.db"
    path.write_bytes(b"not a database at all, but long enough to be looked at" * 40)

    assert first_look(path, HANH.identity, 0) == FirstLook()


def test_a_first_look_at_a_new_journal_promises_no_lesson(tmp_path):
    with a_journal(tmp_path):
        assert first_look(tmp_path / "journal.db", HANH.identity, 0) == FirstLook()


def test_nothing_of_a_locked_profile_is_read(tmp_path):
    from contextlib import closing
    from sqlite3 import connect

    path = tmp_path / "journal.db"
    with closing(connect(path)) as connection:
        connection.execute("CREATE TABLE outline (lesson, module_title, module_title_en, number,"
                           " of, title, title_en, place)")  # fmt: skip
        connection.execute("CREATE TABLE progress (lesson, subject, last, finished)")
        connection.execute("CREATE TABLE memory (subject, lesson, due)")
        connection.execute("CREATE TABLE meta (name, value)")
        connection.execute("INSERT INTO outline VALUES ('L', 'M', 'M', 1, 2, 'T', 'T', 0)")
        connection.commit()
    assert first_look(path, b"p", 0).title == "T"

    (tmp_path / "lock.copy.json").touch()

    assert first_look(path, b"p", 0) == FirstLook()


@pytest.mark.parametrize(
    "spoilt",
    ["INSERT INTO meta VALUES ('person', 'nobody')", "UPDATE outline SET number = 'x'"],
)
def test_a_first_look_at_a_spoilt_file_is_empty(tmp_path, spoilt):
    with a_journal(tmp_path) as journal, journal.database.write() as connection:
        values = "('L', 1, 'M', 'M', 'M', 1, 2, 'T', 'T', 9, 1, 1)"
        connection.exec_driver_sql(f"INSERT INTO outline VALUES {values}")
        connection.exec_driver_sql(spoilt)

    assert first_look(tmp_path / "journal.db", HANH.identity, 0) == FirstLook()
