"""Learner, supervisor and hub over real sockets, with SQLite and PostgreSQL underneath."""

from __future__ import annotations

import contextlib
import threading
from pathlib import Path

import pytest

from selfstudy.domain.errors import (
    BadSignature,
    HubRefused,
    HubUnreachable,
    NotEntitled,
    SelfStudyError,
)
from selfstudy.domain.record import KeyAdded
from selfstudy.domain.wire import Carried
from selfstudy.exchange import hub_client
from selfstudy.exchange.cards import read_receipt, sign_card
from selfstudy.exchange.envelope import PACKET, disclose
from selfstudy.exchange.keys import KeyRing
from selfstudy.exchange.packet import Ask, Packet, read, write
from selfstudy.hub.keeper import Hub
from selfstudy.services.carrying.sync import Sync
from selfstudy.services.holding.desk import ROOT
from tests.builders import a_segment, dump, finished, lines_of
from tests.hub.conftest import WORDS, Town

RECORDS = ("meta", "stale", "trail", "progress", "memory", "outline")


def records(town: Town) -> object:
    return dump(town.hub.database)


def asked(town: Town, ring: KeyRing, person: bytes, **more: object) -> bytes:
    """A question as somebody's computer would put it."""
    desk, hub = town.lan.desk, town.hub.officer
    carrier = type(desk.carrier())(ring.public, ring.seal_public, "ai đó")
    ask = Ask(hub.key, desk.unit, b"n" * 16, person=person, **more)
    return write(Packet(carrier, desk.unit, desk.now(), ask=ask), ring, [hub.seal_key])


def answered(town: Town, ring: KeyRing, raw: bytes) -> Packet:
    return read(hub_client.exchange(town.wire.address, raw), [ring])


# The loop


def test_a_learner_a_supervisor_and_a_hub_tell_each_other_what_is_new(town):
    hanh = town.learner()
    town.study(hanh)

    first = hanh.sync.now()
    town.lan.sync.now()
    waiting = town.lan.unit.unknown()
    town.admit_all()
    town.lan.sync.now()
    town.wire.reset()
    told = hanh.sync.now()

    assert (first.unreceived, first.results) == (0, 1)
    assert first.receiver == "Máy chủ Sở Nội vụ"
    assert [person.name for person in waiting] == ["Nguyễn Thị Hạnh"]
    assert {row.name for row in town.lan.unit.people()} == {"Nguyễn Thị Hạnh", "Trần Thị Lan"}
    assert told.synced_at == town.clock()
    known = hanh.desk.my_authorities()
    assert hanh.desk.person in known.members
    assert known.supervises(town.lan.desk.ring.public, town.lan.desk.now())
    assert town.wire.connections == 1


def test_syncing_again_changes_nothing_and_is_one_request(town):
    hanh = town.learner()
    town.study(hanh)
    hanh.sync.now()
    town.lan.sync.now()
    hanh.sync.now()
    before = [
        records(town),
        dump(hanh.desk.database, RECORDS),
        dump(town.lan.desk.database, RECORDS),
    ]
    town.wire.reset()

    hanh.sync.now()
    town.lan.sync.now()

    after = [
        records(town),
        dump(hanh.desk.database, RECORDS),
        dump(town.lan.desk.database, RECORDS),
    ]
    assert after == before
    assert town.wire.connections == 2


def test_private_facts_stay_on_the_computer(town):
    hanh = town.learner()
    town.study(hanh)

    hanh.sync.now()

    chains = {row[6] for row in records(town)["source"]}
    assert chains == {"s"}


def test_what_came_by_stick_reaches_the_hub_with_the_supervisor(town):
    hanh = town.learner()
    town.study(hanh)
    town.hand_over(hanh, town.lan)
    town.lan.sync.now()
    before = records(town)
    town.wire.reset()

    told = hanh.sync.now()

    assert told.receiver == "Máy chủ Sở Nội vụ"
    assert records(town)["fact"] == before["fact"]


def test_facts_of_the_unit_that_a_learner_has_by_stick_reach_the_hub_with_the_learner(town):
    hanh = town.learner()
    town.study(hanh)
    town.hand_over(hanh, town.lan)
    town.admit_all()
    town.answer_with_receipt(town.lan, hanh)

    hanh.sync.now()

    assert hanh.desk.person in town.hub.authorities(hanh.desk.unit).members


