"""One person at several computers: linking, exchanging, losing one, losing all."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from selfstudy.domain.audience import to_own_device, to_unit
from selfstudy.domain.errors import LinkRefused, NotEntitled, NotForUs
from selfstudy.domain.progress import Removal
from selfstudy.domain.record import PRIVATE, SHARED, UNIT, LessonFinished, Profile
from selfstudy.exchange.cards import read_receipt
from selfstudy.exchange.packet import Packet, checked_all, read, write
from selfstudy.services.holding.receipts import own_notice
from selfstudy.services.intake.intake import Intake
from selfstudy.store.facts import rows_of
from selfstudy.store.glance import first_look
from selfstudy.store.people import latest_profile
from tests.builders import LESSON, dump, finished
from tests.office import Office


@pytest.fixture
def office(tmp_path):
    made = Office(tmp_path)
    yield made
    made.close()


def linked(office, a, name="Nguyễn Thị Hạnh", computer="laptop", device="Máy ở nhà"):
    """A second computer of the same person."""
    b = office.person(name, computer)
    request, code = b.devices.request(office.stick, device)
    assert a.devices.look(request).code == code
    packet = Path(a.devices.link(request, office.stick, "Máy cơ quan").path)
    b.devices.take(packet)
    return b


def exchange(a, b, office):
    return b.devices.receive(Path(a.devices.exchange(office.stick).path))


def projections(services):
    """What is folded of the person, whatever order it came in."""
    services.desk.fold()
    found = dump(services.desk.database)
    person = services.desk.person
    return {name: [row for row in found[name] if person in row] for name in ("progress", "memory")}


def rows(services, chain):
    person = services.desk.person
    return {
        (p.sid, p.head)
        for p in services.desk.journal.sources(to_own_device(person))
        if p.source.chain == chain
    }


def test_the_unit_that_somebody_moves_to_hears_of_their_other_computers(office):
    lan = office.supervisor()
    hanh = office.learner()
    office.hand_over(hanh, lan)
    laptop = linked(office, hanh)
    mai = office.person("Đỗ Thị Mai", "mai")
    mai.unit.create("UBND phường Xuân Hòa", "mật khẩu dài")
    office.card = mai.unit.write_card(office.stick)

    for computer in (hanh, laptop):
        computer.handover.join(office.card)
    office.study(laptop)
    office.hand_over(hanh, mai)
    mai.unit.admit(hanh.desk.profile.id)
    office.hand_over(laptop, mai)

    assert mai.unit.waiting_devices() == ()
    (row,) = [p for p in mai.unit.people() if p.name == hanh.desk.profile.name]
    assert row.lessons_done == 1


def test_a_linked_computer_is_the_same_person_with_everything(office):
    lan = office.supervisor()
    hanh = office.learner()
    office.study(hanh)
    office.hand_over(hanh, lan)

    laptop = linked(office, hanh)

    assert laptop.desk.person == hanh.desk.person
    assert laptop.desk.unit == hanh.desk.unit
    assert laptop.desk.profile.position == "P02"
    assert projections(laptop) == projections(hanh)
    assert projections(laptop)["memory"]


def test_linked_computers_exchange_both_ways_and_fold_the_same(office):
    hanh = office.person("Nguyễn Thị Hạnh", "hanh")
    office.study(hanh)
    laptop = linked(office, hanh)
    office.clock.move(days=1)
    office.study(laptop, 300)
    office.clock.move(days=1)
    office.study(hanh, 200)

    there, back = exchange(laptop, hanh, office), exchange(hanh, laptop, office)

    assert there.new > 0
    assert back.new > 0
    assert projections(laptop) == projections(hanh)
    assert rows(laptop, PRIVATE) == rows(hanh, PRIVATE)
    assert exchange(laptop, hanh, office).new == 0


def test_the_next_exchange_starts_where_the_other_computer_stands(office):
    hanh = office.person("Nguyễn Thị Hạnh", "hanh")
    office.study(hanh)
    laptop = linked(office, hanh)
    exchange(laptop, hanh, office)

    assert hanh.devices.exchange(office.stick).facts == 0


def test_a_profile_survives_being_closed_after_it_was_linked(office):
    hanh = office.person("Nguyễn Thị Hạnh", "hanh")
    laptop = linked(office, hanh)
    folder = laptop.desk.profile.id
    laptop.desk.close()

    again = office.open("laptop", folder)

    assert again.desk.person == hanh.desk.person
    office.study(again)
    assert exchange(again, hanh, office).new > 0


def restated(services, of):
    """Where on a computer a person's records of before are told again."""
    told = rows_of(services.desk.journal, of.desk.person, ("restated",))
    return [(row.place.sid, row.number) for row in told]


