"""What the stories of `test_everybody` brought to light, each in its shortest form."""

from __future__ import annotations

import shutil
from dataclasses import replace

import pytest

from selfstudy.exchange.packet import Packet, read, write
from selfstudy.exchange.tombstones import read_tombstone
from selfstudy.services.carrying.sync import Sync
from tests.builders import STRANGER, answered, finished
from tests.rules.checks import check, check_end, exchange_all
from tests.rules.forging import second_device, with_card
from tests.rules.truth import Holding, spots
from tests.rules.world import WORDS, DeskSeat, Paper, Passed, World, exchange_with


def hand_over(world: World, seat: DeskSeat, *others: DeskSeat) -> int:
    """To Lan by file, and her receipts back, to other computers too; how many facts were new."""
    before = len(world.lan.held)
    world.deliver(world.export(seat), world.lan)
    check(world, world.lan)
    for receipt in world.receipts(world.lan):
        for each in (seat, *others):
            world.deliver(receipt, each)
    return len(world.lan.held) - before


@pytest.mark.parametrize("ahead", [0, 1, 3])
def test_what_a_copy_of_the_whole_disk_wrote_is_handed_over_whoever_was_first(world, ahead):
    hanh = world.seats["hanh"]
    hanh.desk.write(finished("truoc"))
    copy = world.copy(hanh, image=True)
    for number in range(1 + ahead):
        hanh.desk.write(finished(f"may-nha-{number}"))
    copy.desk.write(finished("co-quan"))

    hand_over(world, hanh, copy)

    check(world, copy)
    assert copy.services.handover.state().unreceived >= 1
    assert hand_over(world, copy, hanh) == 1
    for seat in (hanh, copy):
        check(world, seat)
        assert seat.services.handover.state().unreceived == 0
    exchange_all(world)
    check_end(world)


def test_after_a_restore_what_the_unit_holds_beyond_the_backup_confirms_what_came_before(world):
    hanh = world.seats["hanh"]
    hanh.desk.write(finished("truoc"))
    hanh.backup()
    hanh.desk.write(finished("sau"))
    hanh.desk.seal()
    paper = world.export(hanh)
    hanh.restore(broken=True)
    world.deliver(paper, world.lan)

    for receipt in world.receipts(world.lan):
        world.deliver(receipt, hanh)

    check(world, hanh)
    assert hanh.services.handover.state().unreceived == 0


def test_a_supervisor_keeps_nothing_of_people_in_a_unit_they_only_know(world):
    world.lan.services.handover.join(world.cards[world.other])
    world.lan.services.handover.join(world.cards[world.unit])
    nam = world.seats["nam"]
    nam.desk.write(finished())

    result = world.deliver(world.leak(nam), world.lan)

    assert world.lan.desk.is_supervisor()
    assert (result.new, result.problem) == (0, "intake.not_ours")


def test_a_supervisor_of_two_units_keeps_both(world):
    lan, mai = world.lan, world.mai
    lan.reader = replace(lan.reader, cards=mai.reader.cards | lan.reader.cards)
    lan.services.handover.join(world.cards[world.other])
    world.deliver(world.export(lan), mai)
    mai.services.unit.admit(lan.person)
    until = mai.clock().date().replace(year=2027)
    mai.services.unit.appoint(lan.person, "mật khẩu dài", until)
    for receipt in world.receipts(mai):
        world.deliver(receipt, lan)
    minh = world.seats["minh"]
    minh.desk.write(finished())

    result = world.deliver(Paper("x", write(opened(world, minh), minh.desk.ring)), lan)

    assert lan.desk.unit == world.other
    assert lan.desk.is_supervisor()
    assert result.new > 0


def opened(world: World, seat: DeskSeat) -> Packet:
    """What somebody would hand over, in clear."""
    return read(world.export(seat).raw, [world.lan.desk.ring])


def test_a_hub_whose_file_was_put_back_confirms_less_from_its_start(world):
    hanh = world.seats["hanh"]
    world.sync(hanh)
    world.hub.backup()
    hanh.desk.write(finished())
    world.sync(hanh)
    assert hanh.services.handover.state().unreceived == 0

    world.hub.close()
    shutil.copy(world.hub.backups[-1], world.hub.file)
    world.hub.held.clear()
    check(world, hanh)
    world.sync(hanh)

    check(world, hanh)
    assert hanh.services.handover.state().unreceived == 0
    exchange_all(world)
    check_end(world)


