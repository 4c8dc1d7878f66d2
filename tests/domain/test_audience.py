from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from selfstudy.domain.audience import Audience, may_hold, to_own_device, to_person, to_unit
from selfstudy.domain.record import NO_UNIT, Source

ids = st.sampled_from([b"a" * 16, b"b" * 16, b"c" * 16, NO_UNIT])
sources = st.builds(
    Source, st.just(b"k" * 32), ids, ids, st.sampled_from("sup"), st.just(bytes(16))
)
audiences = st.one_of(
    st.builds(to_unit, ids), st.builds(to_person, ids, ids), st.builds(to_own_device, ids)
)


@given(sources, audiences)
@settings(max_examples=300)
@example(Source(b"k" * 32, b"a" * 16, b"c" * 16, "s", bytes(16)), to_person(b"b" * 16, b"c" * 16))
@example(Source(b"k" * 32, b"c" * 16, b"c" * 16, "u", bytes(16)), to_person(b"b" * 16, b"c" * 16))
@example(Source(b"k" * 32, b"a" * 16, NO_UNIT, "s", bytes(16)), Audience())
def test_nothing_ever_leaves_to_someone_not_entitled(source, audience):
    """The rule said again, from the reader's side and in other words."""
    reasons = {
        "my own device": audience.own_device and source.subject == audience.person,
        "the unit I look after": not audience.own_device
        and not audience.person
        and audience.unit == source.unit != NO_UNIT
        and source.chain in {"s", "u"},
        "about me or my unit": not audience.own_device
        and audience.person != b""
        and audience.unit == source.unit != NO_UNIT
        and source.chain in {"s", "u"}
        and source.subject in {audience.person, audience.unit},
    }

    assert may_hold(source, audience) == any(reasons.values())


@given(sources.filter(lambda s: s.chain == "p"), audiences.filter(lambda a: not a.own_device))
def test_practice_stays_home(source, audience):
    assert not may_hold(source, audience)


@given(sources)
def test_an_audience_of_nobody_holds_nothing(source):
    assert not may_hold(source, Audience())
