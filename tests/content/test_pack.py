from __future__ import annotations

import hashlib
import json
import os
import struct
import subprocess
import sys
import zlib
from datetime import date

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from selfstudy.content import pack_file, pack_install, pack_shell
from selfstudy.content.library import Library
from selfstudy.content.pack import (
    Origin,
    Signer,
    build,
    editions,
    in_use,
    install,
    open_pack,
    origin,
    read_pack,
    roll_back,
)
from selfstudy.domain.errors import (
    BadSignature,
    CutFile,
    DamagedFile,
    DiskFull,
    FolderReadOnly,
    NewerFormat,
    PackRefused,
    ProblemsInModule,
    SelfStudyError,
    TooLarge,
    UnreadableFile,
)

KEY = Ed25519PrivateKey.from_private_bytes(bytes(32))
PUBLIC = KEY.public_key().public_bytes_raw()
SIGNER = Signer(KEY.sign, PUBLIC)


def verify(public, signature, message):
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except InvalidSignature:
        raise BadSignature(name="pack") from None


@pytest.fixture
def raw(lessons):
    return build(lessons.module, SIGNER)


@pytest.fixture
def into(tmp_path):
    return tmp_path / "packs"


@pytest.fixture
def packed(raw):
    return open_pack(raw, verify)


def forged(contents, /, **changes):
    """A well-signed pack that an honest builder would not make."""
    content = b"".join(data for _, data in contents)
    manifest = {
        "module": "CM03",
        "version": 3,
        "title": "t",
        "title_en": "t",
        "publisher": PUBLIC.hex(),
        "changes": "",
        "files": [[name, len(data), hashlib.sha256(data).hexdigest()] for name, data in contents],
    }
    return sealed(json.dumps({**manifest, **changes}).encode(), zlib.compress(content, 9))


def sealed(head, content, length=None):
    body = struct.pack(">I", len(head) if length is None else length) + head + content
    shell = pack_shell.MAGIC + struct.pack(">BBIQ", 0, 3, 2, len(body) + 96) + b"{}"
    digest = hashlib.sha256(shell + body).digest()
    return shell + body + digest + KEY.sign(digest)


def test_a_packed_module_comes_out_as_it_went_in(lessons, packed):
    files = dict(packed.files)

    assert (packed.module, packed.version, packed.head.title) == ("CM03", 2, "Soạn thảo văn bản")
    assert packed.head.publisher == PUBLIC.hex()
    assert files["01-cac-loai.md"] == (lessons.module / "01-cac-loai.md").read_bytes()
    assert files["sources.toml"] == (lessons.root / "sources.toml").read_bytes()
    assert packed.size == sum(map(len, files.values()))


def test_the_same_folder_always_gives_the_same_bytes(lessons, raw):
    assert build(lessons.module, SIGNER) == raw


def test_what_is_new_travels_with_the_pack(lessons):
    lessons.write("changes.md", "Thay 4 câu hỏi đã hết hiệu lực.")

    assert open_pack(build(lessons.module, SIGNER), verify).head.changes.startswith("Thay 4")


def test_a_module_with_errors_is_not_packed(lessons):
    (lessons.module / "figures" / "loai.svg").unlink()

    with pytest.raises(ProblemsInModule) as caught:
        build(lessons.module, SIGNER)
    assert caught.value.details == {"folder": "CM03-soan-thao", "count": 1}


def test_a_module_on_an_expired_source_is_not_packed(lessons):
    lessons.change("01-cac-loai.md", "ND30-2020 Phụ", "L60-2014 Phụ")

    with pytest.raises(ProblemsInModule):
        build(lessons.module, SIGNER, date(2028, 1, 1))


def test_more_content_than_a_pack_may_carry_is_not_packed(lessons, monkeypatch):
    monkeypatch.setattr(pack_file, "LARGEST_PACK", 1000)

    with pytest.raises(TooLarge):
        build(lessons.module, SIGNER)


