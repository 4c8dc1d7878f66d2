from __future__ import annotations

import contextlib
import shutil
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest

from selfstudy import bootstrap
from selfstudy.domain.errors import NotEntitled, WrongPassphrase
from selfstudy.domain.plans import Plan, PlanItem
from selfstudy.exchange.roster import Listed
from selfstudy.services.intake.roster import write_roster
from selfstudy.services.needs.planning import Planning
from selfstudy.services.rescue.safety import restore
from selfstudy.services.unit.erasure import Erasure, shred
from selfstudy.store.schema import source
from tests.builders import LESSON, dump

NAME = "Nguyễn Thị Hạnh"
DECOMPOSED = unicodedata.normalize("NFD", NAME)
FORMS = (NAME.encode(), DECOMPOSED.encode(), b"NguyenThiHanh", b"Nguyen Thi Hanh")
PASSPHRASE = "mật khẩu dài"
BESIDE = ("meta", "tombstone", "grave", "trail", "tally")


@pytest.fixture
def lan(office):
    return office.supervisor()


@pytest.fixture
def hanh(office, lan):
    made = office.learner()
    office.study(made)
    return made


def erasure(services) -> Erasure:
    return services.erasure


def met(office, lan, hanh):
    """Everything that two people exchange by stick: results, admission, receipts."""
    office.hand_over(hanh, lan)
    lan.unit.admit(hanh.desk.profile.id)
    office.answer_with_receipt(lan, hanh)


def person_of(services) -> str:
    return services.desk.profile.id


def found_in(services) -> list[str]:
    """Files of the database in which the name stands."""
    base = Path(services.desk.folder / "journal.db")
    files = [base, Path(f"{base}-wal"), Path(f"{base}-shm")]
    return [f.name for f in files if f.exists() and any(n in f.read_bytes() for n in FORMS)]


def holds(services, person: bytes) -> int:
    with services.desk.database.read() as connection:
        places = services.desk.journal.places.read(connection, source.c.subject == person)
    return sum(place.head for place in places)


def test_an_erased_name_stands_nowhere_in_the_database_or_its_log(office, lan, hanh):
    met(office, lan, hanh)
    assert found_in(lan)

    done = erasure(lan).erase_person(person_of(hanh), PASSPHRASE)

    assert done.clean
    assert done.records > 0
    assert found_in(lan) == []
    assert holds(lan, hanh.desk.person) == 0
    tables = dump(lan.desk.database)
    assert not any(
        hanh.desk.person in row
        for name in ("progress", "memory", "receipt")
        for row in tables[name]
    )
    assert [row.name for row in lan.unit.people()] == ["Trần Thị Lan"]


def test_the_preview_counts_what_goes_and_what_stays_and_changes_nothing(office, lan, hanh):
    met(office, lan, hanh)
    path = lan.safety.backup()
    before = dump(lan.desk.database)

    told = erasure(lan).preview_person(person_of(hanh))

    assert dump(lan.desk.database) == before
    assert told.records == sum(count for _kind, count in told.kinds)
    assert dict(told.kinds)["admitted"] == 1
    assert dict(told.kinds)["lesson_finished"] == 1
    assert told.first
    assert told.last
    assert told.first <= told.last
    assert told.lines == 1
    assert [b.name for b in told.backups] == [path.name]
    assert told.backups[0].until > told.backups[0].at
    assert erasure(lan).erase_person(person_of(hanh), PASSPHRASE).records == told.records


@pytest.mark.parametrize("name", [DECOMPOSED, "Nguyen Thi Hanh", "nguyen_thi_hanh", NAME.upper()])
def test_a_file_aside_that_is_named_after_the_erased_goes_however_it_is_written(
    office, lan, hanh, name
):
    whole = Path(hanh.handover.export(office.stick).path)
    met(office, lan, hanh)
    cut = office.stick / f"{name} tuần 47.thoc"
    cut.write_bytes(whole.read_bytes()[:300] + b"x")
    lan.unit.intake([cut])
    assert len(lan.unit.quarantine()) == 1

    erasure(lan).erase_person(person_of(hanh), PASSPHRASE)

    assert lan.unit.quarantine() == ()
    assert not any(name in line.text for line in lan.desk.papers.trail())
    assert found_in(lan) == []


