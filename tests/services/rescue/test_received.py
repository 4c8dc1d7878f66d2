"""Records of others that were received and confirmed are missed, too, when the file lost them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from selfstudy.services.rescue.doctor import Doctor
from selfstudy.services.rescue.safety import rescue
from tests.builders import answered, finished
from tests.office import Office


def share(learner, number):
    learner.desk.write(finished(f"CM03-{number}"))


@pytest.fixture
def unit(tmp_path):
    """A supervisor with a backup, who received 3 records after it; and the file as it was then."""
    office = Office(tmp_path)
    lan = office.supervisor()
    hanh = office.learner()
    office.hand_over(hanh, lan)
    lan.unit.admit(*(person.id for person in lan.unit.unknown()))
    lan.safety.backup()
    lan.desk.close()
    journal = lan.desk.folder / "journal.db"
    before = journal.read_bytes()
    lan = office.open("lan", lan.desk.profile.id)
    for number in range(3):
        share(hanh, number)
    office.hand_over(hanh, lan)
    lan.desk.close()
    yield office, hanh, journal, before
    office.close()


def mend(office, journal):
    places = office.computer("lan")
    return rescue(journal.parent, places.state, [places.data / "backups"], office.clock)


def put_back(journal, content):
    """Another content of the same file on the disk."""
    with journal.open("r+b") as file:
        file.write(content)
        file.truncate()


def test_a_file_that_lost_what_others_sent_is_noticed_and_confirms_anew(unit):
    office, hanh, journal, before = unit
    put_back(journal, before)
    places = office.computer("lan")
    examined = Doctor(places, journal.parent.name, office.clock()).examine()
    assert {f.code: f.details for f in examined.findings}["behind"] == {"n": 3}

    lan = office.open("lan", journal.parent.name)

    assert sum(map(len, lan.desk.guard.behind.values())) == 3
    office.answer_with_receipt(lan, hanh)
    assert office.hand_over(hanh, lan) == 3
    lan.desk.close()
    assert not office.open("lan", journal.parent.name).desk.guard.behind


def test_what_others_sent_and_is_lost_is_told_by_number(unit):
    office, hanh, journal, before = unit
    put_back(journal, before[: len(before) // 3])

    made = mend(office, journal)

    told = dict(made.told())
    assert told["rescue.gap_others"] == {"n": 3}
    assert "rescue.whole" not in told
    lan = office.open("lan", journal.parent.name)
    assert not lan.desk.guard.behind
    office.answer_with_receipt(lan, hanh)
    assert office.hand_over(hanh, lan) == 3


def test_without_any_copy_all_that_others_sent_is_told(unit):
    office, _hanh, journal, before = unit
    shutil.rmtree(office.computer("lan").data / "backups")
    put_back(journal, before[:4096])

    told = dict(mend(office, journal).told())

    assert told["rescue.gap_others"] == {"n": 4}  # who she is, and three lessons


def test_what_is_erased_is_not_missed(unit):
    office, hanh, journal, _before = unit
    lan = office.open("lan", journal.parent.name)
    lan.erasure.erase_person(hanh.desk.person.hex(), "mật khẩu dài")
    lan.desk.close()

    assert not office.open("lan", journal.parent.name).desk.guard.behind


def test_a_rehearsal_counts_nothing(unit):
    office, hanh, journal, _before = unit
    lan = office.open("lan", journal.parent.name)
    hanh.desk.write(answered("q1"))
    share(hanh, 7)
    path = Path(hanh.handover.export(office.stick).path)
    assert lan.unit.intake([path], dry=True).new == 1
    lan.desk.close()

    assert not office.open("lan", journal.parent.name).desk.guard.behind


def test_a_count_of_others_that_makes_no_sense_alarms_nobody(unit):
    office, _hanh, journal, _before = unit
    heads = office.computer("lan").state / f"{journal.parent.name}.heads"
    content = heads.read_bytes()
    at = content.index(b"others") + 32
    heads.write_bytes(content[:at] + b"\xff" * 8 + content[at + 8 :])

    assert not office.open("lan", journal.parent.name).desk.guard.behind