def test_a_module_may_have_its_own_registry(lessons):
    lessons.write("sources.toml", (lessons.root / "sources.toml").read_bytes())
    (lessons.root / "sources.toml").unlink()

    assert build(lessons.module, SIGNER)


def test_a_file_name_that_some_computers_cannot_write_is_not_packed(lessons):
    lessons.write("figures/con.svg", (lessons.module / "figures" / "loai.svg").read_bytes())

    with pytest.raises((PackRefused, ProblemsInModule)):
        build(lessons.module, SIGNER)


@pytest.mark.parametrize("part", range(1, 12))
def test_a_cut_pack_tells_how_much_is_missing(raw, part):
    length = len(raw) * part // 12

    with pytest.raises(CutFile) as caught:
        open_pack(raw[:length], verify, "goi.thpack")
    assert caught.value.details["name"] == "goi.thpack"
    assert 0 < caught.value.details["missing"] <= len(raw) - length


@pytest.mark.parametrize("length", [1, 5, 6, 7, 11, 19, 20, 40])
def test_a_pack_cut_in_its_head_is_cut(raw, length):
    with pytest.raises(CutFile):
        open_pack(raw[:length], verify)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.floats(0, 0.999999), bit=st.integers(0, 7))
def test_a_flipped_bit_anywhere_is_refused(raw, place, bit):
    flipped = bytearray(raw)
    flipped[int(len(raw) * place)] ^= 1 << bit

    with pytest.raises(SelfStudyError):
        open_pack(bytes(flipped), verify)


@given(st.binary(max_size=200))
def test_any_bytes_are_refused_with_an_expected_error(noise):
    for raw in (noise, pack_shell.MAGIC + noise, pack_shell.MAGIC + b"\0\3\0\0\0\0" + noise):
        with pytest.raises(SelfStudyError):
            open_pack(raw, verify)


def test_damage_and_forgery_are_told_apart(raw):
    damaged = raw[:-200] + bytes([raw[-200] ^ 1]) + raw[-199:]
    forged_end = raw[:-1] + bytes([raw[-1] ^ 1])

    with pytest.raises(DamagedFile):
        open_pack(damaged, verify)
    with pytest.raises(BadSignature):
        open_pack(forged_end, verify)
    with pytest.raises(DamagedFile):
        open_pack(raw + b"\0", verify)


def test_another_key_in_the_head_is_a_forgery(lessons):
    other = Ed25519PrivateKey.from_private_bytes(bytes([1]) * 32)

    with pytest.raises(BadSignature):
        open_pack(build(lessons.module, Signer(other.sign, PUBLIC)), verify)


def test_other_files_and_newer_packs_are_told_apart(raw):
    with pytest.raises(UnreadableFile):
        open_pack(b"", verify)
    with pytest.raises(UnreadableFile):
        open_pack(b"PK\x03\x04 other", verify)
    with pytest.raises(UnreadableFile):
        open_pack(raw[:7] + b"\1" + raw[8:], verify)
    with pytest.raises(NewerFormat) as caught:
        open_pack(raw[:6] + b"\x07" + raw[7:], verify)
    assert caught.value.details["version"] == 7


PLAIN = [("module.toml", b"id = 1\n")]


@pytest.mark.parametrize(
    "path",
    [
        "../module.toml", "/etc/a.md", "C:/a.md", "C:a.md", "a\\b.md", "con.md", "NUL.toml",
        "figures/aux.svg", "com1.md", "con .md", "a\u202edm.md",
        "a/../b.md", "a//b.md", "./a.md", ".a.md", "a .md/", "a.md ",
        "a./b.md", "a?.md", "a\x00.md", "a\n.md", "x/" * 7 + "a.md", "a" * 130 + ".md", "chay.exe",
        "u\u0302.md", "MODULE.TOML", "module.toml", "module.toml/a.md", "",
    ],
)  # fmt: skip
def test_a_path_that_leads_out_or_cannot_be_written_is_refused(path):
    with pytest.raises(PackRefused) as caught:
        open_pack(forged([*PLAIN, (path, b"x")]), verify, "g")
    assert caught.value.details["reason"] == "problem.pack_path"