def test_many_parts_make_one_whole(town, monkeypatch):
    monkeypatch.setattr("selfstudy.services.carrying.sync.PART", 700)
    monkeypatch.setattr("selfstudy.hub.keeper.PART", 700)
    hanh = town.learner()
    for _day in range(6):
        hanh.desk.write(finished())
        hanh.desk.seal()

    told = hanh.sync.now()
    town.lan.sync.now()

    assert told.unreceived == 0
    assert town.wire.connections > 4
    assert town.lan.unit.unknown()[0].facts == 7


# Cut connections


@pytest.mark.parametrize("way", ["up", "down"])
@pytest.mark.parametrize("where", [0, 150, 700])
def test_a_cut_changes_nothing_here_and_the_next_sync_makes_it_good(town, way, where):
    hanh = town.learner()
    town.study(hanh)
    hanh.desk.seal()
    before = dump(hanh.desk.database)
    empty = records(town)
    town.wire.reset(**{f"cut_{way}": where})

    with pytest.raises(HubUnreachable):
        hanh.sync.now()

    assert dump(hanh.desk.database) == before
    if way == "up":
        assert records(town) == empty
    assert hanh.sync.state().unreceived == 1
    town.wire.reset()
    assert hanh.sync.now().unreceived == 0
    assert len(records(town)["fact"]) == len(empty["fact"]) + 2


def test_a_hub_that_is_down_is_a_calm_state(town):
    hanh = town.learner()
    town.study(hanh)
    town.wire.target = "http://127.0.0.1:9"

    with pytest.raises(HubUnreachable):
        hanh.sync.now()

    assert hanh.sync.state().unreceived == 1


# Who reads what


def test_a_stranger_gets_a_receipt_for_what_they_brought_and_reads_nothing(town):
    hanh, minh = town.learner(), town.learner("Lê Văn Minh", "minh")
    town.study(hanh)
    hanh.sync.now()
    town.lan.sync.now()
    town.study(minh)

    ring = minh.desk.ring
    minh.desk.seal()
    mine = minh.desk.journal.since({}, minh.sync and to_own(minh))
    carrier = minh.desk.carrier()
    ask = Ask(town.hub.officer.key, minh.desk.unit, b"n" * 16, person=minh.desk.person)
    packet = Packet(carrier, minh.desk.unit, minh.desk.now(), tuple(mine), ask=ask)
    answer = answered(town, ring, write(packet, ring, [town.hub.officer.seal_key]))

    assert answer.sources == ()
    assert answer.cards
    receipt = read_receipt(answer.receipts[0])
    assert {sid for sid, _n, _d in receipt.heads} == {carried.source.id for carried in mine}


def to_own(services):
    from selfstudy.domain.audience import to_person

    return to_person(services.desk.person, services.desk.unit)


def test_a_learner_reads_no_colleague_even_when_asking_in_their_name(town):
    hanh, minh = town.learner(), town.learner("Lê Văn Minh", "minh")
    for learner in (hanh, minh):
        town.study(learner)
        learner.sync.now()
    town.lan.sync.now()
    town.admit_all()
    town.lan.sync.now()
    hanh.sync.now()

    ring = minh.desk.ring
    answer = answered(town, ring, asked(town, ring, hanh.desk.person))
    by_heads = answered(town, ring, asked(town, ring, hanh.desk.person, held=[]))
    own = answered(town, ring, asked(town, ring, minh.desk.person))

    assert answer.sources == by_heads.sources == ()
    assert read_receipt(answer.receipts[0]).heads == ()
    assert answer.ask.digest == b""
    subjects = {carried.source.subject for carried in own.sources}
    assert subjects == {minh.desk.person, minh.desk.unit}


def test_heads_of_what_one_may_not_read_are_not_told(town):
    hanh, minh = town.learner(), town.learner("Lê Văn Minh", "minh")
    town.study(hanh)
    hanh.sync.now()
    (theirs,) = (row[2] for row in records(town)["source"] if row[5] == hanh.desk.person)

    ring = minh.desk.ring
    held = [(theirs, 99, b"x" * 32), (b"u" * 32, 3, b"y" * 32)]
    answer = answered(town, ring, asked(town, ring, minh.desk.person, held=held))

    assert answer.ask.held == [(b"u" * 32, 0, b"")]


