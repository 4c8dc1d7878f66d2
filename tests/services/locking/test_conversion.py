from __future__ import annotations

import pytest

from selfstudy.domain.errors import DiskFull, FolderReadOnly, OpenElsewhere
from selfstudy.services.holding.latch import nobody_else
from selfstudy.services.locking.conversion import OLD, READY, STAGED, changing, settle


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "profiles" / "ab"
    made.mkdir(parents=True)
    (made / "profile.json").write_bytes(b"old")
    (made / "keys.json").write_bytes(b"old keys")
    (made / "journal.db").write_bytes(b"old journal")
    return made


@pytest.fixture
def marker(tmp_path, folder):
    path = tmp_path / "state" / "ab.mark"
    path.parent.mkdir()
    path.write_text(f"token next {(folder / 'journal.db').stat().st_ino}")
    return path


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_all_files_change_together_and_the_marker_follows(folder, marker):
    with changing(folder, marker) as staged:
        for name in ("profile.json", "keys.json", "journal.db", "lock.json"):
            (staged / name).write_bytes(b"new")
        assert (folder / "journal.db").read_bytes() == b"old journal"

    assert names(folder) == ["journal.db", "keys.json", "lock.json", "profile.json"]
    assert {path.read_bytes() for path in folder.iterdir()} == {b"new"}
    number = (folder / "journal.db").stat().st_ino
    assert marker.read_text() == f"token next {number}"


def test_a_marker_of_another_file_is_left_so_that_the_copy_is_noticed(folder, marker):
    marker.write_text("token next 1")

    with changing(folder, marker) as staged:
        (staged / "journal.db").write_bytes(b"new")

    assert marker.read_text() == "token next 1"


def test_an_empty_file_takes_the_old_one_away(folder, marker):
    (folder / "lock.json").write_bytes(b"lock")

    with changing(folder, marker) as staged:
        (staged / "lock.json").touch()
        (staged / "lock.copy.json").touch()

    assert names(folder) == ["journal.db", "keys.json", "profile.json"]


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (OSError(28, "No space left"), DiskFull),
        (OSError(13, "Denied"), FolderReadOnly),
        (ZeroDivisionError(), ZeroDivisionError),
    ],
)
def test_what_goes_wrong_before_leaves_everything_as_it_was(folder, marker, error, told):
    def broken_off():
        with changing(folder, marker) as staged:
            (staged / "journal.db").write_bytes(b"new")
            raise error

    with pytest.raises(told):
        broken_off()

    assert names(folder) == ["journal.db", "keys.json", "profile.json"]
    assert (folder / "journal.db").read_bytes() == b"old journal"


def test_what_was_begun_and_left_is_cleared_by_the_next_opening(folder, marker):
    (folder / STAGED).mkdir()
    (folder / STAGED / "journal.db").write_bytes(b"half")

    settle(folder, marker)
    settle(folder, marker)

    assert names(folder) == ["journal.db", "keys.json", "profile.json"]


def test_what_was_decided_and_left_is_finished_by_the_next_opening(folder, marker):
    (folder / READY).mkdir()
    (folder / READY / "journal.db").write_bytes(b"new")
    (folder / "journal.db").rename(folder / f"journal.db{OLD}")
    (folder / "journal.db-wal").write_bytes(b"log of the old one")

    settle(folder, marker)

    assert names(folder) == ["journal.db", "keys.json", "profile.json"]
    assert (folder / "journal.db").read_bytes() == b"new"


def test_the_log_of_the_old_database_goes_with_it(folder, marker):
    with changing(folder, marker) as staged:
        (folder / "journal.db-wal").write_bytes(b"log of the old one")
        (staged / "journal.db").write_bytes(b"new")

    assert "journal.db-wal" not in names(folder)


def test_nobody_finishes_what_somebody_is_doing(tmp_path, folder, marker):
    (folder / READY).mkdir()

    with nobody_else(folder, marker.parent), pytest.raises(OpenElsewhere):
        settle(folder, marker)
    assert (folder / READY).exists()


def test_what_cannot_be_moved_is_told_and_kept_for_the_next_opening(folder, marker):
    (folder / READY).mkdir()
    (folder / READY / "profile.json").write_bytes(b"new")
    (folder / "profile.json").unlink()
    (folder / "profile.json").mkdir()
    (folder / "profile.json" / "in the way").touch()

    with pytest.raises(FolderReadOnly):
        settle(folder, marker)

    assert (folder / READY / "profile.json").read_bytes() == b"new"