def test_linking_that_was_cut_off_before_its_last_step_is_done_again_and_loses_nothing(office):
    hanh = office.person("Nguyễn Thị Hạnh", "hanh")
    laptop = office.person("Hạnh ở nhà", "laptop")
    office.study(laptop)
    own = laptop.desk.person
    request, _code = laptop.devices.request(office.stick, "Máy ở nhà")
    packet = Path(hanh.devices.link(request, office.stick, "Máy cơ quan").path)
    with laptop.desk.database.peek() as raw:
        raw.execute(
            "CREATE TRIGGER cut BEFORE INSERT ON meta WHEN new.name = 'person' "
            "BEGIN SELECT RAISE(ABORT, 'cut'); END"
        )

    with pytest.raises(IntegrityError):
        laptop.devices.take(packet)

    assert (laptop.desk.person, laptop.desk.profile.name) == (own, "Hạnh ở nhà")
    brought = restated(laptop, hanh)
    assert brought
    with laptop.desk.database.peek() as raw:
        raw.execute("DROP TRIGGER cut")
    laptop.devices.take(packet)
    assert laptop.desk.person == hanh.desk.person
    assert restated(laptop, hanh) == brought


def test_what_is_said_of_oneself_is_told_before_this_computer_bears_it(office):
    hanh = office.person("Nguyễn Thị Hạnh", "hanh")
    hanh.devices.tell("Nguyễn Thị Hồng Hạnh", "P02", "CB9")
    hanh.desk.go_by("Nguyễn Thị Hạnh", "P02")  # as a cut between the two leaves it

    assert hanh.devices.told() == ("Nguyễn Thị Hồng Hạnh", "P02", "CB9")
    hanh.devices.tell("Nguyễn Thị Hồng Hạnh", "P02", "CB9")
    assert hanh.desk.profile.name == "Nguyễn Thị Hồng Hạnh"


def test_what_was_done_before_linking_is_brought_along(office):
    hanh = office.person("Nguyễn Thị Hạnh", "hanh")
    laptop = office.person("Nguyễn Thị Hạnh", "laptop")
    office.study(laptop)
    before = projections(laptop)
    request, _code = laptop.devices.request(office.stick, "Máy ở nhà")
    packet = Path(hanh.devices.link(request, office.stick).path)

    offer = laptop.devices.take(packet)

    assert offer.apart > 0
    assert not offer.approved
    after = projections(laptop)
    assert [row[1:] for row in before["progress"]] != []
    assert len(after["progress"]) == len(before["progress"])
    assert len(after["memory"]) == len(before["memory"])
    assert laptop.devices.bring() == 0


