"""A database whose bits flipped is not fit, though SQLite reads it; a whole one is."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing

import pytest

from selfstudy.domain.errors import DatabaseDamaged
from selfstudy.store.database import Database
from selfstudy.store.health import fit, misshapen
from selfstudy.store.rereading import read_again
from selfstudy.store.retention import let_go, prefixes
from tests.builders import HANH, NOON, a_journal, answered, write


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """A journal with what others sealed, a fork, sealed and loose lines of one's own."""
    folder = tmp_path_factory.mktemp("whole")
    with a_journal(folder) as made:
        read_again(made)
        for number in range(12):
            write(made, answered(f"q{number}"), at=NOON + number)
        made.seal(HANH.public, HANH.sign)
        for number in range(5):
            write(made, answered(f"w{number}"), at=NOON + number)
    return folder / "journal.db"


@pytest.fixture
def file(whole, tmp_path):
    return shutil.copy(whole, tmp_path / "journal.db")


def changed(file, statement):
    with closing(sqlite3.connect(file)) as raw, raw:
        assert raw.execute(statement).rowcount > 0


def is_fit(file):
    database = Database(file, new=False)
    try:
        return fit(database)
    finally:
        database.close()


def test_what_the_program_left_is_fit(file):
    assert is_fit(file)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM segment",
        "DELETE FROM line WHERE number = 14",
        "DELETE FROM fact WHERE number = 3",
        "DELETE FROM source",
        "UPDATE segment SET placed = 0",
        "UPDATE segment SET blob = zeroblob(90)",
        "UPDATE segment SET records = records + 1",
        "UPDATE line SET line = CAST(replace(line, 'w3', 'w9') AS BLOB) WHERE number = 16",
        "UPDATE line SET digest = zeroblob(32) WHERE number = 15",
        "UPDATE source SET head = head + 1",
        "UPDATE source SET head_digest = zeroblob(32)",
        "UPDATE source SET sid = zeroblob(32)",
        "UPDATE source SET epoch = zeroblob(16)",
        "UPDATE source SET sealed = sealed - 1",
        "UPDATE source SET root = 77",
        "UPDATE source SET forked = 1 - forked",
        "UPDATE source SET last = 4102444800000000",
        "UPDATE word SET text = 'unit:x' WHERE text LIKE 'unit:%'",
        "UPDATE word SET text = 'answersd' WHERE text = 'answered'",
        "UPDATE fact SET at = at - 5",
        "UPDATE fact SET value = 'abc'",
        "UPDATE memory SET due = 'x'",
        "INSERT INTO meta VALUES ('person', 'nobody')",
    ],
)
def test_whatever_flips_is_seen(file, statement):
    changed(file, statement)

    assert not is_fit(file)


def test_cells_that_are_no_values_of_their_columns_are_counted(file):
    changed(file, "UPDATE line SET digest = x'00' WHERE number > 14")

    database = Database(file)
    assert misshapen(database) == 3
    database.close()


def test_what_was_let_go_leaves_a_fit_database(tmp_path):
    with a_journal(tmp_path) as journal:
        read_again(journal)
        for number in range(8):
            write(journal, answered(f"q{number}"), at=NOON + number)
            journal.seal(HANH.public, HANH.sign)
        (prefix,) = prefixes(journal, NOON + 5, upto={})
        let_go(journal, prefix)

        assert fit(journal.database)


def test_a_line_that_is_not_what_was_sealed_is_not_signed(file):
    changed(
        file, "UPDATE line SET line = CAST(replace(line, 'w3', 'w9') AS BLOB) WHERE number = 16"
    )
    with a_journal(file) as journal, pytest.raises(DatabaseDamaged):
        journal.seal(HANH.public, HANH.sign)


def test_lines_behind_a_lost_one_are_not_signed_in_its_place(file):
    changed(file, "DELETE FROM line WHERE number = 14")
    with a_journal(file) as journal, pytest.raises(DatabaseDamaged):
        journal.seal(HANH.public, HANH.sign)


@pytest.mark.parametrize("size", [0, 1, 90])
def test_a_file_of_a_few_bytes_is_no_new_database(tmp_path, size):
    (tmp_path / "journal.db").write_bytes(bytes(size))

    with pytest.raises(DatabaseDamaged):
        Database(tmp_path / "journal.db", new=False)