def test_a_new_key_of_a_learner_reads_nothing_until_it_is_vouched_for(town):
    hanh = town.learner()
    town.study(hanh)
    hanh.sync.now()
    tablet = KeyRing.new()

    before = answered(town, tablet, asked(town, tablet, hanh.desk.person))
    hanh.desk.write(KeyAdded(tablet.public.hex()))
    hanh.sync.now()
    after = answered(town, tablet, asked(town, tablet, hanh.desk.person))

    assert before.sources == ()
    assert read_receipt(before.receipts[0]).heads == ()
    assert {c.source.author for c in after.sources} == {hanh.desk.ring.public}
    assert len(read_receipt(after.receipts[0]).heads) == 1


def test_somebody_elses_words_about_a_learner_are_kept_but_not_told_to_them(town):
    hanh, minh = town.learner(), town.learner("Lê Văn Minh", "minh")
    minh.desk.append(minh.desk.author(), [finished()], subject=hanh.desk.person)
    minh.desk.seal()
    audience = to_own(hanh)
    forged = tuple(minh.desk.journal.since({}, audience))
    ring = minh.desk.ring
    ask = Ask(town.hub.officer.key, minh.desk.unit, b"n" * 16, person=minh.desk.person)
    packet = Packet(minh.desk.carrier(), minh.desk.unit, minh.desk.now(), forged, ask=ask)
    answered(town, ring, write(packet, ring, [town.hub.officer.seal_key]))

    hanh.sync.now()
    town.lan.sync.now()

    authors = {p.source.author for p in hanh.desk.journal.sources(audience)}
    assert ring.public not in authors
    assert ring.public in {p.source.author for p in town.lan.desk.journal.sources(audience)}


def test_a_revoked_key_is_refused_and_nothing_of_it_is_kept(town):
    hanh = town.learner()
    town.study(hanh)
    card = town.lan.desk.card
    root = KeyRing.load_locked(town.lan.desk.folder / ROOT, WORDS)
    fields = {name: getattr(card, name) for name in card.__struct_fields__}
    fields.update(number=card.number + 1, revoked=(hanh.desk.ring.public,))
    newer = type(card)(**fields)
    town.lan.desk.take_card(newer, sign_card(newer, root))
    town.lan.sync.now()
    before = records(town)

    with pytest.raises(NotEntitled):
        hanh.sync.now()

    assert records(town) == before


def test_a_supervisor_appointed_later_is_given_the_whole_unit(town):
    hanh, minh = town.learner(), town.learner("Lê Văn Minh", "minh")
    for learner in (hanh, minh):
        town.study(learner)
        learner.sync.now()
    town.lan.sync.now()
    town.admit_all()
    until = town.clock().date().replace(year=2027)
    town.lan.unit.appoint(minh.desk.person.hex(), WORDS, until)
    town.lan.sync.now()

    minh.sync.now()

    assert minh.desk.is_supervisor()
    names = {row.name for row in minh.unit.people()}
    assert names == {"Nguyễn Thị Hạnh", "Lê Văn Minh", "Trần Thị Lan"}
    assert minh.desk.unit_heads(minh.desk.unit).keys() >= hub_heads(town).keys()


def hub_heads(town):
    return town.hub.unit_heads(town.lan.desk.unit)


def test_a_newer_card_travels_both_ways(town):
    hanh = town.learner()
    hanh.sync.now()
    town.lan.unit.name_hub(
        town.wire.address, town.hub.officer.key, town.hub.officer.seal_key, "Mới", WORDS
    )

    town.lan.sync.now()
    hanh.sync.now()

    assert town.hub.cards()[hanh.desk.unit].number == 3
    assert hanh.desk.card.number == 3


# Replays, keys, promises


def test_the_same_bytes_again_write_nothing_and_their_answer_is_sealed_to_the_one_who_asked(town):
    hanh = town.learner()
    town.study(hanh)
    heard = []

    def listening(address, body, stop):
        heard.append(body)
        return hub_client.exchange(address, body, stop)

    Sync(hanh.desk, listening).now()
    before = records(town)

    answer = hub_client.exchange(town.wire.address, heard[0])

    assert records(town) == before
    with pytest.raises(SelfStudyError):
        disclose(answer, PACKET, [KeyRing.new()])
    assert hanh.desk.name.encode() not in heard[0] + answer