def test_the_preview_is_byte_for_byte_what_leaves(office):
    hanh = office.person("Nguyễn Thị Hạnh", "hanh")
    office.study(hanh)
    laptop = office.person("Nguyễn Thị Hạnh", "laptop")
    request, _code = laptop.devices.request(office.stick, "Máy ở nhà")

    told = hanh.devices.look(request)
    raw = Path(hanh.devices.link(request, office.stick).path).read_bytes()

    packet = read(raw, [laptop.desk.ring])
    left = {
        (carried.source.id.hex()[:12], number)
        for carried in packet.sources
        for opened in checked_all(carried)[0]
        for number in range(opened.segment.first, opened.segment.last + 1)
    }
    shown = {(fact.source, fact.number) for fact in told.facts}
    assert shown <= left
    assert len(left - shown) == 2  # the words that vouch for the new computer and for this one


def test_a_link_packet_opens_for_nobody_else(office):
    hanh = office.person("Nguyễn Thị Hạnh", "hanh")
    laptop = office.person("Nguyễn Thị Hạnh", "laptop")
    thief = office.person("Người Lạ", "thief")
    request, _code = laptop.devices.request(office.stick, "Máy ở nhà")
    packet = Path(hanh.devices.link(request, office.stick).path)

    with pytest.raises(NotForUs):
        thief.devices.take(packet)


def test_a_thief_vouches_for_nobody(office):
    """A packet in which somebody vouches in another's name makes no computer theirs."""
    hanh = office.person("Nguyễn Thị Hạnh", "hanh")
    thief = office.person("Người Lạ", "thief")
    laptop = office.person("Nguyễn Thị Hạnh", "laptop")
    request, _code = laptop.devices.request(office.stick, "Máy ở nhà")
    thief.desk.person = hanh.desk.person
    thief.desk.owns = lambda _key: True
    packet = Path(thief.devices.link(request, office.stick).path)

    with pytest.raises(NotEntitled):
        laptop.devices.take(packet)

    assert laptop.desk.person == laptop.desk.ring.identity
    office.study(laptop)


def test_private_records_are_taken_from_ones_own_computers_alone(office):
    hanh = office.person("Nguyễn Thị Hạnh", "hanh")
    laptop = linked(office, hanh)
    office.study(laptop)
    packet = Path(laptop.devices.exchange(office.stick).path)
    hanh.devices.remove(laptop.desk.ring.public.hex(), "mất máy")

    report = hanh.devices.receive(packet)

    assert report.files[0].problem == "intake.not_ours"
    assert not rows(hanh, PRIVATE)


def test_what_a_removed_computer_told_before_stays(office):
    lan = office.supervisor()
    hanh = office.learner()
    laptop = linked(office, hanh)
    office.study(laptop)
    exchange(laptop, hanh, office)
    before = projections(hanh)
    hanh.devices.remove(laptop.desk.ring.public.hex())
    assert projections(hanh) == before
    assert [d.state for d in hanh.devices.list()] == ["linked", "removed"]

    office.clock.move(days=-30)
    laptop.desk.write(LessonFinished("CM09", "CM09-01", 1, "ab", 60, 100, 8, 8))
    office.clock.move(days=30)
    office.hand_over(hanh, lan)
    office.hand_over(laptop, lan)

    lan.desk.fold()
    lessons = {row[1] for row in dump(lan.desk.database)["progress"] if hanh.desk.person in row}
    assert lessons == {LESSON}
    with pytest.raises(LinkRefused):
        hanh.devices.remove(hanh.desk.ring.public.hex())
    with pytest.raises(NotEntitled):
        hanh.devices.remove(laptop.desk.ring.public.hex())
    laptop.devices.remove(hanh.desk.ring.public.hex())  # it has not heard of its own removal
    office.hand_over(laptop, lan)
    assert lan.desk.my_authorities().speaks_for(hanh.desk.ring.public, hanh.desk.person)


def test_without_another_computer_there_is_nobody_to_exchange_with(office):
    hanh = office.person("Nguyễn Thị Hạnh", "hanh")

    with pytest.raises(LinkRefused):
        hanh.devices.exchange(office.stick)
    request, _code = hanh.devices.request(office.stick, "Máy này")
    with pytest.raises(LinkRefused):
        hanh.devices.look(request)


