"""A record of a newer program on its way: kept, relayed, confirmed and shown; it counts nothing."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import pytest

from selfstudy import words
from selfstudy.desktop.devices.card import _step_words
from selfstudy.desktop.devices.presenter import DevicesState
from selfstudy.desktop.erasing.card import more_words
from selfstudy.domain import wire
from selfstudy.domain.audience import to_own_device, to_person
from selfstudy.exchange.packet import checked_all
from selfstudy.sentences import kind_words
from tests.builders import NOON, a_segment, a_source, carried, lines_of, paths
from tests.builders import finished as finished_lesson
from tests.formats.looking import shown
from tests.office import Office

NEWER = "Bản ghi của phiên bản mới hơn"
LINES = [
    *lines_of([finished_lesson()], NOON),
    b'[1795000001000,420,"dreamt",["of", {"sheep": 3}]]',
    b'[1795000002000,420,"hours_claimed_twice",[]]',
]


@pytest.fixture
def office(tmp_path):
    words.use("vi")
    made = Office(tmp_path)
    yield made
    made.close()


@pytest.fixture
def lan(office):
    return office.supervisor()


@pytest.fixture
def hanh(office, lan):
    """A learner whose other computer runs a newer program."""
    hanh = office.learner()
    ring = hanh.desk.ring
    source = a_source(ring, unit=hanh.desk.unit)
    part = carried(source, a_segment(source, ring, LINES))
    hanh.desk.journal.merge(part, checked_all(part)[0])
    return hanh


def test_it_reaches_the_unit_byte_for_byte_and_is_confirmed(office, lan, hanh):
    assert office.hand_over(hanh, lan) == 4
    office.answer_with_receipt(lan, hanh)

    audience = to_person(hanh.desk.person, lan.desk.unit)
    assert LINES in paths(lan.desk.journal, audience).values()
    assert not hanh.handover.state().unreceived
    (person,) = [p for p in lan.unit.unknown() if p.id == hanh.desk.person.hex()]
    assert (person.facts, person.lessons_done) == (4, 1)


def test_whoever_looks_is_told_that_it_is_of_a_newer_version(office, lan, hanh):
    office.hand_over(hanh, lan)
    rows = [row for row in lan.unit.facts_behind(hanh.desk.person.hex()) if not row.counted]

    assert {kind_words(row.kind) for row in rows} >= {NEWER}
    assert "dreamt" in {line.kind for line in hanh.handover.preview().lines}
    assert any(NEWER in line for line in more_words(hanh.erasure.preview_own()))


def test_it_is_in_the_archive_under_that_name(office, hanh):
    made = hanh.archive.write(office.stick)

    with zipfile.ZipFile(made.path) as archive:
        table = io.StringIO(archive.read("ghi-nhan.csv").decode("utf-8-sig"))
        held = b"\n".join(archive.read(n) for n in archive.namelist() if n.endswith(".jsonl"))
    assert [row[1] for row in csv.reader(table)].count(NEWER) == 2
    assert b"\n".join(LINES) in held


def test_another_computer_is_linked_although_it_goes_along(office, hanh):
    home = office.person("Nguyễn Thị Hạnh", "home")
    request, _code = home.devices.request(office.stick, "Máy ở nhà")
    preview = hanh.devices.look(request)

    _told, lines, _agree = _step_words(DevicesState(step="link", preview=preview))
    home.devices.take(Path(hanh.devices.link(request, office.stick).path))

    assert NEWER in lines
    assert LINES in paths(home.desk.journal, to_own_device(hanh.desk.person)).values()


def test_it_counts_as_soon_as_the_program_was_updated(office, hanh, monkeypatch):
    shapes = wire.shapes()
    before = [row[0] for row in shown(hanh)["progress"]]
    hanh.desk.close()
    told = wire.upcast(tuple[str, dict], lambda _old: finished_lesson("CM03-02"))
    monkeypatch.setitem(wire._inner, "dreamt", told)
    monkeypatch.setattr(wire, "shapes", lambda: shapes | {"dreamt": 2})

    updated = office.open("hanh", hanh.desk.profile.id)

    after = [row[0] for row in shown(updated)["progress"]]
    assert (before, after) == (["CM03-01"], ["CM03-01", "CM03-02"])
