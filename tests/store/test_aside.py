from __future__ import annotations

import pytest

from selfstudy.store.aside import Aside
from selfstudy.store.database import Database
from selfstudy.store.papers import Papers


@pytest.fixture
def database(tmp_path):
    made = Database(tmp_path / "x.db")
    yield made
    made.close()


def keep(database, *names, size=10):
    for at, name in enumerate(names):
        Papers(database).set_aside(name, "error.CutFile", {"n": at}, name.encode() * size, at)


def names(aside):
    return [file.name for file in aside.files()]


def test_files_are_listed_by_age_without_their_bytes_which_are_there_when_asked_for(database):
    keep(database, "a", "b")
    aside = Aside(database)
    first = aside.files()[0]

    assert (first.name, first.size, first.cause, first.details) == ("a", 10, "sender", {"n": 0})
    assert aside.raw(first.digest) == b"a" * 10
    assert aside.raw(bytes(32)) is None


def test_a_file_may_get_another_reason(database):
    keep(database, "a")
    aside = Aside(database)

    aside.tell_again(aside.files()[0].digest, "error.NewerFormat", {"version": 9})

    assert (aside.files()[0].cause, aside.files()[0].details) == ("program", {"version": 9})


def test_within_the_limits_nothing_is_dropped(database):
    keep(database, "a", "b")

    assert Aside(database).shrink(lambda _file: False) == []


def test_the_oldest_go_first_and_some_go_last(database):
    keep(database, "a", "b", "c")
    aside = Aside(database)

    dropped = aside.shrink(lambda file: file.name == "a", most_files=2)

    assert [file.name for file in dropped] == ["b"]
    assert names(aside) == ["a", "c"]
    assert [f.name for f in aside.shrink(lambda _file: False, most_bytes=5)] == ["a", "c"]


def test_how_files_begin_is_remembered_once_and_not_for_ever(database):
    aside = Aside(database)
    aside.note_taken([b"one", b"one"], 1)
    aside.note_taken([b"one"], 2)
    assert aside.began(b"one")

    aside.note_taken([b"two", b"three"], 3, most=2)

    assert [aside.began(one) for one in (b"one", b"two", b"three")] == [False, True, True]
