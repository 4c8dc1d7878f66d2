"""One person at several computers, with a hub between them."""

from __future__ import annotations

import pytest

from selfstudy.domain.progress import Removal
from selfstudy.domain.record import LessonFinished
from tests.builders import LESSON, dump


def lessons(services):
    services.desk.fold()
    rows = dump(services.desk.database)["progress"]
    return {row[1] for row in rows if services.desk.person in row}


@pytest.fixture
def hanh(town):
    """A learner whose results the hub holds."""
    found = town.learner()
    town.study(found)
    found.sync.now()
    town.lan.sync.now()
    town.admit_all()
    town.lan.sync.now()
    return found


def test_who_lost_everything_gets_it_back_by_the_hub_once_approved(town, hanh):
    new = town.learner("Nguyễn Thị Hạnh", "new")
    new.devices.claim(hanh.desk.person.hex())
    new.sync.now()
    assert new.desk.person != hanh.desk.person
    assert lessons(new) == set()
    town.lan.sync.now()
    [waiting] = town.lan.unit.waiting_devices()
    town.lan.unit.approve_device(waiting.candidates[0].id, waiting.key)
    town.lan.sync.now()

    new.sync.now()

    assert new.desk.person == hanh.desk.person
    assert LESSON in lessons(new)
    assert new.sync.now().unreceived == 0


def test_without_a_claim_nobody_becomes_somebody_else(town, hanh):
    new = town.learner("Lê Văn Minh", "new")
    new.sync.now()
    town.lan.sync.now()
    town.lan.unit.approve_device(hanh.desk.person.hex(), new.desk.ring.public.hex())
    town.lan.sync.now()

    new.sync.now()

    assert new.desk.person == new.desk.ring.identity
    assert lessons(new) == set()


def test_linked_computers_share_results_by_the_hub_and_practice_by_file_alone(town, hanh):
    laptop = town.person("Nguyễn Thị Hạnh", "laptop")
    request, _code = laptop.devices.request(town.stick, "Máy ở nhà")
    laptop.devices.take(town.stick / hanh.devices.link(request, town.stick).path.split("/")[-1])
    hanh.sync.now()
    laptop.desk.write(LessonFinished("CM09", "CM09-01", 1, "ab", 60, 100, 8, 8))
    laptop.sync.now()

    hanh.sync.now()

    assert lessons(hanh) == lessons(laptop) >= {LESSON, "CM09-01"}
    private = [s for s in dump(town.hub.database)["source"] if "p" in s]
    assert private == []


def test_a_removed_computer_reads_nothing_more_and_counts_no_more(town, hanh):
    laptop = town.person("Nguyễn Thị Hạnh", "laptop")
    request, _code = laptop.devices.request(town.stick, "Máy ở nhà")
    laptop.devices.take(town.stick / hanh.devices.link(request, town.stick).path.split("/")[-1])
    hanh.sync.now()
    laptop.sync.now()
    hanh.devices.remove(laptop.desk.ring.public.hex())
    hanh.desk.write(LessonFinished("CM08", "CM08-01", 1, "ab", 60, 100, 8, 8))
    hanh.sync.now()

    laptop.desk.write(LessonFinished("CM09", "CM09-01", 1, "ab", 60, 100, 8, 8))
    laptop.sync.now()
    town.lan.sync.now()

    assert "CM08-01" not in lessons(laptop)
    town.lan.desk.fold()
    rows = dump(town.lan.desk.database)["progress"]
    assert {row[1] for row in rows if hanh.desk.person in row} == {LESSON, "CM08-01"}


def laptop_of(town, hanh):
    """A second computer of hers, linked by stick, that has spoken with the hub."""
    laptop = town.person("Nguyễn Thị Hạnh", "laptop")
    request, _code = laptop.devices.request(town.stick, "Máy ở nhà")
    laptop.devices.take(town.stick / hanh.devices.link(request, town.stick).path.split("/")[-1])
    hanh.sync.now()
    laptop.sync.now()
    return laptop


def test_a_removed_computer_is_told_so_by_the_hub_and_when_it_is_taken_back_too(town, hanh):
    laptop = laptop_of(town, hanh)
    assert laptop.sync.now().removal is None
    hanh.devices.remove(laptop.desk.ring.public.hex())
    hanh.sync.now()

    told = laptop.sync.now()

    assert told.removal == Removal(town.clock(), "Máy chủ Sở Nội vụ")
    assert [d.state for d in laptop.devices.list() if d.here] == ["removed"]
    laptop.desk.write(LessonFinished("CM09", "CM09-01", 1, "ab", 60, 100, 8, 8))
    town.clock.move(days=1)
    assert laptop.sync.now().removal is not None
    town.lan.sync.now()
    assert "CM09-01" not in lessons(hanh)
    decision = next(
        d for d in town.lan.unit.decisions(hanh.desk.person.hex()) if d.kind == "key_removed"
    )
    town.lan.unit.undo(decision.id)
    town.lan.sync.now()
    town.clock.move(days=1)
    assert laptop.sync.now().removal is None
    hanh.sync.now()
    assert "CM09-01" in lessons(hanh)
