"""The test vectors of docs/packet-format.md: anyone's implementation, ours included, must agree."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import re
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from selfstudy.domain import wire
from selfstudy.exchange import envelope, packet
from selfstudy.exchange.keys import KeyRing
from selfstudy.exchange.roster import MAX_PEOPLE
from selfstudy.exchange.tombstones import MAX_SOURCES

DOCS = Path(__file__).resolve().parents[2] / "docs"
VECTORS = json.loads((DOCS / "packet-vectors.json").read_text(encoding="utf-8"))


def script():
    spec = importlib.util.spec_from_file_location("packet_vectors", DOCS / "packet_vectors.py")
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def test_the_script_still_makes_the_vectors_of_the_page():
    made = script().sure_vectors()

    assert made == {name: VECTORS[name] for name in made}


def test_the_vectors_follow_from_the_words_of_the_page_alone():
    """Computed with hashes and signatures only, as a stranger to our code would."""
    v = {name: bytes.fromhex(x) for name, x in VECTORS.items() if re.fullmatch("[0-9a-f]+", str(x))}
    key = Ed25519PrivateKey.from_private_bytes(v["sign_seed"])
    public = key.public_key().public_bytes_raw()
    person = hashlib.sha256(b"tuhoc identity" + public).digest()[:16]
    source = hashlib.sha256(public + person + v["unit"] + b"s" + v["epoch"]).digest()
    digests = [source]
    for line in VECTORS["lines"]:
        digests.append(hashlib.sha256(digests[-1] + line.encode()).digest())
    place = (1).to_bytes(8, "big") + len(VECTORS["lines"]).to_bytes(8, "big")
    message = b"tuhoc segment 0" + source + place + digests[-1]

    assert (public, person, source) == (v["public_key"], v["person"], v["source"])
    assert [d.hex() for d in digests[1:]] == VECTORS["digests"]
    assert (message, key.sign(message)) == (v["segment_message"], v["segment_signature"])
    stone = b"tuhoc tombstone 0" + VECTORS["tombstone_body"].encode()
    assert key.sign(stone) == v["tombstone_signature"]
    tail = hashlib.sha256(source + digests[2]).hexdigest()
    assert tail == VECTORS["tail_named_after_record_2"]


@pytest.mark.parametrize("name", ["packet_in_clear", "packet_sealed"])
def test_a_packet_that_was_written_once_is_read_for_ever(name):
    ring = KeyRing(bytes.fromhex(VECTORS["sign_seed"]), bytes.fromhex(VECTORS["seal_seed"]))

    found = packet.read(bytes.fromhex(VECTORS[name]), [ring])

    (part,) = found.sources
    (segment,) = part.segments
    assert part.source.id.hex() == VECTORS["source"]
    assert [line.decode() for line in packet.checked(part.source, segment).lines] == VECTORS[
        "lines"
    ]
    assert found.carrier.name == "Nguyễn Thị Hạnh"


def test_the_page_has_every_kind_with_its_fields_chains_and_authors():
    page = (DOCS / "packet-format.md").read_text(encoding="utf-8").splitlines()
    head = page.index("| kind | chain | author | content |")
    table = page[head + 2 : page.index("", head)]

    assert table == script().kind_rows()


def test_the_page_tells_the_limits_that_the_program_keeps():
    page = (DOCS / "packet-format.md").read_text(encoding="utf-8")

    for number in (
        wire.MAX_LINE, wire.MAX_SEGMENT_RECORDS, packet.MAX_SEGMENTS,
        envelope.MAX_HEADER, envelope.MAX_BODY, packet.MAX_PAPERS, MAX_SOURCES, MAX_PEOPLE,
    ):  # fmt: skip
        assert f"{number:,}" in page
    assert str(wire.MAX_TIME) in page
    assert wire.MAX_SEGMENT_BYTES == 16 * 2**20
    assert packet.MAX_INDEX == 64 * 2**20
