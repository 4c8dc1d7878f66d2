"""Whose key is whose, whatever the order, the clocks and the thieves."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selfstudy.domain.audience import to_own_device
from selfstudy.domain.authority import entitled
from selfstudy.domain.record import (
    Admitted,
    Appointed,
    DeviceApproved,
    KeyAdded,
    KeyRemoved,
    Profile,
    Voided,
)
from selfstudy.store.key_words import names_of, seal_key_of
from selfstudy.store.people import authorities
from tests.builders import (
    HANH,
    LAN,
    NOON,
    ROOT,
    STRANGER,
    a_journal,
    a_ring,
    a_segment,
    a_source,
    carried,
    finished,
    lines_of,
    segments_of,
    take,
)

TABLET, PHONE = a_ring(5), a_ring(6)
HOME = ROOT.identity
ME = HANH.identity


def said(ring, facts, subject=ME, chain="s", at=NOON, epoch=0):
    """One source of a key, in one segment."""
    source = a_source(ring, subject, HOME, chain, epoch)
    return carried(source, *segments_of(source, ring, lines_of(facts, at)))


def heads(*parts):
    """What a removal cites of sources."""
    return tuple(
        (part.source.id.hex(), part.segments[-1].last, part.segments[-1].end.hex())
        for part in parts
    )


def appointed(ring=LAN):
    facts = [Appointed(ring.public.hex(), "Lan", 0, 2**50)]
    return said(ROOT, facts, HOME, "u", epoch=ring.public[0])


def known(journal, revoked=frozenset()):
    return authorities(journal, ROOT.public, revoked)


def added(ring, **told):
    return KeyAdded(ring.public.hex(), ring.seal_public.hex(), **told)


@pytest.fixture
def journal(tmp_path):
    with a_journal(tmp_path) as made:
        yield made


def test_keys_vouch_for_one_another_whatever_their_clocks_say(journal):
    take(journal, said(TABLET, [added(PHONE)], at=NOON - 10**9), said(HANH, [added(TABLET)]))

    now = known(journal)

    assert now.keys[ME] == {TABLET.public, PHONE.public}
    assert now.speaks_for(PHONE.public, ME)


def test_a_thief_vouches_for_nobody(journal):
    take(journal, said(STRANGER, [added(PHONE), KeyRemoved(HANH.public.hex())]))

    now = known(journal)

    assert not now.speaks_for(PHONE.public, ME)
    assert not now.speaks_for(STRANGER.public, ME)
    assert now.speaks_for(HANH.public, ME)


def test_what_a_lost_device_wrote_before_stays_and_nothing_after(journal):
    before = said(TABLET, [finished()])
    new_epoch = said(TABLET, [finished("CM03-02")], epoch=9, at=NOON - 10**9)
    removal = KeyRemoved(TABLET.public.hex(), heads(before))
    take(journal, said(HANH, [added(TABLET), removal]), before, new_epoch)

    now = known(journal)

    assert not now.speaks_for(TABLET.public, ME)
    sid, late = before.source.id, new_epoch.source
    assert entitled("lesson_finished", before.source, NOON, now, (sid, 1))
    assert not entitled("lesson_finished", before.source, NOON, now, (sid, 2))
    assert not entitled("lesson_finished", late, NOON, now, (late.id, 1))


def test_a_removed_device_can_neither_vouch_nor_remove_any_more(journal):
    removal = KeyRemoved(TABLET.public.hex())
    back = said(TABLET, [KeyRemoved(HANH.public.hex()), added(PHONE)], at=NOON + 10**9)
    take(journal, back, said(HANH, [added(TABLET), removal]))

    now = known(journal)

    assert now.speaks_for(HANH.public, ME)
    assert not now.speaks_for(PHONE.public, ME)


def test_a_supervisor_approves_a_device_and_takes_it_back(journal):
    approval = said(LAN, [DeviceApproved(PHONE.public.hex())], chain="u")
    take(journal, appointed(), approval)
    assert known(journal).speaks_for(PHONE.public, ME)

    head = heads(approval)[0]
    void = Voided(head[0], 1, head[2])
    take(journal, said(LAN, [void], chain="u", epoch=1, at=NOON + 5))

    assert not known(journal).speaks_for(PHONE.public, ME)


def test_an_approval_by_nobody_who_may_is_none(journal):
    take(journal, said(STRANGER, [DeviceApproved(PHONE.public.hex())], chain="u"))

    assert not known(journal).speaks_for(PHONE.public, ME)


def test_a_stolen_device_that_removed_the_real_one_is_answered_by_the_supervisor(journal):
    theft = said(TABLET, [KeyRemoved(HANH.public.hex())], at=NOON - 10**9)
    take(journal, appointed(), said(HANH, [added(TABLET), finished()]), theft)
    assert known(journal).ended[ME, HANH.public] == {}

    head = heads(theft)[0]
    facts = [Voided(head[0], 1, head[2]), KeyRemoved(TABLET.public.hex())]
    take(journal, said(LAN, facts, chain="u"))

    now = known(journal)
    assert now.speaks_for(HANH.public, ME)
    assert not now.speaks_for(TABLET.public, ME)


def test_two_who_remove_the_same_device_keep_all_that_either_knew(journal):
    one, two = said(TABLET, [finished()]), said(TABLET, [finished()], epoch=2)
    removals = [
        said(HANH, [added(TABLET), KeyRemoved(TABLET.public.hex(), heads(one))]),
        said(LAN, [KeyRemoved(TABLET.public.hex(), heads(two))], chain="u"),
    ]
    take(journal, appointed(), one, two, *removals)

    assert known(journal).ended[ME, TABLET.public] == {one.source.id: 1, two.source.id: 1}


def test_of_a_forked_source_only_the_path_that_was_known_is_believed(journal):
    source = a_source(TABLET, ME, HOME)
    first, real, forged = (
        lines_of([finished()]),
        lines_of([finished()] * 2),
        lines_of([finished(hundredths=999)]),
    )
    begun = a_segment(source, TABLET, first)
    mine = a_segment(source, TABLET, real, 2, begun.end)
    theirs = a_segment(source, TABLET, forged, 2, begun.end)
    removal = KeyRemoved(TABLET.public.hex(), ((source.id.hex(), 3, mine.end.hex()),))
    take(journal, carried(source, begun, mine, theirs), said(HANH, [added(TABLET), removal]))

    kept = known(journal).ended[ME, TABLET.public]

    places = [p for p in journal.sources(to_own_device(ME)) if p.source == source]
    believed = {p.head_digest: kept.get(p.sid, 0) for p in places}
    assert believed == {begun.end: 1, mine.end: 3, theirs.end: 0}


def test_on_another_path_alone_nothing_is_believed(journal):
    source = a_source(TABLET, ME, HOME)
    forged = a_segment(source, TABLET, lines_of([finished(hundredths=999)]))
    removal = KeyRemoved(
        TABLET.public.hex(), ((source.id.hex(), 1, "ab" * 32), ("cd" * 32, 1, "ab" * 32))
    )
    take(journal, carried(source, forged), said(HANH, [added(TABLET), removal]))

    assert known(journal).ended[ME, TABLET.public] == {}


def test_a_supervisor_whose_key_was_revoked_keeps_what_the_root_vouches_for(journal):
    rated = said(LAN, [Admitted(HANH.public.hex(), "Hạnh")], chain="u")
    late = said(LAN, [Admitted(TABLET.public.hex(), "Tí")], chain="u", epoch=1, at=NOON - 10**9)
    take(journal, appointed(), rated, late)
    revoked = frozenset({LAN.public})
    assert ME not in known(journal, revoked).members

    take(journal, said(ROOT, [KeyRemoved(LAN.public.hex(), heads(rated))], HOME, "u", epoch=77))

    now = known(journal, revoked)
    assert now.members == {ME}
    assert TABLET.public not in now.keys[ME]


@settings(max_examples=12, deadline=None)
@given(st.permutations(range(6)), st.data())
def test_equal_sets_know_the_same_keys(tmp_path_factory, order, data):
    """The owner, two devices, a thief and a supervisor, in any order, one by one."""
    tablet = said(TABLET, [finished(), added(PHONE)])
    parts = [
        appointed(),
        said(HANH, [added(TABLET), KeyRemoved(TABLET.public.hex(), heads(tablet))]),
        tablet,
        said(PHONE, [KeyRemoved(HANH.public.hex()), finished()]),
        said(STRANGER, [added(STRANGER), finished()]),
        said(LAN, [DeviceApproved(STRANGER.public.hex()), Admitted(HANH.public.hex(), "H")],
             chain="u", at=NOON + data.draw(st.integers(-(10**6), 10**6))),
    ]  # fmt: skip
    found = []
    for sequence in (range(6), order):
        with a_journal(tmp_path_factory.mktemp("keys")) as journal:
            for index in sequence:
                take(journal, parts[index])
            now = known(journal)
            found.append((now.keys, now.ended, now.members))

    assert found[0] == found[1]
    assert found[0][0][ME] >= {STRANGER.public, HANH.public}


def test_of_two_that_remove_each_other_the_one_that_vouched_is_believed(journal):
    theft = said(TABLET, [KeyRemoved(HANH.public.hex())], at=NOON - 10**9)
    take(journal, theft, said(HANH, [added(TABLET), KeyRemoved(TABLET.public.hex())]))

    now = known(journal)

    assert now.speaks_for(HANH.public, ME)
    assert not now.speaks_for(TABLET.public, ME)


def test_a_computers_sealing_key_is_told_by_itself_or_by_who_vouched(journal):
    take(
        journal,
        said(TABLET, [Profile("Hạnh")]),
        said(HANH, [added(TABLET, name="Ở nhà"), added(PHONE)]),
        said(PHONE, [Profile("Hạnh", "", "", LAN.seal_public.hex())]),
    )

    assert seal_key_of(journal, TABLET.public) == TABLET.seal_public
    assert seal_key_of(journal, PHONE.public) == LAN.seal_public
    assert seal_key_of(journal, STRANGER.public) == b""
    assert names_of(journal, ME) == {TABLET.public: "Ở nhà"}
