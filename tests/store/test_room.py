from __future__ import annotations

import shutil
import sqlite3

import pytest

from selfstudy.domain.errors import FolderReadOnly
from selfstudy.store import room as module
from selfstudy.store.cipher import driver
from selfstudy.store.database import Database
from selfstudy.store.room import ROOM, make_room


@pytest.fixture
def database(tmp_path):
    made = Database(tmp_path / "journal.db")
    yield made
    made.close()


def log(tmp_path):
    return tmp_path / "journal.db-wal"


def test_what_is_written_into_the_room_does_not_make_the_log_longer(tmp_path, database):
    make_room(database)

    database.set_setting("mark", "x" * 5000)

    assert log(tmp_path).stat().st_size == ROOM
    make_room(database)
    assert log(tmp_path).stat().st_size == ROOM


def test_a_program_that_ends_suddenly_leaves_all_that_was_kept_before_and_after(tmp_path, database):
    database.set_setting("before", "1")
    make_room(database)
    database.set_setting("after", "2")

    left = tmp_path / "left"
    left.mkdir()
    for name in ("journal.db", "journal.db-wal"):
        shutil.copy(tmp_path / name, left / name)

    again = Database(left / "journal.db")
    assert (again.setting("before"), again.setting("after")) == ("1", "2")
    with again.peek() as raw:
        assert raw.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    again.close()


def test_another_program_goes_on_in_the_same_room(tmp_path, database):
    make_room(database)
    other = Database(tmp_path / "journal.db")

    other.set_setting("theirs", "1")
    database.set_setting("ours", "2")

    assert (database.setting("theirs"), other.setting("ours")) == ("1", "2")
    other.close()


def test_the_room_of_a_locked_file_is_like_any_other(tmp_path):
    key = bytes(range(32))
    locked = Database(tmp_path / "journal.db", key)
    make_room(locked)
    locked.set_setting("mark", "x")
    raw = log(tmp_path).read_bytes()
    locked.close()

    again = Database(tmp_path / "journal.db", key)
    assert again.setting("mark") == "x"
    assert len(raw) == ROOM
    assert driver(key) is not sqlite3
    again.close()


def test_a_nearly_full_disk_is_left_what_it_has(tmp_path, database, monkeypatch):
    before = log(tmp_path).stat().st_size
    monkeypatch.setattr(module, "SPARE", 2**62)

    make_room(database)

    assert log(tmp_path).stat().st_size == before


def test_where_there_is_no_log_none_is_made(tmp_path, database):
    with database.peek() as raw:
        assert raw.execute("PRAGMA journal_mode = DELETE").fetchone()[0] == "delete"

    make_room(database)

    assert not log(tmp_path).exists()


def test_a_file_opened_for_reading_is_left_alone(tmp_path):
    Database(tmp_path / "journal.db").close()
    reading = Database.for_reading(tmp_path / "journal.db", FolderReadOnly(path="x"))

    make_room(reading)

    assert not log(tmp_path).exists()
    reading.close()
