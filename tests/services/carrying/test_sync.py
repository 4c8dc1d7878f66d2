"""A desk's side of the talk with a hub, where there is no hub or another one than expected."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from selfstudy.domain.errors import BadSignature, CaptivePortal, HubUnreachable, NoUnit
from selfstudy.exchange.keys import KeyRing
from selfstudy.exchange.packet import Ask, Packet, read, write
from selfstudy.services.carrying.sync import Sync
from tests.builders import dump, finished
from tests.office import Office

HUB = KeyRing(b"h" * 32, b"s" * 32)
ADDRESS = "http://hub.example"


@pytest.fixture
def hanh(office: Office):
    """A learner whose unit's card names a hub."""
    lan = office.supervisor()
    lan.unit.name_hub(ADDRESS, HUB.public, HUB.seal_public, "Máy chủ", "mật khẩu dài")
    office.card = lan.unit.write_card(office.stick)
    return office.learner()


def silent(_address, _body, _stop):
    raise HubUnreachable(address=ADDRESS)


def says(desk, **fields):
    """A hub that answers with nothing but these words."""

    def answer(_address, body, _stop):
        asked = read(body, [HUB])
        told = Ask(HUB.public, asked.unit, asked.ask.nonce, **fields)
        packet = Packet(
            asked.carrier.__class__(HUB.public, HUB.seal_public, "h"), asked.unit, 0, ask=told
        )
        return write(packet, HUB, [asked.carrier.seal_key])

    return Sync(desk, answer)


def test_without_a_unit_there_is_nobody_to_sync_with(office):
    alone = office.person("Phạm Văn Bình", "binh")

    assert not alone.sync.possible()
    with pytest.raises(NoUnit):
        alone.sync.now()


def test_a_unit_without_a_hub_is_calm(office):
    lan = office.supervisor()

    assert not lan.sync.possible()
    assert lan.sync.state().synced_at is None
    with pytest.raises(HubUnreachable):
        lan.sync.now()


def test_being_offline_changes_nothing(hanh):
    hanh.desk.seal()
    before = dump(hanh.desk.database)

    assert hanh.sync.possible()
    with pytest.raises(HubUnreachable):
        Sync(hanh.desk, silent).now()

    assert dump(hanh.desk.database) == before


@pytest.mark.parametrize("error", [HubUnreachable, CaptivePortal])
def test_what_the_network_says_reaches_the_screen(hanh, error):
    def fails(address, _body, _stop):
        raise error(address=address)

    with pytest.raises(error) as found:
        Sync(hanh.desk, fails).now()

    assert found.value.details["address"] == ADDRESS


def test_the_store_is_free_while_the_network_is_waited_for(hanh):
    wrote = []

    def slow(_address, _body, _stop):
        thread = threading.Thread(target=lambda: wrote.extend(hanh.desk.write(finished())))
        thread.start()
        thread.join(10)
        raise HubUnreachable(address=ADDRESS)

    with pytest.raises(HubUnreachable):
        Sync(hanh.desk, slow).now()

    assert len(wrote) == 1


def test_closing_the_program_reaches_the_exchange(hanh):
    told = []
    sync = Sync(hanh.desk, lambda _a, _b, stop: told.append(stop) or silent(_a, _b, stop))
    sync.stop()

    with pytest.raises(HubUnreachable):
        sync.now()

    assert told[0].is_set()


def test_an_answer_sealed_to_somebody_else_is_not_believed(hanh):
    def strange(_address, body, _stop):
        return body

    with pytest.raises(BadSignature):
        Sync(hanh.desk, strange).now()


def test_a_hub_that_confirms_nothing_is_not_asked_for_ever(hanh):
    hanh.desk.write(finished())
    told = says(hanh.desk, cursor="e.1").now()

    assert told.unreceived == 1
    assert told.synced_at is not None


def test_whoever_reads_nothing_is_told_so_once(hanh):
    asked = []
    quiet = says(hanh.desk)
    answer = quiet._exchange

    def counting(address, body, stop):
        asked.append(body)
        return answer(address, body, stop)

    Sync(hanh.desk, counting).now()

    assert len(asked) == 1


def test_a_new_supervisor_is_told_the_units_from_its_beginning(office, hanh):
    says(hanh.desk, cursor="e.7").now()
    lan = office.desks[0]
    lan.unit.intake([Path(hanh.handover.export(office.stick).path)])
    lan.unit.admit(hanh.desk.person.hex())
    lan.unit.appoint(hanh.desk.person.hex(), "mật khẩu dài", office.clock().date().replace(2027))
    office.answer_with_receipt(lan, hanh)
    heard = []

    def listening(_address, body, _stop):
        heard.append(read(body, [HUB]).ask.cursor)
        raise HubUnreachable(address=ADDRESS)

    with pytest.raises(HubUnreachable):
        Sync(hanh.desk, listening).now()

    assert hanh.desk.is_supervisor()
    assert heard == [""]


def test_a_hub_that_always_promises_more_is_left_in_the_end(hanh, monkeypatch):
    monkeypatch.setattr("selfstudy.services.carrying.sync.ROUNDS", 3)

    told = says(hanh.desk, cursor="e.1", more=True, digest=b"d" * 16).now()

    assert told.synced_at is not None


def test_what_is_told_of_the_talk_is_forgotten_with_another_hub(hanh):
    says(hanh.desk, cursor="e.7").now()
    heard = []

    def listening(_address, body, _stop):
        heard.append(read(body, [HUB]).ask.cursor)
        raise HubUnreachable(address=ADDRESS)

    for _again in range(2):
        with pytest.raises(HubUnreachable):
            Sync(hanh.desk, listening).now()
        kept = hanh.desk.database.setting("sync").replace(HUB.public.hex(), "00")
        hanh.desk.database.set_setting("sync", kept)

    assert heard == ["e.7", ""]
