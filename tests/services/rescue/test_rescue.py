"""Real damage to real files: what is put together again, and what is said of the rest."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from selfstudy.domain.errors import (
    DatabaseDamaged,
    OpenElsewhere,
    ProfileDamaged,
    SecretMissing,
)
from selfstudy.domain.record import PRIVATE, SHARED
from selfstudy.services.holding import latch
from selfstudy.services.holding.latch import Beacon
from selfstudy.services.holding.marker import Marker
from selfstudy.services.holding.opener import Opener
from selfstudy.services.rescue.safety import go_back, rescue
from selfstudy.services.rescue.succession import finish_interrupted
from tests.builders import answered, finished
from tests.office import Office

SEALED, LOOSE = 30, 40


@pytest.fixture(scope="module")
def lived(tmp_path_factory):
    """Somebody who handed over once and learned on: their files, and all they ever answered."""
    office = Office(tmp_path_factory.mktemp("lived"))
    hanh = office.person("Nguyễn Thị Hạnh", "hanh")
    for number in range(SEALED + LOOSE):
        office.clock.move(seconds=5)
        hanh.desk.write(answered(f"q{number}"), finished(f"CM03-{number}"))
        if number == SEALED:
            hanh.desk.seal()
    hanh.desk.close()
    office.desks.clear()
    return office, hanh.desk.folder


@pytest.fixture
def sick(lived, tmp_path):
    """A copy of them that a test may damage."""
    _office, folder = lived
    office = Office(tmp_path)
    mine = office.computer("hanh").profiles / folder.name
    shutil.copytree(folder, mine)
    yield office, mine
    office.close()


def mend(office, folder, backups=()):
    return rescue(folder, office.computer("hanh").state, list(backups), office.clock)


def counted(office, folder):
    """Questions and lessons as the next screen counts them."""
    desk = office.open("hanh", folder.name).desk
    desk.fold()
    with desk.database.read() as connection:
        memory = desk.journal.folds.memory(connection, desk.person)
        progress = desk.journal.folds.progress(connection, desk.person)
    desk.close()
    return {row.question for row in memory}, {row.lesson for row in progress}


def everything():
    return ({f"q{n}" for n in range(SEALED + LOOSE)}, {f"CM03-{n}" for n in range(SEALED + LOOSE)})


def missing(made):
    """How many records of either chain are told to be lost."""
    lost = {PRIVATE: 0, SHARED: 0}
    for gap in made.found.gaps:
        lost[gap.source.chain] += gap.count
    return lost


def spoil(folder, start, content):
    journal = folder / "journal.db"
    with journal.open("rb+") as file:
        file.seek(start)
        file.write(content)


def test_a_sound_profile_that_is_rescued_is_what_it_was(sick):
    office, folder = sick

    made = mend(office, folder)

    assert (made.found.gaps, made.found.damaged, made.found.restated) == ([], 0, 0)
    assert counted(office, folder) == everything()


@pytest.mark.parametrize("size", [100, 1024, 16 * 1024])
def test_without_its_first_pages_nothing_that_was_learned_is_lost(sick, size):
    office, folder = sick
    spoil(folder, 0, bytes(size))
    with pytest.raises(DatabaseDamaged):
        office.open("hanh", folder.name)

    made = mend(office, folder)

    lost = sum(missing(made).values()) + made.found.damaged + made.found.unheard
    assert lost + sum(map(len, counted(office, folder))) >= 2 * (SEALED + LOOSE)
    if size <= 1024:
        assert counted(office, folder) == everything()


DAMAGE = st.lists(
    st.tuples(st.floats(0, 1), st.sampled_from([1, 7, 300, 1024, 3000]), st.booleans()),
    min_size=1,
    max_size=4,
)


@given(damage=DAMAGE, cut=st.one_of(st.none(), st.floats(0.1, 1)))
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_wherever_it_is_damaged_what_is_not_there_is_told(lived, tmp_path_factory, damage, cut):
    _office, source = lived
    office = Office(tmp_path_factory.mktemp("sick"))
    folder = office.computer("hanh").profiles / source.name
    shutil.copytree(source, folder)
    raw = bytearray((folder / "journal.db").read_bytes())
    for where, size, zeroed in damage:
        start = int(where * (len(raw) - 1))
        end = min(len(raw), start + size)
        raw[start:end] = bytes(end - start) if zeroed else os.urandom(end - start)
    whole = len(raw)
    (folder / "journal.db").write_bytes(raw[: int(whole * cut)] if cut else raw)

    made = mend(office, folder)

    questions, lessons = counted(office, folder)
    lost = missing(made)
    all_questions, all_lessons = everything()
    assert questions <= all_questions
    if cut is None and len(damage) == 1:
        assert len(all_questions - questions) <= lost[PRIVATE] + made.found.damaged + 8
        assert len(all_lessons - lessons) <= lost[SHARED] + made.found.damaged + 8
    assert (Path(made.kept) / "journal.db").read_bytes() == (
        bytes(raw[: int(whole * cut)] if cut else raw)
    )
    office.close()


def test_what_the_backup_has_fills_what_the_damage_took(sick):
    office, folder = sick
    hanh = office.open("hanh", folder.name)
    hanh.safety.backup()
    hanh.desk.write(answered("after"))
    hanh.desk.close()
    for page in range(10, 80, 3):
        spoil(folder, page * 1024, bytes(1024))

    made = mend(office, folder, [office.computer("hanh").data / "backups"])

    questions, lessons = counted(office, folder)
    assert questions >= everything()[0]
    assert lessons == everything()[1]
    assert len(made.backups) == 1


def test_a_journal_that_is_gone_comes_back_from_the_backup(sick):
    office, folder = sick
    hanh = office.open("hanh", folder.name)
    hanh.safety.backup()
    hanh.desk.close()
    (folder / "journal.db").unlink()
    with pytest.raises(DatabaseDamaged):
        office.open("hanh", folder.name)

    mend(office, folder, [office.computer("hanh").data / "backups"])

    assert counted(office, folder) == everything()


def test_a_lost_profile_file_is_written_again_from_the_journal(sick):
    office, folder = sick
    (folder / "profile.json").unlink()

    made = mend(office, folder)

    assert (made.profile.name, made.profile.position) == ("Nguyễn Thị Hạnh", "P02")
    assert ("rescue.profile_made", {"name": "Nguyễn Thị Hạnh"}) in made.told()
    assert counted(office, folder) == everything()


def test_lost_keys_are_new_ones_and_nothing_learned_is_lost(sick):
    office, folder = sick
    (folder / "keys.json").unlink()
    with pytest.raises(ProfileDamaged):
        office.open("hanh", folder.name)

    made = mend(office, folder)

    assert made.keys == "new"
    assert ("rescue.keys_new", {}) in made.told()
    assert made.records >= 140


def test_a_second_rescue_tells_nothing_twice(sick):
    office, folder = sick
    spoil(folder, 40 * 1024, bytes(20 * 1024))
    first = mend(office, folder)
    counts = counted(office, folder)

    second = mend(office, folder)

    assert second.found.restated == 0
    assert second.records == first.records
    assert counted(office, folder) == counts


def test_an_open_profile_is_neither_rescued_nor_replaced(sick):
    office, folder = sick
    hanh = office.open("hanh", folder.name)
    path = hanh.safety.backup()

    with pytest.raises(OpenElsewhere):
        mend(office, folder)
    with pytest.raises(OpenElsewhere):
        go_back(path, folder.parent, office.computer("hanh").state)

    hanh.desk.close()
    assert go_back(path, folder.parent, office.computer("hanh").state).found.gaps == []


def test_two_windows_on_one_computer_are_welcome(sick):
    office, folder = sick
    one, other = office.open("hanh", folder.name), office.open("hanh", folder.name)

    one.desk.write(answered("one"))
    other.desk.write(answered("other"))

    assert {"one", "other"} <= counted(office, folder)[0]


def test_a_rebuilding_cut_off_right_before_its_end_is_finished(sick):
    office, folder = sick
    ready = folder.with_name(folder.name + ".ready")
    folder.rename(ready)

    assert finish_interrupted(folder.parent, office.computer("hanh").state) == [folder.name]
    assert finish_interrupted(folder.parent, office.computer("hanh").state) == []
    assert counted(office, folder) == everything()


# A journal behind what it acknowledged


KILLED = textwrap.dedent("""
    import os, sys
    from pathlib import Path
    from tests.office import Office
    from tests.builders import answered
    office = Office(Path(sys.argv[1]))
    desk = office.open("hanh", sys.argv[2]).desk
    for n in range(5):
        desk.write(answered(f"late{n}"))
    os.kill(os.getpid(), 9)
