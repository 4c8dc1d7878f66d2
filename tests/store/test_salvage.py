"""Reading a SQLite file without SQLite: everything it holds, from whatever is left of it."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from selfstudy.domain.audience import to_unit
from selfstudy.domain.errors import DatabaseDamaged, DiskFull, FolderReadOnly
from selfstudy.exchange.keys import page_opener
from selfstudy.store import database as database_module
from selfstudy.store.database import Database
from selfstudy.store.health import count_records, counted, heads, integrity, schema_of, sound_part
from selfstudy.store.health import unlinked as unlinked_lines
from selfstudy.store.pages import Pages, committed_frames, image_of, page_sizes
from selfstudy.store.retention import let_go, prefixes
from selfstudy.store.salvage import salvage, table_of
from selfstudy.store.waiting import digests, family, heads_named, own_heads, sources_held, waiting
from tests.builders import (
    HANH,
    NOON,
    UNIT,
    a_journal,
    a_source,
    answered,
    carried,
    lines_of,
    segments_of,
    take,
    write,
)


@pytest.fixture
def journal(tmp_path):
    with a_journal(tmp_path) as made:
        for number in range(40):
            write(made, answered(f"q{number}"), at=NOON + number)
        made.seal(HANH.public, HANH.sign)
        for number in range(30):
            write(made, answered("lon" * 900 * (number == 7) + f"w{number}"), at=NOON + number)
        yield made


def test_all_that_a_sound_file_holds_is_found_log_and_long_lines_included(journal, tmp_path):
    found = salvage(tmp_path / "journal.db")

    (source,) = next(iter(found.sources.values()))
    (lines,) = found.lines.values()
    (segments,) = found.segments.values()
    assert source.unit == UNIT
    assert found.heads == {source.id: 70}
    assert {line.number for line in lines} >= set(range(41, 71)), "and some that were sealed since"
    assert any(segment.count == 40 for segment in segments)
    assert found.refused == 0


def test_a_header_that_is_gone_is_guessed(journal, tmp_path):
    journal.database.close()
    with (tmp_path / "journal.db").open("rb+") as file:
        file.write(bytes(100))

    assert len(page_sizes(tmp_path / "journal.db")) > 1
    assert salvage(tmp_path / "journal.db").rows >= 31


def test_the_image_is_what_was_committed(journal, tmp_path):
    image = image_of(tmp_path / "journal.db")

    with closing(sqlite3.connect(":memory:")) as memory:
        memory.deserialize(image)
        assert memory.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert memory.execute("SELECT count(*) FROM line").fetchone() == (30,)


def test_a_source_whose_own_row_is_lost_is_known_by_what_parted_from_it(tmp_path):
    source = a_source()
    ways = [lines_of([answered("q1"), answered(f"w{way}"), answered("q2")]) for way in (1, 2)]
    with a_journal(tmp_path) as journal:
        for lines in ways:
            take(journal, carried(source, *segments_of(source, HANH, lines)))
        tails = [place.sid for place in family(journal, source) if place.sid != source.id]
        with journal.database.swift() as raw:
            raw.execute("UPDATE source SET sid = zeroblob(32) WHERE id = root")
    compact(tmp_path / "journal.db")

    found = salvage(tmp_path / "journal.db")

    assert len(tails) == 2
    assert list(found.sources.values()) == [{source}]
    assert set(found.segments) == set(found.sources)


def test_a_unit_whose_name_is_spoilt_hides_no_other(journal, tmp_path):
    with journal.database.swift() as raw:
        raw.execute("INSERT INTO word (text) VALUES ('unit:what'), (?)", ("unit:" + "ab" * 16,))
        raw.execute(
            "UPDATE word SET text = 'unit:' || 'zz' WHERE text = ?", (f"unit:{UNIT.hex()}",)
        )
    journal.database.close()
    compact(tmp_path / "journal.db")

    assert salvage(tmp_path / "journal.db").sources == {}
    (sources,) = salvage(tmp_path / "journal.db", [bytes(16), UNIT]).sources.values()
    assert {source.unit for source in sources} == {UNIT}


def test_the_signed_end_of_a_beginning_that_was_let_go_is_found_with_both_who_hold_it(tmp_path):
    source = a_source()
    lines = lines_of([answered(f"q{n}") for n in range(6)])
    with a_journal(tmp_path / "old.db") as old, a_journal(tmp_path / "new.db") as new:
        take(old, carried(source, *segments_of(source, HANH, lines, cuts=[3, 5])))
        for prefix in prefixes(old, NOON + 4000, sa.true(), upto={}):
            let_go(old, prefix)
        (given,) = old.since({}, to_unit(UNIT))
        take(new, given)

        (footing,) = given.footings
        for name in ("old.db", "new.db"):
            assert list(salvage(tmp_path / name).footings.values()) == [{footing}], name


def compact(path):
    """Leave nothing in a file that a table does not lead to."""
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("VACUUM")


@pytest.mark.parametrize("spoil", ["magic", "frame", "size"])
def test_a_log_that_breaks_counts_up_to_the_break(journal, tmp_path, spoil):
    log = bytearray((tmp_path / "journal.db-wal").read_bytes())
    whole = committed_frames(bytes(log), 1024)
    assert whole
    if spoil == "magic":
        log[0] ^= 0xFF
    elif spoil == "frame":
        log[32 + 24 + 5] ^= 0xFF
    found = committed_frames(bytes(log), 4096 if spoil == "size" else 1024)
    assert found == {}


@given(where=st.integers(0, 10**9), junk=st.binary(min_size=1, max_size=600))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_damage_makes_the_reader_fail(journal, tmp_path_factory, where, junk):
    folder = tmp_path_factory.mktemp("junk")
    raw = bytearray(image_of(journal.database.path))
    where %= len(raw)
    raw[where : where + len(junk)] = junk
    (folder / "journal.db").write_bytes(raw)

    assert salvage(folder / "journal.db").rows >= 0


@given(st.binary(max_size=5000))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_what_is_no_database_holds_nothing(tmp_path_factory, raw):
    path = tmp_path_factory.mktemp("none") / "journal.db"
    path.write_bytes(raw)

    assert salvage(path).rows == 0


def test_a_page_that_the_disk_does_not_give_is_counted(journal, tmp_path):
    class Refusing:
        def __init__(self, file):
            self.file = file

        def __getattr__(self, name):
            return getattr(self.file, name)

        def seek(self, at):
            if at == 2048:
                raise OSError(5, "Input/output error")
            return self.file.seek(at)

    pages = Pages(tmp_path / "journal.db", 1024)
    pages._file = Refusing(pages._file)
    list(pages.rows(table_of))
    pages.close()

    assert pages.refused == {3}


def test_an_encrypted_file_is_read_with_its_key(tmp_path):
    key = bytes(range(32))
    path = tmp_path / "journal.db"
    made = Database(path, key)
    made.set_setting("place", "x")
    made.close()

    assert salvage(path, (), page_opener(key)).settings["place"] == "x"
    reading = Database.for_reading(path, DiskFull(folder=""), page_opener(key))
    assert reading.setting("place") == "x"
    reading.close()


# Reading only


def test_what_is_opened_for_reading_keeps_nothing(journal, tmp_path):
    journal.database.close()
    why = FolderReadOnly(folder=str(tmp_path))
    reading = Database.for_reading(tmp_path / "journal.db", why)

    assert count_records(reading) == 70
    with pytest.raises(FolderReadOnly), reading.swift():
        pass
    with pytest.raises(FolderReadOnly):
        reading.expect_kept()
    reading.backup(tmp_path / "copy.db")
    reading.close()
    copy = Database(tmp_path / "copy.db")
    assert count_records(copy) == 70
    copy.close()


def test_a_file_too_large_for_memory_is_not_opened_for_reading(journal, tmp_path, monkeypatch):
    from selfstudy.store import pages

    monkeypatch.setattr(pages, "MAX_IMAGE", 10)
    with pytest.raises(DiskFull):
        Database.for_reading(tmp_path / "journal.db", DiskFull(folder=""))


def test_a_file_that_cannot_be_read_is_damage(tmp_path):
    (tmp_path / "journal.db").mkdir()

    with pytest.raises(DatabaseDamaged):
        Database.for_reading(tmp_path / "journal.db", DiskFull(folder=""))


def test_an_open_database_goes_on_in_memory(journal, tmp_path):
    journal.database.turn_to_reading(DiskFull(folder=""))

    assert heads(journal.database)
    with pytest.raises(DiskFull):
        write(journal, answered("q"))


# How sound


def test_a_sound_journal_is_sound(journal):
    assert integrity(journal.database) == "ok"
    assert sound_part(journal.database, 0, 1) == 40
    assert unlinked_lines(journal.database) == 0
    assert schema_of(journal.database) == database_module.SCHEMA
    assert counted(journal.database)[:5] == (70, 40, 0, 0, 0)


def test_a_line_and_a_segment_that_do_not_hold_are_found(journal):
    with journal.database.swift() as raw:
        raw.execute("UPDATE line SET line = ? WHERE number = 50", (b'[1,0,"x",[]]',))
        raw.execute("UPDATE segment SET blob = ?", (b"x",))

    assert unlinked_lines(journal.database) == 1
    with pytest.raises(DatabaseDamaged):
        sound_part(journal.database, 0, 1)


def test_what_waits_and_what_is_known_of_a_source_is_told(tmp_path):
    source = a_source()
    lines = lines_of([answered(f"q{n}") for n in range(6)])
    first, second = segments_of(source, HANH, lines, cuts=[4])
    with a_journal(tmp_path) as journal:
        assert family(journal, source) == []
        take(journal, carried(source, second))
        assert [part.segment for _place, part in waiting(journal, HANH.public)] == [second]
        assert second.previous in digests(journal, source)[3]
        take(journal, carried(source, first))
        assert waiting(journal, HANH.public) == []
        assert heads_named(journal, [source.id]) == {source.id: 6}
        assert own_heads(journal) == {}
        assert list(sources_held(journal)) == [source.id]


def test_what_waits_of_a_source_that_parted_is_told_once(tmp_path):
    source = a_source()
    ways = [lines_of([answered("q1"), answered(f"w{way}"), answered("q2")]) for way in (1, 2)]
    with a_journal(tmp_path) as journal:
        take(journal, carried(source, *segments_of(source, HANH, ways[1])))
        take(journal, carried(source, segments_of(source, HANH, ways[0][:2])[0]))
        far = segments_of(source, HANH, [*ways[0], ways[0][0]], cuts=[4])[1]
        take(journal, carried(source, far))

        assert len(family(journal, source)) == 3
        assert [part.segment for _place, part in waiting(journal, HANH.public)] == [far]


def test_a_copy_is_kept_before_an_older_schema_is_changed(journal, tmp_path):
    journal.database.set_setting("schema", "0")
    journal.database.close()

    Database(tmp_path / "journal.db").close()

    copy = database_module.before_steps(tmp_path / "journal.db", 0)
    with closing(sqlite3.connect(copy)) as raw:
        assert raw.execute("SELECT value FROM meta WHERE name = 'schema'").fetchone() == ("0",)
    shutil.copy(copy, tmp_path / "journal.db")
    before = copy.read_bytes()
    Database(tmp_path / "journal.db").close()
    assert copy.read_bytes() == before, "the first copy stays"


def test_a_copy_that_cannot_be_finished_leaves_nothing_and_changes_nothing(
    journal, tmp_path, monkeypatch
):
    journal.database.set_setting("schema", "0")
    journal.database.close()

    def refuse(_database, into):
        into.write_bytes(b"half")
        raise DiskFull(folder=str(tmp_path))

    monkeypatch.setattr(Database, "backup", refuse)
    with pytest.raises(DiskFull):
        Database(tmp_path / "journal.db")

    assert not [path for path in tmp_path.iterdir() if ".schema" in path.name]
    with closing(sqlite3.connect(tmp_path / "journal.db")) as raw:
        assert raw.execute("SELECT value FROM meta WHERE name = 'schema'").fetchone() == ("0",)
