"""A file of a newer program: one sentence that says so, and everything is as it was."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from selfstudy import words
from selfstudy.domain.errors import NewerDatabase, NewerFormat
from selfstudy.exchange import codes as parts
from selfstudy.exchange import envelope
from selfstudy.hub.keeper import Hub
from selfstudy.sentences import error_words, finding_words, problem_words
from selfstudy.services.holding.opener import Opener
from selfstudy.services.intake import codes
from selfstudy.services.rescue.doctor import Doctor
from selfstudy.services.rescue.safety import go_back, rescue
from tests.builders import dump
from tests.formats.looking import DATA, opened
from tests.office import Office

HERE = DATA / "1"
SECRET = "con đò bến cũ"
ROOT_WORDS = "mật khẩu dài"
ASIDE = ("quarantine", "trail")  # a file that cannot be taken yet is kept, and listed


@pytest.fixture
def office(tmp_path):
    words.use("vi")
    made = Office(tmp_path)
    made.clock.move(days=2)
    yield made
    made.close()


def profile_of(name):
    return json.loads((HERE / name / "profile.json").read_text(encoding="utf-8"))["id"]


@pytest.fixture
def lan(office):
    places = office.computer("profile")
    shutil.copytree(HERE / "profile", places.profiles / profile_of("profile"))
    return opened(places, profile_of("profile"), office)


def newer(path: Path, into: Path) -> Path:
    """The same file as a program of the next number would begin it."""
    raw = bytearray(path.read_bytes())
    raw[len(envelope.MAGIC)] = envelope.FORMAT + 1
    made = into / path.name
    made.write_bytes(raw)
    return made


def told_again(path: Path, number: str) -> None:
    """A JSON file of the next number."""
    found = json.loads(path.read_text(encoding="utf-8"))
    found[number] += 1
    path.write_text(json.dumps(found), encoding="utf-8")


def bytes_of(folder: Path) -> dict[str, str]:
    """Every file of a folder by its digest."""
    return {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.endswith((".lock", "-shm", "-wal"))
    }


def sentence(name: str) -> str:
    return words.t("error.NewerFormat", name=name)


# What an intake is given


@pytest.mark.parametrize(
    "name", ["KetQua.thoc", "YeuCauXoa.thoc", "TheDonVi.thdv", "DanhSach.thds"]
)
def test_a_newer_file_is_set_aside_and_nothing_else_changes(lan, tmp_path, name):
    before = dump(lan.desk.database, ASIDE)

    (file,) = lan.unit.intake([newer(HERE / name, tmp_path)]).files

    assert problem_words(file) == sentence(name)
    assert (file.new, file.papers, file.gone, file.quarantined) == (0, 0, 0, 1)
    assert dump(lan.desk.database, ASIDE) == before
    assert [(f.problem, f.cause) for f in lan.unit.quarantine()] == [
        ("error.NewerFormat", "program")
    ]


def test_a_newer_card_is_not_joined_and_a_newer_request_not_linked(office, tmp_path):
    hanh = office.person("Nguyễn Thị Hạnh", "hanh")
    before = dump(hanh.desk.database)

    for ask, name in (
        (hanh.handover.join, "TheDonVi.thdv"),
        (hanh.devices.look, "YeuCauLienKet.thlk"),
        (lambda path: hanh.devices.link(path, office.stick), "YeuCauLienKet.thlk"),
        (hanh.devices.offer, "LienKet.thoc"),
        (hanh.devices.take, "LienKet.thoc"),
        (hanh.packs.install, "CM03.thpack"),
    ):
        with pytest.raises(NewerFormat) as raised:
            ask(newer(HERE / name, tmp_path))
        assert error_words(raised.value) == sentence(name)
    assert dump(hanh.desk.database) == before
    assert not list(office.stick.iterdir())
    assert not office.computer("hanh").packs.exists()


def test_a_newer_code_on_paper_is_told_and_not_kept(lan, tmp_path, monkeypatch):
    with monkeypatch.context() as later:
        later.setattr(parts, "FORMAT", parts.FORMAT + 1)
        drawn = codes.draw(b"what comes later", "A", "B", 1, lan.desk.clock().date())
    picture = tmp_path / "MaQR.png"
    picture.write_bytes(drawn.pictures[0])
    before = dump(lan.desk.database, ASIDE)

    (file,) = lan.unit.intake([picture]).files

    assert file.problem == "error.NewerFormat"
    assert dump(lan.desk.database, ASIDE) == before


# Folders and backups


@pytest.mark.parametrize(
    ("name", "file", "number"),
    [
        ("profile", "keys.json", "keys"), ("locked", "keys.json", "keys"),
        ("locked", "lock.json", "lock"),
    ],
)  # fmt: skip
def test_a_profile_with_newer_keys_or_lock_does_not_open_and_is_not_rescued_over(
    office, name, file, number
):
    places = office.computer(name)
    folder = places.profiles / profile_of(name)
    shutil.copytree(HERE / name, folder)
    told_again(folder / file, number)
    before = bytes_of(folder)
    secret = SECRET if name == "locked" else ""

    with pytest.raises(NewerFormat) as raised:
        opened(places, folder.name, office, secret)
    assert error_words(raised.value) == sentence(file)
    with pytest.raises(NewerFormat):
        rescue(folder, places.state, [HERE], office.clock, Opener(secret))

    assert {n: d for n, d in bytes_of(folder).items() if n != "lock.tries.json"} == before


def test_the_doctor_says_that_keys_are_newer_and_not_that_they_are_damaged(office):
    places = office.computer("profile")
    folder = places.profiles / profile_of("profile")
    shutil.copytree(HERE / "profile", folder)
    told_again(folder / "keys.json", "keys")

    found = Doctor(places, folder.name, office.clock()).examine().findings

    said = {finding.code: finding_words(finding.code, finding.details) for finding in found}
    assert "cập nhật Tự học" in said["keys_newer"]
    assert "keys_damaged" not in said


def test_a_newer_root_signs_nothing(lan):
    told_again(lan.desk.folder / "unit-root.json", "locked")
    before = dump(lan.desk.database)

    with pytest.raises(NewerFormat) as raised:
        lan.unit.renew(ROOT_WORDS)

    assert error_words(raised.value) == sentence("unit-root.json")
    assert dump(lan.desk.database) == before


def test_newer_tombstones_beside_a_database_are_not_written_over(lan):
    graves = lan.desk.graves_file
    shutil.copy(HERE / "graves.json", graves)
    told_again(graves, "graves")
    before = graves.read_bytes()

    with pytest.raises(NewerFormat):
        lan.erasure.erase_own()

    assert graves.read_bytes() == before


@pytest.mark.parametrize("number", ["backup", "keys"])
def test_a_newer_backup_is_not_gone_back_to(office, tmp_path, number):
    file = {"backup": "about.json", "keys": "keys.json"}[number]
    made = tmp_path / "SaoLuu.zip"
    with zipfile.ZipFile(HERE / "SaoLuu.zip") as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == file:
                content = json.dumps(json.loads(content) | {number: 2}).encode()
            new.writestr(name, content)
    places = office.computer("restored")

    with pytest.raises(NewerFormat):
        go_back(made, places.profiles)

    assert not list(places.profiles.glob("*"))


def test_a_newer_database_is_left_alone(office, lan):
    lan.desk.database.set_setting("schema", "99")
    folder, profile = lan.desk.folder, lan.desk.profile.id
    lan.desk.close()
    before = bytes_of(folder)

    with pytest.raises(NewerDatabase):
        opened(office.computer("profile"), profile, office)

    assert bytes_of(folder) == before


def test_a_hub_with_newer_keys_is_not_begun_anew(office, tmp_path):
    shutil.copytree(HERE / "hub", tmp_path / "hub")
    told_again(tmp_path / "hub" / "hub-keys.json", "keys")
    before = bytes_of(tmp_path / "hub")

    with pytest.raises(NewerFormat):
        Hub.open(tmp_path / "hub", office.clock)

    assert bytes_of(tmp_path / "hub") == before


def test_a_newer_archive_is_told_by_the_verifier(tmp_path):
    made = tmp_path / "HoSo.zip"
    with zipfile.ZipFile(HERE / "HoSo.zip") as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "archive.json":
                content = json.dumps(json.loads(content) | {"archive": 2}).encode()
            new.writestr(name, content)
    script = DATA.parents[1] / "docs" / "verify_archive.py"
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(script), str(made)],
        capture_output=True, timeout=60, check=False,
    )  # fmt: skip

    assert done.returncode == 2
    assert "newer" in (done.stdout + done.stderr).decode()
