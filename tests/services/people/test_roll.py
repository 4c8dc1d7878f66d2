from __future__ import annotations

import pytest

from selfstudy.domain.errors import NotEntitled, SamePerson
from selfstudy.domain.record import HoursRecognised, KeyAdded, Profile
from selfstudy.store.people import people
from tests.builders import STRANGER


@pytest.fixture
def lan(office):
    return office.supervisor()


@pytest.fixture
def hanh(office, lan):
    """On the roster, with a lesson finished."""
    learner = office.learner()
    office.study(learner)
    office.hand_over(learner, lan)
    lan.unit.admit(learner.desk.profile.id)
    return learner


@pytest.fixture
def again(office, lan, hanh):
    """The same human after a reinstall, who finished the same lesson once more."""
    learner = office.learner(computer="hanh-again")
    office.study(learner)
    office.hand_over(learner, lan)
    return learner


def rows(supervisor):
    return {row.id: row for row in supervisor.unit.people()}


def seen_by_all(supervisor):
    """Everything that is said of people, as it would be drawn."""
    return supervisor.unit.people(), supervisor.unit.unknown(), supervisor.unit.view()


def test_a_reinstalled_person_is_counted_as_one_and_hours_once(office, lan, hanh, again):
    before = rows(lan)[hanh.desk.profile.id]

    lan.unit.match((again.desk.profile.id, hanh.desk.profile.id))

    assert lan.unit.unknown() == ()
    row = rows(lan)[hanh.desk.profile.id]
    assert set(rows(lan)) == {hanh.desk.profile.id, lan.desk.profile.id}
    assert (row.lessons_done, row.self_study) == (before.lessons_done, before.self_study) == (1, 8)
    assert (row.facts, row.ids) == (before.facts + 2, 2)
    kinds = [fact.kind for fact in lan.unit.facts_behind(hanh.desk.profile.id)]
    assert kinds.count("lesson_finished") == 2, "both are shown, one counts"


def test_a_match_taken_back_leaves_everything_as_it_was(office, lan, hanh, again):
    before = seen_by_all(lan)
    decisions = lan.unit.match((again.desk.profile.id, hanh.desk.profile.id))
    assert seen_by_all(lan) != before

    lan.unit.undo(*decisions)

    assert seen_by_all(lan) == before


def test_an_admission_is_taken_back_later_from_the_persons_page(office, lan, hanh, again):
    before = seen_by_all(lan)
    lan.unit.admit(again.desk.profile.id)

    (decision,) = lan.unit.decisions(again.desk.profile.id)
    assert (decision.kind, decision.by, decision.name) == (
        "admitted", "Trần Thị Lan", "Nguyễn Thị Hạnh",
    )  # fmt: skip
    lan.unit.undo(decision.id)

    assert seen_by_all(lan) == before


def test_two_of_the_roster_of_the_same_name_merged_by_mistake_are_two_again(
    office, lan, hanh, again
):
    lan.unit.admit(again.desk.profile.id)
    before = seen_by_all(lan)
    lan.unit.match((again.desk.profile.id, hanh.desk.profile.id))
    assert len(lan.unit.people()) == 2
    kinds = [d.kind for d in lan.unit.decisions(hanh.desk.profile.id)]
    assert sorted(kinds) == ["admitted", "admitted", "matched"]

    match = next(d for d in lan.unit.decisions(hanh.desk.profile.id) if d.kind == "matched")
    lan.unit.undo(match.id)

    assert seen_by_all(lan) == before


def test_who_is_one_already_is_not_matched_again(office, lan, hanh, again):
    lan.unit.match((again.desk.profile.id, hanh.desk.profile.id))

    for pair in (again, hanh), (hanh, again), (hanh, hanh):
        with pytest.raises(SamePerson):
            lan.unit.match((pair[0].desk.profile.id, pair[1].desk.profile.id))


def test_every_supervisor_sees_the_same_after_contrary_matches(office, lan, hanh, again):
    lan.unit.admit(again.desk.profile.id)
    minh = office.second_supervisor(lan)
    lan.unit.match((again.desk.profile.id, hanh.desk.profile.id))
    office.clock.move(minutes=1)
    minh.unit.match((hanh.desk.profile.id, again.desk.profile.id))

    office.share(lan, minh)
    office.share(minh, lan)

    assert lan.unit.people() == minh.unit.people()
    assert hanh.desk.profile.id in rows(lan), "the word said first"
    assert again.desk.profile.id not in rows(lan)
    match = next(d for d in minh.unit.decisions(hanh.desk.profile.id) if d.other)
    minh.unit.undo(match.id)
    office.share(minh, lan)
    assert lan.unit.people() == minh.unit.people()


def test_a_match_said_again_otherwise_takes_the_place_of_the_first(office, lan, hanh, again):
    minh = office.learner("Lê Văn Minh", "minh")
    office.hand_over(minh, lan)
    lan.unit.admit(minh.desk.profile.id)
    lan.unit.match((again.desk.profile.id, minh.desk.profile.id))

    lan.unit.match((again.desk.profile.id, hanh.desk.profile.id))

    assert rows(lan)[hanh.desk.profile.id].ids == 2
    assert rows(lan)[minh.desk.profile.id].ids == 1


