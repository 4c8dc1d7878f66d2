from __future__ import annotations

import os
import shutil
import zlib
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from selfstudy.domain.audience import to_person
from selfstudy.domain.errors import DiskFull, TooLarge, UnitCardRefused
from selfstudy.domain.record import Admitted, HoursRecognised, KeyAdded, Profile
from selfstudy.domain.wire import MAX_SEGMENT_BYTES, MAX_TIME, Segment
from selfstudy.exchange.cards import card_file, read_receipt, sign_card, sign_receipt
from selfstudy.exchange.envelope import MAX_BODY, PACK, enclose
from selfstudy.exchange.packet import Carrier, Packet, Signed, read, write
from selfstudy.sentences import problem_words
from selfstudy.services.intake import files
from selfstudy.services.intake import intake as module
from selfstudy.services.reporting import Wish
from tests.builders import (
    HANH,
    STRANGER,
    a_segment,
    a_source,
    carried,
    dump,
    finished,
    lines_of,
    segments_of,
)

BESIDE = ("trail", "beginning", "quarantine")


@pytest.fixture
def lan(office):
    return office.supervisor()


@pytest.fixture
def hanh(office, lan):
    learner = office.learner()
    office.study(learner)
    return learner


def exported(office, learner) -> Path:
    return Path(learner.handover.export(office.stick).path)


def journal_of(services, without=("trail", "beginning")):
    return dump(services.desk.database, without)


def packet(lan, *parts, ring=STRANGER, **more):
    """A packet to the unit, carried by anybody."""
    carrier = Carrier(ring.public, ring.seal_public, "người mang")
    made = Packet(carrier, lan.desk.unit, 5, parts, **more)
    return write(made, ring, lan.desk.card.recipients)


def put(office, raw, name="x.thoc") -> Path:
    path = office.stick / name
    path.write_bytes(raw)
    return path


def test_a_packet_is_new_once_and_known_ever_after(office, lan, hanh):
    path = exported(office, hanh)

    first = lan.unit.intake([path])
    lan.desk.fold()
    before = journal_of(lan)
    again = lan.unit.intake([path])
    lan.desk.fold()

    assert (first.new, first.known, first.quarantined, first.unknown_people) == (2, 0, 0, 1)
    assert (again.new, again.known, again.quarantined) == (0, 2, 0)
    assert first.files[0].people == ("Nguyễn Thị Hạnh",)
    assert journal_of(lan) == before
    assert [line.action for line in lan.desk.papers.trail()].count("import") == 2


def test_a_dry_run_says_what_would_happen_and_keeps_nothing(office, lan, hanh):
    exported(office, hanh)
    hanh.desk.write(finished("CM03-02"))
    exported(office, hanh)
    before = dump(lan.desk.database)

    dry = lan.unit.intake([office.stick], dry=True)

    assert dump(lan.desk.database) == before
    wet = lan.unit.intake([office.stick])
    assert [(f.new, f.known, f.waiting) for f in dry.files] == [
        (f.new, f.known, f.waiting) for f in wet.files
    ]
    assert dry.dry
    assert (wet.new, wet.known, wet.papers) == (3, 2, 0)  # the unit's card is no fact


def test_an_older_file_after_a_newer_one_changes_nothing(office, lan, hanh):
    old = exported(office, hanh)
    hanh.desk.write(finished("CM03-02"))
    new = exported(office, hanh)

    assert lan.unit.intake([new]).new == 3
    lan.desk.fold()
    before = journal_of(lan)
    assert lan.unit.intake([old]).new == 0
    lan.desk.fold()
    assert journal_of(lan) == before


def test_a_file_is_known_by_what_it_is_and_not_by_its_name(office, lan, hanh):
    path = exported(office, hanh)
    for name in ("vacation.jpg", "no suffix"):
        renamed = shutil.copy(path, office.folder / name)
        assert lan.unit.intake([Path(renamed)]).quarantined == 0
    inside = office.folder / "downloads"
    inside.mkdir()
    shutil.copy(path, inside / "KetQua (1).bin")
    (inside / "holiday.jpg").write_bytes(b"\xff\xd8 a photograph")

    report = lan.unit.intake([inside])

    assert [file.name for file in report.files] == ["KetQua (1).bin"]
    assert report.known == 2