""")


def test_a_log_that_was_deleted_after_kill_9_is_noticed(sick):
    office, folder = sick
    office.open("hanh", folder.name).desk.close()
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(office.folder), folder.name], check=False
    )
    assert killed.returncode == -9
    (folder / "journal.db-wal").unlink()

    desk = office.open("hanh", folder.name).desk

    assert sum(map(len, desk.guard.behind.values())) == 5
    before = set(desk.guard.behind)
    saved = desk.write(answered("again"))[0]
    assert saved.source not in before, "nothing is written where numbers were given already"


def test_what_was_lost_behind_is_looked_for_in_the_backups(sick):
    office, folder = sick
    hanh = office.open("hanh", folder.name)
    old = office.folder / "old.db"
    hanh.desk.database.backup(old)
    hanh.desk.write(answered("late"))
    hanh.safety.backup()
    hanh.desk.close()
    journal = folder / "journal.db"
    with journal.open("rb+") as file:  # the same file on the disk, older content
        file.write(old.read_bytes())
        file.truncate(old.stat().st_size)

    desk = office.open("hanh", folder.name).desk

    assert desk.guard.behind == {}
    assert "late" in counted(office, folder)[0]


def test_the_marker_survives_nonsense(tmp_path):
    marker = Marker(tmp_path, "ab" * 16)
    (tmp_path / f"{'ab' * 16}.heads").write_bytes(b"short")

    assert marker.heads() == {}
    marker.note(b"x" * 32, 1)  # before it was begun: nothing
    marker.begin({b"x" * 32: 3})
    marker.note(b"x" * 32, 4)
    marker.note(b"y" * 32, 1)
    marker.close()
    assert marker.heads() == {b"x" * 32: 4, b"y" * 32: 1}


# A network share


@pytest.fixture
def share(sick, monkeypatch):
    """The profile lies on a share, as the system's list of mounts says."""
    from selfstudy.store import database

    office, folder = sick
    mounts = office.folder / "mounts"
    mounts.write_text(f"//server/x {office.folder / 'hanh'} cifs rw 0 0\n", encoding="utf-8")
    monkeypatch.setattr(database, "MOUNTS", mounts)
    return office, folder