def test_the_draft_of_a_plan_names_the_erased_no_more_and_stays_a_draft(office, lan, hanh):
    met(office, lan, hanh)
    planning = Planning(lan.desk)
    item = PlanItem("CM03", "Kỹ năng")
    draft = planning.keep_draft(
        Plan("", f"Kế hoạch của {NAME}", items=(item,), people=(person_of(hanh),), reason=NAME)
    )

    erasure(lan).erase_person(person_of(hanh), PASSPHRASE)

    assert planning.drafts() == (replace(draft, title="Kế hoạch của …", reason="…"),)
    assert found_in(lan) == []


def test_receipts_that_lie_where_packets_are_taken_from_do_not_bring_the_name_back(
    office, lan, hanh
):
    hanh.handover.export(office.stick)
    lan.unit.intake([office.stick])
    lan.unit.admit(person_of(hanh))
    assert lan.unit.write_receipts(office.stick) == 1
    erasure(lan).erase_person(person_of(hanh), PASSPHRASE, office.stick)

    report = lan.unit.intake([office.stick])

    assert (report.new, report.quarantined) == (0, 0)
    assert found_in(lan) == []


def test_a_packet_of_an_erased_person_is_refused_and_not_set_aside(office, lan, hanh):
    packet = Path(hanh.handover.export(office.stick).path)
    lan.unit.intake([packet])
    erasure(lan).erase_person(person_of(hanh), PASSPHRASE)

    dry = lan.unit.intake([packet], dry=True)
    report = lan.unit.intake([packet])

    assert (dry.erased, dry.new) == (report.erased, report.new)
    assert report.erased > 0
    assert (report.new, report.quarantined) == (0, 0)
    assert lan.unit.quarantine() == ()
    assert found_in(lan) == []


def test_a_supervisor_without_the_root_erases_nobody(office, lan, hanh):
    met(office, lan, hanh)
    with pytest.raises(NotEntitled):
        erasure(hanh).erase_person(person_of(lan), PASSPHRASE)
    with pytest.raises(NotEntitled):
        erasure(hanh).preview_person(person_of(lan))
    with pytest.raises(WrongPassphrase):
        erasure(lan).erase_person(person_of(hanh), "một mật khẩu khác")
    assert holds(lan, hanh.desk.person) > 0


def test_what_a_person_erases_goes_from_their_computer_and_then_from_the_unit(office, lan, hanh):
    met(office, lan, hanh)

    done = erasure(hanh).erase_own()

    assert done.clean
    assert holds(hanh, hanh.desk.person) == 0
    assert found_in(hanh) == []
    request = Path(hanh.handover.export(office.stick).path)
    assert "Hanh" not in request.name
    report = lan.unit.intake([request])
    assert report.gone > 0
    assert report.quarantined == 0
    assert holds(lan, hanh.desk.person) == 0
    assert found_in(lan) == []
    assert hanh.handover.state().results == 0


def test_what_stands_beside_ones_own_records_goes_with_them(office, hanh):
    errata = hanh.sync.errata
    errata.keep(errata.write(LESSON, "Sai", named=True))
    assert hanh.study.texts.studied.digests()

    erasure(hanh).erase_own()

    assert errata.all() == ()
    assert hanh.study.texts.studied.digests() == {}
    tables = dump(hanh.desk.database)
    assert [tables[name] for name in ("draft", "studied", "erratum")] == [[]] * 3


def test_the_notice_of_the_root_erases_at_the_persons_own_computer(office, lan, hanh):
    met(office, lan, hanh)
    done = erasure(lan).erase_person(person_of(hanh), PASSPHRASE, office.stick)

    report = hanh.handover.take([Path(done.path)])

    assert report.gone == done.records
    kinds = {row.kind for row in _rows(hanh)}
    # The private chain is theirs, and who they were before they joined.
    assert kinds == {"lesson_opened", "section_read", "answered", "profile"}


def _rows(services):
    from selfstudy.store.facts import rows_of

    return rows_of(services.desk.journal, services.desk.person)


def test_whoever_learns_on_after_an_erasure_begins_a_new_life(office, lan, hanh):
    met(office, lan, hanh)
    done = erasure(lan).erase_person(person_of(hanh), PASSPHRASE, office.stick)
    hanh.handover.take([Path(done.path)])
    erasure(hanh).erase_own()

    office.study(hanh)
    new = office.hand_over(hanh, lan)

    assert new == 2  # who they are, and the lesson
    assert [person.name for person in lan.unit.unknown()] == [NAME]
    lan.unit.admit(person_of(hanh))
    office.answer_with_receipt(lan, hanh)
    assert hanh.handover.state().unreceived == 0


