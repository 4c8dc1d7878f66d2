"""What stands beside the records is taken over from a spoilt file, as far as it can be read."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from selfstudy.store.beside import read_beside, take_over
from selfstudy.store.database import Database
from selfstudy.store.drafts import Drafts


@pytest.fixture
def old(tmp_path):
    path = tmp_path / "old.db"
    database = Database(path)
    Drafts(database).keep("a1", "q1", ("b",), 900)
    database.set_setting("place", "P02")
    database.close()
    return path


@pytest.fixture
def fresh(tmp_path):
    database = Database(tmp_path / "fresh.db")
    yield database
    database.close()


def test_answers_of_a_test_under_way_and_settings_are_taken_over(old, fresh):
    take_over(fresh, read_beside(old))

    assert Drafts(fresh).of("a1").keys() == {"q1"}
    assert fresh.setting("place") == "P02"


def test_a_table_whose_page_is_spoilt_leaves_the_others(old, fresh):
    with closing(sqlite3.connect(old)) as raw:
        (root,) = raw.execute("SELECT rootpage FROM sqlite_master WHERE name = 'draft'").fetchone()
        (size,) = raw.execute("PRAGMA page_size").fetchone()
    with old.open("r+b") as file:
        file.seek((root - 1) * size)
        file.write(b"\xff" * size)

    take_over(fresh, read_beside(old))

    assert fresh.setting("place") == "P02"
    assert not Drafts(fresh).of("a1")


def test_of_what_is_no_database_nothing_is_taken_over(tmp_path):
    path = tmp_path / "old.db"
    path.write_bytes(b"no database at all" * 300)

    assert read_beside(path) == {}