def test_an_old_answer_is_not_taken_for_a_new_one(town):
    hanh = town.learner()
    answers = []

    def recording(address, body, stop):
        answers.append(hub_client.exchange(address, body, stop))
        return answers[0]

    Sync(hanh.desk, recording).now()

    with pytest.raises(BadSignature):
        Sync(hanh.desk, recording).now()


def test_a_hub_whose_key_is_not_the_one_on_the_card_is_not_spoken_with(town, tmp_path):
    hanh = town.learner()
    town.study(hanh)
    other = Hub.open(tmp_path / "other", town.clock, "Máy khác")
    town.lan.unit.name_hub(
        town.wire.address, other.officer.key, other.officer.seal_key, "Máy khác", WORDS
    )
    hanh.handover.join(town.lan.unit.write_card(town.stick))
    before = records(town)

    with pytest.raises(HubRefused) as refused:
        hanh.sync.now()

    other.close()
    assert refused.value.details["reason"] == "key"
    assert records(town) == before


def test_an_answer_that_the_hub_did_not_sign_is_refused(town):
    hanh = town.learner()

    def forged(_address, _body, _stop):
        packet = Packet(town.lan.desk.carrier(), hanh.desk.unit, 0)
        return write(packet, town.lan.desk.ring, [hanh.desk.ring.seal_public])

    with pytest.raises(BadSignature):
        Sync(hanh.desk, forged).now()


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"hub": b"h" * 32}, "key"),
        ({"unit": b"u" * 16}, "unit"),
        ({"nonce": b""}, "question"),
        ({"person": b"p"}, "question"),
    ],
)
def test_a_question_is_bound_to_hub_unit_and_key(town, change, reason):
    hanh = town.learner()
    fields = {
        "hub": town.hub.officer.key,
        "unit": hanh.desk.unit,
        "nonce": b"n",
        "person": hanh.desk.person,
    } | change
    packet = Packet(hanh.desk.carrier(), fields["unit"], 0, ask=Ask(**fields))

    with pytest.raises(HubRefused) as refused:
        answered(town, hanh.desk.ring, write(packet, hanh.desk.ring, [town.hub.officer.seal_key]))

    assert refused.value.details["reason"] == reason


def test_a_hub_that_the_card_does_not_name_gives_no_receipt(town, tmp_path):
    other = Hub.open(tmp_path / "other", town.clock, "Máy khác")
    other.serve_unit(town.card)
    desk = town.lan.desk
    ask = Ask(other.officer.key, desk.unit, b"n", person=desk.person)
    raw = write(Packet(desk.carrier(), desk.unit, 0, ask=ask), desk.ring, [other.officer.seal_key])

    with pytest.raises(HubRefused) as refused:
        other.exchange(raw)

    other.close()
    assert refused.value.details["reason"] == "card"


# What goes wrong at home


def test_a_hub_that_lost_records_is_given_them_again(town, tmp_path):
    hanh = town.learner()
    town.study(hanh)
    hanh.sync.now()
    town.lan.sync.now()
    town.admit_all()
    town.lan.sync.now()
    hanh.sync.now()
    whole = records(town)["fact"]
    forget_everything(town.hub)

    town.wire.reset()
    hanh.sync.now()
    town.lan.sync.now()

    assert len(records(town)["fact"]) == len(whole)
    assert hub_heads(town) == town.lan.desk.unit_heads(town.lan.desk.unit)


def forget_everything(hub: Hub) -> None:
    """As after the loss of a disk: keys and cards were kept, records and receipts not."""
    import sqlalchemy as sa

    from selfstudy.store import schema

    with hub.database.write() as connection:
        for table in (schema.fact, schema.segment, schema.source, schema.stale):
            connection.execute(sa.delete(table))
    hub.begin_receipt_epoch()
    hub.know_again()


def test_a_desk_that_lost_its_place_in_the_talk_is_told_everything_again(town):
    hanh = town.learner()
    town.study(hanh)
    hanh.sync.now()
    hanh.desk.database.set_setting("sync", "{")
    before = dump(hanh.desk.database, RECORDS)

    hanh.sync.now()

    assert dump(hanh.desk.database, RECORDS) == before


