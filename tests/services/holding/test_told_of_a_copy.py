"""Two folders that nobody told apart: the receipt of a third says it, and both begin anew."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from selfstudy.domain.audience import to_own_device
from tests.builders import finished
from tests.office import Office


@pytest.fixture
def office(tmp_path):
    office = Office(tmp_path)
    yield office
    office.close()


@pytest.fixture
def twins(office):
    """A supervisor, and two copies of one folder whose markers were copied along."""
    lan = office.supervisor()
    hanh = office.learner()
    hanh.desk.write(finished("CM03-01"))
    office.hand_over(hanh, lan)
    lan.unit.admit(*(person.id for person in lan.unit.unknown()))
    office.answer_with_receipt(lan, hanh)
    hanh.desk.close()
    shutil.copytree(office.folder / "hanh", office.folder / "twin")
    name = hanh.desk.profile.id
    there = office.computer("twin")
    mark = there.state / f"{name}.mark"
    number = (there.profiles / name / "journal.db").stat().st_ino
    mark.write_text(" ".join([*mark.read_text().split()[:-1], str(number)]))
    here, there = office.open("hanh", name), office.open("twin", name)
    assert not (here.desk.copied)
    assert not (there.desk.copied)
    return lan, here, there


def source_of(services):
    """The source that the next lesson is told in."""
    return services.desk.write(finished("CM03-09"))[0].source


def taken(office, lan, *learners):
    lan.unit.write_receipts(office.stick)
    papers = sorted(office.stick.glob("BienNhan*"))
    for learner in learners:
        learner.handover.take(papers)


def test_both_begin_anew_when_a_receipt_tells_of_two_tails(office, twins):
    lan, here, there = twins
    for services, lesson in ((here, "CM03-02"), (there, "CM03-03")):
        services.desk.write(finished(lesson))
        lan.unit.intake([Path(services.handover.export(office.stick).path)])
    person = to_own_device(here.desk.person)
    before = {place.sid for place in lan.desk.journal.sources(person)}

    taken(office, lan, here, there)

    assert source_of(here) not in before
    assert source_of(there) not in before
    for computer, services in (("hanh", here), ("twin", there)):
        lan.unit.intake([Path(services.handover.export(office.stick).path)])
        services.desk.close()
        assert office.open(computer, here.desk.profile.id).desk.copied, "the next opening says so"
    lan.desk.fold()
    with lan.desk.database.read() as connection:
        rows = lan.desk.journal.folds.progress(connection, here.desk.person)
    assert {row.lesson for row in rows} == {"CM03-01", "CM03-02", "CM03-03", "CM03-09"}


def test_who_wrote_nothing_is_told_by_a_receipt_that_goes_further(office, twins):
    lan, here, there = twins
    old = source_of(here)
    lan.unit.intake([Path(here.handover.export(office.stick).path)])

    taken(office, lan, there)

    assert source_of(there) != old


def test_what_was_written_before_the_word_came_is_still_handed_over(office, twins):
    lan, here, there = twins
    for lesson in ("CM03-02", "CM03-03", "CM03-04"):
        there.desk.write(finished(lesson))
    lan.unit.intake([Path(there.handover.export(office.stick).path)])
    here.desk.write(finished("CM03-05"))

    taken(office, lan, here)

    assert here.handover.state().unreceived == 2  # how far both are one nobody knows yet
    lan.unit.intake([Path(here.handover.export(office.stick).path)])
    taken(office, lan, here)
    assert here.handover.state().unreceived == 0
    with lan.desk.database.read() as connection:
        lan.desk.fold()
        rows = lan.desk.journal.folds.progress(connection, here.desk.person)
    assert "CM03-05" in {row.lesson for row in rows}


def test_a_receipt_over_ones_own_records_alone_changes_nothing(office, twins):
    lan, here, _there = twins
    old = source_of(here)
    lan.unit.intake([Path(here.handover.export(office.stick).path)])
    here.desk.write(finished("CM03-04"))

    taken(office, lan, here)

    assert source_of(here) == old
    here.desk.close()
    assert not office.open("hanh", here.desk.profile.id).desk.copied