def test_a_backup_from_before_does_not_bring_the_erased_back(office, lan, hanh):
    met(office, lan, hanh)
    backup = lan.safety.backup()
    erasure(lan).erase_person(person_of(hanh), PASSPHRASE)
    person = lan.desk.profile.id
    lan.desk.close()

    restore(backup, office.computer("lan").profiles)
    again = office.open("lan", person)

    assert holds(again, hanh.desk.person) == 0
    assert found_in(again) == []


def test_what_a_restore_set_aside_is_told_and_goes_with_the_backups(office, hanh):
    backup = hanh.safety.backup()
    hanh.desk.close()
    places = office.computer("hanh")
    restore(backup, places.profiles, places.state)
    hanh = office.open("hanh", person_of(hanh))
    (aside,) = places.profiles.glob("*.before")
    assert (aside / "journal.db").exists()

    assert erasure(hanh).preview_own().aside == 1
    erasure(hanh).erase_own(backups=True)

    assert erasure(hanh).preview_own().aside == 0
    assert not aside.exists()
    assert hanh.safety.found() == []


def test_the_trail_tells_of_the_erasure_without_the_name(office, lan, hanh):
    met(office, lan, hanh)

    erasure(lan).erase_person(person_of(hanh), PASSPHRASE)

    (line,) = lan.desk.papers.trail("erase")
    assert line.who == "Trần Thị Lan"
    assert '"by": "root"' in line.text
    assert not any("Hạnh" in line.text or "Hanh" in line.text for line in lan.desk.papers.trail())
    (imported,) = lan.desk.papers.trail("import")
    assert '"new": ' in imported.text


def test_what_was_erased_by_intent_is_not_taken_for_lost(office, hanh):
    hanh.erasure.erase_own()
    person = person_of(hanh)
    hanh.desk.close()

    again = office.open("hanh", person)

    assert again.desk.guard.behind == {}
    assert not again.desk.guard.copied
    office.study(again)
    assert again.handover.state().results == 1


def test_the_request_of_a_whole_profile_reaches_the_unit(office, lan, hanh):
    met(office, lan, hanh)
    hanh.safety.backup()

    done = hanh.erasure.erase_profile(office.stick)

    assert not hanh.desk.folder.exists()
    assert hanh.safety.found() == []
    assert lan.unit.intake([Path(done.path)]).gone > 0
    assert found_in(lan) == []


def moved(office, lan, hanh):
    """Somebody whose records the unit has, and who belongs to Mai's since."""
    met(office, lan, hanh)
    mai = office.supervisor("Đỗ Thị Mai", "mai")
    hanh.handover.join(office.card)
    office.study(hanh)
    office.hand_over(hanh, mai)
    return mai


def test_a_unit_left_behind_is_asked_by_a_file_of_its_own(office, lan, hanh):
    mai = moved(office, lan, hanh)
    assert hanh.erasure.preview_own().former == (lan.desk.card.name,)

    done = hanh.erasure.erase_own(office.stick)
    (request,) = map(Path, done.former)
    packet = Path(hanh.handover.export(office.stick).path)

    assert request.name.endswith("_UbndPhuongBenThanh.thoc")
    assert mai.unit.intake([request]).gone == 0  # sealed to the other unit alone
    assert mai.unit.intake([packet]).gone > 0
    assert holds(lan, hanh.desk.person) > 0
    assert lan.unit.intake([request]).gone > 0
    assert (holds(lan, hanh.desk.person), holds(mai, hanh.desk.person)) == (0, 0)
    assert found_in(lan) == []


def test_a_unit_left_behind_can_be_asked_when_all_is_gone_here(office, lan, hanh):
    moved(office, lan, hanh)
    assert hanh.erasure.erase_own().former == ()

    assert hanh.erasure.preview_own().former == (lan.desk.card.name,)
    again = hanh.erasure.erase_own(office.stick)

    assert again.records == 0
    assert lan.unit.intake([Path(path) for path in again.former]).gone > 0


def test_a_whole_profile_asks_all_its_units_before_it_is_gone(office, lan, hanh):
    mai = moved(office, lan, hanh)

    done = hanh.erasure.erase_profile(office.stick)

    assert mai.unit.intake([Path(done.path)]).gone > 0
    assert lan.unit.intake([Path(path) for path in done.former]).gone > 0
    assert [holds(one, hanh.desk.person) for one in (lan, mai)] == [0, 0]


