"""Who reads what of a unit, by the role of the key that asks."""

from __future__ import annotations

import pytest

from selfstudy.domain.authority import Appointment, Authorities
from selfstudy.domain.readers import may_read, reader_of
from selfstudy.domain.record import Source, identity

UNIT_ROOT, LAN, HANH, MINH, TABLET = (bytes([n]) * 32 for n in range(1, 6))
UNIT, PERSON, COLLEAGUE = identity(UNIT_ROOT), identity(HANH), identity(MINH)
KNOWN = Authorities(
    UNIT_ROOT,
    (Appointment(LAN, "Lan", 0, 100),),
    frozenset({MINH}),
    {PERSON: frozenset({HANH, TABLET})},
    {PERSON},
)


def source(author: bytes, subject: bytes, chain: str = "s", unit: bytes = UNIT) -> Source:
    return Source(author, subject, unit, chain, bytes(16))


def reads(key: bytes, person: bytes, told: Source, at: int = 50) -> bool:
    return may_read(told, reader_of(KNOWN, key, person, UNIT, at), KNOWN)


@pytest.mark.parametrize(
    ("key", "person", "at", "role"),
    [
        (LAN, identity(LAN), 50, "supervisor"),
        (LAN, identity(LAN), 101, "newcomer"),
        (HANH, PERSON, 50, "member"),
        (TABLET, PERSON, 50, "member"),
        (TABLET, identity(TABLET), 50, "newcomer"),
        (HANH, COLLEAGUE, 50, "stranger"),
        (MINH, COLLEAGUE, 50, "stranger"),
    ],
)
def test_the_role_of_a_key(key, person, at, role):
    assert reader_of(KNOWN, key, person, UNIT, at).role == role


def test_a_member_reads_their_own_and_what_the_unit_says():
    assert reads(TABLET, PERSON, source(HANH, PERSON))
    assert reads(HANH, PERSON, source(LAN, PERSON, "u"))
    assert reads(HANH, PERSON, source(UNIT_ROOT, UNIT, "u"))


def test_a_member_reads_no_colleague_no_forgery_no_other_unit_and_nothing_private():
    assert not reads(HANH, PERSON, source(MINH, COLLEAGUE))
    assert not reads(HANH, PERSON, source(LAN, COLLEAGUE, "u"))
    assert not reads(HANH, PERSON, source(MINH, PERSON))
    assert not reads(HANH, PERSON, source(MINH, PERSON, "u"))
    assert not reads(HANH, PERSON, source(HANH, PERSON, unit=bytes(16)))
    assert not reads(HANH, PERSON, source(HANH, PERSON, "p"))


def test_a_newcomer_reads_what_is_about_them_alone():
    newcomer = identity(TABLET)

    assert reads(TABLET, newcomer, source(TABLET, newcomer))
    assert reads(TABLET, newcomer, source(LAN, newcomer, "u"))
    assert not reads(TABLET, newcomer, source(UNIT_ROOT, UNIT, "u"))


def test_a_stranger_reads_nothing():
    assert not reads(MINH, COLLEAGUE, source(MINH, COLLEAGUE))
    assert not reads(MINH, PERSON, source(HANH, PERSON))


def test_a_supervisor_reads_the_unit_and_no_private_chain():
    me = identity(LAN)

    assert reads(LAN, me, source(MINH, COLLEAGUE))
    assert reads(LAN, me, source(MINH, PERSON, "u"))
    assert not reads(LAN, me, source(HANH, PERSON, "p"))
    assert not reads(LAN, me, source(HANH, PERSON, unit=bytes(16)))
