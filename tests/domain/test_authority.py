from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfstudy.domain.authority import (
    AUTHORS,
    CHAINS,
    Appointment,
    Authorities,
    entitled,
    may_void,
)
from selfstudy.domain.record import KINDS, Source
from tests.builders import HANH, LAN, ROOT, STRANGER, a_source

HOME = ROOT.identity  # the unit that ROOT founded
OTHER = b"another unit...."
KNOWN = Authorities(
    ROOT.public, (Appointment(LAN.public, "Lan", 100, 200),), keys={HANH.identity: frozenset()}
)


def by(ring, subject=None, chain="s", unit=HOME):
    return a_source(ring, subject, unit, chain)


def test_every_kind_has_authors_and_a_chain():
    assert set(AUTHORS) == set(CHAINS) == set(KINDS)
    assert all(AUTHORS.values())
    assert all(CHAINS.values())


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_kind_is_told_by_its_authors_in_its_chain_and_by_nobody_else(kind):
    tellers = {
        "self": by(HANH, chain=KINDS[kind].chain),
        "supervisor": by(LAN, HANH.identity, KINDS[kind].chain),
        "root": by(ROOT, b"p" * 16, KINDS[kind].chain),
        "stranger": by(STRANGER, HANH.identity, KINDS[kind].chain),
    }

    may = {name for name, source in tellers.items() if entitled(kind, source, 150, KNOWN)}

    teller = "supervisor" if KINDS[kind].chain == "u" else "self"
    assert may == {"root" if kind == "appointed" else teller}


def test_hours_that_a_learner_recognises_for_themselves_do_not_count():
    for chain in "sup":
        assert not entitled("hours_recognised", by(HANH, chain=chain), 150, KNOWN)


def test_a_kind_in_a_chain_that_is_not_its_own_does_not_count():
    assert entitled("lesson_finished", by(HANH), 150, KNOWN)
    assert not entitled("lesson_finished", by(HANH, chain="p"), 150, KNOWN)
    assert not entitled("answered", by(HANH), 150, KNOWN)


def test_an_unknown_kind_never_counts():
    assert not entitled("dreamt", by(HANH), 150, KNOWN)


@pytest.mark.parametrize(("at", "may"), [(99, False), (100, True), (200, True), (201, False)])
def test_an_appointment_holds_from_its_beginning_to_its_end(at, may):
    assert entitled("admitted", by(LAN, HANH.identity, "u"), at, KNOWN) is may
    assert KNOWN.supervises(LAN.public, at) is may


def test_a_revoked_key_says_nothing_any_more():
    revoked = Authorities(KNOWN.root, KNOWN.appointments, frozenset({LAN.public}))

    assert not entitled("admitted", by(LAN, HANH.identity, "u"), 150, revoked)


def test_a_supervisor_and_a_root_are_nobody_in_another_unit():
    assert not entitled("admitted", by(LAN, HANH.identity, "u", OTHER), 150, KNOWN)
    assert not entitled("appointed", by(ROOT, OTHER, "u", OTHER), 150, KNOWN)
    assert not may_void(
        "answered", by(LAN, HANH.identity, "u", OTHER), by(HANH, unit=OTHER), 150, KNOWN
    )


def test_without_a_root_nobody_appoints():
    blank = Authorities(appointments=KNOWN.appointments)

    assert not entitled("appointed", Source(b"", b"", b"", "u", b""), 150, blank)
    assert not entitled("admitted", by(LAN, HANH.identity, "u"), 150, blank)


def test_a_stolen_id_says_nothing_about_its_owner():
    assert not entitled("profile", by(STRANGER, HANH.identity), 150, KNOWN)


def test_a_key_that_was_vouched_for_speaks_for_its_person():
    vouched = Authorities(keys={HANH.identity: frozenset({STRANGER.public})})

    assert entitled("profile", by(STRANGER, HANH.identity), 150, vouched)
    assert not entitled("profile", by(STRANGER, LAN.identity), 150, vouched)


