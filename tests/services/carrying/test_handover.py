from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from selfstudy.domain import wire
from selfstudy.domain.errors import FolderReadOnly, NoUnit, TextTooLong, UnitCardRefused
from selfstudy.domain.record import AppliedAtWork, Voided
from selfstudy.exchange.cards import read_receipt, sign_receipt
from selfstudy.exchange.packet import Packet, read, write
from selfstudy.services.record.ledger import Ledger
from tests.builders import LESSON, answered, finished, paths


@pytest.fixture
def lan(office):
    return office.supervisor()


@pytest.fixture
def hanh(office, lan):
    learner = office.learner()
    office.study(learner)
    return learner


def inside(path, lan):
    """The lines of a packet as its receiver reads them."""
    packet = read(Path(path).read_bytes(), [lan.desk.ring])
    return [
        (part.source, wire.read_line(line))
        for part in packet.sources
        for segment in part.segments
        for line in wire.unpack_lines(segment.blob)
    ]


def test_what_leaves_is_exactly_what_the_preview_shows(office, lan, hanh):
    preview = hanh.handover.preview()

    exported = hanh.handover.export(office.stick)

    told = inside(exported.path, lan)
    assert sorted(line.kind for _s, line in told) == sorted(fact.kind for fact in preview.facts)
    assert {(line.kind, count) for line, count in counted(told)} == {
        (line.kind, line.count) for line in preview.lines
    }
    assert exported.facts == len(told) == 2
    assert preview.unit == "UBND phường Bến Thành"
    assert (preview.name, preview.position) == ("Nguyễn Thị Hạnh", "P02")


def counted(told):
    kinds = {line.kind: line for _s, line in told}
    return [(line, sum(other.kind == kind for _s, other in told)) for kind, line in kinds.items()]


def test_practice_stays_home_and_the_preview_says_so(office, lan, hanh):
    stays = {line.kind: line.count for line in hanh.handover.preview().stays}
    told = inside(hanh.handover.export(office.stick).path, lan)

    assert stays == {"lesson_opened": 1, "section_read": 1, "answered": 8}
    assert {source.chain for source, _line in told} == {"s"}
    assert not {line.kind for _s, line in told} & set(stays)


def test_a_packet_begins_at_the_latest_receipt_and_never_at_the_last_export(office, lan, hanh):
    lost = hanh.handover.export(office.stick)
    hanh.desk.write(finished("CM03-02"))

    again = hanh.handover.export(office.stick)
    assert (lost.facts, again.facts) == (2, 3)
    assert lost.path != again.path

    lan.unit.intake([Path(again.path)])
    office.answer_with_receipt(lan, hanh)
    hanh.desk.write(finished("CM03-03"))
    assert hanh.handover.export(office.stick).facts == 1
    assert [fact.what for fact in hanh.handover.preview().facts] == ["CM03-03"]


def test_a_receipt_confirms_what_the_supervisor_holds(office, lan, hanh):
    assert (hanh.handover.state().unreceived, hanh.handover.state().results) == (1, 1)
    office.hand_over(hanh, lan)
    office.answer_with_receipt(lan, hanh)

    state = hanh.handover.state()

    assert (state.unreceived, state.receiver) == (0, "Trần Thị Lan")
    assert state.received_at == office.clock()
    hanh.desk.write(finished("CM03-02"))
    assert hanh.handover.state().unreceived == 1


def receipt(lan, hanh, **change):
    """A receipt of the supervisor with some parts changed, in a packet."""
    import msgspec

    made = read_receipt(lan.unit.intake_door.receipt_for(lan.desk.unit, hanh.desk.person))
    signed = sign_receipt(msgspec.structs.replace(made, **change), lan.desk.ring)
    return write(Packet(lan.desk.carrier(), lan.desk.unit, 5, (), (signed,)), lan.desk.ring)


def give(office, hanh, raw):
    path = office.stick / "BienNhan.thoc"
    path.write_bytes(raw)
    return hanh.handover.take([path])


def test_a_restored_supervisor_lowers_what_is_confirmed_and_gets_it_again(office, lan, hanh):
    backup = lan.safety.backup()
    office.hand_over(hanh, lan)
    office.answer_with_receipt(lan, hanh)
    assert hanh.handover.state().unreceived == 0
    lan.desk.close()
    shutil.rmtree(lan.desk.folder)  # the disk broke: there is nothing but the backup
    from selfstudy.services.rescue.safety import restore

    restore(backup, office.computer("lan").profiles)
    office.clock.move(hours=1)
    again = office.open("lan", lan.desk.profile.id)
    give(office, hanh, receipt(again, hanh))

    assert hanh.handover.state().unreceived == 1
    assert office.hand_over(hanh, again) == 2