SPOILS = {
    "error.CutFile": lambda raw: raw[:-20],
    "error.DamagedFile": lambda raw: raw[:-20] + bytes([raw[-20] ^ 1]) + raw[-19:],
    "error.NewerFormat": lambda raw: raw[:6] + b"\x09" + raw[7:],
    "error.UnreadableFile": lambda raw: b"PK" + raw,
    "error.TooLarge": lambda raw: raw[:12] + (MAX_BODY + 1).to_bytes(8, "big") + raw[20:],
}


@pytest.mark.parametrize("problem", SPOILS)
def test_a_spoiled_file_gets_one_sentence_and_the_others_are_taken(office, lan, hanh, problem):
    path = exported(office, hanh)
    spoiled = put(office, SPOILS[problem](path.read_bytes()), "A-spoiled.thoc")

    before = journal_of(lan, BESIDE)
    report = lan.unit.intake([spoiled])
    assert journal_of(lan, BESIDE) == before

    (file,) = report.files
    assert (file.problem, file.new, file.quarantined) == (problem, 0, 1)
    assert file.details["name"] == "A-spoiled.thoc"
    kept = [kept.raw for kept in lan.desk.papers.quarantine()]
    assert kept == ([] if problem == "error.UnreadableFile" else [spoiled.read_bytes()])
    assert lan.unit.intake([office.stick]).new == 2
    left = [file.problem for file in lan.unit.quarantine()]
    assert left == [problem] * (len(kept) if problem != "error.CutFile" else 0)


def test_a_packet_sealed_to_somebody_else_is_said_and_changes_nothing(office, lan, hanh):
    carrier = Carrier(STRANGER.public, STRANGER.seal_public, "x")
    raw = write(Packet(carrier, lan.desk.unit, 5), STRANGER, [STRANGER.seal_public])

    report = lan.unit.intake([put(office, raw)])

    assert report.files[0].problem == "error.NotForUs"


def test_a_file_that_is_too_large_is_not_even_read(office, lan):
    path = office.stick / "huge.thoc"
    with path.open("wb") as file:
        file.truncate(MAX_BODY + 1)

    assert lan.unit.intake([path]).files[0].problem == "error.TooLarge"


def test_a_file_that_cannot_be_read_is_said(office, lan):
    gone = office.stick / "gone.thoc"

    report = lan.unit.intake([gone])
    assert report.files[0].problem == "error.FileGone"
    loop = office.stick / "loop"
    loop.symlink_to(loop)
    assert lan.unit.intake([loop]).files[0].problem == "error.UnreadableFile"


def test_more_files_than_anybody_has_are_refused(office, lan, monkeypatch):
    monkeypatch.setattr(files, "MAX_FILES", 1)
    with pytest.raises(TooLarge):
        lan.unit.intake([put(office, b"", "a.thoc"), put(office, b"", "b.thoc")])


def test_a_pack_or_a_foreign_kind_is_named_for_what_it_is(office, lan):
    pack = lan.unit.intake([put(office, enclose(PACK, b"body"))]).files[0]
    other = lan.unit.intake([put(office, enclose(99, b"body"))]).files[0]

    assert (pack.problem, pack.quarantined) == ("problem.pack_here", 0)
    assert other.problem == "error.UnreadableFile"


# Segment by segment


def segments(lan, ring=STRANGER):
    source = a_source(ring, ring.identity, lan.desk.unit)
    lines = lines_of([Profile("Người mới"), finished(), finished("CM03-02"), finished("CM03-03")])
    return source, segments_of(source, ring, lines, {2, 3, 4})


def test_a_segment_that_fails_is_set_aside_and_the_others_merge(office, lan):
    source, (one, two, *_rest) = segments(lan)
    forged = replace(two, signature=bytes(64))
    bomb = replace(two, blob=zlib.compress(bytes(2**24 + 1)))
    path = put(office, packet(lan, carried(source, one, forged, bomb)))

    report = lan.unit.intake([path])

    assert (report.new, report.quarantined) == (1, 2)
    assert report.files[0].problem in {"error.BadSignature", "error.TooLarge"}
    (kept,) = lan.unit.quarantine()
    assert kept.name == "x.thoc"
    assert problem_words(kept) == problem_words(report.files[0])
    assert "Đã nhận 1 bản ghi của tệp x.thoc" in problem_words(kept)  # not: nothing was taken
    assert lan.unit.intake([path]).quarantined == 2
    assert len(lan.unit.quarantine()) == 1