def test_an_ordinary_packet_links_nothing(office):
    lan = office.supervisor()
    hanh = office.learner()
    office.study(hanh)
    office.hand_over(hanh, lan)
    lan.unit.write_receipts(office.stick)
    paper = next(office.stick.glob("BienNhan*"))

    with pytest.raises(LinkRefused):
        hanh.devices.take(paper)


def test_who_lost_everything_gets_the_shared_record_back(office):
    lan = office.supervisor()
    hanh = office.learner()
    office.study(hanh)
    office.hand_over(hanh, lan)
    lan.unit.admit(hanh.desk.person.hex())
    before = projections(hanh)["progress"]

    new = office.person("Nguyễn Thị Hạnh", "new", office.card)
    new.devices.claim(staff_code="")
    office.hand_over(new, lan)
    waiting = lan.unit.waiting_devices()
    assert [(d.name, d.claimed) for d in waiting] == [("Nguyễn Thị Hạnh", True)]
    assert [p.id for p in waiting[0].candidates] == [hanh.desk.person.hex()]

    decision = lan.unit.approve_device(hanh.desk.person.hex(), waiting[0].key)
    assert lan.unit.waiting_devices() == ()
    lan.unit.write_receipts(office.stick)
    papers = [p for p in office.stick.glob("BienNhan*") if hanh.desk.person.hex()[:6] in p.name]
    offer = new.devices.take(papers[0])

    assert offer.approved
    assert offer.name == "Nguyễn Thị Hạnh"
    assert new.desk.person == hanh.desk.person
    finished = [(row[1], row[8]) for row in before]
    assert [(row[1], row[8]) for row in projections(new)["progress"]] == finished
    assert projections(new)["memory"] == []
    office.hand_over(new, lan)
    assert not lan.unit.unknown()

    lan.unit.undo(*decision)
    assert not lan.desk.my_authorities().speaks_for(new.desk.ring.public, hanh.desk.person)


def test_a_stolen_id_never_counts_and_gets_nothing(office):
    lan = office.supervisor()
    hanh = office.learner()
    office.study(hanh)
    office.hand_over(hanh, lan)
    lan.unit.admit(hanh.desk.person.hex())
    before = projections(lan)
    people = lan.unit.people()
    thief = office.person("Nguyễn Thị Hạnh", "thief", office.card)
    thief.desk.person = hanh.desk.person
    thief.desk.introduce()
    thief.desk.write(LessonFinished("CM09", "CM09-01", 1, "ab", 60, 999, 8, 8))
    office.hand_over(thief, lan)

    assert projections(lan) == before
    assert [(p.id, p.facts, p.lessons_done) for p in lan.unit.people()] == [
        (p.id, p.facts, p.lessons_done) for p in people
    ]
    waiting = lan.unit.waiting_devices()
    assert [(d.key, d.person, d.claimed) for d in waiting] == [
        (thief.desk.ring.public.hex(), hanh.desk.person.hex(), False)
    ]
    lan.unit.write_receipts(office.stick)
    for paper in office.stick.glob("BienNhan*"):
        report = Intake(thief.desk).take_files([paper])
        assert report.files[0].new == 0


STEPS = (
    "study a",
    "study b",
    "a to b",
    "b to a",
    "hand a",
    "hand b",
    "thief",
    "remove b",
    "receipts",
)


@settings(
    max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.sampled_from(STEPS), min_size=3, max_size=8))
