"""Every file of number 1 is read by the program of today, with everything that was in it.

`tests/data/make_fixtures.py` wrote them once; `expected.json` says what was in them then.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import subprocess
import sys
import zipfile

import msgspec
import pytest

from selfstudy.domain.record import KINDS
from selfstudy.domain.wire import read_line
from selfstudy.exchange.cards import open_card_file
from selfstudy.exchange.links import open_link_file
from selfstudy.exchange.roster import open_roster_file
from selfstudy.hub.keeper import Hub
from selfstudy.services.holding.burial import Burial
from selfstudy.services.holding.opener import Opener
from selfstudy.services.intake.intake import Intake
from selfstudy.services.locking.locking import Locking
from selfstudy.services.rescue.safety import go_back
from tests.formats.looking import (
    DATA,
    PACKETS,
    held,
    kinds_in_packets,
    opened,
    plain,
    ring,
    shown,
    told,
)
from tests.office import Office

pytestmark = pytest.mark.usefixtures("costly_passphrases")
HERE = DATA / "1"
EXPECTED = json.loads((HERE / "expected.json").read_text(encoding="utf-8"))
SECRET = "con đò bến cũ"
LINES = json.loads((HERE / "lines.json").read_text(encoding="utf-8"))


@pytest.fixture
def office(tmp_path):
    made = Office(tmp_path)
    made.clock.move(days=2)
    yield made
    made.close()


def from_folder(office, name, secret=""):
    """A profile whose folder was carried to this computer."""
    profile = json.loads((HERE / name / "profile.json").read_text(encoding="utf-8"))["id"]
    places = office.computer(name)
    shutil.copytree(HERE / name, places.profiles / profile)
    return opened(places, profile, office, secret)


@pytest.fixture
def lan(office):
    """The supervisor, before anybody's results came in."""
    return from_folder(office, "profile")


# Packets


@pytest.mark.parametrize("name", sorted(PACKETS))
def test_a_packet_is_read_with_all_that_is_in_it(name):
    raw = (HERE / f"{name}.thoc").read_bytes()

    assert plain(told(raw, [ring(PACKETS[name])])) == EXPECTED[f"{name}.thoc"]


def test_results_come_in_by_file_and_by_paper_and_a_person_is_erased_again(lan):
    for name in ("KetQua.thoc", "KetQua_KhacMay.thoc", "MaQR.png"):
        report = lan.unit.intake([HERE / name])
        said = {"new": report.new, "papers": report.papers}
        assert (said, report.quarantined) == (EXPECTED[f"intake {name}"], 0)
        assert not lan.unit.intake([HERE / name]).new

    gone = lan.unit.intake([HERE / "YeuCauXoa.thoc"])

    assert gone.gone == EXPECTED["intake MaQR.png"]["new"]
    assert lan.unit.intake([HERE / "MaQR.png"]).erased


def test_the_unit_s_answer_is_taken_by_the_learner(office):
    hanh = from_folder(office, "locked", SECRET)
    before = held(hanh.desk)

    report = hanh.handover.take([HERE / "BienNhan.thoc"])

    assert (report.new, report.quarantined) == (0, 0)
    assert report.known == sum(source[3] for source in EXPECTED["BienNhan.thoc"]["sources"])
    assert held(hanh.desk) == before


def test_a_computer_is_linked_by_the_packet_that_was_written_for_it(office):
    asked = open_link_file((HERE / "YeuCauLienKet.thlk").read_bytes())
    home = ring("home")

    assert asked.code == EXPECTED["link_code"]
    assert (asked.key, asked.person, asked.device) == (home.public, "Nguyễn Thị Hạnh", "Máy ở nhà")


# Small papers


def test_a_unit_card_with_a_hub_and_a_revoked_key_is_read_and_joined(office):
    card, _signed = open_card_file((HERE / "TheDonVi.thdv").read_bytes())
    hanh = office.person("Nguyễn Thị Hạnh", "new", HERE / "TheDonVi.thdv")

    assert (card.number, card.unit.hex(), len(card.revoked)) == (5, EXPECTED["unit"], 1)
    assert [o.name for o in (*card.supervisors, *card.hubs)] == [
        "Trần Thị Lan", "Máy chủ Sở Nội vụ",
    ]  # fmt: skip
    assert card.supervisors[0].seal_key == ring("lan").seal_public
    assert len(ring("lan").opening) == 2, "the sealing key of before still opens"
    assert hanh.handover.export(office.stick).facts == 1