def test_what_was_set_aside_is_retried_and_leaves_when_its_cause_is_gone(office, lan):
    """A supervisor whose appointment has run out may not keep the unit's records."""
    source, parts = segments(lan)
    path = put(office, packet(lan, carried(source, *parts)))
    office.clock.move(days=731)
    assert lan.desk.is_supervisor() is False
    report = lan.unit.intake_door.take_files([path])
    assert report.files[0].problem == "intake.not_ours"
    assert lan.unit.retry().quarantined == 1
    assert len(lan.unit.quarantine()) == 1

    office.clock.move(days=-731)

    assert lan.unit.retry().new == 4
    assert lan.unit.quarantine() == ()


def test_what_waits_is_said_and_taken_when_its_predecessor_comes(office, lan):
    source, (one, two, three, four) = segments(lan)

    report = lan.unit.intake([put(office, packet(lan, carried(source, four, three)))])
    assert (report.new, report.waiting) == (0, 2)
    assert lan.unit.write_receipts(office.stick) == 0
    report = lan.unit.intake([put(office, packet(lan, carried(source, one, two)))])
    assert (report.new, report.waiting) == (4, 0)


def test_an_author_who_is_not_who_they_say_is_refused(office, lan, hanh):
    own = hanh.desk.journal.sources(to_person(hanh.desk.person, lan.desk.unit))[0]
    forged = a_segment(own.source, STRANGER, lines_of([finished("CM03-99")]))

    report = lan.unit.intake([put(office, packet(lan, carried(own.source, forged)))])

    assert (report.new, report.files[0].problem) == (0, "error.BadSignature")


def test_a_stolen_learner_id_counts_for_nothing(office, lan, hanh):
    office.hand_over(hanh, lan)
    lan.unit.admit(hanh.desk.profile.id)
    before = lan.unit.people()
    source = a_source(STRANGER, hanh.desk.person, lan.desk.unit)
    facts = [Profile("Nguyễn Thị Hạnh", seal_key=STRANGER.seal_public.hex()), finished("CM03-02")]
    raw = packet(lan, carried(source, *segments_of(source, STRANGER, lines_of(facts))))

    assert lan.unit.intake([put(office, raw)]).new == 2

    (after,) = [p for p in lan.unit.people() if p.id == hanh.desk.profile.id]
    (was,) = [p for p in before if p.id == hanh.desk.profile.id]
    assert (after.lessons_done, after.self_study) == (was.lessons_done, was.self_study)
    shown = lan.unit.facts_behind(hanh.desk.profile.id)
    assert [row.counted for row in shown if row.source == source.id.hex()[:12]] == [False, False]


def test_an_answer_to_a_person_is_never_sealed_to_a_key_that_a_stranger_named(office, lan, hanh):
    office.hand_over(hanh, lan)
    source = a_source(STRANGER, hanh.desk.person, lan.desk.unit)
    profile = Profile("Nguyễn Thị Hạnh", seal_key=STRANGER.seal_public.hex())
    segment = a_segment(source, STRANGER, lines_of([profile], at=2_000_000_000_000))
    lan.unit.intake([put(office, packet(lan, carried(source, segment)))])

    lan.unit.write_receipts(office.stick)

    (path,) = office.stick.glob("BienNhan*")
    assert read(path.read_bytes(), [hanh.desk.ring]).receipts
    with pytest.raises(module.SelfStudyError):
        read(path.read_bytes(), [STRANGER])


@pytest.mark.parametrize("key", ["", "no hex", "ab", "00" * 32])
def test_somebody_without_a_sound_sealing_key_gets_no_answer_in_clear(office, lan, hanh, key):
    source = a_source(STRANGER, STRANGER.identity, lan.desk.unit)
    profile = Profile("Người không khoá", seal_key=key)
    lan.unit.intake(
        [
            put(
                office,
                packet(lan, carried(source, a_segment(source, STRANGER, lines_of([profile])))),
            )
        ]
    )
    office.hand_over(hanh, lan)

    assert lan.unit.write_receipts(office.stick) == 1
    assert len(lan.unit.unknown()) == 2


def test_a_private_chain_is_not_taken_from_anybody(office, lan):
    source = a_source(STRANGER, STRANGER.identity, lan.desk.unit, "p")
    segment = a_segment(source, STRANGER, lines_of([finished()]))

    report = lan.unit.intake([put(office, packet(lan, carried(source, segment)))])

    assert (report.new, report.files[0].problem) == (0, "intake.not_ours")


def test_records_of_another_unit_are_not_taken(office, lan):
    source = a_source(STRANGER, STRANGER.identity, b"another unit....")
    segment = a_segment(source, STRANGER, lines_of([finished()]))

    assert lan.unit.intake([put(office, packet(lan, carried(source, segment)))]).quarantined == 1


