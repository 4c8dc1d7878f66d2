from __future__ import annotations

import pytest

from selfstudy.domain.authority import Appointment, Authorities
from selfstudy.domain.record import (
    Admitted,
    Appointed,
    Departed,
    KeyAdded,
    Listed,
    Matched,
    Profile,
    Voided,
)
from selfstudy.store.people import (
    authorities,
    belonging,
    decided,
    latest_profile,
    merged,
    own_words,
    people,
)
from tests.builders import (
    HANH,
    LAN,
    NOON,
    ROOT,
    STRANGER,
    a_journal,
    a_ring,
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


# — voids, matches, profiles that contradict each other —————————————————————————————————————

MINH = a_ring(9)


def match(journal, person, other, at=NOON + 2, by=LAN, replaces=""):
    fact = Matched(other.hex(), "máy mới", replaces)
    return journal.append(author(by, HOME), [fact], at, 0, subject=person)[0]


def void(journal, saved, person, at=NOON + 3, by=LAN, chain="u"):
    fact = Voided(saved.source.hex(), saved.number, saved.digest.hex(), "nhầm")
    journal.append(author(by, HOME), [fact], at, 0, subject=person, chain=chain)


def row(journal, ring=HANH):
    found = {p.person: p for p in people(journal, HOME, known(journal))}
    return found[ring.identity]


def test_an_admission_taken_back_leaves_the_person_as_they_were_before(journal):
    appoint(journal)
    write(journal, Profile("Hạnh"), unit=HOME)
    before = (known(journal), row(journal))
    fact = Admitted(HANH.public.hex(), "Hạnh")
    (saved,) = journal.append(author(LAN, HOME), [fact], NOON + 1, 0, subject=HANH.identity)
    assert row(journal).admitted

    void(journal, saved, HANH.identity)

    assert (known(journal), row(journal)) == before


def test_an_admission_is_taken_back_only_by_a_supervisor_and_only_as_it_is_sealed(journal):
    appoint(journal)
    fact = Admitted(HANH.public.hex(), "Hạnh")
    (saved,) = journal.append(author(LAN, HOME), [fact], NOON + 1, 0, subject=HANH.identity)

    void(journal, saved, HANH.identity, by=STRANGER)
    void(journal, saved, HANH.identity, by=HANH, chain="s")
    void(journal, saved._replace(digest=b"x" * 32), HANH.identity)

    assert row(journal).admitted


def test_an_id_matched_with_somebody_listed_is_listed_and_counted_under_them(journal):
    appoint(journal)
    admit(journal, HANH.public)
    write(journal, Profile("Hạnh, máy mới"), unit=HOME, ring=MINH, at=NOON + 4)
    assert not row(journal, MINH).admitted

    saved = match(journal, MINH.identity, HANH.identity)

    assert (row(journal, MINH).admitted, row(journal, MINH).root) == (True, HANH.identity)
    assert row(journal).root == HANH.identity
    void(journal, saved, MINH.identity)
    assert (row(journal, MINH).admitted, row(journal, MINH).root) == (False, MINH.identity)


def test_a_match_by_somebody_not_appointed_or_with_nobody_says_nothing(journal):
    appoint(journal)
    match(journal, MINH.identity, HANH.identity, by=STRANGER)
    match(journal, MINH.identity, b"nobody")

    assert known(journal).roots == {}


def test_a_match_that_replaces_another_counts_though_it_folds_before_it(journal):
    appoint(journal)
    first = match(journal, MINH.identity, HANH.identity, at=NOON + 9)
    appoint(journal, STRANGER)
    match(
        journal, MINH.identity, ROOT.identity, at=NOON + 2, by=STRANGER,
        replaces=first.digest.hex(),
    )  # fmt: skip

    assert known(journal).roots == {MINH.identity: ROOT.identity}


def two_devices(journal, replaces=""):
    """One person says on two devices who they are."""
    write(journal, KeyAdded(STRANGER.public.hex()), Profile("Hạnh", "P02"), unit=HOME)
    fact = Profile("Hạnh", "P05", replaces=replaces)
    other = author(STRANGER, HOME)
    return journal.append(other, [fact], NOON + 5, 0, subject=HANH.identity)[0]


def test_profiles_told_on_two_devices_at_once_are_both_shown(journal):
    two_devices(journal)

    found = row(journal)

    assert [said.position for said in found.disputed] == ["P02", "P05"]
    assert found.position == "P05", "the last counts until somebody settles it"


def test_a_profile_that_replaces_the_others_settles_it(journal):
    two_devices(journal)
    told = own_words(journal, HANH.identity, known(journal))
    assert [said.position for said in told] == ["P02", "P05"]

    settled = Profile("Hạnh", "P02", replaces=" ".join(said.digest for said in told))
    write(journal, settled, unit=HOME, at=NOON + 6)

    assert (row(journal).position, row(journal).disputed) == ("P02", ())
    assert [s.position for s in own_words(journal, HANH.identity, known(journal))] == ["P02"]


def test_what_a_later_profile_of_a_device_no_longer_cites_stays_replaced(journal):
    two_devices(journal)
    told = own_words(journal, HANH.identity, known(journal))
    cites = " ".join(said.digest for said in told)
    write(journal, Profile("Hạnh", "P02", replaces=cites), unit=HOME, at=NOON + 6)
    write(journal, Profile("Hạnh", "P03"), unit=HOME, at=NOON + 7)

    assert (row(journal).position, row(journal).disputed) == ("P03", ())


def test_profiles_that_say_the_same_are_no_dispute(journal):
    write(journal, KeyAdded(STRANGER.public.hex()), Profile("Hạnh", "P02"), unit=HOME)
    same = Profile("Hạnh", "P02")
    journal.append(author(STRANGER, HOME), [same], NOON + 5, 0, subject=HANH.identity)

    assert (row(journal).position, row(journal).disputed) == ("P02", ())


def test_a_supervisor_settles_it_for_the_unit_until_the_person_says_something_new(journal):
    appoint(journal)
    two_devices(journal)
    cites = " ".join(said.digest for said in row(journal).disputed)
    fact = Admitted(HANH.public.hex(), "Hạnh", "P02", replaces=cites)
    journal.append(author(LAN, HOME), [fact], NOON + 6, 0, subject=HANH.identity)
    assert (row(journal).position, row(journal).disputed) == ("P02", ())

    write(journal, Profile("Hạnh", "P07"), unit=HOME, at=NOON + 7)

    assert (row(journal).position, row(journal).disputed) == ("P07", ())


def test_a_profile_taken_back_gives_way_to_the_one_before(journal):
    write(journal, Profile("Hạnh", "P02"), unit=HOME)
    (saved,) = write(journal, Profile("Hạnh", "P05"), unit=HOME, at=NOON + 1)

    void(journal, saved, HANH.identity, by=HANH, chain="s")

    assert row(journal).position == "P02"


def test_one_human_has_one_line_with_all_that_their_ids_hold(journal):
    appoint(journal)
    write(journal, Profile("Hạnh", "P02", "007"), unit=HOME)
    admit(journal, HANH.public)
    write(journal, Profile("Hạnh", "P05"), finished(), unit=HOME, ring=MINH, at=NOON + 9)
    saved = match(journal, MINH.identity, HANH.identity)

    (one,) = merged(people(journal, HOME, known(journal)))

    assert (one.person, one.key) == (HANH.identity, HANH.public)
    assert (one.position, one.staff_code) == ("P05", "007"), (
        "their newest word, else the one before"
    )
    assert (one.facts, one.last, one.admitted) == (3, NOON + 9, True)
    (decision,) = decided(journal, known(journal), {MINH.identity}, "matched")
    assert decision.number == saved.number


def test_a_human_of_whose_root_nothing_is_held_is_shown_under_an_id_that_is(journal):
    appoint(journal)
    write(journal, Profile("Hạnh"), unit=HOME, ring=MINH)
    match(journal, MINH.identity, STRANGER.identity)

    (one,) = merged(people(journal, HOME, known(journal)))

    assert (one.person, one.root, one.admitted) == (MINH.identity, STRANGER.identity, False)


# — who is on a list, who left ————————————————————————————————————————————————————————————


def say(journal, fact, subject, at=NOON + 5, by=LAN):
    journal.append(author(by, HOME), [fact], at, 0, subject=subject)


def on_roster(journal, day="2026-12-01"):
    return belonging(people(journal, HOME, known(journal)), day)


def test_who_is_on_a_list_alone_is_on_the_roster_and_expected(journal):
    appoint(journal)
    say(journal, Listed("Lê An", "P02+P05", "01", "Tổ A"), b"l" * 16)
    say(journal, Listed("Kẻ gian"), b"x" * 16, by=STRANGER)

    (one,) = on_roster(journal)

    assert (one.name, one.position, one.staff_code, one.department, one.expected, one.facts) == (
        "Lê An", "P02+P05", "01", "Tổ A", True, 0,
    )  # fmt: skip
    assert known(journal).members == {b"l" * 16}


def test_the_newest_list_counts_and_settles_what_computers_contradict(journal):
    appoint(journal)
    admit(journal, HANH.public)
    for at, name in ((NOON + 2, "Hạnh"), (NOON + 3, "Mỹ Hạnh")):
        take_profile(journal, a_ring(at % 7 + 10), name, at)
    say(journal, Listed("Nguyễn Thị Hạnh", department="A"), HANH.identity, NOON + 6)
    say(journal, Listed("Nguyễn Thị Hạnh", department="B"), HANH.identity, NOON + 7)

    (one,) = on_roster(journal)

    assert (one.name, one.position, one.department, one.disputed, one.expected) == (
        "Nguyễn Thị Hạnh", "P03", "B", (), False,
    )  # fmt: skip


def take_profile(journal, ring, name, at):
    journal.append(
        author(HANH, HOME), [KeyAdded(ring.public.hex())], at - 1, 0, subject=HANH.identity
    )
    journal.append(author(ring, HOME), [Profile(name, "P03")], at, 0, subject=HANH.identity)


def test_who_arrives_and_is_matched_with_a_list_is_one_human_under_their_own_id(journal):
    appoint(journal)
    say(journal, Listed("Lê An", "P05", "01", "Tổ A"), b"l" * 16)
    journal.append(
        author(HANH, HOME), [Profile("Le An", "P02")], NOON + 6, 0, subject=HANH.identity
    )
    say(journal, Matched(HANH.identity.hex()), b"l" * 16, NOON + 7)

    (one,) = on_roster(journal)

    assert (one.person, one.name, one.position, one.staff_code, one.department, one.expected) == (
        HANH.identity, "Lê An", "P05", "01", "Tổ A", False,
    )  # fmt: skip


def test_who_left_belongs_until_that_day_and_again_when_it_is_taken_back(journal):
    appoint(journal)
    say(journal, Listed("Lê An"), b"l" * 16)
    (left,) = journal.append(
        author(LAN, HOME), [Departed("2026-12-01")], NOON + 6, 0, subject=b"l" * 16
    )
    say(journal, Departed("2026-12-01"), b"n" * 16)

    assert len(on_roster(journal, "2026-11-30")) == 1
    assert on_roster(journal, "2026-12-01") == []
    void = Voided(left.source.hex(), left.number, left.digest.hex())
    journal.append(author(LAN, HOME), [void], NOON + 7, 0, subject=b"l" * 16, chain="u")
    assert len(on_roster(journal, "2026-12-01")) == 1