def test_on_a_share_one_computer_at_a_time_has_the_profile(share, monkeypatch):
    office, folder = share
    desk = office.open("hanh", folder.name).desk
    assert desk.guard.on_network
    assert (folder / "open.json").exists()

    monkeypatch.setattr(latch.socket, "gethostname", lambda: "may-khac")
    with pytest.raises(OpenElsewhere) as caught:
        office.open("hanh", folder.name)
    assert caught.value.details["who"]

    desk.close()
    assert not (folder / "open.json").exists()
    office.open("hanh", folder.name)


def test_a_computer_that_gives_no_sign_of_life_is_gone(share, monkeypatch):
    office, folder = share
    monkeypatch.setattr(latch, "SILENCE", -1.0)
    other = Beacon(folder)
    other._mine["host"] = "may-khac"
    other.light()

    office.open("hanh", folder.name)
    other.close()


def test_a_share_gets_no_log_beside_the_database(share):
    office, folder = share
    desk = office.open("hanh", folder.name).desk
    desk.write(answered("far"))
    assert not (folder / "journal.db-wal").exists()
    with sqlite3.connect(folder / "journal.db") as raw:
        assert raw.execute("PRAGMA journal_mode").fetchone()[0] == "delete"
    raw.close()


def test_a_locked_profile_wants_its_secret_before_it_is_rescued(office, tmp_path):
    hanh = office.person("Nguyễn Thị Hạnh", "hanh")
    hanh.desk.write(answered("q1"))
    hanh.desk.close()
    (hanh.desk.folder / "lock.json").write_text("{}", encoding="utf-8")

    with pytest.raises(SecretMissing):
        rescue(hanh.desk.folder, office.computer("hanh").state, [], office.clock, Opener())