def test_hours_recognised_under_both_ids_by_one_decision_count_once(office, lan, hanh, again):
    lan.unit.match((again.desk.profile.id, hanh.desk.profile.id))
    for learner in (hanh, again):
        lan.desk.write_about(learner.desk.person, HoursRecognised("CM03", 800, "QĐ-15", "2026-11"))
    lan.desk.write_about(again.desk.person, HoursRecognised("CM04", 400, "QĐ-16", "2026-11"))

    assert rows(lan)[hanh.desk.profile.id].recognised == 12


def test_a_newcomer_is_compared_with_those_of_the_same_name_or_code(office, lan, hanh, again):
    (waiting,) = lan.unit.unknown()

    assert [other.id for other in waiting.candidates] == [hanh.desk.profile.id]
    assert (waiting.sure, waiting.lessons_done, waiting.self_study) == ("", 1, 8.0)
    assert waiting.last_at is not None


def test_the_same_name_and_staff_code_is_surely_the_same_person(office, lan):
    learners = [office.learner("Nguyễn Thị Hạnh", f"hanh-{n}") for n in range(2)]
    for learner in learners:
        learner.desk.introduce("CB012")
        office.hand_over(learner, lan)
    first, second = learners
    assert [one.twins for one in lan.unit.unknown()] == [1, 1]

    lan.unit.admit(first.desk.profile.id)

    (waiting,) = lan.unit.unknown()
    assert (waiting.sure, waiting.twins) == (first.desk.profile.id, 0)
    assert waiting.id == second.desk.profile.id


def test_the_same_code_under_another_name_is_shown_first_and_never_sure(office, lan, hanh):
    hanh.desk.introduce("CB012")
    office.hand_over(hanh, lan)
    other = office.learner("Nguyễn Thị Hạnh Nguyên", "nguyen")
    other.desk.introduce("cb012")
    office.hand_over(other, lan)

    (waiting,) = lan.unit.unknown()

    assert [one.id for one in waiting.candidates] == [hanh.desk.profile.id]
    assert waiting.sure == ""


def two_devices(hanh, lan, office):
    """Hạnh says on another device, at the same time, that she has another position."""
    hanh.desk.write(KeyAdded(STRANGER.public.hex()))
    from selfstudy.store.journal import Author

    author = Author(STRANGER.public, hanh.desk.person, hanh.desk.unit)
    hanh.desk.append(author, [Profile("Nguyễn Thị Hạnh", "P01")])
    hanh.desk.journal.seal(STRANGER.public, STRANGER.sign)
    hanh.desk.know_again({hanh.desk.person})
    office.hand_over(hanh, lan)


def test_positions_told_on_two_devices_are_shown_and_settled_for_the_unit(office, lan, hanh):
    two_devices(hanh, lan, office)
    row = rows(lan)[hanh.desk.profile.id]
    assert len({told.position for told in row.disputed}) == 2
    first = row.disputed[0]

    decisions = lan.unit.settle(hanh.desk.profile.id, first.digest)

    settled = rows(lan)[hanh.desk.profile.id]
    assert (settled.position, settled.disputed) == (first.position, ())
    with pytest.raises(NotEntitled):
        lan.unit.settle(hanh.desk.profile.id, first.digest)
    lan.unit.undo(*decisions)
    assert rows(lan)[hanh.desk.profile.id].disputed == row.disputed


def test_the_person_settles_it_by_saying_who_they_are_again(office, lan, hanh):
    two_devices(hanh, lan, office)

    hanh.desk.introduce()
    office.hand_over(hanh, lan)

    assert rows(lan)[hanh.desk.profile.id].disputed == ()


def test_only_a_supervisor_decides_about_people(lan, hanh, again):
    here = hanh.desk.profile.id
    for ask in (
        lambda: hanh.unit.match((here, here)),
        hanh.unit.undo,
        lambda: hanh.unit.decisions(here),
        lambda: hanh.unit.settle(here, ""),
    ):
        with pytest.raises(NotEntitled):
            ask()


def test_the_matched_persons_own_answer_brings_the_match_to_their_computer(
    office, lan, hanh, again
):
    lan.unit.match((again.desk.profile.id, hanh.desk.profile.id))
    office.answer_with_receipt(lan, again)

    known = again.desk.my_authorities()
    assert known.root_of(again.desk.person) == hanh.desk.person
    (me,) = people(again.desk.journal, again.desk.unit, known, {again.desk.person})
    assert me.admitted is False, "what the unit says of the other id is not theirs to read"


def test_a_report_knows_one_human(office, lan, hanh, again):
    lan.unit.admit(again.desk.profile.id)
    assert len(lan.reporting._everyone(lan.desk.today())) == 3

    lan.unit.match((again.desk.profile.id, hanh.desk.profile.id))

    names = [person.name for person in lan.reporting._everyone(lan.desk.today())]
    assert sorted(names) == ["Nguyễn Thị Hạnh", "Trần Thị Lan"]


def test_nobody_of_whom_nothing_is_held_is_matched(lan, hanh):
    with pytest.raises(NotEntitled):
        lan.unit.match((hanh.desk.profile.id, "00" * 16))


def test_names_are_told_without_counting_and_to_a_supervisor_alone(lan, hanh):
    assert lan.unit.names() == tuple((p.id, p.name, p.position) for p in lan.unit.people())
    with pytest.raises(NotEntitled):
        hanh.unit.names()
