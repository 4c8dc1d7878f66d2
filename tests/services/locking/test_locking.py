from __future__ import annotations

import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from selfstudy import bootstrap
from selfstudy.domain.errors import (
    CodeMistyped,
    DiskFull,
    LockDamaged,
    OpenElsewhere,
    ProfileDamaged,
    ProfileLocked,
    SecretRefused,
    TooEarly,
    UnreadableFile,
    WrongCode,
    WrongSecret,
)
from selfstudy.exchange.lock import Cost
from selfstudy.exchange.recovery_code import GROUP, bare, new_code
from selfstudy.services.locking.conversion import OLD, READY, STAGED
from tests.builders import answered, dump

PIN, WORDS = "203041", "con đò bến cũ"
NAME = "Nguyễn Thị Hạnh"
CHEAP = Cost(19 * 1024, 1)


def typed_back(prepared):
    return bare(prepared.code)[GROUP * (prepared.group - 1) :][:GROUP].lower()


def people(office, computer="hanh"):
    return bootstrap.profiles(office.computer(computer), office.clock, office.shelf, lambda: CHEAP)


@pytest.fixture
def hanh(office):
    """A learner of a unit with answers, closed."""
    office.supervisor()
    made = office.learner(NAME)
    made.desk.write(answered("q1"))
    made.desk.close()
    return made.desk.profile


@pytest.fixture
def locking(office, hanh):
    return people(office).locking(hanh.id)


@pytest.fixture
def code(locking):
    """The profile is locked from here on."""
    prepared = locking.prepare(PIN)
    locking.switch_on(prepared, typed_back(prepared))
    return prepared.code


def opened(office, profile, key=None):
    desk = people(office).open(profile.id, key)
    office.desks.append(bootstrap.services(desk, office.computer("hanh")))
    return desk


def rows(office, profile, key=None):
    desk = opened(office, profile, key)
    held = dump(desk.database, ("meta",))
    desk.close()
    return held


def bytes_of(folder):
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


# On and off


def test_a_locked_profile_opens_with_its_secret_and_is_what_it_was(office, hanh, locking):
    before = rows(office, hanh)
    prepared = locking.prepare(PIN)

    key = locking.switch_on(prepared, typed_back(prepared))

    assert locking.is_locked
    assert locking.kind() == "pin"
    assert locking.by_secret(PIN) == key
    assert rows(office, hanh, key) == before
    desk = opened(office, hanh, key)
    assert desk.profile == hanh
    assert not desk.copied, "nothing was copied: no new epoch begins"


def test_nothing_in_clear_remains(office, hanh, locking, code):
    desk = opened(office, hanh, locking.by_secret(PIN))
    desk.write(answered("q2"))
    held = bytes_of(locking.folder)
    desk.close()

    assert (locking.folder / "journal.db").read_bytes()[:6] != b"SQLite"
    for clear in (b"answered", b"CREATE TABLE", b"SQLite format", hanh.unit.encode(), b'"sign"'):
        assert clear not in held
    about = json.loads((locking.folder / "profile.json").read_text(encoding="utf-8"))
    assert about == {"id": hanh.id, "name": NAME, "position": "", "unit": ""}
    assert held.count(NAME.encode()) == 1, "the picker's file alone has the name"
    left = {path.name for path in locking.folder.iterdir()}
    assert not left & {STAGED, READY, "journal.db" + OLD, "keys.json" + OLD}


def test_the_old_bytes_are_overwritten_before_they_are_deleted(office, hanh, locking):
    journal, keys = locking.folder / "journal.db", locking.folder / "keys.json"
    prepared = locking.prepare(PIN)
    with journal.open("rb") as one, keys.open("rb") as other:
        locking.switch_on(prepared, typed_back(prepared))
        assert one.read().strip(b"\0") == b""
        assert other.read().strip(b"\0") == b""


def test_without_the_secret_a_locked_profile_does_not_open_and_says_whose_it_is(
    office, hanh, locking, code
):
    with pytest.raises(ProfileLocked) as told:
        opened(office, hanh)

    assert told.value.details == {"name": NAME}
    assert people(office).locked() == {hanh.id}
    assert [profile.name for profile in people(office).profiles()] == [NAME]
    with pytest.raises(ProfileDamaged):
        opened(office, hanh, bytes(32))


def test_switched_off_it_is_plain_again(office, hanh, locking, code):
    key = locking.by_secret(PIN)
    before = rows(office, hanh, key)

    locking.switch_off(PIN)

    assert not locking.is_locked
    assert locking.kind() is None
    assert rows(office, hanh) == before
    desk = opened(office, hanh, key)  # a key that is needed no more harms nothing
    assert desk.profile == hanh
    assert not desk.copied
    left = {path.name for path in locking.folder.iterdir()}
    assert not {name for name in left if name.startswith("lock") or name in {STAGED, READY}}


