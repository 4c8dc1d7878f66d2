from __future__ import annotations

import json
import stat
from dataclasses import replace

import pytest

from selfstudy.domain.errors import (
    CodeMistyped,
    LockDamaged,
    NewerFormat,
    SecretRefused,
    UnreadableFile,
    WrongCode,
    WrongSecret,
)
from selfstudy.exchange import lock as module
from selfstudy.exchange.keys import KeyRing, derived, opened, sealed, stretched
from selfstudy.exchange.lock import (
    Cost,
    Lock,
    Wrapped,
    calibrated,
    copy_of,
    database_key,
    keys_key,
    kind_of,
    new_key,
    new_lock,
    read_lock,
    write_lock,
)
from selfstudy.exchange.recovery_code import new_code
from tests.builders import HANH

CHEAP = Cost(19 * 1024, 1)
PIN, WORDS = "203041", "con đò bến cũ chiều mưa"
CODE = "23456-789CF-GHJKL-MNPQR-TVX23-4567M"
KEY = bytes(range(32))


@pytest.fixture
def lock():
    return new_lock("ab" * 16, KEY, PIN, CODE, CHEAP)


def test_both_secret_and_code_open_the_same_key(lock):
    assert lock.by_secret(PIN) == KEY
    assert lock.by_code(CODE.lower().replace("-", " ")) == KEY


def test_a_vector_made_by_hand_opens():
    about, salt = b"tuhoc lock 0 " + b"ab" * 16, bytes(16)
    by_secret = sealed(stretched(PIN, salt, 19 * 1024, 1), KEY, about)
    by_code = sealed(derived(CODE.replace("-", "").encode(), b"tuhoc recovery 0", salt), KEY, about)

    made = Lock("ab" * 16, "pin", CHEAP, Wrapped(salt, by_secret), Wrapped(salt, by_code))

    assert made.by_secret(PIN) == made.by_code(CODE) == KEY


def test_the_derivations_are_those_of_the_page():
    assert stretched(PIN, bytes(16), 19 * 1024, 1).hex() == STRETCHED
    assert database_key(KEY).hex() == DATABASE
    assert keys_key(KEY).hex() == KEYS


STRETCHED = "73255bf74a6314248ff3d4b475ced265d815d016667a8475b755e813ca184dc8"
DATABASE = "a007a124b8203b376eec251458c55b918d6ae844009edbce6cd8f8d100e40279"
KEYS = "6de88df828ed1e98da9190410d81d09ded9b01cc20937a64659e75ab07dd49fa"


@pytest.mark.parametrize("wrong", ["203042", "", "203041 1", WORDS])
def test_another_secret_opens_nothing(lock, wrong):
    with pytest.raises(WrongSecret):
        lock.by_secret(wrong)


def test_another_or_mistyped_code_opens_nothing(lock):
    with pytest.raises(WrongCode):
        lock.by_code(new_code())
    with pytest.raises(CodeMistyped):
        lock.by_code(CODE[:-1] + "C")


def test_marks_may_be_composed_in_either_way_and_spaces_stand_around():
    made = new_lock("ab" * 16, KEY, WORDS, CODE, CHEAP)

    assert made.kind == "passphrase"
    assert made.by_secret(" " + WORDS.replace("ò", "o\u0300") + "\n") == KEY


def test_a_changed_secret_or_code_wraps_the_same_key_and_the_old_one_opens_no_more(lock):
    changed = lock.with_secret(KEY, WORDS, Cost(20 * 1024, 2))
    fresh = new_code()
    recoded = changed.with_code(KEY, fresh)

    assert changed.by_secret(WORDS) == recoded.by_secret(WORDS) == KEY
    assert changed.by_code(CODE) == recoded.by_code(fresh) == KEY
    with pytest.raises(WrongSecret):
        changed.by_secret(PIN)
    with pytest.raises(WrongCode):
        recoded.by_code(CODE)
    assert changed.secret.salt != lock.secret.salt


def test_a_lock_is_bound_to_its_profile(lock):
    moved = replace(lock, profile="cd" * 16)

    with pytest.raises(WrongSecret):
        moved.by_secret(PIN)
    with pytest.raises(WrongCode):
        moved.by_code(CODE)


@pytest.mark.parametrize(
    ("secret", "kind"),
    [("203041", "pin"), (" 20304100 ", "pin"), (WORDS, "passphrase"), ("20304100ab", "passphrase")],
)
def test_digits_alone_are_a_pin(secret, kind):
    assert kind_of(secret) == kind


@pytest.mark.parametrize(
    ("secret", "reason"),
    [
        ("20304", "pin"), ("", "passphrase"), ("123456", "plain"), ("987654", "plain"),
        ("000000", "plain"), ("mưa chiều", "passphrase"), ("aaaaaaaaaaaa", "plain"),
        ("x" * 1001, "long"), ("x" + "y" * 1000, "long"), ("203041٣", "passphrase"),
    ],
)  # fmt: skip
def test_a_weak_secret_is_refused_with_its_reason(secret, reason):
    with pytest.raises(SecretRefused) as told:
        kind_of(secret)

    assert told.value.details["reason"] == f"lock.refused_{reason}"


def test_keys_are_random_and_one_purpose_has_not_the_key_of_another():
    assert new_key() != new_key()
    assert len({KEY, database_key(KEY), keys_key(KEY)}) == 3