def test_a_pack_without_a_module_file_is_refused():
    with pytest.raises(PackRefused) as caught:
        open_pack(forged([("a.md", b"x")]), verify)
    assert caught.value.details["reason"] == "problem.pack_no_module"


def test_limits_come_before_work(tmp_path):
    with pytest.raises(TooLarge):
        open_pack(forged([*PLAIN, ("a.md", bytes(3_000_000))]), verify)
    with pytest.raises(TooLarge):
        open_pack(forged([(f"{n}.md", b"") for n in range(2001)]), verify)
    with pytest.raises(TooLarge):
        open_pack(pack_shell.MAGIC + struct.pack(">BBIQ", 0, 3, 2**31, 200), verify)
    with pytest.raises(TooLarge):
        open_pack(pack_shell.MAGIC + struct.pack(">BBIQ", 0, 3, 2, 2**60), verify)
    with pytest.raises(TooLarge):
        open_pack(sealed(b"{}", b"", length=2**31), verify)
    with pytest.raises(TooLarge):
        open_pack(bytes(pack_shell.LARGEST_PACK + 1), verify)
    huge = tmp_path / "lon.thpack"
    with huge.open("wb") as file:
        file.truncate(pack_shell.LARGEST_PACK + 1)
    with pytest.raises(TooLarge):
        read_pack(huge, verify)


def test_content_that_does_not_fit_its_list_is_damaged():
    listed = [["module.toml", 7, hashlib.sha256(b"other!!").hexdigest()]]
    longer = [["module.toml", 8, hashlib.sha256(b"id = 1\n").hexdigest()]]
    shorter = [["module.toml", 6, hashlib.sha256(b"id = 1").hexdigest()]]

    for files in (listed, longer, shorter):
        with pytest.raises(DamagedFile):
            open_pack(forged(PLAIN, files=files), verify)


@pytest.mark.parametrize(
    "changes",
    [
        {"module": "../x"}, {"module": 3}, {"version": "1"}, {"version": True}, {"publisher": "zz"},
        {"version": 0}, {"files": {}}, {"files": [["a", 1]]}, {"files": [["a", -1, "0" * 64]]},
        {"title": None}, {"changes": "x" * 20_001},
    ],
)  # fmt: skip
def test_a_head_out_of_shape_is_damaged(changes):
    with pytest.raises(DamagedFile):
        open_pack(forged(PLAIN, **changes), verify)


@pytest.mark.parametrize("head", [b"[]", b"[" * 100_000, b"\xff", b"{"])
def test_a_head_that_is_no_table_is_damaged(head):
    with pytest.raises(DamagedFile):
        open_pack(sealed(head, b""), verify)


def test_a_body_too_short_for_its_parts_is_damaged():
    raw = pack_shell.MAGIC + struct.pack(">BBIQ", 0, 3, 0, 99) + bytes(99)

    with pytest.raises(DamagedFile):
        open_pack(raw, verify)


def test_content_that_does_not_unpack_is_damaged():
    raw = forged(PLAIN)
    start = 22 + 4
    head = raw[start : start + int.from_bytes(raw[22:26], "big")]

    with pytest.raises(DamagedFile):
        open_pack(sealed(head, bytes(60)), verify)
    assert open_pack(sealed(head, zlib.compress(PLAIN[0][1])), verify).version == 3


def test_the_shell_is_the_one_of_every_file_of_ours(raw):
    from selfstudy.exchange import envelope

    assert envelope.shell(raw).kind == envelope.PACK


def test_a_pack_is_read_from_its_file(tmp_path, raw):
    path = tmp_path / "GoiHocLieu (1).thpack"
    path.write_bytes(raw)

    assert read_pack(path, verify).module == "CM03"
    with pytest.raises(UnreadableFile):
        read_pack(tmp_path / "khong-co.thpack", verify)


