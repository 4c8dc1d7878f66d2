"""The unit's keys over the years: renewed, lost, replaced, expired."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from selfstudy.domain.errors import NotEntitled, NotForUs
from selfstudy.domain.record import UNIT, Admitted, Appointed, LessonFinished
from selfstudy.exchange.keys import KeyRing
from selfstudy.exchange.packet import read
from selfstudy.store.journal import Author
from selfstudy.store.schema import source as source_table
from tests.office import Office

WORDS = "mật khẩu dài"


@pytest.fixture
def office(tmp_path):
    made = Office(tmp_path)
    yield made
    made.close()


@pytest.fixture
def lan(office):
    return office.supervisor()


def second(office, lan, name="Phạm Văn Minh", computer="minh"):
    """Another supervisor, appointed by the one who holds the root, with everything of the unit."""
    minh = office.learner(name, computer)
    office.hand_over(minh, lan)
    lan.unit.admit(minh.desk.person.hex())
    until = lan.desk.clock().date() + timedelta(days=90)
    lan.unit.appoint(minh.desk.person.hex(), WORDS, until)
    office.answer_with_receipt(lan, minh)
    return minh


def card_to(office, lan, *others):
    path = lan.unit.write_card(office.stick)
    for other in others:
        other.handover.take([path])


def test_renewing_makes_card_and_appointments_valid_anew(office, lan):
    minh = second(office, lan)
    number = lan.desk.card.number
    office.clock.move(days=80)

    card = lan.unit.renew(WORDS)

    assert card.number == number + 1
    assert {officer.name for officer in card.supervisors} == {"Trần Thị Lan", "Phạm Văn Minh"}
    office.clock.move(days=100)
    assert lan.desk.my_authorities().supervises(minh.desk.ring.public, lan.desk.now())


def test_a_supervisor_whose_time_ended_cannot_read_what_is_sealed_now(office, lan):
    minh = second(office, lan)
    hanh = office.learner()
    card_to(office, lan, hanh)
    office.hand_over(hanh, lan)
    office.answer_with_receipt(lan, hanh)
    office.study(hanh)
    read(hanh.handover.packet(hanh.desk.card), [minh.desk.ring])

    office.clock.move(days=91)

    raw = hanh.handover.packet(hanh.desk.card)
    read(raw, [lan.desk.ring])
    with pytest.raises(NotForUs):
        read(raw, [minh.desk.ring])
    with pytest.raises(NotEntitled):
        minh.unit.people()


def test_what_a_lost_supervisors_key_said_before_stays_and_nothing_after(office, lan):
    minh = second(office, lan)
    hanh, huong = office.learner(), office.learner("Lê Thu Hương", "huong")
    for person in (hanh, huong):
        card_to(office, lan, person)
        office.hand_over(person, minh)
    minh.unit.admit(hanh.desk.person.hex())
    minh.desk.seal()
    give_all(minh, lan)
    assert hanh.desk.person in lan.desk.my_authorities().members

    card = lan.unit.revoke(minh.desk.ring.public.hex(), WORDS, "mất máy")

    assert minh.desk.ring.public in card.revoked
    office.clock.move(days=-10)
    minh.desk.write_about(huong.desk.person, Admitted(huong.desk.ring.public.hex(), "Hương"))
    office.clock.move(days=10)
    give_all(minh, lan)
    members = lan.desk.my_authorities().members
    assert hanh.desk.person in members
    assert huong.desk.person not in members
    with pytest.raises(NotEntitled):
        lan.unit.revoke(minh.desk.ring.public.hex(), WORDS)
    with pytest.raises(NotEntitled):
        minh.unit.renew(WORDS)


def give_all(giver, taker):
    """All of the unit that one supervisor holds, to another."""
    from selfstudy.domain.audience import to_unit
    from selfstudy.exchange.packet import Packet

    giver.desk.seal()
    sources = tuple(giver.desk.journal.since({}, to_unit(giver.desk.unit)))
    taker.unit.intake_door.accept(
        Packet(giver.desk.carrier(), giver.desk.unit, giver.desk.now(), sources)
    )


def test_a_new_sealing_key_is_on_the_next_card_and_the_old_one_still_opens(office, lan):
    hanh = office.learner()
    office.study(hanh)
    old = hanh.handover.packet(hanh.desk.card)
    before = lan.desk.ring.seal_public

    card = lan.unit.retire_seal_key(WORDS)

    assert card.recipients == [lan.desk.ring.seal_public] != [before]
    assert read(old, [lan.desk.ring]).retired
    again = office.open("lan", close(lan))
    assert read(old, [again.desk.ring]).retired
    card_to(office, again, hanh)
    assert not read(hanh.handover.packet(hanh.desk.card), [again.desk.ring]).retired


def close(services):
    services.desk.close()
    return services.desk.profile.id


def test_without_the_root_a_new_sealing_key_waits_for_the_next_card(office, lan):
    minh = second(office, lan)

    assert minh.unit.retire_seal_key() is None
    give_all(minh, lan)
    card = lan.unit.renew(WORDS)

    assert minh.desk.ring.seal_public in card.recipients


def test_a_packet_for_a_retired_key_is_taken_but_not_confirmed_until_it_comes_again(office, lan):
    hanh = office.learner()
    office.study(hanh)
    path = Path(hanh.handover.export(office.stick).path)
    lan.unit.retire_seal_key(WORDS)

    result = lan.unit.intake([path]).files[0]

    assert result.new > 0
    assert result.problem == "intake.retired_key"
    assert result.quarantined == 0
    office.clock.move(hours=1)
    second_stick = office.folder / "second.thoc"
    hanh.desk.write(LessonFinished("CM09", "CM09-01", 1, "ab", 60, 100, 8, 8))
    second_stick.write_bytes(hanh.handover.packet(hanh.desk.card))
    assert lan.unit.intake([second_stick]).new == 1
    office.answer_with_receipt(lan, hanh)
    assert hanh.handover.state().unreceived > 0
    assert hanh.desk.card.recipients == [lan.desk.ring.seal_public]

    assert office.hand_over(hanh, lan) == 0
    office.answer_with_receipt(lan, hanh)
    assert hanh.handover.state().unreceived == 0


def test_what_ends_soon_is_said_in_time(office, lan):
    assert lan.unit.view().reminder == ""

    office.clock.move(days=700)

    view = lan.unit.view()
    assert view.reminder == "devices.duty_expires"
    assert (view.reminder_at - office.clock()).days == 30
    lan.unit.renew(WORDS)
    assert lan.unit.view().reminder == ""


def test_the_card_says_who_receives_until_when_and_whose_keys_were_revoked(office, lan):
    minh = second(office, lan)
    lan.unit.name_hub("http://hub.example", b"k" * 32, lan.desk.ring.seal_public, "Máy chủ", WORDS)
    before = lan.unit.keys()

    lan.unit.revoke(minh.desk.ring.public.hex(), WORDS)
    after = lan.unit.keys()

    me, other, hub = before.holders
    assert (me.name, me.here, me.until.year) == ("Trần Thị Lan", True, 2028)
    assert (other.name, other.here, hub.hub) == ("Phạm Văn Minh", False, True)
    assert (other.until - lan.desk.clock()).days == 90
    assert (hub.until, before.revoked) == (None, ())
    assert [holder.name for holder in after.holders] == ["Trần Thị Lan", "Máy chủ"]
    assert after.revoked == (("Phạm Văn Minh", minh.desk.ring.public.hex()[:8]),)
    assert (after.number, after.until is not None) == (before.number + 1, True)


def test_what_the_root_says_is_signed_in_the_same_moment_or_never_said(office, lan):
    before = lan.unit.keys()
    told = Appointed(lan.desk.ring.public.hex(), "Trần Thị Lan", 0, 9)
    root = KeyRing.new()

    def fail(_message: bytes) -> bytes:
        raise KeyError

    author = Author(root.public, lan.desk.unit, lan.desk.unit)
    with pytest.raises(KeyError):
        lan.desk.append_signed(author, [told], UNIT, fail)

    lan.desk.know_again()
    assert lan.unit.keys() == before
    with lan.desk.database.read() as connection:
        assert not lan.desk.journal.places.read(connection, source_table.c.author == root.public)
