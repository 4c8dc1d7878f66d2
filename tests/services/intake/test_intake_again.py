from __future__ import annotations

import threading
import tracemalloc
import zlib
from dataclasses import replace

import pytest

from selfstudy.domain.record import Profile
from selfstudy.exchange.keys import KeyRing
from selfstudy.exchange.packet import Carrier, Packet, batches, checked_all, write
from selfstudy.services.intake import intake as module
from selfstudy.services.upkeep import records
from tests.builders import STRANGER, a_source, carried, dump, finished, lines_of, segments_of


@pytest.fixture
def lan(office):
    return office.supervisor()


@pytest.fixture
def parts(lan):
    """A source and its records in three segments."""
    source = a_source(STRANGER, STRANGER.identity, lan.desk.unit)
    lines = lines_of([Profile("Người mới"), finished(), finished("CM03-02"), finished("CM03-03")])
    return source, segments_of(source, STRANGER, lines, {2, 3})


def put(office, lan, *carrieds, name="x.thoc", ring=STRANGER):
    """A packet to the unit in a file."""
    carrier = Carrier(ring.public, ring.seal_public, "người mang")
    raw = write(Packet(carrier, lan.desk.unit, 5, carrieds), ring, lan.desk.card.recipients)
    path = office.stick / name
    path.write_bytes(raw)
    return path


@pytest.fixture
def opened(monkeypatch):
    """The segments that were opened and checked, by their first number."""
    seen = []

    def look(part):
        seen.extend(segment.first for segment in part.segments)
        return checked_all(part)

    monkeypatch.setattr(module, "checked_all", look)
    return seen


def test_what_is_held_in_equal_bytes_is_known_without_being_opened(office, lan, parts, opened):
    source, segments = parts
    lan.unit.intake([put(office, lan, carried(source, *segments[:2]))])
    assert opened == [1, 2]

    again = lan.unit.intake([put(office, lan, carried(source, *segments))])

    assert opened == [1, 2, 3]
    assert (again.new, again.known) == (2, 2)


@pytest.mark.parametrize(
    "forge",
    [
        lambda segment: replace(segment, blob=zlib.compress(b"[]")),
        lambda segment: replace(segment, blob=segment.blob + b"."),
        lambda segment: replace(segment, signature=bytes(64)),
        lambda segment: replace(segment, previous=bytes(32)),
        lambda segment: replace(segment, count=segment.count + 1),
    ],
    ids=["other lines", "a longer blob", "another signature", "another start", "another count"],
)
def test_a_forged_twin_of_what_is_held_is_set_aside_and_never_known(office, lan, parts, forge):
    source, (one, two, three) = parts
    lan.unit.intake([put(office, lan, carried(source, one, two, three))])
    before = dump(lan.desk.database, ("trail", "quarantine"))

    for twins in ((forge(two),), (two, forge(two)), (forge(two), two)):
        report = lan.unit.intake([put(office, lan, carried(source, one, *twins))])

        known = one.count + two.count * (len(twins) - 1)
        assert (report.new, report.known, report.quarantined) == (0, known, 1)

    assert dump(lan.desk.database, ("trail", "quarantine")) == before


def test_the_same_lines_split_or_deflated_otherwise_are_known_all_the_same(
    office, lan, parts, opened
):
    source, segments = parts
    lan.unit.intake([put(office, lan, carried(source, *segments))])
    del opened[:]
    again = replace(segments[2], blob=zlib.compress(zlib.decompress(segments[2].blob), 1))
    lines = [line for s in segments for line in zlib.decompress(s.blob).split(b"\n")]
    whole = segments_of(source, STRANGER, lines)

    report = lan.unit.intake([put(office, lan, carried(source, again, *whole))])

    assert (report.new, report.known, report.quarantined) == (0, again.count + len(lines), 0)
    assert sorted(opened) == [1, again.first]


def test_what_waits_is_known_again_and_still_waits(office, lan, parts):
    source, (_one, two, _three) = parts
    path = put(office, lan, carried(source, two))

    assert [(r.new, r.known, r.waiting) for r in (lan.unit.intake([path]) for _ in "12")] == [
        (0, 0, two.count),
        (0, two.count, 0),
    ]


def test_an_answer_goes_between_the_parts_of_a_packet(office, lan, parts, monkeypatch):
    """Whoever answers from another thread is not kept waiting until the packet is in."""
    source, segments = parts
    before = records(lan.desk)
    held = []

    def answer_first(part):
        def answer():
            lan.desk.write(finished(f"CM03-{90 + len(held)}"))
            held.append(records(lan.desk) - before)

        thread = threading.Thread(target=answer, daemon=True)
        thread.start()
        thread.join(30)  # only ever waits this long when the store is held, and that is the fault
        assert not thread.is_alive()
        return checked_all(part)

    monkeypatch.setattr(module, "checked_all", answer_first)
    monkeypatch.setattr(module, "batches", lambda whole: batches(whole, records=1))

    report = lan.unit.intake([put(office, lan, carried(source, *segments))])

    assert report.new == 4
    assert held == [0 + 1, 1 + 2, 2 + 3]  # the records of the parts before, and the answers


def test_everybody_whom_a_folder_is_about_is_named(office, lan):
    """Their names are asked for together, when all that the folder holds is in."""
    rings = [KeyRing.new() for _ in range(3)]
    for number, ring in enumerate(rings):
        source = a_source(ring, ring.identity, lan.desk.unit)
        some = segments_of(source, ring, lines_of([Profile(f"Người {number}")]))
        put(office, lan, carried(source, *some), name=f"{number}.thoc", ring=ring)

    report = lan.unit.intake([office.stick])

    named = [file.people for file in report.files if file.name.endswith(".thoc") and file.new]
    assert named == [("Người 0",), ("Người 1",), ("Người 2",)]
    assert report.unknown_people == 3


def test_memory_does_not_grow_with_the_packets(office, lan):
    """What is held at a time is a part of one packet, however many there are."""

    def peak(count, folder):
        (office.stick / folder).mkdir()
        for number in range(count):
            ring = KeyRing.new()
            source = a_source(ring, ring.identity, lan.desk.unit)
            lines = lines_of([finished()] * 400)
            some = segments_of(source, ring, lines)
            put(office, lan, carried(source, *some), name=f"{folder}/{number}.thoc", ring=ring)
        tracemalloc.start()
        try:
            assert lan.unit.intake([office.stick / folder]).new == count * 400
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(1, "first")  # what is loaded and built once
    few = peak(2, "few")

    assert peak(16, "many") < 1.5 * few