def test_a_supervisors_file_that_somebody_replaced_by_an_older_one_lowers_it_too(office, lan, hanh):
    folder, profile = lan.desk.folder, lan.desk.profile.id
    receipt(lan, hanh)
    lan.desk.close()
    older = (folder / "journal.db").read_bytes()
    lan = office.open("lan", profile)
    office.hand_over(hanh, lan)
    office.answer_with_receipt(lan, hanh)
    before = read_receipt(lan.unit.intake_door.receipt_for(lan.desk.unit, hanh.desk.person))
    assert hanh.handover.state().unreceived == 0
    lan.desk.close()
    for path in folder.glob("journal.db*"):
        path.unlink()
    (folder / "journal.db").write_bytes(older)  # by hand, outside the program
    shutil.rmtree(lan.safety.folder, ignore_errors=True)
    office.clock.move(hours=1)

    again = office.open("lan", profile)

    lowered = receipt(again, hanh)
    after = read_receipt(again.unit.intake_door.receipt_for(again.desk.unit, hanh.desk.person))
    assert after.epoch != before.epoch
    assert before.epoch in (after.replaces, *after.before)
    assert len(after.heads) < len(before.heads)
    give(office, hanh, lowered)
    assert hanh.handover.state().unreceived == 1
    assert office.hand_over(hanh, again) == 2


def test_an_older_receipt_after_a_newer_one_changes_nothing(office, lan, hanh):
    office.hand_over(hanh, lan)
    old = receipt(lan, hanh)
    hanh.desk.write(finished("CM03-02"))
    office.hand_over(hanh, lan)
    give(office, hanh, receipt(lan, hanh))
    assert hanh.handover.state().unreceived == 0

    report = give(office, hanh, old)

    assert (report.new, report.papers, report.files[0].papers_known) == (0, 0, 1)
    assert hanh.handover.state().unreceived == 0


def test_a_receipt_for_another_path_confirms_nothing(office, lan, hanh):
    office.hand_over(hanh, lan)
    heads = read_receipt(lan.unit.intake_door.receipt_for(lan.desk.unit, hanh.desk.person)).heads
    wrong = tuple((sid, number, b"x" * 32) for sid, number, _digest in heads)
    give(office, hanh, receipt(lan, hanh, heads=wrong))

    assert hanh.handover.state().unreceived == 1
    assert hanh.handover.export(office.stick).facts == 2


def test_a_receipt_of_somebody_who_left_the_card_no_longer_counts(office, lan, hanh):
    office.hand_over(hanh, lan)
    office.answer_with_receipt(lan, hanh)
    import msgspec

    from selfstudy.exchange.cards import card_file, sign_card

    card = msgspec.structs.replace(hanh.desk.card, number=2, supervisors=())
    path = office.stick / "new.thdv"
    path.write_bytes(card_file(sign_card(card, lan.unit._root("mật khẩu dài"))))
    hanh.handover.take([path])

    assert hanh.handover.state().unreceived == 1
    assert hanh.handover.state().received_at is None


def test_looking_and_exporting_write_no_fact(office, lan, hanh):
    before = paths(hanh.desk.journal, own(hanh))
    hanh.handover.preview()
    hanh.handover.state()
    hanh.handover.export(office.stick)
    hanh.study.today()
    hanh.study.my_record()

    assert paths(hanh.desk.journal, own(hanh)) == before


def own(services):
    from selfstudy.domain.audience import to_own_device

    return to_own_device(services.desk.person)


def test_without_a_unit_nothing_can_leave(office):
    nam = office.person("Phạm Văn Nam", "nam")

    assert nam.handover.state().unit == ""
    assert nam.handover.earlier() == 0
    for ask in (nam.handover.preview, lambda: nam.handover.export(office.stick)):
        with pytest.raises(NoUnit):
            ask()


def test_where_nothing_can_be_written_the_export_says_so(office, lan, hanh):
    (office.stick / "file").write_bytes(b"")

    with pytest.raises(FolderReadOnly):
        hanh.handover.export(office.stick / "file")