@pytest.mark.parametrize("first", ["moved", "erased"])
def test_a_unit_that_somebody_left_erases_them_as_well_where_both_have_one_hub(world, first):
    hanh = world.seats["hanh"]
    hanh.desk.write(finished())
    hand_over(world, hanh)
    assert any(s.origin.subject == hanh.desk.person for s in world.lan.holding().values())

    steps = [lambda: move(world, hanh), lambda: erase(world, hanh)]
    for step in steps if first == "moved" else reversed(steps):
        step()
    exchange_all(world)

    held = world.lan.holding().values()
    assert not any(s.origin.subject == hanh.desk.person for s in held)
    check_end(world)


def test_a_hub_is_told_nothing_of_a_unit_left_behind_that_it_does_not_serve(world):
    hanh, elsewhere = world.seats["hanh"], STRANGER
    hanh.desk.write(finished())
    world.lan.services.unit.name_hub(
        "http://other", elsewhere.public, elsewhere.seal_public, "Máy chủ khác", WORDS
    )
    hand_over(world, hanh)
    move(world, hanh)
    erase(world, hanh)
    told = []

    def watch(asked: bytes, _said: bytes) -> None:
        told.extend(read(asked, [world.hub.hub.ring]).tombstones)

    Sync(hanh.desk, exchange_with(world.hub.hub, watch)).now()

    assert {read_tombstone(stone).unit for stone in told} <= {world.other}


@pytest.mark.parametrize("first", ["linked", "erased"])
def test_computers_of_somebody_who_erased_their_past_exchange_what_comes_after(world, first):
    """The key that the others seal to was told in what was erased."""
    hanh = world.seats["hanh"]
    laptop = second_device(world, hanh) if first == "linked" else None
    erase(world, hanh)
    if laptop is not None:
        for seat in world.exchange_own(hanh):
            check(world, seat)
    other = second_device(world, hanh)
    other.desk.write(answered("q1"))

    exchange_all(world)

    assert spots(own(other)) == spots(own(hanh))
    check_end(world)


@pytest.mark.parametrize("where", ["first", "second"])
def test_a_computer_linked_after_the_past_was_let_go_is_believed_and_exchanges(world, where):
    hanh = world.seats["hanh"]
    hanh.desk.write(finished(), answered("q1"))
    laptop = second_device(world, hanh)
    hanh.desk.write(finished("CM03-02"), answered("q2"))
    world.sync(hanh)
    world.exchange_own(hanh)
    world.sync(laptop)

    one = hanh if where == "first" else laptop
    one.let_go()
    other = second_device(world, one)
    other.desk.write(answered("q3"))

    assert one.past != []
    exchange_all(world)
    for seat in (hanh, laptop, other):
        check(world, seat)
        assert len(seat.desk.my_authorities().keys[hanh.desk.person]) == 3
    check_end(world)


def test_a_computer_linked_after_all_was_let_go_knows_what_to_seal_to(world):
    hanh = world.seats["hanh"]
    hanh.desk.write(finished())
    world.sync(hanh)
    hanh.let_go()
    laptop = second_device(world, hanh)
    laptop.desk.write(answered("q1"))

    exchange_all(world)

    assert spots(own(laptop)) == spots(own(hanh)) != set()
    check_end(world)


def test_what_would_lose_no_words_is_not_let_go(world):
    laptop = second_device(world, world.seats["hanh"])
    assert Passed(laptop.desk).found() == []


def own(seat: DeskSeat) -> Holding:
    """What is private here."""
    return {name: s for name, s in seat.holding().items() if s.origin.chain == "p"}


def move(world: World, seat: DeskSeat) -> None:
    seat.reader = with_card(seat.reader, world.other)
    seat.services.handover.join(world.cards[world.other])


def erase(world: World, seat: DeskSeat) -> None:
    world.bury_own(seat)
    world.unsure |= seat.reader.keys - {seat.desk.ring.public}  # who vouched for them is gone
