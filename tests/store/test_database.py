from __future__ import annotations

import sqlite3
import subprocess
import sys
import textwrap
import threading

import pytest
import sqlalchemy as sa

from selfstudy.domain.errors import (
    DatabaseBusy,
    DatabaseDamaged,
    DatabaseUnreachable,
    DiskFull,
    FolderReadOnly,
    NewerDatabase,
)
from selfstudy.store import database as module
from selfstudy.store import driver
from selfstudy.store.database import SCHEMA, Database, on_network
from selfstudy.store.driver import put, translate
from selfstudy.store.schema import meta, stale


@pytest.fixture
def database(tmp_path):
    made = Database(tmp_path / "journal.db")
    yield made
    made.close()


def pragma(database, name):
    with database.peek() as raw:
        return raw.execute(f"PRAGMA {name}").fetchone()[0]


def test_every_commit_is_on_the_disk_when_it_returns(database):
    assert pragma(database, "journal_mode") == "wal"
    assert pragma(database, "synchronous") == 2
    assert pragma(database, "temp_store") == 2


def test_a_setting_is_kept_and_replaced(tmp_path, database):
    assert database.setting("mark") is None
    database.set_setting("mark", "một")
    database.set_setting("mark", "hai")
    database.close()

    again = Database(tmp_path / "journal.db")
    assert again.setting("mark") == "hai"
    again.close()


def test_what_fails_inside_a_transaction_leaves_nothing(database):
    with pytest.raises(KeyError), database.write():  # noqa: PT012
        database.set_setting("mark", "x")
        raise KeyError
    assert database.setting("mark") is None

    with pytest.raises(KeyError), database.swift() as raw:  # noqa: PT012
        raw.execute("INSERT INTO meta VALUES ('mark', 'x')")
        raise KeyError
    assert database.setting("mark") is None


def test_a_swift_transaction_is_kept(database):
    with database.swift() as raw:
        raw.execute("INSERT INTO meta VALUES ('mark', 'x')")

    assert database.setting("mark") == "x"


def test_what_a_swift_transaction_undid_itself_is_not_undone_again(database):
    with pytest.raises(KeyError), database.swift() as raw:  # noqa: PT012
        raw.execute("ROLLBACK")
        raise KeyError

    assert database.setting("schema") == str(SCHEMA)


def test_looking_inside_a_transaction_sees_what_it_wrote(database):
    with database.write():
        database.set_setting("mark", "x")
        assert database.setting("mark") == "x"
    with database.read() as outer, database.read() as inner:
        assert outer is inner


def test_a_reader_in_another_thread_waits_for_the_writer(database):
    found = []
    with database.write():
        thread = threading.Thread(target=lambda: found.append(database.setting("mark")))
        thread.start()
        database.set_setting("mark", "whole")
        assert found == []
    thread.join(timeout=10)

    assert found == ["whole"]


def test_a_row_is_put_in_the_place_of_the_one_with_its_key(database):
    with database.write() as connection:
        put(connection, meta, name="a", value="1")
        put(connection, meta, name="a", value="2")
        only_keys = sa.Table("only", sa.MetaData(), sa.Column("k", sa.Integer, primary_key=True))
        only_keys.create(connection)
        put(connection, only_keys, k=1)
        put(connection, only_keys, k=1)

    assert database.setting("a") == "2"


def test_a_database_of_a_newer_program_is_left_alone(tmp_path, database):
    database.set_setting("schema", str(module.SCHEMA + 1))
    database.close()
    before = (tmp_path / "journal.db").read_bytes()

    with pytest.raises(NewerDatabase):
        Database(tmp_path / "journal.db")

    assert (tmp_path / "journal.db").read_bytes() == before


def test_a_file_that_is_no_database_is_damage(tmp_path):
    (tmp_path / "journal.db").write_bytes(b"not a database" * 500)

    with pytest.raises(DatabaseDamaged):
        Database(tmp_path / "journal.db")


def test_a_file_where_the_folder_should_be_cannot_be_written(tmp_path):
    (tmp_path / "folder").write_bytes(b"")

    with pytest.raises(FolderReadOnly) as caught:
        Database(tmp_path / "folder" / "journal.db")

    assert caught.value.details["folder"] == str(tmp_path / "folder")


