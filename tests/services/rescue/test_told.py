"""What a rescue says is so: never that nothing was lost where something was, and not too much."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing

import pytest

from selfstudy.domain.errors import DatabaseDamaged
from selfstudy.services.rescue.backup_file import pack, read_about
from selfstudy.services.rescue.safety import go_back, rescue
from selfstudy.services.rescue.suspect import suspecting
from selfstudy.store.drafts import Drafts
from tests.builders import answered
from tests.office import Office


@pytest.fixture(scope="module")
def lived(tmp_path_factory):
    """A backup of 11 records, then 5 sealed and 3 loose ones."""
    office = Office(tmp_path_factory.mktemp("told"))
    hanh = office.person("Nguyễn Thị Hạnh", "hanh")
    for number in range(10):
        hanh.desk.write(answered(f"q{number}"))
    hanh.safety.backup()
    for number in range(5):
        hanh.desk.write(answered(f"s{number}"))
    hanh.desk.seal()
    for number in range(3):
        hanh.desk.write(answered(f"l{number}"))
    hanh.desk.close()
    return office.folder / "hanh", hanh.desk.profile.id


@pytest.fixture
def home(lived, tmp_path):
    """A copy that a test may damage; the marker takes it for what it was."""
    folder, profile = lived
    shutil.copytree(folder, tmp_path / "hanh")
    office = Office(tmp_path)
    places = office.computer("hanh")
    made = places.profiles / profile
    mark = places.state / f"{profile}.mark"
    words = mark.read_text().split()
    mark.write_text(" ".join([*words[:-1], str((made / "journal.db").stat().st_ino)]))
    yield office, made
    office.close()


def mend(office, folder):
    places = office.computer("hanh")
    return rescue(folder, places.state, [places.data / "backups"], office.clock)


def said(made):
    return {key.removeprefix("rescue."): details for key, details in made.told()}


def changed(folder, statement):
    with closing(sqlite3.connect(folder / "journal.db")) as raw, raw:
        assert raw.execute(statement).rowcount > 0


@pytest.mark.parametrize("content", [None, b"", b"\0"])
def test_without_its_journal_no_profile_begins_anew_wherever_it_was_carried(home, content):
    office, folder = home
    shutil.rmtree(office.computer("hanh").state)
    (folder / "journal.db").unlink()
    if content is not None:
        (folder / "journal.db").write_bytes(content)

    with pytest.raises(DatabaseDamaged):
        office.open("hanh", folder.name)

    assert mend(office, folder).records == 11
    assert office.open("hanh", folder.name).desk.profile.id == folder.name


def test_where_nothing_is_left_it_is_not_said_that_nothing_is_lost(home):
    office, folder = home
    (folder / "journal.db").unlink()
    shutil.rmtree(office.computer("hanh").data / "backups")

    told = said(mend(office, folder))

    assert told["nothing"] == {"n": 0}
    assert told["unheard"]["n"] >= 18


def test_a_broken_segment_counts_for_what_nobody_else_has(home):
    office, folder = home
    changed(folder, "UPDATE segment SET blob = zeroblob(90)")

    made = mend(office, folder)

    assert made.found.damaged == 0
    assert [(gap.first, gap.last) for gap in made.found.gaps] == [(11, 15)]
    assert said(made)["gap_private"] == {"n": 5, "numbers": "11–15", "who": ""}


def test_lines_whose_source_is_not_named_are_not_said_to_be_lost(home):
    office, folder = home
    changed(folder, "UPDATE line SET source = 77")

    made = mend(office, folder)

    assert "whole" in said(made)


def test_a_damaged_count_hides_no_gap(home):
    office, folder = home
    changed(folder, "DELETE FROM line WHERE number = 17")
    changed(folder, "UPDATE source SET head = head + 4611686018427387904")

    made = mend(office, folder)

    assert [(gap.first, gap.last) for gap in made.found.gaps] == [(17, 17)]


def test_a_spoilt_setting_of_whose_records_these_are_is_mended(home):
    office, folder = home
    changed(folder, "INSERT INTO meta VALUES ('person', 'nobody')")
    with pytest.raises(DatabaseDamaged):
        office.open("hanh", folder.name)

    mend(office, folder)

    assert office.open("hanh", folder.name).desk.person.hex() == folder.name


def test_a_backup_of_a_file_that_was_spoilt_already_is_not_built_on(home):
    office, folder = home
    places = office.computer("hanh")
    changed(folder, "UPDATE fact SET value = 'abc'")
    journal = folder / "journal.db"
    spoilt = journal.read_bytes()
    mend(office, folder)
    (backup,) = (places.data / "backups").glob("*.zip")
    about = read_about(backup)
    copy = office.folder / "spoilt.db"
    copy.write_bytes(spoilt)
    pack(backup, folder, copy, {"profile": about.profile, "heads": dict(about.heads)})

    go_back(backup, places.profiles, places.state, office.clock)

    desk = office.open("hanh", folder.name).desk
    desk.fold()
    with desk.database.read() as connection:
        memory = desk.journal.folds.memory(connection, desk.person)
    assert len({row.question for row in memory}) == 18


def test_an_unexpected_error_is_damage_only_where_the_file_is_spoilt(home):
    _office, folder = home
    journal = folder / "journal.db"
    with pytest.raises(ZeroDivisionError), suspecting(journal, None):
        raise ZeroDivisionError

    changed(folder, "UPDATE memory SET due = 'x'")

    with pytest.raises(DatabaseDamaged), suspecting(journal, None):
        raise ZeroDivisionError


def test_going_back_keeps_what_stands_beside_the_records(home):
    office, folder = home
    places = office.computer("hanh")
    (backup,) = (places.data / "backups").glob("*.zip")
    desk = office.open("hanh", folder.name).desk
    desk.database.set_setting("goals", "[]")
    desk.close()
    with closing(sqlite3.connect(folder / "journal.db")) as raw, raw:
        raw.execute("INSERT INTO draft VALUES ('a', 'q', '[\"x\"]', 7)")
        raw.execute("INSERT INTO quarantine VALUES (zeroblob(32), 1, 'n', 'p', '{}', x'01')")

    go_back(backup, places.profiles, places.state, office.clock)

    desk = office.open("hanh", folder.name).desk
    assert desk.database.setting("goals") == "[]"
    assert Drafts(desk.database).of("a") == {"q": (("x",), 7)}
    assert [kept.name for kept in desk.papers.quarantine()] == ["n"]


def with_a_log_of_another_day(office, folder, before, after):
    """Beside the file lies its log from before its last records; those, and the log."""
    hanh = office.open("hanh", folder.name)
    for number in range(before):
        hanh.desk.write(answered(f"d{number}"))
    log = folder / "journal.db-wal"
    stale = log.read_bytes()
    for number in range(after):
        hanh.desk.write(answered(f"e{number}"))
    hanh.desk.close()
    log.write_bytes(stale)
    return {f"e{number}" for number in range(after)}, log


def questions(desk):
    desk.fold()
    with desk.database.read() as connection:
        return {row.question for row in desk.journal.folds.memory(connection, desk.person)}


def test_a_log_of_another_day_hides_nothing_that_the_file_has(home):
    office, folder = home
    later, _log = with_a_log_of_another_day(office, folder, 12, 30)

    desk = office.open("hanh", folder.name).desk

    assert not desk.guard.behind
    assert questions(desk) >= later


def test_a_log_of_another_day_that_does_not_fit_is_never_moved_into_the_file(home):
    office, folder = home
    later, log = with_a_log_of_another_day(office, folder, 1, 60)
    stale = log.read_bytes()

    for _again in range(2):
        with pytest.raises(DatabaseDamaged):
            office.open("hanh", folder.name)
        assert log.read_bytes() == stale
    made = mend(office, folder)

    assert "whole" in said(made)
    assert questions(office.open("hanh", folder.name).desk) >= later


def test_a_line_that_is_no_text_is_not_told_again(home):
    office, folder = home
    changed(
        folder,
        "UPDATE line SET line = CAST(replace(CAST(line AS TEXT), 'M2', CAST(x'eda080' AS TEXT)) "
        "AS BLOB) WHERE number = 18",
    )
    changed(folder, "DELETE FROM line WHERE number = 17")

    made = mend(office, folder)

    assert sum(gap.count for gap in made.found.gaps) == 2


def test_rows_that_are_no_values_are_not_taken_over(home):
    office, folder = home
    with closing(sqlite3.connect(folder / "journal.db")) as raw, raw:
        raw.execute("INSERT INTO quarantine VALUES (zeroblob(31), 1, 'n', 'p', '{}', x'01')")
        raw.execute("INSERT INTO quarantine VALUES (zeroblob(32), 1, 'n', 'p', '{}', x'01')")

    mend(office, folder)

    desk = office.open("hanh", folder.name).desk
    assert [kept.name for kept in desk.papers.quarantine()] == ["n"]


def test_what_was_seen_twice_is_counted_once(home):
    office, folder = home
    changed(folder, "DELETE FROM source")
    changed(folder, "UPDATE line SET number = 9000 WHERE number = 17")

    made = mend(office, folder)

    assert made.found.damaged == 0
    assert [(gap.first, gap.last) for gap in made.found.gaps] == [(17, 17)]
