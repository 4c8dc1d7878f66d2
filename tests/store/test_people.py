from __future__ import annotations

import pytest

from selfstudy.domain.authority import Appointment, Authorities
from selfstudy.domain.record import Admitted, Appointed, KeyAdded, Profile
from selfstudy.store.people import authorities, latest_profile, people
from tests.builders import (
    HANH,
    LAN,
    NOON,
    ROOT,
    STRANGER,
    a_journal,
    a_source,
    author,
    carried,
    finished,
    lines_of,
    segments_of,
    take,
    write,
)

HOME = ROOT.identity
YEAR = 365 * 86_400_000


@pytest.fixture
def journal(tmp_path):
    with a_journal(tmp_path) as made:
        yield made


def appoint(journal, ring=LAN, since=NOON, until=NOON + YEAR, by=ROOT):
    fact = Appointed(ring.public.hex(), "Lan", since, until)
    journal.append(author(by, HOME), [fact], NOON, 0, subject=HOME)


def admit(journal, key, at=NOON + 1, by=LAN, name="Hạnh"):
    fact = Admitted(key.hex(), name, "P03", "007")
    journal.append(author(by, HOME), [fact], at, 0, subject=HANH.identity)


def known(journal, revoked=frozenset()):
    return authorities(journal, ROOT.public, revoked)


def test_appointments_are_those_that_the_root_signed(journal):
    appoint(journal)
    appoint(journal, STRANGER, by=STRANGER)

    found = known(journal)

    assert found.appointments == (Appointment(LAN.public, "Lan", NOON, NOON + YEAR),)
    assert found.supervises(LAN.public, NOON)
    assert not known(journal, frozenset({LAN.public})).supervises(LAN.public, NOON)


def test_without_a_card_nobody_is_appointed(journal):
    appoint(journal)

    assert authorities(journal, b"", frozenset()) == Authorities()


def test_an_appointment_that_comes_after_the_facts_makes_them_count(journal):
    admit(journal, STRANGER.public)
    assert known(journal).keys == {}

    appoint(journal)

    assert known(journal).keys == {HANH.identity: frozenset({STRANGER.public})}


@pytest.mark.parametrize("at", [NOON - 1, NOON + YEAR + 1])
def test_what_was_said_before_or_after_an_appointment_does_not_count(journal, at):
    appoint(journal)
    admit(journal, STRANGER.public, at=at)

    assert known(journal).keys == {}


def test_a_key_speaks_for_its_person_when_one_of_theirs_vouches_for_it(journal):
    write(journal, KeyAdded(LAN.public.hex()), unit=HOME)
    journal.append(
        author(LAN, HOME), [KeyAdded(STRANGER.public.hex())], NOON + 1, 0, subject=HANH.identity
    )

    assert known(journal).keys == {HANH.identity: frozenset({LAN.public, STRANGER.public})}


def test_a_stranger_vouches_for_nobody_in_anothers_name(journal):
    journal.append(
        author(STRANGER, HOME), [KeyAdded(LAN.public.hex())], NOON, 0, subject=HANH.identity
    )

    assert known(journal).keys == {}


def test_a_key_that_is_no_hex_is_nobodys(journal):
    write(journal, KeyAdded("not hex"), unit=HOME)

    assert known(journal).keys == {HANH.identity: frozenset({b""})}
    assert not known(journal).speaks_for(STRANGER.public, HANH.identity)


def test_everybody_who_told_something_is_listed_and_the_admitted_are_marked(journal):
    appoint(journal)
    write(journal, Profile("Hạnh", "P03", "007"), finished(), unit=HOME, at=NOON + 5)
    write(journal, Profile("Người lạ"), unit=HOME, ring=STRANGER)
    write(journal, Profile("Nơi khác"), ring=LAN)
    admit(journal, HANH.public)

    found = {person.name: person for person in people(journal, HOME, known(journal))}

    assert set(found) == {"Hạnh", "Người lạ"}
    hanh = found["Hạnh"]
    assert (hanh.admitted, hanh.facts, hanh.last) == (True, 2, NOON + 5)
    assert (hanh.position, hanh.staff_code, hanh.key) == ("P03", "007", HANH.public)
    assert not found["Người lạ"].admitted


def test_somebody_admitted_before_their_first_fact_is_listed_by_the_supervisors_words(journal):
    appoint(journal)
    admit(journal, HANH.public)

    (hanh,) = people(journal, HOME, known(journal))

    assert (hanh.name, hanh.position, hanh.staff_code, hanh.facts) == ("Hạnh", "P03", "007", 0)
    assert (hanh.key, hanh.last) == (b"", 0)


def test_some_people_may_be_asked_for(journal):
    for ring in (HANH, STRANGER):
        write(journal, Profile("x"), unit=HOME, ring=ring)

    (found,) = people(journal, HOME, known(journal), {HANH.identity})

    assert found.person == HANH.identity
    assert people(journal, b"a unit nobody told", known(journal)) == []


def test_an_admission_by_somebody_not_appointed_admits_nobody(journal):
    write(journal, Profile("Hạnh"), unit=HOME)
    admit(journal, HANH.public)

    (hanh,) = people(journal, HOME, known(journal))

    assert not hanh.admitted


def test_the_newest_own_profile_counts_and_a_forged_one_is_passed_over(journal):
    write(journal, Profile("Hạnh", seal_key="aa"), unit=HOME)
    write(journal, Profile("Hạnh", "P09", seal_key="bb"), unit=HOME, at=NOON + 1)
    source = a_source(STRANGER, HANH.identity, HOME)
    forged = lines_of([Profile("Hạnh", seal_key="cc")], at=NOON + YEAR)
    take(journal, carried(source, *segments_of(source, STRANGER, forged)))

    told, place = latest_profile(journal, HANH.identity, known(journal))

    assert (told.seal_key, place.source.author) == ("bb", HANH.public)
    (hanh,) = people(journal, HOME, known(journal))
    assert (hanh.position, hanh.key) == ("P09", HANH.public)


def test_a_profile_that_this_program_cannot_read_gives_way_to_the_one_before(journal):
    write(journal, Profile("Hạnh", seal_key="aa"), unit=HOME)
    (place,) = journal.sources(_own())
    line = b'[%d,0,"profile",[42]]' % (NOON + 1)
    journal.seal(HANH.public, HANH.sign)
    from tests.builders import a_segment

    take(
        journal, carried(place.source, a_segment(place.source, HANH, [line], 2, place.head_digest))
    )

    told, _place = latest_profile(journal, HANH.identity, known(journal))

    assert told.seal_key == "aa"
    assert latest_profile(journal, LAN.identity, known(journal)) is None


def _own():
    from selfstudy.domain.audience import to_own_device

    return to_own_device(HANH.identity)
