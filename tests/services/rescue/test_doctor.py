"""What the doctor says of a folder, and that it changes no byte."""

from __future__ import annotations

import hashlib
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from selfstudy.domain.errors import (
    DamagedFile,
    DatabaseOnNetwork,
    FolderReadOnly,
    FolderTaken,
    OpenElsewhere,
)
from selfstudy.services.rescue.doctor import Doctor
from selfstudy.services.rescue.moving import move_data
from selfstudy.settings import Places
from selfstudy.store import database
from tests.builders import answered


@pytest.fixture
def hanh(office):
    made = office.person("Nguyễn Thị Hạnh", "hanh")
    made.desk.write(answered("q1"))
    made.safety.backup()
    made.desk.close()
    return made


def look(office, hanh, **more):
    doctor = Doctor(office.computer("hanh"), hanh.desk.profile.id, office.clock(), **more)
    return doctor.examine()


def codes(found):
    return {finding.code for finding in found.findings}


def bytes_of(folder):
    return {
        path: hashlib.sha256(path.read_bytes()).digest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_sound_folder_is_said_to_be_and_no_byte_is_changed(office, hanh):
    before = bytes_of(office.computer("hanh").data)

    found = look(office, hanh)

    assert found.sound
    assert {"profile", "keys", "pages", "schema", "records", "backup", "room"} <= codes(found)
    assert bytes_of(office.computer("hanh").data) == before


def test_an_open_profile_is_looked_at_too(office, hanh):
    again = office.open("hanh", hanh.desk.profile.id)
    again.desk.write(answered("q2"))

    found = look(office, hanh)

    assert found.sound
    assert "open_here" in codes(found)
    assert next(f for f in found.findings if f.code == "records").details["n"] == 3


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("profile.json", "profile_damaged"),
        ("keys.json", "keys_damaged"),
        ("journal.db", "damaged"),
    ],
)
def test_a_damaged_file_is_named(office, hanh, name, code):
    (hanh.desk.folder / name).write_bytes(b"nonsense" * 900)

    found = look(office, hanh)

    assert not found.sound
    assert code in codes(found)


@pytest.mark.parametrize(
    ("name", "code"), [("keys.json", "keys_gone"), ("journal.db", "journal_gone")]
)
def test_a_file_that_is_gone_is_named(office, hanh, name, code):
    (hanh.desk.folder / name).unlink()

    assert code in codes(look(office, hanh))


def test_a_copy_a_lag_and_a_clock_that_ran_ahead_are_told(office, hanh):
    office.clock.move(days=-30)
    assert "future" in codes(look(office, hanh))
    office.clock.move(days=30)

    (office.computer("hanh").state / f"{hanh.desk.profile.id}.mark").write_text("x y 1")
    assert "copied" in codes(look(office, hanh))


def test_backups_that_are_old_damaged_or_missing_are_told(office, hanh):
    office.clock.move(days=20)
    assert "backup_old" in codes(look(office, hanh))
    (path,) = (office.computer("hanh").data / "backups").glob("*.zip")
    path.write_bytes(path.read_bytes() + b" ")
    assert "backup_unread" in codes(look(office, hanh)), "another file than the one that was read"
    again = office.open("hanh", hanh.desk.profile.id)
    again.desk.write(answered("q2"))
    assert again.safety.tend().newest.at > again.safety.found()[-1].at
    again.desk.close()
    shutil.rmtree(path.parent)
    assert "backup_none" in codes(look(office, hanh, second=str(office.folder / "gone")))
    assert "second_gone" in codes(look(office, hanh, second=str(office.folder / "gone")))


def test_what_is_safe_is_repaired(office, hanh):
    folder = hanh.desk.folder
    folder.chmod(0o755)
    folder.with_name(folder.name + ".part").mkdir()
    (folder / "profile.json.part").write_bytes(b"")
    assert {"too_open", "leftovers"} <= codes(look(office, hanh))

    doctor = Doctor(office.computer("hanh"), hanh.desk.profile.id, office.clock())
    assert doctor.repair() == ["cleared", "closed"]

    assert doctor.examine().sound
    assert not {"too_open", "leftovers"} & codes(doctor.examine())