def test_a_database_opened_for_reading_only_says_so(tmp_path, database):
    with database.peek() as raw:
        raw.execute("PRAGMA query_only = ON")

    with pytest.raises(FolderReadOnly):
        database.set_setting("mark", "x")
    with pytest.raises(FolderReadOnly), database.swift() as raw:
        raw.execute("INSERT INTO meta VALUES ('mark', 'x')")

    with database.peek() as raw:
        raw.execute("PRAGMA query_only = OFF")
    database.set_setting("mark", "x")


def test_where_nothing_is_kept_nothing_is_said_to_be_but_what_follows_is_made_anew(
    tmp_path, database
):
    database.set_setting("kept", "before")
    reading = Database.for_reading(tmp_path / "journal.db", DiskFull(path="here"))

    with pytest.raises(DiskFull):
        reading.set_setting("kept", "lost")
    with reading.derive() as connection:
        connection.execute(sa.delete(stale))
    assert reading.setting("kept") == "before"
    reading.close()


def test_another_program_that_holds_the_file_is_said(tmp_path, database):
    with database.peek() as raw:
        raw.execute("PRAGMA busy_timeout = 1")
    other = sqlite3.connect(tmp_path / "journal.db")
    other.execute("BEGIN IMMEDIATE")

    with pytest.raises(DatabaseBusy):
        database.set_setting("mark", "x")

    other.close()
    database.set_setting("mark", "x")


def test_a_fault_of_ours_is_not_dressed_up_as_the_worlds(database):
    with pytest.raises(sa.exc.OperationalError), database.read() as connection:
        connection.execute(sa.text("SELECT nonsense FROM nowhere"))
    with pytest.raises(sqlite3.OperationalError), database.swift() as raw:
        raw.execute("SELECT nonsense")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("database or disk is full", DiskFull),
        ("attempt to write a readonly database", FolderReadOnly),
        ("unable to open database file", FolderReadOnly),
        ("database is locked", DatabaseBusy),
        ("database disk image is malformed", DatabaseDamaged),
        ("file is not a database", DatabaseDamaged),
        ("disk I/O error", DatabaseDamaged),
        ("no such column", type(None)),
    ],
)
def test_what_sqlite_says_has_a_sentence_of_ours(text, kind):
    assert isinstance(translate(sqlite3.OperationalError(text), "x/journal.db"), kind)


def test_the_size_counts_the_write_ahead_log(tmp_path, database):
    database.set_setting("mark", "x" * 9000)

    files = ["journal.db", "journal.db-wal"]
    assert database.size() == sum((tmp_path / f).stat().st_size for f in files) > 9000


def test_a_copy_is_whole_while_others_write(tmp_path, database):
    database.set_setting("mark", "kept")
    database.backup(tmp_path / "copy.db")
    database.set_setting("mark", "later")

    copy = Database(tmp_path / "copy.db")
    assert copy.setting("mark") == "kept"
    copy.close()


def test_a_copy_that_reads_back_damaged_is_said(tmp_path, database):
    database.set_setting("mark", "x" * 20_000)
    with database.peek() as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        root = raw.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'word'").fetchone()[0]
        size = raw.execute("PRAGMA page_size").fetchone()[0]
    database.close()
    with (tmp_path / "journal.db").open("rb+") as file:
        file.seek((root - 1) * size)
        file.write(b"\xff" * size)

    damaged = Database(tmp_path / "journal.db")
    with pytest.raises(DatabaseDamaged):
        damaged.backup(tmp_path / "copy.db")
    damaged.close()


def test_a_copy_into_a_place_that_is_no_folder_is_said(tmp_path, database):
    (tmp_path / "folder").write_bytes(b"")

    with pytest.raises(FolderReadOnly):
        database.backup(tmp_path / "folder" / "copy.db")


def mounted(tmp_path, monkeypatch, *lines):
    mounts = tmp_path / "mounts"
    mounts.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    monkeypatch.setattr(module, "MOUNTS", mounts)


def test_on_a_network_share_there_is_no_write_ahead_log(tmp_path, monkeypatch):
    share = tmp_path / "ổ chung"
    share.mkdir()
    escaped = str(share).replace(" ", "\\040")
    mounted(tmp_path, monkeypatch, "sysfs / ext4 rw 0 0", f"server:/x {escaped} nfs4 rw 0 0")

    database = Database(share / "journal.db")

    assert pragma(database, "journal_mode") == "delete"
    database.set_setting("mark", "x")
    assert database.setting("mark") == "x"
    database.close()


