"""Tombstones over real sockets: from whoever erases, by the hub, to everybody whom they concern."""

from __future__ import annotations

from datetime import date

import pytest

from selfstudy.domain.audience import to_unit
from selfstudy.domain.errors import HubUnreachable
from selfstudy.exchange import hub_client
from selfstudy.exchange.packet import checked_all
from selfstudy.hub.keeper import Hub, _cursor
from selfstudy.services.carrying.sync import Sync
from selfstudy.store.schema import grave, source, tombstone
from tests.hub.conftest import WORDS

NAME = "Nguyễn Thị Hạnh"


def held(holder, person: bytes) -> int:
    """How many records of the unit a holder has of a person."""
    unit = "unit:" + next(iter(holder.cards())).hex()
    with holder.database.read() as connection:
        number = holder.journal.interned.known(connection, unit)
        places = holder.journal.places.read(
            connection, source.c.unit == number, source.c.subject == person, source.c.chain != "p"
        )
    return sum(place.head for place in places)


@pytest.fixture
def everybody(town):
    """Hạnh and Bình learn; Lan and Minh supervise; all have synced."""
    hanh, binh = town.learner(), town.learner("Lê Văn Bình", "binh")
    minh = town.learner("Phạm Văn Minh", "minh")
    for learner in (hanh, binh):
        town.study(learner)
    for one in (hanh, binh, minh, town.lan):
        one.sync.now()
    town.admit_all()
    town.lan.unit.appoint(minh.desk.profile.id, WORDS, date(2028, 1, 1))
    for one in (town.lan, minh, hanh, binh, minh):
        one.sync.now()
    assert [held(s.desk, hanh.desk.person) > 0 for s in (town.lan, minh, hanh)] == [True] * 3
    return hanh, binh, minh


def test_what_the_root_erases_goes_from_the_hub_the_other_supervisor_and_the_learner(
    town, everybody
):
    hanh, binh, minh = everybody
    person = hanh.desk.person

    town.lan.erasure.erase_person(person.hex(), WORDS)
    for one in (town.lan, minh, hanh, binh):
        one.sync.now()

    assert held(town.hub, person) == 0
    assert [held(s.desk, person) for s in (town.lan, minh, hanh)] == [0, 0, 0]
    assert [held(s.desk, binh.desk.person) > 0 for s in (town.lan, minh, binh)] == [True] * 3
    assert binh.desk.graves.told(binh.desk.unit) == []  # a learner is told of their own alone
    if town.hub.database.path is not None:
        assert NAME.encode() not in town.hub.database.path.read_bytes()


def test_what_a_learner_erases_goes_from_the_hub_and_both_supervisors(town, everybody):
    hanh, _binh, minh = everybody
    person = hanh.desk.person

    hanh.erasure.erase_own()
    for one in (hanh, minh, town.lan):
        one.sync.now()

    assert held(town.hub, person) == 0
    assert [held(s.desk, person) for s in (town.lan, minh, hanh)] == [0, 0, 0]


def test_after_an_erasure_nothing_is_said_twice(town, everybody):
    hanh, _binh, minh = everybody
    hanh.erasure.erase_own()
    for one in (hanh, town.lan, minh, hanh, town.lan, minh):
        one.sync.now()

    asked = [_counted(one) for one in (hanh, town.lan, minh)]

    assert asked == [1, 1, 1]


def _counted(services) -> int:
    """How many exchanges one sync takes."""
    calls = []

    def exchange(address, body, stop):
        calls.append(address)
        return hub_client.exchange(address, body, stop)

    Sync(services.desk, exchange).now()
    return len(calls)


def test_whoever_names_an_erased_source_is_told_even_without_a_cursor(town, everybody):
    hanh, _binh, _minh = everybody
    person = hanh.desk.person
    town.lan.erasure.erase_person(person.hex(), WORDS)
    town.lan.sync.now()
    hanh.desk.database.set_setting("sync", "{}")

    hanh.sync.now()

    assert held(hanh.desk, person) == 0


def test_a_hub_that_was_restored_learns_again_of_what_was_erased(town, everybody, tmp_path):
    hanh, _binh, minh = everybody
    if town.hub.database.path is None:
        pytest.skip("a server's own backups")
    person = hanh.desk.person
    before = {part.sid for part in town.hub.journal.sources(_unit(town))}
    packed = [c for c in town.hub.journal.since({}, _unit(town)) if c.source.subject == person]
    town.lan.erasure.erase_person(person.hex(), WORDS)
    for one in (town.lan, minh):
        one.sync.now()
    with town.hub.database.write() as connection:  # as an old copy of the file would be
        connection.execute(grave.delete())
        connection.execute(tombstone.delete())
    for part in packed:
        town.hub.journal.merge(part, checked_all(part)[0])
    assert {place.sid for place in town.hub.journal.sources(_unit(town))} == before

    minh.sync.now()

    assert held(town.hub, person) == 0
    assert held(minh.desk, person) == 0


def test_a_hub_that_is_opened_again_knows_what_it_erased(town, everybody):
    hanh, _binh, _minh = everybody
    if town.hub.database.path is None:
        pytest.skip("a file beside the records")
    town.lan.erasure.erase_person(hanh.desk.person.hex(), WORDS)
    town.lan.sync.now()
    folder = town.hub.database.path.parent
    town.hub.close()

    again = Hub.open(folder, town.clock)

    assert again.graves.any()
    assert held(again, hanh.desk.person) == 0
    again.close()


def test_an_erasure_without_the_hub_waits_for_it(town, everybody):
    hanh, _binh, _minh = everybody
    hanh.erasure.erase_own()
    town.wire.cut = True
    with pytest.raises(HubUnreachable):
        _cut(hanh)
    town.wire.cut = False

    hanh.sync.now()

    assert held(town.hub, hanh.desk.person) == 0


def _cut(services):
    def nobody(address, _body, _stop):
        raise HubUnreachable(address=address)

    Sync(services.desk, nobody).now()


def _unit(town):
    return to_unit(town.lan.desk.unit)


@pytest.mark.parametrize(
    ("cursor", "means"),
    [("ab.7.3", (7, 3)), ("ab.7", (7, 0)), ("cd.7.3", (0, 0)), ("", (0, 0)), ("ab.x.3", (0, 0))],
)
def test_a_cursor_tells_the_last_segment_and_the_last_tombstone(cursor, means):
    assert _cursor(cursor, "ab") == means
