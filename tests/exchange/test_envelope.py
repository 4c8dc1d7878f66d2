from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfstudy.domain.errors import (
    CutFile,
    DamagedFile,
    NewerFormat,
    NotForUs,
    SelfStudyError,
    TooLarge,
    UnreadableFile,
)
from selfstudy.exchange import envelope
from selfstudy.exchange.envelope import (
    CARD,
    MAGIC,
    MAX_BODY,
    MAX_HEADER,
    PACKET,
    START,
    disclose,
    enclose,
    key_id,
    shell,
)
from tests.builders import HANH, LAN, STRANGER

BODY = "nội dung".encode()
SEALED = enclose(PACKET, BODY, [HANH.seal_public, LAN.seal_public])
OPEN = enclose(CARD, BODY)


def with_header(header, body=b"", kind=PACKET):
    return (
        MAGIC + bytes((0, kind)) + len(header).to_bytes(4, "big") + len(body).to_bytes(8, "big")
        + header + body
    )  # fmt: skip


@given(st.binary(max_size=300))
def test_what_is_enclosed_is_disclosed(body):
    assert disclose(enclose(CARD, body), CARD) == body


@pytest.mark.parametrize("ring", [HANH, LAN])
def test_each_recipient_opens_what_is_sealed(ring):
    assert disclose(SEALED, PACKET, [STRANGER, ring]) == BODY
    assert BODY not in SEALED


def test_nobody_else_opens_what_is_sealed():
    with pytest.raises(NotForUs):
        disclose(SEALED, PACKET, [STRANGER])
    with pytest.raises(NotForUs):
        disclose(SEALED, PACKET)


def test_the_shell_names_kind_and_recipients_in_clear():
    found = shell(SEALED)

    assert (found.format, found.kind, found.length) == (1, PACKET, len(BODY) + 16)
    assert [name for name, _wrapped in found.recipients] == [
        key_id(HANH.seal_public), key_id(LAN.seal_public),
    ]  # fmt: skip
    assert shell(OPEN).recipients == ()
    assert SEALED[found.start + found.length :] == b""


@pytest.mark.parametrize("raw", [SEALED, OPEN], ids=["sealed", "open"])
def test_a_file_cut_anywhere_says_so(raw):
    for length in range(len(raw)):
        with pytest.raises(CutFile) as caught:
            shell(raw[:length], "tệp.thoc")
        assert 0 < caught.value.details["missing"] <= len(raw) - min(length, START)
    assert caught.value.details == {"name": "tệp.thoc", "missing": 1}


def test_a_file_that_is_longer_than_it_says_is_damage():
    with pytest.raises(DamagedFile):
        shell(OPEN + b"x")


@given(st.integers(0, len(SEALED) * 8 - 1))
def test_a_flipped_bit_anywhere_is_one_expected_error(bit):
    flipped = bytearray(SEALED)
    flipped[bit // 8] ^= 1 << bit % 8

    try:
        found = disclose(bytes(flipped), PACKET, [LAN])
    except SelfStudyError:
        return
    raise AssertionError(found)


@pytest.mark.parametrize("raw", [b"PK\x03\x04" + bytes(99), b"x", b"TUHOX\0" + bytes(99)])
def test_a_file_of_another_kind_is_not_ours(raw):
    with pytest.raises(UnreadableFile):
        shell(raw)


def test_a_file_of_another_of_our_kinds_is_not_taken_for_this_one():
    with pytest.raises(UnreadableFile):
        disclose(OPEN, PACKET)


@pytest.mark.parametrize("length", [len(MAGIC) + 1, START, len(OPEN)])
def test_a_file_from_the_future_says_so_whatever_follows(length):
    future = MAGIC + bytes([7]) + OPEN[7:]

    with pytest.raises(NewerFormat) as caught:
        shell(future[:length])
    assert caught.value.details["version"] == 7


def test_sizes_are_checked_before_any_work():
    huge_body = MAGIC + bytes((0, PACKET)) + bytes(4) + (MAX_BODY + 1).to_bytes(8, "big")
    huge_header = MAGIC + bytes((0, PACKET)) + (MAX_HEADER + 1).to_bytes(4, "big") + bytes(8)

    for raw in (huge_body, huge_header):
        with pytest.raises(TooLarge):
            shell(raw)
    with pytest.raises(CutFile):
        shell(
            MAGIC + bytes((0, PACKET)) + MAX_HEADER.to_bytes(4, "big") + MAX_BODY.to_bytes(8, "big")
        )


@pytest.mark.parametrize(
    "header",
    [
        b"", b"[]", b"{}", b'{"to":5}', b'{"to":[5]}', b'{"to":[["a"]]}', b"\xff",
        b"[" * 30_000, b'{"to":[["a","b","c"]]}', b"null",
    ],
)  # fmt: skip
def test_a_header_that_is_none_is_damage(header):
    with pytest.raises(DamagedFile):
        shell(with_header(header))


def test_a_wrapped_key_that_is_none_is_damage():
    name = key_id(HANH.seal_public)
    for wrapped in ("zz", "", "00" * 80):
        header = json.dumps({"to": [[name, wrapped]]}).encode()
        with pytest.raises(DamagedFile):
            disclose(with_header(header, b"body"), PACKET, [HANH])


def test_a_body_that_was_changed_is_damage():
    with pytest.raises(DamagedFile):
        disclose(SEALED[:-1] + bytes([SEALED[-1] ^ 1]), PACKET, [HANH])


def test_two_files_with_the_same_content_share_no_key(monkeypatch):
    assert (
        enclose(PACKET, BODY, [HANH.seal_public])[START:]
        != enclose(PACKET, BODY, [HANH.seal_public])[START:]
    )
    assert bytes(12) == envelope.NONCE