@pytest.mark.parametrize("steps", range(5))
def test_an_erasure_of_a_whole_profile_that_was_cut_off_is_finished_at_the_next_start(
    office, lan, hanh, monkeypatch, steps
):
    met(office, lan, hanh)
    hanh.safety.backup()
    places, person = office.computer("hanh"), hanh.desk.profile.id
    nam = bootstrap.profiles(places, office.clock, office.shelf).create("Phạm Văn Nam", "P02")
    gone = []

    def cut_off(path):
        if len(gone) == steps:
            raise KeyboardInterrupt
        gone.append(path)
        shred(path)

    with monkeypatch.context() as patched, contextlib.suppress(KeyboardInterrupt):
        patched.setattr("selfstudy.services.unit.erasure.shred", cut_off)
        hanh.erasure.erase_profile()

    people = bootstrap.profiles(places, office.clock, office.shelf)
    assert [profile.id for profile in people.profiles()] == [nam.id]

    left = [path.name for path in (office.folder / "hanh").rglob("*") if person[:8] in path.name]
    assert left == []
    people.open(nam.id).close()


def test_whoever_is_opened_first_also_finishes_it(office, hanh):
    places, person = office.computer("hanh"), hanh.desk.profile.id
    hanh.desk.close()
    people = bootstrap.profiles(places, office.clock, office.shelf)
    nam = people.create("Phạm Văn Nam", "P02")
    hanh.desk.folder.rename(hanh.desk.folder.with_name(f"{person}.gone"))

    people.open(nam.id).close()

    assert [path.name for path in places.profiles.iterdir()] == [nam.id]


def test_two_requests_on_one_day_have_two_names(office, lan, hanh):
    met(office, lan, hanh)
    hanh.erasure.erase_own()

    first, second = (hanh.erasure.write_request(office.stick) for _time in range(2))

    assert first != second
    assert lan.unit.intake([first]).gone > 0
    assert lan.unit.intake([second]).gone == 0


def test_a_list_signed_before_an_erasure_does_not_bring_the_name_back(office, lan, hanh):
    met(office, lan, hanh)
    desk = hanh.desk
    listed = [Listed(desk.person, desk.ring.public, NAME), Listed(b"k" * 16, b"k" * 32, "Lê Mai")]
    old = write_roster(lan.desk, listed, office.stick, "An Bình")
    erasure(lan).erase_person(person_of(hanh), PASSPHRASE)

    looked = lan.unit.intake([old], dry=True).files[0]
    taken = lan.unit.intake([old]).files[0]

    assert (looked.papers, looked.erased) == (taken.papers, taken.erased) == (1, 1)
    assert {row.name for row in lan.unit.people()} == {"Trần Thị Lan", "Lê Mai"}
    assert found_in(lan) == []


@pytest.mark.parametrize("stone", ["A.thoc", "z.thoc"])
def test_a_folder_with_a_list_the_packets_and_the_request_to_erase_leaves_nobody(
    office, lan, hanh, stone
):
    desk = hanh.desk
    write_roster(lan.desk, [Listed(desk.person, desk.ring.public, NAME)], office.stick, "An Bình")
    hanh.handover.export(office.stick)
    shutil.copytree(office.folder / "lan", office.folder / "again")
    lan.unit.intake([office.stick])
    done = erasure(lan).erase_person(person_of(hanh), PASSPHRASE, office.stick)
    Path(done.path).rename(office.stick / stone)
    again = office.open("again", lan.desk.profile.id)

    again.unit.intake([office.stick])

    assert [row.name for row in again.unit.people()] == ["Trần Thị Lan"]
    assert again.unit.unknown() == ()
    assert found_in(again) == []


def test_a_list_signed_after_an_erasure_admits_who_was_erased_anew(office, lan, hanh):
    met(office, lan, hanh)
    erasure(lan).erase_person(person_of(hanh), PASSPHRASE)
    office.clock.move(minutes=1)
    listed = [Listed(hanh.desk.person, hanh.desk.ring.public, NAME)]
    new = write_roster(lan.desk, listed, office.stick, "An Bình")

    assert lan.unit.intake([new]).files[0].papers == 1
    assert {row.name for row in lan.unit.people()} == {"Trần Thị Lan", NAME}
    again = lan.unit.intake([new]).files[0]
    assert (again.papers, again.papers_known, again.erased) == (0, 1, 0)
