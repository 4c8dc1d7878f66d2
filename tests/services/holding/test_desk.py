from __future__ import annotations

import shutil
import stat

import pytest

from selfstudy import bootstrap
from selfstudy.domain.errors import (
    DatabaseDamaged,
    FolderReadOnly,
    NameRefused,
    ProfileDamaged,
)
from selfstudy.domain.people import Profile
from selfstudy.exchange.cards import read_receipt
from selfstudy.services.holding.desk import Desk, profiles_in, read_profile, write_profile
from selfstudy.services.rescue.safety import restore
from tests.builders import answered, finished, paths


def names(services):
    """The questions answered, of everything held here."""
    with services.desk.database.read() as connection:
        rows = services.desk.journal.folds.memory(connection, services.desk.person)
    return {row.question for row in rows}


def own_sources(services):
    return {p.sid for p in services.desk.journal.sources(me(services)) if p.own}


def me(services):
    from selfstudy.domain.audience import to_own_device

    return to_own_device(services.desk.person)


def test_a_profile_opened_again_goes_on_in_the_same_sources(office):
    hanh = office.person("Nguyễn Thị Hạnh", "hanh")
    hanh.desk.write(answered("q1"))
    before = own_sources(hanh)
    hanh.desk.close()

    again = office.open("hanh", hanh.desk.profile.id)
    again.desk.write(answered("q2"))

    assert not again.desk.copied
    assert own_sources(again) == before
    assert names(again) == {"q1", "q2"}


def test_two_computers_with_one_copied_folder_never_write_the_same_number(office):
    hanh = office.person("Nguyễn Thị Hạnh", "hanh")
    hanh.desk.write(answered("q1"))
    hanh.desk.close()
    shutil.copytree(office.computer("hanh").data, office.computer("copy").data)

    here = office.open("hanh", hanh.desk.profile.id)
    there = office.open("copy", hanh.desk.profile.id)
    here.desk.write(answered("here"))
    there.desk.write(answered("there"))

    assert (here.desk.copied, there.desk.copied) == (False, True)
    assert not own_sources(here) & own_sources(there)


def test_a_whole_home_that_was_copied_is_told_by_its_file_on_the_disk(office):
    hanh = office.person("Nguyễn Thị Hạnh", "hanh")
    hanh.desk.close()
    shutil.copytree(office.folder / "hanh", office.folder / "copy")

    assert office.open("copy", hanh.desk.profile.id).desk.copied


def test_a_lost_marker_begins_a_new_epoch(office):
    hanh = office.person("Nguyễn Thị Hạnh", "hanh")
    before = own_sources(hanh)
    hanh.desk.close()
    shutil.rmtree(office.computer("hanh").state)

    again = office.open("hanh", hanh.desk.profile.id)

    assert again.desk.copied
    assert own_sources(again) == set()
    again.desk.write(finished())
    assert not own_sources(again) & before


def test_a_restored_backup_loses_nothing_that_was_handed_over_and_forks_nothing(office):
    lan = office.supervisor()
    hanh = office.learner()
    backup = hanh.safety.backup()
    hanh.desk.write(finished("CM03-01"))
    office.hand_over(hanh, lan)
    hanh.desk.close()

    assert restore(backup, office.computer("hanh").profiles) == hanh.desk.profile.id
    again = office.open("hanh", hanh.desk.profile.id)
    again.desk.write(finished("CM03-02"))
    office.hand_over(again, lan)

    assert again.desk.copied
    known = [p for p in lan.unit.unknown() if p.id == hanh.desk.profile.id]
    assert [p.facts for p in known] == [3]
    tails = [p for p in lan.desk.journal.sources(me(hanh)) if p.forked]
    assert tails == []


def test_a_copy_that_wrote_before_it_was_told_is_a_fork_that_keeps_both(office):
    """Two machines whose markers were copied too: nothing prevents it, so it must be survived."""
    lan = office.supervisor()
    hanh = office.learner()
    hanh.desk.database.backup(office.folder / "copy.db")
    hanh.desk.write(finished("CM03-01"))
    office.hand_over(hanh, lan)
    hanh.desk.close()
    journal = office.computer("hanh").profiles / hanh.desk.profile.id / "journal.db"
    with journal.open("r+b") as same_file:  # the same file on the disk, an older content
        same_file.write((office.folder / "copy.db").read_bytes())
        same_file.truncate((office.folder / "copy.db").stat().st_size)
    for rest in ("-wal", "-shm"):
        journal.with_name(journal.name + rest).unlink(missing_ok=True)
    (office.computer("hanh").state / f"{hanh.desk.profile.id}.heads").unlink()
    again = office.open("hanh", hanh.desk.profile.id)
    assert not again.desk.copied
    again.desk.write(finished("CM03-02"))
    office.hand_over(again, lan)

    held = paths(lan.desk.journal, me(hanh))
    assert sorted(len(lines) for lines in held.values())[-2:] == [1, 1]
    office.answer_with_receipt(lan, again)
    assert again.handover.state().unreceived == 0


def test_a_copied_supervisor_begins_to_count_receipts_anew(office):
    lan = office.supervisor()
    hanh = office.learner()
    office.hand_over(hanh, lan)
    first = read_receipt(lan.unit.intake_door.receipt_for(lan.desk.unit, hanh.desk.person))
    lan.desk.close()
    shutil.rmtree(office.computer("lan").state)

    again = office.open("lan", lan.desk.profile.id)
    fresh = read_receipt(again.unit.intake_door.receipt_for(lan.desk.unit, hanh.desk.person))

    assert fresh.replaces == first.epoch
    assert fresh.epoch != first.epoch


