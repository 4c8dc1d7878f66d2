from __future__ import annotations

from dataclasses import dataclass

import msgspec
import pytest

from selfstudy.domain.errors import (
    BadSignature,
    DamagedFile,
    SelfStudyError,
    UnitCardRefused,
    UnreadableFile,
)
from selfstudy.exchange.cards import (
    Officer,
    Receipt,
    UnitCard,
    accept_card,
    card_file,
    open_card_file,
    read_card,
    read_receipt,
    sign_card,
    sign_receipt,
)
from selfstudy.exchange.envelope import CARD, PACKET, enclose
from selfstudy.exchange.packet import Signed
from tests.builders import HANH, LAN, ROOT, STRANGER

SUPERVISOR = Officer(LAN.public, LAN.seal_public, "Trần Thị Lan")
HUB = Officer(HANH.public, HANH.seal_public, "Máy chủ")
CARD_1 = UnitCard(
    ROOT.public, 3, "UBND phường Bến Thành", 10, 100, (SUPERVISOR,), (HUB,), "https://x"
)
RECEIPT = Receipt(
    LAN.public, "Lan", ROOT.identity, HANH.identity, b"e" * 16, 4, 50, ((b"s" * 32, 7, b"d" * 32),)
)


def changed(struct, **by):
    return msgspec.structs.replace(struct, **by)


def test_a_card_comes_back_from_its_file_as_it_was_signed():
    signed = sign_card(CARD_1, ROOT)

    assert open_card_file(card_file(signed)) == (CARD_1, signed)


def test_a_card_names_its_unit_after_the_root_and_its_officers_as_recipients():
    assert CARD_1.unit == ROOT.identity
    assert CARD_1.recipients == [LAN.seal_public, HANH.seal_public]
    assert CARD_1.receivers == {LAN.public: "Trần Thị Lan", HANH.public: "Máy chủ"}


def test_nobody_signs_a_card_for_anothers_root():
    with pytest.raises(BadSignature):
        read_card(sign_card(CARD_1, STRANGER))


def test_a_card_that_was_changed_after_signing_is_refused():
    signed = sign_card(CARD_1, ROOT)
    body = signed.body.replace(b'"number":3', b'"number":9')

    assert body != signed.body
    with pytest.raises(BadSignature):
        read_card(Signed(body, signed.signature))


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"\xff", b'{"root":"AAAA"}', b"[" * 5000, b'{"number":"3"}']
)
def test_a_body_that_is_no_card_or_receipt_is_damage(body):
    with pytest.raises(DamagedFile):
        read_card(Signed(body, b""))
    with pytest.raises(DamagedFile):
        read_receipt(Signed(body, b""))


@pytest.mark.parametrize(
    "change", [{"root": b"short"}, {"name": " "}, {"number": 2**53 + 1}, {"until": 2**63}]
)
def test_a_card_with_a_part_that_cannot_be_is_damage(change):
    card = changed(CARD_1, **change)

    with pytest.raises(DamagedFile):
        read_card(sign_card(card, ROOT))