def test_who_moves_brings_what_still_counts_of_the_past_to_the_new_unit(office, lan, hanh):
    hanh.desk.write(finished("CM03-02"))
    (slip,) = hanh.desk.write(finished("CM03-03"))
    hanh.desk.write(Voided(slip.source.hex(), slip.number, slip.digest.hex(), "nhầm"))
    office.hand_over(hanh, lan)
    results = hanh.handover.state().results
    mai = office.person("Đỗ Thị Mai", "mai")
    mai.unit.create("UBND phường Xuân Hòa", "mật khẩu dài")
    office.card = mai.unit.write_card(office.stick)

    hanh.handover.join(office.card)
    office.hand_over(hanh, mai)
    mai.unit.admit(hanh.desk.profile.id)
    before = mai.unit.people()
    brought = hanh.handover.bring_earlier()
    office.hand_over(hanh, mai)

    assert {row.lessons_done for row in before} == {0}, "the past goes there by choice alone"
    assert (brought, hanh.handover.earlier()) == (results - 2, 0)
    (row,) = [p for p in mai.unit.people() if p.id == hanh.desk.profile.id]
    assert row.lessons_done == hanh.study.my_record().lessons_done > 0
    lessons = {r.lesson for r in Ledger(mai.desk, hanh.desk.person).rows()}
    assert "CM03-03" not in lessons, "what was taken back stays behind"


def test_results_from_before_joining_are_told_only_by_choice_and_only_once(office, lan):
    nam = office.person("Phạm Văn Nam", "nam")
    nam.desk.write(finished("CM03-01"), answered("q1"))
    nam.desk.seal()
    nam.desk.write(finished("CM03-02"))
    view = nam.handover.join(office.card)
    assert view.name == "UBND phường Bến Thành"
    assert nam.handover.join(office.card).name == view.name
    assert (nam.handover.earlier(), nam.handover.state().results) == (2, 0)

    office.clock.move(days=60)
    assert nam.handover.bring_earlier() == 2
    assert (nam.handover.earlier(), nam.handover.bring_earlier()) == (0, 0)

    office.hand_over(nam, lan)
    lan.unit.admit(nam.desk.profile.id)
    (row,) = [p for p in lan.unit.people() if p.id == nam.desk.profile.id]
    assert (row.lessons_done, row.self_study) == (2, 2.0)
    assert nam.study.my_record().lessons_done == 2, "counted once at home"
    told = Ledger(lan.desk, nam.desk.person).rows()
    assert [r.at.month for r in told] == [11, 11], "at the time it happened"


def test_a_card_is_looked_at_before_joining(office, lan):
    nam = office.person("Phạm Văn Nam", "nam")

    assert nam.handover.card_of(office.card).name == "UBND phường Bến Thành"
    office.clock.move(days=6 * 365)
    with pytest.raises(UnitCardRefused):
        nam.handover.join(office.card)
    assert nam.desk.card is None
    assert LESSON


def test_what_stands_under_the_name_of_an_export_is_left_alone(office, lan, hanh):
    first = Path(hanh.handover.export(office.stick).path)
    first.unlink()
    first.mkdir()

    second = Path(hanh.handover.export(office.stick).path)

    assert first.is_dir()
    assert second.name.endswith("_2.thoc")


def test_more_text_than_a_record_holds_is_refused_before_it_stops_everything_else(
    office, lan, hanh
):
    with pytest.raises(TextTooLong):
        hanh.desk.write(AppliedAtWork("CM03", "x" * 70_000))
    hanh.desk.write(finished("CM03-02"))

    assert office.hand_over(hanh, lan) > 0
    assert office.hand_over(hanh, lan) == 0


def test_long_records_travel_in_as_many_segments_as_they_need(office, lan, hanh):
    hanh.desk.write(*(AppliedAtWork("CM03", f"{n}" + "x" * 60_000) for n in range(300)))

    assert office.hand_over(hanh, lan) >= 300


def test_a_clock_before_all_counting_stops_nothing(office, lan, hanh):
    office.clock.move(days=-365 * 70)
    hanh.desk.write(finished("CM03-02"))
    office.clock.move(days=365 * 70)

    assert office.hand_over(hanh, lan) > 0
    assert lan.unit.quarantine() == ()


def test_results_whose_words_were_let_go_are_not_offered_to_a_new_unit(office):
    hanh = office.person("Nguyễn Thị Hạnh", "hanh")
    hanh.desk.write(finished("CM03-01"))
    hanh.desk.seal()
    office.clock.move(days=400)
    hanh.retention.keep_for(1)
    assert hanh.retention.apply().done
    hanh.desk.write(finished("CM03-02"))
    office.supervisor()

    hanh.handover.join(office.card)

    assert hanh.handover.earlier() == 1
    assert hanh.handover.bring_earlier() == 1
