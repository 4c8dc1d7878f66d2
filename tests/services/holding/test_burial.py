"""Tombstones among a learner, two supervisors and a hub, in every order of exchange."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selfstudy.domain.audience import to_unit
from selfstudy.domain.record import Admitted, KeyAdded, Profile
from selfstudy.exchange.cards import Officer, UnitCard, sign_card
from selfstudy.exchange.packet import Packet, Signed, read, write
from selfstudy.exchange.tombstones import Tombstone, sign_tombstone
from selfstudy.services.holding.burial import Burial, signed_stones
from selfstudy.services.holding.holder import Holder
from selfstudy.services.intake.intake import Intake
from selfstudy.store.database import Database
from selfstudy.store.journal import Author
from tests.builders import HANH, LAN, ROOT, STRANGER, a_ring, dump, finished
from tests.fakes import Clock

UNIT = ROOT.identity
HUB, MINH, HANHS_OTHER, BINH = a_ring(11), a_ring(12), a_ring(13), a_ring(14)
PERSON = HANH.identity
NAME = "Nguyễn Thị Hạnh"
MOMENT = 1_795_100_000_000
CARD = UnitCard(
    ROOT.public, 1, "UBND phường Bến Thành", 0, 0,
    (Officer(LAN.public, LAN.seal_public, "Lan"), Officer(MINH.public, MINH.seal_public, "Minh")),
    (Officer(HUB.public, HUB.seal_public, "Máy chủ"),),
)  # fmt: skip


@contextlib.contextmanager
def an_office(folder: Path) -> Iterator[list[Holder]]:
    """A learner, two supervisors and a hub; the learner and one supervisor have written."""
    with contextlib.ExitStack() as stack:
        holders = []
        for ring in (HANH, LAN, MINH, HUB):
            database = Database(folder / f"{ring.public.hex()[:8]}.db")
            stack.callback(database.close)
            holder = Holder(database, ring, Clock(), "–")
            holder.take_card(CARD, sign_card(CARD, ROOT))
            holders.append(holder)
        hanh, lan, minh, _hub = holders
        hanh.append(Author(HANH.public, PERSON, UNIT), [Profile(NAME), finished()])
        lan.append(Author(LAN.public, LAN.identity, UNIT), [Admitted(HANH.public.hex(), NAME)],
                   PERSON, "u")  # fmt: skip
        minh.append(Author(BINH.public, BINH.identity, UNIT), [Profile("Lê Văn Bình"), finished()])
        for holder, ring in ((hanh, HANH), (lan, LAN), (minh, BINH)):
            holder.journal.seal(ring.public, ring.sign)
        yield holders


def packet_of(holder: Holder) -> bytes:
    """All that a holder may give to the unit."""
    carried = tuple(holder.journal.since({}, to_unit(UNIT)))
    stones = signed_stones(holder.graves.told(UNIT))
    return write(Packet(holder.carrier(), UNIT, MOMENT, carried, tombstones=stones), holder.ring)


def give(giver: Holder, taker: Holder) -> None:
    Intake(taker).accept(read(packet_of(giver)))


def sources_of(holder: Holder, person: bytes = PERSON) -> list[bytes]:
    places = holder.journal.sources(to_unit(UNIT))
    return sorted(p.sid for p in places if p.source.subject == person)


def tombstone(ring, sids, unit: bytes = UNIT) -> Signed:
    return sign_tombstone(Tombstone(ring.public, unit, MOMENT, tuple(sids)), ring)


def projections(holder: Holder) -> object:
    holder.journal.fold_stale(holder.authorities(UNIT))
    rows = dump(holder.database)
    return rows["progress"], rows["memory"]


steps = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=8)


@settings(max_examples=25)
@given(steps, st.sampled_from([HANH, ROOT]), st.integers(0, 3), steps)
def test_in_any_order_of_exchange_nobody_keeps_what_a_tombstone_names(before, signer, at, after):
    with tempfile.TemporaryDirectory() as folder, an_office(Path(folder)) as holders:
        hanh, lan, *_others = holders
        named = [*sources_of(hanh), *sources_of(lan)]
        old = [packet_of(holder) for holder in holders]
        for giver, taker in before:
            give(holders[giver], holders[taker])
        Burial(holders[at]).bury([tombstone(signer, named)], "", "person")
        for giver, taker in after:
            give(holders[giver], holders[taker])
        for _round in range(3):
            for giver in holders:
                for taker in holders:
                    give(giver, taker)
        for holder in holders:
            for raw in old:
                Intake(holder).accept(read(raw))

        assert [sources_of(holder) for holder in holders] == [[]] * 4
        assert len({repr(sorted(h.unit_heads(UNIT).items())) for h in holders}) == 1
        assert len({repr(projections(holder)) for holder in holders}) == 1
        assert [len(sources_of(holder, BINH.identity)) for holder in holders] == [1] * 4


def test_a_tombstone_that_came_before_the_records_waits_for_them(tmp_path):
    with an_office(tmp_path) as (hanh, _lan, minh, hub):
        records, named = packet_of(hanh), sources_of(hanh)
        Intake(hub).accept(
            Packet(hub.carrier(), UNIT, MOMENT, tombstones=(tombstone(HANH, named),))
        )

        result = Intake(hub).accept(read(records))

        assert (result.erased, result.new, result.quarantined) == (2, 0, 0)
        assert sources_of(hub) == []
        give(hub, minh)
        assert Intake(minh).accept(read(records)).erased == 2


@pytest.mark.parametrize("signer", [STRANGER, LAN, MINH, HUB, BINH])
def test_a_tombstone_of_somebody_not_entitled_changes_nothing(tmp_path, signer):
    with an_office(tmp_path) as (hanh, lan, _minh, hub):
        give(hanh, hub)
        give(lan, hub)
        before = dump(hub.database, without=("tombstone", "grave", "meta"))
        stone = tombstone(signer, [*sources_of(hub)])

        result = Intake(hub).accept(Packet(hub.carrier(), UNIT, MOMENT, tombstones=(stone,)))

        assert (result.problem, result.quarantined) == ("intake.tombstone_refused", 0)
        assert dump(hub.database, without=("tombstone", "grave", "meta")) == before
        assert Intake(hub).accept(read(packet_of(hanh))).erased == 0


def test_a_forged_tombstone_is_refused_and_not_kept(tmp_path):
    with an_office(tmp_path) as (hanh, _lan, _minh, hub):
        give(hanh, hub)
        sound = tombstone(HANH, sources_of(hanh))
        forged = [
            Signed(sound.body, bytes(64)),
            Signed(tombstone(STRANGER, sources_of(hanh)).body, sound.signature),
            Signed(b"{}", sound.signature),
            tombstone(HANH, [b"short"]),
            tombstone(HANH, [bytes(32)] * 10_001),
        ]

        for stone in forged:
            result = Intake(hub).accept(Packet(hub.carrier(), UNIT, MOMENT, tombstones=(stone,)))
            assert result.quarantined == 1

        assert len(sources_of(hub)) == 1
        assert dump(hub.database)["tombstone"] == []


def test_the_root_of_one_unit_erases_nothing_of_another(tmp_path):
    with an_office(tmp_path) as (hanh, _lan, _minh, hub):
        give(hanh, hub)
        other = msgspec.structs.replace(CARD, root=STRANGER.public)
        hub.take_card(other, sign_card(other, STRANGER))

        for unit in (UNIT, STRANGER.identity):
            stone = tombstone(STRANGER, sources_of(hanh), unit)
            Intake(hub).accept(Packet(hub.carrier(), UNIT, MOMENT, tombstones=(stone,)))

        assert len(sources_of(hub)) == 1


def test_a_vouched_key_erases_all_of_its_person_even_where_the_vouching_goes_too(tmp_path):
    with an_office(tmp_path) as (hanh, _lan, minh, hub):
        hanh.append(Author(HANH.public, PERSON, UNIT), [KeyAdded(HANHS_OTHER.public.hex())])
        hanh.seal()
        give(hanh, hub)
        give(hanh, minh)
        later = Author(HANHS_OTHER.public, PERSON, UNIT)
        hanh.append(later, [finished("CM03-02")])
        hanh.journal.seal(HANHS_OTHER.public, HANHS_OTHER.sign)
        stone = tombstone(HANHS_OTHER, sources_of(hanh))

        Intake(hub).accept(Packet(hub.carrier(), UNIT, MOMENT, tombstones=(stone,)))
        result = Intake(hub).accept(read(packet_of(hanh)))

        assert sources_of(hub) == []
        assert (result.new, result.erased) == (0, 4)
        give(hub, minh)
        assert sources_of(minh) == []


def test_a_new_source_of_the_same_person_is_a_new_life(tmp_path):
    with an_office(tmp_path) as (hanh, _lan, _minh, hub):
        give(hanh, hub)
        Burial(hanh).bury([tombstone(HANH, sources_of(hanh))], "", "person")
        give(hanh, hub)
        hanh.append(Author(HANH.public, PERSON, UNIT), [Profile(NAME), finished("CM03-02")])
        hanh.seal()

        give(hanh, hub)

        assert sources_of(hub) == sources_of(hanh)
        assert len(sources_of(hub)) == 1


def test_what_lies_in_quarantine_and_holds_an_erased_source_goes_too(tmp_path):
    with an_office(tmp_path) as (hanh, _lan, minh, hub):
        hub.papers.set_aside("a.thoc", "error.DamagedFile", {}, packet_of(hanh), MOMENT)
        hub.papers.set_aside("KetQua_NguyenThiHanh_2.thoc", "error.CutFile", {}, b"TUHOC", MOMENT)
        hub.papers.set_aside("b.thoc", "error.DamagedFile", {}, packet_of(minh), MOMENT)
        give(hanh, hub)

        Intake(hub).accept(
            Packet(hub.carrier(), UNIT, MOMENT, tombstones=(tombstone(ROOT, sources_of(hanh)),))
        )

        assert [kept.name for kept in hub.papers.quarantine()] == ["b.thoc"]


KILLED = textwrap.dedent("""
    import os, signal, sys
    from pathlib import Path
    import tests.services.holding.test_burial as here
    from selfstudy.services.holding.burial import Burial
    with here.an_office(Path(sys.argv[1])) as (hanh, _lan, _minh, hub):
        here.give(hanh, hub)
        steps = 0
        class Spy:
            def __call__(self, statement):
                global steps
                steps += 1
                if steps == int(sys.argv[2]):
                    os.kill(os.getpid(), signal.SIGKILL)
        stone = here.tombstone(here.HANH, here.sources_of(hub))
        hub.database._driver.set_trace_callback(Spy())
        Burial(hub).bury([stone], "", "person")
        print(steps)
