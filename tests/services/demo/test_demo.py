from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest

from selfstudy.content.library import Library
from selfstudy.domain import wire
from selfstudy.domain.record import SHARED
from selfstudy.domain.vietnamese import nfc
from selfstudy.exchange.packet import checked, read
from selfstudy.services.demo.demo import Wanted, learners, lived, ring_of, write_demo
from selfstudy.services.demo.demo_life import HERE, Life
from selfstudy.settings import Places

WANTED = Wanted(3, 40, seed=5, until=date(2026, 11, 20))


@pytest.fixture(scope="module")
def shelf() -> Library:
    return Library([Places().lessons()])


def opened(folder: Path, seed: int = 5) -> dict[str, list[bytes]]:
    """The lines of each packet, opened with the supervisor's key."""
    ring = ring_of(seed, "supervisor")
    found = {}
    for path in sorted(folder.glob("KetQua_*")):
        packet = read(path.read_bytes(), [ring])
        source = packet.sources[0].source
        found[path.name] = [
            line for part in packet.sources[0].segments for line in checked(source, part).lines
        ]
    return found


def test_the_same_seed_tells_the_same_lives(shelf, tmp_path):
    write_demo(shelf, tmp_path / "a", WANTED)
    write_demo(shelf, tmp_path / "b", WANTED)
    write_demo(shelf, tmp_path / "c", Wanted(3, 40, seed=6, until=WANTED.until))

    assert opened(tmp_path / "a") == opened(tmp_path / "b")
    assert opened(tmp_path / "a") != opened(tmp_path / "c", 6)


def test_nothing_private_is_in_a_packet(shelf, tmp_path):
    write_demo(shelf, tmp_path, WANTED)

    for lines in opened(tmp_path).values():
        facts = [wire.read_line(line).fact for line in lines]
        assert {fact.chain for fact in facts} == {SHARED}
        assert facts[0].kind == "profile"
        assert "lesson_finished" in {fact.kind for fact in facts}


def test_a_demonstration_may_be_written_over_another(shelf, tmp_path):
    first = write_demo(shelf, tmp_path, WANTED)
    second = write_demo(shelf, tmp_path, WANTED)

    assert [path.name for path in first.files] == [path.name for path in second.files]
    assert {path.name for path in tmp_path.iterdir()} == {path.name for path in second.files}


def test_people_have_names_of_their_own(shelf):
    people = learners(1, 120)

    assert len({person.name for person in people}) == 120
    assert len({person.ring.identity for person in people}) == 120
    assert all(len(person.name.split()) >= 3 for person in people)
    assert all(person.name == nfc(person.name) for person in people)


def test_facts_stand_in_order_of_time_and_end_on_the_last_day(shelf):
    told = lived(shelf, learners(1, 1)[0], WANTED)
    times = [at for at, _fact in told]

    assert times == sorted(times)
    assert len(set(times)) == len(times)
    assert datetime.fromtimestamp(times[0] / 1000, HERE).date() >= WANTED.first
    assert datetime.fromtimestamp(times[-1] / 1000, HERE).date() <= WANTED.last


def test_a_life_is_graded_by_the_real_rules(shelf):
    from random import Random

    facts = [f for _at, f in Life(Random(3), shelf.modules()).days(date(2026, 1, 5), 80)]
    finished = [fact for fact in facts if fact.kind == "lesson_finished"]
    answers = [fact for fact in facts if fact.kind == "answered"]

    shipped = [lesson.id for module in shelf.modules() for lesson in module.lessons]
    told = [fact.lesson for fact in finished]
    assert len(told) >= 3
    assert told == shipped[: len(told)]
    assert all(fact.right >= fact.questions / 2 for fact in finished)
    assert {fact.score == 1000 for fact in answers} == {True, False}


def test_a_demonstration_of_nobody_has_a_card_and_a_supervisor(shelf, tmp_path):
    made = write_demo(shelf, tmp_path, Wanted(0, 1, until=date(2026, 11, 20)))

    assert made.learners == made.facts == 0
    assert len(made.files) == 3