def test_joining_a_unit_when_locked_is_remembered_and_not_in_clear(office):
    office.supervisor()
    alone = office.person("Trần Văn Tuấn", "hanh")
    alone.desk.close()
    locking = people(office).locking(alone.desk.profile.id)
    prepared = locking.prepare(WORDS)
    key = locking.switch_on(prepared, typed_back(prepared))
    desk = opened(office, alone.desk.profile, key)
    office.desks[-1].handover.join(office.card)
    desk.close()

    desk = opened(office, alone.desk.profile, key)

    assert desk.unit.hex() == desk.profile.unit != ""
    assert desk.profile.position == "P02"
    assert desk.unit.hex().encode() not in bytes_of(desk.folder)


def test_another_name_is_borne_when_locked_and_the_position_is_not_in_clear(office):
    office.supervisor()
    alone = office.person("Trần Văn Tuấn", "hanh")
    alone.desk.close()
    locking = people(office).locking(alone.desk.profile.id)
    prepared = locking.prepare(WORDS)
    key = locking.switch_on(prepared, typed_back(prepared))
    desk = opened(office, alone.desk.profile, key)
    desk.go_by("Trần Anh Tuấn", "P03")
    desk.close()

    desk = opened(office, alone.desk.profile, key)

    assert (desk.profile.name, desk.profile.position) == ("Trần Anh Tuấn", "P03")
    assert [profile.name for profile in people(office).profiles()] == ["Trần Anh Tuấn"]
    assert b"P03" not in (desk.folder / "profile.json").read_bytes()


def test_a_profile_that_is_open_is_not_converted(office, hanh, locking):
    desk = opened(office, hanh)
    prepared = locking.prepare(PIN)

    with pytest.raises(OpenElsewhere):
        locking.switch_on(prepared, typed_back(prepared))

    assert not locking.is_locked
    desk.write(answered("q2"))
    desk.close()
    assert not (locking.folder / STAGED).exists()
    assert opened(office, hanh).profile == hanh


def test_nobody_opens_it_while_it_is_converted(office, hanh, locking):
    from selfstudy.services.locking.conversion import changing

    marker = office.computer("hanh").state / f"{hanh.id}.mark"
    with changing(locking.folder, marker), pytest.raises(OpenElsewhere):
        opened(office, hanh)


def test_switching_on_wants_the_right_group_back(locking):
    prepared = locking.prepare(PIN)

    for wrong in ("", "22222", typed_back(prepared)[:-1]):
        with pytest.raises(CodeMistyped) as told:
            locking.switch_on(prepared, wrong)
        assert told.value.details["group"] == prepared.group
    assert not locking.is_locked
    assert prepared.code not in repr(prepared)


def test_a_weak_secret_is_refused_before_anything_is_done(locking):
    with pytest.raises(SecretRefused):
        locking.prepare("1234")


def test_a_disk_that_cannot_take_it_leaves_the_profile_plain(office, hanh, locking, monkeypatch):
    from selfstudy.services.locking import locking as module

    prepared = locking.prepare(PIN)

    def full(*_paths):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(module, "export", full)
        with pytest.raises(DiskFull):
            locking.switch_on(prepared, typed_back(prepared))

    assert not locking.is_locked
    assert not (locking.folder / STAGED).exists()
    assert opened(office, hanh).profile == hanh


# Opening


def test_wrong_tries_wait_longer_and_longer_and_destroy_nothing(office, hanh, locking, code):
    def wrong():
        with pytest.raises(WrongSecret) as told:
            locking.by_secret("999998")
        return told.value.details["wait"]

    assert [wrong(), wrong(), wrong()] == [0, 0, 1]
    with pytest.raises(TooEarly):
        locking.by_secret(PIN)
    office.clock.move(seconds=1)
    assert wrong() == 2
    again = people(office).locking(hanh.id)  # the program was started again
    assert again.wait() == 2
    office.clock.move(days=-3)
    with pytest.raises(TooEarly) as told:
        again.by_secret(PIN)
    assert told.value.details["wait"] == 2
    office.clock.move(seconds=2)
    key = again.by_secret(PIN)
    assert again.wait() == 0
    assert opened(office, hanh, key).profile == hanh


def test_the_recovery_code_needs_no_waiting_and_gives_a_new_secret(office, hanh, locking, code):
    for _ in range(3):
        with pytest.raises(WrongSecret):
            locking.by_secret("999998")

    key = locking.reset(code.lower().replace("-", " "), WORDS)

    assert locking.by_secret(WORDS) == key == locking.by_code(code)
    assert locking.kind() == "passphrase"
    assert opened(office, hanh, key).profile == hanh
    with pytest.raises(WrongSecret):
        locking.by_secret(PIN)


def test_a_wrong_or_mistyped_code_changes_nothing(locking, code):
    for typed, error in ((new_code(), WrongCode), (code[:-1], CodeMistyped)):
        with pytest.raises(error):
            locking.reset(typed, WORDS)
    with pytest.raises(SecretRefused):
        locking.reset(code, "123")
    assert locking.by_secret(PIN)


def test_a_changed_secret_wraps_anew_and_rewrites_no_record(locking, code):
    before = (locking.folder / "journal.db").read_bytes()

    with pytest.raises(WrongSecret):
        locking.change("999998", WORDS)
    with pytest.raises(SecretRefused):
        locking.change(PIN, "000000")
    key = locking.change(PIN, WORDS)

    assert locking.by_secret(WORDS) == key
    assert locking.by_code(code) == key
    assert (locking.folder / "journal.db").read_bytes() == before