def test_pushes_at_the_same_time_are_each_kept_once(town):
    learners = [town.learner(f"Người {n}", f"may{n}") for n in range(4)]
    for learner in learners:
        town.study(learner)
    bodies = [first_question(learner) for learner in learners]
    failed = []

    def push(body):
        try:
            town.hub.exchange(body)
        except SelfStudyError as error:
            failed.append(error)

    threads = [threading.Thread(target=push, args=(body,)) for body in bodies * 3]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    mine = {learner.desk.person for learner in learners}
    held = [row for row in records(town)["source"] if row[5] in mine]
    assert failed == []
    assert len(held) == 4
    assert sum(row[9] for row in held) == 8


def first_question(services) -> bytes:
    """The bytes that a desk would send."""
    heard = []

    def listening(_address, body, _stop):
        heard.append(body)
        raise HubUnreachable(address="")

    with contextlib.suppress(HubUnreachable):
        Sync(services.desk, listening).now()
    return heard[0]


def test_two_processes_of_a_hub_know_the_same(town, tmp_path, database_url):
    if not database_url:
        pytest.skip("a file has one process")
    second = Hub.open(tmp_path / "hub", town.clock, url=database_url)
    hanh = town.learner()
    town.study(hanh)
    hanh.sync.now()
    assert hanh.desk.person not in second.authorities(hanh.desk.unit).members
    town.lan.sync.now()
    town.admit_all()
    town.lan.sync.now()

    known = second.authorities(hanh.desk.unit)
    answer = read(second.exchange(asked(town, hanh.desk.ring, hanh.desk.person)), [hanh.desk.ring])

    second.close()
    assert hanh.desk.person in known.members
    assert hanh.desk.unit in {carried.source.subject for carried in answer.sources}


# Bytes


def test_a_day_of_study_both_ways_is_at_most_4_kb_in_one_request(town):
    hanh = town.learner()
    town.study(hanh)
    hanh.sync.now()
    town.lan.sync.now()
    town.admit_all()
    town.lan.sync.now()
    hanh.sync.now()
    for lesson in range(1, 5):
        town.clock.move(hours=1)
        hanh.desk.write(finished(f"CM03-0{lesson}", hundredths=60 + lesson))
    town.wire.reset()

    hanh.sync.now()

    day = (town.wire.connections, town.wire.up, town.wire.down)
    town.wire.reset()
    hanh.sync.now()
    nothing = (town.wire.connections, town.wire.up, town.wire.down)
    assert day[0] == nothing[0] == 1
    assert sum(day[1:]) <= 4096
    assert sum(nothing[1:]) <= 2048


def test_the_hub_of_a_folder_keeps_its_keys_and_name(tmp_path, town):
    folder = Path(tmp_path / "again")
    first = Hub.open(folder, town.clock, "Máy chủ A")
    first.close()

    second = Hub.open(folder, town.clock)
    second.close()

    assert second.officer == first.officer


def test_both_ways_of_a_fork_reach_everybody(town):
    hanh = town.learner()
    hanh.desk.write(finished())
    hanh.sync.now()
    desk, ring = hanh.desk, hanh.desk.ring
    (place,) = (p for p in desk.journal.sources(to_own(hanh)) if p.source.subject == desk.person)
    elsewhere = a_segment(
        place.source, ring, lines_of([finished("CM03-07")]), place.head + 1, place.head_digest
    )
    ask = Ask(town.hub.officer.key, desk.unit, b"n", person=desk.person)
    copy = Packet(desk.carrier(), desk.unit, 0, (Carried(place.source, (elsewhere,)),), ask=ask)
    answered(town, ring, write(copy, ring, [town.hub.officer.seal_key]))
    hanh.desk.write(finished("CM03-02"))

    told = hanh.sync.now()
    town.lan.sync.now()
    town.wire.reset()
    hanh.sync.now()
    town.lan.sync.now()

    assert told.unreceived == 0
    assert town.wire.connections == 2
    heads = {sid: head for sid, head in hub_heads(town).items() if head[0]}
    assert len([row for row in records(town)["source"] if row[5] == desk.person]) == 3
    for services in (hanh, town.lan):
        held = services.desk.unit_heads(desk.unit)
        assert {sid: held[sid] for sid in heads if sid in held}.items() <= heads.items()
    assert heads.items() <= town.lan.desk.unit_heads(desk.unit).items()