def test_a_packet_that_inflates_beyond_measure_is_refused(office, lan, monkeypatch):
    monkeypatch.setattr(module, "MAX_INFLATED", 100)
    source, parts = segments(lan)

    report = lan.unit.intake([put(office, packet(lan, carried(source, *parts)))])

    assert report.files[0].problem == "error.TooLarge"


def test_an_intake_can_be_watched_and_stopped(office, lan, hanh):
    exported(office, hanh)
    seen = []

    report = lan.unit.intake(
        [office.stick], progress=lambda *at: seen.append(at), cancelled=lambda: len(seen) == 1
    )

    assert (seen, report.cancelled, len(report.files)) == ([(1, 2)], True, 1)


# Authority that comes late


def test_hours_said_by_somebody_appointed_later_count_from_then_on(office, lan, hanh):
    """The facts of a second supervisor arrive before the appointment does, and wait for it."""
    office.hand_over(hanh, lan)
    lan.unit.admit(hanh.desk.profile.id)
    minh = office.learner("Lê Văn Minh", "minh")
    office.hand_over(minh, lan)
    until = office.clock().date().replace(year=2027)
    lan.unit.appoint(minh.desk.profile.id, "mật khẩu dài", until)
    office.clock.move(minutes=5)
    source = a_source(minh.desk.ring, hanh.desk.person, lan.desk.unit, "u")
    hours = HoursRecognised("CM03", 800, "QĐ-15", "2026-11-20")
    said = segments_of(source, minh.desk.ring, lines_of([hours], at=lan.desk.now()))
    appointments = [
        part
        for part in lan.desk.journal.since({}, to_person(lan.desk.unit, lan.desk.unit))
        if part.source.author == lan.desk.card.root
    ]
    (root,) = appointments
    first, second = root.segments
    carrier = Carrier(minh.desk.ring.public, minh.desk.ring.seal_public, "x")

    def give(*parts):
        made = Packet(carrier, lan.desk.unit, 5, parts)
        return hanh.handover.take([put(office, write(made, minh.desk.ring))])

    assert give(carried(source, *said)).new == 1
    assert hanh.study.hours(2026).recognised == 0
    assert give(carried(root.source, second)).waiting == 1
    assert hanh.study.hours(2026).recognised == 0
    assert give(carried(root.source, first)).new == 2
    assert hanh.study.hours(2026).recognised == 8


def test_hours_that_a_learner_recognises_for_themselves_are_shown_and_never_counted(
    office, lan, hanh
):
    hanh.desk.append(
        hanh.desk.author(),
        [HoursRecognised("CM03", 4000, "QĐ-giả", "2026-11-20")],
        hanh.desk.person,
    )

    assert hanh.study.hours(2026).recognised == 0
    rows = hanh.study.ledger.fact_rows(module_rows(hanh))
    assert [row.counted for row in rows] == [False]


def module_rows(services):
    from selfstudy.store.facts import rows_of

    return rows_of(services.desk.journal, services.desk.person, ("hours_recognised",))


def test_a_key_that_waited_for_its_predecessor_speaks_as_soon_as_it_comes(office, lan):
    unit, person = lan.desk.unit, STRANGER.identity
    first = a_source(STRANGER, person, unit)
    lines = lines_of([Profile("Người mới"), KeyAdded(HANH.public.hex())])
    profile, key = segments_of(first, STRANGER, lines, {2})
    assert not lan.desk.authorities(unit).speaks_for(HANH.public, person)

    assert lan.unit.intake([put(office, packet(lan, carried(first, key)))]).waiting == 1
    assert not lan.desk.authorities(unit).speaks_for(HANH.public, person)
    assert lan.unit.intake([put(office, packet(lan, carried(first, profile)))]).new == 2

    assert lan.desk.authorities(unit).speaks_for(HANH.public, person)


# Cards and receipts inside packets


def renewed(lan, **change):
    root = lan.unit._root("mật khẩu dài")
    card = msgspec.structs.replace(lan.desk.card, **change)
    return sign_card(card, root)


