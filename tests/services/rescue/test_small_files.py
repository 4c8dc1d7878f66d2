"""A rescue and a restore leave a folder that opens, whatever became of the files beside records."""

from __future__ import annotations

import shutil

import pytest

from selfstudy import bootstrap
from selfstudy.domain.errors import LockDamaged, ProfileDamaged
from selfstudy.exchange.keys import KeyRing
from selfstudy.exchange.lock import Cost
from selfstudy.exchange.recovery_code import GROUP, bare
from selfstudy.services.holding.opener import Opener
from selfstudy.services.rescue.doctor import Doctor
from selfstudy.services.rescue.safety import go_back, rescue
from tests.builders import answered
from tests.office import Office

PIN = "203041"


@pytest.fixture
def office(tmp_path):
    office = Office(tmp_path)
    yield office
    office.close()


def people_of(office):
    return bootstrap.profiles(
        office.computer("hanh"), office.clock, office.shelf, lambda: Cost(19 * 1024, 1)
    )


@pytest.fixture
def locked(office):
    """A locked profile with a backup, and an answer after it."""
    hanh = office.person("Nguyễn Thị Hạnh", "hanh")
    hanh.desk.write(answered("q1"))
    hanh.desk.close()
    people, name = people_of(office), hanh.desk.profile.id
    prepared = people.locking(name).prepare(PIN)
    people.locking(name).switch_on(
        prepared, bare(prepared.code)[GROUP * (prepared.group - 1) :][:GROUP]
    )
    desk = people.open(name, people.locking(name).by_secret(PIN))
    made = bootstrap.services(desk, office.computer("hanh"))
    made.safety.backup()
    desk.write(answered("q2"))
    desk.close()
    return office.computer("hanh").profiles / name


def mend(office, folder, how):
    places, opener = office.computer("hanh"), Opener(PIN)
    if how == "rescue":
        return rescue(folder, places.state, [places.data / "backups"], office.clock, opener)
    (backup,) = (places.data / "backups").glob("*.zip")
    return go_back(backup, places.profiles, places.state, office.clock, opener)


def questions(office, folder, key):
    desk = people_of(office).open(folder.name, key)
    try:
        desk.fold()
        with desk.database.read() as connection:
            return {row.question for row in desk.journal.folds.memory(connection, desk.person)}
    finally:
        desk.close()


@pytest.mark.parametrize("how", ["rescue", "restore"])
@pytest.mark.parametrize("content", [b"{", None])
def test_a_lock_that_is_spoilt_or_lost_comes_back_from_the_backup(office, locked, how, content):
    for name in ("lock.json", "lock.copy.json"):
        (locked / name).unlink() if content is None else (locked / name).write_bytes(content)
    with pytest.raises((LockDamaged, ProfileDamaged)):
        people_of(office).open(locked.name, people_of(office).locking(locked.name).by_secret(PIN))

    made = mend(office, locked, how)

    assert (made.keys, made.found.whole) == ("kept", True)
    key = people_of(office).locking(locked.name).by_secret(PIN)
    assert questions(office, locked, key) == {"q1", "q2"}


def test_a_unit_key_that_says_nothing_is_taken_from_the_backup(office):
    lan = office.supervisor()
    path = lan.safety.backup()
    lan.desk.close()
    root = lan.desk.folder / "unit-root.json"
    whole = root.read_bytes()
    root.write_bytes(whole[: len(whole) // 2])
    places = office.computer("lan")

    go_back(path, places.profiles, places.state, office.clock)

    assert root.read_bytes() == whole


def test_the_keys_of_somebody_else_are_not_kept(office):
    hanh, minh = (
        office.person(name, at) for name, at in (("Hạnh Lê", "hanh"), ("Minh Lê", "minh"))
    )
    hanh.desk.write(answered("q1"))
    hanh.safety.backup()
    hanh.desk.write(answered("q2"))
    for person in (hanh, minh):
        person.desk.close()
    shutil.copy(minh.desk.folder / "keys.json", hanh.desk.folder / "keys.json")
    with pytest.raises(ProfileDamaged):
        people_of(office).open(hanh.desk.folder.name)
    examined = Doctor(office.computer("hanh"), hanh.desk.folder.name, office.clock()).examine()
    assert "keys_strange" in {finding.code for finding in examined.findings}

    made = mend(office, hanh.desk.folder, "rescue")

    assert (made.keys, made.found.whole, made.found.restated) == ("backup", True, 0)
    assert KeyRing.load(hanh.desk.folder / "keys.json").public == hanh.desk.ring.public
    assert questions(office, hanh.desk.folder, None) == {"q1", "q2"}


def test_the_keys_of_somebody_else_are_never_two_peoples(office):
    hanh, minh = (
        office.person(name, at) for name, at in (("Hạnh Lê", "hanh"), ("Minh Lê", "minh"))
    )
    hanh.desk.write(answered("q1"))
    for person in (hanh, minh):
        person.desk.close()
    shutil.copy(minh.desk.folder / "keys.json", hanh.desk.folder / "keys.json")

    made = mend(office, hanh.desk.folder, "rescue")

    assert (made.keys, made.found.whole) == ("new", True)
    ring = KeyRing.load(hanh.desk.folder / "keys.json")
    assert ring.public not in {hanh.desk.ring.public, minh.desk.ring.public}
    assert made.found.restated == 2, "who she is, and the answer: under a key that waits"
    people_of(office).open(hanh.desk.folder.name).close()