def test_the_innermost_mount_tells_whether_a_place_is_on_the_network(tmp_path, monkeypatch):
    near, far = tmp_path / "near", tmp_path / "nearby"
    mounted(
        tmp_path,
        monkeypatch,
        f"a {near} ext4 rw 0 0",
        f"b {tmp_path} cifs rw 0 0",
        "c / ext4 rw 0 0",
    )

    assert on_network(far)
    assert on_network(tmp_path)
    assert not on_network(near / "deeper")


def test_where_mounts_cannot_be_read_a_place_counts_as_local(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "MOUNTS", tmp_path / "nothing here")

    assert not on_network(tmp_path)


def test_only_a_file_is_written_to_directly(database):
    database.close()

    with pytest.raises(RuntimeError), database.peek():
        pass


FULL = textwrap.dedent("""
    import resource, signal, sys
    from pathlib import Path
    from selfstudy.domain.errors import SelfStudyError
    from selfstudy.store.database import Database
    database = Database(Path(sys.argv[1]))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
    kept = 0
    try:
        for kept in range(100):
            database.set_setting(f"n{kept}", "x" * 20_000)
    except SelfStudyError as error:
        print(type(error).__name__, kept)
    database.close()
""")


def test_a_file_that_may_not_grow_keeps_all_that_was_kept(tmp_path):
    """The system's own limit on a file's size: as near to a full disk as a process can get."""
    path = tmp_path / "journal.db"
    Database(path).close()
    command = [sys.executable, "-c", FULL, str(path)]
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout

    error, kept = said.split()
    assert error in {"DiskFull", "DatabaseDamaged"}
    assert int(kept) > 3
    database = Database(path)
    assert all(database.setting(f"n{n}") == "x" * 20_000 for n in range(int(kept)))
    assert database.setting(f"n{kept}") is None
    database.close()


def test_a_database_whose_number_is_none_is_damage_and_let_go_of(tmp_path):
    path = tmp_path / "journal.db"
    made = Database(path)
    made.set_setting("schema", "x")
    made.close()

    with pytest.raises(DatabaseDamaged):
        Database(path)

    assert not path.with_name("journal.db-wal").exists(), "the last connection is closed"


@pytest.mark.parametrize(
    "url", ["foo://x", "nonsense", "postgresql+psycopg://u:geheim@127.0.0.1:1/x"]
)
def test_a_server_that_is_not_there_is_said_without_its_password(url):
    with pytest.raises(DatabaseUnreachable) as caught:
        Database(url)

    assert "geheim" not in str(caught.value)


def test_a_fault_of_ours_never_tells_what_was_being_written(database):
    database.set_setting("Nguyễn Thị Hạnh", "A")
    again = sa.insert(meta).values(name="Nguyễn Thị Hạnh", value="A")

    with database.write() as connection, pytest.raises(sa.exc.IntegrityError) as caught:
        connection.execute(again)

    assert "Hạnh" not in str(caught.value)


def test_a_copy_that_is_not_sound_is_never_called_a_backup(tmp_path):
    path = tmp_path / "journal.db"
    with sqlite3.connect(path) as raw:  # a row that its own table forbids
        raw.execute("CREATE TABLE odd (a)")
        raw.execute("INSERT INTO odd VALUES (NULL)")
        raw.execute("PRAGMA writable_schema = ON")
        raw.execute("UPDATE sqlite_master SET sql = 'CREATE TABLE odd (a NOT NULL)'")
    raw.close()
    database = Database(path)

    with pytest.raises(DatabaseDamaged) as caught:
        database.backup(tmp_path / "copy.db")
    database.close()

    assert caught.value.details["path"] == str(tmp_path / "copy.db")


def test_a_server_takes_no_room_on_this_computer(postgresql_url):
    database = Database(postgresql_url)
    size = database.size()
    database.close()

    assert size == 0


@pytest.mark.parametrize(
    ("text", "free", "kind"),
    [
        ("disk I/O error", 0, DiskFull),
        ("disk I/O error", 10**9, DatabaseDamaged),
        ("unable to open database file", 0, DiskFull),
        ("unable to open database file", 10**9, FolderReadOnly),
    ],
)
def test_a_disk_without_room_is_not_called_damage(tmp_path, monkeypatch, text, free, kind):
    """Where its log and its shared index cannot be made or grow, SQLite says something else."""
    monkeypatch.setattr(driver.shutil, "disk_usage", lambda _folder: Room(free))

    error = translate(sqlite3.OperationalError(text), str(tmp_path / "journal.db"))

    assert type(error) is kind


class Room:
    def __init__(self, free: int) -> None:
        self.free = free
