"""Files from before the formats were released are read by the services of today."""

from __future__ import annotations

import json
import shutil

import pytest

from selfstudy.domain.audience import to_unit
from selfstudy.domain.record import KINDS
from selfstudy.domain.wire import read_line
from selfstudy.exchange import envelope
from selfstudy.exchange.keys import KeyRing
from selfstudy.exchange.packet import checked, read
from selfstudy.services.demo.demo import PASSPHRASE
from selfstudy.services.rescue.safety import go_back
from selfstudy.settings import Places
from tests.formats.looking import DATA, held
from tests.office import Office

FILES = DATA / "0" / "files"
pytestmark = pytest.mark.usefixtures("costly_passphrases")
EVERYBODY = [
    ("Bùi Thị Thu Châu", 17, True),
    ("Trần Thị Lan", 1, True),
    ("Trương Quang Vinh", 17, True),
]
VECTORS = json.loads((DATA / "0" / "packet-vectors.json").read_text(encoding="utf-8"))


@pytest.fixture
def office(tmp_path):
    made = Office(tmp_path)
    yield made
    made.close()


@pytest.fixture
def lan(office):
    """The supervisor of the demonstration, from her backup of number 0."""
    backup = FILES / "PhuTrach.zip"
    rebuilt = go_back(backup, office.computer("lan").profiles, clock=office.clock)
    return office.open("lan", rebuilt.profile.id)


def test_packets_and_roster_are_taken_by_a_supervisor_whose_backup_is_as_old(office, lan):
    roster = lan.unit.intake([FILES / "DanhSach_UbndPhuongAnBinhDong.thds"])
    packets = lan.unit.intake(sorted(FILES.glob("KetQua_*.thoc")))
    again = lan.unit.intake(sorted(FILES.glob("KetQua_*.thoc")))

    assert (roster.papers, roster.quarantined) == (2, 0)
    assert (packets.new, packets.quarantined, packets.unknown_people) == (34, 0, 0)
    assert (again.new, again.known) == (0, 34)
    assert [(p.name, p.facts, p.known) for p in lan.unit.people()] == EVERYBODY


def test_the_unit_s_root_opens_with_the_passphrase_of_then(lan):
    root = KeyRing.load_locked(lan.desk.folder / "unit-root.json", PASSPHRASE)

    assert root.identity == lan.desk.unit
    assert lan.unit.renew(PASSPHRASE).number == 2


def test_a_unit_card_is_joined_and_a_packet_goes_to_it(office):
    hanh = office.person("Nguyễn Thị Hạnh", "hanh", FILES / "TheDonVi_UbndPhuongAnBinhDong_1.thdv")

    assert hanh.handover.export(office.stick).facts == 1


@pytest.fixture
def old(office, tmp_path):
    """A profile of number 0, with records that came in."""
    kept = DATA / "0" / "profile"
    profile = json.loads((kept / "profile.json").read_text(encoding="utf-8"))["id"]
    home = Places(tmp_path / "old")
    shutil.copytree(kept, home.profiles / profile)
    return office.open("old", profile)


def test_a_profile_opens_with_all_that_it_held(old):
    found = held(old.desk)

    assert (found["facts"], found["cards"]) == (41, [("UBND phường An Bình Đông", 1)])
    assert [(p.name, p.facts, p.known) for p in old.unit.people()] == EVERYBODY


def test_a_word_that_has_more_fields_today_is_read_as_it_was_meant(old):
    """In number 0 `admitted` had five fields; the sixth says what it takes the place of."""
    journal = old.desk.journal
    lines = [line for p in journal.sources(to_unit(old.desk.unit)) for _n, line in journal.lines(p)]
    admitted = [line for line in lines if read_line(line).kind == "admitted"]

    assert {len(json.loads(line)[3]) for line in admitted} == {5}
    assert len(KINDS["admitted"].__struct_fields__) == 6
    assert {read_line(line).fact.replaces for line in admitted} == {""}
    assert all(person.known for person in old.unit.people())


@pytest.mark.parametrize("name", ["packet_in_clear", "packet_sealed"])
def test_the_vectors_of_number_0_are_read(name):
    ring = KeyRing(bytes.fromhex(VECTORS["sign_seed"]), bytes.fromhex(VECTORS["seal_seed"]))
    raw = bytes.fromhex(VECTORS[name])

    (part,) = read(raw, [ring]).sources
    lines = [line.decode() for line in checked(part.source, part.segments[0]).lines]

    assert envelope.shell(raw).format == 0
    assert lines == VECTORS["lines"]