def test_every_flipped_bit_of_a_card_file_is_one_expected_error():
    raw = card_file(sign_card(CARD_1, ROOT))
    for bit in range(len(raw) * 8):
        flipped = bytearray(raw)
        flipped[bit // 8] ^= 1 << bit % 8
        try:
            card, _signed = open_card_file(bytes(flipped))
        except SelfStudyError:
            continue
        assert card == CARD_1, bit


@pytest.mark.parametrize("body", [b"", b"[1]", b"\xff", b'["a"]'])
def test_a_card_file_without_a_signed_card_is_damage(body):
    with pytest.raises(DamagedFile):
        open_card_file(enclose(CARD, body))
    with pytest.raises(UnreadableFile):
        open_card_file(enclose(PACKET, body))


@dataclass(frozen=True)
class Case:
    card: UnitCard
    held: UnitCard | None
    now: int
    reason: str


@pytest.mark.parametrize(
    "case",
    [
        Case(CARD_1, None, 50, ""),
        Case(CARD_1, None, 100, ""),
        Case(CARD_1, None, 101, "expired"),
        Case(changed(CARD_1, until=0), None, 10**15, ""),
        Case(CARD_1, changed(CARD_1, number=2), 50, ""),
        Case(CARD_1, CARD_1, 50, ""),
        Case(CARD_1, changed(CARD_1, number=4), 50, "older"),
        Case(CARD_1, changed(CARD_1, number=9, root=STRANGER.public), 50, ""),
    ],
)
def test_a_card_takes_the_place_of_an_older_one_while_it_is_valid(case):
    if not case.reason:
        accept_card(case.card, case.held, case.now)
        return
    with pytest.raises(UnitCardRefused) as caught:
        accept_card(case.card, case.held, case.now)
    assert caught.value.details["reason"] == case.reason


def test_a_receipt_comes_back_as_it_was_signed():
    assert read_receipt(sign_receipt(RECEIPT, LAN)) == RECEIPT


def test_a_forged_receipt_is_refused():
    with pytest.raises(BadSignature):
        read_receipt(sign_receipt(RECEIPT, STRANGER))
    signed = sign_receipt(RECEIPT, LAN)
    with pytest.raises(BadSignature):
        read_receipt(Signed(signed.body.replace(b'"number":4', b'"number":5'), signed.signature))


def test_a_card_is_no_receipt_even_under_the_same_key():
    card = sign_card(CARD_1, ROOT)
    receipt = changed(RECEIPT, receiver=ROOT.public)

    with pytest.raises(BadSignature):
        read_receipt(Signed(sign_receipt(receipt, ROOT).body, card.signature))
    with pytest.raises(DamagedFile):
        read_receipt(card)


@pytest.mark.parametrize(
    "change", [{"at": 2**60}, {"number": 2**54}, {"heads": ((b"", 2**60, b""),)}]
)
def test_a_receipt_with_a_number_beyond_measure_is_damage(change):
    with pytest.raises(DamagedFile):
        read_receipt(sign_receipt(changed(RECEIPT, **change), LAN))


def test_a_receipt_is_told_from_others_by_epoch_and_number():
    assert RECEIPT.mark == f"{(b'e' * 4).hex()}.4"
    assert changed(RECEIPT, number=5).mark != RECEIPT.mark


E1, E2, E3 = (bytes([n]) * 16 for n in (1, 2, 3))


def told(epoch, number, at=1000, replaces=b"", before=()):
    return Receipt(b"r" * 32, "", b"u" * 16, b"p" * 16, epoch, number, at, (), replaces, 0, before)


@pytest.mark.parametrize(
    ("fresh", "taken"),
    [
        (told(E2, 6, at=1, replaces=E1), True),
        (told(E2, 5, at=9999, replaces=E1), False),
        (told(E2, 4, at=9999, replaces=E1), False),
        (told(E3, 1, at=1, replaces=E2, before=(E1,)), True),
        (told(E3, 1, at=1, replaces=b"x" * 16, before=(E2,)), True),
        (told(E1, 99, at=9999), False),
        (told(E3, 99, at=1001, replaces=E1), True),
        (told(E3, 99, at=1000, replaces=E1), False),
        (told(E3, 4, at=1, replaces=E1), True),
    ],
    ids=["more", "same", "less in one epoch", "names it", "named it before", "was named",
         "sibling, later", "sibling, more", "sibling, less"],
)  # fmt: skip
def test_which_of_two_receipts_of_a_receiver_counts(fresh, taken):
    held = told(E2, 5, replaces=E1)

    assert fresh.takes_place_of(held) is taken
    assert fresh.takes_place_of(held, live=True) is (fresh.mark != held.mark)


@pytest.mark.parametrize(("at", "taken"), [(999, False), (1000, True), (1001, True)])
def test_the_later_word_counts_of_one_to_a_removed_key_and_one_to_a_person(at, taken):
    """The first confirms the key's own records alone, so that numbers say nothing."""
    to_person = told(E2, 5, replaces=E1)
    to_key = changed(to_person, number=2, at=at, removed=b"k" * 32)

    assert to_key.takes_place_of(to_person) is taken
    assert to_person.takes_place_of(to_key) is not taken
    assert to_key.mark != changed(to_person, number=2).mark
    assert changed(to_key, number=3).takes_place_of(to_key)