def test_two_people_at_one_computer_have_nothing_in_common(office):
    hanh = office.person("Nguyễn Thị Hạnh", "shared")
    minh = office.person("Lê Văn Minh", "shared")
    hanh.desk.write(answered("hers"))
    minh.desk.write(answered("his"))

    assert (names(hanh), names(minh)) == ({"hers"}, {"his"})
    assert hanh.desk.ring.public != minh.desk.ring.public


def test_profiles_are_folders_named_after_their_person(office, tmp_path):
    hanh = office.person("Nguyễn Thị Hạnh", "hanh")
    folder = office.computer("hanh").profiles
    (folder / "empty").mkdir()
    shutil.copytree(folder / hanh.desk.profile.id, folder / f"{hanh.desk.profile.id}.before")

    assert [p.name for p in profiles_in(folder)] == ["Nguyễn Thị Hạnh"]
    assert profiles_in(tmp_path / "nowhere") == []


@pytest.mark.parametrize("text", ["", "[]", "{}", "null", '{"id": "x"}'])
def test_a_profile_that_cannot_be_read_is_said(tmp_path, text):
    (tmp_path / "profile.json").write_text(text, encoding="utf-8")

    with pytest.raises(ProfileDamaged):
        read_profile(tmp_path)


def test_a_profile_comes_back(tmp_path):
    profile = Profile("ab" * 16, "Nguyễn Thị Hạnh", "P03", "cd" * 16)
    write_profile(tmp_path / "x", profile)

    assert read_profile(tmp_path / "x") == profile


def test_where_no_folder_can_be_made_no_profile_is_said_to_exist(office):
    (office.folder / "file").write_bytes(b"")

    with pytest.raises(FolderReadOnly):
        Desk.create(
            office.folder / "file", office.folder, office.shelf, office.clock, Profile("", "x", "")
        )


@pytest.mark.parametrize("name", ["profile.json", "keys.json"])
@pytest.mark.parametrize("text", [None, "", "{}", "[]", "nonsense"])
def test_a_profile_with_a_spoiled_file_is_named_and_nothing_of_it_is_touched(office, name, text):
    hanh = office.person("Nguyễn Thị Hạnh", "hanh")
    hanh.desk.close()
    office.desks.remove(hanh)
    spoiled = hanh.desk.folder / name
    if text is None:
        spoiled.unlink()
    else:
        spoiled.write_text(text)
    before = {p.name: p.read_bytes() for p in hanh.desk.folder.iterdir()}

    with pytest.raises(ProfileDamaged) as caught:
        office.open("hanh", hanh.desk.profile.id)

    assert caught.value.details["name"] == name
    assert {p.name: p.read_bytes() for p in hanh.desk.folder.iterdir()} == before


def test_a_spoiled_unit_in_a_profile_is_said(office):
    hanh = office.person("Nguyễn Thị Hạnh", "hanh")
    write_profile(hanh.desk.folder, Profile(hanh.desk.profile.id, "Hạnh", "", "no unit"))

    with pytest.raises(ProfileDamaged):
        read_profile(hanh.desk.folder)


def test_where_the_only_profile_is_damaged_nobody_is_told_that_there_is_none(office):
    hanh = office.person("Nguyễn Thị Hạnh", "hanh")
    people = bootstrap.profiles(office.computer("hanh"), office.clock, office.shelf)
    (hanh.desk.folder / "profile.json").write_bytes(b"")

    with pytest.raises(ProfileDamaged):
        people.profiles()


@pytest.mark.parametrize("left", [None, b""])
def test_a_journal_that_was_there_and_is_lost_is_said_and_never_begun_anew(office, left):
    hanh = office.person("Nguyễn Thị Hạnh", "hanh")
    hanh.desk.close()
    office.desks.remove(hanh)
    journal = hanh.desk.folder / "journal.db"
    journal.unlink()
    if left is not None:
        journal.write_bytes(left)

    with pytest.raises(DatabaseDamaged):
        office.open("hanh", hanh.desk.profile.id)

    assert journal.exists() == (left is not None)


def test_only_this_account_looks_into_a_profile(office):
    hanh = office.person("Nguyễn Thị Hạnh", "hanh")

    assert stat.S_IMODE(hanh.desk.folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((hanh.desk.folder / "keys.json").stat().st_mode) == 0o600


def test_a_profile_that_could_not_be_made_whole_leaves_nothing(office):
    state = office.folder / "state"
    state.write_bytes(b"no folder")
    profiles = office.folder / "profiles"

    with pytest.raises(FolderReadOnly):
        Desk.create(profiles, state, office.shelf, office.clock, Profile("", "Hạnh", ""))

    assert list(profiles.iterdir()) == []


@pytest.mark.parametrize("name", ["", "  \n", "\x00", "x" * 121])
def test_a_name_that_is_none_makes_no_profile(office, name):
    people = bootstrap.profiles(office.computer("hanh"), office.clock, office.shelf)

    with pytest.raises(NameRefused):
        people.create(name, "P02")

    assert people.profiles() == ()


def test_a_name_is_kept_as_text_on_one_line(office):
    assert office.person(" Nguyễn\u0323 \x1b[2J\udcff ", "hanh").desk.profile.name.isprintable()