def test_whatever_devices_thieves_and_supervisors_do(tmp_path_factory, steps):
    """Nothing leaves to somebody not entitled; equal sets fold the same; a thief never counts."""
    office = Office(tmp_path_factory.mktemp("office"))
    lan = office.supervisor()
    hanh = office.learner()
    office.hand_over(hanh, lan)
    lan.unit.admit(hanh.desk.person.hex())
    b = linked(office, hanh)
    thief = office.person("Kẻ Lạ", "thief", office.card)
    thief.desk.person = hanh.desk.person
    doing = {
        "study a": lambda: office.study(hanh),
        "study b": lambda: office.study(b),
        "a to b": lambda: exchange(b, hanh, office),
        "b to a": lambda: exchange(hanh, b, office),
        "hand a": lambda: office.hand_over(hanh, lan),
        "hand b": lambda: office.hand_over(b, lan),
        "thief": lambda: (
            thief.desk.write(LessonFinished("CM09", "CM09-01", 1, "ab", 60, 999, 8, 8)),
            office.hand_over(thief, lan),
        ),
        "remove b": lambda: hanh.devices.remove(b.desk.ring.public.hex()),
        "receipts": lambda: office.answer_with_receipt(lan, hanh),
    }
    for step in steps:
        office.clock.move(minutes=1)
        with contextlib.suppress(LinkRefused, NotEntitled):
            doing[step]()

    assert not any(
        p
        for p in lan.desk.journal.sources(to_own_device(hanh.desk.person))
        if p.source.chain == PRIVATE
    )
    lessons = {row[1] for row in projections_of(lan, hanh.desk.person)}
    assert lessons <= {LESSON}
    for paper in office.stick.glob("*.thoc"):
        with pytest.raises(NotForUs):
            read(paper.read_bytes(), [thief.desk.ring])
    if "remove b" not in steps:
        exchange(b, hanh, office)
        exchange(hanh, b, office)
        assert projections(b) == projections(hanh)
    office.close()


def projections_of(services, person):
    services.desk.fold()
    return [row for row in dump(services.desk.database)["progress"] if person in row]


def test_the_hand_over_preview_is_byte_for_byte_what_leaves(office):
    """hand_over_preview: the same records, no more and no fewer, and nothing private."""
    lan = office.supervisor()
    hanh = office.learner()
    for _round in range(2):
        office.study(hanh)
        preview = hanh.handover.preview()
        packet = read(hanh.handover.packet(hanh.desk.card), [lan.desk.ring])
        left = {
            (carried.source.id.hex()[:12], number)
            for carried in packet.sources
            for opened in checked_all(carried)[0]
            for number in range(opened.segment.first, opened.segment.last + 1)
        }
        assert {carried.source.chain for carried in packet.sources} <= {SHARED}
        assert left == {(fact.source, fact.number) for fact in preview.facts}
        office.hand_over(hanh, lan)
        office.answer_with_receipt(lan, hanh)
        office.clock.move(days=1)


def test_the_first_paint_of_a_linked_computer_is_its_persons(office):
    hanh = office.person("Nguyễn Thị Hạnh", "hanh")
    office.study(hanh)
    laptop = linked(office, hanh)
    laptop.study.keep_outline()
    laptop.desk.fold()
    laptop.desk.close()
    path = laptop.desk.folder / "journal.db"
    far = 2**50

    look = first_look(path, bytes.fromhex(laptop.desk.profile.id), far)

    assert look.due > 0
    assert look.due == first_look(path, hanh.desk.person, far).due


def test_what_a_removed_computer_writes_is_folded_at_once_as_it_is_folded_anew(office):
    office.supervisor()
    a = office.learner()
    b = linked(office, a)
    a.devices.remove(b.desk.ring.public.hex())
    a.desk.seal()
    for part in a.desk.journal.since({}, to_own_device(a.desk.person)):
        b.desk.journal.merge(part, checked_all(part)[0])
    b.desk.know_again({b.desk.person})

    b.desk.write(finished())

    at_once = projections(b)
    b.desk.journal.folds.mark_all(b.desk.database)
    assert projections(b) == at_once
    assert at_once["progress"] == []


