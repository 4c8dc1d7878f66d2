from __future__ import annotations

from datetime import date

import pytest

from selfstudy.domain.record import HoursRecognised, KeyAdded, Listed, Matched, Profile
from selfstudy.services.people.staff import Staff
from selfstudy.store.journal import Author
from tests.builders import STRANGER


@pytest.fixture
def lan(office):
    return office.supervisor()


def admitted(office, lan, name, computer):
    """Somebody on the list; their id."""
    learner = office.learner(name, computer)
    office.study(learner)
    office.hand_over(learner, lan)
    lan.unit.admit(learner.desk.profile.id)
    return learner.desk.profile.id


@pytest.fixture
def three(office, lan):
    """Hạnh's new computer, which two people on the list might be."""
    hanh, hang = (
        admitted(office, lan, "Nguyễn Thị Hạnh", "hanh"),
        admitted(office, lan, "Nguyễn Thị Hằng", "hang"),
    )
    again = office.learner("Nguyễn Thị Hạnh", "again")
    office.hand_over(again, lan)
    return again.desk.profile.id, hanh, hang


@pytest.fixture
def minh(office, lan, three):
    return office.second_supervisor(lan)


@pytest.fixture
def torn(office, lan, minh, three):
    """Lan said that it is Hạnh's, Minh a minute later that it is Hằng's; both heard both."""
    again, hanh, hang = three
    lan.unit.match((again, hanh))
    office.clock.move(minutes=1)
    minh.unit.match((again, hang))
    office.share(lan, minh)
    office.share(minh, lan)
    return three


def test_whom_an_id_belongs_to_said_differently_is_told_to_everybody_it_concerns(lan, minh, torn):
    again, hanh, hang = torn

    told = [lan.unit.contrary(one) for one in torn]

    assert told[0] == told[1] == told[2] != ()
    (said,) = told[0]
    assert (said.kind, said.name) == ("matched", "Nguyễn Thị Hạnh")
    assert [(one.by, one.other) for one in said.decisions] == [
        ("Trần Thị Lan", "Nguyễn Thị Hạnh"), ("Lê Văn Minh", "Nguyễn Thị Hằng"),
    ]  # fmt: skip
    assert said.decisions[0].said[1:] == said.decisions[1].said[1:] != ()
    counted = {row.id: row.ids for row in lan.unit.people()}
    assert (counted[hanh], counted[hang]) == (1, 2), "the last word counts meanwhile"
    assert minh.unit.contrary(again) == lan.unit.contrary(again)
    assert lan.unit.contrary() == told[0], "it is among what disagrees about anybody"
    assert said.person == hang


@pytest.mark.parametrize("kept", [0, 1])
def test_the_word_that_is_kept_counts_everywhere_and_nothing_is_contrary_any_more(
    office, lan, minh, torn, kept
):
    _again, hanh, hang = torn
    (said,) = lan.unit.contrary(hanh)

    lan.unit.undo(*said.without(said.decisions[kept].id))
    office.share(lan, minh)

    for supervisor in lan, minh:
        assert [supervisor.unit.contrary(one) for one in torn] == [(), (), ()]
        counted = {row.id: row.ids for row in supervisor.unit.people()}
        assert (counted[hanh], counted[hang]) == ((2, 1), (1, 2))[kept]


def test_hours_that_came_with_the_match_that_is_not_kept_go_with_it(office, lan, minh, three):
    again, hanh, hang = three
    lan.desk.write_about(bytes.fromhex(hanh), HoursRecognised("CM03", 800, "QĐ-15", "2026-11"))
    office.clock.move(minutes=1)
    lan.unit.match((again, hanh))
    office.clock.move(minutes=1)
    minh.unit.match((again, hang))
    office.share(minh, lan)
    (said,) = lan.unit.contrary(hang)

    lan.unit.undo(*said.without(said.decisions[1].id))

    recognised = {row.id: row.recognised for row in lan.unit.people()}
    assert (recognised[hanh], recognised[hang]) == (8, 0)


def test_a_match_said_by_somebody_who_knew_of_the_other_is_not_contrary(office, lan, minh, three):
    again, hanh, hang = three
    lan.unit.match((again, hanh))
    office.share(lan, minh)

    minh.unit.match((again, hang))
    office.share(minh, lan)

    assert lan.unit.contrary(again) == minh.unit.contrary(hanh) == ()


def test_two_matches_with_one_human_are_not_contrary(office, lan, minh, torn):
    _again, hanh, hang = torn

    lan.unit.match((hanh, hang))

    assert lan.unit.contrary(hang) == ()


def test_a_match_with_somebody_of_whom_nothing_is_held_here_is_told_all_the_same(
    office, lan, minh, three
):
    again, hanh, _hang = three
    lan.unit.match((again, hanh))
    minh.desk.write_about(bytes.fromhex(again), Matched("00" * 16))
    minh.desk.write_about(bytes.fromhex(again), Matched("nobody"))
    minh.desk.know_again()
    office.clock.move(minutes=1)
    minh.desk.write_about(bytes.fromhex(again), Matched("00" * 16))
    office.share(minh, lan)

    (said,) = lan.unit.contrary(hanh)

    assert [one.other for one in said.decisions] == ["Nguyễn Thị Hạnh", ""]


