from __future__ import annotations

import contextlib
import json
import shutil
import stat
import zipfile
from pathlib import Path

import pytest

from selfstudy.domain.errors import (
    DamagedFile,
    FolderReadOnly,
    NewerFormat,
    SelfStudyError,
    TooLarge,
    UnreadableFile,
)
from selfstudy.services.rescue import backup_file, backups
from selfstudy.services.rescue.safety import go_back, restore, verify
from tests.builders import answered


@pytest.fixture
def hanh(office):
    made = office.person("Nguyễn Thị Hạnh", "hanh")
    made.desk.write(answered("q1"))
    return made


def test_a_backup_holds_everything_and_says_whose_it_is(office, hanh):
    path = hanh.safety.backup()

    about = verify(path)

    assert about.profile == hanh.desk.profile.id
    assert path.parent == office.computer("hanh").data / "backups"
    with zipfile.ZipFile(path) as archive:
        assert set(archive.namelist()) == {"about.json", "journal.db", "keys.json", "profile.json"}
    assert [p.name for p in path.parent.iterdir()] == [path.name], "no parts are left behind"


def test_the_root_of_a_unit_is_in_the_backup_of_its_founder(office):
    lan = office.supervisor()

    with zipfile.ZipFile(lan.safety.backup(office.stick)) as archive:
        assert "unit-root.json" in archive.namelist()


def test_going_back_to_a_backup_loses_nothing_and_keeps_what_was_there(office, hanh):
    path = hanh.safety.backup()
    hanh.desk.write(answered("q2"))
    hanh.desk.close()
    folder = office.computer("hanh").profiles
    before = (hanh.desk.folder / "journal.db").read_bytes()

    made = go_back(path, folder, office.computer("hanh").state, office.clock)

    assert (made.found.new, made.found.gaps, made.keys) == (1, [], "kept")
    assert (Path(made.kept) / "journal.db").read_bytes() == before
    again = office.open("hanh", hanh.desk.profile.id)
    assert again.study.my_record().answers == 2
    assert not again.desk.copied, "the marker knows the new file"
    again.desk.write(answered("q3"))
    again.desk.close()
    assert go_back(path, folder).kept.endswith(".before2")
    assert office.open("hanh", hanh.desk.profile.id).study.my_record().answers == 3


def test_a_backup_is_restored_where_nothing_is_left(office, hanh):
    path = hanh.safety.backup(office.stick)
    hanh.desk.close()
    shutil.rmtree(office.folder / "hanh")

    assert restore(path, office.computer("hanh").profiles) == hanh.desk.profile.id
    assert office.open("hanh", hanh.desk.profile.id).study.my_record().answers == 1


def test_days_weeks_and_months_are_kept_of_this_person_and_all_of_others(office, hanh):
    other = office.stick / "SaoLuu_00000000_20260101_000000.zip"
    other.write_bytes(b"of somebody else")
    for _ in range(40):
        office.clock.move(days=9)
        last = hanh.safety.backup(office.stick)

    kept = sorted(office.stick.glob(f"SaoLuu_{hanh.desk.profile.id[:8]}_*.zip"))
    assert kept[-1] == last
    assert 7 <= len(kept) <= 7 + 12
    assert other.exists()


def test_where_room_is_short_the_newest_three_stay(office, hanh, monkeypatch):
    monkeypatch.setattr(backups, "MOST", 1)
    for _ in range(5):
        office.clock.move(days=1)
        last = hanh.safety.backup()

    kept = sorted(last.parent.iterdir())
    assert (len(kept), kept[-1]) == (3, last)


@pytest.mark.parametrize("part", ["about.json", "journal.db", "keys.json", "profile.json"])
def test_a_backup_with_a_part_missing_is_not_restored(office, hanh, part):
    path = hanh.safety.backup(office.stick)
    cut = office.folder / "cut.zip"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(cut, "w") as new:
        for name in set(old.namelist()) - {part}:
            new.writestr(name, old.read(name))

    with pytest.raises((DamagedFile, UnreadableFile)):
        restore(cut, office.computer("hanh").profiles)


