from __future__ import annotations

import json

import pytest

from selfstudy.domain.errors import FolderReadOnly
from selfstudy.services.holding.tries import Tries, delay
from tests.fakes import Clock


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def tries(tmp_path, clock):
    return Tries(tmp_path / "tries.json", clock)


def fail(tries, times):
    for _ in range(times):
        tries.begin()


def test_three_tries_are_free_then_the_delay_doubles_up_to_a_minute():
    assert [delay(n) for n in range(12)] == [0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60]
    assert delay(10**9) == 60


def test_the_delay_goes_by_and_is_kept_across_a_restart(tmp_path, tries, clock):
    fail(tries, 5)

    assert tries.wait() == 4
    clock.move(seconds=2.5)
    assert Tries(tmp_path / "tries.json", clock).wait() == 2
    clock.move(seconds=1.5)
    assert tries.wait() == 0


def test_a_clock_set_back_does_not_shorten_the_delay_and_does_not_lock_out_for_days(tries, clock):
    fail(tries, 6)
    clock.move(seconds=7)
    clock.move(days=-40)

    assert tries.wait() == 8
    clock.move(seconds=5)
    assert tries.wait() == 3
    clock.move(seconds=3)
    assert tries.wait() == 0


def test_the_right_one_begins_anew(tmp_path, tries):
    fail(tries, 9)
    tries.forget()
    tries.forget()

    assert tries.wait() == 0
    fail(tries, 2)
    assert tries.wait() == 0


@pytest.mark.parametrize("text", ["", "[]", '{"failed": "x"}', '{"failed": -4, "at": 0}', "\0"])
def test_a_damaged_count_keeps_nobody_out(tmp_path, tries, text):
    (tmp_path / "tries.json").write_text(text, encoding="utf-8")

    assert tries.wait() == 0


def test_a_try_that_cannot_be_counted_is_not_allowed(tmp_path, clock):
    (tmp_path / "folder").write_bytes(b"")

    with pytest.raises(FolderReadOnly):
        Tries(tmp_path / "folder" / "tries.json", clock).begin()


def test_the_file_says_only_how_often_and_when(tmp_path, tries):
    fail(tries, 2)

    found = json.loads((tmp_path / "tries.json").read_text(encoding="utf-8"))
    assert set(found) == {"failed", "at"}
