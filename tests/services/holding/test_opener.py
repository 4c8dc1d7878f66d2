"""What somebody typed opens a locked folder: a secret or the recovery code, of then or of now."""

from __future__ import annotations

import shutil

import pytest

from selfstudy import bootstrap
from selfstudy.domain.errors import (
    CodeMistyped,
    SecretMissing,
    TooEarly,
    WrongCode,
    WrongSecret,
)
from selfstudy.exchange.lock import Cost
from selfstudy.exchange.recovery_code import GROUP, bare, new_code
from selfstudy.services.holding.opener import Opener
from selfstudy.services.holding.tries import Tries, tries_of
from selfstudy.settings import Places
from tests.fakes import Clock

PIN, NEWER = "203041", "771205"


@pytest.fixture
def profile(tmp_path):
    """A locked profile, its recovery code, and its folder as it was before the secret changed."""
    people = bootstrap.profiles(Places(tmp_path / "home"))
    people.cost = lambda: Cost(19 * 1024, 1)
    made = people.create("Nguyễn Thị Hạnh", "P03")
    locking = people.locking(made.id)
    prepared = locking.prepare(PIN)
    locking.switch_on(prepared, bare(prepared.code)[GROUP * (prepared.group - 1) :][:GROUP])
    before = tmp_path / "before"
    shutil.copytree(locking.folder, before)
    locking.change(PIN, NEWER)
    return locking.folder, before, prepared.code


@pytest.fixture
def tries(tmp_path):
    return Tries(tmp_path / "tries.json", Clock())


def test_the_secret_of_then_that_of_now_and_the_code_open_a_copy_of_before(profile, tries):
    folder, before, code = profile
    now = Opener(NEWER).key_of(folder)

    for typed in (PIN, NEWER, code, code.lower().replace("-", ".")):
        assert Opener(typed).key_of(before, folder, tries) == now
    assert Opener("", now or b"").key_of(before) == now


def test_what_is_not_locked_needs_nothing(tmp_path):
    assert Opener().key_of(tmp_path) is None


def test_nothing_typed_is_asked_for(profile):
    with pytest.raises(SecretMissing):
        Opener().key_of(profile[0])


def test_a_secret_that_opens_neither_is_wrong_and_each_time_counts(profile, tries):
    folder, before, _code = profile
    for wait in (0, 0, 1):
        with pytest.raises(WrongSecret) as told:
            Opener("100200").key_of(before, folder, tries)
        assert told.value.details["wait"] == wait

    with pytest.raises(TooEarly):
        Opener(NEWER).key_of(before, folder, tries)


def test_a_code_is_not_held_up_and_a_mistyped_one_says_where(profile, tries):
    folder, before, code = profile
    for _time in range(4):
        with pytest.raises(CodeMistyped):
            Opener(code[:-2]).key_of(before, folder, tries)
    with pytest.raises(WrongCode) as told:
        Opener(new_code()).key_of(before, folder, tries)

    assert told.value.details["what"] == "lock.code_then"
    assert Opener(code).key_of(before, folder, tries) == Opener(NEWER).key_of(folder)


def test_a_passphrase_that_looks_like_a_code_is_one(profile, tmp_path):
    people = bootstrap.profiles(Places(tmp_path / "home"))
    people.cost = lambda: Cost(19 * 1024, 1)
    folder, _before, _code = profile
    strange = "2345-6789-CFGH-JKLM-NPQR-TVX2-34567M"
    key = people.locking(folder.name).change(NEWER, strange)

    assert Opener(strange).key_of(folder) == key


def test_a_lock_beside_it_that_is_damaged_or_for_another_key_opens_nothing(profile, tmp_path):
    folder, before, _code = profile
    people = bootstrap.profiles(Places(tmp_path / "other"))
    people.cost = lambda: Cost(19 * 1024, 1)
    other = people.locking(people.create("Trần Văn Tuấn", "P02").id)
    prepared = other.prepare("885522")
    other.switch_on(prepared, bare(prepared.code)[GROUP * (prepared.group - 1) :][:GROUP])
    with pytest.raises(WrongSecret):
        Opener("885522").key_of(before, other.folder)
    for name in ("lock.json", "lock.copy.json"):
        (folder / name).write_bytes(b"{")

    assert Opener(PIN).key_of(before, folder) is not None


def test_wrong_secrets_are_counted_with_the_profile_or_beside_it(tmp_path):
    folder, clock = tmp_path / "ab", Clock()
    assert tries_of(folder, None, clock) is None
    beside = tries_of(folder, tmp_path, clock)
    assert beside is not None
    beside.begin()
    assert (tmp_path / "ab.tries.json").exists()
    folder.mkdir()
    own = tries_of(folder, None, clock)
    assert own is not None
    own.begin()
    assert (folder / "lock.tries.json").exists()