def test_a_key_is_removed_by_its_person_by_a_supervisor_and_a_supervisors_by_the_root():
    of_person = by(LAN, HANH.identity, "u")
    of_supervisor = by(ROOT, HOME, "u")

    assert entitled("key_removed", by(HANH), 150, KNOWN)
    assert entitled("key_removed", of_person, 150, KNOWN)
    assert entitled("key_removed", of_supervisor, 150, KNOWN)
    assert not entitled("key_removed", by(STRANGER, HANH.identity), 150, KNOWN)
    assert not entitled("key_removed", by(LAN, HOME, "u"), 150, KNOWN)
    assert not entitled("key_removed", by(ROOT, HANH.identity, "u"), 150, KNOWN)
    assert not entitled("key_removed", by(HANH, chain="p"), 150, KNOWN)


def test_a_removed_key_is_believed_up_to_what_was_known_of_it():
    shared, private = by(HANH), by(HANH, chain="p")
    removed = Authorities(
        KNOWN.root,
        KNOWN.appointments,
        ended={(HANH.identity, HANH.public): {shared.id: 7}},
    )

    assert entitled("lesson_finished", shared, 150, removed, (shared.id, 7))
    assert not entitled("lesson_finished", shared, 150, removed, (shared.id, 8))
    assert not entitled("lesson_finished", shared, 150, removed, (b"another tail", 1))
    assert entitled("answered", private, 150, removed, (private.id, 99))
    assert removed.spoke_for(HANH.public, HANH.identity)
    assert not removed.speaks_for(HANH.public, HANH.identity)


def test_a_revoked_supervisor_is_believed_what_the_root_kept():
    source = by(LAN, HANH.identity, "u")
    known = Authorities(
        KNOWN.root,
        KNOWN.appointments,
        frozenset({LAN.public}),
        ended={(HOME, LAN.public): {source.id: 3}},
    )

    assert entitled("competency_rated", source, 150, known, (source.id, 3))
    assert not entitled("competency_rated", source, 150, known, (source.id, 4))
    assert not known.supervises(LAN.public, 150)


def test_nobody_takes_back_that_a_key_was_removed_but_a_supervisor():
    for kind in ("key_added", "key_removed"):
        assert not may_void(kind, by(HANH), by(HANH), 150, KNOWN)
        assert may_void(kind, by(LAN, HANH.identity, "u"), by(HANH), 150, KNOWN)


def test_one_voids_only_ones_own():
    assert may_void("answered", by(HANH), by(HANH, chain="p"), 150, KNOWN)
    assert not may_void("answered", by(STRANGER), by(HANH), 150, KNOWN)
    assert not may_void("answered", by(STRANGER, HANH.identity), by(HANH), 150, KNOWN)


def test_a_learner_does_not_void_what_the_unit_says_of_them():
    assert not may_void("competency_rated", by(HANH), by(LAN, HANH.identity, "u"), 150, KNOWN)


def test_a_submitted_test_is_not_voided_by_the_one_who_took_it():
    assert not may_void("attempt_submitted", by(HANH), by(HANH), 150, KNOWN)
    assert may_void("attempt_started", by(HANH), by(HANH), 150, KNOWN)


@given(st.sampled_from(sorted(KINDS)), st.sampled_from("su"))
def test_a_supervisor_voids_any_record_of_the_unit_while_appointed(kind, chain):
    void = by(LAN, HANH.identity, "u")
    target = by(HANH, chain=chain)

    assert may_void(kind, void, target, 150, KNOWN)
    assert not may_void(kind, void, target, 201, KNOWN)
    assert not may_void(kind, by(STRANGER, HANH.identity, "u"), target, 150, KNOWN)
    assert not may_void(kind, void, by(HANH, unit=OTHER), 150, KNOWN)


def test_a_void_counts_as_a_supervisors_only_in_the_units_chain():
    assert entitled("voided", by(LAN, HANH.identity, "u"), 150, KNOWN)
    assert not entitled("voided", by(HANH, chain="u"), 150, KNOWN)
    assert entitled("voided", by(HANH), 150, KNOWN)
    assert entitled("voided", by(HANH, chain="p"), 150, KNOWN)
    assert not entitled("voided", by(STRANGER, HANH.identity), 150, KNOWN)


def test_a_supervisors_void_in_a_learners_chain_does_not_count():
    assert not entitled("voided", by(LAN, HANH.identity), 150, KNOWN)