def test_an_installed_pack_is_in_the_library(into, packed):
    done = install(packed, into)
    library = Library([into])

    assert (done.version, done.before, done.changed) == (2, 0, True)
    assert done.folder.name == "CM03-v2"
    assert library.module("CM03").version == 2
    assert library.source("ND30-2020") is not None
    assert library.problems == ()


def test_the_same_version_again_changes_nothing(into, packed):
    install(packed, into)
    before = sorted((p.name, p.stat().st_mtime_ns) for p in into.rglob("*"))

    assert not install(packed, into).changed
    assert sorted((p.name, p.stat().st_mtime_ns) for p in into.rglob("*")) == before


def test_the_same_version_mends_a_damaged_folder(into, packed):
    place = install(packed, into).folder
    (place / "figures" / "loai.svg").unlink()

    assert install(packed, into).changed
    assert (place / "figures" / "loai.svg").is_file()


def test_a_newer_version_takes_the_place_and_an_older_one_is_refused(into, lessons, packed):
    lessons.change("module.toml", "version = 2", "version = 10")
    newer = open_pack(build(lessons.module, SIGNER), verify)
    install(packed, into)
    done = install(newer, into)

    assert (done.version, done.before) == (10, 2)
    assert sorted(p.name for p in into.iterdir()) == ["CM03-v10", "CM03-v2"]
    with pytest.raises(PackRefused) as caught:
        install(packed, into)
    assert caught.value.details["reason"] == "problem.pack_older"
    assert caught.value.details["held"] == 10


def test_a_pack_whose_content_has_errors_is_refused_and_leaves_nothing(into, packed):
    files = [item for item in packed.files if item[0] != "figures/loai.svg"]
    broken = open_pack(forged(files, version=2), verify)

    with pytest.raises(PackRefused) as caught:
        install(broken, into)
    assert caught.value.details["reason"] == "problem.pack_problems"
    assert caught.value.details["problem"] == "problem.missing_image"
    assert list(into.iterdir()) == []


def test_a_pack_that_is_not_the_module_it_says_is_refused(into, packed):
    with pytest.raises(PackRefused) as caught:
        install(open_pack(forged(list(packed.files), version=9), verify), into)
    assert caught.value.details["reason"] == "problem.pack_module"


def test_leftovers_of_a_crash_are_cleared_and_never_shown(into, packed):
    left = into / ".new-CM03-dead" / "CM03-v2"
    left.mkdir(parents=True)
    (left / "module.toml").write_text("id =")

    assert Library([into]).modules() == ()
    install(packed, into)
    assert [p.name for p in into.iterdir()] == ["CM03-v2"]


def test_a_crash_before_the_rename_leaves_the_old_version(into, lessons, packed, monkeypatch):
    install(packed, into)
    lessons.change("module.toml", "version = 2", "version = 3")
    newer = open_pack(build(lessons.module, SIGNER), verify)

    class PowerCut(BaseException):
        pass

    def cut(*_):
        raise PowerCut

    monkeypatch.setattr(pack_install, "_check", cut)
    with pytest.raises(PowerCut):
        install(newer, into)

    assert Library([into]).module("CM03").version == 2


def test_a_program_killed_while_installing_leaves_the_old_version(into, lessons, packed):
    install(packed, into)
    lessons.change("module.toml", "version = 2", "version = 3")
    newer = into.parent / "newer.thpack"
    newer.write_bytes(build(lessons.module, SIGNER))
    code = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from selfstudy.content import pack, pack_install\n"
        "into, file, step = sys.argv[1:]\n"
        "def die(*_, **__): os.kill(os.getpid(), signal.SIGKILL)\n"
        "setattr(pack_install, step, die)\n"
        "pack.install(pack.read_pack(Path(file), lambda *_: None), Path(into))\n"
    )
    for step in ("_write", "_check", "sync_folder"):
        done = subprocess.run([sys.executable, "-c", code, into, newer, step], check=False)

        assert done.returncode == -9
        assert Library([into]).module("CM03").version == 2
    assert install(read_pack(newer, verify), into).version == 3
    assert sorted(path.name for path in into.iterdir()) == ["CM03-v2", "CM03-v3"]