def test_a_roster_is_taken(lan):
    roster = open_roster_file((HERE / "DanhSach.thds").read_bytes(), (ring("lan"),)).roster

    assert [(p.name, p.staff_code) for p in roster.people] == [("Nguyễn Thị Hạnh", "AB0001")]
    assert lan.unit.intake([HERE / "DanhSach.thds"]).papers == 1


def test_a_pack_is_installed(office):
    hanh = office.person("Nguyễn Thị Hạnh", "new")

    done = hanh.packs.install(HERE / "CM03.thpack", trusting=True)

    assert (done.module, done.version) == ("CM03", 2)
    assert done.publisher.key == EXPECTED["CM03.thpack"]["publisher"]


def test_an_archive_verifies_without_the_program():
    script = DATA.parents[1] / "docs" / "verify_archive.py"
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(script), str(HERE / "HoSo.zip")],
        capture_output=True, timeout=60, check=False,
    )  # fmt: skip

    with zipfile.ZipFile(HERE / "HoSo.zip") as archive:
        sources = json.loads(archive.read("archive.json"))["sources"]
    segments = [segment for source in sources for segment in source["segments"]]

    assert (done.returncode, done.stdout.decode().splitlines()[-1]) == (0, "Everything holds.")
    assert {"records": sum(s["count"] for s in segments), "segments": len(segments)} == EXPECTED[
        "HoSo.zip"
    ]


# Folders and backups


def test_a_profile_s_folder_opens_with_all_that_was_in_it(lan):
    assert plain({"held": held(lan.desk), "shown": shown(lan)}) == EXPECTED["profile"]
    assert lan.unit.renew("mật khẩu dài").number == 6


def test_a_locked_folder_opens_with_its_secret_and_by_its_code(office):
    hanh = from_folder(office, "locked", SECRET)

    assert plain(held(hanh.desk)) == EXPECTED["locked"]["held"]
    assert plain(shown(hanh)) == EXPECTED["locked"]["shown"]
    locking = Locking(hanh.desk.folder, office.computer("locked").state, office.clock)
    assert locking.by_code(EXPECTED["recovery_code"]) == hanh.desk.key


@pytest.mark.parametrize(
    ("file", "what", "secret"), [("SaoLuu", "SaoLuu.zip", ""), ("SaoLuu_Khoa", "locked", SECRET)]
)
def test_a_backup_is_gone_back_to(office, file, what, secret):
    places = office.computer("restored")
    made = go_back(HERE / f"{file}.zip", places.profiles, opener=Opener(secret))
    services = opened(places, made.profile.id, office, secret)

    found = plain(held(services.desk))
    own = {source[1] for source in found["sources"]}
    assert {source[1] for source in EXPECTED[what]["held"]["sources"]} <= own
    assert found["facts"] >= EXPECTED[what]["held"]["facts"]
    assert plain(shown(services)) == EXPECTED[what]["shown"]


def test_a_hub_opens_with_all_that_was_in_it_and_confirms(office, tmp_path):
    shutil.copytree(HERE / "hub", tmp_path / "hub")
    with contextlib.closing(Hub.open(tmp_path / "hub", office.clock)) as hub:
        found = plain(held(hub))
        again = Intake(hub).take_files([HERE / "KetQua.thoc", HERE / "KetQua_KhacMay.thoc"])

    assert found == EXPECTED["hub"]["held"]
    assert (again.new, again.known) == (0, 17)


def test_tombstones_that_were_written_down_are_carried_out(lan):
    lan.unit.intake([HERE / "MaQR.png"])
    shutil.copy(HERE / "graves.json", lan.desk.graves_file)

    assert Burial(lan.desk).remember() == EXPECTED["intake MaQR.png"]["new"]


# Nothing is left out


def test_every_kind_of_fact_is_in_one_of_these_files():
    """Who adds a kind adds it: `python -m tests.data.make_lines`."""
    assert kinds_in_packets() | set(LINES) == set(KINDS)


@pytest.mark.parametrize("kind", sorted(LINES))
def test_a_line_of_a_kind_that_came_later_says_what_it_said(kind):
    line = LINES[kind]

    found = read_line(line.encode())

    said = json.loads(line)[3]
    assert found.kind == kind
    assert isinstance(found.fact, KINDS[kind])
    assert plain(msgspec.to_builtins(found.fact))[: len(said)] == said


def test_the_files_are_few_and_small_and_tell_of_no_computer():
    files = [path for path in (DATA / "1").rglob("*") if path.is_file()]

    assert sum(path.stat().st_size for path in files) < 600_000
    assert not [p.name for p in files if b"/tmp/" in p.read_bytes() or b"/home/" in p.read_bytes()]