def test_what_two_lists_say_differently_at_once_is_told_until_one_is_kept(office, lan, minh, three):
    _again, hanh, _hang = three
    for supervisor, department in (lan, "Văn phòng"), (minh, "Phòng Kinh tế"):
        Staff(supervisor.desk).describe(hanh, "", "P02", "CB07", department)
        office.clock.move(minutes=1)
    office.share(minh, lan)

    (said,) = lan.unit.contrary(hanh)

    assert said.kind == "listed"
    assert [one.said[2] for one in said.decisions] == ["Văn phòng", "Phòng Kinh tế"]
    lan.unit.undo(*said.without(said.decisions[0].id))
    assert lan.unit.contrary(hanh) == ()
    assert next(p for p in lan.unit.people() if p.id == hanh).department == "Văn phòng"


def test_whoever_describes_a_person_again_settles_what_lists_said_differently(
    office, lan, minh, three
):
    _again, hanh, _hang = three
    thu = bytes.fromhex(hanh)
    for supervisor, department in (lan, "Văn phòng"), (minh, "Phòng Kinh tế"):
        supervisor.desk.write_about(thu, Listed("Nguyễn Thị Hạnh", "P02", "", department))
        office.clock.move(minutes=1)
    office.share(minh, lan)
    assert len(lan.unit.contrary(hanh)) == 1

    Staff(lan.desk).describe(hanh, "", "P02", "", "Phòng Văn hóa")
    office.share(lan, minh)

    assert lan.unit.contrary(hanh) == minh.unit.contrary(hanh) == ()


def test_the_same_said_twice_is_not_contrary(office, lan, minh, three):
    again, hanh, _hang = three
    for supervisor in lan, minh:
        Staff(supervisor.desk).describe(hanh, "", "P02", "CB07", "Văn phòng")
        supervisor.unit.match((again, hanh))
        Staff(supervisor.desk).leave(hanh, date(2026, 11, 30))
    office.share(minh, lan)

    assert lan.unit.contrary(hanh) == ()


def test_two_days_of_leaving_are_told(office, lan, minh, three):
    _again, hanh, _hang = three
    Staff(lan.desk).leave(hanh, date(2026, 11, 30))
    office.clock.move(minutes=1)
    Staff(minh.desk).leave(hanh, date(2026, 12, 15), "Sở Nội vụ")
    office.share(minh, lan)

    (said,) = lan.unit.contrary(hanh)

    assert said.kind == "departed"
    assert [one.said for one in said.decisions] == [("30/11/2026",), ("15/12/2026", "Sở Nội vụ")]


@pytest.fixture
def two_profiles(office, lan):
    """Somebody who told another position on each of two computers; Minh knows too."""
    hanh = office.learner()
    office.hand_over(hanh, lan)
    lan.unit.admit(hanh.desk.profile.id)
    hanh.desk.write(KeyAdded(STRANGER.public.hex()))
    author = Author(STRANGER.public, hanh.desk.person, hanh.desk.unit)
    hanh.desk.append(author, [Profile("Nguyễn Thị Hạnh", "P01")])
    hanh.desk.journal.seal(STRANGER.public, STRANGER.sign)
    hanh.desk.know_again({hanh.desk.person})
    office.hand_over(hanh, lan)
    return hanh


def settled_differently(office, lan, minh, hanh):
    for supervisor, place in (lan, 0), (minh, 1):
        row = next(p for p in supervisor.unit.people() if p.id == hanh.desk.profile.id)
        supervisor.unit.settle(row.id, row.disputed[place].digest)
        office.clock.move(minutes=1)
    office.share(minh, lan)


def test_a_profile_settled_differently_is_told_until_one_is_kept(office, lan, two_profiles):
    person, minh = two_profiles.desk.profile.id, office.second_supervisor(lan)
    settled_differently(office, lan, minh, two_profiles)

    (said,) = lan.unit.contrary(person)

    assert said.kind == "admitted"
    assert [one.by for one in said.decisions] == ["Trần Thị Lan", "Lê Văn Minh"]
    assert len({one.said for one in said.decisions}) == 2
    lan.unit.undo(*said.without(said.decisions[0].id))
    assert lan.unit.contrary(person) == ()
    row = next(p for p in lan.unit.people() if p.id == person)
    assert (row.position, row.disputed) == (said.decisions[0].said[1], ())


def test_what_was_settled_differently_is_over_once_the_person_says_who_they_are(
    office, lan, two_profiles
):
    minh = office.second_supervisor(lan)
    settled_differently(office, lan, minh, two_profiles)
    office.clock.move(minutes=1)

    two_profiles.desk.introduce("CB07")
    office.hand_over(two_profiles, lan)

    assert lan.unit.contrary(two_profiles.desk.profile.id) == ()