def test_a_new_code_counts_once_a_group_was_typed_back(locking, code):
    prepared = locking.prepare_code(PIN)
    with pytest.raises(CodeMistyped):
        locking.keep_code(prepared, "")
    assert locking.by_code(code)

    locking.keep_code(prepared, typed_back(prepared))

    assert locking.by_code(prepared.code) == locking.by_secret(PIN)
    with pytest.raises(WrongCode):
        locking.by_code(code)


def test_a_damaged_lock_is_told_and_nothing_is_changed(office, hanh, locking, code):
    for name in ("lock.json", "lock.copy.json"):
        (locking.folder / name).write_bytes(b"{}")
    before = bytes_of(locking.folder)

    for ask in (lambda: locking.by_secret(PIN), lambda: locking.by_code(code), locking.kind):
        with pytest.raises(LockDamaged):
            ask()

    assert bytes_of(locking.folder) == before
    with pytest.raises(ProfileLocked):
        opened(office, hanh)


def test_there_is_no_lock_of_a_profile_that_is_not_there(office):
    for wanted in ("", "ab" * 16):
        with pytest.raises(UnreadableFile):
            people(office).locking(wanted)


# Copies


def test_backups_in_clear_are_replaced_by_a_locked_one(office, hanh):
    plain = opened(office, hanh)
    kept = office.desks[-1].safety.backup()
    broken = kept.with_name(kept.name.replace(".zip", "_1.zip"))
    broken.write_bytes(b"half a backup of an older day")
    plain.close()
    locking = people(office).locking(hanh.id)
    shutil.copytree(locking.folder, locking.folder.with_name(hanh.id + ".before"))
    (locking.folder / "journal.db.schema0").write_bytes(b"SQLite format 3 of an older program")
    prepared = locking.prepare(PIN)
    key = locking.switch_on(prepared, typed_back(prepared))
    office.clock.move(minutes=1)
    opened(office, hanh, key)

    safety = office.desks[-1].safety
    assert locking.left_in_clear(safety) == 3

    locking.seal_copies(safety)

    assert locking.left_in_clear(safety) == 1, "a folder set aside may hold an only copy"
    assert not (locking.folder / "journal.db.schema0").exists()
    left = sorted(kept.parent.glob("*.zip"))
    assert len(left) == 1
    with zipfile.ZipFile(left[0]) as archive:
        assert {"lock.json", "journal.db", "keys.json", "profile.json"} <= set(archive.namelist())
        assert b"answered" not in b"".join(archive.read(name) for name in archive.namelist())
    office.clock.move(minutes=1)
    locking.seal_copies(safety)
    assert len(list(kept.parent.glob("*.zip"))) == 1, "that is done once"


def test_copies_that_cannot_be_sealed_now_are_sealed_at_another_opening(office, hanh):
    opened(office, hanh)
    office.desks[-1].safety.backup()
    office.desks[-1].desk.close()
    locking = people(office).locking(hanh.id)
    prepared = locking.prepare(PIN)
    key = locking.switch_on(prepared, typed_back(prepared))
    opened(office, hanh, key)
    safety = office.desks[-1].safety
    there, safety.folder = safety.folder, office.folder / "file"
    safety.folder.write_bytes(b"")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("selfstudy.services.locking.locking._places", lambda first, _second: [first])
        locking.seal_copies(safety)
    safety.folder = there
    office.clock.move(minutes=1)
    assert locking.left_in_clear(safety) == 1

    locking.seal_copies(safety)

    assert locking.left_in_clear(safety) == 0


# Killed at any moment


@pytest.mark.parametrize("each", [7, pytest.param(1, marks=pytest.mark.slow)])
def test_whatever_kills_it_the_profile_opens_plain_or_locked(office, hanh, tmp_path, each):
    prepared = people(office).locking(hanh.id).prepare(PIN)
    on = killed(tmp_path, office, hanh, prepared.key, "on", each)
    locked = people(office).locking(hanh.id)
    locked.switch_on(prepared, typed_back(prepared))
    off = killed(tmp_path, office, hanh, prepared.key, "off", each)

    for found in (on, off):
        steps = [state for state in found if state != "whole"]
        assert len(steps) * each > 20
        assert set(steps) == {"plain", "locked"}
        turn = steps.index("locked" if found is on else "plain")
        assert len(set(steps[turn:])) == 1, "once it has turned it never turns back"


def killed(tmp_path: Path, office, profile, key: bytes, way: str, each: int) -> list[str]:
    """What a profile is after a kill at each step of being switched, until one comes through."""
    script = Path(__file__).with_name("killed_switch.py")
    done = subprocess.run(
        [
            sys.executable, str(script), str(office.folder / "hanh"), str(tmp_path / f"at-{way}"),
            profile.id, key.hex(), way, str(office.folder / "lessons"), str(each),
        ],
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout.split()
