from __future__ import annotations

import contextlib
import sqlite3
import subprocess
import sys

import pytest

from selfstudy.domain.errors import DatabaseBusy, DatabaseDamaged, DiskFull, FolderReadOnly
from selfstudy.store import cipher as module
from selfstudy.store.cipher import CHUNK, driver, export, shred, shred_beside
from selfstudy.store.database import Database
from selfstudy.store.journal import Journal
from tests.builders import answered, dump, folded, write

KEY, OTHER = b"k" * 32, b"o" * 32
NAME = "Nguyễn Thị Hạnh"


@contextlib.contextmanager
def opened(path, key=None):
    database = Database(path, key)
    try:
        yield database
    finally:
        database.close()


@pytest.fixture
def plain(tmp_path):
    """A file with answers and a name, closed."""
    path = tmp_path / "plain.db"
    with opened(path) as database:
        write(Journal(database), answered("q1"), answered("q2"))
        database.set_setting("name", NAME)
    return path


def bytes_of(path):
    return b"".join(part.read_bytes() for part in sorted(path.parent.glob(f"{path.name}*")))


def test_an_encrypted_file_and_its_log_hold_nothing_in_clear(tmp_path):
    path = tmp_path / "locked.db"
    with opened(path, KEY) as database:
        database.set_setting("name", NAME)
        write(Journal(database), answered("q1"))
        held = bytes_of(path)
        assert path.with_name("locked.db-wal").stat().st_size > 0

    for clear in (NAME.encode(), b"answered", b"CREATE TABLE", b"SQLite format", b"name"):
        assert clear not in held


def test_it_is_as_durable_as_a_plain_one_and_has_its_small_pages(tmp_path):
    with opened(tmp_path / "locked.db", KEY) as database, database.peek() as raw:
        said = [
            str(raw.execute(f"PRAGMA {name}").fetchone()[0])
            for name in ("journal_mode", "synchronous", "foreign_keys", "page_size")
        ]

    assert said == ["wal", "2", "1", "1024"]


@pytest.mark.parametrize("key", [None, OTHER])
def test_without_its_key_it_does_not_open_and_is_not_changed(tmp_path, key, capfd):
    path = tmp_path / "locked.db"
    opened_once = Database(path, KEY)
    opened_once.close()
    before = path.read_bytes()

    with pytest.raises(DatabaseDamaged):
        Database(path, key)

    assert path.read_bytes() == before
    assert capfd.readouterr().err == ""