@pytest.mark.parametrize("profile", ["", "../../etc", "ABC"])
def test_a_backup_that_names_another_place_is_not_restored(office, hanh, profile):
    path = hanh.safety.backup(office.stick)
    forged = office.folder / "forged.zip"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(forged, "w") as new:
        for name in set(old.namelist()) - {"about.json"}:
            new.writestr(name, old.read(name))
        new.writestr("about.json", json.dumps({"backup": 0, "profile": profile, "at": "x"}))

    with pytest.raises(DamagedFile):
        restore(forged, office.computer("hanh").profiles)


def test_a_backup_from_the_future_a_bomb_or_flipped_bits_are_said(office, hanh, monkeypatch):
    path = hanh.safety.backup(office.stick)
    future = office.folder / "future.zip"
    with zipfile.ZipFile(future, "w") as archive:
        archive.writestr("about.json", json.dumps({"backup": 9}))
    with pytest.raises(NewerFormat):
        verify(future)

    raw = path.read_bytes()
    middle = len(raw) // 2  # one bit alone may lie where deflating means nothing by it
    flipped = bytes(255 - byte for byte in raw[middle : middle + 32])
    (office.folder / "flipped.zip").write_bytes(raw[:middle] + flipped + raw[middle + 32 :])
    with pytest.raises(SelfStudyError):
        verify(office.folder / "flipped.zip")

    monkeypatch.setattr(backup_file, "MAX_UNPACKED", 10)
    with pytest.raises(TooLarge):
        verify(path)


def test_what_is_no_backup_at_all_is_said(office):
    nothing = office.stick / "nothing.zip"
    with pytest.raises(UnreadableFile):
        verify(nothing)
    nothing.write_bytes(b"no zip")
    with pytest.raises(UnreadableFile):
        verify(nothing)


def test_where_nothing_can_be_written_the_backup_says_so(office, hanh):
    (office.folder / "file").write_bytes(b"")

    with pytest.raises(FolderReadOnly):
        hanh.safety.backup(office.folder / "file")
    path = hanh.safety.backup(office.stick)
    with pytest.raises(FolderReadOnly):
        restore(path, office.folder / "file" / "profiles")


def test_whatever_byte_of_a_backup_is_flipped_or_cut_off_is_one_expected_error(office, hanh):
    whole = hanh.safety.backup(office.stick).read_bytes()
    spoiled = office.folder / "spoiled.zip"
    step = max(1, len(whole) // 400)
    places = [*range(64), *range(0, len(whole), step), *range(len(whole) - 400, len(whole))]
    for place in places:
        for raw in (_flipped(whole, place, 1), _flipped(whole, place, 64), whole[:place]):
            spoiled.write_bytes(raw)
            with contextlib.suppress(SelfStudyError):
                verify(spoiled)


def _flipped(whole, place, bit):
    return whole[:place] + bytes([whole[place] ^ bit]) + whole[place + 1 :]


@pytest.mark.parametrize(
    ("part", "content"),
    [
        ("keys.json", b"{}"),
        ("profile.json", b"[]"),
        ("profile.json", json.dumps({"id": "ab" * 16, "name": "x", "position": "", "unit": ""})),
        ("journal.db", b"no database at all, but long enough to be looked at as one" * 99),
    ],
)
def test_a_backup_that_would_not_open_replaces_nothing(office, hanh, part, content):
    path = hanh.safety.backup(office.stick)
    forged = office.folder / "forged.zip"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(forged, "w") as new:
        for name in old.namelist():
            new.writestr(name, content if name == part else old.read(name))
    hanh.desk.close()
    folder = office.computer("hanh").profiles
    before = sorted(folder.rglob("*"))

    with pytest.raises(DamagedFile):
        restore(forged, folder)

    assert sorted(folder.rglob("*")) == before
    assert office.open("hanh", hanh.desk.profile.id).study.my_record().answers == 1


def test_a_backup_holds_keys_and_is_read_by_this_account_alone(office, hanh):
    path = hanh.safety.backup(office.stick)
    hanh.desk.close()
    folder = office.computer("hanh").profiles / restore(path, office.computer("hanh").profiles)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
