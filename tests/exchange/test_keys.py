from __future__ import annotations

import json
import stat

import pytest

from selfstudy.domain.errors import (
    BadSignature,
    DamagedFile,
    FolderReadOnly,
    NotForUs,
    UnreadableFile,
)
from selfstudy.exchange.envelope import PACKET, disclose, enclose
from selfstudy.exchange.keys import KeyRing, may_seal_to, verified, verify, wrap
from tests.builders import HANH, LAN

pytestmark = pytest.mark.usefixtures("costly_passphrases")

WORDS = "mật khẩu của đơn vị"


def test_a_signature_holds_for_its_message_and_key_alone():
    signature = HANH.sign(b"message")

    assert verified(HANH.public, signature, b"message")
    assert not verified(HANH.public, signature, b"massage")
    assert not verified(LAN.public, signature, b"message")
    assert not verified(HANH.public, signature[:-1] + bytes([signature[-1] ^ 1]), b"message")
    assert not verified(HANH.public, b"short", b"message")
    assert not verified(b"short", signature, b"message")


def test_verify_says_so_with_an_error():
    verify(HANH.public, HANH.sign(b"m"), b"m")
    with pytest.raises(BadSignature):
        verify(HANH.public, HANH.sign(b"m"), b"n")


def test_a_content_key_is_opened_by_its_recipient_alone():
    wrapped = wrap(b"k" * 32, HANH.seal_public)

    assert HANH.unwrap(wrapped) == b"k" * 32
    assert LAN.unwrap(wrapped) is None
    assert HANH.unwrap(wrapped[:-1]) is None
    assert HANH.unwrap(b"") is None
    assert wrap(b"k" * 32, HANH.seal_public) != wrapped


@pytest.mark.parametrize("key", [b"", b"short", bytes(33), bytes(32)])
def test_nothing_is_sealed_to_what_is_no_key(key):
    assert not may_seal_to(key)
    with pytest.raises(DamagedFile):
        wrap(b"k" * 32, key)


def test_a_sealing_key_may_be_sealed_to():
    assert may_seal_to(HANH.seal_public)


def test_keys_are_random():
    one, other = KeyRing.new(), KeyRing.new()

    assert len({one.public, one.seal_public, other.public, other.seal_public}) == 4


def test_keys_come_back_from_their_file_which_only_this_account_reads(tmp_path):
    HANH.save(tmp_path / "keys.json")

    again = KeyRing.load(tmp_path / "keys.json")

    assert (again.public, again.seal_public, again.identity) == (
        HANH.public, HANH.seal_public, HANH.identity,
    )  # fmt: skip
    assert stat.S_IMODE((tmp_path / "keys.json").stat().st_mode) == 0o600


NUMBERED = '{"keys": 1, "locked": 1, '
SPOILED = [
    "", "[]", "null", "{}", '{"keys": "1", "locked": "1"}',
    NUMBERED + '"sign": "zz", "seal": "zz"}', NUMBERED + '"sign": "aa", "seal": "aa"}',
    NUMBERED + '"sign": 5, "seal": 5}',
    NUMBERED + '"salt": "aa"}', NUMBERED + '"salt": "aa", "box": "aa"}',
    NUMBERED + f'"salt": "{bytes(16).hex()}", "box": ""' + "}",
]  # fmt: skip


@pytest.mark.parametrize("text", SPOILED)
def test_a_file_that_holds_no_keys_is_unreadable(tmp_path, text):
    path = tmp_path / "keys.json"
    path.write_text(text, encoding="utf-8")

    for reading in (
        lambda: KeyRing.load(path),
        lambda: KeyRing.load(path, b"k" * 32),
        lambda: KeyRing.load_locked(path, WORDS),
    ):
        with pytest.raises(UnreadableFile) as caught:
            reading()
        assert caught.value.details == {"name": "keys.json"}


def test_a_file_that_is_not_there_or_not_text_is_unreadable(tmp_path):
    path = tmp_path / "keys.json"
    for _ in range(2):
        with pytest.raises(UnreadableFile):
            KeyRing.load(path)
        with pytest.raises(UnreadableFile):
            KeyRing.load_locked(path, WORDS)
        path.write_bytes(b"\xff\xfe")


def test_a_root_key_is_opened_by_its_passphrase_alone(tmp_path):
    path = tmp_path / "root.json"
    LAN.save_locked(path, WORDS)

    assert KeyRing.load_locked(path, WORDS).public == LAN.public
    with pytest.raises(BadSignature):
        KeyRing.load_locked(path, WORDS + " ")
    assert LAN.sign(b"x").hex() not in path.read_text(encoding="utf-8")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_root_key_with_a_flipped_bit_is_not_opened(tmp_path):
    path = tmp_path / "root.json"
    LAN.save_locked(path, WORDS)
    found = json.loads(path.read_text(encoding="utf-8"))
    found["box"] = found["box"][:-1] + ("0" if found["box"][-1] != "0" else "1")
    path.write_text(json.dumps(found), encoding="utf-8")

    with pytest.raises(BadSignature):
        KeyRing.load_locked(path, WORDS)


def test_where_a_folder_cannot_be_made_keys_are_not_said_to_be_kept(tmp_path):
    (tmp_path / "folder").write_bytes(b"")

    with pytest.raises(FolderReadOnly):
        HANH.save(tmp_path / "folder" / "keys.json")


@pytest.mark.parametrize("under", [None, b"k" * 32])
def test_a_retired_sealing_key_still_opens_and_nothing_is_sealed_to_it(tmp_path, under):
    old = KeyRing.new()
    before = enclose(PACKET, b"before", [old.seal_public])
    ring = old.renewed().renewed()
    ring.save(tmp_path / "keys.json", under)

    again = KeyRing.load(tmp_path / "keys.json", under)

    assert again.public == old.public
    assert again.seal_public == ring.seal_public != old.seal_public
    assert disclose(before, PACKET, [again]) == b"before"
    assert disclose(enclose(PACKET, b"now", [again.seal_public]), PACKET, [again]) == b"now"
    with pytest.raises(NotForUs):
        disclose(enclose(PACKET, b"now", [again.seal_public]), PACKET, [old])


def test_only_the_last_retired_keys_still_open(tmp_path):
    first = ring = KeyRing.new()
    for _time in range(9):
        ring = ring.renewed()
    ring.save_locked(tmp_path / "root.json", "mật khẩu")

    opening = KeyRing.load_locked(tmp_path / "root.json", "mật khẩu").opening

    assert opening == ring.opening
    assert len(opening) == 9
    assert first.seal_public not in opening


@pytest.mark.parametrize("under", [None, b"k" * 32])
def test_keys_are_the_same_to_the_last_seed_after_they_were_locked_and_kept(tmp_path, under):
    ring = KeyRing.new().renewed().renewed()
    ring.save_locked(tmp_path / "root.json", WORDS)
    KeyRing.load_locked(tmp_path / "root.json", WORDS).save(tmp_path / "keys.json", under)

    KeyRing.load(tmp_path / "keys.json", under).save(tmp_path / "plain.json")
    ring.save(tmp_path / "before.json")

    assert (tmp_path / "plain.json").read_bytes() == (tmp_path / "before.json").read_bytes()