def test_a_newer_card_is_taken_wherever_it_comes_from_and_an_older_one_never(office, lan, hanh):
    old = card_file(lan.desk.signed_card(lan.desk.unit))
    newer = renewed(lan, number=2, name="UBND phường Sài Gòn")

    by_packet = hanh.handover.take([put(office, packet_in_clear(lan, cards=(newer,)))])
    by_file = hanh.handover.take([put(office, card_file(newer), "the.thdv")])
    older = hanh.handover.take([put(office, old, "old.thdv")])

    assert by_packet.quarantined == 0
    assert (by_file.files[0].papers_known, by_file.quarantined) == (1, 0)
    assert older.files[0].problem == "error.UnitCardRefused"
    assert hanh.desk.card.name == "UBND phường Sài Gòn"
    assert (
        hanh.handover.take([put(office, packet_in_clear(lan, cards=(signed(old),)))]).quarantined
        == 0
    )


def signed(raw):
    from selfstudy.exchange.cards import open_card_file

    return open_card_file(raw)[1]


def packet_in_clear(lan, **more):
    carrier = Carrier(STRANGER.public, STRANGER.seal_public, "x")
    return write(Packet(carrier, lan.desk.unit, 5, **more), STRANGER)


def test_a_card_of_a_unit_that_one_does_not_belong_to_is_offered_and_not_taken(office, lan):
    other = office.person("Phạm Văn Nam", "nam")

    (file,) = other.handover.take([office.card]).files

    assert (file.problem, file.quarantined) == ("intake.card_to_join", 0)
    assert other.desk.card is None


def test_a_forged_card_or_receipt_in_a_packet_is_set_aside(office, lan, hanh):
    card = lan.desk.signed_card(lan.desk.unit)
    bad = Signed(card.body.replace(b'"number":1', b'"number":7'), card.signature)
    receipt = lan.unit.intake_door.receipt_for(lan.desk.unit, hanh.desk.person)
    forged = Signed(receipt.body, bytes(64))
    unnamed = sign_receipt(
        msgspec.structs.replace(read_receipt(receipt), receiver=STRANGER.public), STRANGER
    )
    before = journal_of(hanh, BESIDE)

    raw = packet_in_clear(lan, cards=(bad,), receipts=(forged, unnamed))
    report = hanh.handover.take([put(office, raw)])

    assert report.quarantined == 3
    assert report.files[0].details["name"] == "x.thoc"
    assert journal_of(hanh, BESIDE) == before
    assert hanh.handover.state().received_at is None


def test_a_dry_run_of_a_receipt_keeps_nothing(office, lan, hanh):
    office.hand_over(hanh, lan)
    lan.unit.write_receipts(office.stick)
    (path,) = office.stick.glob("BienNhan*")

    assert hanh.handover.intake.take_files([path], dry=True).new > 0
    assert hanh.handover.state().received_at is None


def test_an_admission_is_learned_by_another_holder_at_once(office, lan, hanh):
    office.hand_over(hanh, lan)
    lan.unit.admit(hanh.desk.profile.id)
    minh = office.learner("Lê Văn Minh", "minh")
    office.hand_over(minh, lan)
    lan.unit.appoint(minh.desk.profile.id, "mật khẩu dài", office.clock().date().replace(year=2028))
    lan.desk.seal()
    everything = lan.desk.journal.since({}, module_to_unit(lan.desk.unit))
    raw = packet_in_clear(
        lan, sources=tuple(everything), cards=(lan.desk.signed_card(lan.desk.unit),)
    )

    # a first packet makes Minh a supervisor, the next is kept as one
    minh.handover.take([put(office, raw)])
    report = minh.unit.intake([put(office, raw)])

    assert report.new > 0
    names = [person.name for person in minh.unit.people()]
    assert "Nguyễn Thị Hạnh" in names
    assert Admitted.kind == "admitted"


def module_to_unit(unit):
    from selfstudy.domain.audience import to_unit

    return to_unit(unit)


# What others may say, and how far it reaches


def told(office, lan, *facts, at=None):
    """Facts of a stranger about themselves, taken and admitted."""
    source = a_source(STRANGER, STRANGER.identity, lan.desk.unit)
    lines = lines_of(facts, at) if at is not None else lines_of(facts)
    report = lan.unit.intake(
        [put(office, packet(lan, carried(source, a_segment(source, STRANGER, lines))))]
    )
    lan.unit.admit(STRANGER.identity.hex())
    return report


