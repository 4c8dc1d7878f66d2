"""A database of every schema there was still opens, with all it held."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import sqlalchemy as sa

from selfstudy.domain.errors import DatabaseDamaged, NewerDatabase
from selfstudy.store import migrations
from selfstudy.store.database import SCHEMA, Database

OLD = Path(__file__).parents[1] / "data" / "0" / "profile" / "journal.db"


@pytest.fixture
def old(tmp_path: Path) -> Path:
    return Path(shutil.copy(OLD, tmp_path / "journal.db"))


def counts(database: Database, names: list[str]) -> dict[str, int]:
    with database.read() as connection:
        return {
            name: connection.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar_one()
            for name in names
        }


def test_a_database_of_schema_0_opens_with_every_row_it_held(old: Path) -> None:
    import sqlite3

    names = ["source", "segment", "fact", "receipt", "card"]
    raw = sqlite3.connect(old)
    before = {name: raw.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in names}
    raw.close()
    database = Database(old)
    assert database.setting("schema") == str(SCHEMA)
    assert counts(database, names) == before
    assert before["fact"] > 0
    database.close()


def test_a_step_that_fails_leaves_the_file_as_it_was(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def half(operations: object) -> None:
        operations.execute("DELETE FROM fact")  # type: ignore[attr-defined]
        raise DatabaseDamaged(path="half")

    monkeypatch.setattr(migrations, "STEPS", (half,))
    with pytest.raises(DatabaseDamaged):
        Database(old)
    monkeypatch.undo()
    database = Database(old)
    assert counts(database, ["fact"])["fact"] > 0
    database.close()


def test_there_is_a_step_from_every_schema_before_this_one() -> None:
    assert len(migrations.STEPS) == SCHEMA


def test_a_newer_database_and_one_without_its_number_are_refused(old: Path) -> None:
    for value, wrong in (("99", NewerDatabase), (None, DatabaseDamaged)):
        engine = sa.create_engine(f"sqlite:///{old}")
        with engine.begin() as connection:
            connection.execute(sa.text("DELETE FROM meta WHERE name = 'schema'"))
            if value:
                connection.execute(
                    sa.text("INSERT INTO meta VALUES ('schema', :value)"), {"value": value}
                )
        engine.dispose()
        with pytest.raises(wrong):
            Database(old)
