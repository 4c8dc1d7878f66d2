from __future__ import annotations

import json
import zlib
from dataclasses import replace

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selfstudy.domain import wire
from selfstudy.domain.errors import (
    BadSignature,
    CutFile,
    DamagedFile,
    NotForUs,
    SelfStudyError,
    TooLarge,
)
from selfstudy.exchange import packet as module
from selfstudy.exchange.envelope import PACKET, enclose
from selfstudy.exchange.packet import (
    Ask,
    Carrier,
    Packet,
    Signed,
    batches,
    checked,
    checked_all,
    read,
    signed_footings,
    write,
)
from tests.builders import (
    HANH,
    LAN,
    NOON,
    STRANGER,
    UNIT,
    a_segment,
    a_source,
    answered,
    carried,
    finished,
    lines_of,
    segments_of,
)

SOURCE = a_source()
LINES = lines_of([finished(), finished("CM03-02"), answered()])
PARTS = carried(SOURCE, *segments_of(SOURCE, HANH, LINES, {2}))
CARRIER = Carrier(LAN.public, LAN.seal_public, "Trần Thị Lan")
ASK = Ask(b"hub", UNIT, b"n" * 16, held=[(b"s" * 32, 4, b"d" * 32)], packs=[("CM03", 2)])
FULL = Packet(
    CARRIER,
    UNIT,
    NOON,
    (PARTS,),
    (Signed(b"receipt", b"r" * 64),),
    (Signed(b"card", b"c" * 64),),
    ASK,
)
RAW = write(FULL, LAN)


def test_a_packet_comes_back_as_it_was_written():
    again = read(RAW)

    assert again == FULL
    assert again.records == 3
    assert len(again.digest) == 64


def test_a_sealed_packet_is_opened_by_its_recipients_alone():
    raw = write(FULL, LAN, [HANH.seal_public])

    assert read(raw, [HANH]) == FULL
    with pytest.raises(NotForUs):
        read(raw, [LAN])
    assert b"CM03" not in raw


def test_who_carries_is_signed():
    with pytest.raises(BadSignature):
        read(write(FULL, STRANGER))