@pytest.mark.parametrize(
    ("number", "error"), [(28, DiskFull), (13, FolderReadOnly), (30, FolderReadOnly), (5, OSError)]
)
def test_trouble_with_the_disk_is_told_and_leaves_nothing(into, packed, monkeypatch, number, error):
    def fails(_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(pack_install.os, "fsync", fails)
    with pytest.raises(error):
        install(packed, into)

    assert list(into.iterdir()) == []


def test_a_file_where_the_folder_should_be_is_told(into, packed):
    into.write_text("")

    with pytest.raises(FolderReadOnly):
        install(packed, into)


# — the version before ———————————————————————————————————————————————————————————————————


@pytest.fixture
def newer(lessons, packed):
    lessons.change("module.toml", "version = 2", "version = 3")
    return open_pack(build(lessons.module, SIGNER), verify)


def test_the_version_before_is_kept_and_comes_back(into, packed, newer):
    install(packed, into)
    install(newer, into)
    assert set(editions(into, "CM03")) == {2, 3}

    assert roll_back(into, "CM03") == (3, 2)

    assert Library([into]).module("CM03").version == 2
    assert set(editions(into, "CM03")) == {2}
    with pytest.raises(PackRefused):
        roll_back(into, "CM03")


def test_a_version_of_the_program_may_be_what_was_before(into, newer):
    install(newer, into)

    assert roll_back(into, "CM03", beneath=2) == (3, 2)
    assert editions(into, "CM03") == {}


def test_what_the_program_brought_is_not_taken_back(into, packed):
    install(packed, into)

    for beneath in (2, 5):
        with pytest.raises(PackRefused):
            roll_back(into, "CM03", beneath=beneath)
    assert in_use(into, "CM03") == 2


def test_from_whom_a_version_came_is_noted_with_it(into, lessons, packed):
    place = install(packed, into).folder
    assert origin(place) == Origin(PUBLIC.hex(), "")
    assert open_pack(build(lessons.module, Signer(KEY.sign, PUBLIC, "Học viện")), verify)
    (place / ".origin.json").write_text("[]")
    assert origin(place) is None
    (place / ".origin.json").unlink()
    assert origin(place) is None


def test_a_program_killed_while_going_back_leaves_one_version_or_the_other(into, packed, newer):
    install(packed, into)
    install(newer, into)
    code = (
        "import os, signal, sys\n"
        "from pathlib import Path\n"
        "from selfstudy.content import pack_install\n"
        "def die(*_, **__): os.kill(os.getpid(), signal.SIGKILL)\n"
        "setattr(pack_install, sys.argv[2], die)\n"
        "pack_install.roll_back(Path(sys.argv[1]), 'CM03')\n"
    )
    for step in ("_hide", "sync_folder", "_sweep"):
        install(newer, into)
        done = subprocess.run([sys.executable, "-c", code, into, step], check=False)

        assert done.returncode == -9
        assert Library([into]).module("CM03").version in {2, 3}
        assert set(editions(into, "CM03")) >= {2}
    install(newer, into)
    assert Library([into]).module("CM03").version == 3
    assert roll_back(into, "CM03") == (3, 2)


def test_no_right_to_write_is_told_when_going_back(into, packed, newer, monkeypatch):
    install(packed, into)
    install(newer, into)

    def fails(_):
        raise OSError(13, "no")

    monkeypatch.setattr(pack_install, "sync_folder", fails)
    with pytest.raises(FolderReadOnly):
        roll_back(into, "CM03")
    assert Library([into]).module("CM03").version in {2, 3}