def test_nothing_is_repaired_while_it_is_open(office, hanh):
    office.open("hanh", hanh.desk.profile.id)

    with pytest.raises(OpenElsewhere):
        Doctor(office.computer("hanh"), hanh.desk.profile.id, office.clock()).repair()


def test_a_share_is_told(office, hanh, monkeypatch):
    mounts = office.folder / "mounts"
    mounts.write_text(f"//server/x {office.folder / 'hanh'} nfs4 rw 0 0\n", encoding="utf-8")
    monkeypatch.setattr(database, "MOUNTS", mounts)

    assert "network" in codes(look(office, hanh))
    with pytest.raises(DatabaseOnNetwork):
        move_data(office.computer("hanh"), office.folder / "hanh" / "deeper")


# Moving


def test_the_data_is_moved_and_found_there_from_then_on(office, hanh):
    places = office.computer("hanh")
    old = places.data

    new = move_data(places, office.folder / "local")

    assert Places(office.folder / "hanh").data == new == office.folder / "local" / "data"
    assert old.exists(), "the old folder stays"
    again = office.open("hanh", hanh.desk.profile.id)
    assert again.desk.folder.is_relative_to(new)
    assert again.study.my_record().answers == 1
    assert not again.desk.copied, "it is the one that goes on"
    with pytest.raises(FolderTaken):
        move_data(Places(office.folder / "hanh"), office.folder / "local")


def test_a_move_that_was_cut_off_is_begun_again_and_only_that(office, hanh):
    places = office.computer("hanh")
    for left in ("data", "data.moving"):
        (office.folder / "local" / left).mkdir(parents=True)
        (office.folder / "local" / left / "half").write_bytes(b"")
    (places.state / "moving").write_text(str(office.folder / "local" / "data"), encoding="utf-8")
    (office.folder / "other" / "data").mkdir(parents=True)
    with pytest.raises(FolderTaken):
        move_data(places, office.folder / "other")

    new = move_data(places, office.folder / "local")

    assert not list((office.folder / "local").rglob("half"))
    assert not (places.state / "moving").exists()
    assert office.open("hanh", hanh.desk.profile.id).desk.folder.is_relative_to(new)


def test_a_copy_that_reads_back_otherwise_is_not_moved_to(office, hanh, monkeypatch):
    def spoil(old, new):
        new.write_bytes(old.read_bytes()[:-1])

    monkeypatch.setattr(shutil, "copyfile", spoil)
    places = office.computer("hanh")

    with pytest.raises(DamagedFile):
        move_data(places, office.folder / "local")

    assert not list((office.folder / "local").iterdir())
    assert Places(office.folder / "hanh").data == places.data == office.folder / "hanh" / "data"


def test_nothing_is_moved_over_something_or_while_it_is_open(office, hanh):
    places = office.computer("hanh")
    (office.folder / "local" / "data").mkdir(parents=True)
    with pytest.raises(FolderTaken):
        move_data(places, office.folder / "local")
    office.open("hanh", hanh.desk.profile.id)
    with pytest.raises(OpenElsewhere):
        move_data(places, office.folder / "other")
    assert Places(office.folder / "hanh").data == office.folder / "hanh" / "data"


# Backups by themselves


def test_a_backup_is_made_by_itself_at_most_once_a_day_and_only_of_something_new(office):
    hanh = office.person("Nguyễn Thị Hạnh", "hanh")
    first = hanh.safety.tend().newest
    assert first is not None
    assert first.sound
    office.clock.move(hours=2)
    hanh.desk.write(answered("q1"))
    assert hanh.safety.tend().newest == first, "not twice a day"
    office.clock.move(days=2)
    second = hanh.safety.tend().newest
    assert second.at > first.at
    office.clock.move(days=1)
    assert hanh.safety.tend().newest == second, "nothing was learned since"