def test_the_driver_of_locked_files_is_not_loaded_for_plain_ones(tmp_path):
    code = (
        "import sys; from pathlib import Path; from selfstudy.store.database import Database;"
        "Database(Path(sys.argv[1])).close(); print('sqlcipher3' in sys.modules)"
    )
    command = [sys.executable, "-c", code, str(tmp_path / "plain.db")]

    done = subprocess.run(command, capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "False"
    assert driver(None) is sqlite3


def test_a_backup_of_a_locked_file_stays_under_its_key(tmp_path):
    with opened(tmp_path / "locked.db", KEY) as database:
        database.set_setting("name", NAME)
        database.backup(tmp_path / "copy.db")

    assert NAME.encode() not in (tmp_path / "copy.db").read_bytes()
    with opened(tmp_path / "copy.db", KEY) as copy:
        assert copy.setting("name") == NAME


def test_faults_of_either_driver_are_ours(tmp_path):
    with opened(tmp_path / "locked.db", KEY) as database:
        database.set_setting("name", NAME)
        page = tmp_path / "locked.db"
    raw = bytearray(page.read_bytes())
    raw[1024 : len(raw)] = bytes(len(raw) - 1024)
    page.write_bytes(raw)

    with pytest.raises(DatabaseDamaged), opened(page, KEY):
        pass


# Copying from one key to another


@pytest.mark.parametrize("keys", [(None, KEY), (KEY, None), (KEY, OTHER)])
def test_a_copy_under_another_key_has_the_same_rows_and_folds(tmp_path, plain, keys):
    key, into_key = keys
    start = plain
    if key is not None:
        start = tmp_path / "start.db"
        export(plain, start, None, key)
    with opened(start, key) as database:
        before, was = dump(database), folded(Journal(database))

    export(start, tmp_path / "new.db", key, into_key)

    with opened(tmp_path / "new.db", into_key) as database:
        assert dump(database) == before
        assert folded(Journal(database)) == was
        write(Journal(database), answered("q3"))
        with database.peek() as raw:
            assert int(raw.execute("PRAGMA page_size").fetchone()[0]) == 1024
    assert (NAME.encode() in bytes_of(tmp_path / "new.db")) == (into_key is None)


def test_what_lay_where_the_copy_goes_is_replaced(tmp_path, plain):
    (tmp_path / "new.db").write_bytes(b"half a copy")

    export(plain, tmp_path / "new.db", None, KEY)

    with opened(tmp_path / "new.db", KEY) as database:
        assert database.setting("name") == NAME


@pytest.mark.parametrize("key", [None, KEY])
def test_a_file_that_somebody_has_open_is_not_copied(tmp_path, plain, key):
    start = plain
    if key is not None:
        start = tmp_path / "start.db"
        export(plain, start, None, key)
    with opened(start, key), pytest.raises(DatabaseBusy):
        export(start, tmp_path / "new.db", key, None)


def test_a_damaged_file_is_not_taken_for_a_copy(tmp_path, plain):
    plain.write_bytes(b"no database at all" * 200)

    with pytest.raises(DatabaseDamaged):
        export(plain, tmp_path / "new.db", None, KEY)


def test_a_copy_that_differs_is_not_used(tmp_path, plain, monkeypatch):
    monkeypatch.setattr(module, "_rows_alike", lambda _connection, table: table != "meta")

    with pytest.raises(DatabaseDamaged):
        export(plain, tmp_path / "new.db", None, KEY)


def test_rows_that_differ_are_seen(tmp_path):
    from sqlcipher3 import dbapi2

    with contextlib.closing(dbapi2.connect(":memory:", isolation_level=None)) as connection:
        connection.execute("ATTACH DATABASE ':memory:' AS other KEY ''")
        for side, values in (("main", "(1),(2)"), ("other", "(1),(3)")):
            connection.execute(f"CREATE TABLE {side}.t (a)")
            connection.execute(f"INSERT INTO {side}.t VALUES {values}")
        assert not module._same(connection)
        connection.execute("UPDATE other.t SET a = 2 WHERE a = 3")
        assert module._same(connection)
        connection.execute("DELETE FROM other.t WHERE a = 2")
        assert not module._same(connection)
        connection.execute("CREATE TABLE other.u (a)")
        assert not module._same(connection)


def test_a_fault_of_ours_in_a_copy_is_not_dressed_up(tmp_path, plain, monkeypatch):
    from sqlcipher3 import dbapi2

    monkeypatch.setattr(module, "PAGE", "no size (")

    with pytest.raises(dbapi2.Error, match="syntax"):
        export(plain, tmp_path / "new.db", None, KEY)


# Shredding


@pytest.mark.parametrize("size", [0, 10, CHUNK, CHUNK + 10])
def test_a_shredded_file_was_overwritten_before_it_went(tmp_path, size):
    path = tmp_path / "old.db"
    path.write_bytes(b"x" * size)
    with path.open("rb") as witness:
        shred(path)

        assert not path.exists()
        assert witness.read() == bytes(size)


def test_what_is_not_there_needs_no_shredding(tmp_path):
    shred(tmp_path / "nothing")


def test_what_cannot_be_shredded_is_told(tmp_path):
    (tmp_path / "folder").mkdir()

    with pytest.raises((FolderReadOnly, DiskFull)):
        shred(tmp_path / "folder")


def test_the_log_of_a_closed_database_is_shredded_with_it(tmp_path):
    for ending in ("-wal", "-shm", "-journal"):
        (tmp_path / f"a.db{ending}").write_bytes(b"x")

    shred_beside(tmp_path / "a.db")

    assert list(tmp_path.glob("a.db*")) == []