@given(st.integers(0, len(RAW) * 8 - 1))
@settings(max_examples=200)
def test_a_flipped_bit_anywhere_is_one_expected_error(bit):
    flipped = bytearray(RAW)
    flipped[bit // 8] ^= 1 << bit % 8

    try:
        again = read(bytes(flipped))
    except SelfStudyError:
        return
    assert again == FULL  # white space of the header, which is in clear and unsealed here


@given(st.integers(0, len(RAW) - 1))
def test_a_packet_cut_anywhere_says_so(length):
    with pytest.raises(CutFile):
        read(RAW[:length], name="tệp")


def made(index, blobs=b"", ring=LAN):
    """A packet around an index of any kind."""
    packed = zlib.compress(index) if isinstance(index, bytes) else index.packed
    plain = len(packed).to_bytes(4, "big") + packed + blobs
    return enclose(PACKET, plain + ring.sign(module._carried(plain)))


def index_of(**change):
    """The JSON of a sound index, with parts changed."""
    body = RAW[RAW.index(b'{"to":[]}') + 9 : -64]
    size = int.from_bytes(body[:4], "big")
    found = json.loads(zlib.decompress(body[4 : 4 + size]))
    return json.dumps({**found, **change}).encode(), body[4 + size :]


def test_an_index_made_by_another_program_is_read():
    assert read(made(*index_of())) == FULL


def encoded(raw):
    return msgspec.to_builtins(raw)


@pytest.mark.parametrize(
    "change",
    [
        {"carrier": encoded(b"short")}, {"unit": encoded(b"short")}, {"sources": 5}, {"at": "now"},
        {"carrier": "*"}, {"at": 2**70}, {"ask": {"hub": 5}},
    ],
)  # fmt: skip
def test_an_index_that_is_none_is_damage(change):
    with pytest.raises(DamagedFile):
        read(made(*index_of(**change)))


@pytest.mark.parametrize("text", [b"", b"null", b"\xff", b"[" * 100_000, b"{}"])
def test_an_index_of_nonsense_is_damage(text):
    with pytest.raises(DamagedFile):
        read(made(text))


def test_an_index_that_is_not_deflated_is_damage():
    plain = (9).to_bytes(4, "big") + b"no zlib.." + bytes(0)
    with pytest.raises(DamagedFile):
        read(enclose(PACKET, plain + LAN.sign(module._carried(plain))))


@pytest.mark.parametrize("length", [0, 3, 67])
def test_a_body_too_short_for_a_signature_is_damage(length):
    with pytest.raises(DamagedFile):
        read(enclose(PACKET, bytes(length)))


def test_an_index_that_inflates_beyond_the_limit_is_refused(monkeypatch):
    bomb = zlib.compress(bytes(module.MAX_INDEX + 1))
    assert len(bomb) < 100_000
    plain = len(bomb).to_bytes(4, "big") + bomb

    with pytest.raises(TooLarge):
        read(enclose(PACKET, plain + LAN.sign(module._carried(plain))))


def test_more_segments_than_any_packet_needs_are_refused(monkeypatch):
    monkeypatch.setattr(module, "MAX_SEGMENTS", 1)

    with pytest.raises(TooLarge):
        read(RAW)


@pytest.mark.parametrize(
    "sizes", [[-1, 1], [10**9, 0], [0, 0]], ids=["negative", "beyond", "too few"]
)
def test_sizes_that_do_not_add_up_are_damage(sizes):
    text, blobs = index_of()
    found = json.loads(text)
    for segment, size in zip(found["sources"][0][5], sizes, strict=True):
        segment[5] = size

    with pytest.raises(DamagedFile):
        read(made(json.dumps(found).encode(), blobs))


@pytest.mark.parametrize("number", [-1, 2**53 + 1, 2**63, 2**70])
@pytest.mark.parametrize("place", [0, 1], ids=["first", "count"])
def test_numbers_that_no_journal_can_hold_are_damage(number, place):
    text, blobs = index_of()
    found = json.loads(text)
    found["sources"][0][5][0][place] = number

    with pytest.raises(DamagedFile):
        read(made(json.dumps(found).encode(), blobs))


@pytest.mark.parametrize(
    "many",
    [
        {"receipts": [["", ""]] * 2, "cards": [["", ""]] * 2},
        {"tombstones": [["", ""]] * 4},
        {"sources": [[*map(encoded, (bytes(32), bytes(16), bytes(16))), "s", "", []]] * 4},
    ],
    ids=["receipts and cards", "tombstones", "sources of nothing"],
)
def test_more_of_anything_than_any_packet_needs_is_refused(monkeypatch, many):
    monkeypatch.setattr(module, "MAX_PAPERS", 3)
    monkeypatch.setattr(module, "MAX_SEGMENTS", 3)
    text, _blobs = index_of(**many)

    with pytest.raises(TooLarge):
        read(made(text))


@pytest.mark.parametrize("part", range(5))
def test_a_source_with_a_part_of_the_wrong_length_is_damage(part):
    text, blobs = index_of()
    found = json.loads(text)
    found["sources"][0][part] = "q" if part == 3 else encoded(b"short")

    with pytest.raises(DamagedFile):
        read(made(json.dumps(found).encode(), blobs))


def test_a_carriers_name_is_cut_to_what_a_log_can_hold():
    raw = write(replace(FULL, carrier=replace(CARRIER, name="x" * 999)), LAN)

    assert read(raw).carrier.name == "x" * 200


def test_a_packet_of_nothing_is_a_packet():
    empty = Packet(CARRIER, UNIT, NOON)

    assert read(write(empty, LAN)) == empty


# Segments, one by one


def test_a_segment_is_checked_by_digest_and_signature():
    assert checked(SOURCE, PARTS.segments[0]).lines == LINES[:1]


@pytest.mark.parametrize(
    ("segment", "error"),
    [
        (replace(PARTS.segments[0], signature=b"s" * 63), DamagedFile),
        (replace(PARTS.segments[0], signature=bytes(64)), BadSignature),
        (a_segment(SOURCE, STRANGER, LINES), BadSignature),
        (replace(PARTS.segments[0], count=2), DamagedFile),
        (replace(PARTS.segments[0], blob=zlib.compress(bytes(2**24 + 1))), TooLarge),
        (a_segment(SOURCE, HANH, [b"no line at all"]), DamagedFile),
        (a_segment(SOURCE, HANH, [LINES[0], b'[-1,0,"x",[]]']), DamagedFile),
        (a_segment(SOURCE, HANH, [LINES[0], b'[1,0,"x",["\xff"]]']), DamagedFile),
    ],
    ids=["short", "zero", "forged author", "count", "bomb", "no json", "bad time", "no UTF-8"],
)
def test_a_segment_that_does_not_hold_is_refused_and_the_others_stand(segment, error):
    sound, broken = checked_all(carried(SOURCE, segment, PARTS.segments[1]))

    assert [opened.segment for opened in sound] == [PARTS.segments[1]]
    ((refused, why),) = broken
    assert refused == segment
    assert type(why) is error


def test_a_segment_signed_for_one_source_does_not_hold_in_another():
    other = a_source(epoch=9)
    moved = replace(PARTS.segments[1])

    with pytest.raises(BadSignature):
        checked(other, moved)


@given(st.lists(st.integers(1, 5), max_size=8), st.integers(1, 6))
def test_batches_hold_every_segment_once_in_order_and_no_more_than_needed(counts, size):
    lines = lines_of([answered()] * (sum(counts) or 1))
    cuts = [sum(counts[: n + 1]) + 1 for n in range(len(counts))]
    segments = segments_of(SOURCE, HANH, lines, cuts)

    parts = list(batches(carried(SOURCE, *reversed(segments)), size))

    assert [s for part in parts for s in part.segments] == segments
    for part in parts[:-1]:
        total = sum(s.count for s in part.segments)
        assert total >= size > total - part.segments[-1].count


def test_a_batch_is_bounded_in_segments_too(monkeypatch):
    monkeypatch.setattr(module, "BATCH", 2)
    segments = segments_of(SOURCE, HANH, lines_of([answered()] * 5), range(2, 6))

    parts = list(batches(carried(SOURCE, *segments), 99))

    assert [len(part.segments) for part in parts] == [2, 2, 1]


def test_lines_of_a_packet_are_the_bytes_that_were_sealed():
    (part,) = read(RAW).sources

    assert [line for s in part.segments for line in wire.unpack_lines(s.blob)] == LINES


def test_a_reason_holds_nothing_of_what_was_inflated():
    source = a_source()
    bomb = wire.Segment(1, 1, source.id, bytes(32), bytes(64), zlib.compress(b"\n" * 1000))

    ((_segment, error),) = checked_all(carried(source, bomb))[1]

    assert error.__traceback__ is error.__cause__ is error.__context__ is None


def test_what_segments_stand_on_travels_with_them_and_is_believed_by_its_signature():
    begun, left = PARTS.segments
    footing = wire.Footing(begun.first, begun.count, begun.end, begun.signature)
    lies = [
        replace(footing, end=left.end), replace(footing, count=2), replace(footing, first=0),
        replace(footing, count=20_001), replace(footing, end=b"short"),
        replace(footing, signature=b""),
    ]  # fmt: skip
    part = wire.Carried(SOURCE, (left,), (footing, *lies))

    again = read(write(replace(FULL, sources=(part,)), LAN))

    assert again.sources == (part,)
    assert signed_footings(again.sources[0]).footings == (footing,)
    assert all(p.footings == (footing, *lies) for p in batches(again.sources[0]))


def test_a_packet_without_footings_says_nothing_of_them():
    body = RAW[20 + int.from_bytes(RAW[8:12], "big") :]
    size = int.from_bytes(body[:4], "big")
    assert b"footings" not in zlib.decompress(body[4 : 4 + size])