""")


def killed_at(folder: Path, step: int) -> int:
    """Erase in a process that kills itself before its n-th statement; how many it ran, or 0."""
    folder.mkdir()
    done = subprocess.run(
        [sys.executable, "-c", KILLED, str(folder), str(step)],
        capture_output=True, check=False, env={**os.environ, "LC_ALL": "C.UTF-8"},
    )  # fmt: skip
    assert done.returncode in (0, -signal.SIGKILL), done.stderr.decode()
    return int(done.stdout or 0)


@pytest.mark.skipif(sys.platform == "win32", reason="killed with SIGKILL")
def test_an_erasure_that_is_killed_left_all_or_nothing_and_the_next_opening_ends_it(tmp_path):
    whole = killed_at(tmp_path / "whole", 0)
    for step in sorted({*range(3, whole, max(1, whole // 6)), whole - 2, whole - 1, whole}):
        folder = tmp_path / str(step)
        assert killed_at(folder, step) == 0
        path = folder / f"{HUB.public.hex()[:8]}.db"
        database = Database(path)
        try:
            hub = Holder(database, HUB, Clock(), "–")
            left, stones = len(sources_of(hub)), len(dump(database)["tombstone"])
            assert (left, stones) in {(1, 0), (0, 1)}
            Burial(hub).wake(copied=False)
            if not left:
                assert NAME.encode() not in path.read_bytes()
                assert NAME.encode() not in Path(f"{path}-wal").read_bytes()
        finally:
            database.close()
