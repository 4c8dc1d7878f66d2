"""Packets cut into codes and put together again."""

from __future__ import annotations

import hashlib
import random
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfstudy.domain.errors import DamagedFile, NewerFormat, TooManyCodes
from selfstudy.exchange.codes import (
    FORMAT,
    GROUP,
    HEAD,
    MARK,
    MAX_PARTS,
    PAYLOAD,
    Part,
    Whole,
    cut,
    join,
    missing,
    read_part,
)

packets = st.builds(
    lambda size, seed: random.Random(seed).randbytes(size),
    st.integers(1, 20 * PAYLOAD),
    st.integers(0, 99),
)


def numbered(count: int) -> bytes:
    return bytes(n % 251 for n in range(count))


@given(packets, st.randoms(use_true_random=False))
def test_the_parts_in_any_order_give_the_packet_again(raw, chance):
    parts = [read_part(part.sealed()) for part in cut(raw)]
    chance.shuffle(parts)

    assert join(parts) == raw
    assert missing(parts[0].whole, {part.number for part in parts}) == []


@given(packets, st.data())
def test_one_code_of_each_group_may_be_lost(raw, data):
    parts = {part.number: part for part in cut(raw)}
    whole = parts[0].whole
    for spare in range(whole.spares):
        lost = data.draw(st.sampled_from([*whole.group(spare), whole.parts + spare]))
        del parts[lost]

    assert missing(whole, parts) == []
    assert join(parts.values()) == raw


def test_two_lost_codes_of_a_group_are_named():
    parts = {part.number: part for part in cut(numbered(4 * PAYLOAD))}
    whole = parts[0].whole
    assert (whole.parts, whole.spares) == (4, 1)
    for gone in combinations(range(4), 2):
        assert missing(whole, set(parts) - set(gone)) == list(gone)
    assert missing(whole, {4}) == [0, 1, 2, 3]
    assert missing(whole, {0, 1, 2}) == [3]


def test_a_packet_of_one_code_has_no_spare():
    (only,) = cut(b"x")
    assert only.whole.spares == 0
    assert missing(only.whole, set()) == [0]
    assert join([only]) == b"x"


def test_no_code_carries_more_than_one_sheet_shows_well():
    for part in cut(numbered(MAX_PARTS * PAYLOAD)):
        assert len(part.payload) <= PAYLOAD
    assert len(cut(numbered(GROUP * PAYLOAD))) == GROUP + 1


def test_more_than_can_be_photographed_is_said_before_anything_is_drawn():
    with pytest.raises(TooManyCodes) as caught:
        cut(numbered(MAX_PARTS * PAYLOAD + 1))
    assert caught.value.details == {"codes": MAX_PARTS + 1, "limit": MAX_PARTS}


def test_codes_of_others_are_nothing_to_us():
    part = cut(numbered(1_000))[0]
    sealed = part.sealed()
    head = HEAD.size
    for raw in (
        b"",
        b"TQ",
        b"https://example.vn",
        sealed[:-1],
        sealed + b"x",
        HEAD.pack(MARK, FORMAT, bytes(8), 0, 0, 10),
        HEAD.pack(MARK, FORMAT, bytes(8), 0, 1, 0),
        HEAD.pack(MARK, FORMAT, bytes(8), 0, MAX_PARTS + 1, 10),
        HEAD.pack(MARK, FORMAT, bytes(8), 0, 1, PAYLOAD + 1) + bytes(PAYLOAD + 1),
        HEAD.pack(MARK, FORMAT, bytes(8), 4, 3, 1_000) + bytes(334) * 2,
        HEAD.pack(MARK, FORMAT, part.whole.digest, 99, 3, 1_000) + sealed[head:],
    ):
        assert read_part(raw) is None


def test_a_code_from_the_future_is_said():
    with pytest.raises(NewerFormat) as caught:
        read_part(HEAD.pack(MARK, FORMAT + 1, bytes(8), 0, 1, 1) + b"x")
    assert caught.value.details == {"name": "QR", "version": FORMAT + 1}


@pytest.mark.parametrize("codes", [1, 2, GROUP, MAX_PARTS])
def test_a_packet_that_fills_its_codes_to_the_last_byte_comes_back(codes):
    sealed = [part.sealed() for part in cut(numbered(codes * PAYLOAD))]

    assert {code[:3] for code in sealed} == {b"TQ\x01"}
    assert join(read_part(code) for code in sealed) == numbered(codes * PAYLOAD)


def test_parts_that_do_not_fit_together_give_nothing():
    whole = Whole(hashlib.sha256(b"another").digest()[:8], 1, 5)
    with pytest.raises(DamagedFile):
        join([Part(whole, 0, b"wrong")])
