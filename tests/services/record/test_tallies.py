"""The numbers of everybody at once are those that each person's own ledger tells."""

from __future__ import annotations

import pytest

from selfstudy.domain.record import HoursRecognised, Voided
from selfstudy.services.record.ledger import Ledger
from selfstudy.services.record.tallies import Tallies, Tally


@pytest.fixture
def lan(office):
    return office.supervisor()


def told(desk, person):
    """The same numbers, by the ledger of one person."""
    rows = Ledger(desk, person).rows()
    own = [row.hours for row in rows if row.ledger == "self_study"]
    given = [row.hours for row in rows if row.ledger == "recognised"]
    return Tally(len(own), sum(own), sum(given))


def brought(office, lan, name, computer):
    learner = office.learner(name, computer)
    office.study(learner)
    office.hand_over(learner, lan)
    return learner.desk.person


def test_everybody_is_counted_as_alone_matched_or_with_hours_taken_back(office, lan):
    hanh = brought(office, lan, "Nguyễn Thị Hạnh", "hanh")
    again = brought(office, lan, "Nguyễn Thị Hạnh", "again")
    minh = brought(office, lan, "Lê Văn Minh", "minh")
    lan.unit.admit(hanh.hex(), minh.hex())
    lan.unit.match((again.hex(), hanh.hex()))
    hours = HoursRecognised("CM03", 800, "QĐ 12", "2026-11-20")
    lan.desk.write_about(hanh, hours)
    lan.desk.write_about(again, hours)
    (_first, *_rest) = lan.desk.write_about(minh, hours)
    (wrong, *_rest) = lan.desk.write_about(
        minh, HoursRecognised("CM03", 400, "QĐ 13", "2026-11-20")
    )
    lan.desk.write_about(minh, Voided(wrong.source.hex(), wrong.number, wrong.digest.hex()))

    tallies = Tallies(lan.desk)

    for person in (hanh, again, minh, lan.desk.person):
        assert tallies.of(person) == told(lan.desk, person)
    assert (tallies.of(hanh).lessons, tallies.of(hanh).recognised) == (1, 8.0)
    assert tallies.of(minh).recognised == 8.0
    assert tallies.of(lan.desk.person) == Tally(0, 0, 0)