@pytest.mark.parametrize(
    "name", ["x/../../../../../thoat", "..\\..\\thoat", "\x00\n", "dài " * 100, "😀"]
)
def test_the_name_of_a_person_leads_to_no_other_folder(office, lan, name):
    told(office, lan, Profile(name, seal_key=STRANGER.seal_public.hex()), finished())
    before = {path for path in office.folder.rglob("*") if office.stick not in path.parents}
    out = office.stick / "out"

    assert lan.unit.write_receipts(out) == 1

    (written,) = out.rglob("*")
    assert written.parent == out
    assert written.suffix == ".thoc"
    after = {path for path in office.folder.rglob("*") if office.stick not in path.parents}
    assert after == before


def test_a_clock_at_the_end_of_all_calendars_spoils_no_screen_of_the_unit(office, lan):
    told(office, lan, Profile("Ai"), finished(), at=MAX_TIME - 2000)

    (row,) = [row for row in lan.unit.people() if row.name == "Ai"]

    assert row.last_at.year == 9999
    assert lan.unit.facts_behind(row.id)
    assert lan.reporting.write(Wish("F7"), office.stick / "F7.xlsx").paths[0].exists()


def test_a_file_whose_name_is_no_text_is_said_and_the_others_are_taken(office, lan, hanh):
    exported(office, hanh)
    try:
        (office.stick / os.fsdecode(b"b\xff.thoc")).write_bytes(b"garbage")
    except OSError:
        pytest.skip("this system's names are text")

    report = lan.unit.intake([office.stick])

    assert report.new == 2
    assert report.quarantined == 1
    assert lan.desk.papers.trail("import")


def test_a_packet_to_the_unit_never_leaves_in_clear(office, lan, hanh):
    nobody = card_file(renewed(lan, number=2, supervisors=()))
    hanh.handover.take([put(office, nobody, "the.thdv")])
    before = sorted(office.stick.iterdir())

    with pytest.raises(UnitCardRefused):
        hanh.handover.export(office.stick)

    assert sorted(office.stick.iterdir()) == before


def test_nothing_is_sealed_to_a_revoked_key_and_its_receipts_do_not_count(office, lan, hanh):
    office.hand_over(hanh, lan)
    office.answer_with_receipt(lan, hanh)
    assert hanh.handover.state().receiver == "Trần Thị Lan"

    revoked = renewed(lan, number=2, revoked=(lan.desk.ring.public,))
    hanh.handover.take([put(office, card_file(revoked), "the.thdv")])

    assert hanh.desk.card.recipients == []
    assert hanh.handover.state().receiver == ""


def test_a_full_disk_stops_an_intake_and_is_no_fault_of_the_files(office, lan, hanh, monkeypatch):
    path = exported(office, hanh)
    monkeypatch.setattr(lan.desk.journal, "merge", full)

    with pytest.raises(DiskFull):
        lan.unit.intake([path])

    monkeypatch.undo()
    assert lan.unit.quarantine() == ()
    assert lan.unit.intake([path]).new == 2


def full(*_what):
    raise DiskFull(folder="x")


def test_a_cut_file_leaves_quarantine_when_the_whole_of_it_comes(office, lan, hanh):
    path = exported(office, hanh)
    lan.unit.intake([put(office, path.read_bytes()[:-9], "KetQua (1).thoc")])
    lan.unit.intake([put(office, path.read_bytes()[:-9] + b"something", "other.thoc")])
    assert lan.unit.view().quarantined == 2

    lan.unit.intake([path])

    assert [file.name for file in lan.unit.quarantine()] == ["other.thoc"]


def test_a_dry_run_sets_nothing_aside(office, lan, hanh):
    cut = put(office, exported(office, hanh).read_bytes()[:-9], "cut.thoc")

    assert lan.unit.intake([cut], dry=True).quarantined == 1
    assert lan.unit.quarantine() == ()


def test_segments_that_only_inflate_are_left_before_they_cost_a_minute(office, lan, monkeypatch):
    monkeypatch.setattr(module, "MAX_INFLATED", 2 * MAX_SEGMENT_BYTES)
    blob = zlib.compress(b"\n" * (MAX_SEGMENT_BYTES - 1))
    source = a_source(STRANGER, STRANGER.identity, lan.desk.unit)
    bombs = [Segment(n, 1, bytes(32), bytes(32), bytes(64), blob) for n in range(1, 8)]

    report = lan.unit.intake([put(office, packet(lan, carried(source, *bombs)))])

    assert report.files[0].problem == "error.DamagedFile"
    assert report.new == 0


def test_a_source_of_nothing_names_nobody(office, lan):
    source = a_source(STRANGER, STRANGER.identity, lan.desk.unit)

    assert lan.unit.intake([put(office, packet(lan, carried(source)))]).unknown_people == 0