def test_a_profile_told_differently_on_two_computers_is_settled_by_its_person(office):
    lan = office.supervisor()
    a = office.learner()
    b = linked(office, a)
    exchange(b, a, office)
    a.desk.write(Profile("Nguyễn Thị Hạnh", "P03", "", a.desk.ring.seal_public.hex()))
    exchange(a, b, office)
    b.desk.write(Profile("Nguyễn Thị Mỹ Hạnh", "P02", "CB07", b.desk.ring.seal_public.hex()))
    assert len(b.devices.disputed()) == 2
    told = next(one for one in b.devices.disputed() if one.staff_code == "CB07")

    office.clock.move(hours=1)
    b.devices.settle(told.digest)

    assert b.devices.disputed() == ()
    assert (b.desk.profile.name, b.desk.profile.position) == ("Nguyễn Thị Mỹ Hạnh", "P02")
    with pytest.raises(NotEntitled):
        b.devices.settle(told.digest)
    exchange(b, a, office)
    assert a.devices.disputed() == ()
    a.devices.follow()
    assert (a.desk.profile.name, a.desk.profile.position) == ("Nguyễn Thị Mỹ Hạnh", "P02")
    a.devices.follow()
    office.hand_over(a, lan)
    office.hand_over(b, lan)
    lan.unit.admit(a.desk.person.hex())
    (row,) = [p for p in lan.unit.people() if p.id == a.desk.person.hex()]
    assert (row.name, row.staff_code, row.disputed) == ("Nguyễn Thị Mỹ Hạnh", "CB07", ())
    seal_keys = {
        latest_profile(s.desk.journal, a.desk.person, s.desk.my_authorities())[0].seal_key
        for s in (a, b)
    }
    assert seal_keys == {b.desk.ring.seal_public.hex()}


def removed_and_at_work(office, lan):
    """A computer that was removed without hearing of it, goes on and hands over."""
    hanh = office.learner()
    laptop = linked(office, hanh)
    office.study(laptop)
    exchange(laptop, hanh, office)
    hanh.devices.remove(laptop.desk.ring.public.hex(), "bán máy")
    office.hand_over(hanh, lan)
    laptop.desk.write(LessonFinished("CM09", "CM09-01", 1, "ab", 60, 100, 8, 8))
    office.hand_over(laptop, lan)
    return hanh, laptop


def notice_of(office, lan):
    lan.unit.write_receipts(office.stick)
    (path,) = office.stick.glob("BienNhan*MayDaGo.thoc")
    return path


def test_a_removed_computer_that_goes_on_is_told_so_with_its_receipt(office):
    lan = office.supervisor()
    hanh, laptop = removed_and_at_work(office, lan)
    assert laptop.handover.state().removal is None
    path = notice_of(office, lan)

    laptop.handover.take([path])

    told = laptop.handover.state()
    assert told.removal == Removal(office.clock(), "Trần Thị Lan")
    assert laptop.study.today().handed == told
    assert laptop.devices.removal() == told.removal
    assert [(d.here, d.state) for d in laptop.devices.list()] == [
        (True, "removed"),
        (False, "linked"),
    ]
    assert hanh.handover.state().removal is None
    office.answer_with_receipt(lan, hanh)
    assert hanh.handover.state().removal is None


def test_a_notice_to_a_removed_computer_says_nothing_else(office):
    """A thief who has the computer learns that it was removed, and what it wrote itself."""
    lan = office.supervisor()
    hanh, laptop = removed_and_at_work(office, lan)
    office.study(hanh, 400)
    office.hand_over(hanh, lan)

    packet = read(notice_of(office, lan).read_bytes(), [laptop.desk.ring])

    assert (packet.sources, packet.tombstones) == ((), ())
    (receipt,) = map(read_receipt, packet.receipts)
    assert receipt.removed == laptop.desk.ring.public
    own = {p.sid for p in lan.desk.journal.sources(to_own_device(hanh.desk.person))
           if p.source.author == laptop.desk.ring.public}  # fmt: skip
    assert {sid for sid, _number, _digest in receipt.heads} <= own
    with pytest.raises(NotForUs):
        read(notice_of(office, lan).read_bytes(), [hanh.desk.ring])