# The cost


class Bench:
    """A computer that needs `seconds` for a round over a MiB."""

    def __init__(self, seconds):
        self.seconds, self.now, self.tried = seconds, 0.0, []

    def __call__(self, cost):
        self.tried.append(cost)
        self.now += self.seconds * cost.memory / 1024 * cost.rounds

    def calibrated(self):
        return calibrated(self, lambda: self.now)


@pytest.mark.parametrize("seconds", [0.0001, 0.001, 0.002, 0.005, 0.01, 0.02])
def test_one_try_costs_half_a_second_to_a_second(seconds):
    bench = Bench(seconds)

    cost = bench.calibrated()

    assert cost.memory >= 19 * 1024
    assert 0.37 <= seconds * cost.memory / 1024 * cost.rounds <= 1.0


def test_a_slow_computer_gives_up_memory_but_never_below_19_mib():
    cost = Bench(0.1).calibrated()

    assert cost == Cost(19 * 1024, 1)


def test_a_clock_that_stands_still_gives_no_endless_cost():
    assert Bench(0.0).calibrated().rounds <= module.MOST_ROUNDS


def test_this_computer_is_measured_by_really_stretching():
    assert calibrated().memory >= 19 * 1024


# The file


def test_a_lock_comes_back_from_its_file_which_only_this_account_reads(tmp_path, lock):
    path = tmp_path / "lock.json"
    write_lock(path, lock)

    assert read_lock(path) == lock
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert read_lock(copy_of(path)) == lock
    written = path.read_text(encoding="utf-8")
    assert PIN not in written
    assert KEY.hex() not in written


def test_a_damaged_file_is_answered_for_by_its_copy(tmp_path, lock):
    path = tmp_path / "lock.json"
    write_lock(path, lock)
    path.write_bytes(path.read_bytes()[:-30])

    assert read_lock(path) == lock

    copy_of(path).unlink()
    with pytest.raises(LockDamaged):
        read_lock(path)


def spoil(path, change):
    found = json.loads(path.read_text(encoding="utf-8"))
    change(found)
    path.write_text(json.dumps(found), encoding="utf-8")
    copy_of(path).unlink(missing_ok=True)


def resealed(change):
    """What a hand would write that knows how the digest is made."""

    def changed(found):
        change(found)
        found.pop("check")
        found["check"] = module._check(found)

    return changed


@pytest.mark.parametrize(
    "change",
    [
        lambda f: f.update(kind="passphrase"),
        lambda f: f["cost"].update(rounds=9),
        lambda f: f["secret"].update(box="00" * 60),
        lambda f: f.pop("code"),
        lambda f: f.pop("check"),
        lambda f: f.update(lock="x"),
        lambda f: f.update(secret=[]),
        resealed(lambda f: f["cost"].update(memory=16)),
        resealed(lambda f: f["cost"].update(memory=1 << 40)),
        resealed(lambda f: f["cost"].update(rounds=0)),
        resealed(lambda f: f["cost"].update(rounds=1 << 40)),
        resealed(lambda f: f.update(kind="face")),
        resealed(lambda f: f["code"].update(box="00")),
        resealed(lambda f: f["secret"].update(salt="00")),
    ],
)
def test_a_tampered_file_is_damaged_and_nothing_is_computed_from_it(tmp_path, lock, change):
    path = tmp_path / "lock.json"
    write_lock(path, lock)

    spoil(path, change)

    with pytest.raises(LockDamaged) as told:
        read_lock(path)
    assert told.value.details == {"name": "lock.json", "folder": str(tmp_path)}


@pytest.mark.parametrize("raw", [b"", b"[]", b"null", b"\xff\xfe", b"[" * 100_000])
def test_what_is_no_lock_is_damaged(tmp_path, raw):
    (tmp_path / "lock.json").write_bytes(raw)

    with pytest.raises(LockDamaged):
        read_lock(tmp_path / "lock.json")


def test_a_lock_of_a_newer_program_is_left_alone(tmp_path, lock):
    path = tmp_path / "lock.json"
    write_lock(path, lock)
    spoil(path, lambda f: f.update(lock=7))

    with pytest.raises(NewerFormat):
        read_lock(path)


# Keys under the data key


def test_keys_sealed_under_a_key_open_with_it_alone(tmp_path):
    path = tmp_path / "keys.json"
    HANH.save(path, KEY)

    assert KeyRing.load(path, KEY).public == HANH.public
    for other in (None, bytes(32)):
        with pytest.raises(UnreadableFile):
            KeyRing.load(path, other)
    assert HANH._seeds[0].hex() not in path.read_text(encoding="utf-8")


def test_keys_in_clear_are_not_taken_for_sealed_ones(tmp_path):
    HANH.save(tmp_path / "keys.json")

    with pytest.raises(UnreadableFile):
        KeyRing.load(tmp_path / "keys.json", KEY)


def test_a_box_is_bound_to_what_it_is_about():
    box = sealed(KEY, b"content", b"this")

    assert opened(KEY, box, b"this") == b"content"
    assert opened(KEY, box, b"that") is None
    assert opened(KEY, box[:-1], b"this") is None
    assert opened(KEY, b"", b"this") is None
