"""Whose tombstones take effect on a source."""

from __future__ import annotations

from selfstudy.domain.authority import Authorities
from selfstudy.domain.erasure import may_erase
from tests.builders import HANH, LAN, ROOT, STRANGER, a_source

HOME = ROOT.identity
VOUCHED = Authorities(
    ROOT.public, keys={HANH.identity: frozenset({LAN.public}), HOME: frozenset({LAN.public})}
)


def test_a_key_that_was_vouched_for_erases_what_is_about_its_person():
    mine = a_source(HANH, unit=HOME)
    said = a_source(STRANGER, HANH.identity, HOME, "u")

    assert may_erase(LAN.public, HOME, mine, VOUCHED)
    assert may_erase(LAN.public, HOME, said, VOUCHED)
    assert not may_erase(LAN.public, HOME, mine, Authorities(ROOT.public))


def test_what_is_about_the_unit_is_erased_by_its_root_alone():
    about_all = a_source(STRANGER, HOME, HOME, "u")

    assert may_erase(ROOT.public, HOME, about_all, VOUCHED)
    assert not may_erase(LAN.public, HOME, about_all, VOUCHED)