def test_a_removal_that_the_unit_takes_back_is_told_too_whatever_comes_again(office):
    lan = office.supervisor()
    hanh, laptop = removed_and_at_work(office, lan)
    old = notice_of(office, lan)
    laptop.handover.take([old])
    kept = old.read_bytes()
    (decision,) = [d for d in lan.unit.decisions(hanh.desk.person.hex()) if d.kind == "key_removed"]
    office.clock.move(days=1)
    lan.unit.undo(decision.id)
    for paper in office.stick.glob("BienNhan*"):
        paper.unlink()

    office.answer_with_receipt(lan, laptop)

    assert not list(office.stick.glob("*MayDaGo*"))
    assert laptop.handover.state().removal is None
    old.write_bytes(kept)
    laptop.handover.take([old])
    assert laptop.handover.state().removal is None
    lan.desk.fold()
    lessons = {row[1] for row in dump(lan.desk.database)["progress"] if hanh.desk.person in row}
    assert "CM09-01" in lessons


def test_nobody_is_written_to_who_only_told_what_is_believed(office):
    lan = office.supervisor()
    hanh = office.learner()
    laptop = linked(office, hanh)
    office.study(laptop)
    exchange(laptop, hanh, office)
    hanh.devices.remove(laptop.desk.ring.public.hex())
    office.hand_over(hanh, lan)

    assert lan.unit.write_receipts(office.stick) == 1


def test_a_computer_is_told_by_another_of_the_person_where_there_is_no_unit(office):
    hanh = office.person("Nguyễn Thị Hạnh", "hanh")
    laptop = linked(office, hanh)
    exchange(hanh, laptop, office)
    key = laptop.desk.ring.public.hex()
    with pytest.raises(NotEntitled):
        hanh.devices.notice(key, office.stick)
    hanh.devices.remove(key)
    office.clock.move(days=1)
    path = hanh.devices.notice(key, office.stick)
    assert read(path.read_bytes(), [laptop.desk.ring]).sources == ()

    assert laptop.devices.brings(path) is None
    laptop.devices.receive(path)

    assert laptop.devices.removal() == Removal(office.clock())
    assert laptop.handover.state().removal == Removal(office.clock())


def test_a_stranger_tells_no_computer_that_it_was_removed(office):
    hanh = office.person("Nguyễn Thị Hạnh", "hanh")
    laptop = linked(office, hanh)
    thief = office.person("Người Lạ", "thief")
    thief.desk.person = hanh.desk.person
    told = own_notice(thief.desk, hanh.desk.person, laptop.desk.ring.public)
    desk = thief.desk
    packet = Packet(desk.carrier(), desk.unit, desk.now(), (), (told,))
    path = office.stick / "MayDaGo.thoc"
    path.write_bytes(write(packet, desk.ring, [laptop.desk.ring.seal_public]))

    report = laptop.devices.receive(path)

    assert report.files[0].problem == "intake.unknown_receiver"
    assert laptop.devices.removal() is None


def test_a_computer_that_holds_the_word_itself_knows_it_was_removed(office):
    """As where its person looks after the unit, and so reads everything of it."""
    lan = office.supervisor()
    hanh = office.learner()
    laptop = linked(office, hanh)
    office.hand_over(hanh, lan)
    lan.unit.remove_device(hanh.desk.person.hex(), laptop.desk.ring.public.hex(), "mất")
    lan.desk.seal()
    carried = [
        c for c in lan.desk.journal.since({}, to_unit(lan.desk.unit)) if c.source.chain == UNIT
    ]
    desk = lan.desk
    packet = Packet(desk.carrier(), desk.unit, desk.now(), tuple(carried))
    Intake(laptop.desk).accept(packet)

    assert laptop.devices.removal() == Removal(office.clock(), "Trần Thị Lan")