def test_a_place_that_is_gone_is_said_and_served_again_when_it_is_back(office):
    hanh = office.person("Nguyễn Thị Hạnh", "hanh")
    stick = office.folder / "usb"
    hanh.safety._second = lambda: str(stick)
    assert hanh.safety.tend().second_gone

    stick.mkdir()
    office.clock.move(days=1)
    kept = hanh.safety.tend()

    assert (kept.second_gone, kept.second_newest is not None) == (False, True)
    assert len(hanh.safety.found()) == 2


def test_what_cannot_be_made_is_told_and_not_raised(office):
    hanh = office.person("Nguyễn Thị Hạnh", "hanh")
    (office.computer("hanh").data / "backups").write_bytes(b"a file stands there")

    kept = hanh.safety.tend()

    assert isinstance(kept.problem, FolderReadOnly)
    assert kept.newest is None


def test_an_old_backup_is_read_again_and_damage_is_found(office):
    hanh = office.person("Nguyễn Thị Hạnh", "hanh")
    path = hanh.safety.tend().newest.path
    raw = bytearray(path.read_bytes())
    raw[len(raw) // 2] ^= 0xFF
    path.write_bytes(raw)
    office.clock.move(days=8)

    hanh.safety.tend()

    (found,) = hanh.safety.found()
    assert found.problem in {"error.DamagedFile", "error.UnreadableFile"}
    assert not found.sound


def test_the_preview_tells_what_each_side_has(office):
    hanh = office.person("Nguyễn Thị Hạnh", "hanh")
    path = hanh.safety.backup()
    hanh.desk.write(answered("q1"), answered("q2"))

    found = hanh.safety.preview(path)

    assert (found.only_backup, found.only_present, found.about.records) == (0, 2, 1)


def test_a_backup_is_made_before_a_newer_schema(tmp_path):
    source = Path(__file__).parents[2] / "data" / "0"
    (old,) = source.rglob("journal.db")
    shutil.copy(old, tmp_path / "journal.db")

    opened = database.Database(tmp_path / "journal.db")
    opened.close()

    kept = database.before_steps(tmp_path / "journal.db", 0)
    assert kept.stat().st_size > 0


def test_a_file_of_a_newer_program_is_not_called_damaged(office, hanh):
    journal = hanh.desk.folder / "journal.db"
    with closing(sqlite3.connect(journal)) as raw, raw:
        raw.execute("UPDATE meta SET value = '9' WHERE name = 'schema'")

    found = look(office, hanh)

    assert "newer" in codes(found)
    assert "damaged" not in codes(found)
    assert not found.sound


@pytest.mark.parametrize(
    ("content", "code"), [("{", "lock_damaged"), ('{"lock": 99}', "keys_newer")]
)
def test_a_lock_that_opens_nothing_is_named(office, hanh, content, code):
    (hanh.desk.folder / "lock.json").write_text(content)

    found = look(office, hanh)

    assert code in codes(found)
    assert not found.sound


@pytest.mark.parametrize("content", ["{", "[1]"])
def test_settings_that_cannot_be_read_are_named(office, hanh, content):
    office.computer("hanh").config.mkdir(exist_ok=True)
    office.computer("hanh").settings_file.write_text(content)

    found = look(office, hanh)

    assert "settings_damaged" in codes(found)
    assert found.sound, "nothing that was learned is in danger"


def test_a_cut_backup_is_seen_before_anybody_reads_it_all(office, hanh):
    (backup,) = (office.computer("hanh").data / "backups").glob("*.zip")
    office.computer("hanh").data.joinpath("backups.json").unlink()
    os.truncate(backup, 100)

    assert "backup_damaged" in codes(look(office, hanh))
