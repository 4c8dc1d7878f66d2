from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from selfstudy.content.library import Library
from selfstudy.domain.wire import Carried, Segment
from selfstudy.exchange.keys import KeyRing
from selfstudy.exchange.packet import Carrier, Packet, Signed, read, write
from selfstudy.services.carrying.verifying import examine
from selfstudy.services.demo.demo import Wanted, ring_of, write_demo
from selfstudy.services.intake.roster import SUPERVISOR
from selfstudy.services.packs.packing import make_pack
from selfstudy.services.rescue.safety import restore
from selfstudy.settings import Places


@pytest.fixture(scope="module")
def demo(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    write_demo(Library([Places().lessons()]), folder, Wanted(1, 10, until=date(2026, 11, 19)))
    return folder


@pytest.fixture
def profiles(demo, tmp_path) -> Path:
    folder = tmp_path / "profiles"
    folder.mkdir()
    restore(demo / SUPERVISOR, folder)
    return folder


def test_a_packet_is_checked_to_its_last_record(demo, profiles):
    found = examine(next(demo.glob("KetQua_*")), profiles)

    assert (found.kind, found.opened, found.recipients, found.problems) == ("packet", True, 1, [])
    assert found.records > 5
    assert found.carrier


def test_a_packet_sealed_to_others_is_not_opened_and_not_blamed(demo, tmp_path):
    found = examine(next(demo.glob("KetQua_*")), tmp_path / "nobody")

    assert (found.kind, found.opened, found.problems) == ("packet", False, [])


def test_everything_wrong_inside_a_packet_is_told(demo, profiles, tmp_path):
    ring = KeyRing.new()
    whole = read(next(demo.glob("KetQua_*")).read_bytes(), [ring_of(1, "supervisor")])
    part = whole.sources[0].segments[0]
    forged = Segment(part.first, part.count, part.previous, part.end, bytes(64), part.blob)
    bad = Packet(
        Carrier(ring.public, ring.seal_public, "X"), whole.unit, 1,
        (Carried(whole.sources[0].source, (forged,)),),
        (Signed(b"{}", bytes(64)),), (Signed(b"{}", bytes(64)),),
    )  # fmt: skip
    (tmp_path / "bad.thoc").write_bytes(write(bad, ring))

    found = examine(tmp_path / "bad.thoc", profiles)

    assert found.opened
    assert [key for key, _details in found.problems] == [
        "error.BadSignature", "error.DamagedFile", "error.DamagedFile",
    ]  # fmt: skip


def test_a_pack_is_verified_too(profiles, tmp_path):
    places = Places(tmp_path / "home")
    module = next(Places().lessons().glob("CM03*"))
    made = make_pack(places, module, tmp_path / "a.thpack")

    found = examine(tmp_path / "a.thpack", profiles)

    assert (found.kind, found.opened, found.carrier) == ("pack", True, made.publisher)


def test_a_file_of_a_kind_that_is_not_known_is_blamed(profiles, tmp_path, demo):
    raw = bytearray(next(demo.glob("KetQua_*")).read_bytes())
    raw[7] = 99
    (tmp_path / "a").write_bytes(raw)

    found = examine(tmp_path / "a", profiles)

    assert found.kind == "unknown"
    assert found.problems[0][0] == "error.UnreadableFile"
